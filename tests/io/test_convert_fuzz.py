"""Whatever comes through the door ends in a data set or in an error of ours, in words."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy import units
from astropy.table import MaskedColumn, QTable, Table
from astropy.utils.masked import Masked
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import hubble_widget as hw
from hubble_widget.io.text.csv_reader import parse_table
from tests.fuzzing import is_in_words, outcome

NUMBERS = st.one_of(
    st.floats(),
    st.integers(),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 1e300, float("nan"), float("inf"), None, True, 1j, 10**400]),
    st.text(max_size=5),
    st.decimals(),
    st.fractions(),
)
WORDS = st.one_of(
    st.sampled_from(
        ["distance", "velocity", "d", "v", "cz", "dist_kpc", "v (m/s)", "name", "z", "", " ", "col1", "\0", "ı"]
    ),
    st.text(max_size=12),
)
COLUMNS = st.dictionaries(WORDS, st.lists(NUMBERS, max_size=6) | NUMBERS | st.none(), max_size=5)
EVEN = st.sampled_from([1.0, 70.0, -3.5, 1e-300, 1e300, float("nan"), float("inf"), 0.0])


def even(columns: tuple[list[str], list[list[float]]]) -> dict[str, list[float]]:
    """Columns of one length, such as a frame needs."""
    names, rows = columns
    return {name: [row[index] for row in rows] for index, name in enumerate(dict.fromkeys(names))}


EVEN_COLUMNS = st.tuples(
    st.lists(WORDS, min_size=3, max_size=3), st.lists(st.lists(EVEN, min_size=3, max_size=3), max_size=6)
).map(even)
LEVELS = st.one_of(WORDS, st.tuples(WORDS, WORDS), st.tuples(WORDS, st.integers(0, 2)), st.integers(0, 2))
UNITS = (None, units.Mpc, units.kpc, units.km / units.s, units.deg, units.mag, units.one)


def renamed(frame_and_names: tuple[dict[str, list[float]], list[Any]]) -> pd.DataFrame:
    """A frame whose columns have several levels, numbers or one another's names."""
    columns, names = frame_and_names
    frame = pd.DataFrame(columns)
    frame.columns = names[: frame.shape[1]]
    return frame


def masked(parts: tuple[dict[str, list[float]], list[Any], int]) -> QTable:
    """A table of quantities with masks, and of plain columns."""
    columns, given, bits = parts
    table = QTable()
    for place, (name, values) in enumerate(columns.items()):
        mask = [bool(bits >> (place + 3 * row) & 1) for row in range(len(values))]
        unit = given[place]
        table[name or "unnamed"] = MaskedColumn(values, mask=mask) if unit is None else Masked(values * unit, mask=mask)
    return table


MOSTLY_SANE = st.one_of(*[st.integers(1, 500)] * 4, st.floats(-1e4, 1e4), st.none() | EVEN)
GALAXIES = st.lists(st.tuples(MOSTLY_SANE, MOSTLY_SANE, st.text(max_size=3)), max_size=8).map(
    lambda rows: {name: [row[index] for row in rows] for index, name in enumerate(("d", "velocity", "name"))}
)
DTYPES = st.one_of(
    arrays.boolean_dtypes(),
    arrays.integer_dtypes(),
    arrays.floating_dtypes(),
    arrays.complex_number_dtypes(),
    arrays.datetime64_dtypes(),
    arrays.unicode_string_dtypes(),
    arrays.byte_string_dtypes(),
    st.just(np.dtype([("distance", float), ("v", float)])),
)
THINGS: st.SearchStrategy[Any] = st.one_of(
    COLUMNS,
    GALAXIES,
    GALAXIES.map(pd.DataFrame),
    GALAXIES.map(lambda columns: (columns["d"], columns["velocity"])),
    EVEN_COLUMNS.map(pd.DataFrame),
    EVEN_COLUMNS.map(pl.DataFrame),
    EVEN_COLUMNS.map(lambda columns: pl.DataFrame(columns).lazy()),
    EVEN_COLUMNS.map(lambda columns: pd.DataFrame(columns).astype(object)),
    EVEN_COLUMNS.map(pa.table),
    st.tuples(EVEN_COLUMNS, st.lists(LEVELS, min_size=3, max_size=3)).map(renamed),
    st.tuples(EVEN_COLUMNS, st.lists(st.sampled_from(UNITS), min_size=3, max_size=3), st.integers(0)).map(masked),
    arrays.arrays(DTYPES, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)),
    st.tuples(st.lists(NUMBERS, max_size=5), st.lists(NUMBERS, max_size=5)),
    st.tuples(arrays.arrays(DTYPES, 3), arrays.arrays(DTYPES, 3)),
    st.recursive(
        NUMBERS, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.sets(st.integers()), max_leaves=8
    ),
    WORDS,
    st.binary(max_size=20),
)
CELLS = st.sampled_from(
    ["1", "2,5", "1.070", "1,070", "−3", "#N/A", "#1", "# 1", "-", "---", "Mpc", "km/s", "d", "v", '"', '"a"', ""]
)


