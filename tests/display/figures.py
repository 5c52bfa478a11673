"""What the tests of the figure share: galaxies, a figure that shows them, and a look at its pixels."""

from __future__ import annotations

import operator
import zlib

import numpy as np

import hubble_widget as hw
from hubble_widget.display.live_canvas import LiveCanvas
from hubble_widget.display.plots import Plots, figure_size

WHOLE = hw.load_dataset("key_project")
LESSON = WHOLE.without("NGC 4639")


def make_canvas(plots: Plots) -> LiveCanvas:
    return LiveCanvas(plots.figure, plots.moving, operator.call, operator.call, lambda *_: None)


def show_data(plots: Plots, data: hw.Dataset) -> None:
    fit = hw.polyfit(data)
    plots.show_data(data, fit)
    plots.show_floor(fit.loss)


def show(plots: Plots, learning_rate: float, iterations: int, iteration: int) -> hw.Trajectory:
    path = hw.descend("key_project", learning_rate=learning_rate, iterations=iterations)
    plots.show_path(path)
    plots.show_state(path, iteration)
    return path


def turn_everything_on(plots: Plots, width: int = 880) -> None:
    """Show all that the figure can show at once."""
    plots.residual_plot = plots.residual_lines = plots.residual_squares = True
    plots.arrange(*figure_size(width, residuals=True))
    show_data(plots, LESSON)
    path = show(plots, 0.05, 500, 400)
    plots.show_guess((30.0, 400.0), path.losses[0], True)
    for rate in (0.1, 0.02, 0.01):
        plots.pin(hw.descend(LESSON, learning_rate=rate))
    plots.hover_galaxy("NGC 4639")
    plots.hover_loss(120)


def holds_colour(pixels: np.ndarray, colour: str) -> bool:
    """Return whether some pixel has just this colour, "#rrggbb"."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return bool((pixels[:, :, :3] == wanted).all(axis=2).any())


def repainted(key: np.ndarray, changes: bytes) -> np.ndarray:
    """The picture that changes make of their key, as the page paints them."""
    steps, colours = np.frombuffer(zlib.decompress(changes), "<u4").reshape(2, -1)
    picture = key.copy()
    picture.view("<u4").ravel()[np.cumsum(steps)] = colours
    return picture
