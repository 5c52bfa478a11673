"""Comments above a table: names of its columns, in one line or one name per line, and their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hubble_widget.io.columns.comments import NUMBERED, name_and_unit
from hubble_widget.io.columns.mentions import mentioned, names_both
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.words import NAME_WORDS, SWAPPED
from hubble_widget.io.number_parsing import is_missing
from hubble_widget.io.text.rows import COMMENT_SIGNS, Row
from hubble_widget.io.unit_names import find_unit

_INTRODUCTION = re.compile(
    r"(?:the )?(?:columns?|fields|header|units?|einheit(?:en)?|unit[ée]s?|unidad(?:es)?|unit[àa])(?: are)?\s*[:=]\s*",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+){0,2}")

_MAX_NAME = 100
"""Longest line with one name, in characters."""

_COLUMN = re.compile(r"\bcol(?:umn)?\.? ?(\d+)", re.IGNORECASE)

MAX_COMMENTS = 50
"""Number of lines above the rows, and below, that may hold names or units."""


def text_of(row: Row, delimiter: str) -> str:
    """Return the text of a row before it was split into cells, without comment signs and words such as "Columns:"."""
    return introduced(delimiter.join(row.cells).strip().lstrip(COMMENT_SIGNS))


def introduced(text: str) -> str:
    """Return a text without words such as "Columns:" at its beginning."""
    return _INTRODUCTION.sub("", text, count=1)


def header_in_comments(above: Sequence[Row], numeric: Sequence[bool], delimiter: str) -> Row | None:
    """Return a row of names from the comments above a table; None if they do not name each column.

    Parameters
    ----------
    above : sequence of Row
        The rows above the numbers: comments and titles.
    numeric : sequence of bool
        Which columns hold numbers.
    delimiter : str

    Raises
    ------
    ValueError
        If the comments name columns, but it is not clear which.
    """
    width, comments = len(numeric), above[-MAX_COMMENTS:]
    numbered = [(row.line, match) for row in comments if (match := NUMBERED.fullmatch(text_of(row, delimiter)))]
    by_number = {int(match[1]): match[2].strip() for _, match in numbered}
    if width > 1 and [*by_number] == [*range(1, width + 1)]:
        return Row(numbered[-1][0], [*by_number.values()])
    lines = [row for row in comments if not row.is_ruler and text_of(row, delimiter)]
    places, names = _line_by_line([text_of(row, delimiter) for row in lines], numeric)
    lines_of_one_name = [lines[place].line for place in places]
    partial = likely = None
    for row in reversed(lines):
        if row.line in lines_of_one_name:
            if names:
                return Row(row.line, names)
            partial = partial or row
            continue
        cells = _cells_of_comment(row, width, delimiter)
        if not all(is_missing(cell) or find_unit(cell) is not None for cell in cells):
            if names_both(cells):
                return Row(row.line, cells)
            likely = likely or (None if names else Row(row.line, cells))
        parts = text_of(row, delimiter).split()
        if row.is_marked and len(parts) == width and _has_separate_units(parts):
            partial = partial or row
    if partial is not None and likely is None:
        names = ["distance (Mpc)", "velocity (km/s)", *(f"column {place}" for place in range(3, width + 1))]
        separator = repr(delimiter) if delimiter.strip(" ") else r"r'\s+'"
        raise ValueError(
            f"the comment in line {partial.line} names a column, but it is not clear which of the {width}; write the "
            f"names of all columns into one line, separated by commas, or pass pandas.read_csv(path, sep={separator}, "
            f"comment={partial.cells[0].strip()[0]!r}, names={names}) with the right names and units."
        )
    return likely


def _line_by_line(texts: Sequence[str], numeric: Sequence[bool]) -> tuple[Sequence[int], list[str]]:
    """Return the positions of comments that name one column each, and the names of all columns if they are clear."""
    width = len(numeric)
    with_unit = [_with_unit(text) for text in texts]
    placed = [place for place, name in enumerate(with_unit) if name]
    if width < 2 or not placed or not names_both(texts):
        return [], []
    shortened = (text if len(text) <= _MAX_NAME and _SHORT_NAME.fullmatch(text) else "" for text in texts)
    names = [name or short for name, short in zip(with_unit, shortened, strict=True)]
    found = []
    for first in range(len(texts) - width + 1):
        window, candidates = range(first, first + width), names[first : first + width]
        with_units = [place - first for place in placed if place in window]
        is_whole = all(candidates) and all(numeric[place] for place in with_units)
        if with_units and is_whole and names_both(candidates):
            found.append((window, candidates))
    if len(found) == 1:
        return found[0]
    are_together = placed[-1] - placed[0] == len(placed) - 1
    if not are_together or not names_both([with_unit[place] for place in placed]):
        return [], []
    if not found and len(placed) == sum(numeric):
        next_of = iter(placed)
        return placed, [with_unit[next(next_of)] if has_numbers else "" for has_numbers in numeric]
    return placed, []


def _with_unit(text: str) -> str:
    """Return the name of a column with its unit in brackets; an empty text if the line holds anything else."""
    found = name_and_unit(text)
    return "" if found is None else text if text[-1] in ")]}" else "{} ({})".format(*found)


def _cells_of_comment(row: Row, width: int, delimiter: str) -> list[str]:
    """Split a comment into one cell for each column; return an empty list if that is impossible."""
    text = text_of(row, delimiter)
    splits = [*(text.rstrip(sign).split(sign) for sign in ",;\t|"), text.split()]
    if delimiter != " ":
        splits.insert(0, row.uncommented(width).cells)
    for place, split in enumerate(splits):
        cells = [introduced(cell.strip(COMMENT_SIGNS)) for cell in split]
        counted = {int(match[1]): cell for cell in cells if (match := _COLUMN.search(cell))}
        if len(cells) == width and {*counted} == {*range(1, width + 1)}:  # the columns may be in another order
            cells = [cell for _, cell in sorted(counted.items())]
        candidate = Row(row.line, cells)
        is_header = row.is_marked and (delimiter == " " or place == 0) and not any(map(_is_prose, cells))
        are_names = candidate.fits(width) and candidate.is_of_names and not _has_separate_units(cells)
        if are_names and (is_header or names_both(cells)):
            return cells[:width]
    return cells_with_units(text, width)


def cells_with_units(text: str, width: int) -> list[str]:
    """Split names between blanks, with units in brackets, into one cell for each column; [] if that is impossible."""
    one_word = re.findall(r"[^\s()\[\]{}]+(?:\s*[(\[{][^()\[\]{}]*[)\]}])?", text)
    several_words = re.findall(r"[^\s()\[\]{}][^()\[\]{}]*[(\[{][^()\[\]{}]*[)\]}]", text)
    is_of_names = all(parse_name(word).joined in NAME_WORDS for word in one_word[:2])
    name_first = [" ".join(one_word[:2]), *one_word[2:]] if is_of_names else []  # Galaxy name Distance (Mpc)
    for found in (one_word, several_words, name_first):
        cells = [cell.strip(" ,;|\t") for cell in found]
        units = [re.split(r"[(\[{]", cell)[-1][:-1] for cell in cells if cell[-1:] in (")", "]", "}")]
        if len(cells) == width and units and all(find_unit(unit) is not None for unit in units):
            return cells
    return []


def _is_prose(cell: str) -> bool:
    """Return whether a cell holds several words, not counting a unit in brackets."""
    return len(re.sub(r"[(\[][^()\[\]]*[)\]]", "", cell).split()) > 1


def _has_separate_units(cells: Sequence[str]) -> bool:
    """Return whether units in brackets have cells of their own after the names. Then there are too few names."""
    are_units = [re.fullmatch(r"(?:\[.*\]|\(.*\)|\{.*\})[,;]?", cell) is not None for cell in cells]
    return any(is_unit and not before for before, is_unit in pairwise(are_units)) and 2 * sum(are_units) >= len(cells)


def automatic_names(above: Sequence[Row], width: int) -> list[str]:
    """Return names for columns without names.

    With names such as col1 and col2, the first column would be guessed as the distances. So these columns get other
    names if a comment mentions velocities before distances.
    """
    mentions = [mentioned(" ".join(row.cells)) for row in above[-MAX_COMMENTS:]]
    both = [kinds for kinds in mentions if {"distance", "velocity"} <= set(kinds)]
    order = both[-1] if both else [kind for kinds in mentions for kind in kinds]
    is_swapped = "distance" in order and order[0] == "velocity"
    return [f"{SWAPPED}{place}" if is_swapped else f"col{place}" for place in range(1, width + 1)]
