"""A saved page, where there is no kernel at all: the picture is there and the sliders drive the readout."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from hubble_widget.display.settings import ITERATIONS, LEARNING_RATES

from .explorer_view import cell, width
from .pictures import page_pixels
from .saved_page import open_saved, save_as_html
from .servers import LabServer
from .told import expect_told

pytestmark = pytest.mark.browser
RATE, COUNT = 0.05, 500


def test_sliders_of_a_saved_page_drive_the_readout(lab: LabServer, browser: Browser) -> None:
    notebook = lab.root / lab.write_notebook("saved.ipynb", [cell(learning_rate=RATE, iterations=COUNT)])
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    try:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        open_saved(page, save_as_html(notebook, lab.environment()))
        root = page.locator(".hubble-explorer")
        expect_told(root, RATE, COUNT)
        canvas = root.get_by_role("img", name="Plots").locator("canvas").first
        expect(canvas).to_be_visible()
        assert len({tuple(pixel) for pixel in page_pixels(canvas)[::7, ::7].reshape(-1, 4)}) > 5
        assert width(canvas) > 400
        root.get_by_role("slider", name="Iteration", exact=True).press("ArrowLeft")
        expect_told(root, RATE, COUNT, COUNT - 1)
        rate = LEARNING_RATES[LEARNING_RATES.index(RATE) + 1]
        root.get_by_role("slider", name="Learning rate", exact=True).press("ArrowRight")
        expect_told(root, rate, COUNT)
        count = ITERATIONS[ITERATIONS.index(COUNT) + 1]
        root.get_by_role("slider", name="Iterations", exact=True).press("ArrowRight")
        expect_told(root, rate, count)
        assert errors == []
    finally:
        page.close()
