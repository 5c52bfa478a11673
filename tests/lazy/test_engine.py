"""What an engine is asked for: the same numbers as numpy's and mpmath's, whatever the engine, wherever the data lie."""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import mpmath
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

import hubble_widget as hw
from hubble_widget.data.columns import MissingCounts
from hubble_widget.data.measures import Measure
from hubble_widget.lazy.column_stats import ColumnStats
from hubble_widget.lazy.lazy_columns import LazyColumns
from hubble_widget.lazy.lazy_dataset import LazyDataset

Columns = tuple[NDArray[np.float64], NDArray[np.float64]]


def in_polars(x: Any, y: Any) -> object:
    return pl.LazyFrame({"x": x, "y": y})


def in_duckdb(x: Any, y: Any) -> object:
    return duckdb.connect().from_arrow(pl.DataFrame({"x": x, "y": y}).to_arrow())


ENGINES: dict[str, Callable[[Any, Any], object]] = {"Polars": in_polars, "DuckDB": in_duckdb}

pytestmark = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)


def columns_of(native: object, x_factor: float = 1.0, y_factor: float = 1.0) -> LazyColumns:
    return LazyColumns.of(nw.from_native(native), ("x", x_factor), ("y", y_factor))


def held(native: object) -> LazyDataset:
    columns = columns_of(native)
    return LazyDataset(columns, columns.stats(), engine="the engine", title="a title", note="a note")


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


