"""All that a straight line and its descent depend on."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from hubble_widget.regression.columns import FEWEST_GALAXIES, FloatArray
from hubble_widget.regression.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Six numbers, and the two scales that the descent divides by.

    With x = distance and v = velocity, ss is a sum of squares of deviations from the mean:

    Attributes
    ----------
    n : int
        Number of galaxies.
    distance_mean, velocity_mean : float
        In Mpc and km/s.
    distance_ss : float
        Σ (x - mean x)², in Mpc²; above 0.
    velocity_ss : float
        Σ (v - mean v)², in (km/s)².
    cross_ss : float
        Σ (x - mean x)(v - mean v), in Mpc km/s.
    distance_scale, velocity_scale : float
        The largest magnitudes, in Mpc and km/s; 1.0 where all are 0.

    Raises
    ------
    ValueError
        If there are fewer than 2 galaxies, or `distance_ss` is not above 0.
    """

    n: int
    distance_mean: float
    velocity_mean: float
    distance_ss: float
    velocity_ss: float
    cross_ss: float
    distance_scale: float
    velocity_scale: float

    def __post_init__(self) -> None:
        """Refuse what determines no line."""
        if self.n < FEWEST_GALAXIES or not self.distance_ss > 0:
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} galaxies at different distances, "
                f"got n = {self.n} and distance_ss = {self.distance_ss} Mpc²."
            )

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Return the moments of a data set.

        Parameters
        ----------
        data : Dataset
            n galaxies.
        """
        distance_mean, distance = _centred(data.distance)
        velocity_mean, velocity = _centred(data.velocity)
        return cls(
            n=len(data),
            distance_mean=distance_mean,
            velocity_mean=velocity_mean,
            distance_ss=float(distance @ distance),
            velocity_ss=float(velocity @ velocity),
            cross_ss=float(distance @ velocity),
            distance_scale=_scale(data.distance),
            velocity_scale=_scale(data.velocity),
        )

    @property
    def slope(self) -> float:
        """Slope of the least-squares line, in km/s/Mpc."""
        return self.cross_ss / self.distance_ss

    @property
    def intercept(self) -> float:
        """Intercept of the least-squares line, in km/s."""
        return self.velocity_mean - self.slope * self.distance_mean

    @property
    def r(self) -> float:
        """Pearson's correlation of distance and velocity; nan where all velocities are equal."""
        if self.velocity_ss == 0:
            return math.nan
        r = self.cross_ss / math.sqrt(self.distance_ss * self.velocity_ss)
        return max(-1.0, min(1.0, r))

    @property
    def residual_ss(self) -> float:
        """Sum of squared residuals of the least-squares line, in (km/s)²."""
        if self.velocity_ss == 0:
            return 0.0
        return self.velocity_ss * (1 - self.r) * (1 + self.r)

    @property
    def slope_scale(self) -> float:
        """What a slope of 1 is in scaled data (each column / its scale), in km/s/Mpc."""
        return self.velocity_scale / self.distance_scale


def _centred(column: FloatArray) -> tuple[float, FloatArray]:
    # Counting from the first value is exact where all values are close together, as in 1e9 + small,
    # and gives exact zeros where all are equal; counting from a rounded mean gives neither.
    offset = column - column[0]
    mean = offset.mean()
    return float(column[0] + mean), offset - mean


def _scale(column: FloatArray) -> float:
    return float(np.abs(column).max()) or 1.0
