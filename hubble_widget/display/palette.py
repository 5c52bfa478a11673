"""The colours of the two themes, the same in the figure and (readout.css) on the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours as "#rrggbb": one for what was learned, one for what is exact, and the neutral ones."""

    background: str
    text: str
    muted: str
    grid: str
    galaxy: str
    learned: str
    exact: str


LIGHT = Palette(
    background="#ffffff",
    text="#1f2329",
    muted="#646b75",
    grid="#e3e5e8",
    galaxy="#3a4150",
    learned="#d1344f",
    exact="#2a6ab0",
)
DARK = Palette(
    background="#111111",
    text="#e8eaed",
    muted="#9aa1ab",
    grid="#2c3036",
    galaxy="#ccd2d9",
    learned="#ff7b85",
    exact="#6cb0f5",
)
