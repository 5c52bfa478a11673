"""What is said about how sure a straight line is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.labels import in_brackets
from hubble_widget.fit.uncertainty import LEVELS, MAX_RESAMPLED, Uncertainty
from hubble_widget.formatting import decimals_of, limits, number, percent, with_minus, with_unit
from hubble_widget.messages import counted, grouped, message

if TYPE_CHECKING:
    from hubble_widget.data.labels import Labels
    from hubble_widget.fit.fit_with_errors import FitWithErrors
    from hubble_widget.fit.polynomial_fit import PolynomialFit

WITH_EXACT = message("The resamples lie around the exact fit: both are hidden.")
NO_AGE = message("A curve has no age: choose degree 1.")
ONLY_STRAIGHT = message("Resamples are drawn for straight lines: choose degree 1.")


def problem(fit: PolynomialFit, *, show_exact: bool = True) -> str:
    """Return why it cannot be said how sure a fit is, or ""."""
    if not show_exact:
        return WITH_EXACT
    if fit.degree > 1:
        return NO_AGE if fit.labels.has_age else ONLY_STRAIGHT
    if fit.slope_stderr > 0:
        return ""
    return message(
        "The line meets all {count} {rows}: nothing is left to tell how sure it is.",
        count=grouped(fit.n),
        rows=fit.labels.rows,
    )


def axis(uncertainty: Uncertainty) -> str:
    """Return the label of the axis."""
    if uncertainty.is_age:
        return message("1/slope (billion years)")
    return in_brackets(message("Slope"), uncertainty.fit.labels.slope_unit)


def brackets(uncertainty: Uncertainty) -> list[str]:
    """Return the labels of the intervals, the narrow one first: "68 %: 10.7 to 13.8"."""
    return [
        message("{share}: {interval}", share=percent(level), interval=_limits(uncertainty, level)) for level in LEVELS
    ]


def _limits(uncertainty: Uncertainty, level: float) -> str:
    narrow, shown = uncertainty.interval(LEVELS[0]), uncertainty.interval(level)
    return with_minus(limits(shown.low, shown.high, decimals_of(uncertainty.value, narrow.low, narrow.high)))


def allowed(uncertainty: Uncertainty) -> str:
    """Return how far the data allow the number to vary, and how that was found."""
    (narrow, wide), (little, much) = (_limits(uncertainty, level) for level in LEVELS), map(percent, LEVELS)
    unit = message("billion years") if uncertainty.is_age else uncertainty.fit.labels.slope_unit
    values = {
        "narrow": with_unit(narrow, unit),
        "narrow_share": little,
        "wide": wide,
        "wide_share": much,
        "method": _method(uncertainty),
    }
    if uncertainty.interval(LEVELS[0]).high is None:
        return message(
            "The data allow ages {narrow} ({narrow_share}), or {wide} ({wide_share}), by {method}.", **values
        )
    return message("The data allow {narrow} ({narrow_share}), or {wide} ({wide_share}), by {method}.", **values)


def _method(uncertainty: Uncertainty) -> str:
    drawn = uncertainty.bootstrap
    if drawn is None:
        if uncertainty.fit.n <= MAX_RESAMPLED:
            return message("Student's t")
        return message("Student's t: over {count} are not resampled", count=grouped(MAX_RESAMPLED))
    resamples = grouped(drawn.slopes.size)
    without = int(np.count_nonzero(np.isnan(drawn.ages))) if uncertainty.is_age else 0
    if not without:
        return message("{resamples} resamples with seed {seed}", resamples=resamples, seed=drawn.seed)
    return counted(
        "{resamples} resamples with seed {seed}; {count} of them has no age",
        "{resamples} resamples with seed {seed}; {count} of them have no age",
        without,
        resamples=resamples,
        seed=drawn.seed,
    )


def caption(uncertainty: Uncertainty) -> str:
    """Return what the intervals are made from."""
    drawn = uncertainty.bootstrap
    if drawn is None:
        return message("Student's t")
    return counted(
        "{count} resample, seed {seed}", "{count} resamples, seed {seed}", drawn.slopes.size, seed=drawn.seed
    )


def on_both_axes(uncertainty: Uncertainty) -> str:
    """Return what the line with errors on both axes gives; "" where there is none."""
    value = uncertainty.value_with_errors
    if value is None:
        return ""
    return message("dotted: errors on\nboth axes, {value}", value=with_minus(number(value, ".2f")))


def with_both_errors(uncertainty: Uncertainty) -> str:
    """Return the same in sentences, with intervals, or why there is no such line; "" without such errors."""
    fit, scattered = uncertainty.with_errors, uncertainty.with_scatter
    if isinstance(fit, str):
        return fit[:1].upper() + fit[1:]
    found = _found(fit, is_age=uncertainty.is_age)
    if found is None:
        return message("The line with errors on both axes has no age.")
    if uncertainty.is_age:
        first = message("With errors on both axes the age is {age}.", age=found)
    else:
        first = message("With errors on both axes the slope is {slope}.", slope=found)
    found = None if scattered is None else _found(scattered, is_age=uncertainty.is_age)
    if scattered is None or found is None:
        return first
    added = with_unit(number(scattered.scatter, ".0f"), fit.labels.y_unit)
    second = message("With {added} of peculiar velocities added to the errors it is {found}.", added=added, found=found)
    return f"{first} {second}"


def _found(fit: FitWithErrors, *, is_age: bool) -> str | None:
    """Return the age (or the slope) of a line with its interval; None if it has no age."""
    intervals = fit.conf_int(LEVELS[1])
    value, interval = (fit.age, intervals.age) if is_age else (fit.slope, intervals.slope)
    if value is None or interval is None:
        return None
    shown, between = (with_minus(text) for text in (number(value, ".2f"), limits(interval.low, interval.high, 2)))
    unit = message("billion years") if is_age else fit.labels.slope_unit
    return message(
        "{value} ({share}: {interval})", value=with_unit(shown, unit), share=percent(LEVELS[1]), interval=between
    )


def without(name: str, value: float, change: float, labels: Labels, *, is_age: bool) -> tuple[str, str]:
    """Return two lines on what leaving a galaxy out does: "without NGC 4414:", "11.10 billion years (-1.07)"."""
    heading = message("without {name}:", name=name)
    if not math.isfinite(value):
        return heading, message("no age") if is_age else message("no line")
    sign = "" if change < 0 else "+"
    return heading, message(
        "{value} ({change})",
        value=with_unit(with_minus(number(value, ".2f")), message("billion years") if is_age else labels.slope_unit),
        change=f"{sign}{with_minus(number(change, '.2f'))}",
    )


def key(*, is_age: bool) -> tuple[str, str]:
    """Return what the two colors of galaxies say: the line without it has a larger number, or a smaller one."""
    if is_age:
        return message("without it: older"), message("without it: younger")
    return message("without it: steeper"), message("without it: flatter")
