"""A slow, bursty wire, as Colab's may be: no wrong pixel, no pictures in a queue, and the newest state in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hubble_widget.display.frames import MOST_IN_A_TRAINING, MOST_IN_FLIGHT
from hubble_widget.display.settings import ITERATIONS

from .explorer_view import LESSON, ExplorerView, cell, middle, show
from .notebook_page import NotebookPage
from .servers import LabServer
from .slow_wire import slow_wire
from .windows import open_window

pytestmark = pytest.mark.browser
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
# Every frame that the kernel sends, and the most of them that the page has not acknowledged yet.
COUNT_FRAMES = """
canvas = explorer.figure.canvas
sent, most, last_shown = 0, 0, 0
send, frame_shown = canvas.send, canvas.frame_shown
def count(content, buffers=None):
    global sent, most
    if "frame" in content:
        sent += 1
        most = max(most, content["frame"] - last_shown)
    send(content, buffers)
def note(number):
    global last_shown
    last_shown = number
    frame_shown(number)
last_shown = canvas._window._sent
canvas.send, canvas.frame_shown = count, note
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
    view.notebook.execute(COUNT_FRAMES)
    for _ in range(30):
        view.slider("Iterations").press("ArrowLeft")
    wanted = ITERATIONS[ITERATIONS.index(500) - 30]
    expect(view.readout).to_contain_text(f"of {wanted}")  # the page answers by itself
    view.kernel.wait_until(f"explorer.iterations == {wanted}")
    assert (view.picture(tmp_path) != before).any()
    assert view.kernel.evaluate("most") <= MOST_IN_FLIGHT

    view.button("Train").click()
    view.kernel.wait_until("explorer.trajectory.source == 'torch' and not explorer.running")
    view.expect_finished()
    view.expect_numbers()
    view.picture(tmp_path)

    x, y = middle(view.slider("Iteration"))
    view.drag((x, y), (x - 200, y), steps=60)
    view.kernel.wait_until("explorer.iteration < explorer.iterations")
    view.picture(tmp_path)
    assert view.kernel.evaluate("most") <= MOST_IN_A_TRAINING
    assert view.kernel.evaluate("sent") > 10
