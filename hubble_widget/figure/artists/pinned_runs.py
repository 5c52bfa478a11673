"""Pinned runs: loss curves that are kept, to compare other runs with them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hubble_widget.figure.artists.corners import Corner, covered
from hubble_widget.figure.artists.note import shorten
from hubble_widget.figure.artists.run_labels import distinct_labels, number_repeated, without_shared_parts
from hubble_widget.figure.artists.wrapping import wrapped
from hubble_widget.figure.axis_limits import extremes
from hubble_widget.figure.palette import LIGHT, Palette
from hubble_widget.figure.sizes import SMALL
from hubble_widget.fit.trajectory import RUN_SETTINGS
from hubble_widget.formatting import number
from hubble_widget.messages import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.trajectory import Trajectory

MAX_PINNED = len(LIGHT.pinned)
"""The largest number of pinned runs: one for each color."""

_DASHES = ((5, 1.5), (1, 1.2), (6, 1.5, 1, 1.5), (10, 2), (3, 1, 1, 1, 1, 1), (10, 1.5, 3, 1.5))
"""Lengths of dashes and gaps in line widths, one for each color, for people and printers without color vision."""

_MAX_LABEL_LENGTH = 46  # characters of a label that a user has chosen
# Font size, lines for each run, and whether labels are complete. The first that fits into the axes is used.
_LEGEND_STYLES = ((SMALL, 3, True), (8, 3, True), (7, 3, True), (SMALL, 2, False), (7, 2, False), (7, 1, False))
_HINTING = 0.94  # fraction of the width that is used: pixels make small letters wider
# In units of the legend's font size: around it, between two runs, length of a run's line, and the gap after that.
_PADDING, _SPACING, _HANDLE, _HANDLE_GAP = 0.3, 0.25, 3.2, 0.8
_LINE = 1.25  # the height of a line of text, in the same units
OPACITY = 0.65
"""Of the background of words that may lie on curves, so that both are seen."""

_LEGEND_CORNERS: tuple[Corner, ...] = ("upper right", "lower left", "upper left", "lower right")  # the best ones first
_OVER_FLOOR = 4  # points from the floor to the legend: curves that have come down pass under it
_POINTS = 200  # of each curve, to find out how much of it the legend covers


class Pin(NamedTuple):
    """A run, the galaxies that it learned from, its curve, and its label if a user has chosen one."""

    run: Trajectory
    data: BaseDataset
    line: Line2D
    label: str | None


class Pins:
    """The curves of pinned runs and the legend that names them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    under : float
        Distance from the top of the axes to the legend, in points.
    floor : matplotlib.lines.Line2D
        A line from the left to the right, with a label under its right end. The legend is above it if there is room.

    Attributes
    ----------
    runs : list of Trajectory
        The oldest first.
    scaling : str or None
        The scaling of the shown run. Losses of different scalings cannot be compared: runs of another one are listed,
        but not drawn.
    path : Trajectory or None
        The shown run.
    """

    def __init__(self, axes: Axes, under: float, floor: Line2D) -> None:
        self._axes, self._under, self._floor = axes, under, floor
        self._pins: list[Pin] = []
        self.runs: list[Trajectory] = []
        self.scaling: str | None = None
        self.path: Trajectory | None = None
        self._legend: Legend | None = None
        self._palette = LIGHT
        self._labels_of_others: list[str] = []

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the pinned runs, the oldest first."""
        return tuple(str(pin.line.get_label()) for pin in self._pins)

    @property
    def drawn(self) -> list[tuple[str, Trajectory]]:
        """Label and run of each run that is drawn, the oldest first."""
        return [(str(pin.line.get_label()), pin.run) for pin in self._pins if self._is_drawn(pin)]

    @property
    def listed(self) -> list[str]:
        """The labels of all pinned runs, with the reason where one is not drawn."""
        return [
            label if self._is_drawn(pin) else message("{label} (not drawn: losses of another scaling)", label=label)
            for label, pin in zip(map(_unparted, self.labels), self._pins, strict=True)
        ]

    def _is_drawn(self, pin: Pin) -> bool:
        return self.scaling in (None, pin.run.scaling)

    def show_scaling(self, scaling: str) -> None:
        """Draw the runs of this scaling, and no others."""
        if scaling != self.scaling:
            self.scaling = scaling
            self._show_drawn()

    def _show_drawn(self) -> None:
        for pin in self._pins:
            pin.line.set_visible(self._is_drawn(pin))
        self._show_legend()

    @property
    def dashes(self) -> list[tuple[int, tuple[float, ...]]]:
        """The lengths of dashes and gaps of each run, as matplotlib takes them."""
        return [(0, dashes) for dashes in _DASHES[: len(self._pins)]]

    @property
    def with_data(self) -> list[tuple[str, Trajectory, BaseDataset]]:
        """Label, run and galaxies of each pinned run, the oldest first."""
        return [(label, pin.run, pin.data) for label, pin in zip(self.labels, self._pins, strict=True)]

    def add(self, run: Trajectory, data: BaseDataset, label: str | None) -> None:
        """Keep the curve of a run, in its own color and dashes.

        Raises
        ------
        ValueError
            If `MAX_PINNED` runs are pinned already, or this one is.
        """
        if len(self._pins) >= MAX_PINNED:
            raise ValueError(
                message(
                    "{count} runs are pinned already, the most that can be distinguished: press Clear pins first.",
                    count=MAX_PINNED,
                )
            )
        if any(_is_same(pin, run, data) for pin in self._pins):
            raise ValueError(message("This run is pinned already."))
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

    def restore(self) -> None:
        """Put the curves back onto axes that were cleared."""
        for pin in self._pins:
            if pin.line.axes is None:
                self._axes.add_line(pin.line)
        self._show_legend()

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        return {**self.__dict__, "_pins": [(pin.run, None, pin.line, pin.label) for pin in self._pins]}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the curves without their galaxies."""
        self.__dict__.update({**state, "_pins": [Pin(*pin) for pin in state["_pins"]]})

    def update_labels(self, others: Iterable[tuple[Trajectory, BaseDataset]]) -> None:
        """Label the pinned runs by their settings, and by what else differs among them and the other runs."""
        if not self.runs:
            return
        found = distinct_labels([*((pin.run, pin.data) for pin in self._pins), *others])
        self._labels_of_others = found[len(self._pins) :]
        labels = number_repeated(
            [
                found if pin.label is None else shorten(pin.label, _MAX_LABEL_LENGTH)
                for pin, found in zip(self._pins, found, strict=False)
            ]
        )
        if list(self.labels) != labels:  # otherwise the background would be redrawn for nothing
            for pin, label in zip(self._pins, labels, strict=True):
                pin.line.set_label(label)
            self._show_legend()

    def losses_at(self, iteration: int) -> list[str]:
        """Return one line, with label and loss, for each pinned run that has this iteration."""
        lines = []
        for label, run in self.drawn:
            if iteration <= run.iterations:
                loss = run.state(iteration).loss
                text = number(loss, ".4g") if math.isfinite(loss) else message("diverged")
                lines.append(message("{label}: {loss}", label=label, loss=text))
        return lines

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._palette = palette
        self._show_legend()

    def refit_legend(self) -> None:
        """Fit the legend into axes that have a new size, or new limits."""
        if self._legend is not None and self._axes.get_legend() is self._legend:
            self._show_legend()

    def _fit_labels(self) -> tuple[list[str], float]:
        """Return labels, wrapped so that they fit into the axes, and their font size."""
        box, point = self._axes.bbox, self._axes.figure.dpi / 72
        drawn = [_unparted(label) for label, _ in self.drawn]
        labels, size = drawn, float(SMALL)
        for size, max_lines, is_complete in _LEGEND_STYLES:
            texts = drawn if is_complete else self._short_labels
            room = _HINTING * (box.width / point - size * (2 * _PADDING + _HANDLE + _HANDLE_GAP))
            lines = [wrapped(label, room, size, max_lines=max_lines) for label in texts]
            labels = ["\n".join(each) for each in lines]
            height = size * (_LINE * sum(map(len, lines)) + _SPACING * len(lines) + 2 * _PADDING)
            if height <= box.height / point - self._under:
                break
        return labels, size

    @property
    def _short_labels(self) -> list[str]:
        """The labels of the drawn runs, without what they share with each other and with the shown one."""
        drawn = [_unparted(label) for label, _ in self.drawn]
        return without_shared_parts([*drawn, *map(_unparted, self._labels_of_others)])[: len(drawn)]

    def _show_legend(self) -> None:
        """Color the pinned runs and list them in the legend."""
        if self._legend is not None:
            if self._axes.get_legend() is self._legend:  # a user has neither removed nor replaced it
                self._legend.remove()
            self._legend = None
        if not self._pins:
            return
        for pin, color in zip(self._pins, self._palette.pinned, strict=False):
            pin.line.set_color(color)
        lines = [pin.line for pin in self._pins if self._is_drawn(pin)]
        if not lines:
            return
        self._make_legend(lines, *self._fit_labels())
        covers = self._place_legend()
        for columns in (1, 2):
            if covers == 0:
                break
            before = self._legend
            tight = self._make_legend(lines, self._short_labels, SMALL, columns=columns)
            is_wider = tight.get_window_extent().width > self._axes.bbox.width
            now = covers if is_wider else self._place_legend()
            if now < covers:
                covers = now
            else:
                self._legend = self._axes.legend_ = before

    def _make_legend(self, lines: list[Line2D], labels: list[str], size: float, *, columns: int = 1) -> Legend:
        self._legend = self._axes.legend(
            handles=lines,
            labels=labels,
            ncols=columns,
            columnspacing=_HANDLE_GAP,
            facecolor=self._palette.background,
            edgecolor="none",
            framealpha=OPACITY,
            fontsize=size,
            labelcolor=self._palette.text,
            borderaxespad=0,
            borderpad=_PADDING,
            labelspacing=_SPACING,
            handlelength=_HANDLE,
            handletextpad=_HANDLE_GAP,
        )
        self._legend.set_zorder(2.5)  # it does not move; moving artists are drawn over it
        for text in self._legend.get_texts():
            text.set_parse_math(False)
            text.set_usetex(False)
        return self._legend

    def _place_legend(self) -> int:
        """Put the legend between caption and floor, where it covers the least of the curves; return how much.

        It is not called for each new path: one that jumps while a slider moves would be worse than one on a curve.
        """
        legend, axes = self._legend, self._axes
        if legend is None or axes.get_legend() is not legend:
            return 0
        box, extent, point = axes.bbox, legend.get_window_extent(), axes.figure.dpi / 72
        top, bottom = 1 - self._under * point / box.height, 0.0
        if self._floor.get_visible():
            loss = float(np.asarray(self._floor.get_ydata())[0])
            bottom = float(self._in_axes(np.array([[0.0, loss]]))[0, 1]) + _OVER_FLOOR * point / box.height
        size = extent.width / box.width, extent.height / box.height / (top - bottom)
        places = (self.places - (0, bottom)) / (1, top - bottom)
        corner = min(_LEGEND_CORNERS, key=lambda each: covered(places, each, size)) if size[1] <= 1 else "upper left"
        legend.set_bbox_to_anchor((0, bottom, 1, top - bottom), axes.transAxes)
        legend.set_loc(corner)
        return covered(places, corner, size)

    @property
    def places(self) -> NDArray[np.float64]:
        """Points of the drawn curves, as fractions of the axes; shape (n, 2)."""
        runs = [run for _, run in self.drawn] + ([] if self.path is None else [self.path])
        iterations = [np.linspace(0, run.iterations, _POINTS).astype(int) for run in runs]
        losses = [run.losses[at] for at, run in zip(iterations, runs, strict=True)]
        return self._in_axes(np.column_stack([np.concatenate(iterations), np.concatenate(losses)]))

    def _in_axes(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return iterations and losses as fractions of the axes."""
        axes = self._axes
        return np.asarray(axes.transLimits.transform(axes.transScale.transform(places)))


def _unparted(label: str) -> str:
    """Return a label in which no number parts from its unit at the end of a line."""
    return re.sub(r"(?<=\d) (?=[^\W\d])", "\u00a0", label)


def _is_same(pin: Pin, run: Trajectory, data: BaseDataset) -> bool:
    """Return whether a pinned run has the same galaxies and settings, whether torch or the closed form computed it."""
    is_run = all(getattr(pin.run, name) == getattr(run, name) for name in (*RUN_SETTINGS, "weights", "seed"))
    return is_run and pin.data.whole is data.whole and set(pin.data.excluded) == set(data.excluded)
