"""Runs that are pinned in the loss plot, to compare others with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.transforms import ScaledTranslation

from hubble_widget.canvas.scene import SMALL
from hubble_widget.display.note import shorten
from hubble_widget.display.palette import LIGHT, Palette
from hubble_widget.display.run_labels import none_twice, only_what_differs, tell_apart
from hubble_widget.display.scales import extremes
from hubble_widget.display.wrapping import wrapped
from hubble_widget.regression.formatting import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D

    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.trajectory import Trajectory

MOST_PINNED = len(LIGHT.pinned)
"""How many runs can be pinned: one for each colour."""

_DASHES = ((5, 1.5), (1, 1.2), (6, 1.5, 1, 1.5), (10, 2), (3, 1, 1, 1, 1, 1), (10, 1.5, 3, 1.5))
"""Lengths of dashes and gaps in line widths, one for each color: some eyes, and some printers, see no hues."""

_LONGEST_LABEL = 46  # characters, of a label that somebody has chosen
# Size of the letters, lines for each run, and whether it tells all: the first that the axes have room for.
_WAYS = ((SMALL, 3, True), (8, 3, True), (7, 3, True), (SMALL, 2, False), (7, 2, False), (7, 1, False))
_HINTING = 0.94  # share of a width that is used: pixels make small letters wider than they are
# Of the legend, in units of the size of its letters: around it, between two runs, the line of a run, and after that.
_PADDING, _SPACING, _HANDLE, _HANDLE_GAP = 0.3, 0.25, 3.2, 0.8
_LINE = 1.25  # the height of a line of text, in the same units


class Pin(NamedTuple):
    """A run, the galaxies that it learned from, its curve, and what it is called where somebody has said so."""

    run: Trajectory
    data: Galaxies
    line: Line2D
    label: str | None


class Pins:
    """The curves of pinned runs and the legend that names them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    under : float
        Points from the top of the axes to the legend.

    Attributes
    ----------
    runs : list of Trajectory
        The oldest first.
    """

    def __init__(self, axes: Axes, under: float) -> None:
        self._axes, self._under = axes, under
        self._pins: list[Pin] = []
        self.runs: list[Trajectory] = []
        self._legend: Legend | None = None
        self._palette = LIGHT

    @property
    def labels(self) -> tuple[str, ...]:
        """What the pinned runs are called, the oldest first."""
        return tuple(str(pin.line.get_label()) for pin in self._pins)

    def add(self, run: Trajectory, data: Galaxies, label: str | None) -> None:
        """Keep the curve of a run in a color and in dashes of its own.

        Raises
        ------
        ValueError
            If `MOST_PINNED` runs are pinned already, or this one is.
        """
        if len(self._pins) >= MOST_PINNED:
            raise ValueError(
                f"{MOST_PINNED} runs are pinned already, the most that can be told apart; unpin them first."
            )
        if any(_is_same(pin, run, data) for pin in self._pins):
            raise ValueError("this run is pinned already.")
        shown = extremes(run.losses)
        dashes = _DASHES[len(self._pins)]
        (line,) = self._axes.plot(shown, run.losses[shown], ls=(0, dashes), lw=1.6, zorder=2.5, label="")
        self._pins.append(Pin(run, data, line, label))
        self.runs.append(run)

    def clear(self) -> None:
        """Remove all curves."""
        for pin in self._pins:
            if pin.line.axes is not None:  # a user may have removed it
                pin.line.remove()
        self._pins.clear()
        self.runs.clear()
        self._show_legend()

    def put_back(self) -> None:
        """Put all curves back onto axes that were cleared."""
        for pin in self._pins:
            if pin.line.axes is None:
                self._axes.add_line(pin.line)
        self._show_legend()

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies, which may be in an engine."""
        return {**self.__dict__, "_pins": [(pin.run, None, pin.line, pin.label) for pin in self._pins]}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take on curves without their galaxies."""
        self.__dict__.update({**state, "_pins": [Pin(*pin) for pin in state["_pins"]]})

    def tell_apart(self, others: Iterable[tuple[Trajectory, Galaxies]]) -> None:
        """Call the pinned runs by their settings, and by whatever else differs among them and the others."""
        if not self.runs:
            return
        found = tell_apart([*((pin.run, pin.data) for pin in self._pins), *others])
        labels = none_twice(
            [
                found if pin.label is None else shorten(pin.label, _LONGEST_LABEL)
                for pin, found in zip(self._pins, found, strict=False)
            ]
        )
        if list(self.labels) != labels:  # else the background would be drawn anew for nothing
            for pin, label in zip(self._pins, labels, strict=True):
                pin.line.set_label(label)
            self._show_legend()

    def losses_at(self, iteration: int) -> list[str]:
        """Return a line for each pinned run that has come so far: what it is called, and its loss."""
        told = []
        for pin, label in zip(self._pins, self.labels, strict=True):
            if iteration <= pin.run.iterations:
                loss = pin.run.state(iteration).loss
                told.append(f"{label}: {number(loss, '.4g') if math.isfinite(loss) else 'diverged'}")
        return told

    def recolour(self, palette: Palette) -> None:
        """Paint everything in the colours of one theme."""
        self._palette = palette
        self._show_legend()

    def keep_inside(self) -> None:
        """Have the legend fit into axes that have another size now."""
        if self._legend is not None and self._axes.get_legend() is self._legend:
            self._show_legend()

    def _fitting(self) -> tuple[list[str], float]:
        """Return the labels, in so many lines that the axes have room for them, and the size of their letters."""
        box, point = self._axes.bbox, self._axes.figure.dpi / 72
        labels, size = list(self.labels), float(SMALL)
        for size, most_lines, tells_all in _WAYS:
            told = self.labels if tells_all else only_what_differs(self.labels)
            room = _HINTING * (box.width / point - size * (2 * _PADDING + _HANDLE + _HANDLE_GAP))
            lines = [wrapped(label, room, size, most_lines=most_lines) for label in told]
            labels = ["\n".join(each) for each in lines]
            height = size * (_LINE * sum(map(len, lines)) + _SPACING * len(lines) + 2 * _PADDING)
            if height <= box.height / point - self._under:
                break
        return labels, size

    def _show_legend(self) -> None:
        """Colour the pinned runs and list them."""
        if self._legend is not None:
            if self._axes.get_legend() is self._legend:  # neither removed nor replaced by a user's own
                self._legend.remove()
            self._legend = None
        if not self._pins:
            return
        lines = [pin.line for pin in self._pins]
        for line, colour in zip(lines, self._palette.pinned, strict=False):
            line.set_color(colour)
        axes, (labels, size) = self._axes, self._fitting()
        self._legend = axes.legend(
            handles=lines,
            labels=labels,
            loc="upper right",
            bbox_to_anchor=(1.0, 1.0),
            bbox_transform=axes.transAxes + ScaledTranslation(0, -self._under / 72, axes.figure.dpi_scale_trans),
            frameon=False,
            fontsize=size,
            labelcolor=self._palette.text,
            borderaxespad=0,
            borderpad=_PADDING,
            labelspacing=_SPACING,
            handlelength=_HANDLE,
            handletextpad=_HANDLE_GAP,
        )
        self._legend.set_zorder(2.5)  # it stands still: what moves is drawn over it
        for text in self._legend.get_texts():
            text.set_parse_math(False)
            text.set_usetex(False)


def _is_same(pin: Pin, run: Trajectory, data: Galaxies) -> bool:
    """Return whether a pinned run is one on the same galaxies with the same settings, whoever walked it."""
    settings = ("learning_rate", "iterations", "start", "optimizer", "loss_function")
    is_run = all(getattr(pin.run, name) == getattr(run, name) for name in settings)
    return is_run and pin.data.whole is data.whole and set(pin.data.left_out) == set(data.left_out)
