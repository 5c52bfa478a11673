"""Arrowheads at the edge of a plot, for points that lie beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from hubble_widget.canvas.visibility import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

_SIZE = 5.0  # points
_NOWHERE = np.empty(0)


class _Edge(Line2D):
    """The arrowheads at one edge; where they are is found when they are drawn, wherever the plot is zoomed to."""

    def __init__(self, axes: Axes, *, upper: bool, zorder: float, inset: float) -> None:
        super().__init__(_NOWHERE, _NOWHERE, linestyle="none", marker="^" if upper else "v", markersize=_SIZE)
        self.set_zorder(zorder)
        self.points: tuple[NDArray[np.float64], NDArray[np.float64]] = _NOWHERE, _NOWHERE
        self._host, self._is_upper, self._inset = axes, upper, inset
        self.set_transform(IdentityTransform())
        axes.add_line(self)

    def draw(self, renderer: RendererBase) -> None:
        """Find the points that lie beyond the edge, then draw."""
        if self.get_visible():
            x, y = self.points
            low, high = sorted(self._host.get_ylim())
            beyond = x[y > high] if self._is_upper else x[y < low]
            if not beyond.size and not np.size(self.get_xdata()):
                return  # as at almost every frame
            across = self._host.transData.transform(np.column_stack([beyond, np.full(beyond.shape, low)]))[:, 0]
            inset = (self._inset + 0.75 * _SIZE) * self._host.figure.dpi / 72
            height = self._host.bbox.y1 - inset if self._is_upper else self._host.bbox.y0 + inset
            self.set_data(across, np.full(across.shape, height))
        super().draw(renderer)


class Beyond:
    """Points of a plot, shown as arrowheads at its upper and lower edge as far as they lie beyond it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    zorder : float
    inset : float
        Points (1/72 inch) that are kept free at the upper edge.

    Attributes
    ----------
    moving : tuple of Artist
    """

    def __init__(self, axes: Axes, *, zorder: float, inset: float = 0.0) -> None:
        self.moving = (
            _Edge(axes, upper=True, zorder=zorder, inset=inset),
            _Edge(axes, upper=False, zorder=zorder, inset=0.0),
        )

    def show(self, x: NDArray[np.float64], y: NDArray[np.float64], *, visible: bool = True) -> None:
        """Take on the points, arrays of one shape (n,), in the plot's own units."""
        for edge in self.moving:
            edge.points = x, y
            show(edge, visible)

    def recolour(self, colour: str) -> None:
        """Paint them in the colour of what they stand for."""
        for edge in self.moving:
            edge.set_color(colour)
