"""The header of a table: names, units and rulers, among titles and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from typing import NamedTuple

from hubble_widget.io.columns.catalogs import of_vizier
from hubble_widget.io.columns.comments import units_by_name
from hubble_widget.io.columns.evidence import DISTANCE, VELOCITY
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.row_names import is_summary
from hubble_widget.io.columns.unit_columns import are_column_numbers, units_in
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.number_parsing import MAX_INSPECTED, is_missing, is_number
from hubble_widget.io.text.comment_words import (
    MAX_COMMENTS,
    automatic_names,
    cells_with_units,
    header_in_comments,
    introduced,
    text_of,
)
from hubble_widget.io.text.one_table import check_comments, check_one_header, comments_between, is_again
from hubble_widget.io.text.rows import COMMENT_SIGNS, COMMENTED_OUT, Row
from hubble_widget.io.unit_names import find_unit
from hubble_widget.messages import counted, message

_FORMAT = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]|[AIFEDG]\d+(?:\.\d+)?|\d*[SNM]")
"""A format of a column, as C (%5.2f), Fortran (F5.2) or RDB (5N) writes it."""
_OF_VIZIER = re.compile(r"#(?:RESOURCE=|Column\b|Table\b|\s*VizieR\b)", re.IGNORECASE)
_NUMBER_IN_CATALOG = re.compile(r"\s*\d{1,6}[A-Za-z]?\s*")
_OF_NUMBERS = frozenset({"number", "no", "num", "nr", "id", "ngc", "catalog"})
_CATALOGS = frozenset(
    {"M", "Messier", "NGC", "IC", "UGC", "UGCA", "PGC", "LEDA", "ESO", "DDO", "MCG", "CGCG", "VCC", "HCG", "KKH", "Arp"}
    | {"Mrk", "Mkn", "Abell", "ACO", "SN", "Holmberg"}
)
"""Catalogs whose names of galaxies, clusters and supernovae have a number behind a blank."""

_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*")
_SIGNS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar", " ": "a blank"}
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
    comments : list of str
        Comments and titles above and below the rows.
    left_out : str
        How many lines of text below the rows were left out; empty if none.
    """

    names: list[str]
    units: list[str]
    rows: list[Row]
    comments: list[str]
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
    rows, without_numbers = _without_column_numbers(rows, width)
    first = _first_of_data(rows, width)
    above, body = list(rows[:first]), rows[first:]
    _check_whole(body)
    numeric = _numeric(body, width)
    nearest = above[-_MAX_ABOVE:] if body else above[:_MAX_ABOVE]
    formats = next((place for place, row in enumerate(nearest) if place and _is_of_formats(row, width)), 0)
    names_of_edd = (row for row in reversed(nearest[:formats]) if row.fits(width))
    plain = next(names_of_edd, None) or _plain_header(nearest, width, delimiter)
    found = plain or header_in_comments(above, numeric, delimiter)
    last = nearest[formats] if formats else found or rows[-1]
    is_of_vizier = any(_OF_VIZIER.match(row.cells[0]) for row in above)
    brackets = "(){}" if is_of_vizier else "[](){}"  # VizieR writes [Mpc] for a logarithm
    known = [cell.strip().casefold() for cell in found.cells] if found else []
    units, others = _units_in_rows([row for row in above if row.line > last.line], known, numeric, delimiter, brackets)
    if not any(units):
        above_names = [
            row
            for row in reversed(above)
            if (found is None or row.line < last.line) and (not row.is_comment or _is_of_units(text_of(row, delimiter)))
        ]
        units, _ = _units_in_rows(above_names, known, numeric, delimiter, brackets)
    names = [cell.strip() for cell in found.cells[:width]] if found else automatic_names(above, width)
    if plain and delimiter != " " and not formats:
        names, others = _named_in_groups(names, others)
    if delimiter == " " and found and _are_names_of_two_words(names, body, width):
        others, body = ([_with_first_two_joined(row, width) for row in part] for part in (others, body))
        names = [" ".join(names[: _words_above(names, width)]), *names[_words_above(names, width) :]]
        width, numeric, units = width - 1, numeric[1:], units[1:]
    elif delimiter == " " and found and len(names) == width:
        _check_names(names, body, width)
    elif found and len(names) == width - 1:  # R writes names of rows in a first column without a header
        if not _has_names_of_rows(body, names[0], width):
            raise ValueError(_misfit(found, width, delimiter))
        names.insert(0, "")
    comments = _comments(above, plain) + _notes(body[-MAX_COMMENTS:], numeric)
    if found and not any(units):
        units = units_by_name([text_of(row, delimiter) for row in comments if row.is_marked], names)
    _check_order(names, units)
    check_comments(
        (
            (row.line, text_of(row, delimiter), _units_of_row(row, known, numeric, delimiter, brackets))
            for row in comments_between(body, width)
        ),
        names,
        units,
    )
    in_table, left_out = _table_below(found, [*others, *body] if plain and not formats else body, numeric, delimiter)
    texts = [text for row in comments for text in of_vizier(delimiter.join(row.cells).lstrip(COMMENT_SIGNS))]
    return Header(_distinct(names), units, in_table, texts, "; ".join(filter(None, (without_numbers, left_out))))


