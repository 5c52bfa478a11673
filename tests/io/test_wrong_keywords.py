"""A column that is named by the wrong keyword: velocities are no redshifts, and distances no moduli."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from astropy import units as u
from astropy.table import QTable

import hubble_widget as hw

NUMBERS = [1.0, 2.0, 4.0]


def table_of(*names: str) -> dict[str, list[float]]:
    return dict.fromkeys(names, NUMBERS)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "cz",
            "Vhel",
            "v_cmb",
            "velocity",
            "radial velocity",
            "Vhelios (LEDA)",
            "recession velocity",
            "theoretical velocity",
        ),
        *(
            "Geschwindigkeit",
            "Fluchtgeschwindigkeit",
            "vitesse",
            "velocidad",
            "velocità",
            "velocidade",
            "скорость",
            "退行速度",
        ),
    ],
)
def test_a_velocity_is_no_redshift(name: str) -> None:
    with pytest.raises(ValueError, match="holds velocities, not redshifts") as refused:
        hw.as_dataset(table_of("d", name), redshift=name, expansion="kinematic")
    assert f"as_dataset(data, x='d', y={name!r})" in str(refused.value)
    assert "expansion" not in str(refused.value)
    assert len(hw.as_dataset(table_of("d", name), x="d", y=name)) == 3


@pytest.mark.parametrize(
    "name",
    [
        *("Distance", "dist", "lumdist", "Distance (TRGB)", "galaxy_distance"),
        *("Entfernung", "Abstand", "distancia", "distanza", "distância", "éloignement", "расстояние", "距离"),
    ],
)
def test_a_distance_is_no_modulus(name: str) -> None:
    with pytest.raises(ValueError, match="holds distances, not distance moduli") as refused:
        hw.as_dataset(table_of(name, "v"), modulus=name)
    assert f"as_dataset(data, x={name!r}, y='v')" in str(refused.value)


@pytest.mark.parametrize(
    ("columns", "keywords", "call"),
    [
        (("mu", "v"), {"redshift": "mu"}, "modulus='mu', y='v'"),
        (("d", "z"), {"modulus": "z"}, "x='d', redshift='z'"),
        (("Distance", "cz"), {"modulus": "Distance", "redshift": "cz"}, "x='Distance', y='cz'"),
        (("mu", "z"), {"modulus": "z", "redshift": "mu"}, "modulus='mu', redshift='z'"),
    ],
)
def test_both_columns_may_be_named_wrongly(columns: tuple[str, ...], keywords: Any, call: str) -> None:
    with pytest.raises(ValueError, match="by its name, column") as refused:
        hw.as_dataset(table_of(*columns), **keywords)
    assert f"as_dataset(data, {call})" in str(refused.value)


@pytest.mark.parametrize(
    ("columns", "keywords", "call"),
    [
        (("d", "cz (km/s)"), {"redshift": "cz (km/s)"}, "x='d', y='cz (km/s)'"),
        (("d", "velocity / c"), {"redshift": "velocity / c"}, "x='d', y='velocity / c'"),
        (("dist_mpc", "v"), {"modulus": "dist_mpc"}, "x='dist_mpc', y='v'"),
        (("a (mag)", "v"), {"x": "a (mag)"}, "modulus='a (mag)', y='v'"),
        (("d (Mpc)", "v (km/s)"), {"x": "v (km/s)"}, "x='d (Mpc)', y='v (km/s)'"),
        (("d (Mpc)", "v (km/s)"), {"x": "v (km/s)", "y": "d (Mpc)"}, "x='d (Mpc)', y='v (km/s)'"),
        (("d (deg)", "v", "other (Mpc)"), {"x": "d (deg)"}, "x='other (Mpc)', y='v'"),
        (("d (deg)", "v"), {}, "x='...', y='v'"),
    ],
)
def test_a_unit_of_another_quantity_leads_to_the_right_keyword(
    columns: tuple[str, ...], keywords: Any, call: str
) -> None:
    with pytest.raises(ValueError, match="which does not convert to") as refused:
        hw.as_dataset(table_of(*columns), **keywords)
    assert f": as_dataset(data, {call}), in a magic" in str(refused.value)


def test_the_unit_of_a_table_counts_like_one_in_a_name() -> None:
    table = QTable({"a": NUMBERS * u.Mpc, "b": NUMBERS * u.km / u.s})
    with pytest.raises(ValueError, match=r"By its unit it holds velocities: as_dataset\(data, x='a', y='b'\)"):
        hw.as_dataset(table, redshift="b")


@pytest.mark.parametrize(
    ("column", "keyword"),
    [
        *(("velocity (as redshift)", "redshift"), ("vel_z", "redshift"), ("recession redshift", "redshift")),
        *(("x", "redshift"), ("v (%)", "redshift"), ("e_cz", "redshift")),
        *(("Distance (mag)", "modulus"), ("distance (TRGB mu)", "modulus"), ("CEPH_DIST", "modulus"), ("x", "modulus")),
    ],
)
def test_what_a_name_leaves_open_is_taken_as_named(column: str, keyword: str) -> None:
    other = {"y": "other"} if keyword == "modulus" else {"x": "other"}
    assert len(hw.as_dataset(table_of(column, "other"), **{keyword: column}, **other)) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("frame", [dict, pl.LazyFrame])
@pytest.mark.parametrize("expansion", ["linear", "kinematic"])
@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("v", r"in km/s: as_dataset\(data, x='d', y='v'\),"),
        ("z", r"rename it to .*: as_dataset\(data, x='d', y='velocity .km/s.'\),"),
    ],
)
def test_numbers_in_the_hundreds_are_no_redshifts(frame: Any, expansion: str, name: str, ending: str) -> None:
    data = frame({"d": NUMBERS, name: [133.0, 664.0, 1794.0]})
    with pytest.raises(ValueError, match=f"in column '{name}' are too large for redshifts.*{ending}"):
        len(hw.as_dataset(data, redshift=name, expansion=expansion))


def test_numbers_above_all_moduli_are_none() -> None:
    table = {"D": [130.0, 90.0, 45.0], "v": NUMBERS}
    with pytest.raises(ValueError, match=r"in column 'D' are too large for distance moduli. .*x='D', y='v'\)"):
        hw.as_dataset(table, modulus="D")


def test_the_farthest_galaxies_have_redshifts_and_moduli() -> None:
    far = {"mu": [47.0, 50.3, 50.6], "z": [3.0, 13.2, 14.4], "z (%)": [300.0, 1320.0, 1440.0]}
    for column in ("z", "z (%)"):
        for expansion in ("linear", "kinematic"):
            assert len(hw.as_dataset(far, modulus="mu", redshift=column, expansion=expansion)) == 3


BY_LUMINOSITY = [
    "lumdist",
    "LumDist (Mpc)",
    "luminosity distance",
    "D_L",
    "DL",
    "dL [Mpc]",
    "distance de luminosité",
    "Leuchtkraftdistanz",
]


@pytest.mark.parametrize("frame", [dict, pl.LazyFrame])
@pytest.mark.parametrize("name", BY_LUMINOSITY)
def test_distances_by_luminosity_are_said_not_to_fit_c_z(frame: Any, name: str) -> None:
    def note(highest: float, **columns: str) -> str:
        return hw.as_dataset(
            frame({name: [50.0, 100.0, 400.0], "z": [0.01, 0.015, highest]}), x=name, redshift="z", **columns
        ).note  # type: ignore[arg-type]

    assert "c z leaves out how the expansion has changed: 7 % of the velocity at z = 0.1" in note(0.1)
    assert "leaves out" not in note(0.019)
    assert "leaves out" not in note(0.1, expansion="kinematic")


@pytest.mark.parametrize("name", ["distance", "D", "comoving distance", "d_lg"])
def test_other_distances_are_not(name: str) -> None:
    assert "leaves out" not in hw.as_dataset({name: NUMBERS, "z": [0.01, 0.02, 0.1]}, x=name, redshift="z").note
