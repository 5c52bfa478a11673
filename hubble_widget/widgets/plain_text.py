"""Shows a user's text literally."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML
from traitlets import Bunch, Unicode, observe


class PlainText(HTML):
    """The widget for names, labels, units and errors: neither markup nor mathematics.

    ipywidgets 7 treats a `description` as HTML, and 7 and 8 treat text between `$` in a description or a Label as
    mathematics. So descriptions and Labels only get our own words, and a user's text is shown here.

    Attributes
    ----------
    words : str
        The text.
    """

    words = Unicode()

    @observe("words")
    def _show(self, change: Bunch) -> None:
        self.value = escape(change["new"])
