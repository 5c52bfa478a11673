"""The fit plot: galaxies, the learned line and the exact one, a guess, residuals, and the galaxy under the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.ticker import ScalarFormatter

from hubble_widget.canvas.rows import CROWD
from hubble_widget.canvas.scene import SMALL
from hubble_widget.canvas.visibility import show
from hubble_widget.display import words
from hubble_widget.display.density_image import DensityImage
from hubble_widget.display.guess import TOO_STEEP, Guess
from hubble_widget.display.note import Note, shorten, show_label
from hubble_widget.display.residual_marks import ResidualMarks
from hubble_widget.display.scales import KeptLimits, Limits, along, with_margin
from hubble_widget.regression.formatting import number, with_minus, with_unit
from hubble_widget.regression.galaxies import are_many

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from hubble_widget.display.palette import Palette
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit

_LONGEST_NAME = 60  # characters, more than any axes are wide
_LEGEND = 0.45, 0.22  # its width and height as shares of those of the axes
_Corner = Literal["upper left", "lower right", "upper right", "lower left"]
_CORNERS: dict[_Corner, tuple[int, int]] = {
    "upper left": (0, 1),
    "lower right": (1, 0),
    "upper right": (1, 1),
    "lower left": (0, 0),
}
"""Where the legend may be, the best place for what rises first: columns and rows, from the left and from below."""
OUT_OF_SIGHT = "learned line: out of sight"


class _OutOfSight(Note):
    """Says that the learned line does not pass through the axes; whether it does is found when it is drawn."""

    def __init__(self, plot: FitPlot, zorder: float) -> None:
        super().__init__(plot.axes, self._place_at, zorder=zorder, below=True)
        self._plot = plot

    def _place_at(self) -> tuple[float, float]:
        """Return the corner next to the line on the side where no legend is."""
        box, plot = self._plot.axes.bbox, self._plot
        return box.x1 if plot.free_side == "right" else box.x0, box.y1 if plot.line_is_above else box.y0

    def draw(self, renderer: RendererBase) -> None:
        """Look where the line is, then draw."""
        self.say(*([OUT_OF_SIGHT] if self._plot.line_is_out_of_sight else []))
        super().draw(renderer)


class FitPlot:
    """Velocity against distance: the galaxies and what passes through them.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    guess : Guess
    marks : ResidualMarks
    painted : dict of Artist
        What changes with every state and with the mouse, and the page paints, by its id in the scene.
    legend_at : str
        The corner, as matplotlib calls it.
    hovered : str or None
        The galaxy that is pointed out.
    is_crowd : bool
        Whether there are too many galaxies to draw something for each at every frame.
    can_be_pointed_at : bool
        Whether each galaxy has a dot of its own.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._shown: tuple[Galaxies, LineFit] | None = None
        self._density = DensityImage(axes, zorder=1)
        (self._galaxies,) = axes.plot([], [], "o", ms=5.5, zorder=3)
        (self._left_out,) = axes.plot([], [], "o", ms=5.5, mew=1.1, zorder=3)
        self.marks = ResidualMarks(axes)
        self.guess = Guess(axes)
        (self._line,) = axes.plot([], [], "-", lw=2.2, zorder=5, label="learned")
        # Above the learned line, which hides it else when it gets there: hence it is among what moves.
        (self._exact,) = axes.plot([], [], "--", lw=1.8, zorder=6, label="exact (polyfit)")
        (self._ring,) = axes.plot([], [], "o", ms=13, mew=1.6, mfc="none", zorder=7, visible=False)
        self._out_of_sight = _OutOfSight(self, zorder=6.4)
        self._note = Note(axes, self._hovered_place, zorder=8)
        self._legend = axes.legend(handles=[self._line, self._exact], loc="upper left", frameon=False, fontsize=SMALL)
        self.legend_at: _Corner = "upper left"
        self.painted: dict[str, Artist] = {
            **self.marks.painted,
            **self.guess.painted,
            "learned": self._line,
            "exact": self._exact,
            "out_of_sight": self._out_of_sight,
            "galaxy_ring": self._ring,
            "galaxy_note": self._note,
        }
        self._legend.set_zorder(3.5)  # it stands still: what moves is drawn over it
        self.is_crowd = self.can_be_pointed_at = False
        self.hovered: str | None = None
        self._hovered_at = 0.0, 0.0
        self.limits = KeptLimits(axes)
        self._state: tuple[float, float] | None = None
        self.dress()

    def dress(self) -> None:
        """Give the axes their ticks and what is shown; they are new, cleared, or have another scale."""
        for axis in (self.axes.xaxis, self.axes.yaxis):
            if isinstance(formatter := axis.get_major_formatter(), ScalarFormatter):
                formatter.set_powerlimits((-3, 5))  # longer numbers have their power of ten at the axis' end
        if self._shown is not None:
            self.show_data(*self._shown)

    def recolour(self, palette: Palette) -> None:
        """Paint everything in the colours of one theme."""
        self._density.recolour(palette)
        self._galaxies.set_color(palette.galaxy)
        self._left_out.set(markerfacecolor=palette.background, markeredgecolor=palette.muted)
        self._exact.set_color(palette.exact)
        self._line.set_color(palette.learned)
        self._ring.set_markeredgecolor(palette.text)
        self._note.recolour(palette, palette.text)
        self._out_of_sight.recolour(palette, palette.learned)
        self.marks.recolour(palette)
        self.guess.recolour(palette)
        for handle, line in zip(self._legend.get_lines(), (self._line, self._exact), strict=True):
            handle.set_color(line.get_color())
        for text in self._legend.get_texts():
            text.set_color(palette.text)

    def show_data(self, data: Galaxies, best_fit: LineFit) -> None:
        """Show the galaxies, hollow those left out, and the exact fit."""
        whole = data.whole
        self._shown = data, best_fit
        show_label(self.axes.yaxis, data.labels.y_axis)
        self.can_be_pointed_at = not are_many(whole)
        self.is_crowd = len(whole) > CROWD
        self._density.show(None if self.can_be_pointed_at else data.density)
        self._show_dots(data)
        x_limits = with_margin(whole.extent.distance, 0.04)
        y_limits = with_margin(whole.extent.velocity, 0.08)  # more, for the line goes on to the edge
        self.limits.hold(self._whole.distance, self._whole.velocity)
        self.limits.set(x_limits, y_limits)
        self._place_legend(x_limits, y_limits)
        span = x_limits[1] - x_limits[0]
        if self.axes.get_xscale() == self.axes.get_yscale() == "linear":
            curve_at = np.linspace(*x_limits, 2 if best_fit.degree == 1 else 200)
            self._line_at = np.array([x_limits[0] - 9 * span, x_limits[1] + 9 * span])  # also for one who zooms out
        else:  # where a line is none
            curve_at = self._line_at = along(self.axes.xaxis, self.axes.get_xlim())
        self._exact.set_data(curve_at, best_fit.predict(curve_at))
        if self.hovered is not None and not (self.can_be_pointed_at and self.hovered in self._whole.names):
            self.hovered = None
        if self._state is not None:
            self.show_line(*self._state)

    def _show_dots(self, data: Galaxies) -> None:
        """Show the galaxies one by one, unless a density stands for them."""
        self._data, self._whole = data.sample, data.whole.sample
        is_out = np.zeros(len(self._whole), dtype=bool)
        if data.left_out and self.can_be_pointed_at:
            is_out = np.isin(self._whole.names, data.left_out)
        for dots, shown in ((self._galaxies, ~is_out & self.can_be_pointed_at), (self._left_out, is_out)):
            _set_if_new(dots, self._whole.distance[shown], self._whole.velocity[shown])
            if dots.get_alpha() != (alpha := 0.25 if self.is_crowd else 1.0):
                dots.set(markersize=2 if self.is_crowd else 5.5, alpha=alpha)

    def _place_legend(self, x_limits: Limits, y_limits: Limits) -> None:
        """Put the legend where the fewest galaxies are, whether left out or not: it stays where it is meanwhile."""
        across = (self._whole.distance - x_limits[0]) / (x_limits[1] - x_limits[0])
        up = (self._whole.velocity - y_limits[0]) / (y_limits[1] - y_limits[0])
        corner = _emptiest_corner(across, up)
        if corner != self.legend_at:
            self.legend_at = corner
            self._legend.set_loc(corner)

    @property
    def free_side(self) -> str:
        """The side, "left" or "right", on which no legend is."""
        return "right" if "left" in self.legend_at else "left"

    @property
    def exact_line(self) -> dict[str, list[float]]:
        """The exact fit, as it is drawn: x and y of some places on it."""
        x, y = self._exact.get_data()
        return {"x": np.asarray(x).tolist(), "y": np.asarray(y).tolist()}

    @property
    def line_is_out_of_sight(self) -> bool:
        """Whether no part of the learned line is within the axes, as they are zoomed now."""
        if self._state is None:
            return False
        low, high = sorted(self.axes.get_ylim())
        ends = self._predict(np.array(self.axes.get_xlim()))
        return not self._line.get_visible() or bool(np.all(ends > high) or np.all(ends < low))

    @property
    def line_is_above(self) -> bool:
        """Whether the middle of the learned line is in the upper half of the axes, or beyond."""
        return bool(self._predict(np.mean(self.axes.get_xlim(), keepdims=True))[0] > np.mean(self.axes.get_ylim()))

    def show_line(self, slope: float, intercept: float) -> None:
        """Show the learned line, and what is measured from it."""
        self._state = slope, intercept
        line = self._predict(self._line_at)
        can_be_drawn = bool(np.all(np.abs(line) < TOO_STEEP))
        show(self._line, can_be_drawn)
        if can_be_drawn:
            self._line.set_data(self._line_at, line)
        self._show_marks(can_be_drawn=can_be_drawn)
        self.hover_galaxy(self.hovered)

    def show_residuals(self, *, lines: bool | None = None, squares: bool | None = None) -> None:
        """Turn the segments, the squares or both on or off."""
        self.marks.lines = self.marks.lines if lines is None else lines
        self.marks.squares = self.marks.squares if squares is None else squares
        self._show_marks(can_be_drawn=self._line.get_visible())

    def _show_marks(self, *, can_be_drawn: bool) -> None:
        if self._state is None:
            return
        shown = slice(None) if can_be_drawn and not self.is_crowd else slice(0)
        distance = self._data.distance[shown]
        self.marks.show(distance, self._data.velocity[shown], self._predict(distance))

    def _predict(self, distance: NDArray[np.float64]) -> NDArray[np.float64]:
        slope, intercept = self._state or (0.0, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):  # a start may be as large as a number can be
            return slope * distance + intercept

    def show_guess(self, start: tuple[float, float], loss: float, *, visible: bool) -> None:
        """Show where the descent starts, with its handles, or hide it."""
        self.guess.show(start, loss, self._line_at, visible=visible)

    def hover_galaxy(self, name: str | None) -> None:
        """Point out one galaxy: a ring, and what is known of it; None points out none."""
        self.hovered = name
        show(self._ring, name is not None)
        if name is None:
            self._note.say()
            return
        index = self._whole.names.index(name)
        distance, velocity = float(self._whole.distance[index]), float(self._whole.velocity[index])
        self._hovered_at = distance, velocity
        self._ring.set_data([distance], [velocity])
        left_out = ", left out" if name in self._data.left_out else ""
        lines = [shorten(" ".join(name.split()), _LONGEST_NAME) + left_out]
        labels = self._data.labels
        lines.append(words.place(distance, velocity, labels))
        if self._state is not None:
            slope, intercept = self._state
            residual = velocity - (slope * distance + intercept)
            told = number(residual, "+.0f" if abs(residual) >= 100 else "+.3g")
            lines.append(f"residual {with_unit(with_minus(told), labels.y_unit)}")
        self._note.say(*lines)

    def _hovered_place(self) -> tuple[float, float]:
        x, y = self.axes.transData.transform(self._hovered_at)
        return float(x), float(y)


def _set_if_new(line: Line2D, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """Set the data of a static line unless they are there already, for then all would be drawn anew."""
    old_x, old_y = line.get_data()
    if not (np.array_equal(old_x, x) and np.array_equal(old_y, y)):
        line.set_data(x, y)


def _emptiest_corner(across: NDArray[np.float64], up: NDArray[np.float64]) -> _Corner:
    """Return the corner, as matplotlib calls it, with the fewest galaxies; places are shares of width and height."""
    width, height = _LEGEND

    def inside(corner: _Corner) -> int:
        x, y = _CORNERS[corner]
        return int(np.sum((np.abs(across - x) < width) & (np.abs(up - y) < height)))

    return min(_CORNERS, key=inside)
