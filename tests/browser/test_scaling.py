"""How the data are scaled, and a line through the origin: both are chosen by keyboard, and page and kernel follow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

import hubble_widget as hw

from .explorer_view import LESSON, ExplorerView, by_keyboard, cell, choose, show
from .notebook_page import NotebookPage
from .said import expect_path_said
from .saved_page import saved_explorer
from .servers import LabServer

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(LESSON, learning_rate=0.05, iterations=500)


def expect_said(view: ExplorerView, *texts: str) -> None:
    """Wait until numbers and sentences say so."""
    for text in texts:
        expect(view.root).to_contain_text(text)


def test_the_scaling_decides_what_a_learning_rate_does(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(CHOSEN))
    view.more()
    scaling, rate = view.choice("Scaling"), view.entry("Learning rate")
    choose(scaling, "raw", by_keyboard)
    view.kernel.wait_until("explorer.scaling == 'none'")
    expect_said(view, "Diverged.", "on these galaxies, unscaled, the learning rate must stay below 0.0061.")
    expect(view.slider("Learning rate")).to_have_attribute("aria-valuetext", "0.05, diverges")
    choose(scaling, "standardized", by_keyboard)
    expect(view.slider("Learning rate")).to_have_attribute("aria-valuetext", "0.05, steady")
    for entry, value in ((rate, "0.5"), (view.entry("Iterations"), "1")):
        entry.fill(value)
        entry.press("Enter")
    view.kernel.wait_until("(explorer.learning_rate, explorer.iterations) == (0.5, 1)")
    expect_said(view, "80.38", "Converged.", "1 iteration at 0.5")
    view.slider("Learning rate").press("ArrowLeft")
    view.kernel.wait_until("explorer.learning_rate == 0.475")
    view.expect_numbers()
    view.button("Train").click()  # over before anybody could see Pause
    view.kernel.wait_until("explorer.trajectory.source == 'torch' and not explorer.running")
    view.expect_numbers()
    assert view.value("slope") == pytest.approx(0.95 * view.value("exact_fit.slope"))
    expect(view.alert).to_be_hidden()


def test_a_line_through_the_origin_by_keyboard(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=100, start="(60.0, 300.0)")))
    view.more()
    box = view.root.get_by_role("checkbox", name="Through the origin", exact=True)
    box.press("Space")
    expect(box).to_be_checked()
    view.kernel.wait_until("not explorer.fit_intercept and explorer.start == (60.0, 0.0)")
    expect_said(
        view,
        "78.21 ± 4.18",
        "12.5, 68\N{NO-BREAK SPACE}%: 11.9 to 13.2",
        "11.3 to 14.1 billion years, not 9.6 to 16.5.",
    )
    expect(view.number("Intercept")).to_be_disabled()
    expect(view.root.locator(".hubble-handle:not([hidden])")).to_have_count(1)
    _, right = view.handles()
    view.drag(view.point("fit", *right), view.point("fit", right[0], 1.2 * right[1]))
    view.kernel.wait_until("explorer.start[0] > 68 and explorer.start[1] == 0")
    view.train()
    view.expect_numbers()
    assert view.value("intercept") == 0
    box.press("Space")
    expect(view.root).not_to_contain_text("held at the origin")
    expect(view.root.locator(".hubble-handle:not([hidden])")).to_have_count(0)
    view.kernel.wait_until("explorer.fit_intercept")
    expect(view.alert).to_be_hidden()


def test_a_saved_page_follows_its_sliders_on_scaled_data(lab: LabServer, browser: Browser) -> None:
    model = {"scaling": "standard", "fit_intercept": False}
    cells = (
        "%load_ext hubble_widget",
        "%hubblefit key_project --lr 0.05 --iterations 40 --scaling standard --through-origin",
    )
    notebook = lab.root / lab.write_notebook("saved.ipynb", list(cells))
    with saved_explorer(notebook, lab.environment(), browser) as root:
        root.get_by_role("slider", name="Learning rate", exact=True).press("ArrowLeft")
        expect_path_said(root, hw.gradient_descent("key_project", learning_rate=0.0475, iterations=40, **model), 40, 40)
        expect(root).to_contain_text("11.5 to 14.3 billion years, not 10.2 to 17.3.")
