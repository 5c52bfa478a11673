"""The explorer's face: title, figure, controls and readout, arranged; it shows what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ipywidgets import VBox, Widget
from traitlets import TraitError

from hubble_widget.display import words
from hubble_widget.display.controls import Controls
from hubble_widget.display.live_canvas import LiveCanvas
from hubble_widget.display.palette import DARK, LIGHT
from hubble_widget.display.plots import Plots, figure_size
from hubble_widget.display.readout import Readout
from hubble_widget.regression.convergence import progress_of
from hubble_widget.regression.dataset import Dataset, datasets, load_dataset

if TYPE_CHECKING:
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

FIRST_WIDTH = 880
"""Width of the figure in pixels until the page has told how much room it has."""


class Face:
    """Everything that a person sees of one explorer.

    Parameters
    ----------
    at_home : callable
        ``at_home(function, *args)`` calls the function on the thread that owns the figure.

    Attributes
    ----------
    plots : Plots
    canvas : LiveCanvas
    controls : Controls
    readout : Readout
    rows : tuple of Widget
        The parts from top to bottom, to be the children of the explorer.
    """

    def __init__(self, at_home: Callable[..., object]) -> None:
        self.plots = Plots(FIRST_WIDTH)
        self.canvas = LiveCanvas(self.plots.figure, self.plots.moving, at_home)
        self.controls = Controls([(words.label(each), each) for each in map(load_dataset, datasets())])
        self.readout = Readout()
        self.readout.observe(lambda _change: at_home(self._take_on_page), "page")
        self._canvas_box = VBox([self.canvas])  # where a front end cannot remove a canvas, it can hide this box
        self._canvas_box.add_class("hubble-figure")
        controls = self.controls
        self.rows: tuple[Widget, ...] = (
            controls.header,
            self._canvas_box,
            controls.playback,
            controls.learning_rate.row,
            controls.iterations.row,
            self.readout,
        )

    def show_data(self, data: Dataset, fit: LineFit) -> None:
        """Show another set of galaxies and its exact fit."""
        self.controls.show_title(words.title(data), words.galaxies(data), data.reference)
        self.controls.offer(words.label(data), data)
        self.plots.show_data(data, fit)
        self.plots.show_floor(fit.loss)
        self.readout.show_fit(fit)

    def show_path(self, path: Trajectory) -> None:
        """Show the settings of a path and the losses that it leads through."""
        iterations = path.iterations
        self.controls.learning_rate.show(path.learning_rate)
        self.controls.iterations.show(iterations)
        self.controls.progress.max = iterations
        self.plots.show_path(path)
        with self.readout.hold_sync():
            self.readout.learning_rate = path.learning_rate
            self.readout.iterations = iterations

    def show_state(self, trajectory: Trajectory, iteration: int, fit: LineFit) -> None:
        """Show one state of a trajectory and what separates it from the exact fit."""
        self.plots.show_state(trajectory, iteration)
        self.canvas.draw_idle()
        self.controls.progress.value = iteration
        with self.readout.hold_sync():
            self.readout.show_state(trajectory, iteration)
            self.show_words(words.verdict(progress_of(trajectory, iteration), fit.degree))

    def show_words(self, verdict: tuple[str, str]) -> None:
        """Show a headline and a sentence in the readout."""
        self.readout.headline, self.readout.sentence = verdict

    def show_running(self, *, running: bool) -> None:
        """Show whether a training runs."""
        self.controls.show_running(running=running)
        self.readout.running = running

    def show_error(self, error: BaseException | None) -> None:
        """Show what went wrong, for no cell is there to show it; with None, that nothing does any more."""
        if error is None:
            self.readout.error = ""
        else:
            speaks_for_itself = isinstance(error, TraitError | TypeError | ValueError)
            self.readout.error = str(error) if speaks_for_itself else f"{type(error).__name__}: {error}"

    def _take_on_page(self) -> None:
        """Take on the page's theme, and the width that it has for the figure."""
        page = self.readout.page
        if "background" in page:
            palette = DARK if page["dark"] else LIGHT
            self.plots.recolour(replace(palette, background=page["background"]))
        if page.get("width"):
            size = figure_size(int(page["width"]), residuals=self.plots.residual_plot)
            if size != self.canvas.size:
                self.plots.arrange(*size)
                self.canvas.resize(*size)
        self.canvas.draw_idle()

    def close(self) -> None:
        """Free the figure and every widget."""
        for widget in (self.canvas, self._canvas_box, self.readout, *self.controls.widgets()):
            for part in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
                if isinstance(part, Widget):
                    part.close()
