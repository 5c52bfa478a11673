"""Spark with two threads of its own, in a run of its own: `make test-spark`, for pyspark has its own folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import hubble_widget as hw
from tests.engines.cancelling import cancelled
from tests.engines.catalog import check_all
from tests.explorers import until

OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.pyspark.python": sys.executable,
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    session = SparkSession.builder.master("local[2]").config(map=OPTIONS).getOrCreate()
    yield session
    session.stop()


def test_spark_answers_as_numpy_and_keeps_its_rows(session: SparkSession, catalog: Path) -> None:
    table = session.read.parquet(str(catalog))
    check_all(table, catalog)
    assert repr(hw.as_dataset(table)) == "<LazyDataset: 999,997 galaxies in Spark>"


@pytest.mark.anyio
async def test_cancel_ends_what_spark_is_at_and_it_can_be_asked_again(session: SparkSession) -> None:
    context = session.sparkContext
    context.addJobTag("of-the-user")
    many = session.range(1, 10**12).selectExpr("double(id) AS distance", "70 * id + sin(id) AS velocity")
    explorer, row = await cancelled(many)
    row._button.click()
    await until(lambda: context.statusTracker().getActiveJobsIds() != [])
    row._button.click()
    await until(lambda: context.statusTracker().getActiveJobsIds() == [])
    explorer.data = many.limit(30_000)
    await explorer.ready()
    assert len(explorer.data) == 30_000
    assert set(context.getJobTags()) == {"of-the-user"}
    explorer.close()
