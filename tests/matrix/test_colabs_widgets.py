"""Google Colab's widgets: sliders that do not round, which the kernel follows all the same, in a frame's column.

They compute with percentages: the 73rd position of Iterations is 73.00000000000001, the 13th iteration of 475 is
12.999999999999998, which they cut to 12 and send back when the kernel shows 13.
"""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Locator, expect

from hubble_widget.widgets.slider_with_entry import ITERATIONS
from hubble_widget.widgets.whole_numbers import truncated
from tests.browser.explorer_view import ExplorerView, middle

from .colab_page import ColabPage
from .front_ends import FRONT_ENDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.matrix,
    pytest.mark.parametrize("shown", [FRONT_ENDS["colabs-widgets"]], ids=["colabs-widgets"], indirect=True),
]

END = 475
"""Iterations of a path of which Colab's sliders cut every third."""
CUT = [iteration for iteration in range(END) if truncated(iteration, END) != iteration]


def expect_followed(view: ExplorerView, condition: str, words: str) -> None:
    """Wait until the kernel comes to a state, and the readout says so."""
    view.kernel.wait_until(condition)
    expect(view.readout).to_contain_text(words)


def end_of(view: ExplorerView, iteration: int, end: int) -> None:
    """Wait until the page says that a path has come so far and the kernel has all that the page makes of it."""
    expect(view.readout).to_contain_text(f"iteration {iteration:,} of {end:,} ")
    assert isinstance(view.notebook, ColabPage)
    view.notebook.wait_for_answers()
    assert view.value("iteration") == iteration
    view.expect_numbers()


def test_the_kernel_follows_to_every_position_by_key(view: ExplorerView) -> None:
    slider = view.slider("Iterations")
    slider.press("Home")
    for iterations in ITERATIONS:
        expect_followed(view, f"explorer.iterations == {iterations}", f"iteration {iterations:,} of {iterations:,} ")
        slider.press("ArrowRight")


def test_the_kernel_follows_by_mouse(view: ExplorerView) -> None:
    slider, chance = view.slider("Iterations"), Random(1)
    left, right = ends(slider)
    for _ in range(30):
        x, y = middle(slider)
        view.drag((x, y), (left + chance.random() * (right - left), y), steps=5)
        iterations = ITERATIONS[round(float(slider.get_attribute("aria-valuenow") or "nan"))]
        expect_followed(view, f"explorer.iterations == {iterations}", f"of {iterations:,} ")


def ends(handle: Locator) -> tuple[float, float]:
    """Where on the page a slider's track begins and ends."""
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    assert track is not None
    return track["x"], track["x"] + track["width"]


@pytest.mark.parametrize("iterations", [475, 950, 3000])
def test_a_training_goes_to_its_end(view: ExplorerView, iterations: int) -> None:
    view.kernel.execute(f"explorer.iterations = {iterations}; explorer.reset()")
    view.train()
    end_of(view, iterations, iterations)
    assert view.value("trajectory.source") == "torch"
    assert view.value("trajectory.iterations") == iterations


def test_a_training_in_the_cell_goes_to_its_end(view: ExplorerView) -> None:
    view.kernel.execute("explorer.iterations = 3000; explorer.reset()")
    expect(view.readout).to_contain_text("iteration 0 of 3,000 ")
    view.notebook.run_cell(1)
    end_of(view, 3000, 3000)


def test_the_scrubber_goes_to_every_iteration_by_key(view: ExplorerView) -> None:
    view.kernel.execute(f"explorer.iterations = {END}")
    expect(view.readout).to_contain_text(f"iteration {END} of {END} ")
    scrubber = view.slider("Now at iteration")
    scrubber.press("Home")
    for iteration in range(60):
        expect_followed(view, f"explorer.iteration == {iteration}", f"iteration {iteration} of {END} ")
        scrubber.press("ArrowRight")


def test_the_scrubber_follows_by_mouse_and_a_typed_number_counts(view: ExplorerView) -> None:
    view.kernel.execute(f"explorer.iterations = {END}")
    expect(view.readout).to_contain_text(f"iteration {END} of {END} ")
    scrubber, chance = view.slider("Now at iteration"), Random(2)
    left, right = ends(scrubber)
    for _ in range(10):
        x, y = middle(scrubber)
        view.drag((x, y), (left + chance.random() * (right - left), y), steps=5)
        iteration = round(float(scrubber.get_attribute("aria-valuenow") or "nan"))
        expect_followed(view, f"explorer.iteration == {iteration}", f"iteration {iteration} of {END} ")
    for iteration in CUT[:3]:
        view.entry("Now at iteration").fill(str(iteration))
        view.entry("Now at iteration").press("Enter")
        view.kernel.wait_until(f"explorer.iteration == {iteration}")
        end_of(view, iteration, END)


def test_what_the_kernel_shows_stays(view: ExplorerView) -> None:
    view.kernel.execute(f"explorer.iterations = {END}")
    for iteration in CUT[::20]:
        view.kernel.execute(f"explorer.iteration = {iteration}")
        end_of(view, iteration, END)


@pytest.mark.parametrize("scrub", ["key", "mouse", "typed"])
def test_a_hand_on_the_scrubber_ends_a_training(view: ExplorerView, scrub: str) -> None:
    view.kernel.execute("explorer.iterations = 3000; explorer.speed = 'slow motion'; explorer.reset()")
    view.button("Train").click()
    view.expect_running()
    if scrub == "key":
        view.slider("Now at iteration").press("End")
    elif scrub == "mouse":
        x, y = middle(view.slider("Now at iteration"))
        view.drag((x, y), (x + 60, y))
    else:
        view.entry("Now at iteration").fill("2598")
        view.entry("Now at iteration").press("Enter")
    view.expect_finished()
    view.kernel.execute("explorer.speed = 'normal'")
    iteration = view.value("iteration")
    assert iteration > 100  # where the hand has put it; slow motion has not come so far
    end_of(view, iteration, 3000)


def test_on_a_small_laptop_all_that_matters_is_seen_at_once(view: ExplorerView) -> None:
    page = view.notebook.page
    page.set_viewport_size({"width": 1366, "height": 768})
    view.expect_shown()
    view.expect_seen_at_once()
    view.notebook.screenshot("colab-small-laptop")
