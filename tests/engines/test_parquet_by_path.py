"""A Parquet file by its path: scanned by an engine where it is large, else only the columns that are meant are read."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

import hubble_widget as hw
from hubble_widget.io import parquet as ours
from hubble_widget.lazy.lazy_dataset import LazyDataset
from tests.engines.catalog import NOTE, ROWS, check_all, columns_of


@pytest.fixture
def large(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalog, which is more than is read at once."""
    monkeypatch.setattr(ours, "MAX_ROWS_READ", ROWS - 1)
    return catalog


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    monkeypatch.setattr(ours, "find_spec", lambda name: None if name in missing else find_spec(name))


@pytest.mark.parametrize(("missing", "engine"), [((), "DuckDB"), (("duckdb",), "Polars"), (("pyarrow",), "Polars")])
def test_an_engine_scans_a_large_one(
    missing: tuple[str, ...], engine: str, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, *missing)
    data = hw.as_dataset(str(large))
    assert repr(data) == f"<LazyDataset 'galaxies': 999,997 galaxies in {engine}>"
    if not missing:
        check_all(large, large)


@pytest.mark.anyio
async def test_an_explorer_shows_it_when_it_is_ready(large: Path) -> None:
    explorer = hw.RegressionExplorer(large, learning_rate=0.5)
    assert repr(explorer) == "RegressionExplorer (Asking DuckDB ...)"
    await explorer.ready()
    assert isinstance(explorer.data, LazyDataset)
    assert explorer.exact_fit.slope == pytest.approx(np.polyfit(*columns_of(large), 1)[0], rel=1e-9)
    assert explorer.magic_line().startswith(f"%hubblefit {large}")
    explorer.close()


@pytest.mark.parametrize("missing", [(), ("duckdb", "polars"), ("pyarrow",), ("pyarrow", "polars")])
def test_one_that_is_read_gives_the_same_galaxies_whatever_reads_it(
    missing: tuple[str, ...], catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, *missing)
    data = hw.as_dataset(catalog)
    np.testing.assert_array_equal((data.distance, data.velocity), columns_of(catalog))
    assert data.note == NOTE


def test_without_an_engine_no_other_columns_are_read(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "duckdb", "polars")
    read, asked = parquet.read_table, []
    monkeypatch.setattr(parquet, "read_table", lambda *args, **options: asked.append(options) or read(*args, **options))
    assert len(hw.as_dataset(large, x="distance_kpc", y="velocity")) == ROWS - 3
    assert [options["columns"] for options in asked] == [["distance_kpc", "velocity", "name"]]


@pytest.mark.parametrize("missing", [(), ("duckdb",)])
def test_a_name_is_no_pattern(missing: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, *missing)
    monkeypatch.setattr(ours, "MAX_ROWS_READ", 1)
    folder = tmp_path / "d=7"
    folder.mkdir()
    for name, slope in (("w[1]*?.parquet", 70.0), ("w1ab.parquet", 80.0)):
        pl.DataFrame({"d": [1.0, 2.0, 3.0], "v": [slope, 2 * slope, 3 * slope]}).write_parquet(folder / name)
    assert hw.polyfit(hw.as_dataset(folder / "w[1]*?.parquet")).slope == pytest.approx(70)


def test_columns_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.parquet"
    numbers = np.random.default_rng(3).normal(size=20_000)
    parquet.write_table(pa.table({"d": numbers, "v": numbers}), file, compression="gzip")
    content = bytearray(file.read_bytes())
    content[1000:60_000] = bytes(59_000)
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"'broken.parquet' could not be read as .parquet"):
        hw.as_dataset(file)
