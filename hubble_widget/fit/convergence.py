"""How far a path has come: the numbers behind the readout's sentence."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.fit.gradient_descent import (
    eigenvalues,
    fraction_of_the_way,
    iterations_to_reach,
    largest_stable_rate,
    tolerance_of,
)
from hubble_widget.fit.hyperparameters import DEFAULT_SCALING, check_learning_rate

if TYPE_CHECKING:
    from hubble_widget.data.columns import FloatArray
    from hubble_widget.data.moments import Moments
    from hubble_widget.fit.trajectory import Trajectory

ZONES = ("slow", "fast", "oscillating", "diverging")
"""What plain SGD does on the mean squared error, from small learning rates to large; see `zone_ends`."""

_ROUNDING = 1e-9  # of an end of a zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one state of a trajectory stands between its start and the exact fit.

    Attributes
    ----------
    iteration : int
        Iteration of the state.
    learning_rate, largest_stable_rate : float
        The rate that was used last, and the one from which plain SGD on the mean squared error diverges
        on these data.
    rate_since : int
        The iteration since which that rate was used: 0, or that of the last change before the state.
    has_closed_form : bool
        Whether the path is one of plain SGD on the mean squared error. No other path has a closed form.
    zone : str or None
        The one of `ZONES` that the learning rate lies in; None without a closed form.
    slope : float
        That of the state, in km/s/Mpc.
    fraction : float
        (slope - start) / (exact slope - start); nan where the start has the exact slope already, to 1 %.
    iterations_needed : int or None
        Fewest iterations after which the slope stays within 1 % of the exact one if the rate stays; None if it never
        does, and without a closed form.
    exact_slope : float
        Slope of the least-squares straight line, toward which the descent goes, in km/s/Mpc.
    tolerance : float
        How far from it a slope counts as converged: 1 % of it, in km/s/Mpc; see `tolerance_of`.
    diverged : int or None
        The iteration at which the path had left the finite range, if it has by now.
    settled : int or None
        First iteration from which the slope stayed as near as that to the exact slope (under another loss than the
        mean squared error: to its present value). None if there is none, or with a closed form.
    optimizer, loss_function, scaling : str
    fit_intercept : bool
    batch_size : int or None
        As in `Trajectory`.
    epochs : float or None
        How many times every galaxy was in a batch; None without batches, and where they are of a sample.
    """

    iteration: int
    learning_rate: float
    rate_since: int
    largest_stable_rate: float
    has_closed_form: bool
    zone: str | None
    slope: float
    fraction: float
    iterations_needed: int | None
    exact_slope: float
    tolerance: float
    diverged: int | None
    settled: int | None
    optimizer: str
    loss_function: str
    scaling: str
    fit_intercept: bool
    batch_size: int | None
    epochs: float | None

    @property
    def stable(self) -> bool:
        """Whether the learning rate is one that converges; without a closed form, whether nothing speaks against it."""
        return self.zone != "diverging" if self.has_closed_form else self.diverged is None

    @property
    def converged(self) -> bool:
        """Whether the slope has come within 1 % of the exact one, and will stay there."""
        return self.iterations_needed is not None and self.iteration >= self.iterations_needed

    @property
    def is_near(self) -> bool:
        """Whether the slope is within 1 % of the exact one; it may still leave."""
        return abs(self.slope - self.exact_slope) < self.tolerance


