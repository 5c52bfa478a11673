"""What the comments above a table say of its columns: which quantities they name, and in which lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hubble_widget.io.unit_names import find_unit

_QUANTITIES = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<distance>dist\w*|d|r|[kmg]?pc|parsecs?|m?ly|entfernung\w*|abstand|mu|μ|dm|modul\w*|m-m)|"
    r"(?P<velocity>vel\w*|speeds?|v(?:_?(?:hel\w*|cmb|gsr|lg|sys|rad|r|h))?|cz|z(?:_?(?:hel\w*|cmb|hd))?|redshifts?|"
    r"h?rv|recession\w*|geschwindigkeit\w*|vitesses?|km */ *s|km +s)"
    r")(?![^\W_])",
    re.IGNORECASE,
)
"""What a comment may name, in any order: not to choose a column by, only to see which is named first."""

_WITH_UNIT = re.compile(
    r"(?P<name>[^\W\d][^()\[\]{}|;,#]*?)(?:\s*[,:/=]|\s+in)?(?:\s*[(\[{](?P<unit>[^()\[\]{}]+)[)\]}]|\s+(?P<bare>\S+))"
)
_SHORT_NAME = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+){0,2}")

_MAX_LINE = 100
"""Characters; a longer line is prose."""


def kinds(text: str) -> list[str | None]:
    """Return "distance" or "velocity" for each word that is of one of them, in their order."""
    return [match.lastgroup for match in _QUANTITIES.finditer(text[:10_000])]


def names_both(cells: Sequence[str]) -> bool:
    """Return whether one of the cells names a distance, and another a velocity."""
    found = [set(kinds(cell)) for cell in cells]
    return {"distance"} in found and {"velocity"} in found


def line_by_line(texts: Sequence[str], numeric: Sequence[bool]) -> tuple[Sequence[int], list[str]]:
    """Return the names of columns of which each stands in a line of its own, as ``distance [Mpc]``.

    Parameters
    ----------
    texts : sequence of str
        The comments, without signs.
    numeric : sequence of bool
        Of each column whether it holds numbers.

    Returns
    -------
    places : sequence of int
        Those of these lines; none where columns are not named so.
    names : list of str
        One for each column; none where it is not clear which columns are named.
    """
    width = len(numeric)
    with_unit = [_with_unit(text) for text in texts]
    placed = [place for place, name in enumerate(with_unit) if name]
    if width < 2 or not placed or not names_both(texts):
        return [], []
    names = [name or _short(text) for name, text in zip(with_unit, texts, strict=True)]
    found = []
    for first in range(len(texts) - width + 1):
        window = range(first, first + width)
        of_numbers = [place for place in placed if place in window]
        is_whole = all(names[place] for place in window) and all(numeric[place - first] for place in of_numbers)
        if of_numbers and is_whole and names_both(names[first : first + width]):
            found.append((window, names[first : first + width]))
    if len(found) == 1:
        return found[0]
    are_together = placed[-1] - placed[0] == len(placed) - 1
    if not are_together or not names_both([with_unit[place] for place in placed]):
        return [], []
    if not found and len(placed) == sum(numeric):
        told = iter(placed)
        return placed, [with_unit[next(told)] if has_numbers else "" for has_numbers in numeric]
    return placed, []


def _with_unit(text: str) -> str:
    """Return the name of one column, its unit in brackets; empty where a line says more than that, or less."""
    match = _WITH_UNIT.fullmatch(text) if len(text) <= _MAX_LINE else None
    if match is None or re.search(r"(?<!\w)\d", match["name"]):
        return ""
    bracketed, bare = match["unit"], match["bare"]
    unit = find_unit(bracketed or bare)
    if unit is None or (bare and (len(bare) == 1 or str(unit.physical_type) not in ("length", "speed/velocity"))):
        return ""
    return text if bracketed else f"{match['name']} ({bare})"


def _short(text: str) -> str:
    """Return a line of few words, which may be the name of a column; empty for any other."""
    return text if len(text) <= _MAX_LINE and _SHORT_NAME.fullmatch(text) else ""
