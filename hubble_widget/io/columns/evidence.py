"""Evidence from the name and the unit of a column that it holds distances, velocities, redshifts or moduli."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from hubble_widget.data.labels import HUBBLE
from hubble_widget.data.units import conversion
from hubble_widget.io.columns.errors import ColumnRequest
from hubble_widget.io.columns.names import ColumnName, parse_name
from hubble_widget.io.columns.siblings import is_count, is_of_another, is_one_of_a_set
from hubble_widget.io.columns.words import (
    BESIDE_Z,
    DERIVED,
    DERIVED_STEMS,
    DISTANCE_METHODS,
    DISTANCE_WORDS,
    DOUBTFUL,
    DOUBTFUL_STEMS,
    DOUBTFUL_WITHIN,
    MODULUS_WORDS,
    REDSHIFT_FRAMES,
    REDSHIFT_WORDS,
    VELOCITY_FRAMES,
    VELOCITY_WORDS,
)
from hubble_widget.io.unit_names import find_unit, plain

if TYPE_CHECKING:
    from hubble_widget.io.table import Table

_M_MINUS_M = re.compile(r"(?<![A-Za-z])m(?: ?[-−–_] ?|\.{1,3})?M(?![A-Za-z])")
_METHOD = "(?:0|o|bar|av|avg|obs|best|tf|hd|sn|snia|sbf|trgb|ceph|fp|pnlf)"
_MODULUS_SYMBOL = re.compile(
    rf"mM0?|D\.M|moddist|tmod|(?i:(?:mu|μ|dm|mod){_METHOD}|{_METHOD}(?:mu|μ|dm|mod))",
)
"""A symbol of a distance modulus with a method or a number beside it: muTF, DM_SN, CephMod, μ₀."""

_MILLISECONDS = ("ms", "1 / ms", "Ms")
_ALTERED = re.compile(
    r"^\+|\+$|^(?i:(?:v\w{0,4}|cz) ?[-−–] ?(?:v_?(?:sys|0|hel|lg)|cz_?0))$|^(?i:d|dist\w*)_hi$|[±²³^√∆%]|\*\*|^1 ?/"
    r"|^[dδΔ]_?(?=Dist|Vel|[Vc]z?\b)|^[δΔ] ?_?(?=[DdVv]\b)"
)
"""Signs of an error, a power, an inverse or a difference, in a name without its unit."""

_SIGNS_ALONE = frozenset({"+", "±", "+/-", "±1σ"})
"""In brackets they mark an error, Velocity (±); but [-] says that there is no unit."""

_SCALED = re.compile(
    r"(?:[/*×÷]|(?<![^\W_])x) ?\d[\d.,]*(?:[e^]\d+)? *(?:$|[(\[{])|^\d[\d.,]*(?:[e^]\d+)? ?(?:[*×]|x(?![^\W_]))"
)
"""A number that divides or multiplies the quantity and is no part of a unit: Distance (Mpc)/10."""

_POWER_OF_TEN = re.compile(
    r"[x×*·/ ]*1(?:0 ?(?:\^|\*\*) ?\W?\d+|0[-−+]\d+|0[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|0{2,}|e[-−+]?\d+)\s*", re.IGNORECASE
)
"""A power of ten in brackets, without a unit: z (10^-3), z (x1000)."""

_RATIO = re.compile(r"(?<=[\w)\]]) ?(?:[/*×÷]|\bover\b|\bper\b) ?\(?([^\W\d_]+)\b[^/*]*$")
"""One quantity divided or multiplied by another: V/D."""

_NUMBER_OF = re.compile(r"# |no\.? of ", re.IGNORECASE)
_BY_LAW = re.compile(r"/ ?H_?0?\b|= ?H_?[0₀]|\((?i:(?:by |from )?hubble(?:'s)? law)\)")
"""Computed from the other quantity by Hubble's law: v = H0 d."""

_OF_OTHERS = re.compile(r"([^\W\d_])_(.+)|(.+)_([^\W\d_])")
"""A letter before or after the name of another column: s_distance beside distance."""

