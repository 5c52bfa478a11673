"""The rules for the settings of a descent: the same for torch and the closed form."""

import math
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from hubble_widget.data.real_numbers import as_bool, as_real, as_whole
from hubble_widget.suggestions import one_of

RateChanges: TypeAlias = "Sequence[tuple[int, float]]"
"""Iterations from which on another learning rate holds, and these rates, in order."""
Start: TypeAlias = "tuple[float, float] | Sequence[float] | np.ndarray[Any, Any] | Literal['random']"

DEFAULT_LEARNING_RATE = 0.05
DEFAULT_ITERATIONS = 500
MAX_ITERATIONS = 10_000
"""As many as the explorer offers; the functions take any number."""
FLAT_START = (0.0, 0.0)
RANDOM = "random"
"""A start that is drawn as torch does it; see `hubble_widget.fit.random_start`."""
MAX_SEED = 2**64 - 1
"""The largest that torch takes."""

Optimizer: TypeAlias = Literal["SGD", "SGD with momentum", "Adam"]
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
DEFAULT_OPTIMIZER: Optimizer = "SGD"
LossFunction: TypeAlias = Literal["MSE", "L1", "Huber"]
LOSS_FUNCTIONS: tuple[LossFunction, ...] = get_args(LossFunction)
DEFAULT_LOSS_FUNCTION: LossFunction = "MSE"

_OPTIMIZERS_SYNONYMS = {
    "gradient descent": "SGD",
    "GD": "SGD",
    "momentum": "SGD with momentum",
    "SGD momentum": "SGD with momentum",
    "Nesterov": "SGD with momentum",
}

_LOSSES_SYNONYMS = {
    **dict.fromkeys(("L2", "squared error", "mean squared error", "MSELoss", "L2Loss", "least squares"), "MSE"),
    **dict.fromkeys(("MAE", "absolute error", "mean absolute error", "L1Loss", "LAD"), "L1"),
    **dict.fromkeys(("smooth L1", "SmoothL1Loss", "HuberLoss"), "Huber"),
}

Scaling: TypeAlias = Literal["max", "standard", "none"]
SCALINGS: tuple[Scaling, ...] = get_args(Scaling)
DEFAULT_SCALING: Scaling = "max"

_SCALINGS_SYNONYMS = {
    **dict.fromkeys(("maximum", "max abs", "MaxAbsScaler", "normalize"), "max"),
    **dict.fromkeys(("standardize", "standardized", "StandardScaler", "z-score", "zscore"), "standard"),
    **dict.fromkeys(("raw", "off", "unscaled", "no", "False"), "none"),
}

HUBER_DELTA = 0.1
"""Where the Huber loss turns from a parabola into a line, in scaled data.

Data are mostly divided by their largest magnitudes, so that the residuals of a sensible line are below 1:
torch's own 1.0 would merely be half the mean squared error.
"""


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


def check_rate_changes(value: object) -> tuple[tuple[int, float], ...]:
    """Return the changes of a learning rate as a tuple of (iteration, rate).

    Raises
    ------
    TypeError
        If they are not a sequence of pairs of numbers.
    ValueError
        If an iteration is below 1, or not after the one before it; or a rate is not finite and above 0.
    """
    wanted = "pairs of an iteration and the learning rate from there on, such as ((200, 0.1),)"
    pairs = value if isinstance(value, Sequence) and not isinstance(value, str) else None
    if pairs is None or not all(isinstance(pair, Sequence) and len(pair) == 2 for pair in pairs):
        raise TypeError(f"rate_changes must be {wanted}, got {value!r}.")
    changes = tuple((as_whole("rate_changes", at, wanted), check_learning_rate(rate)) for at, rate in pairs)
    for before, (iteration, _) in zip((0, *(at for at, _ in changes)), changes, strict=False):
        if iteration <= before:
            raise ValueError(
                f"rate_changes must have ascending iterations of at least 1, got {iteration} after {before}."
            )
    return changes


