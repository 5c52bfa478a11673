"""The closed form is gradient descent, and tells where it leads before it is walked."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubble_widget.api import gradient_descent, polyfit
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.gradient_descent import (
    eigenvalues,
    fraction_of_the_way,
    gradient_descent_of,
    iterations_to_reach,
    largest_stable_rate,
)
from tests.samples import CATALOGS, LESSON, galaxies, title

FAR = Dataset(distance=1e9 + np.array([0.0, 0.125, 1.5, 2.25, 7.0]), velocity=[5, 7, 6, 9, 30])


def walk_exactly(
    data: Dataset, rate: float, start: tuple[float, float], iterations: int
) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Return slope, intercept and loss of gradient descent in rational numbers."""
    x_scale, v_scale = (max(map(abs, map(Fraction, c))) for c in (data.distance, data.velocity))
    x = [Fraction(value) / x_scale for value in data.distance]
    v = [Fraction(value) / v_scale for value in data.velocity]
    weight, bias = Fraction(start[0]) * x_scale / v_scale, Fraction(start[1]) / v_scale
    states = []
    for _ in range(iterations + 1):
        errors = [weight * a + bias - b for a, b in zip(x, v, strict=True)]
        loss = sum(error**2 for error in errors) / len(x)
        states.append((weight * v_scale / x_scale, bias * v_scale, loss))
        weight -= Fraction(rate) * 2 * sum(e * a for e, a in zip(errors, x, strict=True)) / len(x)
        bias -= Fraction(rate) * 2 * sum(errors) / len(x)
    return states


@pytest.mark.parametrize("rate", [1e-9, 0.05, 0.45, 0.49999999, 0.7, 3.0])
@pytest.mark.parametrize("start", [(0.0, 0.0), (100.0, 500.0), (-3e5, 0.25)])
@pytest.mark.parametrize("data", [LESSON, FAR], ids=title)
def test_the_path_equals_exact_arithmetic(data: Dataset, start, rate: float) -> None:
    path = gradient_descent(data, learning_rate=rate, iterations=12, start=start)
    exact = np.array(walk_exactly(data, rate, start, 12), dtype=np.float64)
    np.testing.assert_allclose(path.losses, exact[:, 2], rtol=1e-12)
    # The measure is the largest prediction of the path so far.
    predictions = np.abs(exact[:, 0]) * data.distance.max() + np.abs(exact[:, 1])
    reach = np.maximum.accumulate(predictions)
    assert np.all(np.abs(path.slopes - exact[:, 0]) * data.distance.max() <= 1e-14 * reach)
    assert np.all(np.abs(path.intercepts - exact[:, 1]) <= 1e-14 * reach)


@pytest.mark.parametrize("data", [*CATALOGS, FAR], ids=title)
def test_eigenvalues_are_those_of_the_hessian(data: Dataset) -> None:
    x = [Fraction(value) / Fraction(np.abs(data.distance).max()) for value in data.distance]
    n = len(x)
    trace = 2 * (sum(a**2 for a in x) / n + 1)
    determinant = 4 * (sum(a**2 for a in x) / n - (sum(x) / n) ** 2)
    low, high = eigenvalues(data.moments)
    assert low + high == pytest.approx(float(trace), rel=1e-14)
    assert low * high == pytest.approx(float(determinant), rel=1e-12)


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_a_stable_descent_ends_at_the_exact_fit(data: Dataset) -> None:
    rate = largest_stable_rate(data.moments) / 2
    end, fit = gradient_descent(data, learning_rate=rate, iterations=100_000), polyfit(data)
    assert end.slope == pytest.approx(fit.slope, rel=1e-13)
    assert end.intercept == pytest.approx(fit.intercept, rel=1e-12)
    assert end.loss == pytest.approx(fit.loss, rel=1e-13)
    assert end.r == pytest.approx(fit.r, rel=1e-14)
    assert end.age == pytest.approx(fit.age, rel=1e-13)


@given(galaxies(), st.floats(0.01, 0.99))
def test_below_the_largest_stable_rate_the_loss_never_grows(data: Dataset, share: float) -> None:
    rate = share * largest_stable_rate(data.moments)
    losses = gradient_descent(data, learning_rate=rate, iterations=200).losses
    assert np.all(np.diff(losses) <= 1e-15)
    assert losses[-1] >= polyfit(data).loss * (1 - 1e-12)


@given(galaxies(), st.floats(1.01, 1e3))
def test_beyond_the_largest_stable_rate_the_loss_grows_for_ever(data: Dataset, share: float):
    rate = share * largest_stable_rate(data.moments)
    start = (polyfit(data).slope + 100.0, polyfit(data).intercept + 100.0)
    path = gradient_descent(data, learning_rate=rate, iterations=100_000, start=start)
    assert path.diverged is not None
    assert np.all(np.isfinite(path.losses[: path.diverged]))
    assert path.losses[path.diverged - 1] > path.losses[0]


