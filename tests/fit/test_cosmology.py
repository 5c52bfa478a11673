"""The slope of Hubble's law read as an age."""

import math

import pytest
from astropy import constants, units
from astropy.cosmology import FlatLambdaCDM
from hypothesis import given
from hypothesis import strategies as st

from hubble_widget.fit.cosmology import age_factor, age_of, age_of_universe, age_stderr_of, hubble_time


def test_the_hubble_time_of_one_kilometer_per_second_and_megaparsec() -> None:
    gyr = 1e9 * 365.25 * 86400
    assert hubble_time(1) == pytest.approx(1e3 * constants.pc.to_value("km") * 1e3 / gyr, rel=1e-12)
    assert f"{hubble_time(1):.4f}" == "977.7922"


@given(st.floats(1e-3, 1e6))
def test_age_times_slope_is_constant(slope: float) -> None:
    assert hubble_time(slope) * slope == pytest.approx(hubble_time(1), rel=1e-14)
    assert age_of(slope) == hubble_time(slope)


def test_a_quantity_is_converted() -> None:
    assert hubble_time(70 * units.km / units.s / units.Mpc) == hubble_time(70.0)
    assert hubble_time(1 / (1e10 * units.yr)) == pytest.approx(10)


@pytest.mark.parametrize("slope", [0, -1.0, math.nan, math.inf, 10**400])
def test_no_age_without_a_finite_slope_above_zero(slope: float) -> None:
    with pytest.raises(ValueError, match="finite and above 0 km/s/Mpc"):
        hubble_time(slope)


@pytest.mark.parametrize("slope", ["70", None, True, 70j, [70.0]])
def test_no_age_of_what_is_no_number(slope: object) -> None:
    with pytest.raises(TypeError, match=r"must be a number in km/s/Mpc, such as 70\.0, got"):
        hubble_time(slope)  # type: ignore[arg-type]


def test_no_age_of_another_unit() -> None:
    with pytest.raises(ValueError, match="slope is in 'km / s'"):
        hubble_time(70 * units.km / units.s)


@pytest.mark.parametrize("slope", [0.0, -70.0, math.nan, math.inf, -math.inf, 5e-324])
def test_where_there_is_no_age_it_is_none(slope: float) -> None:
    assert age_of(slope) is None
    assert age_stderr_of(slope, 1.0) is None


@given(slope=st.floats(1, 1e3), share=st.floats(1e-6, 0.5))
def test_the_error_of_the_age_is_the_first_order_one(slope: float, share: float) -> None:
    small = 1e-5 * share * slope
    difference = (hubble_time(slope - small) - hubble_time(slope + small)) / 2
    assert age_stderr_of(slope, share * slope) == pytest.approx(1e5 * difference, rel=1e-4)


def test_an_unknown_error_stays_unknown() -> None:
    error = age_stderr_of(70.0, math.nan)
    assert error is not None
    assert math.isnan(error)


@pytest.mark.parametrize("omega_matter", [1e-3, 0.05, 0.262875, 0.315, 0.9, 1 - 1e-9, 1.0])
def test_the_age_of_a_flat_universe_is_astropys(omega_matter: float) -> None:
    theirs = FlatLambdaCDM(H0=70.0, Om0=omega_matter, Tcmb0=0).age(0).to_value("Gyr")
    assert age_of_universe(70.0, omega_matter=omega_matter) == pytest.approx(theirs, rel=1e-7)


@pytest.mark.parametrize(
    ("omega_matter", "factor"), [(0.3, "0.964099"), (0.315, "0.950985"), (1, "0.666667"), (0.262875, "1.000000")]
)
def test_age_times_slope_in_a_flat_universe(omega_matter: float, factor: str) -> None:
    assert f"{age_factor(omega_matter):.6f}" == factor


def test_plancks_universe_is_younger_than_its_hubble_time() -> None:
    ages = age_of_universe(67.4 * units.km / units.s / units.Mpc, omega_matter=0.315), hubble_time(67.4)
    assert [f"{age:.3f}" for age in ages] == ["13.796", "14.507"]


@pytest.mark.parametrize("omega_matter", [0, -0.1, 1.1, math.nan, math.inf])
def test_no_age_of_a_universe_that_is_not_flat_or_has_no_beginning(omega_matter: float) -> None:
    with pytest.raises(ValueError, match=r"omega_matter must be above 0 and at most 1, such as 0\.3, got"):
        age_of_universe(70.0, omega_matter=omega_matter)


def test_no_age_of_what_is_no_share_of_matter() -> None:
    with pytest.raises(
        TypeError, match=r"omega_matter must be a number above 0 and at most 1, such as 0\.3, got '30 %'"
    ):
        age_of_universe(70.0, omega_matter="30 %")  # type: ignore[arg-type]
