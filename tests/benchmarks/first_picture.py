"""From running a cell in a fresh kernel to the first picture on the page."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.explorer_view import ExplorerView
from tests.browser.stage import Stage

from .measure import Comparison, Limit, Row
from .page_timing import SCRIPT, PageTiming

RUNS = 4
OURS = "%load_ext hubble_widget\n%hubblefit key_project"
TORCH_FIRST = "import torch\n" + OURS

# Notes when torch is first asked for. The page's clock and this one are the same machine's.
NOTE_TORCH = """
import sys, time
class Note:
    asked = None
    def find_spec(name, path=None, target=None):
        if name == "torch" and Note.asked is None:
            Note.asked = time.time()
sys.meta_path.insert(0, Note)
"""
UNTIL_ASKED = """
import asyncio
async with asyncio.timeout(60):
    while Note.asked is None:
        await asyncio.sleep(0.01)
"""


def rows(stage: Stage, dpr: int) -> Iterator[Row]:
    """Measure at one device pixel ratio; every run has a page and a kernel of its own, the first two do not count."""
    at = f", ratio {dpr}" if dpr != 1 else ""
    runs = [(_run(stage, TORCH_FIRST, dpr), _run(stage, OURS, dpr)) for _ in range(RUNS + 1)][1:]
    plain, ours = zip(*runs, strict=True)
    yield Comparison(
        f"%load_ext, %hubblefit in a fresh kernel → first picture{at}",
        "import torch first",
        [seconds for seconds, _ in plain],
        [seconds for seconds, _ in ours],
        to_reach=0.5,
    )
    yield Limit(
        f"first picture → torch begins to load{at}",
        "import torch first",
        [after for _, after in plain],
        [after for _, after in ours],
        at_least=0,
    )


def _run(stage: Stage, source: str, dpr: int) -> tuple[float, float]:
    """Return the seconds from running the cell to the first picture, and from there to the import of torch."""
    with stage.notebook(source, dpr=dpr, first_script=SCRIPT) as notebook:
        notebook.execute(NOTE_TORCH)
        timing = PageTiming(notebook.page)
        view = ExplorerView(notebook, notebook.run_cell(0))
        seconds, shown = timing.first_picture(view.root)
        notebook.execute(UNTIL_ASKED)  # raises where torch is never asked for
        return seconds, notebook.evaluate("Note.asked") - shown
