"""Playback: which path is shown, how far, and who walks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from hubble_widget.display import words
from hubble_widget.guard import CLOSED
from hubble_widget.interrupts import interrupts_held_back
from hubble_widget.pace import pace_of
from hubble_widget.regression.descent import path_of
from hubble_widget.regression.loss import loss_of
from hubble_widget.regression.parameters import FLAT_START, MOST_ITERATIONS, has_closed_form
from hubble_widget.regression.polyfit import fit_polynomial
from hubble_widget.regression.run import TrainingRun, torch_is_warm
from hubble_widget.trainer import Playhead, Trainer

if TYPE_CHECKING:
    from hubble_widget.display.face import Face
    from hubble_widget.guard import Guard
    from hubble_widget.kernel import Home
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory
    from hubble_widget.state import ExplorerState


ANSWERED = ("data", "learning_rate", "iterations", "start", "optimizer", "loss_function")
"""The settings that a path depends on."""

AT_ONCE = 100
"""Iterations that torch walks before another answer: in them a new setting is seen, and nobody notices the wait."""


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
    exact_loss : float
        Loss of the exact fit, under the chosen loss function.
    """

    best_fit: LineFit
    exact_loss: float
    trajectory: Trajectory

    def __init__(self, state: ExplorerState, face: Face, guard: Guard, home: Home) -> None:
        self._state = state
        self._face = face
        self._answered: dict[str, Any] = {}
        self._guard = guard
        self._home = home
        self._trainer = Trainer(home, self._when_first_shown)
        self._path: Trajectory
        self._target = self.iteration = -1
        self._page_stands_at: int | None = None
        self._says_loading = False
        face.answer_page("paints marks", lambda _message: guard.call(self.page_is_new))

    def __getattr__(self, name: str) -> NoReturn:
        """Say why there is no face any more."""
        raise RuntimeError(CLOSED) if name == "_face" else AttributeError(name)

    def _fit(self) -> None:
        fit = self.best_fit = fit_polynomial(self._state.data, degree=self._state.degree)
        loss_function = self._state.loss_function
        usual = loss_function == "MSE"
        loss = fit.loss if usual else loss_of(self._state.data, fit.slope, fit.intercept, loss_function)
        self.exact_loss = loss
        self._face.show_data(self._state.data, fit, loss, loss_function)

    def refit(self) -> None:
        """Answer another degree of the exact fit; what was learned stays."""
        self._fit()
        self._show_settings()
        self._face.show_path(self._path, self._state.iterations)
        self._offer_path()
        self.show(self._target)

    def _settings(self) -> dict[str, Any]:
        """Return what a path depends on, besides the data and the number of iterations."""
        return {name: getattr(self._state, name) for name in ("learning_rate", "start", "optimizer", "loss_function")}

    def restart(self) -> frozenset[str]:
        """Answer settings at once that have changed since this was last called, and return their names.

        What is shown is the last state of the path, or the start where that is new; or the state that was wished for
        with the settings, among notifications that were held back.
        """
        changed = self._unanswered()
        if not changed:
            return changed
        if self._state.running:
            self._cancel()
        self._trainer.drop()
        if not self._guard.is_open:  # an observer has closed it
            return changed
        for name in ANSWERED:
            self._answered[name] = getattr(self._state, name)
        if changed & {"data", "loss_function"}:
            self._fit()
        self._target = self._wished(changed)
        with self._face.readout.hold_sync():  # all that changes reaches the page at once, so that it fits together
            foretold = self._has_closed_form
            if foretold:
                state = self._state
                self._path = path_of(state.data.moments, state.learning_rate, state.iterations, state.start)
            else:
                self._path = self._new_run().run.trajectory()  # the start, for now
            self._show_settings()
            self._face.show_path(self._path, self._state.iterations)
            if foretold:
                self.show(self._target)
            else:
                self._compute()
        return changed

    def _unanswered(self) -> frozenset[str]:
        """Return the settings that are other ones than those that were answered last."""
        state, answered = self._state, self._answered
        changed = []
        for name in ANSWERED:
            now, before = getattr(state, name), answered.get(name)
            if now is not before and (name == "data" or name not in answered or now != before):
                changed.append(name)
        return frozenset(changed)

    def _wished(self, changed: frozenset[str]) -> int:
        """Return the state to show where these settings are new."""
        last: int = self._state.iterations
        wished: int = self._state.iteration
        if wished != self.iteration and wished <= last:  # set, and not shown yet
            return wished
        is_guess = "start" in changed and not ("data" in changed and self._state.start == FLAT_START)
        return 0 if is_guess else last

    @property
    def path(self) -> Trajectory:
        """The path of the present settings: whole, unless torch is still walking what has no closed form."""
        return self._path

    def _show_settings(self) -> None:
        self._face.show_settings(self._path, self._state.iterations, self._state.degree)

    @property
    def _has_closed_form(self) -> bool:
        return has_closed_form(self._state.optimizer, self._state.loss_function)

    def show(self, iteration: int) -> None:
        """Show one state everywhere: first to the eye, then to whoever observes the traits."""
        if not self._guard.is_open:
            return
        self._target = iteration
        learned = self._trainer.learned
        reaches = learned is not None and iteration <= learned.iterations
        self.trajectory = trajectory = learned if learned is not None and reaches else self._path
        iteration = self.iteration = min(iteration, trajectory.iterations)  # as far as it has been walked
        handles = iteration == 0 or self._face.more.guess.value
        self._face.plots.show_guess(self._state.start, float(trajectory.losses[0]), visible=handles)
        self._show_notice()
        results = trajectory.results_at(iteration)
        self._face.show_state(trajectory, iteration, results)
        self._state.publish(iteration, results)

    def _show_notice(self) -> None:
        """Say that torch is being loaded, as long as a run waits for it."""
        is_loading = self._trainer.is_busy and not torch_is_warm()
        if self._guard.is_open and is_loading != self._says_loading:
            self._says_loading = is_loading
            self._face.show_notice(*(words.LOADING if is_loading else ()))

    def show_again(self) -> None:
        """Show the same state, as another choice of what is drawn asks for."""
        self._show_settings()
        self._offer_path()
        self.show(self._target)

    def go_to(self, iteration: int) -> None:
        """Show one state that somebody asks for: a training stops there."""
        self._cancel()
        self.show(min(iteration, self._state.iterations))
        if self._target > self._path.iterations and not self._is_whole(self._path) and not self._trainer.is_busy:
            self._compute()

    def _is_whole(self, path: Trajectory) -> bool:
        return path.iterations == self._state.iterations or path.diverged is not None

    def _when_first_shown(self, function: Callable[[], object]) -> None:
        if self._guard.is_open:
            self._face.canvas.when_first_shown(function)

    # Training

    def page_stands_at(self, iteration: int) -> None:
        """Take the page's word for the state that it shows as somebody stops the training; torch may be ahead of it."""
        self._page_stands_at = iteration

    def stop(self) -> None:
        """Stop a training at the state that is shown; what torch has walked beyond it comes first when it goes on."""
        at, self._page_stands_at = self._page_stands_at, None
        if self._state.running:
            self._trainer.cancel()
        if at is not None and self._trainer.go_back(at):  # also where torch has come to the end meanwhile
            self.show(at)
        if self._state.running:
            self._cancel()
            self._show_notice()

    def _cancel(self) -> None:
        """End a training, if there is one."""
        if self._state.running:
            self._trainer.cancel()
            self._set_running(False)

    def step(self, count: int) -> None:
        """Go on by so many iterations; beyond the last one the path grows."""
        self.stop()
        head = self._trainer.stopped_at(self.iteration)
        if head is not None and self.iteration + count <= self._state.iterations:
            self._trainer.step(head, count)
            self._show_learned(head.iteration)
            if self._trainer.learned is not None:
                self._face.overlay.send_batch(self._trainer.learned, head.iteration)
            self._offer_path()
            return
        at = self.iteration if self._path.diverged is not None else self._target  # which torch may not have reached yet
        wanted = min(at + count, MOST_ITERATIONS)
        if wanted > self._state.iterations:
            self._state.iterations = wanted
        else:
            self.go_to(wanted)

    def reset(self) -> None:
        """Go back to the start of the run."""
        self.stop()
        self.show(0)

    def _new_run(self) -> Playhead:
        return Playhead(TrainingRun(self._state.data, iterations=self._state.iterations, **self._settings()))

    def train(self) -> None:
        """Run torch in the background, or go on with the run that was stopped at the state that is shown."""
        if self._state.running:
            return
        self._face.show_error(None)
        if self._has_closed_form:
            self._face.offer_path(None)  # until this one is whole
        head = self._next_run()
        self._advance(head)
        self._show_notice()
        self._set_running(True)

    def _next_run(self) -> Playhead:
        """Return the run that was stopped at the state that is shown, or a new one; the page is told which."""
        head = self._trainer.stopped_at(self.iteration)
        self._page_stands_at = None
        self._face.overlay.begin_run(self._trainer.learned if head is not None else None, self.iteration)
        return head if head is not None else self._new_run()

    def _advance(self, head: Playhead) -> None:
        pace = pace_of(self._state.speed, self._state.iterations)
        self._trainer.advance(head, pace, self._show_learned, self._training_ended)

    def change_pace(self) -> None:
        """Let a training that runs go on at another speed."""
        head = self._trainer.head
        if self._state.running and head is not None:
            self._advance(head)

    def page_is_new(self) -> None:
        """Let a page that comes while a training runs have what was walked so far."""
        if self._state.running and self._trainer.learned is not None:
            self._face.overlay.send_history(self._trainer.learned, self.iteration)

    def train_here(self) -> None:
        """Run torch to the end before returning. An interrupt waits for a state in which all is in step."""
        with interrupts_held_back():
            try:
                try:
                    self._run_in_cell()
                finally:
                    self._end_in_cell()
            except BaseException:  # a second interrupt or an observer's error may have ended that, too
                self._end_in_cell()
                raise

    def _run_in_cell(self) -> None:
        self._cancel()
        self._face.show_error(None)
        head = self._next_run()
        self._set_running(True, in_cell=True)
        if not self._guard.is_open:  # an observer has closed it
            return
        try:
            if self._face.is_seen:
                pace = pace_of(self._state.speed, self._state.iterations)
                self._trainer.finish_in_sight(head, pace, self._show_in_sight, lambda: self._state.running)
            else:
                self._trainer.finish(head)
                self._show_learned(head.iteration)
        except BaseException:
            if self._trainer.head is head and head.run.iteration >= 0:
                self._trainer.catch_up()
                self._show_learned(head.iteration)
            raise

    def _end_in_cell(self) -> None:
        self._offer_path()
        self._set_running(False)

    def _show_in_sight(self, iteration: int) -> None:
        self._show_learned(iteration)
        if self._guard.is_open:
            self._face.show_now()

    def _show_learned(self, iteration: int) -> None:
        if self._guard.is_open:
            self._extend_path()
            self.show(iteration)

    def _extend_path(self) -> None:
        """Where nothing foretells the path, what torch has walked is all that there is."""
        learned = self._trainer.learned
        if not self._has_closed_form and learned is not None and learned.iterations > self._path.iterations:
            self._path = learned
            self._face.show_path(self._path, self._state.iterations)

    def _training_ended(self, error: BaseException | None) -> None:
        self._guard.call(self._set_running, False)
        self._offer_path()  # some hundred kB, for which nobody need wait
        self._told_of(error)

    # Where there is no closed form, torch walks the path as fast as it can

    def _compute(self) -> None:
        head = self._new_run()
        self._face.overlay.begin_run(None, 0)
        if not self._home.has_loop:
            try:
                self._trainer.finish(head)
            finally:
                self._show_computed()
            self._offer_path()
            return
        if torch_is_warm():
            self._trainer.step(head, AT_ONCE)
        pace = pace_of("real time", self._state.iterations)
        self._trainer.advance(head, pace, lambda _iteration: self._show_computed(), self._computing_ended)
        self._show_computed()

    def _show_computed(self) -> None:
        if self._guard.is_open:
            self._extend_path()
            self._face.overlay.send_batch(self._path, self._path.iterations)  # the page cannot compute it
            self.show(self._target)

    def _computing_ended(self, error: BaseException | None) -> None:
        self._offer_path()
        self._told_of(error)

    def close(self) -> None:
        """End whatever torch does and let go of the face; the last results stay."""
        self._trainer.drop()
        self.__dict__.pop("_face", None)

    def _told_of(self, error: BaseException | None) -> None:
        if error is not None and self._guard.is_open:
            self._show_notice()
            self._guard.report(error)

    def _offer_path(self) -> None:
        """Let the page have the whole path that torch has walked, once it has."""
        learned = self._trainer.learned
        path = learned if learned is not None and self._is_whole(learned) else self._path
        if self._guard.is_open and path.source == "torch" and self._is_whole(path):
            self._face.offer_path(path)

    def _set_running(self, running: bool, *, in_cell: bool = False) -> None:
        if self._guard.is_open:  # else an observer has closed it meanwhile
            self._face.show_running(running=running, in_cell=in_cell)
            self._state.set_trait("running", running)
