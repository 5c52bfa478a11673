"""Axis limits. They contain what is drawn and seldom change while a slider or a handle is dragged."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from hubble_widget.figure.matplotlib_private import saved_views
from hubble_widget.messages import localized, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from numpy.typing import NDArray

Limits = tuple[float, float]
Zoom = tuple[object, "tuple[Limits, Limits] | None"]
"""The limits that were set, and those that a user has chosen instead, None for none."""


class RoundTicks(MaxNLocator):
    """At most six round numbers, and fewer where an axis is too short for them."""

    def __init__(self) -> None:
        super().__init__(6, steps=[1, 2, 2.5, 5, 10])

    def tick_values(self, vmin: float, vmax: float) -> Sequence[float]:
        """Return the numbers between two limits."""
        if self.axis is not None:
            self.set_params(nbins=min(6, max(2, self.axis.get_tick_space() - 1)))
        return super().tick_values(vmin, vmax)


class _LocalizedNumbers(ScalarFormatter):
    """Numbers as the chosen language writes them."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Return the label of a place."""
        return localized(super().__call__(x, pos))

    def get_offset(self) -> str:
        """Return the power of ten that all numbers share."""
        return localized(super().get_offset())


def format_numbers(axis: Axis, *, powers_of_ten: bool = True) -> None:
    """Write the numbers of an axis in the chosen language; large ones have their power of ten at the end of the axis.

    An axis with another formatter, that of a logarithmic scale or a user's own, stays as it is.
    """
    formatter = axis.get_major_formatter()
    if type(formatter) is ScalarFormatter and localized("0.5") != "0.5":
        formatter = _LocalizedNumbers()
        axis.set_major_formatter(formatter)
    if powers_of_ten and isinstance(formatter, ScalarFormatter):
        formatter.set_powerlimits((-3, 5))


