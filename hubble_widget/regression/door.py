"""Whatever a user hands in becomes a `Dataset` here: catalogues, columns, arrays, tables of any library, files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, NoReturn, TypedDict

import numpy as np

from hubble_widget.regression.catalogue import CATALOGUES
from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.dataset import UNITS, Dataset, load_dataset
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.tables import Table, as_table, is_file_name, read_table

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the metre."""

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # names of columns that have none
_DOUBTFUL = {"err", "error", "errors", "e", "sigma", "unc", "uncertainty", "std", "stderr", "flag"}
_NAMES = ("name", "names", "galaxy", "object", "target", "host", "id")


class ColumnNames(TypedDict, total=False):
    """The keywords by which the columns of a table are named."""

    x: str | None
    y: str | None
    redshift: str | None
    names: str | None
    x_label: str | None
    x_unit: str | None
    y_label: str | None
    y_unit: str | None


class _Quantity(NamedTuple):
    """How a column of distances or velocities is recognised: by a word of its name, or by a unit in it."""

    name: str
    words: frozenset[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]

    @property
    def unit(self) -> str:
        return UNITS[self.name]

    def unit_in(self, column: str) -> str:
        """Return the unit that a column's name tells, as astropy spells it; empty where it tells none."""
        return next((unit for unit, pattern in self.units if pattern.search(column)), "")

    def likeness(self, column: str) -> int:
        """Return how much a column's name sounds like this quantity: 0, 1 by its unit alone, 2."""
        words = set(re.findall(r"[^\W\d_]+", column.lower()))
        if words & _DOUBTFUL:
            return 0
        return 2 if words & self.words else 1 if self.unit_in(column) else 0


def _unit(name: str, spelt: str) -> tuple[str, re.Pattern[str]]:
    return name, re.compile(rf"(?:^|[^a-z])(?:{spelt})(?:$|[^a-z])", re.IGNORECASE)


_PER_SECOND = r"[ _]?(?:/|per|p)?[ _]?s(?:ec)?(?:\^?-1)?"
_DISTANCE = _Quantity(
    "distance",
    frozenset({"distance", "distances", "dist", "d", "r"}),
    (_unit("Mpc", "mpc"), _unit("kpc", "kpc"), _unit("Gpc", "gpc"), _unit("pc", "pc"), _unit("Mlyr", "mlyr?")),
)
_VELOCITY = _Quantity(
    "velocity",
    frozenset({"velocity", "velocities", "vel", "v", "cz", "speed"}),
    (_unit("km/s", f"km{_PER_SECOND}"), _unit("m/s", f"m{_PER_SECOND}")),
)


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
) -> Dataset:
    """Return the data set that is meant by what a user hands in.

    Parameters
    ----------
    value : Dataset, str, path, table, mapping, tuple or array
        A data set, which is returned as it is; the name of a catalogue (see `datasets`); the path of a file (CSV, TSV,
        ECSV, VOTable, FITS, Parquet); a table of astropy or of any library that narwhals knows (pandas, Polars,
        PyArrow, DuckDB, Dask, Ibis, PySpark ...); a mapping of columns; a tuple of distances and velocities; an array
        of shape (n, 2).
    x, y : str, optional
        The columns of distances and of velocities; guessed from names and units where left out. What carries a unit,
        or has one in its name ("distance_kpc"), is converted; all else is in Mpc and km/s.
    redshift : str, optional
        A column of redshifts z in place of velocities: velocity = c z, the nearby universe's law.
    names : str, optional
        The column of the galaxies' names.
    x_label, x_unit, y_label, y_unit : str, optional
        For data that are no galaxies, what x and y are called and their units. With any of them nothing is said of
        galaxies, and there is no age.

    Returns
    -------
    Dataset
        Of a table, the rows that have both numbers; its `note` tells how many have not.

    Raises
    ------
    TypeError
        If it is of no known kind, or a column does not hold numbers.
    ValueError
        If there is no such catalogue, file or column, if it is not clear which columns are meant, or if what there is
        determines no line.
    """
    asked: dict[str, str | None] = {"x": x, "y": y, "redshift": redshift, "names": names}
    told = {"x_label": x_label, "x_unit": x_unit, "y_label": y_label, "y_unit": y_unit}
    given_labels = {key: text for key, text in told.items() if text is not None}
    labels = Labels(**given_labels) if given_labels else None
    labels_of_table = HUBBLE if labels is None else labels
    for keyword, name in asked.items():
        if name is not None and not isinstance(name, str):
            raise TypeError(f"{keyword} must be the name of a column, got {name!r} ({type(name).__name__}).")
    if isinstance(value, os.PathLike) or (isinstance(value, str) and value not in CATALOGUES and is_file_name(value)):
        return _of_table(read_table(value), Path(value).name.partition(".")[0], labels_of_table, **asked)
    table = None if isinstance(value, Dataset | str | tuple) else as_table(value)
    if table is not None:
        return _of_table(table, "", labels_of_table, **asked)
    given = [keyword for keyword, name in asked.items() if name is not None]
    if given:
        raise TypeError(f"{', '.join(given)} names a column of a table, but data is {_described(value)}.")
    return _without_columns(value, labels)


