"""Tables that are text: files that people, catalogs and spreadsheets have written, and rows that are pasted.

Judged here: which dialect a text is in. Which rows are its header, `header` says; the cells are read by libraries, by
Python's csv module, astropy and, in long texts, PyArrow or Polars.
"""

from __future__ import annotations

import codecs
import csv
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from io import StringIO
from itertools import islice, takewhile
from typing import Any

from hubble_widget.io.header import Header, find_header
from hubble_widget.io.json_tables import parse_json
from hubble_widget.io.long_text import MIN_CHARACTERS, long_table
from hubble_widget.io.number_parsing import (
    LOOKED_AT,
    DecimalSign,
    are_mostly_numbers,
    decimal_sign,
    is_missing,
    is_number,
    numbers_of,
)
from hubble_widget.io.rows import COMMENT, Row
from hubble_widget.io.tables import Table, table_of_astropy
from hubble_widget.io.unit_names import told_unit
from hubble_widget.regression.columns import FloatArray, shorten

MAX_LINE = 20_000
"""Characters; a longer line must have cells for them, `MAX_CELL` characters each on average."""

MAX_CELL = 200
MAX_COLUMNS = 5_000

_BEGINNING = 100_000
"""Characters in which the kind of a text is looked for."""

_DELIMITERS = ("\t", ";", "|", ",", " ")

_REMARK = re.compile(r"^( *[-+.]?\d[^#]*[^# ]) +# .*$", re.DOTALL)
"""What is said behind a row of numbers: 10 700 # good."""

_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title|div|table|pre)\b",
    re.IGNORECASE | re.DOTALL,
)
_OF_ASTROPY = (
    (re.compile(r"\A#\s*%ECSV"), "ascii.ecsv"),
    (re.compile(r"^Byte-by-byte Description", re.MULTILINE), "ascii.cds"),
    (re.compile(r"^\\begin\{", re.MULTILINE), "ascii.latex"),
)
"""Kinds of text with more than columns in it, by what shows them."""


class _TextTable(Table):
    """Columns of words."""

    def __init__(self, header: Header, delimiter: str) -> None:
        columns = zip(*(row.cells for row in header.rows()), strict=True)
        self._columns = dict(zip(header.names, columns, strict=False)) or dict.fromkeys(header.names, ())
        self._units = dict(zip(header.names, header.units, strict=True))
        self._delimiter, self.remark = delimiter, header.remark
        self._is_numeric: dict[str, bool] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._columns)

    @cached_property
    def _decimal_sign(self) -> DecimalSign:
        # Between commas a number with a comma is in quotation marks, as a spreadsheet writes thousands.
        words = (cell for column in self._columns.values() for cell in column)
        return decimal_sign(words, "." if self._delimiter == "," else "?")

    def is_numeric(self, name: str) -> bool:
        if name not in self._is_numeric:
            self._is_numeric[name] = are_mostly_numbers(self._columns[name])
        return self._is_numeric[name]

    def unit(self, name: str) -> Any | None:
        return told_unit(self._units[name])

    def numbers(self, name: str) -> FloatArray:
        return numbers_of(name, self._columns[name], self._decimal_sign)

    def texts(self, name: str) -> list[str | None]:
        return [None if is_missing(cell) else cell.strip() for cell in self._columns[name]]


def parse_table(text: str) -> Table:
    """Return the table of a text.

    Parameters
    ----------
    text : str
        Columns between commas, semicolons, tabs, bars or blanks, with or without a header; byte-by-byte tables of CDS
        and of the journals of the AAS, IPAC, ECSV, VizieR, EDD, Markdown, LaTeX, JSON.

    Raises
    ------
    ValueError
        If it is no table.
    """
    return _parse_long(text.encode(errors="replace")) or _parse_short(text)


def parse_content(content: bytes) -> Table:
    """Return the table of a text file, in UTF-8, UTF-16 or else the code page of Western Europe.

    Raises
    ------
    ValueError
        If it is no table.
    """
    return _parse_long(content) or _parse_short(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _parse_short(text: str) -> Table:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"line {line} holds a zero byte, which no text does; save the table anew, as CSV in UTF-8.")
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    kind = _kind_of(text[:_BEGINNING])
    if kind == "page":
        raise ValueError(
            "this is a web page, not the data that it shows; use the link behind its button Raw or Download (on GitHub "
            "the address then begins with https://raw.githubusercontent.com), or save the data themselves as a file."
        )
    if kind == "json" and (table := parse_json(text)) is not None:
        return table
    return _parsed_by_astropy(text.lstrip("\n"), kind) if kind.startswith("ascii") else _parse_rows(text)


def _kind_of(beginning: str) -> str:
    """Return "page", "json", "rows", or the name that astropy has for a format."""
    if is_web_page(beginning):
        return "page"
    found = next((kind for mark, kind in _OF_ASTROPY if mark.search(beginning)), "")
    if found or _is_ipac(beginning):
        return found or "ascii.ipac"
    return "json" if beginning.lstrip()[:1] in ("[", "{") else "rows"


def is_web_page(beginning: str) -> bool:
    """Return whether a text is HTML, by its first characters."""
    return _WEB_PAGE.match(beginning) is not None


