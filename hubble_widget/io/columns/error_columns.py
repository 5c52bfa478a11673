"""Columns of errors of measurement: which one belongs to a column of distances or velocities.

Its name is that of the measured column with a word for an error: e_Dist, Dist_err, "Dist ±". Where no such column
exists, a word for the quantity (velocity_error beside cz), or a word for an error alone (±) in the next column, will
do. If two columns remain, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from hubble_widget.data.units import conversion
from hubble_widget.io.columns.evidence import VELOCITY, Quantity
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.unit_names import plain

if TYPE_CHECKING:
    from hubble_widget.io.table import Table

_ALONE = frozenset({"err", "errs", "error", "errors", "unc", "uncert", "uncertainty", "stderr", "±"})
"""Words for an error that need no other word in the column next to the measured one."""

_PREFIX = "e"
"""Of VizieR, as in e_Dist; behind a name it is no error: R_e is a radius."""

_ERROR = _ALONE | {"fehler", "erreur", "incertitude", "unsicherheit"}
_SPREAD = frozenset({"sigma", "sig", "σ", "sd", "std", "stdev"})
"""Beside a distance these are its error; beside a velocity they may be a dispersion, of a cluster or of stars."""

_FILLERS = frozenset({"of", "in", "the", "de", "der"})
_WORD = re.compile(r"[^\W_]+|±")
_FUSED = re.compile(r"(?<=[^\W_])(err|errs|error)(?![^\W_])")
"""A name and a word for an error in one word: zerr, disterr."""

_CAMEL_CASE = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


def _words(name: str) -> tuple[str, ...]:
    parsed = parse_name(re.sub(r"\+/?-", "±", name))
    spaced = _CAMEL_CASE.sub(" ", parsed.stem or parsed.text)
    apart = _FUSED.sub(r" \1", plain(spaced))
    return tuple(word for word in _WORD.findall(apart) if word not in _FILLERS)


def _of_what(name: str, words_for_errors: frozenset[str]) -> tuple[str, ...] | None:
    """Return the other words of a name that has a word for an error; None for another name."""
    words = _words(name)
    rest = tuple(word for word in words if word not in words_for_errors)
    if len(rest) > 1 and rest == words and rest[0] == _PREFIX:
        return rest[1:]
    return rest if len(rest) < len(words) else None


def guessed_error_column(
    table: Table, column: str, quantity: Quantity | None, unit: str, taken: Collection[str]
) -> str | None:
    """Return the column of the errors of a column; None if there is none, or it is not clear which one.

    Parameters
    ----------
    table : Table
    column : str
        Of the measurements.
    quantity : Quantity or None
        What they are; None for data with labels of their own.
    unit : str
        The unit to which errors must convert, in astropy's spelling.
    taken : collection of str
        Columns that hold something else.
    """
    words_for_errors = _ERROR if quantity is VELOCITY else _ERROR | _SPREAD
    others = [name for name in table.names if name not in {*taken, column} | table.repeated]
    errors = {
        name: of_what
        for name in others
        if (of_what := _of_what(name, words_for_errors)) is not None
        and table.is_numeric(name)
        and _converts(table, name, unit)
    }
    own = _words(column)
    found = [name for name, of_what in errors.items() if of_what and "".join(of_what) == "".join(own)]
    if not found:
        measured = {_words(name) for name in others}
        found = [
            name
            for name, of_what in errors.items()
            if (_is_next(table, column, name) and set(_words(name)) <= _ALONE)
            or (of_what and of_what not in measured and quantity is not None and set(of_what) <= quantity.words)
        ]
    return found[0] if len(found) == 1 else None


def _is_next(table: Table, column: str, name: str) -> bool:
    names: Sequence[str] = table.names
    return names.index(name) == names.index(column) + 1


def error_unit(table: Table, name: str) -> object | None:
    """Return the astropy unit of a column of errors, by its table or its name; None if there is none."""
    own = table.unit(name)
    return next(iter(parse_name(name).units), None) if own is None else own


def _converts(table: Table, name: str, unit: str) -> bool:
    """Return whether errors are in no unit or in one that converts, and in no other: e_Dist (%) is none of these."""
    own = error_unit(table, name)
    if own is None:
        return not parse_name(name).annotations and not parse_name(name).unknown
    try:
        return bool(conversion("", own, unit))
    except ValueError:
        return False
