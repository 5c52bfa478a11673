"""Pictures: what a canvas on the page shows, what the kernel has drawn, and colours."""

from __future__ import annotations

import base64
import io
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

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
    state = [(artist, artist._animated, artist._stale) for artist in figure.findobj()]
    for artist, *_ in state:
        artist._animated = False
    callback, figure.stale_callback = figure.stale_callback, None
    renderer = RendererAgg(*figure.bbox.size, figure.dpi)
    figure.draw(renderer)
    for artist, animated, stale in state:
        artist._animated, artist._stale = animated, stale
    figure.stale_callback = callback
    numpy.save(path, renderer.buffer_rgba())
"""


def page_pixels(canvas: Locator) -> Pixels:
    """RGBA of a canvas element, shape (height, width, 4)."""
    url: str = canvas.evaluate("element => element.toDataURL('image/png')")
    image = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    return np.asarray(image.convert("RGBA"))


def kernel_pixels(kernel: Kernel, figure: str, folder: Path) -> Pixels:
    """RGBA of ``figure``, an expression in the kernel, as it is now, drawn there from nothing."""
    path = folder / "kernel.npy"
    kernel.execute(f"{DRAW_FROM_NOTHING}\ndraw_from_nothing({figure}, {str(path)!r})")
    pixels: Pixels = np.load(path)
    return pixels


def same_picture(canvas: Locator, kernel: Kernel, figure: str, folder: Path, timeout: float = 15.0) -> Pixels:
    """Wait until the canvas shows in every pixel what the kernel draws from nothing; return it."""
    deadline = time.monotonic() + timeout
    while True:
        page, wanted = page_pixels(canvas), kernel_pixels(kernel, figure, folder)
        if page.shape == wanted.shape and np.array_equal(page, wanted):
            return page
        if time.monotonic() > deadline:
            Image.fromarray(page).save(folder / "page.png")
            Image.fromarray(wanted).save(folder / "kernel.png")
            raise AssertionError(f"{_difference(page, wanted)}; pictures in {folder}")
        time.sleep(0.05)


def _difference(page: Pixels, wanted: Pixels) -> str:
    if page.shape != wanted.shape:
        return f"the page shows {page.shape}, the kernel has drawn {wanted.shape}"
    wrong = np.argwhere((page != wanted).any(axis=2))
    top, left = wrong.min(axis=0)
    bottom, right = wrong.max(axis=0)
    return f"{len(wrong)} pixels differ, rows {top}-{bottom}, columns {left}-{right}"
