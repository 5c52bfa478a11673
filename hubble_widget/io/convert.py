"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from hubble_widget.io.bare_columns import two_columns
from hubble_widget.io.column_errors import Asked
from hubble_widget.io.column_matching import Chosen, check_column, choose_columns, choose_plainly, factors_of, short
from hubble_widget.io.files import is_file, read_table, title_of
from hubble_widget.io.row_names import likely_names, names_of_rows
from hubble_widget.io.tables import LazyTable, Table, as_table
from hubble_widget.regression.calls import takes_one_data_set
from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.columns import FEWEST_GALAXIES, Column, FloatArray, Lacking, Refused, own_column
from hubble_widget.regression.cosmology import BEYOND_LINEAR, EXPANSIONS, SPEED_OF_LIGHT, kinematic_factor
from hubble_widget.regression.dataset import Dataset, load_dataset
from hubble_widget.regression.engine import EngineColumns
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import FROM_MODULUS, HUBBLE, Labels
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.measures import Measure, without_stand_ins
from hubble_widget.regression.quantities import conversion, unit_of
from hubble_widget.regression.spelling import did_you_mean


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
    given = {keyword: name for keyword, name in columns.items() if name is not None}
    if not (isinstance(value, str) and value in CATALOGUES) and is_file(value):
        return _of_table(read_table(value), title_of(value), told, _asked_of_file(value, given))
    table = None if isinstance(value, Galaxies | Arrival | str | tuple) else as_table(value)
    if table is not None:
        return _of_table(table, "", told, Asked(columns=given))
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


def _of_table(table: Table, title: str, told: Mapping[str, str], asked: Asked) -> Dataset | Arrival:
    labels = Labels(**told) if told else HUBBLE
    if labels.has_age:  # words for galaxies, as a magic's line has them
        told = {}
    _check_asked(table, told, asked)
    if told:
        chosen = Chosen(*choose_plainly(table, asked.x, asked.y, Labels(**told)), "")
        labels = _labels_of(told, table.unit(chosen.x), table.unit(chosen.y))
        factors = tuple(
            conversion(f"column {name!r}", table.unit(name), unit) if unit and table.unit(name) is not None else 1.0
            for name, unit in ((chosen.x, labels.x_unit), (chosen.y, labels.y_unit))
        )
        x, y = (Measure(name, factor) for name, factor in zip((chosen.x, chosen.y), factors, strict=True))
    else:
        chosen = _chosen(table, asked)
        labels = labels if asked.of("modulus") is None else FROM_MODULUS
        x, y = _measures(chosen, factors_of(table, chosen, asked), asked)
    names = asked.of("names")
    for name in (x.name, y.name, names):
        if name in table.repeated:
            raise ValueError(_repeats(table))
    columns = _Columns(
        distance=x,
        velocity=y,
        labels=labels,
        guessed=chosen.guessed,
        names=likely_names(table, {x.name, y.name}) if names is None else (names,),
        names_are_wanted=names is not None,
    )
    if isinstance(table, LazyTable):
        for name in (x.name, y.name):
            table.check_numeric(name)
        return _held(table, title, columns)
    return _of_rows(table.fetched(columns.wanted), title, columns)


def _chosen(table: Table, asked: Asked) -> Chosen:
    try:
        return choose_columns(table, asked)
    except ValueError as error:
        raise ValueError(f"{error} Besides, {_repeats(table)}" if table.repeated else str(error)) from None


def _repeats(table: Table) -> str:
    twice = ", ".join(repr(name) for name in sorted(table.repeated))
    return f"the columns of a table must have different names, but there are several called {twice}."


def _check_asked(table: Table, told: Mapping[str, str], asked: Asked) -> None:
    """Refuse keywords that contradict one another, and names that no column has."""
    expansion = asked.of("expansion")
    for keyword in ("modulus", "redshift", "expansion"):
        if told and asked.of(keyword) is not None:
            what = "distances" if keyword == "modulus" else "velocities"
            raise ValueError(
                f"{keyword}={asked.of(keyword)!r} gives {what} of galaxies, but these data have labels of their own."
            )
    for one, other, what in (("y", "redshift", "velocities"), ("x", "modulus", "distances")):
        if asked.of(one) is not None and asked.of(other) is not None:
            others = "redshifts" if other == "redshift" else "moduli"
            raise ValueError(
                f"name either {what} ({one}={asked.of(one)!r}) or {others} ({other}={asked.of(other)!r}), not both."
            )
    if expansion is not None and expansion not in EXPANSIONS:
        raise ValueError(
            f"expansion must be one of {', '.join(map(repr, EXPANSIONS))}, got {expansion!r}."
            f"{did_you_mean(expansion, EXPANSIONS)}"
        )
    for keyword in ("x", "y", "modulus", "redshift", "names"):
        name = asked.of(keyword)
        if name is not None:
            check_column(table, name)
    if expansion is not None and asked.of("redshift") is None:
        raise ValueError(f"expansion={expansion!r} says how redshifts become velocities: name them, redshift='...'.")
    if asked.x is not None and asked.x == asked.y:
        keywords = [
            "x" if asked.of("modulus") is None else "modulus",
            "y" if asked.of("redshift") is None else "redshift",
        ]
        raise ValueError(f"{' and '.join(keywords)} name the same column, {asked.x!r}.")


