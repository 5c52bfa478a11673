"""Units as people write them in tables. astropy reads most of them; this module adds words and other spellings."""

from __future__ import annotations

import math
import re
import warnings
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from unicodedata import category, normalize

_SPELLED: dict[str, tuple[str, ...]] = {
    "pc": ("pc", "parsec", "пк", "парсек", "парсеки", "秒差距"),
    "kpc": ("kpc", "kpsec", "kiloparsec", "кпк", "килопарсек", "千秒差距"),
    "Mpc": ("mpc", "m pc", "mpsec", "mparsec", "m parsec", "megaparsec", "мпк", "м пк", "мегапарсек", "百万秒差距"),
    "Gpc": ("gpc", "gigaparsec"),
    "lyr": (
        *("ly", "l.y", "l y", "a.l", "a l", "lyr", "lj", "lichtjahr", "lichtjahre", "lichtjahren"),
        *("lt-yr", "lt yr", "ltyr", "light yr", "light-yr"),
        *("lightyear", "light year", "light-year", "lichtjaar", "ljusar", "lysar", "lat swietlnych", "valovuotta"),
        *("св. л", "св л", "l. sw", "l sw", "fenyev", "ετη φωτος", "ısık yılı", "isik yili", "tahun cahaya"),
        *("svetelnych let", "ani lumina", "ani-lumina"),
        *("св. лет", "св лет", "световых лет", "光年", "광년"),
        *("annees lumiere", "annees-lumiere", "annee-lumiere", "anos luz", "anos-luz", "anni luce", "anni-luce"),
    ),
    "klyr": ("kly", "klyr"),
    "1e4 lyr": ("万光年", "萬光年"),
    "Mlyr": (
        *("mly", "mlyr", "m ly", "m.l.y", "m l y", "ml.y", "ml y", "m.a.l", "m a l", "mlj", "mal"),
        *(
            "megalightyear",
            "megalight year",
            "m light year",
            *("m light yr", "m light-yr", "m lt-yr", "m lt yr", "mlt-yr", "mlt yr", "mltyr", "m al"),
            *("백만 광년", "백만광년", "mla"),
            "m lightyear",
            "megalichtjahr",
            "megalichtjahre",
            "百万光年",
        ),
    ),
    "1e8 lyr": ("亿光年", "億光年"),
    "Glyr": ("gly", "glyr", "gigalightyear"),
    "AU": ("au", "astronomical unit"),
    "cm": ("cm", "centimeter", "centimetre"),
    "km": ("km", "kilometer", "kilometre", "kilometern", "kilometro", "chilometri", "quilometro", "км", "公里", "千米"),
    "m": ("meter", "metre", "metern", "metro", "metri", "м", "米"),
    "1609.344 m": ("mi", "mile"),
    "s": ("s", "sec", "second", "sek", "sekunde", "seconde", "segundo", "secondo", "seg", "с", "сек", "秒"),
    "h": ("h", "hr", "hour"),
    "km / s": (
        "千米每秒",
        "公里每秒",
        "kms",
        "kms-1",
        "km s",
        "km s 1",
        "km sec-1",
        "km sec^-1",
        "km sec 1",
        "kmps",
        "km ps",
    ),
    "m / s": ("mps", "ms-1", "m s", "m s 1", "m/s"),
    "cm / s": ("cm s",),
    "km / h": ("kph", "kmh", "km h"),
    "1609.344 m / h": ("mph",),
    "299792.458 km / s": ("c", "speed of light"),
}
_WORDS = {word: unit for unit, words in _SPELLED.items() for word in words}
_SCALES = {
    **dict.fromkeys(("thousand", "tausend", "tsd", "mille", "mil", "mila", "kilo", "тыс"), 1e3),
    **dict.fromkeys(("million", "millionen", "millione", "milioni", "millones", "milhoes", "mio", "mill", "mega"), 1e6),
    **dict.fromkeys(("miljoner", "miljoonaa", "miljoen", "milj", "millioner", "milionow", "mln", "млн"), 1e6),
    **dict.fromkeys(("millio", "εκατ", "εκατομμυρια", "milyon", "juta", "milionu", "milioane"), 1e6),
    **dict.fromkeys(("billion", "milliarde", "milliarden", "milliard", "miliardi", "mrd", "mld", "giga", "млрд"), 1e9),
}
_OTHER_SCALES = frozenset(
    {"tens", "dozens", "hundreds", "hundred", "hundert", "trillion", "trillions", "quadrillion", "quintillion"}
)
_PER = ("per", "par", "por", "pro", "al")
_OF = ("of", "de", "d'", "di")
_VOCABULARY = frozenset(
    part for word in (*_WORDS, *_SCALES, *_PER, "of", "de", "di", "m", "s") for part in re.findall(r"[^\W\d_]+", word)
)
_OF_LENGTH = frozenset(
    part
    for unit in ("pc", "kpc", "Mpc", "Gpc", "lyr", "klyr", "Mlyr", "Glyr", "km", "km / s")
    for word in _SPELLED[unit]
    for part in re.findall("[a-z]+", word)
    if part not in {"s", "d", "ps"} and len(part) > 1
) - {"light", "year", "lt", "yr", "giga", "mega", "kilo", "anos", "anni", "luz", "luce"}
"""Words that are always units in the name of a column."""

