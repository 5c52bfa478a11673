"""Tells apart the values that a person sets in a control and those that the program shows in it.

ipywidgets calls the same observers for both. Without this guard a value that the program shows would come back as if a
person had typed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local

from traitlets import Bunch, HasTraits

_updates = local()  # of each thread: a person may move a control on another thread meanwhile


@contextmanager
def programmatic_update() -> Iterator[None]:
    """Return a context in which this thread sets controls without calling the observers of `observe_user`."""
    depth = getattr(_updates, "depth", 0)
    _updates.depth = depth + 1
    try:
        yield
    finally:
        _updates.depth = depth


def observe_user(control: HasTraits, callback: Callable[[Bunch], object], names: str | list[str] = "value") -> None:
    """Call ``callback(change)`` when a trait of a control changes, unless the program changes it.

    Parameters
    ----------
    control : HasTraits
    callback : callable
    names : str or list of str
        The traits to observe.

    Examples
    --------
    >>> from ipywidgets import IntText
    >>> entry = IntText(1)
    >>> observe_user(entry, lambda change: print(change["new"]))
    >>> entry.value = 2
    2
    >>> with programmatic_update():
    ...     entry.value = 3
    """

    def changed(change: Bunch) -> None:
        if not getattr(_updates, "depth", 0):
            callback(change)

    control.observe(changed, names)
