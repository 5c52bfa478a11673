"""The shipped tables are what their headers say."""

import numpy as np
import pytest

from hubble_widget.api import polyfit
from hubble_widget.data.catalogs import CATALOGS, catalog_of, datasets, load_dataset, read_catalog
from hubble_widget.data.dataset import Dataset


def check_of(name: str, key: str) -> str:
    return read_catalog(name).header[f"check {key}"]


def agrees(value: float, digits: str) -> bool:
    return f"{value:.{len(digits.partition('.')[2])}f}" == digits


def test_the_catalogs_the_lesson_first() -> None:
    assert datasets() == CATALOGS
    assert CATALOGS[:3] == ("key_project", "hubble_1929", "key_project_sne")


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
        ("sh0es_cepheids", "SH0ES Cepheids", "Riess et al. 2022, ApJ 934, L7", 37, "M101"),
        (
            "sh0es_cepheids_cmb",
            "SH0ES Cepheids, CMB velocities",
            "Riess et al. 2022, ApJ 934, L7",
            37,
            "M101",
        ),
        (
            "sh0es_cepheids_sun",
            "SH0ES Cepheids, seen from the Sun",
            "Riess et al. 2022, ApJ 934, L7",
            37,
            "M101",
        ),
        ("sh0es_hubble_flow", "SH0ES Hubble flow", "Riess et al. 2022, ApJ 934, L7", 238, "2009cz"),
        (
            "lemaitre_1927",
            "Lemaître 1927 (reconstruction)",
            "Lemaître 1927, Annales de la Société Scientifique de Bruxelles A47, 49",
            42,
            "nebula 1",
        ),
    ],
)
def test_a_catalog_says_what_it_is(name, title, reference, count, first) -> None:
    data = load_dataset(name)
    assert (data.title, data.reference, len(data)) == (title, reference, count)
    assert data.names[0] == first
    assert data.provenance
    assert "\n" not in data.provenance


@pytest.mark.parametrize("name", datasets())
def test_what_a_catalog_teaches_is_short_and_gives_no_number_away(name: str) -> None:
    header = read_catalog(name).header
    assert header["group"] in {"Nearby", "Far away", "History"}
    assert 10 < len(header["teaches"]) < 45
    assert header["teaches"][-1] in ".?"
    assert not any(letter.isdigit() for letter in header["teaches"])
    assert catalog_of(load_dataset(name).exclude(load_dataset(name).names[0])) == name


def test_other_data_are_no_catalog() -> None:
    data = load_dataset("key_project")
    assert catalog_of(Dataset(distance=data.distance, velocity=data.velocity)) is None


@pytest.mark.parametrize("name", datasets())
def test_units_stand_in_the_header(name: str) -> None:
    header = read_catalog(name).header
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
    rows = read_catalog("hubble_1929").rows
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


def test_three_velocities_of_the_cepheids_scatter_less_and_less() -> None:
    fits = [polyfit(name) for name in ("sh0es_cepheids_sun", "sh0es_cepheids_cmb", "sh0es_cepheids")]
    data = [load_dataset(name) for name in ("sh0es_cepheids_sun", "sh0es_cepheids_cmb", "sh0es_cepheids")]
    scatter = []
    for fit, each in zip(fits, data, strict=True):
        residuals = each.velocity - fit.slope * each.distance - fit.intercept
        scatter.append(round(np.sqrt(residuals @ residuals / (len(each) - 2))))
    assert scatter == [352, 307, 243]


def test_distances_and_velocities_of_the_hubble_flow_follow_from_modulus_and_redshift() -> None:
    rows = read_catalog("sh0es_hubble_flow").rows
    modulus, z, distance, velocity = (
        np.array([float(row[column]) for row in rows])
        for column in ("distance_modulus", "redshift", "distance_mpc", "velocity_km_s")
    )
    q0, j0 = -0.55, 1.0
    kinematic = 299_792.458 * z * (1 + (1 - q0) * z / 2 - (1 - q0 - 3 * q0**2 + j0) * z**2 / 6)
    assert np.allclose(distance, 10 ** ((modulus - 25) / 5), atol=0.006, rtol=3e-5)  # printed digits
    assert np.allclose(velocity, kinematic, atol=0.06, rtol=0)


def test_the_ratio_of_means_of_the_reconstruction_is_the_one_in_its_header() -> None:
    data = load_dataset("lemaitre_1927")
    assert "is 481." in data.provenance
    assert round(data.velocity.mean() / data.distance.mean()) == 481


def test_a_catalog_is_read_once() -> None:
    assert load_dataset("key_project") is load_dataset("key_project")


def test_an_unknown_catalog_names_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"Did you mean 'key_project' or 'key_project_sne'\?"):
        load_dataset("Key_projct")
    with pytest.raises(ValueError, match="The catalogs are 'key_project', 'hubble_1929'"):
        load_dataset("xyzzy")
    with pytest.raises(TypeError, match="must be one of 'key_project'"):
        load_dataset(["key_project"])  # type: ignore[arg-type]
