"""Which columns of a table hold distances and velocities, by their names and their units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple, NoReturn

from hubble_widget.io.tables import Table
from hubble_widget.io.unit_names import find_unit, is_of_unit_words
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.quantities import conversion
from hubble_widget.regression.spelling import did_you_mean

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # names of columns that have none
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_DOUBTFUL = frozenset(
    {"err", "error", "errors", "e", "sigma", "unc", "uncertainty", "std", "stderr", "dispersion", "flag"}
    | {"log", "ln", "lg", "modulus", "mod", "mu", "delta", "diff", "residual", "ratio", "mag", "magnitude"}
    | {"lower", "upper", "low", "high", "min", "max", "limit", "peculiar", "ref", "reference", "method"}
)
"""With one of these a name is no longer that of the quantity itself."""

_BANDS = frozenset("UBVRIJHKG")
"""Names of magnitudes; V and R alone may be a velocity and a distance."""


class Quantity(NamedTuple):
    """How a column of distances, velocities or redshifts is recognised.

    Attributes
    ----------
    name : str
        For error messages.
    unit : str
        The unit wanted, as astropy spells it; empty where there is none.
    words : frozenset of str
        One of which is part of a column's name.
    least : str
        Units as large as this one tell the quantity without such a word.
    """

    name: str
    unit: str
    words: frozenset[str]
    least: str

    def factor(self, table: Table, column: str) -> float:
        """Return by what the numbers of a column are multiplied to have them in the unit wanted.

        Raises
        ------
        ValueError
            If the table, or the column's name, gives it a unit that does not convert; or if what the name has in
            brackets is no unit.
        """
        unit = table.unit(column)
        unit = self.unit_in(column) if unit is None else unit
        if unit is not None:
            return conversion(f"column {column!r}", unit, self.unit)
        bracketed = _BRACKETS.findall(column)
        if bracketed and self.unit:
            raise ValueError(
                f"column {column!r} has {bracketed[-1]!r} in brackets, which is no unit that is known; "
                f"one that converts to {self.unit} is wanted. Give the column another name."
            )
        return 1.0

    def unit_in(self, column: str) -> Any | None:
        """Return the unit of astropy that a column's name tells; None where it tells none.

        In brackets that may be any; without, one of distances or velocities.
        """
        bracketed = [unit for text in _BRACKETS.findall(column) if (unit := find_unit(text)) is not None]
        bare = next(filter(None, map(find_unit, _parts(_BRACKETS.sub(" ", column)))), None)
        told = bracketed if bare is None or not (DISTANCE.size(bare) or VELOCITY.size(bare)) else [*bracketed, bare]
        return next((unit for unit in told if self.size(unit)), next(iter(told), None))

    def likeness(self, table: Table, column: str) -> int:
        """Return how much a column looks like this quantity: 0, 1 by its unit alone, 2."""
        unit = table.unit(column)
        unit = self.unit_in(column) if unit is None else unit
        if _is_doubtful(column, table.names) or (unit is not None and not self.size(unit)):
            return 0
        if self.is_named_by(column):
            return 2
        return int(unit is not None and self.size(unit) >= self.size(find_unit(self.least)))

    def is_named_by(self, column: str) -> bool:
        """Return whether a column's name says that it is of this quantity."""
        return bool(_words_of(column) & self.words)

    def size(self, unit: Any) -> float:
        """Return how large a unit is; 0 where it is none of this quantity."""
        try:
            return conversion("", unit, self.unit)
        except ValueError:
            return 0.0


DISTANCE = Quantity(
    "distance", HUBBLE.x_unit, frozenset({"distance", "distances", "dist", "d", "r"}), least="light year"
)
VELOCITY = Quantity(
    "velocity", HUBBLE.y_unit, frozenset({"velocity", "velocities", "vel", "v", "cz", "speed"}), least="m/s"
)
REDSHIFT = Quantity("redshift", "", frozenset(), least="%")


def _words_of(column: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", _BRACKETS.sub(" ", column).lower()))


def _is_doubtful(column: str, all_names: Iterable[str]) -> bool:
    """Return whether a column is of something near the quantity that its name has in it."""
    are_magnitudes = column in _BANDS and any(name in _BANDS - {"V", "R"} for name in all_names)
    return are_magnitudes or bool(_words_of(column) & _DOUBTFUL)


def _parts(name: str) -> tuple[str, ...]:
    """Return what may be the unit in a name such as vel_km_s: some of its words, the longest part first.

    A single letter stands for much; it is a unit in distance_m alone.
    """
    words = re.split(r"[\s_]+", name.strip(" _"))[-8:]
    spans = sorted(combinations(range(len(words) + 1), 2), key=lambda span: span[0] - span[1])
    parts = (" ".join(words[first:last]) for first, last in spans)
    return tuple(part for part in parts if len(part) > 1 or words[1:] == [part] == ["m"] if is_of_unit_words(part))


def check_column(table: Table, name: str) -> None:
    """Refuse a name that is none of the columns', with a ValueError that lists these."""
    if name not in table.names:
        raise ValueError(
            f"there is no column {name!r}.{did_you_mean(name, table.names)} The columns are {_listed(table.names)}."
        )


def choose_columns(table: Table, x: str | None, y: str | None) -> tuple[str, str]:
    """Return the columns of distances and velocities, guessed where they were not named."""
    if x is None and y is None:
        numeric = [name for name in table.names if table.is_numeric(name)]
        if len(numeric) == 2 and all(map(_AUTOMATIC.fullmatch, numeric)):
            return numeric[0], numeric[1]  # a file without a header
    if x is None:
        x = _guessed(table, DISTANCE, y)
    return x, _guessed(table, VELOCITY, x) if y is None else y


def choose_plainly(table: Table, x: str | None, y: str | None, labels: Labels) -> tuple[str, str]:
    """Return the columns of data with labels; those not named are the only other ones with numbers, in their order."""
    others = [name for name in table.names if table.is_numeric(name) and name not in (x, y)]
    missing = (x, y).count(None)
    if missing and len(others) != missing:
        raise ValueError(
            f"it is not clear which columns hold {labels.x_label!r} and {labels.y_label!r}. The columns are "
            f"{_listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
        )
    x = others.pop(0) if x is None else x
    return x, others.pop(0) if y is None else y


def _guessed(table: Table, quantity: Quantity, taken: str | None) -> str:
    candidates = [name for name in table.names if name != taken]
    likeness = {name: quantity.likeness(table, name) for name in candidates if table.is_numeric(name)}
    best = max(likeness.values(), default=0)
    found = [name for name, how_much in likeness.items() if how_much == best > 0]
    if not found:  # what would be it by its name, but for what it holds: whoever reads it says what that is
        found = [name for name in candidates if quantity.is_named_by(name) and not _is_doubtful(name, table.names)]
    if len(found) != 1:
        _refuse_to_guess(table, quantity, found)
    return found[0]


def _refuse_to_guess(table: Table, quantity: Quantity, found: list[str]) -> NoReturn:
    which = f"could be {_listed(found)}" if found else "is none by its name"
    raise ValueError(
        f"it is not clear which column holds the {quantity.name} ({quantity.unit}); it {which}. The columns are "
        f"{_listed(table.names)}; name two of them: x='...', y='...' (in a magic --x ... --y ...)."
    )


def _listed(names: Iterable[str]) -> str:
    """Return names in quotation marks, not more than a person reads."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"
