"""Full-batch gradient descent in closed form: the whole path at once.

The gradient of a quadratic bowl is its Hessian times (line - best line), so that each update
multiplies the two components of that difference along the bowl's axes by
1 - learning_rate · eigenvalue.
"""

import math
from bisect import bisect_left
from itertools import pairwise

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.moments import Moments
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_SCALING,
    FLAT_START,
    RateChanges,
    Start,
    check_fit_intercept,
    check_iterations,
    check_learning_rate,
    check_rate_changes,
    check_scaling,
    check_start,
    has_closed_form,
)
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from hubble_widget.fit.random_start import first_line
from hubble_widget.fit.trajectory import Trajectory

_UNREACHABLE = 10**15

CLOSE_ENOUGH = 0.01
"""A slope within this fraction of the exact slope counts as converged."""


def gradient_descent_of(
    moments: Moments,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    seed: int | None = None,
    rate_changes: RateChanges = (),
) -> Trajectory:
    """Return the path of gradient descent from the data's moments alone; see `hubble_widget.gradient_descent`.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    learning_rate, iterations, start, scaling, fit_intercept, seed, rate_changes
        As in `hubble_widget.gradient_descent`.

    Returns
    -------
    Trajectory
        iterations + 1 states.
    """
    fit_intercept = check_fit_intercept(fit_intercept)
    scaling = check_scaling(scaling)
    line, drawn_from = first_line(start, seed, moments, scaling=scaling, fit_intercept=fit_intercept)
    return path_of(
        moments,
        check_learning_rate(learning_rate),
        check_iterations(iterations),
        line,
        scaling=scaling,
        fit_intercept=fit_intercept,
        seed=drawn_from,
        rate_changes=check_rate_changes(rate_changes),
    )


def path_of(
    moments: Moments,
    rate: float,
    iterations: int,
    line: tuple[float, float],
    *,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    seed: int | None = None,
    rate_changes: tuple[tuple[int, float], ...] = (),
) -> Trajectory:
    """Return the same of arguments that have been checked."""
    made = [change for change in rate_changes if change[0] < iterations] if rate_changes else ()
    rates = (0, rate), *made, (iterations, rate)
    bowl = QuadraticLoss.of(moments, scaling, fit_intercept)
    scales = bowl.scales
    with np.errstate(all="ignore"):  # divergence is a result
        first, best = bowl.components(*line), bowl.best_components()
        flat, flat_error = _component(first[0], best[0], bowl.eigenvalues[0], rates)
        steep, steep_error = _component(first[1], best[1], bowl.eigenvalues[1], rates)
        slopes = scales.slope_scale * (bowl.cosine * steep - bowl.sine * flat)
        intercepts = scales.velocity_scale * (bowl.sine * steep + bowl.cosine * flat)
        if scaling == "standard":
            intercepts += scales.velocity_offset - slopes * scales.distance_offset
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
        scaling=scaling,
        fit_intercept=fit_intercept,
        seed=seed,
        rate_changes=rate_changes,
    )


def full_batch_of(path: Trajectory, iterations: int) -> Trajectory | None:
    """Return the full-batch path with the settings of a run with batches.

    None without a closed form, or if the batches come from a sample: that has another loss.
    """
    is_sampled = path.batch_size is None or path.moments.n > MAX_ROWS
    if is_sampled or not has_closed_form(path.optimizer, path.loss_function):
        return None
    return path_of(
        path.moments,
        path.learning_rate,
        iterations,
        path.start,
        scaling=path.scaling,
        fit_intercept=path.fit_intercept,
        rate_changes=path.rate_changes,
    )


def eigenvalues(moments: Moments, *, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True) -> tuple[float, ...]:
    """Return the smaller and the larger curvature of the loss, in scaled data.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    scaling, fit_intercept
        As in `hubble_widget.gradient_descent`.

    Returns
    -------
    tuple of float
        The eigenvalues of the Hessian of the mean squared error, all above 0; through the origin there is one.
    """
    return QuadraticLoss.of(moments, scaling, fit_intercept).curvatures


