"""Windows of the browser that are kept from one test to the next: JupyterLab takes seconds to load."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, ViewportSize

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
        self._kept: dict[tuple[float, str], Page] = {}

    def take(self, dpr: float, theme: str) -> Page:
        """One that was kept, or a new one."""
        page = self._kept.pop((dpr, theme), None)
        return open_window(self._browser, dpr) if page is None else page

    def keep(self, page: Page, dpr: float, theme: str) -> None:
        """Keep one for later, unless there is another of its kind."""
        if (dpr, theme) in self._kept:
            page.context.close()
        else:
            page.set_viewport_size(VIEWPORT)
            self._kept[dpr, theme] = page