_OF_ANOTHER = re.compile(
    r"\bfrom (?:the )?(?:plane|disk|cluster|group|host|void|filament|cent|m ?\d|ngc|virgo|coma)"
    r"|\bto (?:the )?(?:cent|m ?\d|ngc|virgo|coma|fornax|andromeda|[ls]mc\b)"
    r"|\bbetween (?:the )?(?:galaxies|members|pairs?|clusters)\b|(?<!hi )\bgas (?:vel|speed)|\b(?:si|fe) ?ii\b"
    r"|\bspeed of light\b"
    r"|\brelative (?:(?!to )|to (?:the )?(?:cluster|group|cent|host|bcg|mean))|\bproper motion"
    r"|(?<!cosmic )(?<!hubble )\bexpansion\b"
)
_COMPONENT = re.compile(r"v[ _]?(?:[xyz]|theta|phi|θ|φ)|vel(?:ocity)?[ _]?(?:x|ra|dec|theta|phi)", re.IGNORECASE)
"""A component of a velocity in space: v_x. The y of velocity_y may be an axis, the z of velocity_z a redshift."""

_WITH_A_MEANING = frozenset("uUvVwWhlyzXYZ")
"""Letters of components, widths, scales and coordinates."""

_OF_HYDROGEN = re.compile(r"(?<![^\W_])[vV][ _]?HI(?![^\W_])")
_OF_PROPER_MOTION = frozenset({"ra", "dec", "alpha", "delta", "pm", "lon", "lat", "max", "min"})


class Evidence(IntEnum):
    """How strong the evidence is that a column holds a quantity."""

    NONE = 0
    WRONG_UNIT = 1  # a word or a letter, and a unit of another quantity
    LETTER = 2
    UNCONFIRMED = 3  # a word or a letter, and text in brackets that is not a unit
    UNIT = 4
    LETTER_AND_UNIT = 5
    WORD = 6


