"""A setting: a slider over a fixed scale and an entry for any value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from ipywidgets import FloatText, HBox, IntText, SelectionSlider

from hubble_widget.canvas.filled import Filled
from hubble_widget.display.whole import WholeNumbers

# The Renard series R40 of ISO 3: forty round steps to a decade, evenly spaced on a logarithmic scale.
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
    """Return the index of the position of an ascending `scale` that lies nearest to `value`."""
    after = bisect_left(scale, value)
    if after in (0, len(scale)):
        return min(after, len(scale) - 1)
    return after if scale[after] - value < value - scale[after - 1] else after - 1


class ScaleSlider(WholeNumbers, SelectionSlider):
    """A slider over a fixed scale."""


class FilledFloat(Filled, FloatText):
    """An entry for a float that the page fills."""


class FilledInt(Filled, IntText):
    """An entry for an int that the page fills."""


class Setting:
    """A slider over a fixed scale and, beside it, an entry for any value at all."""

    def __init__(self, label: str, scale: Sequence[float], entry: FilledFloat | FilledInt) -> None:
        self.scale = scale
        self.slider = ScaleSlider(
            options=[f"{value:g}" for value in scale],
            description=label,
            readout=False,
            continuous_update=True,
        )
        self._known: int = self.slider.index  # where we last saw or put it; messages may move it on another thread
        self.entry = entry
        self._is_being_set = False
        self.row = HBox([self.slider, self.entry])
        self.row.add_class("hubble-setting")

    def when_typed(self, answer: Callable[..., None]) -> None:
        """Call `answer` when a person has changed the entry."""

        def typed(change: object) -> None:
            if not self._is_being_set:
                answer(change)

        self.entry.observe(typed, "value")

    def show(self, value: float) -> None:
        """Move slider and entry to `value`."""
        index = nearest(self.scale, value)
        if index != self._known:  # else the slider stands there, or a person has dragged it farther by now
            self._known = self.slider.index = index
        if self.entry.value != value:
            self._is_being_set = True
            self.entry.value = value
            self._is_being_set = False

    def chosen(self, current: float) -> float:
        """Return the slider's value, or `current` while the slider stands at the position nearest to it."""
        self._known = self.slider.index
        return current if self._known == nearest(self.scale, current) else self.scale[self._known]
