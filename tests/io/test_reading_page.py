"""The page "Reading your data": its errors are raised in these words, and all errors and endings are on it."""

from __future__ import annotations

import ast
import io
import re
import tarfile
import traceback
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request
from zipfile import ZipFile

import narwhals.stable.v2 as narwhals
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy import units as u
from astropy.io import fits, votable
from astropy.table import QTable, Table
from openpyxl import Workbook
from pyarrow import parquet

import hubble_widget as hw
from hubble_widget.io import downloads, excel, files, tables
from hubble_widget.io import parquet as ours

PAGE = (Path(__file__).parents[2] / "docs" / "reading-your-data.md").read_text()
NUMBERS = [1.0, 2.0]


def of_columns(*names: str, **columns: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(dict.fromkeys(names, NUMBERS), **columns)  # type: ignore[arg-type]


def of_text(text: str, **columns: Any) -> Callable[[], object]:
    return lambda: hw.as_dataset(io.StringIO(text), **columns)


def of_value(value: object, **columns: Any) -> Callable[[], object]:
    return lambda: hw.as_dataset(value, **columns)


def of_bytes(content: bytes, name: str = "") -> Callable[[], object]:
    file = io.BytesIO(content)
    file.name = name
    return of_value(file)


def of_answer(answer: Callable[[], object] | Exception) -> Callable[[], object]:
    """Of an address whose server answers so."""

    def answered(_address: str) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer()

    return patched(of_value("http://example.org/a.csv"), (downloads, "_answer", answered))


def patched(raises: Callable[[], object], *changes: tuple[object, str, object]) -> Callable[[], object]:
    def raise_patched() -> object:
        with pytest.MonkeyPatch.context() as patch:
            for change in changes:
                patch.setattr(*change)
            return raises()

    return raise_patched


def redirected() -> object:
    return downloads._Redirects().redirect_request(
        Request("http://a"), io.BytesIO(), 302, "", Message(), "ftp://a/b.csv"
    )


def workbook(*sheets: str) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for sheet in (book.active, *map(book.create_sheet, sheets)):
        for row in (["d", "v"], NUMBERS, NUMBERS):
            sheet.append(row)
    book.save(content)
    return content.getvalue()


def written(write: Callable[[Any], object]) -> bytes:
    content = io.BytesIO()
    write(content)
    return content.getvalue()


def two_votables() -> bytes:
    file = votable.from_table(Table(DV))
    file.resources[0].tables.append(file.resources[0].tables[0])
    return written(file.to_xml)


def no_votable() -> bytes:
    file = votable.from_table(Table(DV))
    file.resources[0].tables.clear()
    return written(file.to_xml)


def packed(names: str) -> bytes:
    def write(content: Any) -> None:
        with ZipFile(content, "w") as archive:
            for name in names:
                archive.writestr(name, "d,v\n1,70\n2,140\n")

    return written(write)


def tar(content: Any) -> None:
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))


def parquet_with(change: Callable[[Any], object]) -> Callable[[], object]:
    """Of a Parquet file on disk that is changed after it is written."""

    def raise_of_file() -> object:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "a.parquet"
            parquet.write_table(pa.table({"d": [*range(9999)], "v": [*range(9999)]}), path)
            change(path)
            return hw.as_dataset(path)

    return raise_of_file


def break_rows(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4:2000] = bytes(1996)
    path.write_bytes(content)


def no_library(*_: object, **__: object) -> None:
    raise ImportError


DV = {"d": NUMBERS, "v": NUMBERS}
FRAME = pd.DataFrame(DV)
WITH_UNIT = FRAME.copy()
WITH_UNIT.attrs["units"] = {"dst": "kpc"}
SERIES = {"d": pd.Series(NUMBERS), "v": pd.Series(NUMBERS, index=[1, 2])}
LABELS = {"x_label": "Study time", "y_label": "Mark"}
FITS = written(fits.HDUList([fits.PrimaryHDU(), *(fits.BinTableHDU(Table(DV)) for _ in "ab")]).writeto)
NO_FITS = written(fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU()]).writeto)
UNREADABLE_UNITS = pa.table(DV).replace_schema_metadata({"table_meta_yaml": "["})
MANY = pl.LazyFrame({"d": range(20_001), "v": range(20_001), "e_d": range(20_001)})

