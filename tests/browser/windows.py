"""Windows of the browser that are kept from one test to the next: JupyterLab takes seconds to load."""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, Page, ViewportSize

MOST = 2
"""How many windows of a kind are kept: the tests of a file share one, others of them open their own."""

VIEWPORT: ViewportSize = {"width": 1280, "height": 1400}


def open_window(browser: Browser, dpr: float) -> Page:
    """Open a window that shares nothing with others, at a device pixel ratio."""
    return browser.new_context(viewport=VIEWPORT, device_scale_factor=dpr).new_page()


class Windows:
    """Windows in which a notebook was closed and another may be opened.

    A window stays as the person left it who opens a notebook after another all day; only its size is put right.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: defaultdict[tuple[float, str], list[Page]] = defaultdict(list)

    def take(self, dpr: float, theme: str) -> Page:
        """One that was kept, or a new one."""
        kept = self._kept[dpr, theme]
        return kept.pop() if kept else open_window(self._browser, dpr)

    def keep(self, page: Page, dpr: float, theme: str) -> None:
        """Keep one for later, unless there are others of its kind."""
        if len(self._kept[dpr, theme]) == MOST:
            page.context.close()
        else:
            page.set_viewport_size(VIEWPORT)
            self._kept[dpr, theme].append(page)
