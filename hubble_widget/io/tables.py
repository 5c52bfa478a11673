"""Tables of any library as columns of float64: what is missing is nan."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np

from hubble_widget.io.bare_columns import columns_of_records, flat
from hubble_widget.io.frames import (
    each_name_once,
    units_of_frame,
    whole_batch,
    with_index_as_column,
    with_texts_for_names,
)
from hubble_widget.io.number_parsing import LOOKED_AT, are_mostly_numbers, numbers_of
from hubble_widget.regression.asking import engine_of, fetched, turn_of
from hubble_widget.regression.columns import FloatArray, as_array, check_aligned


class Table(ABC):
    """What a table is asked for."""

    is_lazy: ClassVar = False
    """Whether an engine holds the rows; such a table is a `LazyTable`."""

    repeated: frozenset[str] = frozenset()
    """The names that several columns had; only the first of each is in the table, and none of them can be meant."""

    remark: str = ""
    """What a reader should know of its distances, where no unit stands with them."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The columns' names, from left to right."""

    def fetched(self, names: Iterable[str]) -> Table:  # noqa: ARG002
        """Return a table whose rows are here, with these columns at least."""
        return self

    @abstractmethod
    def is_numeric(self, name: str) -> bool:
        """Return whether a column is one of real numbers; of words, whether most of them are numbers."""

    @abstractmethod
    def unit(self, name: str) -> Any | None:
        """Return the unit of astropy that the table itself gives for a column, None where it gives none."""

    @abstractmethod
    def numbers(self, name: str) -> FloatArray:
        """Return a column of numbers, shape (n,), nan where one is missing; a TypeError where something is none.

        An array that can be written to is nobody else's; what shares its memory with the user's table cannot.
        """

    @abstractmethod
    def texts(self, name: str) -> list[str | None]:
        """Return a column as text, None where one is missing."""


def as_table(value: object) -> Table | None:
    """Return a table of any library that narwhals knows or of astropy, columns by name, or records; None for all else.

    Raises
    ------
    TypeError
        If it is a class: pandas.DataFrame itself.
    ValueError
        If a mapping is no table, two columns have one name, or an engine cannot tell its columns.
    """
    if isinstance(value, type):
        raise TypeError(
            f"data must be a table, got the class {value.__name__} itself: pass one, {value.__name__}(...)."
        )
    if isinstance(value, Table):
        return value
    if isinstance(value, list) and value and all(isinstance(record, Mapping) for record in value):
        value = columns_of_records(value)
    if isinstance(value, Mapping) or getattr(getattr(value, "dtype", None), "names", None):
        return _of_columns(value)
    if hasattr(value, "colnames"):
        return _AstropyTable(value)
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError

    try:
        with warnings.catch_warnings():  # that Dask's part of narwhals will be a package of its own, not out yet
            warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
            frame: Any = nw.from_native(with_index_as_column(whole_batch(value)), pass_through=True)
        if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
            return None
        table = (LazyTable if isinstance(frame, nw.LazyFrame) else _NarwhalsTable).of(frame)
    except DuplicateError as error:
        once = each_name_once(whole_batch(value))
        if once is not None:
            first = as_table(once[0])
            return replace(first, repeated=once[1]) if isinstance(first, _NarwhalsTable) else first
        told = " ".join(str(error).split())
        raise ValueError(f"the columns of a table must have different names: {told}") from None
    return table if all(isinstance(name, str) for name in table.names) else as_table(with_texts_for_names(frame))


def table_of_astropy(table: Any) -> Table:
    """Return a table of astropy."""
    return _AstropyTable(table)


def table_of_library(native: Any) -> Table:
    """Return a table of a library that narwhals knows."""
    import narwhals.stable.v2 as nw

    return _NarwhalsTable.of(nw.from_native(native))


def unread_table(empty: Any, read: Callable[[list[str]], Table]) -> Table:
    """Return a table of which only the columns are known, by one without rows; `read` reads some of them."""
    import narwhals.stable.v2 as nw

    frame = nw.from_native(empty)
    return _UnreadTable(frame, frame.schema, units_of_frame(frame.to_native()), read)


def _of_columns(value: Any) -> Table:
    """Return the table of a mapping of columns, or of a structured array."""
    from astropy.table import Table as TableOfAstropy

    try:
        if not hasattr(value, "dtype"):
            check_aligned(value)
            value = {name: flat(as_array(column)) for name, column in value.items()}
            return _AstropyTable(_renamed(value))
        return _AstropyTable(TableOfAstropy(value, copy=False))
    except (TypeError, ValueError) as error:
        raise ValueError(f"these columns make no table: {error}") from None


def _renamed(columns: Mapping[Any, Any]) -> Any:
    """Return a table of astropy whose columns are called as they are: astropy itself gives an empty name another one.

    Raises
    ------
    ValueError
        If two names are the same text, as 1 and "1".
    """
    from astropy.table import Table as TableOfAstropy

    names = [str(name) for name in columns]
    if len(set(names)) < len(names):
        raise ValueError(f"two of them are called {Counter(names).most_common(1)[0][0]!r}.")
    stand_in = "_" * (1 + max(map(len, names), default=0))
    table = TableOfAstropy(
        {name or stand_in: column for name, column in zip(names, columns.values(), strict=True)}, copy=False
    )
    if "" in names:
        table.rename_column(stand_in, "")
    return table


