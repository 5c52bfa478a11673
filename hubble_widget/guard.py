"""What a control, a message or another thread asks for: done at home, and what goes wrong is shown in the widget."""

from __future__ import annotations

from collections.abc import Callable

from hubble_widget.interrupts import interrupts_held_back
from hubble_widget.kernel import Home

CLOSED = "this explorer was closed; make a new one by RegressionExplorer(...)."


class Guard:
    """Calls functions at home for as long as the explorer is open.

    Parameters
    ----------
    home : Home
    show_error : callable
        Shows an error in the widget, or with None that nothing is wrong any more.
    """

    def __init__(self, home: Home, show_error: Callable[[BaseException | None], None]) -> None:
        self._home = home
        self._show_error = show_error
        self.is_open = self._has_reported = False

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home; what goes wrong is shown in the widget, for no cell is there to show it."""
        self._home.call(self._call_now, function, *args)

    def call_for_user(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home; who calls from there is told what goes wrong, from elsewhere the widget shows it.

        An interrupt waits until all is in step again.
        """
        if self._home.is_here:
            if self._has_reported:
                self._forget()
            with interrupts_held_back():
                function(*args)
        else:
            self.call(function, *args)

    def answer(self, function: Callable[[], object]) -> Callable[..., None]:
        """Return the handler of a control: what it does makes what went wrong before a thing of the past."""

        def answer() -> None:
            if self._has_reported:
                self._forget()
            function()

        return lambda *_event: self.call(answer)

    def _forget(self) -> None:
        """Take back what went wrong before: there is other input now."""
        if self.is_open:
            self._has_reported = False
            self._show_error(None)

    def _call_now(self, function: Callable[..., object], *args: object) -> None:
        if not self.is_open:  # a message that was on its way when the explorer was closed
            return
        try:
            with interrupts_held_back():
                function(*args)
        except Exception as error:  # a user's own observer may raise anything
            self.report(error)

    def report(self, error: BaseException) -> None:
        """Show an error, unless it is what an observer did on closing the explorer."""
        if self.is_open:
            self._has_reported = True
            self._show_error(error)
