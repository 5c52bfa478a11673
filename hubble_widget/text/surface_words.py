"""What is said about the loss surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.formatting import NO_BREAK, number, with_minus, with_unit
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.fit.loss_surface import LossSurface

ONLY_STRAIGHT = "The loss surface is drawn for straight lines: choose degree 1."
WITH_EXACT = "The lowest point of the loss surface is the exact fit: both are hidden."

SHAPES = {
    "L1": "is made of flat pieces: its gradient changes only at the creases between them",
    "Huber": "is round where residuals are small; far from there its gradient no longer grows",
}
"""What is true of a loss other than the mean squared error, whose valley has no axes."""
DIAMOND = "the diamond is the least-squares line"


def problem(degree: int, *, show_exact: bool = True) -> str:
    """Return why there is no loss surface, or ""."""
    if not show_exact:
        return WITH_EXACT
    return ONLY_STRAIGHT if degree > 1 else ""


def shape(surface: LossSurface | LossCurve, optimizer: str) -> str:
    """Return the shape of the valley or the curve, and the largest stable rate of plain gradient descent."""
    if isinstance(surface, LossCurve):
        return _curve_shape(surface, optimizer)
    if surface.loss_function != "MSE":
        return f"The {surface.loss_function} loss {SHAPES[surface.loss_function]}; {DIAMOND}."
    steepness = surface.steepness
    valley = "Equally steep in all directions"
    if round(steepness) > 1:
        longer = _times(steepness**0.5)
        valley = f"{_times(steepness)} steeper across than along the valley ({longer} as long as wide)"
    return f"{valley}; {_stable_rate(surface)}" if optimizer == "SGD" else valley


def _curve_shape(curve: LossCurve, optimizer: str) -> str:
    if curve.loss_function != "MSE":
        return f"The {curve.loss_function} loss over the slope alone {SHAPES[curve.loss_function]}; {DIAMOND}."
    alone = "Through the origin the loss depends on the slope alone"
    return f"{alone}; {_stable_rate(curve)}" if optimizer == "SGD" else alone


def _stable_rate(surface: LossSurface | LossCurve) -> str:
    return f"largest stable rate{NO_BREAK}{surface.largest_stable_rate:.2g}"


def _times(count: float) -> str:
    """Return a whole number of times."""
    return f"{number(count, '.0f')} times"


def place(surface: LossSurface | LossCurve, slope: float, intercept: float) -> list[str]:
    """Return the lines of the note on the place of one line; each line on a curve goes through the origin."""
    labels, is_curve = surface.data.labels, isinstance(surface, LossCurve)
    function, scaling = surface.loss_function, surface.scaling
    loss = loss_of(surface.data, slope, intercept, function, scaling=scaling, fit_intercept=not is_curve)
    return [
        words.loss(loss),
        f"slope {with_unit(with_minus(number(slope, '.2f')), labels.slope_unit)}",
        *([] if is_curve else [f"intercept {with_unit(with_minus(number(intercept, '.1f')), labels.y_unit)}"]),
    ]


def axis(name: str, one: float, unit: str) -> str:
    """Return the label of an axis: the parameter, and what a value of 1 is."""
    if one == 1:
        return f"{name} ({unit})" if unit else name
    return f"{name} (1 is {with_unit(number(one, '.4g'), unit)})"