def joined(delimiter_and_rows: tuple[str, list[list[str]]]) -> str:
    """Rows of cells as a text."""
    delimiter, rows = delimiter_and_rows
    return "\n".join(delimiter.join(row) for row in rows)


TEXT = st.one_of(
    st.text(max_size=200),
    st.tuples(st.sampled_from(",;\t| "), st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8)).map(joined),
    st.tuples(st.sampled_from(",;\t| "), st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8)).map(joined),
    st.lists(st.lists(st.one_of(st.floats().map(str), WORDS), max_size=4).map(",".join), max_size=8).map("\n".join),
    GALAXIES.map(lambda columns: "\n".join(map("{},{}".format, columns["d"], columns["velocity"]))),
    st.lists(st.lists(st.floats().map(str), min_size=2, max_size=2).map(" ".join), max_size=8).map("\n".join),
)


def whole_files() -> dict[str, bytes]:
    """A table in every kind of file that is read, by the end of the name."""
    table = Table({"distance": [1.0, 2.0, 4.0, 8.0], "v": [70.0, 140.5, 300.0, 555.0], "name": ["A", "B", "C", "D"]})
    files = {}
    for suffix, kind in (("csv", "csv"), ("tsv", "tab"), ("txt", "basic"), ("ecsv", "ecsv")):
        text = StringIO()
        table.write(text, format=f"ascii.{kind}")
        files[suffix] = text.getvalue().encode()
    for suffix, kind in (("vot", "votable"), ("fits", "fits")):
        binary = BytesIO()
        table.write(binary, format=kind)
        files[suffix] = binary.getvalue()
    binary = BytesIO()
    pl.DataFrame({name: table[name].tolist() for name in table.colnames}).write_parquet(binary)
    files["parquet"] = binary.getvalue()
    return files | {f"{suffix}.gz": gzip.compress(files[suffix]) for suffix in ("csv", "vot", "fits")}


FILES = whole_files()
DAMAGE = st.tuples(
    st.floats(0, 1),
    st.integers(0, 3) | st.integers(0, 4000),
    st.binary(max_size=3) | st.sampled_from([b"", b"nan", b"9" * 9, b"-1", b"\xff" * 8, b"\n", b'"', b"<", b",,"]),
)
"""Where in the file, how many bytes are lost, and what stands in their place."""


def written(folder: Path, suffix: str, content: bytes) -> Path:
    path = folder / f"fuzzed.{suffix}"
    path.write_bytes(content)
    return path


def ends_well(function: Any, **options: Any) -> bool:
    """Whether a call ends in a data set, or in an error that a user can read."""
    result = outcome(function, TypeError, ValueError, **options)
    return is_in_words(result) or (isinstance(result, hw.Dataset) and len(result) == len(result.names) >= 2)


