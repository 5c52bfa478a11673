"""One rule that finds the columns of distances and velocities in a table, by units and names.

A column with a unit of another quantity is no candidate. Names choose among the candidates. First, a word such as
dispersion, radius or error excludes a column. Then a whole word for the quantity decides, then a unit alone. Last, a
single letter as the whole name decides, unless other columns contradict it. If two columns remain, none is guessed.
docs/reading-your-data.md explains this rule to users.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from hubble_widget.data.labels import Labels
from hubble_widget.data.units import does_not_convert
from hubble_widget.io.columns.comments import other_quantity
from hubble_widget.io.columns.errors import (
    ColumnRequest,
    listed,
    other_content,
    unclear_column,
    wrong_content,
    wrong_unit,
)
from hubble_widget.io.columns.evidence import (
    DISTANCE,
    QUANTITIES,
    VELOCITY,
    Evidence,
    Quantity,
    is_modulus,
    is_redshift,
    is_related_quantity,
    is_scaled,
)
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.siblings import is_magnitude, is_one_of_a_set
from hubble_widget.io.columns.words import MODULUS_WORDS, NAME_WORDS, REDSHIFT_WORDS
from hubble_widget.io.table import Table
from hubble_widget.messages import message
from hubble_widget.suggestions import did_you_mean

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # automatic names
_NEVER_SUGGESTED = re.compile(
    r"[UBVRIJHKugrizyma] ?[-_−–] ?[UBVRIJHKugrizy]|R\.?A\.?|Dec\.?|theta|phi|[DR]_?\d\d|"
    r"(?:gal|ecl|sg)?_?(?:lon|lat)(?:itude)?|SG[LBXYZ]|year",
    re.IGNORECASE,
)
"""Colors, magnitudes, positions, angles, diameters and years, which error messages do not suggest."""

_PREFERRED_REDSHIFTS = ("zhd", "zcmb", "z")
"""Redshifts that error messages suggest first: they are corrected for our own motion."""


_LARGEST_REDSHIFT = 15.0
"""More than that of any known galaxy. Velocities of several galaxies are not all below 15 km/s."""


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
    named = {keyword: column for keyword in QUANTITIES if (column := request.get(keyword)) is not None}
    better = {keyword: other for keyword, column in named.items() if (other := _better_keyword(table, keyword, column))}
    for keyword, other in better.items():
        call = completed(table, request.with_keywords(better))
        raise ValueError(wrong_content(table, call, keyword, named[keyword], other))
    _check_units(table, request, named)
    x, y = request.x, request.y
    if x is None and y is None:
        numeric = numeric_columns(table)
        if len(numeric) == 2 and all(map(_AUTOMATIC.fullmatch, numeric)) and not _are_measurements(numeric):
            first, second = (table.names.index(name) + 1 for name in numeric)
            return Chosen(numeric[0], numeric[1], without_header(first, second), places=(first, second))
    guessed = []
    if x is None:
        x = _guessed(table, DISTANCE, y, request)
        guessed.append(message("distance: {column}", column=short(x)))
    if y is None:
        y = _guessed(table, VELOCITY, x, request)
        guessed.append(message("velocity: {column}", column=short(y)))
    complete = request.with_guesses(x, y)
    for keyword, named_column in (("x", request.x), ("y", request.y)):
        if named_column is None:
            _check_description(table, keyword, complete)
    return Chosen(x, y, ", ".join(guessed))


def _check_description(table: Table, keyword: str, request: ColumnRequest) -> None:
    """Raise a ValueError if a comment says that a guessed column holds another quantity: distance: distance modulus."""
    column, quantity = request.columns[keyword], QUANTITIES[keyword]
    other = other_quantity(table.comments, column, quantity.name)
    if not other:
        return
    unit = quantity.unit_of(table, column)
    content = _content(other, None)
    if content == "redshift" and unit is not None and quantity.size(unit):  # "Redshift" in km/s
        return
    if content is None or content == keyword:
        raise ValueError(other_content(table, request, keyword, column, other))
    call = completed(table, request.with_keywords({keyword: content}))
    raise ValueError(wrong_content(table, call, keyword, column, content, source="a comment"))


def _are_measurements(names: list[str]) -> bool:
    """Return whether names are numbers that count nothing: a galaxy in place of a header."""
    return all(name.isdigit() for name in names) and int(names[1]) != int(names[0]) + 1


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


def _better_keyword(table: Table, keyword: str, column: str) -> str | None:
    """Return another keyword if the name of a column says that it holds what that one names, else None.

    "velocity (as redshift)" may be either, and so may any column that is named by x or y.
    """
    unit, name = table.unit(column), parse_name(column)
    content = _content(column, unit)
    is_clear = not (unit is not None or name.units or is_related_quantity(name))
    if content is None and keyword in ("modulus", "redshift") and is_clear:
        of_either = name.all_parts & (MODULUS_WORDS if keyword == "modulus" else REDSHIFT_WORDS | {"z"})
        is_named = (other for other in ("x", "y") if QUANTITIES[other].is_named_by(name))
        content = None if of_either else next(is_named, None)
    described = other_quantity(table.comments, column, "distance" if keyword == "modulus" else "velocity")
    return content if content != keyword and _content(described, unit) != keyword else None


def _check_units(table: Table, request: ColumnRequest, columns: Mapping[str, str]) -> None:
    """Raise a ValueError with a call that works if the unit of one of the columns, by keyword, does not convert."""
    units = {keyword: QUANTITIES[keyword].unit_of(table, column) for keyword, column in columns.items()}
    better = {
        keyword: next((other for other in ("x", "y", "modulus") if QUANTITIES[other].size(unit)), None)
        for keyword, unit in units.items()
        if unit is not None and not QUANTITIES[keyword].size(unit)
    }
    for keyword, other in better.items():
        refusal = does_not_convert(f"column {columns[keyword]!r}", units[keyword], QUANTITIES[keyword].unit)
        raise ValueError(wrong_unit(table, completed(table, request.with_keywords(better)), refusal, other))


def factors_of(table: Table, chosen: Chosen, request: ColumnRequest) -> tuple[float, float]:
    """Return the factors that convert both columns to Mpc (or mag) and km/s (or a number without a unit).

    Raises
    ------
    ValueError
        If the unit of a column is unknown or does not convert.
    """
    x = "x" if request.get("modulus") is None else "modulus"
    y = "y" if request.get("redshift") is None else "redshift"
    complete = request.with_guesses(chosen.x, chosen.y)
    _check_units(table, complete, {x: chosen.x, y: chosen.y})
    return (
        QUANTITIES[x].factor(table, chosen.x, complete, is_named=request.x is not None),
        QUANTITIES[y].factor(table, chosen.y, complete, is_named=request.y is not None),
    )


def choose_by_position(table: Table, x: str | None, y: str | None, labels: Labels) -> tuple[str, str]:
    """Return the columns of x and y for data with the user's own labels.

    A column that is not requested must be the only other one with numbers; if both are not requested, there must be two
    such columns, and the first is x.
    """
    others = [name for name in numeric_columns(table) if name not in (x, y)]
    missing = (x, y).count(None)
    if missing and len(others) != missing:
        raise ValueError(
            f"it is not clear which columns hold {labels.x_label!r} and {labels.y_label!r}. The columns are "
            f"{listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
        )
    x = others.pop(0) if x is None else x
    return x, others.pop(0) if y is None else y


def numeric_columns(table: Table) -> list[str]:
    """Return the names of the columns of numbers."""
    return [name for name in table.names if table.is_numeric(name)]


def redshift_columns(table: Table) -> list[str]:
    """Return the columns that hold redshifts by their names, the one to suggest first at the beginning."""

    def preference(name: str) -> int:
        joined = parse_name(name).joined
        return (*_PREFERRED_REDSHIFTS, joined).index(joined)

    redshifts = (name for name in numeric_columns(table) if is_redshift(name, table.unit(name)))
    return sorted((name for name in redshifts if not is_one_of_a_set(name, table.names)), key=preference)


def same_column(table: Table, request: ColumnRequest, column: str) -> str:
    """Return the error message about one column for both axes, with a call that leaves it to the one that it fits."""
    x, y = (next(key for key in keys if request.get(key) is not None) for keys in (("x", "modulus"), ("y", "redshift")))
    is_of_y = VELOCITY.evidence(table, column) > Evidence.WRONG_UNIT or is_redshift(column, table.unit(column))
    better = completed(table, request.with_keywords({x if is_of_y else y: None}))
    return f"{x} and {y} name the same column, {column!r}; name two: {better.call()}."


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

    found = sorted(numeric, key=likelihood)
    return [*found, *_doubles(table, found[0])] if len(found) == 1 else found


def _doubles(table: Table, column: str) -> list[str]:
    """Return the columns of numbers that had the same name as a column: the header's "r 2", and "r.1" of pandas."""
    again = re.compile(rf"{re.escape(column)}(?: [2-9]|\.[1-9])")
    return [name for name in numeric_columns(table) if again.fullmatch(name)]


