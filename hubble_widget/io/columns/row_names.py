"""The column of the galaxies' names, and the names in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.io.columns.names import parse_name
from hubble_widget.io.columns.words import NAME_WORDS
from hubble_widget.io.unit_names import plain

if TYPE_CHECKING:
    from hubble_widget.io.table import Table


def likely_names(table: Table, taken: set[str]) -> tuple[str, ...]:
    """Return the columns that may hold the galaxies' names, the most likely first: objname, "Galaxy name (NED)"."""
    others = {column: parse_name(column) for column in table.names if column not in taken | table.repeated}
    by_word = {name.joined or plain(column): column for column, name in reversed(others.items())}
    exact = [by_word[likely] for likely in NAME_WORDS if likely in by_word]
    return tuple(dict.fromkeys([*exact, *(column for column, name in others.items() if "name" in name.parts)]))


_SUMMARIES = frozenset(
    {"mean", "average", "avg", "total", "totals", "sum", "median", "mittel", "mittelwert", "summe", "moyenne", "media"}
)


def summary_below(table: Table, columns: Sequence[str], rows: int) -> str:
    """Return the name of the last row if it is a sum or a mean of the rows above, else an empty text."""
    if not 3 <= rows <= MAX_ROWS:
        return ""
    last = (table.texts(column)[-1] or "" for column in columns if not table.is_numeric(column))
    return next((text for text in last if plain(text).strip(" :.") in _SUMMARIES), "")


def names_of_rows(table: Table, columns: Sequence[str], keep: np.ndarray, *, are_wanted: bool) -> list[str] | None:
    """Return the galaxies' names; None if no column has a name for each galaxy.

    A column of different names is preferred to one with repeated names. In the latter, the second "A" becomes "A (2)".
    Names of many galaxies are read only if the user requested the column, since the plot shows no single galaxy then.

    Parameters
    ----------
    table : Table
    columns : sequence of str
        The columns that may hold the names.
    keep : numpy.ndarray
        bool, shape (n,): which rows are galaxies.
    are_wanted : bool
        Whether the user requested the column. Then a row without a name is named by its number.
    """
    if not columns or (not are_wanted and np.count_nonzero(keep) > MAX_ROWS):
        return None
    rows = keep.nonzero()[0].tolist()
    repeated: list[str] | None = None
    for column in columns:
        texts = table.texts(column)
        if are_wanted:
            return distinct([texts[row] or f"row {row + 1}" for row in rows])
        names = [text for row in rows if (text := texts[row])]
        if len(set(names)) == len(rows):
            return names
        if len(names) == len(rows) and repeated is None:
            repeated = names
    return None if repeated is None else distinct(repeated)


def distinct(names: Sequence[str]) -> list[str]:
    """Return different names; repeated ones get a number: A, A (2), A (3)."""
    taken, found = set(names), []
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        new_name = name
        while seen[name] > 1 and new_name in taken:
            new_name = f"{name} ({seen[name]})"
            seen[name] += new_name in taken
        taken.add(new_name)
        found.append(new_name)
    return found
