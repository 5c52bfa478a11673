"""Comments above a table: names of its columns, in one line or one name per line, their order, and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hubble_widget.io.columns.mentions import mentioned, names_both
from hubble_widget.io.columns.words import SWAPPED
from hubble_widget.io.number_parsing import is_missing
from hubble_widget.io.text.rows import COMMENT_SIGNS, Row
from hubble_widget.io.unit_names import find_unit, is_of_unit_words
from hubble_widget.messages import message

_NUMBERED = re.compile(r"(?:col(?:umn)?\.?\s*)?\(?(\d{1,3})\s*[\s:.)=-]\s*(\S.*)", re.IGNORECASE)
_INTRODUCTION = re.compile(r"(?:the )?(?:columns?|fields|header)(?: are)?\s*[:=]\s*", re.IGNORECASE)
_WITH_UNIT = re.compile(
    r"(?P<name>[^\W\d][^()\[\]{}|;,#]*?)(?:\s*[,:/=]|\s+in)?(?:\s*[(\[{](?P<unit>[^()\[\]{}]+)[)\]}]|\s+(?P<unbracketed>\S+))"
)
_SHORT_NAME = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+){0,2}")

_COLUMN = re.compile(r"\bcol(?:umn)?\.? ?(\d+)", re.IGNORECASE)

_LENGTHS = re.compile(
    r"(?<![^\W_/])(?P<other>[kG]?pc|(?:kilo|giga)?parsecs?|[kMG]?lyr?|light[- ]?years?|Lichtjahren?|"
    r"ann[ée]es[- ]lumi[èe]re|a[ñn]os[- ]luz|anni[- ]luce)(?![^\W_])|(?P<usual>Mpc|Mega[- ]?parsecs?)",
    re.IGNORECASE,
)
"""Units of distance; Mpc is the usual one."""

_MAX_LINE = 100
"""A longer line, in characters, is prose."""

_MAX_COMMENTS = 50
"""Number of lines above the rows that may hold names."""


def text_of(row: Row, delimiter: str) -> str:
    """Return the text of a row before it was split into cells, without comment signs."""
    return _INTRODUCTION.sub("", delimiter.join(row.cells).strip().lstrip(COMMENT_SIGNS), count=1)


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
    width, comments = len(numeric), above[-_MAX_COMMENTS:]
    numbered = [(row.line, match) for row in comments if (match := _NUMBERED.fullmatch(text_of(row, delimiter)))]
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
        raise ValueError(
            f"the comment in line {partial.line} names a column, but it is not clear which of the {width}; write the "
            f"names of all columns into one line, separated by commas."
        )
    return likely


def _line_by_line(texts: Sequence[str], numeric: Sequence[bool]) -> tuple[Sequence[int], list[str]]:
    """Return the positions of comments that name one column each, and the names of all columns if they are clear."""
    width = len(numeric)
    with_unit = [_with_unit(text) for text in texts]
    placed = [place for place, name in enumerate(with_unit) if name]
    if width < 2 or not placed or not names_both(texts):
        return [], []
    shortened = (text if len(text) <= _MAX_LINE and _SHORT_NAME.fullmatch(text) else "" for text in texts)
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
    found = _name_and_unit(text)
    return "" if found is None else text if text[-1] in ")]}" else "{} ({})".format(*found)


def _name_and_unit(text: str) -> tuple[str, str] | None:
    match = _WITH_UNIT.fullmatch(text) if len(text) <= _MAX_LINE else None
    if match is None or re.search(r"(?<!\w)\d", match["name"]) or is_of_unit_words(match["name"].split()[-1]):
        return None
    bracketed, unbracketed = match["unit"], match["unbracketed"]
    unit = find_unit(bracketed or unbracketed)
    if unit is None:
        return None
    if unbracketed and (len(unbracketed) == 1 or str(unit.physical_type) not in ("length", "speed/velocity")):
        return None
    return match["name"], bracketed or unbracketed


def units_in_comments(above: Sequence[Row], names: Sequence[str], delimiter: str) -> list[str]:
    """Return the unit that a comment gives for each name ("# dist: kpc"), an empty text for the others."""
    pieces = [
        piece for row in above[-_MAX_COMMENTS:] if row.is_marked for piece in re.split("[,;]", text_of(row, delimiter))
    ]
    units = {found[0].strip().casefold(): found[1] for piece in pieces if (found := _name_and_unit(piece.strip()))}
    return [units.get(name.casefold(), "") for name in names]


def _cells_of_comment(row: Row, width: int, delimiter: str) -> list[str]:
    """Split a comment into one cell for each column; return an empty list if that is impossible."""
    text = text_of(row, delimiter)
    splits = [*(text.rstrip(sign).split(sign) for sign in ",;\t|"), text.split()]
    if delimiter != " ":
        splits.insert(0, row.uncommented(width).cells)
    for place, split in enumerate(splits):
        cells = [_INTRODUCTION.sub("", cell.strip(COMMENT_SIGNS), count=1) for cell in split]
        counted = {int(match[1]): cell for cell in cells if (match := _COLUMN.search(cell))}
        if len(cells) == width and {*counted} == {*range(1, width + 1)}:  # the columns may be in another order
            cells = [cell for _, cell in sorted(counted.items())]
        candidate = Row(row.line, cells)
        is_header = row.is_marked and (delimiter == " " or place == 0) and not any(map(_is_prose, cells))
        are_names = candidate.fits(width) and candidate.is_of_names and not _has_separate_units(cells)
        if are_names and (is_header or names_both(cells)):
            return cells[:width]
    pieces = [piece.strip(" ,;|\t") for piece in re.split(r"(?<=[)\]}])", text)]
    bracketed = [piece for piece in pieces if piece[-1:] in (")", "]", "}")]
    has_units = all(find_unit(re.split(r"[(\[{]", piece)[-1][:-1]) is not None for piece in bracketed)
    return bracketed if len(bracketed) == width and has_units else []


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
    mentions = [mentioned(" ".join(row.cells)) for row in above[-_MAX_COMMENTS:]]
    both = [kinds for kinds in mentions if {"distance", "velocity"} <= set(kinds)]
    order = both[-1] if both else [kind for kinds in mentions for kind in kinds]
    is_swapped = "distance" in order and order[0] == "velocity"
    return [f"{SWAPPED}{place}" if is_swapped else f"col{place}" for place in range(1, width + 1)]


def remark_on(above: Sequence[Row]) -> str:
    """Return a hint if the comments mention a unit of distance other than Mpc; else an empty text."""
    found = [match for row in above[-_MAX_COMMENTS:] for match in _LENGTHS.finditer(" ".join(row.cells)[:10_000])]
    if not found or any(match["usual"] for match in found):
        return ""
    unit = repr(found[0]["other"])
    return message("distances taken in Mpc, though a comment above the rows says {unit}", unit=unit)
