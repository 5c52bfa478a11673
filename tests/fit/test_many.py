"""More galaxies than are worked on one by one: what is computed once stands for them."""

from __future__ import annotations

import copy
import pickle
from itertools import pairwise

import mpmath
import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.data.binning import DISTANCE_BINS, VELOCITY_BINS
from hubble_widget.data.columns import BLOCK
from hubble_widget.data.r_factor import max_deviation, r_factor_of_sums
from hubble_widget.fit.hyperparameters import OPTIMIZERS
from hubble_widget.fit.loss import loss_of
from hubble_widget.io.convert import as_dataset
from tests.lesson import lesson_loop
from tests.samples import LESSON


def many(n: int = 3 * BLOCK + 7, seed: int = 1929) -> hw.Dataset:
    """Galaxies that follow a bent law with scatter."""
    random = np.random.default_rng(seed)
    distance = random.gamma(2.0, 20.0, n)
    return hw.Dataset(distance=distance, velocity=70 * distance + distance**2 / 9 + random.normal(0, 500, n), title="M")


def test_what_is_computed_once_is_kept_also_by_a_copy() -> None:
    data = many()
    for name in ("moments", "extent", "density", "sample"):
        assert getattr(data, name) is getattr(data, name), name
    assert data.triangle(2) is data.triangle(2)
    assert copy.deepcopy(data) is data
    assert pickle.loads(pickle.dumps(data)).moments == data.moments


def test_the_sample_of_few_is_all_and_of_many_is_spread_evenly() -> None:
    assert LESSON.sample is LESSON
    assert len(many(MAX_ROWS).sample) == MAX_ROWS
    distance = np.arange(1.0, 50_001.0)
    data, again = (hw.Dataset(distance=distance, velocity=70 * distance, title="M", note="N") for _ in range(2))
    sample = data.sample
    assert len(sample) == MAX_ROWS
    assert (sample.title, sample.note) == ("M", "N")
    np.testing.assert_array_equal(sample.distance, again.sample.distance)
    np.testing.assert_array_equal(sample.velocity, 70 * sample.distance)
    assert all(0 < after - before < 6 for before, after in pairwise(sample.distance))


def test_a_sample_always_determines_a_line() -> None:
    distance = np.full(1_000_000, 5.0)
    distance[123_456] = 7.0
    sample = hw.Dataset(distance=distance, velocity=distance).sample
    assert (sample.distance.min(), sample.distance.max()) == (5.0, 7.0)


def test_every_galaxy_is_counted_where_it_is() -> None:
    data = many()
    density = data.density
    edges = [
        np.linspace(*limits, bins + 1)
        for limits, bins in zip(density.extent, (DISTANCE_BINS, VELOCITY_BINS), strict=True)
    ]
    wanted, *_ = np.histogram2d(data.distance, data.velocity, edges)
    assert density.counts.shape == (VELOCITY_BINS, DISTANCE_BINS)
    assert density.counts.sum() == len(data)
    assert density.extent == (
        (data.distance.min(), data.distance.max()),
        (data.velocity.min(), data.velocity.max()),
    )
    assert np.abs(density.counts - wanted.T).sum() <= 4  # what rounding moves over an edge
    with pytest.raises(ValueError, match="read-only"):
        density.counts[0, 0] = 1


