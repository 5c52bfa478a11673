"""Which path is shown, and how far: that of the settings, in closed form or as torch walks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from hubble_widget.display import words
from hubble_widget.guard import CLOSED
from hubble_widget.pace import pace_of
from hubble_widget.regression.descent import path_of
from hubble_widget.regression.loss import loss_of
from hubble_widget.regression.parameters import FLAT_START, has_closed_form
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


class ShownPath:
    """Shows the states of one path on the face and in the explorer's traits; torch walks one without a closed form.

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
    path : Trajectory
        That of the present settings: whole, unless torch is still walking what has no closed form.
    iteration : int
        The state that is shown.
    exact_loss : float
        Loss of the exact fit, under the chosen loss function.
    """

    best_fit: LineFit
    exact_loss: float
    trajectory: Trajectory
    path: Trajectory

    def __init__(self, state: ExplorerState, face: Face, guard: Guard, home: Home) -> None:
        self._state = state
        self._face = face
        self._answered: dict[str, Any] = {}
        self._guard = guard
        self._home = home
        self._trainer = Trainer(home, self._when_first_shown)
        self._target = self.iteration = -1
        self._says_loading = False

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
        self._face.show_path(self.path, self._state.iterations)
        self.show_again()

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
                self.path = path_of(state.data.moments, state.learning_rate, state.iterations, state.start)
            else:
                self.path = self._new_run().run.trajectory()  # the start, for now
            self._show_settings()
            self._face.show_path(self.path, self._state.iterations)
            if foretold:
                self.show(self._target)
            else:
                self._compute()
        if not foretold:
            self._send_walked()  # after the settings that it belongs to
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

    def _show_settings(self) -> None:
        self._face.show_settings(self.path, self._state.iterations, self._state.degree)

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
        self.trajectory = trajectory = learned if learned is not None and reaches else self.path
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
            self._face.readout.show_notice(*(words.LOADING if is_loading else ()))

    def show_again(self) -> None:
        """Show the same state, as another choice of what is drawn asks for."""
        self._show_settings()
        self._offer_path()
        self.show(self._target)

    def go_to(self, iteration: int) -> None:
        """Show one state that somebody asks for: a training stops there."""
        self._cancel()
        self.show(min(iteration, self._state.iterations))
        if self._target > self.path.iterations and not self._is_whole(self.path) and not self._trainer.is_busy:
            self._compute()
            self._send_walked()

    def _cancel(self) -> None:
        """End a training, if there is one."""
        if self._state.running:
            self._trainer.cancel()
            self._set_running(False)

    def _set_running(self, running: bool, *, in_cell: bool = False) -> None:
        if self._guard.is_open:  # else an observer has closed it meanwhile
            self._face.show_running(running=running, in_cell=in_cell)
            self._state.set_trait("running", running)

    def _when_first_shown(self, function: Callable[[], object]) -> None:
        if self._guard.is_open:
            self._face.canvas.when_first_shown(function)

    # Where there is no closed form, torch walks the path as fast as it can

    def _new_run(self) -> Playhead:
        names = ("iterations", "learning_rate", "start", "optimizer", "loss_function")
        return Playhead(TrainingRun(self._state.data, **{name: getattr(self._state, name) for name in names}))

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
        self._trainer.advance(head, pace, self._computed, self._ended)
        self._show_computed()

    def _computed(self, _iteration: int) -> None:
        self._send_walked()
        self._show_computed()

    def _show_computed(self) -> None:
        if self._guard.is_open:
            self._extend_path()
            self.show(self._target)

    def _send_walked(self) -> None:
        """Send what torch has walked: the page cannot compute it."""
        if self._guard.is_open and not self._has_closed_form:
            self._extend_path()
            self._face.overlay.send_batch(self.path, self.path.iterations)

    def _extend_path(self) -> None:
        """Where nothing foretells the path, what torch has walked is all that there is."""
        learned = self._trainer.learned
        if not self._has_closed_form and learned is not None and learned.iterations > self.path.iterations:
            self.path = learned
            self._face.show_path(self.path, self._state.iterations)

    def _ended(self, error: BaseException | None) -> None:
        """Torch has walked a path in the background to its end, or to what went wrong."""
        if self._state.running:
            self._guard.call(self._set_running, False)
        self._offer_path()  # some hundred kB, for which nobody need wait
        if error is not None and self._guard.is_open:
            self._show_notice()
            self._guard.report(error)

    def _is_whole(self, path: Trajectory) -> bool:
        return path.iterations == self._state.iterations or path.diverged is not None

    def _offer_path(self) -> None:
        """Let the page have the whole path that torch has walked, once it has."""
        learned = self._trainer.learned
        path = learned if learned is not None and self._is_whole(learned) else self.path
        if self._guard.is_open and path.source == "torch" and self._is_whole(path):
            self._face.readout.show_path(path)

    def close(self) -> None:
        """End whatever torch does and let go of the face; the last results stay."""
        self._trainer.drop()
        self.__dict__.pop("_face", None)
