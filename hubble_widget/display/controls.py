"""The explorer's basic controls: plain ipywidgets, wired by the explorer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from ipywidgets import (
    HTML,
    BoundedIntText,
    Button,
    Dropdown,
    HBox,
    IntSlider,
    Widget,
)
from traitlets import Bunch, List

from hubble_widget.canvas.filled import Filled
from hubble_widget.display.settings import ITERATIONS, LEARNING_RATES, FilledFloat, FilledInt, Setting
from hubble_widget.display.whole import WholeNumbers, cut, rounded
from hubble_widget.regression.parameters import MOST_ITERATIONS

STEPS = (1, 10, 100)
"""How many iterations the button Step may take."""


START_OVER = "Go back to the data and the settings that this explorer began with."
RUN = "Run the torch loop and watch it."
PAUSE = "Stop here; Train goes on from where it stops."
IN_CELL = "The cell trains; to stop it, interrupt the kernel."
STEP_SIZE = "Choose how many iterations a step takes."
STEP = "Go on by this many iterations."
LONGER = "The run is at its end: this adds as many iterations to it."


class HandControl(Filled, WholeNumbers):
    """A control of the iteration, whose page says when a person has moved it.

    A new `value` from a page says no such thing: front ends send values back, some of them 12 for 13, because their
    slider stood at 12.999999999999998.

    Attributes
    ----------
    hand : list
        The iteration to which a person has moved it last, and a number that is another one each time
        (js/src/scrubbing.ts); empty before.
    page_writes : bool
        Whether what changes now was sent by a page.
    """

    hand: List[Any] = List().tag(sync=True)
    page_writes = False

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take over what a page has sent."""
        self.page_writes = True
        try:
            super().set_state(sync_data)
        finally:
            self.page_writes = False

    @property
    def at_hand(self) -> int | None:
        """The iteration to which a person has moved it last; None if the page has sent no such number."""
        iteration = rounded(self.hand[0]) if self.hand else None
        is_one = isinstance(iteration, int) and not isinstance(iteration, bool)
        return min(max(iteration, self.min), self.max) if is_one else None


class FilledSlider(HandControl, IntSlider):
    """A slider that the page moves."""


class FilledBounded(HandControl, BoundedIntText):
    """An entry that the page fills."""


