"""Data sets from tables: columns are chosen, incomplete rows are left out, and a note says what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubble_widget.data.columns import MIN_GALAXIES, Column, FloatArray, MissingCounts, Refused, own_column
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import FROM_MODULUS, HUBBLE, Labels
from hubble_widget.data.measures import FEW_ROWS, Measure, look_like_moduli, stand_in, without_missing_codes
from hubble_widget.data.redshift import BEYOND_LINEAR, EXPANSIONS, SPEED_OF_LIGHT, kinematic_factor
from hubble_widget.data.units import conversion
from hubble_widget.io.columns.comments import remarks_on, units_by_name, units_in_rows, units_of_quantities
from hubble_widget.io.columns.errors import ColumnRequest, listed, too_large
from hubble_widget.io.columns.evidence import DISTANCE, VELOCITY, is_luminosity_distance, is_modulus, is_redshift
from hubble_widget.io.columns.matching import (
    Chosen,
    check_column,
    choose_by_position,
    choose_columns,
    factors_of,
    numeric_columns,
    redshift_columns,
    same_column,
    short,
    without_header,
)
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.row_names import likely_names, names_of_rows, summaries
from hubble_widget.io.columns.unit_columns import unit_in_other_column
from hubble_widget.io.table import Table
from hubble_widget.io.table_errors import ErrorColumn, error_columns, read_errors, refuse_in_engine
from hubble_widget.io.tables import LazyTable
from hubble_widget.io.unit_names import find_unit, stated_unit
from hubble_widget.lazy.lazy_columns import LazyColumns
from hubble_widget.lazy.lazy_dataset import PendingDataset
from hubble_widget.messages import counted, localized, message
from hubble_widget.suggestions import did_you_mean

if TYPE_CHECKING:
    from hubble_widget.lazy.column_stats import ColumnStats


def labels_of(given_labels: Mapping[str, str], x_unit: object, y_unit: object) -> Labels:
    """Return the given labels, with the units of the data where no unit is given; `HUBBLE` if nothing is given."""
    own = {key: str(unit) for key, unit in (("x_unit", x_unit), ("y_unit", y_unit)) if unit is not None}
    return Labels(**(own | dict(given_labels))) if given_labels else HUBBLE


def galaxies_of_table(
    table: Table, title: str, given_labels: Mapping[str, str], request: ColumnRequest
) -> Dataset | PendingDataset:
    """Return the data set of a table; a `PendingDataset` if an engine holds the rows.

    Parameters
    ----------
    table : Table
    title : str
    given_labels : mapping of str to str
        The user's own names and units of x and y.
    request : ColumnRequest
        The columns that the user named.

    Raises
    ------
    TypeError, ValueError
        As `as_dataset`.
    """
    labels = Labels(**given_labels) if given_labels else HUBBLE
    if labels.has_age:  # labels of galaxies, as the line of a magic may give them
        given_labels = {}
    _check_request(table, given_labels, request)
    if given_labels:
        chosen = Chosen(*choose_by_position(table, request.x, request.y, Labels(**given_labels)), "")
        labels = labels_of(given_labels, table.unit(chosen.x), table.unit(chosen.y))
        factors = tuple(
            conversion(f"column {name!r}", table.unit(name), unit) if unit and table.unit(name) is not None else 1.0
            for name, unit in ((chosen.x, labels.x_unit), (chosen.y, labels.y_unit))
        )
        x, y = (Measure(name, factor) for name, factor in zip((chosen.x, chosen.y), factors, strict=True))
    else:
        chosen = _chosen(table, request)
        labels = labels if request.get("modulus") is None else FROM_MODULUS
        factors, guessed = _with_units_beside(table, chosen, factors_of(table, chosen, request), request)
        chosen = chosen._replace(guessed=guessed)
        x, y = _measures(chosen, factors, request)
    names = request.get("names")
    for name in (x.name, y.name, names, request.get("x_error"), request.get("y_error")):
        if name in table.repeated:
            raise ValueError(_repeated_names_message(table))
    errors = error_columns(table, (x, y), request, labels, {names} if names is not None else ())
    taken = {x.name, y.name, *(each.name for each in errors)}
    columns = _Columns(
        distance=x,
        velocity=y,
        labels=labels,
        guessed="; ".join(filter(None, (chosen.guessed, *(_remarks(table, x, y) if labels is HUBBLE else ())))),
        names=likely_names(table, taken) if names is None else (names,),
        names_are_wanted=names is not None,
        errors=errors,
        request=request.with_guesses(x.name, y.name),
    )
    try:
        if isinstance(table, LazyTable):
            for name in taken:
                table.check_numeric(name)
            return _pending(table, title, columns)
        return _of_rows(table.collect(columns.all_names), title, columns)
    except TypeError as error:  # a column of texts
        numeric = numeric_columns(table)
        if not numeric or taken <= {*numeric}:
            raise
        raise TypeError(f"{error} The columns of numbers are {listed(numeric)}.") from None


def _with_units_beside(
    table: Table, chosen: Chosen, factors: tuple[float, float], request: ColumnRequest
) -> tuple[tuple[float, float], str]:
    """Apply units that stand beside the columns. Return the new factors, and the guesses with these units."""
    converted, units, notes = list(factors), [], []
    columns = ((chosen.x, DISTANCE, "modulus"), (chosen.y, VELOCITY, "redshift"))
    for place, (column, quantity, other) in enumerate(columns):
        beside = _unit_beside(table, column, place) if request.get(other) is None else None
        if beside is not None:
            converted[place] *= quantity.size(find_unit(beside[0]))
            notes.append(beside[1])
        elif (by_name := units_by_name(table.comments, [column])[0]) and stated_unit(by_name) == table.unit(column):
            notes += [_by_comment(place, by_name)] if converted[place] != 1 else []
        units.append(beside[0] if beside else str(table.unit(column) or quantity.unit))
    guessed = chosen.guessed if chosen.places is None else without_header(*chosen.places, *units)
    noted = ", ".join(notes) if chosen.places is None else ""
    return (converted[0], converted[1]), "; ".join(filter(None, (guessed, noted)))


def _unit_beside(table: Table, column: str, place: int) -> tuple[str, str] | None:
    """Return the unit of a column that another column or a comment gives, and a phrase about it; None if none does."""
    quantity = (DISTANCE, VELOCITY)[place]
    in_column = unit_in_other_column(table, column, quantity)
    if in_column is not None:
        unit, name = in_column
        if quantity is DISTANCE:
            return unit, message("distance in {unit} by column {column}", unit=unit, column=short(name))
        return unit, message("velocity in {unit} by column {column}", unit=unit, column=short(name))
    unit = units_of_quantities(table.comments)[place]
    if not unit or not _has_no_unit(table, column) or quantity.size(find_unit(unit)) == 1:
        return None
    return unit, _by_comment(place, unit)


def _by_comment(place: int, unit: str) -> str:
    if place == 0:
        return message("distance in {unit} by a comment", unit=unit)
    return message("velocity in {unit} by a comment", unit=unit)


def _remarks(table: Table, *measures: Measure) -> list[str]:
    """Return hints at units in the table's comments, for distances and velocities without a unit, and in its rows."""
    remarks = remarks_on(table.comments, units_of_quantities(table.comments))
    beside = [
        remark
        for measure, remark in zip(measures, remarks, strict=True)
        if _has_no_unit(table, measure.name) and measure.factor == 1
    ]
    return [*beside, *_remarks_in_rows(table, *measures)]


