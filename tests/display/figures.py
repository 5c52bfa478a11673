"""What the tests of the figure share: galaxies, a figure that shows them, and a look at its pixels."""

from __future__ import annotations

import operator
from types import SimpleNamespace

import numpy as np

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.display.layout import figure_size
from hubble_widget.display.plots import Plots

WHOLE = hw.load_dataset("key_project")
LESSON = WHOLE.without("NGC 4639")


def make_canvas(plots: Plots) -> LiveCanvas:
    """Return a canvas over which no page paints."""
    over = SimpleNamespace(
        paints=False, look=dict, bring_up_to_date=plots.bring_up_to_date, tell_scene=lambda _picture: None
    )
    return LiveCanvas(
        plots.figure,
        plots.moving,
        over,
        run_at_home=operator.call,
        soon=operator.call,
        later=lambda *_: None,
    )


def show_data(plots: Plots, data: hw.Dataset) -> None:
    fit = hw.polyfit(data)
    plots.show_data(data, fit)
    plots.loss_plot.show_floor(fit.loss)


def show(plots: Plots, learning_rate: float, iterations: int, iteration: int) -> hw.Trajectory:
    path = hw.descend("key_project", learning_rate=learning_rate, iterations=iterations)
    plots.show_path(path)
    plots.show_state(path, iteration)
    plots.bring_up_to_date()
    return path


def turn_everything_on(plots: Plots, width: int = 880) -> None:
    """Show all that the figure can show at once."""
    plots.residual_plot = plots.residual_lines = plots.residual_squares = True
    plots.arrange(*figure_size(width, residuals=True))
    show_data(plots, LESSON)
    path = show(plots, 0.05, 500, 400)
    plots.show_guess((30.0, 400.0), path.losses[0], True)
    plots.bring_up_to_date()
    for rate in (0.1, 0.02, 0.01):
        plots.pin(hw.descend(LESSON, learning_rate=rate))
    plots.hover_galaxy("NGC 4639")
    plots.hover_loss(120)


def holds_colour(pixels: np.ndarray, colour: str) -> bool:
    """Return whether some pixel has just this colour, "#rrggbb"."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return bool((pixels[:, :, :3] == wanted).all(axis=2).any())
