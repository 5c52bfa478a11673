"""The loss surface: chosen by keyboard, painted where the kernel draws it, and pointed at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]


def test_the_views_are_a_group_of_radio_buttons_that_arrow_keys_change(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    notebook = open_notebook(cell(LESSON, learning_rate=0.05, iterations=500))
    view = show(notebook)
    group = view.root.get_by_role("radiogroup", name="Right-hand plot")
    loss, surface = (group.get_by_role("radio", name=name, exact=True) for name in ("Loss", "Loss surface"))
    expect(loss).to_be_checked()
    before = view.picture(tmp_path)
    view.chooser.focus()
    notebook.page.keyboard.press("Tab")
    expect(loss).to_be_focused()
    notebook.page.keyboard.press("ArrowRight")
    view.kernel.wait_until("explorer.view == 'loss_surface'")
    expect(surface).to_be_checked()
    assert (view.picture(tmp_path) != before).any()
    view.kernel.execute("explorer.view = 'loss'")
    expect(loss).to_be_checked()
    assert (view.picture(tmp_path) == before).all()


@pytest.mark.parametrize(("dpr", "theme"), [(1, "light"), (2, "dark")])
def test_path_start_and_pointed_place_lie_where_the_kernel_draws_them(
    open_notebook: OpenNotebook, dpr: int, theme: str, tmp_path: Path
) -> None:
    notebook = open_notebook(
        cell(LESSON, learning_rate=0.05, iterations=500, view='"loss_surface"'), dpr=dpr, theme=theme
    )
    view = show(notebook)
    seen = [view.picture(tmp_path)]
    for rate in (0.7, 1.5, 0.05):  # it swings, it leaves the surface, and it goes to the valley
        view.kernel.execute(f"explorer.learning_rate = {rate}")
        seen.append(view.picture(tmp_path))
    assert len({picture.tobytes() for picture in seen[1:]}) == 3
    x, y = view.point("loss", 0.75, 0.4)  # the right-hand plot
    view.hover((x, y))
    view.expect_words("intercept")
    assert (view.picture(tmp_path) != seen[-1]).any()
    view.drag((x, y), (x + 30, y + 5))
    view.kernel.wait_until("explorer.start[0] > 60 and explorer.iteration == 0")
    view.hover((5, 5))
    view.expect_numbers()
    view.picture(tmp_path)
    view.train()
    view.expect_numbers()
    view.picture(tmp_path)
    notebook.screenshot(f"loss-surface-{theme}")


def test_the_curve_through_the_origin_is_painted_where_the_kernel_draws_it(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    settings = {"learning_rate": 2.5, "iterations": 50, "view": '"loss_surface"', "fit_intercept": "False"}
    view = show(open_notebook(cell(LESSON, **settings)))
    before = view.picture(tmp_path)
    view.kernel.execute("explorer.learning_rate = 0.05")
    seen = view.picture(tmp_path)
    assert (seen != before).any()
    x, y = view.point("loss", 0.5, 0.1)  # the right-hand plot
    view.hover((x, y))
    view.expect_words("slope 4")
    assert (view.picture(tmp_path) != seen).any()
    view.drag((x, y), (x + 30, y - 20))
    view.kernel.wait_until("explorer.start[0] > 45 and explorer.start[1] == 0 and explorer.iteration == 0")
    view.hover((5, 5))
    view.kernel.execute("explorer.loss_function = 'L1'")
    view.train()
    view.expect_numbers()
    view.picture(tmp_path)