def largest_stable_rate(moments: Moments, *, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True) -> float:
    """Return the learning rate beyond which the descent diverges: 2 / the larger eigenvalue.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    scaling, fit_intercept
        As in `hubble_widget.gradient_descent`.
    """
    return 2 / eigenvalues(moments, scaling=scaling, fit_intercept=fit_intercept)[-1]


def iterations_to_reach(
    moments: Moments,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    start: Start = FLAT_START,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    rate_changes: RateChanges = (),
) -> int | None:
    """Return the number of iterations after which the slope stays near the exact one.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    scaling, fit_intercept, rate_changes
        As in `hubble_widget.gradient_descent`.

    Returns
    -------
    int or None
        The fewest iterations after which the slope stays as near to the best slope as `tolerance_of`
        says, and not before the last of `rate_changes`. Both components are taken to err to the same
        side, so that this is an upper bound; it is exact once the faster component has died away. 0
        where the start is the best line. None where it never happens: the descent diverges, or stands
        still.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    rates = (0, check_learning_rate(learning_rate)), *check_rate_changes(rate_changes)
    line = check_start(start, fit_intercept=fit_intercept)
    bowl = QuadraticLoss.of(moments, scaling, fit_intercept)
    last, rate = rates[-1]
    modes = [
        (abs(share * _error(first - best, eigenvalue, rates)), abs(1 - rate * eigenvalue))
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
    tolerance = tolerance_of(bowl.moments.slope, line[0]) / bowl.scales.slope_scale
    if tolerance == 0 or not all(math.isfinite(amplitude) and ratio < 1 for amplitude, ratio in modes):
        return None
    more = _first_below(tolerance, modes)
    return None if more is None else last + more


def tolerance_of(best: float, start: float) -> float:
    """Return how far a slope may lie from the best one and count as converged: 1 % of it.

    A best slope of nearly 0 is never reached to 1 %: then it is 1 % of a hundredth of the way from the start.
    """
    return CLOSE_ENOUGH * max(abs(best), abs(best - start) / 100)


def fraction_of_the_way(moments: Moments, slope: float, start: Start = FLAT_START) -> float:
    """Return how far a slope has come from the start to the best slope.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies; for a line through the origin those about 0.
    slope : float
        In km/s/Mpc.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.

    Returns
    -------
    float
        0 at the start, 1 at the best slope, above 1 beyond it; nan where the start has the best
        slope already, as nearly as `tolerance_of` says.
    """
    first, _ = check_start(start)
    way = moments.slope - first
    return (slope - first) / way if abs(way) > tolerance_of(moments.slope, first) else math.nan


def _component(
    first: float, best: float, eigenvalue: float, rates: tuple[tuple[int, float], ...]
) -> tuple[FloatArray, FloatArray]:
    """Return one component of the line after each number of updates, and its error.

    `rates` are the iterations from which on each learning rate holds, from 0 to the last iteration.
    """
    values, errors = np.empty((2, rates[-1][0] + 1))
    value, error = first, first - best
    for (begin, rate), (end, _) in pairwise(rates):
        step, updates = rate * eigenvalue, np.arange(end - begin + 1, dtype=np.float64)
        if step < 0.5:  # 1 - step would lose digits of a small step
            exponents = updates * math.log1p(-step)
            remaining, covered = np.exp(exponents), -np.expm1(exponents)
        else:
            remaining = np.power(1 - step, updates)
            covered = 1 - remaining
        # A mean of both ends: exact at the start of a slow component and at the end of a fast one.
        values[begin : end + 1] = value * remaining + best * covered
        errors[begin : end + 1] = error * remaining
        value, error = values[end], errors[end]
    if first == best:  # also where the error's factor overflows
        values[:], errors[:] = best, 0.0
    return values, errors


def _error(first: float, eigenvalue: float, rates: tuple[tuple[int, float], ...]) -> float:
    """Return what is left of one component's error at the last change of the rate."""
    with np.errstate(over="ignore", invalid="ignore"):
        factors = [np.float64(1 - rate * eigenvalue) ** (end - begin) for (begin, rate), (end, _) in pairwise(rates)]
        return first * float(np.prod(factors))


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
