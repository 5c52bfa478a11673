"""Which column of a table holds the galaxies' names, and what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.regression.galaxies import MOST_ROWS

if TYPE_CHECKING:
    from hubble_widget.io.tables import Table

_COLUMNS = ("name", "names", "galaxy", "object", "target", "host", "id")


def likely_names(table: Table, taken: set[str]) -> tuple[str, ...]:
    """Return the columns that may hold the galaxies' names, the likeliest first."""
    by_lower = {column.lower(): column for column in table.names if column not in taken}
    return tuple(by_lower[likely] for likely in _COLUMNS if likely in by_lower)


def names_of_rows(table: Table, columns: Sequence[str], keep: np.ndarray, *, are_wanted: bool) -> list[str] | None:
    """Return the galaxies' names; None where no column has them, all different.

    Nobody asks for the names of many, unless for the column itself: none of them can be pointed at.

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
    for column in columns:
        texts = table.texts(column)
        if are_wanted:
            return [texts[row] or f"row {row + 1}" for row in rows]
        names = [text for row in rows if (text := texts[row])]
        if len(set(names)) == len(rows):
            return names
    return None
