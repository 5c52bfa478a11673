"""The readout: an anywidget that shows the numbers, one sentence and the age ruler. Its page side is js/src."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from anywidget import AnyWidget
from traitlets import Bool, Dict, Float, Int, Unicode

if TYPE_CHECKING:
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

_STATIC = Path(__file__).parent.parent / "static"


class Readout(AnyWidget):
    """Numbers of the shown state and of the exact fit; units as in the package's public names.

    Attributes
    ----------
    learned, exact : dict
        What js/src/model.ts calls Learned and Exact. A number that does not exist is None.
    page : dict
        What the page measured: whether its theme is dark, its background colour, the width it has for the explorer.
    """

    # The texts and not the paths: for a path anywidget keeps every readout alive, to tell it when the file changes.
    _esm = (_STATIC / "readout.js").read_text(encoding="utf-8")
    _css = (_STATIC / "readout.css").read_text(encoding="utf-8")

    learned = Dict().tag(sync=True)
    exact = Dict().tag(sync=True)
    iterations = Int(0).tag(sync=True)
    learning_rate = Float(0.0).tag(sync=True)
    running = Bool(False).tag(sync=True)
    headline = Unicode("").tag(sync=True)
    sentence = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)
    page = Dict().tag(sync=True)

    def show_fit(self, fit: LineFit) -> None:
        """Show the exact fit."""
        names = ("slope", "slope_stderr", "intercept", "intercept_stderr", "age", "age_stderr", "loss")
        numbers = {"r": fit.multiple_r, **{name: getattr(fit, name) for name in names}}
        self.exact = {name: _finite(value) for name, value in numbers.items()}

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Show one state of a trajectory."""
        numbers = {
            **trajectory.state(iteration)._asdict(),
            "r": trajectory.r_at(iteration),
            "age": trajectory.age_at(iteration),
        }
        finite = {name: _finite(value) for name, value in numbers.items()}
        self.learned = {"iteration": iteration, "source": trajectory.source, **finite}


def _finite(value: float | None) -> float | None:
    """JSON knows neither nan nor infinity: what is not a number is sent as null."""
    return value if value is not None and math.isfinite(value) else None
