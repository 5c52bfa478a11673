"""Residuals, drawn as segments and as squares; the loss is the mean area of the squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.visibility import show

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    from hubble_widget.figure.palette import Palette

_OUT_OF_SIGHT = 2e4  # pixels; much farther out, matplotlib overflows when it fills shapes


class Squares(PolyCollection):
    """Squares on the screen: each side is as long as the residual in pixels, whatever the scales of the axes are."""

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__([], closed=True, linewidths=0.7, zorder=zorder, transform=IdentityTransform())
        self.ends = np.empty((0, 2, 2))
        self._host = axes
        axes.add_collection(self, autolim=False)

    def draw(self, renderer: RendererBase) -> None:
        """Measure the residuals in pixels, then draw."""
        if self.get_visible() and self.ends.size:
            corners = self._host.transData.transform(self.ends.reshape(-1, 2)).reshape(self.ends.shape)
            self.set_verts(list(_squares(corners[:, 0], corners[:, 1], self._host.bbox.x0, self._host.bbox.x1)))
        super().draw(renderer)


def _squares(
    galaxies: NDArray[np.float64], feet: NDArray[np.float64], left: float, right: float
) -> NDArray[np.float64]:
    """Return the corners of the squares, shape (n, 4, 2): away from a rising line, or where there is room."""
    x, from_y, to_y = galaxies[:, 0], galaxies[:, 1], feet[:, 1]
    side = np.abs(to_y - from_y)
    goes_right = np.where(from_y < to_y, x + side <= right, x - side < left)
    far = x + np.where(goes_right, side, -side)
    corners = np.stack([np.stack([x, far, far, x], axis=1), np.stack([from_y, from_y, to_y, to_y], axis=1)], axis=2)
    return np.clip(corners, -_OUT_OF_SIGHT, _OUT_OF_SIGHT)  # it looks the same, because the sides are vertical


class ResidualMarks:
    """Segments and squares between the galaxies and the line.

    Attributes
    ----------
    lines, squares : bool
        Which of them are turned on.
    painted : dict of Artist
        The artists that the page paints, by their ids in the scene.
    """

    def __init__(self, axes: Axes) -> None:
        self.lines = self.squares = False
        self._lines = LineCollection([], linewidths=1.1, zorder=4.2)
        axes.add_collection(self._lines, autolim=False)
        self._squares = Squares(axes, zorder=4.1)
        self.painted: dict[str, Artist] = {"squares": self._squares, "residual_lines": self._lines}

    def show(
        self, distance: NDArray[np.float64], velocity: NDArray[np.float64], predicted: NDArray[np.float64]
    ) -> None:
        """Show the residuals between velocities and predicted velocities, shape (n,); empty arrays show nothing."""
        show(self._lines, self.lines)
        show(self._squares, self.squares)
        if self.lines or self.squares:
            ends = np.stack([np.stack([distance, velocity], axis=1), np.stack([distance, predicted], axis=1)], axis=1)
            self._squares.ends = ends
            if self.lines:
                self._lines.set_segments(list(ends))
            show(self._squares, self.squares and bool(ends.size))

    def recolor(self, palette: Palette) -> None:
        """Paint them in the colors of one theme, translucent, so that grid and galaxies stay visible."""
        self._lines.set_color((palette.learned, 0.75))
        self._squares.set_facecolor((palette.learned, 0.1))
        self._squares.set_edgecolor((palette.learned, 0.55))
