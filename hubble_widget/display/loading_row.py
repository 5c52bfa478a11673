"""What is seen while an engine works: how far it is, what it does, and a button to cancel."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Button, HBox, IntProgress, Widget

from hubble_widget.display.text import PlainText


class LoadingRow(HBox):
    """A progress bar, a sentence and a button; it shows what it is given.

    Parameters
    ----------
    pressed : callable
        Called when the button is pressed.
    """

    def __init__(self, pressed: Callable[[], object]) -> None:
        self._said = self._plan = ""
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
        """What is shown in words."""
        return str(self._sentence.words)

    @property
    def plan(self) -> str:
        """What will be done when the engine has answered, said as long as it works."""
        return self._plan

    @plan.setter
    def plan(self, plan: str) -> None:
        self._plan = plan
        if self._progress.layout.visibility != "hidden":
            self._sentence.words = self._with_plan()

    def _with_plan(self) -> str:
        return f"{self._said} {self._plan}".strip()

    def show_progress(self, finished: int, total: int, sentence: str) -> None:
        """Show what is being done, and that so many of all queries have been answered."""
        self._said = sentence
        self._show(self._with_plan(), "Cancel", "Do without these data")
        with self._progress.hold_sync():
            self._progress.max, self._progress.value = total, finished
        self._progress.layout.visibility = "visible"

    def show_stopped(self, sentence: str) -> None:
        """Show why nothing more happens; the button begins anew."""
        self._show(sentence, "Try again", "Ask the engine once more")
        self._progress.layout.visibility = "hidden"

    def _show(self, sentence: str, button: str, tooltip: str) -> None:
        self._sentence.words = sentence
        self._button.description, self._button.tooltip = button, tooltip

    def widgets(self) -> tuple[Widget, ...]:
        """Return the parts."""
        return self._progress, self._sentence, self._button

    def close(self) -> None:
        """Free every widget that was made here."""
        for widget in self.children:  # none where Python closes what is half made
            widget.layout.close()
            widget.style.close()
            widget.close()
        self.layout.close()
        super().close()
