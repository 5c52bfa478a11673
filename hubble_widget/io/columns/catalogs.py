"""What catalogs say of their columns: VizieR's comments, and the classes (UCDs) of the IVOA."""

from __future__ import annotations

import re

_OF_VIZIER = re.compile(
    r"#?Column\t(?P<name>\S+)\t\([^)]*\)\t(?:\?(?:=\S+)? )?(?P<what>[^\t]*)(?:\t\[ucd=(?P<ucd>[^\]]*)\])?\s*"
)
_UCDS = {
    r"^stat\.error": "error",
    r"^phot\.mag\.distMod": "distance modulus",
    r"^phot\.": "magnitude",
    r"^phys\.angSize|^pos\.ang|angDistance": "angular separation",
    r"^phys\.size": "radius",
    r"^phys\.veloc\.rotat": "rotation velocity",
    r"^phys\.veloc\.dispersion": "velocity dispersion",
    r"^phys\.veloc\.(?:escape|expansion|transverse)": "transverse velocity",
}
"""What the UCDs of the IVOA say of columns, where that is neither a distance nor a velocity of recession."""


def described(name: str, what: str, ucd: str | None) -> list[str]:
    """Return texts about a column from its description and its UCD (IVOA), the class of what it holds."""
    by_ucd = (meaning for pattern, meaning in _UCDS.items() if re.search(pattern, ucd or ""))
    return [f"{name}: {text}" for text in (what, next(by_ucd, "")) if text]


def of_vizier(text: str) -> list[str]:
    """Return texts about a column from VizieR's comment about it; the text itself if it is another one."""
    match = _OF_VIZIER.fullmatch(text)
    return described(match["name"], match["what"].strip(), match["ucd"]) if match else [text]
