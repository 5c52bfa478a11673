"""%hubblefit in a notebook: one line shows the explorer and trains it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from .explorer_view import ExplorerView, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
LESSON = '%load_ext hubble_widget\nexplorer = %hubblefit key_project --exclude "NGC 4639"'

MARKS = """import hubble_widget as hw
labels = dict(x_label="Study time", x_unit="h", y_label="Mark", y_unit="points")
marks = hw.RegressionExplorer(([1, 2, 4, 5.5, 7], [42, 55, 61, 78, 90]), **labels)
display(marks)"""


@pytest.mark.parametrize("dpr", [1, 2])
def test_magic_shows_two_plots_and_the_lessons_numbers(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    notebook = open_notebook(f"{LESSON} --lr 0.05 --iterations 500", dpr=dpr)
    view = show(notebook)
    view.expect_finished()
    for number in ("74.59", "13.11", "80.38 ± 10.11"):
        expect(view.readout).to_contain_text(number)
    expect(view.root).to_contain_text("93 % of the way.")
    picture = view.picture(tmp_path)
    boxes = notebook.evaluate("[list(axes.bbox.extents) for axes in explorer.axes]")
    assert len(boxes) == 2
    for left, bottom, right, top in np.asarray(boxes, dtype=int):
        inside = picture[picture.shape[0] - top : picture.shape[0] - bottom, left:right, :3]
        assert len(np.unique(inside.reshape(-1, 3), axis=0)) > 20
    width = view.canvas.evaluate("canvas => canvas.getBoundingClientRect().width")
    assert picture.shape[1] == pytest.approx(dpr * width, abs=1)
    notebook.screenshot(f"magic-{dpr}x")


def test_magic_shows_and_trains_the_catalog_and_any_other_data(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook("%load_ext hubble_widget\n%hubblefit", MARKS)
    view = show(notebook)
    expect(view.button("Train")).to_be_visible(timeout=60_000)
    expect(view.readout).to_contain_text("71.69")
    expect(view.readout).to_contain_text("76.13 ± 9.49")
    other = show(notebook, 1, "marks")
    other.more()
    other.slider("Learning rate").press("ArrowRight")
    notebook.kernel.wait_until("marks.learning_rate > 0.05")
    expect(other.readout).to_contain_text(f"{notebook.evaluate('marks.slope'):.2f} points/h")
    expect(other.root.locator(".hubble-more").get_by_text("points/h", exact=True)).to_be_visible()
    other.hover(other.point("fit", 4, 61))
    other.expect_words("4 h, 61 points")
    other.picture(tmp_path)
    for part in (".hubble-header .widget-html >> nth=0", ".hubble-readout", ".hubble-more"):
        words = other.root.locator(part).inner_text().replace("%hubblefit", "")
        assert re.search(r"galax|Mpc|km/s|billion|Hubble|\bage\b", words, re.IGNORECASE) is None
    notebook.screenshot("marks")


def test_the_copied_line_leads_to_the_same_numbers_in_another_cell(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{LESSON} --iterations 300", "again = ")
    view = show(notebook)
    view.expect_finished()
    view.more()
    view.choice("Optimizer").select_option("SGD with momentum")
    view.number("Intercept").fill("-250.5")
    view.number("Intercept").press("Enter")
    view.choice("Galaxy").select_option("NGC 300")
    view.button("Leave out").click()
    view.slider("Learning rate").press("ArrowLeft")
    notebook.kernel.wait_until("len(explorer.data) == 22 and explorer.learning_rate < 0.05 and explorer.start[1] < 0")
    view.slider("Now at iteration").press("PageDown")
    notebook.kernel.wait_until("0 < explorer.iteration < 300 and explorer.trajectory.iterations >= explorer.iteration")
    expect(view.button("Copy the magic line")).to_be_visible()
    notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.button("Copy the magic line").click()
    expect(view.root.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    line = notebook.page.evaluate("navigator.clipboard.readText()")
    assert line == notebook.evaluate("explorer.magic_line()")
    assert "--exclude 'NGC 4639' --exclude 'NGC 300'" in line
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+End")
    notebook.page.keyboard.press("Control+V")
    other = show(notebook, 1, "again")
    notebook.kernel.wait_until("again.iteration == explorer.iteration")
    numbers = "[{0}.slope, {0}.intercept, {0}.loss, {0}.r, {0}.age]"
    assert notebook.evaluate(numbers.format("again")) == pytest.approx(notebook.evaluate(numbers.format("explorer")))
    other.expect_numbers()
    assert other.readout.inner_text() == view.readout.inner_text()
    expect_what_can_be_taken_away(view, line)
    notebook.screenshot("copied")


def expect_what_can_be_taken_away(view: ExplorerView, line: str) -> None:
    """Expect line and code in sight, and files of what is shown."""
    expect(view.root.get_by_role("textbox", name="Magic line")).to_have_text(line)
    code = view.root.get_by_role("textbox", name="Python code")
    assert code.inner_text() == view.kernel.evaluate("str(explorer.code())")
    view.button("Copy the code").click()
    expect(view.root.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert view.root.page.evaluate("navigator.clipboard.readText()") == code.inner_text()
    with view.root.page.expect_download() as table:
        view.button("Results (CSV)").click()
    assert table.value.suggested_filename == "hubble-key_project.csv"
    by_kernel = cells(view.kernel.evaluate("explorer.save('kernel.csv').read_text()"))
    for by_page, wanted in zip(cells(table.value.path().read_text()), by_kernel, strict=True):
        assert by_page == (wanted if isinstance(wanted, str) else pytest.approx(wanted))
    with view.root.page.expect_download() as picture:
        view.button("Picture (PNG)").click()
    assert picture.value.suggested_filename == "hubble-key_project.png"
    with Image.open(picture.value.path()) as image:
        assert image.info["Title"] == "HST Key Project"


def cells(text: str) -> list[str | float]:
    """Return the cells of a table, whatever digits a language writes numbers in."""
    words = [word for row in csv.reader(text.splitlines()) for word in row]
    return [float(word) if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", word) else word for word in words]


def test_magic_prints_a_table_or_explains_a_wrong_word(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{LESSON} --lr 0.05 --iterations 500 --text", "%hubblefit key_projekt")
    table = notebook.run_cell(0)
    expect(table).to_contain_text("74.59")
    expect(table).to_contain_text("80.38")
    expect(table.locator(".hubble-explorer")).to_have_count(0)
    notebook.expect_complaint("^UsageError: .*")
    error = notebook.run_cell(1)
    expect(error).to_contain_text("UsageError")
    expect(error).to_contain_text("'key_project'")
    expect(error).not_to_contain_text("Traceback")
