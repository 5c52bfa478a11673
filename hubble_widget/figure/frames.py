"""Draws many pictures of the same plots: only what moves and the numbers are drawn for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from hubble_widget.figure.missing_glyphs import missing_glyphs_allowed
from hubble_widget.figure.picture import Caption, Captions
from hubble_widget.figure.plot_figure import own_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hubble_widget.figure.plots import Plots
    from hubble_widget.text.summary import Summary

RESOLUTION = 100
"""Pixels per inch, as on the page."""


class FramePainter:
    """Draws the plots with title, source and numbers, for one state after the other.

    Parameters
    ----------
    plots : Plots
        Between two pictures their figure is as it was.
    """

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._ground: tuple[object, NDArray[np.uint8]] | None = None  # what it was drawn for, and its pixels
        self._written: list[Caption] = []  # the captions of the last picture
        self._frame: tuple[list[Caption], NDArray[np.uint8]] | None = None  # those that it shares with the one before

    def picture(self, summary: Summary) -> NDArray[np.uint8]:
        """Return the pixels of the present state, shape (height, width, 4)."""
        self._plots.update_artists()
        width, height = (72 * side for side in self._plots.figure.get_size_inches())
        captions = Captions.of(summary, self._plots.palette, width, height)
        with missing_glyphs_allowed(), own_settings():
            pixels = self._draw_captions(captions, width)
            plots = self._draw_plots()
        top = round((captions.top - height) * RESOLUTION / 72)
        pixels[top : top + plots.shape[0]] = plots
        return pixels

    def _draw_captions(self, captions: Captions, width: float) -> NDArray[np.uint8]:
        """Draw the captions; those that the picture before has had, too, are drawn once and kept."""
        common = [text for text in captions.texts if text in self._written]
        if self._frame is None or common != self._frame[0]:
            self._frame = common, self._write(captions, common, width)
        self._written = captions.texts
        return self._write(captions, [text for text in captions.texts if text not in common], width, self._frame[1])

    def _write(
        self,
        captions: Captions,
        texts: list[Caption],
        width: float,
        ground: NDArray[np.uint8] | None = None,
    ) -> NDArray[np.uint8]:
        """Write texts, over the pixels of others."""
        height = captions.top - captions.bottom
        figure = Figure((width / 72, height / 72), dpi=RESOLUTION, facecolor=self._plots.palette.background)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())
        if ground is not None:
            pixels[...] = ground
        moved = [(x, y - captions.bottom, text, looks) for x, y, text, looks in texts]
        for text in captions.write(figure, moved, width, height):
            text.draw(canvas.get_renderer())
        return pixels

    def _draw_plots(self) -> NDArray[np.uint8]:
        plots = self._plots
        drawn_for = plots.palette, plots.view, plots.residual_plot, tuple(plots.figure.get_size_inches())
        with _own_canvas(plots) as canvas:
            if self._ground is None or self._ground[0] != drawn_for:
                canvas.draw()
                self._ground = drawn_for, np.array(canvas.buffer_rgba())
            renderer = canvas.get_renderer()
            pixels = np.asarray(renderer.buffer_rgba())
            pixels[...] = self._ground[1]
            for artist in plots.moving:
                if artist.axes is not None and artist.axes.get_visible():  # a user may have removed it
                    artist.draw(renderer)
        return pixels


@contextmanager
def _own_canvas(plots: Plots) -> Iterator[Any]:
    """Yield a `FigureCanvasAgg` for a file, at `RESOLUTION`, in place of the one on the page."""
    figure = plots.figure
    before, dpi, is_stale = figure.canvas, figure.dpi, figure.stale
    canvas = FigureCanvasAgg(figure)  # becomes the figure's
    try:
        figure.set_dpi(RESOLUTION)
        yield canvas
    finally:
        figure.set_dpi(dpi)
        figure.set_canvas(before)
        figure.stale = is_stale  # the picture on the page is still right
