"""The columns that a user requests, and error messages about unclear columns, with a call that works."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hubble_widget.io.columns.words import SWAPPED

if TYPE_CHECKING:
    from hubble_widget.io.table import Table

_PLACEHOLDER = "..."


@dataclass(frozen=True, slots=True)
class ColumnRequest:
    """The data and the columns that a user requests.

    Attributes
    ----------
    source : str
        The data in a call of `as_dataset`: the path of a file in quotation marks, else ``data``.
    word : str
        The data in a line of the magic.
    columns : mapping of str to str
        The values by keyword: x, y, modulus, redshift, names, expansion.
    """

    source: str = "data"
    word: str = "data"
    columns: Mapping[str, str] = field(default_factory=dict)

    def get(self, keyword: str) -> str | None:
        """Return the value of a keyword; None if it is not given."""
        return self.columns.get(keyword)

    @property
    def x(self) -> str | None:
        """The requested column of distances or distance moduli."""
        return self.get("modulus") if self.get("x") is None else self.get("x")

    @property
    def y(self) -> str | None:
        """The requested column of velocities or redshifts."""
        return self.get("redshift") if self.get("y") is None else self.get("y")

    def with_column(self, keyword: str, column: str) -> ColumnRequest:
        """Return a copy with one more column."""
        return replace(self, columns={keyword: column, **self.columns})

    def with_keywords(self, better: Mapping[str, str]) -> ColumnRequest:
        """Return a copy that names columns by other keywords. If the other axis has a column already, it is dropped.

        Parameters
        ----------
        better : mapping of str to str
            New keywords by old ones.
        """
        axes = {"x": "x", "modulus": "x", "y": "y", "redshift": "y"}
        columns = {key: column for key, column in self.columns.items() if key not in better}
        taken = {axes.get(key) for key in columns}
        moved = {other: self.columns[key] for key, other in better.items() if axes[other] not in taken}
        return replace(self, columns={**moved, **columns})

    def with_guesses(self, x: str, y: str) -> ColumnRequest:
        """Return a copy in which these columns are used for axes without a column."""
        completed = self if self.x is not None else self.with_column("x", x)
        return completed if completed.y is not None else completed.with_column("y", y)

    def call(self) -> str:
        """Return a call of `as_dataset` and a line of the magic with these columns."""
        columns = dict(self.columns)
        if self.x is None:
            columns["x"] = _PLACEHOLDER
        if self.y is None:
            columns["y"] = _PLACEHOLDER
        ordered = {key: columns[key] for key in ("x", "modulus", "y", "redshift") if key in columns} | columns
        keywords = ", ".join(f"{key}={column!r}" for key, column in ordered.items())
        options = " ".join(
            f"--{key}={shlex.quote(column)}" if column.startswith("-") else f"--{key} {shlex.quote(column)}"
            for key, column in ordered.items()
        )
        return f"as_dataset({self.source}, {keywords}), in a magic %hubblefit {self.word} {options}"


def unclear_column(
    table: Table,
    request: ColumnRequest,
    quantity: str,
    unit: str,
    *,
    found: list[str],
    others: list[str],
    unnamed: list[str],
) -> str:
    """Return the error message about a column that is not clear.

    Parameters
    ----------
    table : Table
    request : ColumnRequest
        The requested columns, and guesses for the others.
    quantity, unit : str
        The quantity that the column should hold, and its unit.
    found : list of str
        The columns that may hold it.
    others : list of str
        The columns that may hold the other quantity, if that is not clear either.
    unnamed : list of str
        The numeric columns whose names do not say what they hold.
    """
    if not table.names:
        return "there are no columns; the table needs columns of distance (Mpc) and velocity (km/s)."
    if len(table.names) == 1:
        return (
            f"there is only one column, {table.names[0]!r}; the table needs columns of distance (Mpc) and velocity "
            f"(km/s), in a text with commas, semicolons, tabs, bars or blanks between them."
        )
    which = f"it could be {listed(found)}" if found else "no column's name or unit says so"
    named = {request.get(keyword): content for keyword, content in _CONTENTS.items() if request.get(keyword)}
    hints = [f"by its name {column!r} holds {content}" for column, content in named.items()]
    other, column = ("velocity", request.get("y")) if quantity == "distance" else ("distance", request.get("x"))
    if column and found != [column]:
        hints.append(f"the {other} is {column!r}")
    if others:
        hints.append(f"the {other} could be {listed(others)}")
        request = request.with_column("y" if quantity == "distance" else "x", others[0])
    hint = "; ".join(hints)
    hint = f" {hint[0].upper()}{hint[1:]}." if hint else ""
    ending = ""
    if request.x is None and request.y is None and len(unnamed) == 2 and not found:
        is_swapped = unnamed[0].startswith(SWAPPED)
        request, ending = request.with_guesses(*unnamed[:: -1 if is_swapped else 1]), ", or the other way round"
    if found and (request.x is None or request.y is None):
        keyword = "x" if quantity == "distance" else "y"
        request = request.with_column(keyword, found[0])
    left = [name for name in unnamed if name not in (request.x, request.y)]
    if not found and (request.x is None) != (request.y is None) and len(left) == 1:  # only this one is left
        request = request.with_column("x" if request.x is None else "y", left[0])
    return (
        f"it is not clear which column holds the {quantity} ({unit}); {which}.{hint} The columns are "
        f"{listed(table.names)}; name two of them: {request.call()}{ending}."
    )


_CONTENTS = {"modulus": "distance moduli", "redshift": "redshifts"}


def wrong_content(table: Table, request: ColumnRequest, keyword: str, column: str, content: str) -> str:
    """Return the error message about a column for x or y whose name says that it holds moduli or redshifts."""
    needed = "distances in Mpc" if keyword == "x" else "velocities in km/s"
    return (
        f"by its name, column {column!r} holds {_CONTENTS[content]}, not {needed}: {request.call()}. (If it does hold "
        f"{needed}, rename it.) The columns are {listed(table.names)}."
    )


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks; after 20 names, only the number of the others."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"
