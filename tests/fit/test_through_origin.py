"""A line that is held at the origin: its fit, its errors, and its descent."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from hubble_widget.api import polyfit
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from tests.samples import CATALOGS, LESSON, title

FIGURES = {
    "key_project": "76.58117 3.96479 12.76805 0.66103",
    "lesson": "78.20993 4.17958 12.50215 0.66812",
    "hubble_1929": "423.93732 42.15414 2.30645 0.22934",
}


@pytest.mark.parametrize("name", FIGURES)
def test_slope_and_age_with_their_errors(name: str) -> None:
    fit = polyfit(LESSON if name == "lesson" else load_dataset(name), fit_intercept=False)
    numbers = (fit.slope, fit.slope_stderr, fit.age, fit.age_stderr)
    assert " ".join(f"{number:.5f}" for number in numbers) == FIGURES[name]
    assert (fit.intercept, fit.intercept_stderr, fit.coefficients) == (0, 0, (fit.slope, 0))


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_all_is_as_statsmodels_has_it(data: Dataset) -> None:
    fit = polyfit(data, fit_intercept=False)
    theirs, at = sm.OLS(data.velocity, data.distance).fit(), np.array([0.0, 1.0, 30.0])
    ours = (fit.slope, fit.slope_stderr, fit.f_statistic, *fit.conf_int(0.9).slope)
    np.testing.assert_allclose(ours, [theirs.params[0], theirs.bse[0], theirs.fvalue, *theirs.conf_int(0.1)[0]])
    assert fit.p_value == pytest.approx(stats.f.sf(fit.f_statistic, 1, len(data) - 1), rel=1e-7)
    assert fit.loss == pytest.approx(np.mean(theirs.resid**2) / np.abs(data.velocity).max() ** 2)
    table, predicted = theirs.get_prediction(at).summary_frame(0.1), fit.predict(at, 0.9)
    np.testing.assert_allclose(predicted.mean, table["mean"])
    for band, name in ((predicted.mean_interval, "mean_ci"), (predicted.galaxy_interval, "obs_ci")):
        np.testing.assert_allclose(band, [table[f"{name}_lower"], table[f"{name}_upper"]], rtol=1e-7)
    assert fit.conf_int().intercept == (0, 0)
    assert fit.r == pytest.approx(np.corrcoef(data.velocity, fit.predict(data.distance))[0, 1])


def test_moments_about_the_origin_equal_sums_over_the_galaxies() -> None:
    far = Dataset(distance=1e6 + np.array([0.0, 0.5, 1.5, 2.25, 7.0]), velocity=[5.0, 7.5, 6.25, 9.0, 30.0])
    for data in (*CATALOGS, far):
        x, v, moments = data.distance, data.velocity, data.moments.through_origin()
        assert (moments.distance_ss, moments.cross_ss, moments.velocity_ss) == pytest.approx((x @ x, x @ v, v @ v))
        assert (moments.intercept, moments.slope) == pytest.approx((0, x @ v / (x @ x)))
        assert moments.residual_ss == pytest.approx(np.sum((v - moments.slope * x) ** 2))


def test_two_galaxies_leave_one_degree_of_freedom() -> None:
    fit = polyfit(([1, 2], [70, 150]), fit_intercept=False)
    assert fit.slope_stderr == pytest.approx(math.sqrt((16 + 4) / 5))
    assert fit.conf_int().slope == pytest.approx((74 - 2 * stats.t.ppf(0.975, 1), 74 + 2 * stats.t.ppf(0.975, 1)))


def test_on_a_line_through_the_origin_there_is_no_error() -> None:
    fit = polyfit(([0.1, 0.2, 0.7], [7, 14, 49]), fit_intercept=False)
    assert (fit.slope_stderr, fit.loss, fit.f_statistic) == (0, 0, math.inf)
    assert repr(fit).startswith("Least-squares line through 3 galaxies and the origin\n")


def test_a_falling_line_predicts_what_is_observed() -> None:
    fit = polyfit(([1, 2, 3], [-70, -150, -210]), fit_intercept=False)
    assert fit.r == fit.multiple_r == pytest.approx(np.corrcoef([70, 150, 210], [1, 2, 3])[0, 1])
    assert (fit.age, fit.conf_int().age) == (None, None)


@pytest.mark.parametrize(
    ("settings", "error", "told"),
    [
        ({"degree": 2, "fit_intercept": False}, ValueError, "only a straight line can be held at the origin"),
        ({"fit_intercept": 0}, TypeError, r"fit_intercept must be True, or False .*, got 0 \(int\)"),
    ],
)
def test_what_cannot_go_through_the_origin_is_refused(settings, error, told) -> None:
    with pytest.raises(error, match=told):
        polyfit(LESSON, **settings)
