"""A training that can be stopped at any state and continued, and that remembers where it has been."""

from __future__ import annotations

import math
from itertools import chain, islice
from math import isfinite
from threading import Event
from time import perf_counter
from typing import Any

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.hyperparameters import DEFAULT_LOSS_FUNCTION, DEFAULT_OPTIMIZER, DEFAULT_SCALING
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.torch_training import AT_A_TIME, torch_states
from hubble_widget.fit.trajectory import State, Trajectory


class TrainingRun:
    """The torch loop over one data set, which can be advanced by some iterations at a time.

    Parameters
    ----------
    data : BaseDataset
    learning_rate : float
    iterations : int
        Where the run ends, unless it leaves the finite range before.
    start : tuple of float
        Slope in km/s/Mpc and intercept in km/s of the state before the first update.
    optimizer, loss_function, scaling : str
        As in `hubble_widget.train`.
    fit_intercept : bool
    batch_size, seed : int, optional
    rate_changes : tuple of (int, float)
        As in `hubble_widget.train`.
    """

    def __init__(
        self,
        data: BaseDataset,
        *,
        learning_rate: float,
        iterations: int,
        start: tuple[float, float],
        optimizer: str = DEFAULT_OPTIMIZER,
        loss_function: str = DEFAULT_LOSS_FUNCTION,
        scaling: str = DEFAULT_SCALING,
        fit_intercept: bool = True,
        batch_size: int | None = None,
        seed: int | None = None,
        rate_changes: tuple[tuple[int, float], ...] = (),
    ) -> None:
        self._data = data
        self._moments = data.moments
        self._settings: dict[str, Any] = {
            "learning_rate": learning_rate,
            "start": start,
            "optimizer": optimizer,
            "loss_function": loss_function,
            "scaling": scaling,
            "fit_intercept": fit_intercept,
            "batch_size": batch_size,
            "seed": seed,
            "rate_changes": rate_changes,
        }
        self._states = torch_states(data, **self._settings)
        self._table = np.empty((iterations + 1, len(State._fields)))
        self._count = 0
        self._is_over = self._is_broken = False

    def advance(self, most: int | None = None, deadline: float = math.inf) -> None:
        """Compute at least one more state, unless the run has finished.

        Little is done here for each state, and that only once: it would slow down what is watched.

        Parameters
        ----------
        most : int, optional
            How many states; by default all that are left.
        deadline : float
            None of the next `AT_A_TIME` states is begun once `time.perf_counter` has come here.
        """
        if self.finished:
            return
        left = len(self._table) - self._count
        wanted = left if most is None else min(most, left)
        states: list[State] = []
        self._is_broken = True  # a loop that is interrupted here cannot go on: states may be missing
        try:
            while len(states) < wanted and not self._is_over:
                before = len(states)
                states.extend(islice(self._states, min(AT_A_TIME, wanted - before)))
                self._is_over = len(states) == before or not all(map(isfinite, chain.from_iterable(states[before:])))
                if perf_counter() >= deadline:
                    break
        finally:
            self._note(states)
        self._is_broken = False

    def _note(self, new: list[State]) -> None:
        """Note new states, up to the first that is not finite."""
        if not new:
            return
        states = np.fromiter(chain.from_iterable(new), dtype=np.float64).reshape(-1, len(State._fields))
        is_finite = np.isfinite(states).all(axis=1)
        if not is_finite.all():
            states = states[: np.argmin(is_finite) + 1]
        self._table[self._count : self._count + len(states)] = states
        self._count += len(states)

    @property
    def iteration(self) -> int:
        """The newest iteration; -1 before the first state."""
        return self._count - 1

    @property
    def finished(self) -> bool:
        """Whether the last iteration was reached, the finite range was left, or an interrupt broke the loop off."""
        return self._is_over or self._is_broken or self._count == len(self._table)

    def trajectory(self) -> Trajectory:
        """Return the states so far, torch's own numbers; before it has begun, the start alone."""
        states = self._table[: self._count] if self._count else np.array([self._start_state()])
        slopes, intercepts, losses = states.T
        return Trajectory(
            slopes=slopes,
            intercepts=intercepts,
            losses=losses,
            moments=self._moments,
            source="torch",
            **self._settings,
        )

    def _start_state(self) -> State:
        slope, intercept = self._settings["start"]
        how = {name: self._settings[name] for name in ("loss_function", "scaling", "fit_intercept", "batch_size")}
        return State(slope, intercept, loss_of(self._data, slope, intercept, **how))


_is_warm = Event()


def warm_up() -> None:
    """Import torch and take one step, so that the next training begins at once. Takes seconds the first time."""
    tiny = Dataset(distance=[0.0, 1.0], velocity=[0.0, 1.0])
    list(islice(torch_states(tiny, learning_rate=0.1), 2))
    _is_warm.set()


def torch_is_warm() -> bool:
    """Return whether a training would begin at once."""
    return _is_warm.is_set()
