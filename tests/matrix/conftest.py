"""Fixtures: one server and one page for all tests of a front end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.explorer_view import LESSON, ExplorerView, cell, show
from tests.browser.marks import LOOKS
from tests.browser.servers import running
from tests.browser.windows import open_window

from .front_ends import FRONT_ENDS, python_of

CELLS = [cell(LESSON, learning_rate=0.05, iterations=500), "explorer.train(wait=True)", *LOOKS]


@pytest.fixture(scope="package", params=FRONT_ENDS.values(), ids=FRONT_ENDS)
def shown(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
) -> Iterator[ExplorerView]:
    """An explorer of the lesson in one of the front ends. In the end nothing may have been complained of."""
    front_end = request.param
    server = front_end.server(tmp_path_factory.mktemp("front-end"), python_of(front_end.environment))
    with running(server):
        page = open_window(browser, front_end.dpr)
        notebook = front_end.page(server, page, server.write_notebook("lesson.ipynb", CELLS))
        try:
            notebook.open()
            yield show(notebook)
            complaints = notebook.complaints()
        finally:
            notebook.close()
    assert not complaints
    assert not server.complaints()


@pytest.fixture
def view(shown: ExplorerView) -> ExplorerView:
    """The explorer as it was when its cell had been run."""
    shown.kernel.execute(f"explorer.stop(); explorer.data = {LESSON}; explorer.reset()")
    shown.kernel.execute("explorer.learning_rate, explorer.iterations = 0.05, 500; explorer.iteration = 500")
    return shown
