"""What the pointer and the panel "More" do to an explorer, all of it through the explorer's own traits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from traitlets import HasTraits

from hubble_widget.display.more import MOST_LISTED
from hubble_widget.display.picture import save_picture
from hubble_widget.display.view import View
from hubble_widget.line import line_of, magic_line
from hubble_widget.regression.script import script_of
from hubble_widget.saving import COLUMNS, file_name, results_of

if TYPE_CHECKING:
    from hubble_widget.display.face import Face
    from hubble_widget.playback import Playback
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.result import Result
    from hubble_widget.state import ExplorerState


ZOOM = 1.5
"""How many times more of the fit plot is seen by one press of Zoom out, and less by one of Zoom in."""

MOVES = {"left": (-0.25, 0.0), "right": (0.25, 0.0), "up": (0.0, 0.25), "down": (0.0, -0.25)}
"""How far a press of an arrow moves the view, to the right and up, as shares of what is seen."""


class Instrument:
    """Handles, galaxies, pins and toggles of one explorer.

    Parameters
    ----------
    explorer : ExplorerState
        Whose traits are read and set.
    playback : Playback
        Which goes to the iteration that is chosen.
    face : Face
        Whose plots and controls are used.
    answer : callable
        ``answer(function)`` returns the handler of a control that calls the function where it may be called.
    result : callable
        Returns what is shown, to be taken away.
    """

    def __init__(
        self,
        explorer: ExplorerState,
        playback: Playback,
        face: Face,
        answer: Callable[[Callable[[], object]], Callable[..., None]],
        result: Callable[[], Result],
    ) -> None:
        self._explorer, self._result = explorer, result
        self._playback = playback
        self._face = face
        self._before: list[Galaxies] = []
        more = face.more

        def when(widget: HasTraits, function: Callable[[], object]) -> None:
            widget.observe(answer(function), "value")

        for kind, take in (
            ("pointed out", self._pointed_out),
            ("galaxy clicked", self._galaxy_clicked),
            ("start dragged", self._start_dragged),
            ("iteration chosen", lambda message: self._at_iteration(message, playback.go_to)),
            ("stopped at", lambda message: self._at_iteration(message, playback.page_stands_at)),
        ):
            face.answer_page(kind, _answered(answer, take))
        face.answer_page("paints marks", self._pointed_out)  # on a page that is new nothing is pointed at
        for name in ("residual_lines", "residual_squares", "linear_loss"):
            when(getattr(more, name), partial(self._turn, name))
        when(more.residual_plot, self._show_residual_plot)
        when(more.guess, playback.show_again)
        for name in ("optimizer", "loss_function", "speed"):
            when(getattr(more, name), partial(self._chosen, name))
        when(more.slope, lambda: self._guess(more.slope.value, explorer.start[1]))
        when(more.intercept, lambda: self._guess(explorer.start[0], more.intercept.value))
        when(more.galaxy, self._galaxy_chosen)
        more.leave_out.on_click(answer(lambda: self.toggle_galaxy(more.chosen_galaxy)))
        more.undo.on_click(answer(self._undo))
        when(more.toggle, self.tell_texts)
        self._offer_to_take_away(answer)
        more.pin.on_click(answer(self._pin))
        more.unpin.on_click(answer(self._unpin))
        view = View(face.plots.fit_axes, face.canvas)
        more.zoom_in.on_click(answer(partial(view.zoom, 1 / ZOOM)))
        more.zoom_out.on_click(answer(partial(view.zoom, ZOOM)))
        more.whole_view.on_click(answer(view.show_whole))
        for way, (right, up) in MOVES.items():
            more.moves[way].on_click(answer(partial(view.move, right, up)))

    def _turn(self, name: str) -> None:
        """Turn a part of the plots on or off, as its toggle says."""
        setattr(self._face.plots, name, getattr(self._face.more, name).value)
        self._face.canvas.draw_idle()

    def _chosen(self, name: str) -> None:
        setattr(self._explorer, name, getattr(self._face.more, name).value)

    def _show_residual_plot(self) -> None:
        self._face.plots.residual_plot = self._face.more.residual_plot.value
        self._face.fit_figure()

    # What the page tells of the pointer

    def _pointed_out(self, message: dict[str, Any]) -> None:
        galaxy, iteration = message.get("galaxy"), message.get("iteration")
        plots = self._face.plots
        names = self._explorer.data.whole.sample.names if plots.fit_plot.can_be_pointed_at else ()
        plots.hover_galaxy(galaxy if galaxy in names else self._face.more.chosen_galaxy)
        plots.hover_loss(iteration if isinstance(iteration, int) and iteration >= 0 else None)

    def _galaxy_clicked(self, message: dict[str, Any]) -> None:
        galaxy = message.get("galaxy")
        if isinstance(galaxy, str):
            self.toggle_galaxy(galaxy)

    def _start_dragged(self, message: dict[str, Any]) -> None:
        self._guess(message.get("slope"), message.get("intercept"))  # which checks them

    def _at_iteration(self, message: dict[str, Any], take: Callable[[int], None]) -> None:
        iteration = message.get("iteration")
        if isinstance(iteration, int) and iteration >= 0:
            take(iteration)

    # The line to start from

    def _guess(self, slope: Any, intercept: Any) -> None:
        self._explorer.start = (slope, intercept)

    # Galaxies

    def toggle_galaxy(self, name: str | None) -> None:
        """Leave a galaxy out, or take it back."""
        if name is not None:
            before = self._explorer.data
            self._explorer.data = before.toggled(name)
            self._before.append(before)
            self._show_galaxies()

    def _undo(self) -> None:
        while self._before and self._before[-1] is self._explorer.data:  # chosen again by other means
            self._before.pop()
        if self._before:
            self._explorer.data = self._before[-1]
            self._before.pop()
            self._show_galaxies()

    def data_changed(self) -> None:
        """Forget the changes of other galaxies than those that are shown now."""
        if self._before and self._before[-1].whole is not self._explorer.data.whole:
            self._before.clear()
        self._show_galaxies()

    def _show_galaxies(self) -> None:
        data = self._explorer.data
        self._face.more.undo.disabled = all(before is data for before in self._before)
        self._face.more.show_chosen(data)
        self._face.readout.galaxy = self._face.more.chosen_galaxy

    def _galaxy_chosen(self) -> None:
        self._face.plots.hover_galaxy(self._face.more.chosen_galaxy)
        self._face.canvas.draw_idle()
        self._show_galaxies()

    # What can be taken away

    def tell_texts(self) -> None:
        """Let the page know line, script and results of the present data and settings, also for a page that is saved.

        Where they are long, only while the page shows them.
        """
        readout, result = self._face.readout, self._result()
        if len(result.data) > MOST_LISTED and not self._face.more.toggle.value:
            readout.forget_texts()
            return
        with readout.hold_sync():
            try:
                line = line_of(self._explorer)
            except ValueError as error:
                readout.show_line(problem=str(error))
            else:
                readout.show_line(line.before, line.after)
            readout.show_script(script_of(result.data, result.trajectory, result.fit.degree))
            readout.show_results(file_name(result.data, "csv"), [COLUMNS, *results_of(result)])

    def _say_line(self) -> None:
        """Say the line where no page can copy it, and look anew for a name of the data."""
        self.tell_texts()
        try:
            said = magic_line(self._explorer, self._playback.trajectory)
        except ValueError as error:
            said = str(error)
        self._face.fallback.say(said)

    def _offer_to_take_away(self, answer: Callable[[Callable[[], object]], Callable[..., None]]) -> None:
        more = self._face.more
        more.copy.on_click(answer(self._say_line))
        more.copy_code.on_click(answer(partial(self._face.fallback.say, "print(explorer.code()) shows the code.")))
        more.table.on_click(answer(partial(self._say_how_to_save, "csv")))
        for button, kind in ((more.png, "png"), (more.svg, "svg")):
            button.on_click(answer(partial(self._save_picture, kind)))

    def _save_picture(self, kind: str) -> None:
        """Have the page save a picture of what is shown."""
        result, file = self._result(), BytesIO()
        save_picture(self._face.plots, result.summary(), file, kind)
        self._face.overlay.save(file_name(result.data, kind), file.getvalue())
        self._say_how_to_save(kind)

    def _say_how_to_save(self, kind: str) -> None:
        """Say it where no page can save anything."""
        self._face.fallback.say(f'explorer.save("{file_name(self._explorer.data, kind)}") saves it.')

    # Runs to compare

    def _pin(self) -> None:
        """Pin the whole path of the present settings, also where a training has not come to its end yet."""
        path = self._playback.path
        if path.iterations < self._explorer.iterations and path.diverged is None:
            raise ValueError("torch has not walked this path to its end yet; pin it when it has.")
        self._face.plots.pin(path)
        self._show_pins()

    def _unpin(self) -> None:
        self._face.plots.unpin_all()
        self._show_pins()

    def _show_pins(self) -> None:
        self._face.show_pins()
        self._face.canvas.draw_idle()


def _answered(
    answer: Callable[[Callable[[], object]], Callable[..., None]], take: Callable[[dict[str, Any]], None]
) -> Callable[[dict[str, Any]], None]:
    """Return what takes a message of the page where it may be answered."""
    return lambda message: answer(partial(take, message))()
