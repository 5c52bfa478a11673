"""What stays in memory after many trainings and many explorers, in the kernel and on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.browser.explorer_view import cell, show
from tests.browser.notebook_page import NotebookPage
from tests.browser.stage import Stage

from .measure import Limit, Row

TRAININGS, EXPLORERS = 500, 50
WARM_UP = 0.2
"""How much of the work is done before the first look: imports, caches and pools are no leak."""

PREPARE = """
import gc, psutil

def resident():
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20

def train(times):
    for _ in range(times):
        explorer.reset()
        explorer.train(wait=True)
"""


def rows(stage: Stage) -> Iterator[Row]:
    """Measure the growth; a training is short, for it is their number that counts."""
    with stage.notebook(cell(iterations=50)) as notebook:
        show(notebook)
        notebook.execute(PREPARE)
        kernel, page = _growth(notebook, lambda times: notebook.kernel.execute(f"train({times})", 300), TRAININGS)
        yield _row(f"kernel's memory after {TRAININGS} trainings", kernel)
        yield _row(f"page's memory after {TRAININGS} trainings", page)
        kernel, page = _growth(notebook, lambda times: _show(notebook, times), EXPLORERS)
        yield _row(f"kernel's memory after {EXPLORERS} explorers, closed by running the cell again", kernel)
        yield _row(f"page's memory after {EXPLORERS} explorers, closed by running the cell again", page)


def _growth(notebook: NotebookPage, work: Callable[[int], None], times: int) -> tuple[float, float]:
    """Return by how many MB the kernel and the page have grown."""
    work(round(WARM_UP * times))
    kernel, page = notebook.evaluate("resident()"), _heap(notebook)
    work(times)
    return notebook.evaluate("resident()") - kernel, _heap(notebook) - page


def _show(notebook: NotebookPage, times: int) -> None:
    for _ in range(times):
        show(notebook)


def _heap(notebook: NotebookPage) -> float:
    """Return the JavaScript heap of the page after a collection, in MB."""
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 2**20


def _row(what: str, growth: float) -> Row:
    return Limit(what, "", [], [growth], unit="MB", at_most=5)
