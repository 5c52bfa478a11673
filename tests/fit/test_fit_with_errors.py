"""A line through galaxies with errors on both axes."""

from __future__ import annotations

import math
import sys

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.stats import t

import hubble_widget as hw
from hubble_widget.fit.fit_with_errors import found_with_errors

PEARSON = hw.Dataset(
    distance=[0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4],
    velocity=[5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5],
    distance_error=np.array([1000, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1]) ** -0.5,
    velocity_error=np.array([1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500]) ** -0.5,
)
"""Pearson's data with York's weights: York, Canadian Journal of Physics 44 (1966) 1079."""

KEY = hw.load_dataset("key_project")
X_ERROR, Y_ERROR = 0.08 * KEY.distance, np.linspace(50, 150, len(KEY))
MEASURED = hw.Dataset(distance=KEY.distance, velocity=KEY.velocity, distance_error=X_ERROR, velocity_error=Y_ERROR)


def test_it_is_the_published_solution() -> None:
    """York et al., American Journal of Physics 72 (2004) 367, table II: -0.4805(58), 5.4799(295), S = 11.866."""
    fit = hw.fit_with_errors(PEARSON)
    assert fit.slope == pytest.approx(-0.480533407, abs=1e-8)
    assert fit.intercept == pytest.approx(5.47991022, abs=1e-7)
    assert fit.residual_variance * 8 == pytest.approx(11.86635, abs=1e-5)
    of_york = (
        fit.slope_stderr / math.sqrt(fit.residual_variance),
        fit.intercept_stderr / math.sqrt(fit.residual_variance),
    )
    assert of_york == pytest.approx((0.057985, 0.294971), abs=1e-6)
    assert fit.age is None


def chi_squared(line: np.ndarray, scatter: float = 0.0) -> float:
    """With the true distances eliminated, as York does."""
    slope, intercept = line
    variance = Y_ERROR**2 + scatter**2 + slope**2 * X_ERROR**2
    return float(np.sum((KEY.velocity - slope * KEY.distance - intercept) ** 2 / variance))


@pytest.mark.parametrize("scatter", [0.0, 300.0])
def test_it_has_the_least_distance_from_the_galaxies(scatter: float) -> None:
    fit = hw.fit_with_errors(MEASURED, scatter=scatter)
    how = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000}
    wanted = minimize(chi_squared, (75.0, 20.0), args=(scatter,), method="Nelder-Mead", options=how)
    assert [fit.slope, fit.intercept] == pytest.approx(wanted.x, rel=1e-5)
    assert fit.residual_variance == pytest.approx(wanted.fun / 22, rel=1e-8)
    assert (fit.n, fit.scatter) == (24, scatter)


@pytest.mark.parametrize(("noise", "seed"), [(300, 6), (500, 7), (500, 8)])
def test_few_galaxies_that_scatter_much_have_a_line(noise: float, seed: int) -> None:
    """Their least-squares line, from which the search begins, meets 0 in standardized numbers but for rounding."""
    random = np.random.default_rng(seed)
    distance = random.uniform(1, 20, 4)
    velocity = 70 * distance + random.normal(0, noise, 4)
    errors = {"distance_error": 0.1 * distance, "velocity_error": np.full(4, 20.0)}
    fit = hw.fit_with_errors(hw.Dataset(distance=distance, velocity=velocity, **errors))

    def chi_squared(slope: float, intercept: float) -> float:
        return float(np.sum((velocity - slope * distance - intercept) ** 2 / (400 + (slope * 0.1 * distance) ** 2)))

    least = chi_squared(fit.slope, fit.intercept)
    assert fit.residual_variance * 2 == pytest.approx(least)
    for far in (-0.01, 0.01):
        assert chi_squared(fit.slope + far, fit.intercept) > least
        assert chi_squared(fit.slope, fit.intercept + far) > least


def test_a_level_line_is_found() -> None:
    level = hw.Dataset(
        distance=[1, 2, 3, 4], velocity=[100, 900, -300, 500], distance_error=[0.01] * 4, velocity_error=[500] * 4
    )
    fit = hw.fit_with_errors(level)
    assert (fit.slope, fit.intercept) == pytest.approx((0, 300), abs=1e-6)


def test_on_a_line_there_is_no_error() -> None:
    distance = np.arange(1.0, 6.0)
    on_it = hw.Dataset(
        distance=distance, velocity=73.3 * distance, distance_error=0.1 * distance, velocity_error=[5] * 5
    )
    fit = hw.fit_with_errors(on_it)
    assert (fit.slope_stderr, fit.intercept_stderr, fit.residual_variance) == (0, 0, 0)
    assert fit.slope == pytest.approx(73.3)
    assert "13.34, no error: the line meets all galaxies" in repr(fit)


