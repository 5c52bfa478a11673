"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, NamedTuple, TypedDict, Unpack

import numpy as np

from hubble_widget.io.bare_columns import two_columns
from hubble_widget.io.column_matching import (
    DISTANCE,
    REDSHIFT,
    VELOCITY,
    check_column,
    choose_columns,
    choose_plainly,
)
from hubble_widget.io.files import is_file, read_table, title_of
from hubble_widget.io.row_names import likely_names, names_of_rows
from hubble_widget.io.tables import LazyTable, Table, as_table
from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.columns import FEWEST_GALAXIES, FloatArray, Lacking
from hubble_widget.regression.dataset import Dataset, load_dataset
from hubble_widget.regression.engine import EngineColumns
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.quantities import conversion, unit_of
from hubble_widget.regression.spelling import did_you_mean

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the metre."""


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
        A `Dataset`, which is returned as it is; the name of a catalogue (see `datasets`); a file by its path or its
        http(s) address, or open (text, Excel, JSON, ECSV, VOTable, FITS, Parquet); a table of astropy or of any library
        that narwhals knows (pandas, Polars, PyArrow, DuckDB, Dask, Ibis, PySpark ...); a mapping of columns; a list of
        records; a tuple or list of distances and velocities, each of shape (n,) or (n, 1); a list of pairs; an array or
        tensor of shape (n, 2) or (2, n).
    x, y : str, optional
        The columns of distances and of velocities; guessed from names and units where left out. What carries a unit,
        or has one in its name ("distance_kpc", "v (1000 km/s)"), is converted; all else is in Mpc and km/s.
    redshift : str, optional
        A column of redshifts z, without a unit, in place of velocities: velocity = c z, the nearby universe's law.
    names : str, optional
        The column of the galaxies' names; of no use where they are too many to be fetched.
    x_label, x_unit, y_label, y_unit : str, optional
        For data that are no galaxies, what x and y are called and their units; these are the data's own where they are
        left out. With any of the four nothing is said of galaxies, and there is no age.

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
        If there is no such catalogue, file or column, if it is not clear which columns are meant, if a unit does not
        convert, or if what there is determines no line.
    """
    columns: ColumnNames = {
        "x": x,
        "y": y,
        "redshift": redshift,
        "names": names,
        "x_label": x_label,
        "x_unit": x_unit,
        "y_label": y_label,
        "y_unit": y_unit,
    }
    return galaxies_of(value, columns)


def galaxies_of(value: object, columns: ColumnNames) -> Galaxies:
    """Return what `as_dataset` returns; of keywords that somebody else has collected, an unknown one is refused.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`.
    """
    found = find_galaxies(value, **columns)
    return found.wait() if isinstance(found, Arrival) else found


def brings_labels(value: object) -> bool:
    """Return whether data have labels of their own: data sets and catalogues, but no table and no array."""
    return isinstance(value, Galaxies | Arrival) or (isinstance(value, str) and value in CATALOGUES)


def find_galaxies(value: object, **asked: Unpack[ColumnNames]) -> Galaxies | Arrival:
    """Return what `as_dataset` returns, or what will become it where an engine holds the rows: it was not asked yet.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`, but for what only the rows can tell.
    """
    columns: dict[str, Any] = dict(asked)
    _check_keywords(columns)
    labels = {field.name: columns.pop(field.name, None) for field in fields(Labels)}
    told = {key: text for key, text in labels.items() if text is not None}
    if Labels(**told) == HUBBLE:
        told = {}
    for keyword, name in columns.items():
        if name is not None and not isinstance(name, str):
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}).")
    if not (isinstance(value, str) and value in CATALOGUES) and is_file(value):
        return _of_table(read_table(value), title_of(value), told, **columns)
    table = None if isinstance(value, Galaxies | Arrival | str | tuple) else as_table(value)
    if table is not None:
        return _of_table(table, "", told, **columns)
    given = [keyword for keyword, name in columns.items() if name is not None]
    if given:
        raise TypeError(f"{', '.join(given)} names a column of a table, but data is {_described(value)}.")
    if isinstance(value, Galaxies | Arrival | str):
        data = load_dataset(value) if isinstance(value, str) else value
        return data if not told or Labels(**told) == data.labels else data.labelled(Labels(**told))
    return _of_columns(value, told)


