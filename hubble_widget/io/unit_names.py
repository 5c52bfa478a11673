"""Units as people write them, in the names of columns and below: astropy knows most, and the words are here."""

from __future__ import annotations

import math
import re
import warnings
from functools import lru_cache
from typing import Any

_SPELT: dict[str, tuple[str, ...]] = {
    "pc": ("pc", "parsec"),
    "kpc": ("kpc", "kiloparsec"),
    "Mpc": ("mpc", "megaparsec"),
    "Gpc": ("gpc", "gigaparsec"),
    "lyr": ("ly", "lyr", "lightyear", "light year", "light-year"),
    "klyr": ("kly", "klyr"),
    "Mlyr": ("mly", "mlyr", "mio ly", "megalightyear"),
    "Glyr": ("gly", "glyr", "gigalightyear"),
    "AU": ("au", "astronomical unit"),
    "cm": ("cm", "centimeter", "centimetre"),
    "km": ("km", "kilometer", "kilometre"),
    "m": ("meter", "metre"),
    "1609.344 m": ("mi", "mile"),
    "s": ("sec", "second"),
    "h": ("h", "hr", "hour"),
    "km / s": ("kms", "kms-1", "km s", "km s 1", "kmps", "km ps"),
    "m / s": ("mps", "ms-1", "m s"),
    "cm / s": ("cm s",),
    "km / h": ("kph", "kmh", "km h"),
    "1609.344 m / h": ("mph",),
    "299792.458 km / s": ("c", "speed of light"),
}
_WORDS = {word: unit for unit, words in _SPELT.items() for word in words}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_VOCABULARY = frozenset(
    part for word in (*_WORDS, *_SCALES, "per", "of", "m", "s") for part in re.findall("[a-z]+", word)
)
_SCALED = re.compile(
    r"(?P<number>10 ?(?:\^|\*\*) ?[+-]?\d+|\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)? ?[x×*·]? ?"
    rf"(?P<word>{'|'.join(_SCALES)})?s? ?(?:of )?(?P<unit>\D.*)",
    re.IGNORECASE,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def is_of_unit_words(text: str) -> bool:
    """Return whether a text has no other words than the units of distances and velocities have."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and all(word in _VOCABULARY or word.removesuffix("s") in _VOCABULARY for word in words)


@lru_cache(maxsize=1000)
def find_unit(text: str) -> Any | None:
    """Return the unit of astropy that a text means.

    Parameters
    ----------
    text : str
        "Mpc", "km s-1", "million light years", "1000 km/s", "mph"; upper and lower case count as equal in what people
        write of galaxies: "mpc" is a megaparsec.

    Returns
    -------
    astropy.units.UnitBase or None
        None where it means none.
    """
    words = " ".join(re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", _power, text).split()).removeprefix("in ")
    scaled = _SCALED.fullmatch(words)
    if scaled is None:
        return None
    unit, scale = _unscaled(scaled["unit"]), _number(scaled["number"] or "1")
    scale *= _SCALES.get((scaled["word"] or "").lower(), 1.0)
    if unit is None or scale == 1:
        return unit
    from astropy import units

    return units.Unit(scale * unit) if 0 < scale < math.inf else None


def _power(match: re.Match[str]) -> str:
    return f"10^{match[1].translate(_SUPERSCRIPTS)}"


def _number(text: str) -> float:
    base, power, exponent = re.sub(r"\*\*", "^", text.replace(" ", "")).partition("^")
    try:
        return float(base.replace(",", "")) ** (int(exponent) if power else 1)
    except (OverflowError, ValueError):  # of more digits than anybody writes
        return math.inf


def _unscaled(text: str) -> Any | None:
    from astropy import units

    word = text.lower()
    known = _WORDS.get(word) or _WORDS.get(word.removesuffix("s"))
    if known is None:
        parts = re.split(r" ?/ ?| per ", text)
        known = " / ".join(
            _WORDS.get(part.lower()) or _WORDS.get(part.lower().removesuffix("s"), part) for part in parts
        )
    with warnings.catch_warnings():  # of spellings that astropy would rather not see
        warnings.simplefilter("ignore")
        try:
            return units.Unit(known)
        except Exception:  # whatever a text holds that is no unit
            return None