def table_of_rows(rows: Sequence[Row], delimiter: str) -> Table:
    """Return the table of rows of cells, of which the first may be its header.

    Raises
    ------
    ValueError
        If they make no table.
    """
    if not rows:
        raise ValueError("there are no rows; what is wanted is columns of distance (Mpc) and velocity (km/s).")
    return _TextTable(find_header(rows, delimiter), delimiter)


def _parsed_by_astropy(text: str, kind: str) -> Table:
    from astropy.table import Table as AstropyTable

    try:
        with warnings.catch_warnings():  # of units of other columns that it does not know
            warnings.simplefilter("ignore")
            table = AstropyTable.read(text.splitlines(), format=kind)
        if not table.colnames:
            raise ValueError("it has no columns")
        return table_of_astropy(table)
    except Exception as error:  # astropy has many ways to say that a table is broken
        raise ValueError(f"this is no table in the format {kind}: {shorten(str(error))}") from error


def _is_ipac(beginning: str) -> bool:
    """Return whether names stand between bars and rows do not, as in the tables of IPAC."""
    lines = [line for line in beginning.splitlines() if line.strip() and not line.startswith("\\")]
    bars = [*takewhile(lambda line: line.startswith("|"), lines)]
    return 0 < len(bars) <= 4 and len(bars) < len(lines) and "|" not in lines[len(bars)] and "---" not in bars[-1]


def _parse_rows(text: str) -> Table:
    """Return the table of all lines, cell by cell."""
    beginning = list(islice(_lines_of(text), 2 * LOOKED_AT))
    delimiter, skipped = _dialect_of(beginning)
    return table_of_rows(_cut(islice(_lines_of(text), skipped, None), delimiter, skipped + 1), delimiter)


def _parse_long(content: bytes) -> Table | None:
    """Return the table of a long text of rows, of which only the beginning is looked at; None of any other."""
    if len(content) < MIN_CHARACTERS or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    content = content.replace(b"\r\n", b"\n") if b"\r" in content[:_BEGINNING] else content
    beginning = content[:_BEGINNING]
    try:
        text = beginning[: beginning.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        return None
    if "\0" in text or "\r" in text or _kind_of(text) != "rows":
        return None
    lines = list(islice(_lines_of(text), 2 * LOOKED_AT))
    delimiter, skipped = _dialect_of(lines)
    rows = _cut(lines[skipped:], delimiter, skipped + 1)
    header = find_header(rows, delimiter) if rows else None
    if header is None or not header.body:
        return None
    start = sum(len(line.encode()) for line in lines[: header.body[0].line - 1])
    return long_table(_TextTable(header, delimiter), content, start, delimiter, lambda: _parse_rows(_decoded(content)))


def _dialect_of(lines: Sequence[str]) -> tuple[str, int]:
    """Return what stands between the cells, and how many lines above the rows say so."""
    named = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None  # for Excel
    return (named[1], 1) if named else (_delimiter_of(lines), 0)


def _lines_of(text: str) -> Iterator[str]:
    for number, line in enumerate(StringIO(text, newline=None), start=1):
        if len(line) > MAX_LINE and len(line) > MAX_CELL * min(MAX_COLUMNS, 1 + sum(map(line.count, _DELIMITERS))):
            raise ValueError(f"line {number} has {len(line):,} characters; a table may have {MAX_LINE:,}.")
        yield line


def _delimiter_of(lines: Sequence[str]) -> str:
    """Return what cuts most lines into the same number of cells, and of several what makes most of these numbers."""
    filled = list(islice((line for line in lines if line.strip()), LOOKED_AT // 4))
    sample = [line for line in filled if not COMMENT.match(line)] or filled

    def fitness(delimiter: str) -> tuple[int, float]:
        rows = [row.cells for row in _cut(sample, delimiter) if len(row.cells) > 1]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (1, 0))
        cells = [cell.strip() for row in rows if len(row) == width for cell in row]
        # "1,5 700,25" are two numbers with commas, not three with a blank between thousands.
        numbers = sum(is_number(cell) and not (delimiter == "," and " " in cell) for cell in cells)
        return count, numbers / max(len(cells), 1)

    return max(_DELIMITERS, key=fitness)


def _cut(lines: Iterable[str], delimiter: str, first_line: int = 1) -> list[Row]:
    """Return the rows of lines, without those in which nothing stands."""
    if delimiter == " ":
        lines = (_REMARK.sub(r"\1", line.expandtabs(1)).strip(" \n") for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        rows = [
            Row(first_line + reader.line_num - 1, cells)
            for cells in reader
            if len(cells) > 1 or (cells and cells[0].strip())
        ]
    except csv.Error as error:
        raise ValueError(f"line {first_line + reader.line_num - 1} is no row of a table: {error}.") from None
    wide = next((row for row in rows if len(row.cells) > MAX_COLUMNS), None)
    if wide is not None:
        raise ValueError(f"line {wide.line} has {len(wide.cells):,} cells; a table may have {MAX_COLUMNS:,} columns.")
    return _unframed(rows) if delimiter == "|" else rows


def _unframed(rows: list[Row]) -> list[Row]:
    """Return the rows without the empty cells outside of bars at both ends, where most rows have them."""
    framed = [len(row.cells) > 2 and not row.cells[0].strip() and not row.cells[-1].strip() for row in rows]
    if 2 * sum(framed) <= sum(len(row.cells) > 1 for row in rows):
        return rows
    return [
        row._replace(cells=row.cells[1:-1]) if is_framed else row for row, is_framed in zip(rows, framed, strict=True)
    ]
