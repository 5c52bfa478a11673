"""Interrupts at a chosen line of the package."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import hubble_widget as hw

PACKAGE = str(Path(hw.__file__).parent)


def by_signal() -> None:
    signal.raise_signal(signal.SIGINT)


def by_exception() -> None:
    raise KeyboardInterrupt


def with_interrupt(function: Callable[[], object], at: int, interrupt: Callable[[], None]) -> tuple[int, bool]:
    """Call a function and interrupt it when it comes to the line `at` of this package, counted from 0.

    Return how many lines it has come to, and whether it was interrupted.
    """
    seen = 0

    def trace(frame: FrameType, event: str, _argument: object) -> object:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        if event == "line":
            seen += 1
            if seen == at + 1:
                interrupt()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    except KeyboardInterrupt:
        return seen, True
    finally:
        sys.settrace(before)
    return seen, False
