"""One notebook, open in Notebook 7, with its kernel."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.notebook_page import NotebookPage

# Notebook 7.6.5 raises this on every notebook, an empty one too.
OWN_ERROR = r"^page error: Cannot read properties of undefined \(reading 'schema'\)$"

# It says "idle" of the first kernel, too, in place of which it may begin another.
HAS_ITS_KERNEL = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    return Boolean(context?.isReady) && context.session?.kernel?.status === "idle";
}"""


class Notebook7Page(NotebookPage):
    """A notebook in Notebook 7, whose cells are JupyterLab's."""

    def open(self) -> None:
        """Show the notebook and wait until its kernel is ready."""
        self.expect_complaint(OWN_ERROR)
        super().open()

    def _wait_until_ready(self, page: Page) -> None:
        self._wait_for_indicator(page)
        page.wait_for_function(HAS_ITS_KERNEL, timeout=60_000)
