"""Take the README's pictures: the lesson's data, trained to the end in a real JupyterLab, in both themes."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.explorer_view import LESSON, cell, show
from tests.browser.lab import LabServer
from tests.browser.notebook_page import NotebookPage

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Write docs/explorer-light.png and docs/explorer-dark.png."""
    DOCS.mkdir(exist_ok=True)
    chromium = os.environ.get("HUBBLE_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        lab = LabServer(Path(home))
        lab.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        try:
            for theme in ("light", "dark"):
                path = lab.write_notebook(f"{theme}.ipynb", [cell(LESSON)])
                notebook = NotebookPage(lab, browser, path, dpr=2, theme=theme)
                notebook.open()
                view = show(notebook)
                view.train()
                view.expect_numbers()
                view.button("Train").blur()
                view.root.screenshot(path=DOCS / f"explorer-{theme}.png")
                notebook.close()
        finally:
            browser.close()
            lab.stop()


if __name__ == "__main__":
    main()