def exact_moments(x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[str, mpmath.mpf]:
    with mpmath.workdps(60):
        xs, ys = ([mpmath.mpf(float(each)) for each in column] for column in (x, y))
        x_mean, y_mean = (mpmath.fsum(column) / len(column) for column in (xs, ys))
        moments = {
            "distance_mean": x_mean,
            "velocity_mean": y_mean,
            "distance_ss": mpmath.fsum((a - x_mean) ** 2 for a in xs),
            "velocity_ss": mpmath.fsum((b - y_mean) ** 2 for b in ys),
            "cross_ss": mpmath.fsum((a - x_mean) * (b - y_mean) for a, b in zip(xs, ys, strict=True)),
        }
        return {**moments, "slope": moments["cross_ss"] / moments["distance_ss"]}


@pytest.mark.parametrize("columns", FAR.values(), ids=FAR)
def test_the_moments_are_the_exact_ones(make: Callable[..., object], columns: Columns) -> None:
    moments, exact = held(make(*columns)).moments, exact_moments(*columns)
    for name, wanted in exact.items():
        assert abs(getattr(moments, name) / wanted - 1) < 1e-11, name
    assert (moments.distance_scale, moments.velocity_scale) == tuple(np.abs(column).max() for column in columns)


@pytest.mark.parametrize("degree", [2, 3])
@pytest.mark.parametrize("columns", FAR.values(), ids=FAR)
def test_curves_are_those_of_the_same_galaxies_in_memory(
    make: Callable[..., object], columns: Columns, degree: int
) -> None:
    here, there = hw.Dataset(distance=columns[0], velocity=columns[1]), held(make(*columns))
    wanted = np.abs(here.triangle(degree))  # its rows may have either sign
    np.testing.assert_allclose(
        np.abs(there.triangle(degree)) / wanted.max(axis=0), wanted / wanted.max(axis=0), atol=1e-11
    )
    ours, wanted = hw.polyfit(there, degree), hw.polyfit(here, degree)
    for name in ("loss", "r", "f_statistic", "slope_stderr", "intercept_stderr"):
        assert getattr(ours, name) == pytest.approx(getattr(wanted, name), rel=1e-8), name


@pytest.mark.parametrize(("noise", "within"), [(1e-3, 1e-10), (1e-7, 1e-6)])
def test_what_all_but_lies_on_a_line_keeps_its_errors(make: Callable[..., object], noise: float, within: float) -> None:
    x = np.linspace(1.0, 100.0, 5000)
    y = 70 * x + noise * np.sin(np.arange(x.size))
    with mpmath.workdps(60):
        exact = exact_moments(x, y)
        left = exact["velocity_ss"] - exact["cross_ss"] ** 2 / exact["distance_ss"]
    assert held(make(x, y)).moments.residual_ss == pytest.approx(float(left), rel=within)


@pytest.mark.parametrize("degree", [2, 3])
def test_a_curve_needs_different_distances(make: Callable[..., object], degree: int) -> None:
    random = np.random.default_rng(3)
    x = random.integers(1, degree + 1, 500, endpoint=True).astype(float)
    y = 70 * x + random.normal(0, 1, 500)
    with pytest.raises(
        ValueError, match=rf"degree {degree} needs galaxies at {degree + 1} clearly different distances"
    ):
        hw.polyfit(held(make(x[x <= degree], y[x <= degree])), degree)
    wanted = hw.polyfit((x, y), degree)
    assert hw.polyfit(held(make(x, y)), degree).loss == pytest.approx(wanted.loss, rel=1e-9)


def test_a_perfect_curve_leaves_nothing(make: Callable[..., object]) -> None:
    x = np.linspace(-1, 3, 301)
    fit = hw.polyfit(held(make(x, 1 + 2 * x - 3 * x**2 + 4 * x**3)), 3)
    np.testing.assert_allclose(fit.coefficients, [4, -3, 2, 1], rtol=1e-12)
    assert fit.loss < 1e-28


def test_rows_are_counted_by_what_they_lack(make: Callable[..., object]) -> None:
    inf, nan = float("inf"), float("nan")
    x = [1.0, None, nan, -inf, 0.0, 6.0, None, -3.0]
    y = [2.0, 2.0, 2.0, 2.0, None, inf, nan, 0.0]
    stats = columns_of(make(x, y), x_factor=2.0, y_factor=0.5).stats()
    assert stats.missing == MissingCounts(n=2, no_velocity=2, no_distance=3, neither=1)
    assert stats.missing.rows == 8
    assert (stats.distance.low, stats.distance.high, stats.distance.smallest) == (-6.0, 2.0, 2.0)
    assert (stats.velocity.low, stats.velocity.high, stats.velocity.smallest) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_no_rows_are_none(make: Callable[..., object], values: list[float | None]) -> None:
    frame = pl.LazyFrame({"x": values, "y": values}, schema={"x": pl.Float64, "y": pl.Float64})
    native = frame if make is in_polars else duckdb.connect().from_arrow(frame.collect().to_arrow())
    stats = columns_of(native).stats()
    assert stats.missing == MissingCounts(0, 0, 0, neither=len(values))
    assert np.isnan(stats.distance.low)


def test_whole_numbers_of_any_kind_are_numbers(make: Callable[..., object]) -> None:
    x, y = np.arange(1, 101, dtype=np.uint8), np.arange(100, dtype=np.int64) * 2**40
    data = held(make(x, y))
    assert data.moments.slope == 2.0**40
    assert data.extent.velocity == (0.0, 99 * 2.0**40)


def test_equal_velocities_vary_by_exactly_nothing(make: Callable[..., object]) -> None:
    data = held(make(np.arange(1000.0), np.full(1000, 0.1)))
    assert (data.moments.velocity_ss, data.moments.cross_ss, data.moments.velocity_mean) == (0.0, 0.0, 0.1)
    assert np.isnan(hw.polyfit(data).r)
    assert np.isnan(hw.polyfit(data, 2).r)
    assert data.density.counts[0].sum() == 1000


@pytest.mark.parametrize("columns", FAR.values(), ids=FAR)
def test_the_density_is_that_of_the_same_galaxies_in_memory(make: Callable[..., object], columns: Columns) -> None:
    ours, wanted = held(make(*columns)).density, hw.Dataset(distance=columns[0], velocity=columns[1]).density
    np.testing.assert_array_equal(ours.counts, wanted.counts)
    assert ours.extent == wanted.extent
    assert not ours.counts.flags.writeable


def test_only_checks_that_found_something_stay(make: Callable[..., object]) -> None:
    x, y = galaxies()
    y[7] = -999.9
    checked = Measure("x", above=0.0, is_checked=True), Measure("y", is_checked=True)
    columns = LazyColumns.of(nw.from_native(make(x, y)), *checked)
    stats = columns.stats()
    lighter = columns.with_needed_checks(stats)
    assert [measure.is_checked for measure in lighter.measures] == [False, True]
    np.testing.assert_allclose(lighter.power_sums(stats, 1), columns.power_sums(stats, 1), rtol=1e-12)


def test_float32_columns_are_searched_for_codes_as_they_are_rounded(make: Callable[..., object]) -> None:
    x, y = (column.astype(np.float32) for column in galaxies())
    y[:50] = 99.99
    measures = Measure("x", is_checked=True, above=0.0), Measure("y", is_checked=True)
    assert LazyColumns.of(nw.from_native(make(x, y)), *measures).stats().repeated == ((), (99.99,))


def drawn(make: Callable[..., object], x: NDArray[np.float64], y: NDArray[np.float64], most: int) -> Columns:
    engine = columns_of(make(x, y))
    stats: ColumnStats = engine.stats()
    return engine.sample(stats, most)


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


def test_a_sample_has_two_distances(make: Callable[..., object]) -> None:
    x = np.append(np.ones(5000), [0.5, 2.0])
    distance, velocity = drawn(make, x, np.random.default_rng(5).normal(0, 1, x.size), 100)
    assert {*distance} >= {0.5, 1.0, 2.0}
    assert velocity.size <= 100


def test_a_data_set_says_what_it_is_and_never_changes(make: Callable[..., object]) -> None:
    x, y = galaxies(30_000)
    data = held(make(x, y))
    assert repr(data) == "<LazyDataset 'a title': 30,000 galaxies in the engine>"
    assert data.whole is data
    assert data.excluded == ()
    assert copy.deepcopy(data) is data
    assert (data.sample.title, data.sample.note) == ("a title", "a note")
    assert 18_000 < len(data.sample) <= 20_000
    assert data.sample is data.sample
    assert data.density is data.density


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0], "all 3 distances are 1.0 Mpc"),
        ([1e61, 1.0], [1.0, 2.0], r"distance has 1e\+61 in magnitude, .* to 1e\+60 Mpc; remove"),
        ([1.0, 2.0], [-1e300, 1e308], r"velocity has 1e\+308 in magnitude, .* km/s"),
        ([1.0, 2.0], [1e-61, 1.0], r"velocity has 1e-61 in magnitude"),
    ],
)
def test_what_determines_no_line_is_refused(
    make: Callable[..., object], x: list[float], y: list[float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        held(make(x, y))


def test_two_who_ask_the_same_table_wait_for_each_other(make: Callable[..., object]) -> None:
    table = make(*galaxies(200_000))
    with ThreadPoolExecutor(4) as pool:
        fits = list(pool.map(lambda _: hw.polyfit(table, x="x", y="y"), range(8)))
    assert {fit.n for fit in fits} == {200_000}
    np.testing.assert_allclose([fit.slope for fit in fits], fits[0].slope, rtol=1e-12)
