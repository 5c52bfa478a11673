"""Advances a training frame by frame, in the background or before returning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter, sleep
from typing import Protocol

from hubble_widget.dispatcher import let_interrupt_through
from hubble_widget.widgets.pace import FRAME

WORK_SHARE = 0.9
"""Fraction of a frame that a training may use at first; the rest is for its batch and for messages."""

MIN_WORK_SHARE = 0.5
"""Smallest fraction of a frame that a training uses; if messages take longer, they are sent less often."""

LOOP_TURNS = 30
"""Iterations of the event loop in which messages are handled before a training continues.

About a dozen tasks pass a message on, each in one iteration. A fixed waiting time could be too short for that, and
torch would lose it even without any message.
"""


class Steppable(Protocol):
    """A run that can be advanced by some iterations."""

    @property
    def iteration(self) -> int:
        """The newest iteration."""
        ...

    @property
    def finished(self) -> bool:
        """Whether the run is at its end."""
        ...

    def advance(self, max_iterations: int, deadline: float) -> None:
        """Advance by at least one and at most `max_iterations`; stop when `perf_counter` reaches the deadline."""
        ...


def drain_here(
    run: Steppable,
    show: Callable[[int], None],
    goes_on: Callable[[], bool],
    *,
    max_per_frame: int,
    frame: float,
) -> None:
    """Advance a run as `drain` does, but before returning, and only while `goes_on` returns True."""
    while goes_on() and not run.finished:
        began = perf_counter()
        run.advance(max_per_frame, began + WORK_SHARE * frame)
        show(run.iteration)
        let_interrupt_through()
        if not run.finished:
            sleep(max(0.0, began + frame - perf_counter()))


async def drain(
    run: Steppable,
    show: Callable[[int], None],
    *,
    max_per_frame: int,
    frame: float = FRAME,
) -> None:
    """Advance a run to its end on the running loop, showing one iteration per frame and always the last.

    Frames have the same length, whatever else the loop does: the run gets the remaining time.

    Parameters
    ----------
    run : Steppable
    show : callable
        Called with the newest iteration, once a frame.
    max_per_frame : int
        The largest number of iterations in a frame, so that a short run can be watched.
    frame : float
        Length of a frame in seconds.
    """
    reserved = (1 - WORK_SHARE) * frame  # for everything else on the loop
    while not run.finished:
        began = perf_counter()
        deadline = began + frame - reserved
        run.advance(max_per_frame, deadline)
        worked_until = perf_counter()
        show(run.iteration)
        if not run.finished:
            is_short = worked_until < deadline  # the run waits, so that it can be watched
            if is_short:
                await asyncio.sleep(max(0.0, began + frame - perf_counter()))
            for _ in range(LOOP_TURNS):
                await asyncio.sleep(0)
            took = reserved if is_short else perf_counter() - worked_until
            reserved = min((reserved + took) / 2, (1 - MIN_WORK_SHARE) * frame)
