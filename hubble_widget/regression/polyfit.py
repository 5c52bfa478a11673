"""The exact answer: least squares with standard errors, r and F."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.cosmology import age_of, age_stderr_of
from hubble_widget.regression.formatting import number, with_error
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.moments import Moments
from hubble_widget.regression.plausibility import implausible_slope
from hubble_widget.regression.tables import as_html, as_text
from hubble_widget.regression.triangle import reach_of

DEGREES = (1, 2, 3)
AGE = "Age of the universe, 1/slope"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LineFit:
    """Least-squares line ``velocity = slope * distance + intercept``, or a curve of degree 2 or 3.

    Attributes
    ----------
    slope, slope_stderr : float
        Hubble constant and its one-sigma standard error, in km/s/Mpc. For a curve: its derivative
        at distance 0.
    intercept, intercept_stderr : float
        Velocity at distance 0 and its one-sigma standard error, in km/s.
    r : float
        For a line Pearson's correlation of distance with velocity, which has the sign of the slope;
        for a curve the correlation of observed with predicted velocities. nan where all velocities
        are equal.
    f_statistic, p_value : float
        F of the fit against a constant velocity, with `degree` and n - degree - 1 degrees of
        freedom, and the probability of one as large by chance; for a line the p-value is that of
        the two-sided t test of its slope.
    loss : float
        Mean squared error of the data divided by its largest magnitudes, as the descent counts it.
    age, age_stderr : float or None
        Hubble time 1 / slope and its first-order standard error, in Gyr; None where the slope is 0
        or below, and for data with labels of their own.
    coefficients : tuple of float
        Highest degree first, as ``numpy.polyfit``, in km/s/Mpc^k.
    n, degree : int
        Number of galaxies, degree of the polynomial.
    warning : str
        What may be wrong where no universe has the slope of the line: below 10 km/s/Mpc, above 1,000 or falling. Empty
        for all else, and for data with labels of their own.
    labels : Labels
        Of the data.

    Notes
    -----
    With n = degree + 1 the curve meets every galaxy and nothing is left to estimate errors from:
    standard errors, F and p are nan. (``scipy.stats.linregress`` calls them 0 there.)
    """

    slope: float
    intercept: float
    slope_stderr: float
    intercept_stderr: float
    r: float
    f_statistic: float
    loss: float
    age: float | None
    age_stderr: float | None
    coefficients: tuple[float, ...]
    n: int
    degree: int
    warning: str = ""
    labels: Labels = HUBBLE

    def __repr__(self) -> str:
        """Return the numbers with their errors, one below the other."""
        return as_text(self._heading, self._rows)

    def _repr_html_(self) -> str:
        return as_html(self._heading, self._rows, notes=[self.warning])

    @property
    def _heading(self) -> str:
        curve = {1: "line", 2: "parabola", 3: "cubic"}[self.degree]
        return f"Least-squares {curve} through {self.n:,} {self.labels.rows}"

    @property
    def _rows(self) -> list[tuple[str, str, str]]:
        """Quantity, number with its error, and unit."""
        labels, p_value = self.labels, self.p_value
        rows = [
            (labels.slope_name, with_error(self.slope, self.slope_stderr, ".2f"), labels.slope_unit),
            ("Intercept", with_error(self.intercept, self.intercept_stderr, ".1f"), labels.y_unit),
            ("Correlation r", number(self.r, ".3f"), ""),
            (AGE, with_error(self.age, self.age_stderr, ".2f"), "billion years"),
            ("F", number(self.f_statistic, ".4g"), "" if math.isnan(p_value) else f"p = {number(p_value, '.2g')}"),
            ("Loss", number(self.loss, ".4g"), ""),
        ]
        if self.degree > 1:
            rows[0] = ("Slope at 0", *rows[0][1:])
            rows.append(("Coefficients", ", ".join(number(each, ".4g") for each in self.coefficients), ""))
        return rows if labels.has_age else [row for row in rows if row[0] != AGE]

    @property
    def p_value(self) -> float:
        """Probability of an F as large by chance; see above."""
        freedom = self.n - self.degree - 1
        if math.isnan(self.f_statistic):
            return math.nan
        from scipy.special import betainc  # takes as long to import as all the rest of a fit takes to be drawn

        # The tail of F as an incomplete beta function: Abramowitz & Stegun (1964), 26.6.2.
        unexplained = freedom / (freedom + self.degree * max(self.f_statistic, 0.0))
        return float(betainc(freedom / 2, self.degree / 2, unexplained))

    @property
    def multiple_r(self) -> float:
        """Correlation of observed with predicted velocities: `r` without the sign of a line's slope."""
        return abs(self.r)

    @overload
    def predict(self, distance: float) -> float: ...
    @overload
    def predict(self, distance: FloatArray | Sequence[float]) -> FloatArray: ...
    def predict(self, distance: ArrayLike) -> float | FloatArray:
        """Return the fitted velocity.

        Parameters
        ----------
        distance : array_like
            In Mpc, any shape.

        Returns
        -------
        float or numpy.ndarray
            In km/s, of the shape of `distance`.
        """
        predicted = np.polyval(self.coefficients, np.asarray(distance, dtype=np.float64))
        return np.asarray(predicted, dtype=np.float64) if predicted.ndim else float(predicted)


