"""The options of %hubblefit, for reading, completing and writing its line."""

from __future__ import annotations

from types import MappingProxyType

COMMAND = "hubblefit"
DEFAULT_DATA = "key_project"

SETTINGS = MappingProxyType(
    {
        "learning_rate": "--lr",
        "rate_changes": "--lr-at",
        "iterations": "--iterations",
        "start": "--start",
        "degree": "--degree",
        "optimizer": "--optimizer",
        "loss_function": "--loss",
        "speed": "--speed",
        "view": "--view",
        "omega_matter": "--omega-matter",
        "distance_factor": "--distance-factor",
        "seed": "--seed",
        "show_exact": "--hide-exact",
        "hide": "--hide",
        "batch_size": "--batch-size",
        "scaling": "--scaling",
        "fit_intercept": "--through-origin",
        "solar_motion": "--solar-motion",
        "weights": "--weights",
    }
)
"""The option of each setting of the explorer; that of `fit_intercept` takes no value, and stands for False."""

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
