"""Numbers as people and spreadsheets write them in tables, and the words for those that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np

from hubble_widget.io.unit_names import find_unit, looks_like_unit
from hubble_widget.regression.columns import FloatArray, shorten
from hubble_widget.regression.parameters import to_float

MISSING_WORDS = frozenset(
    {"", "na", "n/a", "n.a.", "<na>", "nan", "nat", "null", "none", "\\n", "-", "--", "---", "–", "—", "...", "…"}
    | {"#n/a", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!"}  # of spreadsheets
)
"""In lower case."""

DecimalSign: TypeAlias = Literal[".", ",", "?"]

LOOKED_AT = 1000
"""Values by which a column is judged."""

_MINUS = str.maketrans("\N{MINUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}", "--")
_GAP = "[ '\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{RIGHT SINGLE QUOTATION MARK}]"
_GAPS_IN_THOUSANDS = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?:[.,]\d*)?")
_COMMAS_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_POINTS_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")


def is_missing(word: str) -> bool:
    """Return whether a cell says that there is nothing in it."""
    return word.strip().lower() in MISSING_WORDS or not word.strip(" \t-–—.…")


def is_number(word: str) -> bool:
    """Return whether a cell is a number, with a point or a comma."""
    return not is_missing(word) and (_to_number(word, ".") is not None or _to_number(word, ",") is not None)


def decimal_sign(words: Iterable[str], otherwise: DecimalSign = "?") -> DecimalSign:
    """Return what stands between units and tenths in all cells of a table.

    Parameters
    ----------
    words : iterable of str
    otherwise : {".", ",", "?"}
        Returned where the cells do not tell: 1,070 is one and a bit in one country and a thousand in the next.
    """
    different = {word for word in words if "," in word or "." in word}
    read = [(word, _to_number(word, "."), _to_number(word, ",")) for word in different]
    if any(point is not None and comma is None for _, point, comma in read):
        return "."
    with_comma = [point for word, point, comma in read if "," in word and comma is not None]
    return "," if None in with_comma else otherwise if with_comma else "."


def are_mostly_numbers(values: Iterable[object]) -> bool:
    """Return whether a column is one of numbers, judged by its beginning: a few cells may hold something else."""
    known = [value for value in islice(values, LOOKED_AT) if not is_missing(str(value))]
    numbers = sum(is_number(value) if isinstance(value, str) else _is_real(value) for value in known)
    return 2 * numbers > len(known)


def numbers_of(name: str, values: Sequence[object], sign: DecimalSign | None = None) -> FloatArray:
    """Return a column of words or of objects as numbers.

    Parameters
    ----------
    name : str
        Of the column, for the error.
    values : sequence
        Numbers, words for numbers, and what is missing: None, nan, or one of `MISSING_WORDS`. Among numbers, any other
        word without a digit is missing, too ("abs", "?"), unless it names a unit.
    sign : {".", ",", "?"}, optional
        See `decimal_sign`; the column's own where left out.

    Returns
    -------
    numpy.ndarray
        float64, shape (n,), nan where one is missing.

    Raises
    ------
    TypeError
        If one is neither a number nor missing; it tells which.
    """
    words = [value for value in values if isinstance(value, str)]
    sign = decimal_sign(words) if sign is None else sign
    if sign == "." and len(words) == len(values):
        with suppress(ValueError):  # of something that is missing, or written in another way
            return np.array(words, dtype=np.float64)
    forgives = are_mostly_numbers(values)
    return np.array([_number(name, row, value, sign, forgives) for row, value in enumerate(values, start=1)])


def _number(name: str, row: int, value: object, sign: DecimalSign, forgives: bool) -> float:
    if _is_real(value):
        return to_float(value)
    word = str(value)
    if is_missing(word) or (forgives and isinstance(value, str) and _says_nothing(word)):
        return np.nan
    if isinstance(value, str) and (number := _to_number(word, sign)) is not None:
        return number
    what = f"text: {shorten(word)}" if isinstance(value, str) else f"{shorten(value)} ({type(value).__name__})"
    advice = "numbers are wanted"
    if sign == "?" and _COMMAS_IN_THOUSANDS.fullmatch(_plain(word)):
        advice = f"that could be {word.replace(',', '.', 1)} or {word.replace(',', '')}; write it without a comma"
    raise TypeError(f"column {name!r} holds {what} in row {row:,}; {advice}.")


def _says_nothing(word: str) -> bool:
    """Return whether a word among numbers is none that was misread ("12 Mpc", ">3"), nor a unit that would be lost."""
    is_number = any(map(str.isdigit, word)) or _to_number(word, ".") is not None  # "inf" has no digit
    return not is_number and find_unit(word) is None and not looks_like_unit(word)


def _is_real(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, bool | np.bool_)


def _plain(word: str) -> str:
    """Return a word without blanks between thousands, and with the minus sign of a keyboard."""
    word = word.strip().translate(_MINUS)
    return re.sub(_GAP, "", word) if _GAPS_IN_THOUSANDS.fullmatch(word) else word


def _to_number(word: str, sign: DecimalSign) -> float | None:
    """Return the number that a word is; None where it is none."""
    if sign == ".":
        try:
            return float(word)
        except ValueError:
            pass  # written in another way, or no number
    word = _plain(word)
    if sign == ",":
        if _POINTS_IN_THOUSANDS.fullmatch(word):
            word = word.replace(".", "")
        word = "" if "." in word else word.replace(",", ".")
    elif sign == "." and _COMMAS_IN_THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    try:
        return float(word)
    except ValueError:
        return None
