"""Two columns that stay in the engine that holds them: counted, summed, binned and sampled there, each in one query.

Every query is written once, in narwhals' lazy expressions, and each engine (DuckDB, Polars, Dask, Spark, ...) runs it
in its own way, out of core or on a cluster. What comes back is one row, the cells of a picture that hold galaxies, or
a bounded sample; never the data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce, wraps
from itertools import combinations_with_replacement
from operator import or_
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from hubble_widget.regression.asking import fetched, turn_of
from hubble_widget.regression.census import Census, Span
from hubble_widget.regression.columns import FloatArray, Lacking, Refused
from hubble_widget.regression.measures import Measure, is_repeated, near

DISTANCE, VELOCITY = "distance", "velocity"

_SCATTER = 7919.618033988749, 10007.41421356237, 6151.732050807569
"""What the sample multiplies by: large, so that neighbours part, and no ratio of small whole numbers."""

_DENSER = 0.97
"""Of the most rows that a sample may have, how many are aimed at: those above by chance are cut off."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


Query = Callable[Concatenate["EngineColumns", Asked], Answer]


def _in_turn(query: Query[Asked, Answer]) -> Query[Asked, Answer]:
    @wraps(query)
    def asked(columns: EngineColumns, /, *args: Asked.args, **options: Asked.kwargs) -> Answer:
        with turn_of(columns.frame):
            return query(columns, *args, **options)

    return asked


