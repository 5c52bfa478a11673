"""One notebook, open in JupyterLab 3, with its kernel."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.notebook_page import NotebookPage, wait_until


class Lab3Page(NotebookPage):
    """A notebook in JupyterLab 3, whose editor is CodeMirror 5."""

    _EDITOR = ".CodeMirror"

    def run_until_shown(self, widget: Locator) -> None:
        """Run the first cell as often as it takes after a reload, which brings back no widget, not even a plain slider.

        A cell that is run while JupyterLab 3 is still asking the kernel for the old ones says "Loading widget..." for
        ever.
        """

        def is_shown() -> bool:
            self.run_cell(0)
            try:
                expect(widget).to_be_visible(timeout=20_000)
            except AssertionError:
                return False
            return True

        wait_until(is_shown, "JupyterLab 3 shows what its cell displays")

    def _wait_until_ready(self, page: Page) -> None:
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
        expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).to_be_visible(timeout=60_000)
