"""A figure with the key project's galaxies, and its canvas."""

from __future__ import annotations

import pytest

from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.plots import Plots
from tests.figures import WHOLE, make_canvas, show_data


@pytest.fixture
def plots() -> Plots:
    plots = Plots(880)
    show_data(plots, WHOLE)
    return plots


@pytest.fixture
def canvas(plots: Plots) -> LiveCanvas:
    return make_canvas(plots)
