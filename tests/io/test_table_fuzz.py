"""Tables of every library, columns of every dtype: the data set that plain Python makes of them, or words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy.table import QTable, Table
from hypothesis import assume, given
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget.io.columns import words
from hubble_widget.io.unit_names import find_unit
from tests.fuzzing import Failed, is_in_words, outcome
from tests.io.table_kinds import (
    OF_ARROW,
    OF_ASTROPY,
    OF_NUMPY,
    OF_PANDAS,
    OF_POLARS,
    UNITS_OF_DISTANCE,
    UNITS_OF_VELOCITY,
    Kind,
    in_units,
    of_object,
    plain,
    word,
)

Columns = list[tuple[str, Any]]

MAX_MAGNITUDE, MIN_MAGNITUDE = 1e60, 1e-60
"""Beyond these in magnitude a number is refused."""


def pandas_frame(columns: Columns, choose: Callable[..., Any]) -> Any:
    """A frame with any index, of the whole or of a part of a larger one."""
    series = [column if isinstance(column, pd.Series) else pd.Series(column) for _, column in columns]
    frame = pd.concat(series, axis=1) if series else pd.DataFrame()
    frame.columns = pd.Index([name for name, _ in columns], dtype=object)
    rows = len(frame)
    indexes = {
        "none": frame.index,
        "numbers": pd.Index(range(5, 5 + rows)),
        "twice": pd.Index([1] * rows),
        "text": pd.Index([f"row {row}" for row in range(rows)]),
        "times": pd.date_range("1929", periods=rows),
        "levels": pd.MultiIndex.from_arrays([range(rows), range(rows)]),
    }
    frame.index = indexes[choose(st.sampled_from(sorted(indexes)))]
    return frame if choose(st.booleans()) else pd.concat([frame, frame])[:rows]


def polars_frame(columns: Columns, choose: Callable[..., Any]) -> Any:
    """A frame, perhaps in chunks or lazy."""
    frame = pl.DataFrame(dict(columns))
    cut = choose(st.integers(0, frame.height))
    chunked = pl.concat([frame[:cut], frame[cut:]], rechunk=False)
    return choose(st.sampled_from([frame, chunked, frame.lazy()]))


def arrow_table(columns: Columns, choose: Callable[..., Any]) -> Any:
    """A table, perhaps in chunks, or a record batch."""
    names, arrays = [name for name, _ in columns], [column for _, column in columns]
    table = pa.Table.from_arrays(arrays, names)
    cut = choose(st.integers(0, table.num_rows))
    chunked = pa.concat_tables([table.slice(0, cut), table.slice(cut)])
    return choose(st.sampled_from([table, chunked, pa.RecordBatch.from_arrays(arrays, names)]))


def astropy_table(columns: Columns, choose: Callable[..., Any]) -> Any:
    """A table, or one of quantities."""
    table = choose(st.sampled_from([Table, QTable]))()
    for name, column in columns:
        table[name] = column
    return table


def mapping(columns: Columns, choose: Callable[..., Any]) -> Any:
    """Columns by name, some of them as lists."""
    return {
        name: column.tolist() if hasattr(column, "tolist") and choose(st.booleans()) else column
        for name, column in columns
    }


def structured(columns: Columns, choose: Callable[..., Any]) -> Any:
    """An array of records."""
    records = np.empty(len(columns[0][1]), dtype=[(name, each.dtype, each.shape[1:]) for name, each in columns])
    for name, (_, column) in zip(records.dtype.names, columns, strict=True):
        records[name] = column
    return records


@dataclass(frozen=True)
class Library:
    """What makes a table of columns, and the kinds of columns that it has."""

    make: Callable[[Columns, Callable[..., Any]], Any]
    kinds: list[Kind]
    distances: tuple[Kind, ...] = ()
    velocities: tuple[Kind, ...] = ()
    text: Callable[[list[str]], Any] = list


LIBRARIES = {
    "pandas": Library(pandas_frame, OF_PANDAS),
    "polars": Library(polars_frame, OF_POLARS, text=pl.Series),
    "pyarrow": Library(arrow_table, OF_ARROW, text=pa.array),
    "astropy": Library(
        astropy_table, OF_ASTROPY, tuple(in_units(UNITS_OF_DISTANCE)), tuple(in_units(UNITS_OF_VELOCITY))
    ),
    "a mapping": Library(mapping, [kind for kind in OF_NUMPY if kind.name != "numpy times"]),
    "records": Library(structured, OF_NUMPY, text=np.array),
}

# Without letters of units, and without a word that a distance, a velocity or a name is called by, such as 速度.
MEANT = {sign for known in vars(words).values() if isinstance(known, frozenset) for sign in "".join(known)}
SIGNS = st.text(
    st.characters(categories=["So", "Lo", "Cc", "Zs", "Sc"], exclude_characters=sorted(MEANT | {"°"})), max_size=6
).filter(lambda text: find_unit(text) is None)
LEVEL = "☃"
"""The second level of the names of pandas' columns: both are read as one text."""

