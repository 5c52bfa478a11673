"""A page whose widgets have a kernel behind them, and what either of the two complains of."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page

from .kernel import Kernel
from .patience import PATIENCE

SLOW_TO_LOAD = "[anywidget] Failed to initialize model."
"""What anywidget says where a page takes more than two seconds to load a script, which is loaded all the same."""

# What appears on the console or in the kernel's standard error without anything being wrong.
KNOWN_NOISE = (
    # On opening a notebook JupyterLab asks for live widgets, before the kernel knows of any.
    re.compile(r"^No such comm target registered: jupyter\.widget\.control\n", re.MULTILINE),
    re.compile(r"^No such comm: [0-9a-f-]{36}\n", re.MULTILINE),
    # What JupyterLab asks the server of its own accord while kernels start and end; it asks again.
    re.compile(r"^console: Failed to load resource: .* \(\S+/api/(?:kernels|sessions)\b\S*\)$"),
    re.compile(r"^console: WebSocket connection to '\S+/api/kernels/\S+' failed: .*$"),
    # ipykernel, where a subshell ends that has a message left: the page ends it with the widget that it was for.
    re.compile(
        r"^Task was destroyed but it is pending!\ntask: <Task pending .*?_async_in_context.*?allocation traceback\n?",
        re.MULTILINE | re.DOTALL,
    ),
    re.compile(rf"^page error: {re.escape(SLOW_TO_LOAD)}$"),
    # JupyterLab's debugger, when a page is loaded anew while it asks the kernel.
    re.compile(r"^console: Could not restore the debugger state: Canceled future .*$"),
)


def screenshot(page: Page, name: str) -> None:
    """Save a picture of a page for people to look at, where HUBBLE_SCREENSHOTS says."""
    if folder := os.environ.get("HUBBLE_SCREENSHOTS"):
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path / f"{name}.png")


class KernelPage:
    """A page and the kernel that its widgets talk to.

    Attributes
    ----------
    page : Page
        The browser's page.
    kernel : Kernel
        A second client of the kernel.
    """

    def __init__(self, page: Page, kernel: Kernel) -> None:
        self.page = page
        self.kernel = kernel
        self._errors: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._listeners: tuple[tuple[Any, Any], ...] = (
            ("console", self._note_console),
            ("pageerror", self._note_error),
        )
        self._listen_to(self.page)

    def evaluate(self, expression: str) -> Any:
        """Value of a Python expression in the notebook's kernel."""
        return self.kernel.evaluate(expression)

    def execute(self, code: str) -> None:
        """Run Python statements in the notebook's kernel, beside the cells."""
        self.kernel.execute(code)

    def screenshot(self, name: str) -> None:
        """Save a picture of the page for people to look at, where HUBBLE_SCREENSHOTS says."""
        screenshot(self.page, name)

    def expect_complaint(self, pattern: str) -> None:
        """Take what matches the pattern, line by line, as wanted in this test."""
        self._expected.append(re.compile(pattern, re.MULTILINE))

    def complaints(self) -> list[str]:
        """Errors of page and kernel so far, less the expected ones."""
        remaining = []
        for complaint in (*self._errors, self.kernel.stderr(), *self.kernel.errors()):
            text = complaint
            for pattern in (*KNOWN_NOISE, *self._expected):
                text = pattern.sub("", text)
            remaining.append(text.strip())
        return [text for text in remaining if text]

    def _listen_to(self, page: Page) -> None:
        for event, listener in self._listeners:
            page.on(event, listener)

    def _listen_no_more(self) -> None:
        for event, listener in self._listeners:
            self.page.remove_listener(event, listener)

    def _note_error(self, error: Error) -> None:
        self._errors.append(f"page error: {error}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self._errors.append(f"console: {message.text} ({place})")


def wait_until(condition: Any, wanted: str, timeout: float = PATIENCE) -> None:
    """Return when the condition holds, fail with ``wanted`` when it never does."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so after {timeout} s: {wanted}")
        time.sleep(0.05)
