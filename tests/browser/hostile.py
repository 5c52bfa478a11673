"""Words that are no harmless ones, everywhere where words may be handed in, and what has to become of them."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from .explorer_view import ExplorerView

GALAXIES = """
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
explorer = hw.RegressionExplorer(galaxies)
display(explorer)
"""
POINTS = """
x, y, called = (name + "!" for name in names[:3])
columns = {x: [1, 2, 3, 4, 5], y: [90, 120, 230, float("nan"), 310], called: names[:5]}
words = dict(x_label=names[0], x_unit=names[3], y_label=names[2], y_unit="<img src=y>")
points = hw.RegressionExplorer(columns, x=x, y=y, names=called, **words)
display(points)
"""
FORMULAS = ".MathJax, .MathJax_Preview, mjx-container, .katex"


def expect_text(view: ExplorerView, folder: Path) -> None:
    """See the words of POINTS where they are shown, and nothing made of them."""
    names = view.kernel.evaluate("names")
    expect(view.root).to_contain_text(f"4 points (1 of 5 rows left out: no {names[2]})")
    view.more()
    units = view.root.locator(".hubble-more .widget-html")
    expect(units.nth(0)).to_have_text(re.compile(r"^<img src=y…"))
    expect(units.nth(1)).to_have_text("<img src=y>")
    view.hover(view.point("fit", 1, 90))
    view.expect_words(names[0])
    view.expect_words(names[2])
    view.train()
    expect(view.readout).to_contain_text(f"{view.value('slope'):.2f} <img src=y>/{names[3]}")
    view.picture(folder)
    expect_nothing_ran(view.notebook.page)


def expect_nothing_ran(page: Page) -> None:
    """See to it that no script has run, nothing was fetched for a name, and no formula was set."""
    assert page.evaluate("window.ran") is None
    expect(page.locator("img[src=x], img[src=y]")).to_have_count(0)
    expect(page.locator(".hubble-explorer").locator(FORMULAS)).to_have_count(0)
