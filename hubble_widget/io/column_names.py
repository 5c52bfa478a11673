"""What a column's name says: its words, the unit in it, and what stands in brackets and is no unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from hubble_widget.io.unit_names import find_unit, is_of_unit_words, looks_like_unit, plain

_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*(?:[({][^()\[\]{}]*[)}][^()\[\]{}]*)?)[)\]}]")
"""What is in brackets, perhaps with others inside: (km s^(-1))."""

_AFTER_SLASH = re.compile(r"(?<=[\w)\]. ])\s*/\s*(?P<unit>[^/].*)$")
"""As physicists label a column, by the quantity over its unit: v / m s^-1."""

_AFTER_IN = re.compile(r"\sin\s+(?:units of\s+)?(?P<unit>.+)$")
_NUMBER_BEFORE = re.compile(r"(?<![^\W_])\d[\d.,]*[\s.^*x×_]*$")
"""A number that goes with a unit, but makes none with it: R writes 10.3.kpc for 10^3 kpc."""

_SIGNS = re.compile(r"(?<!\d)[._]+|[._]+(?!\d)")
"""What stands for a blank in names that a program has made: vel_km_s, R..kpc."""

_HUMPS = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[^\W\d_]+(?:(?:\^|\*\*)?[({]?[-+−⁻]?\d+[)}]?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?|\d[\d.,]*(?:(?:\^|\*\*)[-+]?\d+)?")
_FUSED = re.compile(
    r"(?P<name>distances?|dist|dl?|r)(?P<length>[kmg]?pc|[kmg]?ly)|(?P<speed>velocity|vel|v|cz)(?P<unit>kms|kmps|ms|mps)",
    re.IGNORECASE,
)
"""A name that has grown together with its unit: dmpc, vkms."""

_SYMBOLS = frozenset("dDrRvVz")
"""In brackets they are no units but what a formula calls the quantity: Distance (d)."""

_LETTERS = frozenset("mhsc")
_KINDS = frozenset({"length", "speed"})
_MOST_TOKENS = 10
_PROPER_PREFIX = frozenset("efnlqruoxw")
"""Before an underscore they make a VizieR column one of errors, flags, counts, limits, qualities, references ..."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column's name in parts.

    Attributes
    ----------
    text : str
        The name as it stands.
    stem : str
        What is left of it without its unit and without brackets.
    words : tuple of str
        Those of the stem, in lower case and without accents, from left to right.
    parts : frozenset of str
        The words, and what they are made of: velDisp has vel and disp, v3k has v and k.
    units : tuple
        The units of astropy in it, those in brackets first.
    asides : tuple of str
        What is in brackets, or after a slash, and is no unit: (LEDA).
    unknown : str
        What looks like a unit and is none that is known; empty where there is nothing of the kind.
    """

    text: str
    stem: str
    words: tuple[str, ...]
    parts: frozenset[str]
    units: tuple[Any, ...]
    asides: tuple[str, ...]
    unknown: str

    @property
    def letter(self) -> str:
        """The only letter of the stem, upper or lower; empty where there is more."""
        return self.stem if len(self.stem) == 1 and self.stem.isalpha() else ""

    @property
    def joined(self) -> str:
        """The words in one: v_hel and vHel are vhel."""
        return "".join(self.words)

    @property
    def is_prefixed(self) -> bool:
        """Whether the name is one of VizieR's for what belongs to another column: e_Vhel."""
        prefix, underscore, rest = self.text.partition("_")
        return bool(underscore and rest and self.stem.partition("_")[2]) and prefix in _PROPER_PREFIX | {"E"}

    @property
    def all_parts(self) -> frozenset[str]:
        """The parts, and the words in brackets that are no unit."""
        return self.parts.union(*(parts_of(aside) for aside in self.asides))


