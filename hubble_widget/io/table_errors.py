"""Errors of measurement in a table: which columns hold them, and what becomes of rows without one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.data.measures import Measure, without_missing_codes
from hubble_widget.data.units import conversion
from hubble_widget.io.columns.comments import units_of_errors
from hubble_widget.io.columns.error_columns import error_unit, guessed_error_column
from hubble_widget.io.columns.evidence import DISTANCE, MODULUS, REDSHIFT, VELOCITY, Quantity
from hubble_widget.io.columns.matching import short
from hubble_widget.io.unit_names import find_unit
from hubble_widget.messages import counted, message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hubble_widget.data.columns import FloatArray
    from hubble_widget.data.labels import Labels
    from hubble_widget.io.columns.errors import ColumnRequest
    from hubble_widget.io.table import Table


class ErrorColumn(NamedTuple):
    """A table's column of errors.

    Attributes
    ----------
    name : str
    keyword : {"distance_error", "velocity_error"}
        Of `Dataset`.
    of : str
        What was measured, in words.
    measured : Measure
        The column that was measured.
    factor : float
        Converts the errors to Mpc, mag, km/s or, of redshifts, numbers without a unit; 0 if they are relative.
    is_named : bool
        Whether the user named the column.
    stated : str
        The unit that a comment gives for the errors; empty if none does.
    """

    name: str
    keyword: str
    of: str
    measured: Measure
    factor: float
    is_named: bool
    stated: str

    def values(self, table: Table) -> FloatArray:
        """Return the errors in Mpc or km/s, shape (n,), with nan where one is missing."""
        measure = Measure(self.name, self.factor, above=0.0, is_checked=True)
        numbers, _ = without_missing_codes(measure, table.numbers(self.name))
        measured = table.numbers(self.measured.name) if self.measured.law else numbers
        errors: FloatArray = self.measured.converted_errors(measure.converted(numbers), measured)
        return errors


def error_columns(
    table: Table, measures: tuple[Measure, Measure], request: ColumnRequest, labels: Labels, taken: Collection[str]
) -> tuple[ErrorColumn, ...]:
    """Return the columns of errors that the user named, and those that are clear from their names.

    Parameters
    ----------
    table : Table
    measures : tuple of Measure
        The columns of distances and velocities.
    request : ColumnRequest
    labels : Labels
    taken : collection of str
        Other columns that are used.

    Raises
    ------
    ValueError
        If a named column holds something else, or its unit does not convert.
    """
    quantities = (
        (DISTANCE if request.get("modulus") is None else MODULUS),
        (VELOCITY if request.get("redshift") is None else REDSHIFT),
    )
    used, found = {*taken, *(measure.name for measure in measures)}, []
    for keyword, measure, quantity, label_unit in zip(
        ("x_error", "y_error"), measures, quantities, (labels.x_unit, labels.y_unit), strict=True
    ):
        of = labels.x_name if keyword == "x_error" else labels.y_name
        unit = quantity.unit if labels.has_age else label_unit
        named = request.get(keyword)
        if named in used:
            raise ValueError(f"{keyword}={named!r} names a column that is used for something else.")
        name = named or guessed_error_column(table, measure.name, quantity if labels.has_age else None, unit, used)
        if name is not None:
            used.add(name)
            own = error_unit(table, name)
            stated, factor = _stated_unit(table, name, quantity) if own is None and labels.has_age else ("", 0.0)
            if stated and named and not factor:
                raise ValueError(
                    f"{keyword}={named!r}: a comment gives {stated!r} for errors, which does not convert to {unit}; "
                    f"convert the column, and write the unit into its name: '{named} ({unit})'."
                )
            if not stated:
                can_convert = own is not None and (labels.has_age or unit)
                factor = conversion(f"column {name!r}", own, unit) if can_convert else measure.factor
            data_keyword = "distance_error" if keyword == "x_error" else "velocity_error"
            found.append(ErrorColumn(name, data_keyword, of, measure, factor, named is not None, stated))
    return tuple(found)


def _stated_unit(table: Table, name: str, quantity: Quantity) -> tuple[str, float]:
    """Return the unit that comments give for errors and its factor, which is 0 for relative errors, such as in %.

    Without such a comment the unit is an empty text.
    """
    units, relative = units_of_errors(table.comments, name)
    for text in units:
        if (unit := find_unit(text)) is not None and (factor := quantity.size(unit)):
            return text, factor
    others = [text for text in relative if quantity is not MODULUS or not text.lower().startswith(("mag", "modul"))]
    return next(iter(others), ""), 0.0


class ReadErrors(NamedTuple):
    """Errors of the rows that are kept, by their keyword of `Dataset`; which rows these are; and phrases about both."""

    values: dict[str, FloatArray]
    keep: NDArray[np.bool_]
    notes: list[str]


def read_errors(table: Table, columns: Sequence[ErrorColumn], keep: NDArray[np.bool_]) -> ReadErrors:
    """Return the errors of the rows with both numbers.

    Without an error in a column that the user named, a row is left out. A guess never leaves out a row: where an error
    is missing, no errors of that column are used.

    Parameters
    ----------
    table : Table
    columns : sequence of ErrorColumn
    keep : numpy.ndarray
        bool, shape (n,): which rows have both numbers.
    """
    errors = {column: column.values(table) for column in columns}
    known = {column: np.isfinite(values) for column, values in errors.items()}
    rows, notes = keep, []
    for column in columns:
        missing = int(np.count_nonzero(keep & ~known[column]))
        if not column.factor:
            del errors[column]
            notes.append(
                message(
                    "errors of {quantity}, {column}, not used: a comment says {unit}",
                    quantity=column.of,
                    column=short(column.name),
                    unit=repr(column.stated),
                )
            )
        elif column.is_named and missing:
            rows = rows & known[column]
            notes.append(
                counted(
                    "{count} row left out: no error of {quantity}",
                    "{count} rows left out: no error of {quantity}",
                    missing,
                    quantity=column.of,
                )
            )
        elif missing:
            del errors[column]
            notes.append(
                counted(
                    "errors of {quantity}, {column}, not used: {count} is missing",
                    "errors of {quantity}, {column}, not used: {count} are missing",
                    missing,
                    quantity=column.of,
                    column=short(column.name),
                )
            )
        elif column.stated:
            notes.append(
                message(
                    "error of {quantity}: {column}, in {unit} by a comment",
                    quantity=column.of,
                    column=short(column.name),
                    unit=column.stated,
                )
            )
        elif not column.is_named:
            notes.append(message("error of {quantity}: {column}", quantity=column.of, column=short(column.name)))
    return ReadErrors({column.keyword: values[rows] for column, values in errors.items()}, rows, notes)


def refuse_in_engine(columns: Sequence[ErrorColumn], rows: int, engine: str) -> None:
    """Refuse errors that the user named of more galaxies than are fetched from an engine.

    Raises
    ------
    ValueError
        If there are some.
    """
    named = [f"{column.name!r}" for column in columns if column.is_named]
    if named and rows > MAX_ROWS:
        raise ValueError(
            f"errors of measurement ({', '.join(named)}) are used of rows in memory, but these {rows:,} stay in "
            f"{engine}; leave them out, or fetch the rows first."
        )