ASKED = st.fixed_dictionaries({}, optional=dict.fromkeys(("x", "y", "redshift", "names"), WORDS | NUMBERS))


@given(GALAXIES | THINGS, st.just({}) | ASKED)
@example({"d": [1, 2], "velocity": [1, 1], "name": ["", ""]}, {"names": ""})
@example(pd.DataFrame({"d": [1, 2], "velocity": [1, 1], "name": ["", ""]}), {"names": ""})
@example(pd.DataFrame({"distance": [1.0, 2.0], "velocity": [70.0, 140.0], "colnames": [1.0, 2.0]}), {})
def test_any_object(value: Any, columns: dict[str, Any]) -> None:
    assert ends_well(hw.as_dataset, value=value, **columns)


@given(TEXT)
@pytest.mark.filterwarnings("ignore")  # astropy's, of texts that are no tables
def test_any_pasted_text(text: str) -> None:
    assert ends_well(lambda: hw.as_dataset(parse_table(text)))


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore")
def test_any_file(tmp_path: Path, suffix: str, content: bytes) -> None:
    assert ends_well(hw.as_dataset, value=written(tmp_path, suffix, content))


@given(st.sampled_from(sorted(FILES)), st.lists(DAMAGE, max_size=3))
@example("fits", [(0.0, 0, b""), (0.5, 2, b"999999999")])  # a name whose bytes are no text
@example("fits.gz", [(0.4653, 2, b"\x15")])  # which leads astropy back to its beginning, again and again
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore")
def test_any_damaged_file(tmp_path: Path, suffix: str, damages: list[tuple[float, int, bytes]]) -> None:
    content = FILES[suffix]
    for share, lost, instead in damages:
        place = int(share * len(content))
        content = content[:place] + instead + content[place + lost :]
    assert ends_well(hw.as_dataset, value=written(tmp_path, suffix, content))


def nested(depth: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


MANY = 100_000
LARGE: dict[str, Callable[[], object]] = {
    "many rows": lambda: parse_table("\n".join(f"{row} {70 * row}" for row in range(MANY))),
    "many rows without sense": lambda: parse_table("a b c d e\n" * MANY),
    "many columns": lambda: parse_table("1,2," * 1000),
    "columns without an end": lambda: parse_table("1,2," * MANY),
    "one long word": lambda: parse_table("d v\n" + "1" * 10**7),
    "a quotation without an end": lambda: parse_table("d,v\n" + "".join(f'"{row},7\n' for row in range(MANY))),
    "brackets that nobody closes": lambda: parse_table("# " + "[(" * 9000 + "\n1 2\n3 4\n"),
    "many comments": lambda: parse_table("# a b\n" * MANY + "1 2\n3 4\n"),
    "many texts": lambda: (["a"] * 10**6, [1.0] * 10**6),
    "a deep nest": lambda: (nested(MANY), nested(MANY)),
    "a range": lambda: range(10**12),
    "a large number": lambda: ([10**5000, 1], [1, 2]),
    "a catalog of a long name": lambda: "k" * 10**6,
}


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_large_input_takes_no_more_time_and_memory(make: Callable[[], Any]) -> None:
    assert ends_well(lambda: hw.as_dataset(make()))


def test_names_without_an_end_are_too_many() -> None:
    with pytest.raises(ValueError, match="there are more than 2 names for 2 galaxies"):
        hw.Dataset(distance=[1, 2], velocity=[70, 140], names=map(str, count()))


@pytest.mark.parametrize("suffix", ["csv", "csv.gz"])
def test_a_file_with_a_line_too_long_is_refused(tmp_path: Path, suffix: str) -> None:
    content = b"d,v\n1,70\n2," + b"1" * 30_000
    path = written(tmp_path, suffix, gzip.compress(content) if suffix.endswith("gz") else content)
    with pytest.raises(ValueError, match=r"could not be read as \.csv: line 3 has 30,002 characters"):
        hw.as_dataset(path)
