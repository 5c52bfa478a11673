"""Names that are no harmless words are shown as they are, or shortened; nothing in them runs and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .explorer_view import ExplorerView, show
from .notebook_page import NotebookPage
from .saved_page import as_html, open_saved

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
HOSTILE = """
import hubble_widget as hw
names = [
    "<img src=x onerror='window.ran = 1'>",
    "</script><script>window.ran = 2</script>",
    r"$\\frac{1}{$",
    "$x$ {{ 7 * 7 }} {% raw %}",
    "\\u202eright to left \\u05d0\\u05d1",
    "n" * 10_000,
    "a\\x00b \u661f\u7cfb",
    "`code` \\\\ 'quotes' \\" &amp; %s {0} %matplotlib",
]
galaxies = hw.Dataset(
    distance=[1, 2, 3, 4, 5, 6, 7, 8],
    velocity=[90, 120, 230, 290, 340, 440, 470, 600],
    names=names,
    title=names[0] + names[2],
    reference=names[1] + names[3],
    note=names[0],
)
"""
SHOW = f"{HOSTILE}explorer = hw.RegressionExplorer(galaxies)\ndisplay(explorer)"


def test_nothing_runs_and_nothing_is_lost(open_notebook: OpenNotebook, browser: Browser, tmp_path: Path) -> None:
    notebook = open_notebook(SHOW)
    view = show(notebook)
    names = notebook.evaluate("list(galaxies.names)")
    expect(view.root).to_contain_text(names[0])
    expect(view.root).to_contain_text(names[1])
    assert len(names) == 8
    for number in range(8):
        distance, velocity = notebook.evaluate(f"[galaxies.distance[{number}], galaxies.velocity[{number}]]")
        view.hover(view.point("fit", distance, velocity))
        view.expect_words(names[number][:12].replace("\x00", "\ufffd"))
        view.picture(tmp_path)
    view.more()
    leave_out(view, tmp_path)
    view.train()
    view.expect_numbers()
    notebook.screenshot("hostile")
    assert notebook.page.evaluate("window.ran") is None

    notebook.save()
    page = browser.new_page()
    try:
        open_saved(page, as_html(notebook.file, tmp_path))
        expect(page.get_by_text(names[0]).first).to_be_attached()
        assert page.evaluate("window.ran") is None
    finally:
        page.close()


def leave_out(view: ExplorerView, folder: Path) -> None:
    """Click every second galaxy away, and take one back."""
    for number in (0, 2, 4, 2):
        view.notebook.page.mouse.click(*view.point("fit", number + 1, view.value(f"data.whole.velocity[{number}]")))
        view.notebook.kernel.wait_until("not explorer.running")
    view.kernel.wait_until("len(explorer.data.left_out) == 2")
    view.picture(folder)
