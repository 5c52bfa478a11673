"""DuckDB, by itself and behind Ibis, and Polars over a Parquet file: in pieces, in the memory of one process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis
import polars as pl
import pytest

import hubble_widget as hw
from tests.engines.catalog import check_all, make_parquet

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 with DuckDB 2
ROOT = Path(__file__).parents[2]
TABLES: dict[str, Callable[[Path], object]] = {
    "DuckDB": lambda file: duckdb.connect().read_parquet(str(file)),
    "Ibis": lambda file: ibis.duckdb.connect().read_parquet(file),
    "Polars": pl.scan_parquet,
}


@pytest.mark.parametrize("engine", TABLES)
def test_an_engine_answers_as_numpy_and_keeps_its_rows(engine: str, catalog: Path) -> None:
    table = TABLES[engine](catalog)
    check_all(table, catalog)
    assert repr(hw.as_dataset(table)) == f"<LazyDataset: 999,997 galaxies in {engine}>"


OPENED = {
    "DuckDB": "import duckdb; table = duckdb.connect(config={'memory_limit': '200MB'}).read_parquet(sys.argv[1])",
    "Ibis": "import ibis; table = ibis.duckdb.connect(memory_limit='200MB').read_parquet(sys.argv[1])",
    "Polars": "import polars; table = polars.scan_parquet(sys.argv[1])",
}
ASKED = """
import sys
import hubble_widget as hw
from tests.peak import peak_memory
{opened}
data = hw.as_dataset(table)
fits = [hw.polyfit(data, degree) for degree in (1, 2, 3)]
data.density, data.sample
print(peak_memory())
"""


def memory_for(engine: str, file: Path) -> float:
    """MB that a process takes which asks everything."""
    command = [sys.executable, "-c", ASKED.format(opened=OPENED[engine]), str(file)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return float(shown.split()[-1])  # DuckDB may show a progress bar before


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_parquet(tmp_path_factory.mktemp("larger") / "galaxies.parquet", 10_000_000)


@pytest.mark.parametrize("engine", OPENED)
def test_memory_does_not_grow_with_the_catalog(engine: str, catalog: Path, larger: Path) -> None:
    grown = memory_for(engine, larger) - memory_for(engine, catalog)
    assert grown < 72  # in memory the two columns alone of 9 million galaxies more would take 144 MB