class Quantity(NamedTuple):
    """How to recognize a column of distances, velocities, redshifts or moduli.

    Attributes
    ----------
    name : str
        Name in error messages.
    unit : str
        The required unit, in astropy's spelling; empty for a number without a unit.
    words : frozenset of str
        Words for the quantity, as whole words of a column's name.
    endings : tuple of str
        Endings of compound words for the quantity: Fluchtgeschwindigkeit.
    frames : frozenset of str
        Words that stand for the quantity together with its letter: v_hel.
    letters : str
        Single letters for the quantity, as the whole name.
    methods : frozenset of str
        Words that a letter may have beside it where there is a unit: D_TRGB (Mpc).
    weak : frozenset of str
        Names that count as little as a single letter; V_R is a color.
    least_of_letters : mapping of str to str
        The smallest unit of a letter, in lower case: r (pc) is the radius of a cluster, d (m) the depth of a well.
    least, least_of_words : str
        The smallest unit that counts as evidence without a word or a letter: where the name is only the unit, and where
        it has other words: "taille (kpc)" may be a size or a distance.
    """

    name: str
    unit: str
    words: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    frames: frozenset[str] = frozenset()
    letters: str = ""
    methods: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    least_of_letters: Mapping[str, str] = MappingProxyType({})
    least: str = ""
    least_of_words: str = ""

    def factor(self, table: Table, column: str, request: ColumnRequest, *, is_named: bool) -> float:
        """Return the factor that converts the numbers of a column to the required unit.

        Raises
        ------
        ValueError
            If the table or the name of the column gives a unit that is unknown or does not convert; if both give a
            unit and these differ; or if a guessed column has text in brackets that is not a unit.
        """
        own, name = table.unit(column), parse_name(column)
        in_name = self._unit_in(name)
        different = {round(size, 9): str(unit) for unit in name.units if self.unit and (size := self.size(unit))}
        if own is None and len(different) > 1 and not (self is VELOCITY and "ms" in map(str, name.units)):
            raise ValueError(
                f"column {column!r} names two units, {' and '.join(map(repr, different.values()))}; it is not clear "
                f"which its numbers have. {request.converting(column, self.name, self.unit)}"
            )
        if own is not None:
            factor = conversion(f"column {column!r}", own, self.unit)
            if in_name is not None and (size := self.size(in_name)) and abs(size / factor - 1) > 1e-6:
                raise ValueError(
                    f"column {column!r} is in {str(own)!r} by its table, but in {str(in_name)!r} by its name; "
                    f"correct one of them."
                )
            return factor
        if is_named and (scale := _scale_of(name)):
            needed = f"have a unit that converts to {self.unit}" if self.unit else "hold numbers without a unit"
            raise ValueError(
                f"column {column!r} has {scale!r} in its name, which is not a known unit; it must {needed}. "
                f"{request.converting(column, self.name, self.unit)}"
            )
        if in_name is not None:
            return conversion(f"column {column!r}", in_name, self.unit)
        unknown = name.unknown or ("" if is_named or not name.annotations else name.annotations[-1])
        if unknown and self.unit:
            advice = (
                request.converting(column, self.name, self.unit)
                if name.unknown
                else f"If it holds {self.name} in {self.unit}, name it: {request.call()}."
            )
            raise ValueError(
                f"column {column!r} has {unknown!r} in its name, which is not a known unit; "
                f"it must have a unit that converts to {self.unit}. {advice}"
            )
        return 1.0

    def _unit_in(self, name: ColumnName) -> Any | None:
        """Return the astropy unit in the name of a column; None if there is none."""
        if self is VELOCITY and any(str(unit) in _MILLISECONDS for unit in name.units):
            return find_unit("m/s")  # no velocity is in milliseconds
        return next((unit for unit in name.units if self.size(unit)), next(iter(name.units), None))

    def unit_of(self, table: Table, column: str) -> Any | None:
        """Return the astropy unit of a column, by its table or else by its name; None if it has no unit."""
        own = table.unit(column)
        return self._unit_in(parse_name(column)) if own is None else own

    def evidence(self, table: Table, column: str) -> Evidence:
        """Return the evidence that a column holds this quantity."""
        name, unit = parse_name(column), self.unit_of(table, column)
        is_named = self.is_named_by(name)
        describes_another = (is_named and self._describes_another(column, table.names)) or is_count(name, table.names)
        if describes_another or _is_excluded(name, unit) or is_of_another(name, table.names):
            return Evidence.NONE
        is_of_others = is_one_of_a_set(name.letter, table.names) or self._is_magnitude(name, table.names)
        is_letter = self._is_letter(name) and (unit is not None or not is_of_others)
        if not (is_named or is_letter):
            is_of_table = table.unit(column) is not None
            is_admitted = unit is not None and self._is_admitted_by(unit, name, is_of_table=is_of_table)
            return Evidence.UNIT if is_admitted else Evidence.NONE
        if unit is None:
            is_unconfirmed = name.annotations or name.unknown
            return Evidence.UNCONFIRMED if is_unconfirmed else Evidence.WORD if is_named else Evidence.LETTER
        if not self.size(unit):
            return Evidence.WRONG_UNIT
        if is_named:
            return Evidence.WORD
        least = self.least_of_letters.get(name.letter.lower())
        is_too_small = least is not None and self.size(unit) < self.size(find_unit(least))
        return Evidence.NONE if is_too_small else Evidence.LETTER_AND_UNIT

    def _is_admitted_by(self, unit: Any, name: ColumnName, *, is_of_table: bool) -> bool:
        """Return whether a unit alone is evidence: not beside a symbol, which may be the width of a line.

        A letter without a meaning of its own may stand beside a unit of the table: a and b.
        """
        is_of_letter = len(name.words) == 2 and name.words[0] in self.letters and name.words[1] in self.methods
        is_free = is_of_table and bool(name.letter) and name.letter not in _WITH_A_MEANING
        if not (is_of_letter or is_free) and (name.is_symbol or _is_fused(normalize("NFKC", name.joined))):
            return False
        least = self.least_of_words if len(name.joined) > 1 else self.least
        return self.size(unit) >= self.size(find_unit(least))

    def _is_magnitude(self, name: ColumnName, names: Iterable[str]) -> bool:
        """Return whether R is a magnitude: beside V and a column with a word for velocities, which V is not then."""
        return (
            self is DISTANCE
            and name.text == "R"
            and "V" in names
            and any(VELOCITY.is_named_by(parse_name(other)) for other in names)
        )

    def _is_letter(self, name: ColumnName) -> bool:
        if name.text == "_r":  # the distance from the center of a search in VizieR
            return False
        return bool(name.letter and name.letter in self.letters) or name.stem.replace("_", "") in self.weak

    def is_named_by(self, name: ColumnName) -> bool:
        """Return whether the name of a column has a word for this quantity."""
        if name.parts & self.words or any(part.endswith(self.endings) for part in name.parts if self.endings):
            return True
        letter = self.letters[:1]
        if self.frames and (
            name.words == ("c", "z")
            or _OF_HYDROGEN.search(name.text)
            or {part[2:] for part in name.parts if part[:2] == "cz"} & self.frames
        ):
            return True
        return any(part.removeprefix(letter) in self.frames for part in name.parts if part.startswith(letter)) or (
            len(name.words) > 1 and name.words[0] == letter and name.words[1] in self.frames
        )

    def _describes_another(self, column: str, names: Iterable[str]) -> bool:
        """Return whether a name is that of another column with a letter before or after it: errors, flags, counts."""
        match = _OF_OTHERS.fullmatch(column)
        other = (match[2] or match[3]) if match else ""
        return other in names and self.is_named_by(parse_name(other))

    def size(self, unit: Any) -> float:
        """Return a unit as a multiple of the required unit; 0 if it does not convert."""
        try:
            return conversion("", unit, self.unit)
        except ValueError:
            return 0.0


