"""The sums that determine a straight-line fit and its gradient descent."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np

from hubble_widget.data.binning import Extent
from hubble_widget.data.columns import BLOCK, MIN_GALAXIES, FloatArray
from hubble_widget.data.labels import HUBBLE, Labels

_ROUNDING = 2.0**-49
"""Residuals up to this fraction of the largest velocity count as rounding errors of velocities on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Seven numbers that summarize a data set, and the two scales of gradient descent.

    Let x be the distance and v the velocity. "ss" is a sum of squared deviations from the mean.

    Attributes
    ----------
    n : int
        Number of galaxies.
    distance_mean, velocity_mean : float
        In Mpc and km/s.
    distance_ss : float
        Σ (x - mean x)², in Mpc²; positive.
    velocity_ss : float
        Σ (v - mean v)², in (km/s)².
    cross_ss : float
        Σ (x - mean x)(v - mean v), in Mpc km/s.
    distance_scale, velocity_scale : float
        The largest magnitudes, in Mpc and km/s; 1.0 if all values are 0.
    residual_ss : float
        Sum of squared residuals of the least-squares line, in (km/s)². By default it is computed from the other
        numbers. If the points are nearly on a line, this difference loses all digits; then pass the sum itself.
    labels : Labels
        Names and units of the data. If these are not distances and velocities, their units replace Mpc and km/s.
    weighted : bool
        Whether each galaxy counts by its weight. The weights add up to n, and means and sums are weighted.

    Raises
    ------
    ValueError
        If there are fewer than 2 galaxies, or `distance_ss` is not above 0.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> moments = hw.load_dataset("key_project").moments
    >>> print(f"{moments.n} galaxies, {moments.slope:.2f} km/s/Mpc, r = {moments.r:.3f}")
    24 galaxies, 76.13 km/s/Mpc, r = 0.863
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
    weighted: bool = False

    def __post_init__(self) -> None:
        """Check that the numbers determine a line, and compute `residual_ss` if it is not given."""
        if self.n < MIN_GALAXIES or not self.distance_ss > 0:
            square = self.labels.x_unit and f" {self.labels.x_unit}²"
            raise ValueError(
                f"a line needs at least {MIN_GALAXIES} {self.labels.rows} at different {self.labels.x_values}, "
                f"got n = {self.n} and distance_ss = {self.distance_ss}{square}."
            )
        residual_ss = self._unexplained * self.velocity_ss if math.isnan(self.residual_ss) else self.residual_ss
        object.__setattr__(self, "residual_ss", self.beyond_rounding(residual_ss))

    def beyond_rounding(self, residual_ss: float) -> float:
        """Return a sum of squared residuals, in (km/s)²; 0 if rounding errors alone explain it."""
        return residual_ss if residual_ss > self.n * (_ROUNDING * self.velocity_scale) ** 2 else 0.0

    @property
    def slope_rounding(self) -> float:
        """A slope up to this magnitude is a rounding error, in km/s/Mpc; 0 unless all velocities are equal."""
        return 0.0 if self.velocity_ss else _ROUNDING * self.velocity_scale / self.distance_scale

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
        """Pearson's correlation of distance and velocity; nan if all velocities are equal."""
        if self.velocity_ss == 0:
            return math.nan
        r = self.cross_ss / math.sqrt(self.distance_ss * self.velocity_ss)
        return max(-1.0, min(1.0, r))

    @property
    def _unexplained(self) -> float:
        """The fraction 1 - r² of `velocity_ss` that the least-squares line leaves; inexact near 0."""
        return (1 - self.r) * (1 + self.r) if self.velocity_ss else 0.0

    @property
    def is_nearly_a_line(self) -> bool:
        """Whether 1 - r² is too small to compute `residual_ss` from it; then the residuals must be summed."""
        return self._unexplained < 1e-4

    def equivalent_galaxies(self) -> tuple[FloatArray, FloatArray]:
        """Return four galaxies that have the same mean squared error as all galaxies, for every line.

        The mean squared error depends only on the moments divided by n. The four galaxies have the same ones: two lie
        one standard deviation below the mean distance and two above it. In each pair, one galaxy lies above the
        least-squares line and one below, at the root mean square of the residuals.

        Returns
        -------
        tuple of numpy.ndarray
            Distances in Mpc and velocities in km/s, shape (4,) each.
        """
        deviation = math.sqrt(self.distance_ss / self.n) * np.array([-1.0, -1.0, 1.0, 1.0])
        residual = math.sqrt(self.residual_ss / self.n) * np.array([-1.0, 1.0, -1.0, 1.0])
        return self.distance_mean + deviation, self.velocity_mean + (self.slope * deviation + residual)

    def through_origin(self) -> Moments:
        """Return the same about 0 in place of the means: all that a line through the origin depends on.

        Returns
        -------
        Moments
            With the means 0, Σ x², Σ v² and Σ x v; its `slope` and `residual_ss` are those of the least-squares line
            through the origin, its `intercept` is 0, and its `r` is not Pearson's.

        Notes
        -----
        To hold the intercept at 0 adds intercept² / (1/n + mean² / distance_ss) to the squared residuals: the
        restricted least squares of any textbook on linear regression.
        """
        x, v, n = self.distance_mean, self.velocity_mean, self.n
        lift = self.intercept / math.hypot(1 / math.sqrt(n), x / math.sqrt(self.distance_ss))
        velocity_ss = self.velocity_ss + n * v * v
        return replace(
            self,
            distance_mean=0.0,
            velocity_mean=0.0,
            distance_ss=self.distance_ss + n * x * x,
            velocity_ss=velocity_ss,
            cross_ss=self.cross_ss + n * x * v,
            residual_ss=min(self.residual_ss + lift * lift, velocity_ss),
        )

    @property
    def slope_scale(self) -> float:
        """The slope, in km/s/Mpc, that is 1 in scaled data (each column divided by its scale)."""
        return self.velocity_scale / self.distance_scale