def _remarks_in_rows(table: Table, x: Measure, y: Measure) -> Iterator[str]:
    """Yield hints at units that a column of texts says of single rows: "distance in Mly"."""
    of_texts = [] if table.is_lazy else [name for name in table.names if not table.is_numeric(name)]
    for name in of_texts:
        length, speed = units_in_rows([cell for cell in table.first(name) if isinstance(cell, str)])
        if length and x.needs_no_conversion:
            yield message(
                "distances taken in Mpc, though column {column} says {unit}", column=short(name), unit=repr(length)
            )
        if speed and y.needs_no_conversion:
            yield message(
                "velocities taken in km/s, though column {column} says {unit}", column=short(name), unit=repr(speed)
            )


def _has_no_unit(table: Table, column: str) -> bool:
    return table.unit(column) is None and not parse_name(column).units


def _chosen(table: Table, request: ColumnRequest) -> Chosen:
    try:
        return choose_columns(table, request)
    except ValueError as error:
        raise ValueError(f"{error} Also, {_repeated_names_message(table)}" if table.repeated else str(error)) from None


def _repeated_names_message(table: Table) -> str:
    repeated = ", ".join(repr(name) for name in sorted(table.repeated))
    return (
        f"the columns of a table must have different names, but several are called {repeated}; rename "
        f"them, for example by data.columns = [...] (pandas) or data.rename_columns([...]) (PyArrow)."
    )


