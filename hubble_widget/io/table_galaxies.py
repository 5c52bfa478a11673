"""The galaxies of a table: which columns mean what, which rows lack a number, and the note that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubble_widget.io.column_errors import Asked
from hubble_widget.io.column_evidence import DISTANCE, VELOCITY
from hubble_widget.io.column_matching import (
    NO_HEADER,
    Chosen,
    check_column,
    choose_columns,
    choose_plainly,
    factors_of,
    short,
)
from hubble_widget.io.column_names import parse_name
from hubble_widget.io.row_names import likely_names, names_of_rows, summary_below
from hubble_widget.io.tables import LazyTable, Table
from hubble_widget.io.unit_columns import unit_beside
from hubble_widget.io.unit_names import find_unit
from hubble_widget.regression.columns import FEWEST_GALAXIES, Column, FloatArray, Lacking, Refused, own_column
from hubble_widget.regression.cosmology import BEYOND_LINEAR, EXPANSIONS, SPEED_OF_LIGHT, kinematic_factor
from hubble_widget.regression.dataset import Dataset
from hubble_widget.regression.engine import EngineColumns
from hubble_widget.regression.labels import FROM_MODULUS, HUBBLE, Labels
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.measures import Measure, without_stand_ins
from hubble_widget.regression.quantities import conversion
from hubble_widget.regression.spelling import did_you_mean


def labels_of(told: Mapping[str, str], x_unit: object, y_unit: object) -> Labels:
    """Return labels as they are told, with the data's own units where none is told; Hubble's where nothing is."""
    own = {key: str(unit) for key, unit in (("x_unit", x_unit), ("y_unit", y_unit)) if unit is not None}
    return Labels(**(own | dict(told))) if told else HUBBLE


def galaxies_of_table(table: Table, title: str, told: Mapping[str, str], asked: Asked) -> Dataset | Arrival:
    """Return the galaxies of a table, or what will become them where an engine holds the rows.

    Parameters
    ----------
    table : Table
    title : str
    told : mapping of str to str
        Labels and units that are the user's own.
    asked : Asked
        The columns that were named.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`.
    """
    labels = Labels(**told) if told else HUBBLE
    if labels.has_age:  # words for galaxies, as a magic's line has them
        told = {}
    _check_asked(table, told, asked)
    if told:
        chosen = Chosen(*choose_plainly(table, asked.x, asked.y, Labels(**told)), "")
        labels = labels_of(told, table.unit(chosen.x), table.unit(chosen.y))
        factors = tuple(
            conversion(f"column {name!r}", table.unit(name), unit) if unit and table.unit(name) is not None else 1.0
            for name, unit in ((chosen.x, labels.x_unit), (chosen.y, labels.y_unit))
        )
        x, y = (Measure(name, factor) for name, factor in zip((chosen.x, chosen.y), factors, strict=True))
    else:
        chosen = _chosen(table, asked)
        labels = labels if asked.of("modulus") is None else FROM_MODULUS
        factors, beside = _with_units_beside(table, chosen, factors_of(table, chosen, asked), asked)
        chosen = chosen._replace(guessed=beside)
        x, y = _measures(chosen, factors, asked)
    names = asked.of("names")
    for name in (x.name, y.name, names):
        if name in table.repeated:
            raise ValueError(_repeats(table))
    columns = _Columns(
        distance=x,
        velocity=y,
        labels=labels,
        guessed="; ".join(filter(None, (chosen.guessed, _remark(table, x) if labels is HUBBLE else ""))),
        names=likely_names(table, {x.name, y.name}) if names is None else (names,),
        names_are_wanted=names is not None,
    )
    if isinstance(table, LazyTable):
        for name in (x.name, y.name):
            table.check_numeric(name)
        return _held(table, title, columns)
    return _of_rows(table.fetched(columns.wanted), title, columns)


def _with_units_beside(
    table: Table, chosen: Chosen, factors: tuple[float, float], asked: Asked
) -> tuple[tuple[float, float], str]:
    """Return the factors with the units that stand in columns of their own, and what was guessed, with these units."""
    found, told, guessed = list(factors), [], chosen.guessed
    for place, (column, quantity, other) in enumerate(
        ((chosen.x, DISTANCE, "modulus"), (chosen.y, VELOCITY, "redshift"))
    ):
        beside = unit_beside(table, column, quantity) if asked.of(other) is None else None
        if beside is None:
            continue
        unit, name = beside
        found[place] *= quantity.size(find_unit(unit))
        if guessed.startswith(NO_HEADER):
            guessed = guessed.replace(f"{quantity.name} in {quantity.unit}", f"{quantity.name} in {unit}")
        else:
            told.append(f"{quantity.name} in {unit} by column {short(name)}")
    return (found[0], found[1]), "; ".join(filter(None, (guessed, ", ".join(told))))


def _remark(table: Table, x: Measure) -> str:
    """Return what a reader should know of distances without a unit of their own."""
    has_unit = table.unit(x.name) is not None or parse_name(x.name).units or x.factor != 1
    return "" if has_unit else table.remark


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
        if lacking.n < FEWEST_GALAXIES:
            x_name = "distance modulus" if self.distance.law else labels.x_name
            y_name = "redshift" if self.velocity.law else labels.y_name
            why = f" ({'; '.join(lacking.told(labels))})" if any(number for number, _which in lacking.refused) else ""
            raise ValueError(
                f"a line needs at least {FEWEST_GALAXIES} {labels.rows}, but of {lacking.rows:,} rows {lacking.n} have "
                f"a {x_name} (column {x!r}) as well as a {y_name} (column {y!r}).{why}"
            )
        taken = [self.guessed] if self.guessed else []
        left_out = lacking.told(labels, beside_guess=bool(taken))
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
    (distance, x, no_distance), (velocity, y, no_velocity) = (
        _measured(table, each) for each in (columns.distance, columns.velocity)
    )
    summary = summary_below(table, columns.names, distance.size)
    if summary:
        distance, velocity = distance[:-1].copy(), velocity[:-1].copy()
        x, y = _owned(distance), _owned(velocity)
        told = f"without the last row, {summary!r}"
        columns = columns._replace(guessed="; ".join(filter(None, (columns.guessed, told))))
    if isinstance(x, Column) and isinstance(y, Column):
        keep, lacking = np.broadcast_to(True, distance.shape), Lacking(distance.size, 0, 0, 0)
    else:
        del x, y  # of the whole columns
        refused = (no_distance, no_velocity) if no_distance.number or no_velocity.number else ()
        keep, lacking = _complete_rows(distance, velocity, refused)
        x, y = _owned(distance[keep]), _owned(velocity[keep])
    has_fastest = lacking.n and columns.distance.law and columns.velocity.law
    note = columns.note(lacking, float(np.max(velocity, where=keep, initial=-np.inf)) if has_fastest else 0.0)
    names = names_of_rows(table, columns.names, keep, are_wanted=columns.names_are_wanted)
    return Dataset(distance=x, velocity=y, names=names, title=title, note=note, labels=columns.labels)


def _measured(table: Table, measure: Measure) -> tuple[FloatArray, Column | FloatArray, Refused]:
    """Return distances or velocities, as they are and as the column of a data set, and which of a table's are none."""
    numbers = table.numbers(measure.name)
    column = _owned(numbers) if measure.is_as_it_stands else numbers
    least = column.least if isinstance(column, Column) else None
    left, refused = without_stand_ins(measure, numbers, least)
    if left is not numbers or not measure.is_as_it_stands:
        left = measure.converted(left)
        column = _owned(left)
    return left, column, refused


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
