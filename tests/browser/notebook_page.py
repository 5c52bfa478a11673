"""One notebook, open in JupyterLab in a page of its own, with its kernel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Error, Locator, Page, expect

from .kept_kernel import has_forgotten
from .kernel import Kernel
from .kernel_page import KernelPage, wait_until
from .patience import PATIENCE
from .servers import JupyterServer

PROMPT_OF_RUN_CELL = re.compile(r"\[\d+\]:$")
PROMPT_OF_RUNNING_CELL = "[*]:"
NO_KERNEL = "No Kernel"
KERNEL_IS_IDLE = re.compile(r"\| Idle$")
SAVE = re.compile(r"^Save and create checkpoint")

SUBSHELL_OF_THE_OTHER = r"^page error: Error: Canceled future for create_subshell_request .*$"

LAB_IS_HERE = "'jupyterapp' in window"
OPEN = "path => window.jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}).then(() => {})"
# Until the page is loaded anew, or a test has chosen another theme.
REMEMBER_THE_PAGE = "() => { window.themeOfTests = document.body.dataset.jpThemeName ?? ''; }"
IS_THE_SAME_PAGE = "window.themeOfTests === (document.body.dataset.jpThemeName ?? '')"
CLOSE_NOTEBOOKS = """() => {
    for (const widget of [...window.jupyterapp.shell.widgets("main")]) if (widget.context) widget.dispose();
    return document.querySelector(".jp-Dialog, .jp-Notebook") === null;
}"""


class NotebookPage(KernelPage):
    """A notebook file, the kernel that runs it and the page that shows it.

    Attributes
    ----------
    page : Page
        The browser's page, JupyterLab's whole window.
    kernel : Kernel
        A second client of the notebook's kernel.
    """

    _CELLS, _EDITOR, _PROMPT = ".jp-Notebook .jp-Cell", ".cm-content", ".jp-InputPrompt"
    _OUTPUT, _ERROR = ".jp-Cell-outputArea", "[data-mime-type='application/vnd.jupyter.error']"

    def __init__(self, server: JupyterServer, page: Page, path: str, *, fresh: bool = True) -> None:
        self._server = server
        self._path = path
        self._take(server.start_session(path, fresh=fresh))
        super().__init__(page, Kernel(server.connection_file(self._kernel_id)))

    def _take(self, session: dict[str, Any]) -> None:
        self._session_id: str = session["id"]
        self._kernel_id: str = session["kernel"]["id"]

    @property
    def file(self) -> Path:
        """Where the notebook is saved."""
        return self._server.root / self._path

    def open(self) -> None:
        """Show the notebook and wait until its kernel is ready."""
        if self.page.evaluate(LAB_IS_HERE):
            self.page.evaluate(OPEN, self._path)
        else:
            self.page.goto(self._server.address_of(self._path))
        self.wait_until_ready()
        self._follow_session()
        self.page.evaluate(REMEMBER_THE_PAGE)

    def _follow_session(self) -> None:
        """Turn to the kernel that the notebook has: Notebook 7, when it has just been started, may begin another."""
        (session,) = (each for each in self._server.request("GET", "sessions") if each["path"] == self._path)
        if session["kernel"]["id"] != self._kernel_id:
            self.expect_complaint(SUBSHELL_OF_THE_OTHER)
            self.kernel.close()
            self._take(session)
            self.kernel = Kernel(self._server.connection_file(self._kernel_id))

    def reload(self) -> None:
        """Save the notebook and load its page anew; the kernel goes on."""
        self.save()
        self.page.reload()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return when the notebook is there and its kernel is idle."""
        self._wait_until_ready(self.page)

    def open_again(self) -> Page:
        """Save the notebook and open it in a second window, with the same kernel."""
        self.save()
        page = self.page.context.new_page()
        self._listen_to(page)
        page.goto(self._server.address_of(self._path))
        self._wait_until_ready(page)
        return page

    def save(self) -> None:
        """Save the notebook and wait until the file has the outputs of the page."""
        saved_before = self._last_modified()
        self._save()
        wait_until(lambda: self._last_modified() != saved_before, "the notebook is saved")

    def close(self) -> None:
        """Close the window and have the kernel shut down."""
        self.page.context.close()
        self._leave()

    def put_away(self, *, keep_kernel: bool) -> bool:
        """Close the notebook alone; return whether JupyterLab is as it was before. The kernel is kept if it is well.

        After the page was loaded anew it is not: JupyterLab opens the notebook twice, of its workspace's own accord and
        for the address, and the second time may be yet to come. Nor is it in another theme.
        """
        self._listen_no_more()
        try:
            is_as_before = (
                self.page.evaluate(IS_THE_SAME_PAGE)
                and len(self.page.context.pages) == 1
                and self.page.evaluate(CLOSE_NOTEBOOKS)
            )
        except Error:  # another page is there, or none
            is_as_before = False
        if keep_kernel and has_forgotten(self.kernel):
            self.kernel.close()
            self._server.keep_session(self._session_id)
        else:
            self._leave()
        return bool(is_as_before)

    def _leave(self) -> None:
        self.kernel.close()
        self._server.end_session(self._session_id)

    def cell(self, index: int) -> Locator:
        """A cell, the first one being 0."""
        return self.page.locator(self._CELLS).nth(index)

    def output(self, index: int) -> Locator:
        """All that a cell has put out."""
        return self.cell(index).locator(self._OUTPUT)

    def start_cell(self, index: int) -> Locator:
        """Run one cell as a user does; return its prompt once the kernel is said to be at it."""
        prompt = self._start(self.cell(index))
        expect(prompt).to_have_text(PROMPT_OF_RUNNING_CELL)
        return prompt

    def _start(self, cell: Locator) -> Locator:
        """Press until the front end has taken it, which changes the prompt at once; return the prompt.

        Keys are lost where a notebook that has just been opened is drawn anew, or is given another kernel.
        """
        prompt = cell.locator(self._PROMPT)
        before = prompt.inner_text()

        def is_taken() -> bool:
            cell.locator(self._EDITOR).click()
            self.page.keyboard.press("Control+Enter")
            try:
                expect(prompt).not_to_have_text(before, timeout=10_000)
            except AssertionError:
                return False
            return True

        wait_until(is_taken, "the front end runs the cell")
        return prompt

    def run_cell(self, index: int, timeout: float = PATIENCE) -> Locator:
        """Run one cell as a user does, wait for its end, return its output."""
        prompt = self._start(self.cell(index))
        expect(prompt).to_have_text(PROMPT_OF_RUN_CELL, timeout=1000 * timeout)
        error = self.output(index).locator(self._ERROR)
        if error.count():
            raise AssertionError(error.first.inner_text())
        return self.output(index)

    def run_all(self) -> None:
        """Run all cells from top to bottom, one after the other."""
        for index in range(self.page.locator(self._CELLS).count()):
            self.run_cell(index)

    def shut_kernel_down(self) -> None:
        """End the kernel behind the page's back, as a server that ends idle kernels does."""
        self._server.request("DELETE", f"kernels/{self._kernel_id}")

    def start_kernel_again(self, index: int) -> None:
        """Run one cell where there is no kernel any more: JupyterLab starts another one."""
        expect(self.page.get_by_role("button", name=NO_KERNEL, exact=True)).to_be_visible(timeout=30_000)
        expect(self.start_cell(index)).to_have_text(PROMPT_OF_RUN_CELL, timeout=60_000)
        self._follow_session()

    def restart_kernel(self) -> None:
        """Restart the kernel behind the page's back and wait until the page has its new one."""
        self._server.request("POST", f"kernels/{self._kernel_id}/restart")
        self.kernel.close()
        self.kernel = Kernel(self._server.connection_file(self._kernel_id))
        self.kernel.evaluate("None")
        self.wait_until_ready()

    def _save(self) -> None:
        self.page.get_by_role("button", name=SAVE).click()

    def _wait_for_indicator(self, page: Page) -> None:
        """Wait for the cells, and for the sign of an idle kernel that JupyterLab 3 and Notebook 7 have, too."""
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
        expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).to_be_visible(timeout=60_000)

    def _wait_until_ready(self, page: Page) -> None:
        expect(page.get_by_role("feed", name="Cells")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("button", name=KERNEL_IS_IDLE)).to_be_visible(timeout=60_000)

    def _last_modified(self) -> str:
        contents = self._server.request("GET", f"contents/{quote(self._path)}?content=0")
        return str(contents["last_modified"])
