"""Which columns of a table hold distances and velocities, by their names and by the units in these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.tables import Table

_AUTOMATIC = re.compile(r"(?:col|column_?|f|unnamed: ?)?\d+", re.IGNORECASE)  # names of columns that have none
_DOUBTFUL = {"err", "error", "errors", "e", "sigma", "unc", "uncertainty", "std", "stderr", "flag"}


class Quantity(NamedTuple):
    """How a column of distances or velocities is recognised: by a word of its name, or by a unit in it."""

    name: str
    words: frozenset[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]

    @property
    def unit(self) -> str:
        """The unit wanted, as astropy spells it."""
        return HUBBLE.units[self.name]

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
DISTANCE = Quantity(
    "distance",
    frozenset({"distance", "distances", "dist", "d", "r"}),
    (_unit("Mpc", "mpc"), _unit("kpc", "kpc"), _unit("Gpc", "gpc"), _unit("pc", "pc"), _unit("Mlyr", "mlyr?")),
)
VELOCITY = Quantity(
    "velocity",
    frozenset({"velocity", "velocities", "vel", "v", "cz", "speed"}),
    (_unit("km/s", f"km{_PER_SECOND}"), _unit("m/s", f"m{_PER_SECOND}")),
)


def check_column(table: Table, name: str) -> None:
    """Refuse a name that is none of the columns', with a ValueError that lists these."""
    if name not in table.names:
        raise ValueError(
            f"there is no column {name!r}.{did_you_mean(name, table.names)} The columns are {_listed(table.names)}."
        )


def choose_columns(table: Table, x: str | None, y: str | None) -> tuple[str, str]:
    """Return the columns of distances and velocities, guessed where they were not named."""
    numeric = [name for name in table.names if table.is_numeric(name)]
    if x is None and y is None and len(numeric) == 2 and all(_AUTOMATIC.fullmatch(name) for name in numeric):
        return numeric[0], numeric[1]  # a file without a header
    if x is None:
        x = _guessed(table, DISTANCE, [name for name in numeric if name != y])
    if y is None:
        y = _guessed(table, VELOCITY, [name for name in numeric if name != x])
    return x, y


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


def _guessed(table: Table, quantity: Quantity, candidates: list[str]) -> str:
    likeness = {name: quantity.likeness(name) for name in candidates}
    best = max(likeness.values(), default=0)
    found = [name for name in candidates if likeness[name] == best]
    if best == 0 or len(found) > 1:
        _refuse_to_guess(table, quantity, found if best else [])
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
