"""The explorer's controls: plain ipywidgets, wired by the explorer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from html import escape

from ipywidgets import (
    HTML,
    Button,
    Dropdown,
    FloatText,
    HBox,
    IntProgress,
    IntText,
    SelectionSlider,
    Widget,
)

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


class Setting:
    """A slider over a fixed scale and, beside it, an entry for any value at all."""

    def __init__(self, label: str, scale: Sequence[float], entry: FloatText | IntText) -> None:
        self.scale = scale
        self.slider = SelectionSlider(
            options=[f"{value:g}" for value in scale],
            description=label,
            readout=False,
            continuous_update=True,
        )
        self._known: int = self.slider.index  # where we last saw or put it; messages may move it on another thread
        self.entry = entry
        self.row = HBox([self.slider, self.entry])
        self.row.add_class("hubble-setting")

    def show(self, value: float) -> None:
        """Move slider and entry to `value`."""
        index = nearest(self.scale, value)
        if index != self._known:  # else the slider stands there, or a person has dragged it farther by now
            self._known = self.slider.index = index
        self.entry.value = value

    def chosen(self, current: float) -> float:
        """Return the slider's value, or `current` while the slider stands at the position nearest to it."""
        self._known = self.slider.index
        return current if self._known == nearest(self.scale, current) else self.scale[self._known]


class Controls:
    """All controls of one explorer.

    Attributes
    ----------
    header, playback : HBox
        The top row (title and chooser) and the row of buttons.
    learning_rate, iterations : Setting
        The two settings, each a row.
    """

    def __init__(self, catalogues: Sequence[tuple[str, object]]) -> None:
        self.title = HTML()
        self._catalogues, self._offering = list(catalogues), False
        self.chooser = Dropdown(options=self._catalogues, description="Data")
        self.header = HBox([self.title, self.chooser])
        self.header.add_class("hubble-header")
        self.train = Button(icon="play", button_style="primary")
        self.train.add_class("hubble-train")
        self.step = Button(description="Step", tooltip="One more iteration")
        self.reset = Button(description="Reset", tooltip="Back to iteration 0, the start")
        self.progress = IntProgress(value=0, min=0, max=1)
        self.progress.add_class("hubble-progress")
        self.playback = HBox([self.train, self.step, self.reset, self.progress])
        self.playback.add_class("hubble-playback")
        self.learning_rate = Setting("Learning rate", LEARNING_RATES, FloatText(step=0.001))
        self.iterations = Setting("Iterations", ITERATIONS, IntText())
        self.show_running(running=False)

    def show_title(self, title: str, note: str, reference: str) -> None:
        """Show the heading; the texts may come from a user's table and are escaped."""
        lines = f"<strong>{escape(title)}</strong> {escape(note)}", escape(reference)
        self.title.value = "<br>".join(filter(None, lines))

    def offer(self, label: str, data: object) -> None:
        """Choose `data` in the chooser, adding it under its label where it is not there yet."""
        options = list(self.chooser.options)
        if all(data is not each for _, each in options):
            self._offering = True  # new options make the chooser change its value on its own
            self.chooser.options = [*self._catalogues, (label, data)]
            self._offering = False
        self.chooser.value = data

    @property
    def chosen(self) -> object:
        """The data set that a person chose, or None while the chooser's options are being changed."""
        return None if self._offering else self.chooser.value

    def show_running(self, *, running: bool) -> None:
        """Turn Train into Stop, or back; the progress bar is there only while a training runs."""
        self.train.description = "Stop" if running else "Train"
        self.train.icon = "stop" if running else "play"
        self.train.tooltip = "Stop at this iteration" if running else "Run the torch loop and watch it"
        self.progress.layout.visibility = "visible" if running else "hidden"

    def widgets(self) -> list[Widget]:
        """Return every widget made here, for closing."""
        settings = (self.learning_rate, self.iterations)
        parts = [part for setting in settings for part in (setting.slider, setting.entry, setting.row)]
        playback = [self.train, self.step, self.reset, self.progress, self.playback]
        return [self.title, self.chooser, self.header, *playback, *parts]
