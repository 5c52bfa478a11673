"""A JupyterLab that lacks front ends, as where the kernel lives in another environment than the server."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.notebook_page import NotebookPage
from tests.browser.servers import LabServer

# What JupyterLab says of them.
NO_FRONT_END = (
    r"^console: (?:Error: )?(?:No version of module (?:jupyter-matplotlib|anywidget) is registered|Error displaying)"
    r"(?:.*\n?)*"
)


class LabWithout(LabServer):
    """JupyterLab 4 in which extensions are disabled."""

    disabled: tuple[str, ...] = ()

    def start(self, timeout: float = 60.0) -> None:
        """Start the server and return when it answers."""
        folder = Path(self.environment()["JUPYTER_CONFIG_DIR"]) / "labconfig"
        folder.mkdir(parents=True)
        disabled = dict.fromkeys(self.disabled, True)
        (folder / "page_config.json").write_text(json.dumps({"disabledExtensions": disabled}))
        super().start(timeout)


class LabWithoutIpympl(LabWithout):
    """Where the explorer shows its figure on a canvas of its own."""

    disabled = ("matplotlib-jupyter",)


class LabWithoutAnywidget(LabWithout):
    """Where ipympl alone shows the figure, and a table the numbers."""

    disabled = ("anywidget",)


class LabWithoutBoth(LabWithout):
    """Where there are picture and table."""

    disabled = (*LabWithoutIpympl.disabled, *LabWithoutAnywidget.disabled)


class PageWithout(NotebookPage):
    """A page of it."""

    def open(self) -> None:
        """Show the notebook and wait until its kernel is ready."""
        self.expect_complaint(NO_FRONT_END)
        super().open()
