"""The column of the galaxies' names, and the names in it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.io.columns.errors import listed
from hubble_widget.io.columns.names import ColumnName, parse_name
from hubble_widget.io.columns.words import DOUBTFUL, NAME_WORDS
from hubble_widget.io.unit_names import plain

if TYPE_CHECKING:
    from hubble_widget.io.table import Table


def likely_names(table: Table, taken: set[str]) -> tuple[str, ...]:
    """Return the columns that may hold the galaxies' names, the most likely first: objname, "Galaxy name (NED)"."""
    others = {column: parse_name(column) for column in table.names if column not in taken | table.repeated}
    by_word = {name.joined or plain(column): column for column, name in reversed(others.items())}
    exact = [by_word[likely] for likely in NAME_WORDS if likely in by_word]
    named = [column for column in others if _says_name(column)]
    first = [column for column in table.names[:1] if column in others and _may_hold_names(table, others[column])]
    return tuple(dict.fromkeys([*exact, *named, *first]))


def _says_name(column: str) -> bool:
    """Return whether a column has a word for names: objname, "Galaxy name (NED)"."""
    name = parse_name(column)
    return (name.joined or plain(column)) in NAME_WORDS or not name.parts.isdisjoint(_NAMES_IN_NAMES)


def _may_hold_names(table: Table, name: ColumnName) -> bool:
    """Return whether a column without a word for names may hold them."""
    is_of_texts = not (table.is_lazy or table.is_numeric(name.text))
    return is_of_texts and name.parts.isdisjoint(DOUBTFUL | _NO_NAMES)


_NO_NAMES = frozenset({"ra", "dec", "student", "author", "authors", "time", "telescope", "color", "constellation"})
_NAMES_IN_NAMES = frozenset({"name", "nom", "nome", "nombre", "naam", "namn", "nazwa"})


_SUMMARIES = frozenset(
    {"mean", "means", "average", "averages", "avg", "ave", "total", "totals", "sum", "sums", "median", "std", "stdev"}
    | {"stddev", "sd", "sem", "rms", "count", "min", "max", "minimum", "maximum", "deviation", "dev", "sigma", "var"}
    | {"variance", "range", "mittel", "mittelwert", "mittelwerte", "mw", "durchschnitt", "summe", "gesamt"}
    | {"gesamtsumme", "stabw", "anzahl", "standardabweichung", "moyenne", "moy", "ecart", "somme", "mediane", "media"}
    | {"medio", "promedio", "suma", "desviacion", "desv", "mediana", "somma", "totale", "deviazione", "soma", "desvio"}
    | {"среднее", "итого", "сумма", "平均", "平均值", "平均値", "合計", "总计", "σ", "ø"}
    | {"uncertainty", "stderr", "error", "errors", "correlation", "slope", "intercept", "fit"}
    | {"regression", "linest", "trend", "trendline", "result", "results", "constant", "squares", "subtotal"}
    | {"gesamtergebnis", "eindtotaal", "totaal", "razem", "toplam", "gemiddelde", "srednia", "medelvarde", "number"}
    | {"gjennomsnitt", "keskiarvo", "prumer", "标准差", "標準偏差", "отклонение", "iqr"}
    | {"steigung", "achsenabschnitt", "pente", "pendiente", "pendenza"}
)
_BESIDE_SUMMARIES = frozenset(
    {"value", "values", "arithmetic", "weighted", "sample", "galaxies", "standard", "err", "error", "scatter"}
    | {"grand", "overall", "all", "of", "the", "st", "type", "valeur", "valor", "estandar", "padrao", "aritmetica"}
    | {"general", "geral", "complessivo", "der", "galaxien", "стандартное"}
    | {"arithmetisches", "значение", "n", "velocity", "distance", "s", "p", "est"}
    | {"best", "linear", "least", "unweighted", "hubble", "km", "mpc", "param", "parameter", "parameters"}
)
"""Words of a first or last row that is no galaxy, without accents, and words that may stand beside them."""

_COUNT = re.compile(r"\(?\bn ?= ?\d+\)?", re.IGNORECASE)
_HOW_MANY = re.compile(r"\(\d+\)$|\bof \d+\b")
_RESULT = re.compile(r"(?<![^\W_])(?:h_?[0₀]|r(?:\^2|²)|(?:chi|χ)\^?[2²]|fit[ _]?\d|∑)(?![^\W_])")
"""Results of a fit with digits or signs. Above the galaxies, H0 may be the first of H0, H1, H2."""

