"""Tables in JSON: records, columns, or rows with a list of names."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hubble_widget.io.columns.comments import texts_within
from hubble_widget.io.columns.errors import listed, one_of_several
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.unit_columns import are_units_of, of_what, units_by_column
from hubble_widget.io.columns.words import KEYS_OF_NAMES
from hubble_widget.io.table import Table
from hubble_widget.io.tables import as_table
from hubble_widget.io.unit_names import unit_at_end
from hubble_widget.io.unnamed_columns import columns_of_records


class _Columns(NamedTuple):
    """Columns and units by name, and texts beside the table."""

    columns: dict[str, Any]
    units: dict[str, str]
    comments: tuple[str, ...] = ()


_MAX_DEPTH = 5
"""Largest number of objects around a table; {"result": {"data": [...]}} has two."""


def parse_json(text: str) -> Table | None:
    """Return the table in a text of JSON or JSON Lines; None if the text only begins like JSON.

    Raises
    ------
    ValueError
        If the text is broken JSON, or JSON without a table or with several.
    """
    try:
        value = _loaded(text)
    except (RecursionError, ValueError) as error:
        if text.lstrip().startswith(("[{", '{"', "[[")):
            raise ValueError(f"this is broken JSON: {error}") from None
        return None
    found = _table_of(value)
    if found is None:
        _refuse_several(value, "json.load(open(path))")
        raise ValueError(
            'this JSON is not a table; it must hold records, [{"distance": 10, "velocity": 700}, ...], '
            'or columns, {"distance": [10, ...], "velocity": [700, ...]}.'
        )
    return found


def table_of_objects(value: object) -> Table | None:
    """Return the table in nested mappings and lists, such as json.load and csv.reader give; None for other values."""
    if isinstance(value, Mapping):
        inner = [each[0] if isinstance(each, list) and each else each for each in value.values()]
        found = _table_of(value) if any(isinstance(each, Mapping) for each in inner) else None
        if found is None and all(map(_columns_of, value.values())):
            _refuse_several(value, "data")
        return found
    if not isinstance(value, list) or not value or not _is_column(value[0]):
        return None
    return _table_of(value) if all(isinstance(name, str) for name in value[0]) else None


def _table_of(value: Any) -> Table | None:
    found = _columns_of(value)
    if found is None:
        return None
    return _described(found) if found.units or found.comments else as_table(found.columns)


def _refuse_several(value: Any, source: str, depth: int = 0) -> None:
    """Raise a ValueError with a call that takes one if an object, perhaps within others, holds several tables."""
    if not isinstance(value, Mapping) or depth > _MAX_DEPTH:
        return
    tables = [key for key, inner in value.items() if _columns_of(inner)]
    if len(tables) > 1:
        raise ValueError(one_of_several("tables", tables, f"{source}[{tables[0]!r}]"))
    for key, inner in value.items():
        _refuse_several(inner, f"{source}[{key!r}]", depth + 1)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        first, *others = [line for line in text.splitlines() if line.strip()]
        if not others:
            raise
        return [json.loads(first), *map(json.loads, others)]  # JSON Lines


def _described(found: _Columns) -> Table:
    """Return a table with its units and the texts beside it."""
    from astropy.table import Table as AstropyTable

    from hubble_widget.io.unit_names import stated_unit

    table = AstropyTable(found.columns, meta={"comments": [*found.comments]})
    for name, text in found.units.items():
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
    columns = {
        key: inner
        for key, inner in value.items()
        if isinstance(inner, list | Mapping) and not _states_units(key, inner)
    }
    key = next((key for key in ("data", "rows", "values", "records") if key in value), None)
    rows = value.get(key)
    found = _below_names(_names_in(value), rows) or _columns_of(rows, depth + 1)
    table: Iterable[str] = [] if key is None else [key]
    lists = _of_one_length(columns)
    if found is None and len(lists) > 1:
        found, table = _Columns(lists, {}), lists
    if found is None and len(columns) > 1 and all(isinstance(inner, Mapping) for inner in columns.values()):
        found, table = _columns_with_units(columns) or _Columns(_columns_of_objects(columns), {}), columns
    if found is None:
        others = {name: each for name, each in columns.items() if name not in KEYS_OF_NAMES}
        tables = {key: inner for key, each in others.items() if (inner := _columns_of(each, depth + 1))}
        found, table = (next(iter(tables.values())) if len(tables) == 1 else None), tables
    if found is None:
        return None
    beside = {key: inner for key, inner in value.items() if key not in {*table}}
    units = units_by_column(found.columns, dict(_units_beside(beside, [*found.columns])))
    return _Columns(found.columns, units | found.units, (*texts_within(beside, found.columns), *found.comments))


def _states_units(key: str, value: Any) -> bool:
    """Return whether an entry of an object states units: a mapping with a name like units."""
    return isinstance(value, Mapping) and of_what(str(key)) is not None


def _units_beside(value: Any, names: Sequence[str], key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the name and the unit of each column for which an object beside the table, perhaps within others, has one.

    It may be a mapping of names to units or to objects with a unit, a list of objects with a name and a unit, or a list
    of units in the order of the columns.
    """
    is_of_units = of_what(key) is not None
    if isinstance(value, list):
        if is_of_units and are_units_of(value, names):
            yield from units_by_column(names, value).items()
        named = (each for each in value if isinstance(each, Mapping))
        pairs: list[tuple[Any, Any]] = [
            (next((each[key] for key in ("name", "column", "field") if key in each), ""), each) for each in named
        ]
    else:
        pairs = [*value.items()] if isinstance(value, Mapping) and depth <= _MAX_DEPTH else []
    folded = {str(name).casefold() for name in names}
    for name, inner in pairs:
        is_stated = is_of_units or isinstance(inner, Mapping) or of_what(str(name)) is not None
        text = inner.get("unit", inner.get("units")) if isinstance(inner, Mapping) else inner
        parts = re.split(r"\s*[,;]\s*", text) if isinstance(text, str) and of_what(str(name)) == "" else []
        if len(parts) == len(names) > 1 and ":" not in text:  # "units": "kpc, km/s"
            yield from zip(names, parts, strict=True)
        elif isinstance(text, str) and text.strip():
            if is_stated:
                yield str(name), text
            elif str(name).casefold() in folded and (unit := unit_at_end(text)):
                yield str(name), unit
        elif isinstance(value, Mapping):
            yield from _units_beside(inner, names, str(name), depth + 1)


