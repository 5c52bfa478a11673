"""Each mark of the plots against the kernel's own drawing, in whatever front end."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .explorer_view import ExplorerView
from .kernel_page import wait_until
from .pictures import Pixels, page_pictures, page_pixels

ALL_MARKS = ("Residuals", "Squares", "Residual plot", "Handles")
COLORS = {"learned": (0, 200, 0), "exact": (250, 120, 0)}

# Cells that change how two lines look, their order and whether they are seen, and put all back.
LOOKS = (
    "lines = {line.get_label(): line for line in explorer.axes[0].lines}\n"
    "learned, exact = lines['learned'], lines['exact (polyfit)']\n"
    "before = [(line, line.get_color(), line.get_lw(), line.get_ls(), line.get_zorder()) for line in lines.values()]\n"
    f"learned.set(color=[c / 255 for c in {COLORS['learned']}], linewidth=8, linestyle='--')\n"
    f"exact.set(color=[c / 255 for c in {COLORS['exact']}], linewidth=8);",
    "exact.set_zorder(4.9)",
    "learned.set_visible(False)",
    "learned.set_visible(True)\n"
    "for line, color, width, style, zorder in before:\n"
    "    line.set(color=color, linewidth=width, linestyle=style, zorder=zorder)",
)


def expect_each_mark(view: ExplorerView, folder: Path) -> None:
    """Expect each mark where the kernel draws it, whatever is turned on, pointed at, or beyond the edges."""
    assert page_pictures(view.canvas).paints
    seen = [view.picture(folder)]
    view.more()
    for toggle in ALL_MARKS:
        view.button(toggle).click()
    view.kernel.wait_until("len(explorer.axes) == 3")
    seen.append(view.picture(folder))
    view.hover(view.point("fit", 13.8, 772))  # with room under it, whatever a front end's font is like
    view.expect_words("NGC 3198")
    seen.append(view.picture(folder))
    view.hover(view.point("loss", 120, 0.1))
    view.expect_words("iteration 120:")
    seen.append(view.picture(folder))
    view.notebook.screenshot("marks")
    view.notebook.execute("explorer.learning_rate = 1.5")  # beyond the edges: arrowheads, and the line out of sight
    seen.append(view.picture(folder))
    view.button("Linear scale").click()
    view.notebook.execute("explorer.learning_rate, explorer.iteration = 0.05, 20")
    seen.append(view.picture(folder))
    assert len({picture.tobytes() for picture in seen}) == len(seen)
    for toggle in (*ALL_MARKS, "Linear scale"):
        view.button(toggle).click()
    view.hover((1, 1))
    view.more(shown=False)


def expect_looks(view: ExplorerView, folder: Path, first: int) -> None:
    """Expect the colors, the order and the visibility that a user sets; cell `first` and those after it are `LOOKS`."""
    before = view.picture(folder)
    view.notebook.run_cell(first)
    wait_until(lambda: area(view, "exact") > 0, "the page paints the new colors")
    view.picture(folder)
    above = area(view, "exact")
    view.notebook.run_cell(first + 1)
    wait_until(lambda: 0 < area(view, "exact") < above, "the exact line lies under the learned one")
    view.picture(folder)
    view.notebook.run_cell(first + 2)
    wait_until(lambda: area(view, "learned") == 0, "the learned line is hidden")
    view.picture(folder)
    view.notebook.run_cell(first + 3)
    wait_until(lambda: np.array_equal(view.picture(folder), before), "all is as it was")


def area(view: ExplorerView, line: str) -> int:
    """How many pixels of the plots have the color of a line."""
    pixels: Pixels = page_pixels(view.canvas)
    return int((np.abs(pixels[..., :3].astype(int) - COLORS[line]).max(axis=2) < 8).sum())
