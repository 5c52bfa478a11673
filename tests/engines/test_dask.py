"""A Dask cluster: two worker processes, each with parts of the Parquet file; rows stay with them, until Cancel."""

from __future__ import annotations

from pathlib import Path

import dask.dataframe as dd
import distributed
import pytest
from distributed import Client

import hubble_widget as hw
from tests.engines.cancelling import ROWS, cancelled, parts
from tests.engines.catalog import check_all
from tests.explorers import until


def test_two_workers_answer_as_numpy_and_keep_their_rows(client: Client, catalog: Path) -> None:
    table = dd.read_parquet(catalog, split_row_groups=True)
    assert table.npartitions == 8
    check_all(table, catalog)
    assert repr(hw.as_dataset(table)) == "<LazyDataset: 999,997 galaxies in Dask>"
    tasks = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert len(tasks) == 2
    assert all(count > 8 for count in tasks.values())


@pytest.mark.anyio
async def test_a_dask_cluster_forgets_the_query_and_can_be_asked_again(client: Client) -> None:
    def wait() -> None:
        assert distributed.Event("gate").wait(60)

    def known() -> int:
        return int(client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))

    explorer, row = await cancelled(parts(wait, 6))
    await until(lambda: known() == 0)  # of two the workers have begun
    distributed.Event("gate", client=client).set()
    row._button.click()
    await explorer.ready()
    assert len(explorer.data) == ROWS
    explorer.close()
