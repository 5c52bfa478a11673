"""How far the lines of all random starts are still apart after some iterations."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hubble_widget.fit.gradient_descent import path_of
from hubble_widget.fit.scaling import scales_of

if TYPE_CHECKING:
    from hubble_widget.fit.trajectory import Trajectory


def slopes_of_random_starts(path: Trajectory, iterations: int) -> tuple[float, float]:
    """Return the lowest and the highest slope that a random start leads to, with the settings of a path.

    Parameters
    ----------
    path : Trajectory
        A path of plain SGD on the mean squared error.
    iterations : int

    Returns
    -------
    tuple of float
        In km/s/Mpc; not finite if the path diverges. A state is linear in its start, so that the extremes belong to the
        corners of the square from which torch draws weight and bias.
    """
    scales = scales_of(path.moments, path.scaling, fit_intercept=path.fit_intercept)
    slopes = []
    for weight, bias in product((-1.0, 1.0), (-1.0, 1.0) if path.fit_intercept else (0.0,)):
        slope, intercept = scales.line(weight, bias)
        corner = slope, intercept if path.fit_intercept else 0.0
        scaling, fit_intercept = path.scaling, path.fit_intercept
        end = path_of(
            path.moments,
            path.learning_rate,
            iterations,
            corner,
            scaling=scaling,
            fit_intercept=fit_intercept,
            rate_changes=path.rate_changes,
        )
        slopes.append(end.slope)
    return min(slopes), max(slopes)
