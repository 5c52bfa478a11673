"""Tables that are text: files that people and spreadsheets have written, and rows that are pasted.

What is judged here is which dialect a text is in and what its rows are. To cut rows into cells is left to Python's csv
module, as astropy's own reader leaves it, and rows of plain numbers to astropy's compiled reader (plain_text.py).
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from hubble_widget.io.number_parsing import (
    LOOKED_AT,
    DecimalSign,
    are_mostly_numbers,
    decimal_sign,
    is_missing,
    is_number,
    numbers_of,
)
from hubble_widget.io.plain_text import plain_table
from hubble_widget.io.tables import Table, table_of_astropy
from hubble_widget.io.unit_names import find_unit
from hubble_widget.regression.columns import FloatArray, shorten

LONGEST_LINE = 20_000
"""Characters; a table of galaxies has no lines so long, and not as many columns."""

_DELIMITERS = ("\t", ";", "|", ",", " ")

_RULER = re.compile(r"[|+]?(?:\s*:?[-=]{3,}:?\s*[|+ ]?)+")
"""The line between header and rows in Markdown, and what else draws one."""

_OF_ASTROPY = (
    (re.compile(r"\A#\s*%ECSV"), "ascii.ecsv"),
    (re.compile(r"^Byte-by-byte Description", re.MULTILINE), "ascii.cds"),
    (re.compile(r"\A(?:\\.*\n)*\|(?:.*\n)+ [^|]*$", re.MULTILINE), "ascii.ipac"),
    (re.compile(r"^\\begin\{", re.MULTILINE), "ascii.latex"),
)
"""Kinds of text with more than columns in it, by what shows them."""


class _Row(NamedTuple):
    """Cells as they stand, perhaps with blanks around: of millions, nobody needs them without."""

    line: int
    cells: list[str]

    @property
    def is_marked(self) -> bool:
        """Whether it begins as a comment does; so does a galaxy #1, and what a spreadsheet could not compute."""
        return self.cells[0].startswith("#")

    @property
    def filled(self) -> int:
        """How many cells there are up to the last that is not empty."""
        return max((place for place, cell in enumerate(self.cells, start=1) if cell.strip()), default=0)

    @property
    def is_of_names(self) -> bool:
        """Whether it can be a header: names of columns, some of them perhaps empty, and no number."""
        return not any(map(is_number, self.cells)) and not all(map(is_missing, self.cells))

    @property
    def is_prose(self) -> bool:
        """Whether there are several words in a cell, but for a unit in brackets."""
        return any(len(re.sub(r"[(\[].*?[)\]]", "", cell).split()) > 1 for cell in self.cells)

    def fits(self, width: int) -> bool:
        """Whether it has so many cells, the last of them perhaps empty."""
        return len(self.cells) == width or self.filled == width

    def is_data(self, width: int) -> bool:
        """Whether it can be the first row of numbers in a table so wide."""
        is_comment = self.is_marked and not self.cells[0][1:2].strip()
        return self.fits(width) and any(map(is_number, self.cells)) and not is_comment

    def uncommented(self, width: int) -> _Row:
        """Return a comment without its sign: it may hold the names of the columns."""
        first = self.cells[0].lstrip("# ").strip()
        rest = self.cells[1:]
        return self._replace(cells=rest if not first and len(rest) == width else [first, *rest])


class _TextTable(Table):
    """Columns of words."""

    def __init__(self, names: Sequence[str], units: Sequence[str], rows: Iterable[_Row], delimiter: str) -> None:
        columns = zip(*(row.cells for row in rows), strict=True)
        self._columns = dict(zip(names, columns, strict=False)) or dict.fromkeys(names, ())
        self._units = dict(zip(names, units, strict=True))
        self._delimiter = delimiter

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._columns)

    @cached_property
    def _decimal_sign(self) -> DecimalSign:
        # Between commas a number with a comma is in quotation marks, as a spreadsheet writes thousands.
        words = [cell for column in self._columns.values() for cell in column]
        return decimal_sign(words, "." if self._delimiter == "," else "?")

    def is_numeric(self, name: str) -> bool:
        return are_mostly_numbers(self._columns[name])

    def unit(self, name: str) -> Any | None:
        return find_unit(self._units[name])

    def numbers(self, name: str) -> FloatArray:
        return numbers_of(name, self._columns[name], self._decimal_sign)

    def texts(self, name: str) -> list[str | None]:
        return [None if is_missing(cell) else cell.strip() for cell in self._columns[name]]


