"""Which of a table's rows are its header: names, units and rulers, among titles and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from hubble_widget.io.comment_words import kinds, line_by_line, names_both
from hubble_widget.io.number_parsing import LOOKED_AT, is_missing, is_number
from hubble_widget.io.unit_names import find_unit

COMMENT = re.compile(r"#|//|[%!]+(?:\s|$)")
"""How a comment begins; with the first sign a galaxy #1 does, too, and what a spreadsheet could not compute."""

_SURELY_COMMENT = re.compile(r"#(?:[#\s]|$)|//|[%!]+(?:\s|$)")
_COMMENT_SIGNS = "#%!/ \t"
_PRINTF = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]")
_NUMBERED = re.compile(r"(?:col(?:umn)?\.?\s*)?\(?(\d{1,3})\s*[\s:.)=-]\s*(\S.*)", re.IGNORECASE)
_INTRODUCED = re.compile(r"(?:the )?(?:columns?|fields|header)(?: are)?\s*[:=]\s*", re.IGNORECASE)
_MAX_ABOVE = 200
"""Lines above the rows, the nearest, among which the header is looked for."""

_MAX_COMMENTS = 50
"""Lines above the rows, the nearest, in which names are looked for."""


class Row(NamedTuple):
    """Cells as they stand, perhaps with blanks around: of millions, nobody needs them without."""

    line: int
    cells: list[str]

    @property
    def is_marked(self) -> bool:
        """Whether it begins as a comment does; so does a galaxy #1, and what a spreadsheet could not compute."""
        return COMMENT.match(self.cells[0]) is not None

    @property
    def is_comment(self) -> bool:
        """Whether it can be nothing but a comment."""
        return _SURELY_COMMENT.match(self.cells[0]) is not None

    @property
    def filled(self) -> int:
        """How many cells there are up to the last that is not empty."""
        return max((place for place, cell in enumerate(self.cells, start=1) if cell.strip()), default=0)

    @property
    def is_of_names(self) -> bool:
        """Whether it can be a header: names of columns, some of them perhaps empty, and no number."""
        return not any(map(is_number, self.cells)) and not all(map(is_missing, self.cells))

    @property
    def is_ruler(self) -> bool:
        """Whether it is a line drawn between header and rows, as in Markdown and in VizieR's tables."""
        has_line = any("---" in cell or "===" in cell for cell in self.cells)
        return has_line and not "".join(self.cells).strip("-=+|: #")

    @property
    def is_prose(self) -> bool:
        """Whether there are several words in a cell, but for a unit in brackets."""
        return any(len(re.sub(r"[(\[][^()\[\]]*[)\]]", "", cell).split()) > 1 for cell in self.cells)

    def fits(self, width: int) -> bool:
        """Return whether it has so many cells, the last of them perhaps empty."""
        return len(self.cells) == width or self.filled == width

    def is_data(self, width: int) -> bool:
        """Return whether it can be the first row of numbers in a table so wide."""
        return not self.is_comment and self.fits(width) and any(map(is_number, self.cells))

    def uncommented(self, width: int) -> Row:
        """Return a comment without its signs: it may hold the names of the columns, or their units."""
        if not self.is_marked:
            return self
        cells = [cell.strip().lstrip(_COMMENT_SIGNS) for cell in self.cells]
        return self._replace(cells=cells[1:] if not cells[0] and len(cells) == width + 1 else cells)


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
    """

    names: list[str]
    units: list[str]
    line: int | None
    body: list[Row]

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are of the table, of one length each.

        Raises
        ------
        ValueError
            If one has more cells than there are columns, or fewer.
        """
        width = len(self.names)
        for row in self.body:
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
    found = header or _header_in_comments(above, _numeric(body, width), delimiter)
    names = [cell.strip() for cell in found.cells[:width]] if found else []
    if names and len(names) == width - 1:  # as R writes it: the rows have names of their own, without a header
        names.insert(0, "")
    start = next((place for place, row in enumerate(above, start=1) if found and row.line == found.line), len(above))
    start = formats + 1 if formats else start
    units, between = _units_below(above[start:], body, width)
    kept = between if header and not formats else []
    distinct = _distinct(names, width) or _automatic(above, width)
    return Header(distinct, units, found.line if found else None, [*kept, *body])


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


