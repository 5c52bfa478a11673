"""One picture of the explorer's figure, made in the kernel: blitted, its changes encoded, against drawn and saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import cycle

import numpy as np
from PIL import Image

import hubble_widget as hw
from hubble_widget.display.frames import encode_changes, encode_png

from .measure import Comparison, compare


def comparisons() -> list[Comparison]:
    """Time a new picture after the learning rate has changed, at device pixel ratios 1 and 2."""
    return [_compare(ratio) for ratio in (1, 2)]


def _compare(ratio: int) -> Comparison:
    explorer = hw.RegressionExplorer("key_project")
    canvas = explorer.figure.canvas
    canvas._set_device_pixel_ratio(ratio)
    rates: Iterator[float] = cycle((0.05, 0.053, 0.056))

    def plain() -> bytes:
        explorer.learning_rate = next(rates)
        explorer.figure.stale = True  # as after any change of an ordinary artist
        buffer = io.BytesIO()
        Image.fromarray(np.asarray(canvas.render())).save(buffer, format="png")
        return buffer.getvalue()

    key = np.array(canvas.render())

    def ours() -> bytes:
        explorer.learning_rate = next(rates)
        pixels = canvas.render()
        return encode_changes(pixels, key) or encode_png(pixels)

    try:
        what = f"new setting → what is sent of {'x'.join(map(str, canvas.get_width_height(physical=True)))} pixels"
        return compare(what, "full draw, PNG by Pillow as ipympl does", plain, ours, to_reach=0.2, runs=15)
    finally:
        explorer.close()
