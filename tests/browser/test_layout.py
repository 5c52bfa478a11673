"""The layout: at any width nothing is cut off or covered, and nothing moves when something else changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from .explorer_view import LESSON, ExplorerView, Point, middle, show
from .notebook_page import NotebookPage, wait_until

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
IN_A_COLUMN = f"""
import ipywidgets
import hubble_widget as hw
explorer = hw.RegressionExplorer({LESSON}, learning_rate=0.05, iterations=500)
column = ipywidgets.VBox([explorer], layout={{"width": "900px"}})
display(column)
"""
BOXES = """root => [...root.querySelectorAll(
        "button, select, input, .noUi-target, .noUi-handle, .hubble-zone-names > span")]
    .filter(each => each.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .map(each => {
        const {left, right, top, bottom} = each.getBoundingClientRect();
        const name = each.ariaLabel || each.title || each.innerText || each.className;
        return {name, left, right, top, bottom, track: each.matches(".noUi-target, .noUi-handle")};
    })"""


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
def test_at_every_width_all_is_in_its_column_and_nothing_covers_another(
    open_notebook: OpenNotebook, unfolded: bool
) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    if unfolded:
        view.more()
    for width in (900, 848, 620, 524, 484, 400, 272):  # the last at a zoom of 200 %, beside JupyterLab's files
        narrow(view, width)
        view.slider("Iteration").press("Home")
        view.kernel.wait_until("explorer.iteration == 0")
        expect_in_its_place(view)


def test_of_the_names_of_the_zones_only_the_one_of_what_swings_is_ever_left_out(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    for width, swings in ((900, True), (620, True), (524, False), (464, False), (900, True)):
        narrow(view, width)
        for name in ("slow", "steady", "diverges"):
            expect(view.root.get_by_text(name, exact=True)).to_be_visible()
        expect(view.root.get_by_text("swings", exact=True)).to_be_visible(visible=swings)


def test_another_theme_leaves_the_names_of_the_zones_where_they_are(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    names = [view.root.get_by_text(name, exact=True) for name in ("slow", "steady", "swings", "diverges")]
    for name in names:
        expect(name).to_be_visible()
    places = [place(view, name) for name in names]
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        view.notebook.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme}).then(() => {})", theme
        )
        view.kernel.wait_until(f"explorer._face.readout.page['dark'] is {theme.endswith('Dark')}")
        wait_until(lambda: near([place(view, name) for name in names], places), "the names are where they were")


def test_nothing_moves_where_no_zones_are_known(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    view.more()
    before = place(view, view.slider("Iterations"))
    view.choice("Optimizer").select_option("Adam")
    expect(view.root.get_by_text("no zones are known for Adam")).to_be_visible()
    assert near([place(view, view.slider("Iterations"))], [before])


def test_the_scrubber_ends_where_it_ended_however_long_the_path_is(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    track = view.root.locator(".hubble-scrubber .noUi-target")
    before = place(view, track)
    view.entry("Iterations").fill("10000")
    view.entry("Iterations").press("Enter")
    expect(view.root.get_by_text("of 10000", exact=True)).to_be_visible()
    expect(view.readout).to_contain_text("iteration 10000 of 10000")
    assert place(view, track) == before


def narrow(view: ExplorerView, width: int) -> None:
    """Give the explorer a column of so many pixels, and wait until it has taken it."""
    view.notebook.execute(f"column.layout.width = '{width}px'")
    wait_until(lambda: abs(box_of(view)["width"] - width) <= 4, f"the explorer is {width} pixels wide")
    view.expect_shown()


def place(view: ExplorerView, element: Locator) -> Point:
    """Where in the explorer the middle of an element lies."""
    box, (x, y) = box_of(view), middle(element)
    return x - box["x"], y - box["y"]


def near(places: list[Point], others: list[Point]) -> bool:
    """Whether all are the same, but for fractions of a pixel."""
    return bool(np.allclose(places, others, rtol=0, atol=0.75))


def box_of(view: ExplorerView) -> Any:
    """Where the explorer is."""
    return view.root.bounding_box()


def expect_in_its_place(view: ExplorerView) -> None:
    """Assert that every control is within the explorer, and none on another."""
    box = box_of(view)
    boxes: list[dict[str, Any]] = view.root.evaluate(BOXES)
    assert len(boxes) > 12
    for each in boxes:
        assert box["x"] - 0.5 <= each["left"] <= each["right"] <= box["x"] + box["width"] + 0.5, each
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert (one["track"] and other["track"]) or across <= 0.5 or down <= 0.5, (one, other)
