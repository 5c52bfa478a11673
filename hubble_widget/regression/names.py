"""What galaxies are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from hubble_widget.regression.galaxies import MOST_ROWS

if TYPE_CHECKING:
    import numpy as np

    from hubble_widget.regression.tables import Table

_COLUMNS = ("name", "names", "galaxy", "object", "target", "host", "id")


def as_names(names: Iterable[str], count: int) -> tuple[str, ...]:
    """Return one name for each galaxy.

    Parameters
    ----------
    names : iterable of str
    count : int
        Number of galaxies.

    Raises
    ------
    TypeError
        If a name is not text, or all of `names` is one text.
    ValueError
        If they are too many, too few or not unique.
    """
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence with one name for each galaxy, got {names!r}.")
    given = tuple(islice(names, count + 1))  # they may have no end
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"each of names must be text, got {name!r} ({type(name).__name__}).")
    if len(given) != count:
        told = "more" if len(given) > count else f"only {len(given)}"
        raise ValueError(f"there are {told} names for {count} galaxies; pass one for each.")
    if len(set(given)) != count:
        twice, _ = Counter(given).most_common(1)[0]
        raise ValueError(f"names must differ, but {twice!r} occurs more than once.")
    return tuple(str(name) for name in given)


def numbered(noun: str, count: int) -> tuple[str, ...]:
    """Return ``"supernova 1"``, ``"supernova 2"``, ... for a noun."""
    return tuple(f"{noun} {number}" for number in range(1, count + 1))


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
    rows = keep.nonzero()[0].tolist()
    if len(rows) > MOST_ROWS and not are_wanted:
        return None
    for column in columns:
        texts = table.texts(column)
        if are_wanted:
            return [texts[row] or f"row {row + 1}" for row in rows]
        names = [text for row in rows if (text := texts[row])]
        if len(set(names)) == len(rows):
            return names
    return None
