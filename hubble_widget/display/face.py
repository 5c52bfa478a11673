"""The explorer's face: title, figure, controls and readout, arranged; it shows what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ipywidgets import ValueWidget, VBox, Widget
from traitlets import TraitError

from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.canvas.overlay import Overlay
from hubble_widget.display import words
from hubble_widget.display.controls import Controls
from hubble_widget.display.fallback import Fallback
from hubble_widget.display.layout import figure_size
from hubble_widget.display.more import More
from hubble_widget.display.palette import DARK, LIGHT
from hubble_widget.display.plots import Plots
from hubble_widget.display.readout import Readout
from hubble_widget.host import this_host
from hubble_widget.regression.dataset import datasets, load_dataset
from hubble_widget.regression.spelling import renamed

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.moments import Moments
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Results, Trajectory

WITHOUT_IPYMPL = "These are the plots without ipympl's toolbar, for its front end is missing here. To have it: {how}"
FIRST_WIDTH = 880
"""Width of the figure in pixels until the page has told how much room it has."""


def with_looks(widgets: Iterable[Widget]) -> Iterator[Widget]:
    """Yield widgets, each after its layout and its style, which are widgets themselves."""
    for widget in widgets:
        looks = (getattr(widget, "layout", None), getattr(widget, "style", None))
        yield from (each for each in (*looks, widget) if isinstance(each, Widget))


class Face:
    """Everything that a person sees of one explorer.

    Parameters
    ----------
    at_home : callable
        ``at_home(function, *args)`` calls the function on the thread that owns the figure.
    soon : callable
        ``soon(function)`` calls it there when what runs now has ended.
    later : callable
        ``later(seconds, function)`` calls it there after so many seconds.
    summary : callable
        ``summary(with_picture=...)`` returns the state that is shown as HTML.

    Attributes
    ----------
    plots : Plots
    canvas : LiveCanvas
    controls : Controls
    more : More
    readout : Readout
    fallback : Fallback
    overlay : Overlay
    is_displayed : bool
        Whether a page was given it that may be looking for it still.
    rows : tuple of Widget
        The parts from top to bottom, to be the children of the explorer.
    """

    def __init__(
        self,
        at_home: Callable[..., object],
        soon: Callable[..., object],
        later: Callable[..., object],
        summary: Callable[..., str],
    ) -> None:
        def later_at_home(seconds: float, function: Callable[[], object]) -> None:
            later(seconds, lambda: at_home(function))

        self._width = FIRST_WIDTH
        self._is_running = self.is_displayed = False
        self._shown: tuple[int, str, Results] | None = None
        self._moments: Moments | None = None
        self._button_is_pause: bool | None = None  # as the page has told
        self.plots = plots = Plots(FIRST_WIDTH)
        self.controls = Controls([(words.label(each), each) for each in map(load_dataset, datasets())])
        self.more = More()
        self.readout = Readout(
            scales={name: list(setting.scale) for name, setting in self.controls.settings.items()},
            inputs=[widget.model_id for widget in self._parts() if isinstance(widget, ValueWidget)],
            without_ipympl=WITHOUT_IPYMPL.format(how=this_host().how_to_install("ipympl")),
        )
        self.overlay = Overlay(plots, self.readout)
        self.canvas = LiveCanvas(
            plots.figure, plots.moving, self.overlay, run_at_home=at_home, soon=soon, later=later_at_home
        )
        self.readout.controls = {**self.controls.model_ids(), "canvas": self.canvas.model_id}
        self.fallback = Fallback(summary, lambda: self.canvas.is_on_a_page, self._page_is_bare, later_at_home)
        self._canvas_box = VBox([self.canvas])  # where a front end cannot remove a canvas, it can hide this box
        self._canvas_box.add_class("hubble-figure")
        self.rows = self._arranged()
        self._answers: dict[str, list[Callable[[dict[str, Any]], object]]] = {}
        self._listen(at_home)

    def _arranged(self) -> tuple[Widget, ...]:
        controls, more = self.controls, self.more
        settings = (controls.learning_rate.row, controls.iterations.row)
        below = (self.readout, self.fallback, more.toggle, more.panel)
        return (controls.header, self._canvas_box, controls.playback, *settings, *below)

    def _listen(self, at_home: Callable[..., object]) -> None:
        """Answer what the page says of itself."""
        self.answer_page("paints marks", self._page_paints)
        self.answer_page("heard nothing", lambda _message: self._tell_all())
        self.answer_page("running", self._button_says)
        self.answer_page("knows hands", lambda _message: self.controls.scrubber.hands_are_known())
        self.answer_page("own canvas", lambda _message: self.canvas.relay_to(self.readout.send))
        self.answer_page("figure event", self._figure_event)
        self.readout.observe(lambda _change: at_home(self._take_on_page), "page")
        self.readout.on_msg(lambda _readout, message, _buffers: at_home(self._take_message, message))

    def show_data(self, data: Galaxies, fit: LineFit, exact_loss: float, loss_function: str) -> None:
        """Show a set of galaxies, its exact fit, and the loss of that line under the chosen loss function."""
        self.controls.show_title(words.title(data), words.galaxies(data, loss_function), data.reference)
        self.controls.offer(words.label(data), data)
        self.more.show_galaxies(data)
        self.plots.show_data(data, fit)
        self.plots.loss_plot.show_floor(exact_loss)
        self.readout.show_rows(data)
        self.readout.show_fit(fit, exact_loss)

    def show_settings(self, path: Trajectory, iterations: int, degree: int) -> None:
        """Show what a path was asked for; it may have been walked less far by now."""
        self.controls.learning_rate.show(path.learning_rate)
        self.controls.show_range(iterations)
        self.more.show_settings(path.optimizer, path.loss_function, path.start)
        with self.readout.hold_sync():
            if path.moments is not self._moments:
                self._moments = path.moments
                self.readout.show_data(path.moments)
            self.readout.show_settings(
                learning_rate=path.learning_rate,
                iterations=iterations,
                start=path.start,
                optimizer=path.optimizer,
                loss_function=path.loss_function,
                degree=degree,
                show_start=self.more.guess.value,
            )
            self.readout.show_path(None)

    def show_path(self, path: Trajectory, iterations: int) -> None:
        """Show the losses that a path leads through, with room for so many iterations."""
        self.plots.show_path(path, iterations)
        if self.plots.pins.runs:
            self.show_pins()  # what they are called depends on what they are compared with

    def show_pins(self) -> None:
        """Tell which runs are pinned."""
        pins = self.plots.pins
        self.more.show_pins(pins.labels)
        self.readout.show_pins(pins.labels, pins.runs)

    def show_state(self, trajectory: Trajectory, iteration: int, results: Results) -> None:
        """Show one state of a trajectory; while a page plays a training, it is sent as one more of its states."""
        self._shown = iteration, trajectory.source, results
        self.plots.show_state(trajectory, iteration)
        if self._is_running and self.overlay.paints:
            self.overlay.send_batch(trajectory, iteration)
        else:
            self._show_numbers()
        if not self.overlay.paints:
            self.canvas.draw_idle()
        if self.fallback.is_shown:
            self.fallback.state_changed()

    def _show_numbers(self) -> None:
        if self._shown is not None:
            iteration, source, results = self._shown
            self.controls.show_iteration(iteration)
            self.readout.show_state(iteration, source, results)

    def show_running(self, *, running: bool, in_cell: bool = False) -> None:
        """Show whether a training runs, and whether in a cell: then no button is heard before its end."""
        self._is_running = running
        with self.readout.hold_sync():
            self._show_numbers()
            self.readout.running = running
        self.controls.show_running(running=running, in_cell=in_cell)

    @property
    def button_says_pause(self) -> bool:
        """Whether the button that somebody presses says Pause there and then: the page may not know yet what is new."""
        return self._is_running if self._button_is_pause is None else self._button_is_pause

    @property
    def is_seen(self) -> bool:
        """Whether a page shows it, or is about to."""
        return self.is_displayed or self.canvas.is_on_a_page or self.fallback.is_shown

    def show_now(self) -> None:
        """Have the page show what there is in the middle of a cell, when it can answer nothing."""
        self.canvas.draw_now()
        self.fallback.show_now()

    def show_error(self, error: BaseException | None) -> None:
        """Show what went wrong, for no cell is there to show it; with None, that nothing does any more."""
        said = ""
        if error is not None:
            speaks_for_itself = isinstance(error, TraitError | TypeError | ValueError | ImportError)
            told = renamed(str(error), words.ON_SCREEN)
            said = told if speaks_for_itself else f"{type(error).__name__}: {error}"
        self.readout.error = said
        self.fallback.say(said)

    def _page_is_bare(self) -> None:
        """Draw what moves into the pictures: no page has told in time that it paints it."""
        self.overlay.is_missing = True
        self.canvas.draw_idle()

    def answer_page(self, kind: str, answer: Callable[[dict[str, Any]], object]) -> None:
        """Have `answer` called, at home, with each message of this kind that the page sends."""
        self._answers.setdefault(kind, []).append(answer)

    def _take_message(self, message: dict[str, Any]) -> None:
        self.fallback.page_has_readout()
        for answer in self._answers.get(str(message.get("type")), ()):
            answer(message)

    def _page_paints(self, message: dict[str, Any]) -> None:
        """Take the page's word that it paints what moves and, it may be, fills the entries.

        What it knows may be old: it may show a notebook that was saved before the last changes, or have been too slow
        to hear of them.
        """
        if message.get("fills") is True:
            self.controls.page_fills()
        if message.get("knows", self.known) != self.known:
            self._tell_all()
        if self.overlay.is_missing:  # it was too slow to tell in time
            self.overlay.is_missing = False
            self.canvas.draw_idle()

    @property
    def known(self) -> list[Any]:
        """What a page says that it knows: settings, numbers, whether a training runs, and where the sliders stand."""
        readout, sliders = self.readout, self.controls.settings.values()
        return [
            readout.settings,
            readout.learned,
            readout.exact,
            readout.running,
            *(each.slider.index for each in sliders),
        ]

    def _tell_all(self) -> None:
        """Tell a page the whole state."""
        self.readout.send_all()
        for widget in self._parts():
            widget.send_state()

    def _button_says(self, message: dict[str, Any]) -> None:
        self._button_is_pause = message.get("running") is True

    def _figure_event(self, message: dict[str, Any]) -> None:
        """Answer the mouse where the page has no ipympl to tell of it."""
        if isinstance(event := message.get("event"), dict):
            self.canvas.answer(self.readout, event)

    def _take_on_page(self) -> None:
        """Take on the page's theme, and the width that it has for the figure."""
        self.fallback.page_has_readout()
        page = self.readout.page
        if "background" in page:
            palette = DARK if page["dark"] else LIGHT
            self.plots.recolour(replace(palette, background=page["background"]))
        if page.get("width"):
            self._width = int(page["width"])
        self.fit_figure()

    def fit_figure(self) -> None:
        """Give the figure the size that its plots need in the width that there is."""
        size = figure_size(self._width, residuals=self.plots.residual_plot)
        if size != self.canvas.get_width_height():
            self.plots.arrange(*size)
            self.canvas.resize(*size)
        self.canvas.draw_idle()

    def widgets(self) -> tuple[Widget, ...]:
        """Return every widget made here and in the parts."""
        return (self.canvas, self._canvas_box, self.readout, self.fallback, *self._parts())

    def tell_models(self, whole: Widget) -> None:
        """Tell the page which models make up the `whole`, to let go of them when they are closed."""
        everything = (*self.widgets(), self.canvas.toolbar, whole)
        self.readout.models = [widget.model_id for widget in with_looks(everything)]

    def _parts(self) -> list[Widget]:
        return [*self.controls.widgets(), *self.more.widgets()]

    def close(self) -> None:
        """Free the figure and every widget."""
        self._answers.clear()
        self.plots.figure.tell = None
        for widget in with_looks(self.widgets()):
            widget.close()