def _without_columns(value: object, labels: Labels | None) -> Dataset:
    """Return the data set of what has no names of columns."""
    if isinstance(value, Dataset | str):
        data = value if isinstance(value, Dataset) else load_dataset(value)
        return data if labels is None or labels == data.labels else _relabelled(data, labels)
    labels = HUBBLE if labels is None else labels
    if isinstance(value, tuple) and len(value) == 2:
        return Dataset(distance=value[0], velocity=value[1], labels=labels)
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if len(shape) == 2 and shape[1] == 2:
        return Dataset(distance=value[:, 0], velocity=value[:, 1], labels=labels)  # type: ignore[index]
    raise TypeError(
        f"data must be a Dataset, the name of a catalogue, a table, a file or a tuple of distances and velocities, got "
        f"{_described(value)}; make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
    )


def _relabelled(data: Dataset, labels: Labels) -> Dataset:
    """Return the same numbers with other labels; nothing is converted."""
    texts = {key: getattr(data, key) for key in ("title", "reference", "provenance", "note")}
    whole = data.whole
    new = Dataset(distance=whole.distance, velocity=whole.velocity, names=whole.names, labels=labels, **texts)
    return new.without(*data.left_out) if data.left_out else new


def _of_table(
    table: Table, title: str, labels: Labels, *, x: str | None, y: str | None, redshift: str | None, names: str | None
) -> Dataset:
    if redshift is not None and not labels.has_age:
        raise ValueError(
            f"redshift={redshift!r} gives velocities of galaxies, but these data have labels of their own."
        )
    if y is not None and redshift is not None:
        raise ValueError(f"name either velocities (y={y!r}) or redshifts (redshift={redshift!r}), not both.")
    for name in filter(None, (x, y, redshift, names)):
        _check_column(table, name)
    x_name, y_name = _chosen(table, x, y or redshift) if labels.has_age else _named(table, x, y, labels)
    if labels.has_age:
        distance = _numbers(table, x_name, _DISTANCE)
        velocity = SPEED_OF_LIGHT * _numbers(table, y_name, None) if redshift else _numbers(table, y_name, _VELOCITY)
    else:
        distance, velocity = _plain_numbers(table, x_name, labels.x_unit), _plain_numbers(table, y_name, labels.y_unit)
    has_distance, has_velocity = np.isfinite(distance), np.isfinite(velocity)
    keep = has_distance & has_velocity
    if np.count_nonzero(keep) < 2:
        raise ValueError(
            f"a line needs at least 2 {labels.rows}, but of {keep.size:,} rows {np.count_nonzero(keep)} have a "
            f"{labels.x_name} (column {x_name!r}) as well as a {'redshift' if redshift else labels.y_name} "
            f"(column {y_name!r})."
        )
    notes = [f"velocity = c × {redshift}"] if redshift else []
    notes += _left_out(has_distance, has_velocity, labels)
    return Dataset(
        distance=distance[keep],
        velocity=velocity[keep],
        names=_names_of(table, names, {x_name, y_name}, keep),
        title=title,
        note="; ".join(notes),
        labels=labels,
    )


def _check_column(table: Table, name: str) -> None:
    if name not in table.names:
        raise ValueError(
            f"there is no column {name!r}.{did_you_mean(name, table.names)} The columns are {_listed(table.names)}."
        )


