"""Tables in JSON: records, columns, and rows below the names of their columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hubble_widget.io.bare_columns import columns_of_records
from hubble_widget.io.tables import Table, as_table

_MAX_DEPTH = 5
"""Objects around a table, as in {"result": {"data": [...]}}."""


def parse_json(text: str) -> Table | None:
    """Return the table of a text in JSON, or in JSON Lines; None where a text only begins like one.

    Raises
    ------
    ValueError
        If it is JSON, but no table.
    """
    try:
        value = _loaded(text)
    except (RecursionError, ValueError) as error:
        if text.lstrip().startswith(("[{", '{"', "[[")):
            raise ValueError(f"this is broken JSON: {error}") from None
        return None
    found = _columns_of(value)
    if found is None:
        raise ValueError(
            'this JSON is no table; what is wanted is records, [{"distance": 10, "velocity": 700}, ...], '
            'or columns, {"distance": [10, ...], "velocity": [700, ...]}.'
        )
    columns, units = found
    return as_table(columns) if not units else _with_units(columns, units)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        first, *others = [line for line in text.splitlines() if line.strip()]
        if not others:
            raise
        return [json.loads(first), *map(json.loads, others)]  # JSON Lines


def _with_units(columns: Mapping[str, Any], told: Mapping[str, str]) -> Table:
    from astropy import units
    from astropy.table import Table as AstropyTable

    from hubble_widget.io.unit_names import find_unit

    table = AstropyTable(dict(columns))
    for name, text in told.items():
        unit = find_unit(text)
        table[name].unit = units.Unit(text, parse_strict="silent") if unit is None else unit
    found = as_table(table)
    assert found is not None
    return found


def _columns_of(value: Any, depth: int = 0) -> tuple[dict[str, Any], dict[str, str]] | None:
    """Return columns by name, and the units of some; None where a value holds no table, or several."""
    if depth > _MAX_DEPTH or not isinstance(value, Mapping | list) or not value:
        return None
    if isinstance(value, list):
        return _columns_of_list(value)
    names = next((value[key] for key in ("columns", "fields", "metadata", "schema") if key in value), None)
    rows = next((value[key] for key in ("data", "rows", "values") if key in value), None)
    if isinstance(names, list) and isinstance(rows, list) and (found := _below_names(names, rows)):
        return found
    if all(isinstance(column, list) for column in value.values()) and len(value) > 1:
        return dict(value), {}
    if all(isinstance(inner, Mapping) for inner in value.values()) and len(value) > 1:
        return _columns_of_objects(value), {}
    tables = [found for inner in value.values() if (found := _columns_of(inner, depth + 1))]
    return tables[0] if len(tables) == 1 else None


def _columns_of_list(rows: Sequence[Any]) -> tuple[dict[str, Any], dict[str, str]] | None:
    if all(isinstance(row, Mapping) for row in rows):
        return columns_of_records(rows), {}
    first = rows[0]
    if not isinstance(first, list) or len(first) < 2:
        return None
    if all(isinstance(cell, str) for cell in first) and len(rows) > 1:
        return _below_names(first, rows[1:])
    return _below_names([f"col{place}" for place in range(1, len(first) + 1)], rows)


def _below_names(names: Sequence[Any], rows: Sequence[Any]) -> tuple[dict[str, Any], dict[str, str]] | None:
    """Return the columns of rows; names may be objects with "name" and "unit", as in virtual observatories."""
    told = [name if isinstance(name, Mapping) else {"name": name} for name in names]
    texts = [str(each.get("name", f"col{place}")) for place, each in enumerate(told, start=1)]
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows) or len({*texts}) < len(texts):
        return None
    units = {name: each["unit"] for name, each in zip(texts, told, strict=True) if isinstance(each.get("unit"), str)}
    return dict(zip(texts, map(list, zip(*rows, strict=True)), strict=False)), {
        k: v for k, v in units.items() if v.strip()
    }


def _columns_of_objects(value: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the columns of objects: by the numbers of their rows, as pandas writes them, or records by their names."""
    inner = next(iter(value.values()))
    if all(key.isdigit() for key in inner):
        return {name: [*column.values()] for name, column in value.items()}
    names = {} if all(key.isdigit() for key in value) or "name" in inner else {"name": [*value]}
    return names | columns_of_records([*value.values()])
