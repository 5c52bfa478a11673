"""Pictures: what a canvas on the page shows, what the kernel has drawn, and colors."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from .patience import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from .kernel import Kernel

Pixels = npt.NDArray[np.uint8]

# The last frame that the kernel rendered would not do: it may be as old as the one on the page. And whether the figure
# has changed since then must be as before, so that looking at it is not what brings it up to date.
DRAW_FROM_NOTHING = """
def draw_from_nothing(figure, path):
    import numpy
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.text import Text
    callback, figure.stale_callback = figure.stale_callback, None
    before = [(artist, artist._stale) for artist in (figure, *figure.axes)]
    # This makes the ticks of axes that were never visible, which changes the figure.
    state = [(artist, artist._animated, artist._stale) for artist in figure.findobj()]
    renderer, pictures, texts = RendererAgg(*figure.bbox.size, figure.dpi), [], []
    for moving in (False, True):
        renderer.clear()
        for artist, is_moving, _stale in state:
            artist._animated = is_moving and not moving
        figure.draw(renderer)
        pictures.append(numpy.array(renderer.buffer_rgba()))
    for artist, is_moving, stale in state:
        if is_moving and isinstance(artist, Text) and artist.get_visible() and artist.get_text():
            box = artist.get_bbox_patch() or artist
            texts.append(box.get_window_extent(renderer).extents)
        artist._animated, artist._stale = is_moving, stale
    for artist, stale in before:
        artist._stale = stale
    figure.stale_callback = callback
    numpy.savez(path, still=pictures[0], whole=pictures[1], texts=numpy.array(texts).reshape(-1, 4))
"""

# What lies over the canvas is painted by the page itself.
COMPOSE = """canvas => {
    const whole = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
    const context = whole.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const marks = canvas.parentElement.querySelector(".hubble-marks");
    if (marks) context.drawImage(marks, 0, 0, canvas.width, canvas.height);
    return {pictures: [canvas, whole].map(each => each.toDataURL("image/png")), paints: marks !== null};
}"""

BLUR = 40
"""How far a channel may lie outside of what the other side shows within a pixel: two renderers, two antialiasings."""

SPECKS = 4
"""How many pixels may: where two edges meet, as a ring's and a galaxy's, the antialiasings of both add up."""

LOOKS = 4
"""How often a page is looked at before the kernel draws anew, which takes it longer than the page takes to follow."""

ROOM_OF_TEXT = 14
"""Pixels around a text that moves in which nothing is compared: browsers and matplotlib have fonts of their own."""


class Drawn(NamedTuple):
    """What the kernel draws of a figure: what stays, all of it, and where texts are that the page writes itself."""

    still: Pixels
    whole: Pixels
    texts: npt.NDArray[np.float64]


class Shown(NamedTuple):
    """What a canvas shows by itself, with what the page paints over it, and whether the page paints at all."""

    still: Pixels
    whole: Pixels
    paints: bool = True


def page_pixels(canvas: Locator) -> Pixels:
    """RGBA of the plots on the page, shape (height, width, 4), with what the page paints over them."""
    return page_pictures(canvas).whole


def page_pictures(canvas: Locator) -> Shown:
    """Return what a canvas shows."""
    found = canvas.evaluate(COMPOSE)
    return Shown(*map(_decoded, found["pictures"]), found["paints"])


def _decoded(url: str) -> Pixels:
    image = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    return np.asarray(image.convert("RGBA"))


def kernel_pictures(kernel: Kernel, figure: str, folder: Path) -> Drawn:
    """Draw ``figure``, an expression in the kernel, there from nothing, as it is now."""
    path = folder / "kernel.npz"
    kernel.execute(drawing(figure, path))
    return read_drawing(path)


def drawing(figure: str, path: Path) -> str:
    """Source of Python that draws a figure into a file for `read_drawing`."""
    return f"{DRAW_FROM_NOTHING}\ndraw_from_nothing({figure}, {str(path)!r})"


def read_drawing(path: Path) -> Drawn:
    """Return what was drawn."""
    with np.load(path) as arrays:
        return Drawn(arrays["still"], arrays["whole"], arrays["texts"])


def same_picture(canvas: Locator, kernel: Kernel, figure: str, folder: Path) -> Pixels:
    """Wait until the page shows what the kernel draws from nothing; return it."""
    return expect_drawn(canvas, lambda: kernel_pictures(kernel, figure, folder), folder)


def expect_drawn(canvas: Locator, draw: Callable[[], Drawn], folder: Path, timeout: float = PATIENCE) -> Pixels:
    """Wait until a page shows what is drawn; return it.

    What the kernel draws must be the same in every pixel. Of what moves, and the page paints itself, each mark must lie
    where the kernel's does, within a pixel, in its color.
    """
    deadline = time.monotonic() + timeout
    while True:
        wanted = draw()
        for _ in range(LOOKS):
            shown = page_pictures(canvas)
            wrong = difference(shown, wanted)
            if not wrong:
                return shown.whole
            time.sleep(0.05)
        if time.monotonic() > deadline:
            Image.fromarray(shown.whole).save(folder / "page.png")
            Image.fromarray(wanted.whole).save(folder / "kernel.png")
            raise AssertionError(f"{wrong}; pictures in {folder}")


def difference(shown: Shown, wanted: Drawn) -> str:
    """Say where a page shows anything else than what was drawn; "" where nowhere."""
    if shown.still.shape != wanted.still.shape:
        return f"the page shows {shown.still.shape}, the kernel has drawn {wanted.still.shape}"
    if not shown.paints:  # the kernel draws all of it
        wrong = (shown.still != wanted.whole).any(axis=2)
        return _places(wrong) if wrong.any() else ""
    wrong = (shown.still != wanted.still).any(axis=2)
    return _places(wrong) if wrong.any() else _moved(shown.whole, wanted)


def _moved(page: Pixels, wanted: Drawn) -> str:
    """Say where one picture shows what the other has not got within a pixel; "" where nowhere."""
    wrong = _is_strange(page, wanted.whole) | _is_strange(wanted.whole, page)
    height = len(page)
    for left, bottom, right, top in wanted.texts:
        rows = slice(max(0, int(height - top) - ROOM_OF_TEXT), int(height - bottom) + ROOM_OF_TEXT)
        wrong[rows, max(0, int(left) - ROOM_OF_TEXT) : int(right) + ROOM_OF_TEXT] = False
    return _places(wrong) if wrong.sum() > SPECKS else ""


def _is_strange(picture: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    """Which pixels have a color that is not between those around them in the other picture."""
    low = np.maximum(_extreme_around(other, np.minimum), BLUR) - BLUR
    high = np.minimum(_extreme_around(other, np.maximum), 255 - BLUR) + BLUR
    is_strange: npt.NDArray[np.bool_] = ((picture < low) | (picture > high))[..., :3].any(axis=2)
    return is_strange


def _extreme_around(picture: Pixels, extreme: np.ufunc) -> Pixels:
    """The least or the greatest of each pixel and the eight around it: first above and below, then beside."""
    for axis in (0, 1):
        before, found = np.moveaxis(picture, axis, 0), np.moveaxis(picture.copy(), axis, 0)
        extreme(found[1:], before[:-1], out=found[1:])
        extreme(found[:-1], before[1:], out=found[:-1])
        picture = np.moveaxis(found, 0, axis)
    return picture


def _places(wrong: npt.NDArray[np.bool_]) -> str:
    places = np.argwhere(wrong)
    top, left = places.min(axis=0)
    bottom, right = places.max(axis=0)
    return f"{len(places)} pixels differ, rows {top}-{bottom}, columns {left}-{right}"
