"""The settings of an explorer: each with its check, what it takes, and its default."""

from __future__ import annotations

from traitlets import HasTraits

from hubble_widget.data.real_numbers import as_bool
from hubble_widget.explorer.traits import CheckedTrait, LearningRateTrait, StartTrait
from hubble_widget.figure.views import DEFAULT_VIEW, VIEWS, check_view
from hubble_widget.fit.cosmology import DISTANCE_FACTORS, check_distance_factor, check_omega_m
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    LOSS_FUNCTIONS,
    MAX_ITERATIONS,
    OPTIMIZERS,
    RANDOM,
    SCALINGS,
    check_batch_size,
    check_fit_intercept,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_rate_changes,
    check_scaling,
    check_seed,
    check_start,
    check_weights,
)
from hubble_widget.fit.least_squares import DEGREES, check_degree
from hubble_widget.widgets.hiding import CONTROLS, check_hide
from hubble_widget.widgets.pace import DEFAULT_SPEED, SPEEDS, check_speed


def _check_count(value: object) -> int:
    iterations = check_iterations(value)
    if iterations > MAX_ITERATIONS:
        raise ValueError(f"iterations must be at most {MAX_ITERATIONS:,}, got {iterations:,}.")
    return iterations


def _check_start(value: object) -> object:
    return RANDOM if isinstance(value, str) and value == RANDOM else check_start(value)


def _check_seed(value: object) -> int | None:
    return None if value is None else check_seed(value)


def _check_show_exact(value: object) -> bool:
    return as_bool("show_exact", value, "True, or False to hide the exact fit")


def _check_solar_motion(value: object) -> bool:
    return as_bool("solar_motion", value, "True to take the Sun's motion off the velocities, or False")


def _one_of(words: tuple[str, ...]) -> str:
    return f"one of {', '.join(map(repr, words))}"


class Settings(HasTraits):
    """The settings, in the order of the options of %hubblefit.

    They accept the same values as `gradient_descent`, `train` and `polyfit`, by the same checks.
    """

    learning_rate = LearningRateTrait(check_learning_rate, "a finite number above 0", DEFAULT_LEARNING_RATE)
    iterations = CheckedTrait(_check_count, f"a whole number from 1 to {MAX_ITERATIONS:,}", DEFAULT_ITERATIONS)
    start = StartTrait(
        _check_start, "a pair of finite numbers (slope in km/s/Mpc, intercept in km/s), or 'random'", FLAT_START
    )
    rate_changes = CheckedTrait(check_rate_changes, "pairs of an iteration and the learning rate from there on", ())
    degree = CheckedTrait(check_degree, f"one of {', '.join(map(str, DEGREES))}", 1)
    optimizer = CheckedTrait(check_optimizer, _one_of(OPTIMIZERS), DEFAULT_OPTIMIZER)
    loss_function = CheckedTrait(check_loss_function, _one_of(LOSS_FUNCTIONS), DEFAULT_LOSS_FUNCTION)
    speed = CheckedTrait(check_speed, _one_of(SPEEDS), DEFAULT_SPEED)
    batch_size = CheckedTrait(check_batch_size, "a whole number of at least 1, or None for all galaxies at once", None)
    scaling = CheckedTrait(check_scaling, _one_of(SCALINGS), DEFAULT_SCALING)
    view = CheckedTrait(check_view, _one_of(tuple(VIEWS)), DEFAULT_VIEW)
    omega_matter = CheckedTrait(check_omega_m, "a number above 0 and at most 1, or None for 1/slope", None)
    distance_factor = CheckedTrait(check_distance_factor, "a number from {:g} to {:g}".format(*DISTANCE_FACTORS), 1.0)
    fit_intercept = CheckedTrait(check_fit_intercept, "True, or False for a line through the origin", True)
    weights = CheckedTrait(check_weights, "True, for weights of 1/σ² of the velocities' errors, or False", False)
    solar_motion = CheckedTrait(_check_solar_motion, "True or False", False)
    seed = CheckedTrait(_check_seed, "a whole number of at least 0, or None for a new one", None)
    show_exact = CheckedTrait(_check_show_exact, "True, or False to hide the exact fit", True)
    hide = CheckedTrait(check_hide, f"names of controls: {', '.join(CONTROLS)}", ())


SETTINGS = tuple(name for name, trait in vars(Settings).items() if isinstance(trait, CheckedTrait))
"""The names of the settings."""
