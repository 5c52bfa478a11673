"""Galaxies that stay in the engine that holds them: all that is known of them was computed there."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeGuard, TypeVar

import numpy as np

from hubble_widget.regression.columns import LARGEST, SMALLEST, no_slope
from hubble_widget.regression.dataset import Dataset
from hubble_widget.regression.density import DISTANCE_BINS, VELOCITY_BINS, Density, Extent
from hubble_widget.regression.galaxies import MOST_ROWS, Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.moments import Moments
from hubble_widget.regression.triangle import reach_of, triangle_of_sums

if TYPE_CHECKING:
    from hubble_widget.regression.census import Census, Span
    from hubble_widget.regression.columns import FloatArray
    from hubble_widget.regression.engine import EngineColumns

Value = TypeVar("Value")

LINE, CUBIC = 1, 3

QUERIES = 5
"""How many an engine answers until an explorer can show the galaxies that it holds."""


class LazyDataset(Galaxies):
    """Distances and recession velocities of galaxies in a lazy table, which never leave it.

    What is asked for is computed by the engine, once, and kept: a query of one row for `moments` (and another where
    nearly all lie on a line), two for the curves, one of at most as many rows as a picture has cells for `density`, a
    bounded one for `sample`. Made by `as_dataset`.

    Parameters
    ----------
    columns : EngineColumns
        Where the numbers are.
    census : Census
        What the engine has counted of them.
    engine : str
        Its name, for people.
    title, note : str
    labels : Labels
        As of a `Dataset`.

    Raises
    ------
    ValueError
        If all distances are equal, or a number is outside 1e-60 to 1e60 in magnitude.
    """

    reference = provenance = ""
    left_out: tuple[str, ...] = ()

    def __init__(
        self,
        columns: EngineColumns,
        census: Census,
        *,
        engine: str,
        title: str = "",
        note: str = "",
        labels: Labels = HUBBLE,
    ) -> None:
        _check_span(labels.x_name, census.distance, labels.x_unit, labels.rows)
        _check_span(labels.y_name, census.velocity, labels.y_unit, labels.rows)
        if census.distance.low == census.distance.high:
            raise ValueError(no_slope(census.n, census.distance.low, labels))
        self.engine, self.title, self.note, self.labels = engine, title, note, labels
        self._columns, self._census = columns, census
        self._products = self._triangle = np.empty((0, 0))  # of as high a degree as was asked for

    def __len__(self) -> int:
        """Return the number of galaxies."""
        return self._census.n

    def __repr__(self) -> str:
        """Return title, size and engine, in one line."""
        title = f" {self.title!r}" if self.title else ""
        return f"<LazyDataset{title}: {len(self):,} {self.labels.rows} in {self.engine}>"

    def _repr_html_(self) -> str | None:
        return super()._repr_html_() if self.is_prepared else None  # no query for a look

    @property
    def is_prepared(self) -> bool:
        """Whether the engine need not be asked any more."""
        return "sample" in self.__dict__

    def prepare(self) -> Generator[str, None, LazyDataset]:
        """Have the engine compute all that an explorer shows; yield what it is about to do, before each query."""
        galaxies = f"{self.engine} {{}} {len(self):,} {self.labels.rows}"
        yield galaxies.format("adds up")
        self._sums(CUBIC)
        yield galaxies.format("fits curves to")
        self._triangle_in_u(CUBIC)
        yield galaxies.format("maps")
        self.density  # noqa: B018
        yield galaxies.format("samples")
        self.sample  # noqa: B018
        return self

    def labelled(self, labels: Labels) -> LazyDataset:
        """Return the same numbers with other labels; nothing is converted, and no engine is asked again."""
        other = copy(self)
        other.labels = labels
        known = other.__dict__
        if "moments" in known:
            known["moments"] = replace(self.moments, labels=labels)
        if "sample" in known:
            known["sample"] = self.sample.labelled(labels)
        return other

    @property
    def extent(self) -> Extent:
        """The least and the greatest distance and velocity."""
        x, y = self._census.distance, self._census.velocity
        return Extent(distance=(x.low, x.high), velocity=(y.low, y.high))

    @cached_property
    def moments(self) -> Moments:
        """All that a straight line and its descent depend on."""
        sums, census = self._sums(LINE), self._census
        x, y, n = census.distance, census.velocity, census.n
        u_sum, w_sum = sums[0, 1], sums[0, -1]
        moments = Moments(
            n=n,
            distance_mean=float(x.centre + u_sum / n / x.scale),
            velocity_mean=float(y.centre + w_sum / n / y.scale),
            distance_ss=float((sums[1, 1] - u_sum / n * u_sum) / x.scale / x.scale),
            velocity_ss=float((sums[-1, -1] - w_sum / n * w_sum) / y.scale / y.scale),
            cross_ss=float((sums[1, -1] - u_sum / n * w_sum) / x.scale / y.scale),
            distance_scale=x.largest or 1.0,
            velocity_scale=y.largest or 1.0,
            labels=self.labels,
        )
        if moments.is_nearly_a_line:
            residual_ss = float(self._triangle_in_u(LINE)[-1, -1] / y.scale) ** 2
            moments = replace(moments, residual_ss=min(residual_ss, moments.velocity_ss))
        return moments

    @cached_property
    def density(self) -> Density:
        """How many galaxies there are in each of many equal rectangles of the extent."""
        counts = self._columns.density(self._census, (VELOCITY_BINS, DISTANCE_BINS))
        counts.flags.writeable = False
        return Density(counts, self.extent)

    @cached_property
    def sample(self) -> Dataset:
        """Galaxies chosen by digits of theirs that say nothing about where they lie, without names."""
        distance, velocity = self._columns.sample(self._census, MOST_ROWS)
        return Dataset(distance=distance, velocity=velocity, title=self.title, note=self.note, labels=self.labels)

    def triangle(self, degree: int) -> FloatArray:
        """Return all that a curve of degree 2 or 3 depends on; see `hubble_widget.regression.triangle`."""
        return np.asarray(self._triangle_in_u(degree) @ self._change_of_columns(degree), dtype=np.float64)

    def _triangle_in_u(self, degree: int) -> FloatArray:
        """Return the triangle of the columns 1, u, ..., u^degree, w.

        From their scalar products alone half of the digits would be lost. So these only tell which combinations of the
        columns are nearly orthogonal, and the engine sums the products of those: CholeskyQR2 (Yamamoto, Nakatsukasa,
        Yanagisawa & Fukaya, ETNA 44, 2015).
        """
        if len(self._triangle) < degree + 2:
            self._triangle = self._orthogonalised(self._sums(LINE if degree == LINE else CUBIC))
        columns = self._triangle[:, [*range(degree + 1), -1]]
        return np.asarray(np.linalg.qr(columns, mode="r"), dtype=np.float64)

    def _orthogonalised(self, sums: FloatArray) -> FloatArray:
        first = triangle_of_sums(sums)
        pivots = np.diag(first)
        unit = np.where(pivots > 0, 0.0, 1.0)[:, np.newaxis] * np.eye(len(first))
        unit[pivots > 0] = first[pivots > 0] / pivots[pivots > 0, np.newaxis]
        products = self._columns.products(self._census, np.asarray(np.linalg.inv(unit), dtype=np.float64))
        return np.asarray(triangle_of_sums(products) @ unit, dtype=np.float64)

    def _sums(self, degree: int) -> FloatArray:
        """Return the scalar products of the columns 1, u, ..., u^k, w, with k at least `degree`."""
        if len(self._products) < degree + 2:
            self._products = self._columns.power_sums(self._census, degree)
        return self._products

    def _change_of_columns(self, degree: int) -> FloatArray:
        """Return what turns the columns 1, u, ..., u^degree, w into 1, t, ..., t^degree, velocity - mean velocity."""
        x, y, moments = self._census.distance, self._census.velocity, self.moments
        reach = reach_of(moments, self.extent) * x.scale
        u_mean = (moments.distance_mean - x.centre) * x.scale
        change = np.zeros((degree + 2, degree + 2))
        for power in range(degree + 1):
            for lower in range(power + 1):
                change[lower, power] = math.comb(power, lower) * (-u_mean) ** (power - lower) / reach**power
        change[0, -1], change[-1, -1] = y.centre - moments.velocity_mean, 1 / y.scale
        return change


class Arrival:
    """Galaxies in an engine that has not been asked anything yet.

    Parameters
    ----------
    columns : EngineColumns
    engine : str
        Its name, for people.
    title : str
    note : callable
        ``note(census)`` returns what was done to the rows, or raises where there are too few.
    fetch : callable
        Returns the galaxies as a `Dataset`, where they are few.
    labels : Labels
        Theirs.
    """

    def __init__(
        self,
        columns: EngineColumns,
        *,
        engine: str,
        title: str,
        note: Callable[[Census], str],
        fetch: Callable[[], Dataset],
        labels: Labels,
    ) -> None:
        self.engine, self.labels = engine, labels
        self._columns, self._title, self._note, self._fetch = columns, title, note, fetch

    def labelled(self, labels: Labels) -> Arrival:
        """Return the same with other labels; nothing is converted."""
        other = copy(self)
        other.labels = labels
        return other

    def prepare(self) -> Generator[str, None, Dataset | LazyDataset]:
        """Have the engine find the galaxies and compute all that an explorer shows; yield what it is about to do.

        Raises
        ------
        ValueError
            If the galaxies determine no line.
        """
        yield f"{self.engine} counts the rows"
        galaxies = self.wait()
        return (yield from galaxies.prepare()) if isinstance(galaxies, LazyDataset) else galaxies

    def wait(self) -> Dataset | LazyDataset:
        """Return the galaxies when the engine has counted them, and handed them over where they are few."""
        columns, census = self._columns, self._columns.census()
        if census.lacking.rows <= MOST_ROWS:
            self._note(census)
            return self._fetch().labelled(self.labels)
        if any(census.repeated):  # numbers that stand for none: rarely is a second query needed
            columns = columns.without(census.repeated)
            census = columns.census()
        note = self._note(census)
        return LazyDataset(columns, census, engine=self.engine, title=self._title, note=note, labels=self.labels)


def must_wait(found: Galaxies | Arrival) -> TypeGuard[Arrival | LazyDataset]:
    """Return whether an engine has to be asked before an explorer can show what was found."""
    return isinstance(found, Arrival) or (isinstance(found, LazyDataset) and not found.is_prepared)


def finished(steps: Generator[object, None, Value]) -> Value:
    """Run a generator to its end and return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: Value = end.value
            return value


def _check_span(name: str, span: Span, unit: str, rows: str) -> None:
    for value in (span.largest, span.smallest):
        if 0 < value < math.inf and not SMALLEST <= value <= LARGEST:
            raise ValueError(
                f"{name} has {value!r} in magnitude, but each value must be 0 or from {SMALLEST} to "
                f"{f'{LARGEST} {unit}'.rstrip()}; filter such {rows} out of the table."
            )
