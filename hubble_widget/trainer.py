"""Torch's side of one explorer: a run that is advanced in the background, or here and now. Knows no widget."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from hubble_widget.interrupts import let_interrupt_through
from hubble_widget.kernel import Home, drain, drain_here
from hubble_widget.pace import FRAME, Pace
from hubble_widget.regression.run import TrainingRun, torch_is_warm, warm_up
from hubble_widget.regression.trajectory import Trajectory

PATIENCE = 1.0
"""Seconds that loading torch waits for the first picture."""


class Playhead:
    """How far a run has been shown: states that were walked beyond a pause come first, then torch goes on.

    Parameters
    ----------
    run : TrainingRun
    iteration : int
        The newest that has been shown; -1 before the first.
    """

    def __init__(self, run: TrainingRun, iteration: int = -1) -> None:
        self.run, self.iteration = run, iteration

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to show."""
        return self.run.finished and self.iteration >= self.run.iteration

    def advance(self, most: int | None = None, deadline: float = math.inf) -> None:
        """Go on by up to so many iterations, at least one, and no more when `perf_counter` has come to the deadline."""
        left = self.run.iteration - self.iteration
        if left > 0:
            self.iteration += left if most is None else min(most, left)
        if left <= 0 or most is None:
            self.run.advance(most, deadline)
            self.iteration = self.run.iteration


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
    head : Playhead or None
        Of the present run.
    learned : Trajectory or None
        What torch has walked of it.
    """

    def __init__(self, home: Home, when_first_shown: Callable[[Callable[[], object]], object]) -> None:
        self._home = home
        self._when_first_shown = when_first_shown
        self.head: Playhead | None = None
        self._task: asyncio.Task[None] | None = None
        self.learned: Trajectory | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a run is being advanced in the background."""
        return self._task is not None

    def stopped_at(self, iteration: int) -> Playhead | None:
        """Return the head of the run that can go on from `iteration`, if there is one."""
        head = self.head
        can_go_on = head is not None and not self.is_busy and not head.finished and head.iteration == iteration
        return head if can_go_on else None

    def go_back(self, iteration: int) -> bool:
        """Have the run go on from an iteration that was shown before; return whether it has come so far."""
        head = self.head
        if head is None or self.is_busy or not 0 <= iteration <= head.run.iteration:
            return False
        head.iteration = iteration
        return True

    def advance(
        self,
        head: Playhead,
        pace: Pace,
        show: Callable[[int], None],
        ended: Callable[[BaseException | None], None],
    ) -> None:
        """Advance a run in the background, to its end.

        Parameters
        ----------
        head : Playhead
        pace : Pace
        show : callable
            Called with the newest iteration once a frame.
        ended : callable
            Called once, unless the run is cancelled, with what went wrong or None.
        """
        self.cancel()
        task = self._home.start(self._walk(head, pace, self._begin(head, show)))
        task.add_done_callback(lambda task: self._end(task, ended))
        self._task = task

    def _begin(self, head: Playhead, show: Callable[[int], None]) -> Callable[[int], None]:
        """Take on a run; return what is to be called with the newest iteration."""
        self.head = head

        def show_newest(iteration: int) -> None:
            self.learned = head.run.trajectory()
            show(iteration)

        return show_newest

    async def _walk(self, head: Playhead, pace: Pace, show: Callable[[int], None]) -> None:
        if not torch_is_warm():
            await self._first_picture()
            await asyncio.to_thread(warm_up)  # seconds, in which the sliders answer
        await drain(head, show, most_per_frame=pace.most_per_frame, frame=pace.frame)

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

    def finish(self, head: Playhead) -> None:
        """Advance a run to its end before returning; an interrupt ends it between two states."""
        self.cancel()
        self.head = head
        try:
            while not head.finished:
                head.advance(deadline=perf_counter() + FRAME)
                let_interrupt_through()
        finally:
            self.catch_up()

    def catch_up(self) -> None:
        """Take on all that the present run has walked, also where it was interrupted."""
        if self.head is not None:
            self.head.iteration = self.head.run.iteration
            self.learned = self.head.run.trajectory()

    def finish_in_sight(
        self, head: Playhead, pace: Pace, show: Callable[[int], None], goes_on: Callable[[], bool]
    ) -> None:
        """Advance a run to its end before returning, calling `show` with the newest iteration once a frame.

        It ends early where what `show` calls starts another run, or `goes_on` says so.
        """
        self.cancel()
        drain_here(
            head,
            self._begin(head, show),
            lambda: self.head is head and goes_on(),
            most_per_frame=pace.most_per_frame,
            frame=pace.frame,
        )

    def step(self, head: Playhead, count: int | None) -> None:
        """Advance a run by so many iterations before returning, or (None) to its end."""
        self.head = head
        wanted = math.inf if count is None else head.iteration + count
        while head.iteration < wanted and not head.finished:
            head.advance(None if count is None else int(wanted) - head.iteration)
        self.learned = head.run.trajectory()

    def cancel(self) -> bool:
        """Stop what is advanced in the background, which can go on later; return whether anything was."""
        task, self._task = self._task, None
        return task is not None and task.cancel()

    def drop(self) -> None:
        """Stop, and forget the run and what it has learned."""
        if self._task is not None:
            self.cancel()
        self.head = self.learned = None
