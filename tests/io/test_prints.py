"""Tables as programs print them, which people copy from a terminal or a notebook."""

from __future__ import annotations

import io
import json

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from astropy.table import Table

import hubble_widget as hw

NAMES, DISTANCE, VELOCITY = ["NGC 300", "M 31", "UGC 1", "IC 342"], [1.0, 2.5, 3.25, 7.5], [70.0, 142.0, 212.0, 530.5]
COLUMNS = {"name": NAMES, "distance": DISTANCE, "velocity": VELOCITY}
NUMBERS = {"d": DISTANCE, "v": VELOCITY}
LONG = {"distance": np.arange(1.0, 100), "velocity": 70 * np.arange(1.0, 100)}
FRAME = pd.DataFrame(COLUMNS)

PRINTS = {
    "pandas": FRAME.to_string(),
    "pandas without names": pd.DataFrame(NUMBERS).to_string(),
    "pandas without row numbers": FRAME.to_string(index=False),
    "Polars": str(pl.DataFrame(COLUMNS)),
    "Polars without names": str(pl.DataFrame(NUMBERS)),
    "astropy": "\n".join(Table(COLUMNS, units={"distance": "Mpc", "velocity": "km/s"}).pformat()),
    "DuckDB": str(duckdb.connect().from_df(FRAME)),
    "tibble": """# A tibble: 4 × 3
  name    distance velocity
  <chr>      <dbl>    <dbl>
1 NGC300      1        70
2 M31         2.5     142
3 UGC1        3.25    212
4 IC342       7.5     530.5
# ℹ 10 more variables: a <dbl>, b <dbl>
""",
    "data.table": """     name distance velocity
   <char>    <num>    <num>
1:      A     1.00     70.0
2:      B     2.50    142.0
3:      C     3.25    212.0
4:      D     7.50    530.5
""",
    "Julia": """4×3 DataFrame
 Row │ name     distance  velocity
     │ String7  Float64   Float64?
─────┼─────────────────────────────
   1 │ NGC300       1.0       70.0
   2 │ M31          2.5      142.0
   3 │ UGC1         3.25     212.0
   4 │ IC342        7.5      530.5
""",
    "astropy's Table": repr(Table(COLUMNS)),
    "R": "  distance velocity\n1     1.00     70.0\n2     2.50    142.0\n3     3.25    212.0\n4     7.50    530.5\n",
    "psql": """ name | distance | velocity
------+----------+----------
 M1   |      1.0 |     70
 M2   |      2.5 |    142
 M3   |     3.25 |    212
 M4   |      7.5 |  530.5
(4 rows)
""",
    "rich": """┏━━━━━━┳━━━━━━━┓
┃ d    ┃ v     ┃
┡━━━━━━╇━━━━━━━┩
│ 1.0  │ 70    │
│ 2.5  │ 142   │
│ 3.25 │ 212   │
│ 7.5  │ 530.5 │
└──────┴───────┘
""",
    "sqlite": "distance  velocity\n--------  --------\n1.0       70.0\n2.5       142\n3.25      212\n7.5       530.5\n",
    "MATLAB": """    distance    velocity
    ________    ________

        1           70
      2.5          142
     3.25          212
      7.5        530.5
""",
}


@pytest.mark.parametrize("program", PRINTS)
def test_a_printed_table_is_read_as_a_table(program: str) -> None:
    data = hw.as_dataset(io.StringIO(PRINTS[program]))
    assert (data.distance.tolist(), data.velocity.tolist()) == (DISTANCE, VELOCITY)
    assert "left out" not in data.note


@pytest.mark.parametrize("program", ["pandas", "Polars", "astropy", "DuckDB"])
def test_a_printed_table_keeps_names_of_two_words(program: str) -> None:
    assert [*hw.as_dataset(io.StringIO(PRINTS[program])).names] == NAMES


@pytest.mark.parametrize(
    "text",
    [str(pd.DataFrame(LONG)), str(pl.DataFrame(LONG)), "\n".join(Table(LONG).pformat(max_lines=12))],
    ids=["pandas", "Polars", "astropy"],
)
def test_a_table_that_was_printed_in_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"line \d+ stands for rows that were not printed; save the whole table"):
        hw.as_dataset(io.StringIO(text))


def test_numbers_below_a_factor_of_matlab_are_refused() -> None:
    with pytest.raises(ValueError, match=r"line 1, '1.0e\+03 \*', is a factor of all numbers below"):
        hw.as_dataset(io.StringIO("   1.0e+03 *\n\n    0.0010    0.0700\n    0.0025    0.1420\n"))


def test_lists_of_a_fit_may_stand_beside_the_columns_of_json() -> None:
    text = json.dumps({"distance": DISTANCE, "velocity": VELOCITY, "fit_x": [*range(9)], "fit_y": [*range(9)]})
    assert hw.as_dataset(io.StringIO(text)).velocity.tolist() == VELOCITY


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ({"H0": 70}, "'H0' holds one value, 'distance' 4"),
        ({"title": "Galaxies"}, "'title' holds one value, 'distance' 4"),
        ({"limits": [0, 10]}, "'limits' holds 2 rows, 'distance' 4"),
        ({"fit": np.ones(9)}, "'fit' holds 9 rows, 'distance' 4"),
    ],
)
def test_what_stands_beside_the_columns_of_a_mapping_is_named(beside: dict[str, object], words: str) -> None:
    data = {**beside, "distance": DISTANCE, "velocity": VELOCITY}
    with pytest.raises(ValueError, match="these columns make no table") as refused:
        hw.as_dataset(data)
    assert words in str(refused.value)
    call = str(refused.value).partition("for example ")[2].rstrip(".")
    assert hw.as_dataset(eval(call, {"data": data})).velocity.tolist() == VELOCITY


def test_columns_of_two_lengths_need_as_many_rows() -> None:
    with pytest.raises(ValueError, match="'v' holds 1 row, 'd' 2; pass columns of one length, a row for each galaxy"):
        hw.as_dataset({"d": [1, 2], "v": [1]})


@pytest.mark.parametrize(
    "text",
    [
        repr(np.array([DISTANCE, VELOCITY])),
        str(np.array([DISTANCE, VELOCITY]).T),
        f"d = {DISTANCE}\nv = {VELOCITY}\n",
        f"d = np.{np.array(DISTANCE)!r}\nv = np.{np.array(VELOCITY)!r}\n",
        "d <- c(1, 2.5, 3.25, 7.5)\nv <- c(70, 142, 212, 530.5)\n",
        "\n".join(map(str, zip(DISTANCE, VELOCITY, strict=True))),
        str([*zip(NAMES, DISTANCE, VELOCITY, strict=True)]),
        str(COLUMNS),
        "[1.0 70.0; 2.5 142.0; 3.25 212.0]",
        "{{1, 70}, {2.5, 142}, {3.25, 212}}",
        str(pd.Series(VELOCITY)),
        str(pd.Series(VELOCITY, name="velocity")),
    ],
)
def test_code_and_prints_of_arrays_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is code, or the print of an array; save the columns as CSV"):
        hw.as_dataset(io.StringIO(text))


@pytest.mark.parametrize("title", ["H0 = (70 ± 2) km/s/Mpc", "(1) Hubble 1929", "[1] Tully"])
def test_a_title_in_brackets_is_no_code(title: str) -> None:
    data = hw.as_dataset(io.StringIO(f"{title}\nd,v\n1,70\n2.5,142\n"))
    assert data.velocity.tolist() == [70, 142]
