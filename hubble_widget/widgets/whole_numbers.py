"""Whole numbers from a page: some front ends compute a slider's position and send 73.00000000000001 instead of 73."""

from __future__ import annotations

import math
from typing import Any

from ipywidgets import Widget

TOLERANCE = 1e-6
"""Largest difference from a whole number. The errors of the front ends are below 1e-11."""

WHOLE = frozenset({"index", "value"})
"""Traits of a `WholeNumbers` widget that hold whole numbers."""


class WholeNumbers(Widget):
    """A widget that rounds `index` and `value` when a page sends them, before traitlets refuses or truncates them."""

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Set the state that a page has sent."""
        if isinstance(sync_data, dict):
            sync_data = dict(sync_data)
            for name in WHOLE & sync_data.keys():
                if isinstance(sync_data[name], float):
                    sync_data[name] = rounded(sync_data[name])
        super().set_state(sync_data)


def rounded(value: Any) -> Any:
    """Return the nearest whole number if a float is almost equal to it; otherwise the value itself."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    whole = round(value)
    return whole if abs(value - whole) <= TOLERANCE else value


def truncated(position: int, end: int) -> int:
    """Return what a front end sends back for a position on a slider from 0 to `end`, if it truncates its result.

    Google Colab's does so. It computes with percentages, as nouislider 15.2 does: 13 of 475 becomes 12.999999999999998.
    """
    if position >= end:
        return end
    step = 100 / end
    return math.floor(math.floor(position * 100 / end / step + 0.5) * step * end / 100)
