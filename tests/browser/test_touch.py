"""A finger reaches what a mouse reaches, beside what test_marks.py tries: the tools of the toolbar, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, cell, middle, show
from .finger import Finger
from .notebook_page import NotebookPage
from .test_toolbar import LIMITS, tool_button

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)


def test_a_finger_pans_and_zooms(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN)
    finger = Finger(notebook)
    view = show(notebook)
    before, whole = view.kernel.evaluate(LIMITS), view.picture(tmp_path)
    finger.tap(view.point("fit", 12, 1700))  # shows the toolbar
    finger.tap(middle(tool_button(view, "Pan")))
    view.kernel.wait_until("explorer.figure.canvas.toolbar.mode")
    top = middle(view.root)
    finger.drag(view.point("fit", 10, 500), view.point("fit", 13, 800))
    moved = [before[0] - 3, before[1] - 3, before[2] - 300, before[3] - 300]
    view.kernel.wait_until(f"max(abs(a - b) for a, b in zip({LIMITS}, {moved})) < 10")
    assert middle(view.root) == top  # the page was not scrolled
    view.picture(tmp_path)  # the toolbar ends where the plot does, which the numbers at its axis have moved
    finger.tap(middle(tool_button(view, "Zoom")))
    view.kernel.wait_until("explorer.figure.canvas.toolbar.mode.name == 'ZOOM'")
    finger.drag(view.point("fit", 5, 300), view.point("fit", 15, 1300))
    view.kernel.wait_until(f"max(abs(a - b) for a, b in zip({LIMITS}, [5, 15, 300, 1300])) < 12")
    notebook.screenshot("zoomed-by-finger")
    view.picture(tmp_path)
    finger.tap(middle(tool_button(view, "Zoom")))  # off
    finger.tap(middle(tool_button(view, "Home")))
    view.kernel.wait_until("not explorer.figure.canvas.toolbar.mode")
    view.kernel.wait_until(f"{LIMITS} == {before}")
    assert (view.picture(tmp_path) == whole).all()


def test_a_finger_opens_and_closes_an_answer(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(CHOSEN)
    finger = Finger(notebook)
    view = show(notebook)
    answer = view.root.get_by_role("note")
    for name in ("What is r?", "What is the learning rate?"):
        question = view.button(name)
        question.scroll_into_view_if_needed()
        finger.tap(middle(question))
        expect(answer).to_contain_text(name)
        expect(question).to_have_attribute("aria-expanded", "true")
        notebook.screenshot("answered")
        finger.tap(middle(question))
        expect(answer).to_be_hidden()
        expect(question).to_have_attribute("aria-expanded", "false")
    finger.tap(middle(view.button("What is r?")))
    expect(answer).to_be_visible()
    finger.tap(middle(view.root.get_by_role("heading")))
    expect(answer).to_be_hidden()
