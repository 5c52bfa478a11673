"""Columns whose names only begin like those of distances and velocities: none is taken for the quantity itself."""

from __future__ import annotations

import pandas as pd
import pytest

import hubble_widget as hw

DISTANCE, VELOCITY, OTHER = [10.0, 20.0, 40.0], [700.0, 1500.0, 2800.0], [3.1, 4.2, 5.3]
RIGHT = 69.2857

OF_DISTANCES = (
    *("Distance Precision", "distance accuracy", "distance tolerance", "distance deviation", "distance spread"),
    *("distance CI", "distance confidence", "dist_plus", "distance_rank", "sqrt distance", "exp distance", "dist_norm"),
    *("normalized distance", "zscore_distance", "distance percentile", "dist_16", "half-light distance", "dDistance"),
    *("distance from cluster", "Distance (Mpc)/10", "Distance/10 (Mpc)", "distance x10", "10*distance", "Δ distance"),
    *(
        "Abstand vom Zentrum",
        "distance au centre",
        "distancia al centro (kpc)",
        "distanza dal centro",
        "zenith distance",
    ),
    *("Odległość od centrum", "Afstand tot centrum", "distancia proyectada", "Distanz zum Nachbarn"),
    *("Avstånd från centrum (kpc)", "distância ao vizinho"),
    *(
        "Dist_hi",
        "dist_to_center",
        "Distance from M31 (kpc)",
        "box (Mpc)",
        "taille (kpc)",
        "radio (kpc)",
        "радиус (кпк)",
    ),
    *("ошибка расстояния", "модуль расстояния"),
)
OF_VELOCITIES = (
    *("ejecta velocity (km/s)", "expansion velocity (km/s)", "photospheric velocity", "shock velocity", "jet velocity"),
    *("sound speed", "tidal velocity", "peak velocity", "terminal velocity", "stellar velocity", "space velocity"),
    *("proper motion velocity", "virial velocity", "Velocity_pred", "velocity_fit", "fitted velocity", "dVelocity"),
    *("theoretical velocity", "relative velocity", "velocity/100", "vitesse maximale (km/s)", "vitesse du vent"),
    *("vitesse particulière (km/s)", "Windgeschwindigkeit", "Umlaufgeschwindigkeit (km/s)", "velocidad tangencial"),
    *(
        "v_x (km/s)",
        "U (km/s)",
        "W (km/s)",
        "v_esc (km/s)",
        "vt (km/s)",
        "v_out (km/s)",
        "linewidth (km/s)",
        "ms",
        "V/D",
    ),
    *("speed of light", "velocity source", "скорость вращения", "ошибка скорости", "Eigengeschwindigkeit"),
    *("velocità orbitale", "Prędkość obrotowa (km/s)", "velocidade circular"),
)


@pytest.mark.parametrize("derived", OF_DISTANCES)
@pytest.mark.parametrize("real", ["D", "distance"])
def test_a_derived_distance_beats_no_real_one_and_is_none_alone(real: str, derived: str) -> None:
    table = {derived: OTHER, real: DISTANCE, "cz": VELOCITY}
    assert hw.polyfit(table).slope == pytest.approx(RIGHT, abs=1e-3)
    with pytest.raises(ValueError, match="not clear which column holds the distance"):
        hw.as_dataset({derived: OTHER, "cz": VELOCITY})


@pytest.mark.parametrize("derived", OF_VELOCITIES)
@pytest.mark.parametrize("real", ["V", "velocity"])
def test_a_derived_velocity_beats_no_real_one_and_is_none_alone(real: str, derived: str) -> None:
    table = {"distance": DISTANCE, derived: OTHER, real: VELOCITY}
    assert hw.polyfit(table).slope == pytest.approx(RIGHT, abs=1e-3)
    with pytest.raises(ValueError, match="not clear which column holds the velocity"):
        hw.as_dataset({"distance": DISTANCE, derived: OTHER})


@pytest.mark.parametrize("beside", ["rvir", "M_vir", "Halo"])
def test_vvir_is_of_a_halo_beside_one_and_of_virgo_else(beside: str) -> None:
    assert hw.polyfit({"distance": DISTANCE, "Vvir": VELOCITY}).slope == pytest.approx(RIGHT, abs=1e-3)
    with pytest.raises(ValueError, match="not clear which column holds the velocity"):
        hw.as_dataset({beside: OTHER, "distance": DISTANCE, "Vvir": OTHER})


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("proper distance (Mpc)", "velocity relative to the CMB (km/s)"),
        ("light-travel distance", "Velocity (km/s, relative to LSR)"),
        ("distance from Earth (Mpc)", "relativistic velocity"),
        ("Distance / 10^6 pc", "cosmic expansion velocity"),
        ("dMpc", "Hubble expansion velocity"),
        ("dist_50", "velocity"),
    ],
)
def test_words_like_these_that_name_the_quantity_itself(x: str, y: str) -> None:
    assert hw.polyfit({x: DISTANCE, y: VELOCITY}).slope == pytest.approx(RIGHT, abs=1e-3)


def test_a_redshift_of_a_fit_is_still_no_velocity() -> None:
    with pytest.raises(ValueError, match="by its name, column 'redshift_fit' holds redshifts, not velocities"):
        hw.as_dataset({"distance": DISTANCE, "redshift_fit": [0.002, 0.005, 0.009]}, y="redshift_fit")


@pytest.mark.parametrize(
    ("x", "y", "call"),
    [
        ("Distance", "beta", "x='Distance', y='beta'"),
        ("s0", "velocity", "x='s0', y='velocity'"),
        ("distance", "expansion velocity", "x='distance', y='expansion velocity'"),
        ("Dist", "Red shift", "x='Dist', redshift='Red shift'"),
        ("Dist", "red-shift", "x='Dist', redshift='red-shift'"),
        ("Distance", "mass (kg)", "x='Distance', y='...'"),
    ],
)
def test_the_error_prints_the_call_where_one_column_is_left(x: str, y: str, call: str) -> None:
    with pytest.raises(ValueError, match="not clear") as error:
        hw.as_dataset({x: DISTANCE, y: VELOCITY})
    assert call in str(error.value)


def test_a_table_without_columns_is_called_so() -> None:
    with pytest.raises(ValueError, match="there are no columns; the table needs"):
        hw.as_dataset(pd.DataFrame())
