"""Units that stand apart from their columns: in a column of texts beside, or in what describes a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hubble_widget.io.column_errors import listed
from hubble_widget.io.column_evidence import DISTANCE, VELOCITY, Quantity
from hubble_widget.io.column_names import parse_name
from hubble_widget.io.unit_names import find_unit
from hubble_widget.regression.asking import fetched

if TYPE_CHECKING:
    from hubble_widget.io.tables import Table

_UNIT = re.compile(r"[\s_.-]*\b_?(?:units?|einheit|unidad|unit[ée]|unit[àa])(?: \d+|\.\d+)?$", re.IGNORECASE)
_UNIT_OF = re.compile(r"^units?[\s_.-]+(?:of[\s_.-]+)?", re.IGNORECASE)
_NAMELESS = re.compile(r"(?:col|column[_ ]?|unnamed: ?)?\d*", re.IGNORECASE)


def of_what(name: str) -> str | None:
    """Return of what a name says that it is the unit: distance_unit; "" of `unit` alone, None of any other name."""
    for pattern in (_UNIT, _UNIT_OF):
        if pattern.search(spelt := name.strip().replace("_", " ")):
            return pattern.sub("", spelt).strip()
    return None


def units_by_column(names: Iterable[str], told: Mapping[Any, Any] | Sequence[Any]) -> dict[str, Any]:
    """Return the units that describe columns, by their names in any case or in their order.

    Raises
    ------
    ValueError
        If one that is not the usual one is told for no column.
    """
    columns = [*names]
    if not isinstance(told, Mapping):
        if len(told) != len(columns):
            raise ValueError(f"there are {len(told)} units for {len(columns)} columns: {listed(columns)}.")
        told = dict(zip(columns, told, strict=True))
    by_name = {_folded(name): name for name in reversed(columns)}
    found: dict[str, Any] = {}
    for key, unit in told.items():
        name = str(key) if str(key) in columns else by_name.get(_folded(str(key)), by_name.get(of_what(str(key)) or ""))
        known = find_unit(unit) if isinstance(unit, str) else unit
        if name is not None:
            found[name] = unit
        elif known is not None and {DISTANCE.size(known), VELOCITY.size(known)} - {0.0, 1.0}:
            raise ValueError(
                f"a unit is given for {str(key)!r}, {str(unit)!r}, but no column is called so. The columns are "
                f"{listed(columns)}."
            )
    return found


def _folded(name: str) -> str:
    return name.replace("_", " ").strip().casefold()


def unit_beside(table: Table, column: str, quantity: Quantity) -> tuple[str, str] | None:
    """Return the unit that a column of texts gives for another one, and that column; None where none does.

    Raises
    ------
    ValueError
        If it gives several, or one that does not convert.
    """
    if table.unit(column) is not None or parse_name(column).units:
        return None
    of_it, others = _columns_of_units(table, column, quantity)
    for name in (*of_it, *others):
        texts = sorted(_different(table, name))
        sizes = {quantity.size(unit) if (unit := find_unit(text)) is not None else 0.0 for text in texts}
        if not texts or (name not in of_it and sizes == {0.0}):
            continue
        if len(sizes) > 1 or sizes == {0.0}:
            raise ValueError(
                f"column {name!r} gives {listed(texts)} as units of {column!r}; one that converts to {quantity.unit} "
                f"is wanted in all rows. Convert the column, and leave {name!r} out."
            )
        return texts[0], name
    return None


def _columns_of_units(table: Table, column: str, quantity: Quantity) -> tuple[list[str], list[str]]:
    """Return the columns of texts that must give a column's unit, and those that may."""
    texts = [name for name in table.names if name != column and not table.is_numeric(name)]
    named = {name: what for name in texts if (what := of_what(name)) is not None}
    of_it = [
        name
        for name, what in named.items()
        if what and (_folded(what) == _folded(column) or quantity.is_named_by(parse_name(what)))
    ]
    after = table.names[table.names.index(column) + 1 :][:1]
    following = [name for name in after if name in texts and (named.get(name) == "" or _NAMELESS.fullmatch(name))]
    return of_it, following or [name for name, what in named.items() if not what]


def _different(table: Table, name: str) -> set[str]:
    """Return the different texts of a column; of rows in an engine it is asked for these alone."""
    frame = getattr(table, "frame", None)
    if table.is_lazy and frame is not None:
        rows = fetched(frame.select(name).unique()).get_column(name).to_list()
    else:
        rows = table.fetched([name]).texts(name)
    return {str(text).strip() for text in rows if text is not None and str(text).strip()}
