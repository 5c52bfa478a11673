"""Galaxies run back along d - v t, as if each had always had today's velocity."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.columns import FloatArray
from hubble_widget.fit.cosmology import age_of, ages_of, hubble_time

GYR_PER_MPC_S_KM = hubble_time(1.0)
"""A distance of 1 Mpc at 1 km/s takes so many billion years."""


@dataclass(frozen=True, slots=True, eq=False)
class RunBack:
    """When galaxies were closest together, if each had always had today's velocity.

    Parameters
    ----------
    data : BaseDataset
        Distances in Mpc and velocities in km/s.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> past = RunBack(hw.load_dataset("key_project").exclude("NGC 4639"))
    >>> print(f"closest together {past.closest:.2f} billion years ago")
    closest together 9.13 billion years ago
    """

    data: BaseDataset

    @property
    def closest(self) -> float | None:
        """The time, in Gyr, at which the standard deviation of d - v t is smallest; None where it grows into the past.

        It is Σ(d - mean d)(v - mean v) / Σ(v - mean v)²: 1/H of the regression of distance on velocity.
        """
        moments = self.data.moments
        return age_of(moments.velocity_ss / moments.cross_ss) if moments.cross_ss > 0 else None

    @property
    def variances(self) -> tuple[float, float, float]:
        """The variance of d, the covariance of d and v, and the variance of v; v in Mpc per Gyr."""
        moments, unit = self.data.moments, GYR_PER_MPC_S_KM
        sums = moments.distance_ss, moments.cross_ss / unit, moments.velocity_ss / unit**2
        return sums[0] / moments.n, sums[1] / moments.n, sums[2] / moments.n

    def spread(self, time: float) -> float:
        """Return the standard deviation of the distances, in Mpc, a time in Gyr ago."""
        distance, both, velocity = self.variances
        return math.sqrt(max(distance - 2 * time * both + time * time * velocity, 0.0))

    @property
    def meet(self) -> bool:
        """Whether all galaxies meet in one point: they lie on a line that rises."""
        return self.data.moments.residual_ss == 0 and self.closest is not None

    @property
    def times(self) -> FloatArray:
        """Distance / velocity of each galaxy in Gyr, sorted, without those that do not recede; of many, of a sample."""
        rows = self.data.sample
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            times = ages_of(rows.velocity / rows.distance, self.data.labels)
        return np.sort(times[np.isfinite(times)])

    @staticmethod
    def places(distance: FloatArray, velocity: FloatArray, time: float) -> FloatArray:
        """Return where galaxies were a time in Gyr ago, in Mpc."""
        return distance - velocity * (time / GYR_PER_MPC_S_KM)
