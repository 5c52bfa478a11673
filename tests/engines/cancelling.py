"""A query that would take long, cancelled in an explorer."""

from __future__ import annotations

import threading

import hubble_widget as hw
from hubble_widget.widgets.progress import ProgressRow
from tests.explorers import until


async def cancelled(endless: object) -> tuple[hw.RegressionExplorer, ProgressRow]:
    """Cancel while the engine is at its first query; return when its thread has ended."""
    explorer = hw.RegressionExplorer(endless)
    assert explorer._loader._loading is not None
    loading = explorer._loader._loading
    asking = [thread for thread in threading.enumerate() if thread.name.startswith("asking")]
    await until(lambda: loading._cancellation._query is not None)
    assert explorer.data is None
    loading.row._button.click()
    assert loading.row.sentence == "Cancelled."
    await until(lambda: not any(thread.is_alive() for thread in asking))
    assert loading.row.sentence == "Cancelled."
    return explorer, loading.row
