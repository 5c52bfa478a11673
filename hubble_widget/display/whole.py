"""Whole numbers from a page: some front ends compute a slider's position and send 73.00000000000001 for 73."""

from __future__ import annotations

import math
from typing import Any

from ipywidgets import Widget

TOLERANCE = 1e-6
"""How far from a whole number a position may be. The errors of the front ends are below 1e-11."""

WHOLE = frozenset({"index", "value"})
"""Traits of a `WholeNumbers` widget that hold whole numbers."""


class WholeNumbers(Widget):
    """A widget whose `index` and `value` are rounded as they come from a page, before a check refuses or cuts them."""

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take over what a page has sent."""
        if isinstance(sync_data, dict):
            sync_data = dict(sync_data)
            for name in WHOLE & sync_data.keys():
                if isinstance(sync_data[name], float):
                    sync_data[name] = rounded(sync_data[name])
        super().set_state(sync_data)


def rounded(value: Any) -> Any:
    """Return the whole number that a float almost is; anything else as it is."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    whole = round(value)
    return whole if abs(value - whole) <= TOLERANCE else value


def cut(position: int, end: int) -> int:
    """Return what a front end sends back for a position on a slider from 0 to `end`, if it cuts what it computes.

    Google Colab's does so. It computes with percentages, as nouislider 15.2 does: 13 of 475 becomes 12.999999999999998.
    """
    if position >= end:
        return end
    step = 100 / end
    return math.floor(math.floor(position * 100 / end / step + 0.5) * step * end / 100)
