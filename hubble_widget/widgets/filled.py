"""Widgets whose values the page computes from the readout, so that a new state needs no messages to them."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import Widget


class Filled(Widget):
    """A widget that does not send its values while the page fills them in.

    Attributes
    ----------
    is_filled : bool
        Whether the page fills them in.
    """

    is_filled = False

    def send_state(self, key: str | Sequence[str] | None = None) -> None:
        """Send the whole state if a page requests it, or changes if the page does not fill them in."""
        if key is None or not self.is_filled:
            super().send_state(key)

    def resend_value(self) -> None:
        """Send the value even so: the page still shows what a person typed, and that was refused."""
        super().send_state("value")
