"""Calls that are nearly right: what is wrong with them, and which call works."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def takes_one_data_set(
    wanted: str, *, places: int
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Return a decorator that refuses distances and velocities as two arguments, and tells the call that works.

    Parameters
    ----------
    wanted : str
        What the function takes, as the end of the error message.
    places : int
        How many arguments may be columns: `self` counts, and the data set.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @wraps(function)
        def checked(*args: Parameters.args, **keywords: Parameters.kwargs) -> Result:
            if any(map(_is_column, args[places:])):
                raise TypeError(f"{function.__qualname__.removesuffix('.__init__')} takes {wanted}.")
            return function(*args, **keywords)

        return checked

    return decorate


def _is_column(value: Any) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str)
