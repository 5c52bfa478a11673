"""The fit plot: galaxies, the learned and the exact line, a guess, residuals, and the galaxy under the mouse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.base_dataset import are_many
from hubble_widget.data.dataset import Dataset
from hubble_widget.figure.artists.corners import CORNERS, Corner, covered
from hubble_widget.figure.artists.density_image import DensityImage
from hubble_widget.figure.artists.error_bars import ErrorBars, including_bars
from hubble_widget.figure.artists.influence_marks import InfluenceMarks
from hubble_widget.figure.artists.note import Note, shorten, show_label
from hubble_widget.figure.artists.residual_marks import ResidualMarks
from hubble_widget.figure.artists.rows import CROWD
from hubble_widget.figure.artists.run_back_marks import RunBackMarks
from hubble_widget.figure.artists.start_line import TOO_STEEP, Guess
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.axis_limits import Limits, StableLimits, evenly_spaced, format_numbers, with_margin
from hubble_widget.figure.missing_glyphs import missing_glyphs_allowed
from hubble_widget.figure.sizes import SMALL
from hubble_widget.fit.fit_with_errors import found_with_errors
from hubble_widget.formatting import number, with_minus, with_unit
from hubble_widget.messages import message
from hubble_widget.text import words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.polynomial_fit import PolynomialFit

_MAX_NAME_LENGTH = 60  # characters; no axes are wider
_LEGEND_OPACITY = 0.8  # of its background, where each corner has galaxies: its words and they are both seen
_NOTE = 80.0, 34.0  # points: the size of the note that the learned line is out of sight
_DOT = 4.0  # points from a galaxy's place to its edge, and a little
OUT_OF_SIGHT = message("learned:\nout of sight").split("\n")


class _OutOfSight(Note):
    """A note that the learned line is outside the axes. Each drawing checks whether it is."""

    def __init__(self, plot: FitPlot, zorder: float) -> None:
        super().__init__(plot.axes, self._place_at, zorder=zorder, below=True)
        self._plot = plot

    def _place_at(self) -> tuple[float, float]:
        box, plot = self._plot.axes.bbox, self._plot
        above, below, nowhere = plot.note_corners
        is_above = plot.line_is_above
        right, upper = nowhere if is_above is None else above if is_above else below
        return box.x1 if right else box.x0, box.y1 if upper else box.y0

    def draw(self, renderer: RendererBase) -> None:
        """Check where the line is, then draw."""
        self.show_text(*(OUT_OF_SIGHT if self._plot.line_is_out_of_sight else []))
        super().draw(renderer)


class FitPlot:
    """Velocity against distance: the galaxies and what passes through them.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    guess : Guess
    marks : ResidualMarks
    run_back : RunBackMarks
    painted : dict of Artist
        The artists that change with the state or the mouse, by their ids in the scene; the page paints them.
    legend_at : str
        The legend's corner, as matplotlib names it.
    hovered : str or None
        The highlighted galaxy.
    is_crowd : bool
        Whether there are too many galaxies to draw a residual for each.
    can_be_pointed_at : bool
        Whether each galaxy has its own dot.
    reach : float or None
        The smallest distance to which galaxies run back; None while they do not.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._shown: tuple[BaseDataset, PolynomialFit] | None = None
        self._density = DensityImage(axes, zorder=1)
        self._error_bars = ErrorBars(axes)
        (self._galaxies,) = axes.plot([], [], "o", ms=5.5, zorder=3)
        (self._left_out,) = axes.plot([], [], "o", ms=5.5, mew=1.1, zorder=3)
        self._influence_marks = InfluenceMarks(axes)
        self.marks = ResidualMarks(axes)
        self.run_back = RunBackMarks(axes)
        # Farther away its note might cover the one that the learned line is out of sight.
        self.guess = Guess(axes, self._kept_clear, self._says_out_of_sight)
        (self._pointed,) = axes.plot([], [], "-", lw=1.2, zorder=4.7, visible=False)
        (self._line,) = axes.plot([], [], "-", lw=2.2, zorder=5, label=message("learned"))
        # Drawn above the learned line, which would hide it when both coincide. So the page paints it, too.
        (self._exact,) = axes.plot([], [], "--", lw=1.8, zorder=6, label=message("exact (polyfit)"))
        (self._ring,) = axes.plot([], [], "o", ms=13, mew=1.6, mfc="none", zorder=7, visible=False)
        self._out_of_sight = _OutOfSight(self, zorder=6.4)
        self._note = Note(axes, self._hovered_place, zorder=8, lines=self._kept_clear)
        self._legend = axes.legend(handles=[self._line, self._exact], loc="upper left", frameon=False, fontsize=SMALL)
        self.legend_at: Corner = "upper left"
        self._legend_size = 0.0, 0.0
        self.painted: dict[str, Artist] = {
            **self.marks.painted,
            **self.run_back.painted,
            **self.guess.painted,
            **self._influence_marks.painted,
            "pointed_line": self._pointed,
            "learned": self._line,
            "exact": self._exact,
            "out_of_sight": self._out_of_sight,
            "galaxy_ring": self._ring,
            "galaxy_note": self._note,
        }
        self._legend.set_zorder(3.5)  # it does not move; moving artists are drawn over it
        self.is_crowd = self.can_be_pointed_at = False
        self.hovered: str | None = None
        self.reach: float | None = None
        self._hovered_at = 0.0, 0.0
        self.limits = StableLimits(axes)
        self._zoom = self.limits.zoom()  # the one to come back to: see run_back_to
        self._state: tuple[float, float] | None = None
        self._line_at = np.empty(0)
        self._shows_exact, self._shows_uncertainty = True, False
        self._box: tuple[Limits, Limits] = (0.0, 1.0), (0.0, 1.0)  # the limits, unless somebody zooms
        self.format_axes()

    def format_axes(self) -> None:
        """Set ticks and data of axes that are new, were cleared, or have a new scale."""
        for axis in (self.axes.xaxis, self.axes.yaxis):
            format_numbers(axis)
        if self._shown is not None:
            self.show_data(*self._shown)

    def run_back_to(self, reach: float | None) -> None:
        """Make room for galaxies that run back, or for those that no longer do; each way keeps a user's zoom."""
        before, self._zoom = self._zoom, self.limits.zoom()
        self.reach = reach
        self.format_axes()
        self.limits.restore(before)

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._density.recolor(palette)
        self._error_bars.recolor(palette)
        self._galaxies.set_color(palette.galaxy)
        self._left_out.set(markerfacecolor=palette.background, markeredgecolor=palette.muted)
        self._exact.set_color(palette.exact)
        self._line.set_color(palette.learned)
        self._pointed.set_color(palette.muted)
        self._ring.set_markeredgecolor(palette.text)
        self._note.recolor(palette, palette.text)
        self._out_of_sight.recolor(palette, palette.learned)
        self._influence_marks.recolor(palette)
        self.marks.recolor(palette)
        self.run_back.recolor(palette)
        self.guess.recolor(palette)
        for handle, line in zip(self._legend.get_lines(), (self._line, self._exact), strict=True):
            handle.set_color(line.get_color())
        for text in self._legend.get_texts():
            text.set_color(palette.text)
        self._legend.get_frame().set(facecolor=palette.background, edgecolor="none", alpha=_LEGEND_OPACITY)

    def show_data(self, data: BaseDataset, exact_fit: PolynomialFit) -> None:
        """Show the galaxies (excluded ones hollow) and the exact fit."""
        whole = data.whole
        self._shown = data, exact_fit
        show_label(self.axes.yaxis, data.labels.y_axis)
        self.can_be_pointed_at = not are_many(whole)
        self.is_crowd = len(whole) > CROWD
        self._density.show(None if self.can_be_pointed_at else data.density)
        self._show_dots(data)
        x_limits = with_margin(whole.extent.distance, 0.04)
        y_limits = with_margin(whole.extent.velocity, 0.08)  # larger: the line continues to the edge
        if not self.is_crowd:
            x_limits = including_bars(x_limits, self._whole.distance, self._whole.distance_error)
            y_limits = including_bars(y_limits, self._whole.velocity, self._whole.velocity_error)
        if self.reach is not None:
            x_limits = min(x_limits[0], self.reach), x_limits[1]
        self.limits.set_data_range(self._whole.distance, self._whole.velocity)
        self.limits.set(x_limits, y_limits)
        self._box = x_limits, y_limits
        self.place_legend()
        span = x_limits[1] - x_limits[0]
        if self.axes.get_xscale() == self.axes.get_yscale() == "linear":
            self._line_at = np.array([x_limits[0] - 9 * span, x_limits[1] + 9 * span])  # wide enough to zoom out
            curve_at = self._line_at if exact_fit.degree == 1 else np.linspace(*x_limits, 200)
        else:  # on other scales a line is a curve
            curve_at = self._line_at = evenly_spaced(self.axes.xaxis, self.axes.get_xlim())
        self._exact.set_data(curve_at, exact_fit.predict(curve_at))
        if self.hovered is not None and not (self.can_be_pointed_at and self.hovered in self._whole.names):
            self.hovered = None
        if self._shows_uncertainty:
            self._update_uncertainty()
        if self._state is not None:
            self.show_line(*self._state)

    def show_exact(self, *, shown: bool) -> None:
        """Show or hide the exact fit, in the legend, too."""
        if shown != self._shows_exact:
            self._shows_exact = shown
            self.place_legend()
        show(self._exact, shown)
        for entry in (self._legend.get_lines()[-1], self._legend.get_texts()[-1]):
            entry.set_visible(shown)
        self._update_uncertainty()

    def show_uncertainty(self, *, shown: bool) -> None:
        """Show or hide how sure the exact fit is: its band, and what each galaxy does to it."""
        if shown != self._shows_uncertainty:
            self._shows_uncertainty = shown
            self._update_uncertainty()
            self.guess.name_loss(shown=not shown)  # the key takes its room, and nothing there is about losses
            self.hover_galaxy(self.hovered)

    def _update_uncertainty(self) -> None:
        self._influence_marks.hide()
        self._error_bars.show_line(None, self._line_at)
        if self._shown is not None and self._shows_uncertainty and self._shows_exact:
            data, fit = self._shown
            self._influence_marks.show_band(fit, evenly_spaced(self.axes.xaxis, self.axes.get_xlim()))
            if fit.degree == 1 and not self.is_crowd:
                found = found_with_errors(data, fit_intercept=fit.fit_intercept)
                self._error_bars.show_line(None if isinstance(found, str) else found, self._line_at)
            if not self.is_crowd and isinstance(data, Dataset):
                self._influence_marks.show_influence(data, fit)
                self._place_key()

    def _show_dots(self, data: BaseDataset) -> None:
        """Show one dot for each galaxy, with its errors, unless a density image is shown instead."""
        self._data, self._drawn, self._whole = data, data.sample, data.whole.sample
        self._error_bars.show(None if self.is_crowd else self._drawn)
        is_out = np.zeros(len(self._whole), dtype=bool)
        if data.excluded and self.can_be_pointed_at:
            is_out = np.isin(self._whole.names, data.excluded)
        for dots, shown in ((self._galaxies, ~is_out & self.can_be_pointed_at), (self._left_out, is_out)):
            _set_if_new(dots, self._whole.distance[shown], self._whole.velocity[shown])
            if dots.get_alpha() != (alpha := 0.25 if self.is_crowd else 1.0):
                dots.set(markersize=2 if self.is_crowd else 5.5, alpha=alpha)

    def place_legend(self) -> None:
        """Put the legend, and the key of the influences, where they cover the least of the galaxies and the exact fit.

        Excluded galaxies count: excluding one seldom moves the legend. The learned line does not: it moves.
        """
        if self._shown is None or self.axes.get_figure() is None or self._legend.get_figure() is None:
            return  # a user has removed or cleared the axes, which are restored before they are drawn
        size = self._legend_size = self._size_of(self._legend)
        places = self._places
        corner = min(CORNERS, key=lambda each: covered(places, each, size))
        if corner != self.legend_at:
            self.legend_at = corner
            self._legend.set_loc(corner)
        covers = covered(places, corner, size) > 0
        if covers != self._legend.get_frame_on():
            self._legend.set_frame_on(covers)
        self._place_key()

    def _place_key(self) -> None:
        """Put the key beside the legend if nothing is covered there, else where the least is."""
        if self._shown is None or (key := self._influence_marks.key) is None:
            return
        (legend_width, legend_height), (width, height) = self._size_of(self._legend), self._size_of(key)
        sizes, places = dict.fromkeys(CORNERS, (width, height)), self._places
        sizes[self.legend_at] = max(legend_width, width), legend_height + height
        corners: list[Corner] = sorted(CORNERS, key=lambda each: each != self.legend_at)
        corner = min(corners, key=lambda each: covered(places, each, sizes[each]))
        # Its margin is in the place of the legend's, and the space between two rows is a little more.
        away = legend_height - (0.4 * SMALL + _DOT) * self._pixels / self.axes.bbox.height
        self._influence_marks.place_key(corner, away if corner == self.legend_at else 0.0)

    @property
    def _pixels(self) -> float:
        """Pixels of one point (1/72 inch)."""
        return self.axes.figure.dpi / 72

    def _size_of(self, legend: Legend) -> tuple[float, float]:
        """Return how far a legend reaches into the axes, as fractions of their width and height."""
        with missing_glyphs_allowed():
            extent, box = legend.get_window_extent(), self.axes.bbox
        around = ((legend.borderaxespad - legend.borderpad) * SMALL + _DOT) * self._pixels
        return (extent.width + around) / box.width, (extent.height + around) / box.height

    @property
    def _places(self) -> NDArray[np.float64]:
        """The galaxies, and points of the exact fit if it is shown, as fractions of the axes; shape (n, 2)."""
        low, high = np.transpose(self._box)
        x, y = self._whole.distance, self._whole.velocity
        if self._shown is not None and self._shows_exact:
            line_at = np.linspace(low[0], high[0])
            x, y = np.append(x, line_at), np.append(y, self._shown[1].predict(line_at))
        return np.asarray((np.column_stack([x, y]) - low) / (high - low))

    @property
    def note_corners(self) -> list[tuple[int, int]]:
        """Where the learned line is said to be above the axes, below them, or nowhere: corners (right, upper).

        No words stand there: where a guess is named, at the right, the note is at the left or at the top.
        """
        taken = self.legend_at, self._influence_marks.key_at
        size = tuple(length * self._pixels / side for length, side in zip(_NOTE, self.axes.bbox.size, strict=True))

        def best(left: Corner, right: Corner, *, rather_left: bool) -> Corner:
            free = [corner for corner in (left, right) if corner not in taken]
            if len(free) < 2 or rather_left:
                return free[0] if free else left
            return min(free, key=lambda each: covered(self._places, each, (size[0], size[1])))

        named = self.guess.is_named
        above = best("upper left", "upper right", rather_left=named)
        below = best("lower left", "lower right", rather_left=named)
        return [CORNERS[each] for each in (above, below, above if named else below)]

    @property
    def exact_line(self) -> dict[str, list[float]]:
        """The exact fit as it is drawn: x and y of points on it."""
        if not self._shows_exact:
            return {"x": [], "y": []}
        x, y = self._exact.get_data()
        return {"x": np.asarray(x).tolist(), "y": np.asarray(y).tolist()}

    @property
    def line_is_out_of_sight(self) -> bool:
        """Whether no part of the learned line is inside the axes at the present zoom."""
        if self._state is None:
            return False
        low, high = sorted(self.axes.get_ylim())
        ends = self._predict(np.array(self.axes.get_xlim()))
        return not self._line.get_visible() or bool(np.all(ends > high) or np.all(ends < low))

    @property
    def line_is_above(self) -> bool | None:
        """Whether the middle of the learned line is in the upper half of the axes or beyond; None if it is nowhere."""
        if self._state is None or not np.isfinite(self._state[0]):
            return None
        return bool(self._predict(np.mean(self.axes.get_xlim(), keepdims=True))[0] > np.mean(self.axes.get_ylim()))

    def show_line(self, slope: float, intercept: float) -> None:
        """Show the learned line, and the residuals from it."""
        self._state = slope, intercept
        line = self._predict(self._line_at)
        can_be_drawn = bool(np.all(np.abs(line) < TOO_STEEP))
        show(self._line, can_be_drawn)
        if can_be_drawn:
            self._line.set_data(self._line_at, line)
        self._show_marks(can_be_drawn=can_be_drawn)
        self.hover_galaxy(self.hovered)

    def show_residuals(self, *, lines: bool | None = None, squares: bool | None = None) -> None:
        """Turn the residual segments, the squares or both on or off; None changes nothing."""
        self.marks.lines = self.marks.lines if lines is None else lines
        self.marks.squares = self.marks.squares if squares is None else squares
        self._show_marks(can_be_drawn=self._line.get_visible())

    def _show_marks(self, *, can_be_drawn: bool) -> None:
        if self._state is None:
            return
        shown = slice(None) if can_be_drawn and not self.is_crowd else slice(0)
        distance = self._drawn.distance[shown]
        self.marks.show(distance, self._drawn.velocity[shown], self._predict(distance))

    def _predict(self, distance: NDArray[np.float64]) -> NDArray[np.float64]:
        slope, intercept = self._state or (0.0, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):  # a start may be as large as any float
            return slope * distance + intercept

    def show_guess(self, start: tuple[float, float], loss: float, *, visible: bool, at_origin: bool = False) -> None:
        """Show or hide the line that the descent starts from, with its handles; see `Guess.show`."""
        self.guess.show(start, loss, self._line_at, visible=visible, at_origin=at_origin)

    def show_pointed_line(self, line: tuple[float, float] | None) -> None:
        """Show the line (slope, intercept) that the mouse points at on the loss surface, or none."""
        velocities = np.array([math.inf]) if line is None else line[0] * self._line_at + line[1]
        can_be_drawn = bool(np.all(np.abs(velocities) < TOO_STEEP))
        show(self._pointed, can_be_drawn)
        if can_be_drawn:
            self._pointed.set_data(self._line_at, velocities)

    def hover_galaxy(self, name: str | None) -> None:
        """Highlight one galaxy with a ring and a note; None highlights none."""
        self.hovered = name
        show(self._ring, name is not None)
        if name is None:
            self._note.show_text()
            return
        index = self._whole.names.index(name)
        distance, velocity = float(self._whole.distance[index]), float(self._whole.velocity[index])
        self._hovered_at = distance, velocity
        self._ring.set_data([distance], [velocity])
        labels, short = self._data.labels, shorten(" ".join(name.split()), _MAX_NAME_LENGTH)
        if without := self._influence_marks.without(name, short):
            self._note.show_text(*without, words.place(distance, velocity, labels))
            return
        lines = [message("{name}, left out", name=short) if name in self._data.excluded else short]
        lines.append(words.place(distance, velocity, labels))
        if self._state is not None:
            slope, intercept = self._state
            residual = velocity - (slope * distance + intercept)
            text = number(residual, "+.0f" if abs(residual) >= 100 else "+.3g")
            lines.append(message("residual {residual}", residual=with_unit(with_minus(text), labels.y_unit)))
        self._note.show_text(*lines)

    def _hovered_place(self) -> tuple[float, float]:
        x, y = self.axes.transData.transform(self._hovered_at)
        return float(x), float(y)

    def _says_out_of_sight(self) -> bool:
        return self.line_is_out_of_sight

    def _kept_clear(self) -> list[NDArray[np.float64]]:
        """Return what notes do not cover: the legend, and the lines that are seen."""
        lines = [line for line in (self._line, self._exact, self.guess.line) if line.get_visible()]
        return [self.through_legend, *(self.axes.transData.transform(line.get_xydata()) for line in lines)]

    @property
    def through_legend(self) -> NDArray[np.float64]:
        """A line along the legend's edges and diagonals, in pixels, shape (n, 2): it crosses what covers the legend."""
        if self._legend.get_figure() is None:  # a user has removed it
            return np.empty((0, 2))
        right, upper = CORNERS[self.legend_at]
        width, height = self._legend_size
        x, y = (1 - width, 1.0) if right else (0.0, width), (1 - height, 1.0) if upper else (0.0, height)
        corners = np.array([(x[0], y[1]), (x[1], y[1]), (x[1], y[0]), (x[0], y[0])])
        return self.axes.transAxes.transform(corners[[0, 1, 2, 3, 0, 2, 1, 3]])


def _set_if_new(line: Line2D, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """Set the data of a static line if they are new: setting the same data would redraw the figure."""
    old_x, old_y = line.get_data()
    if not (np.array_equal(old_x, x) and np.array_equal(old_y, y)):
        line.set_data(x, y)
