"""Special features of pandas and PyArrow tables: record batches, an index, units in metadata, repeated names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hubble_widget.data.units import units_in_metadata
from hubble_widget.io.columns.comments import texts_within
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.unit_columns import are_units_of, of_what, units_by_column
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.number_parsing import MAX_INSPECTED, are_mostly_numbers
from hubble_widget.io.unit_names import find_unit, looks_like_unit, stated_unit

_OF_PROGRAMS = (b"pandas", b"ARROW:schema", b"table_meta_yaml")
"""Metadata of a PyArrow table that programs write for themselves."""


def whole_batch(value: Any) -> Any:
    """Convert a PyArrow record batch to a table; return other values unchanged."""
    pyarrow = sys.modules.get("pyarrow")  # a record batch exists only if PyArrow is imported
    if pyarrow is None or not isinstance(value, pyarrow.RecordBatch):
        return value
    return pyarrow.Table.from_batches([value])


def with_index_as_columns(value: Any) -> Any:
    """Return a pandas frame with what its index holds as last columns: names, or anything that has a name itself.

    If the index names distances and velocities, rows and columns are exchanged. Other values are returned unchanged.
    """
    pandas = sys.modules.get("pandas")  # a frame exists only if pandas is imported
    if pandas is None or not isinstance(value, pandas.DataFrame) or value.columns.nlevels > 1:
        return value
    levels = [value.index.get_level_values(level) for level in range(value.index.nlevels)]
    if len(value) < value.shape[1] and len(levels) == 1 and _are_quantities(levels[0], value.columns):
        return value.T
    frame = value
    for level in levels:
        name = _name_of_index(level, is_only=len(levels) == 1)
        if name is not None and name not in frame.columns:
            frame = value.copy(deep=False) if frame is value else frame
            frame.insert(frame.shape[1], name, level)
    return frame


def _are_quantities(index: Any, columns: Any) -> bool:
    """Return whether an index names distances and velocities, and the columns do not."""
    return names_both([*map(str, index)]) and not names_both([*map(str, columns)])


def _name_of_index(index: Any, *, is_only: bool) -> str | None:
    """Return the name that an index gets as a column; None if it only counts the rows."""
    has_name = isinstance(index.name, str) and index.name != ""
    first = index[:MAX_INSPECTED].tolist()
    if index.dtype.kind in "iufbmM" or are_mostly_numbers(first) or not all(isinstance(name, str) for name in first):
        return index.name if has_name else None
    return (
        index.name if has_name and (not is_only or index.name.lower() in NAME_WORDS) else "index" if is_only else None
    )


def units_of_frame(frame: Any) -> dict[str, Any]:
    """Return units by column, from the attrs of a pandas frame or from the fields of a PyArrow table."""
    pandas, pyarrow = (sys.modules.get(name) for name in ("pandas", "pyarrow"))
    texts: dict[str, Any] = {}
    from_astropy: dict[str, Any] = {}
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        names = [str(name) for name in frame.columns]
        values = (frame.attrs.get(key) for key in ("units", "unit"))
        units = next((each for each in values if isinstance(each, Mapping) or are_units_of(each, names)), None)
        folded = {name.casefold() for name in names}
        single = {
            key: unit
            for key, unit in frame.attrs.items()
            if isinstance(unit, str)
            and ((str(key).casefold() in folded and _is_unit(unit)) or of_what(str(key)) is not None)
        }
        texts = units_by_column(names, single if units is None else units)
    elif pyarrow is not None and isinstance(frame, pyarrow.Table):
        fields = {field.name: field.metadata or {} for field in frame.schema}
        texts = {name: field.get(b"unit", field.get(b"units", b"")).decode() for name, field in fields.items()}
        from_astropy = units_in_metadata(frame.schema.metadata)
    known = {name: stated_unit(text) for name, text in texts.items()}
    return {name: unit for name, unit in known.items() if unit is not None} | from_astropy


def _is_unit(text: str) -> bool:
    """Return whether a text is a unit, known or not, and no description."""
    return find_unit(text) is not None or (len(text.split()) < 3 and looks_like_unit(text))


def comments_of_frame(frame: Any) -> tuple[str, ...]:
    """Return the texts in the attrs of a pandas frame, or in the metadata of a PyArrow table and of its fields."""
    pandas, pyarrow = (sys.modules.get(name) for name in ("pandas", "pyarrow"))
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        return tuple(texts_within(frame.attrs, [str(name) for name in frame.columns]))
    if pyarrow is not None and isinstance(frame, pyarrow.Table):
        own = {key: text for key, text in (frame.schema.metadata or {}).items() if key not in _OF_PROGRAMS}
        fields = {field.name: [*(field.metadata or {}).values()] for field in frame.schema}
        return (*texts_within([*own.values()], ()), *texts_within(fields, frame.column_names))
    return ()


def each_name_once(value: Any) -> tuple[Any, frozenset[str]] | None:
    """Return a pandas or PyArrow table with the first column of each name, and the repeated names.

    Return None for tables of other libraries, and if no name is repeated.
    """
    pandas, pyarrow = (sys.modules.get(name) for name in ("pandas", "pyarrow"))
    if pandas is not None and isinstance(value, pandas.DataFrame):
        names = [str(name) for name in value.columns]
    elif pyarrow is not None and isinstance(value, pyarrow.Table):
        names = value.column_names
    else:
        return None
    repeated = frozenset(name for name, count in Counter(names).items() if count > 1)
    first = [place for place, name in enumerate(names) if name not in names[:place]]
    if not repeated:
        return None
    return (value.iloc[:, first] if hasattr(value, "iloc") else value.select(first)), repeated


def repeated_names(value: Any) -> frozenset[str]:
    """Return the names that occur twice in a relation of DuckDB, of which narwhals shows only the first columns."""
    duckdb = sys.modules.get("duckdb")
    if duckdb is None or not isinstance(value, duckdb.DuckDBPyRelation):
        return frozenset()
    return frozenset(name for name, count in Counter(value.columns).items() if count > 1)


def with_texts_for_names(frame: Any) -> Any:
    """Return a pandas-like frame with texts as the names of its columns, instead of numbers or tuples."""
    native = frame.to_native().copy(deep=False)
    native.columns = [
        " ".join(filter(None, map(str, name))) if isinstance(name, tuple) else str(name) for name in native.columns
    ]
    return native
