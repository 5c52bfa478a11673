"""The notebook of the browser benchmarks: the explorer and, in the cells below it, the same things made plainly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Locator, expect

from tests.browser.explorer_view import ExplorerView, cell, show
from tests.browser.notebook_page import NotebookPage
from tests.browser.stage import Stage

from .page_timing import SCRIPT, PageTiming

CELLS = (
    cell(learning_rate=0.05, iterations=500),
    f"""%matplotlib widget
%run {Path(__file__).with_name("plain.py")}
plain = PlainExplorer(*explorer.figure.canvas.get_width_height())
display(plain)""",
    "display(labeled_slider('Floor'), slope_slider('Slope'))",
)


ANSWERS, AT_ONCE = 30, 0.02  # a drawing takes more seconds, and the page asks for the next one in less time than these


class Scene:
    """What the benchmarks look at on the page.

    Attributes
    ----------
    notebook : NotebookPage
    timing : PageTiming
    view : ExplorerView
    plain : Locator
        The plain figure with its slider.
    floor, slope : Locator
        The label and the number that a slider sets through the kernel, and nothing else.
    """

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook = notebook
        self.timing = PageTiming(notebook.page)
        self.view: ExplorerView = show(notebook)
        self.plain = notebook.run_cell(1)
        expect(self.plain.locator("canvas").first).to_be_visible()
        sliders = notebook.run_cell(2)
        self.floor, self.slope = sliders.locator(".floor"), sliders.locator(".slope")
        for element in (self.view.readout, self.floor, self.slope):
            self.timing.watch(element)

    def slider(self, label: str) -> Locator:
        """Return the handle of one of the plain sliders."""
        return self.notebook.page.locator(".widget-slider", has_text=label).get_by_role("slider")

    @property
    def rate(self) -> Locator:
        """The handle of the explorer's slider of learning rates."""
        return self.view.slider("Learning rate")

    def wait_until_free(self) -> None:
        """Wait until the kernel answers at once, many times in a row: nothing is left that it was asked for before."""
        prompt = 0
        while prompt < ANSWERS:
            began = perf_counter()
            self.notebook.evaluate("None")
            prompt = prompt + 1 if perf_counter() - began < AT_ONCE else 0

    def start_cell(self, index: int) -> Locator:
        """Start a cell, wait until it runs, and return its prompt."""
        place = self.notebook.cell(index)
        place.locator(".cm-content").click()
        self.notebook.page.keyboard.press("Control+Enter")
        prompt = place.locator(".jp-InputPrompt")
        expect(prompt).to_have_text("[*]:")
        return prompt


@contextmanager
def scene(stage: Stage, *more_cells: str, dpr: float) -> Iterator[Scene]:
    """Open the notebook, with further cells from index 3 on."""
    with stage.notebook(*CELLS, *more_cells, dpr=dpr, first_script=SCRIPT) as notebook:
        yield Scene(notebook)
