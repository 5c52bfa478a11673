"""Where galaxies are, and how many in each small part of the plot: the picture of more than can be drawn one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from hubble_widget.regression.columns import BLOCK, FloatArray

DISTANCE_BINS, VELOCITY_BINS = 256, 192
"""About one for each pixel of the page that the fit plot has, and some of them for each of its grid's squares."""


class Extent(NamedTuple):
    """The least and the greatest value of each column.

    Attributes
    ----------
    distance : tuple of float
        In Mpc; the second is above the first.
    velocity : tuple of float
        In km/s; equal where all velocities are.
    """

    distance: tuple[float, float]
    velocity: tuple[float, float]

    @classmethod
    def of_columns(cls, distance: FloatArray, velocity: FloatArray) -> Self:
        """Return that of two columns, shape (n,) each."""
        return cls(*((float(column.min()), float(column.max())) for column in (distance, velocity)))


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Numbers of galaxies in equal rectangles that together are the extent of all.

    Attributes
    ----------
    counts : numpy.ndarray
        Whole numbers, shape (VELOCITY_BINS, DISTANCE_BINS), the least velocities and distances first. A galaxy is in
        bin ``floor((value - low) / (high - low) * bins)``, that with the greatest value in the last one; where all
        velocities are equal they are in the first.
    extent : Extent
        Of all galaxies, from the first edges to the last.
    """

    counts: NDArray[np.int64]
    extent: Extent

    @classmethod
    def of_columns(cls, distance: FloatArray, velocity: FloatArray, extent: Extent) -> Self:
        """Count galaxies, shape (n,) each, in the extent of these or more."""
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
    shares = values - low
    shares *= bins / (high - low)
    return np.minimum(shares.astype(np.intp), bins - 1)
