"""What texts beside a table, in any format, say of units and contents: comments, titles, descriptions of columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from hubble_widget.io.columns.mentions import mentioned, quantity_of
from hubble_widget.io.columns.words import KEYS_OF_NAMES
from hubble_widget.io.unit_names import find_unit, is_of_unit_words, looks_like_unit, names_a_scale, plain, unit_at_end
from hubble_widget.messages import message

NUMBERED = re.compile(r"(?:col(?:umn)?\.?\s*)?\(?(\d{1,3})\s*[\s:.)=-]\s*(\S.*)", re.IGNORECASE)
_OF_A_NAME = re.compile(r"([^:=]+?)\s*(?:[:=–—]|\s-\s)\s*([^:=]+)")
"""The name of a column, and what it holds: Dist: distance, in Mly."""

_WITH_UNIT = re.compile(
    r"(?P<name>[^\W\d][^()\[\]{}|;,#]*?)(?:\s*[,:/=]|\s+in)?(?:\s*[(\[{](?P<unit>(?:[^()\[\]{}]|[({][^()\[\]{}]*[)}])+)[)\]}]|\s+(?P<unbracketed>\S+))"
)
_BY_H = (
    r"[kMG]?pc[ $]*h_?\d{0,3} ?(?:\^|\*\*)? ?[({]?[-−⁻][1¹]|"
    r"h_?\d{0,3} ?(?:\^|\*\*)? ?[({]?[-−⁻][1¹][)}^$]{0,3} ?[kMG]?pc"
)
"""A unit with the little h, whose value nobody but the author knows: h^-1 Mpc, $h^{-1}$ Mpc."""

_LENGTHS = re.compile(
    rf"[kMG]?pc ?/ ?h\d*(?![^\W_])|{_BY_H}|"
    r"(?P<usual>Mpc|Mega[- ]?parsecs?|Мпк|мегапарсек|百万秒差距|メガパーセク)|[百千万億]*(?:光年|秒差距)|"
    r"(?<![^\W_/])(?:[kG]?pc|(?:kilo|giga)?parsecs?|[кГ]?пк|(?:кило|гига)?парсек\w*|[kMG]?lyr?|light[- ]?years?|"
    r"M\. ?l\. ?y\.?|(?:(?:Mio|Mrd)\.? ?|M)?Lj|Lichtjahren?|св(?:\.|етовых) лет|(?<=[ei]n )Mal|(?<=[(\[])Mal|"
    r"ann[ée]es[- ]lumi[èe]re|a[ñn]os[- ]luz|anni[- ]luce|furlongs?|"
    r"(?P<everyday>AU|(?:[kc]|kilo|centi)?m(?:[eè]t(?:er|re)[ns]?)?(?! ?(?:[/.·*] ?)?(?:s|h|per|pro|par|por|al))))"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_SPEEDS = re.compile(
    r"(?P<usual>k(?:ilo)?m(?:[eè]t(?:er|re|ro|ri)[ns]?)?(?: ?/ ?| (?:per|pro|par|por|al) )s|км ?/ ?с|公里|千米)|"
    r"(?<![^\W_])(?:(?:c?m(?:[eè]t(?:er|re|ro|ri)[ns]?)?(?: ?/ ?| (?:per|pro|par|por|al) )"
    r"s(?:ec(?:ond[oei]?)?|ekunde|egundo)?|c?m s ?\^?[-−]1|м ?/ ?с|km ?/ ?h|mph)|"
    r"miles?(?: ?/ ?| per )(?:s(?:ec(?:ond)?)?|h(?:our)?)|(?:units?|fractions?) of (?:c|the speed of light))(?![^\W_])",
    re.IGNORECASE,
)
"""Units of distance and of speed; "usual" are Mpc and km/s. Those of "everyday" mostly belong to something else."""

_BEFORE_QUANTITIES = frozenset(
    {"the", "all", "and", "und", "die", "les", "las", "los", "et", "y", "e", "recession", "recessional", "radial"}
)
_BEFORE_UNITS = frozenset(
    {"", "in", "en", "em", "w", "в", "of", "all", "unit", "units"}
    | {
        "is",
        "are",
        "given",
        "expressed",
        "measured",
        "listed",
        "quoted",
        "stated",
        "sind",
        "son",
        "estan",
        "sont",
        "sono",
    }
)
"""Words before a quantity, and between it and its unit, that change nothing: All distances are given in Mly."""

_BEGIN = re.compile(
    r"(?:.*(?:[.;,]|[(\[](?!\s*(?:in|en|em)\b))\s*)?(?:(?:note|notes|units?|remarks?)\s*:)?\s*[(\[]?", re.IGNORECASE
)
"""What may stand before such a sentence."""

_END = re.compile(r"\s*(?:[)\]}]\s*)?(?:$|[.;,!]|and\b|und\b|et\b|y\b|e\b)", re.IGNORECASE)
"""What may stand behind it. "Distances in kpc for the Local Group" is no statement about all of them."""

_SCALE = re.compile(r"(?:(?P<word>[^\W\d_]+)\.?(?: of| de| di| d['’])?|(?P<number>\b1[\d ,^*]*))\s*$")
"""What may stand before a unit as its scale: million light years, millions of light years, 1000 km/s."""

_NAME_IN = re.compile(r"([^\W\d][\w.]*)(?: is| are)?(?: given)? in (?:units of )?([^,;:()]+)")
_IN_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*[^\W\d_][^()\[\]{}]*)[)\]}]?\W*$")
_FLAGS = re.compile(r"(^|: )(?:\?(?:=\S*)? )?\[[^\]]*\]\??(?:=\S*)? ?")
"""What stands before descriptions in VizieR's catalogs: limits, and numbers for missing ones."""

