"""Shows each change of an explorer's traits, whether a control, a cell or a preset makes it."""

from __future__ import annotations

from typing import Any

from traitlets import Bunch, observe

from hubble_widget.environment import is_watched
from hubble_widget.explorer.driven_explorer import DrivenExplorer
from hubble_widget.explorer.shown_path import PATH_SETTINGS
from hubble_widget.fit.hyperparameters import FLAT_START, RANDOM
from hubble_widget.widgets.programmatic_update import programmatic_update


class ChangingExplorer(DrivenExplorer):
    """An explorer that shows what its traits say.

    Traits that are set together (`hold_trait_notifications`) are shown together: the first observer handles all of
    them.
    """

    _starts_handled = 0
    """The value of `_starts_set` that was handled last."""

    _initial_settings: dict[str, Any]

    def _begin(self) -> None:
        """Show the first data."""
        self._show_speed()
        self._view.show_what_if(self.omega_matter, self.distance_factor)
        self._view.show_view(self.view)
        self._view.hide(self.hide)
        if not self._initial_state:
            self._draw_start()
            if self._initial_settings["start"] == RANDOM:
                self._initial_settings |= {"start": self.start, "seed": self.seed}
            self._initial_state = {"data": self.data, **self._initial_settings}
        self._restart()
        if self._is_shown:  # unless an observer has closed it
            self._show_rows()
            if is_watched():  # otherwise the fallback would be saved with the notebook
                self._dispatcher.run(self._view.fallback.wait_for_page)

    @observe(*PATH_SETTINGS)
    def _settings_changed(self, change: Bunch) -> None:
        if not self._dispatcher.is_open:
            return
        if self._shown_data is not None:
            self._dispatcher.call_for_user(self._restart)
        elif change["name"] == "data":
            self._dispatcher.call_for_user(self._begin)
        else:
            self.iteration = 0 if change["name"] == "start" else self.iterations  # the one to show later

    def _goes_on_at(self, rate: float) -> bool:
        if not (self.running and self._is_shown and self._playback.trains_in_background):
            return False
        self._dispatcher.call_for_user(self._playback.change_rate, rate)
        return True

    @observe("_starts_set")
    def _start_set(self, _change: Bunch) -> None:
        if self._is_shown:
            self._dispatcher.call_for_user(self._restart)

    @observe("degree", "speed", "view", "omega_matter", "distance_factor", "seed", "show_exact", "hide")
    def _setting_beside_path_changed(self, change: Bunch) -> None:
        if self._is_shown:
            self._dispatcher.call_for_user(self._show_setting, change["name"])

    def _show_setting(self, name: str) -> None:
        """Show a setting that is not one of the path alone."""
        self._restart()  # with settings that may have changed together with it
        if not self._is_shown:
            return
        match name:
            case "degree":
                self._playback.refit()
            case "speed":
                self._show_speed()
                self._playback.change_pace()
            case "view":
                self._view.show_view(self.view)
            case "omega_matter" | "distance_factor":
                self._view.show_what_if(self.omega_matter, self.distance_factor)
            case "show_exact":
                self._playback.show_exact()
            case "hide":
                self._view.hide(self.hide)
        self._interaction.update_texts()

    def _show_speed(self) -> None:
        with programmatic_update():
            self._view.more.speed.value = self.speed

    @observe("iteration")
    def _iteration_changed(self, change: Bunch) -> None:
        if not self._dispatcher.is_open:
            return
        if self._shown_data is None:
            self.iterations = max(self.iterations, change["new"])
        elif change["new"] != self._playback.iteration:
            self._dispatcher.call_for_user(self._go_to, change["new"])

    def _go_to(self, iteration: int) -> None:
        self._restart()  # with settings that may have changed together with the iteration
        if iteration > self.iterations:
            self.iterations = iteration  # this shows the last state
        elif self._is_shown:
            self._playback.go_to(iteration)
        if self._loader.is_active:
            self._loader.plan.iteration = iteration

    def _restart(self) -> None:
        """Handle all settings that have changed since the last call."""
        is_set, self._starts_handled = self._starts_set != self._starts_handled, self._starts_set
        if self.data is not self._shown_data:
            before, self._shown_data = self._shown_data, self.data
            self._loader.stop()
            is_other = before is not None and self.data.whole is not before.whole
            if is_other and not is_set:
                self.start = FLAT_START  # the guess belonged to the previous data
        if self.seed is not None or self.batch_size is not None or self.start == RANDOM:
            self._draw_start()
        changed = (self.running and self._playback.train_on()) or self._playback.restart()
        if changed:
            self._loader.plan.iteration = None
        if is_set and self._loader.is_active:  # the guess may be for the data that are being loaded
            self._loader.plan.has_start, self._loader.plan.iteration = True, 0
        if not (changed and self._dispatcher.is_open):
            return
        if "data" in changed:
            self._interaction.data_changed()
        if not changed <= {"learning_rate", "iterations"}:  # the page may have newer values of these two
            self._interaction.update_texts()
