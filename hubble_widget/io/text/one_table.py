"""Whether a text holds one table: no second header of other columns, no other units among the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hubble_widget.io.columns.evidence import DISTANCE, VELOCITY
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.names import ColumnName, parse_name
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.number_parsing import is_missing, is_number
from hubble_widget.io.text.comment_words import cells_with_units
from hubble_widget.io.text.rows import Row
from hubble_widget.io.unit_names import find_unit


def check_one_header(found: Row | None, rows: Sequence[Row], numeric: Sequence[bool]) -> None:
    """Raise a ValueError if there is a second header, of other columns, with rows of numbers below it."""
    for place, row in enumerate(rows):
        if found is None or not _may_be_header(row) or is_again(row, found):
            continue
        cells = [cell.strip() for cell in row.cells]
        of_numbers = {cell for cell, has_numbers in zip(cells, numeric, strict=False) if has_numbers}
        is_header = len(of_numbers) == sum(numeric) > 1 and not any(map(is_missing, cells))
        if not is_header or not _are_names_of_columns(cells, numeric):
            continue
        if any(below.is_data(len(numeric)) for below in rows[place + 1 :]):
            raise ValueError(
                f"line {row.line}, {', '.join(cells)!r}, is the header of another table below the first one; keep one "
                "of them in the file."
            )


def is_again(row: Row, header: Row) -> bool:
    """Return whether a row repeats the names of the columns, perhaps in other words and without their units."""
    if row.cells == header.cells:
        return True
    return (
        _may_be_header(row)
        and len(row.cells) == len(header.cells)
        and all(map(_are_alike, map(parse_name, row.cells), map(parse_name, header.cells)))
    )


def _may_be_header(row: Row) -> bool:
    return not is_number(row.cells[-1]) and not row.is_comment and row.is_of_names  # most rows end in a number


def _are_names_of_columns(cells: Sequence[str], numeric: Sequence[bool]) -> bool:
    """Return whether cells are names of columns, and not words for missing numbers: no distance, velocity unknown."""
    names = [parse_name(cell) for cell in cells]
    of_texts = [name for name, has_numbers in zip(names, numeric, strict=False) if not has_numbers]
    if of_texts:
        return any(name.joined in NAME_WORDS for name in of_texts)
    return all(len(name.words) == 1 for name in names) and names_both(cells)


def comments_between(body: Sequence[Row], width: int) -> Iterator[Row]:
    """Yield the comments among rows of numbers."""
    comments: list[Row] = []
    for row in body:
        if row.is_comment:
            comments.append(row)
        elif comments and row.is_data(width):
            yield from comments
            comments.clear()


def check_comments(
    comments: Iterable[tuple[int, str, Sequence[str]]], names: Sequence[str], units: Sequence[str]
) -> None:
    """Raise a ValueError if a comment among the rows gives other units, or names with units, than those above.

    Parameters
    ----------
    comments : iterable of tuple
        Line, text, and the units in it if it holds nothing else.
    names, units : sequence of str
        Of the columns, from above the rows.
    """
    above = [*map(parse_name, names)]
    of_columns = [find_unit(unit) or next(iter(name.units), None) for name, unit in zip(above, units, strict=True)]
    for line, text, own in comments:
        with_units = cells_with_units(text, len(names))
        cells = [*map(parse_name, with_units)] if names_both(with_units) else []
        given = [next(iter(cell.units), None) for cell in cells] or [find_unit(unit) for unit in own]
        if sum(unit is not None for unit in given) < 2:  # a remark, such as "distances in Mpc"
            continue
        is_other = bool(cells) and not all(map(_are_alike, cells, above))
        if is_other or not all(map(_is_same, given, of_columns)):
            raise ValueError(
                f"line {line}, {text!r}, gives other columns or units than those above the first rows; keep one table "
                "in the file, in one set of units."
            )


def _are_alike(one: ColumnName, other: ColumnName) -> bool:
    """Return whether two names are the same, but for units, or name the same quantity."""
    if one.joined == other.joined or (one.joined in NAME_WORDS and other.joined in NAME_WORDS):
        return True
    return any(
        all(each.is_named_by(name) or (name.letter and name.letter in each.letters) for name in (one, other))
        for each in (DISTANCE, VELOCITY)
    )


def _is_same(given: Any | None, above: Any | None) -> bool:
    """Return whether a unit, if one is given, is that of the column above, or the usual one where none is."""
    if given is None:
        return True
    return given == above if above is not None else 1 in (DISTANCE.size(given), VELOCITY.size(given))
