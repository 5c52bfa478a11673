"""The page "Reading your data": its errors are raised in these words, and the endings in its table are read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from astropy import units as u
from astropy.table import QTable
from openpyxl import Workbook

import hubble_widget as hw
from hubble_widget.io import downloads, files

PAGE = (Path(__file__).parents[2] / "docs" / "reading-your-data.md").read_text()
NUMBERS = [1.0, 2.0]


def of_columns(*names: str, **columns: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(dict.fromkeys(names, NUMBERS), **columns)  # type: ignore[arg-type]


def of_text(text: str) -> Callable[[], object]:
    return lambda: hw.as_dataset(io.StringIO(text))


def of_answer(error: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise ValueError(downloads._reason(error))

    return fail


def two_sheets() -> object:
    book, content = Workbook(), io.BytesIO()
    for sheet in (book.active, book.create_sheet("second")):
        for row in (["d", "v"], NUMBERS, NUMBERS):
            sheet.append(row)
    book.save(content)
    return hw.as_dataset(io.BytesIO(content.getvalue()))


def without_openpyxl() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hubble_widget.io.excel.find_spec", lambda _: None)
        return hw.as_dataset(io.BytesIO(b"PK\x03\x04"))


RAISES: dict[str, Callable[[], Any]] = {
    "it is not clear which column holds the distance": of_columns("a", "b"),
    "... it could be": of_columns("d", "Vhel", "Vcmb"),
    "by its name, column 'z'": of_columns("d", "z", y="z"),
    "by its name, column 'mu'": of_columns("mu", "v", x="mu"),
    "column 'D (furlong)'": of_columns("D (furlong)", "v"),
    "column 'Vhelios (LEDA)'": of_columns("d", "Vhelios (LEDA)"),
    "column 'd (deg)'": of_columns("d (deg)", "v"),
    "is in 'Mpc' by its table": lambda: hw.as_dataset(QTable({"d (kpc)": NUMBERS * u.Mpc, "v": NUMBERS})),
    "column 'velocity' holds text": of_text("d,velocity\n1,70\n2,14O\n4,280\n"),
    "of 27 rows": of_text("d,v\n1,70\n2,\n3,\n"),
    "the columns of a table must have": lambda: hw.as_dataset(
        QTable([NUMBERS, NUMBERS], names="dv").to_pandas()[["d", "d"]]
    ),
    "this is a web page": of_text("<html><body>"),
    "must not be the text of a table": lambda: hw.as_dataset("d,v\n1,70\n2,140\n"),
    "there is no file": lambda: hw.as_dataset("nowhere.csv"),
    "line 7 has 3 cells, but the header": of_text("d,v\n1,70\n2,140\n3,210,5\n"),
    "line 1 has 2 cells, but most": of_text("d,v\n1,5,70\n2,5,140\n9,5,300\n"),
    "there is only one column": of_text("d:v\n1:70\n2:140\n"),
    "column 'v' holds text": of_text("d,v\n1,70\n2,14O\n4,280\n"),
    "the unit belongs into": of_text("d,v\n1 Mpc,70\n2 Mpc,140\n"),
    "a limit is none": of_text("d,v\n1,70\n2,140\n<5,300\n"),
    "that could be": of_text("d;v\n1;1,070\n2;2,140\n"),
    "column 'd' is in 'furlongs'": of_text("d,v\nfurlongs,km/s\n1,70\n2,140\n"),
    "line 2 holds a zero byte": of_text("d,v\n1\0,70\n"),
    "it holds 2 sheets": two_sheets,
    "reading Excel files needs": without_openpyxl,
    "this JSON is not a table": of_text('{"a": 1}'),
    "there is no connection": of_answer(URLError(ConnectionRefusedError())),
    "the server answers": of_answer(HTTPError("", 404, "Not Found", None, None)),  # type: ignore[arg-type]
    "it took longer than": of_answer(TimeoutError()),
    "it has more than": of_answer(downloads._TooLargeError()),
}
"""What raises each error of the page, by how the page quotes it."""


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
    words = re.sub(r"\d+(\.\d+)?", "NUMBER", words)
    return re.escape(words).replace("NAME", "'.*'").replace("ANYTHING", ".*").replace("NUMBER", r"[\d.,]+")


def test_the_page_explains_errors() -> None:
    assert len(quoted()) == len(RAISES)


@pytest.mark.parametrize("quote", quoted())
def test_an_error_of_the_page_has_these_words(quote: str) -> None:
    (raises,) = (call for begins, call in RAISES.items() if quote.startswith(begins))
    with pytest.raises((TypeError, ValueError), match=pattern_of(quote)):
        raises()


def test_the_endings_of_the_page_are_those_that_are_read() -> None:
    table = PAGE.partition("| kind | endings |")[2].partition("\n\n")[0]
    endings = {ending for row in table.split("\n") for ending in re.findall(r"\.\w+", " ".join(row.split("|")[2:3]))}
    not_told = {".html", ".htm", ".xls", ".ods", ""}  # their errors say what helps
    assert endings == ({*files._READERS} | files.COMPRESSED) - not_told
