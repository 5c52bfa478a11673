"""The readout answers by itself: with the kernel busy, gone, or never there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from playwright.sync_api import expect

import hubble_widget as hw
from hubble_widget.widgets.slider_with_entry import ITERATIONS, LEARNING_RATES

from .busy import busy, busy_cell
from .explorer_view import STOPPED, ExplorerView, cell, middle, show
from .kernel_page import wait_until
from .notebook_page import NotebookPage
from .pictures import Pixels, page_pixels
from .said import expect_path_said, expect_said

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
RATE, COUNT = 0.05, 500
CHOSEN = cell(learning_rate=RATE, iterations=COUNT)
NEXT_RATES = LEARNING_RATES[LEARNING_RATES.index(RATE) + 1 :]
NEXT_COUNTS = ITERATIONS[ITERATIONS.index(COUNT) + 1 :]

# Milliseconds and animation frames from each key to the change of the readout that it makes.
MEASURE = """root => {
    const readout = root.querySelector('[aria-label="Fit readout"]');
    window.answers = [];
    let pressed, frames = 0;
    const count = () => { frames++; requestAnimationFrame(count); };
    count();
    document.addEventListener("keydown", () => { pressed = [performance.now(), frames]; }, true);
    new MutationObserver(() => {
        if (pressed) window.answers.push([performance.now() - pressed[0], frames - pressed[1]]);
        pressed = undefined;
    }).observe(readout, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
NOTE_TEXTS = """root => {
    const readout = root.querySelector('[aria-label="Fit readout"]');
    window.texts = new Set();
    new MutationObserver(() => window.texts.add(readout.textContent)).observe(
        readout, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
REACHED = re.compile(r"by torch, now at iteration ([\d,]+) of [\d,]+ .*?\)(-?[\d.]+) km/s/Mpc")


def test_while_the_kernel_is_busy_every_slider_is_answered(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path))
    view = show(notebook)
    with busy(notebook, 1, tmp_path):
        for step in (1, 2, 3):
            view.slider("Now at iteration").press("ArrowLeft")
            expect_said(view.root, RATE, COUNT, COUNT - step)
        for rate in NEXT_RATES[:3]:
            view.slider("Learning rate").press("ArrowRight")
            expect_said(view.root, rate, COUNT)
        for count in NEXT_COUNTS[:3]:
            view.slider("Iterations").press("ArrowRight")
            expect_said(view.root, rate, count)
    view.kernel.wait_until(f"(explorer.learning_rate, explorer.iterations) == ({rate}, {count})")
    assert view.value("slope") == pytest.approx(view.closed_form(), rel=1e-9)
    view.picture(tmp_path)
    expect_said(view.root, rate, count)


def test_a_key_is_answered_within_the_page(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path))
    view = show(notebook)
    view.root.evaluate(MEASURE)
    with busy(notebook, 1, tmp_path):
        for label in ("Now at iteration", "Learning rate", "Iterations"):
            view.root.evaluate("window.answers.length = 0")
            for answered in range(1, 11):
                view.slider(label).press("ArrowLeft")
                notebook.page.wait_for_function("answered => window.answers.length >= answered", arg=answered)
            times, frames = zip(*notebook.page.evaluate("window.answers"), strict=True)
            print(f"{label}: answered after {median(times):.1f} ms, {median(frames):.0f} animation frames")


def test_when_the_kernel_is_gone_the_page_says_so_and_goes_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(CHOSEN, "display(explorer)")
    view, other = show(notebook), show(notebook, 1)
    view.kernel.wait_until("explorer._view.readout.views != {}")  # what the page shows of the other views
    notebook.shut_kernel_down()
    view.slider("Now at iteration").press("ArrowLeft")
    expect_said(view.root, RATE, COUNT, COUNT - 1)
    view.expect_alone()
    view.hover(middle(view.canvas))  # ipympl tells the kernel of it, where there is one
    expect_said(view.root, RATE, COUNT, COUNT - 1)
    view.slider("Learning rate").press("ArrowRight")
    expect_said(view.root, NEXT_RATES[0], COUNT)
    view.slider("Iterations").press("ArrowRight")
    expect_said(view.root, NEXT_RATES[0], NEXT_COUNTS[0])
    before = page_pixels(view.canvas)
    view.slider("Now at iteration").press("Home")
    wait_until(lambda: not np.array_equal(page_pixels(view.canvas), before), "the plots follow")
    notebook.screenshot("without-kernel")
    expect_saved_plots(view, other)

    notebook.start_kernel_again(0)
    view = ExplorerView(notebook, notebook.output(0))
    view.expect_shown()
    expect_said(view.root, RATE, COUNT)
    expect(view.root.get_by_text(STOPPED)).to_have_count(0)
    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until(f"explorer.learning_rate == {NEXT_RATES[0]}")
    other.expect_alone()


def expect_saved_plots(*views: ExplorerView) -> None:
    """Expect every view of the right-hand plot, and stacked plots in a narrow window, wherever it is displayed."""
    page, group = views[0].notebook.page, views[0].root.get_by_role("radiogroup", name="Right-hand plot")

    def pictures() -> list[Pixels]:
        return [page_pixels(view.canvas) for view in views]

    def have_shape(*shape: int) -> bool:
        return all(picture.shape[:2] == shape for picture in pictures())

    for name in ("Universe", "How sure?", "Loss surface", "Loss"):
        before = pictures()
        group.get_by_role("radio", name=name, exact=True).click()
        wait_until(lambda before=before: not any(map(np.array_equal, pictures(), before)), f"{name} is shown")
    height, width = before[0].shape[:2]
    assert have_shape(height, width)
    size = page.viewport_size
    page.set_viewport_size({"width": 480, "height": 900})
    wait_until(lambda: have_shape(2 * height, -(-width // 2)), "the plots are stacked")
    page.set_viewport_size(size)
    wait_until(lambda: have_shape(height, width), "the plots are side by side again")


def test_after_a_training_the_scrubber_shows_what_torch_has_walked(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path))
    view = show(notebook)
    view.train()
    with busy(notebook, 1, tmp_path):
        for step in (1, 2, 3):
            view.slider("Now at iteration").press("ArrowLeft")
            expect_path_said(view.root, walked_by_torch(), COUNT - step, COUNT)
    view.kernel.wait_until(f"explorer.iteration == {COUNT - 3}")
    expect_path_said(view.root, walked_by_torch(), COUNT - 3, COUNT)
    view.picture(tmp_path)


def test_during_a_training_the_readout_shows_what_torch_has_reached(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(CHOSEN))
    view.root.evaluate(NOTE_TEXTS)
    view.train()
    texts = view.notebook.page.evaluate("[...window.texts]")
    reached = {int(match[1].replace(",", "")): match[2] for text in texts if (match := REACHED.search(text))}
    path = walked_by_torch()
    assert len(reached) > 5
    assert reached == {iteration: f"{path.slopes[iteration]:.2f}" for iteration in reached}


def walked_by_torch() -> hw.Trajectory:
    """The very path that Train walks."""
    return hw.train("key_project", learning_rate=RATE, iterations=COUNT)
