"""How sure the age is: a histogram of the ages of resamples, with the limits that they give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import NullLocator

from hubble_widget.figure.artists.arrowheads import EdgeArrowhead
from hubble_widget.figure.artists.corner_text import CornerText
from hubble_widget.figure.artists.influence_marks import CONFIDENCE
from hubble_widget.figure.artists.note import show_label
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.axis_limits import RoundTicks, format_numbers, round_up
from hubble_widget.figure.sizes import SMALL
from hubble_widget.figure.view_plot import ViewPlot
from hubble_widget.fit.uncertainty import DEFAULT_SEED, LEVELS, Uncertainty, uncertainty_of
from hubble_widget.messages import message
from hubble_widget.text import uncertainty_words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory

_BARS = 0.56  # height of the tallest bar, as a fraction of the axes
_LINES = 0.605  # of the marked ages, which end below the brackets and their labels
_BRACKETS = 0.64, 0.77  # heights of the brackets, the narrow one first
_ABOVE = 0.015  # from a bracket to its label
_SHOWN = 0.002, 0.995  # quantiles of the resamples between which all are shown
_BINS = 45  # about as many


class UncertaintyPlot(ViewPlot):
    """Ages of resamples as a histogram, with their limits; slopes where there is no age.

    Attributes
    ----------
    path : Trajectory or None
        While the plot is hidden, this alone need be set.
    """

    def __init__(self, axes: Axes) -> None:
        super().__init__(axes)
        self._make_static(axes)
        self.painted = self._make_moving(axes)
        self._shown: tuple[BaseDataset, PolynomialFit] | None = None
        self._shows_exact = True
        self._found: Uncertainty | None = None
        self._found_for: tuple[object, ...] = ()
        self._bins: tuple[float, float, int] = 0.0, 1.0, 0  # first edge, width, number
        self._problem = ""
        self.path: Trajectory | None = None
        self._state: tuple[Trajectory, int] | None = None
        self.visible = False
        self.format_axes()

    def _make_static(self, axes: Axes) -> None:
        along = axes.get_xaxis_transform()
        literal: dict[str, Any] = {"ha": "center", "va": "bottom", "size": SMALL, "parse_math": False, "usetex": False}
        self._brackets: list[Line2D] = []
        self._labels = []
        for height in _BRACKETS:
            (bracket,) = axes.plot([], [], "-", lw=3.5, zorder=2, transform=along, solid_capstyle="butt")
            self._brackets.append(bracket)
            self._labels.append(axes.text(0, height + _ABOVE, "", zorder=2.5, transform=along, **literal))
        self._words = CornerText(axes, zorder=2.9)
        self._with_errors = axes.axvline(0, 0, _LINES, ls=":", lw=1.4, zorder=3.5)
        at_right = literal | {"ha": "right", "va": "top"}
        self._on_both_axes = axes.text(0.985, 0.33, "", transform=axes.transAxes, zorder=2.5, **at_right)

    def _make_moving(self, axes: Axes) -> dict[str, Artist]:
        self._bars = PolyCollection([], linewidths=0.6, zorder=3)
        axes.add_collection(self._bars, autolim=False)
        self._learned = axes.axvline(0, 0, _LINES, lw=2.2, zorder=4)
        self._beyond = EdgeArrowhead(axes, zorder=4)
        self._exact = axes.axvline(0, 0, _LINES, ls="--", lw=1.8, zorder=5)
        (self._dot,) = axes.plot([], [], "o", ms=7, mew=1.2, zorder=6, visible=False)
        self._other = axes.axvline(0, 0, _LINES, ls=":", lw=2.2, zorder=4.5, visible=False)
        at_right: dict[str, Any] = {"ha": "right", "va": "top", "size": SMALL, "parse_math": False, "usetex": False}
        self._caption = axes.text(0.985, 0.975, "", transform=axes.transAxes, zorder=6, **at_right)
        return {
            "age_bars": self._bars,
            "age_learned": self._learned,
            "age_beyond": self._beyond,
            "age_exact": self._exact,
            "age_other": self._other,
            "age_dot": self._dot,
            "age_caption": self._caption,
        }

    def format_axes(self) -> None:
        """Set ticks, labels and contents of axes that are new, were cleared, or have a new scale."""
        self._found_for = ()
        axis = self.axes.xaxis
        axis.set_major_locator(RoundTicks())
        format_numbers(axis)
        self.axes.yaxis.set_major_locator(NullLocator())  # a histogram that grows has no fixed numbers
        self.update()

    @property
    def uncertainty(self) -> Uncertainty | None:
        """What is shown; None where the plot is hidden or says why there is nothing to show."""
        return self._found if self.visible else None

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to show, and the plot is shown."""
        return self.uncertainty is not None

    @property
    def description(self) -> dict[str, Any]:
        """What the page needs: see Uncertainty in js/src/marks/scene.ts."""
        shown = self.uncertainty
        if shown is None:
            return {"problem": self._problem} if self.visible and self._problem else {}
        first, width, count = self._bins
        drawn = shown.bootstrap
        return {
            "is_age": shown.is_age,
            "value": shown.value,
            "allowed": " ".join(
                filter(None, (uncertainty_words.allowed(shown), uncertainty_words.with_both_errors(shown)))
            ),
            "caption": uncertainty_words.caption(shown),
            "seed": DEFAULT_SEED if drawn is None else drawn.seed % 2**32,
            "resamples": 0 if drawn is None else drawn.slopes.size,
            "bins": [first, width, count],
            "heights": [_BARS, _LINES],
            "quantile": shown.fit.quantile(CONFIDENCE),
        }

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._bars.set(facecolor=(palette.exact, 0.4), edgecolor=palette.background)
        self._learned.set_color(palette.learned)
        self._beyond.set_color(palette.learned)
        self._exact.set_color(palette.exact)
        self._other.set_color(palette.text)
        self._dot.set(markerfacecolor=palette.exact, markeredgecolor=palette.background)
        for bracket, label in zip(self._brackets, self._labels, strict=True):
            bracket.set_color(palette.exact)
            label.set_color(palette.exact)
        self._caption.set_color(palette.text)
        self._with_errors.set_color(palette.muted)
        self._on_both_axes.set_color(palette.muted)
        self._words.recolor(palette)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        return {**self.__dict__, "_shown": None, "_found": None, "_found_for": ()}

    # What stays

    def show_data(self, data: BaseDataset, fit: PolynomialFit) -> None:
        """Set the galaxies and their exact fit; the next path shows them."""
        self._shown, self._found_for = (data, fit), ()

    def show_exact(self, *, shown: bool) -> None:
        """Show or hide everything: it lies around the exact fit."""
        if shown != self._shows_exact:
            self._shows_exact = shown
            self.update()

    def show_path(self, path: Trajectory) -> None:
        """Set the path, and show how sure the line through the present galaxies is."""
        self.path = path
        self.update()

    def update(self) -> None:
        """Compute and show what has changed."""
        if not self.visible or self._shown is None or self.path is None:
            return
        data, fit = self._shown
        seed = DEFAULT_SEED if self.path.seed is None else self.path.seed
        wanted = seed, self._shows_exact
        if wanted != self._found_for:
            self._found_for = wanted
            self._problem = uncertainty_words.problem(fit, show_exact=self._shows_exact)
            self._found = None if self._problem else uncertainty_of(data, fit, seed)
            self._show()
        if self._problem:
            lines, _ = self._words.wrapped(self._problem)
            self._words.show(lines, (1, 1))

    def _show(self) -> None:
        shown = self.uncertainty
        self._words.text.set_visible(shown is None)
        for artist in (*self._brackets, *self._labels, *self.painted.values()):
            show(artist, shown is not None and artist not in (self._dot, self._other))
        beside = None if shown is None else shown.value_with_errors
        for artist in (self._with_errors, self._on_both_axes):
            show(artist, beside is not None)
        show_label(self.axes.yaxis, message("Resamples") if shown is not None and shown.bootstrap is not None else "")
        show_label(self.axes.xaxis, "" if shown is None else uncertainty_words.axis(shown))
        self.axes.tick_params(labelbottom=shown is not None)
        if shown is None:
            self.limits.set((0.0, 1.0), (0.0, 1.0))  # the former ones lie around the exact fit
            return
        self._caption.set_text(uncertainty_words.caption(shown))
        self._exact.set_xdata([shown.value] * 2)
        if beside is not None:
            self._with_errors.set_xdata([beside] * 2)
            self._on_both_axes.set_text(uncertainty_words.on_both_axes(shown))
        self._bins = bins(shown)
        first, width, count = self._bins
        self._bars.set_verts(_boxes(shown.values, self._bins))
        self.limits.set((first, first + count * width), (0.0, 1.0))
        self._show_brackets(shown, first + count * width)
        self.update_moving()

    def _show_brackets(self, shown: Uncertainty, end: float) -> None:
        words = uncertainty_words.brackets(shown)
        for level, height, bracket, label, text in zip(
            LEVELS, _BRACKETS, self._brackets, self._labels, words, strict=True
        ):
            low, high = (end if limit is None else limit for limit in shown.interval(level))
            bracket.set_data([low, high], [height, height])
            label.set(text=text, x=(low + high) / 2)

    # What moves

    def update_moving(self) -> None:
        """Mark the present age again, after the rest has changed."""
        if self._state is not None:
            self.show_state(*self._state)

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Mark the age (or the slope) of one state."""
        self._state = trajectory, iteration
        shown = self.uncertainty
        if shown is not None:
            age = trajectory.age_at(iteration) if shown.is_age else trajectory.state(iteration).slope
            value = math.nan if age is None else age
            is_there = math.isfinite(value)
            show(self._learned, is_there)
            self._beyond.show(value, _LINES / 2, visible=is_there)
            if is_there:
                self._learned.set_xdata([value, value])


def bins(uncertainty: Uncertainty) -> tuple[float, float, int]:
    """Return the first edge, the width and the number of bins that hold nearly all resamples, and the limits."""
    low, high = uncertainty.interval(LEVELS[1])
    limits = [each for each in (low, high, uncertainty.value, uncertainty.value_with_errors) if each is not None]
    values = uncertainty.values
    ends: list[float] = [*limits, *(np.nanquantile(values, _SHOWN).tolist() if values is not None else ())]
    if high is None:  # nothing bounds the age
        ends = [end for end in ends if end <= 3 * uncertainty.value]
    least, most = min(ends), max(ends)
    margin = 0.12 * (most - least) or abs(most) or 1.0
    width = round_up((most - least + 2 * margin) / _BINS)
    first = math.floor((least - margin) / width)
    return first * width, width, math.ceil((most + 1.5 * margin) / width) - first


def _boxes(values: NDArray[np.float64] | None, of: tuple[float, float, int]) -> list[NDArray[np.float64]]:
    """Return the corners of the bars, the tallest of them `_BARS` high."""
    first, width, count = of
    if values is None:
        return []
    known = values[~np.isnan(values)]
    places = np.floor((known - first) / width)
    tallies = np.bincount(places[(places >= 0) & (places < count)].astype(np.intp), minlength=count)
    heights = _BARS * tallies / (tallies.max(initial=0) or 1)
    return [
        np.array([[left, 0], [left + width, 0], [left + width, high], [left, high]])
        for left, high in zip(first + width * np.arange(count), heights, strict=True)
        if high > 0
    ]
