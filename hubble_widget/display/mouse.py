"""What the mouse does in the figure: names galaxies, drags the guess, reads and chooses iterations."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.backend_bases import LocationEvent, MouseButton, MouseEvent
from matplotlib.backend_tools import Cursors

if TYPE_CHECKING:
    from hubble_widget.display.guess import Hold
    from hubble_widget.display.plots import Plots

REACH_OF_GALAXY, REACH_OF_HANDLE = 10, 12
"""How far from it, in the page's pixels, one can point at a galaxy and at a handle of the guess."""

STILL = 4
"""How far, in the page's pixels, the mouse may move between press and release of a click."""


class Grip(NamedTuple):
    """What the left button was pressed on: a galaxy, a handle of the guess, or (neither) the loss plot.

    `x` and `y` are where, in pixels; `galaxy` is the name of one, `hold` what a handle's drag begins with, and the
    offset leads from the mouse up to its middle.
    """

    x: float
    y: float
    galaxy: str | None = None
    hold: Hold | None = None
    offset: float = 0.0


class Mouse:
    """Answers the mouse over the plots; it does nothing while the toolbar zooms or pans.

    Whoever makes it must keep it: the canvas does not.

    Parameters
    ----------
    plots : Plots
    canvas : LiveCanvas
        The canvas of the plots' figure.
    on_galaxy_clicked : callable
        Called with the name of a galaxy.
    on_guess_dragged : callable
        Called with slope (km/s/Mpc) and intercept (km/s) whenever a handle has moved.
    on_iteration_chosen : callable
        Called with the iteration that was pressed on, or dragged to, in the loss plot.
    on_pointed_out : callable
        Called when another galaxy or iteration is pointed out.
    chosen_galaxy : callable
        Returns the name of the galaxy that is pointed out while the mouse is at none, or None.
    """

    def __init__(
        self,
        plots: Plots,
        canvas: Any,
        *,
        on_galaxy_clicked: Callable[[str], object],
        on_guess_dragged: Callable[[float, float], object],
        on_iteration_chosen: Callable[[int], object],
        on_pointed_out: Callable[[], object],
        chosen_galaxy: Callable[[], str | None],
    ) -> None:
        self._plots, self._canvas = plots, canvas
        self._on_galaxy_clicked = on_galaxy_clicked
        self._on_guess_dragged = on_guess_dragged
        self._on_iteration_chosen = on_iteration_chosen
        self._on_pointed_out = on_pointed_out
        self._chosen_galaxy = chosen_galaxy
        self._grip: Grip | None = None
        self._chosen: int | None = None
        self._dragged_to = 0.0, 0.0
        self._cursor = Cursors.POINTER
        self._is_inside = True
        canvas.mpl_connect("motion_notify_event", self._moved)
        canvas.mpl_connect("button_press_event", self._pressed)
        canvas.mpl_connect("button_release_event", self._released)
        canvas.mpl_connect("axes_leave_event", self._left_axes)
        canvas.mpl_connect("figure_enter_event", self._entered)
        canvas.mpl_connect("figure_leave_event", self._left)

    # Events

    def _entered(self, _event: LocationEvent) -> None:
        self._is_inside = True

    def _moved(self, event: MouseEvent) -> None:
        if not self._is_inside:  # held back by the page, which sends only so many a second, until the mouse had left
            return
        if self._toolbar_is_active:
            self._let_go()
            self._cursor = Cursors.POINTER  # the toolbar sets its own
        elif self._grip is None:
            self._hover(event)
        else:
            self._drag(self._grip, event.x, event.y)

    def _pressed(self, event: MouseEvent) -> None:
        self._is_inside = True
        if self._toolbar_is_active or event.button != MouseButton.LEFT or event.dblclick:  # which has no release
            return
        self._grip = self._grip_at(event)
        self._chosen = None
        self._dragged_to = event.x, event.y
        if self._grip is not None and self._grip.galaxy is None:
            self._drag(self._grip, event.x, event.y)

    def _released(self, event: MouseEvent) -> None:
        if event.button != MouseButton.LEFT or self._grip is None:
            return
        grip, self._grip = self._grip, None
        if self._toolbar_is_active:
            return
        if grip.galaxy and math.dist((grip.x, grip.y), (event.x, event.y)) <= STILL * self._ratio:
            self._on_galaxy_clicked(grip.galaxy)
        self._hover(event)

    def _left_axes(self, _event: LocationEvent) -> None:
        if self._grip is None:
            self._point_out(None, None)

    def _left(self, event: LocationEvent) -> None:
        """End what is dragged where the mouse left the figure: the page tells of no release outside."""
        self._is_inside = False
        if self._grip is not None and self._grip.galaxy is None and not self._toolbar_is_active:
            self._drag(self._grip, event.x, event.y)
        self._let_go()
        self._set_cursor(Cursors.POINTER)

    # What is under the mouse

    @property
    def _ratio(self) -> float:
        """How many pixels of the figure one of the page's has."""
        return float(self._canvas.device_pixel_ratio)

    @property
    def _toolbar_is_active(self) -> bool:
        toolbar = self._canvas.toolbar
        return toolbar is not None and bool(toolbar.mode)

    def _grip_at(self, event: MouseEvent) -> Grip | None:
        """Return what can be gripped under the mouse: a handle before a galaxy."""
        plots = self._plots
        if event.inaxes is plots.loss_axes:
            return Grip(event.x, event.y)
        guess = plots.fit_plot.guess
        in_fit_plot = event.inaxes is plots.fit_axes
        handle = guess.handle_at(event.x, event.y, REACH_OF_HANDLE * self._ratio) if in_fit_plot else None
        if handle is not None:
            return Grip(event.x, event.y, hold=guess.hold(handle), offset=guess.place_of(handle)[1] - event.y)
        galaxy = plots.galaxy_at(event.inaxes, event.x, event.y, REACH_OF_GALAXY * self._ratio)
        return None if galaxy is None else Grip(event.x, event.y, galaxy=galaxy)

    def _hover(self, event: MouseEvent) -> None:
        grip = self._grip_at(event)
        in_loss_plot = event.inaxes is self._plots.loss_axes
        iteration = self._plots.loss_plot.iteration_at(event.x) if in_loss_plot else None
        self._point_out(grip.galaxy if grip is not None else None, iteration)
        self._set_cursor(Cursors.POINTER if grip is None else Cursors.HAND)

    def _point_out(self, galaxy: str | None, iteration: int | None) -> None:
        plots = self._plots
        if galaxy is None:
            galaxy = self._chosen_galaxy()
        if (galaxy, iteration) != (plots.fit_plot.hovered, plots.loss_plot.hovered):
            plots.hover_galaxy(galaxy)
            plots.hover_loss(iteration)
            self._on_pointed_out()
            self._canvas.draw_idle()

    def _let_go(self) -> None:
        self._grip = None
        self._point_out(None, None)

    def _drag(self, grip: Grip, x: float, y: float) -> None:
        plots = self._plots
        if grip.hold is not None:
            if (x, y) != self._dragged_to:  # a press alone moves nothing
                self._dragged_to = x, y
                self._on_guess_dragged(*plots.fit_plot.guess.dragged(grip.hold, y + grip.offset))
        elif grip.galaxy is None:
            iteration = plots.loss_plot.iteration_at(x)
            if iteration is not None and iteration != self._chosen:
                self._chosen = iteration
                self._point_out(None, iteration)
                self._on_iteration_chosen(iteration)

    def _set_cursor(self, cursor: Cursors) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self._canvas.set_cursor(cursor)
