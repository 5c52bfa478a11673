"""Fixtures: one JupyterLab and one Chromium for the session, one notebook page per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser

from .notebook_page import NotebookPage
from .servers import LabServer, running
from .windows import Windows

NUMBERS = count(1)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A running JupyterLab with configuration, data and notebooks of its own."""
    with running(LabServer(tmp_path_factory.mktemp("lab"))) as server:
        yield server


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that tests leave to those after them."""
    return Windows(browser)


@pytest.fixture
def open_notebook(lab: LabServer, windows: Windows) -> Iterator[Callable[..., NotebookPage]]:
    """Function that opens a new notebook of the given cells, with a kernel that no other notebook has.

    It takes the sources of the cells, ``dpr`` (device pixel ratio, 1), ``theme`` ("light" or "dark") and ``fresh``: for
    a test that needs a kernel which has just been started, or that changes more in it than a notebook's own names.
    When the test is over, page and kernel must have nothing to complain of.
    """
    opened: list[tuple[NotebookPage, float, str, bool]] = []

    def open_one(*cells: str, dpr: float = 1, theme: str = "light", fresh: bool = False) -> NotebookPage:
        path = lab.write_notebook(f"notebook-{next(NUMBERS)}.ipynb", list(cells))
        lab.set_theme(theme)
        notebook = NotebookPage(lab, windows.take(dpr, theme), path, fresh=fresh)
        opened.append((notebook, dpr, theme, not fresh))
        notebook.open()
        return notebook

    log_length = lab.log.stat().st_size
    yield open_one
    complaints = ["the test did not come so far"]
    try:
        complaints = [text for notebook, *_ in opened for text in notebook.complaints()]
    finally:
        for notebook, dpr, theme, keep_kernel in opened:
            if notebook.put_away(keep_kernel=keep_kernel and not complaints):
                windows.keep(notebook.page, dpr, theme)
            else:
                notebook.page.context.close()
    assert not complaints
    assert not lab.complaints(log_length)
