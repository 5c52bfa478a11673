"""Words that are a user's own, shown as they are."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML
from traitlets import Bunch, Unicode, observe


class PlainText(HTML):
    """The widget for names, labels, units and errors: neither markup nor mathematics.

    To ipywidgets 7 a `description` is HTML, and to 7 and 8 what stands between `$` in a description or a Label is
    mathematics. So these get our own words alone, and a user's go here.

    Attributes
    ----------
    words : str
        What is shown.
    """

    words = Unicode()

    @observe("words")
    def _show(self, change: Bunch) -> None:
        self.value = escape(change["new"])
