"""The explorer's traits: checked settings and read-only results."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any, cast

from traitlets import Bool, Bunch, Float, TraitError, default, observe, validate

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.explorer import traits
from hubble_widget.explorer.data_source import DataSource
from hubble_widget.explorer.settings import SETTINGS
from hubble_widget.explorer.start_state import StartState
from hubble_widget.explorer.traitlets_private import stored_values
from hubble_widget.fit.cosmology import age_factor
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS, RANDOM, check_iteration, check_start
from hubble_widget.fit.least_squares import fit_polynomial
from hubble_widget.fit.polynomial_fit import PolynomialFit
from hubble_widget.fit.solar_motion import NEBULAE, has_positions, less_solar_motion
from hubble_widget.fit.trajectory import Results
from hubble_widget.io.convert import ColumnNames, brings_labels, find_galaxies
from hubble_widget.lazy.lazy_dataset import LazyDataset, PendingDataset, finished, must_wait

SETTABLE = ("data", *SETTINGS, "iteration", "layout", "children")
"""The attributes of an explorer that can be set."""


class ExplorerState(StartState):
    """The settings and results of an explorer, without widgets."""

    iteration = traits.CheckedTrait(
        partial(check_iteration, iterations=MAX_ITERATIONS), f"a whole number from 0 to {MAX_ITERATIONS:,}"
    )
    slope = Float(math.nan, read_only=True)
    intercept = Float(math.nan, read_only=True)
    loss = Float(math.nan, read_only=True)
    r = Float(math.nan, read_only=True)
    age = Float(None, allow_none=True, read_only=True)
    running = Bool(False, read_only=True)

    _sources: tuple[DataSource, ...] = ()
    """The sources of the present data, unless they were set as a Dataset, and of new data that may still be refused."""

    _first_source: DataSource | None = None
    """The source of the first data, for `start_over`."""

    _pending_input: tuple[object, Mapping[str, Any]] | None = None
    """The table and its columns that an engine is still preparing."""
    _shown_data: BaseDataset | None = None
    """The data that are shown; None until there are some."""
    _must_wait = False
    """Whether the data that were set last have to wait for an engine."""

    @property
    def cosmic_age(self) -> float | None:
        """Age (Gyr) of a flat universe with `omega_matter`; None until a share is chosen, and where `age` is None."""
        if self.omega_matter is None or self.age is None:
            return None
        return float(self.age * age_factor(self.omega_matter))

    def _goes_on_at(self, _rate: float) -> bool:
        """Return whether a training that runs goes on at another learning rate."""
        return False

    def _publish(self, iteration: int, results: Results) -> None:
        """Set all results of one state before any observer is notified."""
        changes, values = [], stored_values(self)
        for name, new in (("iteration", iteration), *results._asdict().items()):
            old = values.get(name)
            if old != new:
                values[name] = new
                changes.append(Bunch(name=name, old=old, new=new, owner=self, type="change"))
        for change in changes:
            self.notify_change(change)

    @property
    def _source(self) -> DataSource | None:
        """The source of the present data, unless they were set as a Dataset."""
        known = (*self._sources, self._first_source)
        whole = None if self.data is None else self.data.whole
        return next((each for each in known if each is not None and each.whole is whole), None)

    def _add_source(self, source: DataSource) -> None:
        """Store the source of new data, and keep the present one: the new data may be refused."""
        if self._first_source is None or source.whole is self._first_source.whole:
            self._first_source = source
        present = self._source
        self._sources = (source,) if present is None or present.whole is source.whole else (source, present)

    def _converted(self, value: object) -> BaseDataset | None:
        """Return a user's value as a data set, or the present data while an engine prepares new ones.

        Raises
        ------
        TypeError, ValueError
            See `as_dataset`.
        """
        if value is None and self.data is not None and self._shown_data is None:
            return None  # traitlets takes back the first data, which were set together with something that is refused
        labels = self._labels_to_keep(value)
        found = find_galaxies(value, **labels)
        self._must_wait = must_wait(found)
        if must_wait(found):
            self._pending_input = value, labels
            return self._wait_for(found)
        data = cast("BaseDataset", found).weighted(False)
        if not isinstance(value, BaseDataset):
            self._add_source(DataSource.of(data, value, labels))
        return data

    @contextmanager
    def hold_trait_notifications(self) -> Iterator[None]:
        """Hold notifications as traitlets does. If a value is refused, all are, and data that an engine prepares."""
        before = self._pending_input
        try:
            with super().hold_trait_notifications():
                yield
        except TraitError:
            if self._pending_input is not None and self._pending_input is not before:
                self._stop_waiting()
            raise

    @validate("data")
    def _check_data(self, proposal: Bunch) -> BaseDataset | None:
        data: BaseDataset | None = proposal["value"]
        if data is not None:
            # Too few galaxies for this degree, or for the Sun's motion, which belongs to the data before these.
            is_kept = self.solar_motion and has_positions(data)
            traits.checked(self._fitted, traits.checked(less_solar_motion, data) if is_kept else data)
        if not self._must_wait:
            self._stop_waiting()
        return data

    def _stop_waiting(self) -> None:
        """Stop waiting for an engine: other data have been set."""
        self._pending_input = None

    def _labels_to_keep(self, value: object) -> ColumnNames:
        """Return the present labels of x and y if the new data have none of their own."""
        if self.data is None or self.data.labels.has_age or brings_labels(value):
            return {}
        return cast("ColumnNames", asdict(self.data.labels))

    def _wait_for(self, source: PendingDataset | LazyDataset) -> BaseDataset | None:
        """Return the data when their engine has prepared them, or the present data until then."""
        galaxies = finished(source.prepare())
        if self._pending_input is not None:
            self._add_source(DataSource.of(galaxies, *self._pending_input))
            self._pending_input = None
        return galaxies

    def _note_source(self, value: object, columns: Mapping[str, Any]) -> None:
        """Store what the data are made from, and the named columns; an engine may still be preparing them."""
        if self._pending_input is not None:
            self._pending_input = value, columns
        else:
            self._add_source(DataSource.of(self.data, value, columns))

    @validate("solar_motion")
    def _check_solar_motion(self, proposal: Bunch) -> bool:
        if proposal["value"] and self.data is not None:
            if not has_positions(self.data):
                raise TraitError(f"solar_motion needs positions on the sky, which only {NEBULAE!r} has.")
            traits.checked(less_solar_motion, self.data)  # too few
        return bool(proposal["value"])

    @observe("data")
    def _leave_the_sun(self, change: Bunch) -> None:
        """Forget the Sun's motion where positions are not known."""
        if self.solar_motion and change["new"] is not None and not has_positions(change["new"]):
            self.solar_motion = False

    @validate("degree")
    def _check_degree(self, proposal: Bunch) -> int:
        degree: int = proposal["value"]
        self._check_fit(degree=degree)
        return degree

    @validate("fit_intercept")
    def _check_fit_intercept(self, proposal: Bunch) -> bool:
        fit_intercept: bool = proposal["value"]
        if self.start != RANDOM and not self._has_drawn_start:  # a random start is drawn again
            traits.checked(partial(check_start, fit_intercept=fit_intercept), self.start)
        self._check_fit(fit_intercept=fit_intercept)
        return fit_intercept

    def _check_fit(self, **changed: Any) -> None:
        """Raise a TraitError unless the present data have a fit with a changed setting, be others checked or not."""
        if self.data is not None:
            traits.checked(lambda _data: self._fitted(self._galaxies, **changed), self.data)

    @validate("weights")
    def _check_weights(self, proposal: Bunch) -> bool:
        weights: bool = proposal["value"]
        if self.data is not None:
            traits.checked(partial(self._fitted, weights=weights), self.data)
        return weights

    @validate("start")
    def _check_start(self, proposal: Bunch) -> tuple[float, float] | str:
        if proposal["value"] == RANDOM:
            return RANDOM
        start: tuple[float, float] = traits.checked(
            partial(check_start, fit_intercept=self.fit_intercept), proposal["value"]
        )
        return start

    def _fitted(
        self,
        data: BaseDataset,
        *,
        degree: int | None = None,
        fit_intercept: bool | None = None,
        weights: bool | None = None,
    ) -> PolynomialFit:
        """Return the exact fit of data with the present settings, or with those that are given.

        Raises
        ------
        ValueError
            If there is no such fit.
        """
        return fit_polynomial(
            data.weighted(self.weights if weights is None else weights),
            self.degree if degree is None else degree,
            fit_intercept=self.fit_intercept if fit_intercept is None else fit_intercept,
        )

    @default("iteration")
    def _last_iteration(self) -> int:
        last: int = self.iterations
        return last
