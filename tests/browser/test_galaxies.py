"""Galaxies: pointed at, left out and taken back, by mouse in the plot and by the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import ExplorerView, Use, by_keyboard, by_mouse, cell, choose, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
ShowAsNew = Callable[..., ExplorerView]
CHOSEN = cell(learning_rate=0.05, iterations=500)
NGC_4639 = ("fit", 21.98, 1403)
EVERY_ONE, WITHOUT_IT = "76.13 ± 9.49", "80.38 ± 10.11"
NOWHERE = (1.0, 1.0)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_galaxy_under_the_mouse_is_named_with_its_numbers(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    before = view.picture(tmp_path)
    view.hover(view.point(*NGC_4639))
    view.expect_words("NGC 4639")
    residual = view.kernel.evaluate("1403 - (explorer.slope * 21.98 + explorer.intercept)")
    assert view.words("NGC 4639") == [
        f"NGC 4639\n21.98 Mpc, 1403 km/s\nresidual {residual:+.0f} km/s".replace("-", "−")
    ]
    assert not np.array_equal(view.picture(tmp_path), before)
    view.hover(NOWHERE)
    view.expect_words("NGC 4639", present=False)
    assert np.array_equal(view.picture(tmp_path), before)


def test_the_residual_follows_the_line(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.hover(view.point(*NGC_4639))
    view.expect_words("NGC 4639")
    view.slider("Now at iteration").press("Home")
    view.expect_words("residual +1403 km/s")
    view.picture(tmp_path)


def test_a_galaxy_in_the_residual_plot_is_named_and_left_out(show_as_new: ShowAsNew, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    view.button("Residual plot").click()
    view.kernel.wait_until("len(explorer.axes) == 3")
    view.picture(tmp_path)
    residual = view.kernel.evaluate("1403 - (explorer.slope * 21.98 + explorer.intercept)")
    place = view.point("residual", 21.98, residual)
    view.hover(place)
    view.expect_words("NGC 4639")
    view.notebook.page.mouse.click(*place)
    expect_without_it(view)
    view.picture(tmp_path)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_click_leaves_a_galaxy_out_and_takes_it_back(show_as_new: ShowAsNew, dpr: int, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN, dpr=dpr)
    before = view.picture(tmp_path)
    page = view.notebook.page
    page.mouse.click(*view.point(*NGC_4639))
    expect_without_it(view)
    view.expect_words("NGC 4639, left out")
    assert view.value("iteration") == 500
    without = view.picture(tmp_path)
    assert not np.array_equal(without, before)
    page.mouse.click(*view.point(*NGC_4639))
    expect_every_one(view)
    view.hover(NOWHERE)
    view.expect_words("NGC 4639", present=False)
    assert np.array_equal(view.picture(tmp_path), before)


def test_a_drag_across_a_galaxy_leaves_nothing_out(show_as_new: ShowAsNew) -> None:
    view = show_as_new(CHOSEN)
    view.drag(view.point(*NGC_4639), view.point("fit", 15, 300))
    view.hover(view.point(*NGC_4639))
    view.expect_words("NGC 4639")
    assert view.value("data.excluded") == []


@pytest.mark.parametrize("use", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])
def test_the_list_does_what_a_click_does(show_as_new: ShowAsNew, use: Use, tmp_path: Path) -> None:
    view = show_as_new(CHOSEN)
    view.more()
    expect(view.button("Leave out")).to_be_disabled()
    expect(view.button("Undo")).to_be_disabled()
    before = view.picture(tmp_path)
    choose(view.choice("Galaxy"), "NGC 4639", use)
    view.expect_words("NGC 4639\n21.98 Mpc")
    assert not np.array_equal(view.picture(tmp_path), before)
    use(view.button("Leave out"))
    expect_without_it(view)
    use(view.button("Take back"))
    expect_every_one(view)
    expect(view.button("Leave out")).to_be_enabled()
    use(view.button("Undo"))
    expect_without_it(view)
    use(view.button("Undo"))
    expect_every_one(view)
    expect(view.button("Undo")).to_be_disabled()
    view.picture(tmp_path)


def test_too_few_galaxies_are_an_error_and_harm_nothing(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(
        "import hubble_widget as hw\n"
        "data = hw.load_dataset('key_project')\n"
        "explorer = hw.RegressionExplorer(data.exclude(*data.names[3:]), learning_rate=0.05, iterations=500)\n"
        "display(explorer)"
    )
    view = show(notebook)
    view.more()
    view.choice("Galaxy").select_option("NGC 300")
    view.button("Leave out").click()
    expect(view.root).to_contain_text("2 of 24 galaxies")
    view.choice("Galaxy").select_option("NGC 925")
    view.button("Leave out").click()
    expect(view.alert).to_contain_text("a line needs at least 2 galaxies")
    assert notebook.evaluate("len(explorer.data)") == 2
    expect(view.root).to_contain_text("2 of 24 galaxies")
    view.expect_numbers()
    view.picture(tmp_path)
    view.choice("Galaxy").select_option("NGC 4639")
    expect(view.alert).to_be_hidden()
    view.button("Take back").click()
    expect(view.root).to_contain_text("3 of 24 galaxies")
    view.train()
    view.expect_numbers()
    view.picture(tmp_path)


def expect_without_it(view: ExplorerView) -> None:
    """Wait until NGC 4639 is left out, in the title, in the readout and in the kernel."""
    expect(view.root).to_contain_text("23 of 24 galaxies, without NGC 4639")
    expect(view.readout).to_contain_text(WITHOUT_IT)
    expect(view.alert).to_be_hidden()
    assert view.value("data.excluded") == ["NGC 4639"]


def expect_every_one(view: ExplorerView) -> None:
    """Wait until no galaxy is left out."""
    expect(view.root).not_to_contain_text("23 of 24")
    expect(view.root).to_contain_text("24 galaxies")
    expect(view.readout).to_contain_text(EVERY_ONE)
    assert view.value("data.excluded") == []
