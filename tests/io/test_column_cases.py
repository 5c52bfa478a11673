"""Tables as people have them: each is read rightly, or refused with the call that reads it; never silently wrong."""

from __future__ import annotations

import shlex
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy.table import QTable

import hubble_widget as hw
from hubble_widget.io.columns.row_names import distinct
from hubble_widget.io.text.csv_reader import parse_table

DISTANCE, VELOCITY = [10.0, 20.0, 40.0], [700.0, 1500.0, 2800.0]
RIGHT = 69.2857
"""The slope of these three galaxies, in km/s/Mpc."""

KPC, METERS = [1e4, 2e4, 4e4], [7e5, 1.5e6, 2.8e6]
OTHER = [3.1, 4.2, 5.3]
REDSHIFT = [0.0023, 0.005, 0.0093]


def slope_of(table: Any, **columns: Any) -> float:
    return hw.polyfit(table, **columns).slope


def columns_of(names: str, **values: list[Any]) -> dict[str, list[Any]]:
    """Return a table whose columns are called as between bars; d and v are distances and velocities, others neither."""
    return {name: values.get(name, OTHER) for name in names.split("|")}


@pytest.mark.parametrize(
    ("x", "y", "others"),
    [
        ("Dist (Mpc)", "Vhel (km/s)", ["M_V"]),
        ("D", "Vsys", ["V_rot"]),
        ("DLmpc", "V_r", ["V-R"]),
        ("Dis", "V_h", ["R_eff"]),
        ("Distance", "Velocity", ["u", "g", "r", "i"]),
        ("Dist", "HRV", ["e_HRV", "r_Dist", "n_Dist", "logD25"]),
        ("Dist", "Vlg", ["f_Dist", "l_Dist", "q_Vlg", "f_Vlg"]),
        ("Dist", "RV", ["e_RV", "zhel", "mod"]),
        ("Dist", "Vhel", ["m_B", "E(B-V)"]),
        ("D", "cz", ["V", "R", "E(B-V)"]),
        ("D (Mpc)", "V (km/s)", ["W20 (km/s)", "D25 (kpc)"]),
        ("Dist", "V_CMB", ["v_pec", "sigV", "DM"]),
        ("Distance", "Radial velocity", ["Rotation velocity", "Velocity dispersion", "Radius (kpc)"]),
        ("galaxy_distance", "recession_velocity", ["cov_m_s", "modelMag_r", "velDisp"]),
        ("D", "v", ["Re (kpc)", "dD", "dv"]),
        ("r", "v", ["m", "M", "R.A.", "Dec."]),
        ("R", "V", []),
        ("d", "v", ["ra", "dec", "z", "mag"]),
        ("Distance", "cz", ["CEPH_DIST", "d3rdvar", "mu"]),
        (
            "distance",
            "velocity",
            ["distance_weight", "predicted velocity", "nn_dist", "velocity_resolution", "± (Mpc)"],
        ),
    ],
)
def test_the_right_columns_are_chosen_among_others(x: str, y: str, others: list[str]) -> None:
    for names in ([x, y, *others], [*others, y, x]):
        table = dict.fromkeys(names, OTHER) | {x: DISTANCE, y: VELOCITY}
        data = hw.as_dataset({name: table[name] for name in names})
        assert hw.polyfit(data).slope == pytest.approx(RIGHT, rel=1e-4)
        assert data.note.split(";")[0] == f"distance: {x!r}, velocity: {y!r}"  # then, perhaps, a column of errors