@lru_cache(maxsize=2000)
def parse_name(text: str) -> ColumnName:
    """Return the parts of a column's name."""
    units: list[Any] = []
    asides: list[str] = []
    unknown = ""
    told = [part for match in _BRACKETS.finditer(text) for part in _parts_in_brackets(match[1])]
    stem = _BRACKETS.sub(" ", text)
    slash = _AFTER_SLASH.search(stem)
    if slash and not _is_in_unit(stem):
        below = slash["unit"].strip("()[] ")
        if find_unit(below) is not None or looks_like_unit(below) or not re.search(r"[^\W\d_]{5}", below):
            told.append(below)
            stem = stem[: slash.start()]
    wording = _AFTER_IN.search(stem)
    if wording and find_unit(wording["unit"]) is not None:
        told.append(wording["unit"])
        stem = stem[: wording.start()]
    for each in told:
        unit = None if each in _SYMBOLS else find_unit(each.removesuffix("."))
        if unit is not None:
            units.append(unit)
        elif each:
            unknown = unknown or (each if looks_like_unit(each) else "")
            asides.append(each)
    stem, bare = _without_unit(stem)
    if bare is not None and "h" in re.findall(r"[^\W_]+", stem) and "pc" in str(bare):
        unknown = text  # over h, the Hubble constant in units of 100: d_mpc_h
    elif bare is not None:
        units.append(bare)
    stem = stem.strip(" .,;:-_/|=*#<>'\"")
    words = tuple(word for word in re.findall(r"[^\W_]+", plain(stem)) if word != "in")
    if not units and not unknown:
        unknown = next((word for word in words if word not in _LETTERS and looks_like_unit(word)), "")
    return ColumnName(text, stem, words, parts_of(stem), tuple(units), tuple(asides), "" if units else unknown)


def _parts_in_brackets(text: str) -> list[str]:
    """Return what stands between commas in brackets where only a part of it is a unit: (km/s, LSR)."""
    parts = [part.strip() for part in re.split("[,;]", text)]
    return parts if find_unit(text) is None and any(find_unit(part) is not None for part in parts) else [text.strip()]


def parts_of(text: str) -> frozenset[str]:
    """Return the words of a text and what these are made of, in lower case and without accents."""
    return frozenset(
        part
        for spelt in (text, _HUMPS.sub(" ", text))
        for pattern in (r"[^\W_]+", r"[^\W\d_]+")
        for part in re.findall(pattern, plain(spelt))
    )


def _is_in_unit(stem: str) -> bool:
    """Return whether the slash of a name without brackets is one inside its unit: vel km/s."""
    return any("/" in part for part, _span in _spans(stem))


def _without_unit(stem: str) -> tuple[str, Any | None]:
    """Return a name without its unit, and the longest of its parts that is a unit; None where there is none."""
    for spelt in (stem, _HUMPS.sub(" ", stem)):
        for part, (first, last) in _spans(spelt):
            unit = find_unit(part)
            if unit is not None and (part.lower() == "ms" or _KINDS & set(unit.physical_type)):
                if _NUMBER_BEFORE.search(spelt[:first]):
                    return stem, None
                return f"{spelt[:first]} {spelt[last:]}", unit
    fused = _FUSED.fullmatch(stem.strip())
    if fused is None:
        return stem, None
    name, unit = (fused["name"], fused["length"]) if fused["name"] else (fused["speed"], fused["unit"])
    return name, find_unit({"ms": "m/s"}.get(unit.lower(), unit))


def _spans(stem: str) -> list[tuple[str, tuple[int, int]]]:
    """Return the parts of a name that have the words of units alone, the longest first, and where they stand.

    A single letter stands for much; it is a unit in distance_m alone.
    """
    spaced = _SIGNS.sub(lambda signs: " " * len(signs[0]), stem)
    tokens = list(_TOKEN.finditer(spaced))[-_MOST_TOKENS:]
    found = []
    for first, last in sorted(combinations(range(len(tokens) + 1), 2), key=lambda span: span[0] - span[1]):
        start, end = tokens[first].start(), tokens[last - 1].end()
        part = " ".join(spaced[start:end].split())
        is_whole = len(tokens) == 2 and first == 1 and part == "m"
        if (len(part) > 1 or is_whole) and "," not in part and is_of_unit_words(part):
            found.append((part, (start, end)))
    return found