DISTANCE = Quantity(
    "distance",
    HUBBLE.x_unit,
    words=DISTANCE_WORDS,
    endings=("distanz", "entfernung", "entfernungen"),
    letters="dDrR",
    methods=DISTANCE_METHODS,
    weak=frozenset({"dl", "dL", "Dl", "DL"}),
    least_of_letters=MappingProxyType({"d": "light year", "r": "kpc"}),
    least="light year",
    least_of_words="million light years",
)
VELOCITY = Quantity(
    "velocity",
    HUBBLE.y_unit,
    words=VELOCITY_WORDS,
    endings=("geschwindigkeit", "geschwindigkeiten"),
    frames=VELOCITY_FRAMES | {"h"},
    letters="vV",
    weak=frozenset({"vr", "Vr", "hv", "HV"}),
    least="m/s",
    least_of_words="m/s",
)
REDSHIFT = Quantity("redshift", "")
MODULUS = Quantity("modulus", "mag")


QUANTITIES = {"x": DISTANCE, "modulus": MODULUS, "y": VELOCITY, "redshift": REDSHIFT}
"""By the keywords that name their columns."""


def is_redshift(column: str, unit: Any | None = None) -> bool:
    """Return whether the name of a column says that it holds redshifts: z, zcmb, z_hel, zHD, redshift."""
    name = parse_name(column)
    if name.units or (unit is not None and not REDSHIFT.size(unit)) or "independent" in name.words:
        return False
    if is_related_quantity(name) or VELOCITY.is_named_by(name):
        return False
    phrase = " ".join(name.words)
    if name.parts & REDSHIFT_WORDS or any(words in phrase for words in REDSHIFT_WORDS):
        return True
    first = next(iter(name.words), "")
    if re.fullmatch(r"z\d", name.joined):
        return True
    if "z" in name.words:
        return all(word == "z" or word in REDSHIFT_FRAMES | BESIDE_Z for word in name.words)
    return (first[:1] == "z" and first[1:] in REDSHIFT_FRAMES) or (first[-1:] == "z" and first[:-1] in REDSHIFT_FRAMES)


