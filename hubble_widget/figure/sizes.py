"""Sizes that several parts of the figure use."""

from __future__ import annotations

SMALL = 9
"""Size of tick labels and notes, in points."""


def inches(pixels: float, dpi: float) -> float:
    """Return the length in inches that matplotlib draws as this many pixels."""
    return (pixels + 1e-3) / dpi  # slightly more: matplotlib 3.9 cuts 459.9999 pixels to 459
