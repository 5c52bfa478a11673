"""A JupyterLab that lacks the front end of ipympl, as where the kernel lives in another environment than the server."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.notebook_page import NotebookPage
from tests.browser.servers import LabServer

# What JupyterLab says of it.
NO_FRONT_END = r"^console: Error: (?:No version of module jupyter-matplotlib is registered|Error displaying)(?:.*\n?)*"


class LabWithoutIpympl(LabServer):
    """JupyterLab 4 in which the extension is disabled."""

    def start(self, timeout: float = 60.0) -> None:
        """Start the server and return when it answers."""
        folder = Path(self.environment()["JUPYTER_CONFIG_DIR"]) / "labconfig"
        folder.mkdir(parents=True)
        (folder / "page_config.json").write_text(json.dumps({"disabledExtensions": {"matplotlib-jupyter": True}}))
        super().start(timeout)


class PageWithoutIpympl(NotebookPage):
    """A page of it."""

    def open(self) -> None:
        """Show the notebook and wait until its kernel is ready."""
        self.expect_complaint(NO_FRONT_END)
        super().open()