def _of_one_length(columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the lists of one length that name distances and velocities, else the most; a fit may stand beside."""
    by_length: defaultdict[int, dict[str, list[Any]]] = defaultdict(dict)
    for key, inner in columns.items():
        if _is_column(inner):
            by_length[len(inner)][key] = inner
    return max(
        by_length.values(),
        key=lambda lists: (names_both([*lists]), len(lists), len(next(iter(lists.values())))),
        default={},
    )


def _names_in(value: Mapping[str, Any]) -> Any:
    lists = (value[key] for key in KEYS_OF_NAMES if isinstance(value.get(key), list))
    inner = value.get("schema")
    return next(lists, _names_in(inner) if isinstance(inner, Mapping) else None)


def _is_column(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(cell, list | Mapping) for cell in value)


def _columns_of_list(rows: Sequence[Any]) -> _Columns | None:
    if all(isinstance(row, Mapping) for row in rows):
        return _Columns(columns_of_records(rows), {})
    first = rows[0]
    if not isinstance(first, list) or len(first) < 2:
        return None
    if all(isinstance(cell, str) for cell in first) and len(rows) > 1:
        return _below_names(first, rows[1:])
    if len(rows) == 2 and len(first) > 2 and all(map(_is_column, rows)):  # two columns, as a list in Python may be
        return _Columns({"col1": rows[0], "col2": rows[1]}, {})
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
    return _Columns(columns, {name: unit for name, unit in units.items() if isinstance(unit, str) and unit.strip()})


def _columns_with_units(value: Mapping[str, Any]) -> _Columns | None:
    """Return the columns of an object such as {"distance": {"unit": "kpc", "values": [...]}, ...}."""
    lists = {name: [inner for inner in each.values() if _is_column(inner)] for name, each in value.items()}
    if any(len(found) != 1 for found in lists.values()):
        return None
    texts = {name: each.get("unit", each.get("units")) for name, each in value.items()}
    units = {name: text for name, text in texts.items() if isinstance(text, str)}
    return _Columns({name: found[0] for name, found in lists.items()}, units)


def _columns_of_objects(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an object of objects: columns with row numbers as keys (pandas), or records by name."""
    inner = next(iter(value.values()))
    if all(key.isdigit() for key in inner):
        if any({*column} != {*inner} for column in value.values()):
            raise ValueError(
                f"the columns {listed(value)} have different row numbers; give each a number in every row."
            )
        return {name: [column[key] for key in inner] for name, column in value.items()}
    names = {} if all(key.isdigit() for key in value) or "name" in inner else {"name": [*value]}
    return names | columns_of_records([*value.values()])
