"""Playback: which path is shown, how far, and who walks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hubble_widget.display import words
from hubble_widget.pace import pace_of
from hubble_widget.regression.descent import descend
from hubble_widget.regression.loss import loss_of
from hubble_widget.regression.parameters import FLAT_START, MOST_ITERATIONS, has_closed_form
from hubble_widget.regression.polyfit import polyfit
from hubble_widget.regression.run import TrainingRun, torch_is_warm
from hubble_widget.trainer import Trainer

if TYPE_CHECKING:
    from hubble_widget.display.face import Face
    from hubble_widget.guard import Guard
    from hubble_widget.kernel import Home
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory
    from hubble_widget.state import ExplorerState


class Playback:
    """Shows the states of one path on the face and in the explorer's traits.

    Parameters
    ----------
    state : ExplorerState
        Holds the settings and takes the results.
    face : Face
    guard : Guard
    home : Home

    Attributes
    ----------
    best_fit : LineFit
        The exact fit of the data.
    trajectory : Trajectory
        The one that is shown: torch's own where it has been trained that far, else the path in closed form.
    iteration : int
        The state that is shown.
    """

    best_fit: LineFit
    trajectory: Trajectory

    def __init__(self, state: ExplorerState, face: Face, guard: Guard, home: Home) -> None:
        self._state = state
        self._face = face
        self._guard = guard
        self._home = home
        self._trainer = Trainer(home)
        self._path: Trajectory
        self._target = self.iteration = -1

    def _fit(self) -> None:
        fit = self.best_fit = polyfit(self._state.data, degree=self._state.degree)
        usual = self._state.loss_function == "MSE"
        loss = fit.loss if usual else loss_of(self._state.data, fit.slope, fit.intercept, self._state.loss_function)
        self._face.show_data(self._state.data, fit, loss)

    def refit(self) -> None:
        """Answer another degree of the exact fit; what was learned stays."""
        self._fit()
        self._show_settings()
        self._face.show_path(self._path)
        self._offer_path()
        self.show(self._target)

    def _settings(self) -> dict[str, Any]:
        """Return what a path depends on, besides the data and the number of iterations."""
        return {name: getattr(self._state, name) for name in ("learning_rate", "start", "optimizer", "loss_function")}

    def restart(self, changed: str) -> None:
        """Answer new settings at once: with the last state of the path, or with the start where that is new."""
        self.cancel()
        self._trainer.drop()
        if changed in {"data", "loss_function"}:
            self._fit()
        target = 0 if changed == "start" else self._state.iterations
        if self._has_closed_form:
            rate, start = self._state.learning_rate, self._state.start
            self._path = descend(self._state.data, learning_rate=rate, iterations=self._state.iterations, start=start)
            with self._face.one_message():
                self._show_settings()
                self._face.show_path(self._path)
                self.show(target)
        else:
            self._path = self._new_run().trajectory()  # the start alone, for now
            self._show_settings()
            if self.iteration < 0:  # nothing has been shown yet, and loading torch may take seconds
                self._face.show_path(self._path)
                self.show(0)
            self._target = target
            self._compute()

    def _show_settings(self) -> None:
        self._face.show_settings(self._path, self._state.iterations, self._state.degree)

    @property
    def _has_closed_form(self) -> bool:
        return has_closed_form(self._state.optimizer, self._state.loss_function)

    def show(self, iteration: int) -> None:
        """Show one state everywhere: first to the eye, then to whoever observes the traits."""
        self._target = iteration
        learned = self._trainer.learned
        reaches = learned is not None and iteration <= learned.iterations
        self.trajectory = trajectory = learned if learned is not None and reaches else self._path
        iteration = self.iteration = min(iteration, trajectory.iterations)  # as far as it has been walked
        handles = iteration == 0 or self._face.more.guess.value
        self._face.show_guess(self._state.start, float(trajectory.losses[0]), visible=handles)
        self._face.show_notice()
        self._face.show_state(trajectory, iteration)
        self._state.publish(trajectory, iteration)

    def show_again(self) -> None:
        """Show the same state, as another choice of what is drawn asks for."""
        self.show(self.iteration)

    def show_iteration(self, iteration: int) -> None:
        """Show one state, chosen by a person: a training stops there."""
        if iteration != self.iteration:
            self.stop()
            self._state.iteration = min(iteration, self._state.iterations)

    # Training

    def stop(self) -> None:
        """Stop a training at the state that is shown."""
        if self.cancel():
            self.show(self.iteration)  # whose words may have been those of loading torch
        is_whole = self._path.iterations == self._state.iterations or self._path.diverged is not None
        if not is_whole and not self._trainer.is_busy:
            self._compute()

    def cancel(self) -> bool:
        """End a training; return whether there was one."""
        was_running = self._state.running
        if was_running:
            self._trainer.cancel()
            self._set_running(False)
        return was_running

    def step(self, count: int) -> None:
        """Go on by so many iterations; beyond the last one the path grows."""
        self.stop()
        run = self._trainer.stopped_at(self._state.iteration)
        if run is not None:
            self._trainer.step(run, count)
            self.show(run.iteration)
            return
        wanted = min(self.iteration + count, MOST_ITERATIONS)
        if wanted > self._state.iterations:
            self._state.iterations = wanted
        else:
            self._state.iteration = wanted

    def reset(self) -> None:
        """Go back to a flat line, before the first update."""
        self.stop()
        if self._state.start != FLAT_START:
            self._state.start = FLAT_START
        self.show(0)

    def _new_run(self) -> TrainingRun:
        return TrainingRun(self._state.data, iterations=self._state.iterations, **self._settings())

    def train(self) -> None:
        """Run torch in the background, or go on with the run that was stopped at the state that is shown."""
        if self._state.running:
            return
        self._face.show_error(None)
        run = self._trainer.stopped_at(self.iteration) or self._new_run()
        pace = pace_of(self._state.speed, self._state.iterations)
        self._trainer.advance(run, pace, self._show_learned, self._training_ended)
        if not torch_is_warm():
            self._face.show_notice(*words.LOADING)
        self._set_running(True)

    def train_here(self) -> None:
        """Run torch to the end before returning."""
        self.cancel()
        run = self._trainer.stopped_at(self.iteration) or self._new_run()
        self._set_running(True)
        try:
            self._trainer.finish(run)
            self._show_learned(run.iteration)
        finally:
            self._set_running(False)
            self._offer_path()

    def _show_learned(self, iteration: int) -> None:
        if self._guard.is_open:
            self.show(iteration)

    def _training_ended(self, error: BaseException | None) -> None:
        self._set_running(False)
        self._offer_path()
        self._told_of(error)

    # Where there is no closed form, torch walks the path as fast as it can

    def _compute(self) -> None:
        run = self._new_run()
        if self._home.has_loop:
            if not torch_is_warm():
                self._face.show_notice(*words.LOADING)
            pace = pace_of("real time", self._state.iterations)
            self._trainer.advance(run, pace, self._computed, self._computing_ended)
        else:
            self._trainer.finish(run)
            self._computed(run.iteration)
            self._offer_path()

    def _computed(self, _iteration: int) -> None:
        if self._guard.is_open and self._trainer.learned is not None:
            self._path = self._trainer.learned
            self._face.show_path(self._path)
            self.show(self._target)

    def _computing_ended(self, error: BaseException | None) -> None:
        self._offer_path()
        self._told_of(error)

    def close(self) -> None:
        """End whatever torch does and let go of the face; the last results stay."""
        self.cancel()
        self._trainer.drop()
        del self._face

    def _told_of(self, error: BaseException | None) -> None:
        if error is not None and self._guard.is_open:
            self._face.show_notice()  # no longer loading torch
            self._guard.report(error)

    def _offer_path(self) -> None:
        """Let the page have the whole path that torch has walked, once it has."""
        learned = self._trainer.learned
        if self._guard.is_open and learned is not None and self._trainer.has_finished:
            if not self._has_closed_form:
                self._path = learned
            self._face.offer_path(learned)

    def _set_running(self, running: bool) -> None:
        if self._guard.is_open:  # else an observer has closed it meanwhile
            self._face.show_running(running=running)
            self._state.set_trait("running", running)
