"""The readout: an anywidget that shows the numbers, one sentence and the age ruler. Its page side is js/src.

Its traits hold what the page needs to answer a slider by itself: moments, settings, the scales of the sliders and the
ids of their models. Tests compare what the page computes with the kernel's numbers (tests/vectors.py).
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from anywidget import AnyWidget
from traitlets import Bool, Bytes, Dict, List, Unicode

from hubble_widget.figure.artists.rows import describe_rows
from hubble_widget.fit.hyperparameters import DEFAULT_SCALING
from hubble_widget.fit.polynomial_fit import AGE_LEVEL, age_words
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from hubble_widget.messages import LANGUAGE

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.moments import Moments
    from hubble_widget.fit.export_script import Script
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Results, Trajectory

_STATIC = Path(__file__).parent.parent / "static" / LANGUAGE
_IS_WATCHED = os.environ.get("ANYWIDGET_HMR") == "1"


class Readout(AnyWidget):
    """The numbers of the shown state and of the exact fit, in the units of the public attributes.

    Attributes
    ----------
    front_end : str
        The page's code, which js/src/loader.ts loads once for all readouts of a page.
    on_demand : str
        The part of it that the page loads when a person asks for something that it provides: js/src/on_demand.ts.
    moments, labels, settings, learned, exact, scales, controls, notice : dict
        See Moments, Labels, Settings and so on in js/src/state/model.ts. A missing number is None.
    inputs : list of str
        The model ids of the controls that hold a value.
    models : list of str
        The model ids of all widgets of the explorer.
    path : bytes or None
        The slopes, then the intercepts, then the losses of the path that torch computed with these settings, each
        float64, little-endian; None or empty if there is no such path.
    running : bool
        Whether a training runs. Then `learned` is shown, whatever the positions of the sliders.
    remark : str
        Sentences on the exact fit that hold wherever the sliders stand; empty if there are none.
    error : str
        The message of the last error.
    line : dict
        The line %hubblefit ... for the shown state: its parts `before` and `after` the settings of the sliders, or the
        `problem` why there is no line; empty while it is not needed.
    code : dict
        The script that gives the shown numbers, see `hubble_widget.fit.export_script.Script`; empty like `line`.
    results : dict
        The `rows` of the table of results, and the `name` of its file; empty like `line`.
    comment : str
        A sentence that compares a guess with the exact fit, once that is no longer hidden, or says what to watch.
    galaxy : str or None
        The galaxy that is highlighted while the pointer is over none.
    scene : dict
        Where and how the page paints the moving artists (Scene in js/src/state/model.ts). It belongs to the `picture`
        of this number and to later ones; `bare` says whether that picture lacks the moving artists. Empty before the
        first picture.
    rows : dict
        Names of the galaxies, and which are excluded; see `hubble_widget.figure.artists.rows`.
    row_values : bytes or None
        Empty like `path`. Their distances, then their velocities and, if they are weighted, their weights.
    pins : dict
        The labels of the pinned runs, and the number of losses of each; empty if none is pinned.
    pin_losses : bytes or None
        These losses, run after run.
    without_ipympl : str
        The message under a figure that is shown without ipympl's front end.
    universe : dict
        What the view "universe" shows, see `hubble_widget.figure.universe_plot`; empty in the other views.
    views : dict
        The views that are not shown, for a page without a kernel: SavedViews in js/src/state/model.ts; empty until a
        page asks for them or the notebook runs where nobody watches.
    page : dict
        Measured by the page: whether its theme is dark, its background color, and the width for the explorer.
    """

    # Text, not paths: given a path, anywidget keeps every readout alive, to notify it when the file changes. Only
    # `make watch` needs that; then there is no loader, and the page applies each change.
    _esm = _STATIC / "readout.js" if _IS_WATCHED else (_STATIC / "loader.js").read_text(encoding="utf-8")
    _css = _STATIC / "readout.css" if _IS_WATCHED else (_STATIC / "readout.css").read_text(encoding="utf-8")

    front_end = Unicode((_STATIC / "readout.js").read_text(encoding="utf-8"), read_only=True).tag(sync=True)
    on_demand = Unicode((_STATIC / "on_demand.js").read_text(encoding="utf-8"), read_only=True).tag(sync=True)
    moments = Dict().tag(sync=True)
    labels = Dict().tag(sync=True)
    settings = Dict().tag(sync=True)
    learned = Dict().tag(sync=True)
    exact = Dict().tag(sync=True)
    # None, not empty bytes: Colab loses a widget with binary state in its creation if the output is already open.
    path = Bytes(None, allow_none=True).tag(sync=True)
    scales = Dict().tag(sync=True)
    controls = Dict().tag(sync=True)
    inputs = List(Unicode()).tag(sync=True)
    models = List(Unicode()).tag(sync=True)
    running = Bool(False).tag(sync=True)
    notice = Dict().tag(sync=True)
    remark = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)
    line = Dict().tag(sync=True)
    code = Dict().tag(sync=True)
    results = Dict().tag(sync=True)
    comment = Unicode("").tag(sync=True)
    galaxy = Unicode(None, allow_none=True).tag(sync=True)
    scene = Dict().tag(sync=True)
    rows = Dict().tag(sync=True)
    pins = Dict().tag(sync=True)
    pin_losses = Bytes(None, allow_none=True).tag(sync=True)
    row_values = Bytes(None, allow_none=True).tag(sync=True)
    without_ipympl = Unicode("").tag(sync=True)
    universe = Dict().tag(sync=True)
    views = Dict().tag(sync=True)
    page = Dict().tag(sync=True)

    def send_all(self) -> None:
        """Send the state again, except the page's own part and what never changes."""
        self.send_state(
            [
                name
                for name in self.traits(sync=True)
                if name[0] != "_" and name not in {"front_end", "on_demand", "page"}
            ]
        )

    def show_data(self, moments: Moments, scaling: str = DEFAULT_SCALING, *, fit_intercept: bool = True) -> None:
        """Show the labels of a data set, and all that a descent on it depends on."""
        labels = moments.labels
        names = ("slope_name", "slope_unit", "rows", "has_age")
        self.labels = {**asdict(labels), **{name: getattr(labels, name) for name in names}}
        self.moments = describe_moments(moments, scaling, fit_intercept=fit_intercept)

    def show_settings(
        self,
        *,
        learning_rate: float,
        rate_changes: Sequence[tuple[int, float]] = (),
        iterations: int,
        start: Sequence[float],
        optimizer: str = "SGD",
        loss_function: str = "MSE",
        batch_size: int | None = None,
        degree: int = 1,
        show_start: bool = False,
        show_exact: bool = True,
    ) -> None:
        """Show the settings of a path; `start` is in km/s/Mpc and km/s.

        With `show_start` the page shows the start line at every iteration, otherwise only at the first. Without
        `show_exact` it says and shows nothing that gives the exact line away. This removes the states of an earlier
        path.
        """
        self.settings = {
            "learning_rate": learning_rate,
            "rate_changes": [list(change) for change in rate_changes] if rate_changes else [],
            "iterations": iterations,
            "start": list(start),
            "optimizer": optimizer,
            "loss_function": loss_function,
            "batch_size": batch_size,
            "degree": degree,
            "show_start": show_start,
            "show_exact": show_exact,
        }
        if self.path:  # this runs at each move of a slider
            self._set_bytes("path", None)

    def show_fit(self, fit: PolynomialFit, loss: float | None = None, *, shown: bool = True) -> None:
        """Show or hide the exact fit; pass its `loss` if the loss function is not the mean squared error."""
        names = ("slope", "slope_stderr", "intercept", "intercept_stderr", "age")
        numbers = {"r": fit.multiple_r, **{name: getattr(fit, name) for name in names}}
        numbers["loss"] = fit.loss if loss is None else loss
        if not fit.fit_intercept:
            numbers["intercept_stderr"] = None  # held, not estimated
        numbers["age_low"], numbers["age_high"] = fit.conf_int(AGE_LEVEL).age or (None, None)
        age, worth = age_words(fit) if shown else ("", "")
        self.exact = {
            **{name: _finite(value) if shown else None for name, value in numbers.items()},
            "age_text": age,
            "age_worth": worth,
        }

    def show_state(self, iteration: int, source: str, results: Results) -> None:
        """Show one state of a trajectory from this source."""
        numbers = {
            name: value
            if value is not None and math.isfinite(value)
            else None  # no function call here: this runs at each state
            for name, value in results._asdict().items()
        }
        self.learned = {"iteration": iteration, "source": source, **numbers}

    def show_path(self, trajectory: Trajectory | None) -> None:
        """Send all states of the path that torch computed, for the scrubber; None if there is no such path."""
        path = None
        if trajectory is not None:
            columns = np.concatenate([trajectory.slopes, trajectory.intercepts, trajectory.losses])
            path = columns.astype("<f8").tobytes()
        self._set_bytes("path", path)

    def _set_bytes(self, name: str, value: bytes | None) -> None:
        """Set a trait of bytes. Once it has had some, no bytes are b"".

        nbclient keeps the bytes of a trait that becomes None (no issue found), and a page that nbconvert makes of a
        notebook would show them: an earlier path as that of the present settings.
        """
        if value or getattr(self, name) is not None:
            self.set_trait(name, value or b"")

    def show_rows(self, data: BaseDataset) -> None:
        """Send the galaxies that can be highlighted."""
        with self.hold_sync():
            self.rows, values = describe_rows(data)
            self._set_bytes("row_values", values)

    def show_pins(self, labels: Sequence[str], runs: Sequence[Trajectory]) -> None:
        """Send the losses of the pinned runs, so that the mouse can read them."""
        pins = {"labels": list(labels), "lengths": [run.losses.size for run in runs]} if runs else {}
        if pins != self.pins:
            with self.hold_sync():
                self.pins = pins
                losses = np.concatenate([run.losses for run in runs]).astype("<f8").tobytes() if runs else None
                self._set_bytes("pin_losses", losses)

    def show_scene(self, scene: Mapping[str, Any], *, picture: int, without_marks: bool) -> None:
        """Send the scene that belongs to the picture of this number, unless it has not changed.

        `without_marks` says whether the picture lacks the moving artists; the page calls that `bare`.
        """
        scene = {**scene, "bare": without_marks}
        if scene != {name: value for name, value in self.scene.items() if name != "picture"}:
            self.scene = {"picture": picture, **scene}

    def show_notice(self, headline: str = "", sentence: str = "") -> None:
        """Show a notice in place of the verdict; without arguments, the verdict again."""
        self.notice = {"headline": headline, "sentence": sentence} if headline or sentence else {}

    def show_line(self, before: str = "", after: str = "", problem: str = "") -> None:
        """Send the parts of the magic line for the shown state, or the problem why there is none."""
        self.line = {"before": before, "after": after, "problem": problem}

    def show_script(self, script: Script) -> None:
        """Send the parts of the script that gives the shown numbers."""
        self.code = {"parts": list(script.parts), "diverged": script.diverged}

    def show_results(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        """Send the table of results with its heading, and the name of its file."""
        self.results = {"name": name, "rows": [list(row) for row in rows]}

    def clear_texts(self) -> None:
        """Clear line, script and results, which are out of date."""
        self.line, self.code, self.results = {}, {}, {}


def describe_moments(moments: Moments, scaling: str = DEFAULT_SCALING, *, fit_intercept: bool = True) -> dict[str, Any]:
    """Return all that a descent depends on, as the page has it: Moments in js/src/state/model.ts."""
    bowl = QuadraticLoss.of(moments, scaling, fit_intercept)
    numbers = {**asdict(bowl.moments), **bowl.scales._asdict(), "r": _finite(moments.r)}
    del numbers["labels"], numbers["slope_scale"], numbers["weighted"]
    return {**numbers, "scaling": scaling, "fit_intercept": fit_intercept}


def _finite(value: float | None) -> float | None:
    """Return None for nan and infinity, which JSON does not have."""
    return value if value is not None and math.isfinite(value) else None