def _guessed(table: Table, quantity: Quantity, taken: str | None, request: ColumnRequest) -> str:
    """Return the only column that may hold a quantity; a ValueError with a call that works if it is not clear."""
    found = _candidates(table, quantity, taken)
    if not found:  # converting a column with a wrong unit raises an error that names the unit
        names = (name for name in table.names if name != taken)
        wrong = [name for name in names if quantity.evidence(table, name) is Evidence.WRONG_UNIT]
        found = wrong if len(wrong) == 1 else []
    if len(found) != 1:
        parsed = {name: parse_name(name) for name in numeric_columns(table)}
        unnamed = [name for name, parts in parsed.items() if not (is_related_quantity(parts) or is_scaled(parts))]
        unnamed = [name for name in unnamed if _content(name, table.unit(name)) is None]
        request = completed(table, request)
        others = []
        if found and (request.x if quantity is VELOCITY else request.y) is None:
            others = _candidates(table, DISTANCE if quantity is VELOCITY else VELOCITY, found[0])
        if (request.x is None) != (request.y is None):  # suggest only columns whose unit converts
            unnamed = [name for name in unnamed if all(map(quantity.size, _units_of(table, name)))]
            unnamed = [
                name
                for name in unnamed
                if not (_NEVER_SUGGESTED.fullmatch(name) or parse_name(name).joined in NAME_WORDS)
                and not (is_magnitude(name) or is_one_of_a_set(name, table.names))
            ]
            if any(name in quantity.letters and is_one_of_a_set(name, table.names) for name in table.names):
                unnamed = []  # that one may be it
            left = [name for name in unnamed if name not in (request.x, request.y)]
            if len(left) == 1 and not found:  # a unit in its name that is not understood may be the reason
                quantity.factor(table, left[0], request, is_named=True)
        raise ValueError(
            unclear_column(
                table,
                request,
                quantity.name,
                quantity.unit,
                found=found,
                others=others,
                unnamed=unnamed,
                small=[name for name in unnamed if len(unnamed) < 3 and _are_small(table, name)],
            )
        )
    return found[0]


