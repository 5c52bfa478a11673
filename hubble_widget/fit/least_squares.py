"""The exact answer: least squares with standard errors, r and F."""

import math

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.moments import Moments
from hubble_widget.data.r_factor import max_deviation
from hubble_widget.fit.cosmology import age_of, age_stderr_of
from hubble_widget.fit.hyperparameters import check_fit_intercept
from hubble_widget.fit.intervals import Spread
from hubble_widget.fit.plausibility import implausible_slope
from hubble_widget.fit.polynomial_fit import PolynomialFit

DEGREES = (1, 2, 3)


def fit_polynomial(galaxies: BaseDataset, degree: int = 1, *, fit_intercept: bool = True) -> PolynomialFit:
    """Fit a polynomial to velocity against distance by least squares; see `hubble_widget.polyfit`.

    Parameters
    ----------
    galaxies : BaseDataset
    degree : {1, 2, 3}
    fit_intercept : bool

    Raises
    ------
    TypeError, ValueError
        If the degree is none of them, or the data have no more than that many different distances; if a curve is to go
        through the origin.
    """
    degree, fit_intercept = check_degree(degree), check_fit_intercept(fit_intercept)
    if fit_intercept:
        return fit_line(galaxies.moments) if degree == 1 else _fit_curve(galaxies, degree)
    if degree > 1:
        raise ValueError(
            f"only a straight line can be held at the origin, got degree {degree}; use degree 1, or fit_intercept=True."
        )
    return fit_line_through_origin(galaxies.moments)


def check_degree(degree: object) -> int:
    """Return the degree of a fit as an int.

    Raises
    ------
    TypeError
        If it is not an int.
    ValueError
        If it is not 1, 2 or 3.
    """
    if isinstance(degree, bool) or not isinstance(degree, int | np.integer):
        raise TypeError(f"degree must be 1, 2 or 3, got {degree!r} ({type(degree).__name__}).")
    if degree not in DEGREES:
        raise ValueError(f"degree must be 1, 2 or 3, got {degree}.")
    return int(degree)


def fit_line(moments: Moments) -> PolynomialFit:
    """Fit a straight line to what `moments` tell of the data.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.

    Returns
    -------
    PolynomialFit
        The line with its errors.

    Notes
    -----
    With s² = residual_ss / (n - 2), the squared standard errors are s² / distance_ss for the slope
    and s² (1/n + mean² / distance_ss) for the intercept (any textbook on linear regression).
    """
    variance = _variance(moments.residual_ss, moments.n - 2)
    slope_stderr = math.sqrt(variance / moments.distance_ss)
    mean_square = moments.distance_ss / moments.n + moments.distance_mean**2
    scatter = math.sqrt(variance)
    spread = Spread(moments.distance_mean, 1.0, ((scatter / math.sqrt(moments.n), 0.0), (0.0, slope_stderr)), scatter)
    return _line_fit(
        moments,
        coefficients=(moments.slope, moments.intercept),
        slope_stderr=slope_stderr,
        intercept_stderr=slope_stderr * math.sqrt(mean_square),
        r=moments.r,
        residual_ss=moments.residual_ss,
        spread=spread,
    )


def fit_line_through_origin(moments: Moments) -> PolynomialFit:
    """Fit a straight line through the origin to what `moments` tell of the data.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.

    Returns
    -------
    PolynomialFit
        The line with its errors; its intercept is 0, and so is that one's error.

    Notes
    -----
    slope = Σ x v / Σ x², and its squared standard error is s² / Σ x² with s² = residual_ss / (n - 1). F compares with a
    velocity of 0, not with the mean: https://en.wikipedia.org/wiki/Simple_linear_regression, "without the intercept
    term".
    """
    about_zero = moments.through_origin()
    scatter = math.sqrt(about_zero.residual_ss / (moments.n - 1))
    slope_stderr = scatter / math.sqrt(about_zero.distance_ss)
    return _line_fit(
        about_zero,
        coefficients=(about_zero.slope, 0.0),
        slope_stderr=slope_stderr,
        intercept_stderr=0.0,
        r=math.copysign(1.0, about_zero.slope) * moments.r if about_zero.slope else math.nan,
        residual_ss=about_zero.residual_ss,
        spread=Spread(0.0, 1.0, ((0.0, 0.0), (0.0, slope_stderr)), scatter),
        fit_intercept=False,
    )