_VERBS = (
    r"(?:(?:is|are|was|were)(?: (?:given|listed|expressed|stored))?(?: as)?|(?:is |are )?in|as|holds?|has|contains?|"
    r"denotes?|means?|stands for)"
)
_ARTICLES = r"(?:the |a |an )?"
_ABOUT_ALL = re.compile(
    rf"(?:^|[.;,(] ?)(?:the |all )*(?P<all>\w+) {_VERBS} {_ARTICLES}(?P<what>[^,;.=()]+?)\s*(?=$|[,;.()])",
    re.IGNORECASE,
)
"""A sentence about what all distances or velocities are: Distances are given as distance moduli."""

_BESIDE_A_QUANTITY = re.compile(
    r"(?:^|\s+)(?:of|from|in|for|at|to|by|with|within|via|on|relative|corrected (?:for|to)|derived|based|computed|"
    r"measured|after|using|times|see|about|assuming|adopting|excluding|ignoring|without|calculated|estimated|through|"
    r"rather)\b|\s*[,;]|\.(?:\s|$)|(?<=[\w ])[(\[]",
    re.IGNORECASE,
)
"""What may stand behind the words for a quantity: distance from Cepheids, velocity corrected for infall."""

_OF_ANY = (
    r"(?:(?:common|decimal|natural) )?"
    r"(?:logarithms?|log10|(?:log|ln|lg)(?:$|(?= ?(?:\(|d\b|v\b|r\b|cz|dist|vel|of))))\b.*|"
    r"(?:(?!.*dist).* )?mag(?:nitudes?)?|"
    r"(?:.* )?(?:errors?|uncertaint(?:y|ies)|residuals?)|(?:residual|rms) .*"
)
_REDSHIFTS = r"(?:.* )?(?:red ?shifts?|(?<!c )z)"
_OTHER_QUANTITY = {
    "distance": re.compile(
        rf"{_OF_ANY}|{_REDSHIFTS}|(?:.*\b)?(?:modul(?:us|i|e)|distanzmodul|entfernungsmodul)(?: mu| μ)?|mu|μ|dm|"
        r"\(?m ?- ?M\)?0?|(?:.*\b)?dist(?:ance)?\.? ?mod\.?|"
        r"parallax(?:es)?|arcmin(?:utes)?|arcsec(?:onds)?|degrees?|mas|(?:.* )?(?:radius|diameter)|"
        r"(?:.* )?(?:heights?|separations?|(?:major|minor) ax[ie]s|size|scale length|offset|impact parameter)|"
        r"(?:.* )?(?:class|richness)|declination|(?!.*dist)(?:.* )?(?:brightness|extinction)|(?:\w[- ])?band|d ?25|"
        r"(?:.* )?(?:projected|angular|clustercentric|galactocentric) (?:distances?|separations?)",
        re.IGNORECASE,
    ),
    "velocity": re.compile(
        rf"{_OF_ANY}|{_REDSHIFTS}|(?:.*\b)?dispersions?|(?:.* )?(?:fwhm|hwhm|(?:line ?)?widths?)|w ?[25]0|"
        r"sigma(?:[ _].*)?|σ.*|peculiar|v_?max|(?:v|vel|velocity|cz) ?/ ?(?:c|\d+|h_?0?|d)|"
        r"(?:.*\b)?amplitude|rotation curve.*|flat part|(?:max|min)(?:imum)?|"
        r"(?:.* )?(?:rotation(?:al)?|peculiar|dispersion|escape|infall|ejecta|orbital|tangential|"
        r"transverse|circular|outflow|wind|"
        r"internal|photospheric|turbulent|angular) (?:velocit\w+|speeds?|motions?)",
        re.IGNORECASE,
    ),
}
"""Descriptions of a column, without what stands behind, that contradict its name."""

