"""The explorer in a language that nobody speaks: what has no brackets is in no message, what is cut has no room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from hubble_widget.figure.views import VIEWS
from tests.abroad import build_page, copy_package, words_outside

from .column import box_of, in_a_column
from .explorer_view import ExplorerView
from .notebook_page import NotebookPage, wait_until
from .servers import LabServer, running
from .test_layout import TOO_WIDE, expect_in_its_place
from .windows import open_window

pytestmark = pytest.mark.browser
# All that a person reads or hears, but for what is typed, copied or data: magic line, code and the names of galaxies.
TEXTS = """root => {
    const own = "textarea, pre, code, script, style, .jupyter-matplotlib-toolbar";
    const found = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const {data, parentElement} = texts.currentNode;
        if (!parentElement.closest(own)) found.push(data);
    }
    for (const element of root.querySelectorAll("*")) {
        if (element.closest(own)) continue;
        for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "alt", "aria-description"]) {
            if (element.getAttribute(name)) found.push(element.getAttribute(name));
        }
    }
    return found;
}"""
CUT = """root => [...root.querySelectorAll("button")]
    .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent)"""
# What the page shows with a view only.
OF_VIEWS = {"uncertainty": ".hubble-resampling", "universe": ".hubble-universe"}
FIGURE = "Figure"
"""The title that ipympl gives to a figure, and does not show here."""


class LabAbroad(LabServer):
    """JupyterLab whose kernels import another package."""

    variables: dict[str, str]

    def environment(self) -> dict[str, str]:
        """Environment of the server and its kernels."""
        return super().environment() | self.variables


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[ExplorerView]:
    """An explorer in a column whose width can be set."""
    folder = tmp_path_factory.mktemp("abroad")
    server = LabAbroad(tmp_path_factory.mktemp("lab-abroad"))
    server.variables = copy_package(folder)
    build_page(folder)
    with running(server):
        notebook = NotebookPage(server, open_window(browser, 1), server.write_notebook("abroad.ipynb", [in_a_column()]))
        try:
            notebook.open()
            view = ExplorerView(notebook, notebook.run_cell(0))
            expect(view.root.locator(".hubble-card").first).to_be_visible()
            yield view
            assert notebook.complaints() == []
        finally:
            notebook.close()


def texts_of(root: Locator) -> list[str]:
    """Return all that is read or heard."""
    found: list[str] = root.evaluate(TEXTS)
    return found


def expect_no_english(view: ExplorerView) -> None:
    """Assert that every word on the page and in the picture is in a message."""
    picture = view.kernel.evaluate(
        "[text.get_text() for text in explorer.figure.findobj(__import__('matplotlib.text').text.Text)"
        " if text.get_visible() and (text.axes is None or text.axes.get_visible())]"
    )
    texts = {*texts_of(view.root), *picture}
    assert len(texts) > 60
    english = [text for text in texts if words_outside(text.replace("\N{NO-BREAK SPACE}", " "))]
    assert english == [FIGURE]
    assert view.root.evaluate(CUT) == []


@pytest.mark.parametrize("shown", VIEWS)
def test_no_word_of_a_view_is_missing(abroad: ExplorerView, shown: str) -> None:
    abroad.kernel.execute(f"explorer.view = {shown!r}")
    expect(abroad.root.locator(".hubble-views input").nth([*VIEWS].index(shown))).to_be_checked()
    for view, part in OF_VIEWS.items():
        expect(abroad.root.locator(part)).to_be_visible(visible=view == shown)
    expect_no_english(abroad)
    abroad.notebook.screenshot(f"abroad-{shown}")


def test_no_word_behind_more_is_missing(abroad: ExplorerView) -> None:
    abroad.root.locator(".hubble-more-toggle").click()
    expect(abroad.root.locator(".hubble-take-away, .hubble-more-toggle.mod-active").first).to_be_visible()
    expect_no_english(abroad)
    abroad.notebook.screenshot("abroad-more")


@pytest.mark.parametrize("width", [900, 640, 480])
def test_longer_words_have_their_place(abroad: ExplorerView, width: int) -> None:
    abroad.notebook.execute(f"explorer.view = 'loss'; column.layout.width = '{width}px'")
    wait_until(lambda: abs(box_of(abroad)["width"] - width) <= 4, f"the explorer is {width} pixels wide")
    abroad.expect_plots()
    abroad.notebook.screenshot(f"abroad-{width}")
    expect_in_its_place(abroad)
    assert abroad.root.evaluate(TOO_WIDE) == []
