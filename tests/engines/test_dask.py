"""A Dask cluster: two worker processes, each with parts of the Parquet file; rows stay with them."""

from __future__ import annotations

from pathlib import Path

import dask.dataframe as dd
from distributed import Client

import hubble_widget as hw
from tests.engines.catalog import check_all


def test_two_workers_answer_as_numpy_and_keep_their_rows(client: Client, catalog: Path) -> None:
    table = dd.read_parquet(catalog, split_row_groups=True)
    assert table.npartitions == 8
    check_all(table, catalog)
    assert repr(hw.as_dataset(table)) == "<LazyDataset: 999,997 galaxies in Dask>"
    tasks = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert len(tasks) == 2
    assert all(count > 8 for count in tasks.values())
