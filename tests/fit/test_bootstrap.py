"""Lines through resamples vary as far as the figures say, and as scipy's do."""

import math
import tracemalloc

import numpy as np
import pytest
from scipy import stats

from hubble_widget.api import bootstrap, polyfit
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.bootstrap import resamples
from hubble_widget.fit.cosmology import hubble_time
from tests.samples import LESSON

RESULT = bootstrap(LESSON, seed=1929)


def test_the_limits_of_the_lesson() -> None:
    of_68, of_95 = RESULT.interval(0.68), RESULT.interval(0.95)
    assert of_95.slope == pytest.approx((61.3, 101.7), abs=2)
    assert of_68.age == pytest.approx((10.7, 13.8), abs=0.15)
    assert of_95.age is not None
    assert of_95.age.low == pytest.approx(9.62, abs=0.15)
    assert of_95.age.high == pytest.approx(15.96, abs=0.5)


def test_the_limits_are_those_of_scipy_within_what_chance_does() -> None:
    def lines(x, v, axis):
        dx, dv = x - x.mean(axis, keepdims=True), v - v.mean(axis, keepdims=True)
        slopes = (dx * dv).sum(axis) / (dx * dx).sum(axis)
        return np.stack([slopes, v.mean(axis) - slopes * x.mean(axis)])

    columns = (LESSON.distance, LESSON.velocity)
    theirs = stats.bootstrap(columns, lines, paired=True, method="percentile", n_resamples=5000, rng=7)
    low, high = theirs.confidence_interval
    ours = RESULT.interval(0.95)
    # A limit of 5,000 resamples errs by some 2 % of the interval's width.
    np.testing.assert_allclose(ours.slope, (low[0], high[0]), atol=0.06 * (high[0] - low[0]))
    np.testing.assert_allclose(ours.intercept, (low[1], high[1]), atol=0.06 * (high[1] - low[1]))


def test_each_line_is_the_fit_of_the_galaxies_that_were_drawn() -> None:
    drawn = np.concatenate(list(resamples(len(LESSON), 20, 1929)))
    assert (drawn.sum(axis=1) == len(LESSON)).all()
    for counts, slope, intercept, age in zip(drawn, RESULT.slopes, RESULT.intercepts, RESULT.ages, strict=False):
        fit = polyfit((np.repeat(LESSON.distance, counts), np.repeat(LESSON.velocity, counts)))
        assert (fit.slope, fit.age) == pytest.approx((slope, age), rel=1e-12)
        assert fit.intercept == pytest.approx(intercept, rel=1e-9)


def test_lines_through_the_origin_are_the_fits_of_the_galaxies_that_were_drawn() -> None:
    result = bootstrap(LESSON, n_resamples=20, seed=1929, fit_intercept=False)
    for counts, slope in zip(np.concatenate(list(resamples(len(LESSON), 20, 1929))), result.slopes, strict=True):
        drawn = np.repeat(LESSON.distance, counts), np.repeat(LESSON.velocity, counts)
        assert polyfit(drawn, fit_intercept=False).slope == pytest.approx(slope, rel=1e-12)
    assert not result.intercepts.any()
    assert result.interval().intercept == (0, 0)
    with pytest.raises(TypeError, match="fit_intercept must be True, or False"):
        bootstrap(LESSON, fit_intercept=None)


def test_a_seed_draws_the_same_however_many_are_drawn_at_a_time() -> None:
    assert bootstrap(LESSON, n_resamples=5, seed=1929).slopes == pytest.approx(RESULT.slopes[:5], rel=1e-12)
    fresh = bootstrap(LESSON, n_resamples=5)
    assert bootstrap(LESSON, n_resamples=5, seed=fresh.seed).slopes.tolist() == fresh.slopes.tolist()
    assert bootstrap(LESSON, n_resamples=5).seed != fresh.seed


def test_the_users_random_numbers_are_left_alone() -> None:
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    bootstrap(LESSON, n_resamples=5)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_memory_does_not_grow_with_the_draws() -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 20_000)
    data = Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, distance.size))
    data.moments  # noqa: B018
    tracemalloc.start()
    try:
        result = bootstrap(data, n_resamples=30, seed=1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8e6
    assert result.slopes.std() == pytest.approx(polyfit(data).slope_stderr, rel=0.5)


def test_a_resample_at_one_distance_has_no_line() -> None:
    result = bootstrap(([1e9, 1e9, 1e9 + 3], [70, 80, 290]), n_resamples=200, seed=1)
    lost = np.isnan(result.slopes)
    assert lost.sum() == pytest.approx(200 * 9 / 27, abs=25)
    assert not np.isnan([*result.interval().slope, *result.interval().intercept]).any()
    assert np.array_equal(np.isnan(result.ages), lost)


def test_slopes_that_reach_zero_leave_the_age_without_upper_limit() -> None:
    result = bootstrap(([1, 2, 3, 4], [70, 10, 210, 90]), seed=1)
    intervals = result.interval(0.95)
    assert intervals.slope.low < 0
    assert intervals.age == (hubble_time(intervals.slope.high), None)
    assert repr(result).endswith(f", age above {hubble_time(intervals.slope.high):.2f} billion years>")


def test_a_falling_line_and_other_data_have_no_age() -> None:
    falling = bootstrap(([1, 2, 3, 4], [400, 300, 250, 0]), n_resamples=50, seed=1)
    others = bootstrap(([1, 2, 3, 4], [1, 2, 3, 5]), n_resamples=50, seed=1, x_label="time", y_label="height")
    assert falling.interval().age is None
    assert others.interval().age is None
    assert np.isnan(others.ages).all()
    assert repr(others).startswith("<Bootstrap of 50 resamples of 4 points (seed 1): 95 % slope ")


def test_on_a_line_all_resamples_are_that_line() -> None:
    result = bootstrap(([1, 2, 3, 4, 5], [70, 140, 210, 280, 350]), n_resamples=50, seed=1)
    assert result.interval().slope == pytest.approx((70, 70), rel=1e-12)
    assert repr(result) == "<Bootstrap of 50 resamples of 5 galaxies (seed 1): no error: the line meets all galaxies>"


@pytest.mark.parametrize("n", [2, 20_001])
def test_too_few_and_too_many_galaxies_are_refused_with_what_works(n: int) -> None:
    distance = np.linspace(1.0, 100.0, n)
    told = {
        2: "at least 3 galaxies, got 2",
        20_001: r"up to 20,000 galaxies, got 20,001\. .* polyfit\(data\)\.conf_int",
    }
    with pytest.raises(ValueError, match=told[n]):
        bootstrap((distance, 70 * distance))


@pytest.mark.parametrize(
    ("settings", "error", "told"),
    [
        ({"n_resamples": 0}, ValueError, "n_resamples must be a whole number of at least 1, such as 5000, got 0"),
        ({"n_resamples": 5e3}, TypeError, r"n_resamples must be a whole number .*, got 5000\.0 \(float\)"),
        ({"seed": -1}, ValueError, "seed must be a whole number of at least 0, or None for a new one, got -1"),
        ({"seed": math.nan}, TypeError, "seed must be .* got nan"),
        ({"seeds": 1}, TypeError, r"no keyword 'seeds'\. Did you mean 'seed'"),
    ],
)
def test_a_bad_argument_is_refused(settings, error, told) -> None:
    with pytest.raises(error, match=told):
        bootstrap(LESSON, **settings)
