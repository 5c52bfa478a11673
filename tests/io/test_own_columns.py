"""A data set holds a copy of its own, made once: nobody changes it later, and no second one is made on the way."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy.table import Table

import hubble_widget as hw

ROWS = 200_000
WAYS: dict[str, Callable[[np.ndarray, np.ndarray], Any]] = {
    "dict": lambda x, y: {"distance": x, "velocity": y},
    "tuple": lambda x, y: (x, y),
    "array": lambda x, y: np.column_stack([x, y]),
    "structured array": lambda x, y: np.rec.fromarrays([x, y], names="distance,velocity"),
    "astropy": lambda x, y: Table({"distance": x, "velocity": y}, copy=False),
    "pandas": lambda x, y: pd.DataFrame({"distance": x, "velocity": y}, copy=False),
    "polars": lambda x, y: pl.DataFrame({"distance": x, "velocity": y}),
    "pyarrow": lambda x, y: pa.table({"distance": x, "velocity": y}),
    "lists of series": lambda x, y: {"distance": pd.Series(x), "velocity": pd.Series(y)},
}
DTYPES = (np.float64, np.float32, np.int64, np.uint16)


def columns(dtype: type) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, ROWS)
    return distance.astype(dtype), (70 * distance + random.uniform(0, 300, ROWS)).astype(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("way", WAYS)
def test_the_way_in_takes_the_memory_of_one_copy(way: str, dtype: type) -> None:
    distance, velocity = columns(dtype)
    value = WAYS[way](distance, velocity)
    hw.polyfit(value)  # whatever is imported for the first time
    tracemalloc.start()
    try:
        fit = hw.polyfit(value)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 8 * ROWS * 1.15
    wanted = np.polyfit(distance.astype(float), velocity.astype(float), 1)
    np.testing.assert_allclose(fit.coefficients, wanted, rtol=1e-9)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("way", WAYS)
def test_what_a_user_changes_later_changes_no_data_set(way: str, dtype: type) -> None:
    distance, velocity = columns(dtype)
    data = hw.as_dataset(WAYS[way](distance, velocity))
    wanted = distance[:3].astype(float), velocity[:3].astype(float)
    distance[:], velocity[:] = 1, 2
    np.testing.assert_array_equal(data.distance[:3], wanted[0])
    np.testing.assert_array_equal(data.velocity[:3], wanted[1])
    assert not data.distance.flags.writeable
    assert distance.flags.writeable
    assert data.distance.flags.owndata


def test_a_column_in_another_unit_is_converted_and_the_users_own_is_not() -> None:
    distance, velocity = columns(np.float64)
    before = distance.copy()
    data = hw.as_dataset({"distance_kpc": distance, "velocity": velocity})
    np.testing.assert_array_equal(distance, before)
    np.testing.assert_allclose(data.distance, before / 1000, rtol=1e-15)


@pytest.mark.parametrize("missing", [0, ROWS - 1, slice(3, None, 1000)])
def test_what_is_missing_takes_no_second_copy(missing: Any) -> None:
    distance, velocity = columns(np.float64)
    velocity[missing] = np.nan
    frame = pd.DataFrame({"distance": distance, "velocity": velocity}, copy=False)
    hw.polyfit(frame)
    tracemalloc.start()
    try:
        data = hw.as_dataset(frame)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 8 * ROWS * 1.3  # which rows are whole, too: a byte for each and column
    keep = np.isfinite(velocity)
    np.testing.assert_array_equal(data.velocity, velocity[keep])
    np.testing.assert_array_equal(data.distance, distance[keep])


@pytest.mark.parametrize("refused", [1e-61, -1e61])
def test_a_number_beyond_all_others_is_named_with_its_row(refused: float) -> None:
    distance, velocity = columns(np.float64)
    velocity[150_001] = refused
    with pytest.raises(ValueError, match=re.escape(f"velocity has {refused!r} at position 150001, but")):
        hw.as_dataset({"distance": distance, "velocity": velocity})
