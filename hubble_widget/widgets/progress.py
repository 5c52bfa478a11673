"""The row that is shown while an engine works: its progress, what it does, and a button to cancel."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Button, HBox, IntProgress, Widget

from hubble_widget.messages import message
from hubble_widget.widgets.plain_text import PlainText


class ProgressRow(HBox):
    """A progress bar, a sentence and a button.

    Parameters
    ----------
    pressed : callable
        Called when the button is pressed.
    """

    def __init__(self, pressed: Callable[[], object]) -> None:
        self._doing = self._plan = ""
        self._progress = IntProgress(min=0, max=1)
        self._sentence = PlainText()
        self._button = Button()
        self._button.on_click(lambda _button: pressed())
        super().__init__([self._progress, self._sentence, self._button])
        self._progress.layout.width = "160px"
        self.layout.flex_flow = "row wrap"
        self.add_class("hubble-loading")

    @property
    def sentence(self) -> str:
        """The sentence that is shown."""
        return str(self._sentence.words)

    @property
    def plan(self) -> str:
        """What happens after the engine has answered; shown while it works."""
        return self._plan

    @plan.setter
    def plan(self, plan: str) -> None:
        self._plan = plan
        if self._progress.layout.visibility != "hidden":
            self._sentence.words = self._with_plan()

    def _with_plan(self) -> str:
        return f"{self._doing} {self._plan}".strip()

    def show_progress(self, finished: int, total: int, sentence: str) -> None:
        """Show what the engine does, and how many of all queries it has answered."""
        self._doing = sentence
        self._show(self._with_plan(), message("Cancel"), message("Do not load these data"))
        with self._progress.hold_sync():
            self._progress.max, self._progress.value = total, finished
        self._progress.layout.visibility = "visible"

    def show_stopped(self, sentence: str) -> None:
        """Show why the engine has stopped; the button starts it again."""
        self._show(sentence, message("Try again"), message("Ask the engine again"))
        self._progress.layout.visibility = "hidden"

    def _show(self, sentence: str, button: str, tooltip: str) -> None:
        self._sentence.words = sentence
        self._button.description, self._button.tooltip = button, tooltip

    def widgets(self) -> tuple[Widget, ...]:
        """Return the widgets in this row."""
        return self._progress, self._sentence, self._button

    def close(self) -> None:
        """Close every widget made here."""
        for widget in self.children:  # none if the constructor failed
            widget.layout.close()
            widget.style.close()
            widget.close()
        self.layout.close()
        super().close()
