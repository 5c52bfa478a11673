"""Fixtures: one JupyterLab and one Chromium for the session, one notebook page per test."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from .chromium import chromium
from .lab import LabServer
from .notebook_page import NotebookPage

NUMBERS = count(1)

# What the server logs when a page is closed while a message is on its way there.
_TRACEBACK = r"^ *Traceback \(most recent call last\):\n(?:(?! *Traceback ).*\n)*? *tornado\."
PAGE_LEFT = re.compile(
    rf"(?:{_TRACEBACK}iostream\.StreamClosedError: .*\n\nDuring handling of the above .*\n\n)?"
    rf"{_TRACEBACK}websocket\.WebSocketClosedError\n",
    re.MULTILINE,
)

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A running JupyterLab with configuration, data and notebooks of its own."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    # Without this, a test run that is told to end would leave the server behind.
    previous = signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", 143))
    try:
        server.start()
        yield server
    finally:
        server.stop()
        signal.signal(signal.SIGTERM, previous)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def open_notebook(lab: LabServer, browser: Browser) -> Iterator[Callable[..., NotebookPage]]:
    """Function that opens a new notebook of the given cells, with a kernel of its own.

    It takes the sources of the cells, ``dpr`` (device pixel ratio, 1) and ``theme`` ("light" or
    "dark"). When the test is over, page and kernel must have nothing to complain of.
    """
    opened: list[NotebookPage] = []

    def open_one(*cells: str, dpr: float = 1, theme: str = "light") -> NotebookPage:
        path = lab.write_notebook(f"notebook-{next(NUMBERS)}.ipynb", list(cells))
        notebook = NotebookPage(lab, browser, path, dpr=dpr, theme=theme)
        opened.append(notebook)
        notebook.open()
        return notebook

    log_length = lab.log.stat().st_size
    yield open_one
    try:
        complaints = [text for notebook in opened for text in notebook.complaints()]
    finally:
        for notebook in opened:
            notebook.close()
    logged = PAGE_LEFT.sub("", lab.log.read_text()[log_length:])
    assert not complaints
    assert "Traceback" not in logged, logged
