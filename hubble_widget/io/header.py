"""Which of a table's rows are its header: names, units and rulers, among titles and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from typing import NamedTuple

from hubble_widget.io.comment_words import automatic_names, header_in_comments, remark_on, text_of
from hubble_widget.io.number_parsing import LOOKED_AT, is_missing, is_number
from hubble_widget.io.rows import COMMENTED_OUT, Row
from hubble_widget.io.unit_names import find_unit

_PRINTF = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]")
_OF_GALAXIES = ("length", "speed/velocity")
_MAX_ABOVE = 200
"""Lines above the rows, the nearest, among which the header is looked for."""


class Header(NamedTuple):
    """The names and units of a table's columns, and the rows below.

    Attributes
    ----------
    names, units : list of str
        One for each column; a unit is empty where there is none.
    rows : list of Row
        Those that are of the table, of one length each.
    remark : str
        What comments say of a unit, where none stands with a column.
    """

    names: list[str]
    units: list[str]
    rows: list[Row]
    remark: str


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
        If what stands above the numbers has several cells, but not one for each column, or a row below has more cells
        than there are columns, or fewer.
    """
    width = _width_of(rows)
    first = _first_of_data(rows, width)
    above, body = list(rows[:first]), rows[first:]
    numeric = _numeric(body, width)
    nearest = above[-_MAX_ABOVE:] if body else above[:_MAX_ABOVE]
    formats = next((place for place, row in enumerate(nearest) if place and _is_of_formats(row, width)), 0)
    of_edd = (row for row in reversed(nearest[:formats]) if row.fits(width))
    plain = next(of_edd, None) or _plain_header(nearest, width)
    found = plain or header_in_comments(above, numeric, delimiter)
    last = nearest[formats] if formats else found or rows[-1]
    units, others = _units_in_rows([row for row in above if row.line > last.line], numeric, delimiter)
    names = [cell.strip() for cell in found.cells[:width]] if found else automatic_names(above, width)
    if len(names) == width - 1:  # as R writes it: the rows have names of their own, without a header
        names.insert(0, "")
    kept = others if plain and not formats else []
    wanted = f"most rows have {width}" if found is None else f"the header (line {found.line}) has {width}"
    return Header(_distinct(names), units, [*_rows_of_table([*kept, *body], width, wanted)], remark_on(above))


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
    numeric = _numeric(rows[data[1] : data[1] + LOOKED_AT], width)
    cells = zip(rows[data[0]].cells, numeric, strict=False)
    words = [cell for cell, has_numbers in cells if has_numbers and not is_missing(cell)]
    are_names = sum(not is_number(word) for word in words) >= max(2, 0.6 * len(words))
    return data[1] if are_names else data[0]


def _numeric(body: Sequence[Row], width: int) -> list[bool]:
    """Return of each column whether there are numbers in its first cells."""
    return [any(len(row.cells) > place and is_number(row.cells[place]) for row in body[:50]) for place in range(width)]


def _is_of_formats(row: Row, width: int) -> bool:
    return row.fits(width) and all(_PRINTF.fullmatch(cell.strip()) for cell in row.cells[:width])


def _plain_header(above: Sequence[Row], width: int) -> Row | None:
    """Return the row of names that is no comment: of several the one with most of them, for a title has gaps."""
    plain = [row for row in above if not (row.is_marked or row.is_ruler or _is_of_formats(row, width))]
    for has_width in (width, width - 1):
        fitting = [row for row in plain if row.fits(has_width) and row.filled >= min(width, 2)]
        fitting = [row for row in fitting if row.is_of_names or row.is_data(width)]
        if fitting:
            return max(fitting, key=lambda row: sum(not is_missing(cell) for cell in row.cells))
    for row in plain:
        if row.filled > 1:
            raise ValueError(f"line {row.line} has {_cells(row.filled)}, but most rows have {width}.")
    return None


def _units_in_rows(below: Sequence[Row], numeric: Sequence[bool], delimiter: str) -> tuple[list[str], list[Row]]:
    """Return the units that stand below the names, and what else stands there but rulers and comments."""
    units: list[str] = []
    others: list[Row] = []
    for row in below:
        own: list[str] = []
        if not units and len(others) <= 2:
            own = _units_in(row.uncommented(len(numeric)).cells, numeric)
            apart = re.split(r"[\s,;|]+", text_of(row, delimiter)) if row.is_comment and not own else []
            own = _units_in(apart, numeric) if len(apart) == len(numeric) else own
        if own:
            units = own
        elif not row.is_comment and "".join(row.cells).strip("-=+|: "):  # VizieR's ruler may be as short as "--"
            others.append(row)
    return units or [""] * len(numeric), others


def _units_in(row: Sequence[str], numeric: Sequence[bool]) -> list[str]:
    """Return the units of a row; none where it is no such row.

    It is one where all its cells are units, or one above numbers is of a length or a speed: d alone may be a name.
    """
    if len(row) < len(numeric) or any(map(is_number, row)):
        return []
    bare = [cell.strip().strip("[](){}").strip() for cell in row[: len(numeric)]]
    cells = ["" if is_missing(cell) else cell for cell in bare]
    units = [find_unit(cell) if cell else None for cell in cells]
    are_all = all(unit is not None for unit, cell in zip(units, cells, strict=True) if cell)
    columns = zip(units, cells, numeric, strict=True)
    above_numbers = [(unit, cell) for unit, cell, has_numbers in columns if has_numbers and unit is not None]
    is_sure = any(len(cell) > 1 and str(unit.physical_type) in _OF_GALAXIES for unit, cell in above_numbers)
    return cells if above_numbers and (are_all or is_sure) else []


def _distinct(names: Sequence[str]) -> list[str]:
    """Return a name for each column, no two alike."""
    distinct: dict[str, None] = {}
    for place, text in enumerate(names):
        name = text or f"unnamed: {place}"
        spelt = chain([name], (f"{name} {number}" for number in count(2)))
        distinct[next(each for each in spelt if each not in distinct)] = None
    return list(distinct)


def _rows_of_table(rows: Sequence[Row], width: int, wanted: str) -> Iterator[Row]:
    """Yield the rows without comments, rulers and what is said behind them, of one length each."""
    begins_with_numbers = _numeric([row for row in rows[:LOOKED_AT] if not row.is_marked], 1)[0]
    for row in rows:
        said_behind = len(row.cells) > width and row.cells[width].startswith(("#", "!", "//"))  # 10 700 # good
        each = row._replace(cells=row.cells[:width]) if said_behind else row
        fits = each.fits(width)
        is_left_out = (each.is_marked and not fits) or (begins_with_numbers and COMMENTED_OUT.match(each.cells[0]))
        if is_left_out or each.is_comment or each.is_ruler:
            continue
        if not fits:
            raise ValueError(f"line {each.line} has {_cells(max(each.filled, 1))}, but {wanted}.")
        yield each if len(each.cells) == width else each._replace(cells=each.cells[:width])


def _cells(number: int) -> str:
    return f"{number} cell{'s' * (number != 1)}"
