"""Contours of the loss in whatever part of the plane is shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from contourpy import LineType, contour_generator  # matplotlib needs it for its own contours
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from hubble_widget.fit.loss_surface import Ellipses, LossSurface

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    from hubble_widget.figure.axis_limits import Limits

_PER_DECADE = 3
_LEVELS = 11
_FINE, _COARSE = 120, 40
"""Points of the grid along each axis, for few and for many galaxies."""
_FEW = 1000
_ALPHA = 0.35, 0.95  # of the outermost and the innermost contour


class Contours(LineCollection):
    """Lines of equal loss. How far each is above the smallest loss grows from line to line by the same factor.

    Each drawing computes them for the present limits, so that they follow the zoom.
    """

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        super().__init__([], linewidths=0.9, zorder=zorder)
        self._host, self._color = axes, "black"
        self._surface: LossSurface | None = None
        self._drawn: tuple[object, ...] = ()
        axes.add_collection(self, autolim=False)

    def recolor(self, color: str) -> None:
        """Paint the contours in this color, the outer ones paler."""
        self._color, self._drawn = color, ()
        self.stale = True

    def show(self, surface: LossSurface | None) -> None:
        """Set the surface; None shows no contours."""
        if surface is not self._surface:
            self._surface = surface
            self.stale = True

    def draw(self, renderer: RendererBase) -> None:
        """Compute the contours if surface or limits are new, then draw."""
        wanted = self._surface, self._host.get_xlim(), self._host.get_ylim()
        if wanted != self._drawn:
            self._drawn = wanted
            levels = [] if self._surface is None else contours(*wanted)  # type: ignore[arg-type]  # just tested
            self.set_segments([line for lines in levels for line in lines])
            shades = np.repeat(np.linspace(*_ALPHA, num=len(levels)), [len(lines) for lines in levels])
            self.set_color([to_rgba(self._color, shade) for shade in shades])
        if len(self.get_segments()):
            super().draw(renderer)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        own: Any = super()
        return {**own.__getstate__(), "_surface": None, "_drawn": (None, self._host.get_xlim(), self._host.get_ylim())}


def contours(surface: LossSurface, x_limits: Limits, y_limits: Limits) -> list[list[NDArray[np.float64]]]:
    """Return the lines of each contour between these limits, the outermost first; a line has shape (points, 2)."""
    bowl = surface.bowl
    if bowl is None:
        return _traced(surface, x_limits, y_limits)
    ellipses = Ellipses(bowl, surface.least_squares)
    corners = [ellipses.excess(x, y) for x in x_limits for y in y_limits]  # the loss is convex: largest at a corner
    return [[ellipses.contour(excess)] for excess in _levels(max(corners))]


def _traced(surface: LossSurface, x_limits: Limits, y_limits: Limits) -> list[list[NDArray[np.float64]]]:
    """Return the same for a loss without closed form, from its values on a grid."""
    count = _FINE if len(surface.data.sample) <= _FEW else _COARSE
    weights, biases = (np.linspace(min(each), max(each), count) for each in (x_limits, y_limits))
    losses = surface.losses(weights, biases)
    lowest = float(losses.min())
    tracer = contour_generator(weights, biases, losses, line_type=LineType.Separate)
    lines = [tracer.lines(lowest + excess) for excess in _levels(float(losses.max()) - lowest)]
    return [[np.asarray(line) for line in each] for each in lines if each]


def _levels(largest: float) -> list[float]:
    """Return evenly spaced powers of ten up to the largest excess; the same ones at each zoom."""
    if not (math.isfinite(largest) and largest > 0):
        return []
    last = math.floor(_PER_DECADE * math.log10(largest))
    return [10 ** (power / _PER_DECADE) for power in range(last, last - _LEVELS, -1)]
