"""DuckDB and Polars over a Parquet file: in pieces, in the memory of one process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

import hubble_widget as hw

from .catalogue import check_all, make_parquet

TABLES: dict[str, Callable[[Path], object]] = {
    "DuckDB": lambda file: duckdb.connect().read_parquet(str(file)),
    "Polars": pl.scan_parquet,
}


@pytest.mark.parametrize("engine", TABLES)
def test_an_engine_answers_as_numpy_and_keeps_its_rows(engine: str, catalogue: Path) -> None:
    table = TABLES[engine](catalogue)
    check_all(table, catalogue)
    assert repr(hw.as_dataset(table)) == f"<LazyDataset: 999,997 galaxies in {engine}>"


OPENED = {
    "DuckDB": "import duckdb; table = duckdb.connect(config={'memory_limit': '200MB'}).read_parquet(sys.argv[1])",
    "Polars": "import polars; table = polars.scan_parquet(sys.argv[1])",
}
ASKED = """
import sys
import hubble_widget as hw
{opened}
data = hw.as_dataset(table)
fits = [hw.polyfit(data, degree) for degree in (1, 2, 3)]
data.density, data.sample
(peak,) = (line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak) / 1024)
"""


def peak_memory(engine: str, file: Path) -> float:
    """MB that a process takes which asks everything."""
    command = [sys.executable, "-c", ASKED.format(opened=OPENED[engine]), str(file)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(shown.split()[-1])  # DuckDB may show a progress bar before


@pytest.mark.parametrize("engine", TABLES)
def test_memory_does_not_grow_with_the_catalogue(engine: str, catalogue: Path, tmp_path: Path) -> None:
    larger = make_parquet(tmp_path / "larger.parquet", 5_000_000)
    grown = peak_memory(engine, larger) - peak_memory(engine, catalogue)
    assert grown < 64  # in memory the two columns alone of 4 million galaxies more would take this
