"""The explorer: controls, wiring, errors. No mathematics and no drawing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ipywidgets import Layout, VBox
from traitlets import Bunch, TraitError, observe

from hubble_widget.created import closed_if_it_fails
from hubble_widget.display.face import Face
from hubble_widget.display.settings import Setting
from hubble_widget.guard import CLOSED, Guard
from hubble_widget.host import after_each_cell, is_watched
from hubble_widget.instrument import Instrument
from hubble_widget.interrupts import interrupts_held_back
from hubble_widget.io.convert import COLUMNS
from hubble_widget.kernel import Home, keep_order
from hubble_widget.line import magic_line
from hubble_widget.loading import Loader
from hubble_widget.playback import Playback
from hubble_widget.regression.calls import takes_one_data_set
from hubble_widget.regression.lazy_dataset import must_wait
from hubble_widget.regression.parameters import FLAT_START, check_iterations
from hubble_widget.regression.run import torch_is_warm, warm_up
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.tables import NO_MATHEMATICS
from hubble_widget.rerun import closes_when_its_cell_runs_again
from hubble_widget.result import Code, Result
from hubble_widget.saving import save
from hubble_widget.state import SETTABLE, SETTINGS, ExplorerState

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.lazy_dataset import Arrival, LazyDataset
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory


class RegressionExplorer(ExplorerState, VBox):
    """Watch gradient descent learn Hubble's law, beside the exact answer.

    Display it as a cell's last line; running the cell again closes what it made before. Every slider answers at once
    with the closed form of the same descent (torch in the background where there is none); Train runs the torch loop
    itself and shows it live.

    Parameters
    ----------
    data : str, Dataset, table ..., default "key_project"
        A catalogue's name, see `datasets`, or your own galaxies: whatever `as_dataset` takes.
    **settings
        Any of the traits `learning_rate`, `iterations`, `start`, `degree`, `optimizer`, `loss_function`, `speed`, and
        `layout` (an ipywidgets Layout); of a table the columns `x`, `y`, `modulus`, `redshift`, `names` and the
        `expansion`, and of data that are no galaxies `x_label`, `x_unit`, `y_label`, `y_unit`, see `as_dataset`.

    Attributes
    ----------
    data : Dataset or LazyDataset
        Settable, by whatever `as_dataset` takes; what has no labels of its own keeps those that are shown. None until
        an engine has answered for the first of them.
    learning_rate : float
        Step size of the descent on data divided by its largest magnitudes. Settable.
    iterations : int
        How many updates the path has, 1 to 10,000. Settable.
    start : tuple of float
        Slope (km/s/Mpc) and intercept (km/s) before the first update. Settable; a new one is shown as iteration 0.
    degree : int
        Degree of the exact fit, 1 to 3. Settable.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
    loss_function : {"MSE", "L1", "Huber"}
        Settable, both. Anything but SGD with MSE has no closed form and is run by torch.
    speed : {"normal", "real time", "slow motion"}
        How fast Train goes: as fast as can be watched, as fast as torch can, ten iterations a second. Settable.
    iteration : int
        The state that is shown. Settable; beyond the last one the path grows, up to 10,000.
    slope, intercept, r, age, loss : float
        The shown state, in km/s/Mpc, km/s, none, Gyr, none. Read-only; age is None where the slope is not above 0.
    running : bool
        Whether a training runs. Read-only.
    figure : matplotlib.figure.Figure
    axes : tuple of matplotlib.axes.Axes
        The fit plot and the loss plot.

    best_fit : LineFit
    trajectory : Trajectory
    result : Result
        The exact answer, the path that is shown, and both together: `to_dict`, `to_frame`, `code`.

    Methods
    -------
    train(wait=False), stop(), step(count=1)
        Run the torch loop, stop it, take some more iterations.
    reset(), start_over()
        Go back to iteration 0; go back to the settings and the data that the explorer began with.
    code(), magic_line()
        A script, or the line ``%hubblefit ...``, that leads to what is shown.
    save(path)
        Save a picture, the numbers or the script as a file.
    ready()
        ``await`` it to wait for data that an engine prepares.
    close()
        Free all that it holds.

    Raises
    ------
    TypeError
        If a keyword or the data are of no known kind.
    ValueError, TraitError
        If the catalogue is unknown or a setting is out of its range.

    Examples
    --------
    >>> explorer = hw.RegressionExplorer("hubble_1929", learning_rate=0.5)
    >>> explorer  # as a cell's last line
    >>> explorer.train()
    >>> explorer.iterations = 1000
    >>> explorer.data = hw.load_dataset("key_project").without("NGC 4639")
    >>> print(explorer.code())
    """

    _open_face: Face | None = None  # none before it is made, and when it is closed

    @takes_one_data_set(
        "distances and velocities as one tuple: RegressionExplorer((distance, velocity))",
        places=2,
        settings=SETTINGS,
        others=(*SETTINGS, *COLUMNS, "layout"),
    )
    def __init__(self, data: object = "key_project", **settings: Any) -> None:
        with closed_if_it_fails(), interrupts_held_back():
            self._home = Home.here()
            self._forget_cells: Callable[[], object] | None = None
            self._guard = Guard(self._home, self._show_error)
            self._loader = Loader(self._home, self._arrange, self._arrived)
            self._settled: Galaxies | None = None  # the galaxies that are shown
            self._starts_answered = 0  # of `_starts_set`
            self._first: dict[str, Any] = {}
            self._layouts: list[Layout] = []
            try:
                self._make(data, settings)
            except BaseException:
                self._guard.is_open = False
                self._loader.stop()
                raise

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute. A public one that no explorer has is refused: `e.iteratons = 3` would do nothing.

        A class of a user's own, derived from this one, may have what it likes.
        """
        if type(self) is RegressionExplorer and not (name.startswith("_") or hasattr(RegressionExplorer, name)):
            raise AttributeError(f"RegressionExplorer has no {name!r}.{did_you_mean(name, SETTABLE)}")
        super().__setattr__(name, value)

    def _make(self, data: object, settings: Mapping[str, Any]) -> None:
        traits = self.checked_settings(data, settings)
        source = traits.pop("data") if self.trains_in_background and must_wait(traits["data"]) else None
        super().__init__(**traits)
        self._first_settings = {name: getattr(self, name) for name in SETTINGS}
        self._open_face = Face(self._guard.call, self._soon, self._later, self._summary_as_html)
        self._face.plots.figure.tell = lambda told: self._guard.report(ValueError(told))
        self._playback = Playback(self, self._face, self._guard, self._home)
        self._instrument = Instrument(self, self._playback, self._face, self._guard.answer, lambda: self.result)
        self._wire()
        for name in ("hubble-explorer", *NO_MATHEMATICS):
            self.add_class(name)
        self._face.tell_models(self)
        keep_order((*self._face.widgets(), self._face.canvas.toolbar))
        columns = {name: settings.get(name) for name in COLUMNS}
        self._guard.is_open = True
        try:
            if source is None:
                self.came_from(data, columns)
                self._begin()
            else:
                self.data = source
                self.came_from(data, columns)
            closes_when_its_cell_runs_again(self)
        except BaseException:
            self._playback.close()
            raise

    def _begin(self) -> None:
        """Show the galaxies, now that there are some."""
        self._face.more.show_speed(self.speed)
        if not self._first:
            self._first = {"data": self.data, **self._first_settings}
        self._restart()
        if self._is_shown:  # no observer has closed it
            self._arrange()
            if is_watched():  # else what stands in for a page that did not answer would be saved with the notebook
                self._home.call(self._face.fallback.await_page)

    def _wire(self) -> None:
        """Connect every basic control; whatever thread a message comes on, its answer runs at home."""
        controls, answer = self._face.controls, self._guard.answer
        controls.train.on_click(answer(self._train_or_stop))
        controls.step.on_click(answer(lambda: self.step(controls.step_size.value)))
        controls.reset.on_click(answer(self.reset))
        controls.start_over.on_click(answer(self.start_over))
        controls.chooser.observe(answer(self._data_chosen), "value")
        for scrubber in (controls.scrubber.slider, controls.scrubber.entry):
            scrubber.observe(self._scrubbed, ["value", "hand"])
        for name in ("learning_rate", "iterations"):
            setting: Setting = getattr(controls, name)
            setting.slider.observe(answer(partial(self._slider_moved, name, setting)), "index")
            setting.when_typed(answer(partial(self._value_typed, name, setting)))
        self._face.canvas.when_first_shown(self._load_torch_early)

    def _soon(self, function: Callable[[], object]) -> None:
        """Call `function` at home when what runs now has ended; what goes wrong then is shown in the widget."""
        self._home.soon(partial(self._guard.call, function) if self._home.has_loop else function)

    def _later(self, seconds: float, function: Callable[[], object]) -> None:
        self._home.later(seconds, partial(self._guard.call, function))

    @property
    def _face(self) -> Face:
        if self._open_face is None:
            raise RuntimeError(CLOSED)
        return self._open_face

    def _show_error(self, error: BaseException | None) -> None:
        self._face.show_error(error)

    # Galaxies in an engine, which has to be asked first

    def wait_for(self, source: Arrival | LazyDataset) -> Galaxies | None:
        """Have an engine prepare galaxies in the background; those that are shown stay until it has."""
        if not self.trains_in_background:
            return super().wait_for(source)
        self._home.call(self._loader.begin, source)
        return self._settled

    async def ready(self) -> None:
        """Wait until an engine that has been asked for galaxies has answered, and they are shown: `await` it in a cell.

        Raises
        ------
        RuntimeError
            If it was cancelled, the engine failed, or the explorer was closed.
        """
        await self._loader.wait()
        self._check_open()

    def _arrange(self) -> None:
        self.children = (*self._loader.rows, *(self._face.rows if self._is_shown else ()))

    @property
    def _is_shown(self) -> bool:
        """Whether it is open and has galaxies: not while it waits for the first of them."""
        return self._guard.is_open and self._settled is not None

    def end_waiting(self) -> None:
        """Wait for no engine any more: other data are taken on."""
        super().end_waiting()
        self._loader.stop()

    def _arrived(self, galaxies: Galaxies) -> None:
        awaited, plan = self._awaited, self._loader.plan
        if plan.has_start:
            self._starts_answered = -1  # as if it were set with them
        self.data = galaxies  # which shows them
        if awaited is not None:
            self.came_from(*awaited)
        if self._is_shown:  # no observer has closed it
            self._instrument.tell_texts()
        self._loader.stop()
        if self._is_shown and plan.iteration is not None:
            self.iteration = plan.iteration
        if self._is_shown and plan.trains:
            self.train()

    # What is shown

    @property
    def best_fit(self) -> LineFit:
        """The exact fit of the data."""
        self._check_ready()
        return self._playback.best_fit

    @property
    def trajectory(self) -> Trajectory:
        """The trajectory that is shown: torch's own where it has been trained that far, else the closed form."""
        self._check_ready()
        return self._playback.trajectory

    @property
    def figure(self) -> Figure:
        """The matplotlib figure; what is drawn on it stays."""
        self._check_open()
        self._face.plots.bring_up_to_date()
        return self._face.plots.figure

    @property
    def axes(self) -> tuple[Axes, ...]:
        """The axes of the fit plot and of the loss plot, and of the residual plot while it is shown."""
        self._check_open()
        self._face.plots.mend()  # what may have been cleared just now
        self._face.plots.bring_up_to_date()
        return self._face.plots.axes

    @observe("data", "learning_rate", "iterations", "start", "optimizer", "loss_function")
    def _settings_changed(self, change: Bunch) -> None:
        if not self._guard.is_open:
            return
        if self._settled is not None:
            self._guard.call_for_user(self._restart)
        elif change["name"] == "data":
            self._guard.call_for_user(self._begin)
        else:
            self.iteration = 0 if change["name"] == "start" else self.iterations  # as it will be shown

    @observe("_starts_set")
    def _start_set(self, _change: Bunch) -> None:
        if self._is_shown:
            self._guard.call_for_user(self._restart)

    @observe("degree")
    def _degree_changed(self, _change: Bunch) -> None:
        if self._is_shown:
            self._guard.call_for_user(self._change_degree)

    def _change_degree(self) -> None:
        self._restart()  # by what may have been set with it
        if self._is_shown:
            self._playback.refit()
            self._instrument.tell_texts()

    @observe("speed")
    def _speed_changed(self, _change: Bunch) -> None:
        if self._is_shown:
            self._guard.call_for_user(self._show_speed)

    def _show_speed(self) -> None:
        self._face.more.show_speed(self.speed)
        self._playback.change_pace()
        self._instrument.tell_texts()

    @observe("iteration")
    def _iteration_changed(self, change: Bunch) -> None:
        if not self._guard.is_open:
            return
        if self._settled is None:
            self.iterations = max(self.iterations, change["new"])
        elif change["new"] != self._playback.iteration:
            self._guard.call_for_user(self._go_to, change["new"])

    def _go_to(self, iteration: int) -> None:
        self._restart()  # by what may have been set with it
        if iteration > self.iterations:
            self.iterations = iteration  # whose last state is shown
        elif self._is_shown:
            self._playback.go_to(iteration)
        if self._loader.is_going_on:
            self._loader.plan.iteration = iteration

    def _restart(self) -> None:
        """Answer whatever has been set since this was last called."""
        is_set, self._starts_answered = self._starts_set != self._starts_answered, self._starts_set
        if self.data is not self._settled:
            before, self._settled = self._settled, self.data
            self._loader.stop()
            is_other = before is not None and self.data.whole is not before.whole
            if is_other and not is_set:
                self.start = FLAT_START  # a guess was one about the galaxies before
        changed = self._playback.restart()
        if changed:
            self._loader.plan.iteration = None
        if is_set and self._loader.is_going_on:  # it may be a guess about those that are to come
            self._loader.plan.has_start, self._loader.plan.iteration = True, 0
        if not (changed and self._guard.is_open):
            return
        if "data" in changed:
            self._instrument.data_changed()
        if not changed <= {"learning_rate", "iterations"}:  # those the page knows better
            self._instrument.tell_texts()

    # What the controls ask

    def _slider_moved(self, name: str, setting: Setting) -> None:
        setattr(self, name, setting.chosen(getattr(self, name)))

    def _value_typed(self, name: str, setting: Setting) -> None:
        try:
            setattr(self, name, setting.entry.value)
        except TraitError:
            setting.show(getattr(self, name))  # what was refused is not left standing
            setting.entry.correct()
            raise

    def _data_chosen(self) -> None:
        chosen = self._face.controls.chosen
        if chosen is not None:
            self.data = chosen

    def _scrubbed(self, change: Bunch) -> None:
        says_hand = change["name"] == "hand"
        if not self._guard.is_open or (not says_hand and change["new"] == self._playback.iteration):
            return
        scrubber = self._face.controls.scrubber
        iteration = scrubber.moved_to(change)
        is_shown = iteration == self._playback.iteration and not scrubber.is_wanted
        if iteration is not None and ((says_hand and self.running) or not is_shown):
            scrubber.moved_by_hand(change["owner"], iteration)
            self._guard.answer(self._scrub)()

    def _scrub(self) -> None:
        """Go where the scrubber was last moved to; what is shown meanwhile may have moved it on."""
        wanted = self._face.controls.scrubber.take_wanted()
        if wanted is None:
            return
        if wanted == self._playback.iteration:  # nothing changes that would be an answer
            self._face.readout.send({"type": "stands", "iteration": wanted})
        self._playback.go_to(wanted)

    def _train_or_stop(self) -> None:
        if self._face.button_says_pause:
            self._playback.stop()
        else:
            self.train()

    # Training

    def train(self, *, wait: bool = False) -> None:
        """Run the torch loop, live, or go on with one that was stopped.

        Parameters
        ----------
        wait : bool
            Return only when the training has ended, or the kernel is interrupted. So it always does in a script, where
            no event loop runs, and in a notebook that nobody watches (nbconvert, papermill).

        Raises
        ------
        RuntimeError
            If the explorer was closed, also by an observer meanwhile; if an engine has not answered yet and the
            training cannot wait for it in the background.
        """
        in_cell = wait or not self.trains_in_background
        if self._guard.is_open and not in_cell and (self._loader.is_going_on or not self._is_shown):
            self._loader.then(trains=True)
            return
        self._check_open()
        if in_cell:
            if self._loader.is_going_on:
                self._refuse_before_ready()
            self._home.call_and_wait(self._playback.train_here)
        else:
            self._guard.call_for_user(self._playback.train)
        self._check_open()  # an observer may have closed it

    @property
    def trains_in_background(self) -> bool:
        """Whether `train` returns at once: where an event loop runs and somebody watches, as in a notebook."""
        return self._home.has_loop and is_watched()

    def stop(self) -> None:
        """Stop the training at the state that is shown; Train goes on from there."""
        self._loader.then(trains=False)
        self._check_open()
        self._guard.call_for_user(self._playback.stop)

    def step(self, count: int = 1) -> None:
        """Take so many more iterations. Beyond the last one the path grows, up to 10,000."""
        self._check_open()
        self._guard.call_for_user(self._playback.step, check_iterations(count))

    def reset(self) -> None:
        """Go back to the start of the run: to iteration 0, with the same settings."""
        self._check_open()
        self._guard.call_for_user(self._playback.reset)

    def start_over(self) -> None:
        """Go back to the data and settings that the explorer began with, and to iteration 0."""
        self._check_open()
        self._guard.call_for_user(self._start_over)

    def _start_over(self) -> None:
        self._playback.stop()
        self.end_waiting()
        with self.hold_trait_notifications():
            for name, value in self._first.items():
                setattr(self, name, value)
        if self._is_shown:  # no observer has closed it
            self._playback.reset()

    def _load_torch_early(self) -> None:
        """Begin to import torch once the first picture is there, so that the first Train need not wait."""
        if self.trains_in_background and not torch_is_warm():
            self._home.start(asyncio.to_thread(warm_up))

    # Taking it away, showing and closing it

    @property
    def result(self) -> Result:
        """What is shown, to keep: `to_dict`, `to_frame`, `code`; it does not change with the explorer."""
        self._check_ready()
        return Result(
            data=self.data,
            fit=self._playback.best_fit,
            exact_loss=self._playback.exact_loss,
            trajectory=self._playback.trajectory,
            iteration=self._playback.iteration,
        )

    def code(self) -> Code:
        """Return a short script of torch and numpy that leads to the numbers that are shown."""
        return self.result.code()

    def magic_line(self) -> str:
        """Return the line ``%hubblefit ...`` that leads to what is shown: data, settings and state.

        The data are called by their catalogue, by the variable of yours that holds them (or the table they were made
        of), or by their file. Up to 100 galaxies without any name are written out, as rows below a ``%%hubblefit``.

        Raises
        ------
        ValueError
            If there are more, or a name holds what no line can, as a line break.
        RuntimeError
            If an engine has not answered yet.
        """
        self._check_ready()
        return magic_line(self, self._playback.trajectory)

    def save(self, path: str | PathLike[str]) -> Path:
        """Save what is shown as a file; the ending of its name says what to save.

        Parameters
        ----------
        path : str or Path
            ``.png``, ``.svg``: a picture of the plots, with title, source and numbers. ``.csv``: a table of
            settings, learned and exact numbers, each with its unit. ``.py``: the script, see `code`. A file that is
            there already is replaced.

        Returns
        -------
        Path
            Where it was saved.

        Raises
        ------
        ValueError
            If the name has another ending.
        OSError
            If the file cannot be written.
        RuntimeError
            If an engine has not answered yet; of a picture, if the explorer was closed.

        Examples
        --------
        >>> explorer = hw.RegressionExplorer("key_project")
        >>> path = explorer.save("fit.csv")
        >>> print(path.read_text().splitlines()[1])
        data,title,HST Key Project,
        """
        self._check_ready()
        path = Path(path)
        save(path, self.result, lambda: self._face.plots)
        return path

    def _summary_as_html(self, *, with_picture: bool = True) -> str:
        summary, canvas = self.result.summary(), self._face.canvas
        return summary.as_html(summary.picture(canvas.picture(), canvas.get_width_height()[0]) if with_picture else "")

    def __repr__(self) -> str:
        if self._is_shown:
            return repr(self.result)
        return f"RegressionExplorer ({self._loader.sentence or 'closed'})"

    def _repr_mimebundle_(self, **_options: object) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if not self._guard.is_open:
            return bundle, {}
        if self._is_shown:
            summary, canvas = self.result.summary(), self._face.canvas
            bundle["text/html"] = summary.as_html(summary.picture(canvas.picture(), canvas.get_width_height()[0]))
            canvas.keep()
        self._face.is_displayed = is_watched()
        if self._forget_cells is None:
            self._forget_cells = after_each_cell(self._cell_has_ended)
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": self.model_id,
        }
        # anywidget knows what hosts want for widgets of others: Colab has to be told, here and in the metadata.
        _, metadata = self._face.readout._repr_mimebundle_() or ({}, {})
        return bundle, metadata

    def _cell_has_ended(self) -> None:
        """Show what a cell may have changed of the artists' looks, which nobody tells us of."""
        if self._is_shown:
            self._face.canvas.draw_idle()
            if not self._face.is_displayed:
                self._face.canvas.keep()

    def __reduce_ex__(self, _protocol: object = None) -> str:
        raise TypeError(
            "a RegressionExplorer belongs to its kernel and its page: it can be neither pickled nor copied. Make one "
            "of the same settings, RegressionExplorer(explorer.data, learning_rate=explorer.learning_rate, ...), or "
            "keep explorer.trajectory and explorer.best_fit, which can."
        )

    __copy__ = __deepcopy__ = __reduce_ex__

    def _ipython_display_(self, **_options: object) -> None:
        raise NotImplementedError  # so that ipywidgets 7, too, shows the bundle above with its table and picture

    def close(self) -> None:
        """Stop the training and free the figure, the widgets and the task. A second call does nothing."""
        if self.__dict__.get("_guard") is not None and self._guard.is_open:  # Python closes what is half made, too
            self._home.call(self._free)

    def _free(self) -> None:
        if not self._guard.is_open:
            return
        self._guard.is_open = False  # at first: an observer who is told of it below finds it closed
        try:
            self._loader.stop()
            self._playback.close()
            if self._forget_cells is not None:
                self._forget_cells()
            self._face.close()
            self._open_face = None
            del self._instrument
            for layout in (*self._layouts, self.layout):
                layout.close()
            self.children = ()
        finally:
            super().close()
            self.set_trait("running", False)

    @observe("layout")
    def _layout_changed(self, change: Bunch) -> None:
        if isinstance(change["old"], Layout):
            self._layouts.append(change["old"])

    def _check_ready(self) -> None:
        if not self._is_shown and self._guard.is_open:
            self._refuse_before_ready()
        if self._settled is None:
            raise RuntimeError(CLOSED)

    def _refuse_before_ready(self) -> NoReturn:
        raise RuntimeError(f"{self._loader.sentence} Wait for it in a cell of its own: await explorer.ready()")

    def _check_open(self) -> None:
        self._check_ready()
        if not self._guard.is_open:
            raise RuntimeError(CLOSED)
