"""What is said about the loss surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubble_widget.data.labels import in_brackets
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.formatting import number, with_minus, with_unit
from hubble_widget.messages import localized, message
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.fit.loss_surface import LossSurface

ONLY_STRAIGHT = message("The loss surface is drawn for straight lines: choose degree 1.")
WITH_EXACT = message("The lowest point of the loss surface is the exact fit: both are hidden.")


def problem(degree: int, *, show_exact: bool = True) -> str:
    """Return why there is no loss surface, or ""."""
    if not show_exact:
        return WITH_EXACT
    return ONLY_STRAIGHT if degree > 1 else ""


def shape(surface: LossSurface | LossCurve, optimizer: str) -> str:
    """Return the shape of the valley or the curve, and the largest stable rate of plain gradient descent."""
    has_limit = optimizer == "SGD"
    if isinstance(surface, LossCurve):
        return _curve_shape(surface, has_limit=has_limit)
    if surface.loss_function == "L1":
        return message(
            "The L1 loss is made of flat pieces: its gradient changes only at the creases between them; "
            "the diamond is the least-squares line."
        )
    if surface.loss_function == "Huber":
        return message(
            "The Huber loss is round where residuals are small; far from there its gradient no longer grows; "
            "the diamond is the least-squares line."
        )
    return _valley_shape(surface, has_limit=has_limit)


def _valley_shape(surface: LossSurface, *, has_limit: bool) -> str:
    steepness = surface.steepness
    values = {
        "steepness": number(steepness, ".0f"),
        "length": number(steepness**0.5, ".0f"),
        "rate": _stable_rate(surface),
    }
    if round(steepness) <= 1:
        if not has_limit:
            return message("Equally steep in all directions")
        return message("Equally steep in all directions; largest stable rate\u00a0{rate}", **values)
    if not has_limit:
        return message(
            "{steepness} times steeper across than along the valley ({length} times as long as wide)", **values
        )
    return message(
        "{steepness} times steeper across than along the valley ({length} times as long as wide); "
        "largest stable rate\u00a0{rate}",
        **values,
    )


def _curve_shape(curve: LossCurve, *, has_limit: bool) -> str:
    if curve.loss_function == "L1":
        return message(
            "The L1 loss over the slope alone is made of flat pieces: its gradient changes only at the creases between "
            "them; the diamond is the least-squares line."
        )
    if curve.loss_function == "Huber":
        return message(
            "The Huber loss over the slope alone is round where residuals are small; far from there its gradient no "
            "longer grows; the diamond is the least-squares line."
        )
    if not has_limit:
        return message("Through the origin the loss depends on the slope alone")
    return message(
        "Through the origin the loss depends on the slope alone; largest stable rate\u00a0{rate}",
        rate=_stable_rate(curve),
    )


def _stable_rate(surface: LossSurface | LossCurve) -> str:
    return localized(f"{surface.largest_stable_rate:.2g}")


def place(surface: LossSurface | LossCurve, slope: float, intercept: float) -> list[str]:
    """Return the lines of the note on the place of one line; each line on a curve goes through the origin."""
    labels, is_curve = surface.data.labels, isinstance(surface, LossCurve)
    function, scaling = surface.loss_function, surface.scaling
    loss = loss_of(surface.data, slope, intercept, function, scaling=scaling, fit_intercept=not is_curve)
    with_units = with_unit(with_minus(number(slope, ".2f")), labels.slope_unit)
    lines = [words.loss(loss), message("slope {slope}", slope=with_units)]
    if not is_curve:
        with_units = with_unit(with_minus(number(intercept, ".1f")), labels.y_unit)
        lines.append(message("intercept {intercept}", intercept=with_units))
    return lines


def axis(name: str, one: float, unit: str) -> str:
    """Return the label of an axis: the parameter, and what a value of 1 is."""
    if one == 1:
        return in_brackets(name, unit)
    return message("{name} (1 is {value})", name=name, value=with_unit(number(one, ".4g"), unit))