def _check_request(table: Table, given_labels: Mapping[str, str], request: ColumnRequest) -> None:
    """Check that the keywords do not contradict each other, and that the named columns exist."""
    expansion = request.get("expansion")
    for keyword in ("modulus", "redshift", "expansion"):
        if given_labels and request.get(keyword) is not None:
            quantity = "distances" if keyword == "modulus" else "velocities"
            raise ValueError(
                f"{keyword}={request.get(keyword)!r} gives {quantity} of galaxies, "
                f"but these data have their own labels."
            )
    for one, other, quantity in (("y", "redshift", "velocities"), ("x", "modulus", "distances")):
        if request.get(one) is not None and request.get(other) is not None:
            others = "redshifts" if other == "redshift" else "moduli"
            raise ValueError(
                f"name either {quantity} ({one}={request.get(one)!r}) "
                f"or {others} ({other}={request.get(other)!r}), not both."
            )
    if expansion is not None and expansion not in EXPANSIONS:
        raise ValueError(
            f"expansion must be one of {', '.join(map(repr, EXPANSIONS))}, got {expansion!r}."
            f"{did_you_mean(expansion, EXPANSIONS)}"
        )
    for keyword in ("x", "y", "modulus", "redshift", "names", "x_error", "y_error"):
        name = request.get(keyword)
        if name is not None:
            check_column(table, name)
    if expansion is not None and request.get("redshift") is None:
        redshift = next(iter(redshift_columns(table)), "...")
        raise ValueError(
            f"expansion={expansion!r} says how redshifts become velocities: name them, redshift={redshift!r}."
        )
    if request.x is not None and request.x == request.y:
        raise ValueError(same_column(table, request, request.x))


def _measures(chosen: Chosen, factors: tuple[float, float], request: ColumnRequest) -> tuple[Measure, Measure]:
    """Return the measures of distances and velocities."""
    is_modulus, is_redshift = (request.get(keyword) is not None for keyword in ("modulus", "redshift"))
    law = "kinematic" if request.get("expansion") == "kinematic" else "redshift"
    return (
        Measure(chosen.x, factors[0], "modulus" if is_modulus else "", above=0.0, is_checked=True),
        Measure(chosen.y, factors[1], law, above=-1.0 / factors[1], is_checked=True)
        if is_redshift
        else Measure(chosen.y, factors[1], is_checked=True),
    )


_MAX_MODULUS, _MAX_REDSHIFT = 60.0, 20.0
"""No galaxy has larger ones: 10^7 Mpc, and more than the record, 14."""


