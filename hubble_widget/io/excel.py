"""Sheets of Excel workbooks, read by openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from hubble_widget.io.columns.errors import one_of_several
from hubble_widget.io.number_parsing import is_number
from hubble_widget.io.table import Table
from hubble_widget.io.text.csv_reader import table_of_rows
from hubble_widget.io.text.rows import MAX_COLUMNS, Row
from hubble_widget.io.unit_names import find_unit, unit_at_end

MAX_ROWS = 1_048_576
"""The limit of Excel itself."""

MAX_UNPACKED = 500_000_000
"""Largest size of an unpacked workbook, in bytes. A workbook is a zip archive."""

_SHOWN = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|[0#?.,]')
"""Text in the format of a number, and the places of digits."""

_OTHERWISE = "open it in a spreadsheet and save the sheet as CSV, or read it by pandas.read_excel and pass the frame"


def read_excel(content: bytes) -> Table:
    """Return the table of the only sheet with rows of numbers in a workbook (.xlsx).

    Raises
    ------
    ValueError
        If openpyxl is not installed or cannot read the workbook, or if several sheets hold tables.
    """
    if not find_spec("openpyxl"):
        raise ValueError(
            f'reading Excel files needs openpyxl: pip install openpyxl (or "hubble_widget[excel]"). Or {_OTHERWISE}.'
        )
    try:
        sheets = dict(_sheets(content))
    except Exception as error:  # openpyxl raises many kinds of errors for a broken workbook
        raise ValueError(f"openpyxl cannot read this workbook ({error}); {_OTHERWISE}.") from error
    filled = {name: rows for name, rows in sheets.items() if rows}
    tables = {name: rows for name, rows in filled.items() if sum(_is_of_numbers(row) for row in rows) > 1} or filled
    if len(tables) > 1:
        call = f"pandas.read_excel(path, sheet_name={next(iter(tables))!r})"
        raise ValueError(one_of_several("sheets with tables", [*tables], call))
    return table_of_rows(next(iter(tables.values()), []), "\t")


def _sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    from openpyxl import load_workbook

    with ZipFile(BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MAX_UNPACKED:
        raise BadZipFile(f"unpacked it has {size:,} bytes; the limit is {MAX_UNPACKED:,}")
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        yield sheet.title, _rows_of(sheet)


def _rows_of(sheet: Any) -> list[Row]:
    """Return the cells of a sheet as words. All rows get the same length."""
    found: list[tuple[int, list[str]]] = []
    shown: dict[int, dict[str, list[int]]] = {}  # by column and unit, the rows of galaxies whose cells show it
    for number, cells in enumerate(islice(sheet.iter_rows(), MAX_ROWS), start=1):
        numbers = [place for place, cell in enumerate(cells) if isinstance(cell.value, int | float)]
        for place in numbers if len(numbers) > 1 else ():
            if unit := _unit_shown(cells[place].number_format):
                shown.setdefault(place, {}).setdefault(unit, []).append(len(found))
        if any(cell.value is not None for cell in cells):
            found.append((number, [_word(cell.value) for cell in cells]))
    width = max((len(words) for _, words in found), default=0)
    if width > MAX_COLUMNS:
        raise ValueError(f"a table may have {MAX_COLUMNS:,} columns, not {width:,}")
    rows = [Row(number, words + [""] * (width - len(words))) for number, words in found]
    return [*_comments_on(shown, rows), *rows]


def _comments_on(shown: Mapping[int, Mapping[str, Sequence[int]]], rows: Sequence[Row]) -> Iterator[Row]:
    """Yield comments with the unit that the cells of a column show. Several units are written into the cells."""
    for place, units in shown.items():
        if len({str(find_unit(unit)) for unit in units}) > 1:
            for unit, of_unit in units.items():
                for row in of_unit:
                    rows[row].cells[place] += f" in {unit}"
            continue
        name = next((row.cells[place] for row in rows if row.cells[place] and not is_number(row.cells[place])), "")
        if name:
            yield Row(0, [f"# {name}: {next(iter(units))}", *([""] * (len(rows[0].cells) - 1))])


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


@lru_cache(maxsize=1000)
def _unit_shown(number_format: str) -> str:
    """Return the unit of length or speed that a format shows behind a number, 0.0" Mly"; else an empty text."""
    positive, *_ = number_format.split(";")
    return unit_at_end(_SHOWN.sub(lambda shown: shown[1] or shown[2] or shown[3] or "", positive).strip())


def _is_of_numbers(row: Row) -> bool:
    return sum(map(is_number, row.cells)) > 1