def summarized(
    distance: FloatArray,
    velocity: FloatArray,
    extent: Extent,
    labels: Labels = HUBBLE,
    weights: FloatArray | None = None,
) -> Moments:
    """Return the moments of two columns. The columns are read once, or twice if they are nearly a line.

    Parameters
    ----------
    distance, velocity : numpy.ndarray
        float64, shape (n,), in Mpc and km/s.
    extent : Extent
        The extremes of the columns.
    labels : Labels
        Names and units of the columns.
    weights : numpy.ndarray, optional
        float64, shape (n,), above 0, with the mean 1.

    Notes
    -----
    This is the corrected two-pass algorithm of Chan, Golub & LeVeque, American Statistician 37 (1983) 242, eq. 1.7,
    applied block by block. It loses digits only if the origin is many standard deviations away from the mean of all
    values. The middle of the first block is never that far away, because a whole block of values lies around it.
    """
    first_weights = None if weights is None else weights[:BLOCK]
    origin = _middle(distance[:BLOCK], first_weights), _middle(velocity[:BLOCK], first_weights)
    starts = range(0, distance.size, BLOCK)
    blocks = np.empty((len(starts), len(_Block._fields)))
    scratch = np.ones((3, min(distance.size, BLOCK)))
    for row, first in enumerate(starts):
        part = slice(first, first + BLOCK)
        blocks[row] = _Block.of(
            distance[part], velocity[part], origin, scratch, None if weights is None else weights[part]
        )
    _, x, v, distance_ss, velocity_ss, cross_ss = _merged(blocks).tolist()
    moments = Moments(
        n=distance.size,
        distance_mean=origin[0] + x,
        velocity_mean=origin[1] + v,
        distance_ss=distance_ss,
        velocity_ss=velocity_ss,
        cross_ss=cross_ss,
        distance_scale=max(map(abs, extent.distance)) or 1.0,
        velocity_scale=max(map(abs, extent.velocity)) or 1.0,
        labels=labels,
        weighted=weights is not None,
    )
    if moments.is_nearly_a_line:
        center = moments.distance_mean, moments.velocity_mean  # on the line, so that no digits cancel
        residual_ss = _residual_ss(distance, velocity, center, moments.slope, weights)
        moments = replace(moments, residual_ss=min(residual_ss, moments.velocity_ss))
    return moments


