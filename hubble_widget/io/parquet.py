"""Parquet files: of a large one an engine keeps the rows, of any other only those columns are read that are meant."""

from __future__ import annotations

import glob
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hubble_widget.io.frames import units_of_frame
from hubble_widget.io.tables import LazyTable, Table, table_of_library, unread_table
from hubble_widget.regression.asking import fetched

MOST_ROWS_READ = 1_000_000
"""Two columns of so many are read in the blink of an eye, and take 16 MB."""


def open_parquet(file: Path) -> Table:
    """Return the table of a Parquet file: a `LazyTable` of DuckDB or Polars where the rows are more than are read.

    Raises
    ------
    ValueError
        If no library is installed that reads such files.
    """
    import narwhals.stable.v2 as nw

    if find_spec("pyarrow"):
        from pyarrow import parquet

        metadata = parquet.read_metadata(file)
        if metadata.num_rows > MOST_ROWS_READ and (engine := _engine()):
            return LazyTable.of(_scan(file, engine), units_of_frame(parquet.read_schema(file).empty_table()))
        return unread_table(parquet.read_schema(file).empty_table(), lambda names: _read(file, names))
    if find_spec("polars"):
        scan = LazyTable.of(_scan(file, "polars"))
        rows = fetched(scan.frame.select(nw.len())).item()
        return scan if rows > MOST_ROWS_READ else scan.fetched(scan.names)
    if find_spec("pandas"):  # with fastparquet
        return table_of_library(nw.read_parquet(str(file), backend="pandas").to_native())
    raise ValueError("that needs pyarrow or polars: pip install pyarrow")


def _read(file: Path, names: list[str]) -> Table:
    """Read some columns by pyarrow."""
    from pyarrow import parquet

    try:
        return table_of_library(parquet.read_table(file, columns=names, partitioning=None))
    except Exception as error:  # they may be broken where the schema is not
        raise ValueError(f"{file.name!r} could not be read as .parquet: {error}") from error


def _engine() -> str:
    """Return the engine that scans files; empty where there is none."""
    return next((engine for engine in ("duckdb", "polars") if find_spec(engine)), "")


def _scan(file: Path, engine: str) -> Any:
    """Return a lazy frame of narwhals."""
    import narwhals.stable.v2 as nw

    if engine == "polars":
        import polars

        return nw.from_native(polars.scan_parquet(file, glob=False, hive_partitioning=False))
    import duckdb

    # A connection of its own: nobody else waits for it. And a name with an asterisk is no pattern.
    return nw.from_native(duckdb.connect().read_parquet(glob.escape(str(file)), hive_partitioning=False))