def test_errors_of_distances_make_the_slope_steeper_and_without_them_it_is_the_weighted_fit() -> None:
    weighted = hw.polyfit(MEASURED, weights=True)
    assert hw.fit_with_errors(MEASURED).slope > weighted.slope
    exact = hw.Dataset(
        distance=KEY.distance, velocity=KEY.velocity, distance_error=1e-5 * X_ERROR, velocity_error=Y_ERROR
    )
    fit = hw.fit_with_errors(exact)
    assert (fit.slope, fit.intercept) == pytest.approx((weighted.slope, weighted.intercept), rel=1e-6)
    assert fit.slope_stderr == pytest.approx(weighted.slope_stderr, rel=1e-6)
    assert fit.intercept_stderr == pytest.approx(weighted.intercept_stderr, rel=1e-6)
    assert fit.conf_int(0.9).age == pytest.approx(weighted.conf_int(0.9).age, rel=1e-6)


def test_standard_errors_are_those_of_the_scatter() -> None:
    """Errors that are all ten times as large move nothing but the residual variance."""
    fit = hw.fit_with_errors(MEASURED)
    larger = hw.Dataset(
        distance=KEY.distance, velocity=KEY.velocity, distance_error=10 * X_ERROR, velocity_error=10 * Y_ERROR
    )
    again = hw.fit_with_errors(larger)
    numbers = ("slope", "intercept", "slope_stderr", "intercept_stderr")
    assert [getattr(again, name) for name in numbers] == pytest.approx([getattr(fit, name) for name in numbers])
    assert again.residual_variance == pytest.approx(fit.residual_variance / 100)


def test_through_the_origin() -> None:
    fit = hw.fit_with_errors(MEASURED, fit_intercept=False)
    wanted = minimize(
        lambda slope: chi_squared((slope[0], 0.0)), (75.0,), method="Nelder-Mead", options={"xatol": 1e-9}
    )
    assert fit.slope == pytest.approx(wanted.x[0], rel=1e-6)
    assert (fit.intercept, fit.intercept_stderr) == (0, 0)
    assert fit.residual_variance == pytest.approx(wanted.fun / 23, rel=1e-6)


def test_the_age_and_its_interval() -> None:
    fit = hw.fit_with_errors(MEASURED)
    assert fit.age == pytest.approx(977.7922 / fit.slope, rel=1e-6)
    limits = fit.conf_int(0.95)
    reach = t.ppf(0.975, 22) * fit.slope_stderr
    assert limits.slope == pytest.approx((fit.slope - reach, fit.slope + reach))
    assert limits.age == pytest.approx((977.7922 / (fit.slope + reach), 977.7922 / (fit.slope - reach)), rel=1e-6)
    low, high = fit.conf_int(0.68).age
    assert f"{fit.age:.1f}, 68 %: {low:.1f} to {high:.1f}" in repr(fit)
    assert "errors on both axes" in fit._repr_html_()
    own = hw.fit_with_errors(MEASURED.labeled(hw.Labels(x_label="a", y_label="b")))
    assert own.age is None
    assert own.conf_int().age is None


def test_no_digits_are_lost_far_away_or_in_other_units() -> None:
    fit = hw.fit_with_errors(MEASURED)
    far = hw.Dataset(
        distance=1e-9 * (KEY.distance + 1e4),
        velocity=KEY.velocity,
        distance_error=1e-9 * X_ERROR,
        velocity_error=Y_ERROR,
    )
    assert 1e-9 * hw.fit_with_errors(far).slope == pytest.approx(fit.slope, rel=1e-7)


def test_a_table_with_columns_of_errors() -> None:
    table = pl.DataFrame({"Dist": KEY.distance, "s": X_ERROR, "cz": KEY.velocity, "cz_err": Y_ERROR})
    assert hw.fit_with_errors(table, x_error="s") == hw.fit_with_errors(MEASURED)


@pytest.mark.parametrize(
    ("data", "keywords", "words"),
    [
        (KEY, {}, r"needs both: name their columns, x_error='...' and y_error='...'"),
        (MEASURED, {"scatter": -1}, "scatter must be a number of at least 0, in km/s, got -1"),
        (MEASURED, {"scatter": math.inf}, "scatter must be a number of at least 0, in km/s, got inf"),
        (
            hw.Dataset(distance=[1, 2], velocity=[1, 2], distance_error=[1, 1], velocity_error=[1, 1]),
            {},
            "needs at least 3 galaxies, got 2",
        ),
        (hw.Dataset(distance=np.arange(20_001.0), velocity=np.arange(20_001.0)), {}, "up to 20,000 galaxies in memory"),
    ],
)
def test_what_cannot_be_is_refused(data: hw.Dataset, keywords: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hw.fit_with_errors(data, **keywords)


def test_without_odrpack_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "odrpack", None)
    with pytest.raises(ImportError, match=r"needs odrpack .*: pip install 'hubble_widget\[errors\]'"):
        hw.fit_with_errors(MEASURED)
    unseen = hw.Dataset(distance=KEY.distance, velocity=KEY.velocity, distance_error=X_ERROR, velocity_error=Y_ERROR)
    assert "pip install 'hubble_widget[errors]'" in found_with_errors(unseen, fit_intercept=True)
