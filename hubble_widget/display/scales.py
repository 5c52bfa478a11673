"""Where axes begin and end: limits that hold what is drawn, and that seldom change while something is dragged."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from numpy.typing import NDArray

Limits = tuple[float, float]


class KeptLimits:
    """Sets limits of axes only when they change: a user's zoom stays, and the background need not be drawn anew.

    On a scale that a user has chosen, as a logarithmic one, they hold what the scale can show of the same.

    Attributes
    ----------
    refused : str
        What there is to tell a person of a scale that can show nothing of the data, and was undone.
    """

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._last: tuple[object, ...] | None = None
        self._least = (math.inf, math.inf)  # above zero, of x and y
        self.refused = ""

    def set(self, x_limits: Limits | None, y_limits: Limits) -> bool:
        """Set the limits unless they are what was set last; return whether they are new.

        None leaves those of x, which other axes look after.
        """
        axes = self._axes
        if (x_limits, y_limits, axes.get_xscale(), axes.get_yscale()) == self._last:
            return False
        if x_limits is not None:
            x_limits, wanted = self._suited(0, x_limits), x_limits
            self._axes.set_xlim(*x_limits)
            for axes in self._axes.get_shared_x_axes().get_siblings(self._axes):
                _renew_views(axes, xlim=x_limits)
            x_limits = wanted
        shown = self._suited(1, y_limits)
        self._axes.set_ylim(*shown)
        _renew_views(self._axes, ylim=shown)
        self._last = x_limits, y_limits, *self._scales()
        return True

    def _suited(self, axis: int, limits: Limits) -> Limits:
        """Return what the scale of x (0) or y (1) can show of limits; one that can show nothing becomes linear."""
        of_axes = (self._axes.xaxis, self._axes.yaxis)[axis]
        least = self._least[axis]
        low, high = limits if of_axes.get_scale() == "linear" else _shown_by(of_axes, limits, least)
        if math.isfinite(low) and math.isfinite(high) and low < high:
            return low, high
        name = "xy"[axis]
        self.refused = (
            f"The {of_axes.get_scale()} scale can show nothing of these data on {name}: it is linear again. Call "
            f'set_{name}scale("symlog"), or leave out what is not above 0.'
        )
        {"x": self._axes.set_xscale, "y": self._axes.set_yscale}[name]("linear")
        return limits

    def hold(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Take note of the data that the axes show, for scales that end at zero; matplotlib's locators ask the axes."""
        x, y = x[np.isfinite(x)], y[np.isfinite(y)]
        self._least = float(x[x > 0].min(initial=math.inf)), float(y[y > 0].min(initial=math.inf))
        if x.size and y.size:
            least_x, least_y = self._least
            above_zero = least_x if least_x < math.inf else 1.0, least_y if least_y < math.inf else 1.0
            corners = [(x.min(), y.min()), (x.max(), y.max()), above_zero]
            self._axes.ignore_existing_data_limits = True
            self._axes.update_datalim(corners)

    def suit_the_scale(self) -> bool:
        """Return whether the axes still have the scales that they had when the limits were set."""
        return self._last is None or self._scales() == self._last[2:]

    def _scales(self) -> tuple[str, str]:
        return self._axes.get_xscale(), self._axes.get_yscale()

    def forget(self) -> None:
        """Set the limits next time, whatever they are: the axes have got another scale."""
        self._last = None


def _shown_by(axis: Axis, limits: Limits, least: float) -> Limits:
    """Return limits within what the scale of an axis can show; `least` is the smallest value above zero."""
    low, high = limits
    if axis.get_scale() in {"log", "logit"} and low <= 0:
        low = 0.9 * least
    if axis.get_scale() == "logit":
        high = min(high, 1 - 1e-3)
    ends = axis.get_transform().transform(np.array([low, high]))
    return (low, high) if np.all(np.isfinite(ends)) and least <= high else (math.nan, math.nan)


def along(axis: Axis, limits: Limits, most: int = 200) -> NDArray[np.float64]:
    """Return places on an axis, and one width beside them on either side, that are evenly spaced as its scale is."""
    transform = axis.get_transform()
    low, high = transform.transform(np.array(limits))
    with np.errstate(over="ignore", invalid="ignore"):
        places = transform.inverted().transform(np.linspace(2 * low - high, 2 * high - low, 3 * most))
    return np.asarray(places[np.isfinite(places)], dtype=np.float64)


