"""Google Colab's widgets, on a notebook page of the tests: a manager of the npm packages that Colab's is made of.

Colab's own page cannot be had. What its public widget manager is known to do is done in colab/: each output is a frame
of another origin with a manager of its own, which gets every model's state from the page around it.
"""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.notebook_page import NotebookPage
from tests.browser.servers import ClassicServer

FOLDER = Path(__file__).with_name("colab")
BUILT = FOLDER / "node_modules" / ".built"


class ColabServer(ClassicServer):
    """A server of kernels and files, which serves that page as well."""

    def start(self, timeout: float = 60.0) -> None:
        """Start the server and return when it answers."""
        if not (BUILT / "frame.js").exists():
            raise FileNotFoundError(f"{BUILT} is missing: make test-matrix makes it")
        headers = {"Content-Security-Policy": f"frame-ancestors {self.url}"}  # else no frame of another origin is shown
        settings = {"extra_static_paths": [str(FOLDER / "pages"), str(BUILT)], "tornado_settings": {"headers": headers}}
        file = Path(self.environment()["JUPYTER_CONFIG_DIR"]) / "jupyter_notebook_config.json"
        file.write_text(json.dumps({"NotebookApp": settings}))
        super().start(timeout)

    def address_of(self, notebook: str) -> str:
        """Where a page shows the notebook at this path."""
        return f"{self.url}/static/notebook.html?path={urllib.parse.quote(notebook)}"


class ColabPage(NotebookPage):
    """A notebook on that page, used in the same way as one in JupyterLab."""

    _CELLS, _EDITOR, _PROMPT, _ERROR = ".cell", ".source", ".prompt", ".error"

    def output(self, index: int) -> Locator:
        """All that a cell has put out, in its frame."""
        return self.cell(index).frame_locator("iframe").locator("body")

    def reload(self) -> None:
        """Load the page anew with what the notebook's file would bring back; the kernel goes on."""
        saved = self.page.evaluate("save()")
        self.page.reload()
        self.wait_until_ready()
        self.page.evaluate("saved => restore(saved)", saved)

    def wait_for_answers(self) -> None:
        """Return when the kernel has answered all that the page has sent to it."""
        self.page.wait_for_function("isAnswered()")

    def _wait_until_ready(self, page: Page) -> None:
        page.wait_for_function("window.isReady === true", timeout=60_000)
