"""Tables and arrays that are nearly right: what can be meant by them is taken, all else refused in words that help."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import torch
from astropy import units as u
from astropy.io import fits, votable
from astropy.table import Table

import hubble_widget as hw
from hubble_widget.io.files import MAX_PARTS
from hubble_widget.io.tables import as_table

DISTANCE, VELOCITY = [1.0, 2.0, 4.0], [70.0, 150.0, 290.0]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table, dict, Table])
def test_one_cell_that_is_no_number_is_named_not_the_column_denied(make: Any) -> None:
    table = make({"d": DISTANCE, "velocity": ["70", "14O", "290"], "v_err": [1.0, 1.0, 1.0]})
    with pytest.raises(TypeError, match="column 'velocity' holds text: '14O' in row 2; it must hold numbers"):
        hw.as_dataset(table)
    fine = make({"d": DISTANCE, "velocity": ["70", " 150", "N/A"], "name": ["A", "B", "C"]})
    assert hw.as_dataset(fine).note.endswith("2 of 3 rows; left out: no velocity")


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table, dict, Table])
@pytest.mark.parametrize("word", ["abs", "?", "not observed"])
def test_a_word_among_numbers_is_as_an_empty_cell(make: Any, word: str) -> None:
    data = hw.as_dataset(make({"d": [*map(str, DISTANCE[:2]), word, "8.0"], "v": ["70", "150", "290", "500"]}))
    np.testing.assert_array_equal(data.velocity, [70, 150, 500])
    assert data.note.endswith("3 of 4 rows; left out: no distance")


@pytest.mark.parametrize("word", ["12 Mpc", ">3", "Mpc", "(kpc)", True])
def test_what_may_be_a_number_or_a_unit_is_not_left_out(word: object) -> None:
    with pytest.raises(TypeError, match=r"column 'd' holds .* in row 2; it must hold numbers"):
        hw.as_dataset(pd.DataFrame({"d": [1.0, word, 4.0, 8.0], "v": [70, 150, 290, 500]}))


def test_words_that_are_no_fewer_than_the_numbers_are_named() -> None:
    with pytest.raises(TypeError, match="column 'd' holds text: 'abs' in row 1; it must hold numbers"):
        hw.as_dataset({"d": ["abs", "?", 4.0, 8.0], "v": [70, 150, 290, 500]})


@pytest.mark.parametrize(
    "values",
    [
        [1, pd.NA, None, 4.0],
        [Decimal("1.0"), None, float("nan"), Decimal(4)],
        ["1", "n.a.", "-", "4.0"],
        ["1", np.nan, "<NA>", 4],
    ],
)
def test_objects_that_are_numbers_or_missing(values: list[Any]) -> None:
    for make in (pd.DataFrame, dict):
        data = hw.as_dataset(make({"distance": values, "v": [70, 140, 210, 280]}))
        np.testing.assert_array_equal(data.distance, [1, 4])
        assert data.note.endswith("2 of 4 rows; left out: no distance")


def test_thousands_in_a_frame_are_not_guessed() -> None:
    frame = pd.DataFrame({"d": DISTANCE, "v": ["70", "1,070", "290"]})
    with pytest.raises(TypeError, match=r"'1,070' in row 2; that could be 1\.070 or 1070; write it without a comma"):
        hw.as_dataset(frame)
    assert hw.as_dataset(frame.assign(v=["70.5", "1,070", "290"])).velocity[1] == 1070
    assert hw.as_dataset(frame.assign(v=["70,5", "1.070", "290"])).velocity[1] == 1070


@pytest.mark.parametrize(
    "columns",
    [
        pd.MultiIndex.from_tuples([("distance", "kpc"), ("velocity", "km/s")]),
        pd.MultiIndex.from_tuples([("distance (kpc)", ""), ("velocity", 2)]),
        pd.Index([("distance", "kpc"), ("velocity", 1)], tupleize_cols=False),
        ["distance kpc", 7],
    ],
)
def test_columns_of_several_levels(columns: Any) -> None:
    frame = pd.DataFrame(np.column_stack([DISTANCE, VELOCITY]), columns=columns)
    before = frame.columns
    y = None if "velocity" in str(columns) else "7"
    np.testing.assert_allclose(hw.as_dataset(frame, y=y).distance, np.array(DISTANCE) / 1000)
    assert frame.columns is before


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame([[1, 2, 70]] * 3, columns=["d", "d", "v"]),
        pd.DataFrame([[1, 2, 70]] * 3, columns=["1", 1, "v"]),
        pa.table([DISTANCE, DISTANCE, VELOCITY], names=["d", "d", "v"]),
    ],
)
def test_two_columns_of_one_name_are_refused(table: object) -> None:
    with pytest.raises(ValueError, match="columns of a table must have different names"):
        hw.as_dataset(table)


@pytest.mark.parametrize(
    "value",
    [
        [DISTANCE, VELOCITY],
        list(zip(DISTANCE, VELOCITY, strict=True)),
        np.array([DISTANCE, VELOCITY]),
        torch.tensor([DISTANCE, VELOCITY], requires_grad=True),
        (torch.tensor(DISTANCE, dtype=torch.bfloat16), torch.tensor(VELOCITY, requires_grad=True)),
        {"d": torch.tensor(DISTANCE), "v": torch.tensor(VELOCITY)},
        ([d * u.Mpc for d in DISTANCE], [v * 1000 * u.m / u.s for v in VELOCITY]),
        {"d": [1000 * u.kpc, 2 * u.Mpc, 4 * u.Mpc], "v": VELOCITY},
    ],
    ids=["list of columns", "list of pairs", "(2, n)", "tensor", "bfloat16", "dict of tensors", "quantities", "mixed"],
)
def test_columns_in_other_wrappings(value: object) -> None:
    data = hw.as_dataset(value)
    np.testing.assert_allclose(data.distance, DISTANCE)
    np.testing.assert_allclose(data.velocity, VELOCITY)


def test_numbers_that_numpy_has_no_type_for() -> None:
    distance, velocity = (pl.Series([1, 2, 4], dtype=pl.Int128), pl.Series([70, 140, 2**100], dtype=pl.Int128))
    data = hw.as_dataset((distance, velocity))
    assert (data.distance.tolist(), data.velocity.tolist()) == ([1, 2, 4], [70, 140, 2.0**100])


def test_two_lists_of_two_may_be_either() -> None:
    with pytest.raises(ValueError, match="may be two galaxies or two columns; pass a tuple of columns"):
        hw.as_dataset([[1, 70], [2, 140]])
    assert hw.as_dataset(([1, 2], [70, 140])).velocity.tolist() == [70, 140]


def test_series_of_different_rows_are_refused() -> None:
    d, v = pd.Series(DISTANCE), pd.Series(VELOCITY, index=[2, 1, 0])
    for make in (lambda: hw.as_dataset((d, v)), lambda: hw.Dataset(distance=d, velocity=v)):
        with pytest.raises(ValueError, match="distance and velocity are pandas Series with different indexes"):
            make()
    with pytest.raises(ValueError, match="d and v are pandas Series with different indexes"):
        hw.as_dataset({"d": d, "v": v})
    assert len(hw.as_dataset((d, pd.Series(VELOCITY)))) == 3


@pytest.mark.parametrize("function", [hw.polyfit, hw.gradient_descent, hw.train])
def test_a_keyword_in_the_wrong_case_is_named(function: Any) -> None:
    with pytest.raises(TypeError, match=r"has no keyword 'X'\. Did you mean 'x'"):
        function({"d": DISTANCE, "v": VELOCITY}, X="d")


def test_a_fits_file_of_several_tables(tmp_path: Path) -> None:
    path = tmp_path / "two.fits"
    table = Table({"d": DISTANCE, "v": VELOCITY})
    fits.HDUList([fits.PrimaryHDU(), *(fits.BinTableHDU(table, name=name) for name in ("NEAR", "FAR"))]).writeto(path)
    with pytest.raises(ValueError, match=r"it holds 2 tables, 'NEAR', 'FAR'; pass one of them, .* hdu='NEAR'"):
        hw.as_dataset(path)
    assert len(hw.as_dataset(Table.read(path, hdu="FAR"))) == 3


@pytest.mark.parametrize(
    ("names", "found", "table_id"),
    [(("near", "far"), r"'near', 'far'.*table_id='near'", "near"), ((None, None), r"'0', '1'.*table_id=0", 0)],
)
def test_a_votable_of_several_tables(names: tuple[str], found: str, table_id: Any, tmp_path: Path) -> None:
    path, file = tmp_path / "two.xml", votable.from_table(Table({"d": DISTANCE, "v": VELOCITY}))
    other = votable.from_table(Table({"d": DISTANCE, "v": VELOCITY})).resources[0].tables[0]
    file.resources[0].tables.append(other)
    for table, name in zip(file.resources[0].tables, names, strict=True):
        table.ID = table.name = name
    file.to_xml(str(path))
    with pytest.raises(ValueError, match=rf"it holds 2 tables, {found}\)\.$"):
        hw.as_dataset(path)
    assert len(hw.as_dataset(Table.read(path, table_id=table_id))) == 3


def test_a_votable_without_a_table(tmp_path: Path) -> None:
    path, file = tmp_path / "none.xml", votable.from_table(Table({"d": DISTANCE}))
    file.resources[0].tables.pop()
    file.to_xml(str(path))
    with pytest.raises(ValueError, match="it holds no table"):
        hw.as_dataset(path)


RECORDS = [{"d": 10, "v": 700}, {"d": 20, "v": 1500}, {"d": 40, "v": 2800}]


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ({"near": RECORDS, "far": RECORDS}, "['near']"),
        ({"name": "both", "near": {"d": [1, 2], "v": [70, 140]}, "far": RECORDS}, "['near']"),
        ({"data": {"near": [["d", "v"], [1, 70], [2, 140]], "far": RECORDS}}, "['data']['near']"),
    ],
)
def test_json_of_several_tables(value: dict[str, Any], keys: str, tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps(value))
    with pytest.raises(ValueError, match="it holds 2 tables, 'near', 'far'; pass one of them") as refused:
        hw.as_dataset(path)
    assert str(refused.value).endswith(f"for example json.load(open(path)){keys}.")
    assert len(hw.as_dataset(eval(f"value{keys}", {"value": value}))) >= 2


def test_objects_of_several_tables() -> None:
    with pytest.raises(ValueError, match=r"it holds 2 tables, 'near', 'far'; .* for example data\['near'\]\.$"):
        hw.as_dataset({"near": RECORDS, "far": RECORDS})
    columns = {"d": [10, 20], "v": [700, 1500]}
    assert len(hw.as_dataset({**columns, "sources": [{"a": 1}, {"a": 2}], "notes": [{"b": 1}, {"b": 2}]})) == 2


def test_large_columns_are_copied_once() -> None:
    frame = pl.DataFrame({"d": np.arange(1.0, 11.0), "v": np.arange(10.0)})
    table = as_table(frame)
    assert table is not None
    assert np.shares_memory(table.numbers("d"), frame["d"].to_numpy())


def test_a_file_of_parts_without_end_is_left(tmp_path: Path) -> None:
    path = tmp_path / "parts.fits"
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU() for _ in range(MAX_PARTS))]).writeto(path)
    with pytest.raises(ValueError, match=r"'parts.fits' could not be read .* broken, or has more than 1,000 parts"):
        hw.as_dataset(path)
    fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU()]).writeto(path, overwrite=True)
    with pytest.raises(ValueError, match="it holds no table"):
        hw.as_dataset(path)