def _header_in_comments(above: Sequence[Row], numeric: Sequence[bool], delimiter: str) -> Row | None:
    """Return the names in the comments above a table, and in its title: one for each column, or nothing.

    Parameters
    ----------
    above : sequence of Row
    numeric : sequence of bool
        Of each column whether it holds numbers.
    delimiter : str
    """
    width = len(numeric)
    comments = list(above[-_MAX_COMMENTS:])
    numbered = [_NUMBERED.fullmatch(_text_of(row, delimiter)) for row in comments]
    told = {int(match[1]): match[2].strip() for match in numbered if match}
    if width > 1 and [*told] == [*range(1, width + 1)]:
        return Row(comments[-1].line, [*told.values()])
    lines = [row for row in comments if not row.is_ruler and _text_of(row, delimiter)]
    places, names = line_by_line([_text_of(row, delimiter) for row in lines], numeric)
    of_one_column = [lines[place] for place in places]
    partial = None
    for row in reversed(comments):
        if row in of_one_column:
            if names:
                return Row(row.line, names)
            partial = partial or row
            continue
        cells = None if row.is_ruler else _cells_of_comment(row, width, delimiter)
        is_prose = bool(names) and not names_both(cells or [])
        if cells and not is_prose and not all(is_missing(cell) or find_unit(cell) is not None for cell in cells):
            return Row(row.line, cells)
        parts = _text_of(row, delimiter).split()
        if row.is_marked and len(parts) == width and _has_units_apart(parts):
            partial = partial or row
    if partial is not None:
        raise ValueError(
            f"the comment in line {partial.line} names a column, but it is not clear which of the {width}; write the "
            f"names of all columns into one line, between commas."
        )
    return None


def _text_of(row: Row, delimiter: str) -> str:
    return _INTRODUCED.sub("", delimiter.join(row.cells).strip().lstrip(_COMMENT_SIGNS), count=1)


def _cells_of_comment(row: Row, width: int, delimiter: str) -> list[str] | None:
    """Return a comment in as many cells as there are columns; None where it does not come apart so."""
    own = row.uncommented(width)
    text = _text_of(row, delimiter)
    for sign in (",", ";", "\t", "|", " ") if delimiter == " " else ("", ",", ";", "\t", "|", " "):
        cells = own.cells if not sign else text.split() if sign == " " else text.rstrip(sign).split(sign)
        candidate = Row(row.line, [_INTRODUCED.sub("", cell.strip(_COMMENT_SIGNS), count=1) for cell in cells])
        is_own = not sign or delimiter == " "
        if not candidate.fits(width) or not candidate.is_of_names or _has_units_apart(candidate.cells):
            continue
        if (is_own and row.is_marked and not candidate.is_prose) or names_both(candidate.cells):
            return candidate.cells[:width]
    pieces = [piece.strip(" ,;|\t") for piece in re.split(r"(?<=[)\]}])", text)]
    bracketed = [piece for piece in pieces if piece[-1:] in (")", "]", "}")]
    if len(bracketed) != width:
        return None
    has_units = all(find_unit(re.split(r"[(\[{]", piece)[-1][:-1]) is not None for piece in bracketed)
    return bracketed if has_units else None


def _has_units_apart(cells: Sequence[str]) -> bool:
    """Return whether a unit in brackets stands in a cell of its own behind a name: so these are too few names."""
    are_units = [re.fullmatch(r"\[.*\]|\(.*\)|\{.*\}", cell) is not None for cell in cells]
    return any(is_unit and not before for before, is_unit in pairwise(are_units)) and 2 * sum(are_units) >= len(cells)


def _automatic(above: Sequence[Row], width: int) -> list[str]:
    """Return names for columns that have none; others where a comment speaks of velocities before distances.

    With col1 and col2 the first would be taken for distances.
    """
    spoken = [kinds(" ".join(row.cells)) for row in above[-_MAX_COMMENTS:]]
    both = [kinds for kinds in spoken if {"distance", "velocity"} <= set(kinds)]
    order = both[-1] if both else [kind for kinds in spoken for kind in kinds]
    is_swapped = "distance" in order and order[0] == "velocity"
    return [f"column no. {place}" if is_swapped else f"col{place}" for place in range(1, width + 1)]


def _units_below(above: Sequence[Row], body: Sequence[Row], width: int) -> tuple[list[str], list[Row]]:
    """Return the units that stand below the names, and what else stands there but rulers and comments."""
    numeric = _numeric(body, width)
    units = [""] * width
    others: list[Row] = []
    for row in above:
        told = [] if any(units) or len(others) > 2 else _units_in(row.uncommented(width), numeric)
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