@pytest.mark.parametrize(
    ("names", "call"),
    [
        ("a|b", "x='a', y='b'"),
        ("R.A.|Dec.|Mag|V|SigV", "x='...', y='V'"),
        ("name|D|vel_disp|z", "x='D', redshift='z'"),
        ("objid|u|g|r|i|z|redshift", "x='...', redshift='redshift'"),
        ("CID|zHD|MU|CEPH_DIST", "modulus='MU', redshift='zHD'"),
        ("CID|zHD|zCMB|MU_SH0ES|MU_SH0ES_ERR_DIAG", "modulus='MU_SH0ES', redshift='zHD'"),
        ("name|zcmb|mb|3rdvar|d3rdvar|cov_m_s", "x='...', redshift='zcmb'"),
        ("distance_mpc|redshift", "x='distance_mpc', redshift='redshift'"),
        ("objname|v|e_v|mod0", "modulus='mod0', y='v'"),
        ("SN|z|m-M", "modulus='m-M', redshift='z'"),
        ("name|DM|Vhel", "modulus='DM', y='Vhel'"),
        ("Name|Distance modulus|Velocity", "modulus='Distance modulus', y='Velocity'"),
        (
            "Nombre|Módulo de distancia|Corrimiento al rojo",
            "modulus='Módulo de distancia', redshift='Corrimiento al rojo'",
        ),
        ("Galaxie|Entfernung in Mpc|Rotverschiebung", "x='Entfernung in Mpc', redshift='Rotverschiebung'"),
        ("name|D|V|M_V|B-V", "x='D', y='...'"),
        ("B|V|R", "x='...', y='...'"),
        ("u|v|w|d", "x='d', y='...'"),
        ("r|theta|v", "x='...', y='v'"),
        ("name|D25|Vhel", "x='...', y='Vhel'"),
        ("Radius (kpc)|Velocity (km/s)", "x='...', y='Velocity (km/s)'"),
        ("name|Dist|Vrot", "x='Dist', y='...'"),
        ("Vhelios (LEDA)|Dis", "x='Dis', y='Vhelios (LEDA)'"),
        ("Distance|Velocity (CMB)", "x='Distance', y='Velocity (CMB)'"),
        ("Dist|Vhel|Vcmb|Vgsr", "x='Dist', y='Vhel'"),
        ("Dist|Vh|V3K", "x='Dist', y='Vh'"),
        ("Dist TRGB|Dist Ceph|cz", "x='Dist TRGB', y='cz'"),
        ("comoving distance|distance|v", "x='distance', y='v'"),
        ("name|μ|v", "modulus='μ', y='v'"),
        ("name|µ_0|v", "modulus='µ_0', y='v'"),
        ("pgc|DMtf|Vcmb", "modulus='DMtf', y='Vcmb'"),
        ("name|Dist|specz", "x='Dist', redshift='specz'"),
        ("name|Dist|spec_z", "x='Dist', redshift='spec_z'"),
        ("distance^2|v", "x='...', y='v'"),
        ("1/distance|v", "x='...', y='v'"),
        ("distance_deg|v", "x='...', y='v'"),
        ("sky distance|v", "x='...', y='v'"),
        ("SGX (Mpc)|v", "x='...', y='v'"),
        ("d|velocity (km/s)^2", "x='d', y='...'"),
        ("d|± (km/s)", "x='d', y='...'"),
        ("d|velocity residuals", "x='d', y='...'"),
        ("D|V_R", "x='D', y='...'"),
        ("D|V-R", "x='D', y='...'"),
        ("Dist|zhel", "x='Dist', redshift='zhel'"),
        ("mod|cz", "modulus='mod', y='cz'"),
        ("Dist|m_B", "x='Dist', y='...'"),
        ("m_B|cz", "x='...', y='cz'"),
        ("Dist|E(B-V)", "x='Dist', y='...'"),
        *((f"{prefix}_Dist|Vhel", "x='...', y='Vhel'") for prefix in "eflnqr"),
        *((f"Dist|{prefix}_Vhel", "x='Dist', y='...'") for prefix in "eflnqr"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_whole_call(names: str, call: str) -> None:
    table = dict.fromkeys(names.split("|"), OTHER)
    with pytest.raises(ValueError, match="column") as refused:
        hw.as_dataset(table)
    assert f"as_dataset(data, {call})" in str(refused.value)
    options = dict(part.split("=", 1) for part in call.split(", "))
    line = " ".join(f"--{key} {shlex.quote(text.strip(chr(39)))}" for key, text in options.items())
    assert f"%hubblefit data {line}" in str(refused.value)
    if "..." not in call:  # the call works
        named = {key: text.strip("'") for key, text in options.items()}
        filled = table | dict(zip(named.values(), (OTHER, REDSHIFT), strict=True))
        assert len(hw.as_dataset(filled, **named)) == 3  # type: ignore[arg-type]


NO_VELOCITIES = (
    *("W_{50}", "$W_{50}$", "W20c", "Wm50", "LW", "HWZI", "sigma-v", "σv", "s_v", "s0", "S0.5", "vdis", "Vrms", "V SE"),
    *("b", "Vflat", "V2.2", "V_{2.2}", "v200", "V_vir", "Vsini", "v_tan", "pecvel", "Vp", "v_p", "Δv", "δv", "V2-V1"),
    *("dvel", "O-C", "vexp", "vSi", "K-corr", "Vc", "V_c", "V_{rot}", "$V_{\\rm rot}$", "Vᵣₒₜ", "V₀", "v⊥", "2Vm"),
)
NO_DISTANCES = (
    *("Rproj", "Rp", "R_{vir}", "Rg", "R1t", "R2t", "Rh", "Dcen", "D_cl", "d_cluster", "D_M31", "D_MW", "D_LG", "D_A"),
    *("DA", "2R", "dR", "Taille", "Durchm.", "ΔD", "δD", "Dmin", "Dmax", "s(D)", "stat", "sys", "X", "Y", "Z", "z"),
    *("XG", "XSG", "h", "b", "l", "a", "D_{25}", "R[25]", "D(25)", "R_{eff}", "$R_{25}$", "ε_D", "FoV"),
)


@pytest.mark.parametrize("name", NO_VELOCITIES)
def test_a_letter_beside_a_qualifier_is_no_velocity(name: str) -> None:
    for decoy in (name, f"{name} (km/s)"):
        with pytest.raises(ValueError, match=r"it is not clear which .* velocity .*as_dataset\(data, x='D', "):
            hw.as_dataset({"D": DISTANCE, decoy: VELOCITY, "z": REDSHIFT})
        table = {"D": DISTANCE, decoy: OTHER, "V": VELOCITY}
        assert hw.as_dataset(table).note == "distance: 'D', velocity: 'V'"


@pytest.mark.parametrize("name", NO_DISTANCES)
def test_a_letter_beside_a_qualifier_is_no_distance(name: str) -> None:
    for decoy in (name, f"{name} (Mpc)", f"{name} (kpc)"):
        with pytest.raises(ValueError, match=r"column.*(?:as_dataset\(data, .*y='cz'|rename it to 'distance)"):
            hw.as_dataset({decoy: DISTANCE, "cz": VELOCITY})


@pytest.mark.parametrize("name", ["R (pc)", "d (m)", "D (mm)"])
def test_a_letter_with_a_small_unit_is_no_distance(name: str) -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds the distance"):
        hw.as_dataset({name: DISTANCE, "cz": VELOCITY})


@pytest.mark.parametrize(
    "name",
    [
        *("D", "d", "R", "D_L", "DL", "$D_{L}$", "D_lum", "d_lum", "D_TRGB", "DTRGB", "D_{\\rm TRGB}", "d_gal", ""),
        *("x = D", "Dist. (1)", "Etäisyys", "Uzaklık", "How far", "Average of D", "Entf.", "D†", "المسافة"),
    ],
)
def test_other_names_of_distances_stay(name: str) -> None:
    assert slope_of({f"{name} (Mpc)".strip(): DISTANCE, "cz": VELOCITY}) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize(
    "name",
    [
        *("v", "V", "cz", "c z", "Vhel", "Vcmb", "Vgsr", "Vlg", "Vsys", "v3k", "V3K", "V_hel", "V_LG", "V_CMB", "V_r"),
        *("Vr", "$v_{\\rm hel}$", "V_⊙", "$V_{\\odot}$", "Vit.", "VELO", "HV", "y = V", "v = c*z", "v from redshift"),
        *("Nopeus", "Hız", "Rychlost", "How fast", ""),
    ],
)
def test_other_names_of_velocities_stay(name: str) -> None:
    assert slope_of({"Dist": DISTANCE, f"{name} (km/s)".strip(): VELOCITY}) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize(
    "names",
    [
        *("u'|g'|r'|i'|z'", "u*|g*|r*|i*", "Bmag|R", "mag_g|r", "g (mag)|r", "r|i", "mag|r", "(B-V)|R", "g(AB)|r"),
        *("g_AB|r", "psfMag_g|r", "BT|R", "B_T|R", "mB|R", "Ks|R", "Mr|r", "E(B-V)|R", "E (B-V)|R", "g [mag]|r"),
    ],
)
def test_a_band_is_no_distance_however_the_others_are_spelt(names: str) -> None:
    magnitudes = [10.1, 11.9, 13.2]
    with pytest.raises(ValueError, match="it is not clear which column holds the distance"):
        hw.as_dataset(dict.fromkeys(names.split("|"), magnitudes) | {"cz": VELOCITY})
    decoys = dict.fromkeys(names.split("|"), magnitudes)
    assert hw.as_dataset(decoys | {"D": DISTANCE, "cz": VELOCITY}).note.startswith("distance: 'D', velocity: 'cz'")


@pytest.mark.parametrize(
    "names",
    [
        *("Bmag|V", "BT|V", "(B-V)|V", "(B-V)_0|V", "EBV|V", "E_BV|V", "Mv|V", "MV|V", "Av|V", "A_V|V", "mag|V"),
        *("vx|vy|v", "v_x|v_y|v"),
    ],
)
def test_a_band_or_a_sum_of_components_is_no_velocity(names: str) -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds the velocity"):
        hw.as_dataset(dict.fromkeys(names.split("|"), OTHER) | {"D": DISTANCE})
    assert slope_of(dict.fromkeys(names.split("|"), OTHER) | {"D": DISTANCE, "V (km/s)": VELOCITY}) > 69


@pytest.mark.parametrize("others", ["mu", "mag", "m", "M", "z", "x|y", "e_v", "ra|dec"])
def test_letters_that_stay_distances_and_velocities(others: str) -> None:
    table = dict.fromkeys(others.split("|"), OTHER) | {"d": DISTANCE, "v": VELOCITY}
    assert slope_of(table) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize(
    "name",
    [
        *("Distance Points", "No. of distances", "Distance year", "dist_to_M31", "Distance to M 31 (Mpc)", "dist src"),
        *("Distance to Virgo (Mpc)", "Distance to NGC 4472 (Mpc)", "distance span (Mpc)"),
    ],
)
def test_what_is_said_about_distances_is_none(name: str) -> None:
    table = {name: DISTANCE, "cz": VELOCITY}
    with pytest.raises(ValueError, match="it is not clear which column holds the distance"):
        hw.as_dataset(table)
    assert hw.as_dataset(table | {"D": DISTANCE}).note.startswith("distance: 'D'")


@pytest.mark.parametrize("name", ["Velocity amplitude (km/s)", "velocity span", "Vel year", "No. of velocities"])
def test_what_is_said_about_velocities_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds the velocity"):
        hw.as_dataset({"D": DISTANCE, name: VELOCITY})


@pytest.mark.parametrize("name", ["Distance to galaxy (Mpc)", "Distance to host", "distance (light years)"])
def test_what_a_distance_leads_to_is_no_harm(name: str) -> None:
    assert hw.as_dataset({name: DISTANCE, "cz": VELOCITY}).note.startswith(f"distance: {name!r}")


@pytest.mark.parametrize(
    "name",
    ["Distance / kpc", "Distance.kpc", "R..kpc.", "D,kpc", "dist_kpc", "D{kpc}", "rkpc", "Distance-kpc", "D - kpc"],
)
@pytest.mark.parametrize("ending", ["velocity", "Velocity (KM/S)", "v km·s^-1", "v / km s^-1", "vkms", "Vel..km.s.1."])
def test_units_of_distances_in_any_spelling(name: str, ending: str) -> None:
    assert slope_of({name: KPC, ending: VELOCITY}) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize(
    "name",
    [
        *("v / m s^-1", "velocity_ms", "v (m s⁻¹)", "velocity [m/s]", "Vel..m.s.1.", "v/(m/s)", "speed in m/s"),
        *("velocity-m/s", "V - m/s", "v - m s-1", "cz – m/s"),
        *("velocity_m_per_s", "v (m s^{-1})", "velocity (meters per second)", "v (M/S)", "vitesse (m/s)", "v (ms^-1)"),
    ],
)
def test_units_of_velocities_in_any_spelling(name: str) -> None:
    assert slope_of({"distance": DISTANCE, name: METERS}) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "megaparsecs"),
    [
        ("Distance (Mega parsecs)", 1.0),
        ("Distance (MPC)", 1.0),
        ("Distance ($10^3$ kpc)", 1.0),
        ("D (Mpc, TRGB)", 1.0),
        ("Entfernung (Millionen Lichtjahre)", 0.306601),
        ("Distance (millions d'années-lumière)", 0.306601),
        ("Distancia (millones de años luz)", 0.306601),
        ("Distanza (milioni di anni luce)", 0.306601),
        ("Distância (milhões de anos-luz)", 0.306601),
        ("million_light_years", 0.306601),
        ("Entfernung (Mio. Lichtjahre)", 0.306601),
        ("Entfernung (Millionen Lj)", 0.306601),
        ("Distance (M ly)", 0.306601),
        ("Distance (×10^3 kpc)", 1.0),
    ],
)
def test_units_in_words(name: str, megaparsecs: float) -> None:
    distance = hw.as_dataset({name: DISTANCE, "v": VELOCITY}).distance
    np.testing.assert_allclose(distance, np.array(DISTANCE) * megaparsecs, rtol=1e-5)


@pytest.mark.parametrize(
    "name",
    [
        *("Distance (furlong)", "Distance (Mpx)", "Distance (Megaparsek)", "Distance..10.3.kpc.", "D (10^x kpc)"),
        *("Distance (Mpc/h)", "Distance (h^-1 Mpc)", "d_mpc_h", "D (Mpc h-1)", "distance_parsek", "distance_cmpc"),
    ],
)
def test_what_looks_like_a_unit_is_never_dropped(name: str) -> None:
    for columns in ({}, {"x": name, "y": "v"}):
        with pytest.raises(
            ValueError,
            match=r"not a known unit; it must have a unit that converts to Mpc|no column's name or unit says so",
        ):
            hw.as_dataset({name: DISTANCE, "v": VELOCITY}, **columns)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Vhelios (LEDA)", "Velocity (CMB)", "V (TF)", "v (v)", "Vel [NED/LEDA]"])
def test_brackets_without_a_unit_are_part_of_a_name_that_is_given(name: str) -> None:
    table = {"Dis": DISTANCE, name: VELOCITY}
    with pytest.raises(ValueError, match=r"not a known unit.* name it: as_dataset") as refused:
        hw.as_dataset(table)
    assert f"x='Dis', y={name!r}" in str(refused.value)
    assert slope_of(table, x="Dis", y=name) == pytest.approx(RIGHT, rel=1e-4)


def test_a_table_and_a_name_that_contradict_one_another() -> None:
    from astropy import units

    table = QTable({"dist (kpc)": KPC * units.Mpc, "v": VELOCITY * units.km / units.s})
    with pytest.raises(ValueError, match="is in 'Mpc' by its table, but in 'kpc' by its name"):
        hw.as_dataset(table)


@pytest.mark.parametrize(
    ("columns", "call"),
    [
        ({"y": "redshift"}, "as_dataset(data, x='distance', redshift='redshift')"),
        ({"x": "distance", "y": "zcmb"}, "as_dataset(data, x='distance', redshift='zcmb')"),
        ({"x": "mu", "redshift": "redshift"}, "as_dataset(data, modulus='mu', redshift='redshift')"),
        ({"x": "DM", "y": "zcmb"}, "modulus='DM'"),
        ({"x": "zcmb"}, "as_dataset(data, x='distance', redshift='zcmb')"),
        ({"x": "zcmb", "y": "mu"}, "as_dataset(data, modulus='mu', redshift='zcmb')"),
        ({"x": "distance", "y": "mu"}, "x='distance', redshift='zcmb'"),
    ],
)
def test_a_redshift_is_no_velocity_and_a_modulus_no_distance(columns: dict[str, str], call: str) -> None:
    table = dict.fromkeys(("distance", "redshift", "zcmb", "mu", "DM"), OTHER)
    words = r"by its name, column '.+' holds (redshifts|distance moduli), not (velocities|distances)"
    with pytest.raises(ValueError, match=words) as refused:
        hw.as_dataset(table, **columns)  # type: ignore[arg-type]
    assert call in str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "距離指数",
            "距离模数",
            "거리지수",
            "D.M.",
            "DMsnIa",
            "tmod",
            "mubar",
            "μ₀",
            "mM",
            "avståndsmodul",
            "muTF",
            "modTF",
        ),
        *("muHD", "muSN", "muSBF", "muobs", "muav", "muo", "dm0", "CephMod", "mod_dist", "ModDist", "distance_mag"),
    ],
)
def test_other_names_of_moduli(name: str) -> None:
    table = {name: [30.0, 31.5051, 33.0103], "cz": VELOCITY}
    with pytest.raises(ValueError, match="column") as refused:
        hw.as_dataset(table)
    assert f"as_dataset(data, modulus={name!r}, y='cz')" in str(refused.value)
    with pytest.raises(ValueError, match="holds distance moduli, not distances"):
        hw.as_dataset(table, x=name)
    assert slope_of(table, modulus=name) == pytest.approx(RIGHT, rel=1e-4)


