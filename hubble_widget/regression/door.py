"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

import numpy as np

from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.column_names import DISTANCE, VELOCITY, Quantity, check_column, choose_columns
from hubble_widget.regression.columns import FEWEST_GALAXIES, FloatArray, Lacking
from hubble_widget.regression.dataset import Dataset, load_dataset
from hubble_widget.regression.engine import EngineColumns
from hubble_widget.regression.galaxies import MOST_ROWS, Galaxies
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.tables import LazyTable, Table, as_table, is_file_name, read_table

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the metre."""

_NAMES = ("name", "names", "galaxy", "object", "target", "host", "id")


class ColumnNames(TypedDict, total=False):
    """The keywords by which the columns of a table are named."""

    x: str | None
    y: str | None
    redshift: str | None
    names: str | None


def as_dataset(
    value: object,
    *,
    x: str | None = None,
    y: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
) -> Galaxies:
    """Return the data set that is meant by what a user hands in.

    Parameters
    ----------
    value : Galaxies, str, path, table, mapping, tuple or array
        A `Dataset`, which is returned as it is; the name of a catalogue (see `datasets`); the path of a file (CSV, TSV,
        ECSV, VOTable, FITS, Parquet); a table of astropy or of any library that narwhals knows (pandas, Polars,
        PyArrow, DuckDB, Dask, Ibis, PySpark ...); a mapping of columns; a tuple of distances and velocities; an array
        of shape (n, 2).
    x, y : str, optional
        The columns of distances and of velocities; guessed from names and units where left out. What carries a unit,
        or has one in its name ("distance_kpc"), is converted; all else is in Mpc and km/s.
    redshift : str, optional
        A column of redshifts z in place of velocities: velocity = c z, the nearby universe's law.
    names : str, optional
        The column of the galaxies' names; of no use where they are too many to be fetched.

    Returns
    -------
    Dataset or LazyDataset
        Of a table the rows that have both numbers; its `note` tells how many have not. A lazy table of more than 20,000
        rows stays in its engine; this waits until that has counted them.

    Raises
    ------
    TypeError
        If it is of no known kind, or a column does not hold numbers.
    ValueError
        If there is no such catalogue, file or column, if it is not clear which columns are meant, or if what there is
        determines no line.
    """
    found = find_galaxies(value, x=x, y=y, redshift=redshift, names=names)
    return found.wait() if isinstance(found, Arrival) else found


def find_galaxies(value: object, **asked: Unpack[ColumnNames]) -> Galaxies | Arrival:
    """Return what `as_dataset` returns, or, of a lazy table, what will become it: no engine has been asked yet.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`, but for what only the rows can tell.
    """
    for keyword, name in asked.items():
        if name is not None and not isinstance(name, str):
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}).")
    if isinstance(value, os.PathLike) or (isinstance(value, str) and value not in CATALOGUES and is_file_name(value)):
        return _of_table(read_table(value), Path(value).name.partition(".")[0], **asked)
    table = None if isinstance(value, Galaxies | Arrival | str | tuple) else as_table(value)
    if table is not None:
        return _of_table(table, "", **asked)
    given = [keyword for keyword, name in asked.items() if name is not None]
    if given:
        raise TypeError(f"{', '.join(given)} names a column of a table, but data is {_described(value)}.")
    return value if isinstance(value, Arrival) else _without_columns(value)


def _without_columns(value: object) -> Galaxies:
    """Return the data set of what has no names of columns."""
    if isinstance(value, Galaxies):
        return value
    if isinstance(value, str):
        return load_dataset(value)
    if isinstance(value, tuple) and len(value) == 2:
        return Dataset(distance=value[0], velocity=value[1])
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) == 2 and shape[1] == 2:
        return Dataset(distance=value[:, 0], velocity=value[:, 1])  # type: ignore[index]
    raise TypeError(
        f"data must be a Dataset, the name of a catalogue, a table, a file or a tuple of distances and velocities, got "
        f"{_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
    )


def _of_table(
    table: Table,
    title: str,
    *,
    x: str | None = None,
    y: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
) -> Dataset | Arrival:
    if y is not None and redshift is not None:
        raise ValueError(f"name either velocities (y={y!r}) or redshifts (redshift={redshift!r}), not both.")
    for name in (x, y, redshift, names):
        if name is not None:
            check_column(table, name)
    x_name, y_name = choose_columns(table, x, redshift if y is None else y)
    columns = _Columns(
        distance=(x_name, _factor(table, x_name, DISTANCE)),
        velocity=(y_name, _factor(table, y_name, None if redshift else VELOCITY)),
        is_redshift=redshift is not None,
        names=_likely_names(table, {x_name, y_name}) if names is None else (names,),
        names_are_wanted=names is not None,
    )
    return _held(table, title, columns) if isinstance(table, LazyTable) else _of_rows(table, title, columns)


class _Columns(NamedTuple):
    """Which columns of a table mean what, the numbers' ones with the factors that convert their units."""

    distance: tuple[str, float]
    velocity: tuple[str, float]
    is_redshift: bool
    names: tuple[str, ...]
    names_are_wanted: bool

    def note(self, lacking: Lacking) -> str:
        """Return what was done to the rows; an error where too few have both numbers."""
        x, y = self.distance[0], self.velocity[0]
        if lacking.n < FEWEST_GALAXIES:
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} galaxies, but of {lacking.rows:,} rows {lacking.n} have a "
                f"distance (column {x!r}) as well as a {'redshift' if self.is_redshift else 'velocity'} (column {y!r})."
            )
        notes = [f"velocity = c × {y}"] if self.is_redshift else []
        return "; ".join(notes + _left_out(lacking))


def _held(table: LazyTable, title: str, columns: _Columns) -> Arrival:
    """Return the galaxies of a table that an engine holds."""
    wanted = dict.fromkeys((columns.distance[0], columns.velocity[0], *columns.names))
    return Arrival(
        EngineColumns.of(table.frame, columns.distance, columns.velocity),
        engine=table.engine,
        title=title,
        note=lambda census: columns.note(census.lacking),
        fetch=lambda: _of_rows(table.fetched(wanted), title, columns),
    )


def _of_rows(table: Table, title: str, columns: _Columns) -> Dataset:
    """Return the data set of a table whose rows are here."""
    distance = _numbers(table, *columns.distance, DISTANCE)
    velocity = _numbers(table, *columns.velocity, None if columns.is_redshift else VELOCITY)
    has_distance, has_velocity = np.isfinite(distance), np.isfinite(velocity)
    keep = has_distance & has_velocity
    n, with_distance, with_velocity = (int(np.count_nonzero(each)) for each in (keep, has_distance, has_velocity))
    neither = keep.size - with_distance - with_velocity + n
    note = columns.note(Lacking(n, no_velocity=with_distance - n, no_distance=with_velocity - n, neither=neither))
    rows = slice(None) if n == keep.size else keep  # picking millions takes longer than fitting a line to them
    return Dataset(
        distance=distance[rows],
        velocity=velocity[rows],
        names=_names_of(table, columns, keep),
        title=title,
        note=note,
    )


def _factor(table: Table, name: str, quantity: Quantity | None) -> float:
    """Return by what the numbers of a column are multiplied: one of redshifts, or one whose name tells the unit."""
    if not table.is_numeric(name):
        raise TypeError(f"column {name!r} must hold real numbers, got {table.kind(name)}.")
    if quantity is None:
        return SPEED_OF_LIGHT
    unit = "" if table.unit(name) else quantity.unit_in(name)
    if unit in {"", quantity.unit}:
        return 1.0
    from astropy import units

    return float(units.Unit(unit).to(quantity.unit))


def _numbers(table: Table, name: str, factor: float, quantity: Quantity | None) -> FloatArray:
    """Return a column in the quantity's unit, or as it is, times a factor; nan where a number is missing."""
    numbers = table.numbers(name, quantity.unit if quantity else "")
    return numbers if factor == 1 else numbers * factor


def _left_out(lacking: Lacking) -> list[str]:
    """Return the words for the rows that lack a number; none where none does."""
    counts = {
        "no velocity": lacking.no_velocity,
        "no distance": lacking.no_distance,
        "neither": lacking.neither,
    }
    reasons = {reason: count for reason, count in counts.items() if count}
    if not reasons:
        return []
    told = ", ".join(reasons) if len(reasons) == 1 else ", ".join(f"{count:,} {why}" for why, count in reasons.items())
    return [f"{sum(reasons.values()):,} of {lacking.rows:,} rows left out: {told}"]


def _likely_names(table: Table, taken: set[str]) -> tuple[str, ...]:
    """Return the columns that may hold the galaxies' names, the likeliest first."""
    by_lower = {column.lower(): column for column in table.names if column not in taken}
    return tuple(by_lower[likely] for likely in _NAMES if likely in by_lower)


def _names_of(table: Table, columns: _Columns, keep: np.ndarray) -> list[str] | None:
    """Return the galaxies' names; None where there is no column of them, all different.

    Nobody asks for the names of many, unless for the column itself: none of them can be pointed at.
    """
    if np.count_nonzero(keep) > MOST_ROWS and not columns.names_are_wanted:
        return None
    for column in columns.names:
        kept = list(_kept(table.texts(column), keep))
        if columns.names_are_wanted:
            return [text or f"row {row}" for row, text in kept]
        texts = [text for _, text in kept]
        if all(texts) and len(set(texts)) == len(texts):
            return [text for text in texts if text]
    return None


def _kept(texts: list[str | None], keep: np.ndarray) -> Iterable[tuple[int, str | None]]:
    return ((row, text) for row, (text, wanted) in enumerate(zip(texts, keep, strict=True), start=1) if wanted)


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
