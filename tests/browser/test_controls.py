"""Controls: each answers at once, by mouse and by keyboard, and only its own explorer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import EVERY_BUTTON, ExplorerView, Use, by_keyboard, by_mouse, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
SETTINGS = {"Learning rate": "learning_rate", "Iterations": "iterations"}
CHOSEN = cell(learning_rate=0.05, iterations=500)


@pytest.mark.parametrize("dpr", [1, 2])
def test_arrow_key_changes_picture_and_numbers(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    for label, trait in SETTINGS.items():
        setting, slope, picture = view.value(trait), view.value("slope"), view.picture(tmp_path)
        view.slider(label).press("ArrowRight")
        view.kernel.wait_until(f"explorer.{trait} > {setting} and explorer.slope != {slope}")
        assert view.value("slope") == pytest.approx(view.closed_form(), rel=1e-9)
        view.expect_numbers()
        assert not np.array_equal(view.picture(tmp_path), picture)
    assert view.value("running") is False


def test_a_typed_number_counts(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    for label, typed in (("Iterations", "1000"), ("Learning rate", "0.02")):
        view.entry(label).fill(typed)
        view.entry(label).press("Enter")
        view.kernel.wait_until(f"explorer.{SETTINGS[label]} == {typed}")
        assert view.value("slope") == pytest.approx(view.closed_form(), rel=1e-9)
        view.expect_numbers()


@pytest.mark.parametrize(
    ("label", "typed", "trait", "value"),
    [
        ("Learning rate", "0,07", "learning_rate", 0.07),
        ("Learning rate", "1e300", "learning_rate", 1e300),
        ("Iterations", "1e3", "iterations", 1000),
        ("Iterations", "1,000", "iterations", 1000),
    ],
)
def test_a_number_is_what_was_typed(show_as_new: ShowAsNew, label: str, typed: str, trait: str, value: float) -> None:
    view = show_as_new(CHOSEN)
    type_into(view, label, typed)
    view.kernel.wait_until(f"explorer.{trait} == {value}")
    expect(view.entry(label)).to_have_value(str(value))
    expect(view.alert).to_be_hidden()


@pytest.mark.parametrize("label", ["Iterations", "Now at iteration"])
def test_what_is_no_whole_number_is_refused(show_as_new: ShowAsNew, label: str) -> None:
    view = show_as_new(CHOSEN)
    type_into(view, label, "1.5")
    expect(view.alert).to_have_text(f"{label} takes a whole number, got 1.5.")
    expect(view.entry(label)).to_have_value("500")
    type_into(view, label, "20")
    view.kernel.wait_until("explorer.iteration == 20")
    expect(view.alert).to_be_hidden()


def test_an_error_goes_when_its_advice_is_followed(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    for _ in range(2):  # the same mistake again is reported again
        type_into(view, "Learning rate", "-1")
        expect(view.alert).to_have_text("Learning rate must be finite and above 0, got -1.0; try 0.05.")
        expect(view.entry("Learning rate")).to_have_value("0.05")
    type_into(view, "Learning rate", "0.05")
    expect(view.alert).to_be_hidden()
    type_into(view, "Iterations", "1.5")
    expect(view.alert).to_be_visible()
    type_into(view, "Iterations", "500")
    expect(view.alert).to_be_hidden()


def test_chooser_changes_the_data(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    expect(view.readout).to_contain_text("76.13 ± 9.49")
    before = view.picture(tmp_path)
    options = view.chooser.get_by_role("option").all_inner_texts()
    view.chooser.select_option(next(text for text in options if "1929" in text))
    expect(view.readout).to_contain_text("454.16 ± 75.24")
    expect(view.readout).to_contain_text("447.91")
    view.expect_numbers()
    assert not np.array_equal(view.picture(tmp_path), before)


def test_a_second_explorer_is_independent(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, cell('"hubble_1929"', "other", iterations=300))
    first, second = show(notebook), show(notebook, 1, "other")
    expect(first.readout).to_contain_text("71.69")
    expect(second.readout).to_contain_text("422.09")
    second.slider("Iterations").press("ArrowRight")
    notebook.kernel.wait_until("other.iterations > 300")
    assert first.value("iterations") == 500
    first.train()
    expect(first.readout).to_contain_text("71.69")
    assert second.value("running") is False
    second.expect_numbers()
    for view in (first, second):
        view.picture(tmp_path)


def test_a_trait_that_is_set_moves_its_slider(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(CHOSEN, "explorer.iterations = 1000\nexplorer.learning_rate = 0.1"))
    view.notebook.run_cell(1)
    expect(view.entry("Iterations")).to_have_value("1000")
    expect(view.entry("Learning rate")).to_have_value("0.1")
    expect(view.slider("Iterations")).to_have_attribute("aria-valuetext", "1000")
    view.expect_numbers()


def test_tab_key_reaches_every_control_and_leaves(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    view.chooser.focus()
    reached = [focused(view)]
    while reached[-1] and len(reached) < 40:
        view.notebook.page.keyboard.press("Tab")
        reached.append(focused(view))
    assert reached[-1] == "", f"never left: {reached}"
    entries = {f"{label}, typed value" for label in SETTINGS}
    assert {*EVERY_BUTTON, *SETTINGS, *entries} <= set(reached)
    assert "canvas" not in reached


def test_a_clicked_plot_lets_the_tab_key_go(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    for key in ("Tab", "Shift+Tab"):
        view.root.locator(".jupyter-matplotlib-canvas-div").click()
        assert focused(view) == "canvas"
        view.notebook.page.keyboard.press(key)
        assert focused(view) != "canvas"


def test_the_toolbar_is_there_for_the_keyboard(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    home = view.root.get_by_role("button", name="Show everything again.")
    view.chooser.press("Tab")
    expect(view.root.get_by_role("radio", name="Loss", exact=True)).to_be_focused()
    view.notebook.page.keyboard.press("Tab")
    expect(home).to_be_focused()
    expect(view.root.locator(".jupyter-matplotlib-toolbar")).to_have_css("opacity", "1")
    pan = view.root.get_by_role("button", name=re.compile("^Drag to move a plot"))
    pan.press("Space")
    view.kernel.wait_until("str(explorer.figure.canvas.toolbar.mode) == 'pan/zoom'")
    pan.press("Space")
    view.kernel.wait_until("not explorer.figure.canvas.toolbar.mode")
    view.button("Train").focus()
    expect(view.root.locator(".jupyter-matplotlib-toolbar")).to_have_css("opacity", "0")


@pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])
def test_the_fit_plot_is_zoomed_and_moved_by_buttons(show_as_new: ShowAsNew, use: Use, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    whole, before = view.value("axes[0].get_xlim()"), view.picture(tmp_path)
    for name, condition in (
        ("Zoom in", "high - low < 20"),
        ("Show more of the fit plot on the right.", "low > 5"),
        ("Show more of the fit plot on the left.", "low < 5"),
        ("Zoom out", "high - low > 20"),
    ):
        use(view.button(name))
        view.kernel.wait_until(f"(lambda low, high: {condition})(*explorer.axes[0].get_xlim())")
        assert not np.array_equal(view.picture(tmp_path), before) or name == "Zoom out"
    use(view.button("Whole view"))
    view.kernel.wait_until(f"list(explorer.axes[0].get_xlim()) == {whole}")
    assert np.array_equal(view.picture(tmp_path), before)


def type_into(view: ExplorerView, label: str, text: str) -> None:
    """Type a number key by key, in the place of the one that is there, and press Enter."""
    view.entry(label).select_text()
    view.notebook.page.keyboard.type(text)
    view.notebook.page.keyboard.press("Enter")


def focused(view: ExplorerView) -> str:
    """Name of the element inside the explorer that has the keyboard, empty when none has."""
    name = view.root.evaluate(
        """root => {
            let element = document.activeElement;
            while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
            if (!root.contains(element)) return "";
            if (element.closest(".jupyter-matplotlib-canvas-div")) return "canvas";
            return element.ariaLabel || element.labels?.[0]?.innerText ||
                element.innerText.trim() || element.tagName;
        }"""
    )
    assert isinstance(name, str)
    return name


@pytest.mark.parametrize("use", [by_mouse, by_keyboard])
def test_the_suns_motion_can_be_taken_off_where_positions_are_known(show_as_new: ShowAsNew, use: Use) -> None:
    view = show_as_new(cell('"hubble_1929"'))
    box = view.root.get_by_role("checkbox", name="Less the Sun's motion", exact=True)
    expect(view.readout).to_contain_text("exact 0.790")
    use(box)
    expect(view.readout).to_contain_text("exact 0.839")
    expect(view.root).to_contain_text("the Sun's motion, 317 km/s, was found with K = 465 km/s/Mpc")
    assert " --solar-motion" in view.value("magic_line()")
    use(box)
    expect(view.readout).to_contain_text("exact 0.790")
    view.chooser.select_option("HST Key Project (24)")
    expect(view.readout).to_contain_text("76.13")
    expect(box).to_be_hidden()
