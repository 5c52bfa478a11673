"""One notebook, open in the classic front end (Notebook 6.5), with its kernel."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.notebook_page import NotebookPage

# The cells are there, the kernel answers, and the widgets' extension, which is loaded on its own, knows it.
READY = """() => {
    const notebook = window.Jupyter?.notebook;
    return Boolean(notebook?._fully_loaded && notebook.kernel?.is_connected() && notebook.kernel.widget_manager
        && document.querySelector("#kernel_indicator_icon.kernel_idle_icon"));
}"""

# What tells of the lost kernel covers the page.
START_KERNEL = """() => {
    window.$(".modal").modal("hide");
    window.Jupyter.notebook.start_session(window.Jupyter.notebook.session.kernel_model.name);
}"""


class ClassicPage(NotebookPage):
    """A notebook in the classic front end, used in the same way as one in JupyterLab."""

    _CELLS, _EDITOR, _PROMPT = "#notebook-container .code_cell", ".CodeMirror", ".input_prompt"
    _OUTPUT, _ERROR = ".output_wrapper", ".output_error"

    def _save(self) -> None:
        self.page.get_by_title("Save and Checkpoint").click()

    def start_kernel_again(self, index: int) -> None:
        """Start another kernel, as Change kernel in the menu does, and run one cell."""
        self.page.evaluate(START_KERNEL)
        self.wait_until_ready()
        self._follow_session()
        self.run_cell(index)

    def _wait_until_ready(self, page: Page) -> None:
        page.wait_for_function(READY)
