"""A notebook that was run, turned into HTML with the state of its widgets, and opened far from any kernel."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jupyter_core.paths
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, expect

from .kernel_page import SLOW_TO_LOAD

ADDRESS = "http://saved.example/notebook.html"
ROOT = Path(__file__).parents[2]
MODULES = ROOT / "js" / "node_modules"
EXAMPLES = ROOT / "examples"

# What such a page fetches from networks that deliver npm packages, and where it lies on this machine.
FETCHED = {
    r"/require(\.min)?\.js$": MODULES / "requirejs" / "require.js",
    r"/@jupyter-widgets/html-manager@": MODULES / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
    r"/anywidget@": "anywidget",
    r"/jupyter-matplotlib@": "jupyter-matplotlib",
}


def save_as_html(notebook: Path, environment: dict[str, str]) -> Path:
    """Run a notebook and return the page that nbconvert makes of it."""
    # In a process of its own: Playwright holds the event loop of this thread.
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "html", str(notebook)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return notebook.with_suffix(".html")


def as_html(notebook: Path, folder: Path) -> Path:
    """Return the page that nbconvert makes of a notebook as it is stored."""
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(notebook), f"--output-dir={folder}"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{notebook.stem}.html"


@contextmanager
def saved_explorer(notebook: Path, environment: dict[str, str], browser: Browser) -> Iterator[Locator]:
    """Run, save and open a notebook; yield its explorer. The page must have nothing to complain of."""
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    try:
        errors = errors_of(page)
        open_saved(page, save_as_html(notebook, environment))
        root = page.locator(".hubble-explorer")
        expect(root.get_by_role("img", name="Plots").locator("canvas").first).to_be_visible()
        yield root
        assert errors == []
    finally:
        page.close()


def errors_of(page: Page) -> list[str]:
    """Return a list that every error of the page from now on joins."""
    errors: list[str] = []

    def found(text: str) -> None:
        if text != SLOW_TO_LOAD:
            errors.append(text)

    page.on("pageerror", lambda error: found(str(error)))
    page.on("console", lambda message: found(message.text) if is_error(message) else None)
    return errors


def is_error(message: ConsoleMessage) -> bool:
    """Whether the page complains, but for what the test has not got of all that a page fetches from networks."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def open_saved(page: Page, saved: Path) -> None:
    """Open a saved page; what it fetches comes from this machine, or not at all."""

    def answer(route: Route) -> None:
        url = route.request.url
        if url == ADDRESS:
            route.fulfill(path=saved, content_type="text/html")
            return
        for pattern, source in FETCHED.items():
            if re.search(pattern, url):
                path = source if isinstance(source, Path) else front_end(source)
                route.fulfill(path=path, content_type="text/javascript")
                return
        route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(ADDRESS)


def front_end(name: str) -> Path:
    """A widget package's front end, which its Python package has installed."""
    for folder in jupyter_core.paths.jupyter_path("nbextensions"):
        path = Path(folder) / name / "index.js"
        if path.exists():
            return path
    raise FileNotFoundError(f"no front end of {name} in {jupyter_core.paths.jupyter_path('nbextensions')}")
