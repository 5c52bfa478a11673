"""The colors of the two themes, the same in the figure and (readout.css) on the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colors as "#rrggbb": one for what torch learned, one for the exact fit, and neutral ones.

    `guess` is for the user's own line, `pinned` for runs that are kept for comparison, `more_without` and
    `less_without` for galaxies without which the number is larger or smaller.
    """

    background: str
    text: str
    muted: str
    grid: str
    galaxy: str
    learned: str
    exact: str
    guess: str
    pinned: tuple[str, str, str, str, str, str]
    more_without: str
    less_without: str


LIGHT = Palette(
    background="#ffffff",
    text="#1f2329",
    muted="#646b75",
    grid="#e3e5e8",
    galaxy="#3a4150",
    learned="#d1344f",
    exact="#2a6ab0",
    guess="#86702f",
    pinned=("#1b7f4b", "#8a4bc0", "#c2660a", "#0b8296", "#a3217f", "#6f7d00"),
    more_without="#d97706",
    less_without="#7c3aed",
)
DARK = Palette(
    background="#111111",
    text="#e8eaed",
    muted="#9aa1ab",
    grid="#2c3036",
    galaxy="#ccd2d9",
    learned="#ff7b85",
    exact="#6cb0f5",
    guess="#c9ad68",
    pinned=("#4fc487", "#c39af5", "#f0983f", "#4cc9d9", "#ee86d6", "#c3d04e"),
    more_without="#f0983f",
    less_without="#b794ff",
)
