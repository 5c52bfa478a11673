"""What is said where a column is not clear: what each axis would take, and the whole call that works."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubble_widget.io.tables import Table

_OPEN = "..."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user has handed in, and the columns that were named.

    Attributes
    ----------
    source : str
        The data as a call spells them: the path of a file in quotation marks, else ``data``.
    word : str
        The same as a magic spells them.
    columns : mapping of str to str
        The names, by keyword: x, y, modulus, redshift, names, expansion.
    """

    source: str = "data"
    word: str = "data"
    columns: Mapping[str, str] = field(default_factory=dict)

    def of(self, keyword: str) -> str | None:
        """Return what was given for a keyword, None where nothing was."""
        return self.columns.get(keyword)

    @property
    def x(self) -> str | None:
        """The column of distances, or of moduli."""
        return self.of("modulus") if self.of("x") is None else self.of("x")

    @property
    def y(self) -> str | None:
        """The column of velocities, or of redshifts."""
        return self.of("redshift") if self.of("y") is None else self.of("y")

    def having(self, keyword: str, column: str) -> Asked:
        """Return the same with another column named."""
        return replace(self, columns={keyword: column, **self.columns})

    def instead(self, keyword: str, better: str) -> Asked:
        """Return the same with a column named by another keyword."""
        return replace(
            self, columns={better if key == keyword else key: column for key, column in self.columns.items()}
        )

    def with_guesses(self, x: str, y: str) -> Asked:
        """Return the same with both columns named."""
        asked = self if self.x is not None else self.having("x", x)
        return asked if asked.y is not None else asked.having("y", y)

    def call(self) -> str:
        """Return the call of `as_dataset` and the line of the magic that name these columns."""
        columns = dict(self.columns)
        if self.x is None:
            columns["x"] = _OPEN
        if self.y is None:
            columns["y"] = _OPEN
        ordered = {key: columns[key] for key in ("x", "modulus", "y", "redshift") if key in columns} | columns
        keywords = ", ".join(f"{key}={column!r}" for key, column in ordered.items())
        options = " ".join(
            f"--{key}={shlex.quote(column)}" if column.startswith("-") else f"--{key} {shlex.quote(column)}"
            for key, column in ordered.items()
        )
        return f"as_dataset({self.source}, {keywords}), in a magic %hubblefit {self.word} {options}"


def not_clear(table: Table, asked: Asked, quantity: str, unit: str, found: list[str]) -> str:
    """Return what is said where one column is not clear.

    Parameters
    ----------
    table : Table
    asked : Asked
        With what would be taken for the other column, and in its place.
    quantity, unit : str
        Which, and its unit.
    found : list of str
        The columns that it could be.
    """
    which = f"could be {listed(found)}" if found else "is none by its name"
    hints = [f"{asked.of(keyword)!r} holds {what} by its name" for keyword, what in _HELD.items() if asked.of(keyword)]
    other, column = ("velocity", asked.of("y")) if quantity == "distance" else ("distance", asked.of("x"))
    if column:
        hints.append(f"the {other} {'is' if column else ''} {column!r}")
    told = f" {'; '.join(hints)}." if hints else ""
    if found and (asked.x is None or asked.y is None):
        keyword = "x" if quantity == "distance" else "y"
        asked = asked.having(keyword, found[0])
    return (
        f"it is not clear which column holds the {quantity} ({unit}); it {which}.{told} The columns are "
        f"{listed(table.names)}; name two of them: {asked.call()}."
    )


_HELD = {"modulus": "distance moduli", "redshift": "redshifts"}


def refusal(table: Table, asked: Asked, column: str, what: str) -> str:
    """Return what is said of a named column that is of something else by its name."""
    held, wanted = ("distance moduli", "distances in Mpc") if what else ("redshifts", "velocities in km/s")
    return (
        f"column {column!r} holds {held} by its name, and no {wanted}: {asked.call()}. (If it does hold {wanted}, give "
        f"it another name.) The columns are {listed(table.names)}."
    )


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks, not more than a person reads."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"
