"""A control for a setting: a slider over a fixed scale, and an entry for any value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ipywidgets import FloatText, HBox, IntText, SelectionSlider

from hubble_widget.widgets.filled import Filled
from hubble_widget.widgets.whole_numbers import WholeNumbers

# The Renard series R40 of ISO 3: forty round steps per decade, evenly spaced on a logarithmic scale.
# fmt: off
_R40 = (
    100, 106, 112, 118, 125, 132, 140, 150, 160, 170, 180, 190, 200, 212, 224, 236, 250, 265, 280, 300,
    315, 335, 355, 375, 400, 425, 450, 475, 500, 530, 560, 600, 630, 670, 710, 750, 800, 850, 900, 950,
)
# fmt: on

LEARNING_RATES = (*(float(f"{step}e{exponent}") for exponent in range(-6, -1) for step in _R40), 10.0)
"""The positions of the learning rate's slider, 0.0001 to 10."""

ITERATIONS = tuple(sorted({round(step * 10.0**exponent / 100) for exponent in range(4) for step in _R40} | {10_000}))
"""The positions of the slider of iterations, 1 to 10,000."""


def nearest(scale: Sequence[float], value: float) -> int:
    """Return the index of the position on an ascending `scale` that is nearest to `value`."""
    after = bisect_left(scale, value)
    if after in (0, len(scale)):
        return min(after, len(scale) - 1)
    return after if scale[after] - value < value - scale[after - 1] else after - 1


class ScaleSlider(WholeNumbers, SelectionSlider):
    """A slider over a fixed scale."""


class FilledFloat(Filled, FloatText):
    """An entry for a float that the page fills in."""


class FilledInt(Filled, IntText):
    """An entry for an int that the page fills in."""


class SliderWithEntry:
    """A slider over a fixed scale and, beside it, an entry for any value."""

    def __init__(self, label: str, scale: Sequence[float], entry: FilledFloat | FilledInt) -> None:
        self.scale = scale
        self.slider = ScaleSlider(
            options=[f"{value:g}" for value in scale],
            description=label,
            readout=False,
            continuous_update=True,
        )
        self._last_position: int = (
            self.slider.index
        )  # last seen or set; a message on another thread may move the slider
        self.entry = entry
        self.row = HBox([self.slider, self.entry])
        self.row.add_class("hubble-setting")

    def show(self, value: float) -> None:
        """Move slider and entry to `value`, in a `programmatic_update`."""
        index = nearest(self.scale, value)
        if index != self._last_position:  # otherwise the slider is there, or a person has already moved it on
            self._last_position = self.slider.index = index
        if self.entry.value != value:
            self.entry.value = value

    def chosen_value(self, current: float) -> float:
        """Return the slider's value, or `current` if the slider is at the position nearest to it."""
        self._last_position = self.slider.index
        return current if self._last_position == nearest(self.scale, current) else self.scale[self._last_position]
