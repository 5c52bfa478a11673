"""What the other columns of a table say about a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from hubble_widget.io.columns.names import ColumnName, parse_name

_BAND = "[UBVRIJHKugrizy]"
_MAGNITUDE = re.compile(
    rf"(?:[a-z]*[Mm]ag|[mMA])_{_BAND}T?|[MA][BVRIJHKvgri]|m[BVRIJHK]|{_BAND}(?:['′*]|_?(?:[Mm]ag|T|AB|SDSS|sdss|Vega))|Ks"
    rf"|{_BAND} ?[-−–] ?{_BAND}(?: ?_?0)?|E ?_?(?:BV|B ?[-−–] ?V)|mag(?:nitude)?"
)
"""Magnitudes, colors and extinctions, without their brackets: mag_g, M_V, Av, u', Bmag, B_T, B-V, E_BV."""

_BRACKETS = str.maketrans("([", "  ", ")]")
_SIBLINGS = (
    ("VRr", _MAGNITUDE, 1),
    ("VR", re.compile(r"[UBIJHKG]"), 1),
    ("r", re.compile(r"[ugi]"), 1),
    ("r", re.compile(r"[izy]"), 2),
    ("r", re.compile(r"ra|dec"), 2),
    ("rR", re.compile(r"G?_?[BR]P"), 1),
    ("z", re.compile(r"[ugri]"), 2),
    ("z", re.compile(r"[xy]"), 2),
    ("vV", re.compile(r"[uwUW]"), 1),
    ("vV", re.compile(r"[vV]_?[xyz]"), 2),
    ("rR", re.compile(r"theta|phi|pa|θ|φ", re.IGNORECASE), 1),
    ("dD", re.compile(r"[hms]", re.IGNORECASE), 2),
)
"""Single letters that are magnitudes, components or coordinates if the table has certain other columns.

Each item holds the letters, a pattern of the other columns, and how many of these must be there. Without them, V and R
may be a velocity and a distance, and r and z a distance and a redshift.
"""

_RIGHT_ASCENSION = re.compile(r"R\.?A\.?(?:J?2000)?|alpha|α", re.IGNORECASE)
_DECLINATION = re.compile(r"_?(?:de(?:c|cl|clination)?(?:J?2000|deg)?|delta|δ)\.?", re.IGNORECASE)
_COUNTED = re.compile(r"references|associations|(?:photometry|redshift|diameter) points", re.IGNORECASE)
"""Columns of the tables of objects of NED, beside which "Distances" is how many distances are known."""

_OF_ANOTHER = {
    "vvir": frozenset({"rvir", "mvir", "halo", "haloid", "halomass"}),
    "vobs": frozenset({"vgas", "vdisk", "vdisc", "vbul", "vbulge"}),
    "vh": frozenset({"vk"}),
}
"""Velocities that are others beside certain columns: in a halo, of a rotation curve, of one of the lines H and K."""


def is_of_another(name: ColumnName, names: Iterable[str]) -> bool:
    """Return whether vvir is the virial speed in a halo, as V_vir always is, vobs the rotation, v_h that of a line."""
    if name.words == ("v", "vir"):
        return True
    beside = _OF_ANOTHER.get(name.joined, frozenset())
    others = map(parse_name, names if beside else ())
    has_colors = name.joined == "vh" and any("-" in other or is_magnitude(other) for other in names)  # V-K
    return not has_colors and any((other.parts | {other.joined}) & beside for other in others)


def is_count(name: ColumnName, names: Iterable[str]) -> bool:
    """Return whether a column holds how many distances, velocities or redshifts of an object are known."""
    return name.joined in {"distances", "velocities", "redshifts"} and any(map(_COUNTED.fullmatch, names))


def is_one_of_a_set(letter: str, names: Collection[str]) -> bool:
    """Return whether a letter belongs to a set of magnitudes, coordinates or components, by the other columns."""
    if letter in ("d", "D") and "R.A." in names and f"{letter}." in names:
        return True
    if letter == "D" and any(map(_RIGHT_ASCENSION.fullmatch, names)) and not any(map(_DECLINATION.fullmatch, names)):
        return True
    others = {
        " ".join(name.translate(_BRACKETS).split()).replace(" mag", "mag").replace(" AB", "AB")
        for name in names
        if parse_name(name).letter != letter
    }
    return any(
        len(letter) == 1
        and letter in letters
        and sum(sibling.fullmatch(other) is not None for other in others) >= least
        for letters, sibling, least in _SIBLINGS
    )


def is_magnitude(column: str) -> bool:
    """Return whether the name of a column, in which R alone may be a distance, is that of a magnitude or color."""
    return _MAGNITUDE.fullmatch(column) is not None
