"""The basic controls: plain ipywidgets, connected by `explorer/basic_controls.py`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import (
    HTML,
    BoundedIntText,
    Button,
    Checkbox,
    Dropdown,
    HBox,
    IntSlider,
    RadioButtons,
    Widget,
)
from traitlets import Bunch, List

from hubble_widget.figure.views import VIEWS
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS
from hubble_widget.fit.solar_motion import has_positions
from hubble_widget.formatting import keep_numbers_with_words, unparted
from hubble_widget.messages import message
from hubble_widget.text import words
from hubble_widget.widgets.filled import Filled
from hubble_widget.widgets.hiding import hide_controls, set_hidden
from hubble_widget.widgets.programmatic_update import programmatic_update
from hubble_widget.widgets.slider_with_entry import ITERATIONS, LEARNING_RATES, FilledFloat, FilledInt, SliderWithEntry
from hubble_widget.widgets.whole_numbers import WholeNumbers, rounded, truncated

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset

STEPS = (1, 10, 100)
"""Choices for the number of iterations of a step."""

START_OVER = message("Bring back the first data, settings and plots, and remove all pinned runs.")
RUN = message("Run the torch loop and watch it.")
PAUSE = message("Stop here; Train continues from here.")
IN_CELL = message("The training runs in a cell; to stop it, interrupt the kernel.")
STEP_SIZE = message("Choose the number of iterations of a step.")
STEP = message("Advance by this many iterations.")
VIEW = message(
    "Choose what the right-hand plot shows. On the loss surface a click or a drag sets the start of the training; by "
    "keyboard, Slope and Intercept under More do the same. How sure? shows what the data allow the age to be."
)
PRESETS = message("Choose settings that show one thing, and read what to watch and why it happens.")
SUN = message("Take the Sun's own motion off the velocities, as Hubble did: it is found together with the line.")
SHOW_EXACT = words.ON_SCREEN["show_exact"]
HIDE_EXACT = message("Hide the exact fit")
LONGER = message("The run is at its end: add this many iterations to it.")


class IterationControl(Filled, WholeNumbers):
    """A control of the iteration. The page reports in `hand` when a person has moved it.

    A new `value` from a page is no such report: front ends send values back, some of them 12 instead of 13, because
    their slider was at 12.999999999999998.

    Attributes
    ----------
    hand : list
        The iteration to which a person last moved the control, and a number that is new each time
        (js/src/controls/scrubbing.ts); empty at first.
    page_writes : bool
        Whether a page has sent the present change.
    """

    hand: List[Any] = List().tag(sync=True)
    page_writes = False

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Set the state that a page has sent."""
        self.page_writes = True
        try:
            super().set_state(sync_data)
        finally:
            self.page_writes = False

    @property
    def user_iteration(self) -> int | None:
        """The iteration to which a person last moved the control; None if the page has sent no valid one."""
        iteration = rounded(self.hand[0]) if self.hand else None
        is_valid = isinstance(iteration, int) and not isinstance(iteration, bool)
        return min(max(iteration, self.min), self.max) if is_valid else None


class FilledSlider(IterationControl, IntSlider):
    """A slider that the page moves."""


class FilledBounded(IterationControl, BoundedIntText):
    """An entry that the page fills in."""


