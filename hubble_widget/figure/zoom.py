"""Zooms and moves the fit plot by buttons, as the toolbar does by mouse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hubble_widget.figure.matplotlib_private import has_saved_view

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hubble_widget.figure.axis_limits import Limits

_MIN_RELATIVE_WIDTH = 1e-9
"""Smallest width of a view, as a fraction of the largest number in it: below it, tick labels would be equal."""


class Zoom:
    """Zooms and moves axes in steps. The toolbar's Home, Back and Forward include these views.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    canvas : LiveCanvas
        The canvas of the axes' figure.
    """

    def __init__(self, axes: Axes, canvas: Any) -> None:
        self._axes, self._canvas = axes, canvas

    def zoom(self, factor: float) -> None:
        """Multiply width and height of the view by `factor`, around the same center."""
        self._change(*(_scaled(limits, factor) for limits in (self._axes.get_xlim(), self._axes.get_ylim())))

    def move(self, right: float, up: float) -> None:
        """Move the view by fractions of its width and height."""
        self._change(_moved(self._axes.get_xlim(), right), _moved(self._axes.get_ylim(), up))

    def show_whole(self) -> None:
        """Go back to the plots' own limits."""
        self._canvas.toolbar.home()

    def _change(self, x_limits: Limits, y_limits: Limits) -> None:
        if not (_can_be_shown(x_limits) and _can_be_shown(y_limits)):
            return
        toolbar = self._canvas.toolbar
        if not has_saved_view(toolbar):  # as matplotlib does before the first change, so that Home leads back
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
    return math.isfinite(width) and width > _MIN_RELATIVE_WIDTH * max(abs(low), abs(high))
