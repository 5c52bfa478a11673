"""A training that can be stopped at any state and continued, and that remembers where it has been."""

from __future__ import annotations

import math
from itertools import islice
from threading import Event

import numpy as np

from hubble_widget.regression.dataset import Dataset
from hubble_widget.regression.loss import loss_of
from hubble_widget.regression.moments import Moments
from hubble_widget.regression.parameters import DEFAULT_LOSS_FUNCTION, DEFAULT_OPTIMIZER
from hubble_widget.regression.training import descend_by_autograd
from hubble_widget.regression.trajectory import State, Trajectory


class TrainingRun:
    """The torch loop over one data set, an iterator of the iterations it has reached.

    Parameters
    ----------
    data : Dataset
    learning_rate : float
    iterations : int
        Where the run ends, unless it leaves the finite range before.
    start : tuple of float
        Slope in km/s/Mpc and intercept in km/s of the state before the first update.
    optimizer, loss_function : str
        As in `hubble_widget.regression.training.train`.
    """

    def __init__(
        self,
        data: Dataset,
        *,
        learning_rate: float,
        iterations: int,
        start: tuple[float, float],
        optimizer: str = DEFAULT_OPTIMIZER,
        loss_function: str = DEFAULT_LOSS_FUNCTION,
    ) -> None:
        self._data = data
        self._moments = Moments.of(data)
        self._learning_rate = learning_rate
        self._start = start
        self._optimizer = optimizer
        self._loss_function = loss_function
        self._states = descend_by_autograd(
            data, learning_rate=learning_rate, start=start, optimizer=optimizer, loss_function=loss_function
        )
        self._table = np.empty((iterations + 1, len(State._fields)))
        self._count = 0
        self._has_diverged = False

    def __iter__(self) -> TrainingRun:
        return self

    def __next__(self) -> int:
        if self.finished:
            raise StopIteration
        state = next(self._states)
        self._table[self._count] = state
        self._count += 1
        self._has_diverged = not all(map(math.isfinite, state))
        return self.iteration

    @property
    def iteration(self) -> int:
        """The newest iteration; -1 before the first state."""
        return self._count - 1

    @property
    def finished(self) -> bool:
        """Whether the last iteration was reached, or the finite range was left."""
        return self._has_diverged or self._count == len(self._table)

    def trajectory(self) -> Trajectory:
        """Return the states so far, torch's own numbers; before it has begun, the start alone."""
        states = self._table[: self._count] if self._count else np.array([self._start_state()])
        slopes, intercepts, losses = states.T
        return Trajectory(
            slopes=slopes,
            intercepts=intercepts,
            losses=losses,
            moments=self._moments,
            learning_rate=self._learning_rate,
            start=self._start,
            source="torch",
            optimizer=self._optimizer,
            loss_function=self._loss_function,
        )

    def _start_state(self) -> State:
        return State(*self._start, loss_of(self._data, *self._start, self._loss_function))


_is_warm = Event()


def warm_up() -> None:
    """Import torch and take one step, so that the next training begins at once. Takes seconds the first time."""
    tiny = Dataset(distance=[0.0, 1.0], velocity=[0.0, 1.0])
    list(islice(descend_by_autograd(tiny, learning_rate=0.1), 2))
    _is_warm.set()


def torch_is_warm() -> bool:
    """Return whether a training would begin at once."""
    return _is_warm.is_set()
