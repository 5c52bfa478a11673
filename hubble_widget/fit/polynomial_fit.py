"""What a least-squares fit has found: the curve, its errors, and what it predicts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from hubble_widget.data.columns import FloatArray
from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.fit.intervals import (
    ConfidenceIntervals,
    Interval,
    Prediction,
    Spread,
    age_interval,
    around,
    check_confidence_level,
    t_quantile,
)
from hubble_widget.formatting import as_html, as_text, decimals_of, limits, number, percent, with_error
from hubble_widget.messages import grouped, message

AGE = message("Age of the universe, 1/slope")
AGE_LEVEL = 0.68
"""Confidence level of the interval that is shown with an age."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PolynomialFit:
    """Least-squares line ``velocity = slope * distance + intercept``, or a curve of degree 2 or 3.

    Attributes
    ----------
    slope, slope_stderr : float
        Hubble constant and its one-sigma standard error, in km/s/Mpc. For a curve: its derivative
        at distance 0.
    intercept, intercept_stderr : float
        Velocity at distance 0 and its one-sigma standard error, in km/s; both 0 for a line through the origin.
    r : float
        For a line Pearson's correlation of distance with velocity, which has the sign of the slope;
        for a curve, and a line through the origin, the correlation of observed with predicted velocities. nan where all
        velocities, observed or predicted, are equal.
    f_statistic, p_value : float
        F of the fit against a constant velocity, with `degree` and n - degree - 1 degrees of
        freedom, and the probability of one as large by chance; for a line the p-value is that of
        the two-sided t test of its slope. For a line through the origin, F against a velocity of 0, with 1 and n - 1.
    loss : float
        Mean squared error of the data divided by its largest magnitudes, as the descent counts it.
    age, age_stderr : float or None
        Hubble time 1 / slope and its first-order standard error, in Gyr; None where the slope is 0
        or below, for a curve, and for data with labels of their own. The error of an age is not symmetric: `conf_int`
        has its limits.
    coefficients : tuple of float
        Highest degree first, as ``numpy.polyfit``, in km/s/Mpc^k.
    n, degree : int
        Number of galaxies, degree of the polynomial.
    fit_intercept : bool
        Whether the intercept was fitted; False for a line through the origin.
    weighted : bool
        Whether the errors of the velocities weighted the galaxies. Means and sums are weighted then, and the scatter of
        single galaxies is that of one with the weight 1.
    warning : str
        What may be wrong where no universe has the slope of the line: below 10 km/s/Mpc, above 1,000 or falling. Empty
        for all else, and for data with labels of their own.
    labels : Labels
        The labels of the data.

    Notes
    -----
    With n = degree + 1 (and an intercept) the curve meets every galaxy and nothing is left to estimate errors from:
    standard errors, F and p are nan. (``scipy.stats.linregress`` calls them 0 there.)

    Examples
    --------
    >>> import hubble_widget as hw
    >>> fit = hw.polyfit("key_project")
    >>> low, high = fit.conf_int(0.68).age
    >>> print(f"{fit.slope:.2f} ± {fit.slope_stderr:.2f} km/s/Mpc, {fit.age:.1f} Gyr (68 %: {low:.1f} to {high:.1f})")
    76.13 ± 9.49 km/s/Mpc, 12.8 Gyr (68 %: 11.4 to 14.7)
    >>> print(f"{fit.predict(10.0):.1f} km/s at 10 Mpc")
    768.0 km/s at 10 Mpc
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
    fit_intercept: bool = True
    weighted: bool = False
    warning: str = ""
    labels: Labels = HUBBLE
    _spread: Spread

    def __repr__(self) -> str:
        """Return the numbers with their errors, one below the other."""
        return as_text(self._heading, self._rows)

    def _repr_html_(self) -> str:
        return as_html(self._heading, self._rows, notes=[self.warning])

    @property
    def _heading(self) -> str:
        curves = (
            (message("Weighted least-squares line"), message("Least-squares line")),
            (message("Weighted least-squares parabola"), message("Least-squares parabola")),
            (message("Weighted least-squares cubic"), message("Least-squares cubic")),
        )
        weighted, unweighted = curves[self.degree - 1]
        values = {
            "curve": weighted if self.weighted else unweighted,
            "count": grouped(self.n),
            "rows": self.labels.rows,
        }
        if self.fit_intercept:
            return message("{curve} through {count} {rows}", **values)
        return message("{curve} through {count} {rows} and the origin", **values)

    @property
    def _rows(self) -> list[tuple[str, str, str]]:
        """Quantity, number with its error, and unit."""
        labels, p_value = self.labels, self.p_value
        rows = [
            (labels.slope_name, with_error(self.slope, self.slope_stderr, ".2f"), labels.slope_unit),
            (
                message("Intercept"),
                with_error(self.intercept, self.intercept_stderr if self.fit_intercept else None, ".1f"),
                labels.y_unit,
            ),
            (message("Correlation r"), number(self.r, ".3f"), ""),
            (AGE, ", ".join(filter(None, age_words(self))), message("billion years")),
            ("F", number(self.f_statistic, ".4g"), "" if math.isnan(p_value) else f"p = {number(p_value, '.2g')}"),
            (message("Loss"), number(self.loss, ".4g"), ""),
        ]
        if self.degree > 1:
            rows[0] = (message("Slope at 0"), *rows[0][1:])
            rows.append((message("Coefficients"), ", ".join(number(each, ".4g") for each in self.coefficients), ""))
        has_age = labels.has_age and self.degree == 1
        return rows if has_age else [row for row in rows if row[0] != AGE]

    @property
    def _freedom(self) -> int:
        return self.n - self.degree - self.fit_intercept

    @property
    def p_value(self) -> float:
        """Probability of an F as large by chance; see above."""
        freedom = self._freedom
        if math.isnan(self.f_statistic):
            return math.nan
        from scipy.special import betainc  # takes as long to import as all the rest of a fit takes to be drawn

        # The tail of F as an incomplete beta function: Abramowitz & Stegun (1964), 26.6.2.
        unexplained = freedom / (freedom + self.degree * max(self.f_statistic, 0.0))
        return float(betainc(freedom / 2, self.degree / 2, unexplained))

    @property
    def multiple_r(self) -> float:
        """Correlation of observed with predicted velocities: with an intercept, `r` without the sign of the slope."""
        return abs(self.r) if self.fit_intercept else self.r

    def quantile(self, confidence_level: float) -> float:
        """Return how many standard errors an interval reaches to either side: the quantile t of Student's distribution.

        Parameters
        ----------
        confidence_level : float
            Between 0 and 1.

        Raises
        ------
        TypeError, ValueError
            If it is not a number between 0 and 1.
        """
        return t_quantile(check_confidence_level(confidence_level), self._freedom)

    def conf_int(self, confidence_level: float = 0.95) -> ConfidenceIntervals:
        """Return confidence intervals of slope, intercept and age.

        Parameters
        ----------
        confidence_level : float
            Between 0 and 1: how often such intervals hold the true value, where the velocities scatter about the curve
            independently, alike and normally.

        Returns
        -------
        ConfidenceIntervals
            `slope` in km/s/Mpc, `intercept` in km/s, `age` in Gyr; each with `low` and `high`. The age's is the slope's
            read as 1 / slope. Its `high` is None where the slope's interval reaches 0. There is no interval of the age
            (None) where there is no age, and for a curve. Where nothing is left to estimate errors from, limits are
            nan.

        Raises
        ------
        TypeError, ValueError
            If the confidence level is not a number between 0 and 1.

        Notes
        -----
        Value ± t · standard error, with the quantile t of Student's distribution for n - degree - 1 degrees of freedom
        (n - 1 through the origin): https://en.wikipedia.org/wiki/Simple_linear_regression#Confidence_intervals.

        Examples
        --------
        >>> import hubble_widget as hw
        >>> fit = hw.polyfit("key_project")
        >>> intervals = fit.conf_int(0.95)
        >>> print(f"{intervals.slope.low:.1f} to {intervals.slope.high:.1f} km/s/Mpc")
        56.4 to 95.8 km/s/Mpc
        >>> print(f"{intervals.age.low:.1f} to {intervals.age.high:.1f} Gyr")
        10.2 to 17.3 Gyr
        """
        quantile = self.quantile(confidence_level)
        slope = around(self.slope, self.slope_stderr, quantile)
        return ConfidenceIntervals(
            slope=slope,
            intercept=around(self.intercept, self.intercept_stderr, quantile),
            age=age_interval(slope) if self.age is not None else None,
        )

    @overload
    def predict(self, distance: float, confidence_level: None = None) -> float: ...
    @overload
    def predict(self, distance: FloatArray | Sequence[float], confidence_level: None = None) -> FloatArray: ...
    @overload
    def predict(self, distance: float, confidence_level: float) -> Prediction[float]: ...
    @overload
    def predict(self, distance: FloatArray | Sequence[float], confidence_level: float) -> Prediction[FloatArray]: ...
    def predict(
        self, distance: ArrayLike, confidence_level: float | None = None
    ) -> float | FloatArray | Prediction[float] | Prediction[FloatArray]:
        """Return the fitted velocity, and with a confidence level its bands.

        Parameters
        ----------
        distance : array_like
            In Mpc, any shape.
        confidence_level : float, optional
            Between 0 and 1.

        Returns
        -------
        float, numpy.ndarray or Prediction
            In km/s, of the shape of `distance`. With a confidence level: `mean`, the fitted velocity; `mean_interval`,
            the band of the mean velocity of all galaxies at that distance; `galaxy_interval`, the band of single ones;
            each band with `low` and `high`. They are nan where nothing is left to estimate errors from.

        Raises
        ------
        TypeError, ValueError
            If the confidence level is not a number between 0 and 1.

        Notes
        -----
        The bands hold at each distance alone, not along the whole curve:
        https://en.wikipedia.org/wiki/Mean_and_predicted_response.

        Examples
        --------
        >>> import hubble_widget as hw
        >>> lesson = hw.load_dataset("key_project").exclude("NGC 4639")
        >>> at_10 = hw.polyfit(lesson).predict(10.0, 0.95)
        >>> print(f"{at_10.mean:.0f} km/s: {at_10.mean_interval.low:.0f} to {at_10.mean_interval.high:.0f}")
        773 km/s: 654 to 892
        >>> print(f"one more galaxy: {at_10.galaxy_interval.low:.0f} to {at_10.galaxy_interval.high:.0f}")
        one more galaxy: 214 to 1332
        """
        at = np.asarray(distance, dtype=np.float64)
        mean = np.asarray(np.polyval(self.coefficients, at), dtype=np.float64)
        if confidence_level is None:
            return _shaped(mean)
        quantile = self.quantile(confidence_level)
        band, galaxies = self._spread.bands(mean, at, quantile)
        return Prediction(  # type: ignore[return-value]  # floats or arrays, but all alike
            _shaped(mean), Interval(*map(_shaped, band)), Interval(*map(_shaped, galaxies))
        )


def age_words(fit: PolynomialFit) -> tuple[str, str]:
    """Return the age of a fit, "12.2", and what it is worth, "68 %: 10.8 to 14.0", or why that is not known."""
    return interval_words(fit.age, fit.conf_int(AGE_LEVEL).age, fit.labels)


def interval_words(age: float | None, interval: Interval[float | None] | None, labels: Labels) -> tuple[str, str]:
    """Return the same of an age and its interval at `AGE_LEVEL`."""
    if age is None or interval is None or interval.low is None:
        return number(age, ".2f"), ""
    low, high = interval.low, interval.high
    if high is not None and not high > low:  # also where both are nan
        return number(age, ".2f"), message("no error: the line meets all {rows}", rows=labels.rows)
    decimals = decimals_of(age, low, high)
    worth = message("{share}: {interval}", share=percent(AGE_LEVEL), interval=limits(low, high, decimals))
    return number(age, f".{decimals}f"), worth


def _shaped(values: FloatArray) -> float | FloatArray:
    """Return what was computed for one distance as a float, and for more as an array."""
    return values if values.ndim else float(values)
