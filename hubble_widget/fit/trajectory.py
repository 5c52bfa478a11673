"""The path of a descent, computed by torch or in closed form."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.data.labels import Labels, in_brackets
from hubble_widget.data.moments import Moments
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.hyperparameters import (
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    has_closed_form,
)
from hubble_widget.formatting import as_html, number
from hubble_widget.messages import counted, grouped, localized, message

RUN_SETTINGS = (
    "learning_rate",
    "rate_changes",
    "iterations",
    "start",
    "optimizer",
    "loss_function",
    "batch_size",
    "scaling",
    "fit_intercept",
)
"""Attributes of a `Trajectory`: the settings that it depends on, beside weights and the seed of what is random."""


class State(NamedTuple):
    """A line on its way to the best one.

    Attributes
    ----------
    slope : float
        In km/s/Mpc.
    intercept : float
        In km/s.
    loss : float
        The loss of the scaled data; where nothing else is said, the mean squared error of data divided by their largest
        magnitudes. Losses of different scalings cannot be compared.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> state = hw.gradient_descent("key_project", iterations=500).state(500)
    >>> print(f"{state.slope:.4f} km/s/Mpc, {state.intercept:.1f} km/s")
    71.6939 km/s/Mpc, 63.0 km/s
    """

    slope: float
    intercept: float
    loss: float


class Results(NamedTuple):
    """A state (see `State`) with the correlation of what its line predicts, and its age in Gyr or None.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> results = hw.gradient_descent("key_project", iterations=500).results_at(500)
    >>> print(f"{results.age:.2f} Gyr, r = {results.r:.3f}")
    13.64 Gyr, r = 0.863
    """

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
        The moments of the data.
    learning_rate : float
        Step size, in scaled data: the first one.
    rate_changes : tuple of (int, float)
        The iterations from which on another step size holds, and these sizes, in order.
    start : tuple of float
        (slope, intercept) in km/s/Mpc and km/s.
    source : {"torch", "closed form"}
        What computed the path.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
        Optimizer; a closed form has SGD.
    loss_function : {"MSE", "L1", "Huber"}
        Loss function; a closed form has MSE.
    scaling : {"max", "standard", "none"}
        How the data were scaled; losses of different scalings cannot be compared.
    fit_intercept : bool
        Whether the intercept was learned, or the line held at the origin.
    batch_size : int or None
        Galaxies for each update; None for all.
    seed : int or None
        What a random start and the batches were drawn from; None where nothing is random.
    diverged : int or None
        The first iteration at which slope, intercept or loss left the range of finite numbers.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> path = hw.gradient_descent("key_project", iterations=1000)
    >>> path
    <Trajectory of 1,000 iterations at 0.05 (closed form): slope 75.7818 km/s/Mpc>
    >>> path.slopes[[0, 300, 500, 1000]].round(2)
    array([ 0.  , 63.82, 71.69, 75.78])
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
    scaling: str = DEFAULT_SCALING
    fit_intercept: bool = True
    batch_size: int | None = None
    seed: int | None = None
    rate_changes: tuple[tuple[int, float], ...] = ()
    diverged: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Copy the arrays. Set all states from the divergence on to nan, nan, inf."""
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
        return f"<{self._heading}>"

    @property
    def _heading(self) -> str:
        if self.diverged is None:
            slope = f"{localized(f'{self.slope:.6g}')} {self.labels.slope_unit}".rstrip()
            end = message("slope {slope}", slope=slope)
        else:
            end = message("diverged at iteration {iteration}", iteration=grouped(self.diverged))
        changes = (
            message("from {iteration} on {rate}", iteration=grouped(at), rate=localized(f"{rate:g}"))
            for at, rate in self.rate_changes
        )
        return counted(
            "Trajectory of {count} iteration at {rates} ({settings}): {end}",
            "Trajectory of {count} iterations at {rates} ({settings}): {end}",
            self.iterations,
            rates=", ".join((localized(f"{self.learning_rate:g}"), *changes)),
            settings=", ".join(self._settings),
            end=end,
        )

    @property
    def _settings(self) -> Iterator[str]:
        """How the path was made, in phrases."""
        yield message("torch") if self.source == "torch" else message("closed form")
        if not self.has_closed_form:
            yield from (self.optimizer, self.loss_function)
        if self.batch_size is not None:
            yield message("batches of {size}", size=self.batch_size)
        if self.scaling != DEFAULT_SCALING:
            yield message("scaling {name}", name=repr(self.scaling))
        if not self.fit_intercept:
            yield message("through the origin")
        if self.weights:
            yield message("weighted")

    def _repr_html_(self) -> str:
        labels = self.labels
        columns = [
            message("Iteration"),
            in_brackets(message("Slope"), labels.slope_unit),
            in_brackets(message("Intercept"), labels.y_unit),
            message("Loss"),
        ]
        if labels.has_age:
            columns.append(in_brackets(message("Age"), message("billion years")))
        return as_html(self._heading, [self._row(at) for at in self._shown], columns=columns)

    @property
    def _shown(self) -> list[int]:
        """Some states, each about twice as far as the one before, and the last."""
        last = self.iterations if self.diverged is None else self.diverged
        return sorted({0, last, *(last // 2**half for half in range(1, 5))})

    def _row(self, at: int) -> list[str]:
        slope, intercept, loss = self.state(at)
        row = [grouped(at), number(slope, ".2f"), number(intercept, ".1f"), number(loss, ".4g")]
        return [*row, number(self.age_at(at), ".2f")] if self.labels.has_age else row

    @property
    def labels(self) -> Labels:
        """The labels of the data."""
        return self.moments.labels

    @property
    def weights(self) -> bool:
        """Whether the errors of the velocities weighted the galaxies."""
        return self.moments.weighted

    @property
    def has_closed_form(self) -> bool:
        """Whether there is a closed form of the path: that of plain SGD on the mean squared error of all galaxies."""
        return has_closed_form(self.optimizer, self.loss_function, self.batch_size)

    @property
    def iterations(self) -> int:
        """Number of updates."""
        return self.slopes.size - 1

    def rate_changes_before(self, iteration: int) -> tuple[tuple[int, float], ...]:
        """Return the changes of the learning rate that the state after so many updates depends on."""
        return tuple(change for change in self.rate_changes if change[0] < iteration)

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
        """Return the results that are shown of the state after `iteration` updates."""
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
