"""What a person sees of one explorer: its controls by role and label, its readout, its plots."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from .kernel import Kernel
from .notebook_page import NotebookPage, wait_until
from .patience import PATIENCE
from .pictures import Pixels, same_picture

LESSON = 'hw.load_dataset("key_project").exclude("NGC 4639")'
EVERY_BUTTON = ("Train", "Step", "Reset")
STOPPED = "The kernel has stopped"
PIXEL = 10  # km/s, more than one of the fit plot's pixels is high
PLOTS = ("fit", "loss", "residual")  # in the order of explorer.axes

Point = tuple[float, float]
Use = Callable[[Locator], None]  # by_mouse or by_keyboard


def cell(data: str = '"key_project"', name: str = "explorer", **settings: float | str) -> str:
    """Source of a cell that makes an explorer called ``name`` and displays it."""
    arguments = ", ".join((data, *(f"{key}={value}" for key, value in settings.items())))
    return f"import hubble_widget as hw\n{name} = hw.RegressionExplorer({arguments})\ndisplay({name})"


class ExplorerView:
    """One explorer on the page, and its name in the kernel.

    Attributes
    ----------
    root, canvas, readout, alert, chooser : Locator
        The whole, the plots, the numbers, an error and the list of data sets.
    """

    def __init__(self, notebook: NotebookPage, place: Locator, name: str = "explorer") -> None:
        self.notebook = notebook
        self.kernel: Kernel = notebook.kernel
        self.name = name
        self.root = place.locator(".hubble-explorer")
        self.canvas = self.root.locator(".jupyter-matplotlib-canvas-div canvas, .hubble-own-canvas").first
        self.readout = self.root.get_by_label("Fit readout")
        self.alert = self.root.get_by_role("alert")
        self.chooser = self.root.get_by_role("combobox", name="Data", exact=True)

    def slider(self, label: str) -> Locator:
        """Handle of the slider with this label."""
        return self.root.get_by_role("slider", name=label, exact=True)

    def entry(self, label: str) -> Locator:
        """Field beside the slider with this label, for a typed number."""
        return self.root.get_by_label(f"{label}, typed value", exact=True)

    def zone(self, name: str) -> Locator:
        """Return the name of a zone of learning rates beneath the track."""
        return self.root.locator(".hubble-zone-names").get_by_text(name, exact=True)

    def button(self, name: str) -> Locator:
        """Button with this name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def choice(self, name: str) -> Locator:
        """List with this name, to choose from."""
        return self.root.get_by_role("combobox", name=name, exact=True)

    def number(self, name: str) -> Locator:
        """Field with this name, for a typed number."""
        return self.root.get_by_role("spinbutton", name=name, exact=True)

    def more(self, *, shown: bool = True) -> None:
        """Unfold what is behind More, or fold it away."""
        self.root.get_by_role("button", name=re.compile("^More")).click()
        expect(self.button("Residuals")).to_be_visible(visible=shown)

    def start_over(self) -> None:
        """Wait until the explorer is as it was when it was displayed, with nothing unfolded or pointed at."""
        self.hover((1, 1))
        if self.button("Residuals").is_visible():
            self.more(shown=False)
        self.kernel.execute(f"{self.name}.start_over(); {self.name}.iteration = {self.name}.iterations")
        self.expect_finished()
        self.expect_numbers()
        self.expect_shown()
        self.root.evaluate("root => root.scrollIntoView({block: 'center'})")

    def point(self, plot: str, x: float, y: float) -> Point:
        """Where on the page a place of one of `PLOTS` lies, given in the plot's own units."""
        self.canvas.scroll_into_view_if_needed()
        axes, canvas = f"{self.name}.axes[{PLOTS.index(plot)}]", f"{self.name}.figure.canvas"
        right, up, height, ratio = self.kernel.evaluate(
            f"[*map(float, {axes}.transData.transform(({x!r}, {y!r}))), {canvas}.get_width_height()[1], "
            f"{canvas}.device_pixel_ratio]"
        )
        box = self.canvas.bounding_box()
        assert box is not None
        return box["x"] + right / ratio, box["y"] + height - up / ratio

    def handles(self) -> tuple[Point, Point]:
        """Where the guess's two handles are, in the units of the fit plot: a fifth of its width from either side."""
        low, high = self.value("axes[0].get_xlim()")
        slope, intercept = self.value("start")
        left, right = (low + share * (high - low) for share in (0.2, 0.8))
        return (left, slope * left + intercept), (right, slope * right + intercept)

    def expect_start(self, *points: Point) -> None:
        """Wait until the line that a training starts from passes through places of the fit plot, to within a pixel.

        The kernel hears of a drag several times before its end.
        """
        far = (f"abs({self.name}.start[0] * {x!r} + {self.name}.start[1] - {y!r})" for x, y in points)
        self.kernel.wait_until(f"max({', '.join(far)}, 0) < {PIXEL}")

    def hover(self, point: Point) -> None:
        """Move the mouse there."""
        self.notebook.page.mouse.move(*point)

    def drag(self, start: Point, end: Point, steps: int = 10) -> None:
        """Press the left button at one point, move to the other and release it."""
        mouse = self.notebook.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=steps)
        mouse.up()

    def words(self, part: str) -> list[str]:
        """Visible texts in which a part occurs, of the plots that are shown: views of an explorer hide each other."""
        text = "__import__('matplotlib.text').text.Text"
        seen = f"text.get_visible() and {part!r} in text.get_text() and (text.axes is None or text.axes.get_visible())"
        found: list[str] = self.kernel.evaluate(
            f"[text.get_text() for text in {self.name}.figure.findobj({text}) if {seen}]"
        )
        return found

    def expect_words(self, words: str, *, present: bool = True) -> None:
        """Wait until the plots say so, or no longer do."""
        wanted = f"the plots {'say' if present else 'do not say'} {words!r}"
        wait_until(lambda: bool(self.words(words)) is present, wanted)

    def value(self, attribute: str) -> Any:
        """Value of one of the explorer's attributes in the kernel."""
        return self.kernel.evaluate(f"{self.name}.{attribute}")

    def closed_form(self, data: str = 'hw.load_dataset("key_project")') -> float:
        """Slope that the present settings lead to, computed beside the explorer."""
        settings = f"learning_rate={self.name}.learning_rate, iterations={self.name}.iterations"
        slope = self.kernel.evaluate(f"float(hw.gradient_descent({data}, {settings}).slope)")
        assert isinstance(slope, float)
        return slope

    def expect_shown(self) -> None:
        """Wait until numbers and plots are there, and the plots as wide as the explorer."""
        expect(self.readout).to_be_visible()
        self.expect_plots()

    def expect_plots(self) -> None:
        """Wait until the plots are there, and as wide as the explorer."""
        expect(self.canvas).to_be_visible()
        wait_until(
            lambda: abs(width(self.canvas) - width(self.root.locator(".hubble-figure"))) <= 1,
            "the plots are as wide as their column",
        )

    def expect_seen_at_once(self) -> None:
        """Expect all that matters on the screen, from the heading on, while a slider moves."""
        self.root.evaluate("root => root.scrollIntoView()")
        rate = self.slider("Learning rate")
        rate.press("ArrowRight")
        rate.press("ArrowLeft")
        parts = (".hubble-sentence", ".hubble-ruler")
        for each in (
            *(self.root.get_by_role("heading"), self.canvas, rate, self.slider("Iterations")),
            *(self.root.locator(part) for part in parts),
            *self.root.locator(".hubble-card").all(),
        ):
            expect(each).to_be_in_viewport(ratio=0.98)

    def expect_numbers(self) -> None:
        """Wait until the readout shows the slope and the age that the kernel holds."""

        def agree() -> bool:
            slope, age = self.kernel.evaluate(f"({self.name}.slope, {self.name}.age)")  # either may still move on
            text = self.readout.text_content() or ""
            return f"{slope:.2f}" in text and ("no age" if age is None else f"{age:.2f}") in text

        wait_until(agree, "page and kernel have the same slope and age")

    def expect_answer(self, label: str, key: str, condition: str, folder: Path) -> None:
        """Press a key on a slider; wait until kernel (`condition`), numbers and picture have followed."""
        before = self.picture(folder)
        self.slider(label).press(key)
        self.kernel.wait_until(condition)
        self.expect_numbers()
        assert (self.picture(folder) != before).any()

    def expect_running(self) -> None:
        """Wait until a training is under way, in the kernel and on the page, neither at its start nor at its end."""
        name = self.name
        self.kernel.wait_until(f"{name}.running and 0 < {name}.iteration < {name}.iterations")
        expect(self.readout).not_to_contain_text("iteration 0 of")  # Pause stops where the page is

    def expect_finished(self, timeout: float = PATIENCE) -> None:
        """Wait until no training runs, in the kernel and on the page."""
        self.kernel.wait_until(f"not {self.name}.running", timeout)
        expect(self.button("Train")).to_be_visible()

    def expect_alone(self) -> None:
        """Wait until the page says that its kernel has stopped, some seconds after a person has done something."""
        expect(self.root.get_by_text(STOPPED)).to_be_visible(timeout=10_000)
        expect(self.button("Train")).to_be_hidden()
        expect(self.button("Play")).to_be_visible()
        expect(self.root.get_by_text("not saved")).to_have_count(0)
        expect(self.root.locator(".jupyter-matplotlib-toolbar button:visible")).to_have_count(0)

    def train(self) -> None:
        """Press Train and wait for the end."""
        self.button("Train").click()
        expect(self.button("Pause")).to_be_visible()
        self.expect_finished()

    def picture(self, folder: Path) -> Pixels:
        """Wait until the plots on the page are the kernel's own, in every pixel; return them."""
        return same_picture(self.canvas, self.kernel, f"{self.name}.figure", folder)


def by_mouse(button: Locator) -> None:
    """Click it."""
    button.click()


def by_keyboard(button: Locator) -> None:
    """Give it the keyboard and press the space bar."""
    button.press("Space")


def choose(options: Locator, option: str, use: Use) -> None:
    """Choose from a list, at once or by arrow keys."""
    if use is by_mouse:
        options.select_option(option)
    else:
        texts = [text.replace("\xa0", " ") for text in options.locator("option").all_text_contents()]
        options.press("Home")
        for _ in range(texts.index(option)):
            options.press("ArrowDown")
    expect(options.locator("option:checked")).to_have_text(option)


def middle(element: Locator) -> Point:
    """Where on the page the middle of an element lies."""
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


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
