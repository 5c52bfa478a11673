"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple, TypedDict, Unpack

import numpy as np

from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.column_names import (
    DISTANCE,
    VELOCITY,
    Quantity,
    check_column,
    choose_columns,
    choose_plainly,
)
from hubble_widget.regression.columns import FEWEST_GALAXIES, FloatArray, Lacking
from hubble_widget.regression.dataset import Dataset, load_dataset
from hubble_widget.regression.engine import EngineColumns
from hubble_widget.regression.files import is_file_name, read_table
from hubble_widget.regression.galaxies import MOST_ROWS, Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.tables import LazyTable, Table, as_table

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the metre."""

_NAMES = ("name", "names", "galaxy", "object", "target", "host", "id")


class ColumnNames(TypedDict, total=False):
    """The keywords by which the columns of a table are named, and those that say what x and y are."""

    x: str | None
    y: str | None
    redshift: str | None
    names: str | None
    x_label: str | None
    x_unit: str | None
    y_label: str | None
    y_unit: str | None


def as_dataset(
    value: object,
    *,
    x: str | None = None,
    y: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
    x_label: str | None = None,
    x_unit: str | None = None,
    y_label: str | None = None,
    y_unit: str | None = None,
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
    x_label, x_unit, y_label, y_unit : str, optional
        For data that are no galaxies, what x and y are called and their units. With any of them nothing is said of
        galaxies, and there is no age.

    Returns
    -------
    Dataset or LazyDataset
        Of a table the rows that have both numbers; its `note` tells how many have not. A lazy table of more than 20,000
        rows stays in its engine, and so does a Parquet file of more than a million where DuckDB or Polars is installed;
        this waits until that has counted them.

    Raises
    ------
    TypeError
        If it is of no known kind, or a column does not hold numbers.
    ValueError
        If there is no such catalogue, file or column, if it is not clear which columns are meant, or if what there is
        determines no line.
    """
    found = find_galaxies(
        value,
        x=x,
        y=y,
        redshift=redshift,
        names=names,
        x_label=x_label,
        x_unit=x_unit,
        y_label=y_label,
        y_unit=y_unit,
    )
    return found.wait() if isinstance(found, Arrival) else found


def find_galaxies(value: object, **asked: Unpack[ColumnNames]) -> Galaxies | Arrival:
    """Return what `as_dataset` returns, or what will become it where an engine holds the rows: it was not asked yet.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`, but for what only the rows can tell.
    """
    columns: dict[str, Any] = dict(asked)
    told = {field.name: columns.pop(field.name, None) for field in fields(Labels)}
    given_labels = {key: text for key, text in told.items() if text is not None}
    labels = Labels(**given_labels) if given_labels else None
    for keyword, name in columns.items():
        if name is not None and not isinstance(name, str):
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}).")
    if isinstance(value, os.PathLike) or (isinstance(value, str) and value not in CATALOGUES and is_file_name(value)):
        return _of_table(read_table(value), Path(value).name.partition(".")[0], labels or HUBBLE, **columns)
    table = None if isinstance(value, Galaxies | Arrival | str | tuple) else as_table(value)
    if table is not None:
        return _of_table(table, "", labels or HUBBLE, **columns)
    given = [keyword for keyword, name in columns.items() if name is not None]
    if given:
        raise TypeError(f"{', '.join(given)} names a column of a table, but data is {_described(value)}.")
    if isinstance(value, Galaxies | Arrival | str):
        data = load_dataset(value) if isinstance(value, str) else value
        return data if labels in {None, data.labels} else data.labelled(labels)
    return _of_columns(value, labels or HUBBLE)


def _of_columns(value: object, labels: Labels) -> Dataset:
    """Return the data set of what has two columns without names."""
    if isinstance(value, tuple) and len(value) == 2:
        return Dataset(distance=value[0], velocity=value[1], labels=labels)
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) == 2 and shape[1] == 2:
        return Dataset(distance=value[:, 0], velocity=value[:, 1], labels=labels)  # type: ignore[index]
    raise TypeError(
        f"data must be a Dataset, the name of a catalogue, a table, a file or a tuple of distances and velocities, got "
        f"{_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
    )


