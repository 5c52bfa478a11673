"""Parts of the name of a column: words, units, and text in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any
from unicodedata import normalize

from hubble_widget.io.unit_names import find_unit, is_of_unit_words, looks_like_unit, names_a_scale, plain

_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*(?:[({][^()\[\]{}]*[)}][^()\[\]{}]*)?)[)\]}]")
"""Text in brackets, perhaps with brackets inside: (km s^(-1))."""

_SUBSCRIPT = re.compile(r"_\{\s*(?:\\(?:rm|mathrm|text|it)\b\s*)?\{?([^{}]*)\}?\}")
_INDEX = re.compile(r"(?<![^\W_])([^\W\d_]) ?[(\[](\d{2,}|\d+\.\d+)[)\]]")
"""Subscripts are a part of the name, in LaTeX and as the number of a letter: W_{50}, R[25]."""

_SUN = re.compile(r"(?<=[vV]_)[⊙☉]|(?<=[vV])[⊙☉]")
_AXIS = re.compile(r"^\s*[xy]\s*[:=]\s*(?=\S)", re.IGNORECASE)
"""An axis before what it shows: x = D."""

_AFTER_SLASH = re.compile(r"(?<=[\w)\]. ])\s*/\s*(?P<unit>[^/].*)$")
"""A unit after a slash, as physicists label a column: v / m s^-1."""

_AFTER_IN = re.compile(r"\sin\s+(?:units of\s+)?(?P<unit>.+)$")
_NUMBER_BEFORE = re.compile(r"(?<![^\W_])(?:[x×]?\d[\d.,⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*|mn|mm|bn|mil)[\s.^*x×_]*$", re.IGNORECASE)
"""A number before a unit that is no part of it: R writes 10.3.kpc for 10^3 kpc; and what may be one: Mn light years."""

_SIGNS = re.compile(r"(?<!\d)[._]+|[._]+(?!\d)")
"""Signs that replace a space in the names of columns: vel_km_s, R..kpc."""

_CAMEL_CASE = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MADE = re.compile(r"=|\b(?:from|by|via)\b")
_LETTERS_ALONE = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Zα-ωΑ-Ω]")
_TOKEN = re.compile(r"[^\W\d_]+(?:(?:\^|\*\*)?[({]?[-+−⁻]?\d+[)}]?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?|\d[\d.,]*(?:(?:\^|\*\*)[-+]?\d+)?")
_FUSED = re.compile(
    r"(?P<name>distances?|dist|dl?|r)(?P<length>[kmg]?pc|[kmg]?ly)|(?P<speed>velocity|vel|v|cz)(?P<unit>kms|kmps|ms|mps)",
    re.IGNORECASE,
)
"""A name and its unit in one word: dmpc, vkms."""

_BY_H = re.compile(
    r"(?<![^\W_])h(?:inv|_?(?:50|6\d|7\d|100)?(?:[-−_.]{0,2}1)?)(?![^\W_]| ?=)|(?i:[kmg]pc)(?:over|per)?h\d*(?![^\W_])"
)
"""The little h beside a distance: dist_h70_mpc, D (Mpc)/h, dist_mpcoverh."""

_UNCLEAR = object()
"""In place of a unit with a number before it that may be a part of it."""

_SYMBOLS = frozenset("dDrRvVz")
"""In brackets these are symbols of a formula, not units: Distance (d)."""

_LETTERS = frozenset("mhsc")
_KINDS = frozenset({"length", "speed"})
_MOST_TOKENS = 10
_PROPER_PREFIX = frozenset("efnlqruoxw")
"""Letters before an underscore that mark a VizieR column as errors, flags, counts, limits, qualities, references ..."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """Parts of the name of a column.

    Attributes
    ----------
    text : str
        The whole name.
    stem : str
        The name without units and brackets.
    words : tuple of str
        Words of the stem, in lower case and without accents, from left to right.
    parts : frozenset of str
        The words and their parts: velDisp has vel and disp, v3k has v and k.
    units : tuple
        The astropy units in the name, those in brackets first.
    annotations : tuple of str
        Text in brackets or after a slash that is not a unit: (LEDA).
    unknown : str
        Text that looks like a unit but is not a known one; empty if there is none.
    """

    text: str
    stem: str
    words: tuple[str, ...]
    parts: frozenset[str]
    units: tuple[Any, ...]
    annotations: tuple[str, ...]
    unknown: str

    @property
    def letter(self) -> str:
        """The stem if it is a single letter, perhaps with how it is made (v = cz, v from redshift); else empty."""
        defined = _MADE.split(self.stem)[0].strip(" $")
        return defined if len(defined) == 1 and defined.isalpha() else ""

    @property
    def is_symbol(self) -> bool:
        """Whether the name is no word but a symbol: a letter with others, a number or a sign, or a few capitals.

        W20c, V_Si, Δv, HWZI. A word has four letters, or letters of another script than ours and the Greek.
        """
        letters = _LETTERS_ALONE.findall(_CAMEL_CASE.sub(" ", normalize("NFKC", self.stem)))
        if not letters:
            return bool(self.joined)
        if len(letters[0]) == 1 and not _OTHER_SCRIPT.match(letters[0]):
            return True
        is_phrase = len(letters) > 1 and all(len(each) > 2 for each in letters)
        return not is_phrase and not any(
            _OTHER_SCRIPT.search(each) or (len(each) > 3 and not (len(each) == 4 and each.isupper()))
            for each in letters
        )

    @property
    def joined(self) -> str:
        """The words without spaces: v_hel and vHel give vhel."""
        return "".join(self.words)

    @property
    def is_prefixed(self) -> bool:
        """Whether a prefix of VizieR says that this column describes another one: e_Vhel."""
        prefix, underscore, rest = self.text.partition("_")
        return bool(underscore and rest and self.stem.partition("_")[2]) and prefix in _PROPER_PREFIX | {"E"}

    @property
    def all_parts(self) -> frozenset[str]:
        """The parts, and those of the annotations."""
        return self.parts.union(*(parts_of(aside) for aside in self.annotations))


_WIDE_SIGNS = str.maketrans("（）［］｛｝／∕⁄", "()[]{}///")
"""Brackets as they are typed among Chinese and Japanese words, and slashes of other kinds."""


@lru_cache(maxsize=2000)
def parse_name(text: str) -> ColumnName:
    """Split the name of a column into its parts."""
    units: list[Any] = []
    annotations: list[str] = []
    unknown, written, text = "", text, text.translate(_WIDE_SIGNS)
    text = _INDEX.sub(r"\1_\2", _SUBSCRIPT.sub(r"_\1", _AXIS.sub("", text)))
    text = _SUN.sub("odot", text)
    candidates = [part for match in _BRACKETS.finditer(text) for part in _parts_in_brackets(match[1])]
    stem = _BRACKETS.sub(" ", text)
    slash = _AFTER_SLASH.search(stem)
    if slash and not _is_in_unit(stem):
        below = slash["unit"].strip("()[] ")
        if find_unit(below) is not None or looks_like_unit(below) or not re.search(r"[^\W\d_]{5}", below):
            candidates.append(below)
            stem = stem[: slash.start()]
    after_in = _AFTER_IN.search(stem)
    if after_in and find_unit(after_in["unit"]) is not None:
        candidates.append(after_in["unit"])
        stem = stem[: after_in.start()]
    for candidate in candidates:
        unit = None if candidate in _SYMBOLS else find_unit(candidate.removesuffix("."))
        if unit is not None:
            units.append(unit)
        elif candidate:
            unknown = unknown or (candidate if looks_like_unit(candidate) else "")
            annotations.append(candidate)
    stem, stem_unit = _without_unit(stem)
    if stem_unit is not None:
        units.append(stem_unit)
    if stem_unit is _UNCLEAR or _is_by_h(text, units):
        unknown, units = text, []
    stem = stem.strip(" .,;:-_/|=*#<>†‡$~'\"")
    words = tuple(word for word in re.findall(r"[^\W_]+", plain(stem)) if word != "in")
    if any(map(names_a_scale, words)):  # Distance_ly_million: the unit that was found is a part of one
        unknown, units = text, []
    phrases = (*(word for word in words if word not in _LETTERS), " ".join(words))
    unknown = unknown or next(filter(looks_like_unit, phrases), "")
    return ColumnName(written, stem, words, parts_of(stem), tuple(units), tuple(annotations), "" if units else unknown)


def _is_by_h(text: str, units: Sequence[Any]) -> bool:
    """Return whether a distance is multiplied or divided by h, the Hubble constant in units of 100 km/s/Mpc."""
    by_h = _BY_H.search(text)
    return by_h is not None and (by_h[0][0] != "h" or any("pc" in str(unit) for unit in units))


def _parts_in_brackets(text: str) -> list[str]:
    """Split text in brackets at commas if only a part of it is a unit: (km/s, LSR)."""
    parts = [part.strip() for part in re.split("[,;]", text)]
    return parts if find_unit(text) is None and any(find_unit(part) is not None for part in parts) else [text.strip()]


def parts_of(text: str) -> frozenset[str]:
    """Return the words of a text and the parts of these words, in lower case and without accents."""
    return frozenset(
        part
        for variant in (text, _CAMEL_CASE.sub(" ", text))
        for pattern in (r"[^\W_]+", r"[^\W\d_]+")
        for part in re.findall(pattern, plain(variant))
    )


def _is_in_unit(stem: str) -> bool:
    """Return whether the slash in a name without brackets is a part of its unit: vel km/s."""
    return any("/" in part for part, _span in _spans(stem))


def _without_unit(stem: str) -> tuple[str, Any | None]:
    """Return a name without its unit, and the unit, which is the longest part that is one; None if there is none."""
    for variant in (stem, _CAMEL_CASE.sub(" ", stem)):
        for part, (first, last) in _spans(variant):
            unit = find_unit(part)
            if part.replace(" ", "").lower() == "ms" and last - first == len(variant.strip()):
                continue  # Hubble's m_s were magnitudes of stars
            if unit is not None and (part.lower() == "ms" or _KINDS & set(unit.physical_type)):
                if _NUMBER_BEFORE.search(variant[:first]):
                    return stem, _UNCLEAR
                return f"{variant[:first]} {variant[last:]}", unit
    fused = _FUSED.fullmatch(stem.strip())
    if fused is None:
        return stem, None
    name, unit = (fused["name"], fused["length"]) if fused["name"] else (fused["speed"], fused["unit"])
    return name, find_unit({"ms": "m/s"}.get(unit.lower(), unit))


def _spans(stem: str) -> list[tuple[str, tuple[int, int]]]:
    """Return the parts of a name that consist of words for units, the longest first, and their positions.

    A single letter may mean many things. It counts as a unit only as the m of distance_m.
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
