"""The plots as a file that speaks for itself: with title, source and numbers around them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from matplotlib.transforms import Bbox

from hubble_widget.canvas.scene import SMALL
from hubble_widget.display.note import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from hubble_widget.display.palette import Palette
    from hubble_widget.display.plots import Plots
    from hubble_widget.display.static import Summary

PICTURES = ("png", "svg", "pdf")
"""The kinds of files."""

_RESOLUTION = 200  # pixels of an inch: twice the page's
_MARGIN, _LINE, _TITLE = 16.0, 15.0, 12.0  # points: around the words, from one line to the next, size of the title
_LETTER = 0.62  # of the size of a text: the width of a letter, on average a little less
_MOST_LINES = 4


def save_picture(plots: Plots, summary: Summary, file: IO[bytes], kind: str) -> None:
    """Write a picture of the plots as they are, and what they show in words and numbers.

    Parameters
    ----------
    plots : Plots
    summary : Summary
    file : file
        Open for writing bytes.
    kind : {"png", "svg", "pdf"}
    """
    plots.bring_up_to_date()
    with _captioned(plots.figure, summary, plots.palette) as box:
        plots.figure.savefig(file, format=kind, dpi=_RESOLUTION, bbox_inches=box, metadata=_metadata(summary, kind))


def _metadata(summary: Summary, kind: str) -> dict[str, str]:
    """Return the same words for programs that list pictures."""
    title, words = one_line(summary.title), summary.as_text()
    if kind == "pdf":
        return {"Title": title, "Subject": one_line(words)}
    return {"Title": title, "Source": one_line(summary.reference), "Description": words}


@contextmanager
def _captioned(figure: Figure, summary: Summary, palette: Palette) -> Iterator[Bbox]:
    """Return a context in which the figure has words above and below, and the box, in inches, that holds all."""
    width, height = (72 * side for side in figure.get_size_inches())
    room = width - 2 * _MARGIN
    source = [summary.galaxies, *filter(None, [summary.reference])]
    above = [line for text in source for line in _wrapped(text, room)]
    top = height + _MARGIN + _LINE * (len(above) + 1)
    bottom = -_MARGIN - _LINE * (len(summary.table) + 1)
    words: list[Any] = []

    def write(x: float, y: float, text: str, **looks: Any) -> None:
        place = {"x": x / width, "y": y / height, "s": text}
        looks = {"size": SMALL, "color": palette.text, "va": "top", "parse_math": False, **looks}
        words.append(figure.text(**place, **looks))

    try:
        write(_MARGIN, top - _MARGIN / 2, _fitting(summary.title, room, _TITLE), size=_TITLE, weight="bold")
        for number, line in enumerate(above, start=1):
            write(_MARGIN, top - _MARGIN / 2 - _LINE * number - 2, line, color=palette.muted)
        size, columns = _columns(summary.table, room)
        for number, row in enumerate(summary.table):
            colors = (palette.text, palette.learned, palette.exact)
            for x, align, text, color in zip(columns, ("left", "right", "right"), row, colors, strict=True):
                write(_MARGIN + x, -_LINE * number, text, size=size, ha=align, color=color)
        write(_MARGIN, bottom + _LINE + _MARGIN / 2, _fitting(summary.settings, room, SMALL), color=palette.muted)
        yield Bbox([[0, bottom / 72], [width / 72, top / 72]])
    finally:
        for text in words:
            text.remove()


def _wrapped(text: str, room: float) -> list[str]:
    """Return lines of small text that fit into so many points."""
    return textwrap.wrap(one_line(text), int(room / (_LETTER * SMALL)), max_lines=_MOST_LINES, placeholder=" …")


def _fitting(text: str, room: float, size: float) -> str:
    """Return one line of text, cut where it would be longer than so many points."""
    return textwrap.shorten(one_line(text), int(room / (_LETTER * size)), placeholder=" …")


def _columns(table: list[tuple[str, str, str]], room: float) -> tuple[float, tuple[float, float, float]]:
    """Return the size of letters with which a table fits into so many points, and where its columns are written."""
    gap = 4  # letters between two columns
    first, second, third = (max(len(row[column]) for row in table) for column in range(3))
    size = min(SMALL, room / (_LETTER * (first + second + third + 2 * gap)))
    letter = _LETTER * size
    return size, (0.0, letter * (first + gap + second), letter * (first + second + third + 2 * gap))
