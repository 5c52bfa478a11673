"""A few words in a corner of a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubble_widget.figure.artists.wrapping import wrapped
from hubble_widget.figure.sizes import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hubble_widget.figure.palette import Palette

_WIDTH, _WIDE = 0.55, 0.95  # of the axes
_HIGHEST = 0.5  # share of the axes that is kept free for words
_INSET = 0.015, 0.025  # fractions of the axes


class CornerText:
    """Literal text on a translucent box, wrapped to about half the width of the axes, or to all of it."""

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        self._axes = axes
        self.text = axes.text(
            0, 0, "", transform=axes.transAxes, size=SMALL, zorder=zorder, parse_math=False, usetex=False
        )
        self.text.set_bbox({"boxstyle": "round,pad=0.3", "alpha": 0.85, "edgecolor": "none"})
        self._shown: tuple[list[str], tuple[int, int]] = [], (0, 0)

    def recolor(self, palette: Palette) -> None:
        """Paint the text, and the box in the background's color."""
        self.text.set_color(palette.text)
        self.text.set_backgroundcolor(palette.background)

    def wrapped(self, text: str, width: float = _WIDTH) -> tuple[list[str], tuple[float, float]]:
        """Return the lines of a text of this width, and width and height, all as fractions of those of the axes."""
        box, point = self._axes.bbox, self._axes.figure.dpi / 72
        lines = wrapped(text, width * box.width / point, SMALL, max_lines=8)
        return lines, (width, (1.4 * SMALL * len(lines) + 6) * point / box.height)

    def across(self, text: str) -> tuple[list[str], float]:
        """Return the lines of a text as wide as the axes, and the share of the axes' height to keep free for it."""
        lines, (_width, height) = self.wrapped(text, _WIDE)
        return lines, min(height, _HIGHEST)

    def show(self, lines: list[str], corner: tuple[int, int]) -> None:
        """Show lines in a corner, given as (right, upper), each 0 or 1."""
        if (lines, corner) == self._shown:  # otherwise the figure would be redrawn for nothing
            return
        self._shown = lines, corner
        x, y = (abs(end - inset) for end, inset in zip(corner, _INSET, strict=True))
        right, upper = corner
        alignment = {"ha": "right" if right else "left", "va": "top" if upper else "bottom"}
        self.text.set(text="\n".join(lines), x=x, y=y, **alignment)
