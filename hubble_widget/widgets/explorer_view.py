"""The view of one explorer: title, figure, controls and readout, and their layout."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ipywidgets import ValueWidget, VBox, Widget
from traitlets import TraitError

from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.canvas.other_views import other_views
from hubble_widget.canvas.overlay import Overlay
from hubble_widget.environment import Host, this_host
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.palette import DARK, LIGHT
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.views import VIEWS
from hubble_widget.messages import message
from hubble_widget.suggestions import renamed
from hubble_widget.text import words
from hubble_widget.text.remarks import remark
from hubble_widget.widgets.advanced_panel import AdvancedPanel
from hubble_widget.widgets.controls import Controls
from hubble_widget.widgets.fallback import Fallback
from hubble_widget.widgets.programmatic_update import programmatic_update
from hubble_widget.widgets.readout import Readout

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.moments import Moments
    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Results, Trajectory

NOT_SAVING = (Host.COLAB, Host.VOILA)
"""Hosts whose pages are not saved with their widgets."""
FIRST_WIDTH = 880
"""Width of the figure in pixels until the page has sent its own width."""


def with_layouts_and_styles(widgets: Iterable[Widget]) -> Iterator[Widget]:
    """Yield each widget after its layout and style, which are widgets, too."""
    for widget in widgets:
        parts = (getattr(widget, "layout", None), getattr(widget, "style", None))
        yield from (each for each in (*parts, widget) if isinstance(each, Widget))


class ExplorerView:
    """Everything that a person sees of one explorer.

    Parameters
    ----------
    dispatcher : Dispatcher
        Runs callbacks on the thread that owns the figure.
    summary : callable
        ``summary(with_picture=...)`` returns the shown state as HTML.
    presets : sequence of (str, str)
        The settings to try: what they are called on the screen, and their names.

    Attributes
    ----------
    plots : Plots
    canvas : LiveCanvas
    controls : Controls
    more : AdvancedPanel
    readout : Readout
    fallback : Fallback
    overlay : Overlay
    is_displayed : bool
        Whether a cell has displayed it; the page may still be loading it.
    rows : tuple of Widget
        The children of the explorer, from top to bottom.
    """

    def __init__(
        self, dispatcher: Dispatcher, summary: Callable[..., str], presets: Sequence[tuple[str, str]] = ()
    ) -> None:
        self._width = FIRST_WIDTH
        self._is_running = self.is_displayed = False
        self._shows_exact = True
        self._omega_m: float | None = None
        self._shown: tuple[int, str, Results] | None = None
        self._model: tuple[Moments, str, bool] | None = None  # that the page has
        self._page_shows_pause: bool | None = None  # as the page has reported
        self.plots = plots = Plots(FIRST_WIDTH)
        self.controls = Controls(words.catalogs(), presets)
        self.more = AdvancedPanel()
        self.readout = Readout(
            scales={name: list(setting.scale) for name, setting in self.controls.settings.items()},
            inputs=[widget.model_id for widget in self._parts() if isinstance(widget, ValueWidget)],
            without_ipympl=message(
                "These are the plots without ipympl's toolbar, because its front end is missing here. To fix this: "
                "{how}",
                how=this_host().how_to_install("ipympl"),
            ),
        )
        self.overlay = Overlay(plots, self.readout)
        self.canvas = LiveCanvas(plots.figure, plots.moving, self.overlay, dispatcher)
        self.readout.controls = {**self.controls.model_ids(), "canvas": self.canvas.model_id}
        self.fallback = Fallback(summary, lambda: self.canvas.is_on_a_page, self._draw_moving_artists, dispatcher)
        # A front end that cannot remove a canvas can hide this box.
        self._canvas_box = VBox([self.controls.view, self.canvas])
        self._canvas_box.add_class("hubble-figure")
        controls, more = self.controls, self.more
        settings = [setting.row for setting in controls.settings.values()]
        below = (self.readout, self.fallback, more.toggle, more.panel)
        self.rows: tuple[Widget, ...] = (controls.header, self._canvas_box, controls.playback, *settings, *below)
        self._message_handlers: dict[str, list[Callable[[dict[str, Any]], object]]] = {}
        self._handle_messages(dispatcher)

    def _handle_messages(self, dispatcher: Dispatcher) -> None:
        """Handle the messages in which a page describes itself."""
        self.on_page_message("paints marks", self._on_page_paints)
        self.on_page_message("heard nothing", lambda _message: self._resend_all())
        self.on_page_message("running", self._button_says)
        self.on_page_message("knows hands", self._on_reported_moves)
        self.on_page_message("own canvas", lambda _message: self.canvas.send_through(self.readout.send))
        self.on_page_message("figure event", self._on_figure_event)
        self.on_page_message("views wanted", lambda _message: self._send_other_views())
        self.readout.observe(lambda _change: dispatcher.call(self._apply_page_settings), "page")
        self.readout.on_msg(lambda _readout, message, _buffers: dispatcher.call(self._on_message, message))

    def show_data(
        self,
        data: BaseDataset,
        fit: PolynomialFit,
        exact_loss: float,
        *,
        loss_function: str,
        batch_size: int | None = None,
        show_exact: bool = True,
    ) -> None:
        """Show a data set and, unless it is hidden, its exact fit with its loss under the chosen loss function."""
        self._shows_exact = show_exact
        galaxies = words.galaxies(data, loss_function, batch_size, show_exact=show_exact)
        self.controls.show_title(words.title(data), galaxies, words.source(data), data.excluded)
        self.controls.show_exact(shown=show_exact)
        self.more.show_galaxies(data)
        self.plots.show_data(data, fit)
        self.plots.fit_plot.show_exact(shown=show_exact)
        self.plots.loss_surface_plot.show_exact(shown=show_exact)
        self.plots.uncertainty_plot.show_exact(shown=show_exact)
        self.plots.universe_plot.show_exact(shown=show_exact)
        self._show_universe()
        self.plots.loss_plot.show_floor(exact_loss if show_exact else math.nan)
        self.readout.show_rows(data)
        self.readout.show_fit(fit, exact_loss, shown=show_exact)
        self.readout.remark = remark(data.moments, fit) if show_exact else ""

    def hide(self, names: tuple[str, ...]) -> None:
        """Hide the controls with these names and show all others."""
        for part in (self.controls, self.more):
            part.hide(names)

    def drop_comment(self) -> None:
        """Drop what was said about settings that have changed since."""
        self.readout.comment = ""
        with programmatic_update():
            self.controls.presets.value = ""

    def show_settings(self, path: Trajectory, iterations: int, degree: int) -> None:
        """Show the settings of a path, and the number of iterations that it will have when it is complete."""
        controls, more = self.controls, self.more
        with programmatic_update():
            controls.learning_rate.show(path.rate_changes[-1][1] if path.rate_changes else path.learning_rate)
            controls.iterations.show(iterations)
            controls.scrubber.show_range(iterations)
            more.show_rules(path, degree)
            more.slope.value, more.intercept.value = path.start
        is_drawn = path.seed is not None
        more.seed.words = words.random_start(path, iterations, show_exact=self._shows_exact) if is_drawn else ""
        with self.readout.hold_sync():
            model = path.moments, path.scaling, path.fit_intercept
            if self._model is None or model[0] is not self._model[0] or model[1:] != self._model[1:]:
                self._model = model
                self.readout.show_data(path.moments, path.scaling, fit_intercept=path.fit_intercept)
            self.readout.show_settings(
                learning_rate=path.learning_rate,
                rate_changes=path.rate_changes,
                iterations=iterations,
                start=path.start,
                optimizer=path.optimizer,
                loss_function=path.loss_function,
                batch_size=path.batch_size,
                degree=degree,
                show_start=self.more.guess.value,
                show_exact=self._shows_exact,
            )

    def show_view(self, view: str) -> None:
        """Show another view in the right-hand plot."""
        with programmatic_update():
            self.controls.view.value = view
        self.plots.view = view
        self._show_universe()
        self.canvas.draw_idle()

    def store_pictures(self) -> None:
        """Store pictures of all views for pages that are opened without a kernel, unless a page asks for its own."""
        if self.canvas.store_picture() or self._views_key != self.readout.views.get("of"):
            self._send_other_views()

    def _send_other_views(self) -> None:
        """Send the views that are not shown, which a saved page cannot draw."""
        if self.overlay.paints and this_host() not in NOT_SAVING:
            views = other_views(self.canvas, self.plots)
            if "universe" in views and views["universe"]["universe"]:
                views["universe"]["universe"]["omega_matter"] = self._omega_m
            self.readout.views = {
                "of": self._views_key,
                "names": list(VIEWS),
                "shown": self.plots.view,
                "others": views,
                "universe": self.readout.universe,
            }

    @property
    def _views_key(self) -> dict[str, Any]:
        """What must be as it was for the stored views to be shown."""
        return {"settings": self.readout.settings, "exact": self.readout.exact}

    def show_what_if(self, omega_matter: float | None, distance_factor: float) -> None:
        """Show what other assumptions make of 1/slope, while the view of the universe is shown."""
        self._omega_m = omega_matter
        if distance_factor != self.plots.universe_plot.factor:
            self.plots.show_distance_factor(distance_factor)
            self.canvas.draw_idle()
        self._show_universe()

    def _show_universe(self) -> None:
        described = self.plots.universe_plot.described
        self.readout.universe = {**described, "omega_matter": self._omega_m} if described else {}

    def show_path(self, path: Trajectory, iterations: int) -> None:
        """Show the losses of a path, with room for this number of iterations."""
        self.plots.show_path(path, iterations)
        if self.plots.loss_plot.pins.runs:
            self.show_pins()  # their labels depend on the path that they are compared with

    def show_pins(self) -> None:
        """Show which runs are pinned."""
        pins = self.plots.loss_plot.pins
        self.more.show_pins(pins.listed)
        drawn = pins.drawn
        self.readout.show_pins([label for label, _ in drawn], [run for _, run in drawn])

    def show_state(self, trajectory: Trajectory, iteration: int, results: Results) -> None:
        """Show one state of a trajectory. While a page plays a training, send it as part of a batch."""
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
        """Show whether a training runs, and whether in a cell, where no button works before its end."""
        self._is_running = running
        with self.readout.hold_sync():
            self._show_numbers()
            self.readout.running = running
        self.controls.show_running(running=running, in_cell=in_cell)

    @property
    def button_shows_pause(self) -> bool:
        """Whether the button that a person presses says Pause; the page may not have the newest state yet."""
        return self._is_running if self._page_shows_pause is None else self._page_shows_pause

    @property
    def is_seen(self) -> bool:
        """Whether a page shows the explorer, or is about to."""
        return self.is_displayed or self.canvas.is_on_a_page or self.fallback.is_shown

    def show_now(self) -> None:
        """Send the present state at once. While a cell runs, the page cannot request it."""
        self.canvas.draw_now()
        self.fallback.show_now()

    def show_error(self, error: BaseException | None) -> None:
        """Show an error of a callback, which has no cell to show it; None removes it."""
        message = ""
        if error is not None:
            is_for_users = isinstance(error, TraitError | TypeError | ValueError | ImportError)
            message = renamed(str(error), words.ON_SCREEN) if is_for_users else f"{type(error).__name__}: {error}"
        self.readout.error = message
        self.fallback.show_message(message)

    def _draw_moving_artists(self) -> None:
        """Draw the moving artists into the pictures: no page has reported in time that it paints them."""
        self.overlay.is_missing = True
        self.canvas.draw_idle()

    def on_page_message(self, kind: str, handler: Callable[[dict[str, Any]], object]) -> None:
        """Call ``handler(message)``, on the dispatcher's thread, for each message of this kind from the page."""
        self._message_handlers.setdefault(kind, []).append(handler)

    def _on_message(self, message: dict[str, Any]) -> None:
        self.fallback.page_has_readout()
        for handler in self._message_handlers.get(str(message.get("type")), ()):
            handler(message)

    def _on_page_paints(self, message: dict[str, Any]) -> None:
        """Handle the report of a page that it paints the moving artists and, perhaps, fills in the entries.

        Its state may be old: the notebook may have been saved before the last changes, or the page was too slow to get
        them.
        """
        if message.get("fills") is True:
            self.controls.let_page_fill()
        if message.get("knows", self.page_state) != self.page_state:
            self._resend_all()
        if self.overlay.is_missing:  # its first report came too late
            self.overlay.is_missing = False
            self.canvas.draw_idle()

    @property
    def page_state(self) -> list[Any]:
        """The state as a page reports it: settings, numbers, whether a training runs, and slider positions."""
        readout, positions = self.readout, [setting.slider.index for setting in self.controls.settings.values()]
        return [readout.settings, readout.learned, readout.exact, readout.running, *positions]

    def _resend_all(self) -> None:
        """Send a page the whole state."""
        self.readout.send_all()
        for widget in self._parts():
            widget.send_state()

    def _button_says(self, message: dict[str, Any]) -> None:
        self._page_shows_pause = message.get("running") is True

    def _on_reported_moves(self, _message: dict[str, Any]) -> None:
        self.controls.scrubber.page_reports_moves = True

    def _on_figure_event(self, message: dict[str, Any]) -> None:
        """Handle the mouse on a page without ipympl."""
        if isinstance(event := message.get("event"), dict):
            self.canvas.handle_page_message(self.readout, event)

    def _apply_page_settings(self) -> None:
        """Apply the page's theme and width."""
        self.fallback.page_has_readout()
        page = self.readout.page
        if "background" in page:
            palette = DARK if page["dark"] else LIGHT
            self.plots.recolor(replace(palette, background=page["background"]))
        if page.get("width"):
            self._width = int(page["width"])
        self.resize_figure()

    def resize_figure(self) -> None:
        """Give the figure the size that its plots need at the present width."""
        size = figure_size(self._width, residuals=self.plots.residual_plot)
        if size != self.canvas.get_width_height():
            self.plots.arrange(*size)
            self.canvas.resize(*size)
        self.canvas.draw_idle()

    def widgets(self) -> tuple[Widget, ...]:
        """Return every widget of the view."""
        return (self.canvas, self._canvas_box, self.readout, self.fallback, *self._parts())

    def list_models(self, whole: Widget) -> None:
        """Send the page the ids of all models of the explorer `whole`, so that it frees them when they are closed."""
        everything = (*self.widgets(), self.canvas.toolbar, whole)
        self.readout.models = [widget.model_id for widget in with_layouts_and_styles(everything)]

    def _parts(self) -> list[Widget]:
        return [*self.controls.widgets(), *self.more.widgets()]

    def close(self) -> None:
        """Free the figure and every widget."""
        self._message_handlers.clear()
        self.plots.figure.notify = None
        for widget in with_layouts_and_styles(self.widgets()):
            widget.close()
