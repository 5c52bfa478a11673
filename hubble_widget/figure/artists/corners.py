"""The corners of a plot, and what a legend would cover there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Corner = Literal["upper left", "lower right", "upper right", "lower left"]
"""Where a legend stands, as matplotlib names it."""

CORNERS: dict[Corner, tuple[int, int]] = {
    "upper left": (0, 1),
    "lower right": (1, 0),
    "upper right": (1, 1),
    "lower left": (0, 0),
}
"""Each corner as column (from the left) and row (from below); the best ones for rising data first."""


def covered(places: NDArray[np.float64], corner: Corner, size: tuple[float, float]) -> int:
    """Return how many places a legend covers in a corner of a box. Those outside the box do not count.

    Parameters
    ----------
    places : array, shape (n, 2)
        Fractions of the width and the height of the box, from its lower left corner.
    corner : str
    size : tuple of float
        Width and height of the legend, in the same units.
    """
    from_corner = np.where(CORNERS[corner], 1 - places, places)
    return int(np.sum(((from_corner >= 0) & (from_corner < size)).all(axis=1)))
