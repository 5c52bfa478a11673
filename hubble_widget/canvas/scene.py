"""The scene: where the page paints what moves over a picture, and how that looks. All lengths are device pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from hubble_widget.canvas.visibility import may_be_seen

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.display.plots import Plots

SMALL = 9
"""Points, the size of tick labels and notes."""

NO_LINE = ("None", "none", " ", "")
KNOWN_SCALES = ("linear", "log")
"""Scales of axes on which the page can find a place."""

FAMILY = '"DejaVu Sans", sans-serif'


def describe(plots: Plots) -> dict[str, Any]:
    """Return where the page paints what moves over the newest picture, and how that looks.

    See `Readout.scene`, where the number of the picture is added.
    """
    figure, palette = plots.figure, plots.palette
    width, height = (int(side) for side in figure.bbox.size)
    point = figure.dpi / 72

    def is_seen(name: str, artist: Artist) -> bool:
        is_there = artist.axes is not None  # a user may have removed it
        return plots.is_wanted(name) and is_there and may_be_seen(artist)

    marks = {
        name: describe_mark(artist, part, visible=is_seen(name, artist), point=point)
        for part, artists in plots.painted.items()
        for name, artist in artists.items()
    }
    marks["out_of_sight"]["side"] = plots.fit_plot.free_side
    return {
        "size": [width, height],
        "ratio": float(getattr(figure.canvas, "device_pixel_ratio", 1.0)),
        "dpi": float(figure.dpi),
        "axes": {name: describe_axes(axes, height) for name, axes in plots.named_axes.items()},
        "marks": marks,
        "text": {
            "size": SMALL * point,
            "family": FAMILY,
            "color": palette.text,
            "background": palette.background,
            "border": palette.grid,
        },
        "exact_line": plots.fit_plot.exact_line,
    }


def describe_axes(axes: Axes, height: float) -> dict[str, Any]:
    """Return where axes are in a figure so many pixels high, and between which limits, in the units of the data."""
    box = axes.bbox
    return {
        "visible": axes.get_visible(),
        "box": [box.x0, height - box.y1, box.x1, height - box.y0],  # from the top, as the page counts
        "x": [float(end) for end in axes.get_xlim()],
        "y": [float(end) for end in axes.get_ylim()],
        "x_scale": axes.get_xscale(),
        "y_scale": axes.get_yscale(),
    }


def can_be_painted(plots: Plots) -> bool:
    """Return whether the page can find a place on all axes."""
    axes = plots.named_axes.values()
    return all(scale in KNOWN_SCALES for each in axes for scale in (each.get_xscale(), each.get_yscale()))


def describe_mark(artist: Artist, axes: str, *, visible: bool, point: float) -> dict[str, Any]:
    """Return how an artist looks.

    Parameters
    ----------
    artist : Artist
        A line, a collection or a text.
    axes : str
        Which of the scene's axes it lies in.
    visible : bool
        Whether it may be seen at all.
    point : float
        Pixels of a point (1/72 inch).
    """
    look: dict[str, Any] = {"axes": axes, "visible": visible, "zorder": artist.get_zorder()}
    if isinstance(artist, Line2D):
        return look | _line(artist, point)
    if isinstance(artist, Collection):
        return look | _collection(artist, point)
    if isinstance(artist, Text):
        return look | _text(artist, point)
    raise TypeError(f"a mark is a Line2D, a Collection or a Text, not {type(artist).__name__}.")


def _line(line: Line2D, point: float) -> dict[str, Any]:
    alpha = line.get_alpha()
    has_line = line.get_linestyle() not in NO_LINE
    look: dict[str, Any] = {
        "color": css(line.get_color(), alpha),
        "width": line.get_linewidth() * point if has_line else 0.0,
        "dash": _dash(line._dash_pattern, point),  # type: ignore[attr-defined]  # scaled, which no public way tells
    }
    marker = line.get_marker()
    if marker not in NO_LINE:
        look |= {
            "marker": marker if isinstance(marker, str) else "o",
            "size": line.get_markersize() * point,
            "face": css(line.get_markerfacecolor(), alpha),
            "edge": css(line.get_markeredgecolor(), alpha),
            "edge_width": line.get_markeredgewidth() * point,
        }
    return look


def _collection(collection: Collection, point: float) -> dict[str, Any]:
    edges, faces = collection.get_edgecolor(), collection.get_facecolor()
    widths = np.atleast_1d(collection.get_linewidth())
    edge, width = css(edges[0] if len(edges) else "none"), float(widths[0]) * point if widths.size else 0.0
    if len(faces):
        return {"face": css(faces[0]), "edge": edge, "edge_width": width}
    return {"color": edge, "width": width, "dash": _dash(next(iter(collection.get_linestyle()), (0, None)), point)}


def _text(text: Text, point: float) -> dict[str, Any]:
    look: dict[str, Any] = {
        "color": css(text.get_color(), text.get_alpha()),
        "size": float(text.get_fontsize()) * point,
    }
    box: Patch | None = text.get_bbox_patch()
    if box is not None:
        look |= {
            "face": css(box.get_facecolor()),
            "edge": css(box.get_edgecolor()),
            "edge_width": box.get_linewidth() * point,
        }
    return look


def _dash(pattern: Any, point: float) -> list[float]:
    """Return the lengths of dashes and gaps; of an unbroken line none."""
    _offset, lengths = pattern
    return [float(length) * point for length in lengths or ()]


def css(colour: Any, alpha: float | None = None) -> str:
    """Return a color of matplotlib as CSS has it."""
    red, green, blue, opacity = to_rgba(colour, alpha)
    return f"rgba({round(255 * red)}, {round(255 * green)}, {round(255 * blue)}, {opacity:.4g})"


def inches(pixels: float, dpi: float) -> float:
    """Return the length, for a figure's size, that matplotlib makes so many pixels of."""
    return (pixels + 1e-3) / dpi  # a hair more: matplotlib 3.9 cuts 459.9999 pixels to 459