@dataclass(frozen=True)
class _NarwhalsTable(Table):
    frame: Any
    schema: Any
    units: Mapping[str, Any]
    repeated: frozenset[str] = field(default=frozenset(), kw_only=True)

    @classmethod
    def of(cls, frame: Any, units: Mapping[str, Any] | None = None) -> Self:
        """Return the table of a frame of narwhals, which is asked for its columns once."""
        with turn_of(frame):
            return cls(frame, frame.collect_schema(), units_of_frame(frame.to_native()) if units is None else units)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.schema.names())

    def _may_hold_words(self, name: str) -> bool:
        import narwhals.stable.v2 as nw

        of_words = (nw.String, nw.Object, nw.Categorical, nw.Enum, nw.Unknown)  # an Enum equals no other one
        return not self.is_lazy and isinstance(self.schema[name], of_words)

    def is_numeric(self, name: str) -> bool:
        if self._may_hold_words(name):
            return are_mostly_numbers(self.frame.get_column(name).head(LOOKED_AT).to_list())
        return bool(self.schema[name].is_numeric())

    def unit(self, name: str) -> Any | None:
        return self.units.get(name)

    def numbers(self, name: str) -> FloatArray:
        import narwhals.stable.v2 as nw

        if self._may_hold_words(name):
            return numbers_of(name, self.frame.get_column(name).to_list())
        self.check_numeric(name)
        column, kind = self.frame.get_column(name), self.schema[name]
        of_numpy = kind.is_float() or (kind.is_integer() and kind not in {nw.Int128, nw.UInt128})
        if not of_numpy or (kind.is_integer() and column.null_count()):
            column = column.cast(nw.Float64)  # a second copy of the column
        return _as_floats(column.to_numpy())

    def check_numeric(self, name: str) -> None:
        """Refuse a column whose very type is none of numbers."""
        if not self.schema[name].is_numeric():
            raise TypeError(f"column {name!r} must hold real numbers, got {self.schema[name]}.")

    def texts(self, name: str) -> list[str | None]:
        return [None if value is None else str(value) for value in self.frame.get_column(name).to_list()]


@dataclass(frozen=True)
class _UnreadTable(_NarwhalsTable):
    read: Callable[[list[str]], Table]

    def fetched(self, names: Iterable[str]) -> Table:
        return self.read([*names])


class LazyTable(_NarwhalsTable):
    """A table whose rows an engine holds."""

    is_lazy = True

    @property
    def engine(self) -> str:
        """The engine's name, for people."""
        return engine_of(self.frame)

    def fetched(self, names: Iterable[str]) -> Table:
        """Fetch some columns, all rows of them at once: an engine may give them in another order the next time."""
        with turn_of(self.frame):
            return _NarwhalsTable.of(fetched(self.frame.select(*names)))


@dataclass(frozen=True)
class _AstropyTable(Table):
    table: Any

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.table.colnames)

    def is_numeric(self, name: str) -> bool:
        column = self.table[name]
        if self._may_hold_words(name):
            return are_mostly_numbers(_words_of(column[:LOOKED_AT]))
        return getattr(column, "dtype", np.dtype(bool)).kind in "iuf" and column.ndim == 1

    def _may_hold_words(self, name: str) -> bool:
        column = self.table[name]
        return getattr(column, "dtype", np.dtype(bool)).kind in "OUS" and column.ndim == 1

    def unit(self, name: str) -> Any | None:
        return getattr(self.table[name], "unit", None)

    def numbers(self, name: str) -> FloatArray:
        column = self.table[name]
        if self._may_hold_words(name):
            return numbers_of(name, _words_of(column))
        if not self.is_numeric(name):
            kind = f"{getattr(column, 'dtype', type(column).__name__)} of shape {np.shape(column)}"
            raise TypeError(f"column {name!r} must hold real numbers, got {kind}.")
        missing = np.asarray(getattr(column, "mask", False), dtype=bool)
        values = _as_floats(getattr(column, "unmasked", column))  # the first of a masked Quantity
        return np.where(missing, np.nan, values) if missing.any() else values

    def texts(self, name: str) -> list[str | None]:
        column = self.table[name]
        missing = np.broadcast_to(np.array(getattr(column, "mask", False), dtype=bool), (len(column),))
        return [None if gone else str(value) for value, gone in zip(column, missing, strict=True)]


def _as_floats(values: Any) -> FloatArray:
    """Return numbers as float64: a view that cannot be written to where they are, which may be the user's own."""
    given = np.asarray(values)
    if given.dtype != np.float64:
        with np.errstate(over="ignore"):  # what long double loses to infinity is missing
            return given.astype(np.float64)
    view = given.view()
    view.flags.writeable = False
    return view


def _words_of(column: Any) -> list[object]:
    """Return a column of words, None where one is missing; astropy itself fails at bytes that are no text."""
    return [_as_text(value) for value in getattr(column, "data", column).tolist()]


def _as_text(value: object) -> object:
    """Return the bytes of an old file as text; all else as it is."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
