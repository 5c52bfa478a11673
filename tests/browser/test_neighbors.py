"""An explorer among other things: the user's plots, mistakes and second thoughts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(learning_rate=0.05, iterations=500)
INLINE = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2, 4]);"
BACKEND = "__import__('matplotlib').get_backend()"
WIDGETS = "len(__import__('ipywidgets').widgets.widget._instances)"

# What the page has sent to a widget before it was told that this one is closed.
PAGE_IS_LATE = r"No such comm: [0-9a-f]{32}\n?"
LIVE_FIGURES = (
    "__import__('gc').collect() * 0 + "
    "sum(issubclass(type(each), __import__('matplotlib').figure.Figure) for each in __import__('gc').get_objects())"
)


@pytest.mark.parametrize("inline_first", [True, False])
def test_inline_plots_are_untouched(open_notebook: OpenNotebook, inline_first: bool) -> None:
    cells = [INLINE, CHOSEN, INLINE] if inline_first else [CHOSEN, INLINE, "plt.plot([3, 1]);"]
    notebook = open_notebook(*cells, fresh=True)
    for index, source in enumerate(cells):
        backend = notebook.evaluate(BACKEND)
        output = notebook.run_cell(index)
        if source == CHOSEN:
            view = ExplorerView(notebook, output)
            view.expect_shown()
            view.slider("Iterations").press("ArrowRight")
            notebook.kernel.wait_until("explorer.iterations > 500")
            assert notebook.evaluate(BACKEND) == backend
        expect(output.locator(".jp-RenderedImage")).to_have_count(0 if source == CHOSEN else 1)
    assert notebook.evaluate("plt.get_fignums()") == []


def test_backend_stays_as_it_was(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(CHOSEN, fresh=True)
    before = notebook.evaluate(BACKEND)
    show(notebook).train()
    assert notebook.evaluate(BACKEND) == before
    assert notebook.evaluate("__import__('matplotlib.pyplot').pyplot.get_fignums()") == []


def test_an_error_in_an_observer_is_shown_and_harmless(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN)
    view = show(notebook)
    notebook.execute(
        "def wrong(change): raise RuntimeError('a mistake in an observer')\nexplorer.observe(wrong, 'slope')"
    )
    view.slider("Iterations").press("ArrowRight")
    view.kernel.wait_until("explorer.iterations > 500")
    expect(view.alert).to_contain_text("a mistake in an observer")
    notebook.execute("explorer.unobserve(wrong, 'slope')")
    view.slider("Iterations").press("ArrowRight")
    view.kernel.wait_until("explorer.iterations > 530")
    view.expect_numbers()
    view.picture(tmp_path)
    view.train()
    view.expect_numbers()


@pytest.mark.parametrize("source", [CHOSEN, "%load_ext hubble_widget\n%hubblefit key_project"])
def test_running_the_cell_again_frees_the_old_explorer(open_notebook: OpenNotebook, source: str) -> None:
    notebook = open_notebook(source)
    notebook.expect_complaint(PAGE_IS_LATE)
    counts = []
    for _ in range(3):
        view = show(notebook)
        notebook.kernel.wait_until(LIVE_FIGURES + " == 1")
        counts.append(notebook.evaluate(WIDGETS))
        expect(view.root).to_have_count(1)
    assert counts[1] == counts[2]


def test_close_frees_everything_while_training(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        "import ipywidgets", cell(LESSON, learning_rate=0.05, iterations=10_000), "explorer.close()"
    )
    notebook.expect_complaint(PAGE_IS_LATE)
    notebook.run_cell(0)
    before = notebook.evaluate(WIDGETS)
    view = show(notebook, 1)
    view.button("Train").click()
    view.expect_running()
    notebook.run_cell(2)
    expect(view.root).to_have_count(0)
    notebook.kernel.wait_until(f"{WIDGETS} == {before}")
    notebook.execute("del explorer")
    notebook.kernel.wait_until(LIVE_FIGURES + " == 0")
