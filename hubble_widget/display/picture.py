"""The plots as a file that speaks for itself: with title, source and numbers around them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from matplotlib.transforms import Bbox

from hubble_widget.canvas.scene import SMALL
from hubble_widget.display.note import one_line
from hubble_widget.display.wrapping import width_of, wrapped
from hubble_widget.regression.formatting import with_minus

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from hubble_widget.display.palette import Palette
    from hubble_widget.display.plots import Plots
    from hubble_widget.display.static import Summary

PICTURES = ("png", "svg")
"""The kinds of files."""

_RESOLUTION = 200  # pixels of an inch: twice the page's
_MARGIN, _LINE, _TITLE = 16.0, 15.0, 12.0  # points: around the words, from one line to the next, size of the title
_GAP = 24.0  # points between two columns
_MOST_LINES = 4


def save_picture(plots: Plots, summary: Summary, file: IO[bytes], kind: str) -> None:
    """Write a picture of the plots as they are, and what they show in words and numbers.

    Parameters
    ----------
    plots : Plots
    summary : Summary
    file : file
        Open for writing bytes.
    kind : {"png", "svg"}
    """
    plots.bring_up_to_date()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)  # boxes say so, as on the page
        with _captioned(plots.figure, summary, plots.palette) as box:
            words = {  # for programs that list pictures, and for those who cannot see them
                "Title": one_line(summary.title),
                "Source": one_line(summary.reference),
                "Description": summary.as_text(),
            }
            plots.figure.savefig(file, format=kind, dpi=_RESOLUTION, bbox_inches=box, metadata=words)


@contextmanager
def _captioned(figure: Figure, summary: Summary, palette: Palette) -> Iterator[Bbox]:
    """Return a context in which the figure has words above and below, and the box, in inches, that holds all."""
    width, height = (72 * side for side in figure.get_size_inches())
    room = width - 2 * _MARGIN
    above = [
        line
        for text in (summary.galaxies, summary.reference)
        for line in wrapped(one_line(text), room, SMALL, most_lines=_MOST_LINES)
    ]
    top = height + _MARGIN / 2 + _LINE * (len(above) + 1)  # the plots have margins of their own
    bottom = -1.5 * _MARGIN - _LINE * (len(summary.table) + 1)
    words: list[Any] = []

    def write(x: float, y: float, text: str, **looks: Any) -> None:
        place = {"x": x / width, "y": y / height, "s": text}
        looks = {"size": SMALL, "color": palette.text, "va": "top", "parse_math": False, **looks}
        words.append(figure.text(**place, **looks))

    try:
        write(
            _MARGIN,
            top - _MARGIN / 2,
            *wrapped(one_line(summary.title), room, _TITLE, most_lines=1, bold=True),
            size=_TITLE,
            weight="bold",
        )
        for number, line in enumerate(above, start=1):
            write(_MARGIN, top - _MARGIN / 2 - _LINE * number - 2, line, color=palette.muted)
        size, columns = _columns(summary.table, room)
        for number, row in enumerate(summary.table):
            colors = (palette.text, palette.learned, palette.exact)
            for x, align, text, color in zip(columns, ("left", "right", "right"), row, colors, strict=True):
                write(_MARGIN + x, -_MARGIN / 2 - _LINE * number, with_minus(text), size=size, ha=align, color=color)
        write(
            _MARGIN,
            bottom + _LINE + _MARGIN / 2,
            *wrapped(summary.settings, room, SMALL, most_lines=1),
            color=palette.muted,
        )
        yield Bbox([[0, bottom / 72], [width / 72, top / 72]])
    finally:
        for text in words:
            text.remove()


def _columns(table: list[tuple[str, str, str]], room: float) -> tuple[float, tuple[float, float, float]]:
    """Return the size of letters with which a table fits into so many points, and where its columns are written."""
    first, second, third = (max(width_of(row[column], SMALL) for row in table) for column in range(3))
    share = min(1.0, room / (first + second + third + 2 * _GAP))
    return share * SMALL, (0.0, share * (first + _GAP + second), share * (first + second + third + 2 * _GAP))
