"""Long texts are read by a library at once, and no cell of theirs is another one than where it is read by itself."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget.io.table import Table
from hubble_widget.io.text import csv_reader, long_text
from hubble_widget.io.text.csv_reader import parse_table

LIBRARIES = ("pyarrow", "polars", "astropy")
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ["007", "+1", ".5", "5.", "1e3", "1E-3", "-0", "0x1F", "1_0", "1d5", "inf", "nan(1)", "\N{MINUS SIGN}70"]
    ),
    st.sampled_from(["1e999", "-inf", "Infinity", " 7", "7 ", "1 500", "1'500", "true", "5e-324", "1e-400", '"7"']),
)
CELLS = st.one_of(
    NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["", "NA", "nan", "N/A", "null", "-", "\N{EN DASH}", "14O", "\\N", "#1"])
)


def by_cells(text: str) -> Table:
    """The table where no text counts as long."""
    return parse_table(text)


def at_once(text: str, library: str) -> Table:
    """The table where every text counts as long, and one library alone is installed."""
    with (
        mock.patch.object(csv_reader, "MIN_CHARACTERS", 0),
        mock.patch.object(long_text, "find_spec", lambda name: name == library),
    ):
        table = parse_table(text)
        return table.collect(table.names)


def told(table: Table, name: str) -> object:
    """Return what a column holds, or why it holds no numbers."""
    try:
        return [(float(number) + 0.0).hex() for number in table.numbers(name)]  # of zero no sign is promised
    except TypeError as error:
        return str(error)


@example(library="pyarrow", delimiter=",", rows=[("1", "2"), ("3", "4"), ("5", "0x1F")], has_names=False)
@example(library="pyarrow", delimiter=",", rows=[("1", "2"), ("3", "4"), ("5", "nan(1)")], has_names=False)
@given(
    st.sampled_from(LIBRARIES),
    st.sampled_from([",", ";", "\t"]),
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12),
    st.booleans(),
)
def test_every_cell_is_the_same_as_where_it_is_read_by_itself(
    library: str, delimiter: str, rows: list[tuple[str, str]], has_names: bool
) -> None:
    names = ["id", "distance", "velocity"]
    body = [(f"{row:03}" if has_names else f"g{row}", *cells) for row, cells in enumerate(rows)]
    text = "".join(f"{delimiter.join(cells)}\n" for cells in [names, *body])
    table, wanted = at_once(text, library), by_cells(text)
    assert table.names == wanted.names
    for name in table.names:
        assert table.is_numeric(name) == wanted.is_numeric(name)
        assert told(table, name) == told(wanted, name)
        assert table.texts(name) == wanted.texts(name)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "  ", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_plain_rows_are_read_by_a_library(library: str, delimiter: str, newline: str) -> None:
    rows = [["distance", "velocity"], ["1.5", "70"], ["2", "NA"], ["3e0", "-215.25"]]
    with mock.patch.object(csv_reader, "table_of_rows", side_effect=AssertionError("read cell by cell")):
        table = at_once("".join(f"{delimiter.join(row)}{newline}" for row in rows), library)
        np.testing.assert_array_equal(table.numbers("velocity"), [70, np.nan, -215.25])
        np.testing.assert_array_equal(table.numbers("distance"), [1.5, 2, 3])


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    "text",
    [
        'd,v\n1,"70"\n2,140\n',
        "d;v\n1,5;70\n2,5;140\n",
        "d,v\n1,70\n#N/A,140\n",
        "d,v\n1,70\n# 1,2\n2,140\n",
        "d,v\n1,70,\n2,140,\n",
        "|d|v|\n|1|70|\n|2|140|\n",
        "d,v\r1,70\r2,140\r",
        "d,v\n1,70\n\n2,140",
        "d,v\n1,1 500\n2,140\n",
        "text,d,v\nkpc?,Mpc,km/s\nA,1,70\nB,2,140\n",
        "# d v\n1 70\n2 140\n",
        "sep=;\nd;v\n1;70\n2;140\n",
        "\n# a, b\n\n# d, v below\nd,v\n\n1,70\n2,140\n",
    ],
)
def test_all_others_are_read_cell_by_cell_or_all_the_same(text: str, library: str) -> None:
    table, wanted = at_once(text, library), by_cells(text)
    assert table.numbers("v")[-1] == 140
    for name in ("d", "v"):
        np.testing.assert_array_equal(table.numbers(name), wanted.numbers(name))
        assert str(table.unit(name)) == str(wanted.unit(name))


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("bad", ["2\n", "2,140,9\n", "x,140,9\n", "2\n3,5,9\n"])
def test_a_row_of_another_length_is_named(library: str, bad: str) -> None:
    with pytest.raises(ValueError, match=r"line 3 has \d cells?, but the header \(line 1\) has 2"):
        at_once(f"d,v\n1,70\n{bad}3,5\n", library).numbers("v")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("bad", ["A,2,140,1,9\nB,3,5\n", "A,2,140,1,9\n", "A,2,140,1,\nB,3,5\n", "B,3,5\n"])
def test_so_it_is_where_not_all_columns_are_read(library: str, bad: str) -> None:
    with pytest.raises(ValueError, match=r"line [34] has \d cells?, but the header \(line 1\) has 4"):
        at_once(f"id,d,v,e\nX,1,70,0\n{bad}Y,3,5,0\n", library).numbers("v")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_bad_cell_far_below_is_named(library: str) -> None:
    rows = "".join(f"{row},{70 * row}\n" for row in range(1, 60_000))
    text = f"d,v\n{rows}60000,14O\n"
    assert len(text) > long_text.MIN_CHARACTERS
    with (
        mock.patch.object(long_text, "find_spec", lambda name: name == library),
        pytest.raises(TypeError, match="column 'v' holds text: '14O' in row 60,000; it must hold numbers"),
    ):
        hw.as_dataset(parse_table(text))


def test_a_long_text_is_read_at_once_and_its_names_only_when_they_are_asked_for() -> None:
    rows = "".join(f"galaxy {row},{row}.5,{70 * row}\n" for row in range(1, 40_000))
    with mock.patch.object(csv_reader, "table_of_rows", wraps=csv_reader.table_of_rows) as cell_by_cell:
        data = hw.as_dataset(parse_table(f"name,distance,velocity\n{rows}"))
        assert isinstance(data, hw.Dataset)
        assert cell_by_cell.call_count == 0
    assert data.distance[-1] == 39_999.5
    named = hw.as_dataset(parse_table(f"name,distance,velocity\n{rows}"), names="name")
    assert isinstance(named, hw.Dataset)
    assert named.names[-1] == "galaxy 39999"
