"""A few words beside a point of a plot, kept in sight."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from hubble_widget.canvas.scene import SMALL
from hubble_widget.canvas.visibility import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import Bbox

    from hubble_widget.display.palette import Palette

_PADDING = 0.35  # of the size of the text, between the text and its box
_GAP = 8.0  # points between the point and the box
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST_LABEL = 40  # characters
_FEWEST = 4  # characters that a line keeps however narrow the axes are


class Note(Text):
    """Text in an opaque box beside a point; it is placed when drawn, inside the axes, and its text is literal.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    point : callable
        Returns where the point is, in pixels of the figure, whenever the note is drawn.
    zorder : float
    below : bool
        Whether it goes under the middle of the point, rather than above it at right, as long as there is room.
    """

    def __init__(
        self, axes: Axes, point: Callable[[], tuple[float, float]], *, zorder: float, below: bool = False
    ) -> None:
        super().__init__(0, 0, "", va="bottom", size=SMALL, linespacing=1.35, parse_math=False, usetex=False)
        self.set(zorder=zorder, visible=False, bbox={"boxstyle": f"round,pad={_PADDING},rounding_size=0.25"})
        self.set_transform(IdentityTransform())
        self._host, self._point, self._goes_below = axes, point, below
        self._lines: list[str] = []
        axes.add_artist(self)

    def say(self, *lines: str) -> None:
        """Show these lines; without any, hide."""
        show(self, bool(lines))
        if lines:
            self._lines = [one_line(line) for line in lines]
            self.set_text("\n".join(self._lines))

    def recolour(self, palette: Palette, colour: str) -> None:
        """Paint the text in a colour of its own, the box in the background's."""
        self.set_color(colour)
        box = self.get_bbox_patch()
        if box is not None:
            box.set(facecolor=palette.background, edgecolor=palette.grid)

    def draw(self, renderer: RendererBase) -> None:
        """Find the place beside the point, then draw."""
        if not self.get_visible():
            return  # at every frame, and to set up what follows takes longer than the line does
        with warnings.catch_warnings():  # a name may be in a script that the font has not got: boxes say so
            warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
            self._place(self._shorten(renderer))
            super().draw(renderer)

    def _in_pixels(self, points: float) -> float:
        return points * self._host.figure.dpi / 72

    def _shorten(self, renderer: RendererBase) -> Bbox:
        """Cut lines, as of names of any length, until the box is no wider than the axes; return the text's own."""
        room = self._host.bbox.width - 2 * self._in_pixels(_PADDING * SMALL) - 2
        most = max(map(len, self._lines))
        self.set_text("\n".join(self._lines))
        while (text := self.get_window_extent(renderer)).width > room and most > _FEWEST:
            most = max(_FEWEST, min(most - 1, int(most * room / text.width)))
            self.set_text("\n".join(shorten(line, most) for line in self._lines))
        return text

    def _place(self, text: Bbox) -> None:
        """Move the text, its box included, to the side of the point that is wanted, else to where there is room.

        Where it lies follows from its width without a leap: the page writes it in a font of its own.
        """
        padding, gap = self._in_pixels(_PADDING * SMALL) + 1, self._in_pixels(_GAP)
        axes = self._host.bbox
        width, height = text.width + 2 * padding, text.height + 2 * padding
        at_x, at_y = self._point()
        above, under = at_y + gap, at_y - gap - height
        if self._goes_below:
            wanted_x, wanted_y = at_x - width / 2, under if under >= axes.y0 else above
        else:
            wanted_x, wanted_y = at_x + gap, above if above + height <= axes.y1 else under
        x, y = self.get_position()
        self.set_position(
            (
                x + max(axes.x0, min(wanted_x, axes.x1 - width)) + padding - text.x0,
                y + max(axes.y0, min(wanted_y, axes.y1 - height)) + padding - text.y0,
            )
        )


def show_label(axis: Axis, text: str) -> None:
    """Show what an axis is called, literally: no formula, no line break, no longer than the axis."""
    shown = shorten(one_line(text), _LONGEST_LABEL)
    if shown != axis.get_label_text():  # else all would be drawn anew
        axis.label.set(parse_math=False, usetex=False)
        axis.set_label_text(shown, size=10)


def one_line(text: str) -> str:
    """Return a text without line breaks and other signs that are none."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))


def shorten(text: str, most: int) -> str:
    """Return text of at most so many characters, with an ellipsis in the middle: many names differ only at the end."""
    if len(text) <= most:
        return text
    head, tail = most // 2, (most - 1) // 2
    return f"{text[:head].rstrip('… ')}…{text[len(text) - tail :].lstrip('… ')}"
