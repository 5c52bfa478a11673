"""Which galaxy is under the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.regression.dataset import Dataset


class Nearest:
    """Finds galaxies by their place in a plot against distance: at once, for they are sorted once."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._by_distance = np.argsort(data.distance)
        self._sorted_distance = data.distance[self._by_distance]

    def name_at(self, axes: Axes, heights: NDArray[np.float64], x: float, y: float, reach: float) -> str | None:
        """Return the name of the galaxy within reach of a place that is nearest to it, all in pixels.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
        heights : numpy.ndarray
            What each galaxy has on the other axis of the plot, shape (n,).
        x, y, reach : float
        """
        first, last = sorted(axes.transData.inverted().transform([(x - reach, y), (x + reach, y)])[:, 0])
        near = self._by_distance[slice(*np.searchsorted(self._sorted_distance, (first, last)))]
        if not near.size:
            return None
        found = np.column_stack([self._data.distance[near], heights[near]])
        away = np.hypot(*(axes.transData.transform(found) - (x, y)).T)
        nearest = int(np.argmin(away))
        return self._data.names[near[nearest]] if away[nearest] <= reach else None
