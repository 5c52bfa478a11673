"""Conversion of any value to a data set: catalog names, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypedDict, Unpack

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.catalogs import CATALOGS, load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.data.units import unit_of
from hubble_widget.io.columns.errors import ColumnRequest
from hubble_widget.io.files import is_file, read_table, title_of
from hubble_widget.io.json_tables import table_of_objects
from hubble_widget.io.table_galaxies import galaxies_of_table, labels_of
from hubble_widget.io.tables import as_table
from hubble_widget.io.unnamed_columns import two_columns
from hubble_widget.lazy.lazy_dataset import PendingDataset
from hubble_widget.suggestions import column_called, takes_one_data_set


class ColumnNames(TypedDict, total=False):
    """Keywords that name the columns of a table, and keywords for the names and units of x and y."""

    x: str | None
    y: str | None
    modulus: str | None
    redshift: str | None
    names: str | None
    x_error: str | None
    y_error: str | None
    expansion: str | None
    x_label: str | None
    x_unit: str | None
    y_label: str | None
    y_unit: str | None


COLUMNS = tuple(ColumnNames.__annotations__)

_BY_A_CALL = ColumnRequest()


@takes_one_data_set("distances and velocities as one tuple: as_dataset((distance, velocity))", places=1)
def as_dataset(
    value: object,
    *,
    x: str | None = None,
    y: str | None = None,
    modulus: str | None = None,
    redshift: str | None = None,
    names: str | None = None,
    x_error: str | None = None,
    y_error: str | None = None,
    expansion: str | None = None,
    x_label: str | None = None,
    x_unit: str | None = None,
    y_label: str | None = None,
    y_unit: str | None = None,
) -> BaseDataset:
    """Convert any kind of data to a data set.

    Parameters
    ----------
    value : BaseDataset, str, path, table, mapping, tuple or array
        One of these:

        - a `Dataset`, which is returned unchanged;
        - the name of a catalog (see `datasets`);
        - the path or http(s) address of a file, or an open file (text, Excel, JSON, ECSV, VOTable, FITS, Parquet);
        - a table of astropy, or of any library that narwhals supports (pandas, Polars, PyArrow, DuckDB, Dask, Ibis,
          PySpark ...);
        - a mapping of columns, or a list of records;
        - a tuple or list of distances and velocities, each of shape (n,) or (n, 1);
        - a list of pairs, or an array or tensor of shape (n, 2) or (2, n).
    x, y : str, optional
        Names of the columns of distances and velocities. By default they are guessed from names and units. A column
        with a unit, or with one in its name ("distance_kpc", "v (1000 km/s)"), is converted. All other columns must be
        in Mpc and km/s.
    modulus : str, optional
        Name of a column of distance moduli μ (mag), instead of distances. It gives luminosity distances of
        10^((μ - 25)/5) Mpc.
    redshift : str, optional
        Name of a column of redshifts z, without a unit, instead of velocities. The velocity is c z, which is correct
        in the nearby universe.
    names : str, optional
        Name of the column of the galaxies' names. It is ignored if the rows stay in an engine.
    x_error, y_error : str, optional
        Names of the columns of the one-sigma errors of the distances (or moduli) and velocities (or redshifts), which
        are converted by their own unit, or else by that of the measurements. By default they are guessed from names
        such as e_Dist, Dist_err or "Dist ±". A row without an error is left out if the column is named here; where one
        is missing in a column that was guessed, none of its errors are used.
    expansion : {"linear", "kinematic"}, optional
        How redshifts become velocities. "kinematic" multiplies c z by 1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6
        with q0 = -0.55 and j0 = 1, the values of a flat universe with 30 % matter. Use it with luminosity distances.
    x_label, x_unit, y_label, y_unit : str, optional
        Names and units of x and y, for data other than galaxies. By default the units are those of the data. If one
        of the four is named, texts do not mention galaxies, and there is no age.

    Returns
    -------
    Dataset or LazyDataset
        The rows of a table that have both numbers. The `note` of the data set says which columns were guessed and how
        many rows were left out. These numbers count as missing: distances of 0 or below, velocities of -999 or -9999,
        and repeated codes such as 99.99. A lazy table of more than 20,000 rows stays in its engine. So does a Parquet
        file of more than a million rows, if DuckDB or Polars is installed. The call waits until the engine has
        counted the rows.

    Raises
    ------
    TypeError
        If the value is of an unknown kind, or a column does not hold numbers.
    ValueError
        If a catalog, file or column does not exist, if it is not clear which columns to use, if a unit does not
        convert, or if the rows determine no line.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> galaxies = hw.as_dataset({"dist_kpc": [2000, 9200, 16100], "cz": [133, 664, 1794]})
    >>> galaxies.distance
    array([ 2. ,  9.2, 16.1])
    >>> galaxies.note
    "distance: 'dist_kpc', velocity: 'cz'"
    """
    columns: ColumnNames = {
        "x": x,
        "y": y,
        "modulus": modulus,
        "redshift": redshift,
        "names": names,
        "x_error": x_error,
        "y_error": y_error,
        "expansion": expansion,
        "x_label": x_label,
        "x_unit": x_unit,
        "y_label": y_label,
        "y_unit": y_unit,
    }
    return galaxies_of(value, columns)


def galaxies_of(value: object, columns: ColumnNames) -> BaseDataset:
    """Return the result of `as_dataset` for keywords in a mapping.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`.
    """
    found = find_galaxies(value, **columns)
    return found.wait() if isinstance(found, PendingDataset) else found


def brings_labels(value: object) -> bool:
    """Return whether a value has labels of its own. Data sets and catalogs have; tables and arrays do not."""
    return isinstance(value, BaseDataset | PendingDataset) or (isinstance(value, str) and value in CATALOGS)


def find_galaxies(
    value: object, asked: ColumnRequest = _BY_A_CALL, **keywords: Unpack[ColumnNames]
) -> BaseDataset | PendingDataset:
    """Return the result of `as_dataset`; a `PendingDataset`, whose rows are not counted yet, for an engine.

    Parameters
    ----------
    value : object
    asked : ColumnRequest
        How the user asked for the value, which the calls in errors repeat. A file is asked for by its path.
    **keywords
        As in `as_dataset`.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`, but no errors that depend on the rows in an engine.
    """
    columns: dict[str, Any] = dict(keywords)
    labels = {field.name: columns.pop(field.name, None) for field in fields(Labels)}
    given_labels = {key: text for key, text in labels.items() if text is not None}
    if Labels(**given_labels) == HUBBLE:
        given_labels = {}
    for keyword, name in columns.items():
        if name is not None and not isinstance(name, str):
            call = f": {keyword}={column_called(value, name)!r}" if isinstance(name, int) else ""
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}){call}.")
    named = {keyword: name for keyword, name in columns.items() if name is not None}
    if not (isinstance(value, str) and value in CATALOGS) and is_file(value):
        asked = _request_for_file(value, asked)
        return galaxies_of_table(read_table(value), title_of(value), given_labels, replace(asked, columns=named))
    is_table = not isinstance(value, BaseDataset | PendingDataset | str | tuple)
    table = (table_of_objects(value) or as_table(value)) if is_table else None
    if table is not None:
        return galaxies_of_table(table, "", given_labels, replace(asked, columns=named))
    if named and not (isinstance(value, str) and value not in CATALOGS):
        name = "names a column" if len(named) == 1 else "name columns"
        raise TypeError(
            f"{', '.join(named)} {name} of a table, but data is {_described(value)}; leave "
            f"{'it' if len(named) == 1 else 'them'} out{_two_of(value)}."
        )
    if isinstance(value, str) and "\n" in value.strip():
        raise ValueError("data must not be the text of a table itself; pass it as an open file: io.StringIO(data).")
    if isinstance(value, BaseDataset | PendingDataset | str):
        data = load_dataset(value) if isinstance(value, str) else value
        return (
            data if not given_labels or Labels(**given_labels) == data.labels else data.labeled(Labels(**given_labels))
        )
    return _of_columns(value, given_labels)


def _request_for_file(source: object, asked: ColumnRequest) -> ColumnRequest:
    """Return the request for a file. Example calls in errors name its path or address; an open file has none."""
    if not isinstance(source, str | os.PathLike):
        return asked
    path = str(os.fspath(source))
    return ColumnRequest(repr(path), f"%hubblefit {shlex.quote(path)}")


def _of_columns(value: object, given_labels: Mapping[str, str]) -> Dataset:
    """Return the data set of a value that has two columns without names."""
    columns = two_columns(value)
    if isinstance(value, bytes):
        raise TypeError("data must not be bytes; pass the content of a file as an open file: io.BytesIO(data).")
    if columns is None:
        raise TypeError(
            f"data must be a Dataset, the name of a catalog, a table, a file or a tuple of distances and velocities, "
            f"got {_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s"
            f"{_two_of(value)}."
        )
    x, y = columns
    return Dataset(distance=x, velocity=y, labels=labels_of(given_labels, unit_of(x), unit_of(y)))


def _two_of(value: object) -> str:
    """Return how to take two columns of an array that has more; an empty text for anything else."""
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) != 2 or 2 in shape:
        return ""
    return (
        f", or pass two of its columns: {'(data[:, 0], data[:, 1])' if shape[0] >= shape[1] else '(data[0], data[1])'}"
    )


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
