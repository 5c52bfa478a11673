"""All that a straight line and its descent depend on."""

import math
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple, Self

from hubble_widget.regression.columns import BLOCK, FEWEST_GALAXIES, FloatArray
from hubble_widget.regression.dataset import Dataset
from hubble_widget.regression.labels import HUBBLE, Labels


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
    labels : Labels
        Of the data, where these are not distances and velocities: then their units stand for Mpc and km/s.

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
    labels: Labels = HUBBLE

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
        # Counting from the first value is exact where all values are close together, as in 1e9 + small, and gives exact
        # zeros where all are equal; counting from a rounded mean gives neither.
        origin = float(data.distance[0]), float(data.velocity[0])
        blocks = (slice(first, first + BLOCK) for first in range(0, len(data), BLOCK))
        sums = [_Sums.of(data.distance[block] - origin[0], data.velocity[block] - origin[1]) for block in blocks]
        while len(sums) > 1:  # pairs of equal size, so that rounding errors grow with the logarithm of n
            sums = [left.merged(right) for left, right in zip_longest(sums[::2], sums[1::2])]
        (total,) = sums
        return cls(
            n=total.n,
            distance_mean=origin[0] + total.distance_mean,
            velocity_mean=origin[1] + total.velocity_mean,
            distance_ss=total.distance_ss,
            velocity_ss=total.velocity_ss,
            cross_ss=total.cross_ss,
            distance_scale=_scale(data.distance),
            velocity_scale=_scale(data.velocity),
            labels=data.labels,
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


class _Sums(NamedTuple):
    """The first six of `Moments`, of a part of the data; its columns are counted from any origin."""

    n: int
    distance_mean: float
    velocity_mean: float
    distance_ss: float
    velocity_ss: float
    cross_ss: float

    @classmethod
    def of(cls, distance: FloatArray, velocity: FloatArray) -> Self:
        distance_mean, velocity_mean = float(distance.mean()), float(velocity.mean())
        distance, velocity = distance - distance_mean, velocity - velocity_mean
        return cls(
            len(distance),
            distance_mean,
            velocity_mean,
            float(distance @ distance),
            float(velocity @ velocity),
            float(distance @ velocity),
        )

    def merged(self, other: Self | None) -> Self:
        """Return the sums of both parts: Chan, Golub & LeVeque, Technical Report STAN-CS-79-773 (1979), eq. 2.1."""
        if other is None:
            return self
        n = self.n + other.n
        share, weight = other.n / n, self.n / n * other.n
        distance = other.distance_mean - self.distance_mean
        velocity = other.velocity_mean - self.velocity_mean
        return self._replace(
            n=n,
            distance_mean=self.distance_mean + distance * share,
            velocity_mean=self.velocity_mean + velocity * share,
            distance_ss=self.distance_ss + other.distance_ss + distance * distance * weight,
            velocity_ss=self.velocity_ss + other.velocity_ss + velocity * velocity * weight,
            cross_ss=self.cross_ss + other.cross_ss + distance * velocity * weight,
        )


def _scale(column: FloatArray) -> float:
    return max(abs(float(column.max())), abs(float(column.min()))) or 1.0
