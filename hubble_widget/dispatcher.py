"""Runs callbacks and tasks on the right thread, and shows their errors.

JupyterLab and Notebook 7 may deliver the messages of one widget on several threads (subshells), but only one thread may
use matplotlib artists and asyncio objects. So each explorer has a dispatcher. Its home is the thread and the event loop
on which the explorer was made, and all callbacks run there. Errors are shown in the widget, because no cell is running
that could show them. An interrupt of the kernel waits until the explorer is in a consistent state.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from types import FrameType
from typing import Any

CLOSED = "this explorer was closed; make a new one by RegressionExplorer(...)."

Handler = Callable[[int, FrameType | None], object]


class _DeferringHandler:
    """A handler of SIGINT that defers the first interrupt and handles a second one at once."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.is_pending = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.is_pending:  # the user insists: the running code may be an observer that never ends
            self._handler(number, frame)
        self.is_pending = True

    def deliver(self) -> None:
        """Handle a deferred interrupt now."""
        if self.is_pending:
            self.is_pending = False
            self._handler(signal.SIGINT, None)


_NO_CONTEXT = nullcontext()


def interrupts_held_back() -> AbstractContextManager[None]:
    """Return a context in which an interrupt waits until the end of the context, or for `let_interrupt_through`.

    Only the main thread can be interrupted. A context inside another one has no effect.
    """
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _DeferringHandler) or not callable(handler):
        return _NO_CONTEXT
    is_main = threading.current_thread() is threading.main_thread()
    return _deferred(handler) if is_main else _NO_CONTEXT


@contextmanager
def _deferred(handler: Handler) -> Iterator[None]:
    deferring = _DeferringHandler(handler)
    try:
        try:
            signal.signal(signal.SIGINT, deferring)
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
    except BaseException:  # a second interrupt may come before the handler is restored
        signal.signal(signal.SIGINT, handler)
        raise
    finally:
        if deferring.is_pending:
            deferring.deliver()


def let_interrupt_through() -> None:
    """Handle a deferred interrupt now. Call it where the explorer is in a consistent state."""
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _DeferringHandler) and threading.current_thread() is threading.main_thread():
        handler.deliver()


class Dispatcher:
    """Runs functions at home: on the thread and in the event loop where one explorer was made.

    In a cell of a notebook, home is the kernel's main thread and its running loop. In a script and in IPython's
    terminal no loop runs; there the calling thread runs every function at once.

    Parameters
    ----------
    show_error : callable
        Shows an error in the widget; with None, it removes the error.

    Attributes
    ----------
    is_open : bool
        Whether the explorer is open. If it is not, only `run` calls functions.
    """

    def __init__(self, show_error: Callable[[BaseException | None], None]) -> None:
        self._show_error = show_error
        self.is_open = self._has_reported = False
        self._thread, self._loop = _home()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def has_loop(self) -> bool:
        """Whether a task can run in the background here."""
        return self._loop is not None and self._loop.is_running()

    @property
    def is_here(self) -> bool:
        """Whether the current thread is the home thread, or no loop runs that could reach it."""
        return threading.current_thread() is self._thread or not self.has_loop

    # Calls at home, even when the explorer is closed

    def run(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home: now if this is the home thread, else as soon as that thread is free."""
        if self.is_here or self._loop is None:
            function(*args)
        else:
            self._loop.call_soon_threadsafe(function, *args)

    def run_and_wait(self, function: Callable[[], object]) -> None:
        """Call `function` at home, wait for its end, and raise its error if there is one."""
        ended: Future[None] = Future()

        def report() -> None:
            try:
                function()
            except BaseException as error:
                ended.set_exception(error)
            else:
                ended.set_result(None)

        self.run(report)
        ended.result()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start `work` as a background task. Call it at home, while the loop runs."""
        if self._loop is None:
            work.close()
            raise RuntimeError("no event loop is running, so training in the background is impossible.")
        task = self._loop.create_task(work)
        self._tasks.add(task)  # the loop keeps only weak references to tasks
        task.add_done_callback(self._forget_task)
        return task

    def _forget_task(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # marks it as retrieved, so that asyncio does not print it into a cell

    # Calls at home while the explorer is open; errors are shown in the widget

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home, for a control, a message or another thread."""
        self.run(self._call_now, function, *args)

    def call_for_user(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home. A caller on the home thread gets its errors; others see them in the widget.

        An interrupt waits until the function ends.
        """
        if self.is_here:
            if self._has_reported:
                self._forget_error()
            with interrupts_held_back():
                function(*args)
        else:
            self.call(function, *args)

    def soon(self, function: Callable[[], object]) -> None:
        """Call `function` at home after the running code has ended. If no loop runs, call it at once."""
        if self._loop is not None and self.has_loop:
            self._loop.call_soon_threadsafe(self.call, function)
        else:
            function()

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        """Call `function` at home after this time. If no loop runs, it is never called. Call this method at home."""
        if self._loop is not None and self.has_loop:
            self._loop.call_later(seconds, partial(self.call, function))

    def answer(self, function: Callable[[], object]) -> Callable[..., None]:
        """Return an event handler for a control. It removes an earlier error, then calls `function`."""

        def answer() -> None:
            if self._has_reported:
                self._forget_error()
            function()

        return lambda *_event: self.call(answer)

    def report(self, error: BaseException) -> None:
        """Show an error, unless the explorer is closed."""
        if self.is_open:
            self._has_reported = True
            self._show_error(error)

    def _forget_error(self) -> None:
        """Remove an earlier error, because there is new input."""
        if self.is_open:
            self._has_reported = False
            self._show_error(None)

    def _call_now(self, function: Callable[..., object], *args: object) -> None:
        if not self.is_open:  # a message may arrive after the explorer is closed
            return
        try:
            with interrupts_held_back():
                function(*args)
        except Exception as error:  # a user's own observer may raise anything
            self.report(error)


def _home() -> tuple[threading.Thread, asyncio.AbstractEventLoop | None]:
    """Return the home thread and loop for a new explorer.

    If a callback on another thread (of a subshell) makes the explorer, its home is still the kernel's main thread and
    loop.
    """
    thread = threading.current_thread()
    if thread is not threading.main_thread() and (loop := _loop_of_the_kernel()) is not None:
        return threading.main_thread(), loop
    try:
        return thread, asyncio.get_running_loop()
    except RuntimeError:
        return thread, None


def _loop_of_the_kernel() -> asyncio.AbstractEventLoop | None:
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    loop: asyncio.AbstractEventLoop | None = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    return loop
