"""The universe run back: each galaxy's distance against time, as if it had always had today's velocity."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection

from hubble_widget.figure.artists.arrowheads import EdgeArrowhead
from hubble_widget.figure.artists.corner_text import CornerText
from hubble_widget.figure.artists.note import show_label
from hubble_widget.figure.artists.rows import thinned
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.artists.wrong_ruler import WrongRuler
from hubble_widget.figure.axis_limits import Limits, RoundTicks, format_numbers, round_up, with_free
from hubble_widget.figure.view_plot import ViewPlot
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.run_back import RunBack
from hubble_widget.messages import message
from hubble_widget.text import universe_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.polynomial_fit import PolynomialFit

_TIME = message("Time (billion years; now is 0)")
_ROOM = 1.1  # the axis of time, in times of the galaxies or of the exact fit
_LONGEST = 3.0  # a flat line's time may stretch the axis to so many times that of the galaxies
_USUAL = 13.8  # Gyr: where no galaxy recedes
_MARGIN = 0.04
_OPAQUE = 60  # more tracks than these are drawn translucent


class UniversePlot(ViewPlot):
    """Tracks of galaxies that are run back, the time when they were closest together, and 1/slope.

    Attributes
    ----------
    factor : float
        What all numbers on the axes are multiplied by: a wrong ruler changes nothing else (docs/adr/0006).
    foot : float
        The share of the axes under tracks and times, for words.
    """

    def __init__(self, axes: Axes) -> None:
        super().__init__(axes)
        self._tracks = LineCollection([], linewidths=1, zorder=2)
        axes.add_collection(self._tracks, autolim=False)
        self._here = axes.axhline(0, lw=1.2, zorder=2.1)
        self._closest = axes.axvline(0, ls=":", lw=1.8, zorder=2.5, visible=False)
        self._exact = axes.axvline(0, ls="--", lw=1.8, zorder=2.6, visible=False)
        self._words = CornerText(axes, zorder=2.9)
        self._learned = axes.axvline(0, lw=2.2, zorder=3, visible=False)
        self._beyond = EdgeArrowhead(axes, zorder=3)
        self._now = axes.axvline(0, lw=1.4, zorder=4, visible=False)
        (self._dots,) = axes.plot([], [], "o", ms=4.5, zorder=5)
        self.painted = {
            "universe_learned": self._learned,
            "universe_beyond": self._beyond,
            "universe_time": self._now,
            "universe_galaxies": self._dots,
        }
        self._shown: tuple[BaseDataset, PolynomialFit] | None = None
        self._drawn: tuple[object, bool, float] | None = None  # what the artists show
        self._past: RunBack | None = None
        self._shows_exact, self.factor, self.foot = True, 1.0, 0.0
        self._slope = math.nan
        self._span = _USUAL
        self._places: Limits = 0.0, 1.0
        self._rulers = WrongRuler(axes.xaxis), WrongRuler(axes.yaxis)
        self.visible = False
        self.format_axes()

    def format_axes(self) -> None:
        """Set ticks, labels and contents of axes that are new, were cleared, or have a new scale."""
        self._drawn = None
        for axis in (self.axes.xaxis, self.axes.yaxis):
            format_numbers(axis, powers_of_ten=False)
            if axis.get_scale() == "linear":
                axis.set_major_locator(RoundTicks())
        self.update()

    @property
    def is_drawn(self) -> bool:
        """Whether there are tracks to show, and the plot is shown."""
        return self.visible and self._past is not None

    @property
    def reach(self) -> float | None:
        """The smallest distance to which the galaxies run back; None while they do not."""
        return self._places[0] if self.is_drawn else None

    @property
    def described(self) -> dict[str, Any]:
        """What the page needs to run the galaxies back: Universe in js/src/state/model.ts; empty while it does not."""
        past = self._past
        if past is None or not self.visible:
            return {}
        return {
            "span": self._span,
            "closest": past.closest if self._shows_exact else None,
            "variances": list(past.variances) if self._shows_exact else None,
            "own_times": universe_words.own_times(past, self.factor, len(self._tracks.get_paths())),
            "distance_factor": self.factor,
        }

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._words.recolor(palette)
        self._tracks.set_color(palette.muted)
        self._here.set_color(palette.muted)
        self._closest.set_color(palette.text)
        self._exact.set_color(palette.exact)
        self._learned.set_color(palette.learned)
        self._beyond.set_color(palette.learned)
        self._now.set_color(palette.text)
        self._dots.set_color(palette.galaxy)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        return {**self.__dict__, "_shown": None, "_past": None, "_drawn": None}

    # What stays

    def show_data(self, data: BaseDataset, exact_fit: PolynomialFit) -> None:
        """Show the tracks of the galaxies, without excluded ones, and 1/slope of the exact fit."""
        before = self._shown
        if before is None or data is not before[0] or exact_fit is not before[1]:
            self._shown = data, exact_fit
        self.update()

    def show_exact(self, *, shown: bool) -> None:
        """Show or hide whatever gives the exact fit away."""
        self._shows_exact = shown
        self.update()

    def update(self) -> None:
        """Show tracks, times and words of the present data, and fit them into the axes."""
        if self._shown is None or not self.visible:
            return
        drawn, how = self._drawn, (self._shows_exact, self.factor)
        if drawn is not None and drawn[0] is self._shown and drawn[1:] == how:
            return  # otherwise the figure would be redrawn for nothing
        self._drawn = self._shown, *how
        data, fit = self._shown
        problem = universe_words.problem(data.labels)
        self._past = None if problem else RunBack(data)
        for artist in (self._tracks, self._here):
            artist.set_visible(self._past is not None)
        self.axes.tick_params(labelbottom=not problem, labelleft=not problem)
        if self._past is None:
            for axis in (self.axes.xaxis, self.axes.yaxis):
                show_label(axis, "")
            self._show_times(None, None)
            self._show_words(problem, (1, 1))
            return
        course = universe_words.course(self._past, fit, self.factor, show_exact=self._shows_exact)
        self._show_words(course, (1, 0))
        self._show_tracks(self._past, fit)
        self._show_times(self._past.closest, fit.age)
        for ruler in self._rulers:
            ruler.multiply(self.factor)
        show_label(self.axes.xaxis, _TIME)
        show_label(self.axes.yaxis, universe_words.distances(data.labels.x_title, data.labels.x_unit, self.factor))

    def _show_tracks(self, past: RunBack, fit: PolynomialFit) -> None:
        rows = past.data.sample
        some = thinned(len(rows))
        now, velocity = rows.distance[some], rows.velocity[some]
        self._span = _span(past, fit.age if self._shows_exact else None)
        then = past.places(now, velocity, self._span)
        ends = np.array([[np.full(now.shape, -self._span), then], [np.zeros(now.shape), now]])
        self._tracks.set_segments(list(ends.transpose(2, 0, 1)))
        self._tracks.set_alpha(0.6 if now.size <= _OPAQUE else max(0.04, 20 / now.size))
        self._places = _with_margin(np.concatenate([now, then, [0.0]]))
        self.limits.set_data_range(np.array([-self._span, 0.0]), np.array(self._places))
        self.limits.set((-self._span, 0.0), with_free(self._places, below=self.foot))

    def _show_times(self, closest: float | None, exact: float | None) -> None:
        """Show when the galaxies were closest together, and 1/slope of the exact fit."""
        for line, time in ((self._closest, closest), (self._exact, exact)):
            line.set_visible(time is not None and self._shows_exact and time < self._span)
            if time is not None:
                line.set_xdata([-time, -time])

    def _show_words(self, text: str, corner: tuple[int, int]) -> None:
        lines, self.foot = self._words.across(text)
        self._words.show(lines, corner)
        for line in (self._closest, self._exact, self._learned, self._now):
            line.set_ydata([self.foot, 1])

    # What moves

    def update_moving(self) -> None:
        """Show or hide 1/slope of the learned line, after the rest has changed."""
        self.show_slope(self._slope)

    def show_slope(self, slope: float) -> None:
        """Show 1/slope of the learned line; an arrowhead where it is longer ago than the axis goes back."""
        self._slope = slope
        age = age_of(slope) if self.is_drawn else None
        is_inside = age is not None and age < self._span
        show(self._learned, is_inside)
        if age is not None and is_inside:
            self._learned.set_xdata([-age, -age])
        self._beyond.show(math.nan if age is None else -age, 0.0, visible=age is not None)


def _span(past: RunBack, exact: float | None) -> float:
    """Return a round time that contains the median of the galaxies' own times and, if it may be known, 1/slope."""
    times = past.times
    usual = float(np.median(times)) if times.size else _USUAL
    return round_up(_ROOM * max(usual, min(exact or 0.0, _LONGEST * usual)))


def _with_margin(places: NDArray[np.float64]) -> Limits:
    low, high = float(places.min()), float(places.max())
    margin = _MARGIN * (high - low) or 1.0
    return low - margin, high + margin
