"""The words of %hubblefit: what its line is read by, completed by and written by."""

from __future__ import annotations

from types import MappingProxyType

COMMAND = "hubblefit"
DEFAULT_DATA = "key_project"

SETTINGS = MappingProxyType(
    {
        "learning_rate": "--lr",
        "iterations": "--iterations",
        "start": "--start",
        "degree": "--degree",
        "optimizer": "--optimizer",
        "loss_function": "--loss",
        "speed": "--speed",
    }
)
"""The option of each of the explorer's settings."""

NAMES = MappingProxyType({"x": "--x", "y": "--y", "modulus": "--modulus", "redshift": "--redshift", "names": "--names"})
"""The option of each keyword that names a column."""

EXPANSION = MappingProxyType({"expansion": "--expansion"})
"""The option of the keyword that says how redshifts become velocities."""

LABELS = MappingProxyType({"x_label": "--x-label", "x_unit": "--x-unit", "y_label": "--y-label", "y_unit": "--y-unit"})
"""The option of each keyword that says what x and y are."""

READING = MappingProxyType({**NAMES, **EXPANSION, **LABELS})
"""The option of each keyword that says how data are read."""

TYPED = MappingProxyType({**SETTINGS, **EXPANSION, "iteration": "--show"})
"""What an error about a setting calls it where it was typed as an option."""

OPTIONS = (*SETTINGS.values(), "--show", "--exclude", "--text", "--help", *READING.values())