@pytest.mark.parametrize("data", CATALOGS, ids=title)
@pytest.mark.parametrize("split", [1, 7, 250])
def test_a_path_can_be_continued_from_any_state(data: Dataset, split: int) -> None:
    whole = gradient_descent(data, iterations=500)
    half = whole.state(split)
    rest = gradient_descent(data, iterations=500 - split, start=(half.slope, half.intercept))
    np.testing.assert_allclose(rest.slopes, whole.slopes[split:], rtol=1e-12)
    np.testing.assert_allclose(rest.losses, whole.losses[split:], rtol=1e-12)


def test_the_start_is_the_first_state() -> None:
    path = gradient_descent(LESSON, start=(70.0, 1e-3))
    assert (path.slopes[0], path.intercepts[0], path.start) == (70.0, 1e-3, (70.0, 1e-3))
    assert gradient_descent(LESSON, start=(0.0, 250.0)).slopes[0] == 0


def test_the_moments_are_enough() -> None:
    from_data, from_moments = gradient_descent(LESSON), gradient_descent_of(LESSON.moments)
    assert from_data.slopes.tolist() == from_moments.slopes.tolist()
    assert from_data.losses.tolist() == from_moments.losses.tolist()
    assert (from_data.source, from_data.learning_rate) == ("closed form", 0.05)


@pytest.mark.parametrize("rate", [0.05, 5.0])
def test_where_there_is_nothing_to_learn_nothing_moves(rate: float) -> None:
    still = Dataset(distance=[1.0, 2.0, 4.0], velocity=[0.0, 0.0, 0.0])
    path = gradient_descent(still, learning_rate=rate, iterations=3000)
    assert path.diverged is None
    assert not path.slopes.any()
    assert not path.losses.any()
    assert iterations_to_reach(still.moments, learning_rate=rate) == 0


@pytest.mark.parametrize("rate", [1e-300, 1e-20, 1e155, 1.7e308])
def test_no_learning_rate_is_too_small_or_too_large(rate: float) -> None:
    path = gradient_descent(LESSON, learning_rate=rate)
    assert path.diverged == (1 if rate > 1 else None)
    assert iterations_to_reach(LESSON.moments, learning_rate=rate) is None


@pytest.mark.parametrize("data", CATALOGS, ids=title)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("start", [(0.0, 0.0), (1000.0, -500.0), (76.0, 900.0)])
def test_the_iterations_needed_are_enough(data: Dataset, share, start) -> None:
    moments = data.moments
    rate = share * largest_stable_rate(moments)
    needed = iterations_to_reach(moments, learning_rate=rate, start=start)
    assert needed is not None
    path = gradient_descent(data, learning_rate=rate, iterations=2 * needed, start=start)
    left = np.abs(path.slopes / polyfit(data).slope - 1)
    assert np.all(left[needed:] <= 0.01 * (1 + 1e-9))


@pytest.mark.parametrize("data", CATALOGS, ids=title)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_and_no_more_than_needed_once_the_fast_component_is_gone(data: Dataset, share) -> None:
    moments = data.moments
    rate = share * largest_stable_rate(moments)
    needed = iterations_to_reach(moments, learning_rate=rate)
    assert needed is not None
    before = gradient_descent(data, learning_rate=rate, iterations=needed - 1).slope
    assert fraction_of_the_way(moments, before) < 0.99


@pytest.mark.parametrize("share", [1.0, 1.01, 50.0])
def test_a_descent_that_does_not_converge_never_gets_there(share: float) -> None:
    moments = LESSON.moments
    rate = math.nextafter(share * largest_stable_rate(moments), math.inf)
    assert iterations_to_reach(moments, learning_rate=rate) is None


def test_without_a_way_to_go_there_is_no_fraction_of_it() -> None:
    moments = LESSON.moments
    for start in (moments.slope, 1.009 * moments.slope):
        assert math.isnan(fraction_of_the_way(moments, 70.0, (start, 500.0)))
    assert not math.isnan(fraction_of_the_way(moments, 70.0, (1.011 * moments.slope, 500.0)))


def test_a_start_at_the_exact_slope_leaves_it_and_comes_back() -> None:
    start = LESSON.moments.slope, 500.0
    needed = iterations_to_reach(LESSON.moments, start=start)
    assert needed is not None
    slopes = gradient_descent(LESSON, start=start, iterations=needed).slopes
    assert slopes.min() < 0.9 * LESSON.moments.slope
    assert slopes[-1] == pytest.approx(LESSON.moments.slope, rel=0.01)


def test_a_slope_of_nearly_nothing_is_reached_too() -> None:
    flat = Dataset(distance=[1.0, 2.0, 3.0, 4.0], velocity=[50.0, 50.0, 50.0, 50.0])
    assert abs(flat.moments.slope) < 1e-10
    needed = iterations_to_reach(flat.moments, start=(100.0, 0.0))
    assert needed is not None
    assert abs(gradient_descent(flat, start=(100.0, 0.0), iterations=needed).slope) <= 0.01


@given(galaxies(), st.floats(-2, 3))
def test_the_fraction_of_the_way_is_linear_in_the_slope(data: Dataset, fraction: float) -> None:
    moments, start = data.moments, (polyfit(data).slope + 10.0, 0.0)
    slope = start[0] + fraction * (moments.slope - start[0])
    assert fraction_of_the_way(moments, slope, start) == pytest.approx(fraction, abs=1e-10)