@dataclass(frozen=True, slots=True)
class EngineColumns:
    """A lazy table of distances (Mpc) and velocities (km/s), float64, null or nan where a number is missing.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        With the columns `DISTANCE` and `VELOCITY`, and of each that is checked two flags: what stands for no number,
        and what may where it is repeated.
    source : narwhals.LazyFrame
        The whole table.
    measures : pair of Measure
        What makes distances and velocities of its columns.
    repeated : pair of tuple of float
        The numbers in them that stand for none because they are repeated, as far as that is known.
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
    ) -> EngineColumns:
        """Choose two columns of a lazy frame of narwhals, each with what converts its numbers."""
        import narwhals.stable.v2 as nw

        measures, columns = (Measure.of(distance), Measure.of(velocity)), {}
        for alias, measure, values in zip((DISTANCE, VELOCITY), measures, repeated, strict=True):
            numbers = nw.col(measure.name).cast(nw.Float64)
            columns[alias] = measure.converted(numbers)
            ranges = (*measure.ranges, *(near(value) for value in values))
            if ranges:
                stands_for_none = reduce(or_, (_within(numbers, *limits) for limits in ranges))
                columns[alias] = nw.when(~stands_for_none).then(columns[alias])
                columns[f"no_{alias}"] = _flag(stands_for_none)
            if measure.candidates and not values:
                columns[f"maybe_{alias}"] = _flag(numbers.is_in(_spellings(measure.candidates)))
        with turn_of(frame):
            return cls(frame.select(**columns), frame, measures, repeated)

    def without(self, repeated: tuple[tuple[float, ...], tuple[float, ...]]) -> EngineColumns:
        """Return the same columns without numbers that stand for none."""
        return EngineColumns.of(self.source, *self.measures, repeated)

    @_in_turn
    def census(self) -> Census:
        """Count the rows and find where the galaxies lie: one query, one row."""
        import narwhals.stable.v2 as nw

        both = nw.col("x").is_finite() & nw.col("y").is_finite()
        flags = [name for name in self.frame.collect_schema().names() if name not in {DISTANCE, VELOCITY}]
        flagged = self.frame.select(
            x=nw.col(DISTANCE),
            y=nw.col(VELOCITY),
            has_x=_flag(nw.col(DISTANCE).is_finite()),
            has_y=_flag(nw.col(VELOCITY).is_finite()),
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
        found = _only_row(flagged.select(*aggregates))
        counts = {name: round(found[name]) if found["rows"] else 0 for name in ("rows", "has_x", "has_y", "n", *flags)}
        rows, has_x, has_y, n = (counts[name] for name in ("rows", "has_x", "has_y", "n"))
        repeated = [
            self._repeated(measure, rows) if counts.get(f"maybe_{alias}", 0) > 1 else ()
            for alias, measure in zip((DISTANCE, VELOCITY), self.measures, strict=True)
        ]
        return Census(
            lacking=Lacking(
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
        """Return the stand-ins that a column repeats: one query, that is asked only where some are there."""
        import narwhals.stable.v2 as nw

        wanted = {beside for value in measure.candidates for beside in (value - 1, value, value + 1)}
        numbers = self.source.select(number=nw.col(measure.name).cast(nw.Float64))
        found = fetched(
            numbers.filter(nw.col("number").is_in(_spellings(sorted(wanted)))).group_by("number").agg(n=nw.len())
        )
        counts = dict(zip(found.get_column("number").to_list(), found.get_column("n").to_list(), strict=True))

        def count(value: float) -> int:
            return sum(counts.get(spelling, 0) for spelling in set(_spellings([value])))

        return tuple(
            value
            for value in measure.candidates
            if is_repeated(count(value), count(value - 1) + count(value + 1), rows)
        )

    def _refused(self, counts: dict[str, int]) -> tuple[Refused, ...]:
        """Return how many numbers stand for none; nothing where none does."""
        refused = tuple(
            Refused(counts.get(f"no_{alias}", 0), measure.which(known))
            for alias, measure, known in zip((DISTANCE, VELOCITY), self.measures, self.repeated, strict=True)
        )
        return refused if any(number for number, _which in refused) else ()

    @_in_turn
    def power_sums(self, census: Census, degree: int) -> FloatArray:
        """Sum what a curve of this degree, and every lower one, depends on: one query, one row.

        Returns
        -------
        numpy.ndarray
            The scalar products of the columns 1, u, ..., u^degree, w with one another, shape (degree + 2, degree + 2).
            u and w are what distances and velocities deviate from the centres of their spans, times their scales.

        Notes
        -----
        Deviations from a mean that is nearly right, scaled by powers of 2, are summed: nothing cancels, wherever the
        data lie. What is left is what an engine loses in adding n numbers. With 20,000 galaxies the slope is within
        1e-12 of mpmath's, as a share of it, also where they are all within 1e-9 of their mean.
        """
        import narwhals.stable.v2 as nw

        u, w = nw.col("u"), nw.col("w")
        powers = {f"u{k}": _power(u, k) for k in range(1, 2 * degree + 1)}
        others = {f"w{k}": w * _power(u, k) if k else w for k in range(degree + 1)}
        found = _sums(self._deviations(census).select(**powers, **others, ww=w * w))
        of_u = [float(census.n), *(found[name] for name in powers)]
        of_w = [found[name] for name in others]
        rows = [[*of_u[row : row + degree + 1], of_w[row]] for row in range(degree + 1)]
        return np.array([*rows, [*of_w, found["ww"]]])

    @_in_turn
    def products(self, census: Census, combinations: FloatArray) -> FloatArray:
        """Sum the products of combinations of 1, u, ..., u^degree, w with one another: one query, one row.

        Parameters
        ----------
        census : Census
        combinations : numpy.ndarray
            Shape (degree + 2, degree + 2), a column for each; upper triangular, the last one of its diagonal 1.

        Returns
        -------
        numpy.ndarray
            Of the shape of `combinations`.
        """
        import narwhals.stable.v2 as nw

        *polynomials, (*rest, _) = (column[: place + 1] for place, column in enumerate(combinations.T))
        columns = {f"q{place}": _polynomial(nw.col("u"), each) for place, each in enumerate(polynomials)}
        columns["e"] = nw.col("w") + _polynomial(nw.col("u"), rest)
        pairs = {left + right: (left, right) for left, right in combinations_with_replacement(columns, 2)}
        combined = self._deviations(census).select(**columns)
        found = _sums(combined.select(**{name: nw.col(left) * nw.col(right) for name, (left, right) in pairs.items()}))
        upper = np.array([[found.get(left + right, 0.0) for right in columns] for left in columns])
        return np.asarray(upper + np.triu(upper, 1).T, dtype=np.float64)

    @_in_turn
    def density(self, census: Census, shape: tuple[int, int]) -> NDArray[np.int64]:
        """Count the galaxies in the cells of a picture: one query, hardly more rows than there are cells.

        Parameters
        ----------
        census : Census
            Its extremes are the limits of the picture; the upper ones belong to the last cells.
        shape : pair of int
            Number of cells along velocity and along distance.

        Returns
        -------
        numpy.ndarray
            Of `shape`, the least velocities and distances first.
        """
        import narwhals.stable.v2 as nw

        def cell(name: str, span: Span, cells: int) -> Any:
            return ((nw.col(name) - span.low) * (cells / span.width)).floor()

        rows = cell(VELOCITY, census.velocity, shape[0]).alias("row")
        columns = cell(DISTANCE, census.distance, shape[1]).alias("column")
        cells = self._galaxies().select(rows, columns).group_by("row", "column").agg(nw.len().alias("n"))
        found = fetched(cells)
        places = tuple(
            np.minimum(found.get_column(name).to_numpy().astype(np.intp), size - 1)
            for name, size in zip(("row", "column"), shape, strict=True)
        )
        counts = np.zeros(shape, dtype=np.int64)
        np.add.at(counts, places, found.get_column("n").to_numpy().astype(np.int64))
        return counts

    @_in_turn
    def sample(self, census: Census, most: int) -> tuple[FloatArray, FloatArray]:
        """Choose galaxies evenly, the same ones each time: one query, not more than `most` rows.

        An engine may have no order of rows and no random numbers that come again. So the numbers of a galaxy decide
        themselves, by digits of theirs that say nothing about where it lies. Galaxies with the same two numbers are
        chosen all or none.

        Returns
        -------
        pair of numpy.ndarray
            Distances and velocities, sorted by distance; at least two different distances, as there are of all.
        """
        import narwhals.stable.v2 as nw

        chosen = self._galaxies()
        if census.n > most:
            a, b, c = _SCATTER
            u, w = (
                (nw.col(name) - span.low) * (1 / span.width)
                for name, span in ((DISTANCE, census.distance), (VELOCITY, census.velocity))
            )
            chosen = chosen.with_columns(digits=_fraction(u * a + w * b))
            chosen = chosen.with_columns(digits=_fraction(nw.col("digits") * c + w * a))
            chosen = chosen.filter(nw.col("digits") < _DENSER * most / census.n).head(most)
        rows = _rows(chosen)
        if np.unique(rows[:, 0]).size < 2:  # of nearly equal distances, which the first and the last are not
            ends = (census.distance.low, census.distance.high)
            extremes = [_rows(self._galaxies().filter(nw.col(DISTANCE) == end).head(1)) for end in ends]
            rows = np.vstack([*extremes, rows[: most - 2]])
        order = np.lexsort((rows[:, 1], rows[:, 0]))
        return rows[order, 0], rows[order, 1]

    def _galaxies(self) -> Any:
        """Return the rows that lack nothing."""
        import narwhals.stable.v2 as nw

        return self.frame.filter(nw.col(DISTANCE).is_finite(), nw.col(VELOCITY).is_finite())

    def _deviations(self, census: Census) -> Any:
        import narwhals.stable.v2 as nw

        x, y = census.distance, census.velocity
        return self._galaxies().select(
            u=(nw.col(DISTANCE) - x.centre) * x.scale, w=(nw.col(VELOCITY) - y.centre) * y.scale
        )


def _flag(condition: Any) -> Any:
    """Return 1 where a condition holds: float64 counts exactly up to 2^53, where some engines' int32 would not."""
    import narwhals.stable.v2 as nw

    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _spellings(values: Sequence[float]) -> list[float]:
    """Return numbers as float64 and as what becomes of them in a column of float32."""
    return [*values, *(float(np.float32(value)) for value in values)]


