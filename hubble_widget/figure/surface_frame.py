"""What part of a loss surface is shown, in equal units, and where its words stand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.figure.artists.start_line import TOO_STEEP
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import Ellipses, LossSurface
from hubble_widget.fit.quadratic_loss import QuadraticLoss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hubble_widget.figure.axis_limits import Limits

_MARGIN = 0.14  # of the larger side, around what is shown
_TOO_WIDE = 3.0  # limits that are so many times wider than needed become new ones
_TOO_NARROW = 1 / 1.5
_SWING = 1.5  # how far beyond the valley is shown, in distances of the start from it, less 1
_VALLEY = 0.35  # half the length of the valley's axis, as a fraction of the axes
_LABEL = 0.15  # of the axes: how far a label reaches from its point
_CORNERS = ((1, 1), (0, 0), (0, 1), (1, 0))
"""Corners for the words, the preferred one first: 1 is right, or up."""


def turns(surface: LossSurface, start: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return where a descent turns into the valley, and how far one that swings may go beyond it.

    Of another loss than the mean squared error they are about the same.
    """
    bowl = QuadraticLoss.of(surface.data.moments, surface.scaling)
    steep = np.array([bowl.cosine, bowl.sine])
    away = start - np.array(surface.least_squares)
    across = steep * float(steep @ away)
    swings_along = 2 * bowl.eigenvalues[0] > bowl.eigenvalues[1]  # where the surface is round
    return [start - across, start - _SWING * (away if swings_along else across)]


def frame_around(points: NDArray[np.float64], aspect: float) -> tuple[Limits, Limits]:
    """Return limits that contain points, shape (n, 2), for axes that are `aspect` times wider than high."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = _MARGIN * float((high - low).max()) or 1.0
    width, height = (high - low + 2 * margin).tolist()
    width, height = max(width, height * aspect), max(height, width / aspect)
    x, y = ((low + high) / 2).tolist()
    return (x - width / 2, x + width / 2), (y - height / 2, y + height / 2)


def _frame_around_curve(curve: LossCurve, start: float) -> tuple[Limits, Limits]:
    """Return limits that contain a start weight, the exact one and a swing beyond it, with their losses."""
    points = np.vstack([_along(curve, start), curve.least_squares])
    (left, low), (right, high) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    x_margin, y_margin = _MARGIN * (right - left), _MARGIN * (high - low) or 1.0
    return (left - x_margin, right + x_margin), (low - y_margin, high + y_margin)


def frame(
    surface: LossSurface | LossCurve,
    must: NDArray[np.float64],
    aspect: float,
    now: tuple[Limits, Limits] | None,
) -> tuple[Limits, Limits]:
    """Return limits that contain the places of exact fit and start, `must`: those of `now` if they still fit.

    Weight and bias are in equal units in axes that are `aspect` times wider than high.
    """
    is_curve = isinstance(surface, LossCurve)
    if isinstance(surface, LossCurve):
        wanted = _frame_around_curve(surface, float(must[1, 0]))
    else:
        wanted = frame_around(np.vstack([must, *turns(surface, must[1])]), aspect)
    return now if now is not None and _still_fits(now, wanted, must, equal_units=not is_curve) else wanted


def _still_fits(
    now: tuple[Limits, Limits], wanted: tuple[Limits, Limits], must: NDArray[np.float64], *, equal_units: bool
) -> bool:
    """Return whether limits contain the points `must` and are about as wide and high as wanted: then they stay."""
    (left, right), (bottom, top) = now
    x, y = must.T
    is_inside = bool(np.all((left < x) & (x < right) & (bottom < y) & (y < top)))
    wider, higher = ((end - begin) / (last - first) for (begin, end), (first, last) in zip(now, wanted, strict=True))
    is_near = all(_TOO_NARROW < share < _TOO_WIDE for share in (wider, higher))
    return is_inside and is_near and (not equal_units or math.isclose(wider, higher))


def valley(surface: LossSurface | LossCurve, limits: tuple[Limits, Limits]) -> NDArray[np.float64]:
    """Return x and y of the axes of one elliptic contour, shape (2, 5): two lines with a gap between them.

    A curve, and a loss without closed form, have none: shape (2, 0).
    """
    if isinstance(surface, LossCurve) or surface.bowl is None:
        return np.empty((2, 0))
    exact = np.array(surface.least_squares)
    long, short = Ellipses(surface.bowl, surface.least_squares).semi_axes(1.0)
    sides = [abs(high - low) for low, high in limits]
    share = _VALLEY * min(side / abs(part) for side, part in zip(sides, long.tolist(), strict=True) if part)
    ends = [exact - share * long, exact + share * long, [math.nan] * 2, exact - share * short, exact + share * short]
    return np.array(ends).T


def free_corner(
    surface: LossSurface | LossCurve,
    start: NDArray[np.float64],
    limits: tuple[Limits, Limits],
    size: tuple[float, float],
) -> tuple[int, int] | None:
    """Return a corner that no descent comes to, for words of a size in fractions of the axes; or None."""
    low, high = np.array(limits).T
    at = (_ways(surface, start) - low) / (high - low)
    labels = at[[0, -1]] + [[0, -_LABEL], [_LABEL, 0]]  # under the start, beside the exact fit
    at = np.vstack([at, labels])

    def is_free(corner: tuple[int, int]) -> bool:
        return not np.any(np.all(np.abs(at - corner) < size, axis=1))

    return next(filter(is_free, _CORNERS), None)


def _ways(surface: LossSurface | LossCurve, start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on the ways that descents from a start may take, the start first, shape (n, 2)."""
    if isinstance(surface, LossCurve):
        return _along(surface, float(start[0]))
    exact, (turn, swing) = np.array(surface.least_squares), turns(surface, start)
    share = np.linspace(0, 1, 25)[:, np.newaxis]
    return np.vstack([a + share * (b - a) for a, b in ((start, turn), (turn, exact), (start, swing), (swing, exact))])


def _along(curve: LossCurve, start: float) -> NDArray[np.float64]:
    """Return points on the curve from a weight to as far beyond the exact one as a descent that swings may go."""
    exact = curve.least_squares[0]
    away = start - exact
    away = math.copysign(max(abs(away), abs(exact) / 2) or 1.0, away)  # a start close to it shows its surroundings
    weights = exact + away * np.linspace(1, 1 - _SWING, 60)
    return np.column_stack([weights, np.clip(np.nan_to_num(curve.losses(weights)), 0, TOO_STEEP)])