class StableLimits:
    """Sets the limits of axes only when they change, so that a user's zoom stays and nothing is redrawn for nothing.

    A user may choose another scale, such as a logarithmic one. The limits are then reduced to the part that the scale
    can show.

    Attributes
    ----------
    warning : str
        Says which scale was undone because it can show none of the data; empty if none was.
    """

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._last: tuple[object, ...] | None = None
        self._whole: tuple[Limits, Limits] | None = None  # x and y as they were set
        self._min_positive = (math.inf, math.inf)  # smallest x and y above 0
        self.warning = ""

    def set(self, x_limits: Limits | None, y_limits: Limits) -> bool:
        """Set the limits unless they equal those set last; return whether they are new.

        With None the limits of x stay: other axes set them.
        """
        axes = self._axes
        if (x_limits, y_limits, axes.get_xscale(), axes.get_yscale()) == self._last:
            return False
        if x_limits is not None:
            x_limits, wanted = self._limits_for_scale(0, x_limits), x_limits
            self._axes.set_xlim(*x_limits)
            for axes in self._axes.get_shared_x_axes().get_siblings(self._axes):
                _update_saved_limits(axes, xlim=x_limits)
            x_limits = wanted
        shown = self._limits_for_scale(1, y_limits)
        self._axes.set_ylim(*shown)
        _update_saved_limits(self._axes, ylim=shown)
        self._last = x_limits, y_limits, *self._scales()
        self._whole = self._axes.get_xlim(), self._axes.get_ylim()
        return True

    def _limits_for_scale(self, axis: int, limits: Limits) -> Limits:
        """Return the part of the limits that the scale of x (0) or y (1) can show; if none, make the scale linear."""
        of_axes = (self._axes.xaxis, self._axes.yaxis)[axis]
        least = self._min_positive[axis]
        low, high = limits if of_axes.get_scale() == "linear" else _clip_to_scale(of_axes, limits, least)
        if math.isfinite(low) and math.isfinite(high) and low < high:
            return low, high
        name = "xy"[axis]
        self.warning = message(
            "The {scale} scale can show nothing of these data on {axis}: it is linear again. Call {call}, or leave out "
            "what is not above 0.",
            scale=of_axes.get_scale(),
            axis=name,
            call=f'set_{name}scale("symlog")',
        )
        {"x": self._axes.set_xscale, "y": self._axes.set_yscale}[name]("linear")
        return limits

    def set_data_range(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Store the range of the data, for scales that end at 0. matplotlib's locators read it from the axes."""
        x, y = x[np.isfinite(x)], y[np.isfinite(y)]
        self._min_positive = float(x[x > 0].min(initial=math.inf)), float(y[y > 0].min(initial=math.inf))
        if x.size and y.size:
            least_x, least_y = self._min_positive
            above_zero = least_x if least_x < math.inf else 1.0, least_y if least_y < math.inf else 1.0
            corners = [(x.min(), y.min()), (x.max(), y.max()), above_zero]
            self._axes.ignore_existing_data_limits = True
            self._axes.update_datalim(corners)

    def are_shown(self) -> bool:
        """Return whether x has the limits that were set, and not those of a zoom."""
        return self._last is not None and self._axes.get_xlim() == self._last[0]

    def zoom(self) -> Zoom:
        """Return what a user has made of the limits, for `restore`."""
        shown = self._axes.get_xlim(), self._axes.get_ylim()
        return self._last, None if shown == self._whole else shown

    def restore(self, zoom: Zoom) -> None:
        """Show what was shown before other limits were set, if those of that time are set again."""
        of, shown = zoom
        if shown is not None and of == self._last:
            self._axes.set(xlim=shown[0], ylim=shown[1])

    def match_scale(self) -> bool:
        """Return whether the axes have the same scales as when the limits were set."""
        return self._last is None or self._scales() == self._last[2:]

    def _scales(self) -> tuple[str, str]:
        return self._axes.get_xscale(), self._axes.get_yscale()

    def reset(self) -> None:
        """Set the limits again next time, even if they are the same: the scale of the axes has changed."""
        self._last = None


def _clip_to_scale(axis: Axis, limits: Limits, least: float) -> Limits:
    """Return the part of the limits that the scale of an axis can show; `least` is the smallest value above 0."""
    low, high = limits
    if axis.get_scale() in {"log", "logit"} and low <= 0:
        low = 0.9 * least
    if axis.get_scale() == "logit":
        high = min(high, 1 - 1e-3)
    ends = axis.get_transform().transform(np.array([low, high]))
    return (low, high) if np.all(np.isfinite(ends)) and least <= high else (math.nan, math.nan)


def evenly_spaced(axis: Axis, limits: Limits, count: int = 200) -> NDArray[np.float64]:
    """Return values evenly spaced on the scale of an axis, over its limits and one width on either side."""
    transform = axis.get_transform()
    low, high = transform.transform(np.array(limits))
    with np.errstate(over="ignore", invalid="ignore"):
        places = transform.inverted().transform(np.linspace(2 * low - high, 2 * high - low, 3 * count))
    return np.asarray(places[np.isfinite(places)], dtype=np.float64)


def _update_saved_limits(axes: Axes, **limits: Limits) -> None:
    """Write new limits of these axes into the views that the toolbar has saved."""
    for view_of in saved_views(axes):
        view, positions = view_of[axes]
        view_of[axes] = {**view, **limits}, positions


def update_saved_positions(axes: Axes) -> None:
    """Write the present position of these axes into the views that the toolbar has saved."""
    for view_of in saved_views(axes):
        view, _positions = view_of[axes]
        view_of[axes] = view, (axes.get_position(original=True).frozen(), axes.get_position().frozen())


def with_margin(extent: Limits, share: float) -> Limits:
    """Return limits that contain the smallest and largest value, a margin, and 0 unless it is far away."""
    low, high = extent
    span = high - low
    if abs(low) <= 2 * span:
        low = min(low, 0.0)
    if abs(high) <= 2 * span:
        high = max(high, 0.0)
    margin = share * (high - low) or abs(high) or 1.0
    return low - margin, high + margin


def around_zero(values: NDArray[np.float64], room: float) -> Limits:
    """Return round limits, symmetric about 0, that contain `room` times the largest absolute value."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    end = round_up(room * largest) if largest > 0 else 1.0
    return -end, end


MIN_LOSS = 1e-300
"""A smaller loss counts as 0: floats have no powers of ten around it."""


def decades(runs: Iterable[NDArray[np.float64]], floor: float) -> Limits:
    """Return powers of ten around the floor and the losses; of a diverging run, up to 1000 times its start."""
    lows, highs = [floor] if floor > MIN_LOSS else [], []
    for losses in runs:
        positive = losses[np.isfinite(losses) & (losses > MIN_LOSS)]
        if positive.size:
            start = float(losses[0]) if losses[0] > MIN_LOSS else float(positive[0])
            lows.append(float(positive.min()))
            highs.append(min(float(positive.max()), 1e3 * start))
    highs = highs or lows  # numbers of a guess that is far off are too large to hold
    if not highs:
        return 1e-3, 1.0
    high = max(highs)
    low = max(min(lows), 1e-12 * high)
    bottom, top = math.floor(math.log10(0.9 * low)), math.ceil(math.log10(1.05 * high))
    return 10.0**bottom, 10.0 ** max(top, bottom + 1)


def from_zero(runs: Iterable[NDArray[np.float64]], floor: float) -> Limits:
    """Return limits from 0 to a round number above the losses; of a diverging run, at most twice its first loss."""
    highs = [floor]
    for losses in runs:
        finite = losses[np.isfinite(losses)]
        if finite.size:
            highs.append(min(float(finite.max()), 2 * float(finite[0])))
    high = max(highs)
    return 0.0, round_up(1.02 * high) if high > 0 else 1.0


def round_up(value: float) -> float:
    """Round a value above 0 up to one digit, or to 1.5 times a power of ten."""
    value = max(value, 1e-300)  # smaller numbers have too few digits to be rounded
    decade = 10.0 ** math.floor(math.log10(value))
    return next(
        factor * decade for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15) if value <= factor * decade * (1 + 1e-12)
    )


def round_up_iterations(iterations: int) -> int:
    """Round up to 10, 15, 20, 30, 40, 50, 60, 80, 100…, so that the axis seldom changes while a slider moves."""
    decade = 10
    while iterations > 10 * decade:
        decade *= 10
    for tenths in (10, 15, 20, 30, 40, 50, 60, 80):  # no function call here: this runs at each slider move
        if iterations <= tenths * decade // 10:
            return tenths * decade // 10
    return 10 * decade


def with_free(limits: Limits, *, below: float = 0.0, above: float = 0.0) -> Limits:
    """Return wider limits, of a linear axis, with these shares of it free at its ends."""
    low, high = limits
    length = (high - low) / (1 - below - above)
    return low - below * length, high + above * length


def with_room_below(limits: Limits, floor: float, share: float, *, is_log: bool) -> Limits:
    """Lower the limits until the floor is at least `share` of the height above the bottom: its label is written there.

    A floor below the limits, such as that of points on one line, stays out of sight.
    """
    if floor < limits[0]:
        return limits
    low, high = map(math.log10, limits) if is_log else limits
    at = math.log10(floor) if is_log else floor
    low = min(low, (at - share * high) / (1 - share))
    return (10.0**low if is_log else low), limits[1]


def with_room_above(limits: Limits, run: NDArray[np.float64], at: int, share: float, *, is_log: bool) -> Limits:
    """Raise the limits until a run stays below the upper `share` of the height from an iteration on: words stand there.

    A run that has left the limits before that iteration, or goes far beyond them, leaves the plot.
    """
    seen = run[at:][np.isfinite(run[at:]) & (run[at:] > MIN_LOSS)]
    if seen.size == 0 or seen[0] >= limits[1] or seen.max() > (1000 if is_log else 4) * limits[1]:
        return limits
    low, high, highest = map(math.log10, (*limits, seen.max())) if is_log else (*limits, float(seen.max()))
    top = low + (highest - low) / (1 - share)
    if top <= high:
        return limits
    return limits[0], 10.0 ** math.ceil(top) if is_log else round_up(top)


def extremes(values: NDArray[np.float64], buckets: int = 400) -> NDArray[np.intp]:
    """Return the indices of the smallest and largest value in each bucket: a plot can show no more."""
    size = values.size // buckets
    if size < 4:
        return np.arange(values.size)
    whole = values[: size * buckets].reshape(buckets, size)
    first = np.arange(buckets) * size
    lowest = first + np.argmin(whole, axis=1)
    highest = first + np.argmax(whole, axis=1)
    rest = np.arange(size * buckets, values.size)
    return np.unique(np.concatenate([[0], lowest, highest, rest, [values.size - 1]]))
