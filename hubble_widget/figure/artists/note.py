"""Short text beside a point of a plot, kept inside the axes; and helpers for text in plots."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.sizes import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import Bbox

    from hubble_widget.figure.palette import Palette

_PADDING = 0.35  # between the text and its box, as a fraction of the font size
_GAP = 8.0  # points between the point and the box
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MAX_LABEL_LENGTH = 40  # characters
_MIN_LETTERS = 4  # that a line keeps, however narrow the axes are


class Note(Text):
    """Text in an opaque box beside a point.

    Each drawing places it inside the axes. Its text is literal: a dollar sign begins no formula.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    point : callable
        Returns the position of the point, in pixels of the figure. Each drawing calls it.
    zorder : float
    below : bool
        Whether the box is centered under the point, if there is room; by default it is above it, on the right.
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

    def show_text(self, *lines: str) -> None:
        """Show these lines; without any, hide the note."""
        show(self, bool(lines))
        if lines:
            self._lines = [one_line(line) for line in lines]
            self.set_text("\n".join(self._lines))

    def recolor(self, palette: Palette, color: str) -> None:
        """Paint the text in this color, and the box in the background's."""
        self.set_color(color)
        box = self.get_bbox_patch()
        if box is not None:
            box.set(facecolor=palette.background, edgecolor=palette.grid)

    def draw(self, renderer: RendererBase) -> None:
        """Place the text beside the point, then draw."""
        if not self.get_visible():
            return  # this runs at every frame, and the set-up below is slow
        with warnings.catch_warnings():  # the font may lack glyphs of a name: it draws boxes
            warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
            self._place(self._shorten(renderer))
            super().draw(renderer)

    def _in_pixels(self, points: float) -> float:
        return points * self._host.figure.dpi / 72

    def _shorten(self, renderer: RendererBase) -> Bbox:
        """Shorten long lines until the box is no wider than the axes; return the extent of the text."""
        room = self._host.bbox.width - 2 * self._in_pixels(_PADDING * SMALL) - 2
        length = max(map(len, self._lines))
        self.set_text("\n".join(self._lines))
        while (text := self.get_window_extent(renderer)).width > room and length > _MIN_LETTERS:
            length = max(_MIN_LETTERS, min(length - 1, int(length * room / text.width)))
            self.set_text("\n".join(shorten(line, length) for line in self._lines))
        return text

    def _place(self, text: Bbox) -> None:
        """Move the text with its box to the preferred side of the point, or to where there is room.

        The position is a continuous function of the width, because the page uses another font.
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
    """Show the label of an axis literally (no formula), on one line that is no longer than the axis."""
    shown = shorten(one_line(text), _MAX_LABEL_LENGTH)
    if shown != axis.get_label_text():  # otherwise the figure would be redrawn for nothing
        axis.label.set(parse_math=False, usetex=False)
        axis.set_label_text(shown, size=10)


def one_line(text: str) -> str:
    """Return the text on one line, with control characters replaced."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))


def shorten(text: str, max_length: int) -> str:
    """Shorten text to `max_length` characters by an ellipsis in the middle, since many names differ only at the end."""
    if len(text) <= max_length:
        return text
    head, tail = max_length // 2, (max_length - 1) // 2
    return f"{text[:head].rstrip('… ')}…{text[len(text) - tail :].lstrip('… ')}"
