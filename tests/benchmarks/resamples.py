"""How long all resamples of "How sure?" take to fall into place, on the page."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.explorer_view import LESSON, cell, show
from tests.browser.stage import Stage

from .measure import Limit, Row
from .page_timing import SCRIPT, PageTiming

TIMES = 10


def rows(stage: Stage) -> Iterator[Row]:
    """Press the button that draws all, again and again."""
    with stage.notebook(cell(LESSON, view="'uncertainty'"), first_script=SCRIPT) as notebook:
        view = show(notebook)
        button, timing = view.button("5,000"), PageTiming(notebook.page)
        filled = [timing.press_for_last_picture(button, "Enter", view.root) for _ in range(TIMES)]
    yield Limit("How sure?, key on “5,000” → all resamples drawn", "", [], filled, at_most=1, of_95=True)
