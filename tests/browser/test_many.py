"""A million galaxies in JupyterLab: shown as a density, as quick to answer as 24."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from .explorer_view import cell, show
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]

MILLION = """
import numpy as np
random = np.random.default_rng(1929)
distance = random.uniform(1, 100, 1_000_000)
galaxies = distance, 70 * distance + random.normal(0, 300, distance.size)
"""


def test_a_million_galaxies_are_shown_answered_and_learned_from(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(MILLION + cell("galaxies", learning_rate=0.05, iterations=500), dpr=2))
    expect(view.root).to_contain_text("1,000,000 galaxies")
    view.expect_answer("Learning rate", "ArrowRight", "explorer.learning_rate > 0.05", tmp_path)
    before = view.picture(tmp_path)
    view.hover(view.point("fit", 50, 3500))  # where the galaxies lie closest
    view.train()
    view.expect_numbers()
    assert view.value("trajectory.source") == "torch"
    assert np.isclose(view.value("slope"), view.closed_form("galaxies"), rtol=1e-9)
    assert np.isclose(view.picture(tmp_path), before).mean() > 0.9  # nobody is pointed out
    view.more()
    expect(view.choice("Galaxy")).to_be_disabled()
    expect(view.choice("Galaxy")).to_contain_text("too many to list")
    view.choice("Loss function").select_option("L1")
    expect(view.root).to_contain_text("1,000,000 galaxies (L1 loss of 20,000 of them)")
    view.picture(tmp_path)