class Scrubber:
    """A slider and an entry that go back and forth through the iterations of a path.

    Attributes
    ----------
    page_reports_moves : bool
        Whether a page reports when a person moves slider or entry.
    is_running : bool
        Whether a training runs.
    """

    def __init__(self) -> None:
        self.slider = FilledSlider(
            min=0, max=1, description=words.ON_SCREEN["iteration"], readout=False, continuous_update=True
        )
        self.slider.add_class("hubble-scrubber")
        self.entry = FilledBounded(min=0, max=1)
        self.entry.add_class("hubble-iteration-entry")
        self.row = HBox([self.slider, self.entry])
        self.row.add_class("hubble-setting")
        self.page_reports_moves = self.is_running = False
        self._last_position = 0  # last seen or set; a message on another thread may move the slider
        self._echoes: set[int] = set()  # what a page that truncates may send back
        self._pending_move: int | None = None

    def show_range(self, iterations: int) -> None:
        """Set the length of the path, in a `programmatic_update`: a value beyond the new end changes, too."""
        if self.slider.max != iterations:
            self.slider.max = self.entry.max = iterations
            self._last_position = self.slider.value
            if not self.page_reports_moves:
                self._expect_echo()

    def show(self, iteration: int) -> None:
        """Move slider and entry to an iteration."""
        if iteration != self._last_position:  # otherwise the slider is there, or a person has already moved it on
            self._last_position = self.slider.value = iteration
            if not self.page_reports_moves:
                self._expect_echo()
        self.entry.value = iteration

    def _expect_echo(self) -> None:
        """Store what a page that truncates will send back for the present value."""
        if (echo := truncated(self._last_position, self.slider.max)) != self._last_position:
            self._echoes.add(echo)

    def user_move(self, change: Bunch) -> int | None:
        """Return the iteration to which a person has moved slider or entry by this change; None if no person did.

        A page reports by `hand` what a person does. Without our code on the page, each new `value` counts as a person's
        move, except during a training, when most of them are our own values sent back.
        """
        control: IterationControl = change["owner"]
        if change["name"] == "hand":
            return control.user_iteration
        if control.page_writes:
            is_echo = control is self.slider and change["new"] in self._echoes
            is_ignored = self.page_reports_moves or is_echo
            if self.is_running and control is self.slider and not is_ignored:
                self._last_position = change["new"]  # from there `show` moves it back
            if is_ignored or self.is_running:
                return None
        iteration: int = change["new"]
        return iteration

    def note_user_move(self, control: IterationControl, iteration: int) -> None:
        """Store where a person has moved slider or entry."""
        if control is self.slider:
            self._last_position = iteration
        self._echoes.clear()  # messages keep their order: older echoes have arrived
        self._pending_move = iteration

    @property
    def has_pending_move(self) -> bool:
        """Whether a person has made a move that has not been handled yet."""
        return self._pending_move is not None

    def take_pending_move(self) -> int | None:
        """Return the iteration of the pending move, or None; it is no longer pending."""
        move, self._pending_move = self._pending_move, None
        return move


