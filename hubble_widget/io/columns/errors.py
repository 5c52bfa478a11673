"""The columns that a user requests, and error messages about unclear columns, with a call that works."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hubble_widget.io.columns.words import SWAPPED

if TYPE_CHECKING:
    from hubble_widget.io.table import Table

_PLACEHOLDER = "..."
_TEXT_ENDINGS = tuple(f".{ending}{quote}" for ending in ("csv", "tsv", "txt", "dat") for quote in "'\"")


@dataclass(frozen=True, slots=True)
class ColumnRequest:
    """The data and the columns that a user requests.

    Attributes
    ----------
    source : str
        The data in a call of `as_dataset`: the path of a file in quotation marks, a variable, else ``data``.
    line : str
        The beginning of a line of the magic, with the data: ``%%hubblefit`` has them below it.
    columns : mapping of str to str
        The values by keyword: x, y, modulus, redshift, names, expansion.
    """

    source: str = "data"
    line: str = "%hubblefit data"
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

    def with_keywords(self, better: Mapping[str, str | None]) -> ColumnRequest:
        """Return a copy that names columns by other keywords. If the other axis has a column already, it is dropped.

        Parameters
        ----------
        better : mapping of str to str
            New keywords by old ones; None drops the column.
        """
        axes = {"x": "x", "modulus": "x", "y": "y", "redshift": "y"}
        dropped = {*better, "expansion"} if "redshift" in better else better
        columns = {key: column for key, column in self.columns.items() if key not in dropped}
        taken = {axes.get(key) for key in columns}
        moved = {other: self.columns[key] for key, other in better.items() if other and axes[other] not in taken}
        return replace(self, columns={**moved, **columns})

    def with_guesses(self, x: str, y: str) -> ColumnRequest:
        """Return a copy in which these columns are used for axes without a column."""
        completed = self if self.x is not None else self.with_column("x", x)
        return completed if completed.y is not None else completed.with_column("y", y)

    def renaming(self, column: str, new_name: str) -> str:
        """Return how to rename a column: of a text file, with a call that reads it first."""
        call = f"{self._read_by_pandas}.rename(columns={{{column!r}: {new_name!r}}})"
        return f"rename it to {new_name!r}{f', for example by {call}' if self._is_text else ''}"

    def converting(self, column: str, quantity: str, unit: str) -> str:
        """Return how to convert a column to a unit: of a text file, with lines that need but the factor."""
        new_name = f"{quantity} ({unit})" if unit else quantity
        lines = f"table = {self._read_by_pandas}; table[{new_name!r}] = factor * table.pop({column!r})"
        example = (
            f", for example by {lines}, where factor is {f'its unit in {unit}' if unit else 'a number'}"
            if self._is_text
            else ""
        )
        return f"Convert its numbers{f' to {unit}' if unit else ''} and rename it to {new_name!r}{example}."

    @property
    def _read_by_pandas(self) -> str:
        return f"pandas.read_csv({self.source}, sep=None, engine='python')"

    @property
    def _is_text(self) -> bool:
        return self.source.lower().endswith(_TEXT_ENDINGS)

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
            f"--{key.replace('_', '-')}{'=' if column.startswith('-') else ' '}{shlex.quote(column)}"
            for key, column in ordered.items()
        )
        return f"as_dataset({self.source}, {keywords}), in a magic {self.line} {options}"


def unclear_column(
    table: Table,
    request: ColumnRequest,
    quantity: str,
    unit: str,
    *,
    found: list[str],
    others: list[str],
    unnamed: list[str],
    small: Collection[str] = (),
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
    small : collection of str
        Those of them whose numbers are redshifts rather than velocities.
    """
    if not table.names:
        return "there are no columns; the table needs columns of distance (Mpc) and velocity (km/s)."
    if len(table.names) == 1:
        return (
            f"there is only one column, {table.names[0]!r}; the table needs columns of distance (Mpc) and velocity "
            f"(km/s), in a text with commas, semicolons, tabs, bars or blanks between them."
        )
    which = f"it could be {listed(found)}" if found else "no column's name or unit says so"
    named = {keyword: column for keyword in ("modulus", "redshift") if (column := request.get(keyword))}
    hints = [f"by its name {column!r} holds {_CONTENTS[keyword]}" for keyword, column in named.items()]
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
        y = "redshift" if left[0] in small else "y"
        request = request.with_column("x" if request.x is None else y, left[0])
    return (
        f"it is not clear which column holds the {quantity} ({unit}); {which}.{hint} The columns are "
        f"{listed(table.names)}; name two of them: {request.call()}{ending}."
    )


_CONTENTS = {"x": "distances", "y": "velocities", "modulus": "distance moduli", "redshift": "redshifts"}
_NEEDED = {**_CONTENTS, "x": "distances in Mpc", "y": "velocities in km/s"}
NAMES = {"x": "distance (Mpc)", "y": "velocity (km/s)", "modulus": "modulus", "redshift": "redshift"}
"""Names of columns that say what they hold."""


def wrong_content(
    table: Table, request: ColumnRequest, keyword: str, column: str, content: str, *, source: str = "its name"
) -> str:
    """Return the error message about a column whose name, or a comment, says that it holds what another keyword names.

    `source` is what says so.
    """
    needed = _NEEDED[keyword]
    return (
        f"by {source}, column {column!r} holds {_CONTENTS[content]}, not {needed}: {request.call()}. (If it does hold "
        f"{needed}, {request.renaming(column, NAMES[keyword])}.) The columns are {listed(table.names)}."
    )


def other_content(table: Table, request: ColumnRequest, keyword: str, column: str, description: str) -> str:
    """Return the error message about a column that a comment describes as another quantity."""
    needed = _NEEDED[keyword]
    return (
        f"by a comment, column {column!r} holds {description!r}, not {needed}; name another column. (If it does hold "
        f"{needed}, name it: {request.call()}.) The columns are {listed(table.names)}."
    )


def wrong_unit(table: Table, request: ColumnRequest, refusal: str, content: str | None) -> str:
    """Return the error message about a column whose unit does not convert, perhaps since it holds something else."""
    advice = f"By its unit it holds {_CONTENTS[content]}" if content else "Correct its unit, or name another column"
    return f"{refusal}. {advice}: {request.call()}. The columns are {listed(table.names)}."


def too_large(request: ColumnRequest, keyword: str, column: str, *, is_so_called: bool) -> str:
    """Return the error message about numbers that no redshifts or moduli can be, whatever the column is called."""
    other = "y" if keyword == "redshift" else "x"
    better = request.with_keywords({keyword: other})
    rename = f", {request.renaming(column, NAMES[other])}, and name it so" if is_so_called else ""
    if is_so_called:
        better = better.with_keywords({other: None}).with_column(other, NAMES[other])
    return (
        f"the numbers in column {column!r} are too large for {_CONTENTS[keyword]}. "
        f"If it holds {_NEEDED[other]}{rename}: {better.call()}."
    )


def one_of_several(kind: str, names: Sequence[object], call: str) -> str:
    """Return the error message about several tables, and a call that takes the first of them."""
    return f"it holds {len(names)} {kind}, {listed(map(str, names))}; pass one of them, for example {call}."


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks; after 20 names, only the number of the others."""
    quoted = [repr(name) for name in names]
    return ", ".join(quoted) if len(quoted) <= 20 else f"{', '.join(quoted[:20])} and {len(quoted) - 20} more"
