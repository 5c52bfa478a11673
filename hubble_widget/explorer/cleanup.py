"""Closes the widgets that a constructor has made if it fails."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ipywidgets import Widget


class _Record:
    """The widgets made on one thread while this exists."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.widgets: list[Widget] = []


class _NewWidgets:
    """Fills the records from the only callback that ipywidgets has for new widgets.

    Several threads may make explorers at the same time, and finish in any order. So the first record sets the callback
    and the last one removes it; a callback that was there before is still called. An interrupt may come at any line:
    records are held weakly, because `close` may not be reached, and there is no lock, which may not be released.
    """

    def __init__(self) -> None:
        self._records: dict[int, weakref.ref[_Record]] = {}
        self._previous_callback: Callable[[Widget], object] | None = None

    def open(self, record: _Record) -> None:
        key = id(record)
        self._records[key] = weakref.ref(record, lambda _: self._records.pop(key, None))
        self._set_callback()

    def close(self, record: _Record) -> None:
        self._records.pop(id(record), None)
        if not self._records and _callback() == self._append:
            Widget.on_widget_constructed(self._previous_callback)
        if self._records:  # another thread may have opened one since the callback was removed
            self._set_callback()

    def _set_callback(self) -> None:
        callback = _callback()
        if callback != self._append:
            self._previous_callback = callback
            Widget.on_widget_constructed(self._append)

    def _append(self, widget: Widget) -> None:
        for record in [each() for each in list(self._records.values())]:
            if record is not None and record.thread is threading.current_thread():
                record.widgets.append(widget)
        if self._previous_callback is not None:
            self._previous_callback(widget)


def _callback() -> Callable[[Widget], object] | None:
    # ipywidgets has a public way to set the callback, `on_widget_constructed`, but none to get it. No upstream issue
    # found (searched: on_widget_constructed, widget construction callback).
    return getattr(Widget, "_widget_construction_callback", None)


_new_widgets = _NewWidgets()


@contextmanager
def close_widgets_on_error() -> Iterator[None]:
    """Return a context that closes all widgets made in it, on this thread, if it ends by an exception."""
    record = _Record()
    try:
        try:
            _new_widgets.open(record)
            yield
        finally:
            _new_widgets.close(record)
    except BaseException:
        for widget in reversed(record.widgets):
            Widget.close(widget)  # not the class's own method: the widget may be incomplete
        raise
