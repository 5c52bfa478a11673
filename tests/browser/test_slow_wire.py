"""A slow, bursty wire, as Colab's may be: no wrong pixel, no pictures in a queue, and the newest state in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hubble_widget.widgets.slider_with_entry import ITERATIONS

from .explorer_view import LESSON, ExplorerView, cell, middle, show
from .notebook_page import NotebookPage
from .servers import LabServer
from .slow_wire import slow_wire
from .windows import open_window

pytestmark = pytest.mark.browser
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
# Every picture that the kernel sends.
COUNT_PICTURES = """
canvas, sent = explorer.figure.canvas, 0
send = canvas.send
def count(content, buffers=None):
    global sent
    sent += "frame" in content
    send(content, buffers)
canvas.send = count
"""


@pytest.fixture
def view(lab: LabServer, browser: Browser) -> Iterator[ExplorerView]:
    """An explorer that was shown while the wire was fast; it is slow now."""
    lab.set_theme("light")
    with slow_wire(lab) as (wire, behind):
        page = open_window(browser, 1)
        notebook = NotebookPage(behind, page, lab.write_notebook("slow.ipynb", [CHOSEN]))
        try:
            notebook.open()
            shown = show(notebook)
            wire.is_slow = True
            yield shown
            complaints = notebook.complaints()
            wire.is_slow = False
        finally:
            notebook.close()
    assert complaints == []


def test_sliders_scrubber_and_training(view: ExplorerView, tmp_path: Path) -> None:
    before = view.picture(tmp_path)
    view.kernel.execute(COUNT_PICTURES)
    for _ in range(30):
        view.slider("Iterations").press("ArrowLeft")
    wanted = ITERATIONS[ITERATIONS.index(500) - 30]
    expect(view.readout).to_contain_text(f"of {wanted:,}")  # the page answers by itself
    view.kernel.wait_until(f"explorer.iterations == {wanted}")
    assert (view.picture(tmp_path) != before).any()

    view.button("Train").click()
    view.kernel.wait_until("explorer.trajectory.source == 'torch' and not explorer.running")
    view.expect_finished()
    view.expect_numbers()
    view.picture(tmp_path)

    x, y = middle(view.slider("Now at iteration"))
    view.drag((x, y), (x - 200, y), steps=60)
    view.kernel.wait_until("explorer.iteration < explorer.iterations")
    view.picture(tmp_path)
    assert view.kernel.evaluate("sent") < 10  # where limits have changed
