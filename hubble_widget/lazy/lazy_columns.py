"""Queries of two columns in an engine: it counts, sums, bins and samples them, with one query for each task.

Every query is a lazy narwhals expression. Each engine (DuckDB, Polars, Dask, Spark ...) runs it in its own way, out of
core or on a cluster. A query returns one row, the non-empty cells of a grid, or a limited sample, but never all data.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce, wraps
from itertools import combinations_with_replacement
from operator import or_
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from hubble_widget.data.columns import FloatArray, MissingCounts, Refused
from hubble_widget.data.measures import Measure, is_repeated, limits_around, next_to
from hubble_widget.lazy.cancellation import collect, exclusive_access
from hubble_widget.lazy.column_stats import ColumnStats, Span
from hubble_widget.lazy.expressions import (
    as_stored,
    flag,
    fraction,
    only_row,
    polynomial,
    power,
    sums,
    with_float32,
    within,
)

DISTANCE, VELOCITY = "distance", "velocity"

_HASH_FACTORS = 7919.618033988749, 10007.41421356237, 6151.732050807569
"""Factors of the sample's hash: large, to separate neighbors, and not in a ratio of small integers."""

_SAMPLE_FRACTION = 0.97
"""Expected size of a sample, as a fraction of its maximum size. If chance selects more rows, the rest is cut off."""

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


Query = Callable[Concatenate["LazyColumns", Arguments], Answer]


def _exclusive(query: Query[Arguments, Answer]) -> Query[Arguments, Answer]:
    @wraps(query)
    def locked(columns: LazyColumns, /, *args: Arguments.args, **options: Arguments.kwargs) -> Answer:
        with exclusive_access(columns.frame):
            return query(columns, *args, **options)

    return locked


