"""Which columns of a table hold distances and velocities: one rule, by their units and their names.

Units admit a column: one in another unit is no candidate. Names choose among those admitted. A word that excludes
(dispersion, radius, error ...) goes before all else; then a whole word of the name counts, then a unit alone; last a
single letter as the whole name, where nothing says more and no sibling says otherwise. Where two readings remain,
nothing is guessed. docs/reading-your-data.md states the rule for users.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from hubble_widget.io.column_errors import Asked, listed, not_clear, refusal
from hubble_widget.io.column_evidence import (
    DISTANCE,
    MODULUS,
    REDSHIFT,
    VELOCITY,
    Evidence,
    Quantity,
    is_modulus,
    is_near,
    is_redshift,
    siblings_say_otherwise,
)
from hubble_widget.io.column_names import parse_name
from hubble_widget.io.column_words import NAME_WORDS
from hubble_widget.io.tables import Table
from hubble_widget.regression.labels import Labels
from hubble_widget.regression.spelling import did_you_mean

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # names of columns that have none
_NEVER_OFFERED = re.compile(r"[UBVRIJHKugrizy] ?[-_−–] ?[UBVRIJHKugrizy]|R\.?A\.?|Dec\.?|[DR]_?\d\d", re.IGNORECASE)
"""Colors, places in the sky and diameters, which nobody is offered as what is wanted."""

NO_HEADER = "no header"
_PREFERRED_REDSHIFTS = ("zhd", "zcmb", "z")
"""Of several, the first of which is shown in an error: corrected for our own motion."""


class Chosen(NamedTuple):
    """The columns of distances (or moduli) and velocities (or redshifts), and which were guessed, in words."""

    x: str
    y: str
    guessed: str


def check_column(table: Table, name: str) -> None:
    """Refuse a name that is none of the columns', with a ValueError that lists these."""
    if name not in table.names:
        raise ValueError(
            f"there is no column {name!r}.{did_you_mean(name, table.names)} The columns are {listed(table.names)}."
        )


def choose_columns(table: Table, asked: Asked) -> Chosen:
    """Return the columns of distances and velocities, guessed where they were not named.

    Raises
    ------
    ValueError
        If it is not clear which they are, or a named one is of something else by its name: a redshift is no velocity.
    """
    named = {keyword: column for keyword in ("x", "y") if (column := asked.of(keyword)) is not None}
    better = {keyword: held for keyword, column in named.items() if (held := _held(column, table.unit(column)))}
    for keyword, held in better.items():
        raise ValueError(refusal(table, _completed(table, asked.instead(better)), keyword, named[keyword], held))
    x, y = asked.x, asked.y
    if x is None and y is None:
        numeric = [name for name in table.names if table.is_numeric(name)]
        if len(numeric) == 2 and all(map(_AUTOMATIC.fullmatch, numeric)):
            first, second = (table.names.index(name) + 1 for name in numeric)
            note = f"{NO_HEADER}: column {first} as distance in Mpc, column {second} as velocity in km/s"
            return Chosen(numeric[0], numeric[1], note)
    guessed = []
    if x is None:
        x = _guessed(table, DISTANCE, y, asked)
        guessed.append(f"distance: {short(x)}")
    if y is None:
        y = _guessed(table, VELOCITY, x, asked)
        guessed.append(f"velocity: {short(y)}")
    return Chosen(x, y, ", ".join(guessed))


def _held(column: str, unit: Any | None) -> str | None:
    """Return the keyword for what a column holds by its name, where it is neither distances nor velocities."""
    return "modulus" if is_modulus(column, unit) else "redshift" if is_redshift(column, unit) else None


def factors_of(table: Table, chosen: Chosen, asked: Asked) -> tuple[float, float]:
    """Return by what the numbers of both columns are multiplied to have them in Mpc and km/s, or mag and none."""
    of_x = DISTANCE if asked.of("modulus") is None else MODULUS
    of_y = VELOCITY if asked.of("redshift") is None else REDSHIFT
    complete = asked.with_guesses(chosen.x, chosen.y)
    return (
        of_x.factor(table, chosen.x, complete, is_named=asked.x is not None),
        of_y.factor(table, chosen.y, complete, is_named=asked.y is not None),
    )