def test_equal_velocities_are_in_the_first_bins() -> None:
    density = hw.Dataset(distance=[1, 2, 3], velocity=[7, 7, 7]).density
    assert density.counts[0].nonzero()[0].tolist() == [0, DISTANCE_BINS // 2, DISTANCE_BINS - 1]
    assert density.counts.sum() == 3


@pytest.mark.parametrize("scale", [1e-58, 1e56])
def test_the_density_of_any_magnitude(scale: float) -> None:
    np.testing.assert_array_equal(
        hw.Dataset(distance=LESSON.distance * scale, velocity=LESSON.velocity * scale).density.counts.sum(), 23
    )


@pytest.mark.parametrize("degree", [2, 3])
def test_a_curve_through_many_galaxies_equals_numpy_polyfit(degree: int) -> None:
    data = many()
    fit = hw.polyfit(data, degree)
    coefficients, covariance = np.polyfit(data.distance, data.velocity, degree, cov=True)
    np.testing.assert_allclose(fit.coefficients, coefficients, rtol=1e-10)
    errors = np.sqrt(np.diag(covariance))[-2:]
    np.testing.assert_allclose((fit.slope_stderr, fit.intercept_stderr), errors, rtol=1e-10)
    left = np.mean((data.velocity - np.polyval(coefficients, data.distance)) ** 2)
    assert fit.loss == pytest.approx(left / np.abs(data.velocity).max() ** 2, rel=1e-12)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_sums_lead_to_the_same_triangle(degree: int) -> None:
    data = many()
    moments = data.moments
    t = (data.distance - moments.distance_mean) / max_deviation(moments, data.extent)
    rows = np.column_stack([np.vander(t, degree + 1, increasing=True), data.velocity - moments.velocity_mean])
    triangle, wanted = r_factor_of_sums(rows.T @ rows), data.triangle(degree)
    np.testing.assert_allclose(triangle, np.sign(np.diag(wanted))[:, np.newaxis] * wanted, rtol=1e-9, atol=1e-6)


def test_sums_of_too_few_different_distances_have_no_triangle() -> None:
    rows = np.column_stack([np.vander([-1.0, -1, 1, 1], 3, increasing=True), [1.0, 2, 3, 4]])
    assert r_factor_of_sums(rows.T @ rows)[2, 2] == 0


@pytest.mark.parametrize("line", [(0.0, 0.0), (70.0, 0.0), (-300.0, 1e4), (85.0, -400.0)])
def test_four_galaxies_have_the_mean_squared_error_of_all(line: tuple[float, float]) -> None:
    data = many()
    slope, intercept = line
    residuals = data.velocity - (slope * data.distance + intercept)
    wanted = np.mean(residuals.astype(np.longdouble) ** 2) / data.moments.velocity_scale**2
    assert loss_of(data, slope, intercept) == pytest.approx(float(wanted), rel=1e-12)


def test_the_least_loss_is_that_of_the_exact_fit_also_for_many() -> None:
    data = many()
    fit = hw.polyfit(data)
    assert loss_of(data, fit.slope, fit.intercept) == pytest.approx(fit.loss, rel=1e-12)


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.5])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_torch_walks_the_same_path_as_over_all_rows(optimizer: str, rate: float) -> None:
    data = many(MAX_ROWS + 1)
    path = hw.train(data, optimizer=optimizer, learning_rate=rate, iterations=100)
    slopes, intercepts, losses = np.transpose(lesson_loop(data, rate, 100, optimizer))
    size = abs(slopes).max(), abs(intercepts).max()
    np.testing.assert_allclose(path.slopes, slopes, rtol=1e-12, atol=1e-12 * size[0])
    np.testing.assert_allclose(path.intercepts, intercepts, rtol=1e-12, atol=1e-12 * size[1])
    np.testing.assert_allclose(path.losses, losses, rtol=1e-11)
    assert path.moments is data.moments


@pytest.mark.parametrize("loss_function", ["L1", "Huber"])
def test_another_loss_of_many_is_that_of_their_sample(loss_function: str) -> None:
    data = many()
    path = hw.train(data, loss_function=loss_function, iterations=20)
    moments, sample = data.moments, data.sample
    z = np.abs((path.slope * sample.distance + path.intercept - sample.velocity) / moments.velocity_scale)
    penalty = {"L1": z, "Huber": np.where(z < 0.1, z**2 / 2, 0.1 * (z - 0.05))}[loss_function]
    assert path.loss == pytest.approx(penalty.mean(), rel=1e-12)
    assert loss_of(data, path.slope, path.intercept, loss_function) == pytest.approx(path.loss, rel=1e-12)


def test_names_of_many_rows_are_read_only_where_somebody_asks_for_them() -> None:
    count = MAX_ROWS + 1
    table = {"name": [f"PGC {row}" for row in range(count)], "dist": np.arange(1.0, count + 1), "v": np.arange(count)}
    assert "names" not in as_dataset(table)._cache
    assert as_dataset(table, names="name").names[-1] == f"PGC {count - 1}"
    few = {name: column[:MAX_ROWS] for name, column in table.items()}
    assert as_dataset(few).names[0] == "PGC 0"


@pytest.mark.parametrize("scatter", [300.0, 1e-2])
@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_the_exact_fit_of_many_is_exact_however_ill_conditioned(offset: float, scatter: float) -> None:
    random = np.random.default_rng(3)
    distance = offset + random.uniform(0, 100, 3 * BLOCK + 1)
    velocity = 70 * distance + random.normal(0, scatter, distance.size)
    fit = hw.polyfit(hw.Dataset(distance=distance, velocity=velocity))
    with mpmath.workdps(60):
        x, v = ([mpmath.mpf(value) for value in column.tolist()] for column in (distance, velocity))
        x_mean, v_mean = mpmath.fsum(x) / len(x), mpmath.fsum(v) / len(v)
        x_ss = mpmath.fsum((a - x_mean) ** 2 for a in x)
        slope = mpmath.fsum((a - x_mean) * (b - v_mean) for a, b in zip(x, v, strict=True)) / x_ss
        intercept = v_mean - slope * x_mean
        left = mpmath.fsum((b - slope * a - intercept) ** 2 for a, b in zip(x, v, strict=True))
        stderr = mpmath.sqrt(left / (len(x) - 2) / x_ss)
        wanted = [float(each) for each in (slope, intercept, stderr, stderr * mpmath.sqrt(x_ss / len(x) + x_mean**2))]
    np.testing.assert_allclose(
        (fit.slope, fit.slope_stderr, fit.intercept_stderr), (wanted[0], *wanted[2:]), rtol=1e-12
    )
    assert fit.intercept == pytest.approx(wanted[1], abs=1e-15 * abs(velocity).max())  # as exact as what it is made of
