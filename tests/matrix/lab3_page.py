"""One notebook, open in JupyterLab 3, with its kernel."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Timeout

from tests.browser.notebook_page import NotebookPage, wait_until
from tests.browser.patience import PATIENCE


class Lab3Page(NotebookPage):
    """A notebook in JupyterLab 3, whose editor is CodeMirror 5."""

    _EDITOR = ".CodeMirror"

    def run_until_shown(self, widget: Locator) -> None:
        """Run the first cell after a reload, which brings back no widget, not even a plain slider.

        On a busy machine JupyterLab 3 may overlook that the notebook has a kernel and ask which one to take. Then it is
        loaded once more.
        """
        question = self.page.locator(".jp-Dialog", has_text="Select kernel for")

        def is_shown() -> bool:
            if question.is_visible():
                self.page.reload()
                self.wait_until_ready()
            try:
                self.run_cell(0)
                widget.wait_for(timeout=20_000)
            except Timeout:  # it asks only now
                return False
            return True

        wait_until(is_shown, "JupyterLab 3 shows what its cell displays", 3 * PATIENCE)

    def _wait_until_ready(self, page: Page) -> None:
        self._wait_for_indicator(page)
