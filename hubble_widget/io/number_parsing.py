"""Numbers as people and spreadsheets write them in tables, and words for missing numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np

from hubble_widget.data.columns import FloatArray, shorten
from hubble_widget.data.real_numbers import to_float
from hubble_widget.io.unit_names import find_unit, looks_like_unit

MISSING_WORDS = frozenset(
    {"", "na", "n/a", "n.a.", "<na>", "nan", "nat", "null", "none", "\\n", "-", "--", "---", "–", "—", "...", "…"}
    | {"nd", "n.d.", "n/d", "sd", "s.d.", "s/d"}  # no data, sin datos, sem dados
    | {"#n/a", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!"}  # of spreadsheets
)
"""In lower case."""

DecimalSign: TypeAlias = Literal[".", ",", "?", "?."]
"""A question mark: commas may separate thousands, or with the point, points may."""

MAX_INSPECTED = 1000
"""Number of values at the beginning of a column that decide its type."""

_SIGNS = str.maketrans(
    "\N{MINUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}"
    "\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH FULL STOP}",
    "------+.",
)
_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}\N{HAIR SPACE}"
_GAP = f"[ '{_SPACES}\N{RIGHT SINGLE QUOTATION MARK}]"
_GAPS_IN_THOUSANDS = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?:[.,]\d*)?")
_COMMAS_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_UNDERSCORES_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:_\d{3})+(?:\.\d*)?")
_MAX_NUMBER = 100
"""Longest number with what belongs to it, in characters."""

_DIGIT = re.compile(r"\d")
_ERROR = r"\d[\d.,]*(?:e[+-]?\d+)?"
_BEHIND = re.compile(
    rf"(?<=[\d.,])\s*(?:\(?\s*(?:±|∓|\+/-|-/\+|\+-|\\pm)\s*{_ERROR}\s*\)?|\({_ERROR}\)|[*†‡§:?]+"
    rf"|(?:\[(?:\d{{1,3}}|[a-z]|note \d+)\])+|\([a-z]\)|\^\{{?(?:[a-z]|[*†‡§]+)\}}?|[ᵃᵇᶜᵈᵉᶠᵍ]"
    rf"|[(^_{{\s]*(?:\+\s*{_ERROR}[\s,/^_{{}}]*-|-\s*{_ERROR}[\s,/^_{{}}]*\+)\s*{_ERROR}[)}}]*)$",
    re.IGNORECASE,
)
"""What may stand behind a number: its error (10 ± 1, 12.3(4), 10 +1 -2), a mark of a footnote ([1], ^a) or of doubt."""

_ABOUT = re.compile(r"(?:[~≈∼≃]|ca\.|circa)\s*(?=\d)", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER_OF_TEN = re.compile(
    r"(?<=[\d.,])\s*(?:[×*·]|x|\\times|\\cdot)\s*10(?:\s*(?:\^|\*\*)\s*[{(]?([-+]?\d{1,3})[})]?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))$"
)
"""Behind a number, as people write it: 1.2 × 10^3, 1.2·10³, 1.2*10**3."""

_FOOTNOTE = re.compile(r"\s*([-+]?[\d.,]+) ?(\^\{?\w+\}?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[a-z]|<sup>.*</sup>)\s*", re.IGNORECASE)
"""What may be a number with a mark, too. Its digits never belong to the number: 715¹ is not 7151."""

_FORTRAN = re.compile(r"(?<=[\d.])[dD](?=[+-]\d+$)")
_LIMIT = re.compile(r"\s*[<>≤≥≲≳]")
_WITH_UNIT = re.compile(r"\s*[-+]?[\d.,]+\s*([^\W\d].*)")
_POINTS_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")


def is_missing(word: str) -> bool:
    """Return whether a cell is empty or holds a word for a missing value."""
    return word.strip().lower() in MISSING_WORDS or not word.strip(" \t-–—.…")


def is_number(word: str) -> bool:
    """Return whether a cell holds a number, with a decimal point or a decimal comma."""
    if _DIGIT.search(word) is None:
        return word.strip(" +-").lower() in {"inf", "infinity"}
    if word[0].isalpha() and _ABOUT.match(word) is None:  # a name such as NGC 300: no need to look further
        return False
    return not is_missing(word) and (_to_number(word, ".") is not None or _to_number(word, ",") is not None)


def decimal_sign(words: Iterable[str], otherwise: DecimalSign = "?") -> DecimalSign:
    """Return the decimal sign that all cells of a table use.

    Parameters
    ----------
    words : iterable of str
    otherwise : {".", ",", "?"}
        Returned if the cells do not decide it: 1,070 may be 1.07 or 1070, depending on the country.
    """
    different = {word for word in words if "," in word or "." in word}
    read = [(word, _to_number(word, "."), _to_number(word, ",")) for word in different]
    if any(point is not None and comma is None for _, point, comma in read):
        return "."
    with_comma = [point for word, point, comma in read if "," in word and comma is not None]
    return "," if None in with_comma else otherwise if with_comma else "."


def are_mostly_numbers(values: Iterable[object]) -> bool:
    """Return whether more than half of the first values of a column are numbers; missing values do not count."""
    known = [value for value in islice(values, MAX_INSPECTED) if not is_missing(str(value))]
    numbers = sum(is_number(value) if isinstance(value, str) else _is_real(value) for value in known)
    return 2 * numbers > len(known)


def numbers_of(name: str, values: Sequence[object], sign: DecimalSign | None = None) -> FloatArray:
    """Convert a column of words or objects to numbers.

    Parameters
    ----------
    name : str
        Name of the column, for the error message.
    values : sequence
        Numbers, words for numbers, and missing values: None, nan or one of `MISSING_WORDS`. In a column of numbers, any
        other word without a digit ("abs", "?") counts as missing, too, unless it is a unit.
    sign : {".", ",", "?"}, optional
        See `decimal_sign`; by default the column itself decides.

    Returns
    -------
    numpy.ndarray
        float64, shape (n,), with nan for missing numbers.

    Raises
    ------
    TypeError
        If a value is neither a number nor missing. The message names its row.
    """
    words = [value for value in values if isinstance(value, str)]
    sign = decimal_sign(words) if sign is None else sign
    sign = "?." if sign == "." and _may_be_thousands(words) else sign
    if sign == "." and len(words) == len(values) and not any("_" in word for word in words):
        with suppress(ValueError):  # a value is missing or needs the slower way
            return np.array(words, dtype=np.float64)
    is_lenient = are_mostly_numbers(values)
    return np.array([_number(name, row, value, sign, is_lenient) for row, value in enumerate(values, start=1)])


def _number(name: str, row: int, value: object, sign: DecimalSign, is_lenient: bool) -> float:
    if _is_real(value):
        return to_float(value)
    word = str(value)
    if is_missing(word) or (is_lenient and isinstance(value, str) and _can_be_ignored(word)):
        return np.nan
    if isinstance(value, str) and (number := _to_number(word, sign)) is not None:
        return number
    content = f"text: {shorten(word)}" if isinstance(value, str) else f"{shorten(value)} ({type(value).__name__})"
    raise TypeError(f"column {name!r} holds {content} in row {row:,}; {_advice(name, word, sign)}.")


def _advice(name: str, word: str, sign: DecimalSign) -> str:
    """Return what to do about a cell that is not a number."""
    if sign == "?" and _COMMAS_IN_THOUSANDS.fullmatch(_plain(word)):
        return f"that could be {word.replace(',', '.', 1)} or {word.replace(',', '')}; write it without a comma"
    if sign == "?." and _POINTS_IN_THOUSANDS.fullmatch(_plain(word)):
        return f"that could be {word} or {word.replace('.', '')}; write it without a point"
    if _LIMIT.match(word):
        return "it must hold numbers, and a limit is none; leave the cell empty to leave out its row"
    with_unit = _WITH_UNIT.fullmatch(word)
    if with_unit is not None and looks_like_unit(with_unit[1]) and find_unit(with_unit[1]) is not None:
        return f"it must hold numbers; the unit belongs into the name of the column: '{name} ({with_unit[1].strip()})'"
    marked = _FOOTNOTE.fullmatch(word)
    if marked is not None:
        return f"it must hold numbers; if {marked[2]!r} marks a footnote, write {marked[1]}"
    return "it must hold numbers"


def _may_be_thousands(words: Iterable[str]) -> bool:
    """Return whether points may separate thousands: 133, 664, 1.794, 21.300."""
    with_point = without = 0
    for word in words:
        if "." in word:
            if not _POINTS_IN_THOUSANDS.fullmatch(word.strip()):
                return False
            with_point += 1
        elif not is_missing(word):
            if len(word.strip(" +-")) > 3:
                return False
            without += 1
    return with_point > 1 and without > 0


def _can_be_ignored(word: str) -> bool:
    """Return whether a word in a column of numbers holds neither a number ("12 Mpc", ">3") nor a unit."""
    is_number = any(map(str.isdigit, word)) or _to_number(word, ".") is not None  # "inf" has no digit
    return not is_number and find_unit(word) is None and not looks_like_unit(word)


def _is_real(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, bool | np.bool_)


def _plain(word: str) -> str:
    """Return a number as Python writes it, without spaces between thousands, errors (10 ± 1) and marks (~10, 10*)."""
    word = word.strip()
    if len(word) > _MAX_NUMBER or _DIGIT.search(word) is None:
        return word
    word = _ABOUT.sub("", word.translate(_SIGNS), count=1)
    while (shorter := _BEHIND.sub("", word)) != word:
        word = shorter
    word = _FORTRAN.sub("e", _POWER_OF_TEN.sub(_with_exponent, word))
    return re.sub(_GAP, "", word) if _GAPS_IN_THOUSANDS.fullmatch(word) else word


def _with_exponent(power: re.Match[str]) -> str:
    return f"e{(power[1] or power[2]).translate(_SUPERSCRIPTS)}"


def _to_number(word: str, sign: DecimalSign) -> float | None:
    """Convert a word to a number; return None if it is not a number. For Python 700_1 is one, in a table a footnote."""
    if sign == "." and "_" not in word:
        try:
            return float(word)
        except ValueError:
            pass  # not a number, or one with other signs
    word = _plain(word)
    if "_" in word and not _UNDERSCORES_IN_THOUSANDS.fullmatch(word):
        return None
    if sign == ",":
        if _POINTS_IN_THOUSANDS.fullmatch(word):
            word = word.replace(".", "")
        word = "" if "." in word else word.replace(",", ".")
    elif sign == "." and _COMMAS_IN_THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    elif sign == "?." and _POINTS_IN_THOUSANDS.fullmatch(word):
        return None
    try:
        return float(word)
    except ValueError:
        return None
