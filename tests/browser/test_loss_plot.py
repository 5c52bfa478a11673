"""The loss plot: read by the mouse, a way through the iterations, and runs that are pinned to compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, Use, by_keyboard, by_mouse, cell
from .notebook_page import NotebookPage, wait_until

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
TRAINED = f"hw.train({LESSON}, learning_rate=0.05, iterations=500)"
PINS = 6
PIXEL = 2  # iterations, more than one of the loss plot's pixels is wide
NOWHERE = (1.0, 1.0)
PINNED = "[text.get_text().replace(chr(160), ' ') for text in explorer.axes[1].get_legend().get_texts()]"


@pytest.mark.parametrize("dpr", [1, 2])
def test_the_mouse_reads_iteration_and_loss(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    before = view.picture(tmp_path)
    view.hover(view.point("loss", 250, 0.1))
    view.expect_words(": loss")
    iteration = expect_read(view, 250)
    loss = view.kernel.evaluate(f"float(explorer.trajectory.losses[{iteration}])")
    assert view.words(": loss") == [f"iteration {iteration}: loss {loss:.4g}"]
    assert not np.array_equal(view.picture(tmp_path), before)
    assert view.value("iteration") == 500
    view.hover(NOWHERE)
    view.expect_words(": loss", present=False)
    assert np.array_equal(view.picture(tmp_path), before)


@pytest.mark.parametrize("trained", [False, True], ids=["closed form", "torch"])
def test_a_press_chooses_the_iteration_and_a_drag_goes_on(
    show_as_new: ShowAsNew, trained: bool, tmp_path: Path
) -> None:
    view = show_as_new(CHOSEN)
    if trained:
        view.train()
    view.notebook.page.mouse.click(*view.point("loss", 100, 0.1))
    view.kernel.wait_until(f"abs(explorer.iteration - 100) <= {PIXEL}")
    expect_shown(view, tmp_path)
    view.drag(view.point("loss", 200, 0.1), view.point("loss", 400, 0.05))
    view.kernel.wait_until(f"abs(explorer.iteration - 400) <= {PIXEL}")
    iteration = expect_shown(view, tmp_path)
    expect(view.readout).to_contain_text("by torch" if trained else "predicted")
    wanted = view.kernel.evaluate(f"float({TRAINED}.slopes[{iteration}])")
    assert view.value("slope") == (wanted if trained else pytest.approx(wanted, rel=1e-9))
    view.hover(view.point("loss", 300, 0.05))
    expect_read(view, 300)
    assert view.value("iteration") == iteration


def test_a_drag_out_of_the_plot_ends_at_its_edge(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.drag(view.point("loss", 400, 0.1), view.point("loss", -60, 0.1))
    view.kernel.wait_until("explorer.iteration == 0")
    view.hover(view.point("loss", 300, 0.1))
    expect_read(view, 300)
    assert view.value("iteration") == 0
    expect_shown(view, tmp_path)


def test_a_press_stops_a_training(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.05, iterations=5000))
    view.button("Train").click()
    view.expect_running()
    view.notebook.page.mouse.click(*view.point("loss", 0, 0.1))
    view.expect_finished()
    assert view.value("iteration") <= 20
    expect_shown(view, tmp_path)


@pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])
def test_six_runs_can_be_pinned_and_a_seventh_is_an_error(show_as_new: ShowAsNew, use: Use, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    pictures = [view.picture(tmp_path)]
    for count in range(1, PINS + 1):
        use(view.button("Pin this run"))
        view.kernel.wait_until(f"explorer.axes[1].get_legend() and len({PINNED}) == {count}")
        view.slider("Learning rate").press("ArrowRight")
        view.kernel.wait_until(f"explorer.learning_rate > {0.05 * 1.05**count}")
        pictures.append(view.picture(tmp_path))
        assert not np.array_equal(*pictures[-2:])
    labels = view.kernel.evaluate(PINNED)
    assert labels[0] == "0.05, 500 iterations"
    assert len(set(labels)) == PINS
    expect(view.alert).to_be_hidden()
    use(view.button("Pin this run"))
    expect(view.alert).to_contain_text("6 runs are pinned already")
    view.notebook.screenshot("pins")
    assert view.kernel.evaluate(PINNED) == labels
    view.picture(tmp_path)
    use(view.button("Clear pins"))
    view.kernel.wait_until("explorer.axes[1].get_legend() is None")
    expect(view.alert).to_be_hidden()
    assert not np.array_equal(view.picture(tmp_path), pictures[-1])
    use(view.button("Pin this run"))
    view.kernel.wait_until("explorer.axes[1].get_legend() is not None")
    view.train()
    view.picture(tmp_path)


def expect_read(view: ExplorerView, wanted: int) -> int:
    """Wait until the plot tells the loss of an iteration within a pixel of the wanted one; return it."""
    found: list[int] = []

    def is_near() -> bool:
        found[:] = [int(number) for words in view.words(": loss") for number in re.findall(r"iteration (\d+):", words)]
        return len(found) == 1 and abs(found[0] - wanted) <= PIXEL

    wait_until(is_near, f"the loss of iteration {wanted} is told")
    return found[0]


def expect_shown(view: ExplorerView, folder: Path) -> int:
    """Wait until scrubber, readout and plots show the kernel's iteration; return it."""
    iteration = view.value("iteration")
    expect(view.entry("Now at iteration")).to_have_value(str(iteration))
    expect(view.slider("Now at iteration")).to_have_attribute("aria-valuenow", f"{iteration}.0")
    expect(view.readout).to_contain_text(f"iteration {iteration:,} of")
    view.expect_numbers()
    view.picture(folder)
    assert view.value("running") is False
    assert isinstance(iteration, int)
    return iteration
