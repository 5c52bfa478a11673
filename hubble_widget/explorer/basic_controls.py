"""Connects the controls above and below the plots with an explorer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from traitlets import Bunch, TraitError

from hubble_widget.widgets.programmatic_update import observe_user, programmatic_update

if TYPE_CHECKING:
    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.explorer.driven_explorer import DrivenExplorer
    from hubble_widget.explorer.playback import Playback
    from hubble_widget.widgets.explorer_view import ExplorerView
    from hubble_widget.widgets.slider_with_entry import SliderWithEntry


class BasicControls:
    """Sliders, buttons, scrubber and choosers of one explorer.

    Callbacks run on the dispatcher's thread, whatever thread a message comes on.

    Parameters
    ----------
    explorer : DrivenExplorer
        Its traits are set and its methods called.
    playback : Playback
        Goes to the scrubber's iteration.
    view : ExplorerView
        Its controls are connected.
    dispatcher : Dispatcher
    """

    def __init__(
        self, explorer: DrivenExplorer, playback: Playback, view: ExplorerView, dispatcher: Dispatcher
    ) -> None:
        self._explorer, self._playback, self._view, self._dispatcher = explorer, playback, view, dispatcher
        controls, answer = view.controls, dispatcher.answer
        controls.train.on_click(answer(self._train_or_stop))
        controls.step.on_click(answer(lambda: explorer.step(controls.step_size.value)))
        controls.reset.on_click(answer(explorer.reset))
        controls.start_over.on_click(answer(explorer.start_over))
        controls.exact.on_click(answer(lambda: explorer.set_trait("show_exact", not explorer.show_exact)))
        observe_user(controls.chooser, answer(self._choose_data))
        observe_user(controls.sun, answer(lambda: explorer.set_trait("solar_motion", controls.sun.value)))
        observe_user(controls.presets, answer(self._choose_preset))
        for scrubber in (controls.scrubber.slider, controls.scrubber.entry):
            observe_user(scrubber, self._scrubbed, ["value", "hand"])
        for name in ("learning_rate", "iterations"):
            setting: SliderWithEntry = getattr(controls, name)
            setting.slider.observe(answer(partial(self._slider_moved, name, setting)), "index")
            observe_user(setting.entry, answer(partial(self._value_typed, name, setting)))

    def _slider_moved(self, name: str, setting: SliderWithEntry) -> None:
        explorer = self._explorer
        if name == "learning_rate" and (explorer.running or explorer.rate_changes):
            rate = setting.chosen_value(self._last_rate)
            if rate != self._last_rate:  # otherwise the slider shows what has been set
                self._change_rate(rate)
        else:
            setattr(explorer, name, setting.chosen_value(getattr(explorer, name)))

    def _value_typed(self, name: str, setting: SliderWithEntry) -> None:
        is_rate = name == "learning_rate"
        try:
            if is_rate:
                self._change_rate(setting.entry.value)
            else:
                setattr(self._explorer, name, setting.entry.value)
        except TraitError:
            with programmatic_update():  # the refused value disappears
                setting.show(self._last_rate if is_rate else getattr(self._explorer, name))
            setting.entry.resend_value()
            raise

    @property
    def _last_rate(self) -> float:
        """The learning rate that the slider shows."""
        explorer = self._explorer
        rate: float = explorer.rate_changes[-1][1] if explorer.rate_changes else explorer.learning_rate
        return rate

    def _change_rate(self, rate: float) -> None:
        """Train on at another rate while a training runs; otherwise begin again at this rate alone."""
        explorer = self._explorer
        if explorer.running:
            self._playback.change_rate(rate, by_hand=True)
        else:
            with explorer.hold_trait_notifications():
                explorer.learning_rate, explorer.rate_changes = rate, ()

    def _choose_data(self) -> None:
        """Show the chosen data, without weights if they have no errors."""
        explorer, data = self._explorer, self._view.controls.chooser.value
        with explorer.hold_trait_notifications():
            explorer.weights = explorer.weights and getattr(data, "velocity_error", None) is not None
            explorer.data = data

    def _choose_preset(self) -> None:
        if name := self._view.controls.presets.value:
            self._explorer.try_preset(name)

    def _scrubbed(self, change: Bunch) -> None:
        is_reported = change["name"] == "hand"
        if not self._dispatcher.is_open or (not is_reported and change["new"] == self._playback.iteration):
            return
        scrubber = self._view.controls.scrubber
        iteration = scrubber.user_move(change)
        is_shown = iteration == self._playback.iteration and not scrubber.has_pending_move
        if iteration is not None and ((is_reported and self._explorer.running) or not is_shown):
            scrubber.note_user_move(change["owner"], iteration)
            self._dispatcher.answer(self._scrub)()

    def _scrub(self) -> None:
        """Go to the last move of the scrubber; a new state may have moved the slider since."""
        iteration = self._view.controls.scrubber.take_pending_move()
        if iteration is None:
            return
        if iteration == self._playback.iteration:  # no trait changes, so the page needs an explicit answer
            self._view.readout.send({"type": "stands", "iteration": iteration})
        self._playback.go_to(iteration)

    def _train_or_stop(self) -> None:
        if self._view.button_shows_pause:
            self._playback.stop()
        else:
            self._explorer.train()
