"""The explorer's basic controls: plain ipywidgets, wired by the explorer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ipywidgets import (
    HTML,
    BoundedIntText,
    Button,
    Dropdown,
    HBox,
    IntSlider,
    Label,
    Widget,
)

from hubble_widget.canvas.filled import Filled
from hubble_widget.display.settings import ITERATIONS, LEARNING_RATES, FilledFloat, FilledInt, Setting

STEPS = (1, 10, 100)
"""How many iterations the button Step may take."""


PAUSE, IN_CELL = "Stop here; Train goes on", "The cell trains; to stop it, interrupt the kernel"


class FilledSlider(Filled, IntSlider):
    """A slider that the page moves."""


class FilledBounded(Filled, BoundedIntText):
    """An entry that the page fills."""


class FilledLabel(Filled, Label):
    """A label that the page fills."""


class Scrubber:
    """A slider and an entry that go back and forth through the iterations of a path."""

    def __init__(self) -> None:
        self.slider = FilledSlider(min=0, max=1, readout=False, continuous_update=True)
        self.slider.add_class("hubble-scrubber")
        self.entry = FilledBounded(min=0, max=1)
        self.entry.add_class("hubble-iteration-entry")
        self.of = FilledLabel()
        self.is_being_set = False
        self._known = 0  # where we last saw or put the slider; messages may move it on another thread
        self._wanted: int | None = None

    def show_range(self, iterations: int) -> None:
        """Let the path have so many iterations."""
        self.of.value = f"of {iterations}"  # digits alone, as in the entry beside it
        if self.slider.max != iterations:
            self.is_being_set = True  # a value beyond the new end moves on its own
            self.slider.max = self.entry.max = iterations
            self._known = self.slider.value
            self.is_being_set = False

    def show(self, iteration: int) -> None:
        """Move slider and entry to an iteration."""
        if iteration != self._known:  # else the slider stands there, or a person has dragged it farther by now
            self._known = self.slider.value = iteration
        self.entry.value = iteration

    def moved_by_hand(self, control: IntSlider | BoundedIntText, iteration: int) -> None:
        """Note where a person has moved the slider or the entry to."""
        if control is self.slider:
            self._known = iteration
        self._wanted = iteration

    def take_wanted(self) -> int | None:
        """Return where a person has moved it since this was last asked, or None."""
        wanted, self._wanted = self._wanted, None
        return wanted


class Controls:
    """The basic controls of one explorer.

    Attributes
    ----------
    header, playback : HBox
        The top row (title and chooser) and the row of buttons with the scrubber.
    learning_rate, iterations : Setting
        The two settings, each a row.
    """

    def __init__(self, catalogues: Sequence[tuple[str, object]]) -> None:
        self.title = HTML()
        self._catalogues, self._offering = list(catalogues), False
        self.chooser = Dropdown(options=self._catalogues, description="Data")
        self.header = HBox([self.title, self.chooser])
        self.header.add_class("hubble-header")
        self.train = Button(icon="play", button_style="primary")
        self.train.add_class("hubble-train")
        self.step = Button(description="Step", tooltip="So many more iterations")
        self.step_size = Dropdown(options=[(str(step), step) for step in STEPS], tooltip="Iterations of a step")
        self.step_size.add_class("hubble-step-size")
        self.reset = Button(description="Reset", tooltip="Back to iteration 0 and to a flat line")
        self.scrubber = Scrubber()
        self.playback = HBox(
            [
                self.train,
                self.step,
                self.step_size,
                self.reset,
                self.scrubber.slider,
                self.scrubber.entry,
                self.scrubber.of,
            ]
        )
        self.playback.add_class("hubble-playback")
        self.learning_rate = Setting("Learning rate", LEARNING_RATES, FilledFloat(step=0.001))
        self.learning_rate.row.add_class("hubble-learning-rate")
        self.iterations = Setting("Iterations", ITERATIONS, FilledInt())
        self.iterations.row.add_class("hubble-iterations")
        self.show_running(running=False)

    def show_title(self, title: str, note: str, reference: str) -> None:
        """Show the heading; the texts may come from a user's table and are escaped."""
        lines = f"<strong>{escape(title)}</strong> {escape(note)}", escape(reference)
        self.title.value = "<br>".join(filter(None, lines))

    def offer(self, label: str, data: object) -> None:
        """Choose `data` in the chooser, adding it under its label where it is not there yet."""
        options = list(self.chooser.options)
        if all(data is not each for _, each in options):
            self._offering = True  # new options make the chooser change its value on its own
            self.chooser.options = [*self._catalogues, (label, data)]
            self._offering = False
        self.chooser.value = data

    @property
    def chosen(self) -> object:
        """The data set that a person chose, or None while the chooser's options are being changed."""
        return None if self._offering else self.chooser.value

    def page_fills(self) -> None:
        """From now on the page fills what says where the sliders and the scrubber stand."""
        scrubber = self.scrubber
        for widget in (self.learning_rate.entry, self.iterations.entry, scrubber.slider, scrubber.entry, scrubber.of):
            widget.is_filled = True

    def show_running(self, *, running: bool, in_cell: bool = False) -> None:
        """Turn Train into Pause, or back.

        While a cell trains, the kernel hears of no button, and it is disabled.
        """
        self.train.disabled = running and in_cell
        self.train.description = "Pause" if running else "Train"
        self.train.icon = "pause" if running else "play"
        self.train.tooltip = (IN_CELL if in_cell else PAUSE) if running else "Run the torch loop and watch it"

    def show_range(self, iterations: int) -> None:
        """Let the path have so many iterations."""
        self.iterations.show(iterations)
        self.scrubber.show_range(iterations)

    def widgets(self) -> list[Widget]:
        """Return every widget made here, for closing."""
        settings = (self.learning_rate, self.iterations)
        parts = [part for setting in settings for part in (setting.slider, setting.entry, setting.row)]
        return [*self.header.children, self.header, *self.playback.children, self.playback, *parts]
