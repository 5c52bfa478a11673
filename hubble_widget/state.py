"""The explorer's traits: settings that are checked, results that are read-only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from traitlets import Bool, Bunch, Float, HasTraits, Int, default, validate

from hubble_widget import traits
from hubble_widget.io.convert import COLUMNS, ColumnNames, brings_labels, find_galaxies
from hubble_widget.line import Origin
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.lazy_dataset import Arrival, LazyDataset, finished, must_wait
from hubble_widget.regression.polyfit import fit_polynomial
from hubble_widget.regression.trajectory import Results

SETTINGS = ("learning_rate", "iterations", "start", "degree", "optimizer", "loss_function", "speed")
SETTABLE = ("data", *SETTINGS, "iteration", "layout", "children")
"""What may be assigned to an explorer."""


class ExplorerState(HasTraits):
    """What an explorer shows and what it was asked for; knows no widget.

    The settings take whatever the functions `descend`, `train` and `polyfit` take, by the same checks.
    """

    data = traits.DataTrait()  # None until an engine has answered
    learning_rate = traits.learning_rate()
    iterations = traits.iterations()
    start = traits.start()
    degree = traits.degree()
    optimizer = traits.optimizer()
    loss_function = traits.loss_function()
    speed = traits.speed()
    iteration = traits.iteration()

    slope = Float(math.nan, read_only=True)
    intercept = Float(math.nan, read_only=True)
    loss = Float(math.nan, read_only=True)
    r = Float(math.nan, read_only=True)
    age = Float(None, allow_none=True, read_only=True)
    running = Bool(False, read_only=True)

    _starts_set = Int(0)
    """How often `start` was set."""

    _origins: tuple[Origin, ...] = ()
    """Where the data came from, unless they came as a Dataset; and those that may be refused yet."""

    _first_origin: Origin | None = None
    """Where the data came from that the explorer began with: it may start over."""

    _awaited: tuple[object, Mapping[str, Any]] | None = None
    """What was handed in, and its columns, where an engine has not answered yet."""
    _begins_to_wait = False
    """Whether what was handed in last has to wait for an engine."""

    @staticmethod
    def checked_settings(data: object, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the traits to begin with, the data among them."""
        columns = ColumnNames(**{name: settings[name] for name in COLUMNS if name in settings})  # type: ignore[typeddict-item]
        traits = {name: value for name, value in settings.items() if name not in COLUMNS}
        return {"data": find_galaxies(data, **columns), **traits}

    def publish(self, iteration: int, results: Results) -> None:
        """Set the results of one state, all of them before anyone who observes one of them is told."""
        changes, values = [], self._trait_values  # not by `hold_trait_notifications`: this runs at each state
        for name, new in (("iteration", iteration), *results._asdict().items()):
            old = values.get(name)
            if old != new:
                values[name] = new
                changes.append(Bunch(name=name, old=old, new=new, owner=self, type="change"))
        for change in changes:
            self.notify_change(change)

    @property
    def origin(self) -> Origin | None:
        """Where the data came from, unless they came as a Dataset."""
        known = (*self._origins, self._first_origin)
        whole = None if self.data is None else self.data.whole
        return next((each for each in known if each is not None and each.whole is whole), None)

    def _note_origin(self, origin: Origin) -> None:
        """Note where data came from that are not taken on yet; those that are shown stay if these are refused."""
        if self._first_origin is None or origin.whole is self._first_origin.whole:
            self._first_origin = origin
        present = self.origin
        self._origins = (origin,) if present is None or present.whole is origin.whole else (origin, present)

    def converted(self, value: object) -> Galaxies | None:
        """Return what a user hands in as a data set, or what is shown until an engine has answered.

        Raises
        ------
        TypeError, ValueError
            As `as_dataset`.
        """
        labels = self._labels_kept_for(value)
        found = find_galaxies(value, **labels)
        self._begins_to_wait = must_wait(found)
        if must_wait(found):
            self._awaited = value, labels
            return self.wait_for(found)
        data = cast("Galaxies", found)
        if not isinstance(value, Galaxies):
            self._note_origin(Origin.of(data, value, labels))
        return data

    @validate("data")
    def _check_data(self, proposal: Bunch) -> Galaxies | None:
        data: Galaxies | None = proposal["value"]
        if data is not None:
            traits.checked(
                lambda degree: fit_polynomial(data, degree), self.degree
            )  # too few galaxies for such a curve
        if not self._begins_to_wait:
            self.end_waiting()
        return data

    def end_waiting(self) -> None:
        """Wait for no engine any more: other data are taken on."""
        self._awaited = None

    def _labels_kept_for(self, value: object) -> ColumnNames:
        """Return the words for x and y that stay: what has none of its own is more of the same."""
        if self.data is None or self.data.labels.has_age or brings_labels(value):
            return {}
        return cast("ColumnNames", asdict(self.data.labels))

    def wait_for(self, source: Arrival | LazyDataset) -> Galaxies | None:
        """Return the galaxies when their engine has answered, or those to go on with until it has."""
        galaxies = finished(source.prepare())
        if self._awaited is not None:
            self._note_origin(Origin.of(galaxies, *self._awaited))
            self._awaited = None
        return galaxies

    def came_from(self, value: object, columns: Mapping[str, Any]) -> None:
        """Note what the data were made of, and which columns were named; they may not be there yet."""
        if self._awaited is not None:
            self._awaited = value, columns
        else:
            self._note_origin(Origin.of(self.data, value, columns))

    @validate("degree")
    def _check_degree(self, proposal: Bunch) -> int:
        degree: int = proposal["value"]
        if self.data is not None:
            traits.checked(lambda data: fit_polynomial(data, degree), self.data)
        return degree

    @default("iteration")
    def _last_iteration(self) -> int:
        last: int = self.iterations
        return last
