"""Units of columns, by the table and by their names: converted, or refused; never taken for Mpc and km/s."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy import constants
from astropy import units as u
from astropy.table import QTable, Table
from astropy.utils.masked import Masked

import hubble_widget as hw
from hubble_widget.io import parquet as ours
from hubble_widget.io.columns.words import DOUBTFUL

DISTANCE, VELOCITY = np.array([1.0, 2.0, 4.0]), np.array([70.0, 150.0, 290.0])


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Distance (ly)", u.lyr),
        ("distance_ly", u.lyr),
        ("Distance (million light years)", 1e6 * u.lyr),
        ("distance_mlyr", u.Mlyr),
        ("d [Mly]", u.Mlyr),
        ("Distance (Mio. ly)", u.Mlyr),
        ("Distance (billion light-years)", u.Glyr),
        ("distance_au", u.AU),
        ("distance_m", u.m),
        ("distance_km", u.km),
        ("r (10^3 kpc)", u.Mpc),
        ("D (10⁶ pc)", u.Mpc),
        ("dist (in kiloparsecs)", u.kpc),
        ("distance", u.Mpc),
        ("d_L", u.Mpc),
        ("distance_MPC", u.Mpc),
        ("Distance (s)", None),
        ("Distance (furlongs)", None),
        ("d (deg)", None),
        ("distance_km_s", None),
    ],
)
def test_units_in_the_names_of_distances(name: str, unit: Any) -> None:
    table = {name: DISTANCE, "velocity": VELOCITY}
    if unit is None:
        with pytest.raises(ValueError, match=r"which (does not convert to Mpc|is not a known unit; .* Mpc)"):
            hw.as_dataset(table)
    else:
        np.testing.assert_allclose(hw.as_dataset(table).distance, (DISTANCE * unit).to_value(u.Mpc), rtol=1e-14)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("velocity (cm/s)", u.cm / u.s),
        ("velocity (c)", constants.c),
        ("velocity (1000 km/s)", 1000 * u.km / u.s),
        ("velocity_mph", 1609.344 * u.m / u.hour),
        ("v (km/h)", u.km / u.hour),
        ("v_km_s", u.km / u.s),
        ("cz (kms)", u.km / u.s),
        ("v [km s^-1]", u.km / u.s),
        ("speed (miles per hour)", 1609.344 * u.m / u.hour),
        ("v (kilometres per second)", u.km / u.s),
        ("v_r", u.km / u.s),
        ("v_rad", u.km / u.s),
        ("velocity (Mpc)", None),
        ("velocity (heliocentric)", None),
    ],
)
def test_units_in_the_names_of_velocities(name: str, unit: Any) -> None:
    table = pd.DataFrame({"distance": DISTANCE, name: VELOCITY})
    if unit is None:
        with pytest.raises(ValueError, match=r"which (does not convert to km/s|is not a known unit; .* km/s)"):
            hw.as_dataset(table)
    else:
        expected = (VELOCITY * unit).to_value(u.km / u.s)
        np.testing.assert_allclose(hw.as_dataset(table).velocity, expected, rtol=1e-14)


@pytest.mark.parametrize(
    "columns",
    [
        ("distance_modulus", "velocity"),
        ("log_distance", "log_velocity"),
        ("log d (Mpc)", "v (km/s)"),
        ("mu", "v"),
        ("distance", "log_v"),
        ("distance", "V", "B"),
        ("distance", "velocity_dispersion"),
        ("distance_min", "velocity"),
        ("distance_lower", "velocity"),
        ("delta_d", "velocity"),
        ("wavelength_cm", "velocity"),
    ],
)
def test_what_only_resembles_a_distance_or_a_velocity_is_not_guessed(columns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds"):
        hw.as_dataset(dict.fromkeys(columns, VELOCITY))


@pytest.mark.parametrize("word", sorted(DOUBTFUL))
def test_every_word_that_makes_a_name_doubtful(word: str) -> None:
    near = {f"{word}_distance": VELOCITY, f"velocity_{word}": DISTANCE}
    with pytest.raises(ValueError, match="it is not clear"):
        hw.as_dataset(near)
    np.testing.assert_array_equal(hw.as_dataset({**near, "distance": DISTANCE, "v": VELOCITY}).distance, DISTANCE)
    named = hw.as_dataset(near, x=f"{word}_distance", y=f"velocity_{word}")
    np.testing.assert_array_equal(named.distance, VELOCITY)


def test_the_words_that_make_a_name_doubtful() -> None:
    errors = {"err", "error", "errors", "e", "sigma", "unc", "uncertainty", "std", "stderr", "flag"}
    assert errors | {"log", "ln", "modulus", "mod", "mu", "delta", "lower", "upper", "min", "max"} <= DOUBTFUL


@pytest.mark.parametrize(
    ("table", "distance"),
    [
        (QTable({"a": DISTANCE * u.kpc, "b": VELOCITY * u.m / u.s}), DISTANCE / 1000),
        (QTable({"d": VELOCITY * u.deg, "dist": DISTANCE * u.Mpc, "v": VELOCITY * u.m / u.s}), DISTANCE),
        (Table({"r": VELOCITY * u.arcsec, "D": DISTANCE * u.Mpc, "b": VELOCITY * u.m / u.s}), DISTANCE),
        (
            QTable({"d": VELOCITY * u.day, "lambda": DISTANCE * u.nm, "b": VELOCITY * u.m / u.s, "x": DISTANCE * u.pc}),
            DISTANCE / 1e6,
        ),
    ],
)
def test_guesses_go_by_the_units_of_the_table(table: Table, distance: np.ndarray) -> None:
    data = hw.as_dataset(table)
    np.testing.assert_allclose(data.distance, distance, rtol=1e-14)
    np.testing.assert_allclose(data.velocity, VELOCITY / 1000, rtol=1e-14)


def test_redshifts_have_no_unit() -> None:
    frame = pd.DataFrame(
        {"d": DISTANCE, "z": VELOCITY / 3e5, "z (%)": VELOCITY / 3e3, "cz (km/s)": VELOCITY, "v_km_s": VELOCITY}
    )
    plain = hw.as_dataset(frame, redshift="z")
    np.testing.assert_allclose(plain.velocity, VELOCITY / 3e5 * constants.c.to_value(u.km / u.s), rtol=1e-14)
    np.testing.assert_allclose(hw.as_dataset(frame, redshift="z (%)").velocity, plain.velocity, rtol=1e-14)
    for column in ("cz (km/s)", "v_km_s"):
        with pytest.raises(ValueError, match=r"is in 'km / s', which does not convert to a number without a unit"):
            hw.as_dataset(frame, redshift=column)
    with pytest.raises(ValueError, match=r"column 'v' is in 'km / s', which does not convert to a number"):
        hw.as_dataset(QTable({"d": DISTANCE * u.Mpc, "v": VELOCITY * u.km / u.s}), redshift="v")
    with pytest.raises(ValueError, match="x and redshift name the same column, 'z'"):
        hw.as_dataset(frame, x="z", redshift="z")
    with pytest.raises(ValueError, match="x and y name the same column, 'd'"):
        hw.as_dataset(frame, x="d", y="d")


@pytest.mark.parametrize("kind", [Table, QTable])
@pytest.mark.parametrize("most", [1, 1000])
def test_units_that_astropy_has_written_into_a_parquet_file(
    kind: type[Table], most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "MAX_ROWS_READ", most)
    path = tmp_path / "u.parquet"
    kind({"distance": DISTANCE * u.kpc, "v": VELOCITY * u.m / u.s}).write(path)
    data = hw.as_dataset(path)
    np.testing.assert_allclose(data.distance, DISTANCE / 1000, rtol=1e-14)
    np.testing.assert_allclose(data.velocity, VELOCITY / 1000, rtol=1e-14)


def test_a_record_batch_is_a_table() -> None:
    batch = pa.record_batch({"distance_kpc": DISTANCE, "v": VELOCITY})
    np.testing.assert_allclose(hw.as_dataset(batch).distance, DISTANCE / 1000, rtol=1e-14)


def test_the_mask_of_a_masked_quantity() -> None:
    distance = Masked(DISTANCE * u.kpc, mask=[False, True, False])
    data = hw.as_dataset(QTable({"distance": distance, "v": VELOCITY * u.km / u.s}))
    np.testing.assert_allclose(data.distance, [1e-3, 4e-3])
    assert data.note.endswith("; 2 of 3 rows; left out: no distance")


def test_labels_without_a_unit_have_that_of_the_data() -> None:
    hours, marks = DISTANCE * u.hour, VELOCITY * u.percent
    for value in (QTable({"t": hours, "m": marks}), (hours, marks), (list(hours), marks)):
        data = hw.as_dataset(value, x_label="Study time", y_label="Mark")
        assert data.units == {"distance": "h", "velocity": "%"}
        np.testing.assert_array_equal(data.distance, DISTANCE)
        minutes = hw.as_dataset(value, x_label="Study time", x_unit="min")
        assert minutes.units == {"distance": "min", "velocity": "%"}
        np.testing.assert_allclose(minutes.distance, 60 * DISTANCE)


def test_a_lazy_table_converts_by_its_names() -> None:
    data = hw.as_dataset(pl.LazyFrame({"distance (kpc)": DISTANCE, "v (m/s)": VELOCITY}))
    np.testing.assert_allclose(data.distance, DISTANCE / 1000)
    np.testing.assert_allclose(data.velocity, VELOCITY / 1000)
    with pytest.raises(TypeError, match="column 'v' must hold real numbers, got String"):
        hw.as_dataset(pl.LazyFrame({"distance": DISTANCE, "v": ["a", "b", "c"]}))
