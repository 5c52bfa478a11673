"""The shown path and the shown iteration: the path of the settings, in closed form or computed by torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from hubble_widget.dispatcher import CLOSED
from hubble_widget.explorer.trainer import ShownRun, Trainer
from hubble_widget.fit.gradient_descent import path_of
from hubble_widget.fit.hyperparameters import FLAT_START, has_closed_form
from hubble_widget.fit.loss import loss_of_fit
from hubble_widget.fit.training_run import TrainingRun, torch_is_warm
from hubble_widget.fit.trajectory import RUN_SETTINGS
from hubble_widget.text import words
from hubble_widget.widgets.pace import pace_of

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.explorer.state import ExplorerState
    from hubble_widget.figure.plots import Plots
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory
    from hubble_widget.widgets.explorer_view import ExplorerView


PATH_SETTINGS = ("data", "solar_motion", "weights", *RUN_SETTINGS)
"""The settings that a path depends on, beside the seed of what is random in it."""

_SEED = "_training_seed"

FIRST_ITERATIONS = 100
"""Iterations that torch computes before anything is sent: enough to see a new setting, and not noticeable."""


class ShownPath:
    """Shows the states of one path in the view and in the explorer's traits. Torch computes a path without closed form.

    Parameters
    ----------
    state : ExplorerState
        Holds the settings and takes the results.
    view : ExplorerView
    dispatcher : Dispatcher

    Attributes
    ----------
    exact_fit : PolynomialFit
        The exact fit of the data.
    trajectory : Trajectory
        The shown trajectory: torch's if it has reached the shown iteration, otherwise `path`.
    path : Trajectory
        The path of the present settings: complete, unless torch is still computing it.
    iteration : int
        The shown state.
    exact_loss : float
        Loss of the exact fit, under the chosen loss function.
    """

    exact_fit: PolynomialFit
    exact_loss: float
    trajectory: Trajectory
    path: Trajectory
    _galaxies: BaseDataset  # weighted, if they are to be

    def __init__(self, state: ExplorerState, view: ExplorerView, dispatcher: Dispatcher) -> None:
        self._state = state
        self._view = view
        self._shown_settings: dict[str, Any] = {}
        self._dispatcher = dispatcher
        self._trainer = Trainer(dispatcher, self._when_first_shown)
        self._target = self.iteration = -1
        self._shows_loading_notice = False

    def __getattr__(self, name: str) -> NoReturn:
        """Explain the missing view of a closed explorer."""
        raise RuntimeError(CLOSED) if name == "_view" else AttributeError(name)

    def _fit(self) -> None:
        state = self._state
        self._galaxies = state._galaxies  # here, and not at each slider move
        fit = self.exact_fit = state._fitted(self._galaxies)
        rules = {"loss_function": state.loss_function, "batch_size": state.batch_size}
        self.exact_loss = loss_of_fit(self._galaxies, fit, **rules, scaling=state.scaling)
        self._view.show_data(self._galaxies, fit, self.exact_loss, **rules, show_exact=state.show_exact)
        self._view.controls.show_chosen(state.data, words.label(state.data), solar_motion=state.solar_motion)

    def refit(self) -> None:
        """Show the exact fit again, of another degree or hidden; the learned path stays."""
        self._view.drop_comment()
        self._fit()
        self._view.show_path(self.path, self._state.iterations)
        self.show_again()

    def restart(self) -> frozenset[str]:
        """Show the path of settings that have changed since the last call, and return their names.

        The last state of the path is shown, or the start if that is new; or the iteration that was set together with
        the settings in ``hold_trait_notifications()``.
        """
        settings = self._changed_settings()
        changed = frozenset(settings)
        if not changed:
            return changed
        if self._state.running:
            self._cancel()
        self._trainer.drop()
        if not self._dispatcher.is_open:  # an observer has closed the explorer
            return changed
        self._shown_settings |= settings
        beside_rates = {"data", "solar_motion", "weights", "loss_function", "batch_size", "scaling", "fit_intercept"}
        if changed & beside_rates:
            self._fit()
        self._target = self._iteration_to_show(changed)
        with self._view.readout.hold_sync():  # the page gets all changes at once, so that they are consistent
            if self._view.readout.comment:
                self._view.drop_comment()
            is_complete = self._begin_path()
            if is_complete:
                self.show(self._target)
            else:
                self._compute()
        if not is_complete:
            self._send_computed()  # after the settings of these states
        return changed

    def _begin_path(self) -> bool:
        """Show the path of the settings and return True; without a closed form, show its start and return False."""
        state = self._state
        is_complete = has_closed_form(state.optimizer, state.loss_function, state.batch_size)
        if is_complete:
            self.path = path_of(
                self._galaxies.moments,
                state.learning_rate,
                state.iterations,
                state.start,
                scaling=state.scaling,
                fit_intercept=state.fit_intercept,
                seed=self._shown_settings.get(_SEED),
                rate_changes=state.rate_changes,
            )
        else:
            self.path = self._new_run().run.trajectory()
        self._view.show_settings(self.path, state.iterations, state.degree)
        self._view.show_path(self.path, state.iterations)
        return is_complete

    def _changed_settings(self) -> dict[str, Any]:
        """Return the settings, by name, that differ from those shown last."""
        state, shown = self._state, self._shown_settings
        changed = {}
        for name in PATH_SETTINGS:
            now, before = getattr(state, name), shown.get(name)
            if now is not before and (name == "data" or name not in shown or now != before):
                changed[name] = now
        seed = None if state.seed is None else state._training_seed
        if seed != shown.get(_SEED):
            changed[_SEED] = seed
        return changed

    def _iteration_to_show(self, changed: frozenset[str]) -> int:
        """Return the iteration to show after these settings have changed."""
        last: int = self._state.iterations
        requested: int = self._state.iteration
        if requested != self.iteration and requested <= last:  # set, but not shown yet
            return requested
        is_guess = "start" in changed and not ("data" in changed and self._state.start == FLAT_START)
        return 0 if is_guess else last

    @property
    def _has_closed_form(self) -> bool:
        return has_closed_form(self._state.optimizer, self._state.loss_function, self._state.batch_size)

    def show(self, iteration: int) -> None:
        """Show one state, first in the view, then in the traits for their observers."""
        if not self._dispatcher.is_open:
            return
        self._target = iteration
        learned = self._trainer.learned
        reaches = learned is not None and iteration <= learned.iterations
        self.trajectory = trajectory = learned if learned is not None and reaches else self.path
        iteration = self.iteration = min(iteration, trajectory.iterations)  # as far as it has been computed
        self._show_guess(trajectory, iteration)
        self._show_notice()
        results = trajectory.results_at(iteration)
        self._view.show_state(trajectory, iteration, results)
        self._state._publish(iteration, results)

    def _show_guess(self, trajectory: Trajectory, iteration: int) -> None:
        handles = iteration == 0 or self._view.more.guess.value
        self._view.plots.show_guess(
            self._state.start,
            float(trajectory.losses[0]),
            visible=handles,
            at_origin=not self._state.fit_intercept,
        )

    @contextmanager
    def plots_at(self, path: Trajectory, iteration: int) -> Iterator[Plots]:
        """Yield the plots with another state, which neither page nor traits see."""
        plots = self._view.plots
        try:
            self._show_guess(path, iteration)
            plots.show_state(path, iteration)
            yield plots
        finally:
            self._show_guess(self.trajectory, self.iteration)
            plots.show_state(self.trajectory, self.iteration)

    def complete_path(self) -> Trajectory:
        """Return the whole path, torch's own if it has come to its end.

        Raises
        ------
        ValueError
            If torch is still computing it.
        """
        learned = self._trainer.learned
        path = learned if learned is not None and self._is_complete(learned) else self.path
        if not self._is_complete(path):
            raise ValueError("torch has not computed this path to its end yet; try again when it has.")
        return path

    def _show_notice(self) -> None:
        """Show a notice that torch is being loaded while a run waits for it."""
        is_loading = self._trainer.is_busy and not torch_is_warm()
        if self._dispatcher.is_open and is_loading != self._shows_loading_notice:
            self._shows_loading_notice = is_loading
            self._view.readout.show_notice(*(words.LOADING if is_loading else ()))

    def show_again(self) -> None:
        """Show the same state again, after an option of the plots has changed."""
        self._view.show_settings(self.path, self._state.iterations, self._state.degree)
        self._send_complete_path()
        self.show(self._target)

    def go_to(self, iteration: int) -> None:
        """Show a chosen state; a training stops there."""
        self._cancel()
        self.show(min(iteration, self._state.iterations))
        if self._target > self.path.iterations and not self._is_complete(self.path) and not self._trainer.is_busy:
            self._compute()
            self._send_computed()

    def _cancel(self) -> None:
        """End a training, if there is one."""
        if self._state.running:
            self._trainer.cancel()
            self._set_running(False)

    def _set_running(self, running: bool, *, in_cell: bool = False) -> None:
        if self._dispatcher.is_open:  # otherwise an observer has closed it
            self._view.show_running(running=running, in_cell=in_cell)
            self._state.set_trait("running", running)

    def _when_first_shown(self, function: Callable[[], object]) -> None:
        if self._dispatcher.is_open:
            self._view.canvas.when_first_shown(function)

    # Without a closed form, torch computes the path as fast as it can

    def _new_run(self, iteration: int = -1) -> ShownRun:
        """Return a run of the present settings of which the states up to an iteration have been shown already."""
        settings = {name: getattr(self._state, name) for name in RUN_SETTINGS}
        return ShownRun(TrainingRun(self._galaxies, **settings, seed=self._state._training_seed), iteration)

    def _compute(self) -> None:
        shown_run = self._new_run()
        self._view.overlay.begin_run(None, 0)
        if not self._dispatcher.has_loop:
            try:
                self._trainer.finish(shown_run)
            finally:
                self._show_progress()
            self._send_complete_path()
            return
        if torch_is_warm():
            self._trainer.step(shown_run, FIRST_ITERATIONS)
        pace = pace_of("real time", self._state.iterations)
        self._trainer.advance(shown_run, pace, self._on_progress, self._on_end)
        self._show_progress()

    def _on_progress(self, _iteration: int) -> None:
        self._send_computed()
        self._show_progress()

    def _show_progress(self) -> None:
        if self._dispatcher.is_open:
            self._extend_path()
            self.show(self._target)

    def _send_computed(self) -> None:
        """Send the states that torch has computed: the page cannot compute them."""
        if self._dispatcher.is_open and not self._has_closed_form:
            self._extend_path()
            self._view.overlay.send_batch(self.path, self.path.iterations)

    def _extend_path(self) -> None:
        """Without a closed form, make the path the states that torch has computed so far."""
        learned = self._trainer.learned
        if not self._has_closed_form and learned is not None and learned.iterations > self.path.iterations:
            self.path = learned
            self._view.show_path(self.path, self._state.iterations)

    def _on_end(self, error: BaseException | None) -> None:
        """Handle the end of a run in the background, or its error."""
        if self._state.running:
            self._dispatcher.call(self._set_running, False)
        self._send_complete_path()  # some hundred kB; nothing waits for them
        if error is not None and self._dispatcher.is_open:
            self._show_notice()
            self._dispatcher.report(error)

    def _is_complete(self, path: Trajectory) -> bool:
        return path.iterations == self._state.iterations or path.diverged is not None

    def _send_complete_path(self) -> None:
        """Send the whole path to the page once torch has computed it."""
        learned = self._trainer.learned
        path = learned if learned is not None and self._is_complete(learned) else self.path
        if self._dispatcher.is_open and path.source == "torch" and self._is_complete(path):
            self._view.readout.show_path(path)

    def close(self) -> None:
        """Stop torch and drop the view; the last results stay."""
        self._trainer.drop()
        self.__dict__.pop("_view", None)
