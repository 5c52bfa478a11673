"""What an engine is asked for: the same numbers as numpy's and mpmath's, whatever the engine, wherever the data lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import mpmath
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from numpy.polynomial.polynomial import polyfit, polyval
from numpy.typing import NDArray

from hubble_widget.regression.columns import Lacking
from hubble_widget.regression.engine import Census, EngineColumns

Columns = tuple[NDArray[np.float64], NDArray[np.float64]]


def in_polars(x: Any, y: Any) -> object:
    return pl.LazyFrame({"x": x, "y": y})


def in_duckdb(x: Any, y: Any) -> object:
    return duckdb.connect().from_arrow(pl.DataFrame({"x": x, "y": y}).to_arrow())


ENGINES: dict[str, Callable[[Any, Any], object]] = {"Polars": in_polars, "DuckDB": in_duckdb}

pytestmark = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)


def held(native: object, x_factor: float = 1.0, y_factor: float = 1.0) -> EngineColumns:
    return EngineColumns.of(nw.from_native(native), ("x", x_factor), ("y", y_factor))


def galaxies(n: int = 20_000, *, nearest: float = 1.0, farthest: float = 100.0, offset: float = 0.0) -> Columns:
    random = np.random.default_rng(1929)
    distance = random.uniform(nearest, farthest, n)
    return distance, offset + 70 * (distance - nearest) + random.normal(0, 3, n)


FAR = {
    "nearby": galaxies(),
    "1e9 + small": galaxies(nearest=1e9, farthest=1e9 + 1, offset=1e9),
    "tiny": tuple(1e-55 * column for column in galaxies()),
    "huge": tuple(1e55 * column for column in galaxies()),
    "one far away": tuple(np.append(column, 1e4) for column in galaxies()),
}


def exact_slope(x: NDArray[np.float64], y: NDArray[np.float64]) -> mpmath.mpf:
    with mpmath.workdps(60):
        xs, ys = ([mpmath.mpf(float(each)) for each in column] for column in (x, y))
        x_mean, y_mean = (mpmath.fsum(column) / len(column) for column in (xs, ys))
        cross = mpmath.fsum((a - x_mean) * (b - y_mean) for a, b in zip(xs, ys, strict=True))
        return cross / mpmath.fsum((a - x_mean) ** 2 for a in xs)


@pytest.mark.parametrize("columns", FAR.values(), ids=FAR)
def test_the_sums_give_the_exact_slope(make: Callable[..., object], columns: Columns) -> None:
    engine = held(make(*columns))
    census = engine.census()
    sums = engine.power_sums(census, 1)
    cross = sums.of_uw[1] - sums.of_u[1] * sums.of_uw[0] / census.n
    slope = cross / (sums.of_u[2] - sums.of_u[1] ** 2 / census.n) * census.distance.scale / census.velocity.scale
    assert abs(slope / exact_slope(*columns) - 1) < 1e-11


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("columns", FAR.values(), ids=FAR)
def test_curves_are_those_of_numpy(make: Callable[..., object], columns: Columns, degree: int) -> None:
    engine = held(make(*columns))
    census = engine.census()
    curve = engine.curves(census, engine.power_sums(census, 3))[degree - 1]
    u = (columns[0] - census.distance.centre) * census.distance.scale
    w = (columns[1] - census.velocity.centre) * census.velocity.scale
    wanted = polyfit(u, w, degree, rcond=0.0)
    np.testing.assert_allclose(polyval(u, curve.coefficients), polyval(u, wanted), rtol=1e-9, atol=1e-11)
    assert curve.residual_ss == pytest.approx(((w - polyval(u, wanted)) ** 2).sum(), rel=1e-9)
    powers = np.vander(u, degree + 1, increasing=True)
    np.testing.assert_allclose(
        np.diag(curve.inverse @ curve.inverse.T), np.diag(np.linalg.pinv(powers) @ np.linalg.pinv(powers).T), rtol=1e-6
    )


def test_two_distances_make_no_curve(make: Callable[..., object]) -> None:
    engine = held(make([1.0, 2.0, 1.0, 2.0], [1.0, 2.0, 3.0, 4.0]))
    census = engine.census()
    (line,) = engine.curves(census, engine.power_sums(census, 3))
    assert line.residual_ss == pytest.approx(4.0 * census.velocity.scale**2)


def test_rows_are_counted_by_what_they_lack(make: Callable[..., object]) -> None:
    inf, nan = float("inf"), float("nan")
    x = [1.0, None, nan, -inf, 0.0, 6.0, None, -3.0]
    y = [2.0, 2.0, 2.0, 2.0, None, inf, nan, 0.0]
    census = held(make(x, y), x_factor=2.0, y_factor=0.5).census()
    assert census.lacking == Lacking(n=2, no_velocity=2, no_distance=3, neither=1)
    assert census.lacking.rows == 8
    assert (census.distance.low, census.distance.high, census.distance.smallest) == (-6.0, 2.0, 2.0)
    assert (census.velocity.low, census.velocity.high, census.velocity.smallest) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_no_rows_are_none(make: Callable[..., object], values: list[float | None]) -> None:
    frame = pl.LazyFrame({"x": values, "y": values}, schema={"x": pl.Float64, "y": pl.Float64})
    native = frame if make is in_polars else duckdb.connect().from_arrow(frame.collect().to_arrow())
    census = held(native).census()
    assert census.lacking == Lacking(0, 0, 0, neither=len(values))
    assert np.isnan(census.distance.low)


def test_whole_numbers_of_any_kind_are_numbers(make: Callable[..., object]) -> None:
    x, y = np.arange(1, 101, dtype=np.uint8), np.arange(100, dtype=np.int64) * 2**40
    engine = held(make(x, y))
    census = engine.census()
    assert engine.power_sums(census, 1).of_uw[1] > 0
    assert census.velocity.high == 99 * 2.0**40


def test_equal_velocities_vary_by_exactly_nothing(make: Callable[..., object]) -> None:
    engine = held(make(np.arange(1000.0), np.full(1000, 0.1)))
    sums = engine.power_sums(engine.census(), 1)
    assert (sums.of_ww, sums.of_uw) == (0.0, (0.0, 0.0))


def test_the_density_is_numpys_histogram(make: Callable[..., object]) -> None:
    x, y = galaxies()
    limits = (float(x.min()), float(x.max())), (100.0, 3000.0)
    counts = held(make(x, y)).density(*limits, (60, 40))
    np.testing.assert_array_equal(counts, np.histogram2d(x, y, bins=(60, 40), range=limits)[0])


def drawn(make: Callable[..., object], x: NDArray[np.float64], y: NDArray[np.float64], most: int) -> Columns:
    engine = held(make(x, y))
    census: Census = engine.census()
    return engine.sample(census, most)


def test_a_sample_comes_again_and_is_of_the_galaxies(make: Callable[..., object]) -> None:
    x, y = galaxies(50_000)
    sample, again = drawn(make, x, y, 1000), drawn(make, x[::-1], y[::-1], 1000)
    np.testing.assert_array_equal(sample, again)
    assert set(zip(*sample, strict=True)) <= set(zip(x, y, strict=True))
    assert 850 <= sample[0].size <= 1000


@pytest.mark.parametrize("digits", [1, 17])
def test_a_sample_is_even(make: Callable[..., object], digits: int) -> None:
    """Chi-square of a 10 by 10 grid of equal shares, of numbers with many digits and with few."""
    random = np.random.default_rng(7)
    x, y = np.round(random.uniform(0, 1000, (2, 200_000)), digits)
    sampled = np.histogram2d(*drawn(make, x, y, 5000), bins=10, range=[(0, 1000)] * 2)[0]
    expected = sampled.mean()
    assert ((sampled - expected) ** 2 / expected).sum() < 149  # 99.9 % of chi-square with 99 degrees of freedom


def test_a_sample_of_few_is_all_of_them_in_order(make: Callable[..., object]) -> None:
    x, y = drawn(make, np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), 10)
    np.testing.assert_array_equal([x, y], [[1.0, 2.0, 3.0], [2.0, 3.0, 1.0]])


def test_many_equal_galaxies_are_still_a_bounded_sample(make: Callable[..., object]) -> None:
    assert drawn(make, np.tile([1.0, 2.0, 3.0], 1000), np.tile([4.0, 5.0, 6.0], 1000), 100)[0].size <= 100
