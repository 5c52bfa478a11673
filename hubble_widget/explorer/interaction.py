"""Connects the pointer and the panel "More" with an explorer's traits."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from traitlets import HasTraits

from hubble_widget.explorer.magic_line import line_of, magic_line
from hubble_widget.explorer.runs import PRESENT, table_of
from hubble_widget.explorer.saving import COLUMNS, as_table, file_name, results_of
from hubble_widget.figure.picture import save_picture
from hubble_widget.figure.zoom import Zoom
from hubble_widget.fit.export_script import script_of
from hubble_widget.fit.hyperparameters import RANDOM
from hubble_widget.fit.random_start import new_seed
from hubble_widget.messages import message
from hubble_widget.widgets.advanced_panel import MAX_LISTED
from hubble_widget.widgets.controls import STEPS
from hubble_widget.widgets.programmatic_update import observe_user, programmatic_update

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.explorer.playback import Playback
    from hubble_widget.explorer.result import Result
    from hubble_widget.explorer.state import ExplorerState
    from hubble_widget.widgets.explorer_view import ExplorerView


ZOOM = 1.5
"""Factor by which Zoom out enlarges the view of the fit plot, and Zoom in reduces it."""

MOVES = {"left": (-0.25, 0.0), "right": (0.25, 0.0), "up": (0.0, 0.25), "down": (0.0, -0.25)}
"""How far each arrow moves the view, to the right and up, as fractions of its width and height."""


class Interaction:
    """Handles, galaxies, pins and toggles of one explorer.

    Parameters
    ----------
    explorer : ExplorerState
        Its traits are read and set.
    playback : Playback
        Goes to the chosen iteration.
    view : ExplorerView
        Its plots and controls are used.
    dispatcher : Dispatcher
    result : callable
        Returns the shown result, to be saved.
    """

    def __init__(
        self,
        explorer: ExplorerState,
        playback: Playback,
        view: ExplorerView,
        dispatcher: Dispatcher,
        result: Callable[[], Result],
    ) -> None:
        self._explorer, self._result = explorer, result
        self._playback = playback
        self._view = view
        self._undo_stack: list[BaseDataset] = []
        more, answer = view.more, dispatcher.answer

        def when(widget: HasTraits, function: Callable[[], object]) -> None:
            observe_user(widget, answer(function))

        for kind, handle in (
            ("pointed out", self._on_hover),
            ("galaxy clicked", self._on_galaxy_clicked),
            ("start dragged", self._on_start_dragged),
            ("what if", self._suppose),
            ("iteration chosen", partial(self._with_iteration, playback.go_to)),
            ("stopped at", partial(self._with_iteration, playback.note_page_iteration)),
        ):
            view.on_page_message(kind, _on_dispatcher(answer, handle))
        view.on_page_message("paints marks", self._on_hover)  # on a new page the pointer is over nothing
        for toggle in (more.residual_lines, more.residual_squares):
            when(toggle, self._show_residuals)
        when(more.linear_loss, self._show_loss_scale)
        when(more.residual_plot, self._show_residual_plot)
        when(more.guess, playback.show_again)
        for name in ("optimizer", "loss_function", "speed", "scaling"):
            when(getattr(more, name), partial(self._set_setting, name))
        when(more.batch_size, lambda: setattr(explorer, "batch_size", more.batch_size.value or None))
        when(more.through_origin, self._set_through_origin)
        when(more.weights, self._set_weights)
        when(more.slope, lambda: self._set_start(more.slope.value, explorer.start[1]))
        when(more.intercept, lambda: self._set_start(explorer.start[0], more.intercept.value))
        when(view.controls.view, lambda: explorer.set_trait("view", view.controls.view.value))
        more.random.on_click(answer(self._roll_dice))
        more.galaxy.observe(answer(self._on_galaxy_selected), "value")  # also when a new list clears the selection
        more.leave_out.on_click(answer(lambda: self.toggle_galaxy(more.chosen_galaxy)))
        more.undo.on_click(answer(self._undo))
        when(more.toggle, self.update_texts)
        self._connect_export_buttons(answer)
        more.pin.on_click(answer(self._pin))
        more.unpin.on_click(answer(self._unpin))
        self._zoom = zoom = Zoom(view.plots.fit_axes, view.canvas)
        more.zoom_in.on_click(answer(partial(zoom.zoom, 1 / ZOOM)))
        more.zoom_out.on_click(answer(partial(zoom.zoom, ZOOM)))
        more.whole_view.on_click(answer(zoom.show_whole))
        for way, (right, up) in MOVES.items():
            more.moves[way].on_click(answer(partial(zoom.move, right, up)))

    def start_over(self) -> None:
        """Show plots and controls as at first: no toggle is on, no run pinned, no galaxy chosen, no plot zoomed."""
        more, controls = self._view.more, self._view.controls
        is_changed = any(toggle.value for toggle in more.plot_toggles)
        with programmatic_update():
            for toggle in more.plot_toggles:
                toggle.value = False
            controls.step_size.value = STEPS[0]
            more.choose_no_galaxy()
        self._view.drop_comment()
        self._undo_stack.clear()
        self._show_galaxies()
        if is_changed:  # to lay the plots out anew moves them by fractions of a pixel
            self._show_residuals()
            self._show_loss_scale()
            self._show_residual_plot()
        self._unpin()
        self._zoom.show_whole()
        self._playback.show_again()

    def _show_residuals(self) -> None:
        more = self._view.more
        self._view.plots.fit_plot.show_residuals(lines=more.residual_lines.value, squares=more.residual_squares.value)
        self._view.canvas.draw_idle()

    def _show_loss_scale(self) -> None:
        self._view.plots.loss_plot.log = not self._view.more.linear_loss.value
        self._view.canvas.draw_idle()

    def _set_setting(self, name: str) -> None:
        setattr(self._explorer, name, getattr(self._view.more, name).value)

    def show_preset(self, name: str, sentence: str) -> None:
        """Show which preset has been chosen, and what to watch, until a setting changes."""
        with programmatic_update():
            self._view.controls.presets.value = name
        self._view.readout.comment = sentence

    def _set_through_origin(self) -> None:
        """Hold the line at the origin, the guess too, or let it go. A random start is drawn again."""
        explorer, toggle = self._explorer, self._view.more.through_origin
        try:
            with explorer.hold_trait_notifications():
                if toggle.value and explorer.start[1] and not explorer._has_drawn_start:
                    explorer.start = (explorer.start[0], 0.0)
                explorer.fit_intercept = not toggle.value
        finally:  # where it is refused, the check mark disappears
            with programmatic_update():
                toggle.value = not explorer.fit_intercept

    def _set_weights(self) -> None:
        explorer, box = self._explorer, self._view.more.weights
        try:
            explorer.weights = box.value
        finally:  # as above
            with programmatic_update():
                box.value = explorer.weights

    def _show_residual_plot(self) -> None:
        self._view.plots.residual_plot = self._view.more.residual_plot.value
        self._view.resize_figure()

    # The pointer

    def _on_hover(self, message: dict[str, Any]) -> None:
        galaxy, iteration = message.get("galaxy"), message.get("iteration")
        plots = self._view.plots
        names = self._explorer.data.whole.sample.names if plots.fit_plot.can_be_pointed_at else ()
        plots.hover_galaxy(galaxy if galaxy in names else self._view.more.chosen_galaxy)
        plots.hover_loss(iteration if isinstance(iteration, int) and iteration >= 0 else None)
        plots.hover_line(_line_of(message.get("line")))

    def _on_galaxy_clicked(self, message: dict[str, Any]) -> None:
        galaxy = message.get("galaxy")
        if isinstance(galaxy, str):
            self.toggle_galaxy(galaxy)

    def _suppose(self, message: dict[str, Any]) -> None:
        """Set what a page supposes of matter and of the ruler; the traits check it."""
        with self._explorer.hold_trait_notifications():
            for name in ("omega_matter", "distance_factor"):
                setattr(self._explorer, name, message.get(name))

    def _on_start_dragged(self, message: dict[str, Any]) -> None:
        self._set_start(message.get("slope"), message.get("intercept"))  # the trait checks them

    def _with_iteration(self, handle: Callable[[int], None], message: dict[str, Any]) -> None:
        iteration = message.get("iteration")
        if isinstance(iteration, int) and iteration >= 0:
            handle(iteration)

    # The line to start from

    def _set_start(self, slope: Any, intercept: Any) -> None:
        self._explorer.start = (slope, intercept)

    def _roll_dice(self) -> None:
        """Start from random numbers of a new seed."""
        with self._explorer.hold_trait_notifications():
            self._explorer.seed = new_seed()
            self._explorer.start = RANDOM

    # Galaxies

    def toggle_galaxy(self, name: str | None) -> None:
        """Exclude a galaxy, or include it again."""
        if name is not None:
            before = self._explorer.data
            change = before.include if name in before.excluded else before.exclude
            self._explorer.data = change(name)
            self._undo_stack.append(before)
            self._show_galaxies()

    def _undo(self) -> None:
        while (
            self._undo_stack and self._undo_stack[-1] is self._explorer.data
        ):  # somebody has set these data in another way
            self._undo_stack.pop()
        if self._undo_stack:
            self._explorer.data = self._undo_stack[-1]
            self._undo_stack.pop()
            self._show_galaxies()

    def data_changed(self) -> None:
        """Clear the undo list if another data set is shown."""
        if self._undo_stack and self._undo_stack[-1].whole is not self._explorer.data.whole:
            self._undo_stack.clear()
        self._show_galaxies()

    def _show_galaxies(self) -> None:
        data = self._explorer.data
        self._view.more.undo.disabled = all(before is data for before in self._undo_stack)
        self._view.more.show_chosen_galaxy(data)
        self._view.readout.galaxy = self._view.more.chosen_galaxy

    def _on_galaxy_selected(self) -> None:
        self._view.plots.hover_galaxy(self._view.more.chosen_galaxy)
        self._view.canvas.draw_idle()
        self._show_galaxies()

    # Copying and saving

    def update_texts(self) -> None:
        """Send magic line, script and results of the present data and settings to the page, also for saved pages.

        Long ones are only sent while the page shows them.
        """
        readout, result = self._view.readout, self._result()
        if len(result.data) > MAX_LISTED and not self._view.more.toggle.value:
            readout.clear_texts()
            return
        with readout.hold_sync():
            try:
                line = line_of(self._explorer)
            except ValueError as error:
                readout.show_line(problem=str(error))
            else:
                readout.show_line(line.before, line.after)
            shown = self._explorer.show_exact
            readout.show_script(script_of(result.data, result.trajectory, result.fit.degree, show_exact=shown))
            readout.show_results(file_name(result.data, "csv"), [COLUMNS, *results_of(result, show_exact=shown)])

    def _show_magic_line(self) -> None:
        """Show the magic line on a page that cannot copy it, and search again for a variable with the data."""
        self.update_texts()
        try:
            text = magic_line(self._explorer, self._playback.trajectory)
        except ValueError as error:
            text = str(error)
        self._view.fallback.show_message(text)

    def _connect_export_buttons(self, answer: Callable[[Callable[[], object]], Callable[..., None]]) -> None:
        more = self._view.more
        more.copy.on_click(answer(self._show_magic_line))
        code = message("{call} shows the code.", call="print(explorer.code())")
        more.copy_code.on_click(answer(partial(self._view.fallback.show_message, code)))
        more.table.on_click(answer(partial(self._show_how_to_save, "csv")))
        more.runs.on_click(answer(self._save_runs))
        for button, kind in ((more.png, "png"), (more.svg, "svg")):
            button.on_click(answer(partial(self._save_picture, kind)))

    def _save_runs(self) -> None:
        """Send the page the table of runs to save."""
        plots, data = self._view.plots, self._explorer._galaxies
        rows = table_of([*plots.loss_plot.pins.with_data, (PRESENT, self._playback.path, data)])
        name = file_name(data, "csv").removesuffix(".csv") + "-runs.csv"
        self._view.overlay.save(name, as_table(list(rows[0]), [list(row.values()) for row in rows]).encode())
        self._view.fallback.show_message(message("{name} has the runs as a table.", name="explorer.runs"))

    def _save_picture(self, kind: str) -> None:
        """Send the page a picture to save."""
        result, file = self._result(), BytesIO()
        summary = result._summary(show_exact=self._explorer.show_exact)
        save_picture(self._view.plots, summary, file, kind)
        self._view.overlay.save(file_name(result.data, kind), file.getvalue())
        self._show_how_to_save(kind)

    def _show_how_to_save(self, kind: str) -> None:
        """Show how to save on a page that cannot save."""
        call = f'explorer.save("{file_name(self._explorer.data, kind)}")'
        self._view.fallback.show_message(message("{call} saves it.", call=call))

    # Pinned runs

    def _pin(self) -> None:
        """Pin the whole path of the present settings, even if a training has not reached its end yet."""
        path = self._playback.path
        if path.iterations < self._explorer.iterations and path.diverged is None:
            raise ValueError("torch has not computed this path to its end yet; pin it when it has.")
        self._view.plots.pin(path)
        self._show_pins()

    def _unpin(self) -> None:
        self._view.plots.unpin_all()
        self._show_pins()

    def _show_pins(self) -> None:
        self._view.show_pins()
        self._view.canvas.draw_idle()


def _line_of(value: object) -> tuple[float, float] | None:
    """Return the slope and the intercept that a page points at, or None."""
    match value:
        case [int() | float() as slope, int() | float() as intercept] if math.isfinite(slope + intercept):
            return float(slope), float(intercept)
    return None


def _on_dispatcher(
    answer: Callable[[Callable[[], object]], Callable[..., None]], handle: Callable[[dict[str, Any]], None]
) -> Callable[[dict[str, Any]], None]:
    """Return a function that handles a message of the page on the dispatcher's thread."""
    return lambda message: answer(partial(handle, message))()
