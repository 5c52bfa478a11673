"""What is refused leads on: the error prints a call that works, or says the next step."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pyarrow import parquet

import hubble_widget as hw

NUMBERS = [1.0, 2.0, 4.0]


def of_columns(*names: str, **keywords: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(dict.fromkeys(names, NUMBERS), **keywords)  # type: ignore[arg-type]


def of_value(value: object, **keywords: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(value, **keywords)  # type: ignore[arg-type]


def of_text(text: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(io.StringIO(text))


TEXTS = {"host": ["A", "B", "C"], "d": NUMBERS, "v": NUMBERS}
UNITS = pd.DataFrame({"d": NUMBERS, "v": NUMBERS})
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a text column": (of_value(TEXTS, x="host", y="v"), "it must hold numbers. The columns of numbers are 'd', 'v'."),
    "a text column in an engine": (
        of_value(pl.LazyFrame(TEXTS), x="host", y="v"),
        "or collect the table first). The columns of numbers are 'd', 'v'.",
    ),
    "no column of numbers": (of_value({"d": ["a", "b"], "v": ["c", "d"]}), "in row 1; it must hold numbers."),
    "expansion and redshifts": (
        of_columns("d", "v", "zcmb", y="v", expansion="kinematic"),
        "name them, redshift='zcmb'.",
    ),
    "expansion alone": (of_columns("d", "v", expansion="kinematic"), "name them, redshift='...'."),
    "a distance twice": (
        of_columns("d", "v", x="d", y="d"),
        "'d'; name two: as_dataset(data, x='d', y='v'), in a magic",
    ),
    "a velocity twice": (of_columns("d", "cz", x="cz", y="cz"), "'cz'; name two: as_dataset(data, x='d', y='cz'), in"),
    "a redshift twice": (
        of_columns("d", "z", modulus="z", redshift="z"),
        "name two: as_dataset(data, x='d', redshift='z')",
    ),
    "a unit that is not known": (
        of_columns("D (furlong)", "v"),
        "to Mpc. Convert its numbers to Mpc and rename it to 'distance (Mpc)'.",
    ),
    "names that are equal as texts": (of_value({1: NUMBERS, "1": NUMBERS}), "two of them are called '1'; rename one."),
    "a name twice": (
        of_value(UNITS[["d", "d", "v"]]),
        "several are called 'd'; rename them, for example by data.columns = [...] (pandas)",
    ),
    "a column of a catalog": (
        of_value("key_project", x="d"),
        "x names a column of a table, but data is str; leave it out.",
    ),
    "columns of an array": (
        of_value(np.ones((4, 3)), x="0", y="1"),
        "x, y name columns of a table, but data is ndarray of shape (4, 3); leave them out, or pass two of its "
        "columns: (data[:, 0], data[:, 1]).",
    ),
    "a wide array": (of_value(np.ones((3, 40))), "or pass two of its columns: (data[0], data[1])."),
    "a long row": (
        of_text("d,v\n1,70\n2,140,x\n"),
        "has 2; put a cell that holds a comma into quotes, or remove the line.",
    ),
    "a long row between blanks": (
        of_text("d v\n1 70\n2 140 x\n"),
        "a cell that holds a blank into quotes, or remove the",
    ),
    "a short row": (
        of_text("d,v\n1,70\n2\n"),
        "line 3 has 1 cell, but the header (line 1) has 2; complete it, or remove",
    ),
    "a broken table": (
        of_text("Byte-by-byte Description of file: x\n1 2\n"),
        "correct it, or save its names and rows as CSV",
    ),
    "units in a list": (
        of_text('{"columns": ["d", "v"], "units": ["kpc"], "data": [[1, 70], [2, 140]]}'),
        "there are 1 units for 2 columns, 'd', 'v'; give one for each, an empty text if it has none.",
    ),
}


@pytest.mark.parametrize(("refuse", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_the_next_step(refuse: Callable[[], object], words: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        refuse()
    assert words in str(refused.value)


def test_a_cell_that_is_put_into_quotes_is_one_cell() -> None:
    for text in ('d,v,name\n1,70,A\n2,140,"x, y"\n', 'd v name\n1 70 A\n2 140 "x y"\n'):
        assert len(hw.as_dataset(io.StringIO(text))) == 2


def test_a_unit_of_no_column_leads_to_the_column_that_it_resembles() -> None:
    frame = UNITS.rename(columns={"d": "distance"})
    frame.attrs["units"] = {"distnace": "kpc"}
    with pytest.raises(
        ValueError, match=r"no column has this name\. Did you mean 'distance'\? Call it like one of the"
    ):
        hw.as_dataset(frame)


def test_a_column_of_a_file_is_converted_by_lines_that_need_but_the_factor(tmp_path: Path) -> None:
    path = tmp_path / "galaxies.txt"
    path.write_text("D (furlong);v\n1;70\n2;140\n4;290\n")
    with pytest.raises(ValueError, match="for example by table = pandas") as refused:
        hw.as_dataset(path)
    lines = str(refused.value).partition("for example by ")[2].partition(", where factor")[0]
    with pytest.raises(NameError, match="factor"):  # copied as they stand, they would not be wrong without a word
        exec(lines, {"pandas": pd})
    names: dict[str, Any] = {"pandas": pd, "factor": 2.0}
    exec(lines, names)
    assert hw.as_dataset(names["table"]).distance.tolist() == [2, 4, 8]


def test_a_column_of_another_kind_of_file_is_only_named(tmp_path: Path) -> None:
    path = tmp_path / "galaxies.parquet"
    pl.DataFrame({"D (furlong)": NUMBERS, "v": NUMBERS}).write_parquet(path)
    assert parquet.read_table(path).num_rows == 3
    with pytest.raises(ValueError, match=r"and rename it to 'distance \(Mpc\)'\.$"):
        hw.as_dataset(path)


def test_a_file_of_a_similar_name_is_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("galaxies.csv").write_text("d,v\n1,70\n2,140\n")
    for name in ("galaxy.csv", tmp_path / "Galaxies.csv.gz"):
        with pytest.raises(ValueError, match=r"there is no file .*\. Did you mean 'galaxies.csv'\?$"):
            hw.as_dataset(name)
    for name in ("supernovae.csv", "nowhere/galaxies.csv"):
        with pytest.raises(ValueError, match=r"there is no file '.*' in .*\.$"):
            hw.as_dataset(name)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_tar_is_called_an_archive(pack: Callable[[bytes], bytes]) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(ValueError, match=r"this is an archive \(tar\); unpack it and pass one of its files"):
        hw.as_dataset(io.BytesIO(pack(content.getvalue())))
