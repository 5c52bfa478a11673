"""The explorer's traits: settings that are checked, results that are read-only."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar, cast

from traitlets import Bool, Bunch, Float, HasTraits, TraitError, TraitType, default, validate

from hubble_widget.io.convert import ColumnNames, brings_labels, find_galaxies
from hubble_widget.line import Origin
from hubble_widget.pace import check_speed
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE
from hubble_widget.regression.lazy_dataset import Arrival, LazyDataset, finished, must_wait
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    FLAT_START,
    MOST_ITERATIONS,
    check_iteration,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_start,
)
from hubble_widget.regression.polyfit import check_degree, fit_polynomial
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.trajectory import Results

Value = TypeVar("Value")

COLUMNS = tuple(ColumnNames.__annotations__)
SETTINGS = ("learning_rate", "iterations", "start", "degree", "optimizer", "loss_function", "speed")


class ExplorerState(HasTraits):
    """What an explorer shows and what it was asked for; knows no widget.

    The settings take whatever the functions `descend`, `train` and `polyfit` take, by the same checks.
    """

    # Not traitlets.Any, which takes None without asking the checks below.
    data: TraitType[Any, Any] = TraitType(None)  # until an engine has answered
    learning_rate: TraitType[Any, Any] = TraitType(DEFAULT_LEARNING_RATE)
    iterations: TraitType[Any, Any] = TraitType(DEFAULT_ITERATIONS)
    start: TraitType[Any, Any] = TraitType(FLAT_START)
    degree: TraitType[Any, Any] = TraitType(1)
    optimizer: TraitType[Any, Any] = TraitType("SGD")
    loss_function: TraitType[Any, Any] = TraitType("MSE")
    speed: TraitType[Any, Any] = TraitType("normal")
    iteration: TraitType[Any, Any] = TraitType()

    slope = Float(math.nan, read_only=True)
    intercept = Float(math.nan, read_only=True)
    loss = Float(math.nan, read_only=True)
    r = Float(math.nan, read_only=True)
    age = Float(None, allow_none=True, read_only=True)
    running = Bool(False, read_only=True)

    origin: Origin | None = None
    """Where the data came from, unless they came as a Dataset."""

    _awaited: tuple[object, Mapping[str, Any]] | None = None
    """What was handed in, and its columns, where an engine has not answered yet."""

    @staticmethod
    def checked_settings(data: object, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the traits to begin with; an unknown keyword is an error that names the nearest known one."""
        known = (*SETTINGS, *COLUMNS, "layout")
        for name in settings:
            if name not in known:
                raise TypeError(
                    f"RegressionExplorer knows no keyword {name!r}.{did_you_mean(name, known)} "
                    f"It takes data, {', '.join(known)}."
                )
        columns = ColumnNames(**{name: settings[name] for name in COLUMNS if name in settings})  # type: ignore[typeddict-item]
        traits = {name: value for name, value in settings.items() if name not in COLUMNS}
        return {"data": find_galaxies(data, **columns), **traits}

    def publish(self, iteration: int, results: Results) -> None:
        """Set the results of one state, all of them before anyone who observes one of them is told."""
        with self.hold_trait_notifications():
            self.iteration = iteration
            for name, value in results._asdict().items():
                self.set_trait(name, value)

    @validate("data")
    def _check_data(self, proposal: Bunch) -> Galaxies | None:
        def fitted(value: object) -> Galaxies | None:
            labels = self._labels_kept_for(value)
            found = find_galaxies(value, **labels)
            self._awaited = (value, labels) if must_wait(found) else None
            data = self.wait_for(found) if must_wait(found) else cast("Galaxies", found)
            if data is not None:
                fit_polynomial(data, self.degree)  # refuses what has too few galaxies for a curve of this degree
            if data is found and not isinstance(value, Galaxies):
                self.origin = Origin.of(data, value, labels)
            return data

        return _checked(fitted, proposal)

    def _labels_kept_for(self, value: object) -> ColumnNames:
        """Return the words for x and y that stay: what has none of its own is more of the same."""
        if self.data is None or self.data.labels == HUBBLE or brings_labels(value):
            return {}
        return cast("ColumnNames", asdict(self.data.labels))

    def wait_for(self, source: Arrival | LazyDataset) -> Galaxies | None:
        """Return the galaxies when their engine has answered, or those to go on with until it has."""
        galaxies = finished(source.prepare())
        if self._awaited is not None:
            self.origin = Origin.of(galaxies, *self._awaited)
            self._awaited = None
        return galaxies

    def came_from(self, value: object, columns: Mapping[str, Any]) -> None:
        """Note what the data were made of, and which columns were named; they may not be there yet."""
        if self._awaited is not None:
            self._awaited = value, columns
        else:
            self.origin = Origin.of(self.data, value, columns)

    @validate("learning_rate")
    def _check_learning_rate(self, proposal: Bunch) -> float:
        return _checked(check_learning_rate, proposal)

    @validate("iterations")
    def _check_iterations(self, proposal: Bunch) -> int:
        iterations = _checked(check_iterations, proposal)
        if iterations > MOST_ITERATIONS:
            raise TraitError(f"iterations must be at most {MOST_ITERATIONS:,}, got {iterations:,}.")
        return iterations

    @validate("start")
    def _check_start(self, proposal: Bunch) -> tuple[float, float]:
        return _checked(check_start, proposal)

    @validate("optimizer")
    def _check_optimizer(self, proposal: Bunch) -> str:
        return _checked(check_optimizer, proposal)

    @validate("loss_function")
    def _check_loss_function(self, proposal: Bunch) -> str:
        return _checked(check_loss_function, proposal)

    @validate("speed")
    def _check_speed(self, proposal: Bunch) -> str:
        return _checked(check_speed, proposal)

    @validate("degree")
    def _check_degree(self, proposal: Bunch) -> int:
        return _checked(self._degree_of_fit, proposal)

    def _degree_of_fit(self, degree: int) -> int:
        return check_degree(degree) if self.data is None else fit_polynomial(self.data, degree).degree

    @default("iteration")
    def _last_iteration(self) -> int:
        last: int = self.iterations
        return last

    @validate("iteration")
    def _check_iteration(self, proposal: Bunch) -> int:
        return _checked(lambda iteration: check_iteration(iteration, MOST_ITERATIONS), proposal)


def _checked(check: Callable[[Any], Value], proposal: Bunch) -> Value:
    try:
        return check(proposal["value"])
    except (TypeError, ValueError) as error:
        raise TraitError(str(error)) from None