class _Columns(NamedTuple):
    """The chosen columns of a table."""

    distance: Measure
    velocity: Measure
    labels: Labels
    guessed: str
    names: tuple[str, ...]
    names_are_wanted: bool
    errors: tuple[ErrorColumn, ...]
    request: ColumnRequest

    @property
    def all_names(self) -> tuple[str, ...]:
        """Names of all chosen columns, each once."""
        of_errors = (each.name for each in self.errors)
        return tuple(dict.fromkeys((self.distance.name, self.velocity.name, *of_errors, *self.names)))

    def note(self, missing: MissingCounts, fastest: float) -> str:
        """Return a note about the chosen columns and the rows that are left out.

        Parameters
        ----------
        missing : MissingCounts
        fastest : float
            The largest velocity, in km/s.

        Raises
        ------
        ValueError
            If too few rows have both numbers.
        """
        x, y, labels = self.distance.name, self.velocity.name, self.labels
        if missing.n < MIN_GALAXIES:
            x_name = "distance modulus" if self.distance.law else labels.x_name
            y_name = "redshift" if self.velocity.law else labels.y_name
            reason = f" ({'; '.join(missing.describe(labels))})" if any(count for count, _ in missing.refused) else ""
            raise ValueError(
                f"a line needs at least {MIN_GALAXIES} {labels.rows}, but of {missing.rows:,} rows {missing.n} have "
                f"both a {x_name} (column {x!r}) and a {y_name} (column {y!r}).{reason}"
            )
        guesses = [self.guessed] if self.guessed else []
        excluded = missing.describe(labels, beside_guess=bool(guesses))
        return "; ".join([*guesses, *self._laws(fastest), *excluded])

    def check_sizes(self, distance: float, velocity: float) -> None:
        """Raise a ValueError if the mean distance or velocity shows that the numbers are no moduli or no redshifts."""
        for keyword, measure, mean, largest, is_so_called in (
            ("modulus", self.distance, distance, _MAX_MODULUS, is_modulus),
            ("redshift", self.velocity, velocity, _MAX_REDSHIFT, is_redshift),
        ):
            if measure.law and abs(mean) > abs(measure.converted(largest / measure.factor)):
                raise ValueError(
                    too_large(self.request, keyword, measure.name, is_so_called=is_so_called(measure.name))
                )

    def _laws(self, fastest: float) -> list[str]:
        """Return the formulas that gave distances and velocities from other quantities."""
        x, y = self.distance.name, self.velocity.name
        laws = []
        if self.distance.law:
            laws.append(message("distance = 10^((μ - 25)/5) Mpc with μ = {column}", column=short(x)))
        if self.velocity.law == "kinematic":
            laws.append(
                message(
                    "velocity = c z [1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6] with z = {column}, q0 = -0.55 and "
                    "j0 = 1, which assume a flat universe with 30 % matter",
                    column=short(y),
                )
            )
        elif self.velocity.law:
            laws.append(message("velocity = c × {column}", column=y if len(y) <= 40 else short(y)))
        redshift = fastest / SPEED_OF_LIGHT
        is_by_luminosity = self.distance.law or is_luminosity_distance(x)
        if is_by_luminosity and self.velocity.law == "redshift" and redshift > BEYOND_LINEAR:
            error = 1 - 1 / float(kinematic_factor(redshift))
            laws.append(
                message(
                    "c z leaves out how the expansion has changed: {share} % of the velocity at z = {redshift}; "
                    "expansion='kinematic' includes it",
                    share=f"{100 * error:.0f}",
                    redshift=localized(f"{redshift:.2g}"),
                )
            )
        return laws


def _pending(table: LazyTable, title: str, columns: _Columns) -> PendingDataset:
    """Return the galaxies of a table in an engine."""

    def note(stats: ColumnStats) -> str:
        refuse_in_engine(columns.errors, stats.missing.rows, table.engine)
        text = columns.note(stats.missing, stats.velocity.high)
        columns.check_sizes(stats.distance.center, stats.velocity.center)
        return text

    return PendingDataset(
        LazyColumns.of(table.frame, columns.distance, columns.velocity),
        engine=table.engine,
        title=title,
        note=note,
        collect=lambda: _of_rows(table.collect(columns.all_names), title, columns),
        labels=columns.labels,
    )


