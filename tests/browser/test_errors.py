"""Errors of measurement: bars in the picture, weights that a check mark switches on, and a third line with its age."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import hubble_widget as hw
from tests.samples import LESSON

from .explorer_view import show
from .explorer_view import width as width_of
from .notebook_page import NotebookPage, wait_until
from .said import expect_path_said
from .saved_page import saved_explorer
from .servers import LabServer

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]

MEASURED = hw.Dataset(
    distance=LESSON.distance,
    velocity=LESSON.velocity,
    names=LESSON.names,
    distance_error=0.06 * LESSON.distance,
    velocity_error=np.linspace(60, 240, 23),
)
CELL = """import numpy as np
import hubble_widget as hw
lesson = hw.load_dataset("key_project").exclude("NGC 4639")
table = {
    "name": lesson.names,
    "Dist": lesson.distance,
    "e_Dist": 0.06 * lesson.distance,
    "cz": lesson.velocity,
    "e_cz": np.linspace(60, 240, 23),
}
explorer = hw.RegressionExplorer(table, learning_rate=0.05, iterations=500)
display(explorer)"""


@pytest.mark.parametrize(("dpr", "theme", "width"), [(1, "light", 900), (2, "dark", 480)])
def test_bars_weights_and_the_line_with_errors_on_both_axes(
    open_notebook: OpenNotebook, dpr: int, theme: str, width: int, tmp_path: Path
) -> None:
    notebook = open_notebook(CELL, dpr=dpr, theme=theme)
    view = show(notebook)
    if width < 900:
        view.kernel.execute(f"explorer.layout.width = '{width}px'")
        wait_until(lambda: width_of(view.root) <= width, "the explorer is narrow")
        view.expect_plots()
    expect(view.root).to_contain_text("error of distance: 'e_Dist'; error of velocity: 'e_cz'")
    with_bars = view.picture(tmp_path)
    notebook.screenshot(f"errors-{theme}")
    bars = "[each for each in explorer.axes[0].collections if each.get_zorder() == 2.9]"
    view.kernel.execute(f"[each.set_visible(False) for each in {bars}]; explorer.figure.canvas.draw_idle()")
    assert (view.picture(tmp_path) != with_bars).any()
    view.kernel.execute(f"[each.set_visible(True) for each in {bars}]; explorer.figure.canvas.draw_idle()")
    assert (view.picture(tmp_path) == with_bars).all()

    view.more()
    view.root.get_by_role("checkbox", name="Weights").check()
    view.kernel.wait_until("explorer.weights")
    weighted = hw.polyfit(MEASURED, weights=True)
    expect(view.readout).to_contain_text(f"{weighted.slope:.2f}")
    expect(view.root).to_contain_text("weighted by the error of the velocity")
    view.expect_numbers()
    view.slider("Learning rate").press("ArrowRight")  # the page answers by itself
    view.expect_numbers()
    assert "--weights" in view.value("magic_line()")
    view.more(shown=False)

    view.root.get_by_role("radio", name="How sure?", exact=True).click()
    view.kernel.wait_until("explorer.view == 'uncertainty'")
    both = hw.fit_with_errors(MEASURED)
    low, high = both.conf_int(0.95).age
    expect(view.root).to_contain_text(
        f"With errors on both axes the age is {both.age:.2f} billion years (95 %: {low:.2f} to {high:.2f})."
    )
    view.expect_words(f"both axes, {both.age:.2f}")
    all_resamples = hw.bootstrap(MEASURED, seed=1, weights=True)
    view.button("One more").press("Space")
    expect(view.root).to_contain_text(f"slope {all_resamples.slopes[0]:.2f}")  # the page's own is the kernel's
    notebook.screenshot(f"errors-how-sure-{theme}")


def test_a_saved_page_follows_its_sliders_and_draws_resamples_by_weights(lab: LabServer, browser: Browser) -> None:
    cells = (
        CELL.replace("500)", '500, weights=True, view="uncertainty")').removesuffix("display(explorer)"),
        "explorer",
    )
    notebook = lab.root / lab.write_notebook("saved.ipynb", list(cells))
    with saved_explorer(notebook, lab.environment(), browser) as root:
        drawn = hw.bootstrap(MEASURED, n_resamples=1, seed=1, weights=True)
        root.get_by_role("button", name="One more", exact=True).press("Space")
        expect(root).to_contain_text(f"slope {drawn.slopes[0]:.2f}")
        root.get_by_role("slider", name="Learning rate", exact=True).press("ArrowLeft")
        wanted = hw.gradient_descent(MEASURED, learning_rate=0.0475, iterations=500, weights=True)
        expect_path_said(root, wanted, 500, 500)
