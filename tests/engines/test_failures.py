"""Whatever an engine raises is a ValueError that says which engine, and in one line why."""

from __future__ import annotations

from collections.abc import Callable

import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import TraitError

import hubble_widget as hw

WORDS = "select d::varchar || 'x' as distance, 70.0 * d as velocity from range(1, 9) as numbers(d)"
NUMBERS = "select d::double as distance, 70.0 * d as velocity from range(1, {}) as numbers(d)"


def closed() -> object:
    connection = duckdb.connect()
    table = connection.sql(NUMBERS.format(9))
    connection.close()
    return table


def of_dask() -> object:
    def fails(part: pd.DataFrame) -> pd.DataFrame:
        if len(part):
            raise OSError("the disk is gone\nand a long trace")
        return part

    frame = pd.DataFrame({"distance": [1.0, 2.0, 4.0], "velocity": [70.0, 150.0, 290.0]})
    return dd.from_pandas(frame, npartitions=1).map_partitions(fails, meta=frame.iloc[:0])


TABLES: dict[str, tuple[Callable[[], object], str]] = {
    "a file that is not there": (lambda: pl.scan_csv("nope.csv"), "Polars could not answer: .*nope.csv"),
    "words for numbers": (
        lambda: pl.LazyFrame({"distance": ["1", "x"], "velocity": [1, 2]}).cast({"distance": pl.Float64}),
        "Polars could not answer: .*'distance'",
    ),
    "a closed connection": (closed, "DuckDB could not answer: Connection Error"),
    "words for numbers in DuckDB": (
        lambda: duckdb.sql(f"select distance::double as distance, velocity from ({WORDS})"),
        "DuckDB could not answer: Conversion Error",
    ),
    "a disk that is gone": (of_dask, "Dask could not answer: the disk is gone$"),
}


@pytest.mark.parametrize("case", TABLES)
def test_what_an_engine_raises_is_said_in_one_line(case: str) -> None:
    make, told = TABLES[case]
    for function in (hw.as_dataset, hw.polyfit):
        with pytest.raises(ValueError, match=told) as caught:
            function(make())
        assert "\n" not in str(caught.value)
        assert caught.value.__cause__ is not None
    explorer = hw.RegressionExplorer()
    with pytest.raises(TraitError, match=told):
        explorer.data = make()
    explorer.close()


def test_an_engine_that_fails_later_says_so_then() -> None:
    connection = duckdb.connect()
    data = hw.as_dataset(connection.sql(NUMBERS.format(30_000)))
    connection.close()
    for ask in (lambda: hw.polyfit(data), lambda: hw.polyfit(data, 3), lambda: data.density, lambda: data.sample):
        with pytest.raises(ValueError, match="DuckDB could not answer: Connection Error"):
            ask()


def test_the_magic_says_it_as_it_says_all_else() -> None:
    shell = InteractiveShell.instance()
    try:
        shell.run_line_magic("load_ext", "hubble_widget")
        shell.user_ns["gone"] = pl.scan_parquet("nope.parquet")
        with pytest.raises(UsageError, match="Polars could not answer"):
            shell.run_line_magic("hubblefit", "gone --text")
        shell.run_line_magic("unload_ext", "hubble_widget")
    finally:
        InteractiveShell.clear_instance()