RAISES: dict[str, Callable[[], Any] | tuple[Callable[[], Any], ...]] = {
    "it is not clear which column holds the distance": of_columns("a", "b"),
    "... it could be": of_columns("d", "Vhel", "Vcmb"),
    "by its name, column 'z'": of_columns("d", "z", y="z"),
    "by its name, column 'mu'": of_columns("mu", "v", x="mu"),
    "by its name, column 'cz'": of_columns("d", "cz", redshift="cz"),
    "by a comment, column 'distance'": of_text("# distance: distance modulus\ndistance,v\n1,70\n2,140\n"),
    "by a comment, column 'velocity'": of_text("# velocity: velocity dispersion\nd,velocity\n1,70\n2,140\n"),
    "the numbers in column 'z' are": of_value({"d": NUMBERS, "z": [70, 140]}, redshift="z"),
    "it is not clear which columns hold": of_columns("a", "b", "c", **LABELS),
    "there are no columns": of_value(pd.DataFrame()),
    "there is no column": of_columns("d", "v", x="dist"),
    "column 'D (furlong)'": (of_columns("D (furlong)", "v"), of_columns("D", "z (10^-3)", redshift="z (10^-3)")),
    "column 'Vhelios (LEDA)'": of_columns("d", "Vhelios (LEDA)"),
    "column 'd (deg)'": (
        of_columns("d (deg)", "v"),
        of_value(QTable({"t": NUMBERS * u.h, "m": NUMBERS}), x_unit="Mpc", **LABELS),
    ),
    "column 'cz (km/s)'": of_columns("d", "cz (km/s)", redshift="cz (km/s)"),
    "distance is in": of_value((NUMBERS * u.deg, NUMBERS)),
    "is in 'Mpc', but column": of_value({"d (Mpc)": NUMBERS, "unit": ["Mly", "Mly"], "v": NUMBERS}),
    "names two units": of_value({"d Mly (Mpc)": NUMBERS, "v": NUMBERS}),
    "is in 'Mpc' by its table": of_value(QTable({"d (kpc)": NUMBERS * u.Mpc, "v": NUMBERS})),
    "column 'velocity' holds text": of_text("d,velocity\n1,70\n2,14O\n4,280\n"),
    "of 27 rows": of_text("d,v\n1,70\n2,\n3,\n"),
    "the rows are called": of_text(",d,v\ncount,9,9\nmean,10,700\nstd,4,300\n"),
    "column 'distance_unit'": of_value({"distance": NUMBERS, "distance_unit": ["Mpc", "kpc"], "v": NUMBERS}),
    "the units Mpc, km/s are not": of_text("# units: Mpc, km/s\nvelocity,distance\n70,1\n140,2\n"),
    "there are 1 units": of_text('{"columns": ["d", "v"], "units": ["kpc"], "data": [[1, 70], [2, 140]]}'),
    "column 'notes' holds": of_text("d,v,notes\n1,70,Mly\n2,140,Mly\n"),
    "the columns 'distance', 'velocity' have": of_text(
        '{"distance": {"0": 1, "1": 2}, "velocity": {"1": 70, "2": 140}}'
    ),
    "a unit is given for": of_value(WITH_UNIT),
    "the units in this file": of_value(UNREADABLE_UNITS),
    "the columns of a table must have": (
        *(of_value(FRAME[names]) for names in (["d", "d", "v"], ["d", "d"])),
        patched(of_value(FRAME[["d", "d"]]), (tables, "each_name_once", lambda _: None)),  # of another library
    ),
    "these columns make no table: two": of_value({1: NUMBERS, "1": NUMBERS}),
    "these columns make no table: 'H0'": of_value({**DV, "H0": 70}),
    "line 1, '1.0e+03 *', is": of_text("  1.0e+03 *\n\n  0.001  0.07\n  0.002  0.14\n"),
    "line 6, 'name, magnitude, color', is": of_text(
        "name,d,v\nA,1,70\nB,2,140\nC,3,2\n\nname,magnitude,color\nA,9,1\n"
    ),
    "line 5, 'Mly km/s', gives": of_text("# d v\n# Mpc km/s\n1 70\n2 140\n# Mly km/s\n9 210\n"),
    "line 3 has 3 cells, but the second": of_text(
        "Name     D    v\nA        1   70\nLeo 1       140\nB        3  210\n"
    ),
    "line 7 stands": of_text(str(pd.DataFrame({"d": range(99), "v": range(99)}))),
    "d and v are pandas Series": of_value(SERIES),
    "column 'v' must hold real numbers": (
        of_value(pl.LazyFrame({"d": NUMBERS, "v": ["a", "b"]})),
        of_value(Table({"d": NUMBERS, "v": [1j, 2j]}), x="d", y="v"),
    ),
    "two lists of two numbers": of_value([[1, 70], [2, 140]]),
    "data must be a table, got": of_value(pd.DataFrame),
    "data must be a Dataset": of_value(7),
    "x must be the name": of_value(FRAME, x=1),
    "x names a column of": of_value(np.ones((4, 3)), x="d"),
    "name either velocities": of_columns("d", "v", "z", y="v", redshift="z"),
    "x and y name the same": of_columns("d", "v", x="d", y="d"),
    "expansion='kinematic' says": of_columns("d", "v", expansion="kinematic"),
    "expansion must be": of_columns("d", "z", redshift="z", expansion="other"),
    "modulus='MU' gives": of_columns("MU", "z", modulus="MU", **LABELS),
    "x_error='d' names": of_columns("d", "v", x_error="d"),
    "x_error='e_d': a comment": of_text("# errors in percent\nd,v,e_d\n1,70,5\n2,140,5\n", x_error="e_d"),
    "errors of measurement": lambda: hw.as_dataset(MANY, x_error="e_d").n,  # type: ignore[union-attr]
    "this is a web page": of_text("<html><body>"),
    "must not be the text of a table": of_value("d,v\n1,70\n2,140\n"),
    "data must not be bytes": of_value(b"d,v"),
    "its read() returns": of_value(SimpleNamespace(read=list, readline=list, seekable=lambda: False)),
    "there is no file": of_value("nowhere.csv"),
    "there are no rows": of_text(""),
    "line 7 has 3 cells, but the header": of_text("d,v\n1,70\n2,140\n3,210,5\n"),
    "line 1 has 2 cells, but most": (
        of_text("d,v\n1,5,70\n2,5,140\n9,5,300\n"),
        of_text("d,v\n1,5,70,1\n2,5,140,1\n9,5,300,1\n"),
    ),
    "the first two may be": of_text("Name D V e_V\nNGC 300 2 144\nNGC 55 1.9 120\n"),
    "the comment in line 1": of_text("# velocity [km/s]\n70 1\n140 2\n"),
    "line 2 has": of_text(f"d,v\n{'x' * 30_000}\n"),
    "line 1 has 6,000": of_text("1," * 6000),
    "line 3 is not a row": of_text('d,v\n1,70\n"' + 200 * ("x" * 1000 + "\n")),
    "this is not a table in": of_text("Byte-by-byte Description of file: x\n1 2\n"),
    "'array([[10": of_text("array([[10., 700.],\n       [20., 1500.]])\n"),
    "there is only one column": of_text("d:v\n1:70\n2:140\n"),
    "column 'v' holds text": of_text("d,v\n1,70\n2,14O\n4,280\n"),
    "the unit belongs into": of_text("d,v\n1 Mpc,70\n2 Mpc,140\n"),
    "a limit is none": of_text("d,v\n1,70\n2,140\n<5,300\n"),
    "that could be": of_text("d;v\n1;1,070\n2;2,140\n"),
    "column 'd' is in 'furlongs'": of_text("d,v\nfurlongs,km/s\n1,70\n2,140\n"),
    "line 2 holds a zero byte": of_text("d,v\n1\0,70\n"),
    "it holds 2 sheets": of_bytes(workbook("second")),
    "it holds 2 tables": (
        *(of_bytes(FITS), of_bytes(two_votables()), of_text('{"a": [{"d": 1}], "b": [{"d": 1}]}')),
        of_text(2 * r"\begin{tabular}{cc} d & v \\ 1 & 70 \\ 2 & 140 \\ \end{tabular}"),
    ),
    "it holds no table": (of_bytes(NO_FITS), of_bytes(no_votable())),
    "it is broken, or has": patched(of_bytes(NO_FITS), (files, "MAX_PARTS", 1)),
    "reading Excel files needs": patched(of_bytes(b"PK\x03\x04"), (excel, "find_spec", lambda _: None)),
    "openpyxl cannot read": of_bytes(b"PK\x03\x04", "a.xlsx"),
    "a table may have": patched(of_bytes(workbook()), (excel, "MAX_COLUMNS", 1)),
    "reading Parquet files needs": (
        patched(parquet_with(Path.exists), (ours, "find_spec", lambda _: None)),
        patched(of_bytes(b"PAR1"), (narwhals, "read_parquet", no_library)),
    ),
    "could not be read as .parquet": (of_bytes(b"PAR1", "a.parquet"), parquet_with(break_rows)),
    "this is an old Excel": of_bytes(b"\xd0\xcf\x11\xe0"),
    "it is an archive": of_bytes(packed("ab")),
    "this is an archive (tar)": of_bytes(written(tar)),
    "unpacked it has": patched(of_bytes(packed("a")), (files, "MAX_UNPACKED", 1)),
    "this JSON is not a table": of_text('{"a": 1}'),
    "this is broken JSON": of_text('[{"d": 1,'),
    "only addresses with": of_value("ftp://example.org/a.csv"),
    "is a web page that shows": of_value("https://github.com/a/b/blob/main/c.csv"),
    "there is no connection": of_answer(URLError(ConnectionRefusedError())),
    "the server answers": of_answer(HTTPError("", 404, "Not Found", None, None)),  # type: ignore[arg-type]
    "it redirects more": of_answer(HTTPError("", 302, "redirect error", None, None)),  # type: ignore[arg-type]
    "it redirects to": of_answer(redirected),
    "the connection broke": of_answer(downloads._BrokenError()),
    "it took longer than": of_answer(TimeoutError()),
    "it has more than": of_answer(downloads._TooLargeError()),
}
"""What raises each error of the page, by how the page quotes it; all of them where several places raise it."""


