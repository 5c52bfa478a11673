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


class Beyond(Line2D):
    """Points of a plot, shown as arrowheads at its upper and lower edge as far as they lie beyond it.

    Where they are is found when they are drawn, wherever the plot is zoomed to.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    zorder : float
    inset : float
        Points (1/72 inch) that are kept free at the upper edge.

    Attributes
    ----------
    above, below : ndarray, shape (n,)
        How far to the right the arrowheads were drawn last, in pixels.
    """

    def __init__(self, axes: Axes, *, zorder: float, inset: float = 0.0) -> None:
        super().__init__([], [], linestyle="none", marker="^", markersize=_SIZE)
        self.set_zorder(zorder)
        self._points = (np.empty(0), np.empty(0))
        self.above = self.below = np.empty(0)
        self._host, self._inset = axes, inset
        self.set_transform(IdentityTransform())
        axes.add_line(self)

    def show(self, x: NDArray[np.float64], y: NDArray[np.float64], *, visible: bool = True) -> None:
        """Take on the points, arrays of one shape (n,), in the plot's own units."""
        self._points = x, y
        show(self, visible)

    def draw(self, renderer: RendererBase) -> None:
        """Find the points that lie beyond the edges, then draw."""
        x, y = self._points
        low, high = sorted(self._host.get_ylim())
        box, point = self._host.bbox, self._host.figure.dpi / 72
        self.above = self._draw_at(box.y1 - (self._inset + 0.75 * _SIZE) * point, x[y > high], "^", renderer)
        self.below = self._draw_at(box.y0 + 0.75 * _SIZE * point, x[y < low], "v", renderer)
        self.set_marker("^")  # by which the page knows it, whatever was drawn

    def _draw_at(
        self, height: float, x: NDArray[np.float64], marker: str, renderer: RendererBase
    ) -> NDArray[np.float64]:
        """Draw arrowheads at one edge; return where."""
        if not (self.get_visible() and x.size):  # as at almost every frame
            return np.empty(0)
        across: NDArray[np.float64] = self._host.transData.transform(
            np.column_stack([x, np.full(x.shape, self._host.get_ylim()[0])])
        )[:, 0]
        self.set_marker(marker)
        self.set_data(across, np.full(across.shape, height))
        super().draw(renderer)
        return across
