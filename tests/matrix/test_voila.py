"""The dashboard as an application, without a notebook around it, and for two people at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.explorer_view import ExplorerView
from tests.browser.kernel_page import KernelPage
from tests.browser.servers import running
from tests.browser.windows import open_window

from .front_ends import ROOT
from .voila_page import VoilaServer, visit

pytestmark = [pytest.mark.browser, pytest.mark.matrix]
DASHBOARD = ROOT / "examples" / "dashboard.ipynb"


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VoilaServer]:
    """Voilà, serving the dashboard."""
    server = VoilaServer(tmp_path_factory.mktemp("voila"), DASHBOARD)
    with running(server):
        yield server
    assert not server.complaints()


@pytest.fixture
def views(voila: VoilaServer, browser: Browser) -> Iterator[list[ExplorerView]]:
    """The upper explorer of the dashboard, as each of two visitors sees it."""
    pages = [open_window(browser, 1) for _ in range(2)]
    visits: list[KernelPage] = []
    try:
        visits.extend(visit(voila, page) for page in pages)
        yield [ExplorerView(each, each.page.locator(".hubble-explorer").first.locator(".."), "now") for each in visits]
        complaints = [text for each in visits for text in each.complaints()]
    finally:
        for each in visits:
            each.kernel.close()
        for page in pages:
            page.context.close()
    assert complaints == []


def test_the_dashboard_is_an_application(views: list[ExplorerView], tmp_path: Path) -> None:
    view, other = views
    page = view.notebook.page
    for each in views:
        each.expect_shown()
    expect(page.locator("body")).not_to_contain_text("import hubble_widget")
    expect(page.get_by_text("Key Project: 13.6 billion years. Hubble in 1929: 2.2 billion years.")).to_be_visible()
    view.picture(tmp_path)
    view.notebook.screenshot("voila")

    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until("now.learning_rate > 0.05 and then.learning_rate == now.learning_rate")
    view.expect_numbers()
    assert other.value("learning_rate") == 0.05

    view.slider("Iterations").press("ArrowRight")
    view.kernel.wait_until("now.iterations > 500 and then.iterations == now.iterations")
    view.expect_numbers()

    view.kernel.execute("now.learning_rate, now.iterations = 0.05, 2000")
    view.button("Train").click()
    view.expect_running()
    view.button("Pause").click()
    view.expect_finished()
    assert 0 < view.value("iteration") < 2000
    other.button("Train").click()
    view.train()
    other.expect_finished()
    for each, iterations in ((view, 2000), (other, 500)):
        assert each.value("iteration") == iterations
        each.expect_numbers()
        each.picture(tmp_path)
    view.slider("Now at iteration").press("Home")
    view.kernel.wait_until("now.iteration == 0")
    view.drag(view.point("fit", *view.handles()[1]), view.point("fit", 15, 1200))
    view.kernel.wait_until("now.start[0] > 0")
    view.expect_numbers()
    assert other.value("start") == [0, 0]
    other.notebook.page.mouse.click(*other.point("fit", 21.88, 1473.0))  # NGC 1425
    expect(other.root).to_contain_text("23 of 24 galaxies")
    assert view.value("data.excluded") == []

    # The kernel that Voilà starts in its place may hear of a key that the page sent before it noticed.
    other.notebook.expect_complaint(r"^No such comm: [0-9a-f]{32}$")
    os.kill(other.kernel.evaluate("__import__('os').getpid()"), signal.SIGKILL)
    other.slider("Now at iteration").press("ArrowLeft")
    expect(other.readout).to_contain_text("iteration 499 of 500")
    other.expect_alone()
    view.slider("Learning rate").press("ArrowLeft")  # of the other visitor
    view.kernel.wait_until("now.learning_rate < 0.05")
    view.expect_numbers()
    other.kernel.evaluate("None")  # of the kernel that Voilà has started in its place
