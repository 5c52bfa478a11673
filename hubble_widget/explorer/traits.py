"""Trait types that check and convert a value as soon as it is set.

Inside ``hold_trait_notifications()``, traitlets runs a class's `@validate` methods only at the end, when unchecked
values may have been read already. `TraitType.validate` runs at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from traitlets import TraitError, TraitType, Undefined

from hubble_widget.data.real_numbers import as_bool
from hubble_widget.dispatcher import interrupts_held_back
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
    check_iteration,
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
from hubble_widget.widgets.pace import SPEEDS, check_speed

if TYPE_CHECKING:
    AnyTrait: TypeAlias = TraitType[Any, Any]
else:
    AnyTrait = TraitType  # not generic in traitlets 5.7


class CheckedTrait(AnyTrait):
    """A setting that does not depend on the data.

    Parameters
    ----------
    check : callable
        Returns the value to store, or raises a TypeError or ValueError that says what is expected.
    expected : str
        What is expected, for `info`.
    default_value : object, optional
    """

    def __init__(self, check: Callable[[object], object], expected: str, default_value: object = Undefined) -> None:
        super().__init__(default_value)
        self._check = check
        self.info_text = expected

    def set(self, obj: Any, value: object) -> None:
        """Set the value; an interrupt waits until all observers have returned."""
        with interrupts_held_back():
            super().set(obj, value)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value, checked and converted.

        Raises
        ------
        TraitError
            If the value is not valid.
        """
        known = obj._trait_values.get(self.name)  # not `getattr`, which would make a default
        if value is known and known is not None:  # traitlets sets it again at the end of hold_trait_notifications
            return value
        try:  # not `checked`, to save a call: this runs at each slider move
            return self._check(value)
        except (TypeError, ValueError) as error:
            raise TraitError(str(error)) from None


class LearningRateTrait(CheckedTrait):
    """The first learning rate of a run; set while a training goes on, the one from there on.

    The object's method ``_goes_on_at(rate)`` returns whether such a training has taken the rate.
    """

    def set(self, obj: Any, value: object) -> None:
        """Set the value, or let a running training go on with it."""
        # Among held notifications (traitlets has no public way to ask) other settings change, too: a new run begins.
        if obj._cross_validation_lock or not obj._goes_on_at(self._validate(obj, value)):
            super().set(obj, value)


class StartTrait(CheckedTrait):
    """The line to start from; "random" becomes a line as soon as there are data.

    The object's trait ``_starts_set`` counts how often it was set, even to the same value.

    Setting a trait to its present value notifies no observer. The counter changes each time, so it does, and
    ``hold_trait_notifications()`` holds it back like any other trait.
    """

    def set(self, obj: Any, value: object) -> None:
        """Set the value and increment the counter."""
        # Among held notifications (traitlets has no public way to ask) data or seed may still change.
        if isinstance(value, str) and value == RANDOM and not obj._cross_validation_lock:
            value = obj._random_start()
        super().set(obj, value)
        obj._starts_set += 1


