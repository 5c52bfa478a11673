"""Advances the torch run of one explorer, in the background or before returning. It knows no widgets."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from hubble_widget.dispatcher import Dispatcher, let_interrupt_through
from hubble_widget.explorer.pacing import drain, drain_here
from hubble_widget.fit.training_run import TrainingRun, torch_is_warm, warm_up
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.widgets.pace import FRAME, Pace

MAX_WAIT = 1.0
"""The longest time, in seconds, that loading torch waits for the first picture."""


class ShownRun:
    """A run, and how far it has been shown. After a pause, states that torch has already computed are shown first.

    After a change of the rate torch starts again; states shown before are not shown again.

    Parameters
    ----------
    run : TrainingRun
    iteration : int
        The newest iteration that has been shown; -1 before the first.
    """

    def __init__(self, run: TrainingRun, iteration: int = -1) -> None:
        self.run, self.iteration = run, iteration

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to show."""
        return self.run.finished and self.iteration >= self.run.iteration

    def advance(self, max_iterations: int | None = None, deadline: float = math.inf) -> None:
        """Advance by at least one and at most `max_iterations`; stop when `perf_counter` reaches the deadline."""
        left = self.run.iteration - self.iteration
        if left < 0:
            self.run.advance(-left, deadline)
        elif left > 0:
            self.iteration += left if max_iterations is None else min(max_iterations, left)
        if left == 0 or (left > 0 and max_iterations is None):
            self.run.advance(max_iterations, deadline)
            self.iteration = self.run.iteration


class Trainer:
    """Advances one run at a time; a new one ends the one before.

    Parameters
    ----------
    dispatcher : Dispatcher
        Everything runs on its thread.
    when_first_shown : callable
        ``when_first_shown(function)`` calls the function once a page shows the first picture.

    Attributes
    ----------
    shown_run : ShownRun or None
        The present run.
    learned : Trajectory or None
        The states of it that torch has computed.
    """

    def __init__(self, dispatcher: Dispatcher, when_first_shown: Callable[[Callable[[], object]], object]) -> None:
        self._dispatcher = dispatcher
        self._when_first_shown = when_first_shown
        self.shown_run: ShownRun | None = None
        self._task: asyncio.Task[None] | None = None
        self.learned: Trajectory | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a run is being advanced in the background."""
        return self._task is not None

    def stopped_at(self, iteration: int) -> ShownRun | None:
        """Return the run that can continue from `iteration`, if there is one."""
        shown_run = self.shown_run
        can_continue = (
            shown_run is not None and not self.is_busy and not shown_run.finished and shown_run.iteration == iteration
        )
        return shown_run if can_continue else None

    def go_back(self, iteration: int) -> bool:
        """Go back to an iteration, to continue from there; return whether torch has computed it."""
        shown_run = self.shown_run
        if shown_run is None or self.is_busy or not 0 <= iteration <= shown_run.run.iteration:
            return False
        shown_run.iteration = iteration
        return True

    def advance(
        self,
        shown_run: ShownRun,
        pace: Pace,
        show: Callable[[int], None],
        ended: Callable[[BaseException | None], None],
    ) -> None:
        """Advance a run in the background, to its end.

        Parameters
        ----------
        shown_run : ShownRun
        pace : Pace
        show : callable
            Called with the newest iteration once a frame.
        ended : callable
            Called once with the exception or None, unless the run is canceled.
        """
        self.cancel()
        task = self._dispatcher.start(self._train(shown_run, pace, self._begin(shown_run, show)))
        task.add_done_callback(lambda task: self._end(task, ended))
        self._task = task

    def _begin(self, shown_run: ShownRun, show: Callable[[int], None]) -> Callable[[int], None]:
        """Make a run the present one; return the function to call with its newest iteration."""
        self.shown_run = shown_run

        def show_newest(iteration: int) -> None:
            if shown_run.run.iteration >= iteration:
                self.learned = shown_run.run.trajectory()
                show(iteration)

        return show_newest

    async def _train(self, shown_run: ShownRun, pace: Pace, show: Callable[[int], None]) -> None:
        if not torch_is_warm():
            await self._wait_for_first_picture()
            await asyncio.to_thread(warm_up)  # takes seconds; the sliders still work
        await drain(shown_run, show, max_per_frame=pace.max_per_frame, frame=pace.frame)

    async def _wait_for_first_picture(self) -> None:
        """Wait for the first picture, which takes twice as long while torch is loaded; no page may ever show it."""
        shown = asyncio.Event()
        self._when_first_shown(shown.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(MAX_WAIT):  # wait_for of Python 3.11 sometimes loses a cancellation
                await shown.wait()

    def _end(self, task: asyncio.Task[None], ended: Callable[[BaseException | None], None]) -> None:
        if task is self._task:  # otherwise it was canceled, or another run has begun
            self._task = None
            ended(None if task.cancelled() else task.exception())

    def finish(self, shown_run: ShownRun) -> None:
        """Advance a run to its end before returning; an interrupt ends it between two states."""
        self.cancel()
        self.shown_run = shown_run
        try:
            while not shown_run.finished:
                shown_run.advance(deadline=perf_counter() + FRAME)
                let_interrupt_through()
        finally:
            self.skip_to_newest()

    def skip_to_newest(self) -> None:
        """Skip to the newest state of the present run, even after an interrupt."""
        if self.shown_run is not None:
            self.shown_run.iteration = self.shown_run.run.iteration
            self.learned = self.shown_run.run.trajectory()

    def finish_live(
        self, shown_run: ShownRun, pace: Pace, show: Callable[[int], None], goes_on: Callable[[], bool]
    ) -> None:
        """Advance a run to its end before returning, and call `show` with the newest iteration once a frame.

        It ends early if `show` starts another run or `goes_on` returns False.
        """
        self.cancel()
        drain_here(
            shown_run,
            self._begin(shown_run, show),
            lambda: self.shown_run is shown_run and goes_on(),
            max_per_frame=pace.max_per_frame,
            frame=pace.frame,
        )

    def step(self, shown_run: ShownRun, count: int | None) -> None:
        """Advance a run by `count` iterations, or (None) to its end, before returning."""
        self.shown_run = shown_run
        last = math.inf if count is None else shown_run.iteration + count
        while shown_run.iteration < last and not shown_run.finished:
            shown_run.advance(None if count is None else int(last) - shown_run.iteration)
        self.learned = shown_run.run.trajectory()

    def cancel(self) -> bool:
        """Stop the run in the background, which can continue later; return whether there was one."""
        task, self._task = self._task, None
        return task is not None and task.cancel()

    def drop(self) -> None:
        """Stop, and drop the run and its states."""
        if self._task is not None:
            self.cancel()
        self.shown_run = self.learned = None
