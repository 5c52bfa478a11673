"""Tables whose cells stand one below the other between blanks: an empty cell moves no other one into its column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress

import pytest

import hubble_widget as hw

NAMES = ("NGC 7", "NGC 300", "NGC 4258", "NGC 55", "NGC 1068")
TABLE = {
    "Galaxy": NAMES,
    "Type": ("Sa", "Sb", "S0 a", "Sc", "E0"),
    "D": ("10.5", "2.1", "7.6", "40.2", "14.4"),
    "e_D": ("1", "2", "3", "4", "5"),
    "v": ("700", "144", "448", "2800", "1137"),
    "notes": ("good", "group 4", "12", "bad", "see 3"),
}
PAIRS = [*zip(map(float, TABLE["D"]), map(float, TABLE["v"]), strict=True)]


def printed(names: Sequence[str], empty: tuple[int, str], gap: int, *, is_right: bool) -> str:
    columns = []
    for name in names:
        cells = ["" if (place, name) == empty else cell for place, cell in enumerate(TABLE[name])]
        width = max(map(len, (name, *cells)))
        columns.append([cell.rjust(width) if is_right else cell.ljust(width) for cell in (name, *cells)])
    return "\n".join((" " * gap).join(row).rstrip() for row in zip(*columns, strict=True))


@pytest.mark.parametrize("is_right", [True, False])
@pytest.mark.parametrize("gap", [1, 2, 4])
@pytest.mark.parametrize(
    "names",
    ["Galaxy D v", "Galaxy v D notes", "D v", "Galaxy Type D e_D v", "D e_D v", "Galaxy D v e_D", "Type D v e_D"],
)
def test_an_empty_cell_is_refused_or_left_out(names: str, gap: int, is_right: bool) -> None:
    columns = names.split()
    for empty in ((place, name) for name in columns for place in range(len(NAMES))):
        with suppress(TypeError, ValueError):
            data = hw.as_dataset(io.StringIO(printed(columns, empty, gap, is_right=is_right)))
            assert {*zip(data.distance.tolist(), data.velocity.tolist(), strict=True)} <= {*PAIRS}, empty


@pytest.mark.parametrize(
    "text",
    [
        "Galaxy e_D D (Mpc) v (km/s)\nN0     2.8 27.7    1987\nN1     4.6 27.3    2005\nN2     3.2         784\n",
        "Galaxy RA  D  v\nN1     120    700\nN2     140    1500\nN3     160    2800\nN4     180 55 3800\n",
    ],
)
def test_what_most_rows_lack_is_no_title_and_no_note(text: str) -> None:
    with pytest.raises(ValueError, match="cells"):
        hw.as_dataset(io.StringIO(text))


def test_cells_that_stand_anywhere_are_read() -> None:
    rows = (
        "NGC55  Sc 1.9  129\nM31    Sb   0.8 -300\nDDO69  Irr   0.8 20\nUGC12613  Irr  0.9  -183\nM33   Sc  0.9  -179\n"
    )
    data = hw.as_dataset(io.StringIO(f"Galaxy type D v\n{rows}"))
    assert data.velocity.tolist() == [129, -300, 20, -183, -179]


def test_a_last_column_may_be_empty() -> None:
    data = hw.as_dataset(io.StringIO("Galaxy D (Mpc) v (km/s) notes\nN1 10 700\nN2 20 1500\nN3 40 2800\n"))
    assert data.velocity.tolist() == [700, 1500, 2800]
