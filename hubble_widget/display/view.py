"""Which part of the fit plot is shown: by buttons what the toolbar does by mouse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hubble_widget.display.scales import Limits

_FINEST = 1e-9
"""The least width of a view, as a share of the largest number in it: beyond, ticks have no digits to differ in."""


class View:
    """Zooms and moves axes in steps; the toolbar's Home, Back and Forward go through these views, too.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    canvas : LiveCanvas
        The canvas of the axes' figure.
    """

    def __init__(self, axes: Axes, canvas: Any) -> None:
        self._axes, self._canvas = axes, canvas

    def zoom(self, factor: float) -> None:
        """Show so many times the present width and height, around the same middle."""
        self._change(*(_scaled(limits, factor) for limits in (self._axes.get_xlim(), self._axes.get_ylim())))

    def move(self, right: float, up: float) -> None:
        """Move the view by shares of its width and height."""
        self._change(_moved(self._axes.get_xlim(), right), _moved(self._axes.get_ylim(), up))

    def show_whole(self) -> None:
        """Go back to the limits that the plots have by themselves."""
        self._canvas.toolbar.home()

    def _change(self, x_limits: Limits, y_limits: Limits) -> None:
        if not (_can_be_shown(x_limits) and _can_be_shown(y_limits)):
            return
        toolbar = self._canvas.toolbar
        if toolbar._nav_stack() is None:  # as matplotlib itself does before the first change, for Home to lead back
            toolbar.push_current()
        self._axes.set_xlim(*x_limits)
        self._axes.set_ylim(*y_limits)
        toolbar.push_current()
        self._canvas.draw_idle()


def _scaled(limits: Limits, factor: float) -> Limits:
    middle, half = (limits[0] + limits[1]) / 2, factor * (limits[1] - limits[0]) / 2
    return middle - half, middle + half


def _moved(limits: Limits, share: float) -> Limits:
    step = share * (limits[1] - limits[0])
    return limits[0] + step, limits[1] + step


def _can_be_shown(limits: Limits) -> bool:
    low, high = limits
    width = abs(high - low)
    return math.isfinite(width) and width > _FINEST * max(abs(low), abs(high))
