"""A catalog of galaxies as a Parquet file, with what numpy says of the same rows, and a count of what is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from pyarrow import compute, parquet

import hubble_widget as hw

ROWS = 1_000_000
NOTE = f"distance: 'distance_kpc', velocity: 'velocity'; {ROWS - 3:,} of {ROWS:,} rows; left out: no velocity"
GROUP = 125_000


def make_parquet(file: Path, rows: int = ROWS) -> Path:
    """Write a catalog by and by: name, distance_kpc and velocity, which is missing in the first three rows."""
    random = np.random.default_rng(1929)
    schema = pa.schema([("name", pa.string()), ("distance_kpc", pa.float64()), ("velocity", pa.float64())])
    with parquet.ParquetWriter(file, schema) as writer:
        for first in range(0, rows, GROUP):
            count = min(GROUP, rows - first)
            distance = random.uniform(1, 100, count)
            velocity = 70 * distance + 0.3 * distance**2 + random.normal(0, 300, count)
            missing = np.arange(count) == 0
            if first == 0:
                missing[0], velocity[1], velocity[2] = True, np.nan, np.inf
            else:
                missing[0] = False
            numbers = pa.array(np.arange(first, first + count))
            names = compute.binary_join_element_wise("NGC", numbers.cast(pa.string()), " ")
            columns = [names, pa.array(1000 * distance), pa.array(velocity, mask=missing)]
            writer.write_table(pa.table(columns, schema=schema))
    return file


def columns_of(file: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances in Mpc and velocities in km/s of the rows that have both, read without us."""
    table = parquet.read_table(file, columns=["distance_kpc", "velocity"])
    x, y = (table[name].to_numpy() for name in ("distance_kpc", "velocity"))
    good = np.isfinite(x) & np.isfinite(y)
    return x[good] * 0.001, y[good]


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the rows of each answer that narwhals fetches from a lazy table."""
    rows: list[int] = []
    collect = nw.LazyFrame.collect

    def counting(frame: Any, *args: Any, **options: Any) -> Any:
        answer = collect(frame, *args, **options)
        rows.append(len(answer))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nw.LazyFrame, "collect", counting)
        yield rows


def check_all(table: object, file: Path) -> None:
    """Hold all that is asked of a table to what numpy says of the same rows, and what is fetched to bounds."""
    x, y = columns_of(file)
    with counted() as rows:
        data = hw.as_dataset(table)
        assert len(data) == x.size
        assert data.note == NOTE
        for degree in (1, 2, 3):
            wanted = np.polyfit(x, y, degree)
            np.testing.assert_allclose(hw.polyfit(data, degree).coefficients, wanted, rtol=1e-9)
        assert hw.polyfit(data).r == pytest.approx(np.corrcoef(x, y)[0, 1], rel=1e-9)
        assert hw.gradient_descent(data, learning_rate=0.5, iterations=10_000).slope == pytest.approx(
            hw.polyfit(data).slope
        )
        assert rows == [1] * 4
        density = data.density
        assert rows[4] <= 193 * 257
        sample = data.sample
        assert rows[5:] == [len(sample)]
    here = hw.Dataset(distance=x, velocity=y)
    assert data.extent == here.extent
    np.testing.assert_array_equal(density.counts, here.density.counts)
    assert 19_000 < len(sample) <= 20_000
    assert np.isin(sample.distance, x).all()
    # Drawn from all of the table: quarters of it, as it is stored, have equal shares but for chance (4 sigma).
    order = np.argsort(x)
    quarters = np.bincount(order[np.searchsorted(x, sample.distance, sorter=order)] * 4 // x.size)
    assert abs(quarters - len(sample) / 4).max() < 4 * np.sqrt(len(sample) * 3 / 16)
