"""Arrowheads at the edge of a plot, for points outside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.visibility import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

_SIZE = 5.0  # points

ROOM = 1.5 * _SIZE
"""Points from the edge within which an arrowhead lies."""


class _AtEdge(Line2D):
    """Arrowheads in pixels, at the edge of axes."""

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        super().__init__([], [], linestyle="none", marker="^", markersize=_SIZE)
        self.set_zorder(zorder)
        self._host = axes
        self.set_transform(IdentityTransform())
        axes.add_line(self)


class Arrowheads(_AtEdge):
    """Arrowheads at the upper and lower edge of a plot, for its points above and below the axes.

    Each drawing computes their positions, so that they follow the zoom.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    zorder : float
    inset : float
        Free space at the upper edge, in points (1/72 inch).

    Attributes
    ----------
    above, below : ndarray, shape (n,)
        x of the arrowheads that were drawn last, in pixels.
    """

    def __init__(self, axes: Axes, *, zorder: float, inset: float = 0.0) -> None:
        super().__init__(axes, zorder=zorder)
        self._points = (np.empty(0), np.empty(0))
        self.above = self.below = np.empty(0)
        self._inset = inset

    def show(self, x: NDArray[np.float64], y: NDArray[np.float64], *, visible: bool = True) -> None:
        """Set the points, in units of the data; x and y have shape (n,)."""
        self._points = x, y
        show(self, visible)

    def draw(self, renderer: RendererBase) -> None:
        """Find the points outside the axes, then draw."""
        x, y = self._points
        low, high = sorted(self._host.get_ylim())
        box, point = self._host.bbox, self._host.figure.dpi / 72
        self.above = self._draw_at(box.y1 - (self._inset + 0.75 * _SIZE) * point, x[y > high], "^", renderer)
        self.below = self._draw_at(box.y0 + 0.75 * _SIZE * point, x[y < low], "v", renderer)
        self.set_marker("^")  # the scene describes it by this marker

    def _draw_at(
        self, height: float, x: NDArray[np.float64], marker: str, renderer: RendererBase
    ) -> NDArray[np.float64]:
        """Draw arrowheads at one edge; return their x in pixels."""
        if not (self.get_visible() and x.size):  # nearly always
            return np.empty(0)
        across: NDArray[np.float64] = self._host.transData.transform(
            np.column_stack([x, np.full(x.shape, self._host.get_ylim()[0])])
        )[:, 0]
        self.set_marker(marker)
        self.set_data(across, np.full(across.shape, height))
        super().draw(renderer)
        return across


class EdgeArrowhead(_AtEdge):
    """An arrowhead at the edge of a plot, for one point outside it, on any side.

    Each drawing computes its position, so that it follows the zoom.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    zorder : float

    Attributes
    ----------
    head : str
        The marker that was drawn last: "<", ">", "^" or "v"; empty if the point was inside.
    """

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        super().__init__(axes, zorder=zorder)
        self.head = ""
        self._point = math.nan, math.nan

    def show(self, x: float, y: float, *, visible: bool) -> None:
        """Set the point, in units of the data; nan shows none."""
        self._point = x, y
        show(self, visible)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the arrowhead if the point is outside the axes."""
        (x, y), axes = self._point, self._host
        (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
        self.head = "<" if x < left else ">" if x > right else "v" if y < low else "^" if y > high else ""
        if not (self.head and self.get_visible()):
            return
        inside = min(max(x, left), right), min(max(y, low), high)
        box, inset = axes.bbox, 0.75 * _SIZE * axes.figure.dpi / 72
        across, up = axes.transData.transform(inside)
        self.set_data(
            [min(max(across, box.x0 + inset), box.x1 - inset)], [min(max(up, box.y0 + inset), box.y1 - inset)]
        )
        self.set_marker(self.head)
        super().draw(renderer)
        self.set_marker("^")  # the scene describes it by this marker
