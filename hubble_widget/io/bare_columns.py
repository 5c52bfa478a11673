"""Distances and velocities that come without names: tuples, lists, arrays, tensors."""

from __future__ import annotations

from typing import Any


def two_columns(value: Any) -> tuple[Any, Any] | None:
    """Return distances and velocities of what has two columns without names.

    Parameters
    ----------
    value : object
        A tuple or list of both; a list of pairs; an array or tensor of shape (n, 2), or (2, n).

    Returns
    -------
    tuple or None
        None where it is none of these.

    Raises
    ------
    ValueError
        If a list of two lists of two may be columns as well as pairs.
    """
    if isinstance(value, tuple) and len(value) == 2:
        return value
    if isinstance(value, list):
        return _of_list(value)
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) != 2 or 2 not in shape:
        return None
    return (value[:, 0], value[:, 1]) if shape[1] == 2 else (value[0], value[1])


def _of_list(values: list[Any]) -> tuple[Any, Any] | None:
    lengths = set(map(_length, values))
    if None in lengths:
        return None
    if len(values) == 2 and lengths == {2}:
        raise ValueError(
            "two lists of two may be two galaxies or two columns; pass a tuple of columns: ([1, 2], [70, 140])."
        )
    if len(values) == 2:
        return values[0], values[1]
    return ([pair[0] for pair in values], [pair[1] for pair in values]) if lengths == {2} else None


def _length(value: Any) -> int | None:
    if isinstance(value, list | tuple):
        return len(value)
    shape = getattr(value, "shape", ())
    return int(shape[0]) if isinstance(shape, tuple) and shape else None
