"""What a galaxy does to the line is what leaving it out does."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from hubble_widget.api import influence, polyfit
from hubble_widget.data.dataset import Dataset
from tests.samples import CATALOGS, LESSON, title

OF_SOME = {
    "NGC 4414": "88.09678 11.09907 0.52265 0.09820",
    "NGC 1425": "85.21854 11.47394 - 0.19938",
    "NGC 1326A": "76.56684 12.77044 - -",
    "NGC 3031": "77.88876 12.55370 - -",
}


@pytest.mark.parametrize("name", OF_SOME)
def test_the_galaxies_that_hold_the_lessons_line(name: str) -> None:
    result = influence(LESSON)
    at = result.names.index(name)
    columns = (result.slope_without, result.age_without, result.cooks_distance, result.leverage)
    expected = OF_SOME[name].split()
    numbers = [f"{values[at]:.5f}" for values in columns]
    assert [number if wanted != "-" else "-" for number, wanted in zip(numbers, expected, strict=True)] == expected


def test_the_largest_leverage_of_the_lesson_is_that_of_the_farthest() -> None:
    result = influence(LESSON)
    assert result.names[result.leverage.argmax()] == "NGC 1425"
    assert repr(result) == "<Influence of 23 galaxies: without NGC 4414 the slope is 88.0968 km/s/Mpc>"
    assert "and 17 more, with less influence" in result._repr_html_()


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_slope_and_age_without_a_galaxy_are_those_of_a_refit(data: Dataset) -> None:
    result, refits = influence(data), [polyfit(data.exclude(name)) for name in data.names]
    np.testing.assert_allclose(result.slope_without, [fit.slope for fit in refits], rtol=1e-10)
    np.testing.assert_allclose(result.age_without, [fit.age for fit in refits], rtol=1e-10)


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_leverage_and_cooks_distance_are_those_of_statsmodels(data: Dataset) -> None:
    result = influence(data)
    theirs = sm.OLS(data.velocity, sm.add_constant(data.distance)).fit().get_influence()
    np.testing.assert_allclose(result.leverage, theirs.hat_matrix_diag, rtol=1e-9)
    np.testing.assert_allclose(result.cooks_distance, theirs.cooks_distance[0], rtol=1e-8, atol=1e-14)
    assert result.leverage.sum() == pytest.approx(2)


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_through_the_origin_it_is_that_of_statsmodels_and_of_a_refit(data: Dataset) -> None:
    result = influence(data, fit_intercept=False)
    theirs = sm.OLS(data.velocity, data.distance).fit().get_influence()
    np.testing.assert_allclose(result.leverage, theirs.hat_matrix_diag, rtol=1e-9)
    np.testing.assert_allclose(result.cooks_distance, theirs.cooks_distance[0], rtol=1e-8, atol=1e-14)
    refits = [polyfit(data.exclude(name), fit_intercept=False).slope for name in data.names]
    np.testing.assert_allclose(result.slope_without, refits, rtol=1e-10)


def test_without_the_only_galaxy_elsewhere_there_is_no_line() -> None:
    result = influence(([1, 1, 1, 4], [70, 75, 80, 290]))
    assert result.leverage[3] == pytest.approx(1)
    for values in (result.cooks_distance, result.slope_without, result.age_without):
        assert np.isnan(values).tolist() == [False, False, False, True]


def test_of_two_galaxies_neither_can_be_missed() -> None:
    result = influence(([1, 2], [70, 150]))
    assert result.leverage.tolist() == [1, 1]
    assert np.isnan([result.cooks_distance, result.slope_without, result.age_without]).all()
    assert repr(result) == "<Influence of 2 galaxies>"


def test_on_a_line_no_galaxy_moves_it_and_nothing_is_there_to_compare_with() -> None:
    result = influence(([1, 2, 3], [70, 140, 210]))
    np.testing.assert_allclose(result.slope_without, 70, rtol=1e-14)
    assert np.isnan(result.cooks_distance).all()


def test_there_is_no_age_where_the_line_falls_and_for_data_that_are_no_galaxies() -> None:
    falling = influence(([1, 2, 3, 4], [400, 300, 250, 0]))
    others = influence(([1, 2, 3, 4], [1, 2, 3, 5]), x_label="time", y_label="height")
    assert np.isnan([falling.age_without, others.age_without]).all()
    assert "Age" not in others._repr_html_()


def test_galaxies_that_stay_in_an_engine_are_refused_with_what_works() -> None:
    distance = np.linspace(1.0, 100.0, 20_001)
    lazy = pl.LazyFrame({"distance": distance, "velocity": 70 * distance + np.sin(distance)})
    with pytest.raises(ValueError, match=r"these 20,001 stay in their engine; .* polyfit\(data\)\.conf_int\(\)\.$"):
        influence(lazy)
    in_memory = polyfit((distance, 70 * distance + np.sin(distance))).conf_int()
    assert polyfit(lazy).conf_int().slope == pytest.approx(in_memory.slope)
