"""Text in plots that keeps to a width, however long its words are."""

from __future__ import annotations

import textwrap

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_FEWEST = 4  # letters that a line keeps however little room there is


def wrapped(text: str, room: float, size: float, *, most_lines: int, bold: bool = False) -> list[str]:
    """Return lines of text, none wider than so many points; what is too long for them is cut.

    Parameters
    ----------
    text : str
        One line.
    room, size : float
        The width of the lines and the size of the letters, in points.
    most_lines : int
    bold : bool
    """
    letters = max(len(text), _FEWEST)
    while True:
        lines = textwrap.wrap(text, letters, max_lines=most_lines, placeholder=" …")
        widest = max((width_of(line, size, bold=bold) for line in lines), default=0.0)
        if widest <= room or letters == _FEWEST:
            return lines
        letters = max(_FEWEST, min(letters - 1, int(letters * room / widest)))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many points a line of text is wide."""
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0])
