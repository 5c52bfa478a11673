"""Words for distances and velocities in any text: comments, titles, labels of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUANTITIES = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<distance>dist\w*|d|r|[kmg]?pc|parsecs?|m?ly|entfernung\w*|abstand|mu|μ|dm|modul\w*|m-m)|"
    r"(?P<velocity>vel\w*|speeds?|v(?:_?(?:hel\w*|cmb|gsr|lg|sys|rad|r|h))?|cz|z(?:_?(?:hel\w*|cmb|hd))?|redshifts?|"
    r"h?rv|recession\w*|geschwindigkeit\w*|vitesses?|km */ *s|km +s)"
    r")(?![^\W_])",
    re.IGNORECASE,
)
"""Words for quantities in texts. They do not decide which column is which, only what a text speaks of."""


def names_both(cells: Sequence[str]) -> bool:
    """Return whether one cell names a distance and another a velocity."""
    found = [{*mentioned(cell)} for cell in cells]
    return {"distance"} in found and {"velocity"} in found


def mentioned(text: str) -> list[str | None]:
    """Return "distance" or "velocity" for each word of these quantities in a text, in their order."""
    return [match.lastgroup for match in _QUANTITIES.finditer(text[:10_000])]
