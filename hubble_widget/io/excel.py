"""Sheets of Excel's workbooks, read by openpyxl."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from hubble_widget.io.csv_reader import table_of_rows
from hubble_widget.io.rows import MAX_COLUMNS, Row
from hubble_widget.io.tables import Table

MAX_ROWS = 1_048_576
"""As many as Excel itself has."""

MAX_UNPACKED = 500_000_000
"""Bytes that a workbook, which is a packed file, may have unpacked."""

_OTHERWISE = "open it in a spreadsheet and save the sheet as CSV, or read it by pandas.read_excel and hand in the frame"


def read_excel(content: bytes) -> Table:
    """Return the table in a workbook (.xlsx): that of its only sheet with rows of numbers.

    Raises
    ------
    ValueError
        If openpyxl is not installed, it is no such workbook, or several of its sheets hold tables.
    """
    if not find_spec("openpyxl"):
        raise ValueError(
            f'that needs openpyxl: pip install openpyxl (or "hubble_widget[excel]"); or else {_OTHERWISE}.'
        )
    try:
        sheets = dict(_sheets(content))
    except Exception as error:  # openpyxl has many ways to say that a workbook is broken
        raise ValueError(f"it is no workbook that openpyxl can read ({error}); {_OTHERWISE}.") from error
    filled = {name: rows for name, rows in sheets.items() if rows}
    tables = {name: rows for name, rows in filled.items() if sum(_is_of_numbers(row) for row in rows) > 1} or filled
    if len(tables) > 1:
        names = ", ".join(map(repr, tables))
        raise ValueError(
            f"it holds {len(tables)} sheets with tables, {names}; hand in one of them, as in "
            f"pandas.read_excel(path, sheet_name={next(iter(tables))!r})."
        )
    return table_of_rows(next(iter(tables.values()), []), "\t")


def _sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    from openpyxl import load_workbook

    with ZipFile(BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MAX_UNPACKED:
        raise BadZipFile(f"unpacked it has {size:,} bytes; {MAX_UNPACKED:,} are read")
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        yield sheet.title, _rows_of(sheet)


def _rows_of(sheet: Any) -> list[Row]:
    """Return the cells of a sheet as words, all rows of one length."""
    found = [
        (number, [_word(value) for value in values])
        for number, values in enumerate(islice(sheet.iter_rows(values_only=True), MAX_ROWS), start=1)
        if any(value is not None for value in values)
    ]
    width = max((len(words) for _, words in found), default=0)
    if width > MAX_COLUMNS:
        raise ValueError(f"a table may have {MAX_COLUMNS:,} columns, not {width:,}")
    return [Row(number, words + [""] * (width - len(words))) for number, words in found]


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _is_of_numbers(row: Row) -> bool:
    from hubble_widget.io.number_parsing import is_number

    return sum(map(is_number, row.cells)) > 1
