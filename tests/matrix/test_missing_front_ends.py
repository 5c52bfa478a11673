"""Pages that lack the front end of ipympl, of anywidget, of both: what stands in for them, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.explorer_view import LESSON, cell
from tests.browser.kernel_page import wait_until
from tests.browser.notebook_page import NotebookPage
from tests.browser.pictures import same_picture
from tests.browser.servers import running
from tests.browser.windows import open_window

from .lab_without import LabWithout, LabWithoutAnywidget, LabWithoutBoth, LabWithoutIpympl, PageWithout

pytestmark = [pytest.mark.browser, pytest.mark.matrix]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
IN_A_BOX = CHOSEN.replace("display(explorer)", "import ipywidgets\ndisplay(ipywidgets.VBox([explorer]))")


@pytest.fixture
def notebook(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[NotebookPage]:
    """An explorer that was displayed in such a page."""
    kind, source = request.param
    server: LabWithout = kind(tmp_path_factory.mktemp("without"))
    with running(server):
        page = PageWithout(server, open_window(browser, 1), server.write_notebook("lesson.ipynb", [source]))
        try:
            page.open()
            page.run_cell(0)
            yield page
            complaints = page.complaints()
        finally:
            page.close()
    assert not complaints
    assert not server.complaints()


@pytest.mark.parametrize("notebook", [(LabWithoutIpympl, CHOSEN)], indirect=True)
def test_the_canvas_of_our_own_says_what_to_install(notebook: NotebookPage) -> None:
    explorer = notebook.output(0)
    expect(explorer.locator(".hubble-own-canvas")).to_be_visible()
    expect(explorer.locator(".jupyter-matplotlib-canvas-div")).to_have_count(0)
    expect(explorer).to_contain_text("pip install ipympl where the Jupyter server runs")
    expect(explorer.get_by_label("Fit readout")).to_be_visible()
    assert notebook.evaluate("explorer._view.fallback.value") == ""


@pytest.mark.parametrize(
    "notebook", [(LabWithoutBoth, CHOSEN), (LabWithoutBoth, IN_A_BOX)], ids=["alone", "in a box"], indirect=True
)
def test_picture_and_table_follow_the_controls(notebook: NotebookPage) -> None:
    explorer = notebook.output(0)
    picture = explorer.get_by_alt_text("Plots of the fit and of the loss")
    expect(picture).to_be_visible()
    expect(explorer).to_contain_text("pip install anywidget ipympl where the Jupyter server runs")
    use_controls(notebook, lambda: picture.get_attribute("src"))
    notebook.screenshot("without-both")
    notebook.execute("explorer._view.show_error(ValueError('what went <i>wrong</i>'))")
    expect(explorer.get_by_role("alert")).to_have_text("what went <i>wrong</i>")


@pytest.mark.parametrize("notebook", [(LabWithoutAnywidget, CHOSEN)], indirect=True)
def test_ipympl_alone_shows_the_figure(notebook: NotebookPage, tmp_path: Path) -> None:
    explorer = notebook.output(0)
    canvas = explorer.locator(".jupyter-matplotlib-canvas-div canvas").first
    expect(canvas).to_be_visible()
    expect(explorer).to_contain_text("pip install anywidget where the Jupyter server runs")
    expect(explorer.get_by_alt_text("Plots of the fit and of the loss")).to_have_count(0)
    use_controls(notebook, lambda: same_picture(canvas, notebook.kernel, "explorer.figure", tmp_path).tobytes())
    notebook.screenshot("without-anywidget")


def use_controls(notebook: NotebookPage, picture: Callable[[], object]) -> None:
    """Move a slider, go back to the start, train to the lesson's numbers: numbers and picture follow."""
    explorer = notebook.output(0)
    expect(explorer.locator(".jupyter-widgets-error-widget:visible")).to_have_count(0)
    iterations = explorer.locator(".noUi-handle").last  # anywidget would have given it its name
    for use, condition in (
        (lambda: iterations.press("ArrowLeft"), "explorer.iterations < 500"),
        (lambda: notebook.execute("explorer.iterations = 500"), "explorer.iterations == 500"),
        (lambda: explorer.get_by_role("button", name="Reset").click(), "explorer.iteration == 0"),
        (lambda: explorer.locator(".hubble-scrubber .noUi-handle").press("PageUp"), "explorer.iteration > 0"),
        (lambda: explorer.get_by_role("button", name="Reset").click(), "explorer.iteration == 0"),
        (
            lambda: explorer.get_by_role("button", name="Train").click(),
            "explorer.trajectory.source == 'torch' and not explorer.running",
        ),
    ):
        before = picture()
        use()
        notebook.kernel.wait_until(condition)
        wanted = notebook.evaluate("f'{explorer.slope:.2f}'")
        expect(slope(explorer)).to_contain_text(wanted)
        wait_until(lambda before=before: picture() != before, "another picture is there")
    assert wanted == "74.59"


def slope(explorer: Locator) -> Locator:
    """The table's row of the slope."""
    return explorer.get_by_role("row", name="Slope (Hubble constant)")
