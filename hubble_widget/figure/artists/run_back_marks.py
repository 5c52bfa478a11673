"""The galaxies of the fit plot as they run back. Their time is the page's own, so here they are only described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.figure.palette import Palette


class RunBackMarks:
    """A veil over each galaxy at rest, its way back, and where it was.

    Attributes
    ----------
    painted : dict of Artist
        By their ids in the scene.
    """

    def __init__(self, axes: Axes) -> None:
        self._ways = LineCollection([], linewidths=0.8, alpha=0.5, zorder=3.6)
        axes.add_collection(self._ways, autolim=False)
        (self._veils,) = axes.plot([], [], "o", ms=6.5, mew=0, alpha=0.7, zorder=3.7)
        (self._dots,) = axes.plot([], [], "o", ms=5.5, mew=0, zorder=5.5)
        self.painted: dict[str, Artist] = {
            "run_back_ways": self._ways,
            "run_back_veils": self._veils,
            "run_back_galaxies": self._dots,
        }

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._ways.set_color(palette.muted)
        self._veils.set_color(palette.background)
        self._dots.set_color(palette.galaxy)
