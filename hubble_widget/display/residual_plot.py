"""The residual plot: what separates each galaxy from the shown line, under the fit plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from hubble_widget.canvas.rows import CROWD, thinned
from hubble_widget.canvas.visibility import show
from hubble_widget.display.beyond import Beyond
from hubble_widget.display.guess import TOO_STEEP
from hubble_widget.display.note import show_label
from hubble_widget.display.scales import KeptLimits, Limits, around_zero
from hubble_widget.regression.galaxies import are_many
from hubble_widget.regression.labels import in_brackets

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.display.palette import Palette
    from hubble_widget.regression.dataset import Dataset
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit

_ROOM = 1.5  # the limits hold this many times the largest residual of the exact fit
_SEEN = 3  # they are at most this many times larger still


class ResidualPlot:
    """Residuals against distance, moving with the line; it shares the distance axis of the fit plot.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        Visible or not; as long as it is not, nothing is computed for it.
    painted : dict of Artist
        What changes with every state and with the mouse, and the page paints, by its id in the scene.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._shown: tuple[Galaxies, LineFit] | None = None
        self._zero = axes.axhline(0, lw=1.2, zorder=2)
        (self._dots,) = axes.plot([], [], "o", ms=4, zorder=3)
        (self._left_out,) = axes.plot([], [], "o", ms=4, mew=1, zorder=3)
        self._beyond = Beyond(axes, zorder=3)
        (self._ring,) = axes.plot([], [], "o", ms=11, mew=1.6, mfc="none", zorder=4, visible=False)
        self.painted: dict[str, Artist] = {
            "residual_points": self._dots,
            "residual_left_out": self._left_out,
            "residual_beyond": self._beyond,
            "residual_ring": self._ring,
        }
        self.limits = KeptLimits(axes)
        self._galaxies: tuple[NDArray[np.float64], ...] = (np.empty(0),) * 4
        self._state = (0.0, 0.0)
        self._whole: Dataset | None = None  # where each galaxy has a dot of its own
        self._hovered: str | None = None
        self.visible = False
        self.dress()

    def dress(self) -> None:
        """Give the axes their ticks and what is shown; they are new, cleared, or have another scale."""
        axis = self.axes.yaxis
        if isinstance(formatter := axis.get_major_formatter(), ScalarFormatter):
            formatter.set_powerlimits((-3, 5))
        if axis.get_scale() == "linear":
            axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], symmetric=True))
        if self._shown is not None:
            self.show_data(*self._shown)

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
        self._beyond.set_color(palette.galaxy)
        self._ring.set_markeredgecolor(palette.text)

    def show_data(self, data: Galaxies, best_fit: LineFit) -> None:
        """Take on the galaxies; with a crowd of them, evenly thinned out."""
        rows, whole = data.sample, data.whole.sample
        self._shown = data, best_fit
        show_label(self.axes.yaxis, in_brackets("Residual", data.labels.y_unit))
        some = thinned(len(rows))
        is_out = np.isin(whole.names, data.left_out) if data.left_out and not are_many(data.whole) else slice(0)
        self._galaxies = (
            rows.distance[some],
            rows.velocity[some],
            whole.distance[is_out],
            whole.velocity[is_out],
        )
        self._whole = whole if len(data.whole) <= CROWD else None
        exact = whole.velocity - best_fit.predict(whole.distance)
        self.limits.hold(whole.distance, exact)
        self.limits.set(None, _limits(whole.velocity, exact))
        self.show_line(*self._state)

    def show_line(self, slope: float, intercept: float) -> None:
        """Show the residuals to this line."""
        self._state = slope, intercept
        distance, velocity, distance_out, velocity_out = self._galaxies
        for dots, x, y in ((self._dots, distance, velocity), (self._left_out, distance_out, velocity_out)):
            residuals = self._residuals(x, y)
            show(dots, self.visible and bool(np.all(np.abs(residuals) < TOO_STEEP)))
            if self.visible:
                dots.set_data(x, residuals)
        x = np.concatenate([distance, distance_out])
        y = np.concatenate([velocity, velocity_out])
        self._beyond.show(x, self._residuals(x, y), visible=self.visible)
        self.hover_galaxy(self._hovered)

    def _residuals(self, distance: NDArray[np.float64], velocity: NDArray[np.float64]) -> NDArray[np.float64]:
        slope, intercept = self._state
        with np.errstate(over="ignore", invalid="ignore"):  # as in the fit plot
            return velocity - (slope * distance + intercept)

    def hover_galaxy(self, name: str | None) -> None:
        """Point out one galaxy by a ring; None points out none."""
        self._hovered = name
        whole = self._whole
        is_there = self.visible and whole is not None and name is not None and name in whole.names
        show(self._ring, is_there)
        if is_there and whole is not None and name is not None:
            at = [whole.names.index(name)]
            self._ring.set_data(whole.distance[at], self._residuals(whole.distance[at], whole.velocity[at]))


def _limits(flat: NDArray[np.float64], exact: NDArray[np.float64]) -> Limits:
    """Return limits that hold the residuals of the exact fit with room to spare, and those of a flat line at 0 too.

    The latter only where the former stay large enough to be seen.
    """
    room = _ROOM * np.abs(exact)
    most = _SEEN * float(room.max(initial=0.0))
    return around_zero(np.concatenate([room, np.clip(1.02 * flat, -most, most)]), 1.0)
