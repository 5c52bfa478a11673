"""Playback: Train, Pause, Step and Reset, in the background and in a cell."""

from __future__ import annotations

import math
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from hubble_widget.dispatcher import interrupts_held_back
from hubble_widget.explorer.shown_path import ShownPath
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.hyperparameters import FLAT_START, MAX_ITERATIONS
from hubble_widget.fit.random_start import begins_at_random
from hubble_widget.text import words
from hubble_widget.widgets.pace import pace_of

if TYPE_CHECKING:
    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.explorer.state import ExplorerState
    from hubble_widget.explorer.trainer import ShownRun
    from hubble_widget.fit.trajectory import Trajectory
    from hubble_widget.widgets.explorer_view import ExplorerView


ONE_MOVE = 1.0
"""Seconds within which two moves of the learning rate's slider are parts of one."""


class Playback(ShownPath):
    """Runs torch and shows each state, or goes to a state that a person chooses."""

    def __init__(self, state: ExplorerState, view: ExplorerView, dispatcher: Dispatcher) -> None:
        super().__init__(state, view, dispatcher)
        self._page_iteration: int | None = None
        self._rate_moved = -math.inf
        view.on_page_message("paints marks", lambda _message: dispatcher.call(self.page_is_new))

    def note_page_iteration(self, iteration: int) -> None:
        """Store the iteration that the page shows when a person stops the training; torch may be ahead of it."""
        self._page_iteration = iteration

    def stop(self) -> None:
        """Stop a training at the shown state. States computed beyond it are shown first when it continues."""
        at, self._page_iteration = self._page_iteration, None
        if self._state.running:
            self._trainer.cancel()
        if at is not None and self._trainer.go_back(at):  # even if torch has reached the end meanwhile
            self.show(at)
        if self._state.running:
            self._cancel()
            self._show_notice()

    def step(self, count: int) -> None:
        """Advance by `count` iterations; beyond the last one the path becomes longer."""
        self.stop()
        shown_run = self._trainer.stopped_at(self.iteration)
        if shown_run is not None and self.iteration + count <= self._state.iterations:
            self._trainer.step(shown_run, count)
            self._show_learned(shown_run.iteration)
            if self._trainer.learned is not None:
                self._view.overlay.send_batch(self._trainer.learned, shown_run.iteration)
            self._send_complete_path()
            return
        at = self.iteration if self.path.diverged is not None else self._target  # torch may not have reached it yet
        wanted = min(at + count, MAX_ITERATIONS)
        if wanted > self._state.iterations:
            self._state.iterations = wanted
        else:
            self.go_to(wanted)

    def reset(self) -> None:
        """Go back to the start of the run."""
        self.stop()
        self.show(0)

    def train(self) -> None:
        """Run torch in the background, or continue the run that was stopped at the shown state."""
        if self._state.running:
            return
        self._view.show_error(None)
        if self._has_closed_form:
            self._view.readout.show_path(None)  # until this one is complete
        shown_run = self._next_run()
        self._advance(shown_run)
        self._show_notice()
        self._set_running(True)

    def _next_run(self) -> ShownRun:
        """Return the run that was stopped at the shown state, or a new one, and tell the page which one."""
        shown_run = self._trainer.stopped_at(self.iteration)
        self._page_iteration = None
        self._view.overlay.begin_run(self._trainer.learned if shown_run is not None else None, self.iteration)
        return shown_run if shown_run is not None else self._new_run()

    def _advance(self, shown_run: ShownRun) -> None:
        pace = pace_of(self._state.speed, self._state.iterations)
        self._trainer.advance(shown_run, pace, self._show_learned, self._on_end)

    def change_pace(self) -> None:
        """Continue a running training at another speed."""
        shown_run = self._trainer.shown_run
        if self._state.running and shown_run is not None:
            self._advance(shown_run)

    def page_is_new(self) -> None:
        """Send a new page the states that torch has computed so far."""
        if (self._state.running or self._trainer.is_busy) and self._trainer.learned is not None:
            self._view.overlay.send_history(self._trainer.learned, self.iteration)

    def _show_learned(self, iteration: int) -> None:
        if self._dispatcher.is_open:
            self._extend_path()
            self.show(iteration)

    # A learning rate that changes during a training

    @property
    def trains_in_background(self) -> bool:
        """Whether a training runs that can go on at another learning rate."""
        return self._state.running and self._trainer.is_busy

    def change_rate(self, rate: float, *, by_hand: bool = False) -> None:
        """Train on at another learning rate from the shown state.

        Moves by hand that follow each other quickly are one change.

        Raises
        ------
        TraitError
            If the rate is not finite and above 0.
        """
        state, now = self._state, perf_counter()
        if self._trainer.learned is None:  # torch is still being loaded: the whole run is at this rate
            with state.hold_trait_notifications():
                state.learning_rate, state.rate_changes = rate, ()
            self.train()
            return
        at, changes = max(self.iteration, 1), state.rate_changes
        is_same_move = by_hand and bool(changes) and now - self._rate_moved < ONE_MOVE and changes[-1][0] <= at
        if is_same_move:
            at = changes[-1][0]
        self._rate_moved = now
        before = tuple(change for change in changes if change[0] < at)
        is_new = rate != (before[-1][1] if before else state.learning_rate)
        state.rate_changes = (*before, (at, rate)) if is_new else before

    def train_on(self) -> frozenset[str]:
        """Go on with a training of which nothing but the changes of the rate has changed; return what has changed.

        It goes on from the last state that is the same. torch computes the states up to there once more, and so what
        its optimizer has gathered. Where something else has changed, or no training goes on in the background, nothing
        happens and nothing is returned.
        """
        settings, learned = self._changed_settings(), self._trainer.learned
        changed = frozenset(settings)
        if changed != {"rate_changes"} or learned is None or not self._trainer.is_busy:
            return frozenset()
        kept = self._kept_states(learned)
        self._trainer.drop()
        self._shown_settings |= settings
        with self._view.readout.hold_sync():
            self._view.drop_comment()
            self._begin_path()
            self._trainer.learned = kept
            self._show_learned(kept.iterations)
            self._view.show_running(running=True)
        self._view.overlay.begin_run(kept, kept.iterations)
        self._advance(self._new_run(kept.iterations))
        return changed

    def _kept_states(self, learned: Trajectory) -> Trajectory:
        """Return the states that the present changes of the rate leave as they were."""
        changes = self._state.rate_changes
        differing = {at for at, _ in set(changes) ^ set(learned.rate_changes)}
        states = slice(min(differing | {self.iteration, learned.iterations}) + 1)
        return replace(
            learned,
            slopes=learned.slopes[states],
            intercepts=learned.intercepts[states],
            losses=learned.losses[states],
            rate_changes=changes,
        )

    def show_exact(self) -> None:
        """Show or hide the exact fit; once it is shown, compare the guess with it in words."""
        with self._view.readout.hold_sync():
            self.refit()
            start = self._state.start
            is_guess = start != FLAT_START and not begins_at_random(self.path)
            if self._state.show_exact and is_guess:
                exact = progress_of(self.path, 0).exact_slope
                self._view.readout.comment = words.guess(start[0], exact, self.path.labels)

    # In a cell

    def train_here(self) -> None:
        """Run torch to the end before returning. An interrupt waits until state, traits and page are consistent."""
        with interrupts_held_back():
            try:
                try:
                    self._train_in_cell()
                finally:
                    self._end_in_cell()
            except BaseException:  # a second interrupt or an observer's error may have stopped `_end_in_cell`
                self._end_in_cell()
                raise

    def _train_in_cell(self) -> None:
        self._cancel()
        self._view.show_error(None)
        shown_run = self._next_run()
        self._set_running(True, in_cell=True)
        if not self._dispatcher.is_open:  # an observer has closed it
            return
        try:
            if self._view.is_seen:
                pace = pace_of(self._state.speed, self._state.iterations)
                self._trainer.finish_live(shown_run, pace, self._show_now, lambda: self._state.running)
            else:
                self._trainer.finish(shown_run)
                self._show_learned(shown_run.iteration)
        except BaseException:
            if self._trainer.shown_run is shown_run and shown_run.run.iteration >= 0:
                self._trainer.skip_to_newest()
                self._show_learned(shown_run.iteration)
            raise

    def _end_in_cell(self) -> None:
        self._send_complete_path()
        self._set_running(False)

    def _show_now(self, iteration: int) -> None:
        self._show_learned(iteration)
        if self._dispatcher.is_open:
            self._view.show_now()