def fit_polynomial(galaxies: Galaxies, degree: int = 1) -> LineFit:
    """Fit a polynomial to velocity against distance by least squares; see `hubble_widget.polyfit`.

    Parameters
    ----------
    galaxies : Galaxies
    degree : {1, 2, 3}

    Raises
    ------
    TypeError, ValueError
        If the degree is none of them, or the data have no more than that many different distances.
    """
    degree = check_degree(degree)
    return fit_line(galaxies.moments) if degree == 1 else _fit_curve(galaxies, degree)


def check_degree(degree: object) -> int:
    """Return the degree of a fit as an int.

    Raises
    ------
    TypeError
        If it is no int.
    ValueError
        If it is not 1, 2 or 3.
    """
    if isinstance(degree, bool) or not isinstance(degree, int | np.integer):
        raise TypeError(f"degree must be 1, 2 or 3, got {degree!r} ({type(degree).__name__}).")
    if degree not in DEGREES:
        raise ValueError(f"degree must be 1, 2 or 3, got {degree}.")
    return int(degree)


def fit_line(moments: Moments) -> LineFit:
    """Fit a straight line to what `moments` tell of the data.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.

    Returns
    -------
    LineFit
        The line with its errors.

    Notes
    -----
    With s² = residual_ss / (n - 2), the squared standard errors are s² / distance_ss for the slope
    and s² (1/n + mean² / distance_ss) for the intercept (any textbook on linear regression).
    """
    variance = _variance(moments.residual_ss, moments.n - 2)
    slope_stderr = math.sqrt(variance / moments.distance_ss)
    mean_square = moments.distance_ss / moments.n + moments.distance_mean**2
    return _line_fit(
        moments,
        coefficients=(moments.slope, moments.intercept),
        slope_stderr=slope_stderr,
        intercept_stderr=slope_stderr * math.sqrt(mean_square),
        r=moments.r,
        residual_ss=moments.residual_ss,
    )


def _fit_curve(data: Galaxies, degree: int) -> LineFit:
    moments, triangle = data.moments, data.triangle(degree)
    # In t = (distance - mean) / reach the powers are all of order 1.
    inverse = _inverse(triangle[:-1, :-1], moments.n)
    in_t = inverse @ triangle[:-1, -1]
    residual_ss = moments.beyond_rounding(min(float(triangle[-1, -1]) ** 2, moments.velocity_ss))
    with np.errstate(all="ignore"):
        to_distance = _change_of_variable(degree, moments.distance_mean, reach_of(moments, data.extent))
        ascending = to_distance @ in_t
        ascending[0] += moments.velocity_mean
        variance = _variance(residual_ss, moments.n - degree - 1)
        stderrs = math.sqrt(variance) * np.linalg.norm(to_distance @ inverse, axis=1)
    return _line_fit(
        moments,
        coefficients=tuple(ascending[::-1].tolist()),
        slope_stderr=float(stderrs[1]),
        intercept_stderr=float(stderrs[0]),
        r=math.sqrt(1 - _unexplained(moments, residual_ss)),
        residual_ss=residual_ss,
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
) -> LineFit:
    """Add all that follows in the same way for a line and a curve."""
    degree = len(coefficients) - 1
    freedom = moments.n - degree - 1
    *_, slope, intercept = coefficients
    unexplained = _unexplained(moments, residual_ss)
    return LineFit(
        slope=slope,
        intercept=intercept,
        slope_stderr=slope_stderr,
        intercept_stderr=intercept_stderr,
        r=r,
        f_statistic=_f_statistic(unexplained, degree, freedom),
        loss=residual_ss / moments.n / moments.velocity_scale / moments.velocity_scale,
        age=age_of(slope) if moments.labels.has_age else None,
        age_stderr=age_stderr_of(slope, slope_stderr) if moments.labels.has_age else None,
        coefficients=coefficients,
        n=moments.n,
        degree=degree,
        warning=implausible_slope(moments.slope, moments.labels),
        labels=moments.labels,
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
