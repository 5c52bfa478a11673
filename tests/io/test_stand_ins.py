"""Numbers and rows that stand for none, wherever in a table they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import hubble_widget as hw


@pytest.mark.parametrize("rows", [60_000, 150_000, 400_000])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("column", "stand_in"), [("velocity", -99.0), ("distance", 99.99)])
def test_stand_ins_are_found_among_many_rows_wherever_they_are(
    rows: int, first: int, column: str, stand_in: float
) -> None:
    distance = np.random.default_rng(7).uniform(1.0, 95.0, rows)
    table = pd.DataFrame({"distance": distance, "velocity": 70.0 * distance})
    step = max(3, rows // 100_000)  # a stride over the rows would meet none of them, or all
    table.loc[first : first + 3000 * step - 1 : step, column] = stand_in
    data = hw.as_dataset(table)
    assert "3,000" in data.note
    assert hw.polyfit(data).slope == pytest.approx(70.0)


@pytest.mark.parametrize("stand_in", [-99.0, -1.0, 9999.0, 999999.0])
@pytest.mark.parametrize("times", [1, 30_000])
@pytest.mark.parametrize("make", [pd.DataFrame, pl.LazyFrame])
def test_a_velocity_of_nines_that_comes_again_is_none(make: type, times: int, stand_in: float) -> None:
    velocity = [700.0, 1500.0, 2800.0, stand_in, stand_in]
    data = hw.as_dataset(make({"distance": [10.0, 20.0, 40.0, 30.0, 31.0] * times, "velocity": velocity * times}))
    assert f"left out: no velocity ({2 * times:,} with a velocity of " in data.note
    assert data.note.endswith(f" {stand_in:g})")
    assert hw.polyfit(data).slope == pytest.approx(69.2857, abs=1e-3)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.LazyFrame])
def test_a_redshift_of_0_that_comes_again_is_none(make: type) -> None:
    redshift = [0.0025, 0.005, 0.01, 0.0, 0.0]
    data = hw.as_dataset(make({"d": [10.0, 20.0, 40.0, 30.0, 31.0], "z": redshift}), x="d", redshift="z")
    assert "left out: no velocity (2 with" in data.note


@pytest.mark.parametrize("make", [pd.DataFrame, pl.LazyFrame])
@pytest.mark.parametrize("fill", [-32768.0, -2147483648.0, -1e20])
def test_no_galaxy_approaches_at_a_tenth_of_the_speed_of_light(make: type, fill: float) -> None:
    table = make({"distance": [10.0, 20.0, 40.0, 30.0], "velocity": [700.0, 1500.0, 2800.0, fill]})
    data = hw.as_dataset(table)
    assert data.note.endswith(f"left out: no velocity (1 with a velocity of {fill:g})")
    assert hw.polyfit(data).slope == pytest.approx(69.2857, abs=1e-3)


def test_how_fast_that_is_depends_on_the_unit() -> None:
    table = {"distance (Mpc)": [10.0, 20.0, 40.0, 0.4], "velocity (m/s)": [7e5, 15e5, 28e5, -40_000.0]}
    assert len(hw.as_dataset(table)) == 4


@pytest.mark.parametrize("cells", ["10 ± 1|20 ± 2|40 ± 4", "10±1.5|20|40+/-4", "10 +- 1|20 \\pm 2|40"])
def test_a_number_is_read_without_the_error_behind_it(cells: str) -> None:
    data = hw.as_dataset({"distance": cells.split("|"), "velocity": [700.0, 1500.0, 2800.0]})
    assert data.distance.tolist() == [10.0, 20.0, 40.0]


@pytest.mark.parametrize("minus", "-−–‐‑‒－")
def test_a_dash_before_a_number_is_a_minus(minus: str) -> None:
    data = hw.as_dataset({"distance": [0.78, 10.0, 20.0], "velocity": [f"{minus}300", "700", f"1.5e{minus}3"]})
    assert data.velocity.tolist() == [-300.0, 700.0, 0.0015]


@pytest.mark.parametrize("cell", ["± 1", "10 ±", "10 ± x", "10-12", "10–12", "[10]", "3x10", "10a"])
def test_what_is_no_number_with_an_error_is_refused(cell: str) -> None:
    with pytest.raises(TypeError, match="it must hold numbers"):
        hw.as_dataset({"distance": [cell, "20", "40", "50"], "velocity": [700.0, 1500.0, 2800.0, 3000.0]})


def test_velocities_of_0_stay() -> None:
    """Rounded ones come again by chance."""
    data = hw.as_dataset({"distance": [0.5, 0.6, 10.0, 20.0], "velocity": [0.0, 0.0, 700.0, 1500.0]})
    assert len(data) == 4


@pytest.mark.parametrize(
    "word",
    [
        *(
            "Mean",
            "Average:",
            "TOTAL",
            "sum",
            "median",
            "Mean value",
            "Weighted mean",
            "Mean of all galaxies",
            "St. Dev.",
        ),
        *(
            "RMS scatter",
            "Mittelwerte",
            "Valeur moyenne",
            "Media aritmética",
            "Среднее значение",
            "平均値",
            "Ø",
            "<v>",
            "n = 3",
        ),
    ],
)
@pytest.mark.parametrize("make", [pd.DataFrame, dict])
def test_a_last_row_of_a_mean_or_a_sum_is_no_galaxy(make: type, word: str) -> None:
    table = {"name": ["A", "B", "C", word], "d": [10.0, 20.0, 40.0, 23.3], "v": [700.0, 1500.0, 2800.0, 5000.0]}
    data = hw.as_dataset(make(table))
    assert len(data) == 3
    assert data.note.endswith(f"without the row {word!r}")
    assert list(data.names) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "rows",
    [
        {"Mean": 23.3, "Std dev": 12.5},
        {"Average (n=3)": 23.3},
        {"Min": 10.0, "Max": 40.0},
        {"Gesamt": 70.0},
        {"écart-type": 15.3},
        {"N": 3.0},
    ],
    ids=", ".join,
)
def test_no_last_row_of_several_that_sum_up_is_a_galaxy(rows: dict[str, float]) -> None:
    names, numbers = [*"ABC", *rows], [*rows.values()]
    data = hw.as_dataset({"name": names, "d": [10.0, 20.0, 40.0, *numbers], "v": [700.0, 1500.0, 2800.0, *numbers]})
    assert data.names == ("A", "B", "C")
    assert "without the row" in data.note
    assert repr([*rows][-1]) in data.note


@pytest.mark.parametrize(
    "names",
    [["Type 1", "Type 2", "Type 3"], ["All"] * 3, ["SD 1", "SD 2", "SD 3"], ["mean"] * 3, ["Min 1", "M 31", "Max"]],
)
def test_names_like_those_of_means_stay(names: list[str]) -> None:
    galaxies = hw.as_dataset({"type": names, "d": [10.0, 20.0, 40.0], "v": [700.0, 1500.0, 2800.0]})
    assert list(galaxies.distance)[:2] == [10.0, 20.0]


def test_an_empty_cell_of_pandas_is_no_mean() -> None:
    frame = pd.DataFrame({"d": [10.0, 20.0, 40.0], "v": [700.0, 1500.0, 2800.0], "near": [True, False, None]})
    assert len(hw.as_dataset(frame.astype({"near": "boolean"}))) == 3


def test_what_pandas_describes_below_the_galaxies_is_none_of_them() -> None:
    frame = pd.DataFrame({"d": [10.0, 20.0, 40.0], "v": [700.0, 1500.0, 2800.0]}, index=list("ABC"))
    assert list(hw.as_dataset(pd.concat([frame, frame.describe()])).distance) == [10.0, 20.0, 40.0]


def test_a_galaxy_with_the_name_of_a_letter_stays() -> None:
    table = {"name": ["L", "M", "N"], "d": [10.0, 20.0, 40.0], "v": [700.0, 1500.0, 2800.0]}
    assert hw.as_dataset(table).names == ("L", "M", "N")


@pytest.mark.parametrize("fill", [1e20, 1e30, 9.969209968386869e36, 32767.0, 2147483647.0])
@pytest.mark.parametrize("make", [pd.DataFrame, pl.LazyFrame])
def test_what_programs_fill_in_is_no_measurement(make: type, fill: float) -> None:
    columns = {"distance": [10.0, 20.0, 40.0, fill, fill], "velocity": [700.0, 1500.0, 2800.0, 900.0, fill]}
    data = hw.as_dataset(make(columns))
    assert "3 of 5 rows" in data.note
    assert hw.polyfit(data).slope == pytest.approx(69.2857, abs=1e-3)


def test_a_mean_above_the_galaxies_is_none_of_them() -> None:
    table = {
        "name": ["Mean", "A", "B", "C", "N"],
        "d": [23.3, 10.0, 20.0, 40.0, 3.0],
        "d_err": [0.0, 1.0, 2.0, 4.0, 0.0],
        "v": [1666.7, 700.0, 1500.0, 2800.0, 3.0],
    }
    galaxies = hw.as_dataset(table)
    assert galaxies.names == ("A", "B", "C")
    assert list(galaxies.velocity) == [700.0, 1500.0, 2800.0]
    assert list(galaxies.distance_error) == [1.0, 2.0, 4.0]
    assert "without the rows 'Mean', 'N'" in galaxies.note
    assert "left out" not in galaxies.note


def test_a_mean_between_galaxies_stays() -> None:
    table = {"name": ["A", "Mean", "B", "C"], "d": [10.0, 20.0, 30.0, 40.0], "v": [700.0, 1500.0, 2100.0, 2800.0]}
    assert len(hw.as_dataset(table)) == 4


@pytest.mark.parametrize(
    ("column", "stand_in"),
    [("velocity", "9999"), ("velocity", "-99"), ("velocity", "0"), ("velocity", "-1"), ("distance", "99.99")],
)
def test_a_single_number_that_may_be_a_stand_in_is_told(column: str, stand_in: str) -> None:
    table = {"distance": [10.0, 20.0, 40.0, 30.0], "velocity": [700.0, 1500.0, 2800.0, 2100.0]}
    table[column][3] = float(stand_in)
    assert f"{stand_in} in column {column!r} counts as a number" in hw.as_dataset(table).note


def test_other_numbers_and_long_tables_are_not_told() -> None:
    table = {"distance": [10.0, 20.0, 40.0, 0.78], "velocity": [700.0, 1500.0, 2800.0, -300.0]}
    assert "counts as" not in hw.as_dataset(table).note
    table["velocity"][3] = 9999.0
    assert "counts as" not in hw.as_dataset(table, x="distance", y="velocity", x_label="a", y_label="b").note
    table["velocity"][2] = 9999.0
    assert "counts as" not in hw.as_dataset(table).note
    many = np.linspace(1.0, 200.0, 1000)
    assert "counts as" not in hw.as_dataset({"distance": many, "velocity": [0.0, *70 * many[1:]]}).note
