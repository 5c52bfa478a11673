"""All that a curve depends on: the galaxies' least-squares problem, reduced to a triangle of a few numbers.

With t = (distance - mean distance) / reach, where the reach is the largest magnitude of what is divided by it, the
columns 1, t, ..., t^degree and velocity - mean velocity are A = Q R with QᵀQ = 1. R, upper triangular and of shape
(degree + 2, degree + 2), keeps all scalar products of these columns, RᵀR = AᵀA, whatever the number of rows. Its rows
may have either sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.regression.columns import BLOCK, FloatArray

if TYPE_CHECKING:
    from hubble_widget.regression.density import Extent
    from hubble_widget.regression.moments import Moments


def reach_of(moments: Moments, extent: Extent) -> float:
    """Return how far, in Mpc, a distance is from the mean distance at most."""
    low, high = extent.distance
    return max(high - moments.distance_mean, moments.distance_mean - low)


def triangle_of_columns(
    distance: FloatArray, velocity: FloatArray, degree: int, moments: Moments, extent: Extent
) -> FloatArray:
    """Return the triangle of galaxies in memory, shape (n,) each.

    Rows are taken in block by block: the triangle of some rows stands for them when the next are added, with no loss of
    digits (Golub & Van Loan, Matrix Computations, 6.5.3).
    """
    reach = reach_of(moments, extent)
    triangle = np.zeros((0, degree + 2))
    for first in range(0, distance.size, BLOCK):
        block = slice(first, first + BLOCK)
        powers = np.vander((distance[block] - moments.distance_mean) / reach, degree + 1, increasing=True)
        rows = np.column_stack([powers, velocity[block] - moments.velocity_mean])
        triangle = np.asarray(np.linalg.qr(np.vstack([triangle, rows]), mode="r"), dtype=np.float64)
    return _filled_up(triangle)


def triangle_of_sums(products: FloatArray) -> FloatArray:
    """Return the triangle from the scalar products of the columns.

    They keep only half of the digits of what depends on nearly equal columns; where none is left, a pivot is 0.

    Parameters
    ----------
    products : numpy.ndarray
        AᵀA, shape (degree + 2, degree + 2): of Σ t^(j + k), of Σ t^k (velocity - mean velocity), and of
        Σ (velocity - mean velocity)².
    """
    size = len(products)
    triangle = np.zeros((size, size))
    for row in range(size):  # Cholesky's decomposition, which numpy's gives up where a pivot is 0
        left = products[row, row:] - triangle[:row, row] @ triangle[:row, row:]
        if left[0] > size * np.finfo(float).eps * products[row, row]:
            triangle[row, row:] = left / np.sqrt(left[0])
    return triangle


def _filled_up(triangle: FloatArray) -> FloatArray:
    """Return a triangle of fewer galaxies than it has columns with rows of zeros."""
    lacking = triangle.shape[1] - len(triangle)
    return np.vstack([triangle, np.zeros((lacking, triangle.shape[1]))]) if lacking else triangle
