"""One notebook, open in JupyterLab 3, with its kernel."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.notebook_page import NotebookPage


class Lab3Page(NotebookPage):
    """A notebook in JupyterLab 3, whose editor is CodeMirror 5."""

    _EDITOR = ".CodeMirror"

    def _wait_until_ready(self, page: Page) -> None:
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
        expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).to_be_visible(timeout=60_000)
