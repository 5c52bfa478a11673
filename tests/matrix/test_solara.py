"""The explorer as an application of Solara's, on a screen and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

import hubble_widget as hw
from hubble_widget.widgets.slider_with_entry import LEARNING_RATES
from tests.browser.explorer_view import width
from tests.browser.kernel_page import wait_until
from tests.browser.servers import running
from tests.browser.themes import CLIPPED
from tests.browser.windows import open_window

from .front_ends import ROOT
from .solara_server import SOLARA, SolaraServer

pytestmark = [pytest.mark.browser, pytest.mark.matrix]
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
# ipympl's kernel side sends what its front end has no method for; JupyterLab writes it as a warning.
KNOWN_NOISE = "No handler for the 'capture_scroll' message type"


def expect_no_scrolling(page: Page) -> None:
    """Wait until nothing lies beside the window; while it loads, Solara's own page is wider for a moment."""
    wait_until(lambda: not page.evaluate(SIDEWAYS), "nothing is wider than the window")


@pytest.fixture(scope="module")
def solara(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SolaraServer]:
    """Solara, serving the example."""
    assert SOLARA.exists(), f"{SOLARA} is missing: make test-matrix makes it"
    with running(SolaraServer(tmp_path_factory.mktemp("solara"), ROOT / "examples" / "solara_app.py")) as server:
        yield server
    assert not server.complaints()


@pytest.fixture(params=[{"width": 1280, "height": 900}, {"width": 480, "height": 900}], ids=["screen", "phone"])
def explorer(request: pytest.FixtureRequest, solara: SolaraServer, browser: Browser) -> Iterator[Locator]:
    """The explorer that a visitor sees. Before the page is closed it may not have complained of anything."""
    size: ViewportSize = request.param
    page = open_window(browser, 1)
    page.set_viewport_size(size)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(f"{said.text} {said.location['url']}") if said.type == "error" else None,
    )
    try:
        page.goto(solara.url)
        root = page.locator(".hubble-explorer")
        expect(root).to_be_visible(timeout=60_000)
        yield root
        assert [text for text in complaints if KNOWN_NOISE not in text] == []
    finally:
        page.context.close()


def test_the_lesson_goes_on_in_solara(explorer: Locator) -> None:
    canvas, column = explorer.locator("canvas").first, explorer.locator(".hubble-figure")
    expect(canvas).to_be_visible()
    wait_until(lambda: abs(width(canvas) - width(column)) <= 1, "the plots are as wide as their column")
    expect_no_scrolling(explorer.page)
    names = explorer.locator(".hubble-zone-names")
    for zone in ("slow", "steady", "diverges"):
        expect(names.get_by_text(zone, exact=True)).to_be_visible()
    expect(explorer.locator("strong").first).to_have_css("font-weight", "700")

    readout = explorer.get_by_label("Fit readout")
    expect(readout).to_contain_text("74.59")
    explorer.get_by_role("slider", name="Learning rate", exact=True).press("ArrowLeft")
    rate = LEARNING_RATES[LEARNING_RATES.index(0.05) - 1]
    path = hw.gradient_descent(hw.load_dataset("key_project").exclude("NGC 4639"), learning_rate=rate, iterations=500)
    expect(readout).to_contain_text(f"{path.slope:.2f} km/s/Mpc")
    expect(explorer.get_by_label("Learning rate, typed value", exact=True)).to_have_value(f"{rate:g}")

    explorer.get_by_role("slider", name="Learning rate", exact=True).press("ArrowRight")
    explorer.get_by_role("button", name="Train", exact=True).click()
    expect(readout).to_contain_text("by torch")
    expect(readout).to_contain_text("iteration 500 of 500")
    expect(readout).to_contain_text("74.59")
    now = explorer.get_by_role("slider", name="Now at iteration", exact=True)
    now.press("Home")
    expect(readout).to_contain_text("iteration 0 of 500")
    assert explorer.evaluate(CLIPPED) == []
    now.press("End")
    expect(readout).to_contain_text("74.59")
    assert explorer.evaluate(CLIPPED) == []
    expect_no_scrolling(explorer.page)