@pytest.mark.parametrize("name", ["e_muTF", "D_M", "dm15", "DM_err", "mode", "pm_mu"])
def test_what_only_resembles_a_modulus(name: str) -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds the distance") as refused:
        hw.as_dataset({name: OTHER, "other": OTHER, "cz": VELOCITY})
    assert "modulus=" not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["z1", "z_group", "z value", "galaxy_z", "적색편이", "décalage spectral", "rödförskjutning"]
)
def test_other_names_of_redshifts(name: str) -> None:
    table = {"D": DISTANCE, name: REDSHIFT}
    with pytest.raises(ValueError, match="column") as refused:
        hw.as_dataset(table)
    assert f"as_dataset(data, x='D', redshift={name!r})" in str(refused.value)
    with pytest.raises(ValueError, match="holds redshifts, not velocities"):
        hw.as_dataset(table, y=name)


def test_a_file_without_a_header_says_what_was_taken() -> None:
    data = hw.as_dataset(parse_table("30.0,700\n31.5,1500\n33.0,2800\n"))
    assert data.note == "no header: column 1 as distance in Mpc, column 2 as velocity in km/s"
    named = hw.as_dataset(parse_table("A 30.0 700\nB 31.5 1500\nC 33.0 2800\n"))
    assert named.note == "no header: column 2 as distance in Mpc, column 3 as velocity in km/s"


