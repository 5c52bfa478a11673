"""The options of %hubblefit, for reading, completing and writing its line."""

from __future__ import annotations

from types import MappingProxyType

from hubble_widget.explorer import settings

COMMAND = "hubblefit"
DEFAULT_DATA = "key_project"

_OTHER_NAMES = {
    "learning_rate": "--lr",
    "rate_changes": "--lr-at",
    "loss_function": "--loss",
    "fit_intercept": "--through-origin",
    "show_exact": "--hide-exact",
}
"""Options that are shorter than the names of their settings; the last two take no value, and stand for False."""

SETTINGS = MappingProxyType({name: _OTHER_NAMES.get(name, f"--{name.replace('_', '-')}") for name in settings.SETTINGS})
"""The option of each setting of the explorer."""

NAMES = MappingProxyType(
    {
        "x": "--x",
        "y": "--y",
        "modulus": "--modulus",
        "redshift": "--redshift",
        "names": "--names",
        "x_error": "--x-error",
        "y_error": "--y-error",
    }
)
"""The option of each keyword that names a column."""

EXPANSION = MappingProxyType({"expansion": "--expansion"})
"""The option of the keyword for the conversion of redshifts to velocities."""

LABELS = MappingProxyType({"x_label": "--x-label", "x_unit": "--x-unit", "y_label": "--y-label", "y_unit": "--y-unit"})
"""The option of each keyword that labels x and y."""

READING = MappingProxyType({**NAMES, **EXPANSION, **LABELS})
"""The option of each keyword for reading data."""

TYPED = MappingProxyType({**SETTINGS, **EXPANSION, "iteration": "--show"})
"""The option that an error message names in place of a keyword."""

OPTIONS = (*SETTINGS.values(), "--show", "--exclude", "--text", "--help", *READING.values())