def _chosen(table: Table, x: str | None, y: str | None) -> tuple[str, str]:
    """Return the columns of distances and velocities, guessed where they were not named."""
    numeric = [name for name in table.names if table.is_numeric(name)]
    if x is None and y is None and len(numeric) == 2 and all(_AUTOMATIC.fullmatch(name) for name in numeric):
        return numeric[0], numeric[1]  # a file without a header
    x = x or _guessed(table, _DISTANCE, [name for name in numeric if name != y])
    y = y or _guessed(table, _VELOCITY, [name for name in numeric if name != x])
    return x, y


def _named(table: Table, x: str | None, y: str | None, labels: Labels) -> tuple[str, str]:
    """Return the columns of x and y; those that were not named are the only other ones with numbers, in their order."""
    others = [name for name in table.names if table.is_numeric(name) and name not in (x, y)]
    missing = (x, y).count(None)
    if missing and len(others) != missing:
        raise ValueError(
            f"it is not clear which columns hold {labels.x_label!r} and {labels.y_label!r}. The columns are "
            f"{_listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
        )
    x = others.pop(0) if x is None else x
    return x, others.pop(0) if y is None else y


def _plain_numbers(table: Table, name: str, unit: str) -> FloatArray:
    """Return a column as it is; one that carries a unit is converted to the labels' own."""
    own = table.unit(name)
    return _numbers(table, name, None) if not (own and unit) else table.numbers(name, unit)


def _guessed(table: Table, quantity: _Quantity, candidates: list[str]) -> str:
    likeness = {name: quantity.likeness(name) for name in candidates}
    best = max(likeness.values(), default=0)
    found = [name for name in candidates if likeness[name] == best]
    if best == 0 or len(found) > 1:
        _refuse_to_guess(table, quantity, found if best else [])
    return found[0]


def _refuse_to_guess(table: Table, quantity: _Quantity, found: list[str]) -> NoReturn:
    which = f"could be {_listed(found)}" if found else "is none by its name"
    raise ValueError(
        f"it is not clear which column holds the {quantity.name} ({quantity.unit}); it {which}. The columns are "
        f"{_listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
    )


def _numbers(table: Table, name: str, quantity: _Quantity | None) -> FloatArray:
    """Return a column in the quantity's unit, or as it is, nan where a number is missing."""
    if not table.is_numeric(name):
        raise TypeError(f"column {name!r} must hold real numbers, got {table.kind(name)}.")
    if quantity is None:
        return table.numbers(name, "")
    unit = "" if table.unit(name) else quantity.unit_in(name)
    numbers = table.numbers(name, quantity.unit)
    if unit in {"", quantity.unit}:
        return numbers
    from astropy import units

    return numbers * float(units.Unit(unit).to(quantity.unit))


def _left_out(has_distance: np.ndarray, has_velocity: np.ndarray, labels: Labels) -> list[str]:
    """Return the words for the rows that lack a number; none where none does."""
    lacking = {
        f"no {labels.y_name}": np.count_nonzero(has_distance & ~has_velocity),
        f"no {labels.x_name}": np.count_nonzero(~has_distance & has_velocity),
        "neither": np.count_nonzero(~has_distance & ~has_velocity),
    }
    reasons = {reason: count for reason, count in lacking.items() if count}
    if not reasons:
        return []
    told = ", ".join(reasons) if len(reasons) == 1 else ", ".join(f"{count:,} {why}" for why, count in reasons.items())
    return [f"{sum(reasons.values()):,} of {has_distance.size:,} rows left out: {told}"]


def _names_of(table: Table, name: str | None, taken: set[str], keep: np.ndarray) -> list[str] | None:
    """Return the galaxies' names; None where there is no column of them, all different."""
    if name is not None:
        return [text or f"row {row}" for row, text in _kept(table.texts(name), keep)]
    by_lower = {column.lower(): column for column in table.names if column not in taken}
    for likely in _NAMES:
        if likely in by_lower:
            texts = [text for _, text in _kept(table.texts(by_lower[likely]), keep)]
            if all(texts) and len(set(texts)) == len(texts):
                return [text for text in texts if text]
    return None


def _kept(texts: list[str | None], keep: np.ndarray) -> Iterable[tuple[int, str | None]]:
    return ((row, text) for row, (text, wanted) in enumerate(zip(texts, keep, strict=True), start=1) if wanted)


def _listed(names: Iterable[str]) -> str:
    """Return names in quotation marks, not more than a person reads."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"


def _described(value: object) -> str:
    shape = getattr(value, "shape", None)
    return type(value).__name__ if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"
