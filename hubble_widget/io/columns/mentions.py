"""Words for distances and velocities in any text: comments, titles, labels of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hubble_widget.io.columns.words import DISTANCE_WORDS, VELOCITY_WORDS
from hubble_widget.io.unit_names import plain


def _pattern(words: frozenset[str]) -> str:
    """Return a pattern for words as `plain` gives them; Chinese and Japanese have no gaps between words."""
    spaced = [rf"(?<![^\W_]){word}(?:i|ei|en|s|es|er|y|ya|и|я|ь)?(?![^\W_])" for word in words if word < "\u2e80"]
    return "|".join([*spaced, *(word for word in words if word >= "\u2e80")])


_QUANTITIES = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<distance>dist\w*|d|r|[kmg]?pc|parsecs?|m?ly|entfernung\w*|abstand|mu|μ|dm|modul\w*|m-m)|"
    r"(?P<velocity>vel\w*|speeds?|v(?:_?(?:hel\w*|cmb|gsr|lg|sys|rad|r|h))?|cz|z(?:_?(?:hel\w*|cmb|hd))?|redshifts?|"
    r"h?rv|recession\w*|geschwindigkeit\w*|vitesses?|km */ *s|km +s)"
    r")(?![^\W_])",
    re.IGNORECASE,
)
_OTHER_LANGUAGES = re.compile(f"(?P<distance>{_pattern(DISTANCE_WORDS)})|(?P<velocity>{_pattern(VELOCITY_WORDS)})")
"""Words for quantities in texts. They do not decide which column is which, only what a text speaks of."""


def names_both(cells: Sequence[str]) -> bool:
    """Return whether one cell names a distance and another a velocity."""
    found = [{*mentioned(cell)} for cell in cells]
    return {"distance"} in found and {"velocity"} in found


def mentioned(text: str) -> list[str | None]:
    """Return "distance" or "velocity" for each word of these quantities in a text, in their order."""
    text = text[:10_000]
    return [match.lastgroup for match in _QUANTITIES.finditer(text)] or [
        match.lastgroup for match in _OTHER_LANGUAGES.finditer(plain(text))
    ]


def quantity_of(word: str) -> str | None:
    """Return "distance" or "velocity" if a word is the whole name of this quantity, else None."""
    match = _OTHER_LANGUAGES.fullmatch(plain(word))
    return match.lastgroup if match else None
