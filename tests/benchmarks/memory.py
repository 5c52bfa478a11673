"""What stays in memory after many trainings and many explorers, in the kernel and on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.browser.explorer_view import cell, show
from tests.browser.notebook_page import NotebookPage
from tests.browser.stage import Stage

from .measure import Limit, Row

TRAININGS, EXPLORERS = 500, 50
COUNT = 45  # each Label is three models, as its layout and its style count too; an explorer is 135
WARM_UP = 0.4
"""How much of the work is done before the first look: imports, caches and pools are no leak."""

RESIDENT = """
import ctypes, gc, psutil

def resident():
    gc.collect()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):  # glibc keeps what is free, more or less by chance
        libc.malloc_trim(0)
    return psutil.Process().memory_info().rss / 2**20
"""
TRAIN = """
def train(times):
    explorer.speed = "real time"  # else each takes three seconds, to be watched
    for _ in range(times):
        explorer.reset()
        explorer.train(wait=True)
"""

# As many widgets as an explorer has, made and closed in the same way: what grows with these is JupyterLab's own.
LABELS = f"""
import ipywidgets
for label in globals().get("labels", ()):
    for part in (label.layout, label.style, label):
        part.close()
labels = [ipywidgets.Label(str(number)) for number in range({COUNT})]
box = ipywidgets.VBox(labels)
display(box)
"""


def rows(stage: Stage) -> Iterator[Row]:
    """Measure the growth; a training is short, for it is their number that counts."""
    with stage.notebook(cell(iterations=50), LABELS) as notebook:
        show(notebook)
        notebook.execute(RESIDENT + TRAIN)
        trained = _growth(notebook, lambda times: notebook.kernel.execute(f"train({times})", 300), TRAININGS)
        labels = _growth(notebook, lambda times: _repeat(times, lambda: notebook.run_cell(1)), EXPLORERS)
        explorers = _growth(notebook, lambda times: _repeat(times, lambda: show(notebook)), EXPLORERS)
    for place, grown in zip(("kernel's", "page's"), trained, strict=True):
        yield Limit(f"{place} memory after {TRAININGS} trainings", "", [], [grown], unit="MB", at_most=5)
    for place, plain, ours in zip(("kernel's", "page's"), labels, explorers, strict=True):
        what = f"{place} memory after {EXPLORERS} explorers, closed by running the cell again"
        yield Limit(what, f"{COUNT} Labels, closed likewise", [plain], [ours], unit="MB", at_most=5)


def _growth(notebook: NotebookPage, work: Callable[[int], None], times: int) -> tuple[float, float]:
    """Return by how many MB the kernel and the page have grown."""
    work(round(WARM_UP * times))
    kernel, page = notebook.evaluate("resident()"), page_heap(notebook)
    work(times)
    return notebook.evaluate("resident()") - kernel, page_heap(notebook) - page


def _repeat(times: int, action: Callable[[], object]) -> None:
    for _ in range(times):
        action()


def page_heap(notebook: NotebookPage) -> float:
    """Return the JavaScript heap of the page after a collection, in MB."""
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 2**20
