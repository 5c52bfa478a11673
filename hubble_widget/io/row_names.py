"""Which column of a table holds the galaxies' names, and what they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.io.column_names import parse_name
from hubble_widget.io.column_words import NAME_WORDS
from hubble_widget.io.unit_names import plain
from hubble_widget.regression.galaxies import MOST_ROWS

if TYPE_CHECKING:
    from hubble_widget.io.tables import Table


def likely_names(table: Table, taken: set[str]) -> tuple[str, ...]:
    """Return the columns that may hold the galaxies' names, the likeliest first: objname, "Galaxy name (NED)"."""
    others = {column: parse_name(column) for column in table.names if column not in taken | table.repeated}
    by_word = {name.joined or plain(column): column for column, name in reversed(others.items())}
    exact = [by_word[likely] for likely in NAME_WORDS if likely in by_word]
    return tuple(dict.fromkeys([*exact, *(column for column, name in others.items() if "name" in name.parts)]))


_SUMMARIES = frozenset(
    {"mean", "average", "avg", "total", "totals", "sum", "median", "mittel", "mittelwert", "summe", "moyenne", "media"}
)


def summary_below(table: Table, columns: Sequence[str], rows: int) -> str:
    """Return how the last row is called where it is no galaxy but a sum or a mean of those above; else nothing."""
    if not 3 <= rows <= MOST_ROWS:
        return ""
    last = (table.texts(column)[-1] or "" for column in columns if not table.is_numeric(column))
    return next((text for text in last if plain(text).strip(" :.") in _SUMMARIES), "")


def names_of_rows(table: Table, columns: Sequence[str], keep: np.ndarray, *, are_wanted: bool) -> list[str] | None:
    """Return the galaxies' names; None where no column has one for each.

    A column of different names goes before one with names that come again; of these the second "A" is "A (2)". Nobody
    asks for the names of many, unless for the column itself: none of them can be pointed at.

    Parameters
    ----------
    table : Table
    columns : sequence of str
        Where they may be.
    keep : numpy.ndarray
        bool, shape (n,): which rows are galaxies.
    are_wanted : bool
        Whether the column was asked for. Rows without a name are then called by their number.
    """
    if not columns or (not are_wanted and np.count_nonzero(keep) > MOST_ROWS):
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
    """Return names of which none comes twice: A, A (2), A (3)."""
    taken, found = set(names), []
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        spelt = name
        while seen[name] > 1 and spelt in taken:
            spelt = f"{name} ({seen[name]})"
            seen[name] += spelt in taken
        taken.add(spelt)
        found.append(spelt)
    return found
