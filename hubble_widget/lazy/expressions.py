"""Expressions and answers of queries, in the words of narwhals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.lazy.cancellation import collect


def flag(condition: Any) -> Any:
    """Return 1.0 where a condition holds, else 0.0: float64 counts exactly up to 2^53, but int32 may overflow."""
    import narwhals.stable.v2 as nw

    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def as_stored(values: Sequence[float], dtype: Any) -> list[float]:
    """Return the numbers that a column of this type may hold for these."""
    import narwhals.stable.v2 as nw

    if dtype.is_integer():
        return [value for value in values if value.is_integer()]
    return [float(np.float32(value)) for value in values] if dtype == nw.Float32 else with_float32(values)


def with_float32(values: Sequence[float]) -> list[float]:
    """Return numbers as float64, and also rounded to float32: a column of float64 may hold either."""
    return list(dict.fromkeys([*values, *(float(np.float32(value)) for value in values)]))


def within(numbers: Any, low: float, high: float) -> Any:
    """Return the condition low < numbers <= high."""
    return numbers <= high if low == -math.inf else (numbers > low) & (numbers <= high)


def power(u: Any, exponent: int) -> Any:
    """Return a power of an expression."""
    return reduce(lambda product, _: product * u, range(exponent - 1), u)


def polynomial(u: Any, coefficients: Sequence[float] | FloatArray) -> Any:
    """Return a polynomial's expression by Horner's rule; the coefficients begin with the lowest power."""
    *lower, highest = (float(each) for each in coefficients)
    start = u * 0.0 + highest
    return reduce(lambda value, coefficient: value * u + coefficient, reversed(lower), start)


def fraction(expression: Any) -> Any:
    """Return what an expression is above the next lower whole number."""
    return expression - expression.floor()


def sums(frame: Any) -> dict[str, float]:
    """Return the sum of each column."""
    import narwhals.stable.v2 as nw

    names = frame.collect_schema().names()
    return only_row(frame.select(*(nw.col(name).sum() for name in names)))


def only_row(frame: Any) -> dict[str, float]:
    """Return the only row of a query's answer, with nan for null."""
    (row,) = collect(frame).rows(named=True)
    return {name: math.nan if value is None else float(value) for name, value in row.items()}
