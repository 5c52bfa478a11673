"""The shape of the loss: for a straight line and the mean squared error, a quadratic bowl."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from hubble_widget.data.columns import FloatArray
from hubble_widget.data.moments import Moments
from hubble_widget.fit.hyperparameters import DEFAULT_SCALING
from hubble_widget.fit.scaling import Scales, scales_of


@dataclass(frozen=True, slots=True)
class QuadraticLoss:
    """The loss of scaled data over the plane of (weight, bias), seen along its two axes.

    Pairs are (along the flat axis, along the steep axis).

    Attributes
    ----------
    moments : Moments
        The moments of the data; about 0 where the line goes through the origin.
    scales : Scales
        How the data are scaled.
    eigenvalues : tuple of float
        Those of the Hessian of the mean squared error, both above 0.
    cosine, sine : float
        The direction of the steep axis; the flat one is (-sine, cosine).
    fit_intercept : bool
        Without intercept the "steep" axis is that of the weight, the only one along which anything moves, and the other
        that of the bias, which stays 0.
    """

    moments: Moments
    scales: Scales
    eigenvalues: tuple[float, float]
    cosine: float
    sine: float
    fit_intercept: bool

    @classmethod
    @lru_cache(maxsize=16)  # every slider move asks for that of the same data
    def of(cls, moments: Moments, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True) -> Self:
        """Diagonalize the Hessian 2 [[variance + mean², mean], [mean, 1]]."""
        scales = scales_of(moments, scaling, fit_intercept=fit_intercept)
        scale = scales.distance_scale
        if not fit_intercept:
            about_zero = moments.through_origin()
            return cls(
                about_zero, scales, (2.0, 2 * about_zero.distance_ss / moments.n / scale / scale), 1.0, 0.0, False
            )
        mean = (moments.distance_mean - scales.distance_offset) / scale
        variance = moments.distance_ss / moments.n / scale / scale
        half_difference = variance + mean**2 - 1
        steep = variance + mean**2 + 1 + math.hypot(half_difference, 2 * mean)
        angle = math.atan2(2 * mean, half_difference) / 2
        # From the determinant, 4 variance: the other root would cancel for a flat bowl.
        return cls(moments, scales, (4 * variance / steep, steep), math.cos(angle), math.sin(angle), True)

    @property
    def curvatures(self) -> tuple[float, ...]:
        """The eigenvalues along the axes that the line moves on, the smaller first; through the origin there is one."""
        return self.eigenvalues if self.fit_intercept else self.eigenvalues[1:]

    def components(self, slope: float, intercept: float) -> tuple[float, float]:
        """Return a line, in km/s/Mpc and km/s, along the axes."""
        return self._along_axes(slope, slope * self.moments.distance_mean + intercept)

    def best_components(self) -> tuple[float, float]:
        """Return the least-squares line along the axes."""
        return self._along_axes(self.moments.slope, self.moments.velocity_mean)

    def _along_axes(self, slope: float, height: float) -> tuple[float, float]:
        # The scalar products of (weight, bias) with the axes would cancel where distances are far
        # from 0. So bias is height - weight · mean, with the height of the line over the mean
        # distance, and for eigenvectors cosine - sine · mean = flat / 2 · cosine and
        # sine + cosine · mean = steep / 2 · sine.
        weight = slope / self.scales.slope_scale
        height = (height - self.scales.velocity_offset) / self.scales.velocity_scale
        flat, steep = self.eigenvalues
        return (
            self.cosine * height - self.sine * weight * steep / 2,
            self.sine * height + self.cosine * weight * flat / 2,
        )

    def loss(self, flat_error: FloatArray, steep_error: FloatArray) -> FloatArray:
        """Return the mean squared error of lines that are so far from the best one."""
        n, scale = self.moments.n, self.scales.velocity_scale
        flat, steep = self.eigenvalues
        # Summed before the division, as torch does: so both overflow at the same iteration.
        total = (
            self.moments.residual_ss / scale / scale
            + (math.sqrt(n * flat / 2) * flat_error) ** 2
            + (math.sqrt(n * steep / 2) * steep_error) ** 2
        )
        return total / n
