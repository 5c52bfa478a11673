"""All that a straight line and its descent depend on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from hubble_widget.regression.columns import BLOCK, FEWEST_GALAXIES, FloatArray
from hubble_widget.regression.density import Extent
from hubble_widget.regression.labels import HUBBLE, Labels

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies

_ROUNDING = 2.0**-49
"""Residuals that are no larger, as shares of the largest velocity, are the rounding of velocities on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Seven numbers, and the two scales that the descent divides by.

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
    residual_ss : float
        Sum of squared residuals of the least-squares line, in (km/s)². It follows from the others where it is left out,
        but where next to nothing is left, all its digits are lost in that difference.
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
    residual_ss: float = math.nan
    labels: Labels = HUBBLE

    def __post_init__(self) -> None:
        """Refuse what determines no line, and add what follows from the rest."""
        if self.n < FEWEST_GALAXIES or not self.distance_ss > 0:
            square = self.labels.x_unit and f" {self.labels.x_unit}²"
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} {self.labels.rows} at different {self.labels.x_values}, "
                f"got n = {self.n} and distance_ss = {self.distance_ss}{square}."
            )
        left = self._unexplained * self.velocity_ss if math.isnan(self.residual_ss) else self.residual_ss
        object.__setattr__(self, "residual_ss", self.beyond_rounding(left))

    def beyond_rounding(self, residual_ss: float) -> float:
        """Return a sum of squared residuals, in (km/s)²; 0 where it is what rounding leaves on a line or a curve."""
        return residual_ss if residual_ss > self.n * (_ROUNDING * self.velocity_scale) ** 2 else 0.0

    @staticmethod
    def of(data: Galaxies) -> Moments:
        """Return the moments of galaxies, which know them.

        Parameters
        ----------
        data : Galaxies
            n galaxies, as a `Dataset`.
        """
        return data.moments

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
    def _unexplained(self) -> float:
        """The share of `velocity_ss` that the least-squares line leaves, as far as the difference of 1 and r² tells."""
        return (1 - self.r) * (1 + self.r) if self.velocity_ss else 0.0

    @property
    def is_nearly_a_line(self) -> bool:
        """Whether so little is left of `velocity_ss` that `residual_ss` must be summed up by itself."""
        return self._unexplained < 1e-4

    def stand_ins(self) -> tuple[FloatArray, FloatArray]:
        """Return four galaxies that have the mean squared error of all, for every line.

        It depends on the moments alone, and those of the four, divided by their number, are those of all: two lie on
        either side of the mean distance, one standard deviation away; of each two one lies above the least-squares line
        and one below, by the root mean square of its residuals.

        Returns
        -------
        tuple of numpy.ndarray
            Distances in Mpc and velocities in km/s, shape (4,) each.
        """
        away = math.sqrt(self.distance_ss / self.n) * np.array([-1.0, -1.0, 1.0, 1.0])
        residual = math.sqrt(self.residual_ss / self.n) * np.array([-1.0, 1.0, -1.0, 1.0])
        return self.distance_mean + away, self.velocity_mean + (self.slope * away + residual)

    @property
    def slope_scale(self) -> float:
        """What a slope of 1 is in scaled data (each column / its scale), in km/s/Mpc."""
        return self.velocity_scale / self.distance_scale


