"""Whatever is handed in, by whatever library, becomes the same data set, or an error that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import torch
from astropy import units as u
from astropy.table import MaskedColumn, QTable, Table

import hubble_widget as hw
from hubble_widget.data.redshift import SPEED_OF_LIGHT

NAMES = ["A", "B", "C", "D"]
DISTANCE, VELOCITY = [1.0, 2.0, 3.0, 4.0], [70.0, 150.0, 190.0, 300.0]
COLUMNS: dict[str, list[Any]] = {"name": NAMES, "distance": DISTANCE, "velocity": VELOCITY}


def duck(columns: dict[str, list[Any]]) -> object:
    table = pa.table(columns)
    return duckdb.connect().from_arrow(table)


def masked(columns: dict[str, list[Any]]) -> Table:
    return Table(
        {
            name: MaskedColumn(values, mask=[v is None for v in values])
            if None not in values
            else MaskedColumn([0.0 if v is None else v for v in values], mask=[v is None for v in values])
            for name, values in columns.items()
        }
    )


MAKERS: dict[str, Callable[[dict[str, list[Any]]], object]] = {
    "dict": dict,
    "pandas": pd.DataFrame,
    "pandas, nullable": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "pandas, arrow": lambda columns: pd.DataFrame(columns).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "polars, lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": duck,
    "astropy": masked,
}


def test_a_data_set_and_the_name_of_one() -> None:
    data = hw.load_dataset("hubble_1929")
    assert hw.as_dataset(data) is data
    assert hw.as_dataset("hubble_1929") is data


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_tables_of_every_library(make: Callable[[dict[str, list[Any]]], object]) -> None:
    data = hw.as_dataset(make(COLUMNS))
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)
    assert data.names == tuple(NAMES)
    assert data.note == "distance: 'distance', velocity: 'velocity'"
    assert hw.polyfit(make(COLUMNS)) == hw.polyfit(data)
    assert hw.polyfit(make(COLUMNS), x="velocity", y="distance").slope == pytest.approx(
        np.polyfit(VELOCITY, DISTANCE, 1)[0]
    )
    descended = hw.gradient_descent(make(COLUMNS), iterations=10, x="distance", y="velocity")
    assert descended.slope == hw.gradient_descent(data, iterations=10).slope
    assert hw.train(make(COLUMNS), iterations=10).slope == hw.train(data, iterations=10).slope


@pytest.mark.parametrize("make", [each for name, each in MAKERS.items() if name != "dict"])
def test_rows_that_lack_a_number_are_left_out_and_counted(make: Callable[[dict[str, list[Any]]], object]) -> None:
    nan = float("nan")
    table = make(
        {
            "name": [*NAMES, "E", "F", "G"],
            "distance": [*DISTANCE, None, 6.0, nan],
            "velocity": [*VELOCITY, 400.0, None, None],
        }
    )
    data = hw.as_dataset(table)
    np.testing.assert_array_equal(data.distance, DISTANCE)
    assert data.names == tuple(NAMES)
    guessed = "distance: 'distance', velocity: 'velocity'; 4 of 7 rows"
    assert data.note == f"{guessed}; left out: 1 no velocity, 1 no distance, 1 neither"
    assert data.exclude("A").note == data.note


def test_one_reason_is_told_without_a_number_of_its_own() -> None:
    frame = pd.DataFrame({"d": np.arange(1.0, 1702.0), "v": np.arange(1.0, 1702.0)})
    frame.loc[[3, 77, 1000], "v"] = [np.nan, np.inf, -np.inf]
    excluded = "3 of 1,701 rows left out: no velocity"
    assert hw.as_dataset(frame).note == "distance: 'd', velocity: 'v'; 1,698 of 1,701 rows; left out: no velocity"
    assert hw.as_dataset(frame, x="d", y="v").note == excluded


def test_the_users_table_stays_as_it_is() -> None:
    frame = pd.DataFrame(COLUMNS)
    before = frame.copy(deep=True)
    data = hw.as_dataset(frame)
    pd.testing.assert_frame_equal(frame, before)
    frame.loc[0, "distance"] = 99.0
    assert data.distance[0] == 1.0


@pytest.mark.parametrize(
    "names",
    [
        ("Distance", "Velocity"),
        ("dist_mpc", "cz"),
        ("D [Mpc]", "v (km/s)"),
        ("r", "vel_km_s"),
        ("col1", "col2"),
        ("Entfernung_Mpc", "Geschwindigkeit_km_s"),
        ("Odległość", "Prędkość"),
    ],
)
def test_columns_are_guessed_from_their_names(names: tuple[str, str]) -> None:
    x, y = names
    data = hw.as_dataset({x: DISTANCE, y: VELOCITY})
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)


def test_columns_of_errors_are_not_taken_for_what_they_are_errors_of() -> None:
    data = hw.as_dataset({"distance_error": [9.0] * 4, "distance": DISTANCE, "v_err": [1.0] * 4, "v": VELOCITY})
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)


@pytest.mark.parametrize(
    ("names", "factors"),
    [
        (("distance_kpc", "v"), (1e-3, 1)),
        (("d (pc)", "v [m/s]"), (1e-6, 1e-3)),
        (("d_Gpc", "velocity m s-1"), (1e3, 1e-3)),
    ],
)
def test_units_in_names_are_converted(names: tuple[str, str], factors: tuple[float, float]) -> None:
    data = hw.as_dataset(pd.DataFrame({names[0]: DISTANCE, names[1]: VELOCITY}))
    np.testing.assert_allclose(data.distance, np.array(DISTANCE) * factors[0], rtol=1e-14)
    np.testing.assert_allclose(data.velocity, np.array(VELOCITY) * factors[1], rtol=1e-14)


@pytest.mark.parametrize("kind", [Table, QTable])
def test_units_of_astropy_are_converted(kind: type[Table]) -> None:
    table = kind({"distance": DISTANCE * u.kpc, "velocity": VELOCITY * u.m / u.s})
    data = hw.as_dataset(table)
    np.testing.assert_allclose(data.distance, np.array(DISTANCE) / 1000)
    np.testing.assert_allclose(data.velocity, np.array(VELOCITY) / 1000)
    wrong = kind({"distance": DISTANCE * u.s, "velocity": VELOCITY * u.m / u.s})
    with pytest.raises(ValueError, match=r"column 'distance' is in 's', which does not convert to Mpc"):
        hw.as_dataset(wrong)


def test_redshifts_only_when_asked_for() -> None:
    frame = pl.DataFrame({"z": [0.001, 0.002, 0.004], "d": [4.0, 8.5, 17.0]})
    with pytest.raises(ValueError, match=r"which column holds the velocity"):
        hw.as_dataset(frame)
    data = hw.as_dataset(frame, redshift="z")
    np.testing.assert_allclose(data.velocity, SPEED_OF_LIGHT * np.array([0.001, 0.002, 0.004]))
    assert data.note == "distance: 'd'; velocity = c × z"
    with pytest.raises(ValueError, match="not both"):
        hw.as_dataset(frame, redshift="z", y="d")


@pytest.mark.parametrize(
    "value",
    [
        (DISTANCE, VELOCITY),
        (np.array(DISTANCE) * u.Mpc, np.array(VELOCITY) * u.km / u.s),
        (torch.tensor(DISTANCE), torch.tensor(VELOCITY)),
        (pd.Series(DISTANCE), pl.Series(VELOCITY)),
        np.column_stack([DISTANCE, VELOCITY]),
        torch.tensor(list(zip(DISTANCE, VELOCITY, strict=True))),
        np.array(list(zip(DISTANCE, VELOCITY, strict=True)), dtype=[("distance", float), ("velocity", float)]),
        pd.DataFrame({0: DISTANCE, 1: VELOCITY}),
        {0: DISTANCE, 1: VELOCITY},
    ],
    ids=[
        "lists",
        "quantities",
        "tensors",
        "series",
        "array",
        "tensor",
        "structured array",
        "pandas without a header",
        "a mapping of numbers",
    ],
)
def test_columns_without_names(value: object) -> None:
    data = hw.as_dataset(value)
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)


@pytest.mark.parametrize(
    "velocity",
    [pl.Series(["70", "150", None], dtype=pl.Enum(["150", "70"])), pd.Categorical(["70", "150", None], ordered=True)],
)
def test_numbers_written_as_ordered_categories(velocity: Any) -> None:
    library = pl if isinstance(velocity, pl.Series) else pd
    data = hw.as_dataset(library.DataFrame({"distance": [1, 2, 3], "velocity": velocity}))
    np.testing.assert_array_equal(data.velocity, [70, 150])


def test_columns_of_a_mapping_are_called_as_they_are() -> None:
    data = hw.as_dataset({"": DISTANCE, "col0": VELOCITY}, x="", y="col0")
    np.testing.assert_array_equal(data.velocity, VELOCITY)
    with pytest.raises(ValueError, match="these columns make no table: two of them are called '1'"):
        hw.as_dataset({1: DISTANCE, "1": VELOCITY})


WRITERS: dict[str, Callable[[Path], object]] = {
    "galaxies.csv": lambda path: pd.DataFrame(COLUMNS).to_csv(path, index=False),
    "galaxies.csv.gz": lambda path: pd.DataFrame(COLUMNS).to_csv(path, index=False),
    "galaxies.tsv": lambda path: pd.DataFrame(COLUMNS).to_csv(path, index=False, sep="\t"),
    "semicolons.csv": lambda path: pd.DataFrame(COLUMNS).to_csv(path, index=False, sep=";"),
    "with an index.csv": lambda path: pd.DataFrame(COLUMNS).to_csv(path),
    "with an index.csv.gz": lambda path: pd.DataFrame(COLUMNS).to_csv(path),
    "blanks.txt": lambda path: pd.DataFrame(COLUMNS).to_csv(path, index=False, sep=" "),
    "galaxies.parquet": lambda path: pd.DataFrame(COLUMNS).to_parquet(path),
    "galaxies.ecsv": lambda path: QTable(COLUMNS, units={"distance": "Mpc", "velocity": "km/s"}).write(path),
    "galaxies.vot": lambda path: Table(COLUMNS).write(path, format="votable"),
    "galaxies.fits": lambda path: Table(COLUMNS).write(path),
    "galaxies.fits.gz": lambda path: Table(COLUMNS).write(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    for given in (path, str(path)):
        data = hw.as_dataset(given)
        np.testing.assert_array_equal(data.distance, DISTANCE)
        np.testing.assert_array_equal(data.velocity, VELOCITY)
        assert data.names == tuple(NAMES)
        assert data.title == name.partition(".")[0]


def test_what_is_missing_in_a_file_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("# a comment\nid,distance,velocity\n1,1,70\n2,,140\n3,3,NA\n4,4,nan\n5,5,--\n6,6,333\n7,,\n")
    data = hw.as_dataset(path)
    np.testing.assert_array_equal(data.distance, [1, 6])
    assert data.names == ("1", "6")
    assert data.note.endswith("; 2 of 7 rows; left out: 3 no velocity, 1 no distance, 1 neither")


@pytest.mark.parametrize(
    ("value", "columns", "error", "words"),
    [
        ("no_such.csv", {}, ValueError, "there is no file 'no_such.csv'"),
        ("some/where", {}, ValueError, "there is no file"),
        ("key_projekt", {}, ValueError, "Did you mean 'key_project'"),
        ("x" * 300 + ".csv", {}, ValueError, "there is no file"),
        ("nul\0.csv", {}, ValueError, "there is no file"),
        ({"a": [1, 2], "b": [3, 4]}, {}, ValueError, r"which column holds the distance \(Mpc\).* 'a', 'b'; name two"),
        ({"distance": [1, 2], "dist": [1, 2], "v": [3, 4]}, {}, ValueError, "could be 'distance', 'dist'"),
        (COLUMNS, {"x": "distanz"}, ValueError, "no column 'distanz'. Did you mean 'distance'"),
        (COLUMNS, {"x": 3}, TypeError, "x must be the name of a column, got 3"),
        (
            COLUMNS,
            {"x": "name", "y": "velocity"},
            TypeError,
            "column 'name' holds text: 'A' in row 1; it must hold numbers",
        ),
        ({"d": [1, 2], "v": [True, False]}, {"y": "v"}, TypeError, "column 'v' must hold real numbers, got bool"),
        ({"d": [1.0, np.nan], "v": [1.0, 2.0]}, {}, ValueError, "of 2 rows 1 have both a distance"),
        ({"d": [], "v": []}, {"x": "d", "y": "v"}, ValueError, "of 0 rows 0 have"),
        ({"d": [1, 2, 3], "v": [1, 2]}, {}, ValueError, "these columns make no table"),
        ("key_project", {"x": "d"}, TypeError, "x names a column of a table, but data is str"),
        ([1.0, 2.0], {}, TypeError, "got list; make one by Dataset"),
        (np.zeros((3, 3)), {}, TypeError, r"got ndarray of shape \(3, 3\)"),
        (None, {}, TypeError, "got NoneType"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    value: object, columns: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        hw.as_dataset(value, **columns)


@pytest.mark.parametrize("suffix", ["csv", "ecsv", "vot", "fits", "parquet", "csv.gz"])
def test_a_broken_file_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"broken.{suffix}"
    path.write_bytes(b"\x00\xff\x00 no table at all \x1f")
    with pytest.raises(ValueError, match=r"'broken\."):
        hw.as_dataset(path)


def test_a_file_with_any_ending_is_read_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "galaxies.prn"
    path.write_text("name distance velocity\nA 10 700\nB 20 1500\nC 40 2800\n")
    assert hw.polyfit(str(path)).slope == pytest.approx(69.2857, rel=1e-4)
    path.write_text("")
    with pytest.raises(ValueError, match="could not be read as text: there are no rows"):
        hw.as_dataset(path)