def _of_rows(table: Table, title: str, columns: _Columns) -> Dataset:
    """Return the data set of a table in memory."""
    (distance, x, no_distance), (velocity, y, no_velocity) = (
        _measured(table, each) for each in (columns.distance, columns.velocity)
    )
    aside, left_out = summaries(table, columns.names, (distance, velocity)), [table.left_out]
    if aside:
        distance, velocity = distance.copy(), velocity.copy()
        distance[[*aside]] = velocity[[*aside]] = np.nan
        x, y = distance, velocity
        left_out.append(
            counted(
                "without the row {names}",
                "without the rows {names}",
                len(aside),
                names=", ".join(map(repr, aside.values())),
            )
        )
    columns = columns._replace(guessed="; ".join(filter(None, (columns.guessed, *left_out))))
    if isinstance(x, Column) and isinstance(y, Column):
        keep, missing = np.broadcast_to(True, distance.shape), MissingCounts(distance.size, 0, 0, 0)
    else:
        del x, y  # frees the whole columns
        refused = (no_distance, no_velocity) if no_distance.number or no_velocity.number else ()
        keep, missing = _complete_rows(distance, velocity, refused, aside=len(aside))
        x, y = _owned(distance[keep]), _owned(velocity[keep])
    errors = read_errors(table, columns.errors, keep)
    if errors.keep is not keep:
        keep = errors.keep
        x, y = _owned(distance[keep]), _owned(velocity[keep])
    note = columns.note(missing, float(np.max(velocity, where=keep, initial=-np.inf)) if columns.velocity.law else 0.0)
    if columns.distance.law or columns.velocity.law:
        columns.check_sizes(float(np.mean(distance, where=keep)), float(np.mean(velocity, where=keep)))
    doubtful = [*_stand_ins(table, columns, keep), *_moduli(columns, distance, velocity, keep)]
    note = "; ".join(filter(None, (note, *doubtful, *errors.notes)))
    names = names_of_rows(table, columns.names, keep, are_wanted=columns.names_are_wanted)
    return Dataset(
        distance=x,
        velocity=y,
        names=names,
        title=title,
        note=note,
        labels=columns.labels,
        distance_error=errors.values.get("distance_error"),
        velocity_error=errors.values.get("velocity_error"),
    )


def _stand_ins(table: Table, columns: _Columns, keep: NDArray[np.bool_]) -> Iterator[str]:
    """Yield what the note of a short table says of numbers that may stand for missing ones but count."""
    for measure in (columns.distance, columns.velocity) if keep.size <= FEW_ROWS else ():
        if number := stand_in(measure, table.numbers(measure.name)[keep]):
            yield message(
                "{number} in column {column} counts as a number, not as a missing one",
                number=number,
                column=short(measure.name),
            )


def _moduli(columns: _Columns, distance: FloatArray, velocity: FloatArray, keep: NDArray[np.bool_]) -> Iterator[str]:
    """Yield what the note says of distances that seem to be moduli, judged by a thousand rows."""
    measure, some = columns.distance, slice(None, None, 1 + keep.size // 1000)
    wanted = keep[some]
    if measure.is_checked and not measure.law and look_like_moduli(distance[some][wanted], velocity[some][wanted]):
        yield message(
            "the numbers of column {column} rise like distance moduli, not like Mpc: if they are, name it mu and pass "
            "modulus='mu'",
            column=short(measure.name),
        )


def _measured(table: Table, measure: Measure) -> tuple[FloatArray, Column | FloatArray, Refused]:
    """Return distances or velocities as an array and, if no number is missing, as a `Column`; and the missing codes."""
    numbers = table.numbers(measure.name)
    column = _owned(numbers) if measure.needs_no_conversion else numbers
    least = column.least if isinstance(column, Column) else None
    cleaned, refused = without_missing_codes(measure, numbers, least)
    if cleaned is not numbers or not measure.needs_no_conversion:
        cleaned = measure.converted(cleaned)
        column = _owned(cleaned)
    return cleaned, column, refused


def _owned(numbers: FloatArray) -> Column | FloatArray:
    """Return numbers as a `Column`; unchanged if one of them is missing or will be refused."""
    return own_column(numbers, is_own=numbers.flags.writeable) or numbers


def _complete_rows(
    distance: FloatArray, velocity: FloatArray, refused: tuple[Refused, ...], *, aside: int
) -> tuple[NDArray[np.bool_], MissingCounts]:
    """Return which rows have both numbers, shape (n,), and the counts of the other rows but those set `aside`."""
    has_distance, has_velocity = np.isfinite(distance), np.isfinite(velocity)
    keep = has_distance & has_velocity
    n, with_distance, with_velocity = (int(np.count_nonzero(each)) for each in (keep, has_distance, has_velocity))
    neither = keep.size - with_distance - with_velocity + n - aside
    return keep, MissingCounts(
        n, no_velocity=with_distance - n, no_distance=with_velocity - n, neither=neither, refused=refused
    )
