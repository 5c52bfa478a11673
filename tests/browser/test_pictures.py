"""The picture on the page: never stale, the same after a reload, readable in both themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .contrast import canvas_texts, dom_texts, page_background
from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage, wait_until

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(learning_rate=0.05, iterations=500)
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_figure_that_is_saved_is_still_shown_as_it_is(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    save = f"explorer.iterations = 2000\nexplorer.figure.savefig({str(tmp_path / 'saved.png')!r})"
    notebook = open_notebook(CHOSEN, save, dpr=dpr)
    view = show(notebook)
    before = view.picture(tmp_path)
    notebook.run_cell(1)
    view.expect_numbers()
    assert (view.picture(tmp_path) != before).any()


@pytest.mark.parametrize("dpr", [1, 2])
def test_reload_shows_the_current_state(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, dpr=dpr)
    view = show(notebook)
    initial = view.picture(tmp_path)
    view.entry("Iterations").fill("300")
    view.entry("Iterations").press("Enter")
    expect(view.readout).to_contain_text("63.82")
    changed = view.picture(tmp_path)
    notebook.reload()
    view = ExplorerView(notebook, notebook.output(0))
    view.expect_shown()
    expect(view.readout).to_contain_text("63.82")
    expect(view.entry("Iterations")).to_have_value("300")
    assert np.array_equal(view.picture(tmp_path), changed)
    assert (changed != initial).any()
    view.slider("Iterations").press("ArrowRight")
    view.kernel.wait_until("explorer.iterations > 300")
    view.expect_numbers()
    assert (view.picture(tmp_path) != changed).any()


def test_reload_during_a_training_goes_on_with_it(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=10_000))
    view = show(notebook)
    view.button("Train").click()
    view.expect_running()
    notebook.reload()
    view = ExplorerView(notebook, notebook.output(0))
    view.expect_finished()
    assert view.value("iteration") == 10_000
    view.expect_numbers()
    view.picture(tmp_path)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_readable(open_notebook: OpenNotebook, theme: str, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN, theme=theme))
    expect_theme(view, tmp_path)
    view.train()
    expect_theme(view, tmp_path)
    view.notebook.screenshot(f"theme-{theme}")


def test_a_change_of_theme_is_followed(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN))
    expect_theme(view, tmp_path)
    page = view.notebook.page
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_role("menu").get_by_text("Theme", exact=True).hover()
    page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    expect_theme(view, tmp_path)


def expect_theme(view: ExplorerView, folder: Path) -> None:
    """Wait until the plots lie on the page's own background; then every text must be readable."""
    background = page_background(view.canvas)
    wait_until(
        lambda: tuple(view.picture(folder)[0, 0, :3]) == background,
        f"the plots have the page's background {background}",
    )
    plots = canvas_texts(view.kernel, "explorer.figure", view.picture(folder))
    texts = dom_texts(view.root)
    assert len(plots) > 15
    assert len(texts) > 15
    assert {text: ratio for text, ratio in {**plots, **texts}.items() if ratio < READABLE} == {}
