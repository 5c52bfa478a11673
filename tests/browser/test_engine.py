"""Galaxies in an engine, in JupyterLab: the kernel is free while it works, and then they are shown like any others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .explorer_view import ExplorerView, cell
from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]

HELD = """
import threading
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

random = np.random.default_rng(1929)
distance = random.uniform(1, 100, 50_000)
galaxies = pl.LazyFrame({"distance": distance, "velocity": 70 * distance + random.normal(0, 300, distance.size)})

collect, may = nw.LazyFrame.collect, threading.Semaphore(0)

def held(frame, **options):
    may.acquire()
    return collect(frame, **options)

nw.LazyFrame.collect = held
"""


def test_a_bar_then_a_picture(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(HELD + cell("galaxies", learning_rate=0.5))
    place = notebook.run_cell(0)
    row = place.locator(".hubble-loading")
    expect(row).to_contain_text("Polars counts the rows ...")
    assert notebook.kernel.evaluate("6 * 7") == 42  # while Polars has not answered
    row.get_by_role("button", name="Cancel", exact=True).click()
    expect(row).to_contain_text("Canceled. Polars may still finish its present query")
    notebook.kernel.execute("may.release(2)")
    row.get_by_role("button", name="Try again", exact=True).click()
    expect(row).to_contain_text("Polars adds up 50,000 galaxies ...")
    expect(row.locator(".progress-bar")).to_have_css("width", re.compile(r"[1-9]"))  # two tenths of it
    notebook.kernel.execute("may.release(10)")
    expect(row).to_have_count(0)
    view = ExplorerView(notebook, place)
    expect(view.root).to_contain_text("50,000 galaxies")
    view.picture(tmp_path)
    view.expect_answer("Learning rate", "ArrowRight", "explorer.learning_rate > 0.5", tmp_path)
    view.train()
    view.expect_numbers()
