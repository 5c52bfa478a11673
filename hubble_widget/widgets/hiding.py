"""The controls that a class can do without: their names, and how they are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ipywidgets import Box, DOMWidget, Widget

from hubble_widget.suggestions import did_you_mean

CONTROLS = (
    "presets",
    "data",
    "view",
    "learning_rate",
    "iterations",
    "scrubber",
    "step",
    "reset",
    "start_over",
    "show_exact",
    "more",
    "residuals",
    "zoom",
    "loss_scale",
    "pins",
    "optimizer",
    "batch_size",
    "loss_function",
    "speed",
    "scaling",
    "fit_intercept",
    "weights",
    "guess",
    "galaxies",
    "take_away",
)
"""The names of the controls that can be hidden, from top to bottom; "more" is all that follow it."""


def check_hide(value: object) -> tuple[str, ...]:
    """Return the names of controls, each once and in the order of `CONTROLS`.

    Parameters
    ----------
    value : str or collection of str
        Names; as one text they are separated by commas.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If there is no control of such a name.
    """
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, Collection) or not all(isinstance(name, str) for name in names):
        raise TypeError(
            f"hide must be names of controls, such as ('optimizer', 'pins'), got {value!r} ({type(value).__name__})."
        )
    wanted = {name.strip() for name in names} - {""}
    for name in sorted(wanted - set(CONTROLS)):
        hint = did_you_mean(name, CONTROLS, {})
        raise ValueError(f"hide must be names of controls, got {name!r}.{hint} There are {', '.join(CONTROLS)}.")
    return tuple(name for name in CONTROLS if name in wanted)


def set_hidden(widget: Widget, hidden: bool) -> None:
    """Hide a widget, or show it again; without styles of a page, so that it works in every front end."""
    if isinstance(widget, DOMWidget):
        widget.layout.display = "none" if hidden else None


def hide_controls(parts: Mapping[str, Iterable[Widget]], rows: Iterable[Box], hidden: Collection[str]) -> None:
    """Hide the controls with these names and show all others; a row without any is hidden, too.

    Parameters
    ----------
    parts : mapping of str to iterable of Widget
        The controls by their names.
    rows : iterable of Box
        Each has its heading first.
    hidden : collection of str
    """
    for name, widgets in parts.items():
        for widget in widgets:
            set_hidden(widget, name in hidden)
    for row in rows:
        set_hidden(row, all(child.layout.display == "none" for child in row.children[1:]))
