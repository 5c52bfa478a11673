"""Confidence intervals and bands are those of statsmodels, and an age's is the slope's turned round."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from hubble_widget.api import polyfit
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.cosmology import hubble_time
from hubble_widget.fit.intervals import MANY, t_quantile
from hubble_widget.fit.polynomial_fit import age_words
from tests.samples import CATALOGS, LESSON, title

FIGURES = {
    "key_project": "56.4387 95.8152 10.2050 17.3249",
    "lesson": "59.3446 101.4107 9.6419 16.4765",
    "hubble_1929": "298.1262 610.1906 1.6024 3.2798",
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_95_percent_intervals_of_slope_and_age(name: str) -> None:
    intervals = polyfit(LESSON if name == "lesson" else load_dataset(name)).conf_int()
    assert intervals.age is not None
    assert " ".join(f"{limit:.4f}" for limit in (*intervals.slope, *intervals.age)) == FIGURES[name]


def test_the_bands_of_the_lesson() -> None:
    predicted = polyfit(LESSON).predict([0.0, 10.0, 20.0], 0.95)
    rows = zip(predicted.mean, *predicted.mean_interval, strict=True)
    assert [f"{mean:.3f} {low:.3f} {high:.3f}" for mean, low, high in rows] == [
        "-30.668 -300.380 239.044",
        "773.109 654.174 892.043",
        "1576.885 1367.066 1786.704",
    ]
    assert [f"{limit[1]:.3f}" for limit in predicted.galaxy_interval] == ["213.925", "1332.292"]


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_intervals_and_bands_equal_those_of_statsmodels(data: Dataset, degree: int) -> None:
    fit, at = polyfit(data, degree), np.linspace(0.0, 1.2 * data.distance.max(), 7)
    powers = np.vander(data.distance, degree + 1, increasing=True)
    theirs = sm.OLS(data.velocity, powers).fit()
    for level in (0.68, 0.95):
        ours = fit.conf_int(level)
        np.testing.assert_allclose([ours.intercept, ours.slope], theirs.conf_int(1 - level)[:2], rtol=1e-7)
        table = theirs.get_prediction(np.vander(at, degree + 1, increasing=True)).summary_frame(1 - level)
        predicted = fit.predict(at, level)
        np.testing.assert_allclose(predicted.mean, table["mean"], rtol=1e-7, atol=1e-7)
        for band, name in ((predicted.mean_interval, "mean_ci"), (predicted.galaxy_interval, "obs_ci")):
            np.testing.assert_allclose(band, [table[f"{name}_lower"], table[f"{name}_upper"]], rtol=1e-7)


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_the_band_is_narrowest_at_the_mean_and_meets_the_intercepts_interval_at_zero(data: Dataset) -> None:
    fit = polyfit(data)
    at = np.array([0.0, data.moments.distance_mean, data.distance.max()])
    low, high = fit.predict(at, 0.95).mean_interval
    np.testing.assert_allclose((low[0], high[0]), fit.conf_int(0.95).intercept, rtol=1e-9)
    assert np.argmin(high - low) == 1


@pytest.mark.parametrize("freedom", [1, 2, 21, 10**6])
@pytest.mark.parametrize("level", [1e-6, 0.68, 0.95, 0.9999])
def test_the_quantile_is_students(freedom: int, level: float) -> None:
    assert t_quantile(level, freedom) == pytest.approx(stats.t.ppf((1 + level) / 2, freedom), rel=1e-9)


@pytest.mark.parametrize("level", [0.5, 0.95])
def test_the_quantile_of_many_degrees_of_freedom_goes_on_from_that_of_few(level: float) -> None:
    for freedom in (MANY - 1, MANY, 10**4, 10**9):
        assert t_quantile(level, freedom) == pytest.approx(stats.t.ppf((1 + level) / 2, freedom), rel=1e-10)


def test_the_ages_interval_is_the_slopes_turned_round() -> None:
    fit = polyfit(LESSON)
    intervals = fit.conf_int(0.68)
    assert fit.age is not None
    assert intervals.age == (hubble_time(intervals.slope.high), hubble_time(intervals.slope.low))
    assert intervals.age[1] - fit.age > fit.age - intervals.age[0]


@pytest.mark.parametrize("data", CATALOGS, ids=title)
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_an_age_is_said_with_its_interval(data: Dataset, *, fit_intercept: bool) -> None:
    fit = polyfit(data, fit_intercept=fit_intercept)
    age, worth = age_words(fit)
    low, high = (float(limit) for limit in worth.removeprefix("68\xa0%: ").split(" to "))
    digits = {
        text.partition(".")[2] and len(text.partition(".")[2]) for text in (age, *worth.split(": ")[1].split(" to "))
    }
    assert len(digits) == 1  # as many for the age as for its limits
    half = 0.5 * 10.0 ** -(digits.pop() or 0)
    assert (float(age), low, high) == pytest.approx((fit.age, *fit.conf_int(0.68).age), abs=half * (1 + 1e-9))
    assert 10 <= (high - low) / (2 * half) < 101  # the limits differ in two digits


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (([1, 2], [70, 140]), ("13.97", "no error: the line meets all galaxies")),
        (([1, 2, 3], [70, 140, 210]), ("13.97", "no error: the line meets all galaxies")),
        (([1, 2, 3], [70, 20, 130]), ("33", "68\xa0%: above 9")),
        (([1, 2, 3], [7, 7, 7]), ("–", "")),
        (([1, 2, 3], [400, 300, 250]), ("–", "")),
    ],
    ids=["two galaxies", "a line", "no upper age", "flat", "falling"],
)
def test_where_an_age_has_no_such_interval_it_is_said(data: object, said: tuple[str, str]) -> None:
    assert age_words(polyfit(data)) == said


def test_a_slope_whose_interval_reaches_zero_has_no_upper_age() -> None:
    intervals = polyfit(([1, 2, 3], [70, 10, 210])).conf_int()
    assert intervals.slope.low < 0
    assert intervals.age == (hubble_time(intervals.slope.high), None)


@pytest.mark.parametrize(
    "fit",
    [
        polyfit(([1, 2, 3, 4], [400, 300, 250, 0])),
        polyfit(([1, 2, 3], [7, 7, 7])),
        polyfit(LESSON, 2),
        polyfit(([1, 2, 3], [2, 4, 7]), x_label="time", y_label="height"),
    ],
    ids=["falling", "flat", "curve", "no galaxies"],
)
def test_where_there_is_no_age_there_is_no_interval_of_it(fit) -> None:
    assert fit.conf_int().age is None


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_a_curve_through_every_galaxy_has_no_limits(degree: int) -> None:
    distance = np.array([1.0, 2.0, 4.0, 7.0])[: degree + 1]
    fit = polyfit(Dataset(distance=distance, velocity=80 * distance + 7), degree)
    intervals, predicted = fit.conf_int(), fit.predict(3.0, 0.95)
    assert predicted.mean == pytest.approx(247)
    unknown = [*intervals.slope, *intervals.intercept, *predicted.mean_interval, *predicted.galaxy_interval]
    assert all(math.isnan(limit) for limit in [*unknown, *(intervals.age or ())])


def test_on_a_line_there_is_no_error() -> None:
    fit = polyfit(([1, 2, 3], [70, 140, 210]))
    intervals, predicted = fit.conf_int(), fit.predict(2.0, 0.95)
    assert (intervals.slope, intervals.intercept, intervals.age) == ((70, 70), (0, 0), (fit.age, fit.age))
    assert predicted == (140, (140, 140), (140, 140))


def test_a_prediction_has_the_shape_of_the_distances() -> None:
    fit = polyfit(LESSON)
    grid = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    predicted = fit.predict(grid, 0.5)
    assert predicted.mean.tolist() == fit.predict(grid).tolist()
    assert predicted.galaxy_interval.high.shape == (2, 3)
    one = fit.predict(1.0, 0.5)
    assert isinstance(one.mean, float)
    assert isinstance(one.mean_interval.low, float)


@pytest.mark.parametrize(
    ("level", "error", "told"),
    [
        (95, ValueError, r"between 0 and 1, such as 0\.95, got 95\.0; 95 % is confidence_level=0\.95\."),
        (0, ValueError, r"got 0\.0\.$"),
        (1.0, ValueError, r"got 1\.0\.$"),
        (math.nan, ValueError, "got nan"),
        ("95 %", TypeError, "got '95 %' "),
        (True, TypeError, "got True"),
    ],
)
def test_a_level_that_is_none_is_refused(level, error, told) -> None:
    fit = polyfit(LESSON)
    for refuse in (fit.conf_int, lambda level: fit.predict(1.0, level)):
        with pytest.raises(error, match=f"confidence_level must be a number .*{told}"):
            refuse(level)
