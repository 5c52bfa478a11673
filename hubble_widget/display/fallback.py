"""Picture and table as a bare ipywidgets.HTML, for a page that has not got the front end of anywidget."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from time import monotonic

from ipywidgets import HTML

from hubble_widget.host import this_host

PATIENCE = 3.0
"""Seconds that a page has to let the readout tell of itself."""
PERIOD = 0.25
"""Seconds from one refreshment to the next."""
# A page that is slow to load the readout, which hides this, has two seconds more before a person sees anything.
_STYLE = """<style>
@keyframes hubble-fallback { from { visibility: hidden; max-height: 0; } }
.hubble-fallback { animation: hubble-fallback 2s step-end backwards; overflow: hidden; }
.hubble-explorer .jupyter-widgets-error-widget { display: none; }
.hubble-figure { overflow-x: auto; }
</style>"""


class Fallback(HTML):
    """What stands in for readout and figure when no page has answered; nothing, and at no cost, when one has.

    Not an `ipywidgets.Image`: Google Colab loses the whole box of a widget that is created with binary state.

    Parameters
    ----------
    summary : callable
        ``summary(with_picture=...)`` returns the HTML of the state that is shown.
    has_figure : callable
        Returns whether the page shows the figure.
    begins : callable
        Called when it is shown for the first time: no page has the readout.
    later : callable
        ``later(seconds, function)`` calls it on the thread that owns the figure.

    Attributes
    ----------
    is_shown : bool
        Whether it stands in.
    """

    def __init__(
        self,
        summary: Callable[..., str],
        has_figure: Callable[[], bool],
        begins: Callable[[], object],
        later: Callable[[float, Callable[[], object]], object],
    ) -> None:
        super().__init__()
        self.add_class("hubble-fallback")
        self._summary, self._has_figure, self._begins, self._later = summary, has_figure, begins, later
        self._words = ""
        self._has_readout = self._is_due = self.is_shown = False
        self._shown_at = 0.0

    def await_page(self) -> None:
        """Begin to show the state unless a page tells in time that it shows the readout."""
        if not (self._has_readout or self.is_shown or self._is_due):
            self._is_due = True
            self._later(PATIENCE, self._show)

    def page_has_readout(self) -> None:
        """Take a page's word that it shows the readout."""
        self._has_readout = True
        self.is_shown = False
        self.value = ""

    def state_changed(self) -> None:
        """Show the state anew soon, if it is shown."""
        if self.is_shown and not self._is_due:
            self._is_due = True
            self._later(PERIOD, self._show)

    def show_now(self) -> None:
        """Show the state as it is, in the middle of a cell, if it is shown and was not just now."""
        if self.is_shown and monotonic() - self._shown_at > PERIOD:
            self._show()

    def say(self, words: str) -> None:
        """Say something above the state: what went wrong."""
        self._words = words
        self.state_changed()

    def _show(self) -> None:
        self._is_due = False
        if self._has_readout or self.comm is None:  # answered or closed meanwhile
            return
        if not self.is_shown:
            self.is_shown = True
            self._begins()
        self._shown_at = monotonic()
        has_figure = self._has_figure()
        missing = ("anywidget",) if has_figure else ("anywidget", "ipympl")
        how = (
            f"This is the explorer without all that moves by itself, for the front end of {' and '.join(missing)} is "
            f"missing here. To have it: {this_host().how_to_install(*missing)}"
        )
        said = f'<p role="alert"><strong>{escape(self._words)}</strong></p>' if self._words else ""
        self.value = f"{_STYLE}{said}{self._summary(with_picture=not has_figure)}<p>{escape(how)}</p>"

    def close(self) -> None:
        """Let go of the explorer, which a call that is still to come would keep alive."""
        self._has_readout, self.is_shown = True, False
        for callback in ("_summary", "_has_figure", "_begins", "_later"):
            self.__dict__.pop(callback, None)  # ipywidgets may close a second time
        super().close()
