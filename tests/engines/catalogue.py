"""A catalogue of galaxies as a Parquet file, with what numpy says of the same rows, and a count of what is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pytest
from numpy.typing import NDArray
from pyarrow import parquet

ROWS = 1_000_000
LACKING = 3
"""Rows without a velocity."""

MAKE = """
copy (
    select
        distance,
        case when i = 0 then null when i = 1 then 'nan' when i = 2 then 'inf'
            else 70 * distance + 0.3 * distance ** 2 + 300 * sqrt(-2 * ln(1 - a)) * cos(2 * pi() * b) end as velocity,
        'NGC ' || i as name
    from (select i, 1 + 99 * random() as distance, random() as a, random() as b from range({rows}) as rows(i))
) to '{file}' (format parquet)
"""


def make_parquet(file: Path, rows: int) -> Path:
    """Have DuckDB write a catalogue: distance (Mpc), velocity (km/s), name."""
    connection = duckdb.connect()
    connection.execute("set threads = 1; select setseed(0.1929)")
    connection.execute(MAKE.format(rows=rows, file=file))
    connection.close()
    return file


def columns_of(file: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances and velocities of the rows that have both, as numpy reads them."""
    table = parquet.read_table(file, columns=["distance", "velocity"])
    x, y = (table[name].to_numpy() for name in ("distance", "velocity"))
    good = np.isfinite(x) & np.isfinite(y)
    return x[good], y[good]


@dataclass
class Fetched:
    """Rows of each answer that left an engine."""

    rows: list[int] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Fetched]:
    """Count what narwhals fetches from lazy tables."""
    fetched, collect = Fetched(), nw.LazyFrame.collect

    def counting(frame: Any, *args: Any, **options: Any) -> Any:
        answer = collect(frame, *args, **options)
        fetched.rows.append(len(answer))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nw.LazyFrame, "collect", counting)
        yield fetched
