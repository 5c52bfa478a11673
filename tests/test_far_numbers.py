"""1e-300 and 1e300 are refused at every door in the same words: which value, which are welcome, in which unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from astropy.table import Table
from IPython.core.error import UsageError

import hubble_widget as hw
from hubble_widget.io import parquet
from hubble_widget.magic.hubblefit import HubbleMagics

Columns = dict[str, Any]
Far = tuple[str, float, str]
MANY = 20_001
"""Rows of which an engine does not hand over the galaxies."""


def many(columns: Columns) -> pl.DataFrame:
    copies = -(-MANY // len(columns["distance"]))
    return pl.concat([pl.DataFrame(columns)] * copies)


def saved(path: Path, columns: Columns) -> Path:
    Table(columns).write(path)
    return path


def large_file(folder: Path, columns: Columns) -> Path:
    many(columns).write_parquet(folder / "large.parquet")
    return folder / "large.parquet"


DOORS: dict[str, Callable[[Path, Columns], object]] = {
    "columns": lambda _, columns: (columns["distance"], columns["velocity"]),
    "pandas": lambda _, columns: pd.DataFrame(columns),
    "a mapping": lambda _, columns: columns,
    "CSV": lambda folder, columns: saved(folder / "far.csv", columns),
    "ECSV": lambda folder, columns: saved(folder / "far.ecsv", columns),
    "FITS": lambda folder, columns: saved(folder / "far.fits", columns),
    "Parquet": lambda folder, columns: saved(folder / "far.parquet", columns),
    "few in Polars": lambda _, columns: pl.LazyFrame(columns),
    "many in Polars": lambda _, columns: many(columns).lazy(),
    "many in DuckDB": lambda _, columns: duckdb.connect().from_arrow(many(columns).to_arrow()),
    "many in Parquet": large_file,
}
FAR = [
    (name, value, unit)
    for name, unit in (("distance", "Mpc"), ("velocity", "km/s"))
    for value in (1e-300, -1e-300, 1e300, -1e300)
    if name == "velocity" or value > 0
]
"""A distance below 0 is none: in a table it is left out and counted."""


def with_one(far: Far) -> Columns:
    name, value, _ = far
    columns = {"distance": [1.0, 2.0, 3.0], "velocity": [70.0, 140.0, 250.0]}
    columns[name][1] = value
    return columns


def words_for(far: Far) -> str:
    name, value, unit = far
    magnitude = re.escape(repr(abs(value)))
    return rf"{name} has -?{magnitude} .*0 or from 1e-60 to 1e\+60 {re.escape(unit)}"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("far", FAR)
def test_no_door_lets_it_in(door: str, far: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MAX_ROWS_READ", MANY - 1)
    handed_in = DOORS[door](tmp_path, with_one(far))
    with pytest.raises(ValueError, match=words_for(far)):
        hw.as_dataset(handed_in)


@pytest.mark.parametrize("value", [-1e-300, -1e300])
def test_far_below_zero_a_distance_is_none_in_a_table_and_refused_in_bare_columns(value: float) -> None:
    columns = {"distance": [1.0, value, 3.0], "velocity": [70.0, 140.0, 250.0]}
    assert len(hw.as_dataset(pd.DataFrame(columns))) == 2
    with pytest.raises(ValueError, match=words_for(("distance", value, "Mpc"))):
        hw.as_dataset((columns["distance"], columns["velocity"]))


@pytest.mark.parametrize("far", FAR)
def test_nor_does_the_magic(far: Far) -> None:
    table = pd.DataFrame(with_one(far))
    magics = HubbleMagics(SimpleNamespace(user_ns={"table": table}, configurables=[]))
    with pytest.raises(UsageError, match=words_for(far)):
        magics.hubblefit("table --text")
    with pytest.raises(UsageError, match=words_for(far)):
        magics.hubblefit("--text", table.to_csv(index=False))


@pytest.mark.anyio
async def test_an_explorer_tells_it_when_the_engine_has_counted() -> None:
    explorer = hw.RegressionExplorer(many(with_one(FAR[-2])).lazy())
    with pytest.raises(RuntimeError, match=words_for(FAR[-2])):
        await explorer.ready()
    explorer.data = (np.array([1.0, 2.0, 3.0]), np.array([70.0, 140.0, 250.0]))
    assert explorer.exact_fit.n == 3
    explorer.close()
