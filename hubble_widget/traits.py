"""Trait types that check and convert a value as soon as it is set.

traitlets runs `@validate` of a class late inside ``hold_trait_notifications()``, when values that it has not seen may
have been read already; `TraitType.validate` runs at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from traitlets import TraitError, TraitType, Undefined

from hubble_widget.interrupts import interrupts_held_back
from hubble_widget.pace import SPEEDS, check_speed
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    FLAT_START,
    LOSS_FUNCTIONS,
    MOST_ITERATIONS,
    OPTIMIZERS,
    check_iteration,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_start,
)
from hubble_widget.regression.polyfit import DEGREES, check_degree

if TYPE_CHECKING:
    AnyTrait: TypeAlias = TraitType[Any, Any]
else:
    AnyTrait = TraitType  # which takes no types in traitlets 5.7


class CheckedTrait(AnyTrait):
    """A setting that does not depend on the data.

    Parameters
    ----------
    check : callable
        Returns the value as it is kept, or raises a TypeError or ValueError that says what is wanted.
    wanted : str
        What is wanted, for `info`.
    default_value : object, optional
    """

    def __init__(self, check: Callable[[object], object], wanted: str, default_value: object = Undefined) -> None:
        super().__init__(default_value)
        self._check = check
        self.info_text = wanted

    def set(self, obj: Any, value: object) -> None:
        """Set the value; an interrupt waits until all who observe it have answered."""
        with interrupts_held_back():
            super().set(obj, value)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value, checked and converted.

        Raises
        ------
        TraitError
            If it is not what is wanted.
        """
        known = obj._trait_values.get(self.name)
        if value is known and known is not None:  # set again by traitlets where notifications were held back
            return value
        try:  # not by `checked`: this runs at each slider move
            return self._check(value)
        except (TypeError, ValueError) as error:
            raise TraitError(str(error)) from None


class StartTrait(CheckedTrait):
    """The line to start from. The object counts in its trait ``_starts_set`` how often it was set, also to what it was.

    A trait tells nobody of a value that it has already; a count is told, and held back with all else where
    notifications are.
    """

    def set(self, obj: Any, value: object) -> None:
        """Set the value and count that."""
        super().set(obj, value)
        obj._starts_set += 1


class DataTrait(AnyTrait):
    """The data of an explorer, which converts them by its method ``converted(value)``; None until there are some."""

    info_text = (
        "a Dataset, the name of a catalogue, a table, a file or a tuple of distances (Mpc) and velocities (km/s); "
        "see as_dataset"
    )

    def __init__(self) -> None:
        super().__init__(None)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value as a data set.

        Raises
        ------
        TraitError
            If it is of no known kind.
        """
        if value is None and self.name not in obj._trait_values:
            return None  # the default, which traitlets before 5.10 passes through here
        return checked(obj.converted, value)


def checked(check: Callable[[Any], Any], value: object) -> Any:
    """Return what a check returns; what it refuses is a TraitError of the same words."""
    try:
        return check(value)
    except (TypeError, ValueError) as error:
        raise TraitError(str(error)) from None


def _check_count(value: object) -> int:
    iterations = check_iterations(value)
    if iterations > MOST_ITERATIONS:
        raise ValueError(f"iterations must be at most {MOST_ITERATIONS:,}, got {iterations:,}.")
    return iterations


def _one_of(words: tuple[str, ...]) -> str:
    return f"one of {', '.join(map(repr, words))}"


def learning_rate() -> CheckedTrait:
    """Return the trait of a learning rate."""
    return CheckedTrait(check_learning_rate, "a finite number above 0", DEFAULT_LEARNING_RATE)


def iterations() -> CheckedTrait:
    """Return the trait of a number of iterations."""
    return CheckedTrait(_check_count, f"a whole number from 1 to {MOST_ITERATIONS:,}", DEFAULT_ITERATIONS)


def iteration() -> CheckedTrait:
    """Return the trait of one state of a path; it has no default."""
    return CheckedTrait(
        partial(check_iteration, iterations=MOST_ITERATIONS), f"a whole number from 0 to {MOST_ITERATIONS:,}"
    )


def start() -> StartTrait:
    """Return the trait of a line to start from."""
    return StartTrait(check_start, "a pair of finite numbers (slope in km/s/Mpc, intercept in km/s)", FLAT_START)


def degree() -> CheckedTrait:
    """Return the trait of the degree of a fit."""
    return CheckedTrait(check_degree, f"one of {', '.join(map(str, DEGREES))}", 1)


def optimizer() -> CheckedTrait:
    """Return the trait of an optimizer."""
    return CheckedTrait(check_optimizer, _one_of(OPTIMIZERS), DEFAULT_OPTIMIZER)


def loss_function() -> CheckedTrait:
    """Return the trait of a loss function."""
    return CheckedTrait(check_loss_function, _one_of(LOSS_FUNCTIONS), DEFAULT_LOSS_FUNCTION)


def speed() -> CheckedTrait:
    """Return the trait of the speed of a training."""
    return CheckedTrait(check_speed, _one_of(SPEEDS), SPEEDS[0])
