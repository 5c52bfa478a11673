"""The explorer: connects traits, controls and playback. No mathematics and no drawing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Unpack

from ipywidgets import Layout
from traitlets import TraitError, TraitType

from hubble_widget.dispatcher import Dispatcher, interrupts_held_back
from hubble_widget.environment import close_on_rerun, is_watched, keep_order
from hubble_widget.explorer.animating import Animator
from hubble_widget.explorer.basic_controls import BasicControls
from hubble_widget.explorer.changing_explorer import ChangingExplorer
from hubble_widget.explorer.cleanup import close_widgets_on_error
from hubble_widget.explorer.interaction import Interaction
from hubble_widget.explorer.loading import Loader
from hubble_widget.explorer.notebook_output import NotebookOutput
from hubble_widget.explorer.playback import Playback
from hubble_widget.explorer.presets import titled_presets
from hubble_widget.explorer.settings import SETTINGS
from hubble_widget.explorer.state import SETTABLE
from hubble_widget.figure.views import DEFAULT_VIEW, View
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    LossFunction,
    Optimizer,
    RateChanges,
    Scaling,
    Start,
)
from hubble_widget.formatting import NO_MATHEMATICS
from hubble_widget.io.convert import COLUMNS, ColumnNames, find_galaxies
from hubble_widget.lazy.lazy_dataset import must_wait
from hubble_widget.suggestions import did_you_mean, takes_one_data_set
from hubble_widget.widgets.explorer_view import ExplorerView
from hubble_widget.widgets.pace import DEFAULT_SPEED, Speed

_SETTINGS_OF = {
    "loss": " Did you mean 'loss_function'?",
    **dict.fromkeys(("slope", "intercept"), " A training starts from start=(slope, intercept)."),
}
"""What somebody may mean who sets a result."""


class RegressionExplorer(ChangingExplorer, NotebookOutput):
    """Watch gradient descent learn Hubble's law, beside the exact answer.

    Display it as the last line of a cell; running the cell again closes the previous explorer. Every slider answers at
    once with the closed form of the same descent (with torch in the background if there is no closed form). Train runs
    the torch loop itself and shows it live.

    Parameters
    ----------
    data : str, Dataset, table ..., default "key_project"
        The name of a catalog, see `datasets`, or your own data: everything that `as_dataset` takes.
    learning_rate, iterations, start, degree, optimizer, loss_function, speed, batch_size, scaling
    fit_intercept, weights, view, omega_matter, distance_factor, seed, show_exact, hide, rate_changes, solar_motion
        The attributes with these names, see below.
    layout : Layout or dict, optional
        As for any widget.
    x, y, modulus, redshift, names, x_error, y_error, expansion, x_label, x_unit, y_label, y_unit : str, optional
        How a table is read, see `as_dataset`.

    Attributes
    ----------
    data : Dataset or LazyDataset
        Settable, to everything that `as_dataset` takes; data without labels keep the present ones. None until an engine
        has prepared the first data.
    learning_rate : float
        Step size of the descent, in scaled data: the first one. Settable; a training that runs goes on with the new one
        from the shown iteration, which is added to `rate_changes`.
    rate_changes : tuple of (int, float)
        Iterations from which on another step size holds, and these sizes, in order. Settable; a training that runs goes
        on from the last state that is the same. The learning rate's slider, moved while a training runs, adds the shown
        iteration; moved while none runs, it sets `learning_rate` and drops the changes.
    iterations : int
        Number of updates of the path, 1 to 10,000. Settable.
    start : tuple of float
        Slope (km/s/Mpc) and intercept (km/s) before the first update, whatever the scaling; through the origin the
        intercept is 0. Settable; a new one is shown as iteration 0. "random"
        sets it to what ``torch.nn.Linear(1, 1)`` begins with, drawn from `seed`.
    degree : int
        Degree of the exact fit, 1 to 3; 1 through the origin. Settable.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
    loss_function : {"MSE", "L1", "Huber"}
        Both settable. Everything except SGD with MSE has no closed form and is run by torch.
    speed : {"normal", "real time", "slow motion"}
        Speed of Train: as fast as a person can watch, as fast as torch, ten iterations per second. Settable.
    batch_size : int or None
        Galaxies for each update, drawn by torch's DataLoader from `seed`; None for all at once. The loss is that of
        all. Settable.
    scaling : {"max", "standard", "none"}
        What the data are before they are learned from: divided by their largest magnitudes; less the mean, divided by
        the standard deviation; or as they are. It decides which learning rates are slow and which diverge; losses of
        different scalings cannot be compared. Settable.
    fit_intercept : bool
        Whether the line has an intercept; False holds it at the origin, in the exact fit and in the training. Settable.
    weights : bool
        Whether each galaxy counts by 1/σ² of its velocity's error, in the exact fit, in the training and in all that
        follows from them; the data must have these errors. They are drawn in either case. Settable.
    view : {"loss", "loss_surface", "uncertainty", "universe"}
        What the right-hand plot shows: the loss of each iteration; the path of the training over contours of the
        loss, with torch's own weight and bias as axes (through the origin, over the curve of the loss), where a click
        sets `start`; how sure the age is, as ages of resamples, with what each galaxy does to it; or the galaxies run
        back at today's velocities. Settable.
    omega_matter : float or None
        Share Ω_m of matter in a flat universe, above 0 and at most 1: the view "universe" shows its age beside 1/slope,
        see `age_of_universe`. None supposes nothing. Settable.
    distance_factor : float
        A wrong ruler, 0.5 to 10: the view "universe" shows what slope and age would be if all distances were so many
        times as long. The data and the fit stay as measured. Settable.
    seed : int or None
        What a random start is drawn from, as by ``torch.manual_seed(seed)``; None until one is drawn. Settable; a new
        one draws again if the start is random. Your own random numbers and torch's are left alone.
    show_exact : bool
        False hides whatever gives the exact line away, until somebody asks for it: the guess (`start`) is then compared
        with it. In Python `exact_fit` and `result` have its numbers all the same. Settable.
    solar_motion : bool
        Whether the Sun's motion is taken off the velocities of the nebulae of 1929, see `hubble_widget.solar_motion`:
        those that are not excluded determine it. `data` are as measured; other data have no positions on the sky.
        Settable.
    hide : tuple of str
        Names of controls that are left out, for a class: "presets", "data", "view", "learning_rate", "iterations",
        "scrubber", "step", "reset", "start_over", "show_exact", "more"; of those behind "More" also "residuals",
        "zoom", "loss_scale", "pins", "optimizer", "batch_size", "loss_function", "speed", "scaling", "fit_intercept",
        "weights", "guess", "galaxies", "take_away". Settable.
    iteration : int
        The shown state. Settable; beyond the last one the path becomes longer, up to 10,000.
    slope, intercept, r, age, loss : float
        The shown state, in km/s/Mpc, km/s, no unit, Gyr, no unit. Read-only; age is None unless the slope is above 0.
    cosmic_age : float or None
        What a flat universe with `omega_matter` makes of the age, in Gyr; None until a share is chosen. Read-only.
    running : bool
        Whether a training runs. Read-only.
    figure : matplotlib.figure.Figure
    axes : tuple of matplotlib.axes.Axes
        The fit plot and the shown view.

    exact_fit : PolynomialFit
    trajectory : Trajectory
    result : Result
        The exact fit, the shown path, and both together: `to_dict`, `to_frame`, `code`.
    runs : list of dict
        The pinned runs and the present one, with what differs among them.

    Methods
    -------
    train(wait=False), stop(), step(count=1)
        Run the torch loop, stop it, advance by some iterations.
    reset(), start_over()
        Go back to iteration 0; go back to the first data, settings and plots, without pins.
    code(), magic_line()
        A script, or the line ``%hubblefit ...``, that gives the shown result.
    try_preset(name)
        Choose settings that show one thing, and say what to watch.
    save(path), save_animation(path)
        Save a picture, the numbers or the script as a file; the whole run as a moving picture.
    ready()
        ``await explorer.ready()`` waits for data that an engine prepares.
    close()
        Free everything that it holds.

    Raises
    ------
    TypeError
        If a keyword or the data are of no known kind.
    ValueError, TraitError
        If the catalog is not known or a setting is out of range.

    Examples
    --------
    In a notebook, ``explorer`` as a cell's last line shows it.

    >>> import hubble_widget as hw
    >>> explorer = hw.RegressionExplorer("hubble_1929", learning_rate=0.5)
    >>> explorer.train()
    >>> print(f"{explorer.slope:.1f} km/s/Mpc, {explorer.age:.2f} Gyr")
    454.2 km/s/Mpc, 2.15 Gyr
    >>> explorer.data = hw.load_dataset("key_project").exclude("NGC 4639")
    >>> explorer.magic_line()
    "%hubblefit key_project --lr 0.5 --iterations 500 --exclude 'NGC 4639'"
    >>> explorer.close()
    """

    @takes_one_data_set(
        "distances and velocities as one tuple: RegressionExplorer((distance, velocity))",
        places=2,
        settings=SETTINGS,
        others=COLUMNS,
    )
    def __init__(
        self,
        data: object = "key_project",
        *,
        learning_rate: float = DEFAULT_LEARNING_RATE,
        iterations: int = DEFAULT_ITERATIONS,
        start: Start = FLAT_START,
        degree: int = 1,
        optimizer: Optimizer = DEFAULT_OPTIMIZER,
        loss_function: LossFunction = DEFAULT_LOSS_FUNCTION,
        speed: Speed = DEFAULT_SPEED,
        batch_size: int | None = None,
        scaling: Scaling = DEFAULT_SCALING,
        fit_intercept: bool = True,
        weights: bool = False,
        view: View = DEFAULT_VIEW,
        omega_matter: float | None = None,
        distance_factor: float = 1.0,
        seed: int | None = None,
        show_exact: bool = True,
        hide: Collection[str] = (),
        rate_changes: RateChanges = (),
        solar_motion: bool = False,
        layout: Layout | Mapping[str, Any] | None = None,
        **columns: Unpack[ColumnNames],
    ) -> None:
        settings: dict[str, Any] = {
            "learning_rate": learning_rate,
            "iterations": iterations,
            "degree": degree,
            "optimizer": optimizer,
            "loss_function": loss_function,
            "speed": speed,
            "batch_size": batch_size,
            "scaling": scaling,
            "fit_intercept": fit_intercept,
            "weights": weights,
            "view": view,
            "omega_matter": omega_matter,
            "distance_factor": distance_factor,
            "seed": seed,
            "show_exact": show_exact,
            "hide": hide,
            "rate_changes": rate_changes,
            "solar_motion": solar_motion,
        }
        if start is not FLAT_START:  # an explicit start is shown first
            settings["start"] = start
        if layout is not None:
            settings["layout"] = layout
        with close_widgets_on_error(), interrupts_held_back():
            self._dispatcher = Dispatcher(self._show_error)
            self._loader = Loader(self._dispatcher, self._show_rows, self._on_data_ready)
            self._initial_state = {}
            self._layouts = []
            try:
                self._make(data, settings, columns)
            except BaseException:
                self._dispatcher.is_open = False
                self._loader.stop()
                raise

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute. What a typo like `e.iteratons = 3` or `e.train = 3` would do without a word is refused.

        A subclass may have any attribute.
        """
        if type(self) is RegressionExplorer and not name.startswith("_"):
            if not hasattr(RegressionExplorer, name):
                raise AttributeError(f"RegressionExplorer has no {name!r}.{did_you_mean(name, SETTABLE)}")
            known = getattr(RegressionExplorer, name)
            if callable(known) and known.__module__.startswith(__package__):
                raise AttributeError(f"{name!r} is a method, to be called: explorer.{name}().")
            if isinstance(known, TraitType) and known.read_only:
                raise TraitError(f"{name!r} is a result, which follows from the settings.{_SETTINGS_OF.get(name, '')}")
        super().__setattr__(name, value)

    def _make(self, data: object, settings: Mapping[str, Any], columns: ColumnNames) -> None:
        found = find_galaxies(data, **columns)
        source = found if self._trains_in_background and must_wait(found) else None
        super().__init__(**settings, **({"data": found} if source is None else {}))
        self._draw_start()
        self._initial_settings = {name: getattr(self, name) for name in SETTINGS}
        self._open_view = ExplorerView(self._dispatcher, self._summary_as_html, titled_presets())
        self._view.plots.figure.notify = lambda message: self._dispatcher.report(ValueError(message))
        self._playback = Playback(self, self._view, self._dispatcher)
        self._interaction = Interaction(self, self._playback, self._view, self._dispatcher, lambda: self.result)
        self._animator = Animator(
            self._playback, self._view, self._dispatcher, lambda: self.result, lambda: self.show_exact
        )
        BasicControls(self, self._playback, self._view, self._dispatcher)
        self._view.canvas.when_first_shown(self._load_torch_early)
        for name in ("hubble-explorer", *NO_MATHEMATICS):
            self.add_class(name)
        self._view.list_models(self)
        keep_order((*self._view.widgets(), self._view.canvas.toolbar))
        self._dispatcher.is_open = True
        try:
            if source is None:
                self._note_source(data, columns)
                self._begin()
            else:
                self.data = source
                self._note_source(data, columns)
            close_on_rerun(self)
            if not is_watched():  # a box of the user's may show it, which asks for no picture to be saved
                self._watch_cells()
                self._view.canvas.draw_for_any_screen()
        except BaseException:
            self._playback.close()
            raise
