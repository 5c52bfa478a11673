"""How far a path has come: the numbers behind the readout's sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubble_widget.regression.descent import (
    fraction_of_the_way,
    iterations_to_reach,
    largest_stable_rate,
)

if TYPE_CHECKING:
    from hubble_widget.regression.trajectory import Trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one state of a trajectory stands between its start and the exact fit.

    Attributes
    ----------
    iteration : int
        The state that is meant.
    learning_rate, largest_stable_rate : float
        The rate that was used, and the one from which these data diverge.
    fraction : float
        (slope - start) / (exact slope - start); nan where the start has the exact slope already.
    iterations_needed : int or None
        Fewest iterations after which the slope stays within 1 % of the way; None if it never does.
    exact_slope : float
        Slope of the least-squares straight line, towards which the descent goes, in km/s/Mpc.
    diverged : int or None
        The iteration at which the path had left the finite range, if it has by now.
    """

    iteration: int
    learning_rate: float
    largest_stable_rate: float
    fraction: float
    iterations_needed: int | None
    exact_slope: float
    diverged: int | None

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
    gone = trajectory.diverged
    return Progress(
        iteration=iteration,
        learning_rate=rate,
        largest_stable_rate=largest_stable_rate(moments),
        fraction=fraction_of_the_way(moments, float(trajectory.slopes[iteration]), start),
        iterations_needed=iterations_to_reach(moments, learning_rate=rate, start=start),
        exact_slope=moments.slope,
        diverged=gone if gone is not None and gone <= iteration else None,
    )
