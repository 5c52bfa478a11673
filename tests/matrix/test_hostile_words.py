"""Words that are no harmless ones in the front end of ipywidgets 7, which takes descriptions for HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.explorer_view import show
from tests.browser.hostile import GALAXIES, POINTS, expect_nothing_ran, expect_text
from tests.browser.servers import ClassicServer, running
from tests.browser.windows import open_window

from .classic_page import ClassicPage
from .front_ends import python_of

pytestmark = [pytest.mark.browser, pytest.mark.matrix]


def test_words_stay_words_in_the_classic_notebook(tmp_path: Path, browser: Browser) -> None:
    server = ClassicServer(tmp_path / "classic", python_of(".venv-colab"))
    with running(server):
        path = server.write_notebook("hostile.ipynb", [GALAXIES, POINTS])
        notebook = ClassicPage(server, open_window(browser, 1), path)
        try:
            notebook.open()
            show(notebook).more()
            expect_text(show(notebook, 1, "points"), tmp_path)
            expect_nothing_ran(notebook.page)
            notebook.screenshot("hostile-classic")
            complaints = notebook.complaints()
        finally:
            notebook.close()
    assert not complaints
    assert not server.complaints()
