"""Which of a table's rows are its header: names, units and rulers, among titles and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from hubble_widget.io.comment_words import automatic_names, header_in_comments, remark_on, text_of
from hubble_widget.io.number_parsing import LOOKED_AT, is_missing, is_number
from hubble_widget.io.rows import Row
from hubble_widget.io.unit_names import find_unit

_PRINTF = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]")
_MAX_ABOVE = 200
"""Lines above the rows, the nearest, among which the header is looked for."""


class Header(NamedTuple):
    """The names and units of a table's columns, and the rows below.

    Attributes
    ----------
    names, units : list of str
        One for each column; a unit is empty where there is none.
    line : int or None
        Where the names stand; None where nothing names the columns.
    body : list of Row
        Comments are still among them.
    remark : str
        What comments say of a unit, where none stands with a column.
    """

    names: list[str]
    units: list[str]
    line: int | None
    body: list[Row]
    remark: str = ""

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are of the table, of one length each.

        Raises
        ------
        ValueError
            If one has more cells than there are columns, or fewer.
        """
        width = len(self.names)
        begins_with_numbers = _numeric([row for row in self.body[:LOOKED_AT] if not row.is_marked], 1)[0]
        for each in self.body:
            row = each if len(each.cells) == width else each.uncommented_after(width)
            if begins_with_numbers and row.is_commented_out:
                continue
            if len(row.cells) == width and not row.cells[0].startswith(("#", "/", "%", "!", "-", "=", "+", ":")):
                yield row
            elif not (row.is_comment or row.is_ruler or (row.is_marked and not row.fits(width))):
                if not row.fits(width):
                    others = "most rows have" if self.line is None else f"the header (line {self.line}) has"
                    raise ValueError(f"line {row.line} has {_count(max(row.filled, 1))}, but {others} {width}.")
                yield row._replace(cells=row.cells[:width])


def find_header(rows: Sequence[Row], delimiter: str) -> Header:
    """Return the header of a table and the rows below it.

    Parameters
    ----------
    rows : sequence of Row
        The first may be comments, a title, names, units, rulers, and in EDD's exports formats and descriptions.
    delimiter : str
        What the cells were cut by; a comment may have another.

    Raises
    ------
    ValueError
        If what stands above the numbers has several cells, but not one for each column.
    """
    width = _width_of(rows)
    first = _first_of_data(rows, width)
    above, body = list(rows[:first]), rows[first:]
    formats = next(
        (place for place, row in enumerate(above[:_MAX_ABOVE]) if place and _is_of_formats(row, width)), None
    )
    nearest = above[-_MAX_ABOVE:] if body else above[:_MAX_ABOVE]
    header = above[formats - 1] if formats else _plain_header(nearest, width)
    found = header or header_in_comments(above, _numeric(body, width), delimiter)
    names = [cell.strip() for cell in found.cells[:width]] if found else []
    if names and len(names) == width - 1:  # as R writes it: the rows have names of their own, without a header
        names.insert(0, "")
    start = next((place for place, row in enumerate(above, start=1) if found and row.line == found.line), len(above))
    start = formats + 1 if formats else start
    units, between = _units_below(above[start:], body, width, delimiter)
    kept = between if header and not formats else []
    distinct = _distinct(names, width) or automatic_names(above, width)
    return Header(distinct, units, found.line if found else None, [*kept, *body], remark_on(above))


def _width_of(rows: Sequence[Row]) -> int:
    """Return the number of columns: that of most rows, without those that are empty to the last."""
    counted = [row for row in rows[:LOOKED_AT] if not row.is_marked] or rows[:LOOKED_AT]
    width = Counter(len(row.cells) for row in counted).most_common(1)[0][0]
    return max(row.filled for row in counted if len(row.cells) == width) or width


