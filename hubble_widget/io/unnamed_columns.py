"""Distances and velocities without named columns (tuples, lists, arrays, tensors), and records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def two_columns(value: Any) -> tuple[Any, Any] | None:
    """Return the distances and velocities of a value that has two columns without names.

    Parameters
    ----------
    value : object
        A tuple or list of both columns, each of shape (n,) or (n, 1); a list of pairs; or an array or tensor of shape
        (n, 2) or (2, n).

    Returns
    -------
    tuple or None
        None for a value of any other kind.

    Raises
    ------
    ValueError
        If a list of two lists of two is ambiguous: these may be columns or pairs.
    """
    columns = _two(value)
    return None if columns is None else (flat(columns[0]), flat(columns[1]))


def _two(value: Any) -> tuple[Any, Any] | None:
    if isinstance(value, tuple) and len(value) == 2:
        return value
    if isinstance(value, list):
        return _of_list(value)
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) != 2 or 2 not in shape:
        return None
    return (value[:, 0], value[:, 1]) if shape[1] == 2 else (value[0], value[1])


def flat(column: Any) -> Any:
    """Convert a column of shape (n, 1), as scikit-learn uses it, to shape (n,); return other values unchanged."""
    if isinstance(column, list) and column and all(isinstance(row, list) and len(row) == 1 for row in column):
        return [row[0] for row in column]
    shape = getattr(column, "shape", ())
    if not isinstance(shape, tuple) or len(shape) != 2 or shape[1] != 1:
        return column
    if hasattr(column, "iloc"):  # a pandas-like frame
        return column.iloc[:, 0]
    return column.to_series() if hasattr(column, "to_series") else column[:, 0]  # Polars has `to_series`


def columns_of_records(records: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return the columns of records, in the order of the first occurrence of their names.

    If a record does not have a column, its value is None. A value that is a record itself becomes columns of its own:
    {"distance": {"value": 10, "unit": "kpc"}} gives distance and distance_unit.
    """
    flattened = [dict(_flattened(record)) for record in records]
    names = dict.fromkeys(name for record in flattened for name in record)
    return {name: [record.get(name) for record in flattened] for name in names}


def _flattened(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping) and len(record) == 1:
            yield from _flattened(value)
        elif isinstance(value, Mapping):
            yield from ((str(name) if key == "value" else f"{name}_{key}", inner) for key, inner in value.items())
        else:
            yield str(name), value


def _of_list(values: list[Any]) -> tuple[Any, Any] | None:
    lengths = set(map(_length, values))
    if None in lengths:
        return None
    if len(values) == 2 and lengths == {2}:
        raise ValueError(
            "two lists of two numbers may be two galaxies or two columns; pass a tuple of columns: ([1, 2], [70, 140])."
        )
    if len(values) == 2:
        return values[0], values[1]
    return ([pair[0] for pair in values], [pair[1] for pair in values]) if lengths == {2} else None


def _length(value: Any) -> int | None:
    if isinstance(value, list | tuple):
        return len(value)
    shape = getattr(value, "shape", ())
    return int(shape[0]) if isinstance(shape, tuple) and shape else None
