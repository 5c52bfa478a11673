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


def test_the_chosen_galaxy_and_the_pinned_runs_are_told_in_words(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(cell(learning_rate=0.05, iterations=500)))
    view.more()
    galaxy = view.root.locator(".hubble-galaxies").get_by_role("status")
    expect(view.choice("Galaxy").locator("option:checked")).to_have_text("none")
    expect(galaxy).to_be_empty()
    view.choice("Galaxy").select_option("NGC 4639")
    expect(galaxy).to_have_text(re.compile(r"^NGC 4639: 21\.98\sMpc, 1403\skm/s, residual −\d+\skm/s$"))
    shown = view.picture(tmp_path)
    view.hover(view.point("fit", 2.0, 133))
    expect(galaxy).to_contain_text("NGC 300: 2 Mpc, 133 km/s")
    view.hover((1, 1))
    expect(galaxy).to_contain_text("NGC 4639: ")
    view.expect_words("NGC 4639")
    assert (view.picture(tmp_path) == shown).all()
    view.choice("Galaxy").select_option("none")
    expect(galaxy).to_be_empty()
    view.expect_words("NGC 4639", present=False)
    expect(view.button("Clear pins")).to_be_disabled()
    view.button("Pin this run").click()
    expect(view.root.get_by_role("status").get_by_text("0.05, 500 iterations")).to_be_visible()
    view.button("Clear pins").click()
    expect(view.button("Clear pins")).to_be_disabled()


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
