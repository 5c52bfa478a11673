"""One notebook, open in the classic front end (Notebook 6.5), with its kernel."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.notebook_page import NotebookPage

# The cells are there, the kernel answers, and the widgets' extension, which is loaded on its own, knows it.
READY = """() => {
    const notebook = window.Jupyter?.notebook;
    return Boolean(notebook?._fully_loaded && notebook.kernel?.is_connected() && notebook.kernel.widget_manager
        && document.querySelector("#kernel_indicator_icon.kernel_idle_icon"));
}"""
PROMPT_OF_RUN_CELL = re.compile(r"\[\d+\]:$")


class ClassicPage(NotebookPage):
    """A notebook in the classic front end, used in the same way as one in JupyterLab."""

    def cell(self, index: int) -> Locator:
        """A cell, the first one being 0."""
        return self.page.locator("#notebook-container .code_cell").nth(index)

    def output(self, index: int) -> Locator:
        """All that a cell has put out."""
        return self.cell(index).locator(".output_wrapper")

    def run_cell(self, index: int, timeout: float = 60.0) -> Locator:
        """Run one cell as a user does, wait for its end, return its output."""
        cell = self.cell(index)
        prompt = cell.locator(".input_prompt")
        before = prompt.inner_text()
        cell.locator(".CodeMirror").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before, timeout=1000 * timeout)
        expect(prompt).to_have_text(PROMPT_OF_RUN_CELL, timeout=1000 * timeout)
        error = self.output(index).locator(".output_error")
        if error.count():
            raise AssertionError(error.first.inner_text())
        return self.output(index)

    def _save(self) -> None:
        self.page.get_by_title("Save and Checkpoint").click()

    def _wait_until_ready(self, page: Page) -> None:
        page.wait_for_function(READY)
