"""A guess before a look: the page gives a hidden exact fit away nowhere, until its button is pressed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
GIVEN_AWAY = re.compile(r"80\.[34]|12\.1[67]|0\.01958|steady|swings|of the way")
HIDDEN = cell(LESSON, learning_rate=0.005, iterations=500, start="(90, 0)", show_exact=False)


def test_the_exact_fit_is_hidden_until_its_button_is_pressed(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(HIDDEN))
    view.more()
    view.slider("Learning rate").press("ArrowRight")
    view.kernel.wait_until("explorer.learning_rate > 0.005")
    for question in view.root.locator("[data-topic]:visible").all():
        question.click()
        page = view.root.evaluate("root => root.outerHTML")  # texts and what screen readers get
        page = re.sub("<option.*?</option>", "", page)  # what can be tried is the same for all data
        assert not GIVEN_AWAY.search(page)
    view.notebook.page.keyboard.press("Escape")
    expect(view.readout).to_contain_text("exact hidden")
    view.expect_words("exact", present=False)
    view.button("Show the exact fit").press("Enter")
    expect(view.button("Hide the exact fit")).to_be_focused()
    compared = "Your guess, 90.00 km/s/Mpc, is 12 % above the exact slope, 80.38 km/s/Mpc."
    expect(view.root.get_by_role("status").filter(has_text="Your guess")).to_have_text(compared)
    expect(view.readout).to_contain_text("80.38 ± 10.11")
    view.expect_words("exact fit 0.01958")
