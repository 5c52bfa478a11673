"""What the tests of the figure share: galaxies, a figure that shows them, and a look at its pixels."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.dispatcher import Dispatcher
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.plots import Plots

WHOLE = hw.load_dataset("key_project")
LESSON = WHOLE.exclude("NGC 4639")


def make_canvas(plots: Plots) -> LiveCanvas:
    """Return a canvas over which no page paints."""
    overlay = SimpleNamespace(paints=False, plots=plots, check_page=dict, send_scene=lambda _picture: None)
    return LiveCanvas(plots.figure, plots.moving, overlay, open_dispatcher())


def open_dispatcher() -> Dispatcher:
    """Return one that shows no errors: there must be none."""

    def show_error(error: BaseException | None) -> None:
        if error is not None:
            raise error

    dispatcher = Dispatcher(show_error)
    dispatcher.is_open = True
    return dispatcher


def show_data(plots: Plots, data: hw.Dataset) -> None:
    fit = hw.polyfit(data)
    plots.show_data(data, fit)
    plots.loss_plot.show_floor(fit.loss)


def show(plots: Plots, learning_rate: float, iterations: int, iteration: int) -> hw.Trajectory:
    path = hw.gradient_descent("key_project", learning_rate=learning_rate, iterations=iterations)
    plots.show_path(path)
    plots.show_state(path, iteration)
    plots.update_artists()
    return path


def turn_everything_on(plots: Plots, width: int = 880) -> None:
    """Show all that the figure can show at once."""
    plots.residual_plot = True
    plots.fit_plot.show_residuals(lines=True, squares=True)
    plots.arrange(*figure_size(width, residuals=True))
    show_data(plots, LESSON)
    path = show(plots, 0.05, 500, 400)
    plots.show_guess((30.0, 400.0), path.losses[0], True)
    plots.update_artists()
    for rate in (0.1, 0.02, 0.01):
        plots.pin(hw.gradient_descent(LESSON, learning_rate=rate))
    plots.hover_galaxy("NGC 4639")
    plots.hover_loss(120)


def holds_color(pixels: np.ndarray, color: str) -> bool:
    """Return whether some pixel has just this color, "#rrggbb"."""
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return bool((pixels[:, :, :3] == wanted).all(axis=2).any())
