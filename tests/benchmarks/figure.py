"""One picture of the explorer's figure, made in the kernel: blitted, its changes encoded, against drawn and saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import cycle

import numpy as np
from PIL import Image

import hubble_widget as hw
from hubble_widget.display.frames import encode_changes, encode_png
from hubble_widget.display.plots import Plots

from .measure import Comparison, compare


def comparisons() -> list[Comparison]:
    """Time a new picture after the learning rate has changed, at device pixel ratios 1 and 2, and the mouse."""
    return [*(_compare(ratio) for ratio in (1, 2)), _find_in_a_crowd()]


def _find_in_a_crowd() -> Comparison:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 20_000)
    plots = Plots(880)
    crowd = hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 500, distance.size))
    plots.show_data(crowd, hw.polyfit(crowd))
    x, y = plots.fit_axes.transAxes.transform((0.5, 0.5))

    def plain() -> int:
        places = plots.fit_axes.transData.transform(np.column_stack([crowd.distance, crowd.velocity]))
        return int(np.hypot(*(places - (x, y)).T).argmin())

    def ours() -> str | None:
        return plots.fit_plot.galaxy_at(x, y, 10)

    return compare(
        "which of 20,000 galaxies is under the mouse", "the nearest of all places", plain, ours, to_reach=0.5, runs=15
    )


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
