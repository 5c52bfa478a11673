"""Galaxies run back: when they were closest together, and each one's own time."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.fit.run_back import RunBack
from hubble_widget.text.universe_words import course, own_times
from tests.figures import LESSON

PAST = RunBack(LESSON)


def test_the_lessons_galaxies_are_closest_at_their_regression_of_distance_on_velocity() -> None:
    distance, velocity = LESSON.distance, LESSON.velocity
    slope = 1 / np.polyfit(velocity, distance, 1)[0]
    assert slope == pytest.approx(107.1, abs=0.05)
    assert PAST.closest == pytest.approx(hw.hubble_time(slope))
    assert PAST.closest == pytest.approx(9.13, abs=0.005)
    times = np.linspace(0, 15, 1501)
    spreads = [np.std(PAST.places(distance, velocity, time)) for time in times]
    assert times[np.argmin(spreads)] == pytest.approx(PAST.closest, abs=0.005)
    assert [PAST.spread(time) for time in times[::300]] == pytest.approx(spreads[::300])


def test_each_galaxy_has_a_time_of_its_own() -> None:
    times = PAST.times
    assert (times[0], np.median(times), times[-1]) == pytest.approx((8.797, 13.276, 44.367), abs=5e-4)
    own = own_times(PAST, 1.0, 23)
    assert "They go from 8.8 to 44.4\xa0billion years, with the median 13.3\xa0billion years." in own
    assert "17.6 to 88.7\xa0billion years" in own_times(PAST, 2.0, 23)


@pytest.mark.parametrize(("intercept", "age_is_known"), [(0.0, True), (200.0, True)])
def test_galaxies_on_a_line_meet_at_1_over_slope(intercept: float, age_is_known: bool) -> None:
    distance = np.array([1.0, 2.0, 5.0, 11.0])
    data = hw.Dataset(distance=distance, velocity=70 * distance + intercept)
    past = RunBack(data)
    assert past.meet
    assert past.closest == pytest.approx(hw.hubble_time(70))
    assert past.spread(past.closest) == pytest.approx(0, abs=1e-6)
    words = course(past, hw.polyfit(data), 1.0, show_exact=True)
    assert words == "All are in one place 14.0\xa0billion years ago: 1/slope, for they lie on a line."


def words_of(velocity: list[float], **how: bool) -> str:
    data = hw.Dataset(distance=[1, 2, 4], velocity=velocity)
    return course(RunBack(data), hw.polyfit(data), 1.0, **{"show_exact": True, **how})


def test_what_has_no_common_past_is_said() -> None:
    assert "stay as far apart as today" in words_of([70, 70, 70])
    assert "never closer together than today" in words_of([300, 100, -50])
    assert "hidden" in words_of([70, 150, 280], show_exact=False)
    mixed = hw.Dataset(distance=[1, 2, 4], velocity=[-20, 0, 300])
    assert own_times(RunBack(mixed), 1.0, 3).endswith("2 do not recede and have none.")


def test_the_lesson_says_when_and_compares_it_with_the_line() -> None:
    said = course(PAST, hw.polyfit(LESSON), 1.0, show_exact=True)
    assert "9.1\xa0billion years ago (dotted), not at 1/slope, 12.2 (dashed)" in said
    curve = course(PAST, hw.polyfit(LESSON, degree=2), 1.0, show_exact=True)
    assert curve == "Closest together 9.1\xa0billion years ago (dotted); they are never all in one place."
    assert "63.9\xa0billion years ago" in course(PAST, hw.polyfit(LESSON), 7.0, show_exact=True)