@dataclass(frozen=True, slots=True)
class LazyColumns:
    """A lazy table of distances (Mpc) and velocities (km/s) as float64. A missing number is null or nan.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        The columns `DISTANCE` and `VELOCITY`. Each column that is checked has two more columns of flags: missing codes,
        and numbers that are missing codes if they are repeated.
    source : narwhals.LazyFrame
        The whole table.
    measures : pair of Measure
        How the columns of the table become distances and velocities.
    repeated : pair of tuple of float
        The repeated missing codes that are known so far.
    """

    frame: Any
    source: Any
    measures: tuple[Measure, Measure]
    repeated: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @classmethod
    def of(
        cls,
        frame: Any,
        distance: Measure | tuple[str, float],
        velocity: Measure | tuple[str, float],
        repeated: tuple[tuple[float, ...], tuple[float, ...]] = ((), ()),
    ) -> LazyColumns:
        """Select and convert two columns of a lazy narwhals frame."""
        import narwhals.stable.v2 as nw

        measures, columns = (Measure.of(distance), Measure.of(velocity)), {}
        with exclusive_access(frame):
            schema = frame.collect_schema()
        for alias, measure, values in zip((DISTANCE, VELOCITY), measures, repeated, strict=True):
            numbers = nw.col(measure.name).cast(nw.Float64)
            columns[alias] = measure.converted(numbers)
            ranges = (*measure.ranges, *(limits_around(value) for value in values))
            if ranges:
                is_missing = reduce(or_, (within(numbers, *limits) for limits in ranges))
                top = max(high for _low, high in ranges)  # one comparison spares most rows all others
                columns[alias] = nw.when((numbers > top) | ~is_missing).then(columns[alias])
                columns[f"no_{alias}"] = flag((numbers <= top) & is_missing)
            if measure.candidates and not values:
                unsettled = [code for code in measure.candidates if not any(a < code <= b for a, b in ranges)]
                columns[f"maybe_{alias}"] = flag(numbers.is_in(as_stored(unsettled, schema[measure.name])))
        with exclusive_access(frame):
            return cls(frame.select(**columns), frame, measures, repeated)

    def without(self, repeated: tuple[tuple[float, ...], tuple[float, ...]]) -> LazyColumns:
        """Return the same columns with these missing codes removed."""
        return LazyColumns.of(self.source, *self.measures, repeated)

    def with_needed_checks(self, stats: ColumnStats) -> LazyColumns:
        """Return the same columns without the checks that have found nothing, which would slow down each query."""
        found = [refused.number for refused in stats.missing.refused] or [0, 0]
        distance, velocity = (
            measure if number else replace(measure, above=-math.inf, is_checked=False)
            for measure, number in zip(self.measures, found, strict=True)
        )
        return LazyColumns.of(self.source, distance, velocity, self.repeated)

    @_exclusive
    def stats(self) -> ColumnStats:
        """Count the rows and the missing numbers, and find the ranges: one query that returns one row."""
        import narwhals.stable.v2 as nw

        both = nw.col("x").is_finite() & nw.col("y").is_finite()
        flags = [name for name in self.frame.collect_schema().names() if name not in {DISTANCE, VELOCITY}]
        flagged = self.frame.select(
            x=nw.col(DISTANCE),
            y=nw.col(VELOCITY),
            has_x=flag(nw.col(DISTANCE).is_finite()),
            has_y=flag(nw.col(VELOCITY).is_finite()),
            **{name: nw.col(name) for name in flags},
        )
        flagged = flagged.with_columns(
            n=nw.col("has_x") * nw.col("has_y"),
            x_good=nw.when(both).then(nw.col("x")),
            y_good=nw.when(both).then(nw.col("y")),
        )
        flagged = flagged.with_columns(
            x_size=nw.when(nw.col("x_good") != 0).then(nw.col("x_good").abs()),
            y_size=nw.when(nw.col("y_good") != 0).then(nw.col("y_good").abs()),
        )
        aggregates = [nw.len().alias("rows"), *(nw.col(name).sum() for name in ("has_x", "has_y", "n", *flags))]
        for name in ("x", "y"):
            good = nw.col(f"{name}_good")
            aggregates += [good.min().alias(f"{name}_low"), good.max().alias(f"{name}_high")]
            aggregates += [good.mean().alias(f"{name}_mean"), nw.col(f"{name}_size").min()]
        found = only_row(flagged.select(*aggregates))
        counts = {name: round(found[name]) if found["rows"] else 0 for name in ("rows", "has_x", "has_y", "n", *flags)}
        rows, has_x, has_y, n = (counts[name] for name in ("rows", "has_x", "has_y", "n"))
        repeated = [
            self._repeated(measure, rows) if is_repeated(counts.get(f"maybe_{alias}", 0), 0, rows) else ()
            for alias, measure in zip((DISTANCE, VELOCITY), self.measures, strict=True)
        ]
        return ColumnStats(
            missing=MissingCounts(
                n,
                no_velocity=has_x - n,
                no_distance=has_y - n,
                neither=rows - has_x - has_y + n,
                refused=self._refused(counts),
            ),
            distance=_span(found, "x"),
            velocity=_span(found, "y"),
            repeated=(repeated[0], repeated[1]),
        )

    def _repeated(self, measure: Measure, rows: int) -> tuple[float, ...]:
        """Return the missing codes that a column repeats. This query runs only if there are candidates."""
        import narwhals.stable.v2 as nw

        counted = {neighbor for value in measure.candidates for neighbor in (value, *next_to(value))}
        numbers = self.source.select(number=nw.col(measure.name).cast(nw.Float64))
        found = collect(
            numbers.filter(nw.col("number").is_in(with_float32(sorted(counted)))).group_by("number").agg(n=nw.len())
        )
        counts = dict(zip(found.get_column("number").to_list(), found.get_column("n").to_list(), strict=True))

        def count(value: float) -> int:
            return sum(counts.get(number, 0) for number in set(with_float32([value])))

        return tuple(
            value for value in measure.candidates if is_repeated(count(value), sum(map(count, next_to(value))), rows)
        )

    def _refused(self, counts: dict[str, int]) -> tuple[Refused, ...]:
        """Return the counts of missing codes; an empty tuple if there are none."""
        refused = tuple(
            Refused(counts.get(f"no_{alias}", 0), measure.which(known))
            for alias, measure, known in zip((DISTANCE, VELOCITY), self.measures, self.repeated, strict=True)
        )
        return refused if any(number for number, _which in refused) else ()

    @_exclusive
    def power_sums(self, stats: ColumnStats, degree: int) -> FloatArray:
        """Sum up the products for polynomial fits up to a degree: one query that returns one row.

        Returns
        -------
        numpy.ndarray
            The scalar products of the columns 1, u, ..., u^degree, w with one another, shape (degree + 2, degree + 2).
            u and w are the deviations of distance and velocity from the centers of their spans, times the scales of
            the spans.

        Notes
        -----
        The deviations are measured from nearly the mean and scaled by powers of 2, so that no digits cancel, whatever
        the range of the data. Only the engine's rounding errors remain. For 20,000 galaxies the slope has a relative
        error below 1e-12 (compared with mpmath), even if all distances are within 1e-9 of their mean.
        """
        import narwhals.stable.v2 as nw

        u, w = nw.col("u"), nw.col("w")
        powers = {f"u{k}": power(u, k) for k in range(1, 2 * degree + 1)}
        others = {f"w{k}": w * power(u, k) if k else w for k in range(degree + 1)}
        found = sums(self._deviations(stats).select(**powers, **others, ww=w * w))
        of_u = [float(stats.n), *(found[name] for name in powers)]
        of_w = [found[name] for name in others]
        rows = [[*of_u[row : row + degree + 1], of_w[row]] for row in range(degree + 1)]
        return np.array([*rows, [*of_w, found["ww"]]])

    @_exclusive
    def products(self, stats: ColumnStats, combinations: FloatArray) -> FloatArray:
        """Sum up the products of linear combinations of 1, u, ..., u^degree, w: one query that returns one row.

        Parameters
        ----------
        stats : ColumnStats
        combinations : numpy.ndarray
            Shape (degree + 2, degree + 2), one combination in each column; upper triangular, with 1 as the last element
            of the diagonal.

        Returns
        -------
        numpy.ndarray
            The scalar products of the combinations, in the shape of `combinations`.
        """
        import narwhals.stable.v2 as nw

        *polynomials, (*rest, _) = (column[: place + 1] for place, column in enumerate(combinations.T))
        columns = {f"q{place}": polynomial(nw.col("u"), each) for place, each in enumerate(polynomials)}
        columns["e"] = nw.col("w") + polynomial(nw.col("u"), rest)
        pairs = {left + right: (left, right) for left, right in combinations_with_replacement(columns, 2)}
        combined = self._deviations(stats).select(**columns)
        found = sums(combined.select(**{name: nw.col(left) * nw.col(right) for name, (left, right) in pairs.items()}))
        upper = np.array([[found.get(left + right, 0.0) for right in columns] for left in columns])
        return np.asarray(upper + np.triu(upper, 1).T, dtype=np.float64)

    @_exclusive
    def density(self, stats: ColumnStats, shape: tuple[int, int]) -> NDArray[np.int64]:
        """Count the galaxies in each cell of a grid: one query that returns the non-empty cells.

        Parameters
        ----------
        stats : ColumnStats
            Its extremes are the edges of the grid. The largest values belong to the last cells.
        shape : pair of int
            Number of cells along velocity and along distance.

        Returns
        -------
        numpy.ndarray
            int64, of this shape, in ascending order of velocity and distance.
        """
        import narwhals.stable.v2 as nw

        def cell(name: str, span: Span, cells: int) -> Any:
            return ((nw.col(name) - span.low) * (cells / span.width)).floor()

        rows = cell(VELOCITY, stats.velocity, shape[0]).alias("row")
        columns = cell(DISTANCE, stats.distance, shape[1]).alias("column")
        cells = self._galaxies().select(rows, columns).group_by("row", "column").agg(nw.len().alias("n"))
        found = collect(cells)
        places = tuple(
            np.minimum(found.get_column(name).to_numpy().astype(np.intp), size - 1)
            for name, size in zip(("row", "column"), shape, strict=True)
        )
        counts = np.zeros(shape, dtype=np.int64)
        np.add.at(counts, places, found.get_column("n").to_numpy().astype(np.int64))
        return counts

    @_exclusive
    def sample(self, stats: ColumnStats, size: int) -> tuple[FloatArray, FloatArray]:
        """Choose galaxies evenly, the same ones each time: one query that returns at most `size` rows.

        In an engine the rows may have no order, and random numbers cannot be repeated. So a hash of a galaxy's distance
        and velocity selects it. Galaxies with the same two numbers are all selected, or none.

        Returns
        -------
        pair of numpy.ndarray
            Distances and velocities, sorted by distance. At least two distances differ.
        """
        import narwhals.stable.v2 as nw

        chosen = self._galaxies()
        if stats.n > size:
            a, b, c = _HASH_FACTORS
            u, w = (
                (nw.col(name) - span.low) * (1 / span.width)
                for name, span in ((DISTANCE, stats.distance), (VELOCITY, stats.velocity))
            )
            chosen = chosen.with_columns(hash=fraction(u * a + w * b))
            chosen = chosen.with_columns(hash=fraction(nw.col("hash") * c + w * a))
            chosen = chosen.filter(nw.col("hash") < _SAMPLE_FRACTION * size / stats.n).head(size)
        rows = _rows(chosen)
        if np.unique(rows[:, 0]).size < 2:  # most distances are equal, but the extremes differ
            ends = (stats.distance.low, stats.distance.high)
            extremes = [_rows(self._galaxies().filter(nw.col(DISTANCE) == end).head(1)) for end in ends]
            rows = np.vstack([*extremes, rows[: size - 2]])
        order = np.lexsort((rows[:, 1], rows[:, 0]))
        return rows[order, 0], rows[order, 1]

    def _galaxies(self) -> Any:
        """Return the rows that have both numbers."""
        import narwhals.stable.v2 as nw

        return self.frame.filter(nw.col(DISTANCE).is_finite(), nw.col(VELOCITY).is_finite())

    def _deviations(self, stats: ColumnStats) -> Any:
        import narwhals.stable.v2 as nw

        x, y = stats.distance, stats.velocity
        return self._galaxies().select(
            u=(nw.col(DISTANCE) - x.center) * x.scale, w=(nw.col(VELOCITY) - y.center) * y.scale
        )


def _span(found: dict[str, float], name: str) -> Span:
    low, high, mean = (found[f"{name}_{what}"] for what in ("low", "high", "mean"))
    smallest = found[f"{name}_size"]
    return Span(
        low=low,
        high=high,
        center=min(max(mean, low), high),
        smallest=math.inf if math.isnan(smallest) else smallest,
    )


def _rows(frame: Any) -> FloatArray:
    """Return distances and velocities, shape (n, 2)."""
    found = collect(frame.select(DISTANCE, VELOCITY))
    columns = [np.asarray(found.get_column(name).to_numpy(), dtype=np.float64) for name in (DISTANCE, VELOCITY)]
    return np.column_stack(columns)
