"""What holds of the exact fit wherever the sliders stand.

An age below that of the Earth; what a line through the origin assumes, what that does to the interval of the age, and
what the data say to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hubble_widget.fit.least_squares import fit_line
from hubble_widget.formatting import MAX_DECIMALS, limits, number, percent, with_unit
from hubble_widget.messages import message
from hubble_widget.text.words import EARTH

if TYPE_CHECKING:
    from hubble_widget.data.moments import Moments
    from hubble_widget.fit.intervals import AgeInterval
    from hubble_widget.fit.polynomial_fit import PolynomialFit

CONFIDENCE = 0.95


def remark(moments: Moments, fit: PolynomialFit) -> str:
    """Return the sentences on an exact fit of data with these moments; empty where there is nothing to say."""
    return " ".join(filter(None, (_too_young(fit), *_through_origin(moments, fit))))


def _too_young(fit: PolynomialFit) -> str:
    """Return a warning if the age is below that of the Earth, and whether scatter can be the reason."""
    if fit.age is None or fit.age >= EARTH:
        return ""
    values = {
        "age": with_unit(number(fit.age, ".2f"), message("billion years")),
        "earth": number(EARTH, ".1f"),
    }
    allowed = fit.conf_int(CONFIDENCE).age
    if allowed is not None and (allowed.high is None or allowed.high >= EARTH):
        return message(
            "At {age}, that of the exact fit, the universe would be younger than the Earth ({earth}), but at {share} "
            "these data allow {limits}.",
            share=percent(CONFIDENCE),
            limits=with_unit(limits(allowed.low, allowed.high, 1), message("billion years")),
            **values,
        )
    return message(
        "At {age} the universe would be younger than the Earth ({earth}): the distances are too short, "
        "or the velocities too large.",
        **values,
    )


def _through_origin(moments: Moments, fit: PolynomialFit) -> tuple[str, ...]:
    if fit.fit_intercept:
        return ()
    free = fit_line(moments)
    return _assumption(moments), _gain(fit, free), _contradiction(free)


def _assumption(moments: Moments) -> str:
    labels = moments.labels
    if labels.has_age:
        return message("The line is held at the origin: this assumes that a galaxy at distance 0 would not recede.")
    return message(
        "The line is held at the origin: this assumes that {y} is 0 where {x} is 0.", y=labels.y_name, x=labels.x_name
    )


def _gain(fit: PolynomialFit, free: PolynomialFit) -> str:
    """Compare the intervals with and without the assumption: of the age, or of the slope where an age has no limits."""
    here, there = fit.conf_int(CONFIDENCE), free.conf_int(CONFIDENCE)
    ages = _bounded(here.age), _bounded(there.age)
    has_contrast = free.n > free.degree + 1  # two galaxies alone have no interval
    values = {"share": percent(CONFIDENCE)}
    if ages[0] is not None and ages[1] is not None:
        held, values["other"] = _limits([ages[0], ages[1]], decimals=1)
        values["held"] = with_unit(held, message("billion years"))
        if not has_contrast:
            return message("At {share} the age is then {held}.", **values)
        return message("At {share} the age is then {held}, not {other}.", **values)
    held, values["other"] = _limits([here.slope, there.slope], decimals=2)
    values["held"] = with_unit(held, fit.labels.slope_unit)
    if not has_contrast:
        return message("At {share} the slope is then {held}.", **values)
    return message("At {share} the slope is then {held}, not {other}.", **values)


def _bounded(age: AgeInterval) -> tuple[float, float] | None:
    """Return the ends of an interval of the age; None if one is missing."""
    return None if age is None or age.low is None or age.high is None else (age.low, age.high)


def _limits(intervals: Sequence[tuple[float, float]], decimals: int) -> list[str]:
    """Return intervals as text, all with so many decimals, or with as many as tell the ends of the narrowest apart."""
    widths = [high - low for low, high in intervals if 0 < high - low < math.inf]
    if widths:
        decimals = min(max(decimals, -math.floor(math.log10(min(widths)))), MAX_DECIMALS)
    return [limits(low, high, decimals) for low, high in intervals]


def _contradiction(free: PolynomialFit) -> str:
    """Return a sentence if the intercept that the data would choose is not 0, at the same confidence."""
    low, high = free.conf_int(CONFIDENCE).intercept
    if not (low > 0 or high < 0):  # also where nothing is left to estimate errors from
        return ""
    if not free.intercept_stderr:
        return message("But these data lie on a line that misses the origin.")
    away = number(abs(free.intercept / free.intercept_stderr), ".2f")
    return message(
        "But these data speak against it: their own intercept is {count} standard errors from 0.", count=away
    )