class Scrubber:
    """A slider and an entry that go back and forth through the iterations of a path.

    Attributes
    ----------
    page_knows_hands : bool
        Whether a page says when a person moves slider or entry.
    is_running : bool
        Whether a training runs.
    """

    def __init__(self) -> None:
        self.slider = FilledSlider(min=0, max=1, description="Now at iteration", readout=False, continuous_update=True)
        self.slider.add_class("hubble-scrubber")
        self.entry = FilledBounded(min=0, max=1)
        self.entry.add_class("hubble-iteration-entry")
        self.row = HBox([self.slider, self.entry])
        self.row.add_class("hubble-setting")
        self.page_knows_hands = self.is_running = self.is_being_set = False
        self._known = 0  # where we last saw or put the slider; messages may move it on another thread
        self._echoes: set[int] = set()  # what a page may send back that cuts, of the values that it was given
        self._wanted: int | None = None

    def hands_are_known(self) -> None:
        """Take a page's word that it says when a person moves slider or entry."""
        self.page_knows_hands = True

    def show_range(self, iterations: int) -> None:
        """Let the path have so many iterations."""
        if self.slider.max != iterations:
            self.is_being_set = True  # a value beyond the new end moves on its own
            self.slider.max = self.entry.max = iterations
            self._known = self.slider.value
            if not self.page_knows_hands:
                self._expect_echo()
            self.is_being_set = False

    def show(self, iteration: int) -> None:
        """Move slider and entry to an iteration."""
        if iteration != self._known:  # else the slider stands there, or a person has dragged it farther by now
            self._known = self.slider.value = iteration
            if not self.page_knows_hands:
                self._expect_echo()
        self.entry.value = iteration

    def _expect_echo(self) -> None:
        """Note what a page sends back that cuts the value which it is given now."""
        if (echo := cut(self._known, self.slider.max)) != self._known:
            self._echoes.add(echo)

    def moved_to(self, change: Bunch) -> int | None:
        """Return the iteration to which a person has moved slider or entry by this change, None if no person did so.

        A page says by `hand` what a person does. Where the page's own code is missing, there is a person behind any new
        `value` but in a training, when most of them are our own, sent back.
        """
        control: HandControl = change["owner"]
        if change["name"] == "hand":
            return control.at_hand
        if control.page_writes:
            is_echo = control is self.slider and change["new"] in self._echoes
            is_by_hand = not (self.page_knows_hands or self.is_running or is_echo)
        else:
            is_by_hand = not self.is_being_set
        return change["new"] if is_by_hand else None

    def moved_by_hand(self, control: HandControl, iteration: int) -> None:
        """Note where a person has moved the slider or the entry to."""
        if control is self.slider:
            self._known = iteration
        self._echoes.clear()  # they come in the order in which they are sent
        self._wanted = iteration

    @property
    def is_wanted(self) -> bool:
        """Whether a person has moved it, and nobody has asked where to."""
        return self._wanted is not None

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
    settings : dict of Setting
        Both.
    """

    def __init__(self, catalogues: Sequence[tuple[str, object]]) -> None:
        self.title = HTML()
        self._catalogues, self._offering = list(catalogues), False
        self.chooser = Dropdown(options=self._catalogues, description="Data", tooltip="Choose the data.")
        self.header = HBox([self.title, self.chooser])
        self.header.add_class("hubble-header")
        self.train = Button(icon="play", button_style="primary")
        self.train.add_class("hubble-train")
        self.step = Button(description="Step", tooltip=STEP)
        self.step_size = Dropdown(options=[(str(step), step) for step in STEPS], tooltip=STEP_SIZE)
        self.step_size.add_class("hubble-step-size")
        self.reset = Button(description="Reset", tooltip="Go back to the start of this run, iteration 0.")
        self.start_over = Button(description="Start over", tooltip=START_OVER)
        self.scrubber = Scrubber()
        buttons = [self.train, self.step, self.step_size, self.reset, self.start_over]
        self.playback = HBox([*buttons, self.scrubber.row])
        self.playback.add_class("hubble-playback")
        self.learning_rate = Setting("Learning rate", LEARNING_RATES, FilledFloat(step=0.001))
        self.learning_rate.row.add_class("hubble-learning-rate")
        self.iterations = Setting("Iterations", ITERATIONS, FilledInt())
        self.iterations.row.add_class("hubble-iterations")
        self.settings = {"learning_rate": self.learning_rate, "iterations": self.iterations}
        self.show_running(running=False)

    def model_ids(self) -> dict[str, str]:
        """Return the ids of the models that the page looks for, as js/src/model.ts calls them."""
        scrubber = self.scrubber
        return {
            **{name: setting.slider.model_id for name, setting in self.settings.items()},
            **{f"{name}_entry": setting.entry.model_id for name, setting in self.settings.items()},
            "iteration": scrubber.slider.model_id,
            "iteration_entry": scrubber.entry.model_id,
        }

    def show_title(self, title: str, note: str, reference: str) -> None:
        """Show the heading; the texts may come from a user's table and are escaped."""
        heading = f'<strong role="heading" aria-level="2">{escape(title)}</strong>'
        lines = f"{heading} {escape(note)}", escape(reference)
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
        for widget in (self.learning_rate.entry, self.iterations.entry, scrubber.slider, scrubber.entry):
            widget.is_filled = True

    def show_running(self, *, running: bool, in_cell: bool = False) -> None:
        """Turn Train into Pause, or back.

        While a cell trains, the kernel hears of no button, and it is disabled.
        """
        self.scrubber.is_running = running
        self.train.disabled = running and in_cell
        self.train.description = "Pause" if running else "Train"
        self.train.icon = "pause" if running else "play"
        self.train.tooltip = (IN_CELL if in_cell else PAUSE) if running else RUN

    def show_iteration(self, iteration: int) -> None:
        """Show where on the path we are; at its end a step says that it makes the path longer."""
        self.scrubber.show(iteration)
        self.step.tooltip = LONGER if self.scrubber.slider.max <= iteration < MOST_ITERATIONS else STEP

    def show_range(self, iterations: int) -> None:
        """Let the path have so many iterations."""
        self.iterations.show(iterations)
        self.scrubber.show_range(iterations)

    def widgets(self) -> list[Widget]:
        """Return every widget made here, for closing."""
        rows: list[Scrubber | Setting] = [self.scrubber, *self.settings.values()]
        parts = [part for each in rows for part in (each.slider, each.entry, each.row)]
        return [*self.header.children, self.header, *self.playback.children[:-1], self.playback, *parts]
