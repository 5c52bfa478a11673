"""Widgets that the page fills by itself from what the readout tells, so that a state needs no messages to them."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import Widget


class Filled(Widget):
    """A widget that keeps its values to itself as long as the page fills it.

    Attributes
    ----------
    is_filled : bool
        Whether the page does.
    """

    is_filled = False

    def send_state(self, key: str | Sequence[str] | None = None) -> None:
        """Send the state to a page that asks for all of it, or what has changed where the page does not fill it."""
        if key is None or not self.is_filled:
            super().send_state(key)

    def correct(self) -> None:
        """Send the value all the same: the page shows what a person has typed, and that was refused."""
        super().send_state("value")
