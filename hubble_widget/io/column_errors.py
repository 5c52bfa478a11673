"""What is said where a column is not clear: what each axis would take, and the whole call that works."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hubble_widget.io.comment_words import SWAPPED

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

    def instead(self, better: Mapping[str, str]) -> Asked:
        """Return the same with columns named by other keywords, unless that axis is named already.

        Parameters
        ----------
        better : mapping of str to str
            The keyword to use in place of one.
        """
        axes = {"x": "x", "modulus": "x", "y": "y", "redshift": "y"}
        columns = {key: column for key, column in self.columns.items() if key not in better}
        taken = {axes.get(key) for key in columns}
        moved = {other: self.columns[key] for key, other in better.items() if axes[other] not in taken}
        return replace(self, columns={**moved, **columns})

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


def not_clear(table: Table, asked: Asked, quantity: str, unit: str, *, found: list[str], unnamed: list[str]) -> str:
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
    unnamed : list of str
        The columns of numbers whose names say nothing.
    """
    which = f"it could be {listed(found)}" if found else "no column's name or unit says so"
    hints = [f"{asked.of(keyword)!r} holds {what} by its name" for keyword, what in _HELD.items() if asked.of(keyword)]
    other, column = ("velocity", asked.of("y")) if quantity == "distance" else ("distance", asked.of("x"))
    if column and found != [column]:
        hints.append(f"the {other} is {column!r}")
    told = "; ".join(hints)
    told = f" {told[0].upper()}{told[1:]}." if told else ""
    ending = ""
    if asked.x is None and asked.y is None and len(unnamed) == 2 and not found:
        is_swapped = unnamed[0].startswith(SWAPPED)
        asked, ending = asked.with_guesses(*unnamed[:: -1 if is_swapped else 1]), ", or the other way round"
    if found and (asked.x is None or asked.y is None):
        keyword = "x" if quantity == "distance" else "y"
        asked = asked.having(keyword, found[0])
    left = [name for name in unnamed if name not in (asked.x, asked.y)]
    if not found and (asked.x is None) != (asked.y is None) and len(left) == 1:  # what else could it be
        asked = asked.having("x" if asked.x is None else "y", left[0])
    if not table.names:
        return "there are no columns; what is wanted is columns of distance (Mpc) and velocity (km/s)."
    return (
        f"it is not clear which column holds the {quantity} ({unit}); {which}.{told} The columns are "
        f"{listed(table.names)}; name two of them: {asked.call()}{ending}."
    )


_HELD = {"modulus": "distance moduli", "redshift": "redshifts"}


def refusal(table: Table, asked: Asked, keyword: str, column: str, held: str) -> str:
    """Return what is said of a column that was named for x or y and holds moduli or redshifts by its name."""
    wanted = "distances in Mpc" if keyword == "x" else "velocities in km/s"
    return (
        f"column {column!r} holds {_HELD[held]} by its name, and no {wanted}: {asked.call()}. (If it does hold "
        f"{wanted}, give it another name.) The columns are {listed(table.names)}."
    )


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks, not more than a person reads."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"
