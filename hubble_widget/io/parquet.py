"""Parquet files: a large file stays in an engine; of a smaller file, only the selected columns are read."""

from __future__ import annotations

import glob
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hubble_widget.io.frames import units_of_frame
from hubble_widget.io.table import Table
from hubble_widget.io.tables import LazyTable, table_of_library, unread_table
from hubble_widget.lazy.cancellation import collect

MAX_ROWS_READ = 1_000_000
"""Largest number of rows that are read into memory. Two such columns take 16 MB and a fraction of a second."""


def open_parquet(file: Path) -> Table:
    """Return the table of a Parquet file; a `LazyTable` of DuckDB or Polars if it has more than `MAX_ROWS_READ` rows.

    Raises
    ------
    ValueError
        If no library that reads Parquet files is installed.
    """
    import narwhals.stable.v2 as nw

    if find_spec("pyarrow"):
        from pyarrow import parquet

        metadata = parquet.read_metadata(file)
        if metadata.num_rows > MAX_ROWS_READ and (engine := _engine()):
            return LazyTable.of(_scan(file, engine), units_of_frame(parquet.read_schema(file).empty_table()))
        return unread_table(parquet.read_schema(file).empty_table(), lambda names: _read(file, names))
    if find_spec("polars"):
        scan = LazyTable.of(_scan(file, "polars"))
        rows = collect(scan.frame.select(nw.len())).item()
        return scan if rows > MAX_ROWS_READ else scan.collect(scan.names)
    if find_spec("pandas"):  # with fastparquet
        return table_of_library(nw.read_parquet(str(file), backend="pandas").to_native())
    raise ValueError("reading Parquet files needs pyarrow or polars: pip install pyarrow")


def _read(file: Path, names: list[str]) -> Table:
    """Read some columns with PyArrow."""
    from pyarrow import parquet

    try:
        return table_of_library(parquet.read_table(file, columns=names, partitioning=None))
    except Exception as error:  # the columns may be broken even if the schema is not
        raise ValueError(f"{file.name!r} could not be read as .parquet: {error}") from error


def _engine() -> str:
    """Return an installed engine that scans files; an empty text if there is none."""
    return next((engine for engine in ("duckdb", "polars") if find_spec(engine)), "")


def _scan(file: Path, engine: str) -> Any:
    """Return a lazy narwhals frame of the file."""
    import narwhals.stable.v2 as nw

    if engine == "polars":
        import polars

        return nw.from_native(polars.scan_parquet(file, glob=False, hive_partitioning=False))
    import duckdb

    # With its own connection, no other query waits for it. `escape` keeps an asterisk in the name from being a pattern.
    return nw.from_native(duckdb.connect().read_parquet(glob.escape(str(file)), hive_partitioning=False))
