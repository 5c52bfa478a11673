"""The path of a descent, whoever walked it."""

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.cosmology import age_of
from hubble_widget.regression.formatting import number
from hubble_widget.regression.labels import Labels, in_brackets
from hubble_widget.regression.moments import Moments
from hubble_widget.regression.parameters import DEFAULT_LOSS_FUNCTION, DEFAULT_OPTIMIZER, has_closed_form
from hubble_widget.regression.tables import as_html


class State(NamedTuple):
    """A line on its way to the best one.

    Attributes
    ----------
    slope : float
        In km/s/Mpc.
    intercept : float
        In km/s.
    loss : float
        Of the data divided by its largest magnitudes; where nothing else is said, the mean squared
        error.
    """

    slope: float
    intercept: float
    loss: float


class Results(NamedTuple):
    """A state (see `State`) with the correlation of what its line predicts, and its age in Gyr or None."""

    slope: float
    intercept: float
    loss: float
    r: float
    age: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Trajectory:
    """Every state of a descent: index k is the state after k updates.

    Attributes
    ----------
    slopes, intercepts, losses : numpy.ndarray
        float64, shape (iterations + 1,), read-only copies, in km/s/Mpc, km/s, and without unit.
        The losses are those of `loss_function`. From `diverged` on they are nan, nan and inf.
    moments : Moments
        Of the data.
    learning_rate : float
        Step size, in scaled data.
    start : tuple of float
        (slope, intercept) in km/s/Mpc and km/s.
    source : {"torch", "closed form"}
        Who walked the path.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
        By which steps; a closed form is that of SGD.
    loss_function : {"MSE", "L1", "Huber"}
        Down which slope; a closed form is that of the mean squared error.
    diverged : int or None
        The first iteration at which slope, intercept or loss left the range of finite numbers.
    """

    slopes: FloatArray
    intercepts: FloatArray
    losses: FloatArray
    moments: Moments
    learning_rate: float
    start: tuple[float, float]
    source: Literal["torch", "closed form"]
    optimizer: str = DEFAULT_OPTIMIZER
    loss_function: str = DEFAULT_LOSS_FUNCTION
    diverged: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Copy the arrays, and make what lies beyond divergence the same for every source."""
        path = np.array([self.slopes, self.intercepts, self.losses], dtype=np.float64)
        lost = ~np.isfinite(path).all(axis=0)
        diverged = int(np.argmax(lost)) if lost.any() else None
        if diverged is not None:
            path[:, diverged:] = [[math.nan], [math.nan], [math.inf]]
        path.flags.writeable = False
        for name, values in zip(("slopes", "intercepts", "losses"), path, strict=True):
            object.__setattr__(self, name, values)
        object.__setattr__(self, "diverged", diverged)

    def __repr__(self) -> str:
        """Return length, source and end in one line."""
        slope = f"slope {self.slope:.6g} {self.labels.slope_unit}".rstrip()
        end = slope if self.diverged is None else f"diverged at iteration {self.diverged}"
        how = self.source if self.has_closed_form else f"{self.source}, {self.optimizer}, {self.loss_function}"
        return f"<Trajectory of {self.iterations} iterations at {self.learning_rate:g} ({how}): {end}>"

    def _repr_html_(self) -> str:
        labels = self.labels
        units = {"Slope": labels.slope_unit, "Intercept": labels.y_unit, "Loss": ""}
        if labels.has_age:
            units["Age"] = "billion years"
        columns = ["Iteration", *(in_brackets(name, unit) for name, unit in units.items())]
        return as_html(repr(self).strip("<>"), [self._row(at) for at in self._shown], columns=columns)

    @property
    def _shown(self) -> list[int]:
        """Some states, each about twice as far as the one before, and the last."""
        last = self.iterations if self.diverged is None else self.diverged
        return sorted({0, last, *(last // 2**half for half in range(1, 5))})

    def _row(self, at: int) -> list[str]:
        slope, intercept, loss = self.state(at)
        row = [f"{at:,}", number(slope, ".2f"), number(intercept, ".1f"), number(loss, ".4g")]
        return [*row, number(self.age_at(at), ".2f")] if self.labels.has_age else row

    @property
    def labels(self) -> Labels:
        """Of the data."""
        return self.moments.labels

    @property
    def has_closed_form(self) -> bool:
        """Whether the path could be had without walking it: by plain SGD on the mean squared error."""
        return has_closed_form(self.optimizer, self.loss_function)

    @property
    def iterations(self) -> int:
        """Number of updates."""
        return self.slopes.size - 1

    def state(self, iteration: int) -> State:
        """Return slope, intercept and loss after so many updates; -1 is the last state.

        Raises
        ------
        IndexError
            If the path is shorter.
        """
        return State(
            float(self.slopes[iteration]),
            float(self.intercepts[iteration]),
            float(self.losses[iteration]),
        )

    def r_at(self, iteration: int) -> float:
        """Return the correlation of observed with predicted velocities after so many updates.

        A line predicts what is proportional to distance, so that only the sign of its slope counts.
        It is nan for a slope of 0 or nan, and where all velocities are equal.
        """
        slope = float(self.slopes[iteration])
        if slope == 0 or math.isnan(slope):
            return math.nan
        return math.copysign(1.0, slope) * self.moments.r

    def age_at(self, iteration: int) -> float | None:
        """Return the Hubble time after so many updates, in Gyr; None for a slope without age, and data without."""
        return age_of(float(self.slopes[iteration])) if self.labels.has_age else None

    def results_at(self, iteration: int) -> Results:
        """Return all that is told of the state after so many updates."""
        slope, intercept, loss = self.state(iteration)
        return Results(slope, intercept, loss, self.r_at(iteration), self.age_at(iteration))

    @property
    def slope(self) -> float:
        """Slope of the last state, in km/s/Mpc."""
        return self.state(-1).slope

    @property
    def intercept(self) -> float:
        """Intercept of the last state, in km/s."""
        return self.state(-1).intercept

    @property
    def loss(self) -> float:
        """Loss of the last state."""
        return self.state(-1).loss

    @property
    def r(self) -> float:
        """Correlation of observed with predicted velocities of the last state (see `r_at`)."""
        return self.r_at(-1)

    @property
    def age(self) -> float | None:
        """Hubble time of the last state, in Gyr (see `age_at`)."""
        return self.age_at(-1)
