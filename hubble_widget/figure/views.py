"""What the right-hand plot can show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from hubble_widget.messages import message
from hubble_widget.suggestions import one_of

View: TypeAlias = Literal["loss", "loss_surface", "uncertainty", "universe"]

VIEWS: Mapping[View, str] = MappingProxyType(
    {
        "loss": message("Loss"),
        "loss_surface": message("Loss surface"),
        "uncertainty": message("How sure?"),
        "universe": message("Universe"),
    }
)
"""The names of the views on the screen, by their names in Python."""

DEFAULT_VIEW: View = "loss"

_SYNONYMS = {
    **dict.fromkeys(("curve", "loss curve", "losses", "iterations"), "loss"),
    **dict.fromkeys(("surface", "contour", "contours", "landscape", "loss landscape", "bowl"), "loss_surface"),
    **dict.fromkeys(
        ("how sure", "how sure?", "bootstrap", "confidence", "error", "errors", "histogram"), "uncertainty"
    ),
    **dict.fromkeys(("age", "ages", "cosmology", "run back", "time", "tracks"), "universe"),
}


def check_view(value: object) -> str:
    """Return one of `VIEWS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them.
    """
    return one_of("view", value, tuple(VIEWS), _SYNONYMS)
