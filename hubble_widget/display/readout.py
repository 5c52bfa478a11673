"""The readout: an anywidget that shows the numbers, one sentence and the age ruler. Its page side is js/src.

It carries what the page needs to answer a slider by itself: moments, settings, the scales of the sliders and the ids
of their models. What the page computes then is held to the kernel's numbers by tests/vectors.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from anywidget import AnyWidget
from traitlets import Bool, Bytes, Dict, List, Unicode

from hubble_widget.canvas.rows import describe_rows

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.moments import Moments
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.script import Script
    from hubble_widget.regression.trajectory import Results, Trajectory

_STATIC = Path(__file__).parent.parent / "static"


class Readout(AnyWidget):
    """Numbers of the shown state and of the exact fit; units as in the package's public names.

    Attributes
    ----------
    front_end : str
        The page's side, which js/src/loader.ts loads once for all readouts of a page.
    moments, labels, settings, learned, exact, scales, controls, notice : dict
        What js/src/model.ts calls Moments, Labels, Settings and so on. A number that does not exist is None.
    inputs : list of str
        The ids of the models that a person sets by hand.
    models : list of str
        The ids of all models of the explorer.
    path : bytes or None
        The slopes, then the intercepts, then the losses of the path that torch walked with these settings, each
        float64, little-endian; None where there is none.
    running : bool
        Whether a training runs: then `learned` is shown wherever the sliders stand.
    error : str
        What went wrong.
    line : dict
        The line %hubblefit ... of what is shown: what stands `before` the settings of the sliders and `after` them, or
        the `problem` why there is none; empty while nobody can ask for it.
    code : dict
        The script that leads to what is shown: see `hubble_widget.regression.script.Script`; empty as `line`.
    results : dict
        The `rows` of the table of results, and the `name` of the file that it is saved as; empty as `line`.
    galaxy : str or None
        The galaxy that is pointed out while the pointer is at none.
    scene : dict
        Where the page paints what moves, and how it looks: js/src/model.ts calls it Scene. It belongs to the `picture`
        of this number, and to those after it; `bare` says whether that lacks what moves. Empty before the first.
    rows : dict
        Names of the galaxies, and which are left out; see `hubble_widget.canvas.rows`.
    row_values : bytes or None
        Their distances, then their velocities.
    pins : dict
        The labels of the pinned runs, and how many losses each has; empty where none is pinned.
    pin_losses : bytes or None
        These losses, of one run after the other.
    without_ipympl : str
        What is said where the figure is shown on a canvas of our own.
    page : dict
        What the page measured: whether its theme is dark, its background colour, the width it has for the explorer.
    """

    # The texts and not the paths: for a path anywidget keeps every readout alive, to tell it when the file changes.
    _esm = (_STATIC / "loader.js").read_text(encoding="utf-8")
    _css = (_STATIC / "readout.css").read_text(encoding="utf-8")

    front_end = Unicode((_STATIC / "readout.js").read_text(encoding="utf-8"), read_only=True).tag(sync=True)
    moments = Dict().tag(sync=True)
    labels = Dict().tag(sync=True)
    settings = Dict().tag(sync=True)
    learned = Dict().tag(sync=True)
    exact = Dict().tag(sync=True)
    # None and not empty bytes: Colab loses a widget that is created with binary state in an output already open.
    path = Bytes(None, allow_none=True).tag(sync=True)
    scales = Dict().tag(sync=True)
    controls = Dict().tag(sync=True)
    inputs = List(Unicode()).tag(sync=True)
    models = List(Unicode()).tag(sync=True)
    running = Bool(False).tag(sync=True)
    notice = Dict().tag(sync=True)
    error = Unicode("").tag(sync=True)
    line = Dict().tag(sync=True)
    code = Dict().tag(sync=True)
    results = Dict().tag(sync=True)
    galaxy = Unicode(None, allow_none=True).tag(sync=True)
    scene = Dict().tag(sync=True)
    rows = Dict().tag(sync=True)
    pins = Dict().tag(sync=True)
    pin_losses = Bytes(None, allow_none=True).tag(sync=True)
    row_values = Bytes(None, allow_none=True).tag(sync=True)
    without_ipympl = Unicode("").tag(sync=True)
    page = Dict().tag(sync=True)

    def send_all(self) -> None:
        """Send the state anew, but for the page's own part and for what never changes."""
        self.send_state(
            [name for name in self.traits(sync=True) if name[0] != "_" and name not in {"front_end", "page"}]
        )

    def show_data(self, moments: Moments) -> None:
        """Take over the moments of the galaxies, and what these are called."""
        numbers, labels = asdict(moments), moments.labels
        names = ("slope_name", "slope_unit", "rows", "has_age")
        self.labels = {**numbers.pop("labels"), **{name: getattr(labels, name) for name in names}}
        self.moments = numbers

    def show_settings(
        self,
        *,
        learning_rate: float,
        iterations: int,
        start: Sequence[float],
        optimizer: str = "SGD",
        loss_function: str = "MSE",
        degree: int = 1,
        show_start: bool = False,
    ) -> None:
        """Take over the settings of the path that is shown; `start` is in km/s/Mpc and km/s.

        With `show_start` the line to start from is shown at every iteration, else at the first only.
        """
        self.settings = {
            "learning_rate": learning_rate,
            "iterations": iterations,
            "start": list(start),
            "optimizer": optimizer,
            "loss_function": loss_function,
            "degree": degree,
            "show_start": show_start,
        }

    def show_fit(self, fit: LineFit, loss: float | None = None) -> None:
        """Show the exact fit, and its `loss` where the loss function is not the mean squared error."""
        names = ("slope", "slope_stderr", "intercept", "intercept_stderr", "age", "age_stderr")
        numbers = {"r": fit.multiple_r, **{name: getattr(fit, name) for name in names}}
        numbers["loss"] = fit.loss if loss is None else loss
        self.exact = {name: _finite(value) for name, value in numbers.items()}

    def show_state(self, iteration: int, source: str, results: Results) -> None:
        """Show one state of a trajectory of this source."""
        numbers = {
            name: value if value is not None and math.isfinite(value) else None  # without a call: at each state
            for name, value in results._asdict().items()
        }
        self.learned = {"iteration": iteration, "source": source, **numbers}

    def show_path(self, trajectory: Trajectory | None) -> None:
        """Hand over every state of the path that torch walked, for the scrubber; None where there is none."""
        path = None
        if trajectory is not None:
            columns = np.concatenate([trajectory.slopes, trajectory.intercepts, trajectory.losses])
            path = columns.astype("<f8").tobytes()
        self.set_trait("path", path)

    def show_rows(self, data: Galaxies) -> None:
        """Hand over the galaxies that can be pointed out and measured from."""
        with self.hold_sync():
            self.rows, self.row_values = describe_rows(data)

    def show_pins(self, labels: Sequence[str], runs: Sequence[Trajectory]) -> None:
        """Hand over the losses of the pinned runs, to be read with the mouse."""
        pins = {"labels": list(labels), "lengths": [run.losses.size for run in runs]} if runs else {}
        if pins != self.pins:
            with self.hold_sync():
                self.pins = pins
                losses = np.concatenate([run.losses for run in runs]).astype("<f8").tobytes() if runs else None
                self.set_trait("pin_losses", losses)

    def show_scene(self, scene: Mapping[str, Any], *, picture: int, bare: bool) -> None:
        """Hand over the scene that belongs to a picture of this number, unless it is the one that holds already."""
        scene = {**scene, "bare": bare}
        if scene != {name: value for name, value in self.scene.items() if name != "picture"}:
            self.scene = {"picture": picture, **scene}

    def show_notice(self, headline: str = "", sentence: str = "") -> None:
        """Show words that go before those of the verdict; without any, the verdict again."""
        self.notice = {"headline": headline, "sentence": sentence} if headline or sentence else {}

    def show_line(self, before: str = "", after: str = "", problem: str = "") -> None:
        """Hand over the parts of the line that leads to what is shown, or say why there is none."""
        self.line = {"before": before, "after": after, "problem": problem}

    def show_script(self, script: Script) -> None:
        """Hand over the parts of the script that leads to what is shown."""
        self.code = {"parts": list(script.parts), "diverged": script.diverged}

    def show_results(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        """Hand over the table of results, its heading included, and the name of its file."""
        self.results = {"name": name, "rows": [list(row) for row in rows]}

    def forget_texts(self) -> None:
        """Take back line, script and results, which are right no more."""
        self.line, self.code, self.results = {}, {}, {}


def _finite(value: float | None) -> float | None:
    """JSON knows neither nan nor infinity: what is not a number is sent as null."""
    return value if value is not None and math.isfinite(value) else None
