"""A JupyterLab and a Chromium outside of pytest, for benchmarks and for the pictures of the documentation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser

from .chromium import chromium
from .notebook_page import NotebookPage
from .servers import LabServer
from .slow_wire import SlowWire, slow_wire
from .windows import open_window


class Stage:
    """A running JupyterLab and a browser in which its notebooks are opened.

    Attributes
    ----------
    folder : Path
        Where files can be put; it goes when the stage does.
    browser : Browser
    """

    def __init__(self, lab: LabServer, browser: Browser, folder: Path) -> None:
        self.folder = folder
        self.browser = browser
        self._lab = lab
        self._numbers = count(1)

    def complaints(self) -> list[str]:
        """Return what kernels wrote into the server's log, if there is a traceback."""
        return self._lab.complaints()

    @contextmanager
    def slow_wire(self) -> Iterator[tuple[Stage, SlowWire]]:
        """Put a wire, fast until it is told to be slow, between the browser and JupyterLab; yield a stage behind it."""
        with slow_wire(self._lab) as (wire, lab):
            behind = Stage(lab, self.browser, self.folder)
            behind._numbers = self._numbers
            yield behind, wire

    @contextmanager
    def notebook(
        self, *cells: str, dpr: float = 1, theme: str = "light", first_script: str = ""
    ) -> Iterator[NotebookPage]:
        """Open a new notebook of the given cells; `first_script` runs in its page before the page's own."""
        path = self._lab.write_notebook(f"notebook-{next(self._numbers)}.ipynb", list(cells))
        self._lab.set_theme(theme)
        notebook = NotebookPage(self._lab, open_window(self.browser, dpr), path)
        try:
            if first_script:
                notebook.page.add_init_script(first_script)
            notebook.open()
            yield notebook
        finally:
            notebook.close()


@contextmanager
def stage() -> Iterator[Stage]:
    """Start JupyterLab and Chromium, and end both."""
    with tempfile.TemporaryDirectory() as folder:
        lab = LabServer(Path(folder) / "lab")
        try:
            lab.start()
            with chromium() as browser:
                yield Stage(lab, browser, Path(folder))
        finally:
            lab.stop()
