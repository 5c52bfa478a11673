"""The picture of more galaxies than can be drawn one by one: the darker, the more of them are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.display.palette import Palette
    from hubble_widget.regression.density import Density

FAINTEST = 0.15
"""The opacity of a single galaxy where others lie in crowds: it can still be seen."""


class DensityImage(AxesImage):
    """Numbers of galaxies in the colour of galaxies, on a logarithmic scale; nothing where there is none."""

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__(axes, origin="lower", interpolation="nearest", extent=(0, 1, 0, 1), zorder=zorder)
        self._colour = "#000000"
        self._opacity: NDArray[np.float64] = np.zeros((1, 1))
        self._density: Density | None = None
        self.set_visible(False)
        self._paint()
        axes.add_image(self)

    def show(self, density: Density | None) -> None:
        """Show these numbers; None shows nothing."""
        if density is self._density:  # else all would be drawn anew for nothing
            return
        self._density = density
        self.set_visible(density is not None)
        if density is not None:
            (left, right), (bottom, top) = density.extent
            rows = len(density.counts)
            height = (top - bottom) / rows or 0.01 * abs(bottom) or 0.01  # of the row where all velocities are equal
            self.set_extent((left, right, bottom, bottom + rows * height))
            scale = np.log(density.counts.max()) or 1.0
            shares = np.log(np.maximum(density.counts, 1)) / scale
            self._opacity = np.where(density.counts > 0, FAINTEST + (1 - FAINTEST) * shares, 0.0)
            self._paint()

    def recolour(self, palette: Palette) -> None:
        """Paint it in the colour that galaxies have in one theme."""
        self._colour = palette.galaxy
        self._paint()

    def _paint(self) -> None:
        pixels = np.empty((*self._opacity.shape, 4))
        pixels[..., :3] = to_rgb(self._colour)
        pixels[..., 3] = self._opacity
        self.set_data(pixels)
