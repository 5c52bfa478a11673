"""Large data sets in a smaller form: counts on a regular grid, and an even sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from hubble_widget.data.columns import BLOCK, FloatArray

DISTANCE_BINS, VELOCITY_BINS = 256, 192
"""About one bin for each pixel of the fit plot, and several for each square of its grid."""


class Extent(NamedTuple):
    """The smallest and the largest value of each column.

    Attributes
    ----------
    distance : tuple of float
        In Mpc; the second is larger than the first.
    velocity : tuple of float
        In km/s; both are equal if all velocities are.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> hw.load_dataset("key_project").extent
    Extent(distance=(2.0, 21.98), velocity=(80.0, 1794.0))
    """

    distance: tuple[float, float]
    velocity: tuple[float, float]

    @classmethod
    def of_columns(cls, distance: FloatArray, velocity: FloatArray) -> Self:
        """Return the extent of two columns, shape (n,) each."""
        return cls(*((float(column.min()), float(column.max())) for column in (distance, velocity)))


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Number of galaxies in each cell of a regular grid over their extent.

    Attributes
    ----------
    counts : numpy.ndarray
        int64, shape (VELOCITY_BINS, DISTANCE_BINS), in ascending order of velocity and distance. A galaxy is in bin
        ``floor((value - low) / (high - low) * bins)``; the largest value is in the last bin. If all velocities are
        equal, they are in the first bin.
    extent : Extent
        The first and the last edges of the grid.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> density = hw.load_dataset("key_project").density
    >>> density.counts.shape, int(density.counts.sum())
    ((192, 256), 24)
    """

    counts: NDArray[np.int64]
    extent: Extent

    @classmethod
    def of_columns(cls, distance: FloatArray, velocity: FloatArray, extent: Extent) -> Self:
        """Count galaxies on a grid over `extent`, which must contain them; both columns have shape (n,)."""
        counts = np.zeros(VELOCITY_BINS * DISTANCE_BINS, dtype=np.int64)
        for first in range(0, distance.size, BLOCK):
            block = slice(first, first + BLOCK)
            place = _bins(velocity[block], extent.velocity, VELOCITY_BINS) * DISTANCE_BINS
            place += _bins(distance[block], extent.distance, DISTANCE_BINS)
            counts += np.bincount(place, minlength=counts.size)
        counts.flags.writeable = False
        return cls(counts.reshape(VELOCITY_BINS, DISTANCE_BINS), extent)


def _bins(values: FloatArray, limits: tuple[float, float], bins: int) -> NDArray[np.intp]:
    low, high = limits
    if low == high:
        return np.zeros(values.size, dtype=np.intp)
    positions = values - low
    positions *= bins / (high - low)
    return np.minimum(positions.astype(np.intp), bins - 1)


def spread_evenly(distance: FloatArray, count: int) -> NDArray[np.int64]:
    """Return the positions of `count` rows, in ascending order.

    One row is drawn at random from each of `count` equal parts. So a sorted table is sampled evenly, and a periodic
    table is not sampled at its period. The random numbers are the same each time.

    Parameters
    ----------
    distance : numpy.ndarray
        Shape (n,), n above `count`, not all equal. The selected distances are not all equal either.
    count : int
        At least 2.
    """
    edges = np.linspace(0, distance.size, count + 1).astype(np.int64)
    rows = np.random.default_rng(1929).integers(edges[:-1], edges[1:])
    if np.all(distance[rows] == distance[rows[0]]):
        rows[[0, -1]] = sorted((int(np.argmin(distance)), int(np.argmax(distance))))
    return rows