def _first_of_data(rows: Sequence[Row], width: int) -> int:
    """Return the place of the first row of numbers: not that of names of which one is a number, as 2015 may be."""
    data = list(islice((place for place, row in enumerate(rows) if row.is_data(width)), 2))
    if len(data) < 2:
        return data[0] if data else len(rows)
    first, numeric = rows[data[0]], _numeric(rows[data[1] : data[1] + LOOKED_AT], width)
    words = [
        cell for cell, has_numbers in zip(first.cells, numeric, strict=False) if has_numbers and not is_missing(cell)
    ]
    are_names = sum(not is_number(word) for word in words) >= max(2, 0.6 * len(words))
    return data[1] if are_names else data[0]


def _numeric(body: Sequence[Row], width: int) -> list[bool]:
    """Return of each column whether there are numbers in its first cells."""
    return [any(len(row.cells) > place and is_number(row.cells[place]) for row in body[:50]) for place in range(width)]


def _is_of_formats(row: Row, width: int) -> bool:
    return row.fits(width) and all(_PRINTF.fullmatch(cell.strip()) for cell in row.cells[:width])


def _plain_header(above: Sequence[Row], width: int) -> Row | None:
    """Return the row of names that is no comment: of several the one with most of them, for a title has gaps."""
    plain = [row for row in above if not row.is_marked and not row.is_ruler]
    for has_width in (width, width - 1):
        fitting = [row for row in plain if row.fits(has_width) and row.filled >= min(width, 2)]
        fitting = [row for row in fitting if row.is_of_names or row.is_data(width)]
        if fitting:
            return max(fitting, key=lambda row: sum(not is_missing(cell) for cell in row.cells))
    for row in plain:
        if row.filled > 1:
            raise ValueError(f"line {row.line} has {_count(row.filled)}, but most rows have {width}.")
    return None


def _units_below(above: Sequence[Row], body: Sequence[Row], width: int, delimiter: str) -> tuple[list[str], list[Row]]:
    """Return the units that stand below the names, and what else stands there but rulers and comments."""
    numeric = _numeric(body, width)
    units = [""] * width
    others: list[Row] = []
    for row in above:
        told: list[str] = []
        if not any(units) and len(others) <= 2:
            told = _units_in(row.uncommented(width), numeric)
            apart = re.split(r"[\s,;|]+", text_of(row, delimiter)) if row.is_comment and not told else []
            told = _units_in(Row(row.line, apart), numeric) if len(apart) == width else told
        if told:
            units = told
        elif not row.is_comment and "".join(row.cells).strip("-=+|: "):  # VizieR's ruler may be as short as "--"
            others.append(row)
    return units, others


def _units_in(row: Row, numeric: Sequence[bool]) -> list[str]:
    """Return the units of a row; none where it is no such row.

    It is one where all its cells are units, or one above numbers is of a length or a speed: d alone may be a name.
    """
    cells = [cell.strip().strip("[](){}").strip() for cell in row.cells[: len(numeric)]]
    if len(cells) < len(numeric) or not row.is_of_names:
        return []
    cells = ["" if is_missing(cell) or not cell.strip("-") else cell for cell in cells]
    units = [find_unit(cell) if cell else None for cell in cells]
    are_all = all(unit is not None for unit, cell in zip(units, cells, strict=True) if cell)
    kinds = {
        str(unit.physical_type)
        for unit, cell, has_numbers in zip(units, cells, numeric, strict=True)
        if has_numbers and unit is not None and len(cell) > 1
    }
    is_above_numbers = any(has_numbers and unit is not None for unit, has_numbers in zip(units, numeric, strict=True))
    return cells if (are_all and is_above_numbers) or kinds & {"length", "speed/velocity"} else []


def _distinct(names: Sequence[str], width: int) -> list[str]:
    """Return a name for each column, no two alike; none where there are none."""
    distinct: dict[str, None] = {}
    for place, text in enumerate(names):
        name = text or f"unnamed: {place}"
        again = (f"{name} {count}" for count in range(2, width + 2))
        distinct[name if name not in distinct else next(each for each in again if each not in distinct)] = None
    return list(distinct)


def _count(cells: int) -> str:
    return f"{cells} cell{'s' * (cells != 1)}"
