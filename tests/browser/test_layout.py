"""The layout: at any width nothing is cut off or covered, and nothing moves when something else changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from .column import box_of, in_a_column, narrow
from .explorer_view import LESSON, ExplorerView, Point, cell, middle, show
from .notebook_page import NotebookPage, wait_until

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
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
        wrong.push(...data.match(/\d (?:%|Mpc|km|billion|Gyr|galaxies)/g) ?? []);
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
def test_at_every_width_all_is_in_its_column_and_nothing_covers_another(show_as_new: ShowAsNew, unfolded: bool) -> None:
    view = show_as_new(in_a_column())
    if unfolded:
        view.more()
    for width in (900, 848, 640, 620, 524, 484, 400, 272):  # the last at a zoom of 200 %, beside JupyterLab's files
        narrow(view, width)
        view.slider("Now at iteration").press("Home")
        view.kernel.wait_until("explorer.iteration == 0")
        expect_in_its_place(view)
        if unfolded and width > 272:
            guess = view.root.get_by_role("group", name="Your guess")
            for label, unit in (("Slope", "km/s/Mpc"), ("Intercept", "km/s")):
                entry, beside = guess.get_by_label(label), guess.get_by_text(unit, exact=True)
                assert abs(middle(entry)[1] - middle(beside)[1]) < 8  # not on the next line


def test_at_every_width_names_and_numbers_stay_whole(show_as_new: ShowAsNew) -> None:
    view = show_as_new(in_a_column())
    for width in (900, 850, 720, 640, 620, 480, 400, 330):
        narrow(view, width)
        # The row of views takes its place once the kernel has drawn the plots for this width.
        wait_until(lambda: not view.root.evaluate(COVERED), "the row of views covers nothing")
        expect_toolbar_above_the_fit_plot(view)
        view.notebook.screenshot(f"toolbar-{width}")
        assert view.root.evaluate(PARTED) == []
        for iteration in (0, 500):  # at 0 there is neither r nor an age
            view.kernel.execute(f"explorer.iteration = {iteration}")
            expect(view.readout).to_contain_text(f"now at iteration {iteration} of")
            assert len(cards_in_rows(view)[-1]) > 1  # the last one does not stand alone


def test_numbers_of_any_size_fit_their_cards_and_those_of_the_mission_are_the_largest(
    show_as_new: ShowAsNew,
) -> None:
    view = show_as_new(in_a_column())
    sizes = [float(value.evaluate(FONT_SIZE)) for value in view.root.locator(".hubble-value").all()]
    assert min(sizes[:3]) > max(sizes[3:])  # slope, r and age; intercept and loss
    for rate, iteration in ((5, 30), (5, 200), (5, 500), (0.77, 400), (0.0001, 3)):
        view.kernel.execute(f"explorer.learning_rate, explorer.iteration = {rate}, {iteration}")
        expect(view.readout).to_contain_text(f"now at iteration {iteration} of")
        for width in (900, 480, 330):
            narrow(view, width)
            assert view.root.evaluate(TOO_WIDE) == []


LONG = ("large", "two", "falling", "on a line")
LONG_NUMBERS = """
import numpy as np
distance = np.linspace(1, 20, 12)
wave = 100 * np.sin(np.arange(12))
long_numbers = {
    "large": hw.Dataset(distance=1e6 * distance, velocity=1e6 * (70 * distance + wave)),
    "two": hw.Dataset(distance=[1, 5], velocity=[80, 390]),
    "falling": hw.Dataset(distance=distance, velocity=wave - 70 * distance),
    "on a line": hw.Dataset(distance=1e-5 * distance, velocity=7e-4 * distance),
}
"""


def test_long_numbers_leave_no_card_alone(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(in_a_column()))
    view.kernel.execute(LONG_NUMBERS)
    for width in (900, 840, 720, 620, 480, 330):
        narrow(view, width)
        for data, rate in (*((f"long_numbers[{name!r}]", 0.05) for name in LONG), ("'key_project'", 5)):
            view.kernel.execute(f"explorer.data, explorer.learning_rate = {data}, {rate}; explorer.iteration = 30")
            slope = abs(view.value("slope"))
            expect(view.readout).to_contain_text(f"{slope:.2f}" if slope < 1e6 else f"{slope:.1e}")
            assert view.root.evaluate(TOO_WIDE) == []
            rows = cards_in_rows(view)
            assert len(rows) == 1 if width > 829 else len(rows[-1]) > 1


def test_of_the_names_of_the_zones_the_one_of_the_handle_is_never_left_out(show_as_new: ShowAsNew) -> None:
    view = show_as_new(in_a_column())
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
        notebook.screenshot(f"small-laptop-{'wide' if is_wide else 'narrow'}")
        assert (middle(view.readout)[0] > box_of(view)["x"] + 750) == is_wide


def test_another_theme_leaves_the_names_of_the_zones_where_they_are(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(in_a_column()))
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


def test_nothing_moves_where_no_zones_are_known(show_as_new: ShowAsNew) -> None:
    view = show_as_new(in_a_column())
    view.more()
    before = place(view, view.slider("Iterations"))
    view.choice("Optimizer").select_option("Adam")
    expect(view.root.get_by_text("no zones are known for Adam")).to_be_visible()
    assert near([place(view, view.slider("Iterations"))], [before])


def test_tracks_entries_and_axes_stand_in_columns(show_as_new: ShowAsNew) -> None:
    view = show_as_new(in_a_column())
    for width in (900, 620, 400):
        narrow(view, width)
        rows = view.root.locator(".hubble-setting")
        ends = rows.evaluate_all(
            """rows => rows.map(row => [".noUi-target", ".widget-text"].map(
                part => row.querySelector(part).getBoundingClientRect()).flatMap(({left, right}) => [right, left]))"""
        )
        assert len(ends) == 3
        for end in ends[1:]:  # where tracks end and begin, where entries do
            assert np.allclose(end, ends[0], rtol=0, atol=0.75)
        canvas = view.canvas.bounding_box()
        assert canvas is not None
        right = view.value("axes[1].get_position().x1")
        assert canvas["x"] + right * canvas["width"] == pytest.approx(ends[0][2], abs=0.75)


def expect_toolbar_above_the_fit_plot(view: ExplorerView) -> None:
    """Have the toolbar shown, and assert that it covers nothing of the plot below it."""
    view.hover(middle(view.canvas))
    toolbar = view.root.locator(".jupyter-matplotlib-toolbar")
    expect(toolbar).to_have_css("opacity", "1")
    canvas, box = view.canvas.bounding_box(), toolbar.bounding_box()
    assert canvas is not None
    assert box is not None
    left, _, right, top = view.value("axes[0].get_position().extents.tolist()")
    assert canvas["x"] + left * canvas["width"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= canvas["x"] + right * canvas["width"] + 1
    assert box["y"] + box["height"] <= canvas["y"] + (1 - top) * canvas["height"] + 1


def place(view: ExplorerView, element: Locator) -> Point:
    """Where in the explorer the middle of an element lies."""
    box, (x, y) = box_of(view), middle(element)
    return x - box["x"], y - box["y"]


def near(places: list[Point], others: list[Point]) -> bool:
    """Whether all are the same, but for fractions of a pixel."""
    return bool(np.allclose(places, others, rtol=0, atol=0.75))


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
