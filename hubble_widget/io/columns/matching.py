"""One rule that finds the columns of distances and velocities in a table, by units and names.

A column with a unit of another quantity is no candidate. Names choose among the candidates. First, a word such as
dispersion, radius or error excludes a column. Then a whole word for the quantity decides, then a unit alone. Last, a
single letter as the whole name decides, unless other columns contradict it. If two columns remain, none is guessed.
docs/reading-your-data.md explains this rule to users.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from hubble_widget.data.labels import Labels
from hubble_widget.io.columns.errors import ColumnRequest, listed, unclear_column, wrong_content
from hubble_widget.io.columns.evidence import (
    DISTANCE,
    MODULUS,
    REDSHIFT,
    VELOCITY,
    Evidence,
    Quantity,
    is_modulus,
    is_redshift,
    is_related_quantity,
)
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.siblings import is_one_of_a_set
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.table import Table
from hubble_widget.messages import message
from hubble_widget.suggestions import did_you_mean

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # automatic names
_NEVER_SUGGESTED = re.compile(r"[UBVRIJHKugrizy] ?[-_−–] ?[UBVRIJHKugrizy]|R\.?A\.?|Dec\.?|[DR]_?\d\d", re.IGNORECASE)
"""Colors, positions in the sky and diameters, which error messages do not suggest."""

_PREFERRED_REDSHIFTS = ("zhd", "zcmb", "z")
"""Redshifts that error messages suggest first: they are corrected for our own motion."""


class Chosen(NamedTuple):
    """The columns of distances (or moduli) and velocities (or redshifts), and a phrase about guesses.

    `places` are their numbers if there is no header.
    """

    x: str
    y: str
    guessed: str
    places: tuple[int, int] | None = None


def check_column(table: Table, name: str) -> None:
    """Raise a ValueError that lists all columns if none has this name."""
    if name not in table.names:
        raise ValueError(
            f"there is no column {name!r}.{did_you_mean(name, table.names)} The columns are {listed(table.names)}."
        )


def choose_columns(table: Table, request: ColumnRequest) -> Chosen:
    """Return the columns of distances and velocities. Columns that are not requested are guessed.

    Raises
    ------
    ValueError
        If a column is not clear, or the name of a requested one says that it holds another quantity: a redshift is not
        a velocity.
    """
    named = {keyword: column for keyword in ("x", "y") if (column := request.get(keyword)) is not None}
    better = {keyword: other for keyword, column in named.items() if (other := _content(column, table.unit(column)))}
    for keyword, other in better.items():
        completed = _completed(table, request.with_keywords(better))
        raise ValueError(wrong_content(table, completed, keyword, named[keyword], other))
    x, y = request.x, request.y
    if x is None and y is None:
        numeric = [name for name in table.names if table.is_numeric(name)]
        if len(numeric) == 2 and all(map(_AUTOMATIC.fullmatch, numeric)):
            first, second = (table.names.index(name) + 1 for name in numeric)
            return Chosen(numeric[0], numeric[1], without_header(first, second), places=(first, second))
    guessed = []
    if x is None:
        x = _guessed(table, DISTANCE, y, request)
        guessed.append(message("distance: {column}", column=short(x)))
    if y is None:
        y = _guessed(table, VELOCITY, x, request)
        guessed.append(message("velocity: {column}", column=short(y)))
    return Chosen(x, y, ", ".join(guessed))


def without_header(first: int, second: int, x_unit: str = DISTANCE.unit, y_unit: str = VELOCITY.unit) -> str:
    """Return what two columns without a header are taken for."""
    return message(
        "no header: column {first} as distance in {x_unit}, column {second} as velocity in {y_unit}",
        first=first,
        x_unit=x_unit,
        second=second,
        y_unit=y_unit,
    )


def _content(column: str, unit: Any | None) -> str | None:
    """Return "modulus" or "redshift" if the name of a column says that it holds these, else None."""
    return "modulus" if is_modulus(column, unit) else "redshift" if is_redshift(column, unit) else None


def factors_of(table: Table, chosen: Chosen, request: ColumnRequest) -> tuple[float, float]:
    """Return the factors that convert both columns to Mpc (or mag) and km/s (or a number without a unit)."""
    x_quantity = DISTANCE if request.get("modulus") is None else MODULUS
    y_quantity = VELOCITY if request.get("redshift") is None else REDSHIFT
    complete = request.with_guesses(chosen.x, chosen.y)
    return (
        x_quantity.factor(table, chosen.x, complete, is_named=request.x is not None),
        y_quantity.factor(table, chosen.y, complete, is_named=request.y is not None),
    )


def choose_by_position(table: Table, x: str | None, y: str | None, labels: Labels) -> tuple[str, str]:
    """Return the columns of x and y for data with the user's own labels.

    A column that is not requested must be the only other one with numbers; if both are not requested, there must be two
    such columns, and the first is x.
    """
    others = [name for name in table.names if table.is_numeric(name) and name not in (x, y)]
    missing = (x, y).count(None)
    if missing and len(others) != missing:
        raise ValueError(
            f"it is not clear which columns hold {labels.x_label!r} and {labels.y_label!r}. The columns are "
            f"{listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
        )
    x = others.pop(0) if x is None else x
    return x, others.pop(0) if y is None else y


def short(column: str) -> str:
    """Return the name of a column in quotation marks, cut after 37 characters if it is longer than 40."""
    return repr(column if len(column) <= 40 else f"{column[:37]}...")


def _candidates(table: Table, quantity: Quantity, taken: str | None) -> list[str]:
    """Return the columns that may hold a quantity: one if it is clear, else those with the shortest names first."""
    everything = {name: quantity.evidence(table, name) for name in table.names if name != taken}
    evidence = {name: strength for name, strength in everything.items() if strength > Evidence.WRONG_UNIT}
    numeric = {name: strength for name, strength in evidence.items() if table.is_numeric(name)}
    best = max(numeric.values(), default=Evidence.NONE)
    if best <= Evidence.LETTER:  # a text column with the right name: reading it raises an error that says what it holds
        by_word = [name for name, strength in evidence.items() if strength is Evidence.WORD]
        if by_word or not numeric:
            return by_word or [*evidence]
    if best is not Evidence.UNIT:  # else columns with a letter or an unconfirmed word are candidates, too
        numeric = {name: strength for name, strength in numeric.items() if strength is best}

    def likelihood(name: str) -> tuple[int, bool]:
        has_usual_unit = all(quantity.size(unit) == 1 for unit in _units_of(table, name))
        return 0 if best is Evidence.UNIT else len(parse_name(name).words), not has_usual_unit

    return sorted(numeric, key=likelihood)


def _guessed(table: Table, quantity: Quantity, taken: str | None, request: ColumnRequest) -> str:
    """Return the only column that may hold a quantity; a ValueError with a call that works if it is not clear."""
    found = _candidates(table, quantity, taken)
    if not found:  # converting a column with a wrong unit raises an error that names the unit
        names = (name for name in table.names if name != taken)
        wrong = [name for name in names if quantity.evidence(table, name) is Evidence.WRONG_UNIT]
        found = wrong if len(wrong) == 1 else []
    if len(found) != 1:
        unnamed = [name for name in table.names if table.is_numeric(name) and not is_related_quantity(parse_name(name))]
        unnamed = [name for name in unnamed if _content(name, table.unit(name)) is None]
        request = _completed(table, request)
        others = []
        if found and (request.x if quantity is VELOCITY else request.y) is None:
            others = _candidates(table, DISTANCE if quantity is VELOCITY else VELOCITY, found[0])
        if (request.x is None) != (request.y is None):  # suggest only columns whose unit converts
            unnamed = [name for name in unnamed if all(map(quantity.size, _units_of(table, name)))]
            unnamed = [
                name
                for name in unnamed
                if not (_NEVER_SUGGESTED.fullmatch(name) or parse_name(name).joined in NAME_WORDS)
            ]
        raise ValueError(
            unclear_column(table, request, quantity.name, quantity.unit, found=found, others=others, unnamed=unnamed)
        )
    return found[0]


def _units_of(table: Table, name: str) -> tuple[Any, ...]:
    own = table.unit(name)
    return parse_name(name).units if own is None else (own,)


def _completed(table: Table, request: ColumnRequest) -> ColumnRequest:
    """Return the request with a guess for each axis without a column, where there is only one candidate."""
    numeric = [name for name in table.names if table.is_numeric(name)]
    if request.x is None:
        found = _candidates(table, DISTANCE, request.y)
        moduli = [name for name in numeric if is_modulus(name, table.unit(name))]
        if len(found) == 1:
            request = request.with_column("x", found[0])
        elif not found and moduli:
            request = request.with_column("modulus", moduli[0])
    if request.y is None:
        found = _candidates(table, VELOCITY, request.x)
        redshifts = [name for name in numeric if is_redshift(name, table.unit(name))]
        redshifts = [name for name in redshifts if not is_one_of_a_set(name, table.names)]
        redshifts.sort(key=lambda name: (*_PREFERRED_REDSHIFTS, parse_name(name).joined).index(parse_name(name).joined))
        if len(found) == 1:
            request = request.with_column("y", found[0])
        elif not found and redshifts:
            request = request.with_column("redshift", redshifts[0])
    return request
