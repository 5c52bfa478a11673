"""Wraps text in plots to a width, however long its words are."""

from __future__ import annotations

import textwrap
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_MIN_LETTERS = 4  # that a line keeps, however little room there is


def wrapped(text: str, room: float, size: float, *, max_lines: int, bold: bool = False) -> list[str]:
    """Return lines of text that are at most `room` points wide; text that does not fit is cut.

    Parameters
    ----------
    text : str
        One line.
    room, size : float
        Width of the lines and font size, in points.
    max_lines : int
    bold : bool
    """
    letters = max(len(text), _MIN_LETTERS)
    while True:
        lines = textwrap.wrap(text, letters, max_lines=max_lines, placeholder=" …")
        widest = max((width_of(line, size, bold=bold) for line in lines), default=0.0)
        if widest <= room or letters == _MIN_LETTERS:
            return lines
        letters = max(_MIN_LETTERS, min(letters - 1, int(letters * room / widest)))


@lru_cache(maxsize=512)  # the next frame of an animation has nearly the same texts
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text, in points."""
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0])
