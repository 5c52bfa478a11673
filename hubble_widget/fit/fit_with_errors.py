"""A straight line through galaxies whose distances and velocities both have errors; the only import of odrpack."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS, BaseDataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.real_numbers import as_real
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.hyperparameters import check_fit_intercept
from hubble_widget.fit.intervals import (
    ConfidenceIntervals,
    age_interval,
    around,
    check_confidence_level,
    t_quantile,
)
from hubble_widget.fit.polynomial_fit import AGE, AGE_LEVEL, interval_words
from hubble_widget.fit.scaling import scales_of
from hubble_widget.formatting import as_html, as_text, number, with_error
from hubble_widget.messages import grouped, message

if TYPE_CHECKING:
    from hubble_widget.data.columns import FloatArray
    from hubble_widget.data.labels import Labels

MIN_GALAXIES = 3
"""A line through two meets both, whatever their errors are."""

_LEAST_START = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FitWithErrors:
    """Straight line through galaxies with errors on both axes; see `hubble_widget.fit_with_errors`.

    Attributes
    ----------
    slope, slope_stderr : float
        Hubble constant and its standard error, in km/s/Mpc, scaled by the root of `residual_variance`.
    intercept, intercept_stderr : float
        Velocity at distance 0 and its standard error, in km/s, likewise; both 0 for a line through the origin.
    residual_variance : float
        χ² per degree of freedom: about 1 where the errors explain how far the galaxies lie from the line; far above 1
        where something else scatters them. A standard error divided by its root is that of York, who takes the errors
        at their word.
    scatter : float
        Peculiar velocities in km/s that were added in quadrature to the errors of the velocities.
    n : int
        Number of galaxies.
    fit_intercept : bool
        Whether the intercept was fitted.
    labels : Labels
        The labels of the data.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> distance, velocity = [2.0, 9.2, 16.1, 20.0], [133, 664, 1294, 1500]
    >>> galaxies = hw.Dataset(
    ...     distance=distance, velocity=velocity, distance_error=[0.1, 0.5, 0.8, 1.0], velocity_error=[20, 20, 20, 20]
    ... )
    >>> fit = hw.fit_with_errors(galaxies)
    >>> print(f"{fit.slope:.1f} ± {fit.slope_stderr:.1f} km/s/Mpc, {fit.age:.2f} Gyr")
    78.3 ± 2.9 km/s/Mpc, 12.49 Gyr
    """

    slope: float
    intercept: float
    slope_stderr: float
    intercept_stderr: float
    residual_variance: float
    scatter: float
    n: int
    fit_intercept: bool
    labels: Labels

    @property
    def age(self) -> float | None:
        """Hubble time 1 / slope in Gyr; None for a slope of 0 or below, and for data with labels of their own."""
        return age_of(self.slope) if self.labels.has_age else None

    def conf_int(self, confidence_level: float = 0.95) -> ConfidenceIntervals:
        """Return confidence intervals of slope, intercept and age, by Student's t.

        Parameters
        ----------
        confidence_level : float
            Between 0 and 1.

        Returns
        -------
        ConfidenceIntervals
            In km/s/Mpc, km/s and Gyr; the age's is that of the slope read as 1 / slope, see `PolynomialFit`.

        Raises
        ------
        TypeError, ValueError
            If the confidence level is not a number between 0 and 1.
        """
        quantile = t_quantile(check_confidence_level(confidence_level), self.n - 1 - self.fit_intercept)
        slope, intercept = (
            around(value, stderr, quantile)
            for value, stderr in ((self.slope, self.slope_stderr), (self.intercept, self.intercept_stderr))
        )
        return ConfidenceIntervals(slope, intercept, None if self.age is None else age_interval(slope))

    def __repr__(self) -> str:
        """Return the numbers with their errors, one below the other."""
        return as_text(self._heading, self._rows)

    def _repr_html_(self) -> str:
        return as_html(self._heading, self._rows)

    @property
    def _heading(self) -> str:
        values = {"count": grouped(self.n), "rows": self.labels.rows}
        if self.fit_intercept:
            return message("Line through {count} {rows}, with errors on both axes", **values)
        return message("Line through {count} {rows} and the origin, with errors on both axes", **values)

    @property
    def _rows(self) -> list[tuple[str, str, str]]:
        """Quantity, number with its error, and unit."""
        labels = self.labels
        of_intercept = self.intercept_stderr if self.fit_intercept else None
        rows = [
            (labels.slope_name, with_error(self.slope, self.slope_stderr, ".2f"), labels.slope_unit),
            (message("Intercept"), with_error(self.intercept, of_intercept, ".1f"), labels.y_unit),
            (message("Residual variance (scales the errors)"), number(self.residual_variance, ".3g"), ""),
        ]
        if self.scatter:
            rows.append((message("Scatter added to the errors"), number(self.scatter, ".4g"), labels.y_unit))
        if self.age is not None:
            words = interval_words(self.age, self.conf_int(AGE_LEVEL).age, labels)
            rows.append((AGE, ", ".join(words), message("billion years")))
        return rows


def fit_galaxies_with_errors(
    galaxies: BaseDataset, *, scatter: float = 0.0, fit_intercept: bool = True
) -> FitWithErrors:
    """Fit a straight line to galaxies with errors on both axes; see `hubble_widget.fit_with_errors`.

    Parameters
    ----------
    galaxies : BaseDataset
    scatter, fit_intercept
        As in `hubble_widget.fit_with_errors`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, an error is missing, or no line is found.
    ImportError
        If odrpack is missing.
    """
    scatter, fit_intercept = _check_scatter(scatter), check_fit_intercept(fit_intercept)
    x_error, y_error = _checked_errors(galaxies)
    y_error = np.hypot(y_error, scatter)
    rows = galaxies.sample
    # In standardized numbers slope and intercept are of order 1 and independent of each other.
    scales = scales_of(galaxies.moments, "standard", fit_intercept=fit_intercept)
    x, y = scales.columns(rows.distance, rows.velocity)
    line = galaxies.moments if fit_intercept else galaxies.moments.through_origin()
    found = _line(
        (x, y),
        (x_error / scales.distance_scale, y_error / scales.velocity_scale),
        scales.parameters(line.slope, line.intercept)[0],
        fit_intercept=fit_intercept,
    )
    weight, bias = found.parameters
    variance = found.residual_variance if line.residual_ss > 0 else 0.0  # on a line the rest is rounding
    to_line = np.array(
        [[scales.slope_scale, 0.0], [-scales.slope_scale * scales.distance_offset, scales.velocity_scale]]
    )
    slope_variance, intercept_variance = (variance * np.diag(to_line @ found.covariance @ to_line.T)).tolist()
    slope, intercept = scales.line(weight, bias)
    return FitWithErrors(
        slope=slope,
        intercept=intercept if fit_intercept else 0.0,
        slope_stderr=math.sqrt(slope_variance),
        intercept_stderr=math.sqrt(intercept_variance) if fit_intercept else 0.0,
        residual_variance=variance,
        scatter=scatter,
        n=len(galaxies),
        fit_intercept=fit_intercept,
        labels=galaxies.labels,
    )


def found_with_errors(galaxies: BaseDataset, *, scatter: float = 0.0, fit_intercept: bool) -> FitWithErrors | str:
    """Return the line through galaxies with errors on both axes, or why there is none; "" without such errors."""
    if not isinstance(galaxies, Dataset) or galaxies.distance_error is None or galaxies.velocity_error is None:
        return ""
    return _found_with_errors(galaxies.weighted(False), scatter, fit_intercept)


@lru_cache(maxsize=4)  # both plots of the view ask for it
def _found_with_errors(galaxies: BaseDataset, scatter: float, fit_intercept: bool) -> FitWithErrors | str:
    try:
        return fit_galaxies_with_errors(galaxies, scatter=scatter, fit_intercept=fit_intercept)
    except (ImportError, ValueError) as error:
        return str(error)


class _Found(NamedTuple):
    """Weight and bias, their covariance, which takes the errors at their word, and the residual variance."""

    parameters: tuple[float, float]
    covariance: FloatArray
    residual_variance: float


def _check_scatter(value: object) -> float:
    wanted = "a number of at least 0, in km/s"
    scatter = as_real("scatter", value, wanted)
    if not 0 <= scatter < math.inf:
        raise ValueError(f"scatter must be {wanted}, got {scatter!r}.")
    return scatter


def _checked_errors(galaxies: BaseDataset) -> tuple[FloatArray, FloatArray]:
    rows, n = galaxies.labels.rows, len(galaxies)
    if not isinstance(galaxies, Dataset) or n > MAX_ROWS:
        raise ValueError(f"a fit with errors on both axes takes up to {MAX_ROWS:,} {rows} in memory, got {n:,}.")
    if galaxies.distance_error is None or galaxies.velocity_error is None:
        raise ValueError(
            "a fit with errors on both axes needs both: name their columns, x_error='...' and y_error='...', or pass "
            "Dataset(..., distance_error=[...], velocity_error=[...])."
        )
    if n < MIN_GALAXIES:
        raise ValueError(f"a fit with errors on both axes needs at least {MIN_GALAXIES} {rows}, got {n}.")
    return galaxies.distance_error, galaxies.velocity_error


def _line(
    columns: tuple[FloatArray, FloatArray],
    errors: tuple[FloatArray, FloatArray],
    start: float,
    *,
    fit_intercept: bool,
) -> _Found:
    """Return the line through scaled columns that is found from a weight; the bias there is 0.

    ODRPACK takes the size of a parameter from where it starts, which must not be a rounding error in place of 0.
    """
    try:
        from odrpack import odr_fit
    except ImportError as error:
        raise ImportError(
            f"a fit with errors on both axes needs odrpack ({error}): pip install 'hubble_widget[errors]'."
        ) from error
    smallest = min(float(each.min()) for each in errors)  # only the ratios of weights matter
    weight_x, weight_y = ((smallest / each) ** 2 for each in errors)
    found = odr_fit(
        lambda x, beta: beta[0] * x + beta[1],
        *columns,
        np.array([math.copysign(max(abs(start), _LEAST_START), start), 0.0]),
        weight_x=weight_x,
        weight_y=weight_y,
        fix_beta=np.array([False, not fit_intercept]),
        jac_beta=lambda x, _beta: np.stack([x, np.ones_like(x)]),
        jac_x=lambda x, beta: np.full_like(x, beta[0]),
        maxit=500,
        sstol=1e-14,
        partol=1e-13,
    )
    if not found.success:
        raise ValueError(f"no line with errors on both axes is found: {found.stopreason}.")
    weight, bias = found.beta.tolist()
    return _Found((weight, bias), np.asarray(found.cov_beta) * smallest**2, float(found.res_var) / smallest**2)
