"""Tables of any library as columns of float64: what is missing is nan, what has a unit is converted."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from hubble_widget.regression.asking import fetched, turn_of
from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.quantities import in_unit

_ENGINES = {
    "duckdb": "DuckDB",
    "polars": "Polars",
    "dask": "Dask",
    "ibis": "Ibis",
    "pyspark": "Spark",
    "pyspark[connect]": "Spark",
}


class Table(Protocol):
    """What a table is asked for."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, from left to right."""
        ...

    @property
    def is_lazy(self) -> bool:
        """Whether an engine holds the rows; such a table is a `LazyTable`."""
        ...

    def fetched(self, names: Iterable[str]) -> Table:
        """Return a table whose rows are here, with these columns at least."""
        ...

    def is_numeric(self, name: str) -> bool:
        """Return whether a column holds real numbers."""
        ...

    def unit(self, name: str) -> str:
        """Return the unit that the table itself gives for a column, empty where it gives none."""
        ...

    def numbers(self, name: str, unit: str) -> FloatArray:
        """Return a column of numbers, shape (n,), nan where one is missing, converted if the table knows its unit."""
        ...

    def texts(self, name: str) -> list[str | None]:
        """Return a column as text, None where one is missing."""
        ...

    def kind(self, name: str) -> str:
        """Return what a column holds, for an error message."""
        ...


def as_table(value: object) -> Table | None:
    """Return a table of astropy or of any library that narwhals knows, or a mapping of columns; None for all else.

    Raises
    ------
    ValueError
        If a mapping is no table.
    """
    if isinstance(value, _NarwhalsTable | _AstropyTable):
        return value
    if isinstance(value, Mapping) or getattr(getattr(value, "dtype", None), "names", None):
        return _of_columns(value)
    if hasattr(value, "colnames"):
        return _AstropyTable(value)
    import narwhals.stable.v2 as nw

    with warnings.catch_warnings():  # that Dask's part of narwhals will be a package of its own, which is not out yet
        warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
        frame: Any = nw.from_native(value, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        return None
    table = (LazyTable if isinstance(frame, nw.LazyFrame) else _NarwhalsTable).of(frame)
    named = all(isinstance(name, str) for name in table.names)
    return table if named else as_table(frame.to_native().rename(columns=str))  # of pandas


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
    return _UnreadTable(frame, frame.schema, read)


def _of_columns(value: Any) -> Table:
    """Return the table of a mapping of columns, or of a structured array."""
    from astropy.table import Table as TableOfAstropy

    try:
        return _AstropyTable(TableOfAstropy(value if hasattr(value, "dtype") else dict(value)))
    except (TypeError, ValueError) as error:
        raise ValueError(f"these columns make no table: {error}") from None


@dataclass(frozen=True)
class _NarwhalsTable:
    frame: Any
    schema: Any
    is_lazy: ClassVar = False

    @classmethod
    def of(cls, frame: Any) -> Self:
        """Return the table of a frame of narwhals, which is asked for its columns once."""
        with turn_of(frame):
            return cls(frame, frame.collect_schema())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.schema.names())

    def fetched(self, names: Iterable[str]) -> Table:  # noqa: ARG002
        return self

    def is_numeric(self, name: str) -> bool:
        return bool(self.schema[name].is_numeric())

    def kind(self, name: str) -> str:
        return str(self.schema[name])

    def unit(self, name: str) -> str:  # noqa: ARG002  # these libraries know of no units
        return ""

    def numbers(self, name: str, unit: str) -> FloatArray:  # noqa: ARG002
        import narwhals.stable.v2 as nw

        column = self.frame.select(nw.col(name).cast(nw.Float64)).get_column(name)
        return np.array(column.to_numpy(), dtype=np.float64)  # a copy: the table stays the user's

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
        return _ENGINES.get(name := str(self.frame.implementation.value), name)

    def fetched(self, names: Iterable[str]) -> Table:
        """Fetch some columns, all rows of them at once: an engine may give them in another order the next time."""
        return _NarwhalsTable.of(fetched(self.frame.select(*names)))


@dataclass(frozen=True)
class _AstropyTable:
    table: Any
    is_lazy: ClassVar = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.table.colnames)

    def fetched(self, names: Iterable[str]) -> Table:  # noqa: ARG002
        return self

    def is_numeric(self, name: str) -> bool:
        column = self.table[name]
        return getattr(column, "dtype", np.dtype(object)).kind in "iuf" and column.ndim == 1

    def kind(self, name: str) -> str:
        column = self.table[name]
        return f"{getattr(column, 'dtype', type(column).__name__)} of shape {np.shape(column)}"

    def unit(self, name: str) -> str:
        return str(getattr(self.table[name], "unit", None) or "")

    def numbers(self, name: str, unit: str) -> FloatArray:
        column = self.table[name]
        missing = np.array(getattr(column, "mask", False), dtype=bool)
        plain = getattr(column, "unmasked", column)  # of a masked Quantity
        values = np.array(in_unit(f"column {name!r}", plain, unit) if unit else plain, dtype=np.float64)
        values[np.broadcast_to(missing, values.shape)] = np.nan
        return values

    def texts(self, name: str) -> list[str | None]:
        column = self.table[name]
        missing = np.broadcast_to(np.array(getattr(column, "mask", False), dtype=bool), (len(column),))
        return [None if gone else str(value) for value, gone in zip(column, missing, strict=True)]
