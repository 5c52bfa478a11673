"""Whether a moving artist is visible: as the state says, unless a user has hidden it."""

from __future__ import annotations

from weakref import WeakKeyDictionary, WeakSet

from matplotlib.artist import Artist

_shown: WeakKeyDictionary[Artist, bool] = WeakKeyDictionary()  # as last set here; another value is a user's change
_hidden: WeakSet[Artist] = WeakSet()  # by a user


def may_be_seen(artist: Artist) -> bool:
    """Return False if a user has hidden the artist; the first call stores its initial visibility."""
    now = artist.get_visible()
    if now != _shown.setdefault(artist, now):
        (_hidden.discard if now else _hidden.add)(artist)
        _shown[artist] = now
    return artist not in _hidden


def show(artist: Artist, shown: bool) -> None:
    """Show an artist, unless a user has hidden it, or hide it."""
    _shown[artist] = shown = may_be_seen(artist) and shown
    artist.set_visible(shown)
