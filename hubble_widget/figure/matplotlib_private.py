"""Every use of a private member of matplotlib, each with the upstream issue that asks for a public way."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

DashPattern = tuple[float, list[float] | None]
"""Offset, and lengths of dashes and gaps (points); None for a solid line."""


def dash_pattern(line: Line2D) -> DashPattern:
    """Return a line's dashes, scaled by its width.

    matplotlib/matplotlib#17316: a collection has a getter for them, a line has none.
    """
    pattern: DashPattern = line._dash_pattern  # type: ignore[attr-defined]
    return pattern


def share_x_again(first: Axes, second: Axes) -> None:
    """Share x between two axes that have shared it before, if they no longer do.

    matplotlib/matplotlib#15287: the public ``sharex`` can be called once for each axes, and removing an axes undoes it.
    """
    if not first.get_shared_x_axes().joined(first, second):
        first._shared_axes["x"].join(first, second)  # type: ignore[attr-defined]


def has_saved_view(toolbar: Any) -> bool:
    """Return whether the toolbar has a view to which Home leads back.

    matplotlib/matplotlib#9974: the toolbar has no public way to read or change its saved views.
    """
    return toolbar._nav_stack() is not None


def saved_views(axes: Axes) -> list[Any]:
    """Return the views that the toolbar has saved for Home, Back and Forward: limits and positions by axes.

    matplotlib/matplotlib#9974, as above: the public ``update`` deletes all, and then Home does nothing until the next
    zoom.
    """
    toolbar = getattr(getattr(axes.get_figure(), "canvas", None), "toolbar", None)  # a user may remove axes
    saved = () if toolbar is None else toolbar._nav_stack._elements
    return [view_of for view_of in saved if axes in view_of]
