"""Pictures: whatever happens while something moves, the page ends with what the kernel draws."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from .explorer_view import LESSON, ExplorerView, cell, show, width
from .notebook_page import NotebookPage, wait_until
from .patience import PATIENCE

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(learning_rate=0.05, iterations=500)
LONG = cell(LESSON, learning_rate=0.001, iterations=10_000)
SHOWN_ITERATIONS = re.compile(r"iteration [\d,]+ of (\d+(?:,\d+)?)")

# What the page is sent while something happens: pictures, and batches of states.
NOTE_SENT = """
canvas, readout, sent = explorer.figure.canvas, explorer._view.readout, []
def note_of(widget):
    send = widget.send
    def note(content, buffers=None):
        sent.append(content["frame"] if "frame" in content else content.get("type", "event"))
        send(content, buffers)
    widget.send = note
note_of(canvas)
note_of(readout)
"""


@pytest.mark.parametrize("dpr", [1, 2])
def test_after_a_drag_to_and_fro_the_last_frame_stays(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    before = view.picture(tmp_path)
    drag(view.slider("Iterations"), 150, -300, 40)
    drag(view.slider("Learning rate"), -80, 120, -60)
    expect_settled(view)
    assert (view.picture(tmp_path) != before).any()


def test_a_drag_within_the_same_limits_needs_no_picture_of_the_kernel(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    before = view.picture(tmp_path)
    view.kernel.execute(NOTE_SENT)
    drag(view.slider("Learning rate"), 20, -10)
    view.kernel.wait_until("explorer.learning_rate != 0.05")
    view.expect_numbers()
    assert (view.picture(tmp_path) != before).any()
    assert [each for each in view.kernel.evaluate("sent") if isinstance(each, int)] == []


def test_a_training_sends_batches_and_no_pictures(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(LONG))
    view.picture(tmp_path)
    view.kernel.execute(NOTE_SENT)
    view.train()
    view.picture(tmp_path)
    sent = view.kernel.evaluate("sent")
    assert sent.count("batch") > 5
    assert [each for each in sent if isinstance(each, int)] == []


def test_a_tab_that_comes_back_shows_what_has_been_trained(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(LONG))
    page = view.notebook.page
    view.kernel.execute("explorer.speed = 'slow motion'")
    view.button("Train").click()
    view.expect_running()
    page.keyboard.press("Control+Shift+L")
    expect(page.get_by_role("tab", name="Launcher", selected=True)).to_be_visible()
    expect(view.canvas).to_be_hidden()
    reached = view.value("iteration")
    view.kernel.wait_until(f"explorer.running and explorer.iteration > {reached} + 5")
    page.get_by_role("tab", name="notebook-").click()
    view.button("Pause").click()
    view.expect_finished()
    view.expect_shown()
    view.expect_numbers()
    view.picture(tmp_path)


def test_a_tab_that_was_away_until_the_end_shows_the_end(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    page = view.notebook.page
    view.button("Train").click()
    page.keyboard.press("Control+Shift+L")
    expect(view.canvas).to_be_hidden()
    view.kernel.wait_until("explorer.iteration == 500 and not explorer.running", 5 * PATIENCE)
    page.get_by_role("tab", name="notebook-").click()
    view.expect_shown()
    view.expect_numbers()
    view.picture(tmp_path)


@pytest.mark.parametrize("dpr", [1, 2])
def test_reload_during_a_burst_shows_where_it_ended(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, dpr=dpr)
    view = show(notebook)
    before = view.picture(tmp_path)
    notebook.save()
    drag(view.slider("Iterations"), 150, -300, 40)
    notebook.page.reload()
    notebook.wait_until_ready()
    view = ExplorerView(notebook, notebook.output(0))
    view.expect_shown()
    expect_settled(view)
    assert (view.picture(tmp_path) != before).any()


@pytest.mark.parametrize("dpr", [1, 2])
def test_the_figure_follows_the_width_of_the_window(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN, dpr=dpr))
    first = view.picture(tmp_path)
    for viewport in (800, 1280, 800, 1280):
        before = width(view.root)
        view.notebook.page.set_viewport_size({"width": viewport, "height": 1400})
        wait_until(lambda before=before: width(view.root) != before, "the explorer has a new width")
        view.expect_shown()
        picture = view.picture(tmp_path)
        assert picture.shape[1] == pytest.approx(dpr * width(view.root), abs=dpr)
    assert picture.shape == first.shape


def test_two_windows_show_the_same(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=2000))
    first = show(notebook)
    second = ExplorerView(notebook, notebook.open_again().locator(".jp-Notebook"))
    second.expect_shown()
    for view in (first, second):
        before = view.picture(tmp_path)
        view.slider("Iterations").press("ArrowRight")
        expect_settled(view)
        for each in (first, second):
            each.expect_numbers()
            assert (each.picture(tmp_path) != before).any()
    second.train()
    for view in (first, second):
        view.expect_numbers()
        view.picture(tmp_path)


def drag(slider: Locator, *distances: int) -> None:
    """Take a slider's handle with the mouse and drag it by these distances, in pixels, one after the other."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = slider.page.mouse
    mouse.move(x, y)
    mouse.down()
    for distance in distances:
        x += distance
        mouse.move(x, y, steps=40)
    mouse.up()


def expect_settled(view: ExplorerView) -> None:
    """Wait until the kernel has taken the sliders' last positions, which the readout shows already."""

    def agree() -> bool:
        shown = SHOWN_ITERATIONS.search(view.readout.text_content() or "")
        return shown is not None and int(shown[1].replace(",", "")) == view.value("iterations")

    wait_until(agree, "page and kernel have the same number of iterations")
    view.expect_numbers()
