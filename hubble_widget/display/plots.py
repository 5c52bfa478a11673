"""The fit plot and the loss plot: artists made once, updated in place.

What changes from frame to frame (`Plots.moving`) is blitted by the canvas; all else is drawn only when it changes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from hubble_widget.display.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.regression.dataset import Dataset
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import State

DPI = 100
STACKED_BELOW = 620
"""Widths (in the page's pixels) under which the two plots stand one above the other."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 14, 20, 46  # pixels that tick labels and axis labels need
CROWD = 1000
"""With more galaxies than these, each is a small translucent dot and those predicted are left out."""

_SMALL = 9  # points, the size of tick labels and notes


def figure_size(width: int) -> tuple[int, int]:
    """Return width and height of the figure, in pixels, for a page that has room for `width`."""
    width = min(max(width, 300), 1100)
    if width < STACKED_BELOW:
        return width, 2 * round(0.66 * width)
    return width, min(max(round(0.4 * width), 300), 400)


class Plots:
    """One figure with the galaxies and lines at left (or on top), the loss at right (or below).

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    fit_axes, loss_axes : matplotlib.axes.Axes
    moving : tuple of Artist
        What changes with every state that is shown.
    """

    def __init__(self, width: int) -> None:
        self.figure = Figure(dpi=DPI)
        self.fit_axes, self.loss_axes = self.figure.subplots(1, 2)
        self._label_axes()
        fit, loss = self.fit_axes, self.loss_axes
        (self._galaxies,) = fit.plot([], [], "o", ms=5.5, zorder=3)
        (self._exact,) = fit.plot([], [], "--", lw=1.8, zorder=4, label="exact (polyfit)")
        (self._line,) = fit.plot([], [], "-", lw=2.2, zorder=5, label="learned by gradient descent")
        (self._predicted,) = fit.plot([], [], "o", ms=3.2, zorder=6)
        (self._floor,) = loss.plot([], [], "--", lw=1.6, zorder=2)
        self._floor_note = loss.annotate(
            "",
            (0.985, 1),
            xycoords=loss.get_yaxis_transform(),
            ha="right",
            va="top",
            size=_SMALL,
            xytext=(0, -4),
            textcoords="offset points",
            annotation_clip=False,
        )
        (self._ahead,) = loss.plot([], [], "-", lw=1.2, alpha=0.45, zorder=3)
        (self._losses,) = loss.plot([], [], "-", lw=2.2, zorder=4)
        (self._marker,) = loss.plot([], [], "o", ms=8, zorder=5)
        self._caption = loss.text(0.985, 0.975, "", ha="right", va="top", size=_SMALL, transform=loss.transAxes)
        self._legend = fit.legend(handles=[self._line, self._exact], loc="upper left", frameon=False, fontsize=_SMALL)
        self.moving: tuple[Artist, ...] = (
            self._ahead,
            self._line,
            self._predicted,
            self._losses,
            self._marker,
            self._caption,
        )
        self._limits: dict[str, tuple[float, float]] = {}
        self.arrange(*figure_size(width))
        self.recolour(LIGHT)

    def _label_axes(self) -> None:
        self.fit_axes.set_xlabel("Distance (Mpc)", size=10)
        self.fit_axes.set_ylabel("Recession velocity (km/s)", size=10)
        self.loss_axes.set_xlabel("Iteration", size=10)
        self.loss_axes.set_ylabel("Loss (mean squared error)", size=10)
        self.fit_axes.ticklabel_format(scilimits=(-3, 5))  # longer numbers have their power of ten at the axis' end
        self.loss_axes.set_yscale("log", nonpositive="mask")
        self.loss_axes.yaxis.set_major_locator(LogLocator(numticks=6))
        self.loss_axes.yaxis.set_minor_locator(NullLocator())
        self.loss_axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        for axes in (self.fit_axes, self.loss_axes):
            axes.tick_params(labelsize=_SMALL, length=0, pad=5)
            axes.grid(visible=True, linewidth=0.8)
            axes.set_axisbelow(True)

    def arrange(self, width: int, height: int) -> None:
        """Lay the two plots out for a figure of width x height pixels: side by side, or stacked where it is narrow."""
        self.figure.set_size_inches(width / DPI, height / DPI, forward=False)
        stacked = width < STACKED_BELOW
        share = (1.0, 0.5) if stacked else (0.5, 1.0)  # of the figure's width and height, for each plot
        corners = [(0.0, 0.5), (0.0, 0.0)] if stacked else [(0.0, 0.0), (0.5, 0.0)]
        for axes, (x, y) in zip((self.fit_axes, self.loss_axes), corners, strict=True):
            axes.set_position(
                (
                    x + _LEFT / width,
                    y + _BOTTOM / height,
                    share[0] - (_LEFT + _RIGHT) / width,
                    share[1] - (_BOTTOM + _TOP) / height,
                )
            )

    def recolour(self, palette: Palette) -> None:
        """Paint everything in the colours of one theme."""
        self.figure.set_facecolor(palette.background)
        for axes in (self.fit_axes, self.loss_axes):
            axes.set_facecolor(palette.background)
            axes.grid(visible=True, color=palette.grid)
            axes.tick_params(labelcolor=palette.text)
            axes.xaxis.label.set_color(palette.text)
            axes.yaxis.label.set_color(palette.text)
            for spine in axes.spines.values():
                spine.set_color(palette.grid)
        self._galaxies.set_color(palette.galaxy)
        for line in (self._exact, self._floor):
            line.set_color(palette.exact)
        for line in (self._line, self._predicted, self._ahead, self._losses, self._marker):
            line.set_color(palette.learned)
        self._predicted.set_markeredgecolor(palette.background)
        self._predicted.set_markeredgewidth(0.6)
        self._floor_note.set_color(palette.exact)
        self._caption.set_color(palette.learned)
        for handle, line in zip(self._legend.legend_handles, (self._line, self._exact), strict=True):
            handle.set_color(line.get_color())
        for text in self._legend.get_texts():
            text.set_color(palette.text)

    def show_data(self, data: Dataset, best_fit: LineFit) -> None:
        """Show the galaxies, the exact fit and the loss that it reaches."""
        self._distance = data.distance
        self._galaxies.set_data(data.distance, data.velocity)
        is_crowd = len(data) > CROWD
        self._galaxies.set(markersize=2 if is_crowd else 5.5, alpha=0.25 if is_crowd else 1.0)
        self._predicted.set_markersize(0 if is_crowd else 3.2)
        x_limits = _with_margin(data.distance)
        curve_at = np.linspace(x_limits[0], x_limits[1], 2 if best_fit.degree == 1 else 200)
        curve = best_fit.predict(curve_at)
        self._exact.set_data(curve_at, curve)
        y_limits = _with_margin(np.concatenate([data.velocity, curve[[0, -1]]]))
        self._set_limits("fit", self.fit_axes, x_limits, y_limits)
        span = x_limits[1] - x_limits[0]
        self._line_at = np.array([x_limits[0] - 9 * span, x_limits[1] + 9 * span])  # also for one who zooms out
        self._floor.set_data([0, 1], [best_fit.loss, best_fit.loss])
        self._floor.set_transform(self.loss_axes.get_yaxis_transform())
        self._floor_note.set_visible(best_fit.loss > 0)
        self._floor_note.xy = (0.985, best_fit.loss)
        self._floor_note.set_text(f"exact fit {best_fit.loss:.4g}")
        self._floor_loss = best_fit.loss

    def show_path(self, losses: NDArray[np.float64]) -> None:
        """Show the losses that the settings lead to, one for each iteration from 0."""
        shown = _extremes(losses, buckets=400)
        self._ahead.set_data(shown, losses[shown])
        last = _round_up(losses.size - 1)
        x_limits = (-0.015 * last, 1.015 * last)
        self._set_limits("loss", self.loss_axes, x_limits, _decades(losses, self._floor_loss))
        self._place_floor_note()

    def _place_floor_note(self) -> None:
        """Write under the line of the floor, or above it where there is no room."""
        bottom, top = np.log10(self.loss_axes.get_ylim())
        height = (math.log10(self._floor_loss) - bottom) / (top - bottom) if self._floor_loss > 0 else -1.0
        offset = 4 if height < 0.1 else -4  # points above or below the line
        if self._floor_note.get_position() != (0, offset):  # else the background would be drawn anew for nothing
            self._floor_note.set(position=(0, offset), va="bottom" if offset > 0 else "top")

    def show_state(self, iteration: int, state: State, losses: NDArray[np.float64]) -> None:
        """Show the line and the marker of one state; `losses` are those from the start up to it."""
        line = state.slope * self._line_at + state.intercept
        can_be_drawn = bool(np.all(np.abs(line) < 1e30))  # beyond, the renderer's own arithmetic overflows
        self._line.set_visible(can_be_drawn)
        self._predicted.set_visible(can_be_drawn)
        if can_be_drawn:
            self._line.set_data(self._line_at, line)
            self._predicted.set_data(self._distance, state.slope * self._distance + state.intercept)
        shown = _extremes(losses, buckets=400)
        self._losses.set_data(shown, losses[shown])
        self._marker.set_data([iteration], [state.loss])
        self._marker.set_visible(math.isfinite(state.loss))
        self._caption.set_text(f"iteration {iteration:,}   loss {state.loss:.4g}")

    def _set_limits(self, name: str, axes: Axes, x_limits: tuple[float, float], y_limits: tuple[float, float]) -> None:
        # Limits are set only when they change: a user's zoom stays, and the background need not be drawn anew.
        wanted = {f"{name} x": x_limits, f"{name} y": y_limits}
        if any(self._limits.get(key) != limits for key, limits in wanted.items()):
            self._limits.update(wanted)
            axes.set_xlim(*x_limits)
            axes.set_ylim(*y_limits)
            toolbar = getattr(self.figure.canvas, "toolbar", None)
            if toolbar is not None:
                toolbar.update()  # forgets the views of the old limits


def _with_margin(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return limits that hold the values, and zero too unless it lies far away."""
    low, high = float(values.min()), float(values.max())
    span = high - low
    if abs(low) <= 2 * span:
        low = min(low, 0.0)
    if abs(high) <= 2 * span:
        high = max(high, 0.0)
    margin = 0.04 * (high - low) or abs(high) or 1.0
    return low - margin, high + margin


def _decades(losses: NDArray[np.float64], floor: float) -> tuple[float, float]:
    """Return powers of ten around the floor, the start and (for three decades above it, no more) what diverges."""
    positive = losses[np.isfinite(losses) & (losses > 0)]
    if positive.size == 0:
        return 1e-3, 1.0
    start = float(losses[0]) if losses[0] > 0 else float(positive[0])
    high = min(float(positive.max()), 1e3 * start)
    low = max(min(float(positive.min()), floor or math.inf), 1e-12 * high)
    bottom, top = math.floor(math.log10(0.9 * low)), math.ceil(math.log10(1.05 * high))
    return 10.0**bottom, 10.0 ** max(top, bottom + 1)


def _round_up(iterations: int) -> int:
    """Return the next of 10, 20, 50, 100, 200, 500…: an axis that seldom changes while the slider is dragged."""
    decade = 10
    while iterations > 10 * decade:
        decade *= 10
    return next(factor * decade for factor in (1, 2, 5, 10) if iterations <= factor * decade)


def _extremes(values: NDArray[np.float64], buckets: int) -> NDArray[np.intp]:
    """Return where the lowest and the highest value of each of many runs are: all that a plot can show."""
    size = values.size // buckets
    if size < 4:
        return np.arange(values.size)
    whole = values[: size * buckets].reshape(buckets, size)
    first = np.arange(buckets) * size
    lowest = first + np.argmin(whole, axis=1)
    highest = first + np.argmax(whole, axis=1)
    rest = np.arange(size * buckets, values.size)
    return np.unique(np.concatenate([[0], lowest, highest, rest, [values.size - 1]]))
