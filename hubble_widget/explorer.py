"""The explorer: controls, wiring, errors. No mathematics and no drawing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ipywidgets import VBox
from traitlets import Bunch, observe

from hubble_widget.display import words
from hubble_widget.display.controls import Setting
from hubble_widget.display.face import Face
from hubble_widget.display.static import Summary
from hubble_widget.kernel import FRAME, Home, drain
from hubble_widget.regression.descent import descend
from hubble_widget.regression.parameters import MOST_ITERATIONS
from hubble_widget.regression.polyfit import polyfit
from hubble_widget.regression.run import TrainingRun, torch_is_warm, warm_up
from hubble_widget.rerun import closes_when_its_cell_runs_again
from hubble_widget.state import ExplorerState

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hubble_widget.regression.dataset import Dataset
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

WATCHED_SECONDS = 3.0
"""How long a training takes at least, so that a person can watch it."""


class RegressionExplorer(ExplorerState, VBox):
    """Watch gradient descent learn Hubble's law, beside the exact answer.

    Display it as a cell's last line; running the cell again closes what it made before. Every slider answers at once
    with the closed form of the same descent; Train runs the torch loop itself and shows it live.

    Parameters
    ----------
    data : str or Dataset, default "key_project"
        A catalogue's name, see `datasets`, or your own galaxies.
    **settings
        Any of the traits `learning_rate`, `iterations`, `start`, `degree`, and `layout` (an ipywidgets Layout).

    Attributes
    ----------
    data : Dataset
    learning_rate : float
        Step size of the descent on data divided by its largest magnitudes. Settable.
    iterations : int
        How many updates the path has, 1 to 10,000. Settable.
    start : tuple of float
        Slope (km/s/Mpc) and intercept (km/s) before the first update. Settable.
    degree : int
        Degree of the exact fit, 1 to 3. Settable.
    iteration : int
        The state that is shown, 0 to `iterations`. Settable.
    slope, intercept, r, age, loss : float
        The shown state, in km/s/Mpc, km/s, none, Gyr, none. Read-only; age is None where the slope is not above 0.
    running : bool
        Whether a training runs. Read-only.
    figure : matplotlib.figure.Figure
    axes : tuple of matplotlib.axes.Axes
        The fit plot and the loss plot.

    Raises
    ------
    TypeError
        If a keyword or the data are of no known kind.
    ValueError, TraitError
        If the catalogue is unknown or a setting is out of its range.
    """

    def __init__(self, data: str | Dataset = "key_project", **settings: Any) -> None:
        self._home = Home.here()
        self._is_open = False
        super().__init__(**self.checked_settings(data, settings))
        self._training: asyncio.Task[None] | None = None
        self._run: TrainingRun | None = None
        self._learned: Trajectory | None = None
        self._face = Face(self._call_guarded, self._home.soon)
        self._wire()
        self.children = self._face.rows
        self.add_class("hubble-explorer")
        self._is_open = True
        self._restart(data_changed=True)
        closes_when_its_cell_runs_again(self)

    def _wire(self) -> None:
        """Connect every control; whatever thread a message comes on, its answer runs at home."""
        controls = self._face.controls
        controls.train.on_click(self._answer(self._train_or_stop))
        controls.step.on_click(self._answer(self.step))
        controls.reset.on_click(self._answer(self.reset))
        controls.chooser.observe(self._answer(self._data_chosen), "value")
        for name in ("learning_rate", "iterations"):
            setting: Setting = getattr(controls, name)
            setting.slider.observe(self._answer(partial(self._slider_moved, name, setting)), "index")
            setting.entry.observe(self._answer(partial(self._value_typed, name, setting)), "value")
        self._face.canvas.when_first_shown(self._load_torch_early)

    def _answer(self, function: Callable[[], object]) -> Callable[..., None]:
        """Return the handler of a control: what it does makes what went wrong before a thing of the past."""

        def answer() -> None:
            self._face.show_error(None)
            function()

        return lambda *_event: self._call_guarded(answer)

    def _call_home(self, function: Callable[..., object], *args: object) -> None:
        """Call `function` at home; who calls from there is told what goes wrong, from elsewhere the widget shows it."""
        if self._home.is_here:
            function(*args)
        else:
            self._call_guarded(function, *args)

    def _call_guarded(self, function: Callable[..., object], *args: object) -> None:
        self._home.call(self._guarded, function, *args)

    def _guarded(self, function: Callable[..., object], *args: object) -> None:
        """Call `function`; what goes wrong is shown in the widget, for no cell is there to show it."""
        if not self._is_open:  # a message that was on its way when the explorer was closed
            return
        try:
            function(*args)
        except Exception as error:  # a user's own observer may raise anything
            self._show_error(error)

    def _show_error(self, error: BaseException) -> None:
        if self._is_open:  # it may be what an observer did on closing the explorer
            self._face.show_error(error)

    # What is shown

    @property
    def best_fit(self) -> LineFit:
        """The exact fit of the data."""
        return self._best_fit

    @property
    def trajectory(self) -> Trajectory:
        """The trajectory that is shown: torch's own where it has been trained that far, else the closed form."""
        return self._trajectory_at(self.iteration)

    @property
    def figure(self) -> Figure:
        """The matplotlib figure; what is drawn on it stays."""
        self._check_open()
        return self._face.plots.figure

    @property
    def axes(self) -> tuple[Axes, Axes]:
        """The axes of the fit plot and of the loss plot."""
        self._check_open()
        return self._face.plots.fit_axes, self._face.plots.loss_axes

    def _trajectory_at(self, iteration: int) -> Trajectory:
        learned = self._learned
        return learned if learned is not None and iteration <= learned.iterations else self._path

    @observe("data", "learning_rate", "iterations", "start")
    def _settings_changed(self, change: Bunch) -> None:
        if self._is_open:
            self._call_home(self._restart, change["name"] == "data")

    @observe("degree")
    def _degree_changed(self, _change: Bunch) -> None:
        if self._is_open:
            self._call_home(self._refit)

    @observe("iteration")
    def _iteration_changed(self, change: Bunch) -> None:
        if self._is_open and change["new"] != self._shown_iteration:
            self._call_home(self._show, change["new"])

    def _fit(self) -> None:
        self._best_fit = polyfit(self.data, degree=self.degree)
        self._face.show_data(self.data, self._best_fit)

    def _refit(self) -> None:
        """Answer another degree of the exact fit; what was learned stays."""
        self._fit()
        self._face.show_path(self._path)
        self._show(self.iteration)

    def _restart(self, data_changed: bool) -> None:
        """Answer new settings at once, with the last state of the closed form."""
        self._drop_run()
        if data_changed:
            self._fit()
        self._path = descend(self.data, learning_rate=self.learning_rate, iterations=self.iterations, start=self.start)
        self._face.show_path(self._path)
        self._show(self.iterations)

    def _show(self, iteration: int) -> None:
        """Show one state everywhere: first to the eye, then to whoever observes the traits."""
        self._shown_iteration = iteration
        trajectory = self._trajectory_at(iteration)
        self._face.show_state(trajectory, iteration, self._best_fit)
        self.publish(trajectory, iteration)

    # What the controls ask

    def _slider_moved(self, name: str, setting: Setting) -> None:
        setattr(self, name, setting.chosen(getattr(self, name)))

    def _value_typed(self, name: str, setting: Setting) -> None:
        try:
            setattr(self, name, setting.entry.value)
        finally:
            setting.show(getattr(self, name))  # what was refused is not left standing

    def _data_chosen(self) -> None:
        chosen = self._face.controls.chosen
        if chosen is not None:
            self.data = chosen

    def _train_or_stop(self) -> None:
        if self.running:
            self._stop()
        else:
            self._start_training()

    # Training

    def train(self, *, wait: bool = False) -> None:
        """Run the torch loop, live, or go on with one that was stopped.

        Parameters
        ----------
        wait : bool
            Return only when the training has ended. Where no event loop runs, in a script, it always does.

        Raises
        ------
        RuntimeError
            If the explorer was closed.
        """
        self._check_open()
        if wait or not self.trains_in_background:
            self._home.call_and_wait(self._train_here)
        else:
            self._call_home(self._start_training)

    @property
    def trains_in_background(self) -> bool:
        """Whether `train` returns at once: where an event loop runs, as in a notebook."""
        return self._home.has_loop

    def stop(self) -> None:
        """Stop the training at the state that is shown; Train goes on from there."""
        self._check_open()
        self._call_home(self._stop)

    def step(self) -> None:
        """Take one more iteration. At the last one the path grows by one, up to 10,000."""
        self._check_open()
        self._call_home(self._step)

    def reset(self) -> None:
        """Go back to the start."""
        self._check_open()
        self._call_home(self._reset)

    def _stop(self) -> None:
        if self._training is not None:
            self._cancel()
            self._show(self.iteration)  # whose words may have been those of loading torch

    def _cancel(self) -> None:
        if self._training is not None:
            self._training.cancel()
            self._training = None
            self._set_running(False)

    def _step(self) -> None:
        self._stop()
        if self._run is not None and not self._run.finished and self._run.iteration == self.iteration:
            self._show_learned(next(self._run))
        elif self.iteration < self.iterations:
            self.iteration += 1
        elif self.iterations < MOST_ITERATIONS:
            self.iterations += 1

    def _reset(self) -> None:
        self._drop_run()
        self.iteration = 0

    def _run_to_train(self) -> TrainingRun:
        """Return the run that was stopped at the state that is shown, else a new one."""
        run = self._run
        if run is None or run.finished or run.iteration != self.iteration:
            run = self._run = TrainingRun(
                self.data, learning_rate=self.learning_rate, iterations=self.iterations, start=self.start
            )
        return run

    def _start_training(self) -> None:
        if not self.running:
            self._face.show_error(None)
            self._training = self._home.start(self._train_live(self._run_to_train()))
            self._training.add_done_callback(self._training_ended)
            self._set_running(True)

    def _train_here(self) -> None:
        self._cancel()
        run = self._run_to_train()
        self._set_running(True)
        try:
            for _ in run:
                pass
            self._show_learned(run.iteration)
        finally:
            self._set_running(False)

    async def _train_live(self, run: TrainingRun) -> None:
        if not torch_is_warm():
            self._face.show_words(words.LOADING)
            await asyncio.to_thread(warm_up)  # seconds, in which the sliders answer
        frames = WATCHED_SECONDS / FRAME
        await drain(run, self._show_learned, most_per_frame=max(1, round(self.iterations / frames)))

    def _training_ended(self, task: asyncio.Task[None]) -> None:
        if task is not self._training:  # stopped, or another has begun
            return
        self._training = None
        self._set_running(False)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._face.show_state(self.trajectory, self.iteration, self._best_fit)  # no longer loading torch
            self._show_error(error)

    def _show_learned(self, iteration: int) -> None:
        if self._run is not None and self._is_open:
            self._learned = self._run.trajectory()
            self._show(iteration)

    def _drop_run(self) -> None:
        self._cancel()
        self._run = None
        self._learned = None

    def _set_running(self, running: bool) -> None:
        if not self._is_open:  # an observer has closed it meanwhile
            return
        self._face.show_running(running=running)
        self.set_trait("running", running)

    def _load_torch_early(self) -> None:
        """Begin to import torch once the first picture is there, so that the first Train need not wait."""
        if self.trains_in_background and not torch_is_warm():
            self._home.start(asyncio.to_thread(warm_up))

    # Showing and closing it

    def _summary(self) -> Summary:
        return Summary.of(self.data, self.trajectory, self.iteration, self._best_fit)

    def __repr__(self) -> str:
        return self._summary().as_text() if self._is_open else "RegressionExplorer (closed)"

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if self._is_open:
            canvas = self._face.canvas
            bundle["text/html"] = self._summary().as_html(canvas.picture(), canvas.size[0])
            bundle["application/vnd.jupyter.widget-view+json"] = {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            }
        return bundle

    def _ipython_display_(self, **_options: object) -> None:
        raise NotImplementedError  # so that ipywidgets 7, too, shows the bundle above with its table and picture

    def close(self) -> None:
        """Stop the training and free the figure, the widgets and the task. A second call does nothing."""
        if self._is_open:
            self._home.call(self._free)

    def _free(self) -> None:
        if self._is_open:
            self._cancel()
            self._is_open = False
            self._run = None
            self.children = ()
            self._face.close()
            del self._face
            self.layout.close()
        super().close()

    def _check_open(self) -> None:
        if not self._is_open:
            raise RuntimeError("this explorer was closed; make a new one by RegressionExplorer(...).")
