"""Tables in JSON: records, columns, or rows with a list of names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from hubble_widget.io.columns.unit_columns import of_what, units_by_column
from hubble_widget.io.table import Table
from hubble_widget.io.tables import as_table
from hubble_widget.io.unnamed_columns import columns_of_records

_Columns: TypeAlias = tuple[dict[str, Any], dict[str, str]]

_MAX_DEPTH = 5
"""Largest number of objects around a table; {"result": {"data": [...]}} has two."""


def parse_json(text: str) -> Table | None:
    """Return the table in a text of JSON or JSON Lines; None if the text only begins like JSON.

    Raises
    ------
    ValueError
        If the text is broken JSON, or JSON without a table.
    """
    try:
        value = _loaded(text)
    except (RecursionError, ValueError) as error:
        if text.lstrip().startswith(("[{", '{"', "[[")):
            raise ValueError(f"this is broken JSON: {error}") from None
        return None
    found = _table_of(value)
    if found is None:
        raise ValueError(
            'this JSON is not a table; it must hold records, [{"distance": 10, "velocity": 700}, ...], '
            'or columns, {"distance": [10, ...], "velocity": [700, ...]}.'
        )
    return found


def table_of_objects(value: object) -> Table | None:
    """Return the table in nested mappings and lists, such as json.load and csv.reader give; None for other values."""
    if isinstance(value, Mapping):
        inner = [each[0] if isinstance(each, list) and each else each for each in value.values()]
        return _table_of(value) if any(isinstance(each, Mapping) for each in inner) else None
    if not isinstance(value, list) or not value or not _is_column(value[0]):
        return None
    return _table_of(value) if all(isinstance(name, str) for name in value[0]) else None


def _table_of(value: Any) -> Table | None:
    found = _columns_of(value)
    if found is None:
        return None
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


def _with_units(columns: Mapping[str, Any], units: Mapping[str, str]) -> Table:
    from astropy.table import Table as AstropyTable

    from hubble_widget.io.unit_names import stated_unit

    table = AstropyTable(dict(columns))
    for name, text in units.items():
        table[name].unit = stated_unit(text)
    wrapped = as_table(table)
    assert wrapped is not None
    return wrapped


def _columns_of(value: Any, depth: int = 0) -> _Columns | None:
    """Return columns and units by name; None if a value holds no table, or several."""
    if isinstance(value, list) and value:
        return _columns_of_list(value)
    if not isinstance(value, Mapping) or not value or depth > _MAX_DEPTH:
        return None
    columns = dict(value)
    units = _take_units(columns)
    rows = next((value[key] for key in ("data", "rows", "values", "records") if key in value), None)
    found = _below_names(_names_in(value), rows) or _columns_of(rows, depth + 1)
    if found is None and len(columns) > 1 and all(map(_is_column, columns.values())):
        found = columns, {}
    if found is None and len(value) > 1 and all(isinstance(inner, Mapping) for inner in value.values()):
        found = _columns_with_units(value) or (_columns_of_objects(value), {})
    if found is None:
        tables = [table for inner in value.values() if (table := _columns_of(inner, depth + 1))]
        found = tables[0] if len(tables) == 1 else None
    return found and (found[0], units_by_column(found[0], units) | found[1]) if units else found


def _take_units(columns: dict[str, Any]) -> Any:
    """Remove the units from an object and return them: a mapping, a list, or texts with names like distance_unit."""
    units = [columns.pop(key) for key in ("units", "unit") if isinstance(columns.get(key), Mapping)]
    if not units and isinstance(columns.get("columns") or columns.get("fields"), list):
        units = [columns.pop(key) for key in ("units", "unit") if isinstance(columns.get(key), list)]
    keys = [key for key, text in columns.items() if isinstance(text, str) and of_what(key) is not None]
    texts = {key: columns.pop(key) for key in keys}
    if units and isinstance(units[0], Mapping):
        return {**texts, **{key: unit for key, unit in units[0].items() if isinstance(unit, str) and unit.strip()}}
    return units[0] if units else texts


def _names_in(value: Mapping[str, Any]) -> Any:
    return next((value[key] for key in ("columns", "fields", "metadata") if key in value), None)


def _is_column(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(cell, list | Mapping) for cell in value)


def _columns_of_list(rows: Sequence[Any]) -> _Columns | None:
    if all(isinstance(row, Mapping) for row in rows):
        return columns_of_records(rows), {}
    first = rows[0]
    if not isinstance(first, list) or len(first) < 2:
        return None
    if all(isinstance(cell, str) for cell in first) and len(rows) > 1:
        return _below_names(first, rows[1:])
    if len(rows) == 2 and len(first) > 2 and all(map(_is_column, rows)):  # two columns, as a list in Python may be
        return {"col1": rows[0], "col2": rows[1]}, {}
    return _below_names([f"col{place}" for place in range(1, len(first) + 1)], rows)


def _below_names(names: Any, rows: Any) -> _Columns | None:
    """Return the columns of rows. A name may be an object with "name" and "unit", as virtual observatories write it."""
    if not isinstance(names, list) or not isinstance(rows, list):
        return None
    headers = [name if isinstance(name, Mapping) else {"name": name} for name in names]
    texts = [str(header.get("name", f"col{place}")) for place, header in enumerate(headers, start=1)]
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows) or len({*texts}) < len(texts):
        return None
    units = {name: header.get("unit") for name, header in zip(texts, headers, strict=True)}
    columns = dict(zip(texts, map(list, zip(*rows, strict=True)), strict=False))
    return columns, {name: unit for name, unit in units.items() if isinstance(unit, str) and unit.strip()}


def _columns_with_units(value: Mapping[str, Mapping[str, Any]]) -> _Columns | None:
    """Return the columns of an object such as {"distance": {"unit": "kpc", "values": [...]}, ...}."""
    lists = {name: [inner for inner in each.values() if _is_column(inner)] for name, each in value.items()}
    if any(len(found) != 1 for found in lists.values()):
        return None
    texts = {name: each.get("unit", each.get("units")) for name, each in value.items()}
    units = {name: text for name, text in texts.items() if isinstance(text, str)}
    return {name: found[0] for name, found in lists.items()}, units


def _columns_of_objects(value: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the columns of an object of objects: columns with row numbers as keys (pandas), or records by name."""
    inner = next(iter(value.values()))
    if all(key.isdigit() for key in inner):
        return {name: [*column.values()] for name, column in value.items()}
    names = {} if all(key.isdigit() for key in value) or "name" in inner else {"name": [*value]}
    return names | columns_of_records([*value.values()])