def progress_of(trajectory: Trajectory, iteration: int) -> Progress:
    """Return how far `trajectory` has come at `iteration`."""
    moments, start = trajectory.moments, trajectory.start
    slope = float(trajectory.slopes[iteration])
    has_closed_form, gone = trajectory.has_closed_form, trajectory.diverged
    changes = trajectory.rate_changes_before(iteration if gone is None else min(iteration, gone))
    since, rate = changes[-1] if changes else (0, trajectory.learning_rate)
    scaling, fit_intercept = trajectory.scaling, trajectory.fit_intercept
    about = moments if fit_intercept else moments.through_origin()
    tolerance = tolerance_of(about.slope, start[0])
    return Progress(
        iteration=iteration,
        learning_rate=rate,
        rate_since=since,
        largest_stable_rate=largest_stable_rate(moments, scaling=scaling, fit_intercept=fit_intercept),
        has_closed_form=has_closed_form,
        zone=zone_of(moments, rate, scaling=scaling, fit_intercept=fit_intercept) if has_closed_form else None,
        slope=slope,
        fraction=fraction_of_the_way(about, slope, start),
        iterations_needed=iterations_to_reach(
            moments,
            learning_rate=trajectory.learning_rate,
            start=start,
            scaling=scaling,
            fit_intercept=fit_intercept,
            rate_changes=changes,
        )
        if has_closed_form
        else None,
        exact_slope=about.slope,
        tolerance=tolerance,
        diverged=gone if gone is not None and gone <= iteration else None,
        settled=None if has_closed_form else _settled(trajectory, iteration, about.slope, tolerance),
        optimizer=trajectory.optimizer,
        loss_function=trajectory.loss_function,
        scaling=scaling,
        fit_intercept=fit_intercept,
        batch_size=trajectory.batch_size,
        epochs=_epochs(iteration, moments.n, trajectory.batch_size),
    )


def _epochs(iteration: int, n: int, batch_size: int | None) -> float | None:
    return None if batch_size is None or n > MAX_ROWS else iteration / math.ceil(n / batch_size)


def _settled(trajectory: Trajectory, iteration: int, exact_slope: float, tolerance: float) -> int | None:
    slopes = trajectory.slopes[: iteration + 1]
    target = exact_slope if trajectory.loss_function == "MSE" else slopes[-1]
    return settled_since(slopes, target, tolerance)


def settled_since(slopes: FloatArray, target: float, tolerance: float) -> int | None:
    """Return the iteration since which all slopes lie nearer to a target than a tolerance; None if the last does not.

    Parameters
    ----------
    slopes : numpy.ndarray
        The slope of each iteration, shape (n,).
    target, tolerance : float
        In the same unit.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        away = np.flatnonzero(~(np.abs(slopes - target) < tolerance))
    since = int(away[-1]) + 1 if away.size else 0
    return since if since < len(slopes) else None


def zone_ends(
    moments: Moments, *, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True
) -> tuple[float, float, float]:
    """Return the learning rates between the four `ZONES`: 0.1 / λ, 1 / λ and 2 / λ.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    scaling, fit_intercept
        As in `hubble_widget.gradient_descent`.

    Returns
    -------
    tuple of float
        Step sizes, in scaled data; λ is the larger eigenvalue of the Hessian.

    Notes
    -----
    They hold for plain SGD on the mean squared error, where each update multiplies what separates
    the line from the best one, along each axis of the bowl, by 1 - learning_rate · eigenvalue. Below
    1 / λ both factors are above 0, so that nothing ever changes its sign. Between 1 / λ and 2 / λ the
    factor of the steep axis is negative and above -1: that component changes its sign at each update
    and still shrinks. From 2 / λ on it shrinks no more, and above it grows. The end of slow is our
    own: below it an update takes less than a tenth off even the steep component.
    """
    steep = eigenvalues(moments, scaling=scaling, fit_intercept=fit_intercept)[-1]
    return 0.1 / steep, 1 / steep, 2 / steep


def zone_of(
    moments: Moments, learning_rate: float, *, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True
) -> str:
    """Return the one of `ZONES` that a learning rate lies in; one on an end lies in the zone above.

    Only 1 / λ, with what rounding leaves of it, lies in the zone below: there the steep component is gone in one step.

    Parameters
    ----------
    moments : Moments
        The moments of n galaxies.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    scaling, fit_intercept
        As in `hubble_widget.gradient_descent`.

    Raises
    ------
    TypeError, ValueError
        If the learning rate is not as described.
    """
    slow, steady, largest = zone_ends(moments, scaling=scaling, fit_intercept=fit_intercept)
    return ZONES[bisect_right((slow, steady * (1 + _ROUNDING), largest), check_learning_rate(learning_rate))]