class DataTrait(AnyTrait):
    """The data of an explorer, converted by its method ``_converted(value)``; None until there are data."""

    info_text = (
        "a Dataset, the name of a catalog, a table, a file or a tuple of distances (Mpc) and velocities (km/s); "
        "see as_dataset"
    )

    def __init__(self) -> None:
        super().__init__(None)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value as a data set.

        Raises
        ------
        TraitError
            If it cannot be converted.
        """
        if value is None and self.name not in obj._trait_values:
            return None  # the default: traitlets before 5.10 validates it, too
        return checked(obj._converted, value)


def checked(check: Callable[[Any], Any], value: object) -> Any:
    """Return the result of a check; raise a TraitError with the message of its TypeError or ValueError."""
    try:
        return check(value)
    except (TypeError, ValueError) as error:
        raise TraitError(str(error)) from None


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


def learning_rate() -> LearningRateTrait:
    """Return the trait of a learning rate."""
    return LearningRateTrait(check_learning_rate, "a finite number above 0", DEFAULT_LEARNING_RATE)


def rate_changes() -> CheckedTrait:
    """Return the trait of the changes of a learning rate."""
    return CheckedTrait(check_rate_changes, "pairs of an iteration and the learning rate from there on", ())


def iterations() -> CheckedTrait:
    """Return the trait of a number of iterations."""
    return CheckedTrait(_check_count, f"a whole number from 1 to {MAX_ITERATIONS:,}", DEFAULT_ITERATIONS)


def iteration() -> CheckedTrait:
    """Return the trait of one state of a path; it has no default."""
    return CheckedTrait(
        partial(check_iteration, iterations=MAX_ITERATIONS), f"a whole number from 0 to {MAX_ITERATIONS:,}"
    )


def start() -> StartTrait:
    """Return the trait of a line to start from."""
    expected = "a pair of finite numbers (slope in km/s/Mpc, intercept in km/s), or 'random'"
    return StartTrait(_check_start, expected, FLAT_START)


def seed() -> CheckedTrait:
    """Return the trait of what random starts are drawn from."""
    return CheckedTrait(_check_seed, "a whole number of at least 0, or None for a new one", None)


def degree() -> CheckedTrait:
    """Return the trait of the degree of a fit."""
    return CheckedTrait(check_degree, f"one of {', '.join(map(str, DEGREES))}", 1)


def optimizer() -> CheckedTrait:
    """Return the trait of an optimizer."""
    return CheckedTrait(check_optimizer, _one_of(OPTIMIZERS), DEFAULT_OPTIMIZER)


def loss_function() -> CheckedTrait:
    """Return the trait of a loss function."""
    return CheckedTrait(check_loss_function, _one_of(LOSS_FUNCTIONS), DEFAULT_LOSS_FUNCTION)


def batch_size() -> CheckedTrait:
    """Return the trait of the number of galaxies for each update."""
    return CheckedTrait(check_batch_size, "a whole number of at least 1, or None for all galaxies at once", None)


def scaling() -> CheckedTrait:
    """Return the trait of a scaling."""
    return CheckedTrait(check_scaling, _one_of(SCALINGS), DEFAULT_SCALING)


def fit_intercept() -> CheckedTrait:
    """Return the trait of whether a line has an intercept."""
    return CheckedTrait(check_fit_intercept, "True, or False for a line through the origin", True)


def weights() -> CheckedTrait:
    """Return the trait of whether the errors of the velocities weight the galaxies."""
    return CheckedTrait(check_weights, "True, for weights of 1/σ² of the velocities' errors, or False", False)


def speed() -> CheckedTrait:
    """Return the trait of the speed of a training."""
    return CheckedTrait(check_speed, _one_of(SPEEDS), SPEEDS[0])


def view() -> CheckedTrait:
    """Return the trait of what the right-hand plot shows."""
    return CheckedTrait(check_view, _one_of(tuple(VIEWS)), DEFAULT_VIEW)


def omega_matter() -> CheckedTrait:
    """Return the trait of the share of matter in a flat universe."""
    return CheckedTrait(check_omega_m, "a number above 0 and at most 1, or None for 1/slope", None)


def distance_factor() -> CheckedTrait:
    """Return the trait of the factor by which all distances are too short."""
    low, high = DISTANCE_FACTORS
    return CheckedTrait(check_distance_factor, f"a number from {low:g} to {high:g}", 1.0)


def show_exact() -> CheckedTrait:
    """Return the trait that says whether the exact fit is shown."""
    return CheckedTrait(_check_show_exact, "True, or False to hide the exact fit", True)


def solar_motion() -> CheckedTrait:
    """Return the trait that says whether the Sun's motion is taken off the velocities."""
    return CheckedTrait(_check_solar_motion, "True or False", False)


def hide() -> CheckedTrait:
    """Return the trait of the controls that are hidden."""
    return CheckedTrait(check_hide, f"names of controls: {', '.join(CONTROLS)}", ())
