"""Numbers and truth values of any type, as Python has them."""

import math
from numbers import Real
from operator import index
from typing import Any

import numpy as np


def as_real(name: str, value: object, wanted: str) -> float:
    """Return a real number as a float. It may be nan or infinite.

    Raises
    ------
    TypeError
        If it is not a real number; bool and text are not numbers.
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise TypeError(f"{name} must be {wanted}, got {value!r} ({type(value).__name__}).")
    return to_float(value)


def as_whole(name: str, value: object, wanted: str) -> int:
    """Return a whole number as an int, NumPy's included; neither ``500.0`` nor ``True`` is one.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return index(value)  # type: ignore[arg-type]  # refused below
    except TypeError:
        raise TypeError(f"{name} must be {wanted}, got {value!r} ({type(value).__name__}).") from None


def as_bool(name: str, value: object, wanted: str) -> bool:
    """Return True or False, NumPy's included, as a bool.

    Raises
    ------
    TypeError
        If it is anything else, 0 and 1 included.
    """
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be {wanted}, got {value!r} ({type(value).__name__}).")
    return bool(value)


def to_float(value: Any) -> float:
    """Return a real number as a float; infinity if an int is too large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
