"""The browser: HUBBLE_CHROMIUM, else the Chromium on the path, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OF_A_USER = Path(__file__).with_name("chromium_of_a_user.sh")


def _is_privileged() -> bool:
    return os.geteuid() == 0 and shutil.which("setpriv") is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a screen, and end it."""
    with sync_playwright() as playwright:
        path = os.environ.get("HUBBLE_CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(
            executable_path=OF_A_USER if _is_privileged() else path,
            args=ARGUMENTS,
            env={**os.environ, "CHROMIUM": path},
        )
        try:
            yield browser
        finally:
            browser.close()
