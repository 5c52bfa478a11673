"""Two columns that stay in the engine that holds them: counted, summed, binned and sampled there, each in one query.

Every query is written once, in narwhals' lazy expressions, and each engine (DuckDB, Polars, Dask, Spark, ...) runs it
in its own way, out of core or on a cluster. What comes back is one row, the cells of a picture that hold galaxies, or
a bounded sample; never the data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from hubble_widget.regression.columns import FloatArray, Lacking
from hubble_widget.regression.curves import Curve, PowerSums, refined

DISTANCE, VELOCITY = "distance", "velocity"

_SCATTER = 7919.618033988749, 10007.41421356237, 6151.732050807569
"""What the sample multiplies by: large, so that neighbours part, and no ratio of small whole numbers."""

_DENSER = 0.95
"""Of the most rows that a sample may have, how many are aimed at: those above by chance are cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where the values of one column lie; nan where there are none.

    Attributes
    ----------
    low, high : float
        The extremes.
    centre : float
        About their mean, as the engine adds up, yet never outside the extremes: what deviations are counted from.
    smallest : float
        The smallest magnitude that is not 0; inf where all are 0.
    """

    low: float
    high: float
    centre: float
    smallest: float

    @property
    def largest(self) -> float:
        """The largest magnitude."""
        return max(abs(self.low), abs(self.high))

    @property
    def scale(self) -> float:
        """A power of 2, by which deviations from the centre are multiplied without error to be within 1 of 0."""
        reach = max(self.high - self.centre, self.centre - self.low)
        return math.ldexp(1.0, -math.frexp(reach)[1]) if reach > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How many rows there are, what they lack, and where those lie that lack nothing.

    Attributes
    ----------
    lacking : Lacking
    distance, velocity : Extent
        Of the rows that have both.
    """

    lacking: Lacking
    distance: Extent
    velocity: Extent

    @property
    def n(self) -> int:
        """Galaxies: rows that have both numbers."""
        return self.lacking.n


