"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypedDict, Unpack

from hubble_widget.io.bare_columns import two_columns
from hubble_widget.io.column_errors import Asked
from hubble_widget.io.files import is_file, read_table, title_of
from hubble_widget.io.table_galaxies import galaxies_of_table, labels_of
from hubble_widget.io.tables import as_table
from hubble_widget.regression.calls import takes_one_data_set
from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.dataset import Dataset, load_dataset
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.quantities import unit_of


class ColumnNames(TypedDict, total=False):
    """The keywords by which the columns of a table are named, and those that say what x and y are."""

    x: str | None
    y: str | None
    modulus: str | None
    redshift: str | None
    names: str | None
    expansion: str | None
    x_label: str | None
    x_unit: str | None
    y_label: str | None
    y_unit: str | None


COLUMNS = tuple(ColumnNames.__annotations__)


@takes_one_data_set("distances and velocities as one tuple: as_dataset((distance, velocity))", places=1)
def as_dataset(
    value: object,
    *,
    x: str | None = None,
    y: str | None = None,
    modulus: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
    expansion: str | None = None,
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
    modulus : str, optional
        A column of distance moduli μ (mag) in place of distances: distance = 10^((μ - 25)/5) Mpc, one by luminosity.
    redshift : str, optional
        A column of redshifts z, without a unit, in place of velocities: velocity = c z, the nearby universe's law.
    names : str, optional
        The column of the galaxies' names; of no use where they are too many to be fetched.
    expansion : {"linear", "kinematic"}, optional
        How redshifts become velocities. "kinematic" multiplies c z by 1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6
        with q0 = -0.55 and j0 = 1, those of a flat universe with 30 % matter: what belongs to distances by luminosity.
    x_label, x_unit, y_label, y_unit : str, optional
        For data that are no galaxies, what x and y are called and their units; these are the data's own where they are
        left out. With any of the four nothing is said of galaxies, and there is no age.

    Returns
    -------
    Dataset or LazyDataset
        Of a table the rows that have both numbers; its `note` tells which columns were guessed, and how many rows were
        left out. A distance of 0 or below is none, nor is a velocity of -999 or -9999, nor 99.99 where it is repeated.
        A lazy table of more than 20,000 rows stays in its engine, and so does a Parquet file of more than a million
        where DuckDB or Polars is installed; this waits until that has counted them.

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
        "modulus": modulus,
        "redshift": redshift,
        "names": names,
        "expansion": expansion,
        "x_label": x_label,
        "x_unit": x_unit,
        "y_label": y_label,
        "y_unit": y_unit,
    }
    return galaxies_of(value, columns)


def galaxies_of(value: object, columns: ColumnNames) -> Galaxies:
    """Return what `as_dataset` returns for keywords that somebody else has collected.

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
    labels = {field.name: columns.pop(field.name, None) for field in fields(Labels)}
    told = {key: text for key, text in labels.items() if text is not None}
    if Labels(**told) == HUBBLE:
        told = {}
    for keyword, name in columns.items():
        if name is not None and not isinstance(name, str):
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}).")
    given = {keyword: name for keyword, name in columns.items() if name is not None}
    if not (isinstance(value, str) and value in CATALOGUES) and is_file(value):
        return galaxies_of_table(read_table(value), title_of(value), told, _asked_of_file(value, given))
    table = None if isinstance(value, Galaxies | Arrival | str | tuple) else as_table(value)
    if table is not None:
        return galaxies_of_table(table, "", told, Asked(columns=given))
    if given:
        raise TypeError(f"{', '.join(given)} names a column of a table, but data is {_described(value)}.")
    if isinstance(value, Galaxies | Arrival | str):
        data = load_dataset(value) if isinstance(value, str) else value
        return data if not told or Labels(**told) == data.labels else data.labelled(Labels(**told))
    return _of_columns(value, told)


def _asked_of_file(source: object, columns: dict[str, str]) -> Asked:
    """Return how a call spells a file: by its path or address; what is open already has no name of its own."""
    if not isinstance(source, str | os.PathLike):
        return Asked(columns=columns)
    path = str(os.fspath(source))
    return Asked(repr(path), shlex.quote(path), columns)


def _of_columns(value: object, told: Mapping[str, str]) -> Dataset:
    """Return the data set of what has two columns without names."""
    columns = two_columns(value)
    if columns is None:
        raise TypeError(
            f"data must be a Dataset, the name of a catalogue, a table, a file or a tuple of distances and velocities, "
            f"got {_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
        )
    x, y = columns
    return Dataset(distance=x, velocity=y, labels=labels_of(told, unit_of(x), unit_of(y)))


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
