"""Plain rows are read by astropy, and no cell of theirs is another one than where it is read by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hubble_widget.io.csv_reader import _layout_of, _rows_of, parse_table
from hubble_widget.io.plain_text import _PlainTable
from hubble_widget.io.tables import Table

NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ["007", "+1", ".5", "5.", "1e3", "1E-3", "-0", "0x1F", "1_0", "1d5", "inf", "nan(1)", "\N{MINUS SIGN}70"]
    ),
)
CELLS = st.one_of(
    NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["", "NA", "nan", "N/A", "null", "-", "\N{EN DASH}", "14O"])
)


def by_cells(text: str, delimiter: str) -> Table:
    return _layout_of(list(_rows_of(text.splitlines(keepends=True), delimiter))).filled(delimiter)


def told(table: Table, name: str) -> object:
    """Return what a column holds, or why it holds no numbers."""
    try:
        return [float(number).hex() for number in table.numbers(name)]
    except TypeError as error:
        return str(error)


@example(delimiter=",", rows=[("1", "2"), ("3", "4"), ("5", "0x1F")], has_names=False)
@example(delimiter=",", rows=[("1", "2"), ("3", "4"), ("5", "nan(1)")], has_names=False)
@given(st.sampled_from([",", ";", "\t"]), st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12), st.booleans())
def test_every_cell_is_the_same_as_where_it_is_read_by_itself(
    delimiter: str, rows: list[tuple[str, str]], has_names: bool
) -> None:
    names = ["id", "distance", "velocity"]
    body = [(f"{row:03}" if has_names else f"g{row}", *cells) for row, cells in enumerate(rows)]
    text = "".join(f"{delimiter.join(cells)}\n" for cells in [names, *body])
    table, wanted = parse_table(text), by_cells(text, delimiter)
    assert table.names == wanted.names
    for name in table.names:
        assert table.is_numeric(name) == wanted.is_numeric(name)
        assert told(table, name) == told(wanted, name)
        assert table.texts(name) == wanted.texts(name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "  "])
def test_plain_rows_are_read_by_astropy(delimiter: str) -> None:
    rows = [["distance", "velocity"], ["1.5", "70"], ["2", "NA"], ["3e0", "-215.25"]]
    table = parse_table("".join(f"{delimiter.join(row)}\n" for row in rows))
    assert isinstance(table, _PlainTable)
    np.testing.assert_array_equal(table.numbers("velocity"), [70, np.nan, -215.25])


@pytest.mark.parametrize(
    "text",
    ['d,v\n1,"70"\n2,140\n', "d;v\n1,5;70\n2,5;140\n", "d,v\n1,70\n#N/A,140\n", "d,v\n1,70,\n2,140,\n"],
    ids=["quotation marks", "decimal commas", "an error of a spreadsheet", "commas at the end"],
)
def test_all_others_are_read_cell_by_cell(text: str) -> None:
    table = parse_table(text)
    assert not isinstance(table, _PlainTable)
    assert table.numbers("v")[-1] == 140
