"""Playback: Train, Pause, Step and Reset, in the background and in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubble_widget.interrupts import interrupts_held_back
from hubble_widget.pace import pace_of
from hubble_widget.regression.parameters import MOST_ITERATIONS
from hubble_widget.shown_path import ShownPath

if TYPE_CHECKING:
    from hubble_widget.display.face import Face
    from hubble_widget.guard import Guard
    from hubble_widget.kernel import Home
    from hubble_widget.state import ExplorerState
    from hubble_widget.trainer import Playhead


class Playback(ShownPath):
    """Has torch walk the path before somebody's eyes."""

    def __init__(self, state: ExplorerState, face: Face, guard: Guard, home: Home) -> None:
        super().__init__(state, face, guard, home)
        self._page_stands_at: int | None = None
        face.answer_page("paints marks", lambda _message: guard.call(self.page_is_new))

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
        at = self.iteration if self.path.diverged is not None else self._target  # which torch may not have reached yet
        wanted = min(at + count, MOST_ITERATIONS)
        if wanted > self._state.iterations:
            self._state.iterations = wanted
        else:
            self.go_to(wanted)

    def reset(self) -> None:
        """Go back to the start of the run."""
        self.stop()
        self.show(0)

    def train(self) -> None:
        """Run torch in the background, or go on with the run that was stopped at the state that is shown."""
        if self._state.running:
            return
        self._face.show_error(None)
        if self._has_closed_form:
            self._face.readout.show_path(None)  # until this one is whole
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
        self._trainer.advance(head, pace, self._show_learned, self._ended)

    def change_pace(self) -> None:
        """Let a training that runs go on at another speed."""
        head = self._trainer.head
        if self._state.running and head is not None:
            self._advance(head)

    def page_is_new(self) -> None:
        """Let a page that comes while torch walks have what it has walked so far."""
        if (self._state.running or self._trainer.is_busy) and self._trainer.learned is not None:
            self._face.overlay.send_history(self._trainer.learned, self.iteration)

    def _show_learned(self, iteration: int) -> None:
        if self._guard.is_open:
            self._extend_path()
            self.show(iteration)

    # In a cell

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
