"""Errors of measurement as bars through the galaxies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from hubble_widget.figure.artists.visibility import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import Rows
    from hubble_widget.figure.axis_limits import Limits
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.fit_with_errors import FitWithErrors

_MOST = 0.25
"""By this share of its span an axis is made longer for bars, at most; a longer bar ends at the edge."""


class ErrorBars:
    """Bars of one standard error to either side, where errors are known, and the line through both kinds of errors.

    They stay, so that the picture has them.
    """

    def __init__(self, axes: Axes) -> None:
        self._bars = LineCollection([], linewidths=1.0, zorder=2.9)
        axes.add_collection(self._bars, autolim=False)
        (self._line,) = axes.plot([], [], ":", lw=1.4, zorder=2.8, visible=False)
        self._ends: NDArray[np.float64] = np.empty((0, 2, 2))

    def show(self, galaxies: Rows | None) -> None:
        """Show the errors of galaxies, or (None) of none."""
        ends = np.empty((0, 2, 2)) if galaxies is None else _bars(galaxies)
        if not np.array_equal(ends, self._ends):  # otherwise the figure would be redrawn for nothing
            self._ends = ends
            self._bars.set_segments(list(ends))

    def show_line(self, fit: FitWithErrors | None, distance: NDArray[np.float64]) -> None:
        """Show the line with errors on both axes at these distances, or (None) none."""
        show(self._line, fit is not None)
        if fit is not None:
            self._line.set_data(distance, fit.slope * distance + fit.intercept)

    def recolor(self, palette: Palette) -> None:
        """Paint them in the galaxies' color of a theme, translucent, so that they stay behind the galaxies."""
        self._bars.set_color((palette.galaxy, 0.4))
        self._line.set_color(palette.muted)


def _bars(galaxies: Rows) -> NDArray[np.float64]:
    """Return the ends of all bars, shape (bars, 2, 2): those of the distances, then those of the velocities."""
    places = np.column_stack([galaxies.distance, galaxies.velocity])
    found = [np.empty((0, 2, 2))]
    for direction, errors in ((0, galaxies.distance_error), (1, galaxies.velocity_error)):
        if errors is not None:
            reach = np.zeros_like(places)
            reach[:, direction] = errors
            found.append(np.stack([places - reach, places + reach], axis=1))
    return np.concatenate(found)


def including_bars(limits: Limits, values: NDArray[np.float64], errors: NDArray[np.float64] | None) -> Limits:
    """Return the limits of an axis that also hold the bars of its values, unless these are far too long."""
    if errors is None:
        return limits
    low, high = limits
    most = _MOST * (high - low)
    return max(min(low, float((values - errors).min())), low - most), min(
        max(high, float((values + errors).max())), high + most
    )
