"""Eight numbers hold all that a line depends on, however far away the data are."""

import math
import tracemalloc
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from hubble_widget.api import polyfit
from hubble_widget.data.columns import BLOCK
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.moments import Moments
from tests.samples import CATALOGS, title

FAR = Dataset(
    distance=1e9 + np.array([0.0, 0.125, 1.5, 2.25, 7.0]),
    velocity=-3e9 + np.array([5.0, 7.5, 6.25, 9.0, 30.0]),
)


@pytest.mark.parametrize("data", [*CATALOGS, FAR], ids=title)
def test_moments_equal_exact_arithmetic(data: Dataset) -> None:
    x, v = ([Fraction(value) for value in column] for column in (data.distance, data.velocity))
    x_mean, v_mean = sum(x) / len(x), sum(v) / len(v)
    exact = {
        "n": len(x),
        "distance_mean": x_mean,
        "velocity_mean": v_mean,
        "distance_ss": sum((a - x_mean) ** 2 for a in x),
        "velocity_ss": sum((b - v_mean) ** 2 for b in v),
        "cross_ss": sum((a - x_mean) * (b - v_mean) for a, b in zip(x, v, strict=True)),
        "distance_scale": max(map(abs, x)),
        "velocity_scale": max(map(abs, v)),
    }
    moments = data.moments
    for name, value in exact.items():
        assert getattr(moments, name) == pytest.approx(float(value), rel=1e-14), name


def test_equal_velocities_have_exactly_no_variation() -> None:
    moments = Dataset(distance=[0.1, 0.2, 0.7], velocity=[0.1, 0.1, 0.1]).moments
    assert (moments.velocity_ss, moments.cross_ss, moments.residual_ss) == (0, 0, 0)
    assert math.isnan(moments.r)


def test_the_scale_of_zeros_is_one() -> None:
    assert Dataset(distance=[-4, 2], velocity=[0, 0]).moments.velocity_scale == 1.0
    assert Dataset(distance=[-4, 2], velocity=[0, 0]).moments.distance_scale == 4.0


def test_r_of_a_perfect_line_is_one_and_no_more() -> None:
    distance = np.array([0.1, 0.2, 0.3, 0.7])
    assert Dataset(distance=distance, velocity=3 * distance).moments.r == pytest.approx(1)
    assert Dataset(distance=distance, velocity=-3 * distance).moments.r >= -1


@pytest.mark.parametrize("change", [{"n": 1}, {"distance_ss": 0.0}, {"distance_ss": math.nan}])
def test_moments_that_determine_no_line_are_refused(change: dict[str, float]) -> None:
    good = FAR.moments
    fields = {name: getattr(good, name) for name in Moments.__slots__} | change
    with pytest.raises(ValueError, match="at least 2 galaxies at different distances"):
        Moments(**fields)


def ordered(distance: np.ndarray) -> np.ndarray:
    return np.sort(distance)


def outlier_first(distance: np.ndarray) -> np.ndarray:
    return np.concatenate([[1e9], distance[1:]])


def first_block_far_away(distance: np.ndarray) -> np.ndarray:
    return np.concatenate([1e9 + distance[:BLOCK], distance[BLOCK:]])


def all_far_away(distance: np.ndarray) -> np.ndarray:
    return 1e9 + distance


@pytest.mark.parametrize("placed", [np.array, ordered, outlier_first, first_block_far_away, all_far_away])
@pytest.mark.parametrize("n", [BLOCK, BLOCK + 1, 37 * BLOCK + 7])
def test_blocks_of_many_galaxies_are_merged_without_loss(n: int, placed: Callable[[np.ndarray], np.ndarray]) -> None:
    random = np.random.default_rng(n)
    distance = placed(random.uniform(0, 100, n))
    velocity = -1e9 + 70 * distance + random.normal(0, 300, n)
    data = Dataset(distance=distance, velocity=velocity)
    moments = data.moments
    x, v = distance.astype(np.longdouble), velocity.astype(np.longdouble)
    dx, dv = x - x.mean(), v - v.mean()
    wanted = (x.mean(), v.mean(), dx @ dx, dv @ dv, dx @ dv)
    got = (moments.distance_mean, moments.velocity_mean, moments.distance_ss, moments.velocity_ss, moments.cross_ss)
    assert moments.n == n
    np.testing.assert_allclose(got, np.array(wanted, dtype=float), rtol=1e-12)
    assert moments.distance_scale == np.abs(distance).max()
    assert moments.velocity_scale == np.abs(velocity).max()
    assert data.extent == ((distance.min(), distance.max()), (velocity.min(), velocity.max()))


def test_moments_of_many_need_little_memory() -> None:
    distance = np.linspace(1.0, 100.0, 1_000_000)
    data = Dataset(distance=distance, velocity=70 * distance)
    tracemalloc.start()
    try:
        for degree in (1, 2, 3):
            polyfit(data, degree)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5e6