def check_iterations(value: object) -> int:
    """Return a number of iterations as an int.

    Raises
    ------
    TypeError
        If it is not an int (NumPy's are welcome; ``500.0`` and ``True`` are not).
    ValueError
        If it is below 1.
    """
    wanted = f"a whole number of at least 1, such as {DEFAULT_ITERATIONS}"
    iterations = as_whole("iterations", value, wanted)
    if iterations < 1:
        raise ValueError(f"iterations must be {wanted}, got {iterations}.")
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
    iteration = as_whole("iteration", value, "a whole number")
    if not 0 <= iteration <= iterations:
        raise ValueError(f"iteration must be one of 0 to {iterations:,}, got {iteration:,}.")
    return iteration


def check_seed(value: object) -> int:
    """Return a seed of random numbers as an int: for None a new one, which tells how to draw the same again.

    Raises
    ------
    TypeError
        If it is neither an int nor None.
    ValueError
        If it is below 0 or above `MAX_SEED`.
    """
    if value is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    wanted = "a whole number of at least 0, or None for a new one"
    seed = as_whole("seed", value, wanted)
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"seed must be {wanted}, got {seed}.")
    return seed


def check_scaling(value: object) -> str:
    """Return one of `SCALINGS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them, letter by letter.
    """
    return one_of("scaling", value, SCALINGS, _SCALINGS_SYNONYMS)


def check_batch_size(value: object) -> int | None:
    """Return a number of galaxies for each update; None stands for all.

    Raises
    ------
    TypeError
        If it is neither an int nor None.
    ValueError
        If it is below 1.
    """
    if value is None:
        return None
    wanted = "a whole number of at least 1, such as 4, or None for all galaxies at once"
    size = as_whole("batch_size", value, wanted)
    if size < 1:
        raise ValueError(f"batch_size must be {wanted}, got {size}.")
    return size


def check_fit_intercept(value: object) -> bool:
    """Return whether a line has an intercept, or is held at the origin.

    Raises
    ------
    TypeError
        If it is neither True nor False.
    """
    return as_bool("fit_intercept", value, "True, or False for a line through the origin")


def check_weights(value: object) -> bool:
    """Return whether the errors of the velocities weight the galaxies.

    Raises
    ------
    TypeError
        If it is neither True nor False.
    """
    return as_bool("weights", value, "True, for 1/σ² of the velocities' errors, or False")


def check_start(value: object, *, fit_intercept: bool = True) -> tuple[float, float]:
    """Return the line to start from as (slope in km/s/Mpc, intercept in km/s).

    Raises
    ------
    TypeError
        If it is not a pair of real numbers.
    ValueError
        If one of them is nan or infinite, or there is an intercept that is not to be fitted.
    """
    wanted = "a pair (slope in km/s/Mpc, intercept in km/s), such as (0.0, 0.0)"
    pair = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != len(FLAT_START):
        raise TypeError(f"start must be {wanted}, or {RANDOM!r}, got {value!r}.")
    slope, intercept = (as_real("start", number, wanted) for number in pair)
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        raise ValueError(f"start must be {wanted}, both finite, got ({slope!r}, {intercept!r}).")
    if intercept and not fit_intercept:
        raise ValueError(
            f"start has an intercept of {intercept!r} km/s, but with fit_intercept=False the line goes through the "
            f"origin; start from ({slope!r}, 0.0)."
        )
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
    return one_of("optimizer", value, OPTIMIZERS, _OPTIMIZERS_SYNONYMS)


def check_loss_function(value: object) -> str:
    """Return one of `LOSS_FUNCTIONS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them, letter by letter.
    """
    return one_of("loss_function", value, LOSS_FUNCTIONS, _LOSSES_SYNONYMS)


def has_closed_form(optimizer: str, loss_function: str, batch_size: int | None = None) -> bool:
    """Return whether there is a closed form of a path.

    Parameters
    ----------
    optimizer : str
        One of `OPTIMIZERS`.
    loss_function : str
        One of `LOSS_FUNCTIONS`.
    batch_size : int or None
        Galaxies for each update; None stands for all.

    Returns
    -------
    bool
        True for plain SGD on the mean squared error of all galaxies, whose gradient is linear in the line; the
        sums that predict such a path say nothing of any other.
    """
    return optimizer == "SGD" and loss_function == "MSE" and batch_size is None
