"""Whether what moves is seen: as the state has it, unless a user has hidden it."""

from __future__ import annotations

from weakref import WeakKeyDictionary, WeakSet

from matplotlib.artist import Artist

_shown: WeakKeyDictionary[Artist, bool] = WeakKeyDictionary()  # as it was left here; else a user has changed it
_hidden: WeakSet[Artist] = WeakSet()  # by a user


def may_be_seen(artist: Artist) -> bool:
    """Return whether a user lets an artist be seen; the first call takes note of what is so by itself."""
    now = artist.get_visible()
    if now != _shown.setdefault(artist, now):
        (_hidden.discard if now else _hidden.add)(artist)
        _shown[artist] = now
    return artist not in _hidden


def show(artist: Artist, shown: bool) -> None:
    """Show an artist, if a user lets it be seen, or hide it."""
    _shown[artist] = shown = may_be_seen(artist) and shown
    artist.set_visible(shown)
