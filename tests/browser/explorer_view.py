"""What a person sees of one explorer: its controls by role and label, its readout, its plots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from .kernel import Kernel
from .notebook_page import NotebookPage, wait_until
from .pictures import Pixels, same_picture

LESSON = 'hw.load_dataset("key_project").without("NGC 4639")'
EVERY_BUTTON = ("Train", "Step", "Reset")


def cell(data: str = '"key_project"', name: str = "explorer", **settings: float) -> str:
    """Source of a cell that makes an explorer called ``name`` and displays it."""
    arguments = ", ".join((data, *(f"{key}={value}" for key, value in settings.items())))
    return f"import hubble_widget as hw\n{name} = hw.RegressionExplorer({arguments})\ndisplay({name})"


class ExplorerView:
    """One explorer on the page, and its name in the kernel.

    Attributes
    ----------
    root, canvas, readout, alert, progress, chooser : Locator
        The whole, the plots, the numbers, an error, the bar and the list of data sets.
    """

    def __init__(self, notebook: NotebookPage, place: Locator, name: str = "explorer") -> None:
        self.notebook = notebook
        self.kernel: Kernel = notebook.kernel
        self.name = name
        self.root = place.locator(".hubble-explorer")
        self.canvas = self.root.locator(".jupyter-matplotlib-canvas-div canvas").first
        self.readout = self.root.get_by_label("Fit readout")
        self.alert = self.root.get_by_role("alert")
        self.progress = self.root.get_by_role("progressbar")
        self.chooser = self.root.get_by_role("combobox", name="Data", exact=True)

    def slider(self, label: str) -> Locator:
        """Handle of the slider with this label."""
        return self.root.get_by_role("slider", name=label, exact=True)

    def entry(self, label: str) -> Locator:
        """Field beside the slider with this label, for a typed number."""
        return self.root.get_by_label(f"{label}, typed value", exact=True)

    def button(self, name: str) -> Locator:
        """Button with this name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def value(self, attribute: str) -> Any:
        """Value of one of the explorer's attributes in the kernel."""
        return self.kernel.evaluate(f"{self.name}.{attribute}")

    def closed_form(self, data: str = 'hw.load_dataset("key_project")') -> float:
        """Slope that the present settings lead to, computed beside the explorer."""
        settings = f"learning_rate={self.name}.learning_rate, iterations={self.name}.iterations"
        slope = self.kernel.evaluate(f"float(hw.descend({data}, {settings}).slope)")
        assert isinstance(slope, float)
        return slope

    def expect_shown(self) -> None:
        """Wait until numbers and plots are there, and the plots as wide as the explorer."""
        expect(self.readout).to_be_visible()
        expect(self.canvas).to_be_visible()
        wait_until(
            lambda: abs(width(self.canvas) - width(self.root)) <= 1,
            "the plots are as wide as the explorer",
        )

    def expect_numbers(self) -> None:
        """Wait until the readout shows the slope and the age that the kernel holds."""
        slope, age = self.value("slope"), self.value("age")
        expect(self.readout).to_contain_text(f"{slope:.2f}")
        expect(self.readout).to_contain_text(f"{age:.2f}")

    def expect_running(self) -> None:
        """Wait until a training is under way, neither at its start nor at its end."""
        name = self.name
        self.kernel.wait_until(f"{name}.running and 0 < {name}.iteration < {name}.iterations")

    def expect_finished(self, timeout: float = 60.0) -> None:
        """Wait until no training runs, in the kernel and on the page."""
        self.kernel.wait_until(f"not {self.name}.running", timeout)
        expect(self.button("Train")).to_be_visible()

    def train(self) -> None:
        """Press Train and wait for the end."""
        self.button("Train").click()
        expect(self.button("Pause")).to_be_visible()
        self.expect_finished()

    def picture(self, folder: Path) -> Pixels:
        """Wait until the plots on the page are the kernel's own, in every pixel; return them."""
        return same_picture(self.canvas, self.kernel, f"{self.name}.figure", folder)


def width(element: Locator) -> float:
    """Width of an element in the page's pixels."""
    box = element.bounding_box()
    assert box is not None
    return box["width"]


def show(notebook: NotebookPage, index: int = 0, name: str = "explorer") -> ExplorerView:
    """Run the cell that displays an explorer and wait until it is there."""
    view = ExplorerView(notebook, notebook.run_cell(index), name)
    view.expect_shown()
    return view
