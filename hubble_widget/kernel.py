"""Where callbacks and tasks run: the kernel's main loop in a notebook, the caller's own thread elsewhere.

JupyterLab and Notebook 7 may deliver one widget's messages on several threads (subshells), and neither matplotlib
artists nor asyncio objects may be touched from two of them. So an explorer remembers its home, the thread and loop
on which it was made, and every callback goes there first.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from time import perf_counter, sleep
from typing import Any, Protocol

from hubble_widget.interrupts import let_interrupt_through
from hubble_widget.pace import FRAME

WORK_SHARE = 0.9
"""Part of a frame that a training may take at first; the rest is for its batch and for messages."""

LEAST_WORK_SHARE = 0.5
"""Part of a frame that a training takes at least, however long messages take: then these come less often."""

TURNS = 30
"""Turns of the loop in which messages are answered before a training goes on.

Each looks what has come, and a dozen tasks hand a message on, one after the other: a wait of some time would leave it
half answered, and take that time from torch also where there is none.
"""


class Home:
    """The thread and the event loop on which one explorer lives.

    Made in a notebook's cell, it is the kernel's main thread and its running loop. In a script or in IPython's
    terminal no loop runs, and everything is done at once by the thread that asks.
    """

    def __init__(self, thread: threading.Thread, loop: asyncio.AbstractEventLoop | None) -> None:
        self._thread = thread
        self._loop = loop
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def here(cls) -> Home:
        """Return the home of an explorer that is being made now.

        One that a callback makes on another thread (a subshell's) lives on the kernel's main loop all the same.
        """
        thread = threading.current_thread()
        if thread is not threading.main_thread() and (loop := _loop_of_the_kernel()) is not None:
            return cls(threading.main_thread(), loop)
        try:
            return cls(thread, asyncio.get_running_loop())
        except RuntimeError:
            return cls(thread, None)

    @property
    def has_loop(self) -> bool:
        """Whether a task can run in the background here."""
        return self._loop is not None and self._loop.is_running()

    @property
    def is_here(self) -> bool:
        """Whether what is called now runs at home: on its thread, or where no loop could take it there."""
        return threading.current_thread() is self._thread or not self.has_loop

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home: now when we are there, else as soon as the home thread is free."""
        if self.is_here or self._loop is None:
            function(*args)
        else:
            self._loop.call_soon_threadsafe(function, *args)

    def soon(self, function: Callable[[], object]) -> None:
        """Call `function` at home when what runs there now has ended; at once where no loop could do so."""
        if self._loop is not None and self.has_loop:
            self._loop.call_soon_threadsafe(function)
        else:
            function()

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        """Call `function` at home after so many seconds; never where no loop runs. Must be called at home."""
        if self._loop is not None and self.has_loop:
            self._loop.call_later(seconds, function)

    def call_and_wait(self, function: Callable[[], object]) -> None:
        """Call `function` at home and return, or raise what it raised, when it has ended."""
        ended: Future[None] = Future()

        def report() -> None:
            try:
                function()
            except BaseException as error:
                ended.set_exception(error)
            else:
                ended.set_result(None)

        self.call(report)
        ended.result()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start `work` as a background task. Must be called on the home thread, with its loop running."""
        if self._loop is None:
            work.close()
            raise RuntimeError("no event loop runs here, so nothing can be trained in the background.")
        task = self._loop.create_task(work)
        self._tasks.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever cares has asked; asyncio shall not print it into some cell


def keep_order(widgets: Iterable[Any]) -> None:
    """Have all that the page says to these widgets come in the order in which it was said, by the kernel's main shell.

    ipykernel 7.4 hands a message to whichever shell was the last to send something on the same comm. Frames are sent
    from home and echoes from a subshell, so that two messages could go two ways: a release overtook its press.
    """
    for widget in widgets:
        if hasattr(widget.comm, "_reply_subshell_for"):
            widget.comm._reply_subshell_for = _main_shell


def _main_shell(_data: object, _default: object) -> None:
    """Return the id of the main shell."""


def _loop_of_the_kernel() -> asyncio.AbstractEventLoop | None:
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    loop: asyncio.AbstractEventLoop | None = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    return loop


class Walk(Protocol):
    """What can be advanced, some iterations at a time."""

    @property
    def iteration(self) -> int:
        """The newest iteration."""
        ...

    @property
    def finished(self) -> bool:
        """Whether it goes no further."""
        ...

    def advance(self, most: int, deadline: float) -> None:
        """Take up to `most` iterations, at least one, and no more when `perf_counter` has come to the deadline."""
        ...


def drain_here(
    walk: Walk,
    show: Callable[[int], None],
    goes_on: Callable[[], bool],
    *,
    most_per_frame: int,
    frame: float,
) -> None:
    """Advance a walk as `drain` does, but before returning, and no further than `goes_on` says."""
    while goes_on() and not walk.finished:
        began = perf_counter()
        walk.advance(most_per_frame, began + WORK_SHARE * frame)
        show(walk.iteration)
        let_interrupt_through()
        if not walk.finished:
            sleep(max(0.0, began + frame - perf_counter()))


async def drain(
    walk: Walk,
    show: Callable[[int], None],
    *,
    most_per_frame: int,
    frame: float = FRAME,
) -> None:
    """Advance a walk on the running loop to its end, showing one iteration per frame and always the last.

    A frame lasts as long however much of it others take: the walk gets what they leave.

    Parameters
    ----------
    walk : Walk
        What is advanced.
    show : callable
        Called with the newest iteration, once a frame.
    most_per_frame : int
        How many iterations a frame may take, so that a short run can still be watched.
    frame : float
        Length of a frame in seconds.
    """
    others = (1 - WORK_SHARE) * frame
    while not walk.finished:
        began = perf_counter()
        deadline = began + frame - others
        walk.advance(most_per_frame, deadline)
        worked_until = perf_counter()
        show(walk.iteration)
        if not walk.finished:
            is_short = worked_until < deadline  # a run that is to be watched all the same
            if is_short:
                await asyncio.sleep(max(0.0, began + frame - perf_counter()))
            for _ in range(TURNS):
                await asyncio.sleep(0)
            took = others if is_short else perf_counter() - worked_until
            others = min((others + took) / 2, (1 - LEAST_WORK_SHARE) * frame)