def _check_keywords(asked: Iterable[str]) -> None:
    known = tuple(ColumnNames.__annotations__)
    for name in asked:
        if name not in known:
            raise TypeError(f"there is no keyword {name!r}.{did_you_mean(name, known)} Known are {', '.join(known)}.")


def _labels_of(told: Mapping[str, str], x_unit: object, y_unit: object) -> Labels:
    """Return labels as they are told, with the data's own units where none is told; Hubble's where nothing is."""
    own = {key: str(unit) for key, unit in (("x_unit", x_unit), ("y_unit", y_unit)) if unit is not None}
    return Labels(**(own | dict(told))) if told else HUBBLE


def _of_columns(value: object, told: Mapping[str, str]) -> Dataset:
    """Return the data set of what has two columns without names."""
    columns = two_columns(value)
    if columns is None:
        raise TypeError(
            f"data must be a Dataset, the name of a catalogue, a table, a file or a tuple of distances and velocities, "
            f"got {_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
        )
    x, y = columns
    return Dataset(distance=x, velocity=y, labels=_labels_of(told, unit_of(x), unit_of(y)))


def _of_table(
    table: Table,
    title: str,
    told: Mapping[str, str],
    *,
    x: str | None = None,
    y: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
) -> Dataset | Arrival:
    if redshift is not None and told:
        raise ValueError(
            f"redshift={redshift!r} gives velocities of galaxies, but these data have labels of their own."
        )
    if y is not None and redshift is not None:
        raise ValueError(f"name either velocities (y={y!r}) or redshifts (redshift={redshift!r}), not both.")
    for name in (x, y, redshift, names):
        if name is not None:
            check_column(table, name)
    of_y = redshift if y is None else y
    if x is not None and x == of_y:
        raise ValueError(f"x and {'y' if redshift is None else 'redshift'} name the same column, {x!r}.")
    x_name, y_name = choose_plainly(table, x, y, Labels(**told)) if told else choose_columns(table, x, of_y)
    labels = _labels_of(told, table.unit(x_name), table.unit(y_name))
    if told:
        factors = tuple(
            conversion(f"column {name!r}", table.unit(name), unit) if unit and table.unit(name) is not None else 1.0
            for name, unit in ((x_name, labels.x_unit), (y_name, labels.y_unit))
        )
    elif redshift is None:
        factors = DISTANCE.factor(table, x_name), VELOCITY.factor(table, y_name)
    else:
        factors = DISTANCE.factor(table, x_name), REDSHIFT.factor(table, y_name) * SPEED_OF_LIGHT
    distance, velocity = _Column(x_name, factors[0]), _Column(y_name, factors[1])
    columns = _Columns(
        distance=distance,
        velocity=velocity,
        labels=labels,
        is_redshift=redshift is not None,
        names=likely_names(table, {x_name, y_name}) if names is None else (names,),
        names_are_wanted=names is not None,
    )
    if isinstance(table, LazyTable):
        for name in (x_name, y_name):
            table.check_numeric(name)
        return _held(table, title, columns)
    return _of_rows(table.fetched(columns.wanted), title, columns)


class _Column(NamedTuple):
    """A column of numbers, and by what they are multiplied."""

    name: str
    factor: float

    def numbers(self, table: Table) -> FloatArray:
        """Return them, nan where one is missing."""
        numbers = table.numbers(self.name)
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
        return "; ".join(notes + lacking.told(labels))


def _held(table: LazyTable, title: str, columns: _Columns) -> Arrival:
    """Return the galaxies of a table that an engine holds."""
    return Arrival(
        EngineColumns.of(table.frame, columns.distance, columns.velocity),
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
        names=names_of_rows(table, columns.names, keep, are_wanted=columns.names_are_wanted),
        title=title,
        note=note,
        labels=columns.labels,
    )


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