def luminosity_distances(z: Any) -> Any:
    """Distances in Mpc of a flat universe with 30 % matter and 70 km/s/Mpc, by quadrature."""
    grid = np.linspace(0, 1, 4001)
    steps = [np.trapezoid(1 / np.sqrt(0.3 * (1 + grid * each) ** 3 + 0.7), grid * each) for each in z]
    return 299792.458 / 70 * (1 + np.asarray(z)) * np.array(steps)


def test_moduli_and_redshifts() -> None:
    z = np.linspace(0.01, 0.15, 60)
    table = {"zHD": z, "MU": 5 * np.log10(luminosity_distances(z)) + 25}
    linear = hw.as_dataset(table, modulus="MU", redshift="zHD")
    np.testing.assert_allclose(linear.distance, luminosity_distances(z), rtol=1e-12)
    assert linear.note.startswith("distance = 10^((μ - 25)/5) Mpc with μ = 'MU'; velocity = c × zHD; c z leaves out")
    assert "10 % of the velocity at z = 0.15; expansion='kinematic' includes it" in linear.note
    assert hw.polyfit(linear).slope < 65
    kinematic = hw.as_dataset(table, modulus="MU", redshift="zHD", expansion="kinematic")
    assert hw.polyfit(kinematic).slope == pytest.approx(70, abs=0.2)
    assert "which assume a flat universe with 30 % matter" in kinematic.note
    near = {name: column[z < 0.02] for name, column in table.items()}
    assert "leaves out" not in hw.as_dataset(near, modulus="MU", redshift="zHD").note
    assert slope_of(table, modulus="MU", redshift="zHD", expansion="linear") == hw.polyfit(linear).slope


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"x": "d", "modulus": "MU"}, r"either distances \(x='d'\) or moduli \(modulus='MU'\), not both"),
        ({"modulus": "MU", "expansion": "kinematic"}, "expansion='kinematic' says how redshifts become velocities"),
        (
            {"redshift": "z", "expansion": "kinetic"},
            "must be one of 'linear', 'kinematic', got 'kinetic'. Did you mean",
        ),
        ({"modulus": "mu"}, "no column 'mu'. Did you mean 'MU'"),
        ({"modulus": "MU", "redshift": "MU"}, "modulus and redshift name the same column"),
        (
            {"modulus": "MU", "x_label": "a"},
            "modulus='MU' gives distances of galaxies, but these data have their own labels",
        ),
        ({"modulus": "d (Mpc)"}, "column 'd .Mpc.' is in 'Mpc', which does not convert to mag"),
    ],
)
def test_keywords_that_do_not_go_together(columns: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hw.as_dataset(dict.fromkeys(("d", "d (Mpc)", "MU", "z", "v"), OTHER), **columns)  # type: ignore[arg-type]


LEFT_OUT = "distance: 'distance', velocity: 'velocity'; 3 of 5 rows; left out"
MISSING = [
    (
        [10, 20, -999, 40, 30],
        [700, 1500, 2100, 2800, -9999],
        "1 with a distance not above 0, 1 with a velocity of -9999",
    ),
    (
        [10, 20, 0, 40, 30],
        [700, 1500, 2100, 2800, -999.99],
        "1 with a distance not above 0, 1 with a velocity of -999.99",
    ),
    ([10, 20, 99.99, 40, 99.99], [700, 1500, 21, 2800, 22], "2 with a distance of 99.99"),
    ([10, 20, 30, 40, 30], [700, 1500, -99, 2800, -99], "2 with a velocity of -99"),
    ([10, 20, 30, 40, 30], [700, 1500, 99.99, 2800, 99.99], "2 with a velocity of 99.99"),
    ([10, 20, -1.0, 40, -5.5], [700, 1500, 99.99, 2800, 3], "2 with a distance not above 0"),
]


@pytest.mark.parametrize(("distance", "velocity", "why"), MISSING)
def test_what_stands_for_no_number_is_left_out_and_counted(
    distance: list[float], velocity: list[float], why: str
) -> None:
    table = {"distance": [float(each) for each in distance], "velocity": [float(each) for each in velocity]}
    for make in (dict, pd.DataFrame, pl.LazyFrame, lambda columns: pd.DataFrame(columns).astype("float32")):
        data = hw.as_dataset(make(table))
        assert hw.polyfit(data).slope == pytest.approx(RIGHT, rel=1e-4)
        assert data.note.startswith(LEFT_OUT)
        assert data.note.endswith(f"({why})")
    with pytest.raises(ValueError, match=r"of 2 rows 1 have both a distance .*1 of 2 rows left out: .*with a"):
        hw.as_dataset({"distance": [10, distance[2]], "velocity": [700, -9999]})
    kept = hw.as_dataset(table, x="distance", y="velocity", x_label="Hours", y_label="Marks")
    assert len(kept) == 5


def test_one_number_that_may_stand_for_none_stays() -> None:
    table = {"distance": [0.78, 3.6, 9.99, 20.0], "velocity": [-300.0, -99.0, 999.0, -9.0]}
    assert len(hw.as_dataset(table)) == 4
    whole = {"distance": np.arange(1.0, 201), "velocity": np.repeat(np.arange(950.0, 1050), 2)}
    assert len(hw.as_dataset(whole)) == 200  # 999 comes twice, as 998 and 1000 do


@pytest.mark.parametrize("engine", ["Polars", "DuckDB"])
def test_what_stands_for_no_number_in_an_engine(engine: str) -> None:
    random = np.random.default_rng(5)
    distance = random.uniform(1, 100, 25_000)
    velocity = 70 * distance + random.normal(0, 50, distance.size)
    good = hw.polyfit((distance[12:], velocity[12:])).slope
    distance[:6] = [-1, 0, -999, -9.99, 99.99, 99.99]
    velocity[6:12] = [-999, -9999, -999.9, 99.99, 99.99, 99.99]
    frame = pd.DataFrame({"distance": distance, "velocity": velocity})
    table = pl.from_pandas(frame).lazy() if engine == "Polars" else duckdb.from_df(frame)
    data = hw.as_dataset(table)
    assert len(data) == 24_988
    assert hw.polyfit(data).slope == pytest.approx(good, rel=1e-9)
    assert data.note.endswith(
        "24,988 of 25,000 rows; left out: 6 no velocity, 6 no distance (6 with a distance not above 0 or of 99.99, "
        "6 with a velocity of -999, -9999 or 99.99)"
    )
    in_memory = hw.as_dataset(frame)
    assert len(in_memory) == len(data)
    assert (data.extent.distance, data.extent.velocity) == (in_memory.extent.distance, in_memory.extent.velocity)


@pytest.mark.parametrize("engine", ["Polars", "DuckDB"])
@pytest.mark.parametrize("expansion", ["linear", "kinematic"])
def test_moduli_and_redshifts_in_an_engine(engine: str, expansion: str) -> None:
    z = np.linspace(0.01, 0.15, 25_000)
    frame = pd.DataFrame({"z": z, "mu": 5 * np.log10(luminosity_distances(z[::250]).repeat(250)) + 25})
    frame.loc[5, "mu"], frame.loc[7, "z"] = -9, -999
    table = pl.from_pandas(frame).lazy() if engine == "Polars" else duckdb.from_df(frame)
    data, here = (hw.as_dataset(each, modulus="mu", redshift="z", expansion=expansion) for each in (table, frame))
    assert hw.polyfit(data).slope == pytest.approx(hw.polyfit(here).slope, rel=1e-10)
    assert data.note == here.note
    assert data.note.endswith("(1 with a distance modulus not above 0, 1 with a redshift not above -1)")


@pytest.mark.parametrize(
    ("distance", "velocity", "words"),
    [
        (KPC, VELOCITY, "slope of 0.0693 km/s/Mpc.* about 1000 times too small: are the distances in kpc?"),
        (DISTANCE, METERS, "about 1000 times too large: are the velocities in m/s?"),
        (VELOCITY, DISTANCE, "Are distances and velocities swapped?"),
        (DISTANCE, VELOCITY[::-1], r"The exact fit falls \(-65.7 km/s/Mpc\)"),
        (DISTANCE, [0.0023, 0.005, 0.0093], r"about 299792 times too small: are these redshifts"),
    ],
)
def test_a_slope_that_no_universe_has_comes_with_a_warning(
    distance: list[float], velocity: list[float], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {"distance": distance, "velocity": velocity}
    fit = hw.polyfit(table)
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(fit.warning)
    explorer = hw.RegressionExplorer(table, iterations=3)
    try:
        warning = explorer.result.to_dict()["data"]["warning"]
        assert warning.lower().startswith(fit.warning.lower())
        assert f"Warning: {warning}" in repr(explorer)
        assert "Warning: " in explorer._view.controls.title.value
    finally:
        explorer.close()
    assert hw.polyfit(table, x_label="a", y_label="b").warning == ""


def test_a_distance_that_no_galaxy_has_comes_with_a_warning_where_somebody_gives_it() -> None:
    explorer = hw.RegressionExplorer(hw.Dataset(distance=[-1, 2, 4], velocity=[-70, 140, 300]), iterations=3)
    try:
        assert "Warning: The nearest distance is -1 Mpc, and no galaxy is there." in repr(explorer)
    finally:
        explorer.close()
    assert hw.polyfit("hubble_1929").warning == ""


NAMES = (
    *("Galaxy name", "galaxy_name", "Supernova", "SN", "CID", "objname", "host", "nebula", "Galaxie", "Nombre"),
    *("main_id", "Object Name", "NAME", "target_name", "SimbadName", "Galaxy Name (NED)"),
)


@pytest.mark.parametrize("column", NAMES)
def test_the_names_of_galaxies(column: str) -> None:
    data = hw.as_dataset({column: ["A", "B", "C"], "Distance (Mpc)": DISTANCE, "Velocity (km/s)": VELOCITY})
    assert data.names == ("A", "B", "C")


def test_names_that_come_again() -> None:
    table = {"name": ["A", "B", "A"], "d": DISTANCE, "v": VELOCITY}
    assert hw.as_dataset(table).names == ("A", "B", "A (2)")
    assert hw.as_dataset(table, names="name").names == ("A", "B", "A (2)")
    assert hw.as_dataset({**table, "SN": ["x", "y", "z"]}).names == ("x", "y", "z")
    assert distinct(["A", "A", "A (2)", "A"]) == ["A", "A (3)", "A (2)", "A (4)"]


def test_an_index_of_names() -> None:
    frame = pd.DataFrame({"d": DISTANCE, "v": VELOCITY}, index=["A", "B", "C"])
    assert hw.as_dataset(frame).names == ("A", "B", "C")
    assert hw.as_dataset(frame.rename_axis("Galaxie Nr.")).names == ("A", "B", "C")
    assert hw.as_dataset(frame.reset_index(drop=True)).names == ("galaxy 1", "galaxy 2", "galaxy 3")
    assert hw.as_dataset(frame, x_label="a", x="d", y="v").names == ("A", "B", "C")


@pytest.mark.parametrize(
    "make",
    [
        lambda frame: frame,
        lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
        lambda frame: pa.table([pa.array(column) for column in frame.T.values.tolist()], names=[*frame.columns]),
    ],
    ids=["pandas", "pandas with PyArrow", "PyArrow"],
)
def test_a_duplicate_that_nobody_uses_is_no_error(make: Any) -> None:
    rows = [["A", 10.0, 700.0, 1, 2], ["B", 20.0, 1500.0, 3, 4], ["C", 40.0, 2800.0, 5, 6]]
    frame = make(pd.DataFrame(rows, columns=["name", "distance", "velocity", "note", "note"]))
    assert slope_of(frame) == pytest.approx(RIGHT, rel=1e-4)
    assert hw.as_dataset(frame).names == ("A", "B", "C")
    with pytest.raises(ValueError, match=r"must have different names.* 'note'"):
        hw.as_dataset(frame, x="note")


def test_nor_is_it_in_duckdb_which_may_call_two_columns_alike() -> None:
    query = "SELECT i + 1 AS distance, 70 * i + 1 AS velocity, i AS note, 2 * i AS note FROM range(3) rows(i)"
    assert slope_of(duckdb.connect().sql(query)) == pytest.approx(70)
    with pytest.raises(ValueError, match=r"must have different names.* 'distance'"):
        hw.as_dataset(duckdb.connect().sql(query.replace("AS note FROM", "AS distance FROM")))


@pytest.mark.parametrize(
    "header",
    [
        "галактика,Расстояние (Мпк),Скорость (км/с)",
        "銀河,距離(Mpc),後退速度(km/s)",
        "星系,距离（百万秒差距）,退行速度（公里/秒）",
        "星系,距离,速度",
        "имя,расстояние,скорость",
    ],
)
def test_words_and_units_in_other_letters(header: str) -> None:
    distance, velocity = header.split(",")[1:]
    data = hw.as_dataset(pd.DataFrame({distance: [10.0, 20.0, 40.0], velocity: [700.0, 1500.0, 2800.0]}))
    assert hw.polyfit(data).slope == pytest.approx(69.2857, abs=1e-3)


@pytest.mark.parametrize("name", ["Расстояние (кпк)", "距离（千秒差距）"])
def test_kiloparsecs_in_other_letters(name: str) -> None:
    data = hw.as_dataset(pd.DataFrame({name: [10_000.0, 20_000.0, 40_000.0], "cz": [700.0, 1500.0, 2800.0]}))
    assert data.distance.tolist() == pytest.approx([10.0, 20.0, 40.0])
