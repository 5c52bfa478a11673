"""Picture and table as plain ipywidgets.HTML, for a page without the front end of anywidget."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from time import monotonic
from typing import TYPE_CHECKING

from ipywidgets import HTML

from hubble_widget.environment import this_host
from hubble_widget.messages import message

if TYPE_CHECKING:
    from hubble_widget.dispatcher import Dispatcher

PATIENCE = 3.0
"""Seconds in which the readout must report that a page shows it."""
PERIOD = 0.25
"""Seconds from one update to the next."""
# The readout hides this. A slow page gets two more seconds to load it before a person sees the fallback.
_STYLE = """<style>
@keyframes hubble-fallback { from { visibility: hidden; max-height: 0; } }
.hubble-fallback { animation: hubble-fallback 2s step-end backwards; overflow: hidden; }
.hubble-explorer .jupyter-widgets-error-widget { display: none; }
.hubble-figure { overflow-x: auto; }
</style>"""


class Fallback(HTML):
    """Replaces readout and figure when no page has answered. Once a page has, it is empty and costs nothing.

    Not an `ipywidgets.Image`: Google Colab loses the whole box of a widget with binary state in its creation.

    Parameters
    ----------
    summary : callable
        ``summary(with_picture=...)`` returns the shown state as HTML.
    has_figure : callable
        Returns whether the page shows the figure.
    on_first_shown : callable
        Called when the fallback is shown for the first time.
    dispatcher : Dispatcher
        Calls functions later, on the thread that owns the figure.

    Attributes
    ----------
    is_shown : bool
        Whether the fallback is shown.
    """

    def __init__(
        self,
        summary: Callable[..., str],
        has_figure: Callable[[], bool],
        on_first_shown: Callable[[], object],
        dispatcher: Dispatcher,
    ) -> None:
        super().__init__()
        self.add_class("hubble-fallback")
        self._summary, self._has_figure, self._on_first_shown = summary, has_figure, on_first_shown
        self._dispatcher = dispatcher
        self._message = ""
        self._has_readout = self._is_scheduled = self.is_shown = False
        self._shown_at = 0.0

    def wait_for_page(self) -> None:
        """Show the fallback unless a page reports in time that it shows the readout."""
        if not (self._has_readout or self.is_shown or self._is_scheduled):
            self._is_scheduled = True
            self._dispatcher.later(PATIENCE, self._show)

    def page_has_readout(self) -> None:
        """Hide the fallback: a page has reported that it shows the readout."""
        self._has_readout = True
        self.is_shown = False
        self.value = ""

    def state_changed(self) -> None:
        """Update the fallback soon, if it is shown."""
        if self.is_shown and not self._is_scheduled:
            self._is_scheduled = True
            self._dispatcher.later(PERIOD, self._show)

    def show_now(self) -> None:
        """Update the fallback at once, while a cell runs, unless it is hidden or was updated just before."""
        if self.is_shown and monotonic() - self._shown_at > PERIOD:
            self._show()

    def show_message(self, message: str) -> None:
        """Show a message above the state, such as an error."""
        self._message = message
        self.state_changed()

    def _show(self) -> None:
        self._is_scheduled = False
        if self._has_readout or self.comm is None:  # a page has answered, or it was closed
            return
        if not self.is_shown:
            self.is_shown = True
            self._on_first_shown()
        self._shown_at = monotonic()
        has_figure = self._has_figure()
        missing = ("anywidget",) if has_figure else ("anywidget", "ipympl")
        packages = "anywidget" if has_figure else message("{first} and {second}", first="anywidget", second="ipympl")
        why = message(
            "This is the explorer without interactive parts, because the front end of {packages} is missing here. To "
            "fix this: {how}",
            packages=packages,
            how=this_host().how_to_install(*missing),
        )
        alert = f'<p role="alert"><strong>{escape(self._message)}</strong></p>' if self._message else ""
        self.value = f"{_STYLE}{alert}{self._summary(with_picture=not has_figure)}<p>{escape(why)}</p>"

    def close(self) -> None:
        """Drop the references to the explorer: a scheduled call would keep it alive."""
        self._has_readout, self.is_shown = True, False
        for callback in ("_summary", "_has_figure", "_on_first_shown", "_later"):
            self.__dict__.pop(callback, None)  # ipywidgets may close it twice
        super().close()
