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
    """Function that opens a new notebook of the given cells, with a kernel of its own.

    It takes the sources of the cells, ``dpr`` (device pixel ratio, 1) and ``theme`` ("light" or
    "dark"). When the test is over, page and kernel must have nothing to complain of.
    """
    opened: list[tuple[NotebookPage, float, str]] = []

    def open_one(*cells: str, dpr: float = 1, theme: str = "light") -> NotebookPage:
        path = lab.write_notebook(f"notebook-{next(NUMBERS)}.ipynb", list(cells))
        lab.set_theme(theme)
        notebook = NotebookPage(lab, windows.take(dpr, theme), path)
        opened.append((notebook, dpr, theme))
        notebook.open()
        return notebook

    log_length = lab.log.stat().st_size
    yield open_one
    try:
        complaints = [text for notebook, *_ in opened for text in notebook.complaints()]
    finally:
        for notebook, dpr, theme in opened:
            if notebook.put_away():
                windows.keep(notebook.page, dpr, theme)
            else:
                notebook.page.context.close()
    assert not complaints
    assert not lab.complaints(log_length)