def parse_table(text: str) -> Table:
    """Return the table of a text: columns between commas, semicolons, tabs, bars or blanks, with or without a header.

    Raises
    ------
    ValueError
        If it is no table.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"line {line} holds a zero byte, which no text does; save the table anew, as CSV in UTF-8.")
    for mark, kind in _OF_ASTROPY:
        if mark.search(text):
            return _parsed_by_astropy(text, kind)
    lines = list(_lines_of(text.removeprefix("\N{BYTE ORDER MARK}")))
    named = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None  # for Excel
    delimiter = named[1] if named else _delimiter_of(lines)
    return _table_of(lines, delimiter, skipped=int(named is not None))


def read_text_table(file: Path) -> Table:
    """Return the table of a text file, packed or not, in UTF-8, UTF-16 or else the code page of Western Europe.

    Raises
    ------
    ValueError
        If it is no table.
    """
    from astropy.utils.data import get_readable_fileobj

    with get_readable_fileobj(str(file), encoding="binary") as packed:
        return parse_table(_decoded(packed.read()))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _parsed_by_astropy(text: str, kind: str) -> Table:
    from astropy.table import Table as AstropyTable

    try:
        return table_of_astropy(AstropyTable.read(text.splitlines(), format=kind))
    except Exception as error:  # astropy has many ways to say that a table is broken
        raise ValueError(f"this is no table in the format {kind}: {shorten(str(error))}") from error


def _lines_of(text: str) -> Iterator[str]:
    for number, line in enumerate(StringIO(text, newline=None), start=1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"line {number} has {len(line):,} characters; a table may have {LONGEST_LINE:,}.")
        yield line


def _delimiter_of(lines: Sequence[str]) -> str:
    """Return what cuts most lines into the same number of cells, and of several what makes most of these numbers."""
    filled = list(islice((line for line in lines if line.strip()), LOOKED_AT))
    sample = [line for line in filled if line[0] != "#"] or filled

    def fitness(delimiter: str) -> tuple[int, float]:
        rows = [row.cells for row in _rows_of(sample, delimiter) if len(row.cells) > 1]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (1, 0))
        cells = [cell for row in rows if len(row) == width for cell in row]
        return count, sum(map(is_number, cells)) / max(len(cells), 1)

    return max(_DELIMITERS, key=fitness)


def _rows_of(lines: Iterable[str], delimiter: str, first_line: int = 1) -> Iterator[_Row]:
    if delimiter == " ":
        lines = (line.expandtabs(1).strip(" \n") for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                is_framed = delimiter == "|" and len(cells) > 2 and not cells[0].strip() and not cells[-1].strip()
                yield _Row(first_line + reader.line_num - 1, cells[1:-1] if is_framed else cells)
    except csv.Error as error:
        raise ValueError(f"line {first_line + reader.line_num - 1} is no row of a table: {error}.") from None


class _Layout(NamedTuple):
    """What the rows of a table are: the names and units of its columns, and those that hold what is in them."""

    names: list[str]
    units: list[str]
    header: _Row | None
    body: list[_Row]

    def filled(self, delimiter: str) -> _TextTable:
        """Return the table, cell by cell."""
        width = len(self.names)
        rows = [_fitted(row, width, self.header) for row in self.body if row.fits(width) or not row.is_marked]
        return _TextTable(self.names, self.units, rows, delimiter)


def _table_of(lines: Sequence[str], delimiter: str, skipped: int) -> Table:
    """Return the table of all lines but the first that are skipped: by astropy where they are plain, else by cells."""

    def rows() -> Iterator[_Row]:
        return _rows_of(islice(lines, skipped, None), delimiter, skipped + 1)

    def read_all() -> Table:
        return _layout_of(list(rows())).filled(delimiter)

    beginning = list(islice(rows(), 2 * LOOKED_AT))
    if not beginning:
        raise ValueError("there are no rows; what is wanted is columns of distance (Mpc) and velocity (km/s).")
    layout = _layout_of(beginning)
    if not layout.body:
        return read_all()
    first = layout.filled(delimiter)
    return plain_table(lines[layout.body[0].line - 1 :], delimiter, first, read_all)


def _layout_of(rows: list[_Row]) -> _Layout:
    """Judge rows of which the first may be comments, a title, the header, and units."""
    width = _width_of(rows)
    header, body = _without_header(rows, width)
    names = [] if header is None else [cell.strip() for cell in header.cells[:width]]
    if names and len(names) == width - 1:  # as R writes it: the rows have names of their own, without a header
        names.insert(0, "")
    units = [""] * width
    if header is not None:
        if body and all(_RULER.fullmatch(cell.strip()) for cell in body[0].cells):
            body = body[1:]
        if body and (told := _units_in(body[0], width)):
            units, body = told, body[1:]
    return _Layout(_distinct(names, width), units, header, body)


def _width_of(rows: Sequence[_Row]) -> int:
    """Return the number of columns: that of most rows, without those that are empty to the last."""
    counted = [row for row in rows[:LOOKED_AT] if not row.is_marked] or rows[:LOOKED_AT]
    width = Counter(len(row.cells) for row in counted).most_common(1)[0][0]
    return max(row.filled for row in counted if len(row.cells) == width) or width


def _without_header(rows: list[_Row], width: int) -> tuple[_Row | None, list[_Row]]:
    """Return the header, None where there is none, and what stands below it."""
    first = next((place for place, row in enumerate(rows) if row.is_data(width)), len(rows))
    above = [row for row in rows[:first] if not row.is_marked]
    for has_width in (width, width - 1):
        for row in above:
            if row.fits(has_width) and row.filled >= min(width, 2) and row.is_of_names:
                return row, rows[rows.index(row) + 1 :]
    for row in above:
        if row.filled > 1:
            raise ValueError(f"line {row.line} has {_cells(row.filled)}, but most rows have {width}.")
    commented = [row.uncommented(width) for row in rows[:first] if row.is_marked]
    fitting = [row for row in commented if row.fits(width) and row.is_of_names and not row.is_prose]
    return (fitting[-1] if fitting else None), rows[first:]


def _fitted(row: _Row, width: int, header: _Row | None) -> _Row:
    """Return a row of as many cells as there are columns."""
    if len(row.cells) == width:
        return row
    if row.filled > width or len(row.cells) < width:
        others = "most rows have" if header is None else f"the header (line {header.line}) has"
        raise ValueError(f"line {row.line} has {_cells(max(row.filled, 1))}, but {others} {width}.")
    return row._replace(cells=row.cells[:width])


def _cells(count: int) -> str:
    return f"{count} cell{'s' * (count != 1)}"


def _units_in(row: _Row, width: int) -> list[str]:
    """Return the units of a row that holds nothing else; none where it holds anything else."""
    cells = [cell.strip().strip("[]()") for cell in row.cells[:width]]
    if len(cells) < width or not row.is_of_names:
        return []
    are_units = all(is_missing(cell) or find_unit(cell) is not None for cell in cells)
    return ["" if is_missing(cell) else cell for cell in cells] if are_units else []


def _distinct(names: Sequence[str], width: int) -> list[str]:
    """Return a name for each column, no two alike."""
    distinct: dict[str, None] = {}
    for place in range(width):
        name = names[place] or f"unnamed: {place}" if names else f"col{place + 1}"
        again = (f"{name} {count}" for count in range(2, width + 2))
        distinct[name if name not in distinct else next(each for each in again if each not in distinct)] = None
    return list(distinct)