_PERCENTILE = re.compile(r"\d{1,2} ?%")


def summaries(table: Table, columns: Sequence[str], numbers: tuple[np.ndarray, np.ndarray]) -> dict[int, str]:
    """Return the names of the first and last rows that hold sums, means or counts of the others, by their positions.

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
        return {}
    of_texts = (column for column in columns or table.names if not table.is_numeric(column))
    counts = numbers[0] == numbers[1]  # a row "N" is one if it holds the number of rows
    for column in [*of_texts][: None if columns else 1]:
        texts = [text or "" for text in table.texts(column)]
        first, last = _first_summaries(texts, counts, are_above=True), _first_summaries(texts[::-1], counts[::-1])
        if first == rows == len({*texts}):  # as pandas describes a table
            raise ValueError(
                f"the rows are called {listed(texts)}: these are numbers about all galaxies, but a line needs each; "
                "pass the table that they were made from."
            )
        last = max(last, _unnamed_results(texts, numbers))
        if (first or last) and first + last <= rows - 2:
            return {place: texts[place] for place in (*range(first), *range(rows - last, rows))}
    return {}


def _unnamed_results(texts: Sequence[str], numbers: tuple[np.ndarray, np.ndarray]) -> int:
    """Return how many of the last rows are sums, means or errors; those without a name are, if their numbers are."""
    results = [*takewhile(lambda text: not text or is_summary(text), reversed(texts))]
    galaxies = len(texts) - len(results)
    if not results or galaxies < 3 or not all(texts[:galaxies]):
        return 0
    unnamed = [place for place in range(galaxies, len(texts)) if not texts[place]]
    return len(results) if all(_is_statistic(numbers, galaxies, place) for place in unnamed) else 0


def _is_statistic(numbers: tuple[np.ndarray, np.ndarray], galaxies: int, place: int) -> bool:
    """Return whether a row holds the same statistic of both columns, rounded, and not the numbers of a galaxy."""
    pairs = np.column_stack(numbers)
    if (pairs[:galaxies] == pairs[place]).all(axis=1).any():  # a median may be those of a galaxy
        return False
    of_columns = [(_statistics(column[:galaxies]), column[place]) for column in numbers]
    close = [np.isclose(statistics, value, rtol=0.01, atol=0.0) for statistics, value in of_columns]
    return bool(np.any(np.logical_and(*close)))


def _statistics(values: np.ndarray) -> np.ndarray:
    """Return mean, median, sum, standard deviation (two ways) and standard error of the mean."""
    known = values[np.isfinite(values)]
    if known.size < 2:
        return np.full(6, np.nan)
    with np.errstate(all="ignore"):  # of numbers near the largest ones the sums are infinite
        spread = known.std(ddof=1)
        sums = known.mean(), np.median(known), known.sum(), known.std()
        return np.array([*sums, spread, spread / math.sqrt(known.size)])


def _first_summaries(texts: Sequence[str], counts: np.ndarray, *, are_above: bool = False) -> int:
    """Return how many of the first texts name sums, means or counts."""
    pairs = zip(texts, counts.tolist(), strict=True)
    found = takewhile(lambda pair: is_summary(pair[0], is_count=pair[1], is_above=are_above), pairs)
    return sum(1 for _ in found)


def is_summary(text: str, *, is_count: bool = False, is_above: bool = False) -> bool:
    """Return whether a text names a sum, a mean, a count or a result of a fit."""
    written = _HOW_MANY.sub("", plain(text).strip()).strip()
    if not is_above:
        written = _RESULT.sub("fit", written)
    if _PERCENTILE.fullmatch(written) or re.fullmatch(r"<\w>", written):
        return True
    without_count = _COUNT.sub("", written).strip()
    words = re.findall(r"[^\W\d_]+", without_count)
    if without_count != written and not words:
        return True
    is_alone = words == ["n"] and is_count
    return is_alone or (
        not re.search(r"\d", without_count)
        and not _SUMMARIES.isdisjoint(words)
        and (_SUMMARIES | _BESIDE_SUMMARIES).issuperset(words)
    )


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
        if len(names) == len(rows) and repeated is None and _says_name(column):
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
