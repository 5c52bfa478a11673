"""Trait types that check and convert a value as soon as it is set.

Inside ``hold_trait_notifications()``, traitlets runs a class's `@validate` methods only at the end, when unchecked
values may have been read already. `TraitType.validate` runs at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from traitlets import TraitError, TraitType, Undefined

from hubble_widget.dispatcher import interrupts_held_back
from hubble_widget.explorer.traitlets_private import holds_notifications, stored_values
from hubble_widget.fit.hyperparameters import RANDOM

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
        known = stored_values(obj).get(self.name)  # not `getattr`, which would make a default
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
        # Among held notifications other settings change, too: a new run begins.
        if holds_notifications(obj) or not obj._goes_on_at(self.validate(obj, value)):
            super().set(obj, value)


class StartTrait(CheckedTrait):
    """The line to start from; "random" becomes a line as soon as there are data.

    The object's trait ``_starts_set`` counts how often it was set, even to the same value.

    Setting a trait to its present value notifies no observer. The counter changes each time, so it does, and
    ``hold_trait_notifications()`` holds it back like any other trait.
    """

    def set(self, obj: Any, value: object) -> None:
        """Set the value and increment the counter."""
        # Among held notifications data or seed may still change.
        if isinstance(value, str) and value == RANDOM and not holds_notifications(obj):
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
        if value is None and self.name not in stored_values(obj):
            return None  # the default: traitlets before 5.10 validates it, too
        return checked(obj._converted, value)


def checked(check: Callable[[Any], Any], value: object) -> Any:
    """Return the result of a check; raise a TraitError with the message of its TypeError or ValueError."""
    try:
        return check(value)
    except (TypeError, ValueError) as error:
        raise TraitError(str(error)) from None