def _without_column_numbers(rows: Sequence[Row], width: int) -> tuple[Sequence[Row], str]:
    """Return the rows without the first one of numbers if it numbers the columns: 1, 2, 3.

    It does so where a column holds texts below its number, or a row above names distances and velocities.
    """
    place = next((place for place, row in enumerate(rows) if row.is_data(width)), 0)
    if not rows or not are_column_numbers(rows[place].cells[:width]):
        return rows, ""
    above, below = rows[:place], rows[place + 1 :]
    if all(_numeric(below, width)) and not any(names_both(row.cells) for row in above):
        return rows, ""
    return [*above, *below], message("without the row that numbers the columns")


def _named_in_groups(groups: Sequence[str], below: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """Return names such as "Distance error", and the other rows below, if one has the names in groups of columns.

    A group stands above the first of its columns: a spreadsheet's merged cell has empty ones at its right.
    """
    for row in below:
        cells = [cell.strip() for cell in row.cells]
        are_words = row.fits(len(groups)) and row.filled > 1 and not any(map(is_number, cells))
        if are_words and any(cell and not group for group, cell in zip(groups, cells, strict=False)):
            names: list[str] = []
            group = ""
            for name, cell in zip(groups, cells, strict=False):
                group = name or group
                names.append(f"{group} {cell}".strip())
            return names, [each for each in below if each is not row]
    return list(groups), list(below)


def _without_results(body: Sequence[Row]) -> tuple[list[Row], str]:
    """Return the rows above those of a fit, which a spreadsheet has below its data: slope, intercept."""
    for place, row in enumerate(body):
        if place < 2 or is_number(row.cells[-1]) or row.filled < 2:  # most rows, at once
            continue
        if not row.is_comment and all(is_summary(cell) for cell in row.cells if cell.strip()):
            return list(body[:place]), message("without the rows from line {line} on", line=row.line)
    return list(body), ""


def _check_whole(body: Sequence[Row]) -> None:
    """Raise a ValueError if a row stands for others: pandas, Polars and astropy print a long table in part."""
    gap = next((row for row in body[1:-1] if row.is_gap), None)
    if gap is not None:
        raise ValueError(
            f"line {gap.line} stands for rows that were not printed; save the whole table, for example by to_csv, or "
            "remove the line to read the others."
        )


def _check_order(names: Sequence[str], units: Sequence[str]) -> None:
    """Raise a ValueError if a list of units gives one of length to velocities, and one of speed to distances."""
    exchanged = {
        quantity.unit: name
        for name, unit in zip(names, units, strict=True)
        for quantity, other in ((DISTANCE, VELOCITY), (VELOCITY, DISTANCE))
        if (quantity.is_named_by(parse_name(name)) or name in quantity.letters) and other.size(find_unit(unit))
    }
    if len(exchanged) == 2:
        x, y = exchanged[DISTANCE.unit], exchanged[VELOCITY.unit]
        raise ValueError(
            f"the units {', '.join(filter(None, units))} are not in the order of the columns: {y!r} would be a length "
            f"and {x!r} a speed. Write each unit into the name of its column: '{x} (Mpc)', '{y} (km/s)'."
        )


def _comments(above: Sequence[Row], names: Row | None) -> list[Row]:
    """Return the rows above the data, but not those with the names of columns."""
    return [row for row in above[-MAX_COMMENTS:] if names is None or row.line != names.line]


def _notes(rows: Sequence[Row], numeric: Sequence[bool]) -> list[Row]:
    """Return the comments and lines of text among the last rows."""
    return [row for row in rows if row.is_comment] + _lines_of_text(rows, numeric)


def _table_below(
    found: Row | None, rows: Sequence[Row], numeric: Sequence[bool], delimiter: str
) -> tuple[list[Row], str]:
    """Return the rows of the table below its header, and how many lines of text among them were left out."""
    rows, results = _without_results(rows)
    check_one_header(found, rows, numeric)
    width = len(numeric)
    expected = f"most rows have {width}" if found is None else f"the header (line {found.line}) has {width}"
    text = _lines_of_text(rows, numeric)
    left_out = (
        counted(
            "without {count} line of text among the rows", "without {count} lines of text among the rows", len(text)
        )
        if text
        else ""
    )
    skipped = {row.line for row in text} | {row.line for row in rows if found and is_again(row, found)}
    in_table = [row for row in rows if row.line not in skipped]
    left_out = "; ".join(filter(None, (left_out, results)))
    return [*_rows_of_table(in_table, width, expected, delimiter)], left_out


def _width_of(rows: Sequence[Row]) -> int:
    """Return the number of columns: the most common number of cells, without columns at the end that are empty."""
    counted = [row for row in rows[:MAX_INSPECTED] if not (row.is_marked or row.is_ruler)] or rows[:MAX_INSPECTED]
    width = Counter(len(row.cells) for row in counted).most_common(1)[0][0]
    return max(row.filled for row in counted if len(row.cells) == width) or width


def _first_of_data(rows: Sequence[Row], width: int) -> int:
    """Return the position of the first row of numbers. A row of names may hold a number, too, such as 2015."""
    data = list(islice((place for place, row in enumerate(rows) if row.is_data(width)), 3))
    if len(data) > 2 and any(row.is_of_names and names_both(row.cells) for row in rows[data[0] + 1 : data[1]]):
        del data[0]  # a title, such as "Galaxies, 1929"
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
    plain = [row for row in above if not (row.is_marked or row.is_ruler or row.is_layout or _is_of_formats(row, width))]
    if delimiter == " ":
        plain = [_with_units_beside_names(row, width) for row in plain]
    for n_names in (width, width - 1):
        fitting = [row for row in plain if row.fits(n_names) and row.filled >= min(width, 2)]
        fitting = [row for row in fitting if row.is_of_names or row.is_data(width)]
        if fitting:
            return max(fitting, key=_fullness) if len(fitting) > 1 else fitting[0]
    for row in plain:
        if row.filled > 1 or _has_more_names(row, width):
            raise ValueError(_misfit(row, width, delimiter))
    return None


def _has_more_names(row: Row, width: int) -> bool:
    """Return whether a line of names between blanks, with units in brackets, has one more than there are columns."""
    fitting, one_more = (cells_with_units(row.cells[0], n_names) for n_names in (width, width + 1))
    return bool(one_more) and not fitting


def _with_units_beside_names(row: Row, width: int) -> Row:
    """Return a row of names between blanks with each unit in brackets in the cell of its name."""
    text = " ".join(row.cells)
    cells = next(filter(None, (cells_with_units(text, n_names) for n_names in (width, width - 1))), row.cells)
    return row._replace(cells=cells)


def _fullness(row: Row) -> tuple[bool, int]:
    """Return whether a row names distances and velocities, apart from units, and how many of its cells are filled."""
    return (
        names_both([cell for cell in row.cells if find_unit(cell.strip("[](){} ")) is None]),
        sum(not is_missing(cell) for cell in row.cells),
    )


def _has_names_of_rows(body: Sequence[Row], name: str, width: int) -> bool:
    """Return whether the first cells are names of rows, or count them, and no name stands above numbers then."""
    rows = [row.cells for row in body[:MAX_INSPECTED] if row.is_data(width)]
    first = [cells[0].strip().removesuffix(":") for cells in rows]  # data.table prints 1:
    if all(map(is_number, first)):
        return (
            all(cell.isdigit() for cell in first) and len({int(cell) - place for place, cell in enumerate(first)}) == 1
        )
    is_above_numbers = parse_name(name).joined in NAME_WORDS and all(is_number(cells[1]) for cells in rows)
    return not is_above_numbers


def _are_names_of_two_words(names: Sequence[str], body: Sequence[Row], width: int) -> bool:
    """Return whether the first two cells of each row between blanks are one name, such as NGC 300."""
    n_words = _words_above(names, width)
    are_names = n_words in (1, 2) and all(parse_name(name).joined in NAME_WORDS for name in names[:n_words])
    rows = [row.cells for row in body[:MAX_INSPECTED] if row.is_data(width)] if are_names and width > 3 else []
    return bool(rows) and all(map(_begins_with_catalog, rows))


def _words_above(names: Sequence[str], width: int) -> int:
    """Return how many words of the header stand above the first two cells, if one stands above each other cell."""
    return len(names) - (width - 2)


def _begins_with_catalog(cells: Sequence[str]) -> bool:
    return cells[0].strip() in _CATALOGS and _NUMBER_IN_CATALOG.fullmatch(cells[1]) is not None


def _check_names(names: Sequence[str], body: Sequence[Row], width: int) -> None:
    """Raise a ValueError if the first two cells of a row between blanks are a name such as NGC 300, but not of all."""
    if parse_name(names[0]).joined not in NAME_WORDS or not _OF_NUMBERS.isdisjoint(parse_name(names[1]).parts):
        return
    for row in body[:MAX_INSPECTED]:
        if row.is_data(width) and _begins_with_catalog(row.cells):
            raise ValueError(
                f"line {row.line} has {_cells(width)}, but the first two may be one name, {' '.join(row.cells[:2])!r}; "
                f"separate the cells by tabs or commas, or write such names as one word."
            )


def _with_first_two_joined(row: Row, width: int) -> Row:
    """Return a row with its name in one cell, also if another cell is empty: "NGC 300      144" has no distance."""
    has_two = row.fits(width) or (len(row.cells) > 1 and _begins_with_catalog(row.cells))
    return row._replace(cells=[" ".join(row.cells[:2]), *row.cells[2:]]) if has_two and not row.is_comment else row


def _misfit(row: Row, width: int, delimiter: str) -> str:
    """Return the error message about a header with too few or too many cells."""
    n_names = row.filled if row.filled > 1 else width + 1
    hint = "; if commas are decimal signs, separate the cells by semicolons" if delimiter == "," else ""
    return f"line {row.line} has {_cells(n_names)}, but most rows have {width}{hint}."


def _units_in_rows(
    below: Sequence[Row], names: Sequence[str], numeric: Sequence[bool], delimiter: str, brackets: str
) -> tuple[list[str], list[Row]]:
    """Return the units below the names, and the other rows there that are neither rulers nor comments."""
    units: list[str] = []
    others: list[Row] = []
    for row in below:
        own = [] if units or len(others) > 2 else _units_of_row(row, names, numeric, delimiter, brackets)
        is_ruler = not "".join(row.cells).strip("-=+|: ")  # VizieR's may be as short as "--"
        if own:
            units = own
        elif not (row.is_comment or row.is_layout or is_ruler):
            others.append(row)
    return units or [""] * len(numeric), others


def _units_of_row(row: Row, names: Sequence[str], numeric: Sequence[bool], delimiter: str, brackets: str) -> list[str]:
    """Return the units in a row, one for each column; an empty list if it holds anything else."""
    text = text_of(row, delimiter).removeprefix("in ")
    if row.is_comment and _is_of_one_column(text, names):
        return []
    if not (row.is_comment and delimiter == " "):
        first, *rest = row.uncommented(len(numeric)).cells
        own = units_in([introduced(first.strip()), *rest], numeric, brackets)
        if own or not row.is_comment:
            return own
    apart = (_units_apart(re.split(sign, text), numeric) for sign in (r"\s*[,;|]\s*", r"[\s,;|]+"))
    return next(filter(None, apart), [])


def _is_of_one_column(text: str, names: Sequence[str]) -> bool:
    """Return whether a comment holds the name and the unit of one column: "d: kpc", where d is no day."""
    words = [word for word in re.split(r"[\s,;:=(\[]+", text.strip(")] ")) if word != "in"]
    return len(words) == 2 and words[0].casefold() in names


def _is_of_units(text: str) -> bool:
    """Return whether a comment holds units alone, between commas or blanks. Of four, one may be unknown: h:m:s."""
    for sign in ("[,;|\t]", r"[\s,;|]+"):
        cells = [cell.strip("[](){} ") for cell in re.split(sign, text)]
        unknown = sum(not is_missing(cell) and find_unit(cell) is None for cell in cells)
        if unknown <= len(cells) // 4:
            return True
    return False


def _units_apart(texts: Sequence[str], numeric: Sequence[bool]) -> list[str]:
    """Return the units of all columns, or of the columns of numbers alone, in a comment that holds nothing else."""
    if len(texts) == sum(numeric) < len(numeric):
        next_of = iter(texts)
        texts = [next(next_of) if has_numbers else "" for has_numbers in numeric]
    return units_in(texts, numeric) if len(texts) == len(numeric) else []


def _distinct(names: Sequence[str]) -> list[str]:
    """Return a different name for each column."""
    distinct: dict[str, None] = {}
    for place, text in enumerate(names):
        name = text or f"unnamed: {place}"
        candidates = chain([name], (f"{name} {number}" for number in count(2)))
        distinct[next(each for each in candidates if each not in distinct)] = None
    return list(distinct)


def _rows_of_table(rows: Sequence[Row], width: int, expected: str, delimiter: str) -> Iterator[Row]:
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
            cells, sign = max(each.filled, 1), _SIGNS.get(delimiter)
            cure = f"put a cell that holds {sign} into quotes" if sign and cells > width else "complete it"
            raise ValueError(f"line {each.line} has {_cells(cells)}, but {expected}; {cure}, or remove the line.")
        yield each if len(each.cells) == width else each._replace(cells=each.cells[:width])


def _lines_of_text(rows: Sequence[Row], numeric: Sequence[bool]) -> list[Row]:
    """Return the lines that have neither the cells of a row nor a number: notes below the rows, titles among them.

    Among the rows, such a line has one cell, because a row of more cells may have lost some.
    """
    width, found, is_below = len(numeric), [], True
    for row in reversed(rows):
        has_cells = row.fits(width) or any(map(_is_of_numbers, row.cells))
        is_text = not (row.is_marked or row.is_ruler) and (not has_cells or (is_below and _is_sentence(row, numeric)))
        if is_text and (is_below or (len(row.cells) == 1 < width)):
            found.append(row)
        is_below = is_below and (is_text or row.is_ruler or row.is_comment)
    return found


def _is_of_numbers(cell: str) -> bool:
    """Return whether a cell holds a number, or several between single blanks where two separate the cells."""
    return is_number(cell) or (" " in cell.strip() and all(map(is_number, cell.split())))


def _is_sentence(row: Row, numeric: Sequence[bool]) -> bool:
    """Return whether a row is text with commas or blanks: three words, no number but a year.

    A row with as many cells as columns is one only if words stand where numbers belong.
    """
    if len(re.findall(r"[^\W\d_]{2,}", " ".join(row.cells))) < 3:
        return False
    if row.fits(len(numeric)):
        cells = [cell for cell, has_numbers in zip(row.cells, numeric, strict=False) if has_numbers]
        return any(re.fullmatch(r"\D*[^\W\d_]{2,}\W+[^\W\d_]{2,}\D*", cell) for cell in cells)
    return all(_YEAR.fullmatch(cell) for cell in row.cells if is_number(cell))


def _cells(number: int) -> str:
    return f"{number} cell{'s' * (number != 1)}"