def is_modulus(column: str, unit: Any | None = None) -> bool:
    """Return whether the name of a column says that it holds distance moduli: mu, DM, m-M, mod0, distance_modulus."""
    name = parse_name(column)
    unit = next(iter(name.units), None) if unit is None else unit
    if unit is not None and not MODULUS.size(unit):
        return False
    if unit is not None and DISTANCE.is_named_by(name) and not is_related_quantity(name):  # Distance (mag)
        return True
    if _M_MINUS_M.search(column) or name.words == ("ceph", "dist"):  # CEPH_DIST of Pantheon+
        return True
    if _MODULUS_SYMBOL.fullmatch(re.sub(r"[\s_]", "", normalize("NFKC", name.stem))) or (
        name.words[-1:] == ("mag",) and not name.is_prefixed and DISTANCE_WORDS.issuperset(name.words[:-1] or ("mag",))
    ):
        return True
    words = [word for word in name.words if word in MODULUS_WORDS or word.startswith("modul")]
    words += [word for word in name.words if word.endswith(("modul", "modulus"))]
    words += [
        part for part in re.findall(r"\bDM(?=[A-Z][a-z]|[a-z\d]{0,4}\b)|\b[Dd]ist(?:ance)?[Mm]od", column) if part
    ]
    if (
        not words
        or VELOCITY.is_named_by(name)
        or name.parts & (DOUBTFUL - MODULUS_WORDS - {"mag", "magnitude"} | _OF_PROPER_MOTION)
    ):
        return False
    comes_first = {"de", "di", "da", "del"} & set(name.words) or name.words[0] == "модуль"
    return bool(comes_first) or name.words[-1] not in DISTANCE_WORDS


def is_luminosity_distance(column: str) -> bool:
    """Return whether the name of a column of distances says that they are by luminosity: lumdist, D_L."""
    name = parse_name(column)
    return name.joined == "dl" or any(word.startswith(("lum", "leuchtkraft")) for word in name.words)


def is_related_quantity(name: ColumnName) -> bool:
    """Return whether a column holds a related quantity, such as an error, or describes another column."""
    parts = name.all_parts
    return (
        name.is_prefixed
        or _NUMBER_OF.match(name.text) is not None
        or _ALTERED.search(name.stem) is not None
        or _COMPONENT.fullmatch(name.stem) is not None
        or bool(parts & DOUBTFUL)
        or any(part.startswith(DOUBTFUL_STEMS) or part.endswith(("err", "error", "disp", "fout")) for part in parts)
        or any(stem in part for part in parts for stem in DOUBTFUL_WITHIN)
    )


def is_scaled(name: ColumnName) -> bool:
    """Return whether a number divides or multiplies what a column holds: Distance (Mpc)/10."""
    return _SCALED.search(name.text) is not None


def _scale_of(name: ColumnName) -> str:
    """Return what multiplies or divides the numbers of a column: the 10^-3 of z (10^-3); an empty text if nothing."""
    scale = next(filter(_POWER_OF_TEN.fullmatch, name.annotations), "")
    return scale or (name.text if is_scaled(name) else "")


def _is_fused(word: str) -> bool:
    """Return whether a word is a letter and a word that says what it is, or two such words: Vflat, Rproj, pecvel."""
    qualifiers = DOUBTFUL | DERIVED
    quantities = DISTANCE_WORDS | VELOCITY_WORDS
    return (word[:1] in "drvwsxyzhbla" and word[1:] in qualifiers | quantities | {"cen", "cent"}) or any(
        word[:cut] in qualifiers and word[cut:] in quantities for cut in range(2, len(word) - 1)
    )


def _is_derived(name: ColumnName) -> bool:
    """Return whether a column holds another kind of distance or velocity, or a number computed from one."""
    words = " ".join(re.findall(r"[^\W_]+", plain(name.text)))
    parts = name.all_parts
    if _BY_LAW.search(name.text) or not _SIGNS_ALONE.isdisjoint(name.annotations):
        return True
    if parts & DERIVED or is_scaled(name) or _OF_ANOTHER.search(words) or _is_ratio(name):
        return True
    return any(part.startswith(DERIVED_STEMS) for part in parts)


def _is_ratio(name: ColumnName) -> bool:
    """Return whether a name is that of two quantities: V/D, velocity × distance."""
    match = _RATIO.search(name.text)
    if match is None or name.units:
        return False
    other = parse_name(match[1])
    if other.letter or (name.letter and other.joined.startswith(name.letter.lower())):  # V/D, d/dmax
        return other.letter in (*"dDrRvV", "")
    return DISTANCE.is_named_by(other) or VELOCITY.is_named_by(other)


def _is_excluded(name: ColumnName, unit: Any | None) -> bool:
    """Return whether a column holds another quantity than distances and velocities, or one computed from them."""
    is_other = is_redshift(name.text, unit) or is_modulus(name.text, unit)
    return is_other or is_related_quantity(name) or _is_derived(name)
