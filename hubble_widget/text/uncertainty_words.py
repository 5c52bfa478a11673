"""What is said about how sure a straight line is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.fit.uncertainty import LEVELS, MAX_RESAMPLED, Uncertainty
from hubble_widget.formatting import decimals_of, limits, number, percent, with_minus, with_unit

if TYPE_CHECKING:
    from hubble_widget.data.labels import Labels
    from hubble_widget.fit.fit_with_errors import FitWithErrors
    from hubble_widget.fit.polynomial_fit import PolynomialFit

WITH_EXACT = "The resamples lie around the exact fit: both are hidden."
NO_AGE = "A curve has no age: choose degree 1."
ONLY_STRAIGHT = "Resamples are drawn for straight lines: choose degree 1."
NO_ERROR = "The line meets all {n} {rows}: nothing is left to tell how sure it is."


def problem(fit: PolynomialFit, *, show_exact: bool = True) -> str:
    """Return why it cannot be said how sure a fit is, or ""."""
    if not show_exact:
        return WITH_EXACT
    if fit.degree > 1:
        return NO_AGE if fit.labels.has_age else ONLY_STRAIGHT
    return "" if fit.slope_stderr > 0 else NO_ERROR.format(n=f"{fit.n:,}", rows=fit.labels.rows)


def axis(uncertainty: Uncertainty) -> str:
    """Return the label of the axis."""
    if uncertainty.is_age:
        return "1/slope (billion years)"
    unit = uncertainty.fit.labels.slope_unit
    return f"Slope ({unit})" if unit else "Slope"


def brackets(uncertainty: Uncertainty) -> list[str]:
    """Return the labels of the intervals, the narrow one first: "68 %: 10.7 to 13.8"."""
    return [f"{percent(level)}: {_limits(uncertainty, level)}" for level in LEVELS]


def _limits(uncertainty: Uncertainty, level: float) -> str:
    narrow, shown = uncertainty.interval(LEVELS[0]), uncertainty.interval(level)
    return with_minus(limits(shown.low, shown.high, decimals_of(uncertainty.value, narrow.low, narrow.high)))


def allowed(uncertainty: Uncertainty) -> str:
    """Return how far the data allow the number to vary, and how that was found."""
    (narrow, wide), (little, much) = (_limits(uncertainty, level) for level in LEVELS), map(percent, LEVELS)
    fit, drawn = uncertainty.fit, uncertainty.bootstrap
    unit = "billion years" if uncertainty.is_age else fit.labels.slope_unit
    if drawn is not None:
        without = np.count_nonzero(np.isnan(drawn.ages)) if uncertainty.is_age else 0
        how = f"by {drawn.slopes.size:,} resamples with seed {drawn.seed}"
        how += f"; {without:,} of them have no age" if without else ""
    else:
        how = "by Student's t" + (f": over {MAX_RESAMPLED:,} are not resampled" if fit.n > MAX_RESAMPLED else "")
    ages = "ages " if uncertainty.interval(LEVELS[0]).high is None else ""
    return f"The data allow {ages}{with_unit(narrow, unit)} ({little}), or {wide} ({much}), {how}."


def caption(uncertainty: Uncertainty) -> str:
    """Return what the intervals are made from."""
    drawn = uncertainty.bootstrap
    return "Student's t" if drawn is None else f"{drawn.slopes.size:,} resamples, seed {drawn.seed}"


def on_both_axes(uncertainty: Uncertainty) -> str:
    """Return what the line with errors on both axes gives; "" where there is none."""
    value = uncertainty.value_with_errors
    return "" if value is None else f"dotted: errors on\nboth axes, {with_minus(number(value, '.2f'))}"


def with_both_errors(uncertainty: Uncertainty) -> str:
    """Return the same in sentences, with intervals, or why there is no such line; "" without such errors."""
    fit, scattered = uncertainty.with_errors, uncertainty.with_scatter
    if isinstance(fit, str):
        return fit[:1].upper() + fit[1:]
    found = _found(fit, is_age=uncertainty.is_age)
    if found is None:
        return "The line with errors on both axes has no age."
    sentences = f"With errors on both axes the {'age' if uncertainty.is_age else 'slope'} is {found}."
    found = None if scattered is None else _found(scattered, is_age=uncertainty.is_age)
    if scattered is None or found is None:
        return sentences
    added = with_unit(number(scattered.scatter, ".0f"), fit.labels.y_unit)
    return f"{sentences} With {added} of peculiar velocities added to the errors it is {found}."


def _found(fit: FitWithErrors, *, is_age: bool) -> str | None:
    """Return the age (or the slope) of a line with its interval; None if it has no age."""
    intervals = fit.conf_int(LEVELS[1])
    value, interval = (fit.age, intervals.age) if is_age else (fit.slope, intervals.slope)
    if value is None or interval is None:
        return None
    shown, between = (with_minus(text) for text in (number(value, ".2f"), limits(interval.low, interval.high, 2)))
    unit = "billion years" if is_age else fit.labels.slope_unit
    return f"{with_unit(shown, unit)} ({percent(LEVELS[1])}: {between})"


def without(name: str, value: float, change: float, labels: Labels, *, is_age: bool) -> str:
    """Return what leaving a galaxy out does: "without NGC 4414: 11.10 billion years (-1.07)"."""
    if not math.isfinite(value):
        return f"without {name}: no {'age' if is_age else 'line'}"
    text = with_unit(with_minus(number(value, ".2f")), "billion years" if is_age else labels.slope_unit)
    sign = "" if change < 0 else "+"
    return f"without {name}: {text} ({sign}{with_minus(number(change, '.2f'))})"


def key(*, is_age: bool) -> tuple[str, str]:
    """Return what the two colors of galaxies say: the line without it has a larger number, or a smaller one."""
    return ("without it: older", "without it: younger") if is_age else ("without it: steeper", "without it: flatter")
