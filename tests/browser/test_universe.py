"""The universe: run back on the page alone, with matter, and with a wrong ruler."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import LESSON, cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]


def test_each_control_of_the_universe_does_what_it_says(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500)))
    group = view.root.get_by_role("group", name="Universe")
    expect(group).to_be_hidden()
    view.root.get_by_role("radio", name="Universe", exact=True).check()
    view.expect_words("Closest together")
    expect(group).to_contain_text("8.8 to 44.4")
    today = view.picture(tmp_path)

    time = view.slider("Time")  # the page's own: the kernel's picture stays
    time.press("End")
    expect(time).to_have_attribute(
        "aria-valuetext", "15.0\N{NO-BREAK SPACE}billion years ago: spread 4.05\N{NO-BREAK SPACE}Mpc"
    )
    time.press("Home")
    assert (view.picture(tmp_path) == today).all()
    view.button("Run back").click()
    view.button("Stop").click()
    expect(group).to_contain_text("billion years ago: spread")
    time.press("Home")

    view.choice("Kind of universe").select_option("today's mixture: 31.5 % matter")
    view.kernel.wait_until("explorer.omega_matter == 0.315")
    expect(group).to_contain_text("0.951 × 12.16 = 11.57 billion years")
    expect(view.root.get_by_role("img", name=re.compile("with matter 11.57"))).to_be_visible()
    view.slider("Matter").press("ArrowRight")
    view.kernel.wait_until("explorer.omega_matter == 0.32")

    view.slider("All distances ×").press("ArrowRight")
    view.kernel.wait_until("explorer.distance_factor == 1.1")
    expect(group).to_contain_text("Slope 73.07 km/s/Mpc, 1/slope 13.38 billion years")
    view.kernel.wait_until("explorer.axes[0].get_xlabel() == 'Distance × 1.1 (Mpc)'")
    assert (view.picture(tmp_path) != today).any()
    assert "--view universe --omega-matter 0.32 --distance-factor 1.1" in view.value("magic_line()")
    view.kernel.execute("explorer.omega_matter, explorer.distance_factor = None, 1.0")
    assert (view.picture(tmp_path) == today).all()
    expect(group).to_contain_text("only if nothing slowed the expansion down")

    view.kernel.execute("explorer.iterations = 200")  # 56.4 km/s/Mpc, 17.3 billion years: an arrowhead at the edge
    assert (view.picture(tmp_path) != today).any()
    view.kernel.execute("explorer.iterations = 500")
    assert (view.picture(tmp_path) == today).all()
