"""Data sets whose galaxies stay in an engine, which computes all results."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeGuard, TypeVar

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS, BaseDataset
from hubble_widget.data.binning import DISTANCE_BINS, VELOCITY_BINS, Density, Extent
from hubble_widget.data.columns import MAX_MAGNITUDE, MIN_MAGNITUDE, no_slope
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.data.moments import Moments
from hubble_widget.data.r_factor import max_deviation, r_factor_of_sums
from hubble_widget.messages import grouped, message

if TYPE_CHECKING:
    from hubble_widget.data.columns import FloatArray
    from hubble_widget.lazy.column_stats import ColumnStats, Span
    from hubble_widget.lazy.lazy_columns import LazyColumns

Value = TypeVar("Value")

LINE, CUBIC = 1, 3

QUERIES = 5
"""Number of queries before an explorer can show the galaxies."""


class LazyDataset(BaseDataset):
    """Distances and recession velocities of galaxies in a lazy table. Its rows stay in the engine.

    `as_dataset` makes it. The engine computes each property once, at its first use. `moments` takes a query that
    returns one row, and one more query if the galaxies are nearly on a line. Curves take two queries. `density` takes
    one query that returns the non-empty cells of its grid, and `sample` takes one with a limited number of rows.

    Parameters
    ----------
    columns : LazyColumns
        The columns of distances and velocities.
    stats : ColumnStats
        Counts and ranges of the columns.
    engine : str
        Display name of the engine.
    title, note : str
    labels : Labels
        As in `Dataset`.

    Raises
    ------
    ValueError
        If all distances are equal, or a number is outside 1e-60 to 1e60 in magnitude.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> import polars as pl
    >>> distance = pl.int_range(1, 100_001, eager=True) / 1000
    >>> galaxies = hw.as_dataset(pl.LazyFrame({"distance": distance, "velocity": 70 * distance}))
    >>> galaxies
    <LazyDataset: 100,000 galaxies in Polars>
    >>> print(f"{hw.polyfit(galaxies).slope:.2f} km/s/Mpc")
    70.00 km/s/Mpc
    """

    reference = provenance = ""
    excluded: tuple[str, ...] = ()

    def __init__(
        self,
        columns: LazyColumns,
        stats: ColumnStats,
        *,
        engine: str,
        title: str = "",
        note: str = "",
        labels: Labels = HUBBLE,
    ) -> None:
        _check_span(labels.x_name, stats.distance, labels.x_unit, labels.rows)
        _check_span(labels.y_name, stats.velocity, labels.y_unit, labels.rows)
        if stats.distance.low == stats.distance.high:
            raise ValueError(no_slope(stats.n, stats.distance.low, labels))
        self.engine, self.title, self.note, self.labels = engine, title, note, labels
        self._columns, self._stats = columns, stats
        self._products = self._r_factor = np.empty((0, 0))  # of the highest degree so far

    def __len__(self) -> int:
        """Return the number of galaxies."""
        return self._stats.n

    def __repr__(self) -> str:
        """Return title, size and engine, in one line."""
        title = f" {self.title!r}" if self.title else ""
        count, rows = grouped(len(self)), self.labels.rows
        what = message("{count} {rows} in {engine}", count=count, rows=rows, engine=self.engine)
        return f"<LazyDataset{title}: {what}>"

    def _repr_html_(self) -> str | None:
        return super()._repr_html_() if self.is_prepared else None  # display alone starts no query

    @property
    def is_prepared(self) -> bool:
        """Whether no more queries are needed."""
        return "sample" in self.__dict__

    def prepare(self) -> Generator[str, None, LazyDataset]:
        """Compute all that an explorer shows; before each query, yield what the engine does."""
        engine, count, rows = self.engine, grouped(len(self)), self.labels.rows
        yield message("{engine} adds up {count} {rows} ...", engine=engine, count=count, rows=rows)
        self._sums(CUBIC)
        yield message("{engine} fits curves to {count} {rows} ...", engine=engine, count=count, rows=rows)
        self._r_factor_in_u(CUBIC)
        yield message("{engine} maps {count} {rows} ...", engine=engine, count=count, rows=rows)
        self.density  # noqa: B018
        yield message("{engine} samples {count} {rows} ...", engine=engine, count=count, rows=rows)
        self.sample  # noqa: B018
        return self

    def labeled(self, labels: Labels) -> LazyDataset:
        """Return the same numbers with other labels. Nothing is converted, and no query is repeated."""
        other = copy(self)
        other.labels = labels
        known = other.__dict__
        if "moments" in known:
            known["moments"] = replace(self.moments, labels=labels)
        if "sample" in known:
            known["sample"] = self.sample.labeled(labels)
        return other

    @property
    def extent(self) -> Extent:
        """The smallest and the largest distance and velocity."""
        x, y = self._stats.distance, self._stats.velocity
        return Extent(distance=(x.low, x.high), velocity=(y.low, y.high))

    @cached_property
    def moments(self) -> Moments:
        """The sums that determine a straight-line fit and its gradient descent."""
        sums, stats = self._sums(LINE), self._stats
        x, y, n = stats.distance, stats.velocity, stats.n
        u_sum, w_sum = sums[0, 1], sums[0, -1]
        moments = Moments(
            n=n,
            distance_mean=float(x.center + u_sum / n / x.scale),
            velocity_mean=float(y.center + w_sum / n / y.scale),
            distance_ss=float((sums[1, 1] - u_sum / n * u_sum) / x.scale / x.scale),
            velocity_ss=float((sums[-1, -1] - w_sum / n * w_sum) / y.scale / y.scale),
            cross_ss=float((sums[1, -1] - u_sum / n * w_sum) / x.scale / y.scale),
            distance_scale=x.largest or 1.0,
            velocity_scale=y.largest or 1.0,
            labels=self.labels,
        )
        if moments.is_nearly_a_line:
            residual_ss = float(self._r_factor_in_u(LINE)[-1, -1] / y.scale) ** 2
            moments = replace(moments, residual_ss=min(residual_ss, moments.velocity_ss))
        return moments

    @cached_property
    def density(self) -> Density:
        """Number of galaxies in each cell of a regular grid over the extent."""
        counts = self._columns.density(self._stats, (VELOCITY_BINS, DISTANCE_BINS))
        counts.flags.writeable = False
        return Density(counts, self.extent)

    @cached_property
    def sample(self) -> Dataset:
        """Galaxies without names, selected by a hash of their numbers; see `LazyColumns.sample`."""
        distance, velocity = self._columns.sample(self._stats, MAX_ROWS)
        return Dataset(distance=distance, velocity=velocity, title=self.title, note=self.note, labels=self.labels)

    def triangle(self, degree: int) -> FloatArray:
        """Return the R factor of a polynomial fit of degree 1 to 3; see `hubble_widget.data.r_factor`."""
        return np.asarray(self._r_factor_in_u(degree) @ self._change_of_columns(degree), dtype=np.float64)

    def _r_factor_in_u(self, degree: int) -> FloatArray:
        """Return the R factor of the columns 1, u, ..., u^degree, w.

        Their scalar products alone would lose half of the digits. They are used only to find combinations of the
        columns that are nearly orthogonal. Then the engine sums up the products of these combinations: CholeskyQR2
        (Yamamoto, Nakatsukasa, Yanagisawa & Fukaya, ETNA 44, 2015).
        """
        if len(self._r_factor) < degree + 2:
            self._r_factor = self._orthogonalized(self._sums(LINE if degree == LINE else CUBIC))
        columns = self._r_factor[:, [*range(degree + 1), -1]]
        return np.asarray(np.linalg.qr(columns, mode="r"), dtype=np.float64)

    def _orthogonalized(self, sums: FloatArray) -> FloatArray:
        """Return the R factor by CholeskyQR2, from the scalar products of the columns and one more query."""
        first = r_factor_of_sums(sums)
        pivots = np.diag(first)
        unit = np.where(pivots > 0, 0.0, 1.0)[:, np.newaxis] * np.eye(len(first))
        unit[pivots > 0] = first[pivots > 0] / pivots[pivots > 0, np.newaxis]
        products = self._columns.products(self._stats, np.asarray(np.linalg.inv(unit), dtype=np.float64))
        return np.asarray(r_factor_of_sums(products) @ unit, dtype=np.float64)

    def _sums(self, degree: int) -> FloatArray:
        """Return the scalar products of the columns 1, u, ..., u^k, w for a k of at least `degree`."""
        if len(self._products) < degree + 2:
            self._products = self._columns.power_sums(self._stats, degree)
        return self._products

    def _change_of_columns(self, degree: int) -> FloatArray:
        """Return the matrix from columns 1, u, ..., u^degree, w to 1, t, ..., t^degree, velocity - mean velocity."""
        x, y, moments = self._stats.distance, self._stats.velocity, self.moments
        scale = max_deviation(moments, self.extent) * x.scale
        u_mean = (moments.distance_mean - x.center) * x.scale
        change = np.zeros((degree + 2, degree + 2))
        for power in range(degree + 1):
            for lower in range(power + 1):
                change[lower, power] = math.comb(power, lower) * (-u_mean) ** (power - lower) / scale**power
        change[0, -1], change[-1, -1] = y.center - moments.velocity_mean, 1 / y.scale
        return change


class PendingDataset:
    """Galaxies in an engine, before the first query.

    Parameters
    ----------
    columns : LazyColumns
    engine : str
        Display name of the engine.
    title : str
    note : callable
        ``note(stats)`` returns the note about the rows, or raises a ValueError if there are too few.
    collect : callable
        Returns the galaxies as a `Dataset`. It is called if there are few.
    labels : Labels
        Names and units of both columns.
    """

    def __init__(
        self,
        columns: LazyColumns,
        *,
        engine: str,
        title: str,
        note: Callable[[ColumnStats], str],
        collect: Callable[[], Dataset],
        labels: Labels,
    ) -> None:
        self.engine, self.labels = engine, labels
        self._columns, self._title, self._note, self._collect = columns, title, note, collect

    def labeled(self, labels: Labels) -> PendingDataset:
        """Return the same galaxies with other labels. Nothing is converted."""
        other = copy(self)
        other.labels = labels
        return other

    def prepare(self) -> Generator[str, None, Dataset | LazyDataset]:
        """Count the galaxies and compute all that an explorer shows; before each query, yield what it does.

        Raises
        ------
        ValueError
            If the galaxies determine no line.
        """
        yield message("{engine} counts the rows ...", engine=self.engine)
        galaxies = self.wait()
        return (yield from galaxies.prepare()) if isinstance(galaxies, LazyDataset) else galaxies

    def wait(self) -> Dataset | LazyDataset:
        """Count the rows in the engine; return them in memory if there are few, else a `LazyDataset`."""
        columns, stats = self._columns, self._columns.stats()
        if stats.missing.rows <= MAX_ROWS:
            self._note(stats)
            return self._collect().labeled(self.labels)
        if any(stats.repeated):  # repeated missing codes are rare, so this second query is, too
            columns = columns.without(stats.repeated)
            stats = columns.stats()
        note, columns = self._note(stats), columns.with_needed_checks(stats)
        return LazyDataset(columns, stats, engine=self.engine, title=self._title, note=note, labels=self.labels)


def must_wait(found: BaseDataset | PendingDataset) -> TypeGuard[PendingDataset | LazyDataset]:
    """Return whether an explorer must wait for an engine before it can show the galaxies."""
    return isinstance(found, PendingDataset) or (isinstance(found, LazyDataset) and not found.is_prepared)


def finished(steps: Generator[object, None, Value]) -> Value:
    """Run a generator to its end and return its return value."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: Value = end.value
            return value


def _check_span(name: str, span: Span, unit: str, rows: str) -> None:
    for value in (span.largest, span.smallest):
        if 0 < value < math.inf and not MIN_MAGNITUDE <= value <= MAX_MAGNITUDE:
            raise ValueError(
                f"{name} has {value!r} in magnitude, but each value must be 0 or from {MIN_MAGNITUDE} to "
                f"{f'{MAX_MAGNITUDE} {unit}'.rstrip()}; remove such {rows} from the table."
            )
