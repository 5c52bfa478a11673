"""Full-batch gradient descent in closed form: the whole path at once.

The gradient of a quadratic bowl is its Hessian times (line - best line), so that each update
multiplies the two components of that difference along the bowl's axes by
1 - learning_rate · eigenvalue.
"""

import math
from bisect import bisect_left

import numpy as np

from hubble_widget.regression.bowl import Bowl
from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.moments import Moments
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    FLAT_START,
    Start,
    check_iterations,
    check_learning_rate,
    check_start,
)
from hubble_widget.regression.trajectory import Trajectory

_UNREACHABLE = 10**15


def descend_moments(
    moments: Moments,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
) -> Trajectory:
    """Return the path of gradient descent from the data's moments alone; see `hubble_widget.descend`.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.
    learning_rate, iterations, start
        As in `hubble_widget.descend`.

    Returns
    -------
    Trajectory
        iterations + 1 states.
    """
    return path_of(moments, check_learning_rate(learning_rate), check_iterations(iterations), check_start(start))


def path_of(moments: Moments, rate: float, iterations: int, line: tuple[float, float]) -> Trajectory:
    """Return the same of arguments that have been checked."""
    updates = np.arange(iterations + 1, dtype=np.float64)
    bowl = Bowl.of(moments)
    with np.errstate(all="ignore"):  # divergence is a result
        first, best = bowl.components(*line), bowl.best_components()
        flat, flat_error = _walk(first[0], best[0], rate * bowl.eigenvalues[0], updates)
        steep, steep_error = _walk(first[1], best[1], rate * bowl.eigenvalues[1], updates)
        slopes = moments.slope_scale * (bowl.cosine * steep - bowl.sine * flat)
        intercepts = moments.velocity_scale * (bowl.sine * steep + bowl.cosine * flat)
        losses = bowl.loss(flat_error, steep_error)
    slopes[0], intercepts[0] = line  # to the last bit
    return Trajectory(
        slopes=slopes,
        intercepts=intercepts,
        losses=losses,
        moments=moments,
        learning_rate=rate,
        start=line,
        source="closed form",
    )


def eigenvalues(moments: Moments) -> tuple[float, float]:
    """Return the smaller and the larger curvature of the loss, in scaled data.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.

    Returns
    -------
    tuple of float
        The eigenvalues of the Hessian of the mean squared error, both above 0.
    """
    return Bowl.of(moments).eigenvalues


def largest_stable_rate(moments: Moments) -> float:
    """Return the learning rate beyond which the descent diverges: 2 / the larger eigenvalue.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.
    """
    return 2 / eigenvalues(moments)[1]


def iterations_to_reach(
    moments: Moments,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    start: Start = FLAT_START,
    fraction: float = 0.99,
) -> int | None:
    """Return after how many iterations the slope is there for good.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    fraction : float
        How much of the way from the start to the best slope, between 0 and 1 (both excluded).

    Returns
    -------
    int or None
        The fewest iterations after which the slope stays within (1 - `fraction`) of that way from
        the best slope. Both components are taken to err to the same side, so that this is an upper
        bound; it is exact once the faster component has died away. 0 where the start is the best
        line. None where it never happens: the descent diverges, or stands still, or there is no
        way to go because the start has the best slope at another intercept.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    rate = check_learning_rate(learning_rate)
    line = check_start(start)
    if not 0 < fraction < 1:
        raise ValueError(f"fraction must be between 0 and 1, both excluded, got {fraction!r}.")
    bowl = Bowl.of(moments)
    modes = [
        (abs(share * (first - best)), abs(1 - rate * eigenvalue))
        for share, first, best, eigenvalue in zip(
            (bowl.sine, bowl.cosine),
            bowl.components(*line),
            bowl.best_components(),
            bowl.eigenvalues,
            strict=True,
        )
        if first != best
    ]
    if not modes:
        return 0
    tolerance = (1 - fraction) * abs(moments.slope - line[0]) / moments.slope_scale
    if tolerance == 0 or any(ratio >= 1 for _, ratio in modes):
        return None
    return _first_below(tolerance, modes)


def fraction_of_the_way(moments: Moments, slope: float, start: Start = FLAT_START) -> float:
    """Return how far a slope has come from the start to the best slope.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.
    slope : float
        In km/s/Mpc.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.

    Returns
    -------
    float
        0 at the start, 1 at the best slope, above 1 beyond it; nan where the start has the best
        slope.
    """
    first, _ = check_start(start)
    way = moments.slope - first
    return (slope - first) / way if way else math.nan


def _walk(first: float, best: float, step: float, updates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return one component of the line after each number of updates, and its error."""
    if first == best:  # also where the error's factor overflows
        return np.full_like(updates, best), np.zeros_like(updates)
    if step < 0.5:  # 1 - step would lose digits of a small step
        exponents = updates * math.log1p(-step)
        remaining, covered = np.exp(exponents), -np.expm1(exponents)
    else:
        remaining = np.power(1 - step, updates)
        covered = 1 - remaining
    # A mean of both ends: exact at the start of a slow component and at the end of a fast one.
    return first * remaining + best * covered, (first - best) * remaining


def _first_below(tolerance: float, modes: list[tuple[float, float]]) -> int | None:
    """Return the fewest updates after which Σ amplitude · ratio^updates is within a tolerance."""

    def error(updates: int) -> float:
        return math.fsum(amplitude * ratio**updates for amplitude, ratio in modes)

    enough = 1
    while error(enough) > tolerance:
        enough *= 2
        if enough > _UNREACHABLE:
            return None
    return bisect_left(range(enough + 1), -tolerance, key=lambda updates: -error(updates))