_OTHER_UNITS = frozenset(
    {"furlong", "league", "fathom", "yard", "foot", "feet", "inch", "knot", "warp"} | {"myr", "gyr"}
)
"""Words for units of length, speed and time that no table of galaxies uses for these quantities."""

_SCALED = re.compile(
    r"(?:[x×*·] ?)?(?P<number>10 ?(?:(?:\^|\*\*) ?[+-]?|[+-])\d+|\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)? ?[x×*·]? ?"
    rf"(?:(?P<word>{'|'.join(sorted(_SCALES, key=len, reverse=True))})s?\.?(?![a-z])[ -]?)? ?"
    rf"(?:(?:{'|'.join(_OF)})(?: |(?<='))(?=[a-z]))?(?P<unit>[^\d+-].*)",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?:\bin(?: units of)? |[(\[{])((?:(?!\bin )[^()\[\]{}])+)[)\]}]?\W*$", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LATEX = re.compile(r"\\(?:mathrm|text|rm|[,;: ])|[${}~]")
_LITTLE_H = re.compile(r"h\d* ?(?:\^|\*\*)? ?[({]?[-−⁻][1¹][)}]?|pc ?/ ?h\d*|h_?\d+", re.IGNORECASE)
"""Units with h, the Hubble constant in units of 100 km/s/Mpc. Its value is unknown, so they cannot be converted."""

_ACCENTED = re.compile("[à-öø-ÿĀ-ſ]")
_POWER = re.compile(r"\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]")
_LIKE_PARSEC = re.compile(r"[kMG]p[a-z]{1,2}|[a-z]{1,2}[kmg]pc", re.IGNORECASE)
_NO_UNIT = frozenset({"dimensionless", "unitless", "none", "1", "n/a"})
_NO_UNITS_OF_GALAXIES = frozenset({"volume", "data quantity", "bandwidth"})


_LETTERS = str.maketrans("µł", "μl")
"""Letters that Unicode does not split into a plain letter and an accent."""


def plain(text: str) -> str:
    """Return a text in lower case without accents."""
    characters = normalize("NFD", text.lower().translate(_LETTERS))
    return normalize("NFC", "".join(character for character in characters if category(character) != "Mn"))


def names_a_scale(word: str) -> bool:
    """Return whether a word means thousands, millions or billions, or another number that no unit here has."""
    return word in _OTHER_SCALES or (len(word) > 4 and word.removesuffix("s") in _SCALES)


def is_of_unit_words(text: str) -> bool:
    """Return whether all words of a text occur in units of distance or velocity."""
    words = re.findall(r"[^\W\d_]+", plain(text))
    return bool(words) and all(word in _VOCABULARY or word.removesuffix("s") in _VOCABULARY for word in words)


def looks_like_unit(text: str) -> bool:
    """Return whether a text that `find_unit` does not know is probably a unit, because of a word or an exponent."""
    words = re.findall(r"[^\W\d_]+", plain(text))
    known = _OF_LENGTH | _OTHER_UNITS
    if any(word in known or word.removesuffix("s") in known for word in words) or {"light", "years"} <= {*words}:
        return True
    is_misspelled = any(
        len(word) > 4 and get_close_matches(word.removesuffix("s"), _LONG, cutoff=0.8) for word in words
    )
    return is_misspelled or _POWER.search(text) is not None or _LIKE_PARSEC.fullmatch(text.strip()) is not None


_LONG = sorted(word for word in _OF_LENGTH if len(word) > 5)


def stated_unit(text: object) -> Any | None:
    """Return the astropy unit that a table states for a column.

    An empty text gives None. An unknown unit gives a unit that does not convert.
    """
    from astropy import units

    if isinstance(text, units.UnitBase):
        return text
    stripped = "" if str(text).lower() in _NO_UNIT else str(text or "").strip(" -")
    known = find_unit(stripped) if stripped else None
    if known is None and is_by_h(stripped):  # not an hour
        return units.UnrecognizedUnit(stripped)
    return known if known is not None or not stripped else units.Unit(stripped, parse_strict="silent")