def _fit_curve(data: BaseDataset, degree: int) -> PolynomialFit:
    moments, triangle = data.moments, data.triangle(degree)
    # In t = (distance - mean) / reach the powers are all of order 1.
    inverse = _inverse(triangle[:-1, :-1], moments.n)
    in_t = inverse @ triangle[:-1, -1]
    residual_ss = moments.beyond_rounding(min(float(triangle[-1, -1]) ** 2, moments.velocity_ss))
    with np.errstate(all="ignore"):
        reach = max_deviation(moments, data.extent)
        to_distance = _change_of_variable(degree, moments.distance_mean, reach)
        ascending = to_distance @ in_t
        ascending[0] += moments.velocity_mean
        scatter = math.sqrt(_variance(residual_ss, moments.n - degree - 1))
        stderrs = scatter * np.linalg.norm(to_distance @ inverse, axis=1)
        root = tuple(map(tuple, (scatter * inverse).tolist()))
    return _line_fit(
        moments,
        coefficients=tuple(ascending[::-1].tolist()),
        slope_stderr=float(stderrs[1]),
        intercept_stderr=float(stderrs[0]),
        r=math.sqrt(1 - _unexplained(moments, residual_ss)),
        residual_ss=residual_ss,
        spread=Spread(moments.distance_mean, reach, root, scatter),
    )


def _inverse(powers: FloatArray, n: int) -> FloatArray:
    """Return R⁻¹ of the powers of t of n galaxies: coefficients are R⁻¹ Qᵀ velocity."""
    pivots = np.abs(np.diag(powers))
    if pivots.min() <= n * np.finfo(float).eps * pivots.max():
        degree = len(powers) - 1
        raise ValueError(
            f"degree {degree} needs galaxies at {degree + 1} clearly different distances or more; "
            "pass more galaxies or a lower degree."
        )
    return np.asarray(np.linalg.inv(powers), dtype=np.float64)


def _change_of_variable(degree: int, mean: float, reach: float) -> FloatArray:
    """Return what turns coefficients in (x - mean) / reach into ones in x, lowest first."""
    matrix = np.zeros((degree + 1, degree + 1))
    for power in range(degree + 1):
        for lower in range(power + 1):
            matrix[lower, power] = math.comb(power, lower) * (-mean) ** (power - lower)
    return matrix / np.float64(reach) ** np.arange(degree + 1)


def _line_fit(
    moments: Moments,
    *,
    coefficients: tuple[float, ...],
    slope_stderr: float,
    intercept_stderr: float,
    r: float,
    residual_ss: float,
    spread: Spread,
    fit_intercept: bool = True,
) -> PolynomialFit:
    """Add all that follows in the same way for a line and a curve."""
    degree = len(coefficients) - 1
    freedom = moments.n - degree - fit_intercept
    *_, slope, intercept = coefficients
    unexplained = _unexplained(moments, residual_ss)
    has_age = moments.labels.has_age and degree == 1  # the slope of a curve at 0 is no Hubble constant
    return PolynomialFit(
        slope=slope,
        intercept=intercept,
        slope_stderr=slope_stderr,
        intercept_stderr=intercept_stderr,
        r=r,
        f_statistic=_f_statistic(unexplained, degree, freedom),
        loss=residual_ss / moments.n / moments.velocity_scale / moments.velocity_scale,
        age=age_of(slope) if has_age else None,
        age_stderr=age_stderr_of(slope, slope_stderr) if has_age else None,
        coefficients=coefficients,
        n=moments.n,
        degree=degree,
        fit_intercept=fit_intercept,
        weighted=moments.weighted,
        warning=implausible_slope(moments.slope, moments.labels),
        labels=moments.labels,
        _spread=spread,
    )


def _unexplained(moments: Moments, residual_ss: float) -> float:
    """Return the share of the velocities' variation that a fit leaves; nan where there is none."""
    return residual_ss / moments.velocity_ss if moments.velocity_ss else math.nan


def _variance(residual_ss: float, freedom: int) -> float:
    return residual_ss / freedom if freedom else math.nan


def _f_statistic(unexplained: float, degree: int, freedom: int) -> float:
    if freedom == 0 or math.isnan(unexplained):
        return math.nan
    if unexplained == 0:
        return math.inf
    return (1 - unexplained) / degree / (unexplained / freedom)
