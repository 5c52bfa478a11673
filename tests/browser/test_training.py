"""Train, Pause, Step and Reset: torch runs in the background and the page follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
LONG = cell(LESSON, learning_rate=0.001, iterations=10_000)
TORCH_IS_LOADED = "hasattr(__import__('sys').modules.get('torch'), '__version__')"

# Whoever imports torch waits for `hold.released`, in the module: a finder that waits would stop every other import.
HOLD = """
import importlib.abc, importlib.machinery, sys, threading
class Hold(importlib.abc.MetaPathFinder):
    reached, released = threading.Event(), threading.Event()
    def find_spec(self, name, path, target=None):
        if name != "torch":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        run = spec.loader.exec_module
        def run_when_released(module):
            self.reached.set()
            self.released.wait()
            run(module)
        spec.loader.exec_module = run_when_released
        return spec
hold = Hold()
sys.meta_path.insert(0, hold)
"""
NEIGHBOR = """
import ipywidgets
neighbor, echo = ipywidgets.IntSlider(description="Neighbor"), ipywidgets.Label("echo 0")
neighbor.observe(lambda change: setattr(echo, "value", f"echo {change['new']}"), "value")
display(neighbor, echo)
"""


@pytest.mark.parametrize("dpr", [1, 2])
def test_train_runs_to_the_end(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500), dpr=dpr))
    view.button("Train").click()
    expect(view.button("Pause")).to_be_visible()
    view.expect_finished()
    assert view.value("iteration") == 500
    assert view.kernel.evaluate(TORCH_IS_LOADED)
    expect(view.readout).to_contain_text("74.59")
    expect(view.readout).to_contain_text("13.11")
    view.picture(tmp_path)
    view.notebook.screenshot(f"trained-{dpr}x")


def test_page_follows_a_training(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=3000))
    view = show(notebook)
    notebook.execute("seen = []; explorer.observe(lambda c: seen.append(c['new']), 'iteration')")
    view.root.evaluate(
        """root => {
            window.texts = new Set();
            const readout = root.querySelector('[aria-label="Fit readout"]');
            const note = () => window.texts.add(readout.innerText);
            new MutationObserver(note).observe(
                readout, {subtree: true, childList: true, characterData: true, attributes: true});
        }"""
    )
    view.train()
    view.expect_numbers()
    assert notebook.evaluate("seen[-1]") == 3000
    assert notebook.evaluate("len(seen)") > 5
    assert notebook.page.evaluate("window.texts.size") > 5


def test_a_learning_rate_changed_while_it_trains_holds_from_there_on(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.01, iterations=5000)))
    view.kernel.execute("stops = []; explorer.observe(lambda c: stops.append(explorer.iteration), 'running')")
    view.button("Train").click()
    view.expect_running()
    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until("explorer.rate_changes")
    view.expect_finished()
    assert view.value("iteration") == 5000
    assert view.kernel.evaluate("len(stops)") == 2  # it began, and ended
    assert view.kernel.evaluate(
        f"hw.train({LESSON}, learning_rate=0.01, iterations=5000, rate_changes=explorer.rate_changes).slope"
    ) == view.value("slope")
    view.expect_numbers()
    expect(view.root).to_contain_text("at 0.0106 (a slow rate), brought")
    expect(view.entry("Learning rate")).to_have_value("0.0106")
    trained = view.picture(tmp_path)
    view.notebook.screenshot("rate-changed")
    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until("(explorer.learning_rate, explorer.rate_changes) == (0.0112, ())")
    view.expect_numbers()
    assert (view.picture(tmp_path) != trained).any()  # the mark is gone
    view.kernel.execute("explorer.batch_size = 4")
    view.kernel.wait_until("explorer.trajectory.iterations == 5000")
    view.picture(tmp_path)  # with the full-batch guide


def test_stop_stops(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(LONG))
    view.button("Train").click()
    view.expect_running()
    view.button("Pause").click()
    view.expect_finished()
    assert 0 < view.value("iteration") < 10_000
    view.expect_numbers()
    stopped = view.picture(tmp_path)
    view.slider("Iterations").press("ArrowLeft")
    view.kernel.wait_until("explorer.iterations < 10_000")
    assert view.value("slope") == pytest.approx(view.closed_form(LESSON), rel=1e-9)
    view.expect_numbers()
    assert (view.picture(tmp_path) != stopped).any()
    view.button("Train").click()
    view.expect_running()
    view.button("Pause").click()
    view.expect_finished()


def test_every_callback_is_on_the_main_thread(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=500))
    view = show(notebook)
    notebook.execute(
        "import threading\nthreads = set()\n"
        "def note(change): threads.add(threading.current_thread().name)\n"
        "explorer.observe(note, ['slope', 'iteration', 'running', 'iterations'])"
    )
    for label in ("Learning rate", "Iterations"):
        for _ in range(5):
            view.slider(label).press("ArrowRight")
    notebook.kernel.wait_until("explorer.iterations > 600")
    view.train()
    view.button("Reset").click()
    view.button("Step").click()
    notebook.kernel.wait_until("explorer.iteration == 1")
    assert notebook.evaluate("sorted(threads)") == ["MainThread"]


def test_first_train_does_not_freeze_the_kernel(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    """However long torch takes to load, sliders answer: another one's, and the explorer's own."""
    notebook = open_notebook(HOLD + cell(LESSON, iterations=500) + NEIGHBOR, fresh=True)
    view = show(notebook)
    neighbor = notebook.page.locator(".widget-slider", has_text="Neighbor").get_by_role("slider")
    view.button("Train").click()
    view.kernel.wait_until("hold.reached.is_set() and explorer.running")
    neighbor.press("ArrowRight")
    expect(notebook.page.get_by_text("echo 1")).to_be_visible()
    assert not notebook.evaluate(TORCH_IS_LOADED)
    notebook.execute("rate = explorer.learning_rate")
    view.expect_answer("Learning rate", "ArrowRight", "explorer.learning_rate > rate and explorer.running", tmp_path)
    assert not notebook.evaluate(TORCH_IS_LOADED)
    notebook.execute("hold.released.set()")
    view.expect_finished()
    assert notebook.evaluate(TORCH_IS_LOADED)
    view.expect_numbers()


def test_a_cell_that_trains_shows_pictures_meanwhile(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    in_the_cell = "iterations = []\nexplorer.observe(lambda change: iterations.append(change['new']), 'iteration')\n"
    notebook = open_notebook(
        cell(LESSON, learning_rate=0.05, iterations=500), f"{in_the_cell}explorer.train(wait=True)"
    )
    view = show(notebook)
    view.train()  # torch is loaded
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    view.picture(tmp_path)
    view.canvas.evaluate(
        """canvas => {
            window.pictures = new Set();
            const marks = canvas.parentElement.querySelector(".hubble-marks");
            const prompt = canvas.closest(".jp-Notebook").querySelectorAll(".jp-Cell .jp-InputPrompt")[1];
            window.looking = setInterval(() => {
                if (prompt.textContent === "[*]:") window.pictures.add(marks.toDataURL());
            }, 50);
        }"""
    )
    notebook.run_cell(1)
    pictures = view.canvas.evaluate("() => { clearInterval(window.looking); return window.pictures.size; }")
    assert pictures > 10
    shown = notebook.evaluate("iterations")
    assert len(shown) > 10
    assert shown == sorted(shown)
    assert shown[-1] == 500
    view.expect_numbers()
    view.picture(tmp_path)
