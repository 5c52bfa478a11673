"""What frames of pandas and tables of PyArrow have that others have not: an index, and columns of one name."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from hubble_widget.io.column_words import NAME_WORDS
from hubble_widget.io.number_parsing import LOOKED_AT, are_mostly_numbers


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
