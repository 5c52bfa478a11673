"""A notebook as an application: Voilà runs it for each visitor and shows what it puts out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.kernel import Kernel
from tests.browser.kernel_page import KernelPage
from tests.browser.servers import ApplicationServer


class VoilaServer(ApplicationServer):
    """A running Voilà that serves one notebook."""

    def __init__(self, home: Path, notebook: Path) -> None:
        super().__init__(home)
        self._notebook = notebook

    def connection_files(self) -> set[Path]:
        """The files that tell the ports and keys of the kernels so far."""
        return set(self.home.glob("voila_*/kernel-*.json"))

    def _command(self) -> list[str]:
        return [
            *(self._python, "-m", "voila", str(self._notebook), "--no-browser", f"--port={self.port}"),
            *("--Voila.ip=127.0.0.1", f"--Voila.connection_dir_root={self.home}"),
        ]

    def _application(self) -> list[str]:
        return ["voila"]


def visit(server: VoilaServer, page: Page) -> KernelPage:
    """Open the application and wait until the last thing in it is there; return it with the visitor's own kernel."""
    before = server.connection_files()
    page.goto(server.url)
    expect(page.locator(".hubble-explorer").last).to_be_visible(timeout=60_000)
    (connection_file,) = server.connection_files() - before
    return KernelPage(page, Kernel(connection_file))
