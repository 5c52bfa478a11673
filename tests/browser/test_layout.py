"""The layout: at any width nothing is cut off or covered, and nothing moves when something else changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from .explorer_view import LESSON, ExplorerView, Point, cell, middle, show
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

# What a break at a blank would part, and what is in two lines though it fits into one.
PARTED = r"""root => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const wrong = [];
    while (texts.nextNode()) {
        const {data, parentElement} = texts.currentNode;
        if (!parentElement.checkVisibility({visibilityProperty: true})) continue;
        wrong.push(...data.match(/\d (?:%|Mpc|km|billion|Gyr)/g) ?? []);
        for (const {index, 0: {length}} of data.matchAll(/NGC.\d+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, index);
            range.setEnd(texts.currentNode, index + length);
            if (range.getClientRects().length > 1) wrong.push(data);
        }
    }
    const lines = [...root.querySelectorAll(".hubble-note, .hubble-value, .hubble-exact-value, .hubble-iteration")];
    return [...wrong, ...lines.filter(each => each.offsetHeight > 32).map(each => each.textContent)];
}"""

FONT_SIZE = "element => parseFloat(getComputedStyle(element).fontSize)"

# The texts of cards that reach over an edge of their card.
TOO_WIDE = """root => [...root.querySelectorAll(".hubble-card")].flatMap(card => {
    const box = card.getBoundingClientRect();
    return [...card.querySelectorAll("dt > span, dd > span, .hubble-exact-value")].filter(each => {
        const {left, right, top, bottom, width} = each.getBoundingClientRect();
        const [wide, high] = [left < box.left || right > box.right, top < box.top || bottom > box.bottom];
        return width > 0 && (wide || high || each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0);
    }).map(each => each.textContent);
})"""

# The row of views, and the number that stands at the upper left corner of the plot below it.
COVERED = """root => {
    const row = root.querySelector(".hubble-views .widget-radio-box").getBoundingClientRect();
    const figure = root.querySelector(".hubble-figure").getBoundingClientRect();
    return row.left < figure.left + parseFloat(root.style.getPropertyValue("--hubble-views-left")) - 1
        || row.right > figure.right + 1;
}"""


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
def test_at_every_width_all_is_in_its_column_and_nothing_covers_another(
    open_notebook: OpenNotebook, unfolded: bool
) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    if unfolded:
        view.more()
    for width in (900, 848, 620, 524, 484, 400, 272):  # the last at a zoom of 200 %, beside JupyterLab's files
        narrow(view, width)
        view.slider("Now at iteration").press("Home")
        view.kernel.wait_until("explorer.iteration == 0")
        expect_in_its_place(view)


def test_at_every_width_names_and_numbers_stay_whole(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    for width in (900, 850, 720, 640, 620, 480, 400, 330):
        narrow(view, width)
        # The row of views takes its place once the kernel has drawn the plots for this width.
        wait_until(lambda: not view.root.evaluate(COVERED), "the row of views covers nothing")
        assert view.root.evaluate(PARTED) == []
        assert len(cards_in_rows(view)[-1]) > 1  # the last one does not stand alone


def test_numbers_of_any_size_fit_their_cards_and_those_of_the_mission_are_the_largest(
    open_notebook: OpenNotebook,
) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    sizes = [float(value.evaluate(FONT_SIZE)) for value in view.root.locator(".hubble-value").all()]
    assert min(sizes[:3]) > max(sizes[3:])  # slope, r and age; intercept and loss
    for rate, iteration in ((5, 30), (5, 200), (5, 500), (0.77, 400), (0.0001, 3)):
        view.kernel.execute(f"explorer.learning_rate, explorer.iteration = {rate}, {iteration}")
        expect(view.readout).to_contain_text(f"now at iteration {iteration} of")
        for width in (900, 480, 330):
            narrow(view, width)
            assert view.root.evaluate(TOO_WIDE) == []


def test_of_the_names_of_the_zones_the_one_of_the_handle_is_never_left_out(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    for width in (900, 620, 524, 400, 900):
        narrow(view, width)
        for rate, zone in ((0.001, "slow"), (0.05, "steady"), (0.7, "swings"), (5, "diverges")):
            view.kernel.execute(f"explorer.learning_rate = {rate}")
            expect(view.slider("Learning rate")).to_have_attribute("aria-valuetext", f"{rate}, {zone}")
            expect(view.zone(zone)).to_be_visible()


def test_on_a_small_laptop_all_that_matters_is_seen_at_once(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=500))
    notebook.page.set_viewport_size({"width": 1366, "height": 768})
    view = show(notebook)
    for is_wide in (False, True):  # the list of files beside the notebook, then not
        if is_wide:
            notebook.page.evaluate("window.jupyterapp.shell.collapseLeft()")
            expect(view.root).to_have_class(re.compile("hubble-wide"))
        view.expect_shown()
        view.expect_seen_at_once()
        assert (middle(view.readout)[0] > box_of(view)["x"] + 750) == is_wide


def test_another_theme_leaves_the_names_of_the_zones_where_they_are(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    names = [view.zone(name) for name in ("slow", "steady", "swings", "diverges")]
    for name in names:
        expect(name).to_be_visible()
    places = [place(view, name) for name in names]
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        view.notebook.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme}).then(() => {})", theme
        )
        view.kernel.wait_until(f"explorer._view.readout.page['dark'] is {theme.endswith('Dark')}")
        wait_until(lambda: near([place(view, name) for name in names], places), "the names are where they were")


def test_nothing_moves_where_no_zones_are_known(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    view.more()
    before = place(view, view.slider("Iterations"))
    view.choice("Optimizer").select_option("Adam")
    expect(view.root.get_by_text("no zones are known for Adam")).to_be_visible()
    assert near([place(view, view.slider("Iterations"))], [before])


def test_the_tracks_and_the_entries_stand_in_columns(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(IN_A_COLUMN))
    for width in (900, 620, 400):
        narrow(view, width)
        rows = view.root.locator(".hubble-setting")
        ends = rows.evaluate_all(
            """rows => rows.map(row => [".noUi-target", ".widget-text"].map(
                part => row.querySelector(part).getBoundingClientRect()).flatMap(({left, right}) => [right, left]))"""
        )
        assert len(ends) == 3
        for end in ends[1:]:  # where tracks end, where entries end and begin
            assert np.allclose([end[0], *end[2:]], [ends[0][0], *ends[0][2:]], rtol=0, atol=0.75)


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


def cards_in_rows(view: ExplorerView) -> list[list[str]]:
    """Return the names of the cards, row by row."""
    rows: dict[int, list[str]] = {}
    for card in view.root.locator(".hubble-card").all():
        box = card.bounding_box()
        assert box is not None
        rows.setdefault(round(box["y"]), []).append(card.locator(".hubble-label").inner_text())
    return [rows[y] for y in sorted(rows)]


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
