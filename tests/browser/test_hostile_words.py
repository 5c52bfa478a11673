"""Names that are no harmless words are shown as they are, or shortened; nothing in them runs and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .explorer_view import ExplorerView, show
from .hostile import GALAXIES, POINTS, expect_nothing_ran, expect_text
from .notebook_page import NotebookPage
from .saved_page import as_html, open_saved

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]


def test_nothing_runs_and_nothing_is_lost(open_notebook: OpenNotebook, browser: Browser, tmp_path: Path) -> None:
    notebook = open_notebook(GALAXIES, POINTS)
    view = show(notebook)
    names = notebook.evaluate("list(galaxies.names)")
    expect(view.root).to_contain_text(names[0])
    expect(view.root).to_contain_text(names[1])
    assert len(names) == 8
    for number in range(8):
        distance, velocity = notebook.evaluate(f"[galaxies.distance[{number}], galaxies.velocity[{number}]]")
        view.hover(view.point("fit", distance, velocity))
        view.expect_words(names[number][:12].replace("\x00", "\ufffd"))
        if names[number].isprintable() and names[number].isascii():  # of others, fonts and so places differ
            view.picture(tmp_path)
    view.more()
    leave_out(view, tmp_path)
    view.train()
    view.expect_numbers()
    expect_text(show(notebook, 1, "points"), tmp_path)
    notebook.screenshot("hostile")
    expect_nothing_ran(notebook.page)

    notebook.save()
    page = browser.new_page()
    try:
        open_saved(page, as_html(notebook.file, tmp_path))
        for words in (names[0], f"no {names[2]}"):
            expect(page.get_by_text(words).first).to_be_attached()
        expect_nothing_ran(page)
    finally:
        page.close()


def leave_out(view: ExplorerView, folder: Path) -> None:
    """Click every second galaxy away, and take one back."""
    for number in (0, 2, 4, 2):
        view.notebook.page.mouse.click(*view.point("fit", number + 1, view.value(f"data.whole.velocity[{number}]")))
        view.notebook.kernel.wait_until("not explorer.running")
    view.kernel.wait_until("len(explorer.data.excluded) == 2")
    view.picture(folder)
