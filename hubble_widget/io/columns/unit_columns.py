"""Units outside of their columns: in a row, in another column, or in the description of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from hubble_widget.io.columns.errors import listed
from hubble_widget.io.columns.evidence import DISTANCE, VELOCITY, Quantity
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.number_parsing import is_missing, is_number
from hubble_widget.io.unit_names import find_unit
from hubble_widget.lazy.cancellation import collect
from hubble_widget.suggestions import did_you_mean

if TYPE_CHECKING:
    from hubble_widget.io.table import Table

_UNIT = re.compile(r"[\s_.-]*(?:units?|einheit|unidad|unit[ée]|unit[àa])(?: \d+|\.\d+)?$", re.IGNORECASE)
_UNIT_OF = re.compile(r"^units?[\s_.-]+(?:of[\s_.-]+)?", re.IGNORECASE)
_CHOICES = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")
"""What may stand behind the name of a column of units: (Mpc/Mly)."""

_PHYSICAL_TYPES = ("length", "speed/velocity")
_NAMELESS = re.compile(r"(?:col|column[_ ]?|unnamed: ?)?\d*", re.IGNORECASE)


_NUMBER_OF_COLUMN = re.compile(r"\s*(\d{1,3})(?:\.0?)?\s*")
"""As a frame may have made it, too: 2.0."""


def of_what(name: str) -> str | None:
    """Return the quantity whose unit a name promises: "distance" for distance_unit, "" for unit; else None."""
    for pattern in (_UNIT, _UNIT_OF):
        if pattern.search(words := _CHOICES.sub("", name).strip().replace("_", " ")):
            return pattern.sub("", words).strip()
    return None


def units_by_column(names: Iterable[str], units: Mapping[Any, Any] | Sequence[Any]) -> dict[str, Any]:
    """Assign units to columns, by name in upper or lower case, or by position.

    Raises
    ------
    ValueError
        If the number of units is wrong, or no column has the name of a unit other than Mpc and km/s.
    """
    columns = [*names]
    if not isinstance(units, Mapping):
        if len(units) != len(columns):
            raise ValueError(
                f"there are {len(units)} units for {len(columns)} columns, {listed(columns)}; give one for each, "
                f"an empty text if it has none."
            )
        units = dict(zip(columns, (unit if isinstance(unit, str) else "" for unit in units), strict=True))
    by_name = {_folded(name): name for name in reversed(columns)}
    found: dict[str, Any] = {}
    for key, unit in units.items():
        name = str(key) if str(key) in columns else by_name.get(_folded(str(key)), by_name.get(of_what(str(key)) or ""))
        if name is not None:
            found[name] = unit
        elif is_unusual(unit):
            raise ValueError(
                f"a unit is given for {str(key)!r}, {str(unit)!r}, but no column has this name."
                f"{did_you_mean(str(key), columns, {})} Call it like one of the columns, {listed(columns)}."
            )
    return found


def are_units_of(texts: Any, names: Sequence[str]) -> bool:
    """Return whether a list has a unit for each column, or an unusual one, which must not be dropped."""
    if not isinstance(texts, list | tuple) or not any(isinstance(text, str) for text in texts):
        return False
    are_texts = all(isinstance(text, str) or is_missing(str(text)) for text in texts)
    return are_texts and (len(texts) == len(names) or any(map(is_unusual, texts)))


def is_unusual(unit: Any) -> bool:
    """Return whether one of the units, separated by commas, is one of distance or velocity, but not Mpc or km/s."""
    units = map(find_unit, re.split(r"[,;]|\band\b", unit)) if isinstance(unit, str) else [unit]
    return any({DISTANCE.size(each), VELOCITY.size(each)} - {0.0, 1.0} for each in units if each is not None)


def _folded(name: str) -> str:
    return name.replace("_", " ").strip().casefold()


def unit_in_other_column(table: Table, column: str, quantity: Quantity) -> tuple[str, str] | None:
    """Return the unit that another column, of text, gives for a column, and the name of this other column; else None.

    Raises
    ------
    ValueError
        If the rows give different units, one that does not convert, or another one than the column itself has.
    """
    if (own := quantity.unit_of(table, column)) is not None:
        _refuse_contradiction(table, column, quantity, own)
        return None
    of_it, others = _columns_of_units(table, column, quantity)
    for name in (*of_it, *others):
        texts = sorted({_part_for(quantity, text) for text in _distinct_texts(table, name)})
        sizes = {quantity.size(unit) if (unit := find_unit(text)) is not None else 0.0 for text in texts}
        if not texts or (name not in of_it and sizes == {0.0}):
            continue
        if sizes != {1.0} and _begins_without(table, name, column):
            texts, sizes = ["", *texts], {0.0}
        if len(sizes) > 1 or sizes == {0.0}:
            raise ValueError(
                f"column {name!r} gives {listed(texts)} as units of {column!r}; all rows must have the same unit, "
                f"which converts to {quantity.unit}. Convert the column and remove {name!r}."
            )
        return texts[0], name
    _refuse_stray(table, column, quantity)
    return None


def _begins_without(table: Table, name: str, column: str) -> bool:
    """Return whether a column of units is empty in the first row with a number; one unit in it stands for all rows."""
    if table.is_lazy:
        return False
    rows = zip(table.first(column), table.first(name), strict=False)
    return is_missing(next((str(unit) for number, unit in rows if not is_missing(str(number))), "Mpc"))


def _refuse_contradiction(table: Table, column: str, quantity: Quantity, own: Any) -> None:
    """Raise a ValueError if another column gives another unit for a column than it has itself."""
    for name in chain(*_columns_of_units(table, column, quantity)):
        texts = {_part_for(quantity, text) for text in _distinct_texts(table, name)}
        text = texts.pop() if len(texts) == 1 else ""
        unit = find_unit(text)
        if unit is not None and quantity.size(unit) and quantity.size(own) not in (0.0, quantity.size(unit)):
            raise ValueError(
                f"column {column!r} is in {str(own)!r}, but column {name!r} gives {text!r}; correct one of them."
            )


def _part_for(quantity: Quantity, text: str) -> str:
    """Return the unit of a quantity in a text with those of several columns: "Mly, km/s"; else the text."""
    parts = re.split(r"\s*[,;]\s*|\s+and\s+", text)
    units = ((part, find_unit(part)) for part in parts if len(parts) > 1)
    return next((part for part, unit in units if unit is not None and quantity.size(unit)), text)


def _refuse_stray(table: Table, column: str, quantity: Quantity) -> None:
    """Raise a ValueError if a column that promises no unit holds one throughout, which may be that of a column."""
    before = ""
    for name in table.names:
        of_another = table.is_numeric(before) if before else False
        of_another = of_another and not any(
            each.is_named_by(parse_name(before)) or before in (*each.letters,) for each in (DISTANCE, VELOCITY)
        )
        before = name
        if not of_another and of_what(name) is None and quantity.size(_only_unit(table, name)) not in (0.0, 1.0):
            (text,) = _cells(table, name) - {""}
            raise ValueError(
                f"column {name!r} holds {text!r} alone, which may be the unit of {column!r}; call it "
                f"{f'{column} unit'!r} if it is, or remove it."
            )


def _only_unit(table: Table, name: str) -> Any | None:
    """Return the unit that a text column holds alone, in all of its first cells or in some; None of an engine."""
    if table.is_lazy or table.is_numeric(name):
        return None
    cells = _cells(table, name) - {""}
    text = next(iter(cells)) if len(cells) == 1 else ""
    return find_unit(text) if len(text) > 1 else None


def _cells(table: Table, name: str) -> set[str]:
    """Return the distinct first cells of a column, an empty text for those that are missing."""
    return {"" if is_missing(str(cell)) else str(cell).strip() for cell in table.first(name)}


def _columns_of_units(table: Table, column: str, quantity: Quantity) -> tuple[list[str], list[str]]:
    """Return the text columns that must give the unit of a column, and those that may give it."""
    texts = [name for name in table.names if name != column and not table.is_numeric(name)]
    named = {name: what for name in texts if (what := of_what(name)) is not None}
    of_it = [
        name
        for name, what in named.items()
        if what
        and (
            _folded(what) == _folded(column)
            or quantity.is_named_by(parse_name(what))
            or _is_letter(what, quantity, table)
        )
    ]
    after = table.names[table.names.index(column) + 1 :][:1]
    following = [
        name
        for name in after
        if name in texts
        and (
            named.get(name) == ""
            or _NAMELESS.fullmatch(name)
            or (quantity.size(_only_unit(table, name)) and "" not in _cells(table, name))
        )
    ]
    return of_it, following or [name for name, what in named.items() if not what]


def _is_letter(what: str, quantity: Quantity, table: Table) -> bool:
    """Return whether a text is the letter of a quantity, and no column that has this name means another one."""
    return len(what) == 1 and what in quantity.letters and what not in table.names


def _distinct_texts(table: Table, name: str) -> set[str]:
    """Return the distinct texts of a column. An engine returns only these, not all rows."""
    frame = getattr(table, "frame", None)
    if table.is_lazy and frame is not None:
        rows = collect(frame.select(name).unique()).get_column(name).to_list()
    else:
        rows = table.collect([name]).texts(name)
    return {str(text).strip() for text in rows if text is not None and str(text).strip()}


def units_in(row: Sequence[str], numeric: Sequence[bool], brackets: str = "[](){}") -> list[str]:
    """Return the units in a row, without brackets around them; an empty list if it is not a row of units.

    It is one if all its cells are units, or if a cell above numbers is a unit of length or speed with more than one
    letter: d alone may be a name.
    """
    if len(row) < len(numeric) or any(map(is_number, row)):
        return []
    stripped = [cell.strip().strip(brackets).strip() for cell in row[: len(numeric)]]
    cells = ["" if is_missing(cell) else cell for cell in stripped]
    units = [find_unit(cell) if cell else None for cell in cells]
    are_all = all(unit is not None for unit, cell in zip(units, cells, strict=True) if cell)
    columns = zip(units, cells, numeric, strict=True)
    above_numbers = [(unit, cell) for unit, cell, has_numbers in columns if has_numbers and unit is not None]
    is_sure = any(len(cell) > 1 and str(unit.physical_type) in _PHYSICAL_TYPES for unit, cell in above_numbers)
    return cells if above_numbers and (are_all or is_sure) else []


def are_column_numbers(row: Sequence[str]) -> bool:
    """Return whether a row below the names numbers three columns or more: 1 2 3. No galaxy has these numbers."""
    return len(row) > 2 and [_NUMBER_OF_COLUMN.sub(r"\1", cell) for cell in row] == [*map(str, range(1, len(row) + 1))]