def choose_plainly(table: Table, x: str | None, y: str | None, labels: Labels) -> tuple[str, str]:
    """Return the columns of data with labels; those not named are the only other ones with numbers, in their order."""
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
    """Return a column's name in quotation marks, not longer than a line has room for."""
    return repr(column if len(column) <= 40 else f"{column[:37]}...")


def _candidates(table: Table, quantity: Quantity, taken: str | None) -> list[str]:
    """Return the columns that a quantity may be in: one, where it is clear; else first the plainest name."""
    everything = {name: quantity.evidence(table, name) for name in table.names if name != taken}
    evidence = {name: how_much for name, how_much in everything.items() if how_much > Evidence.WRONG_UNIT}
    numeric = {name: how_much for name, how_much in evidence.items() if table.is_numeric(name)}
    best = max(numeric.values(), default=Evidence.NONE)
    if (
        best <= Evidence.LETTER
    ):  # what would be it by its name, but for what it holds: whoever reads it says what that is
        of_words = [name for name, how_much in evidence.items() if how_much is Evidence.WORD]
        if of_words or not numeric:
            return of_words or [*evidence]
    if best is Evidence.UNIT:  # which a letter or an unconfirmed word contradicts
        return list(numeric)
    return sorted(
        (name for name, how_much in numeric.items() if how_much is best), key=lambda name: len(parse_name(name).words)
    )


def _guessed(table: Table, quantity: Quantity, taken: str | None, asked: Asked) -> str:
    found = _candidates(table, quantity, taken)
    if not found:  # whoever converts it says in which unit it is
        names = (name for name in table.names if name != taken)
        wrong = [name for name in names if quantity.evidence(table, name) is Evidence.WRONG_UNIT]
        found = wrong if len(wrong) == 1 else []
    if len(found) != 1:
        unnamed = [name for name in table.names if table.is_numeric(name) and not is_near(parse_name(name))]
        asked = _completed(table, asked)
        if (asked.x is None) != (asked.y is None):  # whatever converts to what is wanted
            unnamed = [name for name in unnamed if all(map(quantity.size, _units_of(table, name)))]
            unnamed = [
                name
                for name in unnamed
                if not (_NEVER_OFFERED.fullmatch(name) or parse_name(name).joined in NAME_WORDS)
            ]
        raise ValueError(not_clear(table, asked, quantity.name, quantity.unit, found=found, unnamed=unnamed))
    return found[0]


def _units_of(table: Table, name: str) -> tuple[Any, ...]:
    own = table.unit(name)
    return parse_name(name).units if own is None else (own,)


def _completed(table: Table, asked: Asked) -> Asked:
    """Return what was asked for with what would be taken for the rest, as far as there is one candidate."""
    numeric = [name for name in table.names if table.is_numeric(name)]
    if asked.x is None:
        found = _candidates(table, DISTANCE, asked.y)
        moduli = [name for name in numeric if is_modulus(name, table.unit(name))]
        if len(found) == 1:
            asked = asked.having("x", found[0])
        elif not found and moduli:
            asked = asked.having("modulus", moduli[0])
    if asked.y is None:
        found = _candidates(table, VELOCITY, asked.x)
        redshifts = [name for name in numeric if is_redshift(name, table.unit(name))]
        redshifts = [name for name in redshifts if not siblings_say_otherwise(name, table.names)]
        redshifts.sort(key=lambda name: (*_PREFERRED_REDSHIFTS, parse_name(name).joined).index(parse_name(name).joined))
        if len(found) == 1:
            asked = asked.having("y", found[0])
        elif not found and redshifts:
            asked = asked.having("redshift", redshifts[0])
    return asked
