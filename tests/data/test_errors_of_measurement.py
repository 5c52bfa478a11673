"""Errors of measurement of a data set."""

from __future__ import annotations

import numpy as np
import pytest
from astropy import units

import hubble_widget as hw

DISTANCE, VELOCITY = [2.0, 9.2, 16.1, 20.0], [133.0, 664.0, 1794.0, 1500.0]
OF_DISTANCE, OF_VELOCITY = [0.1, 0.5, 1.0, 2.0], [20.0, 30.0, 200.0, 100.0]


def measured(**others: object) -> hw.Dataset:
    errors = {"distance_error": OF_DISTANCE, "velocity_error": OF_VELOCITY}
    return hw.Dataset(distance=DISTANCE, velocity=VELOCITY, names=[*"ABCD"], **(errors | others))


def test_errors_are_kept_as_copies_that_nobody_can_change() -> None:
    given = np.array(OF_VELOCITY)
    data = measured(velocity_error=given)
    given[0] = 1.0
    np.testing.assert_array_equal(data.velocity_error, OF_VELOCITY)
    with pytest.raises(ValueError, match="read-only"):
        data.velocity_error[0] = 1.0
    plain = hw.Dataset(distance=DISTANCE, velocity=VELOCITY)
    assert plain.distance_error is None
    assert plain.velocity_error is None


def test_their_unit_is_converted() -> None:
    data = measured(distance_error=OF_DISTANCE * units.kpc, velocity_error=OF_VELOCITY * units.m / units.s)
    np.testing.assert_allclose(data.distance_error, np.array(OF_DISTANCE) / 1000)
    np.testing.assert_allclose(data.velocity_error, np.array(OF_VELOCITY) / 1000)


def test_they_follow_their_galaxies() -> None:
    rest = measured().exclude("B", "D")
    np.testing.assert_array_equal(rest.distance_error, [0.1, 1.0])
    np.testing.assert_array_equal(rest.velocity_error, [20.0, 200.0])
    np.testing.assert_array_equal(rest.include("D").velocity_error, [20.0, 200.0, 100.0])
    labeled = rest.labeled(hw.Labels(x_label="a", y_label="b"))
    np.testing.assert_array_equal(labeled.velocity_error, rest.velocity_error)
    np.testing.assert_array_equal(labeled.whole.velocity_error, OF_VELOCITY)


def test_a_sample_has_those_of_its_rows() -> None:
    distance = np.arange(1.0, 30_001.0)
    data = hw.Dataset(distance=distance, velocity=distance, velocity_error=2 * distance)
    assert len(data.sample) == 20_000
    np.testing.assert_array_equal(data.sample.velocity_error, 2 * data.sample.distance)


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ([1.0, 2.0], "error of velocity has 2 values but velocity has 4; pass one for each of the galaxies"),
        ([1.0, 0.0, 1.0, 1.0], "error of velocity has 0.0 at position 1, but each error must be above 0"),
        ([1.0, -3.0, 1.0, 1.0], "error of velocity has -3.0 at position 1, but each error must be above 0"),
        ([1.0, np.nan, 1.0, 1.0], "error of velocity has nan at position 1, but each value must be a finite number"),
        ([1.0, np.inf, 1.0, 1.0], "error of velocity has inf at position 1"),
        ([1.0, 1.0, 1.0, 1.0] * units.Mpc, "error of velocity is in 'Mpc', which does not convert to km/s"),
    ],
)
def test_what_is_no_error_is_refused(errors: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        measured(velocity_error=errors)


def test_a_keyword_of_tables_leads_to_that_of_a_data_set() -> None:
    with pytest.raises(TypeError, match=r"no keyword 'y_error'\. Did you mean 'velocity_error'\?"):
        measured(y_error=OF_VELOCITY)


def test_nothing_depends_on_errors_that_are_only_known() -> None:
    plain = hw.Dataset(distance=DISTANCE, velocity=VELOCITY)
    assert measured().moments == plain.moments
    assert hw.polyfit(measured(), degree=2).coefficients == hw.polyfit(plain, degree=2).coefficients