_OF_OTHER_PLACES = re.compile(
    r"\b(?:distance|height|separation) (?:from (?:the )?(?:galactic )?(?:cent(?:er|re)|cluster(?! member)|bcg)|"
    r"to (?:the )?(?:cent(?:er|re) of the cluster|virgo(?! (?:cluster )?members?)|bcg)|"
    r"(?:from|to|above) (?:the )?(?:(?:galactic )?(?:plane|disk)|m ?\d+|ngc ?\d+|nearest|neighbou?r)|on the sky)\b|"
    r"\bvelocity relative to (?:the )?(?:cluster|bcg|host|systemic)\b|"
    rf"{_BY_H}|"
    r"\bdistance ?/ ?h\b|"
    r"\bin (?:mag(?:nitudes?)?|arcmin\w*|arcsec\w*|degrees|mas)\b",
    re.IGNORECASE,
)
_SPEED = re.compile(r"\bcz\b|k?m ?/ ?s|k?m s-1", re.IGNORECASE)
"""With one of these, redshifts are called so but given as velocities."""

_COMPUTED = re.compile(r"\b(?:times|multiplied|divided)\b|[*×]", re.IGNORECASE)

_ERRORS = re.compile(
    r"(?<![^\W_])(?:err(?:or)?s?|uncertaint(?:y|ies)|fehler|unsicherheit(?:en)?|erreurs?|incertitudes?|errores)(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE_UNIT = re.compile(r"(?:\b(?:in|are|and|und|et|y|en)|[(\[,:])\s*$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?<![\d.])(?<!\d )%|(?<!\d )\b(?:per ?cent|prozent|pourcent)\b|"
    r"\b(?:dex|relative|fractional|fraction|log\w*|modul\w+|mag\w*)\b",
    re.IGNORECASE,
)
"""Words for errors in no unit of the quantity. "10 %" is the size of an error, not its unit."""

_MAX_LINE = 100
"""A longer line, in characters, is prose."""

_MAX_TEXT = 10_000
"""Number of characters of a text that are looked at."""

_OF_COLUMNS = re.compile(rf"^(?:{'|'.join(KEYS_OF_NAMES)}|schema)$|units?(?![^\W_])", re.IGNORECASE)
"""Keys of lists of columns, and of units."""

_MAX_TEXTS = 1_000
_MAX_DEPTH = 5


def texts_within(value: object, names: Collection[str], key: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the lines of the texts in what describes a table: mappings and lists, perhaps within others.

    A text whose key is the name of a column stands behind it. Lists of the columns' names and units are left out.
    """
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, str):
        for line in value[:_MAX_TEXT].splitlines():
            yield f"{key}: {line}" if key in names else line
    elif depth <= _MAX_DEPTH and isinstance(value, Mapping):
        labels = (value.get(label) for label in ("name", "column", "field"))
        named = next((label for label in labels if isinstance(label, str) and label in names), None)
        for name, inner in [*value.items()][:_MAX_TEXTS]:
            own = key if key in names else str(name)
            yield from texts_within(inner, names, own if named is None else named, depth + 1)
    elif depth <= _MAX_DEPTH and isinstance(value, list | tuple):
        is_of_columns = _OF_COLUMNS.search(key) and not any(isinstance(inner, Mapping) for inner in value)
        for inner in () if is_of_columns else value[:_MAX_TEXTS]:
            yield from texts_within(inner, names, key, depth + 1)


def units_by_name(texts: Iterable[str], names: Sequence[str]) -> list[str]:
    """Return the unit that a text gives for each name, an empty text for the others.

    It may be "dist: kpc", "Column 2: dist (kpc)", "dist in kpc" or "dist: distance, in kpc".
    """
    whole = [numbered[2] if (numbered := NUMBERED.fullmatch(text)) else text for text in texts]
    pieces = [*whole, *(piece.strip() for text in whole for piece in re.split("[,;]", text))]
    pairs = (pair for piece in pieces for pair in (_unit_described(piece), name_and_unit(piece), _unit_of_name(piece)))
    units = {pair[0].strip().casefold(): pair[1].removeprefix("in ") for pair in pairs if pair is not None}
    return [units.get(name.casefold(), "") for name in names]


def name_and_unit(text: str) -> tuple[str, str] | None:
    """Return the name and the unit of a column if a text holds nothing else, else None."""
    match = _WITH_UNIT.fullmatch(text) if len(text) <= _MAX_LINE else None
    if match is None or re.search(r"(?<!\w)\d", match["name"]) or is_of_unit_words(match["name"].split()[-1]):
        return None
    bracketed, unbracketed = match["unit"], match["unbracketed"]
    unit = find_unit(bracketed or unbracketed)
    if unit is None:
        return None
    if unbracketed and (len(unbracketed) == 1 or str(unit.physical_type) not in ("length", "speed/velocity")):
        return None
    return match["name"], bracketed or unbracketed


def _unit_described(text: str) -> tuple[str, str] | None:
    """Return what a line describes, and the unit at its end."""
    match = _OF_A_NAME.fullmatch(text) if len(text) <= _MAX_LINE else None
    if match is None:
        return None
    description = match[2].strip(" '\"")
    last = re.split("[,;]", description)[-1].strip()
    aside = _IN_BRACKETS.search(description)  # but not {-1} of a power
    is_of_another = last != description and not last.startswith("in ")  # distance; radius in kpc
    if is_of_another or (aside and find_unit(aside[1].removeprefix("in ")) is None):  # distance (for sizes in kpc)
        return None
    is_a_unit = len(description.split()) == 1 and "(" not in description and looks_like_unit(description)
    unit = unit_at_end(description) or (description if is_a_unit else "")
    return (match[1], unit) if unit else None


def _unit_of_name(text: str) -> tuple[str, str] | None:
    """Return a name and its unit from a phrase such as "D in units of 10 Mpc"."""
    match = _NAME_IN.fullmatch(text) if len(text) <= _MAX_LINE else None
    return (match[1], match[2]) if match and find_unit(match[2]) is not None else None


def other_quantity(texts: Iterable[str], name: str, quantity: str) -> str:
    """Return what texts say that a column holds if that is another quantity than its name says; else an empty text.

    Such a text is "dist: distance modulus", "V (velocity dispersion)" or, about all columns of a quantity, "distances
    are moduli". How numbers were made (velocity = z * c) does not tell what they are.

    Parameters
    ----------
    texts : iterable of str
    name : str
        Of the column.
    quantity : {"distance", "velocity"}
    """
    pattern = _description_of(name)
    for whole in texts:
        text = _FLAGS.sub(r"\1", whole[:_MAX_TEXT]).replace("ist. mod", "ist mod")
        said = [match["what"] for match in pattern.finditer(text)]
        said += [match["what"] for match in _ABOUT_ALL.finditer(text) if quantity_of(match["all"]) == quantity]
        for what in said:
            head = _BESIDE_A_QUANTITY.split(what.strip(" '\""))[0].strip()
            is_other = _OTHER_QUANTITY[quantity].fullmatch(head) and not unit_at_end(head)
            is_speed = quantity == "velocity" and re.fullmatch(_REDSHIFTS, head, re.IGNORECASE) and _SPEED.search(text)
            if is_other and not (is_speed or _COMPUTED.search(text)):
                return what.strip() if re.match(_OF_ANY, head, re.IGNORECASE) else head
            if _OF_OTHER_PLACES.search(what):
                return what.strip()
    return ""


@lru_cache(maxsize=1000)
def _description_of(name: str) -> re.Pattern[str]:
    """Return a pattern for a description of the column of a name; d is not D."""
    own = re.escape(name) if len(name) == 1 else f"(?i:{re.escape(name)})"
    return re.compile(
        rf"(?<![\w/]){own}\s*(?:[:=–—]|\s-\s|\(|\s{_VERBS}\s)\s*{_ARTICLES}"
        r"(?P<what>\(?m ?- ?M\)?0?|[^,;=()]+?)(?=\s*(?:$|[,;()=])|\s+[^\s,;()]+\s*[:=])"
    )


def units_of_quantities(texts: Iterable[str]) -> tuple[str, str]:
    """Return the units that sentences give for distances and for velocities; empty texts for none or several.

    Such a sentence is "Distances are in Mly, velocities in m/s".
    """
    units: dict[str, dict[str, None]] = {"distance": {}, "velocity": {}}
    for whole in texts:
        text, end = whole[:_MAX_TEXT], 0
        of_lengths = [(match, "distance") for match in _LENGTHS.finditer(text)]
        of_speeds = [(match, "velocity") for match in _SPEEDS.finditer(text)]
        for match, kind in sorted(of_lengths + of_speeds, key=lambda each: each[0].start()):
            before, end = text[end : match.start()], match.end()
            unit = _unit_of(before, match[0], kind) if _END.match(text, end) else ""
            if unit or (not _is_everyday(match) and mentioned(before)[-1:] == [kind]):
                units[kind][unit] = None
    length, speed = (next(iter(found)) if len(found) == 1 else "" for found in units.values())
    return length, speed


def _unit_of(before: str, unit: str, kind: str) -> str:
    """Return a unit with its scale if the text before them names this quantity and nothing else; else an empty text."""
    scale = _SCALE.search(before)
    if scale is not None and (scale["number"] or names_a_scale(scale["word"])):
        before, unit = before[: scale.start()], f"{scale[0].strip()} {unit}".replace("’", "'").replace("d' ", "d'")
    unit = unit.removeprefix("units of ")
    text = plain(before).rstrip("([{:=/, ")
    words = [word.strip("([{") for word in _BEGIN.sub("", text, count=1).split()]
    while words and words[-1] in _BEFORE_UNITS:
        words.pop()
    while len(words) > 1 and words[0] in _BEFORE_QUANTITIES | _BEFORE_UNITS:
        words.pop(0)
    is_clear = len(words) == 1 and quantity_of(words[0]) == kind and find_unit(words[0]) is None
    return unit if is_clear and find_unit(unit) is not None else ""


def units_of_errors(texts: Iterable[str], name: str) -> tuple[list[str], list[str]]:
    """Return the units of length and speed in sentences about errors of measurement, and words for relative errors.

    `name` is the name of the column of errors.
    """
    units, relative = [], []
    own = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for sentence in (each for text in texts for each in re.split(r"[;.]", text[:_MAX_TEXT])):
        errors = _ERRORS.search(sentence)
        if errors or own.search(sentence):
            relative += [match[0] for match in _RELATIVE.finditer(sentence)]
        if errors:
            found = (match for pattern in (_LENGTHS, _SPEEDS) for match in pattern.finditer(sentence, errors.end()))
            units += [
                match[0]
                for match in found
                if _BEFORE_UNIT.search(sentence[: match.start()]) and not _is_everyday(match)
            ]
    return units, relative


def _is_everyday(match: re.Match[str]) -> bool:
    return match.groupdict().get("everyday") is not None


def remarks_on(texts: Sequence[str], stated: tuple[str, str]) -> tuple[str, str]:
    """Return hints if texts mention a unit of distance other than Mpc, or one of speed other than km/s.

    There is no hint where the texts clearly state (`stated`) that distances or velocities are in these.
    """
    length, speed = (
        "" if _is_usual(unit, pattern) else _unusual(texts, pattern)
        for unit, pattern in zip(stated, (_LENGTHS, _SPEEDS), strict=True)
    )
    return (
        length and message("distances taken in Mpc, though a comment says {unit}", unit=repr(length)),
        speed and message("velocities taken in km/s, though a comment says {unit}", unit=repr(speed)),
    )


def units_in_rows(cells: Sequence[str]) -> tuple[str, str]:
    """Return a unit of distance other than Mpc, and one of speed other than km/s, that notes on rows say: in Mly."""
    length, speed = (next(_said_in(cells, pattern), "") for pattern in (_LENGTHS, _SPEEDS))
    return length, speed


def _said_in(cells: Iterable[str], pattern: re.Pattern[str]) -> Iterator[str]:
    for cell in cells:
        for match in pattern.finditer(cell[:_MAX_LINE]):
            words = cell[: match.start()].split()
            before = " ".join(words[:-1] if words and names_a_scale(words[-1]) else words)
            if match.lastgroup is None and _BEFORE_UNIT.search(before):
                yield match[0]


def _unusual(texts: Iterable[str], pattern: re.Pattern[str]) -> str:
    found = [match for text in texts for match in pattern.finditer(text[:_MAX_TEXT])]
    return next((match[0] for match in found if match.lastgroup is None), "")


def _is_usual(unit: str, pattern: re.Pattern[str]) -> bool:
    match = pattern.fullmatch(unit)
    return match is not None and match.lastgroup == "usual"
