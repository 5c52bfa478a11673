"""Cancel ends the query that an engine is at; what is the user's goes on as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import dask
import duckdb
import ibis
import pytest

import hubble_widget as hw
from tests.engines.cancelling import ROWS, cancelled, parts
from tests.explorers import until

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),  # Ibis 12 with DuckDB 2
]

LENGTHS = 1_000_000
"""So many times as many rows: a quarter of an hour's work, where `cancelled` waits for a minute."""
QUERY = f"SELECT i + j + 1 AS distance, 70 * i + sin(j) AS velocity FROM range({ROWS}) rows(i), times"


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE times AS SELECT range AS j FROM range({LENGTHS})")
    connection.execute(f"CREATE VIEW galaxies AS {QUERY}")
    return connection


TABLES: dict[str, Callable[[duckdb.DuckDBPyConnection], Any]] = {
    "DuckDB": lambda connection: connection.sql(QUERY),
    "Ibis": lambda connection: ibis.duckdb.from_connection(connection).table("galaxies"),
}
of_each = pytest.mark.parametrize("galaxies_of", TABLES.values(), ids=TABLES)


@of_each
async def test_duckdb_is_interrupted_and_can_be_asked_again(
    galaxies_of: Callable[..., Any], connection: duckdb.DuckDBPyConnection
) -> None:
    explorer, row = await cancelled(galaxies_of(connection))
    assert connection.execute("SELECT 6 * 7").fetchall() == [(42,)]
    connection.execute("DELETE FROM times WHERE j > 0")
    row._button.click()
    assert row._button.description == "Cancel"
    await explorer.ready()
    assert len(explorer.data) == ROWS
    explorer.close()


@of_each
async def test_other_data_end_the_query_of_those_before(
    galaxies_of: Callable[..., Any], connection: duckdb.DuckDBPyConnection
) -> None:
    explorer = hw.RegressionExplorer(galaxies_of(connection))
    explorer.data = duckdb.connect().sql(f"SELECT i + 1 AS distance, 70 * i AS velocity FROM range({ROWS}) rows(i)")
    await explorer.ready()  # which waits for its turn
    assert len(explorer.data) == ROWS
    explorer.close()


@of_each
async def test_what_the_user_has_not_committed_is_kept(
    galaxies_of: Callable[..., Any], connection: duckdb.DuckDBPyConnection
) -> None:
    """To interrupt DuckDB undoes what an open transaction has done: there Cancel lets the query go on."""
    connection.execute("DELETE FROM times WHERE j > 999")
    connection.begin()
    connection.execute("CREATE TABLE precious AS SELECT 42")
    explorer = hw.RegressionExplorer(galaxies_of(connection))
    loading = explorer._loader._loading
    assert loading is not None
    await until(lambda: loading._cancellation._query is not None)
    asking = [thread for thread in threading.enumerate() if thread.name.startswith("asking")]
    loading.row._button.click()
    assert loading.row.sentence.startswith(f"Canceled. {loading._source.engine} may still finish its present query")
    await until(lambda: not any(thread.is_alive() for thread in asking))
    connection.commit()
    assert connection.execute("FROM precious").fetchall() == [(42,)]
    explorer.close()


gate = threading.Event()
begun: list[int] = []


def wait_here() -> None:
    begun.append(threading.get_ident())
    assert gate.wait(60)


async def test_dask_in_this_process_begins_no_other_part() -> None:
    with dask.config.set(scheduler="threads", num_workers=2):
        explorer = hw.RegressionExplorer(parts(wait_here))
        row = explorer._loader._loading.row
        await until(lambda: len(begun) == 2)
        row._button.click()
        assert row.sentence == "Canceled."
        gate.set()
        await until(lambda: not any(thread.name.startswith("asking") for thread in threading.enumerate()))
        assert len(begun) < 20
        row._button.click()
        await explorer.ready()
    assert len(explorer.data) == ROWS
    explorer.close()
