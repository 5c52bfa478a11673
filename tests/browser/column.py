"""An explorer in a column of a chosen width."""

from __future__ import annotations

from typing import Any

from .explorer_view import LESSON, ExplorerView
from .notebook_page import wait_until
from .themes import CUT_TEXTS


def in_a_column(data: str = LESSON) -> str:
    """Source of a cell that shows an explorer in a column."""
    return f"""
import ipywidgets
import hubble_widget as hw
explorer = hw.RegressionExplorer({data}, learning_rate=0.05, iterations=500)
column = ipywidgets.VBox([explorer], layout={{"width": "900px"}})
display(column)
"""


def narrow(view: ExplorerView, width: int) -> None:
    """Give the column so many pixels, wait until the explorer has taken them, and expect nothing to be cut off."""
    view.notebook.execute(f"column.layout.width = '{width}px'")
    wait_until(lambda: abs(box_of(view)["width"] - width) <= 4, f"the explorer is {width} pixels wide")
    view.expect_shown()
    assert view.root.evaluate(CUT_TEXTS) == []
    assert view.root.evaluate("root => root.scrollWidth <= root.clientWidth")


def box_of(view: ExplorerView) -> Any:
    """Where the explorer is."""
    return view.root.bounding_box()
