"""Widgets that are made by what runs now, to be closed where it does not come to its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ipywidgets import Widget


class _Noted:
    """Every open list of new widgets, filled by the one callback that ipywidgets has for them.

    Explorers may be made on several threads at once, and need not end in the order in which they began. So the callback
    is set by the first list and taken away with the last one; what was there before goes on being called.
    """

    def __init__(self) -> None:
        self._lists: list[tuple[threading.Thread, list[Widget]]] = []
        self._before: Callable[[Widget], object] | None = None
        self._lock = threading.RLock()

    def open(self, made: list[Widget]) -> None:
        with self._lock:
            # There is a public way to set the one callback, but none to know whose it was before.
            if not self._lists:
                self._before = getattr(Widget, "_widget_construction_callback", None)
                Widget.on_widget_constructed(self._note)
            self._lists.append((threading.current_thread(), made))

    def close(self, made: list[Widget]) -> None:
        with self._lock:
            self._lists = [noted for noted in self._lists if noted[1] is not made]
            if not self._lists and getattr(Widget, "_widget_construction_callback", None) == self._note:
                Widget.on_widget_constructed(self._before)

    def _note(self, widget: Widget) -> None:
        for thread, made in self._lists:
            if thread is threading.current_thread():
                made.append(widget)
        if self._before is not None:
            self._before(widget)


_noted = _Noted()


@contextmanager
def closed_if_it_fails() -> Iterator[None]:
    """Return a context that closes every widget made in it, on this thread, if it ends by an exception."""
    made: list[Widget] = []
    try:
        try:
            _noted.open(made)
            yield
        finally:
            _noted.close(made)
    except BaseException:
        for widget in reversed(made):
            Widget.close(widget)  # not what a class makes of it: the widget may be half made
        raise
