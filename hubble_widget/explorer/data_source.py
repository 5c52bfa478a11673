"""The source of a data set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import ref

from hubble_widget.data.base_dataset import BaseDataset


@dataclass(frozen=True, slots=True)
class DataSource:
    """The table or file that a data set was made from, and the columns that were named.

    Attributes
    ----------
    whole : BaseDataset
        The data set, with nothing excluded.
    value : callable
        Returns the table or file name, or None if the table no longer exists.
    columns : mapping
        The names of columns, by keyword.
    """

    whole: BaseDataset
    value: Callable[[], object]
    columns: Mapping[str, Any]

    @classmethod
    def of(cls, data: BaseDataset, value: object, columns: Mapping[str, Any]) -> DataSource:
        """Store the source of a data set, by a weak reference if possible, so that a large table is not kept alive."""
        try:
            held: Callable[[], object] = ref(value)
        except TypeError:  # text, dictionaries and tuples
            held = lambda: value  # noqa: E731
        return cls(data.whole, held, columns)
