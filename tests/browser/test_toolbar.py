"""The toolbar of the plots, and what a user draws on them: both hold while frames go by."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from .explorer_view import LESSON, PLOTS, ExplorerView, cell, show
from .notebook_page import NotebookPage, wait_until
from .pictures import Pixels, page_pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
SLOW = cell(LESSON, learning_rate=0.05, iterations=500, speed="'slow motion'")
LIMITS = "[*explorer.axes[0].get_xlim(), *explorer.axes[0].get_ylim()]"
LIME = (0, 255, 0, 255)
LIME_LINE = "explorer.axes[0].axhline(900, color='lime');"
TOOLS = {"Zoom": "^Drag a rectangle", "Pan": "^Drag to move a plot", "Home": "^Show everything again"}


@pytest.mark.parametrize("dpr", [1, 2])
def test_zooming_works_while_a_training_runs(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    view = show(open_notebook(SLOW, dpr=dpr))
    before = view.kernel.evaluate(LIMITS)
    train_slowly(view)
    use_tool(view, "Zoom")
    view.drag(view.point("fit", 5, 300), view.point("fit", 15, 1300))
    view.kernel.wait_until(f"{LIMITS} != {before}")
    assert view.kernel.evaluate(LIMITS) == pytest.approx([5, 15, 300, 1300], abs=10)
    expect_it_goes_on(view)
    view.button("Pause").click()
    view.expect_finished()
    view.expect_numbers()
    zoomed = view.picture(tmp_path)
    use_tool(view, "Zoom")  # off
    use_tool(view, "Home")
    view.kernel.wait_until(f"{LIMITS} == {before}")
    assert not np.array_equal(view.picture(tmp_path), zoomed)


def test_panning_works_while_a_training_runs(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(SLOW))
    before = view.kernel.evaluate(LIMITS)
    train_slowly(view)
    use_tool(view, "Pan")
    view.drag(view.point("fit", 10, 500), view.point("fit", 13, 800))
    moved = [before[0] - 3, before[1] - 3, before[2] - 300, before[3] - 300]
    view.kernel.wait_until(f"max(abs(a - b) for a, b in zip({LIMITS}, {moved})) < 10")
    expect_it_goes_on(view)
    view.button("Pause").click()
    view.expect_finished()
    view.expect_numbers()
    view.picture(tmp_path)
    use_tool(view, "Home")
    view.kernel.wait_until(f"{LIMITS} == {before}")
    view.picture(tmp_path)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_view_that_was_chosen_stays_when_a_slider_moves(
    open_notebook: OpenNotebook, dpr: int, tmp_path: Path
) -> None:
    view = show(open_notebook(CHOSEN, dpr=dpr))
    before, whole = view.kernel.evaluate(LIMITS), view.picture(tmp_path)
    use_tool(view, "Zoom")
    view.drag(view.point("fit", 5, 300), view.point("fit", 15, 1300))
    view.kernel.wait_until(f"{LIMITS} != {before}")
    assert (view.picture(tmp_path) != whole).any()
    zoomed = view.kernel.evaluate(LIMITS)
    view.slider("Learning rate").press("ArrowLeft")
    view.kernel.wait_until("explorer.learning_rate < 0.05")
    view.train()
    assert view.kernel.evaluate(LIMITS) == zoomed
    view.picture(tmp_path)
    use_tool(view, "Home")
    view.kernel.wait_until(f"{LIMITS} == {before}")
    view.picture(tmp_path)


@pytest.mark.parametrize("change", ["Iterations", "Linear scale", "Residual plot"])
def test_home_brings_everything_back_whatever_has_changed_since(
    open_notebook: OpenNotebook, change: str, tmp_path: Path
) -> None:
    view = show(open_notebook(CHOSEN))
    view.more()
    before = view.kernel.evaluate(LIMITS)
    use_tool(view, "Zoom")
    view.drag(view.point("fit", 5, 300), view.point("fit", 15, 1300))
    view.kernel.wait_until(f"{LIMITS} != {before}")
    use_tool(view, "Zoom")  # off
    of_loss = "[*explorer.axes[1].get_xlim(), *explorer.axes[1].get_ylim()]"
    places = "[axes.get_position().bounds for axes in explorer.axes]"
    old = view.kernel.evaluate(f"[{of_loss}, {places}]")
    if change == "Iterations":
        view.slider("Iterations").press("ArrowRight")
    else:
        view.button(change).click()
    view.kernel.wait_until(f"[{of_loss}, [list(place) for place in {places}]] != {old}")
    new = view.kernel.evaluate(f"[{of_loss}, {places}]")
    use_tool(view, "Home")
    view.kernel.wait_until(f"{LIMITS} == {before}")
    assert view.kernel.evaluate(f"[{of_loss}, {places}]") == new
    view.picture(tmp_path)


@pytest.mark.parametrize("tool", ["Zoom", "Pan"])
def test_with_a_tool_in_hand_a_click_is_the_tools(open_notebook: OpenNotebook, tool: str, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN))
    before = view.picture(tmp_path)
    place = view.point("fit", 21.88, 1473)
    use_tool(view, tool)
    view.kernel.wait_until("explorer.figure.canvas.toolbar.mode")
    view.notebook.page.mouse.click(*place)
    view.notebook.page.mouse.click(*view.point("loss", 100, 0.1))
    use_tool(view, tool)  # off
    view.kernel.wait_until("not explorer.figure.canvas.toolbar.mode")
    assert view.value("data.excluded") == ["NGC 4639"]
    assert view.value("iteration") == 500
    view.hover((1, 1))
    view.expect_words("NGC 1425", present=False)
    assert np.array_equal(view.picture(tmp_path), before)
    view.notebook.page.mouse.click(*place)
    expect(view.root).to_contain_text("22 of 24 galaxies")


@pytest.mark.parametrize("dpr", [1, 2])
def test_what_a_user_draws_appears_by_itself_and_stays(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN, LIME_LINE, dpr=dpr))
    assert lime(view.picture(tmp_path)) == 0
    view.notebook.run_cell(1)
    wait_until(lambda: lime(page_pixels(view.canvas)) > 0, "the line is on the page")
    drawn = lime(view.picture(tmp_path))
    assert drawn > 200 * dpr
    for label in ("Learning rate", "Iterations", "Now at iteration"):
        slope = view.value("slope")
        view.slider(label).press("ArrowLeft")
        view.kernel.wait_until(f"explorer.slope != {slope}")
        view.expect_numbers()
        assert lime(view.picture(tmp_path)) == pytest.approx(drawn, rel=0.1)
    view.train()
    assert lime(view.picture(tmp_path)) == pytest.approx(drawn, rel=0.1)
    view.notebook.execute("explorer.axes[0].lines[-1].remove()")
    wait_until(lambda: lime(page_pixels(view.canvas)) == 0, "the line has gone from the page")
    view.picture(tmp_path)


@pytest.mark.parametrize("plot", ["loss", "residual"])
def test_what_a_user_draws_on_the_other_plots_stays(open_notebook: OpenNotebook, plot: str, tmp_path: Path) -> None:
    number = PLOTS.index(plot)
    view = show(open_notebook(CHOSEN, f"explorer.axes[{number}].axvline(10, color='lime', lw=3);"))
    view.more()
    view.button("Residual plot").click()
    view.kernel.wait_until("len(explorer.axes) == 3")
    assert lime(view.picture(tmp_path)) == 0
    view.notebook.run_cell(1)
    wait_until(lambda: lime(page_pixels(view.canvas)) > 0, "the line is on the page")
    drawn = lime(view.picture(tmp_path))
    view.slider("Learning rate").press("ArrowLeft")
    view.kernel.wait_until("explorer.learning_rate < 0.05")
    view.expect_numbers()
    assert lime(view.picture(tmp_path)) == pytest.approx(drawn, rel=0.1)
    view.chooser.select_option("Key Project supernovae (36)")
    view.kernel.wait_until("len(explorer.data) == 36")
    view.expect_numbers()
    assert lime(view.picture(tmp_path)) > 0


def tool_button(view: ExplorerView, tool: str) -> Locator:
    return view.root.get_by_title(re.compile(TOOLS[tool]))


def use_tool(view: ExplorerView, tool: str) -> None:
    """Press a button of the toolbar, which is there only while the mouse is over the plots."""
    view.hover(view.point("fit", 12, 600))
    tool_button(view, tool).click()


def train_slowly(view: ExplorerView) -> None:
    """Begin a training that lasts longer than the test."""
    view.button("Train").click()
    view.expect_running()


def expect_it_goes_on(view: ExplorerView) -> None:
    """Wait until the training has shown more."""
    reached = view.value("iteration")
    view.kernel.wait_until(f"explorer.running and explorer.iteration > {reached}")


def lime(picture: Pixels) -> int:
    """How many of its pixels are lime."""
    return int((picture == LIME).all(axis=2).sum())