def quoted() -> list[str]:
    """The errors that the page explains: in the first cells of its last two tables."""
    rows = re.findall(r"^\| ([*`].+?) \|", PAGE.partition("## What each error means")[2], re.MULTILINE)
    return [
        quote
        for row in rows
        for quote in re.findall(r"`([^`]+)`|(?<!\w)\*(.+?)\*(?!\w)", row)
        for quote in quote
        if quote
    ]


def pattern_of(quote: str) -> str:
    """Names and numbers are those of an example."""
    words = re.sub(r"'[^']*'", "NAME", quote.removesuffix("'Vcmb'")).replace("...", "ANYTHING")
    words = re.sub(r"\d([\d.,]*\d)?", "NUMBER", words)
    return re.escape(words).replace("NAME", "'.*'").replace("ANYTHING", ".*").replace("NUMBER", r"[\d.,]+")


def test_the_page_explains_errors() -> None:
    assert len(quoted()) == len(RAISES)


WITHIN = {"it has no columns", "a cell may be nan(1)", "rows of different lengths"}
"""Errors that another one takes the place of, or that only turn to another way of reading."""


def places_in(error: BaseException | None) -> Iterator[tuple[str, int]]:
    """The files and lines that an error has come through, and those before it."""
    while error is not None:
        for frame, line in traceback.walk_tb(error.__traceback__):
            yield frame.f_code.co_filename, line
        error = error.__cause__ or error.__context__