def _within(numbers: Any, low: float, high: float) -> Any:
    """Return the condition of being above one number and not above another."""
    return numbers <= high if low == -math.inf else (numbers > low) & (numbers <= high)


def _span(found: dict[str, float], name: str) -> Span:
    low, high, mean = (found[f"{name}_{what}"] for what in ("low", "high", "mean"))
    smallest = found[f"{name}_size"]
    return Span(
        low=low,
        high=high,
        centre=min(max(mean, low), high),
        smallest=math.inf if math.isnan(smallest) else smallest,
    )


def _power(u: Any, exponent: int) -> Any:
    return reduce(lambda product, _: product * u, range(exponent - 1), u)


def _polynomial(u: Any, coefficients: Sequence[float] | FloatArray) -> Any:
    """Return the expression of a polynomial, lowest power first, by Horner's rule."""
    *lower, highest = (float(each) for each in coefficients)
    start = u * 0.0 + highest
    return reduce(lambda value, coefficient: value * u + coefficient, reversed(lower), start)


def _fraction(expression: Any) -> Any:
    return expression - expression.floor()


def _sums(frame: Any) -> dict[str, float]:
    import narwhals.stable.v2 as nw

    names = frame.collect_schema().names()
    return _only_row(frame.select(*(nw.col(name).sum() for name in names)))


def _rows(frame: Any) -> FloatArray:
    """Return galaxies, shape (n, 2)."""
    found = fetched(frame.select(DISTANCE, VELOCITY))
    columns = [np.asarray(found.get_column(name).to_numpy(), dtype=np.float64) for name in (DISTANCE, VELOCITY)]
    return np.column_stack(columns)


def _only_row(frame: Any) -> dict[str, float]:
    """Return the only row of a query's answer, nan where an engine says null."""
    (row,) = fetched(frame).rows(named=True)
    return {name: math.nan if value is None else float(value) for name, value in row.items()}
