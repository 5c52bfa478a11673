"""The scene: it tells the page where and how to paint the moving artists. All lengths are in device pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from hubble_widget.figure.artists.visibility import may_be_seen
from hubble_widget.figure.matplotlib_private import dash_pattern
from hubble_widget.figure.sizes import SMALL

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.figure.plots import Plots

NO_LINE = ("None", "none", " ", "")
KNOWN_SCALES = ("linear", "log")
"""Axis scales that the page can compute positions on."""

FONT_FAMILY = '"DejaVu Sans", sans-serif'


def describe(plots: Plots) -> dict[str, Any]:
    """Return where and how the page paints the moving artists over the newest picture.

    See `Readout.scene`, which adds the number of the picture.
    """
    figure, palette = plots.figure, plots.palette
    width, height = (int(side) for side in figure.bbox.size)
    point = figure.dpi / 72

    def is_seen(name: str, artist: Artist) -> bool:
        is_there = artist.axes is not None  # a user may have removed it
        return plots.is_turned_on(name) and is_there and may_be_seen(artist)

    marks = {
        name: describe_mark(artist, part, visible=is_seen(name, artist), point=point)
        for part, artists in plots.painted.items()
        for name, artist in artists.items()
    }
    if plots.universe_plot.is_drawn:
        for name in ("universe_learned", "universe_time"):
            marks[name]["foot"] = plots.universe_plot.foot
    marks["out_of_sight"]["corners"] = plots.fit_plot.note_corners
    return {
        "size": [width, height],
        "ratio": float(getattr(figure.canvas, "device_pixel_ratio", 1.0)),
        "dpi": float(figure.dpi),
        "axes": {name: describe_axes(axes, height) for name, axes in plots.named_axes.items()},
        "marks": marks,
        "text": {
            "size": SMALL * point,
            "family": FONT_FAMILY,
            "color": palette.text,
            "background": palette.background,
            "border": palette.grid,
        },
        "iteration_ticks": plots.iteration_ticks,
        "through_legend": (np.array([0, height]) + plots.fit_plot.through_legend * [1, -1]).ravel().tolist(),
        "exact_line": plots.fit_plot.exact_line,
        "parameters": plots.loss_surface_plot.parameters,
        "uncertainty": plots.uncertainty_plot.description,
    }


def describe_axes(axes: Axes, height: float) -> dict[str, Any]:
    """Return position (pixels), limits and scales of axes in a figure with this height in pixels."""
    box = axes.bbox
    return {
        "visible": axes.get_visible(),
        "box": [box.x0, height - box.y1, box.x1, height - box.y0],  # the page counts from the top
        "x": [float(end) for end in axes.get_xlim()],
        "y": [float(end) for end in axes.get_ylim()],
        "x_scale": axes.get_xscale(),
        "y_scale": axes.get_yscale(),
    }


def can_be_painted(plots: Plots) -> bool:
    """Return whether the page can compute positions on all axes."""
    axes = plots.named_axes.values()
    return all(scale in KNOWN_SCALES for each in axes for scale in (each.get_xscale(), each.get_yscale()))


def describe_mark(artist: Artist, axes: str, *, visible: bool, point: float) -> dict[str, Any]:
    """Return how an artist looks.

    Parameters
    ----------
    artist : Artist
        A line, a collection or a text.
    axes : str
        The name, in the scene, of the axes that it is in.
    visible : bool
        Whether it is shown.
    point : float
        Pixels per point (1/72 inch).
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
        "dash": _dash(dash_pattern(line), point),
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
    """Return the lengths of dashes and gaps; an empty list for a solid line."""
    _offset, lengths = pattern
    return [float(length) * point for length in lengths or ()]


def css(color: Any, alpha: float | None = None) -> str:
    """Return a matplotlib color as CSS."""
    red, green, blue, opacity = to_rgba(color, alpha)
    return f"rgba({round(255 * red)}, {round(255 * green)}, {round(255 * blue)}, {opacity:.4g})"
