"""Tables of any library, and files, as columns of float64: what is missing is nan, what has a unit is converted."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, Self

import numpy as np

from hubble_widget.regression.asking import fetched, turn_of
from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.quantities import in_unit

COMPRESSED = {".gz", ".bz2", ".xz"}
MISSING_WORDS = ("", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "None", "-", "--", "...")
LONGEST_LINE = 20_000
"""Characters; astropy takes time that grows with the square of a line's length."""
PARQUET_ENGINES: tuple[Literal["pyarrow", "polars", "pandas"], ...] = ("pyarrow", "polars", "pandas")

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


def _of_columns(value: Any) -> Table:
    """Return the table of a mapping of columns, or of a structured array."""
    from astropy.table import Table as AstropyTable

    try:
        return _AstropyTable(AstropyTable(value if hasattr(value, "dtype") else dict(value)))
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


def is_file_name(text: str) -> bool:
    """Return whether a text is the name of a file, there or not, and no word."""
    suffix = Path(text).suffix.lower()
    return suffix in _READERS or suffix in COMPRESSED or os.sep in text or os.path.isfile(text)  # noqa: PTH113  # Path asks no name of 300 letters


def read_table(path: os.PathLike[str] | str) -> Table:
    """Read a table from a file, compressed or not.

    Parameters
    ----------
    path : path-like
        CSV, TSV or other text (.csv, .tsv, .txt, .dat), ECSV (.ecsv), VOTable (.vot, .xml), FITS (.fits, .fit) or
        Parquet (.parquet, .pq); all but the last may be packed (.gz, .bz2, .xz).

    Raises
    ------
    ValueError
        If there is no such file, or it cannot be read as what its name says.
    """
    file = Path(path).expanduser()
    if not os.path.isfile(file):  # noqa: PTH113
        raise ValueError(f"there is no file {str(path)!r} in {Path.cwd()}.")
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    reader = _READERS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        raise ValueError(f"{file.name!r} is of no known kind; its name must end in one of {', '.join(_READERS)}.")
    try:
        return reader(file)
    except Exception as error:  # each library has its own ways to say that a file is broken
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ValueError(f"{file.name!r} could not be read as {suffixes[-1]}: {reason}") from error


def parse_table(text: str) -> Table:
    """Return the table of a text: columns between commas, semicolons, tabs or blanks, with or without a header.

    Raises
    ------
    ValueError
        If it is no table.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("there are no rows; paste columns of distance (Mpc) and velocity (km/s), one galaxy a line.")
    first = _checked_first_line(lines)
    try:
        return _read_text(lines, first)
    except Exception as error:  # astropy lists all that it has tried
        raise ValueError(f"these {len(lines)} lines are no table; the first is {lines[0][:60]!r}.") from error


def _read_text_file(file: Path) -> Table:
    from astropy.utils.data import get_readable_fileobj

    with get_readable_fileobj(str(file)) as lines:  # whatever it is packed with
        first = _checked_first_line(lines)
    return _read_text(str(file), first)


def _read_text(source: str | list[str], first_line: str) -> Table:
    from astropy.io import ascii as text_tables

    # A header that leaves out a name, as pandas writes one for its index, would be taken for a row.
    named = _with_all_names(first_line)
    source_of_astropy: Any = source if named == first_line else [named, *_rows_below(source, first_line)]
    missing = [(word, "0") for word in MISSING_WORDS]  # the 0 is masked
    # Astropy guesses format and delimiter, but semicolons are none of those that it tries.
    delimiter = {"delimiter": ";"} if first_line.count(";") > first_line.count(",") else {}
    return _AstropyTable(text_tables.read(source_of_astropy, fill_values=missing, **delimiter))


def _with_all_names(header: str) -> str:
    """Return a first line with a name in the place of each that is empty; as it is where it holds no names at all."""
    delimiter = max(",;\t", key=header.count)
    names = header.strip("\r\n").split(delimiter)
    if '"' in header or len(names) < 2 or all(map(str.strip, names)) or not any(map(_is_name, names)):
        return header
    return delimiter.join(name if name.strip() else f"unnamed: {place}" for place, name in enumerate(names))


def _is_name(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return word.strip() not in MISSING_WORDS
    return False


def _rows_below(source: str | list[str], first_line: str) -> list[str]:
    from astropy.utils.data import get_readable_fileobj

    if isinstance(source, str):
        with get_readable_fileobj(source) as lines:
            return _rows_below(list(lines), first_line)
    return source[source.index(first_line) + 1 :]


def _checked_first_line(lines: Iterable[str]) -> str:
    """Return the header, or the first row where there is none, of lines of which none is too long."""
    first = ""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"line {number} has {len(line):,} characters; a table may have {LONGEST_LINE:,}.")
        if not first and line.strip() and line[0] != "#":
            first = line
    return first


def _astropy_reader(kind: str) -> Callable[[Path], Table]:
    def read(file: Path) -> Table:
        from astropy.table import Table as AstropyTable

        return _AstropyTable(AstropyTable.read(str(file), format=kind))

    return read


def _read_parquet(file: Path) -> Table:
    import narwhals.stable.v2 as nw

    for engine in PARQUET_ENGINES:
        if find_spec(engine):
            return _NarwhalsTable.of(nw.read_parquet(str(file), backend=engine))
    raise ValueError(f"that needs one of {', '.join(PARQUET_ENGINES)}: pip install pyarrow")


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _read_text_file,
    ".tsv": _read_text_file,
    ".txt": _read_text_file,
    ".dat": _read_text_file,
    ".ecsv": _astropy_reader("ascii.ecsv"),
    ".vot": _astropy_reader("votable"),
    ".xml": _astropy_reader("votable"),
    ".fits": _astropy_reader("fits"),
    ".fit": _astropy_reader("fits"),
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
}
