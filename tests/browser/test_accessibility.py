"""What axe-core finds in the explorer: nothing serious, in either theme, folded and unfolded, trained and not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
AXE = Path(__file__).parents[2] / "js" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_notebook: OpenNotebook, theme: str) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500), theme=theme))
    view.notebook.page.evaluate(AXE.read_text())
    expect_nothing_serious(view)
    view.train()
    view.root.get_by_role("button", name="More").click()
    expect(view.button("Residual plot")).to_be_visible()
    expect_nothing_serious(view)
    view.button("Residual plot").click()
    expect(view.button("Residual plot")).to_have_class(re.compile("mod-active"))
    expect_nothing_serious(view)


def expect_nothing_serious(view: ExplorerView) -> None:
    """Assert that axe-core finds nothing in the explorer that keeps people from using it."""
    found: list[dict[str, Any]] = view.root.evaluate("async root => (await axe.run(root)).violations")
    told = [
        f"{finding['impact']} {finding['id']}: {node['target']}\n{node['html']}\n{node['failureSummary']}"
        for finding in found
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
    assert not told, "\n\n".join(told)