def _middle(values: FloatArray, weights: FloatArray | None) -> float:
    """Return the value nearest to the mean, which may be weighted.

    The mean itself is rounded. If values lie close together, such as 1e9 + small, their differences from one of the
    values are exact, and exactly 0 if all are equal.
    """
    return float(values[np.argmin(np.abs(values - np.average(values, weights=weights)))])


class _Block(NamedTuple):
    """The first six fields of `Moments` for one block of rows, with means relative to an origin; n is the weight."""

    n: float
    distance_mean: float
    velocity_mean: float
    distance_ss: float
    velocity_ss: float
    cross_ss: float

    @classmethod
    def of(
        cls,
        distance: FloatArray,
        velocity: FloatArray,
        origin: tuple[float, float],
        scratch: FloatArray,
        weights: FloatArray | None,
    ) -> Self:
        """Sum up one block. `scratch` has shape (3, n or more) and fits the processor's cache; its last row is ones."""
        n = distance.size
        x = np.subtract(distance, origin[0], out=scratch[0, :n])
        v = np.subtract(velocity, origin[1], out=scratch[1, :n])
        each = scratch[2, :n] if weights is None else weights
        total = n if weights is None else float(weights.sum())
        weighted_x, weighted_v = (x, v) if weights is None else (x * weights, v * weights)
        x_sum, v_sum = float(x.dot(each)), float(v.dot(each))  # twice as fast as `sum`, and `dot` as `@`
        return cls(
            total,
            x_sum / total,
            v_sum / total,
            max(float(x.dot(weighted_x)) - x_sum * x_sum / total, 0.0),
            max(float(v.dot(weighted_v)) - v_sum * v_sum / total, 0.0),
            float(x.dot(weighted_v)) - x_sum * v_sum / total,
        )


def _merged(sums: FloatArray) -> FloatArray:
    """Return the first six fields of `Moments` for all blocks together.

    Chan, Golub & LeVeque, STAN-CS-79-773 (1979), eq. 2.1. Pairs of equal size are merged, so that rounding errors grow
    only with the logarithm of the number of blocks.

    Parameters
    ----------
    sums : numpy.ndarray
        The six fields of each block, shape (blocks, 6).
    """
    while len(sums) > 1:
        even = len(sums) // 2 * 2
        (n, x, v, *left), (other_n, other_x, other_v, *right) = sums[0:even:2].T, sums[1:even:2].T
        total = n + other_n
        x_step, v_step, fraction, weight = other_x - x, other_v - v, other_n / total, n / total * other_n
        between = (x_step * x_step * weight, v_step * v_step * weight, x_step * v_step * weight)
        within = (first + second for first, second in zip(left, right, strict=True))
        squares = (inner + outer for inner, outer in zip(within, between, strict=True))
        pairs = np.column_stack([total, x + x_step * fraction, v + v_step * fraction, *squares])
        sums = np.concatenate([pairs, sums[even:]])
    merged: FloatArray = sums[0]
    return merged


def _residual_ss(
    distance: FloatArray,
    velocity: FloatArray,
    origin: tuple[float, float],
    slope: float,
    weights: FloatArray | None,
) -> float:
    """Return the sum of squared residuals of the least-squares line with this slope, computed row by row."""
    total, squares = 0.0, 0.0
    for first in range(0, distance.size, BLOCK):
        part = slice(first, first + BLOCK)
        residuals = (velocity[part] - origin[1]) - slope * (distance[part] - origin[0])
        weighted = residuals if weights is None else residuals * weights[part]
        total += float(weighted.sum())
        squares += float(residuals @ weighted)
    return max(squares - total * total / distance.size, 0.0)
