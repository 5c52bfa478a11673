"""The residual plot: what separates each galaxy from the shown line, under the fit plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from hubble_widget.display.fit_plot import CROWD
from hubble_widget.display.guess import TOO_STEEP
from hubble_widget.display.note import show_label
from hubble_widget.display.scales import KeptLimits, around_zero
from hubble_widget.regression.galaxies import are_many
from hubble_widget.regression.labels import in_brackets

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.display.palette import Palette
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit

_ROOM = 1.5  # the limits hold this many times the largest residual of the exact fit


class ResidualPlot:
    """Residuals against distance, moving with the line; it shares the distance axis of the fit plot.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        Visible or not; as long as it is not, nothing is computed for it.
    moving : tuple of Artist
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        axes.ticklabel_format(axis="y", scilimits=(-3, 5))
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], symmetric=True))
        self._zero = axes.axhline(0, lw=1.2, zorder=2)
        (self._dots,) = axes.plot([], [], "o", ms=4, zorder=3)
        (self._left_out,) = axes.plot([], [], "o", ms=4, mew=1, zorder=3)
        self.moving: tuple[Artist, ...] = (self._dots, self._left_out)
        self._limits = KeptLimits(axes)
        self._galaxies: tuple[NDArray[np.float64], ...] = (np.empty(0),) * 4
        self._state = (0.0, 0.0)
        self.visible = False

    @property
    def visible(self) -> bool:
        """Whether the plot is shown."""
        return bool(self.axes.get_visible())

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.axes.set_visible(visible)
        self.show_line(*self._state)

    def recolour(self, palette: Palette) -> None:
        """Paint everything in the colours of one theme."""
        self._zero.set_color(palette.learned)
        self._dots.set_color(palette.galaxy)
        self._left_out.set(markerfacecolor=palette.background, markeredgecolor=palette.muted)

    def show_data(self, data: Galaxies, best_fit: LineFit) -> None:
        """Take on the galaxies; with a crowd of them, evenly thinned out."""
        rows, whole = data.sample, data.whole.sample
        show_label(self.axes.yaxis, in_brackets("Residual", data.labels.y_unit))
        thinned = slice(None, None, -(-len(rows) // CROWD))
        is_out = np.isin(whole.names, data.left_out) if data.left_out and not are_many(data.whole) else slice(0)
        self._galaxies = (
            rows.distance[thinned],
            rows.velocity[thinned],
            whole.distance[is_out],
            whole.velocity[is_out],
        )
        self._limits.set(None, around_zero(whole.velocity - best_fit.predict(whole.distance), _ROOM))
        self.show_line(*self._state)

    def show_line(self, slope: float, intercept: float) -> None:
        """Show the residuals to this line."""
        self._state = slope, intercept
        distance, velocity, distance_out, velocity_out = self._galaxies
        for dots, x, y in ((self._dots, distance, velocity), (self._left_out, distance_out, velocity_out)):
            residuals = y - (slope * x + intercept)
            dots.set_visible(self.visible and bool(np.all(np.abs(residuals) < TOO_STEEP)))
            if self.visible:
                dots.set_data(x, residuals)
