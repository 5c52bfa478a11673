"""How sure?: painted where the kernel draws it; "One more" draws galaxies whose line is their fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.samples import LESSON as GALAXIES

from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage
from .pictures import page_pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]

FOUND = re.compile(r"Resample (\d+) has drawn \d+ of the 23 galaxies, (.*): age ([\d.]+) billion years, slope ([\d.]+)")


@pytest.mark.parametrize(("dpr", "theme"), [(1, "light"), (2, "dark")])
def test_one_more_draws_galaxies_and_their_line(
    open_notebook: OpenNotebook, dpr: int, theme: str, tmp_path: Path
) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=500), dpr=dpr, theme=theme)
    view = show(notebook)
    view.root.get_by_role("radio", name="How sure?", exact=True).click()
    view.kernel.wait_until("explorer.view == 'uncertainty'")
    expect(view.root).to_contain_text("The data allow 10.7 to 13.8")
    expect(view.root).to_contain_text("0.95\u00a0billion years from the exact one")
    full = view.picture(tmp_path)
    buttons, plots = view.root.get_by_role("group", name="Resamples").bounding_box(), view.canvas.bounding_box()
    assert buttons is not None
    assert plots is not None
    assert buttons["y"] >= plots["y"] + plots["height"]
    view.hover(view.point("fit", 17.7, 619))
    view.expect_words("without NGC 4414:\n11.10 billion years (\N{MINUS SIGN}1.07)")
    view.hover((5, 5))
    for number in (1, 2):
        view.button("One more").press("Space")
        expect_line_of_its_galaxies(view, number)
    notebook.screenshot(f"uncertainty-{theme}")
    view.button("5,000").press("Enter")
    expect(view.root).not_to_contain_text("Resample 2")
    expect(view.root.locator(".hubble-status")).to_contain_text("The data allow 10.7 to 13.8")
    assert (view.picture(tmp_path) == full).all()
    view.kernel.execute("explorer.iteration = 20")  # an age beyond the plot
    assert (view.picture(tmp_path) != full).any()
    assert " --view uncertainty " in view.value("magic_line()")
    view.kernel.wait_until("[*explorer._view.readout.views.get('others', {})] == ['loss', 'loss_surface', 'universe']")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_regressions_and_the_band_of_single_galaxies_can_be_shown(open_notebook: OpenNotebook, theme: str) -> None:
    notebook = open_notebook(cell(LESSON, view="'uncertainty'"), theme=theme)
    view = show(notebook)
    expect(view.root).to_contain_text("The data allow")
    options = view.root.get_by_role("group", name="Show also")
    other, band = (
        options.get_by_role("checkbox", name=name, exact=True)
        for name in ("Distance on velocity", "Band of single galaxies")
    )
    bare = page_pixels(view.canvas)
    other.press("Space")
    expect(view.root).to_contain_text("dotted: 107.10\N{NO-BREAK SPACE}km/s/Mpc, 9.13\N{NO-BREAK SPACE}billion years")
    expect(view.root.locator(".hubble-status")).to_contain_text("the line lies between them")
    both = page_pixels(view.canvas)
    assert (both != bare).any()
    assert (both == bare).mean() > 0.98
    band.click()
    expect(view.root).to_contain_text("Of single galaxies, 95\N{NO-BREAK SPACE}% lie between the outer lines")
    assert (page_pixels(view.canvas) != both).any()
    notebook.screenshot(f"regressions-{theme}")
    other.press("Space")
    band.press("Space")
    expect(view.root).not_to_contain_text("the outer lines")
    assert (page_pixels(view.canvas) == bare).all()
    view.root.get_by_role("radio", name="Loss", exact=True).click()
    expect(options).to_be_hidden()


def expect_line_of_its_galaxies(view: ExplorerView, number: int) -> None:
    """Expect the line that numpy fits to the galaxies that a resample says it has drawn."""
    expect(view.root).to_contain_text(f"Resample {number} has drawn")
    found = FOUND.search(view.root.inner_text().replace("\N{NO-BREAK SPACE}", " "))
    assert found is not None
    assert int(found[1]) == number
    drawn = dict(re.fullmatch(r"(.*?)(?: ×(\d+))?", each).groups("1") for each in found[2].split(", "))
    counts = [int(drawn.get(name, 0)) for name in GALAXIES.names]
    assert sum(counts) == len(GALAXIES)
    slope, _ = np.polyfit(np.repeat(GALAXIES.distance, counts), np.repeat(GALAXIES.velocity, counts), 1)
    assert float(found[4]) == pytest.approx(slope, abs=0.006)
    assert float(found[3]) == pytest.approx(977.7922 / slope, abs=0.006)
