"""How far the numbers of a fit may be off: confidence intervals, and bands around what it predicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np

from hubble_widget.data.real_numbers import as_real
from hubble_widget.fit.cosmology import age_of

if TYPE_CHECKING:
    from hubble_widget.data.columns import FloatArray

Number = TypeVar("Number")


class Interval(NamedTuple, Generic[Number]):
    """From where to where a quantity lies with the stated confidence.

    Attributes
    ----------
    low, high : float or numpy.ndarray
        In the unit of the quantity. nan where there is no error; the `high` of an age is None where nothing bounds it.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> low, high = hw.polyfit("key_project").conf_int(0.95).slope
    >>> print(f"{low:.1f} to {high:.1f} km/s/Mpc")
    56.4 to 95.8 km/s/Mpc
    """

    low: Number
    high: Number


AgeInterval: TypeAlias = "Interval[float | None] | None"


class ConfidenceIntervals(NamedTuple):
    """Intervals of the numbers of a straight line.

    Attributes
    ----------
    slope, intercept : Interval
        In km/s/Mpc and km/s.
    age : Interval or None
        In Gyr: that of the slope read as 1 / slope, so that it is not symmetric about the age. Its `high` is None where
        the slope's interval reaches 0; None where there is no age.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> intervals = hw.polyfit("key_project").conf_int(0.95)
    >>> print(f"{intervals.age.low:.1f} to {intervals.age.high:.1f} Gyr")
    10.2 to 17.3 Gyr
    """

    slope: Interval[float]
    intercept: Interval[float]
    age: AgeInterval


class Prediction(NamedTuple, Generic[Number]):
    """Velocities that a fit predicts, with two bands; each of the shape of the distances, in km/s.

    Attributes
    ----------
    mean : float or numpy.ndarray
        The fitted velocity.
    mean_interval : Interval
        Where the mean velocity of all galaxies at that distance lies.
    galaxy_interval : Interval
        Where the velocity of one more galaxy lies: wider by the scatter of single galaxies.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> at_10 = hw.polyfit("key_project").predict(10.0, 0.95)
    >>> print(f"{at_10.mean:.0f} km/s, one galaxy {at_10.galaxy_interval.low:.0f} to {at_10.galaxy_interval.high:.0f}")
    768 km/s, one galaxy 206 to 1330
    """

    mean: Number
    mean_interval: Interval[Number]
    galaxy_interval: Interval[Number]


def check_confidence_level(value: object) -> float:
    """Return a confidence level as a float.

    Raises
    ------
    TypeError
        If it is not a real number.
    ValueError
        If it is not between 0 and 1, both excluded.
    """
    wanted = "a number between 0 and 1, such as 0.95"
    level = as_real("confidence_level", value, wanted)
    if not 0 < level < 1:
        cure = f"; {level:g} % is confidence_level={level / 100:g}" if 1 < level < 100 else ""
        raise ValueError(f"confidence_level must be {wanted}, got {level!r}{cure}.")
    return level


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
MANY = 1000
"""Degrees of freedom from which a ratio of gamma functions is known to all digits from three terms of a series."""
MAX_STEPS = 200
"""Far more than Newton's method needs."""


def t_quantile(confidence_level: float, freedom: int) -> float:
    """Return how many standard errors an interval reaches to either side; nan without degrees of freedom.

    Parameters
    ----------
    confidence_level : float
        Between 0 and 1.
    freedom : int
        Degrees of freedom ν of Student's t distribution.

    Notes
    -----
    With t = √ν tan θ the probability between -t and t is 2 Γ((ν + 1)/2) / (√π Γ(ν/2)) ∫₀^θ cos^(ν - 1), a concave
    function of θ: Newton's method climbs from 0 to the root without passing it. (Abramowitz & Stegun 26.7.1. scipy has
    the same, but takes half a second to import, and each first picture has an interval.)
    """
    if not freedom:
        return math.nan
    half = freedom / 2
    if freedom < MANY:
        ratio = math.exp(math.lgamma(half + 1 / 2) - math.lgamma(half))
    else:  # its asymptotic series: the two logarithms are too large for their difference
        ratio = math.sqrt(half) * (1 - 1 / (8 * half) + 1 / (128 * half**2) + 5 / (1024 * half**3))
    wanted, angle = confidence_level * math.sqrt(math.pi) / (2 * ratio), 0.0
    for _ in range(MAX_STEPS):
        area = angle / 2 * float(np.sum(_WEIGHTS * _density(angle / 2 * (1 + _NODES), freedom)))
        step = (wanted - area) / float(_density(np.array(angle), freedom))
        if step <= 1e-15 * angle:
            break
        angle += step
    return math.sqrt(freedom) * math.tan(angle)


def _density(angle: FloatArray, freedom: int) -> FloatArray:
    """Return cos^(freedom - 1), exact also for many degrees of freedom."""
    return np.asarray(np.exp((freedom - 1) / 2 * np.log1p(-(np.sin(angle) ** 2))))


def around(value: float, stderr: float, quantile: float) -> Interval[float]:
    """Return the interval of so many standard errors to either side."""
    return Interval(value - quantile * stderr, value + quantile * stderr)


def age_interval(slope: Interval[float]) -> AgeInterval:
    """Return the interval of the age that belongs to one of the slope.

    Parameters
    ----------
    slope : Interval
        In km/s/Mpc.

    Returns
    -------
    Interval or None
        In Gyr, nan where the slope's is; without `high` where the slope reaches 0, and None where it is wholly below.
    """
    if math.isnan(slope.high):
        return Interval(math.nan, math.nan)
    youngest = age_of(slope.high)
    return None if youngest is None else Interval(youngest, age_of(slope.low))


class Spread(NamedTuple):
    """What the standard error of a fitted velocity follows from, at any distance.

    Attributes
    ----------
    center, reach : float
        In Mpc: the polynomial is one in t = (distance - center) / reach.
    root : tuple of tuple of float
        A square root of the covariance of its coefficients, lowest first: covariance = root rootᵀ, in (km/s)².
    residual_stderr : float
        Scatter of single galaxies about the curve, in km/s: the root of the residuals' variance.
    """

    center: float
    reach: float
    root: tuple[tuple[float, ...], ...]
    residual_stderr: float

    def stderr_at(self, distance: FloatArray) -> FloatArray:
        """Return the standard error of the fitted velocity, in km/s, of the shape of `distance`.

        Notes
        -----
        The variance of φᵀ c is φᵀ covariance φ, with the powers φ of t and the coefficients c: any textbook on linear
        regression, or https://en.wikipedia.org/wiki/Mean_and_predicted_response.
        """
        t = (distance - self.center) / self.reach
        powers = np.stack([t**power for power in range(len(self.root))], axis=-1)
        return np.asarray(np.linalg.norm(powers @ np.array(self.root), axis=-1), dtype=np.float64)

    def bands(
        self, mean: FloatArray, distance: FloatArray, quantile: float
    ) -> tuple[Interval[FloatArray], Interval[FloatArray]]:
        """Return the band of the mean velocity and that of single galaxies, so many standard errors to either side."""
        with np.errstate(all="ignore"):
            stderr = self.stderr_at(distance)
            to_mean, to_galaxy = (
                np.asarray(quantile * each) for each in (stderr, np.hypot(stderr, self.residual_stderr))
            )
            band, galaxies = ((np.asarray(mean - each), np.asarray(mean + each)) for each in (to_mean, to_galaxy))
        return Interval(*band), Interval(*galaxies)