HOSTILE = st.one_of(
    SIGNS,
    st.sampled_from(["", " ", "\0", "\n", "\t", "'", '"', "{}", "%s", "\\", "σ", "Σ", "ß", "ı", "İ", "Ꙁ", "ꙁ"]),
    st.sampled_from(
        ["🌌", "\u202e", "\ufeff", "_", "__class__", "self", "None", "Ꙁ" * 1000, "<b>", "a\u0301", "\u00e1"]
    ),
)
"""Empty, very long, of no letter, equal but for their case."""


@dataclass(frozen=True)
class Case:
    """A table, what is asked of it, and what plain Python makes of it."""

    value: Any
    asked: dict[str, str]
    wanted: list[tuple[float, float]] | None
    rows: int
    names: list[str] | None
    described: str

    def __repr__(self) -> str:
        return f"{self.described}, asked {self.asked}: {self.value!r}"


def numbers_of(kind: Kind, values: list[Any], *, is_lazy: bool) -> list[float] | None:
    """Return what a column holds; None where it holds no numbers, or words, which no engine is asked to read."""
    if kind.number is None or (is_lazy and kind.number in {word, of_object}):
        return None
    return [kind.number(value) * kind.scale for value in values]


NINES = re.compile(r"-?0*(9\d?\.?9*|9{2,}\.?\d*)0*")


def may_stand_for_none(number: float) -> bool:
    """Whether a number is written with nines, as what stands for "missing": that rule has tests of its own."""
    return bool(NINES.fullmatch(f"{number:.5g}"))


THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def may_be_thousands(values: list[Any]) -> bool:
    """Whether points in words may separate thousands, as in 2.875 beside 1: that rule has tests of its own, too."""
    pointed = [value for value in values if isinstance(value, str) and "." in value]
    return len(pointed) > 1 and all(map(THOUSANDS.fullmatch, pointed))


def is_galaxy(distance: float, velocity: float, *, in_table: bool) -> bool:
    """Whether a row is one: in a table a distance of 0 or below is none."""
    return math.isfinite(distance) and math.isfinite(velocity) and (distance > 0 or not in_table)


def pairs_of(
    distances: list[float] | None, velocities: list[float] | None, *, in_table: bool = True
) -> list[tuple[float, float]] | None:
    """Return the rows that have both numbers; None where they are no data set."""
    if distances is None or velocities is None:
        return None
    pairs = [(x, v) for x, v in zip(distances, velocities, strict=True) if is_galaxy(x, v, in_table=in_table)]
    beyond = any(each and not MIN_MAGNITUDE <= abs(each) <= MAX_MAGNITUDE for pair in pairs for each in pair)
    return None if beyond or len({x for x, _ in pairs}) < 2 else pairs


