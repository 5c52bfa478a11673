"""The shipped tables are what their headers say."""

import numpy as np
import pytest

from hubble_widget.api import polyfit
from hubble_widget.regression.catalogue import CATALOGUES, read_catalogue
from hubble_widget.regression.dataset import datasets, load_dataset


def check_of(name: str, key: str) -> str:
    return read_catalogue(name).header[f"check {key}"]


def agrees(value: float, digits: str) -> bool:
    return f"{value:.{len(digits.partition('.')[2])}f}" == digits


def test_three_catalogues_the_lesson_first() -> None:
    assert datasets() == CATALOGUES == ("key_project", "hubble_1929", "key_project_sne")


@pytest.mark.parametrize(
    ("name", "title", "reference", "count", "first"),
    [
        ("key_project", "HST Key Project", "Freedman et al. 2001, ApJ 553, 47", 24, "NGC 300"),
        ("hubble_1929", "Hubble 1929", "Hubble 1929, PNAS 15, 168", 24, "SMC"),
        (
            "key_project_sne",
            "Key Project supernovae",
            "Freedman et al. 2001, ApJ 553, 47",
            36,
            "supernova 1",
        ),
    ],
)
def test_a_catalogue_says_what_it_is(name, title, reference, count, first) -> None:
    data = load_dataset(name)
    assert (data.title, data.reference, len(data)) == (title, reference, count)
    assert data.names[0] == first
    assert data.provenance
    assert "\n" not in data.provenance


@pytest.mark.parametrize("name", datasets())
def test_units_stand_in_the_header(name: str) -> None:
    header = read_catalogue(name).header
    assert (header["unit distance_mpc"], header["unit velocity_km_s"]) == ("Mpc", "km/s")


@pytest.mark.parametrize("name", datasets())
def test_the_fit_is_the_one_in_the_header(name: str) -> None:
    fit = polyfit(name)
    for key in ("slope", "intercept", "r"):
        assert agrees(getattr(fit, key), check_of(name, key)), key


@pytest.mark.parametrize("name", datasets())
def test_the_slope_through_the_origin_is_the_one_in_the_header(name: str) -> None:
    distance, velocity = load_dataset(name).distance, load_dataset(name).velocity
    slope = distance @ velocity / (distance @ distance)
    assert agrees(slope, check_of(name, "slope through origin"))


def test_the_standard_error_through_the_origin_is_the_printed_one() -> None:
    data = load_dataset("key_project")
    slope = data.distance @ data.velocity / (data.distance @ data.distance)
    residual = data.velocity - slope * data.distance
    variance = residual @ residual / (len(data) - 1)
    stderr = np.sqrt(variance / (data.distance @ data.distance))
    assert agrees(stderr, check_of("key_project", "slope through origin stderr"))


def test_hubbles_solution_for_the_motion_of_the_sun_confirms_the_positions() -> None:
    rows = read_catalogue("hubble_1929").rows
    r, v, ra, dec = (
        np.array([float(row[column]) for row in rows])
        for column in ("distance_mpc", "velocity_km_s", "ra_deg", "dec_deg")
    )
    ra, dec = np.radians(ra), np.radians(dec)
    design = np.column_stack([r, np.cos(ra) * np.cos(dec), np.sin(ra) * np.cos(dec), np.sin(dec)])
    solution = np.linalg.lstsq(design, v)[0]
    found = {**dict(zip("KXYZ", solution, strict=True))}
    found["mean residual"] = np.abs(v - design @ solution).mean()
    for key, value in found.items():
        assert agrees(value, check_of("hubble_1929", f"solar motion {key}")), key


def test_a_catalogue_is_read_once() -> None:
    assert load_dataset("key_project") is load_dataset("key_project")


def test_an_unknown_catalogue_names_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"Did you mean 'key_project' or 'key_project_sne'\?"):
        load_dataset("Key_projct")
    with pytest.raises(ValueError, match="The catalogues are 'key_project', 'hubble_1929'"):
        load_dataset("xyzzy")
    with pytest.raises(TypeError, match="must be one of 'key_project'"):
        load_dataset(["key_project"])  # type: ignore[arg-type]