def summarized(distance: FloatArray, velocity: FloatArray, extent: Extent, labels: Labels = HUBBLE) -> Moments:
    """Return the moments of two columns, which are read once, or twice if they are nearly a line.

    Parameters
    ----------
    distance, velocity : numpy.ndarray
        float64, shape (n,), in Mpc and km/s.
    extent : Extent
        Their extremes.
    labels : Labels
        Theirs.

    Notes
    -----
    The corrected two-pass algorithm of Chan, Golub & LeVeque, American Statistician 37 (1983) 242, eq. 1.7, block by
    block. It loses digits only where the origin is many standard deviations away from the mean of all. The middle of
    the first block is not: as many values as a block has lie about it.
    """
    origin = _middle(distance[:BLOCK]), _middle(velocity[:BLOCK])
    starts = range(0, distance.size, BLOCK)
    blocks = np.empty((len(starts), len(_Block._fields)))
    scratch = np.ones((3, min(distance.size, BLOCK)))
    for row, first in enumerate(starts):
        part = slice(first, first + BLOCK)
        blocks[row] = _Block.of(distance[part], velocity[part], origin, scratch)
    n, x, v, distance_ss, velocity_ss, cross_ss = _merged(blocks).tolist()
    moments = Moments(
        n=int(n),
        distance_mean=origin[0] + x,
        velocity_mean=origin[1] + v,
        distance_ss=distance_ss,
        velocity_ss=velocity_ss,
        cross_ss=cross_ss,
        distance_scale=max(map(abs, extent.distance)) or 1.0,
        velocity_scale=max(map(abs, extent.velocity)) or 1.0,
        labels=labels,
    )
    if moments.is_nearly_a_line:
        middle = moments.distance_mean, moments.velocity_mean  # on the line: next to nothing cancels then
        left = _residual_ss(distance, velocity, middle, moments.slope)
        moments = replace(moments, residual_ss=min(left, moments.velocity_ss))
    return moments


def _middle(values: FloatArray) -> float:
    """Return the value that is nearest to the mean.

    Values that lie close together, as in 1e9 + small, differ from one of them by exact numbers, and by exact zeros
    where all are equal; from their rounded mean they do not.
    """
    return float(values[np.argmin(np.abs(values - values.mean()))])


class _Block(NamedTuple):
    """The first six of `Moments`, of a part of the data whose columns are counted from an origin."""

    n: int
    distance_mean: float
    velocity_mean: float
    distance_ss: float
    velocity_ss: float
    cross_ss: float

    @classmethod
    def of(cls, distance: FloatArray, velocity: FloatArray, origin: tuple[float, float], scratch: FloatArray) -> Self:
        """Sum up one block, in the processor's cache; `scratch`, of shape (3, n or more), ends in ones."""
        n = distance.size
        x = np.subtract(distance, origin[0], out=scratch[0, :n])
        v = np.subtract(velocity, origin[1], out=scratch[1, :n])
        ones = scratch[2, :n]
        x_sum, v_sum = float(x.dot(ones)), float(v.dot(ones))  # half as long as a sum; and so as `dot` beside `@`
        return cls(
            n,
            x_sum / n,
            v_sum / n,
            max(float(x.dot(x)) - x_sum * x_sum / n, 0.0),
            max(float(v.dot(v)) - v_sum * v_sum / n, 0.0),
            float(x.dot(v)) - x_sum * v_sum / n,
        )


def _merged(sums: FloatArray) -> FloatArray:
    """Return the first six of `Moments` of all parts: Chan, Golub & LeVeque, STAN-CS-79-773 (1979), eq. 2.1.

    In pairs of equal size, so that rounding errors grow with the logarithm of the number of parts.

    Parameters
    ----------
    sums : numpy.ndarray
        Those of each part, shape (parts, 6).
    """
    while len(sums) > 1:
        even = len(sums) // 2 * 2
        (n, x, v, *left), (other_n, other_x, other_v, *right) = sums[0:even:2].T, sums[1:even:2].T
        total = n + other_n
        x_step, v_step, share, weight = other_x - x, other_v - v, other_n / total, n / total * other_n
        between = (x_step * x_step * weight, v_step * v_step * weight, x_step * v_step * weight)
        within = (mine + others for mine, others in zip(left, right, strict=True))
        squares = (inner + outer for inner, outer in zip(within, between, strict=True))
        pairs = np.column_stack([total, x + x_step * share, v + v_step * share, *squares])
        sums = np.concatenate([pairs, sums[even:]])
    of_all: FloatArray = sums[0]
    return of_all


def _residual_ss(distance: FloatArray, velocity: FloatArray, origin: tuple[float, float], slope: float) -> float:
    """Return the sum of the squared residuals themselves, those of the least-squares line of this slope."""
    total, squares = 0.0, 0.0
    for first in range(0, distance.size, BLOCK):
        part = slice(first, first + BLOCK)
        residuals = (velocity[part] - origin[1]) - slope * (distance[part] - origin[0])
        total += float(residuals.sum())
        squares += float(residuals @ residuals)
    return max(squares - total * total / distance.size, 0.0)