def is_by_h(unit: str) -> bool:
    """Return whether a unit of distance is multiplied or divided by h."""
    return "pc" in unit.lower() and _LITTLE_H.search(unit) is not None


def unit_at_end(text: str) -> str:
    """Return a unit of length or speed that a text is, or that ends it: "distance, in Mly"; else an empty text."""
    at_end = _AT_END.search(text)
    for candidate in (text, at_end[1] if at_end else ""):
        unit = find_unit(candidate) if candidate.strip() else None
        if unit is not None and str(unit.physical_type) in ("length", "speed/velocity"):
            return candidate.strip()
    return ""


@lru_cache(maxsize=1000)
def find_unit(text: str) -> Any | None:
    """Return the astropy unit for a text.

    Parameters
    ----------
    text : str
        For example "Mpc", "km s-1", "million light years", "1000 km/s" or "mph". Units of galaxies may be in upper or
        lower case: "mpc" is a megaparsec.

    Returns
    -------
    astropy.units.UnitBase or None
        None if the text is not a unit.
    """
    text = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", _power, _LATEX.sub(" ", text))
    words = " ".join(re.sub(r"(?<!\d)\s*[·⋅∙•]\s*", " ", text).strip(" .,;:").split())
    words = re.sub(r"^(?:in|en|em|units?:|unit of) ", "", words, flags=re.IGNORECASE)
    if words == "in" or is_by_h(words):  # no table is in inches
        return None
    scaled = _SCALED.fullmatch(words if words.isascii() else _ACCENTED.sub(lambda letter: plain(letter[0]), words))
    if scaled is None:
        return None
    if (scaled["word"] or "").lower() == "mil" and scaled["unit"].lower().startswith("l"):
        return None  # an English million, or the thousand of "mil años luz"
    unit, scale = _unscaled(scaled["unit"]), _number(scaled["number"] or "1")
    if unit is None or not _is_power_of_ten(scale):
        return None
    scale *= _SCALES.get((scaled["word"] or "").lower(), 1.0)
    if scale == 1:
        return unit
    from astropy import units

    return units.Unit(scale * unit)


def _power(match: re.Match[str]) -> str:
    return f"10^{match[1].translate(_SUPERSCRIPTS)}"


def _number(text: str) -> float:
    base, power, exponent = re.sub(r"\*\*|(?<=^10)(?=[+-])", "^", text.replace(" ", "")).partition("^")
    try:
        return float(base.replace(",", "")) ** (int(exponent) if power else 1)
    except (OverflowError, ValueError):  # too many digits
        return math.inf


def _is_power_of_ten(scale: float) -> bool:
    """Return whether a scale is a power of ten. Other numbers are no part of a unit: R writes 10.3 kpc for 10^3 kpc."""
    return 0 < scale < math.inf and abs(math.log10(scale) - round(math.log10(scale))) < 1e-9


def _unscaled(text: str) -> Any | None:
    from astropy import units

    known = _word(text)
    if known is None:
        parts = re.split(rf" ?/ ?| (?:{'|'.join(_PER)}) ", text)
        known = " / ".join(_word(part) or part for part in parts)
    with warnings.catch_warnings():  # astropy warns about old spellings
        warnings.simplefilter("ignore")
        for spelling in (known, plain(text)) if is_of_unit_words(text) else (known,):
            if not _may_be_unit(spelling):
                continue
            try:
                unit = units.Unit(spelling)
            except Exception:  # any text may arrive here
                continue
            return unit if _is_of_galaxies(unit) else None
    return None


def _may_be_unit(text: str) -> bool:
    """Return whether astropy knows all words of a text: to refuse one takes it long, for it looks for similar words."""
    from astropy import units

    known = units.get_current_unit_registry().registry
    return not text.isascii() or all(word in known for word in re.findall(r"(?<![\w.])[A-Za-z_]+", text))


def _word(text: str) -> str | None:
    word = plain(text).strip()
    return _WORDS.get(word) or _WORDS.get(word.removesuffix("s"))


def _is_of_galaxies(unit: Any) -> bool:
    """Return whether a unit may occur in a table of galaxies. (TF) means Tully and Fisher, not terafarad."""
    try:
        bases = unit.decompose().bases
        return all(base.name != "A" for base in bases) and not _NO_UNITS_OF_GALAXIES & set(unit.physical_type)
    except (AttributeError, TypeError, ValueError):  # magnitudes and other logarithms
        return True
