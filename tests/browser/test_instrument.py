"""What can be turned on and chosen: marks, scales, the zones of the learning rate, optimizers and loss functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, Use, by_keyboard, by_mouse, cell, choose, middle, show
from .notebook_page import NotebookPage, wait_until
from .patience import PATIENCE
from .pictures import Pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
TOGGLES = ("Residuals", "Squares", "Residual plot", "Linear scale")
ZONES = ("slow", "steady", "swings", "diverges")
TRAIN = "hw.train({}, learning_rate={}, iterations=300, optimizer={!r}, loss_function={!r})"
NEIGHBOR = """
import ipywidgets
neighbor, echo = ipywidgets.IntSlider(description="Neighbor"), ipywidgets.Label("echo")
def answer(change):
    echo.value = f"echo {change['new']} at {explorer.iteration} of {explorer.iterations}"
neighbor.observe(answer, "value")
display(neighbor, echo)
"""

mouse_and_keyboard = pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])


@mouse_and_keyboard
@pytest.mark.parametrize("dpr", [1, 2])
def test_each_toggle_changes_the_plots_and_changes_them_back(
    show_as_new: ShowAsNew, use: Use, dpr: int, tmp_path: Path
) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    view.more()
    before = view.picture(tmp_path)
    pictures = [before]
    for name in TOGGLES:
        use(view.button(name))
        expect(view.button(name)).to_have_class(re.compile("mod-active"))
        wait_until(lambda: is_new(view, pictures, tmp_path), f"{name} is seen in the plots")
        pictures.append(view.picture(tmp_path))
        use(view.button(name))
        expect(view.button(name)).not_to_have_class(re.compile("mod-active"))
        wait_until(lambda: np.array_equal(view.picture(tmp_path), before), f"nothing is left of {name}")
    assert view.value("iteration") == 500


def test_all_toggles_together_follow_a_training(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    for name in TOGGLES:
        view.button(name).click()
    view.kernel.wait_until("len(explorer.axes) == 3 and explorer.axes[1].get_yscale() == 'linear'")
    view.train()
    trained = view.picture(tmp_path)
    view.slider("Now at iteration").press("Home")
    view.kernel.wait_until("explorer.iteration == 0")
    assert not np.array_equal(view.picture(tmp_path), trained)


def test_zones_of_the_learning_rate_are_named_beneath_its_track(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    handle = view.slider("Learning rate")
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]")
    box = track.bounding_box()
    assert box is not None
    places = []
    for name in ZONES:
        label = view.zone(name)
        expect(label).to_be_visible()
        x, y = middle(label)
        assert box["y"] + box["height"] < y < box["y"] + 60
        places.append(x)
    assert box["x"] < places[0]
    assert places == sorted(places)
    assert places[-1] < box["x"] + box["width"]
    painted = track.evaluate("element => getComputedStyle(element).backgroundImage")
    assert painted.startswith("linear-gradient")
    assert len(set(re.findall(r"rgb\([^)]*\)", painted))) == len(ZONES)


def test_the_sentence_names_the_zone_that_the_slider_stands_in(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    handle = view.slider("Learning rate")
    told = {
        "slow": "(a slow rate)",
        "steady": "(a steady rate)",
        "swings": "(a rate that swings)",
        "diverges": "each step overshoots",
    }
    found = []
    for name in ZONES:
        x, _ = middle(view.zone(name))
        view.drag(middle(handle), (x, middle(handle)[1]))
        expect(view.root).to_contain_text(told[name])
        expect(handle).to_have_attribute("aria-valuetext", re.compile(f", {name}$"))
        rate, _ = (handle.get_attribute("aria-valuetext") or "").split(",")
        found.append(float(rate))  # the page's own, for the kernel may still be on its way
    assert found == sorted(found)
    view.kernel.wait_until(f"explorer.learning_rate == {found[-1]}")


def test_arrow_keys_go_from_zone_to_zone(show_as_new: ShowAsNew) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.03, iterations=500))
    handle = view.slider("Learning rate")
    told = {"steady": "(a steady rate)", "diverges": "each step overshoots", "slow": "(a slow rate)"}
    for presses, key, zone in ((6, "ArrowRight", "steady"), (1, "End", "diverges"), (1, "Home", "slow")):
        handle.focus()
        for _ in range(presses):
            view.notebook.page.keyboard.press(key)
        expect(handle).to_have_attribute("aria-valuetext", re.compile(f", {zone}$"))
        expect(view.root).to_contain_text(told[zone])
    view.kernel.wait_until("explorer.learning_rate == 0.0001")
    view.expect_numbers()


def test_no_zones_are_known_for_adam(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    for optimizer, shown in (("Adam", False), ("SGD", True)):
        view.choice("Optimizer").select_option(optimizer)
        view.kernel.wait_until(f"explorer.optimizer == {optimizer!r} and explorer.iteration == 500")
        for name in ZONES:
            expect(view.zone(name)).to_have_count(1 if shown else 0)
        track = view.slider("Learning rate").locator("xpath=ancestor::*[contains(@class, 'noUi-target')]")
        painted = track.evaluate("element => getComputedStyle(element).backgroundImage")
        assert painted.startswith("linear-gradient") is shown


@mouse_and_keyboard
@pytest.mark.parametrize(
    ("name", "option"),
    [("Optimizer", "SGD with momentum"), ("Optimizer", "Adam"), ("Loss function", "L1"), ("Loss function", "Huber")],
)
def test_what_has_no_closed_form_is_trained_at_once(
    show_as_new: ShowAsNew, name: str, option: str, use: Use, tmp_path: Path
) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.02, iterations=300))
    view.more()
    before = view.picture(tmp_path)
    choose(view.choice(name), option, use)
    trait = {"Optimizer": "optimizer", "Loss function": "loss_function"}[name]
    view.kernel.wait_until(f"explorer.{trait} == {option!r}")
    expect_trained(view, tmp_path)
    assert not np.array_equal(view.picture(tmp_path), before)
    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until("explorer.learning_rate > 0.02")
    expect_trained(view, tmp_path)
    expect(view.alert).to_be_hidden()


def test_of_quick_key_presses_the_newest_wins(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.02, iterations=300))
    view.more()
    view.choice("Optimizer").select_option("Adam")
    view.choice("Loss function").select_option("Huber")
    view.slider("Learning rate").focus()
    for _ in range(20):
        view.notebook.page.keyboard.press("ArrowRight")
    view.kernel.wait_until("explorer.learning_rate == 0.063 and explorer.optimizer == 'Adam'")
    expect_trained(view, tmp_path)
    assert view.value("trajectory.loss_function") == "Huber"
    assert view.value("running") is False


def test_while_torch_computes_a_neighbor_is_answered(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.001, iterations=10_000, optimizer="'Adam'") + NEIGHBOR)
    view = show(notebook)
    notebook.kernel.wait_until("explorer.iteration == 10_000", 5 * PATIENCE)
    neighbor = notebook.page.locator(".widget-slider", has_text="Neighbor").get_by_role("slider")
    view.slider("Learning rate").press("ArrowRight")
    notebook.kernel.wait_until("explorer.iteration < 10_000")
    neighbor.press("ArrowRight")
    echo = notebook.page.get_by_text(re.compile(r"^echo 1 at \d+ of 10000$"))
    expect(echo).to_be_visible()
    reached = re.search(r"at (\d+)", echo.inner_text())
    assert reached is not None
    assert int(reached[1]) < 10_000
    notebook.kernel.wait_until("explorer.iteration == 10_000", 5 * PATIENCE)
    view.expect_numbers()
    view.picture(tmp_path)


def is_new(view: ExplorerView, pictures: list[Pixels], folder: Path) -> bool:
    """Whether the plots look like none of these pictures."""
    now = view.picture(folder)
    return not any(np.array_equal(now, each) for each in pictures)


def expect_trained(view: ExplorerView, folder: Path) -> None:
    """Wait until the explorer shows the last of the very numbers that `train` gives for its settings."""
    settings = [view.value(name) for name in ("learning_rate", "optimizer", "loss_function")]
    view.kernel.execute(f"trained = {TRAIN.format(LESSON, *settings)}")
    view.kernel.wait_until("explorer.iteration == 300")
    view.kernel.wait_until("explorer.trajectory.losses.tolist() == trained.losses.tolist()")
    assert view.value("slope") == view.kernel.evaluate("float(trained.slopes[-1])")
    expect(view.readout).to_contain_text("torch")
    expect(view.readout).to_contain_text("iteration 300 of 300")
    view.expect_numbers()
    view.picture(folder)
