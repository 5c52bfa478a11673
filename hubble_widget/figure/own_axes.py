"""Axes that a user may clear, remove or make logarithmic. Our artists are restored, and the limits fit the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from matplotlib.artist import Artist

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hubble_widget.figure.axis_limits import StableLimits
    from hubble_widget.figure.palette import Palette


class Part(Protocol):
    """A plot on our axes."""

    limits: StableLimits
    painted: dict[str, Artist]

    def format_axes(self) -> object:
        """Set labels, ticks and data of axes that were cleared or have a new scale."""

    def recolor(self, palette: Palette) -> object:
        """Paint everything in the colors of one theme."""


class OwnAxes:
    """One of our axes, and our artists on it.

    What a user draws stays until the axes are cleared. One of our artists that a user removes stays removed until then.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Nothing is drawn on it yet.

    Attributes
    ----------
    sentinel : Artist
        An invisible artist. It is missing from the axes once somebody has cleared them.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._figure: Figure = axes.get_figure()  # type: ignore[assignment]  # one of ours has one
        self._empty = set(axes.get_children())
        self._bare = len(self._empty)
        self._artists: list[Artist] = []
        self.sentinel = Artist()  # draws nothing; clearing the axes removes it
        self._part: Part | None = None

    def register(self, part: Part) -> None:
        """Store the plot, and the artists that it has put on the axes."""
        self._artists = [artist for artist in self.axes.get_children() if artist not in self._empty]
        self._empty.clear()
        self._part = part
        self.axes.add_artist(self.sentinel)

    @property
    def has_others(self) -> bool:
        """Whether something was added later: by a user, or pinned runs."""
        return sum(artist not in self.artists for artist in self.axes.get_children()) > self._bare

    @property
    def artists(self) -> list[Artist]:
        """Our artists, on the axes or removed."""
        return [*self._artists, self.sentinel]

    def limits_match_scale(self) -> bool:
        """Return whether the limits were set for the present scale of the axes."""
        return self._part is None or self._part.limits.match_scale()

    def restore(self) -> None:
        """Put the axes back into the figure, and our artists back onto the axes."""
        if self.axes not in self._figure.axes:
            if self.axes.get_figure() is None:
                Artist.set_figure(self.axes, self._figure)  # Axes.set_figure would make new transforms
            self._figure.add_axes(self.axes)
        for artist in self.artists:
            if artist.axes is None or artist not in self.axes.get_children():
                self.axes.add_artist(artist)

    def format_axes(self) -> None:
        """Set labels, ticks, data and limits again."""
        if self._part is not None:
            self._part.limits.reset()
            self._part.format_axes()
