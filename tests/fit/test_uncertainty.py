"""How sure the age is, as the view says it: by resamples, by Student's t, or why not at all."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.fit.uncertainty import Uncertainty, uncertainty_of
from hubble_widget.text import uncertainty_words as words
from tests.samples import LESSON


def of(data: hw.Dataset, **settings: bool) -> Uncertainty:
    return uncertainty_of(data, hw.polyfit(data, **settings))


def said(data: hw.Dataset, **settings: bool) -> str:
    return words.allowed(of(data, **settings)).replace("\xa0", " ")


def test_what_the_lesson_allows_the_age_to_be() -> None:
    found = of(LESSON)
    assert found.interval(0.68) == pytest.approx((10.7, 13.8), abs=0.05)
    assert found.interval(0.95) == pytest.approx((9.62, 15.96), abs=0.15)
    assert words.brackets(found) == ["68\xa0%: 10.7 to 13.8", "95\xa0%: 9.6 to 16.0"]
    limits = "The data allow 10.7 to 13.8 billion years (68 %), or 9.6 to 16.0 (95 %)"
    assert said(LESSON) == f"{limits}, by 5,000 resamples with seed 1."


def test_the_numbers_are_those_of_the_bootstrap_with_that_seed() -> None:
    found = uncertainty_of(LESSON, hw.polyfit(LESSON, fit_intercept=False), seed=7)
    assert found.values is not None
    ages = hw.bootstrap(LESSON, seed=7, fit_intercept=False).ages
    np.testing.assert_array_equal(found.values, ages)
    assert found.value == pytest.approx(12.50215, abs=1e-5)


def test_of_many_it_is_analytic() -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 1001)
    many = hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, distance.size))
    found, fit = of(many), hw.polyfit(many)
    assert found.values is None
    assert found.interval(0.95) == fit.conf_int(0.95).age
    assert said(many).endswith(", by Student's t: over 1,000 are not resampled.")
    assert words.caption(found) == "Student's t"


def test_two_galaxies_through_the_origin_have_an_error_but_no_resamples() -> None:
    assert said(hw.Dataset(distance=[1, 2], velocity=[80, 140]), fit_intercept=False).endswith(", by Student's t.")


def test_an_age_that_nothing_bounds_has_a_lower_limit() -> None:
    scattered = hw.Dataset(distance=[1, 2, 3, 4], velocity=[70, 10, 210, 90])
    assert "or above " in said(scattered)
    without = np.count_nonzero(np.isnan(hw.bootstrap(scattered, seed=1).ages))
    assert said(scattered).endswith(f", by 5,000 resamples with seed 1; {without:,} of them have no age.")
    nearly_level = hw.Dataset(distance=[1, 2, 3, 4, 5, 6], velocity=[200, 900, 100, 500, 300, 900])
    assert said(nearly_level).startswith("The data allow ages above ")


def test_without_an_age_it_is_about_the_slope() -> None:
    others = hw.as_dataset(([1, 2, 3, 4], [1, 2, 3, 5]), x_label="time", x_unit="h", y_label="height")
    found = of(others)
    assert not found.is_age
    assert found.value == others.moments.slope
    assert words.axis(found) == "Slope (1/h)"
    assert "billion" not in words.allowed(found)
    falling = of(hw.Dataset(distance=[1, 2, 3, 4], velocity=[400, 300, 250, 0]))
    assert "km/s/Mpc (68" in words.allowed(falling)


@pytest.mark.parametrize(
    ("velocity", "settings", "problem"),
    [
        ([70, 150], {}, "The line meets all 2 galaxies: nothing is left to tell how sure it is."),
        ([70, 140, 210], {}, "The line meets all 3 galaxies"),
        ([70, 140, 190, 300], {"degree": 2}, "A curve has no age: choose degree 1."),
    ],
)
def test_where_there_is_no_error_it_says_why(velocity: list[float], settings: dict[str, int], problem: str) -> None:
    data = hw.Dataset(distance=range(1, len(velocity) + 1), velocity=velocity)
    assert words.problem(hw.polyfit(data, **settings)).startswith(problem)


def test_a_hidden_exact_fit_hides_it() -> None:
    assert "hidden" in words.problem(hw.polyfit(LESSON), show_exact=False)
    assert not words.problem(hw.polyfit(LESSON))


def test_what_leaving_a_galaxy_out_does_in_words() -> None:
    labels = LESSON.labels
    said = words.without("NGC 4414", 11.09907, -1.06590, labels, is_age=True)
    assert said == ("without NGC 4414:", "11.10\xa0billion years (−1.07)")
    assert words.without("A", 88.09678, 7.7191, labels, is_age=False) == ("without A:", "88.10\xa0km/s/Mpc (+7.72)")
    assert words.without("A", float("nan"), 0.0, labels, is_age=True) == ("without A:", "no age")
