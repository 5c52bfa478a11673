"""The residual plot, under the fit plot: the distance from each galaxy to the shown line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from hubble_widget.data.base_dataset import are_many
from hubble_widget.data.labels import in_brackets
from hubble_widget.figure.artists.arrowheads import Arrowheads
from hubble_widget.figure.artists.note import show_label
from hubble_widget.figure.artists.rows import CROWD, thinned
from hubble_widget.figure.artists.start_line import TOO_STEEP
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.axis_limits import StableLimits, around_zero, format_numbers
from hubble_widget.messages import message

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset, Rows
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.polynomial_fit import PolynomialFit

_ROOM = 1.2  # the limits hold this many times the largest residual of the exact fit; arrowheads point beyond them


class ResidualPlot:
    """Residuals against distance, moving with the line; it shares the distance axis of the fit plot.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        While they are invisible, nothing is computed for them.
    painted : dict of Artist
        The artists that change with the state or the mouse, by their ids in the scene; the page paints them.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._shown: tuple[BaseDataset, PolynomialFit] | None = None
        self._zero = axes.axhline(0, lw=1.2, zorder=2)
        (self._dots,) = axes.plot([], [], "o", ms=4, zorder=3)
        (self._left_out,) = axes.plot([], [], "o", ms=4, mew=1, zorder=3)
        self._beyond = Arrowheads(axes, zorder=3)
        (self._ring,) = axes.plot([], [], "o", ms=11, mew=1.6, mfc="none", zorder=4, visible=False)
        self.painted: dict[str, Artist] = {
            "residual_points": self._dots,
            "residual_left_out": self._left_out,
            "residual_beyond": self._beyond,
            "residual_ring": self._ring,
        }
        self.limits = StableLimits(axes)
        self._galaxies: tuple[NDArray[np.float64], ...] = (np.empty(0),) * 4
        self._state = (0.0, 0.0)
        self._whole: Rows | None = None  # None where galaxies have no dots of their own
        self._hovered: str | None = None
        self.visible = False
        self.format_axes()

    def format_axes(self) -> None:
        """Set ticks and data of axes that are new, were cleared, or have a new scale."""
        axis = self.axes.yaxis
        format_numbers(axis)
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

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._zero.set_color(palette.learned)
        self._dots.set_color(palette.galaxy)
        self._left_out.set(markerfacecolor=palette.background, markeredgecolor=palette.muted)
        self._beyond.set_color(palette.galaxy)
        self._ring.set_markeredgecolor(palette.text)

    def show_data(self, data: BaseDataset, exact_fit: PolynomialFit) -> None:
        """Set the galaxies; above `CROWD`, only each n-th has a dot."""
        rows, whole = data.sample, data.whole.sample
        self._shown = data, exact_fit
        show_label(self.axes.yaxis, in_brackets(message("Residual"), data.labels.y_unit))
        some = thinned(len(rows))
        is_out = np.isin(whole.names, data.excluded) if data.excluded and not are_many(data.whole) else slice(0)
        self._galaxies = (
            rows.distance[some],
            rows.velocity[some],
            whole.distance[is_out],
            whole.velocity[is_out],
        )
        self._whole = whole if len(data.whole) <= CROWD else None
        exact = whole.velocity - exact_fit.predict(whole.distance)
        self.limits.set_data_range(whole.distance, exact)
        self.limits.set(None, around_zero(exact, _ROOM))
        self.show_line(*self._state)

    def show_line(self, slope: float, intercept: float) -> None:
        """Show the residuals from this line."""
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
        """Highlight one galaxy with a ring; None highlights none."""
        self._hovered = name
        whole = self._whole
        is_there = self.visible and whole is not None and name is not None and name in whole.names
        show(self._ring, is_there)
        if is_there and whole is not None and name is not None:
            at = [whole.names.index(name)]
            self._ring.set_data(whole.distance[at], self._residuals(whole.distance[at], whole.velocity[at]))
