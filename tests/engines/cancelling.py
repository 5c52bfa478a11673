"""A query that would take long, cancelled in an explorer, and a table whose parts wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

import dask.dataframe as dd
import numpy as np
import pandas as pd

import hubble_widget as hw
from hubble_widget.widgets.progress import ProgressRow
from tests.explorers import until

ROWS = 30_000


async def cancelled(endless: object) -> tuple[hw.RegressionExplorer, ProgressRow]:
    """Cancel while the engine is at its first query; return when its thread has ended."""
    explorer = hw.RegressionExplorer(endless)
    assert explorer._loader._loading is not None
    loading = explorer._loader._loading
    asking = [thread for thread in threading.enumerate() if thread.name.startswith("asking")]
    await until(lambda: loading._cancellation._query is not None)
    assert explorer.data is None
    loading.row._button.click()
    assert loading.row.sentence == "Canceled."
    await until(lambda: not any(thread.is_alive() for thread in asking))
    assert loading.row.sentence == "Canceled."
    return explorer, loading.row


def parts(wait: Callable[[], object], count: int = 20) -> dd.DataFrame:
    """Galaxies of which each part waits before it is there."""

    def part(number: int) -> pd.DataFrame:
        wait()
        distance = np.arange(1.0, ROWS / count + 1) + number
        return pd.DataFrame({"distance": distance, "velocity": 70 * distance + np.sin(distance)})

    return dd.from_map(part, range(count), meta=pd.DataFrame({"distance": [1.0], "velocity": [1.0]}))