def places_that_raise() -> Iterator[tuple[str, int]]:
    """The files and lines in which a table, a file or a unit is refused."""
    package = Path(hw.__file__).parent
    for path in (*package.glob("io/**/*.py"), package / "data" / "units.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and not WITHIN & {*texts_in(node)}:
                (name,) = (each.id for each in [node.exc.func] if isinstance(each, ast.Name))
                if name in ("TypeError", "ValueError"):
                    yield str(path), node.lineno


def texts_in(node: ast.AST) -> Iterator[str]:
    return (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))


@pytest.mark.parametrize("quote", quoted())
def test_an_error_of_the_page_has_these_words(quote: str) -> None:
    (raises,) = (call for begins, call in RAISES.items() if quote.startswith(begins))
    for each in raises if isinstance(raises, tuple) else (raises,):
        with pytest.raises((TypeError, ValueError), match=pattern_of(quote)):
            each()


def test_the_page_explains_every_error() -> None:
    raised: set[tuple[str, int]] = set()
    for raises in RAISES.values():
        for each in raises if isinstance(raises, tuple) else (raises,):
            with pytest.raises((TypeError, ValueError)) as refused:
                each()
            raised.update(places_in(refused.value))
    assert {*places_that_raise()} - raised == set()


def test_the_endings_of_the_page_are_those_that_are_read() -> None:
    table = PAGE.partition("| kind | endings |")[2].partition("\n\n")[0]
    endings = {ending for row in table.split("\n") for ending in re.findall(r"\.\w+", " ".join(row.split("|")[2:3]))}
    not_told = {".html", ".htm", ".xls", ".ods", ""}  # their errors say what helps
    assert endings == ({*files._READERS} | files.COMPRESSED) - not_told
