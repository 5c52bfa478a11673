"""Curves of least squares from sums alone, with all digits: what an engine must add up, and what follows from it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hubble_widget.regression.columns import FloatArray

_CLEARLY_DIFFERENT = 1e-12
"""What a power must keep of its square sum beside the lower powers: below it there are too few different distances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSums:
    """Sums over the galaxies of products of u and w, which are deviations from the extents' centres times their scales.

    Attributes
    ----------
    of_u : tuple of float
        Σ u^k for k = 0 to 2 degree.
    of_uw : tuple of float
        Σ u^k w for k = 0 to degree.
    of_ww : float
        Σ w².
    """

    of_u: tuple[float, ...]
    of_uw: tuple[float, ...]
    of_ww: float

    @property
    def degree(self) -> int:
        """The highest degree of a curve that they determine."""
        return len(self.of_uw) - 1

    def solved(self) -> tuple[FloatArray, FloatArray]:
        """Solve the normal equations, as far as the galaxies' distances allow.

        Returns
        -------
        pair of numpy.ndarray
            Polynomials in u, nearly orthogonal over the galaxies, a row of coefficients each, shape (m + 1, m + 1)
            with m at most `degree`; and the projections of w on them, shape (m + 1,).
        """
        powers = np.array([self.of_u[row : row + self.degree + 1] for row in range(self.degree + 1)])
        to_orthogonal = _inverse_of_cholesky(powers)
        return to_orthogonal, to_orthogonal @ np.array(self.of_uw[: len(to_orthogonal)])


class Curve(NamedTuple):
    """A polynomial in u that was fitted to w, lowest power first.

    Attributes
    ----------
    coefficients : numpy.ndarray
        Shape (degree + 1,).
    inverse : numpy.ndarray
        A matrix M, (degree + 1, degree + 1), such that M Mᵀ is the inverse of the normal matrix.
    residual_ss : float
        Σ (w - curve)².
    """

    coefficients: FloatArray
    inverse: FloatArray
    residual_ss: float


def refined(to_orthogonal: FloatArray, projections: FloatArray, products: FloatArray) -> tuple[Curve, ...]:
    """Return the curves of degree 1, 2, ..., m, as far as the distances determine them.

    Parameters
    ----------
    to_orthogonal, projections : numpy.ndarray
        What `PowerSums.solved` returned.
    products : numpy.ndarray
        Shape (m + 2, m + 2): sums of the products of (q_0, ..., q_m, e) with one another; q are the nearly orthogonal
        polynomials, e is what their projections leave of w.
    """
    curves = []
    for degree in range(1, len(to_orthogonal)):
        curve = _refined(to_orthogonal, projections, products, degree)
        if curve is None:
            break
        curves.append(curve)
    return tuple(curves)


def _refined(to_orthogonal: FloatArray, projections: FloatArray, products: FloatArray, degree: int) -> Curve | None:
    """Return the curve of one degree; None where the distances do not determine it."""
    count, m = degree + 1, len(projections) - 1
    # What the first answer of this degree leaves: e and the polynomials of higher degrees.
    left = np.zeros(m + 2)
    left[count:] = *projections[count:], 1.0
    again = _inverse_of_cholesky(products[:count, :count])
    if len(again) < count:
        return None
    first = to_orthogonal[:count, :count]
    correction = again @ (products[:count] @ left)
    inverse = first.T @ again.T
    return Curve(
        first.T @ projections[:count] + inverse @ correction,
        inverse,
        max(0.0, float(left @ products @ left) - float(correction @ correction)),
    )


def _inverse_of_cholesky(matrix: FloatArray) -> FloatArray:
    """Return the inverse of the lower triangle, of as many of the first rows as are no combination of those above."""
    size = len(matrix)
    for count in range(size, 0, -1):
        with suppress(np.linalg.LinAlgError):
            triangle = np.linalg.cholesky(matrix[:count, :count])
            if np.all(np.diag(triangle) ** 2 > _CLEARLY_DIFFERENT * np.diag(matrix)[:count]):
                return np.asarray(np.linalg.inv(triangle), dtype=np.float64)
    return np.empty((0, 0))
