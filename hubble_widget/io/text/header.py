"""The header of a table: names, units and rulers, among titles and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from typing import NamedTuple

from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.unit_columns import units_in
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.number_parsing import MAX_INSPECTED, is_missing, is_number
from hubble_widget.io.text.comment_words import (
    automatic_names,
    header_in_comments,
    remark_on,
    text_of,
    units_in_comments,
)
from hubble_widget.io.text.rows import COMMENTED_OUT, Row
from hubble_widget.io.unit_names import find_unit
from hubble_widget.messages import counted

_FORMAT = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]|[AIFEDG]\d+(?:\.\d+)?")
"""A format of a column, as C (%5.2f) or Fortran (F5.2) writes it."""
_OF_VIZIER = re.compile(r"#(?:RESOURCE=|Column\b|Table\b|\s*VizieR\b)", re.IGNORECASE)
_MAX_ABOVE = 200
"""Number of lines above the rows that may hold the header."""


class Header(NamedTuple):
    """The names and units of a table's columns, and the rows below.

    Attributes
    ----------
    names, units : list of str
        One for each column; the unit is an empty text if there is none.
    rows : list of Row
        The rows of the table, all with the same number of cells.
    remark : str
        A hint about a unit in the comments, for distances without a unit.
    left_out : str
        How many lines of text below the rows were left out; empty if none.
    """

    names: list[str]
    units: list[str]
    rows: list[Row]
    remark: str
    left_out: str


def find_header(rows: Sequence[Row], delimiter: str) -> Header:
    """Return the header of a table and the rows below it.

    Parameters
    ----------
    rows : sequence of Row
        The first rows may be comments, a title, names, units and rulers, and in files of EDD formats and descriptions.
    delimiter : str
        The delimiter of the cells; a comment may use another one.

    Raises
    ------
    ValueError
        If the header has several cells, but not one for each column, or if a row has more or fewer cells than there are
        columns.
    """
    width = _width_of(rows)
    first = _first_of_data(rows, width)
    above, body = list(rows[:first]), rows[first:]
    numeric = _numeric(body, width)
    nearest = above[-_MAX_ABOVE:] if body else above[:_MAX_ABOVE]
    formats = next((place for place, row in enumerate(nearest) if place and _is_of_formats(row, width)), 0)
    names_of_edd = (row for row in reversed(nearest[:formats]) if row.fits(width))
    plain = next(names_of_edd, None) or _plain_header(nearest, width, delimiter)
    found = plain or header_in_comments(above, numeric, delimiter)
    last = nearest[formats] if formats else found or rows[-1]
    is_of_vizier = any(_OF_VIZIER.match(row.cells[0]) for row in above)
    brackets = "(){}" if is_of_vizier else "[](){}"  # VizieR writes [Mpc] for a logarithm
    units, others = _units_in_rows([row for row in above if row.line > last.line], numeric, delimiter, brackets)
    names = [cell.strip() for cell in found.cells[:width]] if found else automatic_names(above, width)
    if found and len(names) == width - 1:  # R writes names of rows in a first column without a header
        if not _has_names_of_rows(body, names[0], width, delimiter):
            raise ValueError(_misfit(found, width, delimiter))
        names.insert(0, "")
    if plain and not any(units):
        units = units_in_comments(above, names, delimiter)
    kept = others if plain and not formats else []
    in_table, left_out = _table_below(found, [*kept, *body], width)
    return Header(_distinct(names), units, in_table, remark_on(above), left_out)


def _table_below(found: Row | None, rows: Sequence[Row], width: int) -> tuple[list[Row], str]:
    """Return the rows of the table below its header, and how many lines of text among them were left out."""
    expected = f"most rows have {width}" if found is None else f"the header (line {found.line}) has {width}"
    text = _lines_of_text(rows, width)
    left_out = (
        counted(
            "without {count} line of text among the rows", "without {count} lines of text among the rows", len(text)
        )
        if text
        else ""
    )
    skipped = {row.line for row in text} | {row.line for row in rows if found and row.cells == found.cells}
    return [*_rows_of_table([row for row in rows if row.line not in skipped], width, expected)], left_out


def _width_of(rows: Sequence[Row]) -> int:
    """Return the number of columns: the most common number of cells, without columns at the end that are empty."""
    counted = [row for row in rows[:MAX_INSPECTED] if not row.is_marked] or rows[:MAX_INSPECTED]
    width = Counter(len(row.cells) for row in counted).most_common(1)[0][0]
    return max(row.filled for row in counted if len(row.cells) == width) or width


def _first_of_data(rows: Sequence[Row], width: int) -> int:
    """Return the position of the first row of numbers. A row of names may hold a number, too, such as 2015."""
    data = list(islice((place for place, row in enumerate(rows) if row.is_data(width)), 2))
    if len(data) < 2:
        return data[0] if data else len(rows)
    numeric = _numeric(rows[data[1] : data[1] + MAX_INSPECTED], width)
    cells = zip(rows[data[0]].cells, numeric, strict=False)
    words = [cell for cell, has_numbers in cells if has_numbers and not is_missing(cell)]
    are_names = sum(not is_number(word) for word in words) >= max(2, 0.6 * len(words))
    return data[1] if are_names else data[0]


def _numeric(body: Sequence[Row], width: int) -> list[bool]:
    """Return for each column whether there are numbers in its first cells."""
    return [any(len(row.cells) > place and is_number(row.cells[place]) for row in body[:50]) for place in range(width)]


def _is_of_formats(row: Row, width: int) -> bool:
    return row.fits(width) and all(_FORMAT.fullmatch(cell.strip()) for cell in row.cells[:width])


def _plain_header(above: Sequence[Row], width: int, delimiter: str) -> Row | None:
    """Return the row of names that is not a comment; of several rows the fullest, since a title has empty cells."""
    plain = [row for row in above if not (row.is_marked or row.is_ruler or _is_of_formats(row, width))]
    for n_names in (width, width - 1):
        fitting = [row for row in plain if row.fits(n_names) and row.filled >= min(width, 2)]
        fitting = [row for row in fitting if row.is_of_names or row.is_data(width)]
        if fitting:
            return max(fitting, key=_fullness) if len(fitting) > 1 else fitting[0]
    for row in plain:
        if row.filled > 1:
            raise ValueError(_misfit(row, width, delimiter))
    return None


def _fullness(row: Row) -> tuple[bool, int]:
    """Return whether a row names distances and velocities, apart from units, and how many of its cells are filled."""
    return (
        names_both([cell for cell in row.cells if find_unit(cell.strip("[](){} ")) is None]),
        sum(not is_missing(cell) for cell in row.cells),
    )


def _has_names_of_rows(body: Sequence[Row], name: str, width: int, delimiter: str) -> bool:
    """Return whether the first cells are names of rows, or count them, and no name stands above numbers then.

    Between blanks it may: a name such as NGC 300 has two cells there.
    """
    rows = [row.cells for row in body[:MAX_INSPECTED] if row.is_data(width)]
    first = [cells[0].strip() for cells in rows]
    if all(map(is_number, first)):
        return (
            all(cell.isdigit() for cell in first) and len({int(cell) - place for place, cell in enumerate(first)}) == 1
        )
    is_above_numbers = parse_name(name).joined in NAME_WORDS and all(is_number(cells[1]) for cells in rows)
    return delimiter == " " or not is_above_numbers


def _misfit(row: Row, width: int, delimiter: str) -> str:
    """Return the error message about a header with too few or too many cells."""
    hint = "; if commas are decimal signs, separate the cells by semicolons" if delimiter == "," else ""
    return f"line {row.line} has {_cells(row.filled)}, but most rows have {width}{hint}."


def _units_in_rows(
    below: Sequence[Row], numeric: Sequence[bool], delimiter: str, brackets: str
) -> tuple[list[str], list[Row]]:
    """Return the units below the names, and the other rows there that are neither rulers nor comments."""
    units: list[str] = []
    others: list[Row] = []
    for row in below:
        own: list[str] = []
        if not units and len(others) <= 2:
            own = units_in(row.uncommented(len(numeric)).cells, numeric, brackets)
            apart = re.split(r"[\s,;|]+", text_of(row, delimiter)) if row.is_comment and not own else []
            if len(apart) == sum(numeric) < len(numeric):  # units of the columns of numbers alone
                next_of = iter(apart)
                apart = [next(next_of) if has_numbers else "" for has_numbers in numeric]
            own = units_in(apart, numeric) if len(apart) == len(numeric) else own
        if own:
            units = own
        elif not row.is_comment and "".join(row.cells).strip("-=+|: "):  # VizieR's ruler may be as short as "--"
            others.append(row)
    return units or [""] * len(numeric), others


def _distinct(names: Sequence[str]) -> list[str]:
    """Return a different name for each column."""
    distinct: dict[str, None] = {}
    for place, text in enumerate(names):
        name = text or f"unnamed: {place}"
        candidates = chain([name], (f"{name} {number}" for number in count(2)))
        distinct[next(each for each in candidates if each not in distinct)] = None
    return list(distinct)


def _rows_of_table(rows: Sequence[Row], width: int, expected: str) -> Iterator[Row]:
    """Yield the rows with the same number of cells each, without comments and rulers."""
    begins_with_numbers = _numeric([row for row in rows[:MAX_INSPECTED] if not row.is_marked], 1)[0]
    for row in rows:
        has_comment = len(row.cells) > width and row.cells[width].startswith(("#", "!", "//"))  # 10 700 # good
        each = row._replace(cells=row.cells[:width]) if has_comment else row
        fits = each.fits(width)
        is_left_out = (each.is_marked and not fits) or (begins_with_numbers and COMMENTED_OUT.match(each.cells[0]))
        if is_left_out or each.is_comment or each.is_ruler:
            continue
        if not fits:
            raise ValueError(f"line {each.line} has {_cells(max(each.filled, 1))}, but {expected}.")
        yield each if len(each.cells) == width else each._replace(cells=each.cells[:width])


def _lines_of_text(rows: Sequence[Row], width: int) -> list[Row]:
    """Return the lines that have neither the cells of a row nor a number: notes below the rows, titles among them.

    Among the rows, such a line has one cell, because a row of more cells may have lost some.
    """
    found, is_below = [], True
    for row in reversed(rows):
        is_text = not (row.is_marked or row.is_ruler or row.fits(width) or any(map(is_number, row.cells)))
        if is_text and (is_below or (len(row.cells) == 1 < width)):
            found.append(row)
        is_below = is_below and (is_text or row.is_ruler or row.is_comment)
    return found


def _cells(number: int) -> str:
    return f"{number} cell{'s' * (number != 1)}"
