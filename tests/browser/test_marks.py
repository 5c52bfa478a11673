"""What the page paints over the plots: each mark where the kernel draws it, at once, and by mouse or finger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from .busy import busy, busy_cell
from .explorer_view import LESSON, ExplorerView, cell, middle, show
from .finger import Finger
from .kernel_page import wait_until
from .marks import LOOKS, expect_each_mark, expect_looks
from .notebook_page import NotebookPage
from .pictures import page_pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)

# How long it takes from a key on a slider's handle to a picture of the marks, in animation frames.
FRAMES_TO_PAINT = """async ([selector, key]) => {
    const marks = document.querySelector(".hubble-marks");
    const before = marks.toDataURL();
    document.querySelector(selector).dispatchEvent(
        new KeyboardEvent("keydown", {key, keyCode: {ArrowLeft: 37, ArrowRight: 39}[key], bubbles: true}));
    for (let frames = 1; frames < 60; frames++) {
        await new Promise(requestAnimationFrame);
        if (marks.toDataURL() !== before) return frames;
    }
    return null;
}"""


@pytest.mark.parametrize(("dpr", "theme"), [(1, "light"), (2, "dark")])
def test_each_mark_lies_where_the_kernel_draws_it(
    open_notebook: OpenNotebook, dpr: int, theme: str, tmp_path: Path
) -> None:
    expect_each_mark(show(open_notebook(CHOSEN, dpr=dpr, theme=theme)), tmp_path)


def test_marks_have_the_colors_the_order_and_the_visibility_that_a_user_has_set(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    expect_looks(show(open_notebook(CHOSEN, *LOOKS)), tmp_path, 1)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_busy_kernel_holds_no_picture_up(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path), dpr=dpr)
    view = show(notebook)
    view.picture(tmp_path)
    with busy(notebook, 1, tmp_path):
        for selector, key in (
            (".hubble-iterations", "ArrowRight"),
            (".hubble-learning-rate", "ArrowLeft"),
            (".hubble-scrubber", "ArrowLeft"),
        ):
            frames = notebook.page.evaluate(FRAMES_TO_PAINT, [f"{selector} .noUi-handle", key])
            assert frames is not None
            assert frames <= 2
        view.slider("Iterations").press("End")  # far beyond the axis that the kernel has drawn
        expect(view.readout).to_contain_text("of 10,000")
        beyond = page_pixels(view.canvas)
        notebook.screenshot(f"beyond-{dpr}")
    view.kernel.wait_until("explorer.iterations == 10_000")
    view.hover((5, 5))
    view.expect_numbers()
    assert (view.picture(tmp_path) != beyond).any()


def test_a_training_is_played_out_and_pauses_where_it_is_seen(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.01, iterations=5000))
    view.train()  # torch is loaded
    view.picture(tmp_path)
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    view.notebook.page.evaluate(COUNT_PICTURES)
    view.button("Train").click()
    wait_until(lambda: len(view.notebook.page.evaluate("window.iterations")) > 10, "the training is played out")
    view.button("Pause").click()
    view.expect_finished()
    seen = view.notebook.page.evaluate("window.iterations")
    assert seen == sorted(seen)  # never back
    view.expect_numbers()
    view.picture(tmp_path)
    paused = view.value("iteration")
    assert paused == seen[-1]
    view.button("Train").click()
    view.kernel.wait_until(f"explorer.iteration > {paused}")
    view.expect_finished()
    assert view.value("iteration") == 5000
    view.expect_numbers()
    view.picture(tmp_path)
    after = view.notebook.page.evaluate("window.iterations")[len(seen) :]
    assert min(after) >= paused
    scrubbed = view.notebook.page.evaluate("window.scrubbed")
    assert len(scrubbed) > 10
    assert all(handle == number for handle, number in scrubbed)  # no frame has one ahead of the other


COUNT_PICTURES = """() => {
    window.iterations = [];
    window.scrubbed = [];
    const line = document.querySelector(".hubble-iteration");
    const scrubber = document.querySelector(".hubble-scrubber [role=slider]");
    const shown = () => Number(/iteration ([\\d,]+) of/.exec(line.textContent)[1].replaceAll(",", ""));
    const note = () => window.iterations.push(shown());
    new MutationObserver(note).observe(line, {childList: true, characterData: true, subtree: true});
    // A size that changes in each frame is observed after all that a frame runs, just before it is painted: later, a
    // message may have changed the scrubber already.
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.cssText = "position: fixed; height: 1px; visibility: hidden";
    let frame = 0;
    const look = () => { probe.style.width = `${1 + (frame++ % 2)}px`; requestAnimationFrame(look); };
    const painted = () => window.scrubbed.push([Number(scrubber.getAttribute("aria-valuenow")), shown()]);
    new ResizeObserver(painted).observe(probe);
    look();
}"""


def test_a_finger_drags_handles_chooses_iterations_and_points_at_galaxies(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    notebook = open_notebook(CHOSEN)
    finger = Finger(notebook)
    view = show(notebook)
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    _left, (right, start) = view.handles()
    finger.drag(view.point("fit", right, start), view.point("fit", right, 1200))
    view.expect_start((right, 1200))
    view.picture(tmp_path)
    finger.drag(view.point("loss", 50, 0.05), view.point("loss", 200, 0.03))
    view.kernel.wait_until("abs(explorer.iteration - 200) < 4")
    view.expect_numbers()
    finger.tap(view.point("fit", 5, 1500))  # where there is nothing to point at
    view.picture(tmp_path)
    galaxy = view.point("fit", 21.98, 1403)
    finger.tap(galaxy)  # shows it; the second tap is a click
    view.expect_words("NGC 4639, left out")
    notebook.screenshot("tapped")
    finger.tap(galaxy)
    view.kernel.wait_until("len(explorer.data) == 24")
    view.expect_words("NGC 4639, left out", present=False)
    finger.tap(view.point("fit", 5, 1500))
    view.picture(tmp_path)
    assert len(view.value("data.names")) == 24


def test_download_saves_the_whole_figure(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    view.hover(middle(view.canvas))
    with view.notebook.page.expect_download() as waiting:
        view.root.get_by_role("button", name="Save the plots as a PNG.").or_(
            view.root.get_by_title("Save the plots as a PNG.")
        ).first.click()
    saved = np.asarray(Image.open(waiting.value.path()).convert("RGB"))
    red = (np.abs(saved.astype(int) - (209, 52, 79)).max(axis=2) < 30).sum()
    assert red > 500  # the learned line and the curve of the loss


def test_two_views_of_one_explorer_show_the_same(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, "display(explorer)")
    show(notebook)
    notebook.run_cell(1)
    views = [ExplorerView(notebook, notebook.output(index)) for index in (0, 1)]
    for view in views:
        view.picture(tmp_path)
    views[1].slider("Iterations").press("ArrowLeft")
    views[0].kernel.wait_until("explorer.iterations < 500")
    for view in views:
        view.expect_numbers()
        view.picture(tmp_path)
    first, second = (page_pixels(view.canvas) for view in views)
    assert np.array_equal(first, second)
