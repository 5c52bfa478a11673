"""Widgets that are made by what runs now, to be closed where it does not come to its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ipywidgets import Widget


@contextmanager
def closed_if_it_fails() -> Iterator[None]:
    """Return a context that closes every widget made in it, on this thread, if it ends by an exception."""
    made: list[Widget] = []
    thread = threading.current_thread()
    # There is a public way to set the one callback, but none to know whose it was before.
    before = getattr(Widget, "_widget_construction_callback", None)

    def note(widget: Widget) -> None:
        if threading.current_thread() is thread:
            made.append(widget)
        if before is not None:
            before(widget)

    try:
        try:
            Widget.on_widget_constructed(note)
            yield
        finally:
            Widget.on_widget_constructed(before)
    except BaseException:
        for widget in reversed(made):
            Widget.close(widget)  # not what a class makes of it: the widget may be half made
        raise
