"""How far a path has come: the numbers behind the readout's sentence."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubble_widget.regression.descent import (
    eigenvalues,
    fraction_of_the_way,
    iterations_to_reach,
    largest_stable_rate,
)

if TYPE_CHECKING:
    from hubble_widget.regression.moments import Moments
    from hubble_widget.regression.trajectory import Trajectory

ZONES = ("slow", "fast", "oscillating", "diverging")
"""What learning rates are like, from the smallest to the largest."""


def zone_ends(moments: Moments) -> tuple[float, float, float]:
    """Return the learning rates at which one zone of `ZONES` ends and the next begins.

    Parameters
    ----------
    moments : Moments
        Of n galaxies.

    Returns
    -------
    tuple of float
        0.1, 1 and 2 over the larger eigenvalue: from the second on the steep component changes its sign at each
        step, from the third on it grows.
    """
    steep = eigenvalues(moments)[1]
    return 0.1 / steep, 1 / steep, 2 / steep


def zone_of(moments: Moments, rate: float) -> str:
    """Return which of `ZONES` a learning rate belongs to; one on an end belongs to the zone above."""
    return ZONES[bisect_right(zone_ends(moments), rate)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one state of a trajectory stands between its start and the exact fit.

    Attributes
    ----------
    iteration : int
        The state that is meant.
    learning_rate, largest_stable_rate : float
        The rate that was used, and the one from which these data diverge.
    slope : float
        That of the state, in km/s/Mpc.
    fraction : float
        (slope - start) / (exact slope - start); nan where the start has the exact slope already.
    iterations_needed : int or None
        Fewest iterations after which the slope stays within 1 % of the way; None if it never does, or where there is
        no closed form to tell.
    exact_slope : float
        Slope of the least-squares straight line, towards which the descent goes, in km/s/Mpc.
    diverged : int or None
        The iteration at which the path had left the finite range, if it has by now.
    zone : str or None
        Which of `ZONES` the learning rate belongs to; None where there is no closed form.
    optimizer, loss_function : str
        As in `Trajectory`.
    """

    iteration: int
    learning_rate: float
    largest_stable_rate: float
    slope: float
    fraction: float
    iterations_needed: int | None
    exact_slope: float
    diverged: int | None
    zone: str | None
    optimizer: str
    loss_function: str

    @property
    def has_closed_form(self) -> bool:
        """Whether the path follows from the data's moments: plain gradient descent on the mean squared error."""
        return self.optimizer == "SGD" and self.loss_function == "MSE"

    @property
    def stable(self) -> bool:
        """Whether the learning rate is one that converges."""
        return self.learning_rate < self.largest_stable_rate

    @property
    def converged(self) -> bool:
        """Whether the slope has come within 1 % of the way to the exact one, and will stay there."""
        return self.iterations_needed is not None and self.iteration >= self.iterations_needed


def progress_of(trajectory: Trajectory, iteration: int) -> Progress:
    """Return how far `trajectory` has come at `iteration`."""
    moments, rate, start = trajectory.moments, trajectory.learning_rate, trajectory.start
    slope, gone = float(trajectory.slopes[iteration]), trajectory.diverged
    closed_form = trajectory.optimizer == "SGD" and trajectory.loss_function == "MSE"
    return Progress(
        iteration=iteration,
        learning_rate=rate,
        largest_stable_rate=largest_stable_rate(moments),
        slope=slope,
        fraction=fraction_of_the_way(moments, slope, start),
        iterations_needed=iterations_to_reach(moments, learning_rate=rate, start=start) if closed_form else None,
        exact_slope=moments.slope,
        diverged=gone if gone is not None and gone <= iteration else None,
        zone=zone_of(moments, rate) if closed_form else None,
        optimizer=trajectory.optimizer,
        loss_function=trajectory.loss_function,
    )
