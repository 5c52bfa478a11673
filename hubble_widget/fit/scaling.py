"""How the data are scaled before a descent, and what its weight and bias are in km/s/Mpc and km/s."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeVar

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.data.moments import Moments
from hubble_widget.fit.hyperparameters import check_scaling

_ROUNDING = 4 * np.finfo(np.float64).eps
Number = TypeVar("Number", float, FloatArray)


class Scales(NamedTuple):
    """What is subtracted from distances and velocities, and what they are divided by.

    Attributes
    ----------
    distance_offset, velocity_offset : float
        In Mpc and km/s.
    distance_scale, velocity_scale : float
        In Mpc and km/s, above 0.
    slope_scale : float
        What a weight of 1 is, in km/s/Mpc.
    """

    distance_offset: float
    velocity_offset: float
    distance_scale: float
    velocity_scale: float
    slope_scale: float

    def columns(
        self, distance: FloatArray, velocity: FloatArray, weights: FloatArray | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """Return scaled distances and velocities; with weights, the means that are subtracted are weighted."""
        x = _less(distance, self.distance_offset, weights) / self.distance_scale
        v = _less(velocity, self.velocity_offset, weights) / self.velocity_scale
        return x, v

    def parameters(self, slope: Number, intercept: Number) -> tuple[Number, Number]:
        """Return weight and bias of a line in km/s/Mpc and km/s."""
        bias = (intercept + slope * self.distance_offset - self.velocity_offset) / self.velocity_scale
        return slope / self.slope_scale, bias

    def line(self, weight: Number, bias: Number) -> tuple[Number, Number]:
        """Return slope and intercept, in km/s/Mpc and km/s, of a weight and a bias."""
        slope = weight * self.slope_scale
        return slope, bias * self.velocity_scale + self.velocity_offset - slope * self.distance_offset


def _less(values: FloatArray, mean: float, weights: FloatArray | None) -> FloatArray:
    """Return values less their mean, which is a rounded number.

    For values near 1e9 that lie close together, this rounding is far larger than that of their differences, which are
    exact. So the mean of the differences is subtracted, too, if it is not larger than such a rounding.
    """
    if not mean:
        return values
    differences: FloatArray = values - mean
    rest = np.average(differences, weights=weights)
    return differences - rest if abs(rest) <= _ROUNDING * abs(mean) else differences


def scales_of(moments: Moments, scaling: str, *, fit_intercept: bool = True) -> Scales:
    """Return the scales of data.

    Parameters
    ----------
    moments : Moments
        The moments of the data.
    scaling : {"max", "standard", "none"}
        As in `hubble_widget.train`.
    fit_intercept : bool
        A line through the origin stays one only where nothing is subtracted: then "standard" divides by the root mean
        square.

    Raises
    ------
    TypeError, ValueError
        If there is no such scaling.
    """
    scaling = check_scaling(scaling)
    x_offset = v_offset = 0.0
    x_scale = v_scale = 1.0
    if scaling == "max":
        x_scale, v_scale = moments.distance_scale, moments.velocity_scale
    elif scaling == "standard":
        about = moments if fit_intercept else moments.through_origin()
        x_offset, v_offset = about.distance_mean, about.velocity_mean
        x_scale, v_scale = math.sqrt(about.distance_ss / about.n), math.sqrt(about.velocity_ss / about.n) or 1.0
    return Scales(x_offset, v_offset, x_scale, v_scale, v_scale / x_scale)
