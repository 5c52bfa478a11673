"""The R factor of a polynomial least-squares problem: a small matrix that replaces all rows.

Let t = (distance - mean distance) / (largest |distance - mean distance|). The columns 1, t, ..., t^degree and
velocity - mean velocity form a matrix A = Q R with QᵀQ = 1. R is upper triangular, of shape (degree + 2, degree + 2).
It keeps all scalar products of the columns, RᵀR = AᵀA, whatever the number of rows. The sign of each row is arbitrary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.columns import BLOCK, FloatArray

if TYPE_CHECKING:
    from hubble_widget.data.binning import Extent
    from hubble_widget.data.moments import Moments


def max_deviation(moments: Moments, extent: Extent) -> float:
    """Return the largest deviation of a distance from the mean distance, in Mpc."""
    low, high = extent.distance
    return max(high - moments.distance_mean, moments.distance_mean - low)


def r_factor_of_columns(
    distance: FloatArray,
    velocity: FloatArray,
    degree: int,
    moments: Moments,
    extent: Extent,
    *,
    weights: FloatArray | None = None,
) -> FloatArray:
    """Return the R factor of two columns in memory, shape (n,) each; weights multiply rows by their roots.

    Rows are added block by block. The R factor of the rows so far replaces them when the next block is added; this
    loses no digits (Golub & Van Loan, Matrix Computations, 6.5.3).
    """
    scale = max_deviation(moments, extent)
    r_factor = np.zeros((0, degree + 2))
    for first in range(0, distance.size, BLOCK):
        block = slice(first, first + BLOCK)
        powers = np.vander((distance[block] - moments.distance_mean) / scale, degree + 1, increasing=True)
        rows = np.column_stack([powers, velocity[block] - moments.velocity_mean])
        if weights is not None:
            rows *= np.sqrt(weights[block])[:, np.newaxis]
        r_factor = np.asarray(np.linalg.qr(np.vstack([r_factor, rows]), mode="r"), dtype=np.float64)
    return _padded(r_factor)


def r_factor_of_sums(products: FloatArray) -> FloatArray:
    """Return the R factor from the scalar products of the columns.

    If columns are nearly equal, the scalar products keep only half of the digits. If no digit is left, a pivot is 0.

    Parameters
    ----------
    products : numpy.ndarray
        AᵀA, shape (degree + 2, degree + 2). Its elements are Σ t^(j + k), Σ t^k (velocity - mean velocity) and
        Σ (velocity - mean velocity)².
    """
    size = len(products)
    r_factor = np.zeros((size, size))
    for row in range(size):  # a Cholesky decomposition; numpy's own fails at a pivot of 0
        remainder = products[row, row:] - r_factor[:row, row] @ r_factor[:row, row:]
        if remainder[0] > size * np.finfo(float).eps * products[row, row]:
            r_factor[row, row:] = remainder / np.sqrt(remainder[0])
    return r_factor


def _padded(r_factor: FloatArray) -> FloatArray:
    """Return a square R factor: with fewer galaxies than columns, rows of zeros are added."""
    n_missing = r_factor.shape[1] - len(r_factor)
    return np.vstack([r_factor, np.zeros((n_missing, r_factor.shape[1]))]) if n_missing else r_factor
