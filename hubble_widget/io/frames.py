"""What frames of pandas and tables of PyArrow have that others have not: an index, and columns of one name."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hubble_widget.io.column_words import NAME_WORDS
from hubble_widget.io.number_parsing import LOOKED_AT, are_mostly_numbers
from hubble_widget.io.unit_columns import of_what, units_by_column
from hubble_widget.io.unit_names import told_unit
from hubble_widget.regression.quantities import units_in_metadata


def whole_batch(value: Any) -> Any:
    """Return a record batch of PyArrow as a table; all else as it is."""
    pyarrow = sys.modules.get("pyarrow")  # whoever has a batch has imported it
    if pyarrow is None or not isinstance(value, pyarrow.RecordBatch):
        return value
    return pyarrow.Table.from_batches([value])


def with_index_as_column(value: Any) -> Any:
    """Return a frame of pandas whose index names its rows with these names as its last column; all else as it is."""
    pandas = sys.modules.get("pandas")  # whoever has a frame has imported it
    if pandas is None or not isinstance(value, pandas.DataFrame) or value.columns.nlevels > 1:
        return value
    index = value.index
    if index.nlevels > 1 or index.dtype.kind in "iufbmM" or are_mostly_numbers(index[:LOOKED_AT].tolist()):
        return value
    if not all(isinstance(name, str) for name in index[:LOOKED_AT]):
        return value
    name = index.name if str(index.name).lower() in NAME_WORDS else "index"
    if name in value.columns:
        return value
    frame = value.copy(deep=False)
    frame.insert(frame.shape[1], name, index)
    return frame


def units_of_frame(frame: Any) -> dict[str, Any]:
    """Return the units that a frame of pandas has in its attrs, or a table of PyArrow with its fields, by column."""
    pandas, pyarrow = (sys.modules.get(name) for name in ("pandas", "pyarrow"))
    written: dict[str, Any] = {}
    by_astropy: dict[str, Any] = {}
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        names = [str(name) for name in frame.columns]
        both = (frame.attrs.get(key) for key in ("units", "unit"))
        told = next((each for each in both if isinstance(each, Mapping)), None)
        spelt = {name.casefold() for name in names}
        alone = {
            key: unit
            for key, unit in frame.attrs.items()
            if isinstance(unit, str) and (str(key).casefold() in spelt or of_what(str(key)) is not None)
        }
        written = units_by_column(names, alone if told is None else told)
    elif pyarrow is not None and isinstance(frame, pyarrow.Table):
        fields = {field.name: field.metadata or {} for field in frame.schema}
        written = {name: each.get(b"unit", each.get(b"units", b"")).decode() for name, each in fields.items()}
        by_astropy = units_in_metadata(frame.schema.metadata)
    known = {name: told_unit(unit) for name, unit in written.items()}
    return {name: unit for name, unit in known.items() if unit is not None} | by_astropy


def each_name_once(value: Any) -> tuple[Any, frozenset[str]] | None:
    """Return a frame of pandas or PyArrow with the first column of each name, and the names that came again.

    None for what is of no such library, or where no name comes again.
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


def with_texts_for_names(frame: Any) -> Any:
    """Return a frame of pandas, or like it, whose columns had numbers or several levels for names."""
    native = frame.to_native().copy(deep=False)
    native.columns = [
        " ".join(filter(None, map(str, name))) if isinstance(name, tuple) else str(name) for name in native.columns
    ]
    return native