class Controls:
    """The basic controls of one explorer.

    Attributes
    ----------
    header, playback : HBox
        The top rows (title, lists of presets and of data, source), and the row of buttons with the scrubber.
    learning_rate, iterations : SliderWithEntry
        The controls of the two settings.
    settings : dict of SliderWithEntry
        Both, by the setting's name.
    view : RadioButtons
        The row above the right-hand plot; its values are those of `VIEWS`.
    """

    def __init__(self, catalogs: Sequence[tuple[str, object]], presets: Sequence[tuple[str, str]] = ()) -> None:
        self.title, self.source = HTML(), HTML()
        self.source.add_class("hubble-source")
        self._catalogs = list(catalogs)
        self.chooser = Dropdown(
            options=self._catalogs, description=message("Data"), tooltip=message("Choose the data.")
        )
        self.presets = Dropdown(
            options=[(message("choose"), ""), *presets], description=message("Try"), tooltip=PRESETS
        )
        self.sun = Checkbox(description=words.ON_SCREEN["solar_motion"], indent=False, tooltip=SUN)
        self.sun.add_class("hubble-sun")
        self._has_sun = self._hides_data = False
        self.header = HBox([self.title, self.presets, self.chooser, self.source, self.sun])
        self.header.add_class("hubble-header")
        options = [(title, name) for name, title in VIEWS.items()]
        self.view = RadioButtons(options=options, value="loss", tooltip=VIEW)
        self.view.add_class("hubble-views")
        self.train = Button(icon="play", button_style="primary")
        self.train.add_class("hubble-train")
        self.step = Button(description=message("Step"), tooltip=STEP)
        self.step_size = Dropdown(options=[(str(step), step) for step in STEPS], tooltip=STEP_SIZE)
        self.step_size.add_class("hubble-step-size")
        self.reset = Button(
            description=message("Reset"), tooltip=message("Go back to the start of this run, iteration 0.")
        )
        self.start_over = Button(description=message("Start over"), tooltip=START_OVER)
        self.exact = Button(tooltip=message("Guess the line before you look at the exact one."))
        self._was_hidden, self._hides_button = False, False
        self.show_exact(shown=True)
        self.scrubber = Scrubber()
        buttons = [self.train, self.step, self.step_size, self.reset, self.start_over, self.exact]
        self.playback = HBox([*buttons, self.scrubber.row])
        self.playback.add_class("hubble-playback")
        self.learning_rate = SliderWithEntry(words.ON_SCREEN["learning_rate"], LEARNING_RATES, FilledFloat(step=0.001))
        self.learning_rate.row.add_class("hubble-learning-rate")
        self.iterations = SliderWithEntry(words.ON_SCREEN["iterations"], ITERATIONS, FilledInt())
        self.iterations.row.add_class("hubble-iterations")
        self.settings = {"learning_rate": self.learning_rate, "iterations": self.iterations}
        self.show_running(running=False)

    def model_ids(self) -> dict[str, str]:
        """Return the model ids that the page needs, by their names in js/src/state/model.ts."""
        scrubber = self.scrubber
        return {
            **{name: setting.slider.model_id for name, setting in self.settings.items()},
            **{f"{name}_entry": setting.entry.model_id for name, setting in self.settings.items()},
            "view": self.view.model_id,
            "iteration": scrubber.slider.model_id,
            "iteration_entry": scrubber.entry.model_id,
        }

    def show_title(self, title: str, note: str, source: str, names: Sequence[str] = ()) -> None:
        """Show heading and source; names in the note stay on one line each, and so does a number with its noun or unit.

        The texts may come from a user's table, so they are escaped.
        """
        note = keep_numbers_with_words(note)
        heading = f'<strong role="heading" aria-level="2">{escape(title)}</strong>'
        for name in names:
            note = note.replace(name, unparted(name))
        self.title.value = f"{heading} {escape(note)}"
        self.source.value = escape(source)
        set_hidden(self.source, not source)

    def show_chosen(self, data: BaseDataset, label: str, *, solar_motion: bool) -> None:
        """Select `data` in the chooser; add it under its label if it is missing there. Show the box of the Sun."""
        with programmatic_update():
            options = list(self.chooser.options)
            if all(data is not each for _, each in options):
                self.chooser.options = [*self._catalogs, (label, data)]
            self.chooser.value = data
            self.sun.value = solar_motion
        self._has_sun = has_positions(data)
        set_hidden(self.sun, self._hides_data or not self._has_sun)

    def let_page_fill(self) -> None:
        """From now on the page fills in the scrubber and the entries beside the sliders."""
        scrubber = self.scrubber
        for widget in (self.learning_rate.entry, self.iterations.entry, scrubber.slider, scrubber.entry):
            widget.is_filled = True

    def show_running(self, *, running: bool, in_cell: bool = False) -> None:
        """Show the button as Pause while a training runs, otherwise as Train.

        While a training runs in a cell, the kernel gets no messages of the button, so it is disabled.
        """
        self.scrubber.is_running = running
        self.train.disabled = running and in_cell
        self.train.description = message("Pause") if running else message("Train")
        self.train.icon = "pause" if running else "play"
        self.train.tooltip = (IN_CELL if in_cell else PAUSE) if running else RUN

    def show_exact(self, *, shown: bool) -> None:
        """Label the button that shows or hides the exact fit; there is none before it is hidden for the first time."""
        self.exact.description = HIDE_EXACT if shown else SHOW_EXACT
        self._was_hidden |= not shown
        set_hidden(self.exact, self._hides_button or not self._was_hidden)

    def hide(self, names: tuple[str, ...]) -> None:
        """Hide the controls with these names (see `hubble_widget.widgets.hiding`) and show all others."""
        parts: dict[str, list[Widget]] = {
            "presets": [self.presets],
            "data": [self.chooser],
            "view": [self.view],
            "learning_rate": [self.learning_rate.row],
            "iterations": [self.iterations.row],
            "scrubber": [self.scrubber.row],
            "step": [self.step, self.step_size],
            "reset": [self.reset],
            "start_over": [self.start_over],
        }
        hide_controls(parts, (), names)
        self._hides_data = "data" in names
        set_hidden(self.sun, self._hides_data or not self._has_sun)
        self._hides_button = "show_exact" in names
        set_hidden(self.exact, self._hides_button or not self._was_hidden)

    def show_iteration(self, iteration: int) -> None:
        """Show the iteration. At the end of the path the tooltip of Step says that it makes the path longer."""
        self.scrubber.show(iteration)
        self.step.tooltip = LONGER if self.scrubber.slider.max <= iteration < MAX_ITERATIONS else STEP

    def widgets(self) -> list[Widget]:
        """Return every widget made here, so that it can be closed."""
        rows: list[Scrubber | SliderWithEntry] = [self.scrubber, *self.settings.values()]
        parts = [part for each in rows for part in (each.slider, each.entry, each.row)]
        return [self.view, *self.header.children, self.header, *self.playback.children[:-1], self.playback, *parts]
