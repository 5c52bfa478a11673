"""Tables of any library as columns of float64, with nan for missing numbers."""

from __future__ import annotations

import warnings
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from hubble_widget.data.columns import FloatArray, as_array, check_aligned
from hubble_widget.io.columns.comments import texts_within, units_by_name
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.unit_columns import are_column_numbers, units_in
from hubble_widget.io.frames import (
    comments_of_frame,
    each_name_once,
    repeated_names,
    units_of_frame,
    whole_batch,
    with_index_as_columns,
    with_texts_for_names,
)
from hubble_widget.io.number_parsing import MAX_INSPECTED, are_mostly_numbers, is_missing, numbers_of
from hubble_widget.io.table import Table
from hubble_widget.io.unit_names import find_unit, stated_unit
from hubble_widget.io.unnamed_columns import columns_of_records, flat
from hubble_widget.lazy.cancellation import collect, engine_of, exclusive_access
from hubble_widget.messages import counted


def as_table(value: object) -> Table | None:
    """Convert a table of astropy or of any library that narwhals supports, a mapping of columns, or records.

    Returns
    -------
    Table or None
        None for a value of any other kind.

    Raises
    ------
    TypeError
        If the value is a class, such as pandas.DataFrame itself.
    ValueError
        If a mapping is not a table, two columns have the same name, or an engine cannot list its columns.
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
    is_of_astropy = hasattr(type(value), "colnames")  # a frame may have a column of this name
    return _without_header_rows(_AstropyTable(value)) if is_of_astropy else _of_library(value)


def _of_library(value: Any) -> Table | None:
    """Convert a table of a library that narwhals supports; return None for a value of any other kind."""
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError

    try:
        with warnings.catch_warnings():  # it announces a package of its own for Dask, which does not exist yet
            warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
            frame: Any = nw.from_native(with_index_as_columns(whole_batch(value)), pass_through=True)
        if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
            return None
        table = (LazyTable if isinstance(frame, nw.LazyFrame) else _NarwhalsTable).of(frame)
    except DuplicateError as error:
        once = each_name_once(whole_batch(value))
        if once is not None:
            first = as_table(once[0])
            return replace(first, repeated=once[1]) if isinstance(first, _NarwhalsTable) else first
        reason = " ".join(str(error).split())
        raise ValueError(f"the columns of a table must have different names: {reason}") from None
    if not all(isinstance(name, str) for name in table.names):
        return as_table(with_texts_for_names(frame))
    if isinstance(table, LazyTable):
        return replace(table, repeated=repeated) if (repeated := repeated_names(value)) else table
    return _without_header_rows(table)


def _without_header_rows(table: _NarwhalsTable | _AstropyTable) -> Table:
    """Return a table whose names or units are taken from its first row, if this row holds them instead of numbers."""
    if not any(map(table.may_hold_words, table.names)):
        return table
    columns = {name: table.first(name) for name in table.names}
    if not all(columns.values()) or not any(isinstance(cells[0], str) for cells in columns.values()):
        return table
    row = ["" if is_missing(str(cells[0])) else str(cells[0]) for cells in columns.values()]
    numeric = [are_mostly_numbers(cells[1:]) for cells in columns.values()]
    if are_column_numbers(row) and not all(numeric):
        return _without_header_rows(table.below({}, {}))
    if names_both(row) and not names_both(table.names) and len({*row}) == len(row):
        return _without_header_rows(table.below(dict(zip(table.names, row, strict=True)), {}))
    if not any(cell and find_unit(cell.strip("[](){} ")) for cell in row):
        return table
    units = units_in(row, numeric)
    stated = {name: stated_unit(unit) for name, unit in zip(table.names, units, strict=False) if unit}
    return _without_header_rows(table.below({}, stated)) if stated else table


def table_of_astropy(table: Any) -> Table:
    """Wrap a table of astropy."""
    return _AstropyTable(table)


def table_of_library(native: Any) -> Table:
    """Wrap a table of a library that narwhals supports."""
    import narwhals.stable.v2 as nw

    return _NarwhalsTable.of(nw.from_native(native))


def unread_table(empty: Any, read: Callable[[list[str]], Table]) -> Table:
    """Return a table whose rows are read later.

    Parameters
    ----------
    empty : table
        The same columns without rows.
    read : callable
        Reads the named columns.
    """
    import narwhals.stable.v2 as nw

    frame = nw.from_native(empty)
    return _UnreadTable(frame, frame.schema, units_of_frame(frame.to_native()), read)


def _of_columns(value: Any) -> Table:
    """Convert a mapping of columns or a structured array."""
    from astropy.table import Table as TableOfAstropy

    try:
        if not hasattr(value, "dtype"):
            check_aligned(value)
            value = {name: flat(as_array(column)) for name, column in value.items()}
            _check_lengths(value)
            return _without_header_rows(_AstropyTable(_renamed(value)))
        return _without_header_rows(_AstropyTable(TableOfAstropy(value, copy=False)))
    except (TypeError, ValueError) as error:
        raise ValueError(f"these columns make no table: {error}") from None


def _check_lengths(columns: Mapping[Any, Any]) -> None:
    """Raise a ValueError with a call that may work if some entries are no columns, or differ from most in length."""
    lengths = {
        name: len(column) if hasattr(column, "__len__") and not isinstance(column, str) else None
        for name, column in columns.items()
    }
    known = Counter(length for length in lengths.values() if length is not None)
    if not known or len({*lengths.values()}) == 1:
        return
    common = known.most_common(1)[0][0]
    alike = [name for name, length in lengths.items() if length == common]
    name, length = next((name, length) for name, length in lengths.items() if length != common)
    holds = "one value" if length is None else counted("{count} row", "{count} rows", length)
    advice = f"for example {{name: data[name] for name in {alike}}}" if len(alike) > 1 else "a row for each galaxy"
    raise ValueError(f"{name!r} holds {holds}, {alike[0]!r} {common:,}; pass columns of one length, {advice}.")


def _renamed(columns: Mapping[Any, Any]) -> Any:
    """Return an astropy table with the same names as text; astropy by itself replaces an empty name.

    Raises
    ------
    ValueError
        If two names become the same text, such as 1 and "1".
    """
    from astropy.table import Table as TableOfAstropy

    names = [str(name) for name in columns]
    if len(set(names)) < len(names):
        raise ValueError(f"two of them are called {Counter(names).most_common(1)[0][0]!r}; rename one.")
    unused_name = "_" * (1 + max(map(len, names), default=0))
    table = TableOfAstropy(
        {name or unused_name: column for name, column in zip(names, columns.values(), strict=True)}, copy=False
    )
    if "" in names:
        table.rename_column(unused_name, "")
    return table


class _InspectedTable(Table):
    """A table whose columns are inspected once."""

    @cached_property
    def _known(self) -> dict[str, bool]:
        """Whether the columns that were asked about are numeric."""
        return {}

    @cached_property
    def _units_in_comments(self) -> dict[str, Any]:
        """The astropy units that comments give for columns by name."""
        units = units_by_name(self.comments, self.names) if self.comments else ()
        return {name: stated_unit(unit) for name, unit in zip(self.names, units, strict=False) if unit}

    def is_numeric(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self._inspect(name)
        return self._known[name]

    @abstractmethod
    def _inspect(self, name: str) -> bool:
        """Return whether a column is numeric, from its type or its first values."""


@dataclass(frozen=True)
class _NarwhalsTable(_InspectedTable):
    frame: Any
    schema: Any
    units: Mapping[str, Any]
    repeated: frozenset[str] = field(default=frozenset(), kw_only=True)

    @classmethod
    def of(cls, frame: Any, units: Mapping[str, Any] | None = None) -> Self:
        """Wrap a narwhals frame. Its schema is read once."""
        with exclusive_access(frame):
            schema = frame.collect_schema()
        return cls(frame, schema, units_of_frame(frame.to_native()) if units is None else units)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.schema.names())

    def may_hold_words(self, name: str) -> bool:
        """Return whether a column has a type for texts or objects."""
        import narwhals.stable.v2 as nw

        types_with_words = (nw.String, nw.Object, nw.Categorical, nw.Enum, nw.Unknown)  # two Enums are never equal
        return not self.is_lazy and isinstance(self.schema[name], types_with_words)

    def first(self, name: str) -> list[object]:
        """Return the first values of a column."""
        values: list[object] = self.frame.get_column(name).head(MAX_INSPECTED).to_list()
        return values

    def below(self, names: Mapping[str, str], units: Mapping[str, Any]) -> Self:
        """Return the table without its first row, which held these new names or these units."""
        frame = self.frame[1:].rename(names)
        return replace(self, frame=frame, schema=frame.schema, units={**self.units, **units})

    def _inspect(self, name: str) -> bool:
        if self.may_hold_words(name):
            return are_mostly_numbers(self.first(name))
        return bool(self.schema[name].is_numeric())

    @cached_property
    def comments(self) -> Sequence[str]:
        return () if self.is_lazy else comments_of_frame(self.frame.to_native())

    def unit(self, name: str) -> Any | None:
        return self.units[name] if name in self.units else self._units_in_comments.get(name)

    def numbers(self, name: str) -> FloatArray:
        import narwhals.stable.v2 as nw

        if self.may_hold_words(name):
            return numbers_of(name, self.frame.get_column(name).to_list())
        self.check_numeric(name)
        column, dtype = self.frame.get_column(name), self.schema[name]
        numpy_has_it = dtype.is_float() or (dtype.is_integer() and dtype not in {nw.Int128, nw.UInt128})
        if not numpy_has_it or (dtype.is_integer() and column.null_count()):
            column = column.cast(nw.Float64)  # this copies the column
        return _as_floats(column.to_numpy())

    def check_numeric(self, name: str) -> None:
        """Check that the type of a column is numeric."""
        if not self.schema[name].is_numeric():
            hint = " (cast it in the engine, or collect the table first)" if self.is_lazy else ""
            raise TypeError(f"column {name!r} must hold real numbers, got {self.schema[name]}{hint}.")

    def texts(self, name: str) -> list[str | None]:
        return [None if value is None else str(value) for value in self.frame.get_column(name).to_list()]


@dataclass(frozen=True)
class _UnreadTable(_NarwhalsTable):
    read: Callable[[list[str]], Table]

    def collect(self, names: Iterable[str]) -> Table:
        return self.read([*names])


class LazyTable(_NarwhalsTable):
    """A table whose rows are in an engine."""

    is_lazy = True

    @property
    def engine(self) -> str:
        """Display name of the engine."""
        return engine_of(self.frame)

    def collect(self, names: Iterable[str]) -> Table:
        """Collect these columns with one query: a second query might return the rows in another order."""
        with exclusive_access(self.frame):
            return _NarwhalsTable.of(collect(self.frame.select(*names)))


@dataclass(frozen=True)
class _AstropyTable(_InspectedTable):
    table: Any

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.table.colnames)

    def first(self, name: str) -> list[object]:
        """Return the first values of a column of words, and whether there is a first value of any other column."""
        column = self.table[name][:MAX_INSPECTED]
        if self.may_hold_words(name):
            return _words_of(column)
        return [None if np.any(getattr(column[:1], "mask", False)) else 0.0]

    def below(self, names: Mapping[str, str], units: Mapping[str, Any]) -> _AstropyTable:
        """Return the table without its first row, which held these new names or these units."""
        table = self.table[1:]
        for name, unit in units.items():
            table[name].unit = unit
        if names:
            table.rename_columns(tuple(names), tuple(names.values()))
        return _AstropyTable(table)

    def _inspect(self, name: str) -> bool:
        column = self.table[name]
        if self.may_hold_words(name):
            return are_mostly_numbers(self.first(name))
        return getattr(column, "dtype", np.dtype(bool)).kind in "iuf" and column.ndim == 1

    def may_hold_words(self, name: str) -> bool:
        """Return whether a column has a type for texts or objects."""
        column = self.table[name]
        return getattr(column, "dtype", np.dtype(bool)).kind in "OUS" and column.ndim == 1

    @cached_property
    def comments(self) -> Sequence[str]:
        described = {name: self.table[name].info.description for name in self.names}
        return (*texts_within(dict(self.table.meta), self.names), *texts_within(described, self.names))

    def unit(self, name: str) -> Any | None:
        unit = getattr(self.table[name], "unit", None)
        if unit is None:
            return self._units_in_comments.get(name)
        is_unknown = "unrecognized" in type(unit).__name__.lower()  # to astropy, not to us: Mly
        return stated_unit(str(unit)) if is_unknown else unit

    def numbers(self, name: str) -> FloatArray:
        column = self.table[name]
        if self.may_hold_words(name):
            return numbers_of(name, _words_of(column))
        if not self.is_numeric(name):
            kind = f"{getattr(column, 'dtype', type(column).__name__)} of shape {np.shape(column)}"
            raise TypeError(f"column {name!r} must hold real numbers, got {kind}.")
        missing = np.asarray(getattr(column, "mask", False), dtype=bool)
        values = _as_floats(getattr(column, "unmasked", column))  # a masked Quantity has `unmasked`
        return np.where(missing, np.nan, values) if missing.any() else values

    def texts(self, name: str) -> list[str | None]:
        column = self.table[name]
        missing = np.broadcast_to(np.array(getattr(column, "mask", False), dtype=bool), (len(column),))
        return [None if is_missing else str(value) for value, is_missing in zip(column, missing, strict=True)]


def _as_floats(values: Any) -> FloatArray:
    """Return numbers as float64: a new array, or a read-only view if they are float64 already."""
    given = np.asarray(values)
    if given.dtype != np.float64:
        with np.errstate(over="ignore"):  # a long double may become infinite, which counts as missing
            return given.astype(np.float64)
    view = given.view()
    view.flags.writeable = False
    return view


def _words_of(column: Any) -> list[object]:
    """Return a column of words, with None for missing ones. astropy itself fails for bytes that are not text."""
    return [_as_text(value) for value in getattr(column, "data", column).tolist()]


def _as_text(value: object) -> object:
    """Decode bytes, which old files hold for text; return other values unchanged."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