def _renew_views(axes: Axes, **limits: Limits) -> None:
    """Put new limits into the views that the toolbar goes back to; those of other axes stay as they are."""
    for view_of in _views(axes):
        view, positions = view_of[axes]
        view_of[axes] = {**view, **limits}, positions


def renew_positions(axes: Axes) -> None:
    """Have the toolbar go back to views with the axes where they are now."""
    for view_of in _views(axes):
        view, _positions = view_of[axes]
        view_of[axes] = view, (axes.get_position(original=True).frozen(), axes.get_position().frozen())


def _views(axes: Axes) -> list[Any]:
    """Return what the toolbar has kept for Home, Back and Forward and knows the axes: limits and positions of each.

    matplotlib has no public way to change one of them: it can only forget all, and then Home is dead until the next
    zoom.
    """
    toolbar = getattr(getattr(axes.get_figure(), "canvas", None), "toolbar", None)  # a user may remove axes
    kept = () if toolbar is None else toolbar._nav_stack._elements
    return [view_of for view_of in kept if axes in view_of]


def with_margin(extent: Limits, share: float) -> Limits:
    """Return limits that hold the least and the greatest value and a margin, and zero too unless it lies far away."""
    low, high = extent
    span = high - low
    if abs(low) <= 2 * span:
        low = min(low, 0.0)
    if abs(high) <= 2 * span:
        high = max(high, 0.0)
    margin = share * (high - low) or abs(high) or 1.0
    return low - margin, high + margin


def around_zero(values: NDArray[np.float64], room: float) -> Limits:
    """Return round limits, the same on both sides of zero, that hold `room` times the largest of the values."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    end = round_up(room * largest) if largest > 0 else 1.0
    return -end, end


def decades(runs: Iterable[NDArray[np.float64]], floor: float) -> Limits:
    """Return powers of ten around the floor, the starts and (for three decades above, no more) what diverges."""
    lows, highs = [floor] if floor > 0 else [], []
    for losses in runs:
        positive = losses[np.isfinite(losses) & (losses > 0)]
        if positive.size:
            start = float(losses[0]) if losses[0] > 0 else float(positive[0])
            lows.append(float(positive.min()))
            highs.append(min(float(positive.max()), 1e3 * start))
    if not highs:
        return 1e-3, 1.0
    high = max(highs)
    low = max(min(lows), 1e-12 * high)
    bottom, top = math.floor(math.log10(0.9 * low)), math.ceil(math.log10(1.05 * high))
    return 10.0**bottom, 10.0 ** max(top, bottom + 1)


def from_zero(runs: Iterable[NDArray[np.float64]], floor: float) -> Limits:
    """Return limits from 0 to a round number above the starts, and (to twice their loss, no more) what diverges."""
    highs = [floor]
    for losses in runs:
        finite = losses[np.isfinite(losses)]
        if finite.size:
            highs.append(min(float(finite.max()), 2 * float(finite[0])))
    high = max(highs)
    return 0.0, round_up(1.02 * high) if high > 0 else 1.0


def round_up(value: float) -> float:
    """Return the next number with one digit, or 1.5 of its kind, for a value above 0."""
    value = max(value, 1e-300)  # what is smaller has too few digits to be rounded
    decade = 10.0 ** math.floor(math.log10(value))
    return next(
        factor * decade for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15) if value <= factor * decade * (1 + 1e-12)
    )


def round_up_iterations(iterations: int) -> int:
    """Return the next of 10, 15, 20, 30, 40, 50, 60, 80, 100…: an axis that seldom changes while a slider moves."""
    decade = 10
    while iterations > 10 * decade:
        decade *= 10
    for tenths in (10, 15, 20, 30, 40, 50, 60, 80):  # without a call: at each move
        if iterations <= tenths * decade // 10:
            return tenths * decade // 10
    return 10 * decade


def with_room_below(limits: Limits, floor: float, share: float, *, is_log: bool) -> Limits:
    """Return limits between which a floor lies at no less than a share of the height: for words under it.

    A floor that is out of sight, as that of points on one line, stays there.
    """
    if floor < limits[0]:
        return limits
    low, high = map(math.log10, limits) if is_log else limits
    at = math.log10(floor) if is_log else floor
    low = min(low, (at - share * high) / (1 - share))
    return (10.0**low if is_log else low), limits[1]


def extremes(values: NDArray[np.float64], buckets: int = 400) -> NDArray[np.intp]:
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