def _measures(chosen: Chosen, factors: tuple[float, float], asked: Asked) -> tuple[Measure, Measure]:
    """Return the columns of distances and velocities as measurements."""
    is_modulus, is_redshift = (asked.of(keyword) is not None for keyword in ("modulus", "redshift"))
    law = "kinematic" if asked.of("expansion") == "kinematic" else "redshift"
    return (
        Measure(chosen.x, factors[0], "modulus" if is_modulus else "", above=0.0, is_checked=True),
        Measure(chosen.y, factors[1], law, above=-1.0 / factors[1], is_checked=True)
        if is_redshift
        else Measure(chosen.y, factors[1], is_checked=True),
    )


class _Columns(NamedTuple):
    """Which columns of a table mean what."""

    distance: Measure
    velocity: Measure
    labels: Labels
    guessed: str
    names: tuple[str, ...]
    names_are_wanted: bool

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of all of them, each once."""
        return tuple(dict.fromkeys((self.distance.name, self.velocity.name, *self.names)))

    def note(self, lacking: Lacking, fastest: float) -> str:
        """Return what was taken, and what was done to the rows; an error where too few have both numbers.

        Parameters
        ----------
        lacking : Lacking
        fastest : float
            The greatest velocity, in km/s.
        """
        x, y, labels = self.distance.name, self.velocity.name, self.labels
        left_out = lacking.told(labels)
        if lacking.n < FEWEST_GALAXIES:
            x_name = "distance modulus" if self.distance.law else labels.x_name
            y_name = "redshift" if self.velocity.law else labels.y_name
            why = f" ({'; '.join(left_out)})" if any(number for number, _which in lacking.refused) else ""
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} {labels.rows}, but of {lacking.rows:,} rows {lacking.n} have "
                f"a {x_name} (column {x!r}) as well as a {y_name} (column {y!r}).{why}"
            )
        taken = [self.guessed] if self.guessed else []
        if taken and left_out:
            taken += [f"{lacking.n:,} of {lacking.rows:,} rows"]
        return "; ".join([*taken, *self._laws(fastest), *left_out])

    def _laws(self, fastest: float) -> list[str]:
        """Return how distances and velocities came from other quantities."""
        x, y = self.distance.name, self.velocity.name
        laws = [f"distance = 10^((μ - 25)/5) Mpc with μ = {short(x)}"] if self.distance.law else []
        if self.velocity.law == "kinematic":
            laws.append(
                f"velocity = c z [1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6] with z = {short(y)}, q0 = -0.55 and "
                f"j0 = 1, which assume a flat universe with 30 % matter"
            )
        elif self.velocity.law:
            laws.append(f"velocity = c × {y if len(y) <= 40 else short(y)}")
        redshift = fastest / SPEED_OF_LIGHT
        if len(laws) > 1 and self.velocity.law == "redshift" and redshift > BEYOND_LINEAR:
            missing = 1 - 1 / float(kinematic_factor(redshift))
            laws.append(
                f"c z leaves out how the expansion has changed: {100 * missing:.0f} % of the velocity at z = "
                f"{redshift:.2g}; expansion='kinematic' counts it"
            )
        return laws


def _held(table: LazyTable, title: str, columns: _Columns) -> Arrival:
    """Return the galaxies of a table that an engine holds."""
    return Arrival(
        EngineColumns.of(table.frame, columns.distance, columns.velocity),
        engine=table.engine,
        title=title,
        note=lambda census: columns.note(census.lacking, census.velocity.high),
        fetch=lambda: _of_rows(table.fetched(columns.wanted), title, columns),
        labels=columns.labels,
    )


def _of_rows(table: Table, title: str, columns: _Columns) -> Dataset:
    """Return the data set of a table whose rows are here."""
    (distance, no_distance), (velocity, no_velocity) = (
        without_stand_ins(column, table.numbers(column.name)) for column in (columns.distance, columns.velocity)
    )
    distance, velocity = columns.distance.converted(distance), columns.velocity.converted(velocity)
    x = _owned(distance)
    y = _owned(velocity) if isinstance(x, Column) else velocity
    if isinstance(y, Column):
        keep, lacking = np.broadcast_to(True, distance.shape), Lacking(distance.size, 0, 0, 0)
    else:
        del x, y
        refused = (no_distance, no_velocity) if no_distance.number or no_velocity.number else ()
        keep, lacking = _complete_rows(distance, velocity, refused)
        x, y = _owned(distance[keep]), _owned(velocity[keep])
    has_fastest = lacking.n and columns.distance.law and columns.velocity.law
    note = columns.note(lacking, float(np.max(velocity, where=keep, initial=-np.inf)) if has_fastest else 0.0)
    names = names_of_rows(table, columns.names, keep, are_wanted=columns.names_are_wanted)
    return Dataset(distance=x, velocity=y, names=names, title=title, note=note, labels=columns.labels)


def _owned(numbers: FloatArray) -> Column | FloatArray:
    """Return numbers as the column of a data set; as they are where one of them is missing or will be refused."""
    return own_column(numbers, is_own=numbers.flags.writeable) or numbers


def _complete_rows(
    distance: FloatArray, velocity: FloatArray, refused: tuple[Refused, ...]
) -> tuple[NDArray[np.bool_], Lacking]:
    """Return which rows have both numbers, shape (n,), and how many have not."""
    has_distance, has_velocity = np.isfinite(distance), np.isfinite(velocity)
    keep = has_distance & has_velocity
    n, with_distance, with_velocity = (int(np.count_nonzero(each)) for each in (keep, has_distance, has_velocity))
    neither = keep.size - with_distance - with_velocity + n
    return keep, Lacking(
        n, no_velocity=with_distance - n, no_distance=with_velocity - n, neither=neither, refused=refused
    )


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
