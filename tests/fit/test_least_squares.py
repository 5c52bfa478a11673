"""The exact answer agrees with the tools that everybody trusts."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from scipy import stats

from hubble_widget.api import polyfit
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.least_squares import fit_line
from tests.samples import CATALOGS, LESSON, galaxies, title


def assert_equals_linregress(data: Dataset) -> None:
    fit, reference = polyfit(data), stats.linregress(data.distance, data.velocity)
    # What is estimated is known no better than its error; so much of that is rounding in either.
    for name, ours, theirs, error in (
        ("slope", fit.slope, reference.slope, fit.slope_stderr),
        ("intercept", fit.intercept, reference.intercept, fit.intercept_stderr),
        ("r", fit.r, reference.rvalue, 1e-3),
        ("p_value", fit.p_value, reference.pvalue, 0),
        ("slope_stderr", fit.slope_stderr, reference.stderr, 0),
        ("intercept_stderr", fit.intercept_stderr, reference.intercept_stderr, 0),
    ):
        assert ours == pytest.approx(theirs, rel=1e-10, abs=1e-10 * error), name


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_a_line_equals_linregress(data: Dataset) -> None:
    assert_equals_linregress(data)


@given(galaxies(fewest=3))
def test_a_line_equals_linregress_on_random_data(data: Dataset) -> None:
    assume(1e-4 < abs(data.moments.r) < 1 - 1e-4)  # beyond, linregress itself cancels
    assert_equals_linregress(data)


@given(galaxies(fewest=3))
def test_a_line_equals_linregress_far_from_the_origin(data: Dataset) -> None:
    far = Dataset(distance=1e9 + data.distance, velocity=data.velocity)
    assume(1e-4 < abs(far.moments.r) < 1 - 1e-4)
    assert_equals_linregress(far)


@given(galaxies())
def test_moving_all_galaxies_moves_only_the_intercept(data: Dataset) -> None:
    assume(abs(data.moments.r) > 1e-4)
    shift = 2.0**30  # tenths of a Mpc are rounded by it, so that both are made of what remains
    near = Dataset(distance=(data.distance + shift) - shift, velocity=data.velocity)
    far = Dataset(distance=data.distance + shift, velocity=data.velocity)
    here, there = polyfit(near), polyfit(far)
    assert there.slope == pytest.approx(here.slope, rel=1e-10)
    assert there.slope_stderr == pytest.approx(here.slope_stderr, rel=1e-10)
    assert there.r == pytest.approx(here.r, rel=1e-10)


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_every_degree_equals_numpy_polyfit(data: Dataset, degree: int) -> None:
    fit = polyfit(data, degree)
    coefficients, covariance = np.polyfit(data.distance, data.velocity, degree, cov=True)
    assert fit.coefficients == pytest.approx(coefficients.tolist(), rel=1e-9)
    assert (fit.slope, fit.intercept) == fit.coefficients[-2:]
    errors = np.sqrt(np.diag(covariance))[-2:]
    assert (fit.slope_stderr, fit.intercept_stderr) == pytest.approx(errors.tolist(), rel=1e-9)
    assert (fit.n, fit.degree) == (len(data), degree)


@pytest.mark.parametrize("degree", [1, 2, 3])
@given(data=galaxies(fewest=6))
def test_every_degree_is_a_minimum(degree: int, data: Dataset) -> None:
    """The residuals are at right angles to each power of the distance."""
    t = data.distance / data.distance.max()
    residual = data.velocity - polyfit(data, degree).predict(data.distance)
    lengths = np.abs(data.velocity).max() * len(data)
    for power in range(degree + 1):
        assert abs(residual @ t**power) <= 1e-6 * (1 + lengths)


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_r_f_p_and_loss_follow_from_the_predictions(data: Dataset, degree: int) -> None:
    fit = polyfit(data, degree)
    predicted = np.polyval(fit.coefficients, data.distance)
    left = np.sum((data.velocity - predicted) ** 2)
    explained = np.sum((predicted - data.velocity.mean()) ** 2)
    freedom = len(data) - degree - 1
    f_statistic = explained / degree / (left / freedom)
    assert fit.r == pytest.approx(np.corrcoef(data.velocity, predicted)[0, 1], rel=1e-9)
    assert fit.f_statistic == pytest.approx(f_statistic, rel=1e-9)
    assert fit.p_value == pytest.approx(stats.f.sf(f_statistic, degree, freedom), rel=1e-7)
    assert fit.loss == pytest.approx(left / len(data) / np.abs(data.velocity).max() ** 2, rel=1e-9)
    np.testing.assert_allclose(fit.predict(data.distance), predicted, rtol=1e-12)
    assert fit.predict(0.0) == fit.intercept


def test_r_has_the_sign_of_the_slope() -> None:
    mirrored = Dataset(distance=LESSON.distance, velocity=-LESSON.velocity)
    fit = polyfit(mirrored)
    assert (fit.slope, fit.r) == (-polyfit(LESSON).slope, -polyfit(LESSON).r)
    assert fit.age is None
    assert fit.age_stderr is None


def test_the_relative_error_of_the_age_is_that_of_the_slope() -> None:
    fit = polyfit(LESSON)
    assert fit.age is not None
    assert fit.age_stderr is not None
    assert fit.age_stderr / fit.age == pytest.approx(fit.slope_stderr / fit.slope, rel=1e-14)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_a_curve_through_every_galaxy_leaves_nothing_to_estimate_errors_from(degree: int) -> None:
    distance = np.array([1.0, 2.0, 4.0, 7.0])[: degree + 1]
    velocity = np.array([80.0, 150.0, 270.0, 510.0])[: degree + 1]
    fit = polyfit(Dataset(distance=distance, velocity=velocity), degree)
    np.testing.assert_allclose(fit.predict(distance), velocity, rtol=1e-12)
    assert fit.r == pytest.approx(1)
    assert all(map(math.isnan, (fit.slope_stderr, fit.intercept_stderr, fit.f_statistic, fit.p_value)))
    if degree == 1:
        assert math.isnan(fit.age_stderr or 0.0)


def test_a_perfect_line_through_three_galaxies_has_no_error() -> None:
    fit = polyfit(Dataset(distance=[1, 2, 3], velocity=[70, 140, 210]))
    assert (fit.slope, fit.intercept, fit.r) == (70, 0, 1)
    assert (fit.slope_stderr, fit.p_value, fit.f_statistic) == (0, 0, math.inf)


@pytest.mark.parametrize("velocity", [0.0, 0.1, -300.0])
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_equal_velocities_have_slope_zero_and_no_age(velocity: float, degree: int) -> None:
    data = Dataset(distance=[1, 2, 3, 5, 9], velocity=[velocity] * 5)
    fit = polyfit(data, degree)
    assert fit.coefficients == pytest.approx((0,) * degree + (velocity,), abs=1e-12)
    assert fit.loss == pytest.approx(0, abs=1e-30)
    assert all(math.isnan(value) for value in (fit.r, fit.f_statistic, fit.p_value))
    if degree == 1:
        assert (fit.slope, fit.age, fit.age_stderr) == (0, None, None)


@pytest.mark.parametrize("degree", [2, 3])
def test_a_curve_has_no_age(degree: int) -> None:
    fit = polyfit(LESSON, degree)
    assert (fit.age, fit.age_stderr, fit.conf_int().age) == (None, None, None)
    assert "Age" not in repr(fit)


@pytest.mark.parametrize("degree", [2, 3])
@pytest.mark.parametrize("distance", [[1, 2], [1, 1, 2, 2, 2], [1, 1, 1 + 2**-52, 2, 2]])
def test_too_few_different_distances_for_a_curve(degree: int, distance: list[float]) -> None:
    data = Dataset(distance=distance, velocity=[70.0 * value for value in distance])
    with pytest.raises(ValueError, match=rf"degree {degree} needs galaxies at {degree + 1} clearly"):
        polyfit(data, degree)


@pytest.mark.parametrize(
    ("degree", "error"),
    [(0, ValueError), (4, ValueError), (-1, ValueError), (1.0, TypeError), (True, TypeError)],
)
def test_a_bad_degree_is_refused(degree, error) -> None:
    with pytest.raises(error, match="degree must be 1, 2 or 3, got"):
        polyfit(LESSON, degree)


def test_a_numpy_int_is_a_degree() -> None:
    assert polyfit(LESSON, np.int64(2)) == polyfit(LESSON, 2)  # type: ignore[arg-type]


def test_a_line_needs_nothing_but_the_moments() -> None:
    assert fit_line(LESSON.moments) == polyfit(LESSON)


@pytest.mark.parametrize("distance_scale", [1e-58, 1.0, 1e58])
@pytest.mark.parametrize("velocity_scale", [1e-60, 1.0, 1e56])
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_r_and_loss_do_not_depend_on_the_scale(distance_scale, velocity_scale, degree) -> None:
    scaled = Dataset(distance=LESSON.distance * distance_scale, velocity=LESSON.velocity * velocity_scale)
    fit, reference = polyfit(scaled, degree), polyfit(LESSON, degree)
    assert fit.r == pytest.approx(reference.r)
    assert fit.loss == pytest.approx(reference.loss)
    assert fit.f_statistic == pytest.approx(reference.f_statistic)
