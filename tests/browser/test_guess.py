"""A guess of one's own: two handles that are dragged, or two numbers that are typed, are where training starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, Use, by_keyboard, by_mouse, cell
from .notebook_page import NotebookPage
from .pictures import Pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_handle_that_is_dragged_is_where_training_starts(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    flat = view.picture(tmp_path)
    (left, _), (right, start) = view.handles()
    view.drag(view.point("fit", right, start), view.point("fit", right, 1200))
    view.expect_start((right, 1200), (left, 0))
    expect_the_start_is_shown(view, tmp_path)
    slope, intercept = view.value("start")
    assert (round(slope, 1), round(intercept)) == (slope, intercept)  # what a pixel is worth
    assert not np.array_equal(view.picture(tmp_path), flat)
    view.train()
    trained = f"hw.train({LESSON}, learning_rate=0.05, iterations=500, start=explorer.start)"
    assert view.kernel.evaluate(f"explorer.trajectory.losses.tolist() == {trained}.losses.tolist()")
    assert view.value("start") == [slope, intercept]
    view.expect_numbers()
    view.button("Start over").click()
    view.kernel.wait_until("explorer.start == (0, 0) and explorer.iteration == 0 and explorer.slope == 0")
    expect(view.readout).to_contain_text("no age")
    assert np.array_equal(away_from_the_mouse(view, tmp_path), flat)


def test_both_handles_move_one_line(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    (left, start), (right, _) = view.handles()
    view.drag(view.point("fit", left, start), view.point("fit", left, 600))
    view.expect_start((left, 600))
    view.drag(view.point("fit", right, 0), view.point("fit", right, 1500))
    view.expect_start((left, 600), (right, 1500))
    expect_the_start_is_shown(view, tmp_path)


def test_typed_numbers_are_where_training_starts(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    for name, typed, start in (("Slope", "50", (50, 0)), ("Intercept", "-100", (50, -100))):
        view.number(name).fill(typed)
        view.number(name).press("Enter")
        view.kernel.wait_until(f"explorer.start == {start}")
        expect_the_start_is_shown(view, tmp_path)
    view.train()
    trained = f"hw.train({LESSON}, learning_rate=0.05, iterations=500, start=(50, -100))"
    assert view.kernel.evaluate(f"explorer.trajectory.losses.tolist() == {trained}.losses.tolist()")
    view.button("Start over").click()
    view.kernel.wait_until("explorer.start == (0, 0)")
    for name in ("Slope", "Intercept"):
        expect(view.number(name)).to_have_value("0")


@pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])
def test_the_handles_can_be_shown_at_any_iteration(show_as_new: ShowAsNew, use: Use, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    without = view.picture(tmp_path)
    assert view.words("your guess") == []
    use(view.button("Handles"))
    view.expect_words("your guess: loss")
    assert not np.array_equal(view.picture(tmp_path), without)
    assert view.value("iteration") == 500
    use(view.button("Handles"))
    view.expect_words("your guess: loss", present=False)
    assert np.array_equal(view.picture(tmp_path), without)


def expect_the_start_is_shown(view: ExplorerView, folder: Path) -> None:
    """Wait until plots and numbers show the state before the first update, and nothing runs."""
    view.kernel.wait_until("explorer.iteration == 0")
    view.picture(folder)
    loss = view.kernel.evaluate("float(explorer.trajectory.losses[0])")
    assert view.value("loss") == loss
    expect(view.readout).to_contain_text(f"{loss:.4g}")
    expect(view.readout).to_contain_text(f"{view.value('start')[0]:.2f}")
    expect(view.readout).to_contain_text("iteration 0 of 500")
    view.expect_words(f"your guess: loss {loss:.4g}")
    assert view.value("running") is False


def away_from_the_mouse(view: ExplorerView, folder: Path) -> Pixels:
    """The plots with nothing pointed out."""
    view.hover((1, 1))
    return view.picture(folder)


def test_the_dice_are_rolled_by_keyboard_and_their_seed_is_shown(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    dice, seeds = view.button("Random"), list[int]()
    dice.focus()
    for _ in range(2):
        view.notebook.page.keyboard.press("Enter")
        view.kernel.wait_until(f"explorer.seed is not None and explorer.seed not in {seeds}")
        seeds.append(view.value("seed"))
        expect(view.root.get_by_role("status").filter(has_text=f"Seed {seeds[-1]}.")).to_be_visible()
        expect(dice).to_be_focused()
        slope = view.value("start")[0]
        expect(view.readout).to_contain_text(f"{slope:.2f}".replace("-", "−"))
