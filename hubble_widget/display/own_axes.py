"""Axes that a user may clear, remove or turn logarithmic: what is ours is put back, and the limits suit the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from matplotlib.artist import Artist

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hubble_widget.display.palette import Palette
    from hubble_widget.display.scales import KeptLimits


class Part(Protocol):
    """What is ours on axes."""

    limits: KeptLimits
    painted: dict[str, Artist]

    def dress(self) -> object:
        """Give the axes labels, ticks and data, after they were cleared and when they have another scale."""

    def recolour(self, palette: Palette) -> object:
        """Paint everything in the colours of one theme."""


class OwnAxes:
    """One of our axes, and what we have put on it.

    What a user draws on it stays until it is cleared; an artist of ours that a user removes stays removed until then.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With nothing on it yet.

    Attributes
    ----------
    sign : Artist
        It is on the axes for as long as nobody clears them.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._figure: Figure = axes.get_figure()  # type: ignore[assignment]  # one of ours has one
        self._empty = set(axes.get_children())
        self._ours: list[Artist] = []
        self.sign = Artist()  # draws nothing; whoever clears the axes takes it away
        self._part: Part | None = None

    def keep(self, part: Part) -> None:
        """Note what is on the axes by now, all of a part's."""
        self._ours = [artist for artist in self.axes.get_children() if artist not in self._empty]
        self._empty.clear()
        self._part = part
        self.axes.add_artist(self.sign)

    @property
    def ours(self) -> list[Artist]:
        """The artists of ours that are on the axes, or were."""
        return [*self._ours, self.sign]

    def has_its_scale(self) -> bool:
        """Whether the limits were set for the scale that the axes have now."""
        return self._part is None or self._part.limits.suit_the_scale()

    def put_back(self) -> None:
        """Put the axes back into the figure, and what is ours onto them."""
        if self.axes not in self._figure.axes:
            if self.axes.get_figure() is None:
                Artist.set_figure(self.axes, self._figure)  # that of axes would make new transforms
            self._figure.add_axes(self.axes)
        for artist in self.ours:
            if artist.axes is None or artist not in self.axes.get_children():
                self.axes.add_artist(artist)

    def dress(self) -> None:
        """Give the axes labels, ticks, data and limits anew."""
        if self._part is not None:
            self._part.limits.forget()
            self._part.dress()
