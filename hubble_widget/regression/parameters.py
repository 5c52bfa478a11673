"""The rules for the settings of a descent: the same for torch and the closed form."""

import math
from collections.abc import Sequence
from numbers import Real
from operator import index
from typing import Any, TypeAlias

import numpy as np

from hubble_widget.regression.spelling import one_of

Start: TypeAlias = "tuple[float, float] | Sequence[float] | np.ndarray[Any, Any]"

DEFAULT_LEARNING_RATE = 0.05
DEFAULT_ITERATIONS = 500
MOST_ITERATIONS = 10_000
"""As many as the explorer offers; the functions take any number."""
FLAT_START = (0.0, 0.0)

OPTIMIZERS = ("SGD", "SGD with momentum", "Adam")
DEFAULT_OPTIMIZER = "SGD"
LOSS_FUNCTIONS = ("MSE", "L1", "Huber")
DEFAULT_LOSS_FUNCTION = "MSE"

_OPTIMIZERS_ELSEWHERE = {
    "gradient descent": "SGD",
    "GD": "SGD",
    "momentum": "SGD with momentum",
    "SGD momentum": "SGD with momentum",
    "Nesterov": "SGD with momentum",
}

_LOSSES_ELSEWHERE = {
    **dict.fromkeys(("L2", "squared error", "mean squared error", "MSELoss", "L2Loss", "least squares"), "MSE"),
    **dict.fromkeys(("MAE", "absolute error", "mean absolute error", "L1Loss", "LAD"), "L1"),
    **dict.fromkeys(("smooth L1", "SmoothL1Loss", "HuberLoss"), "Huber"),
}

HUBER_DELTA = 0.1
"""Where the Huber loss turns from a parabola into a line, in scaled data.

Data are divided by their largest magnitudes, so that the residuals of a sensible line are below 1:
torch's own 1.0 would merely be half the mean squared error.
"""


def as_real(name: str, value: object, wanted: str) -> float:
    """Return a real number as a float, nan and infinities included.

    Raises
    ------
    TypeError
        If it is anything but a real number; bool and text count as no number.
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise TypeError(f"{name} must be {wanted}, got {value!r} ({type(value).__name__}).")
    return to_float(value)


def to_float(value: Any) -> float:
    """Return a real number as a float, infinite where an int is too large for one."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def check_learning_rate(value: object) -> float:
    """Return a learning rate as a float.

    Raises
    ------
    TypeError
        If it is not a real number.
    ValueError
        If it is not finite and above 0.
    """
    rate = as_real("learning_rate", value, f"a number above 0, such as {DEFAULT_LEARNING_RATE}")
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(f"learning_rate must be finite and above 0, got {rate!r}; try {DEFAULT_LEARNING_RATE}.")
    return rate


def check_iterations(value: object) -> int:
    """Return a number of iterations as an int.

    Raises
    ------
    TypeError
        If it is not an int (NumPy's are welcome; ``500.0`` and ``True`` are not).
    ValueError
        If it is below 1.
    """
    wanted = f"iterations must be a whole number of at least 1, such as {DEFAULT_ITERATIONS}"
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        iterations = index(value)  # type: ignore[arg-type]  # refused below
    except TypeError:
        raise TypeError(f"{wanted}, got {value!r} ({type(value).__name__}).") from None
    if iterations < 1:
        raise ValueError(f"{wanted}, got {iterations}.")
    return iterations


def check_iteration(value: object, iterations: int) -> int:
    """Return one of the states of a path as an int.

    Raises
    ------
    TypeError
        If it is not an int.
    ValueError
        If it is below 0 or above `iterations`.
    """
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        iteration = index(value)  # type: ignore[arg-type]  # refused below
    except TypeError:
        raise TypeError(f"iteration must be a whole number, got {value!r} ({type(value).__name__}).") from None
    if not 0 <= iteration <= iterations:
        raise ValueError(f"iteration must be one of 0 to {iterations:,}, got {iteration:,}.")
    return iteration


def check_start(value: object) -> tuple[float, float]:
    """Return the line to start from as (slope in km/s/Mpc, intercept in km/s).

    Raises
    ------
    TypeError
        If it is not a pair of real numbers.
    ValueError
        If one of them is nan or infinite.
    """
    wanted = "a pair (slope in km/s/Mpc, intercept in km/s), such as (0.0, 0.0)"
    pair = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != len(FLAT_START):
        raise TypeError(f"start must be {wanted}, got {value!r}.")
    slope, intercept = (as_real("start", number, wanted) for number in pair)
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        raise ValueError(f"start must be {wanted}, both finite, got ({slope!r}, {intercept!r}).")
    return slope, intercept


def check_optimizer(value: object) -> str:
    """Return one of `OPTIMIZERS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them, letter by letter.
    """
    return one_of("optimizer", value, OPTIMIZERS, _OPTIMIZERS_ELSEWHERE)


def check_loss_function(value: object) -> str:
    """Return one of `LOSS_FUNCTIONS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them, letter by letter.
    """
    return one_of("loss_function", value, LOSS_FUNCTIONS, _LOSSES_ELSEWHERE)


def has_closed_form(optimizer: str, loss_function: str) -> bool:
    """Return whether a path can be had without walking it.

    Parameters
    ----------
    optimizer : str
        One of `OPTIMIZERS`.
    loss_function : str
        One of `LOSS_FUNCTIONS`.

    Returns
    -------
    bool
        True for plain SGD on the mean squared error, whose gradient is linear in the line; the
        sums that predict such a path say nothing of any other.
    """
    return optimizer == "SGD" and loss_function == "MSE"
