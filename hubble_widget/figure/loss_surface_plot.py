"""The loss surface: contours of the loss over torch's weight and bias, and the path of the training on it.

Of lines through the origin: the curve of the loss over the weight alone.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection

from hubble_widget.figure.artists.arrowheads import EdgeArrowhead
from hubble_widget.figure.artists.corner_text import CornerText
from hubble_widget.figure.artists.note import Note, show_label
from hubble_widget.figure.artists.start_line import TOO_STEEP
from hubble_widget.figure.artists.surface_ground import SurfaceGround
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.axis_limits import Limits, RoundTicks, format_numbers, with_free
from hubble_widget.figure.loss_plot import LABELS
from hubble_widget.figure.surface_frame import frame, free_corner, valley
from hubble_widget.figure.view_plot import ViewPlot
from hubble_widget.fit.gradient_descent import full_batch_of
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import LossSurface
from hubble_widget.messages import message
from hubble_widget.text import surface_words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.figure.artists.pinned_runs import Pins
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.trajectory import Trajectory

_FAR = 1e5  # times the larger of start and exact fit
_UPPER_RIGHT = 1, 1
_FIRST = 100  # iterations that are near the start


class LossSurfacePlot(ViewPlot):
    """Contours of the loss over weight and bias in equal units, so that a scaling of the data changes their shape.

    Of lines through the origin: the loss over the weight.

    Attributes
    ----------
    path : Trajectory or None
        While the plot is hidden, this alone need be set.
    """

    def __init__(self, axes: Axes) -> None:
        super().__init__(axes)
        self._ground = SurfaceGround(axes)
        self._pinned = LineCollection([], linewidths=1.6, zorder=2.5)
        axes.add_collection(self._pinned, autolim=False)
        self._words = CornerText(axes, zorder=2.9)
        self.painted = self._make_moving(axes)
        self._data: BaseDataset | None = None
        self._degree, self._shows_exact = 1, True
        self._surface: LossSurface | LossCurve | None = None
        self.path: Trajectory | None = None
        self._state: tuple[Trajectory, int] | None = None
        self._pins: Pins | None = None
        self._pinned_on: tuple[object, ...] = ()
        self._pointed: tuple[float, float] | None = None
        self._framed: tuple[Limits, Limits] | None = None
        self._has_words_above = False
        self.visible = False
        self.format_axes()

    def _make_moving(self, axes: Axes) -> dict[str, Artist]:
        (self._full_batch,) = axes.plot([], [], "-", lw=1.2, alpha=0.6, zorder=4.2)
        (self._ahead,) = axes.plot([], [], "-", lw=1.2, alpha=0.45, zorder=3)
        (self._way,) = axes.plot([], [], "-", lw=2.2, zorder=4)
        (self._start,) = axes.plot([], [], "o", ms=8, mew=1.6, zorder=4.5)
        (self._marker,) = axes.plot([], [], "o", ms=8, zorder=5)
        self._beyond = EdgeArrowhead(axes, zorder=5)
        (self._dot,) = axes.plot([], [], "o", ms=6, mew=1.2, zorder=8, visible=False)
        self._start_note = Note(axes, partial(self._pixels, self._start), zorder=6, below=True, lines=self._first_way)
        self._note = Note(axes, partial(self._pixels, self._dot), zorder=9)
        return {
            "surface_full_batch": self._full_batch,
            "surface_ahead": self._ahead,
            "surface_path": self._way,
            "surface_start": self._start,
            "surface_marker": self._marker,
            "surface_beyond": self._beyond,
            "surface_start_note": self._start_note,
            "surface_dot": self._dot,
            "surface_note": self._note,
        }

    def format_axes(self) -> None:
        """Set ticks, labels and contents of axes that are new, were cleared, or have a new scale."""
        self._surface = None
        for axis in (self.axes.xaxis, self.axes.yaxis):
            axis.set_major_locator(RoundTicks())
            format_numbers(axis)
        self.axes.yaxis.get_offset_text().set_verticalalignment("top")  # in the plot: above it are the page's buttons
        self.update()

    @property
    def is_drawn(self) -> bool:
        """Whether there is a surface to show, and the plot is shown."""
        return self.visible and self._surface is not None

    @property
    def pointed_line(self) -> tuple[float, float] | None:
        """The line (slope, intercept) whose place is highlighted."""
        return self._pointed if self.is_drawn else None

    @property
    def parameters(self) -> dict[str, float | bool]:
        """How slope and intercept become weight and bias, and their largest magnitude that is drawn, for the page.

        On a curve, the loss takes the place of the bias.
        """
        if self._surface is None or not self.visible:
            return {}
        is_curve = isinstance(self._surface, LossCurve)
        return {**self._surface.scales._asdict(), "reach": self._reach, "is_curve": is_curve}

    @property
    def _must(self) -> NDArray[np.float64]:
        """The places of the exact fit and of the start, shape (2, 2), no farther off than what can be drawn."""
        if self._surface is None or self.path is None:
            return np.zeros((2, 2))
        places = np.array([self._surface.least_squares, self._surface.place(*self.path.start)])
        return np.asarray(np.clip(np.nan_to_num(places), -TOO_STEEP, TOO_STEEP))

    @property
    def _reach(self) -> float:
        """The largest magnitude of weights, biases and losses that is drawn: a renderer is inexact with larger ones."""
        return _FAR * (float(np.abs(self._must).max()) or 1.0)

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._ground.recolor(palette)
        self._words.recolor(palette)
        for line in (self._ahead, self._way, self._marker, self._beyond):
            line.set_color(palette.learned)
        self._full_batch.set_color(palette.text)
        self._start.set(markerfacecolor=palette.background, markeredgecolor=palette.guess)
        self._dot.set(markerfacecolor=palette.background, markeredgecolor=palette.text)
        self._start_note.recolor(palette, palette.guess)
        self._note.recolor(palette, palette.text)
        self._pinned.set_color(palette.pinned)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        return {**self.__dict__, "_data": None, "_surface": None, "_pins": None, "_pinned_on": ()}

    # What stays

    def show_data(self, data: BaseDataset, degree: int) -> None:
        """Set the galaxies and the degree of the exact fit; the next path shows them."""
        self._data, self._degree = data, degree

    def show_exact(self, *, shown: bool) -> None:
        """Show or hide the surface, whose lowest point is the exact fit."""
        if shown != self._shows_exact:
            self._shows_exact = shown
            self._surface = None
            self._ground.show(None)  # also while another view is shown
            self.update()
            self.update_moving()

    def show_path(self, path: Trajectory) -> None:
        """Set the path, and show the surface that it is on; `update_moving` draws the path."""
        self.path = path
        self.update()

    def show_pins(self, pins: Pins) -> None:
        """Show the paths of the pinned runs."""
        self._pins = pins
        self._update_pins()

    def update(self) -> None:
        """Show contours, exact fit and words for the present data and path, and fit them into the axes."""
        path, data = self.path, self._data
        if not self.visible or path is None or data is None:
            return
        problem = surface_words.problem(self._degree, show_exact=self._shows_exact)
        surface = None if problem else self._surface_of(data, path)
        is_new, self._surface = surface is not self._surface, surface
        if is_new or surface is None:  # otherwise the figure would be redrawn for nothing
            self._ground.show(surface)
        if surface is None:
            self._words.show(self._words.wrapped(problem)[0], _UPPER_RIGHT)
        else:
            if is_new:
                self._label_axes(surface)
            if self._set_limits(surface, path) or is_new:
                self._ground.show_valley(valley(surface, (self.axes.get_xlim(), self.axes.get_ylim())))
        self._update_pins()

    def _surface_of(self, data: BaseDataset, path: Trajectory) -> LossSurface | LossCurve:
        now, kind = self._surface, LossSurface if path.fit_intercept else LossCurve
        is_same = isinstance(now, kind) and now.data is data and now.scaling == path.scaling
        if now is not None and is_same and now.loss_function == path.loss_function:
            return now
        self._framed = None
        return kind(data=data, loss_function=path.loss_function, scaling=path.scaling)

    def _label_axes(self, surface: LossSurface | LossCurve) -> None:
        scales, labels = surface.scales, surface.data.labels
        show_label(self.axes.xaxis, surface_words.axis(message("Weight"), scales.slope_scale, labels.slope_unit))
        bias = surface_words.axis(message("Bias"), scales.velocity_scale, labels.y_unit)
        show_label(self.axes.yaxis, LABELS[surface.loss_function] if isinstance(surface, LossCurve) else bias)

    def _update_pins(self) -> None:
        runs = [] if self._pins is None or self._surface is None else self._pins.runs
        if (self._surface, *runs) != self._pinned_on and self.visible:
            self._pinned_on = self._surface, *runs
            self._pinned.set_segments([np.column_stack(self._points(run)) for run in runs])
            self._pinned.set_linestyle([] if self._pins is None else self._pins.dashes)

    # Limits

    def _set_limits(self, surface: LossSurface | LossCurve, path: Trajectory) -> bool:
        """Set limits that contain start, exact fit and words beside them; return whether they are new."""
        box, before = self.axes.bbox, self._framed
        limits = self._framed = frame(surface, self._must, box.width / box.height, before)
        text = surface_words.shape(surface, path.optimizer)
        lines, size = self._words.wrapped(text)
        corner = free_corner(surface, self._must[1], limits, size)
        # Words above stay there while a start is dragged about: without them the limits would be others.
        self._has_words_above = corner is None or (self._has_words_above and limits is before)
        if self._has_words_above:
            lines, share = self._words.across(text)
            beside = share / 2 if isinstance(surface, LossSurface) else 0.0  # its units stay equal
            limits = with_free(limits[0], below=beside, above=beside), with_free(limits[1], above=share)
            corner = None
        self._words.show(lines, corner or _UPPER_RIGHT)
        return self.limits.set(*limits)

    # What moves

    def _points(self, path: Trajectory) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the places of a path's states, nan where they are too far off to be drawn."""
        x, y, reach = path.slopes, path.intercepts, self._reach
        with np.errstate(over="ignore", invalid="ignore"):
            if self._surface is not None:
                x, y = self._surface.places(path)
            is_far = ~((np.abs(x) < reach) & (np.abs(y) < reach))
        return np.where(is_far, math.nan, x), np.where(is_far, math.nan, y)

    def update_moving(self) -> None:
        """Draw the whole path, the start and, faint, the path of the same descent without batches."""
        is_drawn = self.is_drawn and self.path is not None
        for artist in (self._full_batch, self._ahead, self._start):
            show(artist, is_drawn)
        self._start_note.show_text(*([message("start")] if is_drawn else []))
        if is_drawn and self.path is not None:
            x, y = self._points(self.path)
            self._ahead.set_data(x, y)
            self._start.set_data(x[:1], y[:1])
            guide = full_batch_of(self.path, self.path.iterations)
            self._full_batch.set_data(*(self._points(guide) if guide is not None else (x[:0], y[:0])))
        if self._state is not None:
            self.show_state(*self._state)

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Show the path from its start to one of its states."""
        self._state = trajectory, iteration
        for artist in (self._way, self._marker):
            show(artist, self.is_drawn)
        if self.is_drawn:
            x, y = self._points(trajectory)
            self._way.set_data(x[: iteration + 1], y[: iteration + 1])
            self._marker.set_data(x[iteration : iteration + 1], y[iteration : iteration + 1])
        self._show_beyond(trajectory, iteration)
        self.hover_line(self._pointed)

    def _show_beyond(self, trajectory: Trajectory, iteration: int) -> None:
        place = math.nan, math.nan
        if self._surface is not None and self.is_drawn:
            slope, intercept, _ = trajectory.state(iteration)
            place = self._surface.place(slope, intercept)
        self._beyond.show(*place, visible=self.is_drawn)

    def hover_line(self, line: tuple[float, float] | None) -> None:
        """Show loss, slope and intercept of one line (slope, intercept) at its place; None shows none."""
        self._pointed = line
        is_pointed = line is not None and self.is_drawn
        show(self._dot, is_pointed)
        lines: list[str] = []
        if is_pointed and line is not None and self._surface is not None:
            x, y = self._surface.place(*line)
            self._dot.set_data([x], [y])
            lines = surface_words.place(self._surface, *line)
        self._note.show_text(*lines)

    def _first_way(self) -> list[NDArray[np.float64]]:
        """Return the beginning of the path, in pixels, shape (n, 2), for the name of the start to keep off."""
        if self.path is None:
            return []
        places = np.column_stack([column[: _FIRST + 1] for column in self._points(self.path)])
        return [self.axes.transData.transform(places[np.isfinite(places).all(axis=1)])]

    def _pixels(self, marker: Any) -> tuple[float, float]:
        """Return the place of a marker with one point, in pixels."""
        x, y = self.axes.transData.transform(np.column_stack(marker.get_data()))[0]
        return float(x), float(y)