def _of_table(
    table: Table,
    title: str,
    labels: Labels,
    *,
    x: str | None = None,
    y: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
) -> Dataset | Arrival:
    if redshift is not None and not labels.has_age:
        raise ValueError(
            f"redshift={redshift!r} gives velocities of galaxies, but these data have labels of their own."
        )
    if y is not None and redshift is not None:
        raise ValueError(f"name either velocities (y={y!r}) or redshifts (redshift={redshift!r}), not both.")
    for name in (x, y, redshift, names):
        if name is not None:
            check_column(table, name)
    if labels.has_age:
        x_name, y_name = choose_columns(table, x, redshift if y is None else y)
        distance = _Column.of(table, x_name, DISTANCE)
        velocity = _Column(y_name, SPEED_OF_LIGHT) if redshift else _Column.of(table, y_name, VELOCITY)
    else:
        x_name, y_name = choose_plainly(table, x, y, labels)
        distance = _Column(x_name, unit=table.unit(x_name) and labels.x_unit)
        velocity = _Column(y_name, unit=table.unit(y_name) and labels.y_unit)
    for name in (x_name, y_name):
        if not table.is_numeric(name):
            raise TypeError(f"column {name!r} must hold real numbers, got {table.kind(name)}.")
    columns = _Columns(
        distance=distance,
        velocity=velocity,
        labels=labels,
        is_redshift=redshift is not None,
        names=_likely_names(table, {x_name, y_name}) if names is None else (names,),
        names_are_wanted=names is not None,
    )
    if isinstance(table, LazyTable):
        return _held(table, title, columns)
    return _of_rows(table.fetched(columns.wanted), title, columns)


class _Column(NamedTuple):
    """A column of numbers: by what they are multiplied, and the unit that the table converts them to if it has one."""

    name: str
    factor: float = 1.0
    unit: str = ""

    @classmethod
    def of(cls, table: Table, name: str, quantity: Quantity) -> _Column:
        """Return the column of a quantity, whose name may tell the unit where the table does not."""
        unit = "" if table.unit(name) else quantity.unit_in(name)
        if unit in {"", quantity.unit}:
            return cls(name, unit=quantity.unit)
        from astropy import units

        return cls(name, float(units.Unit(unit).to(quantity.unit)), quantity.unit)

    def numbers(self, table: Table) -> FloatArray:
        """Return them, nan where one is missing."""
        numbers = table.numbers(self.name, self.unit)
        return numbers if self.factor == 1 else numbers * self.factor


class _Columns(NamedTuple):
    """Which columns of a table mean what."""

    distance: _Column
    velocity: _Column
    labels: Labels
    is_redshift: bool
    names: tuple[str, ...]
    names_are_wanted: bool

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of all of them, each once."""
        return tuple(dict.fromkeys((self.distance.name, self.velocity.name, *self.names)))

    def note(self, lacking: Lacking) -> str:
        """Return what was done to the rows; an error where too few have both numbers."""
        x, y, labels = self.distance.name, self.velocity.name, self.labels
        if lacking.n < FEWEST_GALAXIES:
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} {labels.rows}, but of {lacking.rows:,} rows {lacking.n} have "
                f"a {labels.x_name} (column {x!r}) as well as a {'redshift' if self.is_redshift else labels.y_name} "
                f"(column {y!r})."
            )
        notes = [f"velocity = c × {y}"] if self.is_redshift else []
        return "; ".join(notes + _left_out(lacking, labels))


def _held(table: LazyTable, title: str, columns: _Columns) -> Arrival:
    """Return the galaxies of a table that an engine holds."""
    return Arrival(
        EngineColumns.of(table.frame, columns.distance[:2], columns.velocity[:2]),
        engine=table.engine,
        title=title,
        note=lambda census: columns.note(census.lacking),
        fetch=lambda: _of_rows(table.fetched(columns.wanted), title, columns),
        labels=columns.labels,
    )


def _of_rows(table: Table, title: str, columns: _Columns) -> Dataset:
    """Return the data set of a table whose rows are here."""
    distance, velocity = columns.distance.numbers(table), columns.velocity.numbers(table)
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
        labels=columns.labels,
    )


def _left_out(lacking: Lacking, labels: Labels) -> list[str]:
    """Return the words for the rows that lack a number; none where none does."""
    counts = {
        f"no {labels.y_name}": lacking.no_velocity,
        f"no {labels.x_name}": lacking.no_distance,
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