@st.composite
def cases(draw: st.DrawFn, library: str) -> Case:
    room = LIBRARIES[library]
    rows = draw(st.integers(0, 6))
    of_numbers = [kind for kind in room.kinds if kind.number is not None]
    taken: list[tuple[Kind, list[Any]]] = []
    for own in (room.distances, room.velocities):
        kind = draw(st.sampled_from([*of_numbers, *own]) if draw(st.integers(0, 4)) else st.sampled_from(room.kinds))
        taken.append((kind, draw(st.lists(kind.values, min_size=rows, max_size=rows))))
    is_named = draw(st.booleans())
    names = draw(st.lists(HOSTILE, min_size=4, max_size=4, unique=True))
    if library in {"records", "astropy"}:  # which give a column without a name another one
        names = [name or "f" for name in names]
    if not is_named:
        names[:2] = draw(st.sampled_from([["distance", "velocity"], ["Distance", "cz"], ["dist", "vel"]]))
    columns = [(name, kind.column(values)) for name, (kind, values) in zip(names, taken, strict=False)]
    for name in names[2 : 2 + draw(st.integers(0, 2))]:
        kind = draw(st.sampled_from(room.kinds))
        columns.append((name, kind.column(draw(st.lists(kind.values, min_size=rows, max_size=rows)))))
    labels = None
    if draw(st.booleans()):
        labels = [f"galaxy no. {row}" for row in range(rows)]
        columns.append(("name", room.text(labels)))
    columns = draw(st.permutations(columns))
    if library == "pandas" and is_named and draw(st.booleans()):
        columns = [((name, LEVEL) if name != "name" else name, column) for name, column in columns]
        names[:2] = [" ".join(filter(None, (name, LEVEL))) for name in names[:2]]
    value = room.make(columns, draw)
    asked = {"x": names[0], "y": names[1]} if is_named else {}
    if labels and draw(st.booleans()):
        asked["names"] = "name"
    is_lazy = isinstance(value, pl.LazyFrame)
    distances, velocities = (numbers_of(*each, is_lazy=is_lazy) for each in taken)
    wanted = pairs_of(distances, velocities)
    assume(not any(map(may_stand_for_none, [*(distances or ()), *(velocities or ())])))
    assume(not any(may_be_thousands(values) for _, values in taken))
    kept = [is_galaxy(x, v, in_table=True) for x, v in zip(distances or (), velocities or (), strict=False)]
    return Case(
        value,
        asked,
        wanted,
        rows,
        labels and [label for label, keep in zip(labels, kept, strict=False) if keep],
        f"{library}: {taken}",
    )


def is_right(result: Any, case: Case) -> bool:
    """Whether an outcome is what plain Python makes of the same numbers."""
    if case.wanted is None:
        return is_in_words(result)
    if isinstance(result, Failed):
        raise AssertionError(result.words)
    assert isinstance(result, hw.Dataset)
    np.testing.assert_allclose(list(zip(result.distance, result.velocity, strict=True)), case.wanted, rtol=4e-16)
    excluded = case.rows - len(case.wanted)
    told = f"{excluded} of {case.rows} rows left out", f"{len(case.wanted)} of {case.rows} rows; left out"
    assert any(words in result.note for words in told) == bool(excluded)
    assert len(set(result.names)) == len(case.wanted)
    assert case.names is None or list(result.names) == case.names
    return True


@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning:pandas.io.formats")  # of its repr
@pytest.mark.parametrize("library", LIBRARIES)
@given(data=st.data())
def test_any_table(library: str, data: st.DataObject) -> None:
    case = data.draw(cases(library))
    assert is_right(outcome(hw.as_dataset, TypeError, ValueError, value=case.value, **case.asked), case)


def strict(distances: list[float] | None, velocities: list[float] | None) -> list[tuple[float, float]] | None:
    """Return the rows of two columns without names, of which nothing is left out."""
    pairs = pairs_of(distances, velocities, in_table=False)
    return pairs if pairs and distances and len(pairs) == len(distances) else None


@pytest.mark.parametrize("bare", [hw.as_dataset, lambda value: hw.Dataset(distance=value[0], velocity=value[1])])
@given(data=st.data())
def test_any_two_columns(bare: Callable[[Any], Any], data: st.DataObject) -> None:
    kinds = [kind for room in LIBRARIES.values() for kind in room.kinds if kind.number is plain or kind.number is None]
    rows = data.draw(st.integers(0, 5))
    taken = []
    for _ in range(2):
        kind = data.draw(st.sampled_from(kinds))
        taken.append((kind, data.draw(st.lists(kind.values, min_size=rows, max_size=rows))))
    value = tuple(kind.column(values) for kind, values in taken)
    wanted = strict(*(numbers_of(*each, is_lazy=False) for each in taken))
    case = Case(value, {}, wanted, rows, None, f"two columns: {taken}")
    assert is_right(outcome(bare, TypeError, ValueError, value=value), case)


@pytest.mark.parametrize("twice", ["distance", "velocity"])
@pytest.mark.parametrize(
    "make",
    [
        lambda names, columns: pd.DataFrame(dict(enumerate(columns))).set_axis(names, axis=1),
        lambda names, columns: pa.Table.from_arrays([pa.array(column) for column in columns], names),
    ],
    ids=["pandas", "pyarrow"],
)
def test_of_two_columns_of_one_name_none_is_taken(make: Callable[..., Any], twice: str) -> None:
    table = make(["distance", "velocity", twice], [[1, 2, 3], [70, 140, 215], [5, 6, 8]])
    for asked in ({}, {"x": "distance", "y": "velocity"}):
        assert is_in_words(outcome(hw.as_dataset, TypeError, ValueError, value=table, **asked))
