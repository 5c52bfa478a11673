"""States of widgets that travel with a picture, in its message, instead of in messages of their own.

A message costs more than what it says: kernel, server and page each handle it, half a millisecond here and there. While
a training is watched, every picture comes with a handful of numbers; with one message for all of them torch has more
of the processor. js/src/bundle.ts is the page's side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ipywidgets import Widget


class Bundled(Widget):
    """A widget whose state may go into a bundle."""

    _bundle: Bundle | None = None

    def send_state(self, key: str | Sequence[str] | None = None) -> None:
        """Send the state to the page, or what has changed of it; while a bundle is packed, put it in there."""
        if self._bundle is None or key is None:
            super().send_state(key)
        else:
            self._bundle.take(self, {key} if isinstance(key, str) else set(key))


class Bundle:
    """What some widgets have to tell the page and nobody has sent yet."""

    def __init__(self) -> None:
        self._waiting: dict[Bundled, set[str]] = {}
        self._carried: dict[Bundled, set[str]] = {}

    @contextmanager
    def packing(self, *widgets: Bundled) -> Iterator[None]:
        """Return a context in which what these widgets would send is packed."""
        for widget in widgets:
            widget._bundle = self
        try:
            yield
        finally:
            for widget in widgets:
                widget._bundle = None

    def take(self, widget: Bundled, keys: set[str]) -> None:
        """Pack so many of a widget's traits, as they are when the bundle goes."""
        for packed in (self._waiting, self._carried):
            packed[widget] = packed.get(widget, set()) | keys

    def states(self) -> dict[str, dict[str, Any]]:
        """Return what has to be told, by the models' ids, for a message that goes now."""
        waiting, self._waiting = self._waiting, {}
        return {widget.model_id: widget.get_state(keys) for widget, keys in waiting.items()}

    def send_all(self) -> None:
        """Send all that was ever packed by ordinary messages: a picture that carried some of it may never arrive."""
        carried, self._carried = self._carried, {}
        self._waiting = {}
        for widget, keys in carried.items():
            widget.send_state(sorted(keys))
