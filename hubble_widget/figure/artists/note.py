"""Short text beside a point of a plot, kept inside the axes; and helpers for text in plots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.missing_glyphs import missing_glyphs_allowed
from hubble_widget.figure.sizes import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import Bbox
    from numpy.typing import NDArray

    from hubble_widget.figure.palette import Palette

_PADDING = 0.35  # between the text and its box, as a fraction of the font size
_GAP = 8.0  # points between the point and the box
_AWAY = (1, 3, 6, 10)  # distances that are tried, in gaps
_LEADING = 1.35  # from line to line, in sizes of the text
_LETTER = 0.58  # about the width of a letter, in sizes of the text
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
    lines : callable
        Returns the lines that the box does not cover if another corner is free; each has shape (n, 2), in pixels.
    is_near : callable
        Returns whether the box stands rather on a line than farther away.
    """

    def __init__(
        self,
        axes: Axes,
        point: Callable[[], tuple[float, float]],
        *,
        zorder: float,
        below: bool = False,
        lines: Callable[[], Iterable[NDArray[np.float64]]] = tuple,
        is_near: Callable[[], bool] = bool,
    ) -> None:
        super().__init__(0, 0, "", va="bottom", size=SMALL, linespacing=_LEADING, parse_math=False, usetex=False)
        self.set(zorder=zorder, visible=False, bbox={"boxstyle": f"round,pad={_PADDING},rounding_size=0.25"})
        self.set_transform(IdentityTransform())
        self._host, self._point, self._goes_below, self._lines_around = axes, point, below, lines
        self._is_near = is_near
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
        with missing_glyphs_allowed():
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
        """Move the text with its box beside the point."""
        letters, padding, gap = map(self._in_pixels, (SMALL, _PADDING * SMALL, _GAP))
        padding += 1
        lines = self.get_text().split("\n")
        width, height = _LETTER * letters * max(map(len, lines)), _LEADING * letters * len(lines)
        left, bottom = place_beside(
            self._point(),
            (text.width + 2 * padding, text.height + 2 * padding),
            self._host.bbox,
            gap,
            list(self._lines_around()),
            judged=(width + 2 * padding, height + 2 * padding),
            below=self._goes_below,
            is_near=self._is_near(),
        )
        x, y = self.get_position()
        self.set_position((x + left + padding - text.x0, y + bottom + padding - text.y0))


def place_beside(
    point: tuple[float, float],
    size: tuple[float, float],
    axes: Bbox,
    gap: float,
    lines: Sequence[NDArray[np.float64]] = (),
    *,
    judged: tuple[float, float],
    below: bool = False,
    is_near: bool = False,
) -> tuple[float, float]:
    """Return the lower left of a box at a corner of a point, inside the axes, where it covers none of the lines.

    It is rather near than far. Of several such places, and where there is none of all, the first is taken: above the
    point before under it, at its right before at its left. A box is moved into the axes, rather sideways than up or
    down, and not so that it covers the point. The page does the same (js/src/marks/notes.ts).

    Parameters
    ----------
    point, size : tuple of float
    axes : matplotlib.transforms.Bbox
    gap : float
        Between the point and the box, at least. A line that comes closer to the box than a quarter of it counts as
        covered.
    lines : sequence of array, shape (n, 2)
    judged : tuple of float
        The size by which a corner is chosen: of so many letters, whatever their widths, for those of the page are not
        as wide as matplotlib's and both have to choose the same corner.
    below : bool
        Whether the box is rather centered, and rather under the point.
    is_near : bool
        Whether only the shortest distance is tried.
    """
    near = gap / 4
    corners = [
        (times * gap, across, rises)
        for times in (_AWAY[:1] if is_near else _AWAY)
        for rises in ((0, 1) if below else (1, 0))
        for across in ((0.5, 0, 1) if below else (0, 1))
    ]
    costs: list[tuple[bool, bool, float, bool, int]] = []
    for order, corner in enumerate(corners):
        x, y, is_moved = _place_at(corner, point, judged, axes)
        seen = x - near, y - near, x + judged[0] + near, y + judged[1] + near
        covers_point = seen[0] <= point[0] <= seen[2] and seen[1] <= point[1] <= seen[3]
        covers_line = any(_length_within(each, seen) >= 1 for each in lines)
        costs.append((covers_point, covers_line, corner[0], is_moved, order))
    return _place_at(corners[min(costs)[-1]], point, size, axes)[:2]


def _place_at(
    corner: tuple[float, float, int], point: tuple[float, float], size: tuple[float, float], axes: Bbox
) -> tuple[float, float, bool]:
    """Return the lower left of a box of this size, and whether it is moved up or down into the axes.

    The corner is how far away it is, which share of its width is at the left of the point, and whether it is above.
    """
    (away, across, rises), (width, height) = corner, size
    wanted_x = point[0] + away * (1 - 2 * across) - across * width
    wanted_y = point[1] + (away if rises else -away - height)
    x, y = max(axes.x0, min(wanted_x, axes.x1 - width)), max(axes.y0, min(wanted_y, axes.y1 - height))
    return x, y, y != wanted_y


def _length_within(line: NDArray[np.float64], box: tuple[float, float, float, float]) -> float:
    """Return the length of the part of a line, given by points, that is within a box (left, bottom, right, top)."""
    start, step = line[:-1], np.diff(line, axis=0)
    with np.errstate(all="ignore"):  # no step: before one edge and after the other one, or outside
        edges = (box[:2] - start) / step, (box[2:] - start) / step
        begin, end = np.fmin(*edges).max(axis=1), np.fmax(*edges).min(axis=1)
        shares = np.minimum(end, 1.0) - np.maximum(begin, 0.0)
        return float(np.nansum(np.maximum(shares, 0.0) * np.hypot(*step.T)))


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