def _are_small(table: Table, name: str) -> bool:
    """Return whether the numbers of a column without a unit are all as small as redshifts, which no velocities are."""
    if table.is_lazy or _units_of(table, name):
        return False
    try:
        numbers = table.numbers(name)
    except (TypeError, ValueError):  # some cells hold texts
        return False
    known = np.abs(numbers[np.isfinite(numbers)])
    return known.size > 0 and bool(known.max() < _LARGEST_REDSHIFT)


def _units_of(table: Table, name: str) -> tuple[Any, ...]:
    own = table.unit(name)
    return parse_name(name).units if own is None else (own,)


def completed(table: Table, request: ColumnRequest) -> ColumnRequest:
    """Return the request with a guess for each axis without a column, where there is only one candidate."""
    if request.x is None:
        found = _candidates(table, DISTANCE, request.y)
        moduli = [name for name in numeric_columns(table) if is_modulus(name, table.unit(name))]
        if len(found) == 1:
            request = request.with_column("x", found[0])
        elif not found and moduli:
            request = request.with_column("modulus", moduli[0])
    if request.y is None:
        found = _candidates(table, VELOCITY, request.x)
        redshifts = redshift_columns(table)
        if len(found) == 1:
            request = request.with_column("y", found[0])
        elif not found and redshifts:
            request = request.with_column("redshift", redshifts[0])
    return request
