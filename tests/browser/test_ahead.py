"""Pictures that were drawn ahead: there at once, whatever the kernel does, and in the end the kernel's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hubble_widget.display.foresight import MOST

from .busy import busy, busy_cell
from .explorer_view import ExplorerView, cell, show
from .notebook_page import NotebookPage, wait_until
from .pictures import Pixels, page_pixels

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
CHOSEN = cell(learning_rate=0.05, iterations=300)

# What the page shows from now on, one number for each picture.
NOTE_PICTURES = """canvas => {
    window.noted = [];
    let isPainted = false;  // perhaps in several parts, one right after the other
    const note = (context) => {
        isPainted = false;
        let hash = 0x811c9dc5;
        for (const pixel of new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)) {
            hash = Math.imul(hash ^ pixel, 0x01000193);
        }
        if (hash !== window.noted.at(-1)) window.noted.push(hash);
    };
    const noted = (paint) => function(...args) {
        paint.apply(this, args);
        if (this.canvas !== canvas || isPainted) return;
        isPainted = true;
        queueMicrotask(() => note(this));
    };
    const context = CanvasRenderingContext2D.prototype;
    context.drawImage = noted(context.drawImage);
    context.putImageData = noted(context.putImageData);
}"""


def wait_until_drawn_ahead(view: ExplorerView, label: str) -> None:
    """Put the focus on a slider and wait until the page has the pictures of all positions around the slider's."""
    view.slider(label).focus()
    ahead, slider = "explorer._face.foresight", ("Learning rate", "Iterations").index(label)
    view.kernel.wait_until(
        f"{ahead}._at_hand == {slider} and {ahead}._edition == explorer.figure.canvas.edition is not None"
        f" and next({ahead}._around(), None) is None and not {ahead}._is_under_way"
    )


def press_and_see(view: ExplorerView, label: str, key: str) -> Pixels:
    """Press a key on a slider; wait until the page shows another picture, and return it."""
    before = page_pixels(view.canvas)
    view.slider(label).press(key)
    wait_until(lambda: not np.array_equal(page_pixels(view.canvas), before), "another picture is shown")
    return page_pixels(view.canvas)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_busy_kernel_has_drawn_what_the_next_keys_show(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN, busy_cell(tmp_path), dpr=dpr)
    view = show(notebook)
    view.more()
    view.button("Residuals").click()
    view.kernel.wait_until("explorer._face.plots.residual_lines")
    for label in ("Learning rate", "Iterations"):
        first = view.picture(tmp_path)  # which may draw the background anew: before anything is drawn ahead
        wait_until_drawn_ahead(view, label)
        with busy(notebook, 1, tmp_path):
            notebook.page.mouse.move(0, 0)  # else the page is scrolled under it, and it points out what lies there
            seen = [press_and_see(view, label, "ArrowLeft") for _ in range(3)]
            seen += [press_and_see(view, label, "ArrowRight")]
        assert np.array_equal(seen[1], seen[3])
        assert np.array_equal(view.picture(tmp_path), seen[3])
        for picture in (seen[0], first):
            view.slider(label).press("ArrowRight")
            wait_until(lambda picture=picture: np.array_equal(page_pixels(view.canvas), picture), "it is shown again")
            assert np.array_equal(view.picture(tmp_path), picture)


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_drag_never_jumps_back(open_notebook: OpenNotebook, dpr: int, tmp_path: Path) -> None:
    view = show(open_notebook(CHOSEN, dpr=dpr))
    slider = view.slider("Learning rate")
    view.picture(tmp_path)
    wait_until_drawn_ahead(view, "Learning rate")
    view.canvas.evaluate(NOTE_PICTURES)
    mouse = view.notebook.page.mouse
    box = slider.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    for end in (-150, 120):  # farther than pictures reach, each way
        view.notebook.page.evaluate("window.noted.length = 0")
        mouse.move(x + end, y, steps=60)
        view.picture(tmp_path)
        noted = view.notebook.page.evaluate("window.noted")
        assert len(noted) == len(set(noted)) > 10
    mouse.up()
    view.expect_numbers()
    view.picture(tmp_path)


def test_whatever_else_changes_is_in_the_next_picture(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    notebook = open_notebook(CHOSEN)
    view = show(notebook)
    view.more()
    galaxy = view.kernel.evaluate("(float(explorer.data.distance[3]), float(explorer.data.velocity[3]))")
    changes: tuple[Callable[[], object], ...] = (
        lambda: view.hover(view.point("fit", *galaxy)),
        lambda: view.button("Residual plot").click(),
        lambda: view.button("Pin this run").click(),
        view.train,
        lambda: notebook.execute("explorer.start = (40.0, 100.0)"),
        lambda: notebook.execute("explorer.learning_rate = 0.0507"),
        lambda: notebook.execute("explorer.learning_rate = 0.05"),
    )
    for change in changes:
        wait_until_drawn_ahead(view, "Iterations")
        change()
        view.picture(tmp_path)
        for key in ("ArrowLeft", "ArrowRight"):
            view.slider("Iterations").press(key)
            view.expect_numbers()
            view.picture(tmp_path)
    assert view.kernel.evaluate("len(explorer._face.foresight._drawn)") <= MOST
