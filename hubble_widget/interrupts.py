"""The kernel's interrupt (a KeyboardInterrupt), held back while several things have to change together."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType

Handler = Callable[[int, FrameType | None], object]


class _Held:
    """What answers the signal meanwhile: it notes the first one, and passes on a second at once."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.has_come = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.has_come:  # somebody insists: what runs here may be an observer that never ends
            self._handler(number, frame)
        self.has_come = True

    def let_through(self) -> None:
        """Do now what the signal asked for, if it has come."""
        if self.has_come:
            self.has_come = False
            self._handler(signal.SIGINT, None)


_NOTHING = nullcontext()


def interrupts_held_back() -> AbstractContextManager[None]:
    """Return a context in which an interrupt waits for its end, or for `let_interrupt_through`.

    Only the main thread is ever interrupted. A context inside another does nothing of its own.
    """
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _Held) or not callable(handler):
        return _NOTHING
    is_main = threading.current_thread() is threading.main_thread()
    return _held_back(handler) if is_main else _NOTHING


@contextmanager
def _held_back(handler: Handler) -> Iterator[None]:
    held = _Held(handler)
    try:
        try:
            signal.signal(signal.SIGINT, held)
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
    except BaseException:  # a second interrupt may have come in between
        signal.signal(signal.SIGINT, handler)
        raise
    finally:
        if held.has_come:
            held.let_through()


def let_interrupt_through() -> None:
    """Raise an interrupt that has come and is held back: all is in step here."""
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _Held) and threading.current_thread() is threading.main_thread():
        handler.let_through()
