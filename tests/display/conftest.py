"""A figure with the key project's galaxies, and its canvas."""

from __future__ import annotations

from collections.abc import Callable
from timeit import repeat

import pytest

from hubble_widget.display.live_canvas import LiveCanvas
from hubble_widget.display.plots import Plots

from .figures import WHOLE, make_canvas, show_data


@pytest.fixture
def plots() -> Plots:
    plots = Plots(880)
    show_data(plots, WHOLE)
    return plots


@pytest.fixture
def canvas(plots: Plots) -> LiveCanvas:
    return make_canvas(plots)


@pytest.fixture
def best_of() -> Callable[[Callable[[], object]], float]:
    """Seconds that a function takes, the shortest of several times."""
    return lambda function: min(repeat(function, number=1, repeat=20))
