"""The column of the galaxies' names, and the names in it."""

from __future__ import annotations

import re
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
    {"mean", "average", "avg", "total", "totals", "sum", "median", "std", "stdev", "stddev", "sd", "sem"}
    | {"rms", "count", "min", "max", "minimum", "maximum", "standard", "deviation", "dev", "error", "grand"}
    | {"overall", "all", "of", "the", "mittel", "mittelwert", "durchschnitt", "summe", "gesamt", "gesamtsumme"}
    | {"stabw", "standardabweichung", "anzahl", "moyenne", "ecart", "type", "somme", "mediane", "media"}
    | {"promedio", "suma", "desviacion", "estandar", "mediana", "somma", "deviazione", "soma", "desvio"}
    | {"padrao", "среднее", "итого", "сумма", "平均", "平均值", "合計", "总计", "σ"}
)
"""Words of a last row that is no galaxy, without accents."""


def summaries_below(table: Table, columns: Sequence[str], numbers: tuple[np.ndarray, np.ndarray]) -> list[str]:
    """Return the names of the last rows, from above, that hold sums, means or counts of the rows above them.

    Parameters
    ----------
    table : Table
    columns : sequence of str
        The columns that may hold names. If there are none, the first column of texts may.
    numbers : tuple of numpy.ndarray
        Distances and velocities.
    """
    rows = numbers[0].size
    if not 3 <= rows <= MAX_ROWS:
        return []
    of_texts = (column for column in columns or table.names if not table.is_numeric(column))
    for column in [*of_texts][: None if columns else 1]:
        texts = [text or "" for text in table.texts(column)]
        counts = numbers[0] == numbers[1]  # a row "N" is one if it holds the number of rows
        first = rows
        while first > 2 and _is_summary(texts[first - 1], is_count=bool(counts[first - 1])):
            first -= 1
        if first < rows:
            return texts[first:]
    return []


def _is_summary(text: str, *, is_count: bool) -> bool:
    words = re.findall(r"[^\W\d_]+", plain(text))
    return bool(words) and all(word in _SUMMARIES or (word == "n" and (is_count or len(words) > 1)) for word in words)


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
