"""Train, Pause, Step and Reset as one player; the scrubber goes through what it has played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hubble_widget.widgets.slider_with_entry import LEARNING_RATES

from .busy import busy, busy_cell
from .explorer_view import LESSON, ExplorerView, Use, by_keyboard, by_mouse, cell, choose, middle, show
from .notebook_page import NotebookPage, wait_until

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
TRAINED = f"hw.train({LESSON}, learning_rate=0.05, iterations=500)"
NOTE_ITERATIONS = "seen = []; explorer.observe(lambda change: seen.append(change['new']), 'iteration')"
STEPS_SEEN = "[late - early for early, late in zip(seen, seen[1:])]"

mouse_and_keyboard = pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])


def press_arrow(view: ExplorerView) -> None:
    view.slider("Now at iteration").press("ArrowLeft")


def drag_handle(view: ExplorerView) -> None:
    handle = view.slider("Now at iteration")
    x, y = middle(handle)
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    assert track is not None
    view.drag((x, y), (track["x"] + (x - track["x"]) / 2, y))


def type_number(view: ExplorerView) -> None:
    view.entry("Now at iteration").fill("123")
    view.entry("Now at iteration").press("Enter")


scrubbing = pytest.mark.parametrize("scrub", [press_arrow, drag_handle, type_number], ids=["keys", "mouse", "typed"])


@mouse_and_keyboard
def test_train_goes_on_where_pause_stopped_and_walks_the_whole_path(show_as_new: ShowAsNew, use: Use) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.01, iterations=3000))
    use(view.button("Train"))
    expect(view.button("Train")).to_have_count(0)
    view.expect_running()
    use(view.button("Pause"))
    view.expect_finished()
    expect(view.button("Pause")).to_have_count(0)
    stopped = view.value("iteration")
    assert 0 < stopped < 3000
    view.expect_numbers()
    expect(view.readout).to_contain_text(f"iteration {stopped:,} of 3,000")
    view.kernel.execute(NOTE_ITERATIONS)
    use(view.button("Train"))
    view.kernel.wait_until("explorer.iteration == 3000 and not explorer.running")
    view.expect_finished()
    assert view.kernel.evaluate("min(seen)") > stopped
    trained = f"hw.train({LESSON}, learning_rate=0.01, iterations=3000)"
    assert view.kernel.evaluate(f"explorer.trajectory.losses.tolist() == {trained}.losses.tolist()")
    expect(view.readout).to_contain_text("torch")


@mouse_and_keyboard
def test_step_takes_as_many_iterations_as_are_chosen(show_as_new: ShowAsNew, use: Use, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    use(view.button("Reset"))
    view.kernel.wait_until("explorer.iteration == 0")
    expect(view.readout).to_contain_text("iteration 0 of 500")
    before = view.picture(tmp_path)
    for count, reached in (("1", 1), ("10", 11), ("100", 111)):
        choose(view.choice("Iterations of a step"), count, use)
        use(view.button("Step"))
        view.kernel.wait_until(f"explorer.iteration == {reached}")
        expect(view.readout).to_contain_text(f"iteration {reached} of 500")
        view.expect_numbers()
        expect(view.entry("Now at iteration")).to_have_value(str(reached))
        after = view.picture(tmp_path)
        assert (after != before).any()
        before = after
    use(view.button("Reset"))
    view.kernel.wait_until("explorer.iteration == 0")
    assert view.value("running") is False


@mouse_and_keyboard
def test_a_button_acts_on_what_was_chosen_before_it(open_notebook: OpenNotebook, use: Use, tmp_path: Path) -> None:
    """While the kernel is busy, ipywidgets holds back all changes of a control but the first, and no click."""
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path))
    view = show(notebook)
    use(view.button("Reset"))
    view.kernel.wait_until("explorer.iteration == 0")
    with busy(notebook, 1, tmp_path):
        for count in ("10", "100"):
            choose(view.choice("Iterations of a step"), count, use)
        use(view.button("Step"))
    view.kernel.wait_until("explorer.iteration == 100")
    with busy(notebook, 1, tmp_path):
        for _ in range(3):
            view.slider("Learning rate").press("ArrowLeft")
        use(view.button("Train"))
    view.kernel.wait_until("explorer.trajectory.source == 'torch' and explorer.iteration == 500")
    rate = LEARNING_RATES[LEARNING_RATES.index(0.05) - 3]
    assert view.kernel.evaluate("explorer.trajectory.learning_rate") == rate
    view.expect_finished()
    view.expect_numbers()
    view.picture(tmp_path)


def test_step_goes_beyond_the_last_iteration(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.choice("Iterations of a step").select_option("100")
    view.button("Step").click()
    view.kernel.wait_until("explorer.iteration == 600")
    expect(view.readout).to_contain_text("iteration 600 of 600")
    expect(view.entry("Iterations")).to_have_value("600")
    expect(view.root).to_contain_text("of 600")
    view.picture(tmp_path)


def test_step_after_pause_is_torchs(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.01, iterations=3000))
    view.button("Train").click()
    view.expect_running()
    view.button("Pause").click()
    view.expect_finished()
    stopped = view.value("iteration")
    view.choice("Iterations of a step").select_option("10")
    view.button("Step").click()
    view.kernel.wait_until(f"explorer.iteration == {stopped + 10}")
    trained = f"hw.train({LESSON}, learning_rate=0.01, iterations={stopped + 10})"
    assert view.kernel.evaluate(f"explorer.trajectory.losses.tolist()[: {stopped + 11}] == {trained}.losses.tolist()")
    expect(view.readout).to_contain_text(f"iteration {stopped + 10:,} of 3,000")
    view.expect_numbers()
    view.picture(tmp_path)


@scrubbing
def test_the_scrubber_shows_the_state_it_is_moved_to(
    show_as_new: ShowAsNew, scrub: Callable[[ExplorerView], None], tmp_path: Path
) -> None:
    view = show_as_new(CHOSEN)
    before = view.picture(tmp_path)
    scrub(view)
    view.kernel.wait_until("explorer.iteration < 500")
    iteration = expect_scrubbed(view, tmp_path)
    expect(view.readout).to_contain_text("predicted")
    path = f"hw.gradient_descent({LESSON}, learning_rate=0.05, iterations=500)"
    assert view.value("slope") == pytest.approx(view.kernel.evaluate(f"float({path}.slopes[{iteration}])"), rel=1e-12)
    assert (view.picture(tmp_path) != before).any()
    assert view.value("iterations") == 500


@scrubbing
def test_after_a_training_the_scrubber_shows_torchs_own_numbers(
    show_as_new: ShowAsNew, scrub: Callable[[ExplorerView], None], tmp_path: Path
) -> None:
    view = show_as_new(CHOSEN)
    view.train()
    scrub(view)
    view.kernel.wait_until("explorer.iteration < 500")
    iteration = expect_scrubbed(view, tmp_path)
    expect(view.readout).to_contain_text("torch")
    expect(view.readout).not_to_contain_text("predicted")
    assert view.kernel.evaluate(f"explorer.slope == float({TRAINED}.slopes[{iteration}])")
    assert view.kernel.evaluate(f"explorer.loss == float({TRAINED}.losses[{iteration}])")


def test_home_and_end_keys_go_to_both_ends(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    for key, reached in (("Home", 0), ("ArrowRight", 1), ("End", 500)):
        view.slider("Now at iteration").press(key)
        view.kernel.wait_until(f"explorer.iteration == {reached}")
        assert expect_scrubbed(view, tmp_path) == reached


def test_home_and_end_keys_go_to_both_ends_of_a_path_that_grew(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.entry("Iterations").fill("1400")
    view.entry("Iterations").press("Enter")
    view.kernel.wait_until("explorer.iterations == 1400")
    expect(view.slider("Now at iteration")).to_have_attribute("aria-valuemax", "1400.0")
    for key, reached in (("Home", 0), ("End", 1400), ("PageDown", 1260), ("PageUp", 1400), ("ArrowLeft", 1399)):
        view.slider("Now at iteration").press(key)
        view.kernel.wait_until(f"explorer.iteration == {reached}")
        assert expect_scrubbed(view, tmp_path) == reached


@scrubbing
def test_scrubbing_stops_a_training(
    show_as_new: ShowAsNew, scrub: Callable[[ExplorerView], None], tmp_path: Path
) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.01, iterations=10_000, speed="'slow motion'"))
    view.button("Train").click()
    view.kernel.wait_until("explorer.running and 3 < explorer.iteration < 10_000")
    scrub(view)
    view.expect_finished()
    iteration = expect_scrubbed(view, tmp_path)
    assert iteration < 10_000
    expect(view.readout).to_contain_text(f"iteration {iteration:,} of 10,000")


def test_what_is_selected_to_be_replaced_stays_selected_during_a_training(
    show_as_new: ShowAsNew, tmp_path: Path
) -> None:
    view = show_as_new(cell(LESSON, learning_rate=0.01, iterations=10_000, speed="'slow motion'"))
    view.button("Train").click()
    view.kernel.wait_until("explorer.running and 3 < explorer.iteration < 10_000")
    entry = view.entry("Now at iteration")
    entry.select_text()
    view.kernel.wait_until(f"explorer.iteration > {view.value('iteration')} + 5")
    view.notebook.page.keyboard.insert_text("2")
    entry.press("Enter")
    view.expect_finished()
    assert expect_scrubbed(view, tmp_path) == 2


def test_slow_motion_shows_every_iteration(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    view.choice("Speed").select_option("slow motion")
    view.kernel.wait_until("explorer.speed == 'slow motion'")
    view.kernel.execute(NOTE_ITERATIONS)
    view.button("Train").click()
    view.kernel.wait_until("len(seen) > 10")
    assert view.kernel.evaluate(f"sorted(set({STEPS_SEEN}))") == [1]
    view.button("Pause").click()  # at the state that the page shows, which may be a step or two behind
    view.expect_finished()
    expect_scrubbed(view, tmp_path)


def test_real_time_takes_larger_strides_than_can_be_watched(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(
        cell(LESSON, learning_rate=0.05, iterations=600)
    )  # of which a slow machine, too, walks more than a frame's 20
    view = show(notebook)
    view.more()
    longest = {}
    for speed in ("normal", "real time"):
        view.choice("Speed").select_option(speed)
        notebook.kernel.wait_until(f"explorer.speed == {speed!r}")
        notebook.execute("explorer.iteration = 0")
        notebook.execute(f"{NOTE_ITERATIONS}; seen.append(0)")
        view.button("Train").click()  # a fast machine may be at the end in the first frame
        view.kernel.wait_until("explorer.iteration == 600 and not explorer.running")
        longest[speed] = notebook.evaluate(f"max({STEPS_SEEN})")
        assert expect_scrubbed(view, tmp_path) == 600
    assert longest["normal"] < longest["real time"]


def expect_scrubbed(view: ExplorerView, folder: Path) -> int:
    """Wait until slider, entry, readout and plots show the kernel's iteration; return it."""
    handle = view.slider("Now at iteration")
    wait_until(  # the page's own position is the newest, the kernel may still be on its way
        lambda: handle.get_attribute("aria-valuenow") == f"{view.value('iteration')}.0",
        "the kernel is where the slider stands",
    )
    iteration = view.value("iteration")
    expect(view.entry("Now at iteration")).to_have_value(str(iteration))
    expect(view.readout).to_contain_text(f"iteration {iteration:,} of {view.value('iterations'):,}")
    view.expect_numbers()
    view.picture(folder)
    assert view.value("iteration") == iteration
    assert isinstance(iteration, int)
    return iteration
