"""Columns of errors: which are found, how they are converted, and what a missing error does."""

from __future__ import annotations

import math
from pathlib import Path

import astropy.table
import numpy as np
import polars as pl
import pytest

import hubble_widget as hw

D, V = [2.0, 9.0, 16.0, 20.0], [133.0, 664.0, 1794.0, 1500.0]
DE, VE = [0.1, 0.5, 1.0, 2.0], [20.0, 30.0, 40.0, 100.0]


@pytest.mark.parametrize(
    ("x", "x_error", "y", "y_error"),
    [
        ("Dist", "e_Dist", "Vhel", "e_Vhel"),
        ("Dist", "Dist_err", "cz", "cz_err"),
        ("dist", "dist_error", "vel", "vel_uncertainty"),
        ("Distance", "DistanceErr", "Velocity", "Velocity error"),
        ("D (Mpc)", "D_err (Mpc)", "V (km/s)", "err V (km/s)"),
        ("Distance (Mpc)", "Distance ±", "Velocity (km/s)", "± Velocity"),
        ("distance", "error of distance", "velocity", "Uncertainty in velocity"),
        ("D (Mpc)", "distance_error", "cz", "velocity_error"),
        ("Entfernung", "Entfernung Fehler", "Geschwindigkeit", "Fehler Geschwindigkeit"),
        ("d", "sigma_d", "v", "verr"),
    ],
)
def test_errors_are_found_by_name_wherever_they_stand(x: str, x_error: str, y: str, y_error: str) -> None:
    table = {x: D, y: V, x_error: DE, y_error: VE}
    for names in ([x, x_error, y, y_error], [y_error, "zone", x_error, y, x]):
        data = hw.as_dataset({name: table.get(name, [1, 2, 3, 4]) for name in names})
        np.testing.assert_array_equal(data.distance_error, DE)
        np.testing.assert_array_equal(data.velocity_error, VE)
        assert data.note == (
            f"distance: {x!r}, velocity: {y!r}; error of distance: {x_error!r}; error of velocity: {y_error!r}"
        )


def test_a_word_alone_belongs_to_the_column_before_it() -> None:
    data = hw.as_dataset({"Dist": D, "err": DE, "cz": V, "±": VE})
    np.testing.assert_array_equal(data.distance_error, DE)
    np.testing.assert_array_equal(data.velocity_error, VE)
    assert hw.as_dataset({"err": DE, "Dist": D, "cz": V}).distance_error is None


@pytest.mark.parametrize(
    "names",
    [
        ("e_Dist", "E_Dist"),  # of VizieR: below and above
        ("e_Dist", "Dist_err"),  # which?
        ("e_Dist_2",),
        ("Dist_err_lower",),
        ("Dist_err (%)",),
        ("e_Dist (mag)",),
        ("e_D25",),
        ("sigma_cz",),  # a dispersion
        ("cz_std",),
        ("e_Vgsr",),
        ("eDelta",),
        ("Dist_e", "cz_e"),
        ("e", "E"),
    ],
)
def test_what_is_not_clear_is_not_guessed(names: tuple[str, ...]) -> None:
    data = hw.as_dataset({"Dist": D, "cz": V, "T": D, **dict.fromkeys(names, DE)})
    assert data.distance_error is None
    assert data.velocity_error is None
    assert data.note == "distance: 'Dist', velocity: 'cz'"


def test_the_error_of_another_column_is_not_taken() -> None:
    """ "velocity_error" would do for cz, unless there is a column of that name that it belongs to."""
    table = {"Dist": D, "cz": V, "velocity": V, "velocity_error": VE}
    assert hw.as_dataset(table, x="Dist", y="cz").velocity_error is None
    np.testing.assert_array_equal(hw.as_dataset(table, x="Dist", y="velocity").velocity_error, VE)


def test_units_are_the_errors_own_or_those_of_what_was_measured() -> None:
    data = hw.as_dataset({"dist_kpc": np.multiply(D, 1000), "dist_err": np.multiply(DE, 1000), "cz": V})
    np.testing.assert_allclose(data.distance_error, DE)
    table = astropy.table.QTable({"Dist": D, "e_Dist": np.multiply(DE, 1000), "cz": V, "e_cz": np.multiply(VE, 1000)})
    for name, unit in {"Dist": "Mpc", "e_Dist": "kpc", "cz": "km/s", "e_cz": "m/s"}.items():
        table[name].unit = unit
    data = hw.as_dataset(table)
    np.testing.assert_allclose(data.distance_error, DE)
    np.testing.assert_allclose(data.velocity_error, VE)


def test_a_named_column_in_a_wrong_unit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"column 'e_Dist \(mag\)' is in 'mag', which does not convert to Mpc"):
        hw.as_dataset({"Dist": D, "cz": V, "e_Dist (mag)": DE}, x_error="e_Dist (mag)")