@dataclass(frozen=True, slots=True)
class EngineColumns:
    """A lazy table of distances (Mpc) and velocities (km/s), float64, null or nan where a number is missing.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        With the columns `DISTANCE` and `VELOCITY` alone.
    """

    frame: Any

    @classmethod
    def of(cls, frame: Any, distance: tuple[str, float], velocity: tuple[str, float]) -> EngineColumns:
        """Choose two columns of a lazy frame of narwhals, each by its name and the factor that converts its unit."""
        import narwhals.stable.v2 as nw

        def column(name: str, factor: float) -> Any:
            numbers = nw.col(name).cast(nw.Float64)
            return numbers if factor == 1 else numbers * factor

        return cls(frame.select(column(*distance).alias(DISTANCE), column(*velocity).alias(VELOCITY)))

    def census(self) -> Census:
        """Count the rows and find where the galaxies lie: one query, one row."""
        import narwhals.stable.v2 as nw

        def flag(condition: Any) -> Any:  # float64 counts exactly up to 2^53, where some engines' int32 would not
            return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

        both = nw.col("x").is_finite() & nw.col("y").is_finite()
        flagged = self.frame.select(
            x=nw.col(DISTANCE),
            y=nw.col(VELOCITY),
            has_x=flag(nw.col(DISTANCE).is_finite()),
            has_y=flag(nw.col(VELOCITY).is_finite()),
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
        aggregates = [nw.len().alias("rows"), *(nw.col(name).sum() for name in ("has_x", "has_y", "n"))]
        for name in ("x", "y"):
            good = nw.col(f"{name}_good")
            aggregates += [good.min().alias(f"{name}_low"), good.max().alias(f"{name}_high")]
            aggregates += [good.mean().alias(f"{name}_mean"), nw.col(f"{name}_size").min()]
        found = _only_row(flagged.select(*aggregates))
        rows, has_x, has_y, n = (round(found[name]) if found["rows"] else 0 for name in ("rows", "has_x", "has_y", "n"))
        return Census(
            lacking=Lacking(n, no_velocity=has_x - n, no_distance=has_y - n, neither=rows - has_x - has_y + n),
            distance=_extent(found, "x"),
            velocity=_extent(found, "y"),
        )

    def power_sums(self, census: Census, degree: int) -> PowerSums:
        """Sum what a curve of this degree, and every lower one, depends on: one query, one row.

        Notes
        -----
        Deviations from a mean that is nearly right, scaled by powers of 2, are summed; nothing cancels, wherever the
        data lie. What is left is what an engine loses in adding n numbers: with 10^6 rows the slope differs from the
        exact one by some 1e-14, as a share of it (1e-12 where all numbers lie within 1e-9 of their mean; the tests
        hold it to mpmath).
        """
        import narwhals.stable.v2 as nw

        deviations = self._deviations(census)
        u, w = nw.col("u"), nw.col("w")
        powers = {f"u{k}": _power(u, k) for k in range(1, 2 * degree + 1)}
        products = {f"w{k}": w if k == 0 else w * _power(u, k) for k in range(degree + 1)}
        found = _sums(deviations.select(**powers, **products, ww=w * w))
        return PowerSums(
            of_u=(float(census.n), *(found[name] for name in powers)),
            of_uw=tuple(found[name] for name in products),
            of_ww=found["ww"],
        )

    def curves(self, census: Census, sums: PowerSums) -> tuple[Curve, ...]:
        """Fit a line and the curves of higher degrees that sums and distances determine: one query, one row.

        Notes
        -----
        The normal equations alone would lose half of the digits. So their answer only gives polynomials that are
        nearly orthogonal and residuals that are nearly right, and the query sums these: CholeskyQR2 (Yamamoto,
        Nakatsukasa, Yanagisawa & Fukaya, ETNA 44, 2015) with one step of iterative refinement.
        """
        import narwhals.stable.v2 as nw

        to_orthogonal, projections = sums.solved()
        basis = {
            f"q{row}": _polynomial(nw.col("u"), to_orthogonal[row, : row + 1]) for row in range(len(to_orthogonal))
        }
        residual = nw.col("w") - _polynomial(nw.col("u"), to_orthogonal.T @ projections)
        pairs = list(combinations_with_replacement((*basis, "e"), 2))
        deviations = self._deviations(census).select(**basis, e=residual)
        found = _sums(deviations.select(**{left + right: nw.col(left) * nw.col(right) for left, right in pairs}))
        upper = np.array([[found.get(left + right, 0.0) for right in (*basis, "e")] for left in (*basis, "e")])
        return refined(to_orthogonal, projections, upper + np.triu(upper, 1).T)

    def density(
        self, x_limits: tuple[float, float], y_limits: tuple[float, float], shape: tuple[int, int]
    ) -> FloatArray:
        """Count the galaxies in the cells of a picture: one query, not more rows than there are cells.

        Parameters
        ----------
        x_limits, y_limits : pair of float
            In Mpc and km/s; the upper ones belong to the last cells, as in ``numpy.histogram2d``.
        shape : pair of int
            Number of cells along distance and along velocity.

        Returns
        -------
        numpy.ndarray
            float64, of `shape`.
        """
        import narwhals.stable.v2 as nw

        def cell(name: str, limits: tuple[float, float], cells: int) -> Any:
            return ((nw.col(name) - limits[0]) * (cells / (limits[1] - limits[0]))).floor()

        seen = self._galaxies().filter(
            nw.col(DISTANCE) >= x_limits[0],
            nw.col(DISTANCE) <= x_limits[1],
            nw.col(VELOCITY) >= y_limits[0],
            nw.col(VELOCITY) <= y_limits[1],
        )
        cells = seen.select(i=cell(DISTANCE, x_limits, shape[0]), j=cell(VELOCITY, y_limits, shape[1]))
        found = _fetched(cells.group_by("i", "j").agg(nw.len().alias("n")))
        i, j, n = (found.get_column(name).to_numpy() for name in ("i", "j", "n"))
        counts = np.zeros(shape)
        places = tuple(np.clip(k.astype(np.intp), 0, size - 1) for k, size in zip((i, j), shape, strict=True))
        np.add.at(counts, places, n)  # the upper limits fall into the last cells
        return counts

    def sample(self, census: Census, most: int) -> tuple[FloatArray, FloatArray]:
        """Choose galaxies evenly, the same ones each time: one query, not more than `most` rows.

        An engine may have no order of rows and no random numbers that come again. So the numbers of a galaxy decide
        themselves, by digits of theirs that say nothing about where it lies. Galaxies with the same two numbers are
        chosen all or none.

        Returns
        -------
        pair of numpy.ndarray
            Distances and velocities, sorted by distance.
        """
        import narwhals.stable.v2 as nw

        chosen = self._galaxies()
        if census.n > most:
            a, b, c = _SCATTER
            u, w = (
                (nw.col(name) - extent.low) * (1 / (extent.high - extent.low) if extent.high > extent.low else 1.0)
                for name, extent in ((DISTANCE, census.distance), (VELOCITY, census.velocity))
            )
            chosen = chosen.with_columns(digits=_fraction(u * a + w * b))
            chosen = chosen.with_columns(digits=_fraction(nw.col("digits") * c + w * a))
            chosen = chosen.filter(nw.col("digits") < _DENSER * most / census.n).head(most)
        found = _fetched(chosen.select(DISTANCE, VELOCITY))
        x, y = (np.array(found.get_column(name).to_numpy(), dtype=np.float64) for name in (DISTANCE, VELOCITY))
        order = np.lexsort((y, x))
        return x[order], y[order]

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


def _extent(found: dict[str, float], name: str) -> Extent:
    low, high, mean = (found[f"{name}_{what}"] for what in ("low", "high", "mean"))
    smallest = found[f"{name}_size"]
    return Extent(
        low=low,
        high=high,
        centre=min(max(mean, low), high),
        smallest=math.inf if math.isnan(smallest) else smallest,
    )


def _power(u: Any, exponent: int) -> Any:
    return reduce(lambda product, _: product * u, range(exponent - 1), u)


def _polynomial(u: Any, coefficients: FloatArray) -> Any:
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


def _only_row(frame: Any) -> dict[str, float]:
    """Return the only row of a query's answer, nan where an engine says null."""
    (row,) = _fetched(frame).rows(named=True)
    return {name: math.nan if value is None else float(value) for name, value in row.items()}


def _fetched(frame: Any) -> Any:
    """Run a query: the one place where anything leaves the engine."""
    if frame.implementation.is_polars():
        return frame.collect(engine="streaming")  # by itself it would read the whole table into memory
    return frame.collect()
