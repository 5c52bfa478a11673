"""Saves the plots as a picture with title, source and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

from matplotlib.transforms import Bbox

from hubble_widget.figure.artists.note import one_line
from hubble_widget.figure.artists.wrapping import width_of, wrapped
from hubble_widget.figure.missing_glyphs import missing_glyphs_allowed
from hubble_widget.figure.sizes import SMALL
from hubble_widget.formatting import with_minus

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from hubble_widget.figure.palette import Palette
    from hubble_widget.figure.plots import Plots
    from hubble_widget.text.summary import Summary

PICTURES = ("png", "svg")
"""File types."""

_RESOLUTION = 200  # pixels per inch: twice that of the page
_MARGIN, _LINE, _TITLE = 16.0, 15.0, 12.0  # points: margin around the text, line spacing, size of the title
_GAP = 24.0  # points between two columns
_NUMBER = 60.0  # points that a column of numbers has at least, so that it stays where it is in an animation
_MAX_LINES = 4


def save_picture(plots: Plots, summary: Summary, file: IO[bytes], kind: str) -> None:
    """Write a picture of the plots with a title, the source and the numbers.

    Parameters
    ----------
    plots : Plots
    summary : Summary
    file : file
        Open for writing bytes.
    kind : {"png", "svg"}
    """
    plots.update_artists()
    metadata = {  # for programs that list pictures, and for people who cannot see them
        "Title": one_line(summary.title),
        "Source": one_line(summary.reference),
        "Description": summary.as_text(),
    }
    with missing_glyphs_allowed(), _captioned(plots.figure, summary, plots.palette) as box:
        plots.figure.savefig(file, format=kind, dpi=_RESOLUTION, bbox_inches=box, metadata=metadata)


@contextmanager
def _captioned(figure: Figure, summary: Summary, palette: Palette) -> Iterator[Bbox]:
    """Add text above and below the figure for the duration of the context; yield the box of everything, in inches."""
    width, height = (72 * side for side in figure.get_size_inches())
    captions = Captions.of(summary, palette, width, height)
    texts = captions.write(figure, captions.texts, width, height)
    try:
        yield Bbox([[0, captions.bottom / 72], [width / 72, captions.top / 72]])
    finally:
        for text in texts:
            text.remove()


Caption: TypeAlias = "tuple[float, float, str, dict[str, Any]]"
"""Place (x, y), text, and properties of matplotlib."""


class Captions(NamedTuple):
    """Texts above and below the plots.

    Attributes
    ----------
    texts : list of Caption
        Their places, like `top` and `bottom`, are in points from the lower left corner of the plots.
    bottom, top : float
        The lower and the upper end of the picture with these texts.
    """

    texts: list[Caption]
    bottom: float
    top: float

    @staticmethod
    def write(figure: Figure, texts: Iterable[Caption], width: float, height: float) -> list[Text]:
        """Write some of the texts into a figure of this size in points."""
        return [figure.text(x / width, y / height, text, parse_math=False, **looks) for x, y, text, looks in texts]

    @classmethod
    def of(cls, summary: Summary, palette: Palette, width: float, height: float) -> Captions:
        """Return title, source, numbers and settings for plots of this size in points."""
        room = width - 2 * _MARGIN
        above = [
            line
            for text in (summary.galaxies, summary.reference)
            for line in wrapped(one_line(text), room, SMALL, max_lines=_MAX_LINES)
        ]
        top = height + _MARGIN / 2 + _LINE * (len(above) + 1)  # the plots have their own margins
        bottom = -1.5 * _MARGIN - _LINE * (len(summary.table) + 1)
        captions = cls([], bottom, top)

        def write(x: float, y: float, text: str, **looks: Any) -> None:
            captions.texts.append((x, y, text, {"size": SMALL, "color": palette.text, "va": "top", **looks}))

        title = wrapped(one_line(summary.title), room, _TITLE, max_lines=1, bold=True)
        write(_MARGIN, top - _MARGIN / 2, *title, size=_TITLE, weight="bold")
        for number, line in enumerate(above, start=1):
            write(_MARGIN, top - _MARGIN / 2 - _LINE * number - 2, line, color=palette.muted)
        size, columns = _columns(summary.table, room)
        for number, row in enumerate(summary.table):
            colors = (palette.text, palette.learned, palette.exact)
            for x, align, text, color in zip(columns, ("left", "right", "right"), row, colors, strict=True):
                write(_MARGIN + x, -_MARGIN / 2 - _LINE * number, with_minus(text), size=size, ha=align, color=color)
        settings = wrapped(summary.settings, room, SMALL, max_lines=1)
        write(_MARGIN, bottom + _LINE + _MARGIN / 2, *settings, color=palette.muted)
        return captions


def _columns(table: list[tuple[str, str, str]], room: float) -> tuple[float, tuple[float, float, float]]:
    """Return the font size with which a table is at most `room` points wide, and the positions of its columns."""
    first, *numbers = (max(width_of(row[column], SMALL) for row in table) for column in range(3))
    second, third = (max(width, _NUMBER) for width in numbers)
    share = min(1.0, room / (first + second + third + 2 * _GAP))
    return share * SMALL, (0.0, share * (first + _GAP + second), share * (first + second + third + 2 * _GAP))