@pytest.mark.parametrize("expansion", ["linear", "kinematic"])
def test_errors_of_moduli_and_redshifts_become_those_of_distances_and_velocities(expansion: str) -> None:
    mu, z, step = np.array([34.0, 35.0, 36.0, 37.0]), np.array([0.02, 0.03, 0.05, 0.08]), 1e-6
    how = {"modulus": "mu", "redshift": "z", "expansion": expansion}
    table = {"mu": mu, "mu_err": np.full(4, 0.1), "z": z, "zerr": np.full(4, 0.002)}
    data = hw.as_dataset(table, **how)
    up, down = (hw.as_dataset({"mu": mu + d, "z": z + d}, **how) for d in (step, -step))
    np.testing.assert_allclose(data.distance_error, 0.1 * (up.distance - down.distance) / (2 * step), rtol=1e-7)
    np.testing.assert_allclose(data.velocity_error, 0.002 * (up.velocity - down.velocity) / (2 * step), rtol=1e-7)


def test_a_guess_never_costs_a_galaxy() -> None:
    for missing in (math.nan, 0.0, -1.0):
        data = hw.as_dataset({"Dist": D, "cz": V, "e_cz": [*VE[:3], missing]})
        assert len(data) == 4
        assert data.velocity_error is None
        assert data.note.endswith("; errors of velocity, 'e_cz', not used: 1 is missing")


def test_without_an_error_in_a_named_column_a_row_is_left_out() -> None:
    data = hw.as_dataset(
        {"Dist": D, "e_Dist": DE, "cz": V, "spread": [20.0, math.nan, 40.0, 100.0], "name": [*"ABCD"]},
        y_error="spread",
    )
    assert data.names == ("A", "C", "D")
    np.testing.assert_array_equal(data.velocity_error, [20.0, 40.0, 100.0])
    np.testing.assert_array_equal(data.distance_error, [0.1, 1.0, 2.0])
    assert data.note.endswith("error of distance: 'e_Dist'; 1 row left out: no error of velocity")


def test_rows_without_a_number_take_their_errors_with_them() -> None:
    data = hw.as_dataset({"Dist": [2.0, math.nan, 16.0, 20.0], "e_Dist": DE, "cz": V, "e_cz": VE})
    np.testing.assert_array_equal(data.distance_error, [0.1, 1.0, 2.0])
    np.testing.assert_array_equal(data.velocity_error, [20.0, 40.0, 100.0])


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"x_error": "nothing"}, "there is no column 'nothing'"),
        ({"x_error": "cz"}, "x_error='cz' names a column that is used for something else"),
        ({"x_error": "e", "y_error": "e"}, "y_error='e' names a column that is used for something else"),
    ],
)
def test_a_named_column_that_cannot_be_is_refused(keywords: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hw.as_dataset({"Dist": D, "cz": V, "e": VE}, **keywords)


def test_data_with_labels_of_their_own_have_errors_too() -> None:
    table = {"hours": [1.0, 2.0, 4.0], "mark": [50.0, 60.0, 75.0], "mark_err": [1.0, 2.0, 3.0], "s": [0.1, 0.2, 0.3]}
    data = hw.as_dataset(table, x="hours", y="mark", x_error="s", x_label="Study time", x_unit="h", y_unit="points")
    np.testing.assert_array_equal(data.distance_error, [0.1, 0.2, 0.3])
    np.testing.assert_array_equal(data.velocity_error, [1.0, 2.0, 3.0])


def test_a_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "galaxies.csv"
    path.write_text("name,D (kpc),D_err (kpc),v,±\nA,2000,100,133,20\nB,9000,500,664,30\nC,16000,1000,1794,40\n")
    data = hw.as_dataset(str(path))
    np.testing.assert_allclose(data.distance_error, [0.1, 0.5, 1.0])
    np.testing.assert_array_equal(data.velocity_error, [20.0, 30.0, 40.0])


def test_an_engine_has_those_of_few_rows_and_refuses_those_of_many() -> None:
    few = pl.LazyFrame({"distance": D, "velocity": V, "velocity_err": VE})
    np.testing.assert_array_equal(hw.as_dataset(few).velocity_error, VE)
    many = pl.LazyFrame({"distance": np.arange(1.0, 30_001), "velocity": np.arange(1.0, 30_001)})
    many = many.with_columns(e_distance=pl.col("distance") / 10)
    assert hw.as_dataset(many).note == "distance: 'distance', velocity: 'velocity'"
    with pytest.raises(ValueError, match=r"errors of measurement \('e_distance'\) .* 30,000 stay in Polars"):
        hw.as_dataset(many, x_error="e_distance")
