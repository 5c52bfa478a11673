"""An image of the density of galaxies, for more galaxies than can be drawn as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.binning import Density
    from hubble_widget.figure.palette import Palette

MIN_OPACITY = 0.15
"""Opacity of a cell with a single galaxy, so that it is still visible."""


class DensityImage(AxesImage):
    """The number of galaxies in each cell, as opacity on a logarithmic scale; empty cells are transparent."""

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__(axes, origin="lower", interpolation="nearest", extent=(0, 1, 0, 1), zorder=zorder)
        self._color = "#000000"
        self._opacity: NDArray[np.float64] = np.zeros((1, 1))
        self._density: Density | None = None
        self.set_visible(False)
        self._paint()
        axes.add_image(self)

    def show(self, density: Density | None) -> None:
        """Show these counts; None hides the image."""
        if density is self._density:  # otherwise the figure would be redrawn for nothing
            return
        self._density = density
        self.set_visible(density is not None)
        if density is not None:
            (left, right), (bottom, top) = density.extent
            rows = len(density.counts)
            height = (top - bottom) / rows or 0.01 * abs(bottom) or 0.01  # if all velocities are equal
            self.set_extent((left, right, bottom, bottom + rows * height))
            scale = np.log(density.counts.max()) or 1.0
            shares = np.log(np.maximum(density.counts, 1)) / scale
            self._opacity = np.where(density.counts > 0, MIN_OPACITY + (1 - MIN_OPACITY) * shares, 0.0)
            self._paint()

    def recolor(self, palette: Palette) -> None:
        """Paint it in the galaxies' color of a theme."""
        self._color = palette.galaxy
        self._paint()

    def _paint(self) -> None:
        pixels = np.empty((*self._opacity.shape, 4))
        pixels[..., :3] = to_rgb(self._color)
        pixels[..., 3] = self._opacity
        self.set_data(pixels)
