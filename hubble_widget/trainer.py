"""Torch's side of one explorer: a run that is advanced in the background, or here and now. Knows no widget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from hubble_widget.interrupts import let_interrupt_through
from hubble_widget.kernel import Home, drain, drain_here
from hubble_widget.pace import UNANSWERED_FRAME, Pace
from hubble_widget.regression.run import TrainingRun, torch_is_warm, warm_up
from hubble_widget.regression.trajectory import Trajectory

PATIENCE = 1.0
"""Seconds that loading torch waits for the first picture."""


class Trainer:
    """Advances one run at a time; a new one ends the one before.

    Parameters
    ----------
    home : Home
        Where everything happens.
    when_first_shown : callable
        ``when_first_shown(function)`` calls the function once a person has a first picture to look at.

    Attributes
    ----------
    run : TrainingRun or None
        The present run.
    learned : Trajectory or None
        What torch has walked of it.
    """

    def __init__(self, home: Home, when_first_shown: Callable[[Callable[[], object]], object]) -> None:
        self._home = home
        self._when_first_shown = when_first_shown
        self.run: TrainingRun | None = None
        self._task: asyncio.Task[None] | None = None
        self.learned: Trajectory | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a run is being advanced in the background."""
        return self._task is not None

    def stopped_at(self, iteration: int) -> TrainingRun | None:
        """Return the run that can go on from `iteration`, if there is one."""
        run = self.run
        can_go_on = run is not None and not self.is_busy and not run.finished and run.iteration == iteration
        return run if can_go_on else None

    def advance(
        self,
        run: TrainingRun,
        pace: Pace,
        show: Callable[[int], None],
        ended: Callable[[BaseException | None], None],
    ) -> None:
        """Advance a run in the background, to its end.

        Parameters
        ----------
        run : TrainingRun
        pace : Pace
        show : callable
            Called with the newest iteration once a frame.
        ended : callable
            Called once, unless the run is cancelled, with what went wrong or None.
        """
        self.cancel()
        self.run = run

        def show_newest(iteration: int) -> None:
            self.learned = run.trajectory()
            show(iteration)

        task = self._home.start(self._walk(run, pace, show_newest))
        task.add_done_callback(lambda task: self._end(task, ended))
        self._task = task

    async def _walk(self, run: TrainingRun, pace: Pace, show: Callable[[int], None]) -> None:
        if not torch_is_warm():
            await self._first_picture()
            await asyncio.to_thread(warm_up)  # seconds, in which the sliders answer
        await drain(run, show, most_per_frame=pace.most_per_frame, frame=pace.frame)

    async def _first_picture(self) -> None:
        """Let a page have its picture, which takes twice as long while torch is loaded; it may never come."""
        shown = asyncio.Event()
        self._when_first_shown(shown.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):  # wait_for of Python 3.11 forgets now and then that it was cancelled
                await shown.wait()

    def _end(self, task: asyncio.Task[None], ended: Callable[[BaseException | None], None]) -> None:
        if task is self._task:  # else it was cancelled, or another has begun
            self._task = None
            ended(None if task.cancelled() else task.exception())

    def finish(self, run: TrainingRun) -> None:
        """Advance a run to its end before returning; an interrupt ends it between two states."""
        self.cancel()
        self.run = run
        try:
            while not run.finished:
                run.advance(deadline=perf_counter() + UNANSWERED_FRAME)
                let_interrupt_through()
        finally:
            self.catch_up()

    def catch_up(self) -> None:
        """Take on all that the present run has walked, also where it was interrupted."""
        if self.run is not None:
            self.learned = self.run.trajectory()

    def finish_in_sight(
        self, run: TrainingRun, pace: Pace, show: Callable[[int], None], goes_on: Callable[[], bool]
    ) -> None:
        """Advance a run to its end before returning, calling `show` with the newest iteration once a frame.

        It ends early where what `show` calls starts another run, or `goes_on` says so.
        """
        self.cancel()
        self.run = run

        def show_newest(iteration: int) -> None:
            self.learned = run.trajectory()
            show(iteration)

        drain_here(
            run,
            show_newest,
            lambda: self.run is run and goes_on(),
            most_per_frame=pace.most_per_frame,
            frame=pace.frame,
        )

    def step(self, run: TrainingRun, count: int) -> None:
        """Advance a run by so many iterations before returning, or to its end."""
        self.run = run
        run.advance(count)
        self.learned = run.trajectory()

    def cancel(self) -> bool:
        """Stop what is advanced in the background, which can go on later; return whether anything was."""
        task, self._task = self._task, None
        return task is not None and task.cancel()

    def drop(self) -> None:
        """Stop, and forget the run and what it has learned."""
        self.cancel()
        self.run = self.learned = None
