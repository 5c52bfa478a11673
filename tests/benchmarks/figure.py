"""What a new setting costs the kernel, against a picture that is drawn and saved; and a whole picture of what stays."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from types import FrameType

import numpy as np
from PIL import Image

import hubble_widget as hw
from hubble_widget.canvas.png import encode_png

from .measure import Comparison, Limit, Row, compare

PACKAGE = str(Path(hw.__file__).parent)


def comparisons() -> list[Row]:
    """Time a new learning rate and a whole picture at ratios 1 and 2, and count the calls of a slider's move."""
    return [*(row for ratio in (1, 2) for row in _compare(ratio)), _calls()]


def _compare(ratio: int) -> Iterator[Comparison]:
    explorer = hw.RegressionExplorer("key_project")
    canvas = explorer.figure.canvas
    canvas._set_device_pixel_ratio(ratio)
    rates: Iterator[float] = cycle((0.05, 0.053, 0.056))

    def by_pillow() -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(np.asarray(canvas.get_renderer().buffer_rgba())).save(buffer, format="png")
        return buffer.getvalue()

    def plain() -> bytes:
        explorer.learning_rate = next(rates)
        explorer.figure.stale = True  # as after any change of an ordinary artist
        canvas.render()
        return by_pillow()

    def ours() -> None:
        explorer.learning_rate = next(rates)

    pixels = "x".join(map(str, canvas.get_width_height(physical=True)))
    try:
        yield compare(
            f"new setting → what is sent, plots of {pixels} pixels",
            "full draw, PNG by Pillow as ipympl does",
            plain,
            ours,
            to_reach=0.05,
            runs=15,
        )
        yield compare(
            f"a picture of {pixels} pixels → PNG",
            "by Pillow as ipympl does",
            by_pillow,
            lambda: encode_png(np.asarray(canvas.get_renderer().buffer_rgba())),
            to_reach=0.5,
            runs=15,
        )
    finally:
        explorer.close()


def _calls() -> Limit:
    """Count the package's functions that a slider's move calls."""
    explorer = hw.RegressionExplorer("key_project")
    controls, counts = explorer._view.controls, []

    def note(frame: FrameType, event: str, _arg: object) -> None:
        counts[-1] += event == "call" and frame.f_code.co_filename.startswith(PACKAGE)

    explorer._view._on_message({"type": "paints marks", "fills": True})
    for slider in (controls.learning_rate.slider, controls.iterations.slider):
        for index in (107, 108):
            counts.append(0)
            sys.setprofile(note)
            try:
                slider.set_state({"index": index})
            finally:
                sys.setprofile(None)
    explorer.close()
    return Limit("a slider's move: Python calls in the kernel", "", [], counts, unit=" calls", at_most=100)
