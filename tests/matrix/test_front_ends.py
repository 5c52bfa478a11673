"""What a person does with the explorer, in each front end: the same steps, by the same hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

import hubble_widget as hw
from hubble_widget.widgets.slider_with_entry import ITERATIONS, LEARNING_RATES
from tests.browser.explorer_view import LESSON, STOPPED, ExplorerView, width
from tests.browser.kernel_page import wait_until
from tests.browser.marks import expect_each_mark, expect_looks
from tests.browser.themes import CLIPPED, CUT_TEXTS

from .colab_page import ColabPage
from .lab3_page import Lab3Page

# What a kernel says when it is shut down (ipykernel 6), and a page whose kernel owes it an answer.
AT_THE_END = r"^Task (?:was destroyed but it is pending!|exception was never retrieved)\n(?:.*\n?)*"
UNANSWERED = r"^page error: (?:Error: )?Canceled future for .*$"
NARROW = 480
LESSON_DATA = hw.load_dataset("key_project").exclude("NGC 4639")
pytestmark = [pytest.mark.browser, pytest.mark.matrix]


def test_the_lesson_is_shown(view: ExplorerView, tmp_path: Path) -> None:
    view.expect_shown()
    expect(view.readout).to_contain_text("74.59")
    expect(view.readout).to_contain_text("13.11")
    picture = view.picture(tmp_path)
    assert len(np.unique(picture.reshape(-1, 4), axis=0)) > 50
    view.notebook.screenshot("shown")


def test_zones_have_their_names_and_no_handle_is_cut(view: ExplorerView) -> None:
    for zone in ("slow", "steady", "swings", "diverges"):
        expect(view.zone(zone)).to_be_visible()
    for key in ("Home", "End"):
        view.slider("Now at iteration").press(key)
        assert view.root.evaluate(CLIPPED) == []
    expect(view.root.locator("strong").first).to_have_css("font-weight", "700")


def test_in_a_narrow_column_all_fits(view: ExplorerView, tmp_path: Path) -> None:
    wide = width(view.root)
    view.kernel.execute(f"before, explorer.layout.width = explorer.layout.width, '{NARROW}px'")
    wait_until(lambda: width(view.root) <= NARROW, "the explorer is narrow")
    view.expect_plots()
    view.picture(tmp_path)
    assert view.root.evaluate(CUT_TEXTS) == []
    assert view.root.evaluate(CLIPPED) == []
    assert view.root.evaluate("root => root.scrollWidth <= root.clientWidth")
    expect(view.zone("steady")).to_be_visible()
    view.notebook.screenshot("narrow")
    view.kernel.execute("explorer.layout.width = before")
    wait_until(lambda: width(view.root) == wide, "the explorer is as wide as before")
    view.expect_plots()


def test_each_mark_lies_where_the_kernel_draws_it(view: ExplorerView, tmp_path: Path) -> None:
    expect_each_mark(view, tmp_path)


def test_marks_have_the_colors_the_order_and_the_visibility_that_a_user_has_set(
    view: ExplorerView, tmp_path: Path
) -> None:
    expect_looks(view, tmp_path, 2)


@pytest.mark.parametrize(
    ("label", "trait", "wanted"),
    [
        ("Learning rate", "learning_rate", LEARNING_RATES[LEARNING_RATES.index(0.05) - 2]),
        ("Iterations", "iterations", ITERATIONS[ITERATIONS.index(500) - 2]),
    ],
)
def test_sliders_answer(view: ExplorerView, label: str, trait: str, wanted: float, tmp_path: Path) -> None:
    picture = view.picture(tmp_path)
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):  # each value but the last is another one
        view.slider(label).press(key)
    view.kernel.wait_until(f"explorer.{trait} == {wanted}")
    view.expect_numbers()
    assert view.value("slope") == pytest.approx(view.closed_form(LESSON), rel=1e-9)
    assert (view.picture(tmp_path) != picture).any()


def test_training_ends_with_the_lesson_s_numbers(view: ExplorerView, tmp_path: Path) -> None:
    view.train()
    assert view.value("iteration") == 500
    expect(view.readout).to_contain_text("torch")
    expect(view.readout).to_contain_text("74.59")
    expect(view.readout).to_contain_text("13.11")
    path = f"hw.train({LESSON}, learning_rate=0.05, iterations=500)"
    assert view.kernel.evaluate(f"explorer.trajectory.losses.tolist() == {path}.losses.tolist()")
    view.picture(tmp_path)


def test_pause_stops_a_training_and_the_scrubber_goes_back(view: ExplorerView, tmp_path: Path) -> None:
    view.kernel.execute("explorer.iterations = 10_000")
    view.button("Train").click()
    view.expect_running()
    view.button("Pause").click()
    view.expect_finished()
    reached = view.value("iteration")
    assert 0 < reached < 10_000
    view.expect_numbers()
    stopped = view.picture(tmp_path)
    view.slider("Now at iteration").press("ArrowLeft")
    view.kernel.wait_until(f"explorer.iteration == {reached - 1}")
    view.slider("Now at iteration").press("Home")
    view.kernel.wait_until("explorer.iteration == 0")
    expect(view.readout).to_contain_text("iteration 0 of")
    assert (view.picture(tmp_path) != stopped).any()


def test_the_guess_is_dragged(view: ExplorerView, tmp_path: Path) -> None:
    view.button("Reset").click()
    view.kernel.wait_until("explorer.iteration == 0")
    _, (right, start) = view.handles()
    view.drag(view.point("fit", right, start), view.point("fit", right, 1200))
    view.expect_start((right, 1200))
    view.expect_numbers()
    view.picture(tmp_path)


def test_a_galaxy_is_clicked_away_and_back(view: ExplorerView, tmp_path: Path) -> None:
    picture = view.picture(tmp_path)
    place = view.point("fit", 21.88, 1473.0)  # NGC 1425
    view.notebook.page.mouse.click(*place)
    expect(view.root).to_contain_text("22 of 24 galaxies")
    view.expect_numbers()
    assert (view.picture(tmp_path) != picture).any()
    view.notebook.page.mouse.click(*place)
    expect(view.root).to_contain_text("23 of 24 galaxies")
    view.expect_numbers()


def test_what_is_loaded_on_demand_is_there(view: ExplorerView) -> None:
    question, answer = view.button("What is r?"), view.root.get_by_role("note")
    question.click()
    expect(answer).to_contain_text("measured velocities")
    question.click()
    expect(answer).to_be_hidden()
    view.more()
    expect(view.root.get_by_role("textbox", name="Magic line")).to_contain_text("--lr 0.05 --iterations 500")
    view.more(shown=False)
    views = view.root.get_by_role("radiogroup", name="Right-hand plot")
    for name, is_offered in (("How sure?", True), ("Loss", False)):
        views.get_by_role("radio", name=name, exact=True).click()
        expect(view.button("One more")).to_be_visible(visible=is_offered)


def test_after_a_reload_the_explorer_goes_on(view: ExplorerView, tmp_path: Path) -> None:
    view.kernel.execute("explorer.learning_rate = 0.1")
    view.expect_numbers()  # what the kernel has sent is on the page: Colab brings back what the page has
    view.notebook.reload()
    if isinstance(view.notebook, Lab3Page):
        view.notebook.run_until_shown(view.root)
        view.kernel.execute("explorer.learning_rate = 0.1")
    view.expect_shown()
    view.expect_numbers()
    view.expect_answer("Learning rate", "ArrowLeft", "explorer.learning_rate < 0.1", tmp_path)


def test_without_its_kernel_the_page_goes_on(view: ExplorerView) -> None:
    """The last step of all, after which there is another kernel."""
    expect(view.readout).to_contain_text("iteration 500 of 500")
    view.expect_numbers()
    start = view.value("start")
    for pattern in (AT_THE_END, UNANSWERED):
        view.notebook.expect_complaint(pattern)
    view.notebook.shut_kernel_down()
    view.slider("Now at iteration").press("ArrowLeft")
    expect(view.readout).to_contain_text("iteration 499 of 500")
    if not isinstance(view.notebook, ColabPage):  # whose manager says nothing of its kernel
        view.expect_alone()
    view.slider("Learning rate").press("ArrowLeft")
    rate = LEARNING_RATES[LEARNING_RATES.index(0.05) - 1]
    path = hw.gradient_descent(LESSON_DATA, learning_rate=rate, iterations=500, start=start)
    expect(view.readout).to_contain_text(f"{path.slope:.2f} km/s/Mpc")
    expect(view.readout).to_contain_text(f"{path.loss:.4g}")
    view.notebook.screenshot("alone")
    if isinstance(view.notebook, ColabPage | Lab3Page):  # the one can start none, the other asks which one to start
        return
    view.notebook.start_kernel_again(0)
    again = ExplorerView(view.notebook, view.notebook.output(0))
    again.expect_shown()
    expect(again.root.get_by_text(STOPPED)).to_have_count(0)
    again.slider("Learning rate").press("ArrowRight")
    again.kernel.wait_until("explorer.learning_rate > 0.05")
    again.expect_numbers()
