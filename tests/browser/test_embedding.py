"""An explorer inside the user's own widgets, beside another one, and shown in two places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, cell, show, width
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)
MAKE = "import hubble_widget as hw, ipywidgets\nexplorer = hw.RegressionExplorer('key_project')\n"
IN_OUTPUT = "output = ipywidgets.Output()\ndisplay(output)\nwith output:\n    display(explorer)"
IN_TAB = "display(ipywidgets.Tab([ipywidgets.Label('first'), explorer], titles=['A', 'B']))"
IN_ACCORDION = "display(ipywidgets.Accordion([ipywidgets.Label('first'), explorer], titles=['A', 'B']))"
REACT = """from traitlets import dlink
slope = ipywidgets.FloatText()
dlink((explorer, "slope"), (slope, "value"))
told = ipywidgets.interactive_output(lambda slope: print(f"{slope:.3f} km/s/Mpc"), {"slope": slope})
display(ipywidgets.VBox([explorer, told]))"""


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("display(ipywidgets.VBox([ipywidgets.Label('above'), explorer]))", False),
        (IN_OUTPUT, False),
        (IN_TAB, True),
        (IN_ACCORDION, True),
    ],
    ids=["VBox", "Output", "Tab", "Accordion"],
)
def test_embedded(open_notebook: OpenNotebook, source: str, folded: bool, tmp_path: Path) -> None:
    notebook = open_notebook(MAKE + source)
    place = notebook.run_cell(0)
    if folded:
        place.get_by_text("B", exact=True).click()
    view = ExplorerView(notebook, place)
    view.expect_shown()
    view.expect_answer("Iterations", "ArrowRight", "explorer.iterations > 500", tmp_path)


def test_two_views_of_one_explorer_stay_in_step(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, "display(explorer)", dpr=2)
    views = [show(notebook, index) for index in (0, 1)]
    for mine, other in (views, views[::-1]):
        mine.slider("Iterations").press("ArrowRight")
        mine.slider("Learning rate").press("ArrowLeft")
        for view in (mine, other):
            view.expect_numbers()
            view.picture(tmp_path)
    views[1].button("Reset").click()
    notebook.kernel.wait_until("explorer.iteration == 0")
    start, end = (views[1].point("fit", *place) for place in (views[1].handles()[1], (20.0, 500.0)))
    views[1].drag(start, end)
    notebook.kernel.wait_until("explorer.start[0] != 0")
    views[0].train()
    for view in views:
        view.expect_finished()
        view.expect_numbers()
        view.picture(tmp_path)
    views[1].canvas.scroll_into_view_if_needed()
    notebook.screenshot("twice")


def test_interactive_output_follows(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(MAKE + REACT)
    view = show(notebook)
    told = notebook.output(0).locator(".jupyter-widgets-output-area, .widget-output").last
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        before = notebook.evaluate("explorer.slope")
        view.slider("Iterations").press(key)
        notebook.kernel.wait_until(f"explorer.slope != {before}")
        expect(told).to_have_text(f"{notebook.evaluate('explorer.slope'):.3f} km/s/Mpc")
    view.train()
    expect(told).to_have_text(f"{notebook.evaluate('explorer.slope'):.3f} km/s/Mpc")


def test_two_linked_explorers_follow_each_other(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    link = (
        "from traitlets import link\nfor name in ('learning_rate', 'iterations'):\n    link((old, name), (new, name))"
    )
    notebook = open_notebook(cell('"hubble_1929"', "old"), cell('"key_project"', "new"), link)
    views = [show(notebook, 0, "old"), show(notebook, 1, "new")]
    notebook.run_cell(2)
    for mine in views:
        rate = mine.value("learning_rate")
        mine.slider("Learning rate").press("ArrowLeft")
        for view in views:
            notebook.kernel.wait_until(f"{view.name}.learning_rate < {rate}")
            view.expect_numbers()
            view.picture(tmp_path)


def test_a_narrow_column_stacks_the_plots(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    column = "display(ipywidgets.VBox([explorer], layout=ipywidgets.Layout(width='480px')))"
    notebook = open_notebook(MAKE + column)
    view = ExplorerView(notebook, notebook.run_cell(0))
    view.expect_shown()
    assert width(view.canvas) <= 480
    view.picture(tmp_path)
    fit, loss = notebook.evaluate("[list(axes.bbox.extents) for axes in explorer.axes]")
    assert fit[1] > loss[3]
    notebook.screenshot("narrow")
