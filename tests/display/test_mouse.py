"""The mouse, by the events that the page sends: naming galaxies, dragging the guess, choosing iterations."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from matplotlib.backend_bases import LocationEvent, MouseButton
from matplotlib.backend_tools import Cursors

import hubble_widget as hw
from hubble_widget.display.live_canvas import LiveCanvas
from hubble_widget.display.mouse import Mouse
from hubble_widget.display.plots import Plots

from .figures import LESSON, WHOLE, make_canvas, show, show_data

Place = tuple[float, float]


@dataclass
class Hand:
    """A hand on the mouse over a figure; it counts what the page is told and what the explorer is asked.

    Places are in the page's pixels from where the plots are, whatever the device pixel ratio.
    """

    plots: Plots
    canvas: LiveCanvas
    clicked: list[str] = field(default_factory=list)
    dragged: list[Place] = field(default_factory=list)
    chosen: list[int] = field(default_factory=list)
    pointed_out: list[str | None] = field(default_factory=list)
    in_the_list: str | None = None
    cursors: list[Cursors] = field(default_factory=list)
    frames: int = 0
    pressed: int = 0

    def __post_init__(self) -> None:
        self.mouse = Mouse(
            self.plots,
            self.canvas,
            on_galaxy_clicked=self.clicked.append,
            on_guess_dragged=lambda *line: self.dragged.append(line),
            on_iteration_chosen=self.chosen.append,
            on_pointed_out=lambda: self.pointed_out.append(self.plots.fit_plot.hovered),
            chosen_galaxy=lambda: self.in_the_list,
        )
        self.canvas.set_cursor = self.cursors.append
        self.canvas.draw_idle = self._count_frame

    def _count_frame(self) -> None:
        self.frames += 1

    def _send(self, name: str, at: Place, button: MouseButton = MouseButton.LEFT) -> None:
        """Tell the canvas as the page does, which counts from the top and numbers the buttons from 0."""
        x, y = at[0], self.canvas.get_renderer().height - at[1]
        event = {"type": name, "x": x, "y": y, "button": button - 1, "buttons": self.pressed, "modifiers": []}
        self.canvas._handle_message(self.canvas, event, [])

    def move(self, at: Place) -> None:
        self._send("motion_notify", at)

    def press(self, at: Place, button: MouseButton = MouseButton.LEFT) -> None:
        self.pressed = {MouseButton.LEFT: 1, MouseButton.RIGHT: 2, MouseButton.MIDDLE: 4}[button]
        self._send("button_press", at, button)

    def release(self, at: Place, button: MouseButton = MouseButton.LEFT) -> None:
        self.pressed = 0
        self._send("button_release", at, button)

    def click(self, at: Place, button: MouseButton = MouseButton.LEFT) -> None:
        self.press(at, button)
        self.release(at, button)

    def end_double_click(self, at: Place) -> None:
        """Send what the page sends after the second release of a double click."""
        self._send("dblclick", at)

    def enter(self, at: Place) -> None:
        self._send("figure_enter", at)

    def leave(self, at: Place) -> None:
        self._send("figure_leave", at)

    def off(self, at: Place, x: float, y: float = 0) -> Place:
        """Return a place so many of the page's pixels away."""
        ratio = self.canvas.device_pixel_ratio
        return at[0] + ratio * x, at[1] + ratio * y

    def galaxy(self, name: str) -> Place:
        index = WHOLE.names.index(name)
        x, y = self.plots.fit_axes.transData.transform((WHOLE.distance[index], WHOLE.velocity[index]))
        return float(x), float(y)

    def handle(self, number: int) -> Place:
        return self.plots.fit_plot.guess.place_of(number)

    def iteration(self, number: float) -> Place:
        x, y = self.plots.loss_axes.transData.transform((number, 0.1))
        return float(x), float(y)

    @property
    def empty(self) -> Place:
        """A place in the fit plot where nothing is."""
        x, y = self.plots.fit_axes.transData.transform((20, 100))
        return float(x), float(y)


@pytest.fixture(params=[1, 2])
def hand(plots: Plots, canvas: LiveCanvas, request: pytest.FixtureRequest) -> Hand:
    canvas._set_device_pixel_ratio(request.param)
    show_data(plots, LESSON)
    path = show(plots, 0.05, 500, 500)
    plots.show_guess((30.0, 400.0), path.losses[0], False)
    canvas.render()
    return Hand(plots, canvas)


def near(iterations: list[int]) -> object:
    """Return what equals these but for a pixel, for the mouse counts in whole ones."""
    return pytest.approx(iterations, abs=2)


# Galaxies


@pytest.mark.parametrize("name", ["NGC 300", "NGC 4639"])  # the other is left out
def test_a_galaxy_is_named_while_the_mouse_is_near(hand: Hand, name: str) -> None:
    hand.move(hand.empty)
    assert (hand.plots.fit_plot.hovered, hand.frames, hand.cursors) == (None, 0, [])
    at = hand.galaxy(name)
    hand.move(hand.off(at, 1, -2))
    hand.move(at)
    assert (hand.plots.fit_plot.hovered, hand.frames, hand.cursors) == (name, 1, [Cursors.HAND])
    assert not hand.plots.figure.stale
    hand.move(hand.empty)
    assert hand.plots.fit_plot.hovered is None
    assert (hand.frames, hand.cursors) == (2, [Cursors.HAND, Cursors.POINTER])


@pytest.mark.parametrize(("away", "found"), [(-9, True), (-11, False)])
def test_reach_is_measured_in_the_page_s_pixels(hand: Hand, away: float, found: bool) -> None:
    hand.move(hand.off(hand.galaxy("NGC 300"), away))
    assert (hand.plots.fit_plot.hovered is not None) == found


def test_away_from_every_galaxy_the_one_in_the_list_is_pointed_out(hand: Hand) -> None:
    hand.in_the_list = "NGC 4639"
    hand.move(hand.galaxy("NGC 300"))
    hand.move(hand.iteration(100))
    assert hand.plots.fit_plot.hovered == "NGC 4639"
    frames = hand.frames
    hand.move(hand.iteration(100))
    assert hand.frames == frames  # nothing is drawn anew where nothing else is pointed out
    assert hand.pointed_out[0] == "NGC 300"
    assert set(hand.pointed_out[1:]) == {"NGC 4639"}


def test_a_click_tells_which_galaxy(hand: Hand) -> None:
    at = hand.galaxy("NGC 300")
    hand.press(at)
    assert hand.clicked == []
    hand.release(hand.off(at, 2, 2))
    assert hand.clicked == ["NGC 300"]
    hand.click(hand.galaxy("NGC 4639"))
    assert hand.clicked == ["NGC 300", "NGC 4639"]
    hand.click(hand.empty)
    assert len(hand.clicked) == 2


def test_a_press_that_moves_on_is_no_click(hand: Hand) -> None:
    at = hand.galaxy("NGC 300")
    hand.press(at)
    hand.move(hand.off(at, 0, 5))
    hand.release(hand.off(at, 0, 5))
    assert hand.clicked == []


def test_the_note_goes_with_the_axes_and_with_the_figure(hand: Hand) -> None:
    for leave in (
        lambda: hand.canvas.callbacks.process("axes_leave_event", LocationEvent("axes_leave_event", hand.canvas, 0, 0)),
        lambda: hand.leave((0, 0)),
    ):
        hand.enter((1, 1))
        hand.move(hand.galaxy("NGC 300"))
        assert hand.plots.fit_plot.hovered == "NGC 300"
        leave()
        assert hand.plots.fit_plot.hovered is None
    assert hand.cursors[-1] == Cursors.POINTER


def test_a_motion_that_comes_late_names_nothing(hand: Hand) -> None:
    hand.leave((0, 0))
    hand.move(hand.galaxy("NGC 300"))
    assert hand.plots.fit_plot.hovered is None
    hand.enter((0, 0))
    hand.move(hand.galaxy("NGC 300"))
    assert hand.plots.fit_plot.hovered == "NGC 300"


def test_a_galaxy_in_the_residual_plot_is_one_too(hand: Hand) -> None:
    plots = hand.plots
    plots.residual_plot = True
    slope, intercept = hand.plots.fit_plot._state
    at = WHOLE.names.index("NGC 4639")  # left out
    residual = WHOLE.velocity[at] - (slope * WHOLE.distance[at] + intercept)
    place = tuple(plots.axes[2].transData.transform((WHOLE.distance[at], residual)))
    hand.move(place)
    assert (plots.fit_plot.hovered, hand.cursors) == ("NGC 4639", [Cursors.HAND])
    assert plots._residuals._ring.get_visible()
    np.testing.assert_allclose(plots._residuals._ring.get_xydata(), [(WHOLE.distance[at], residual)])
    hand.click(place)
    assert hand.clicked == ["NGC 4639"]
    hand.move(hand.empty)
    assert plots.fit_plot.hovered is None
    assert not plots._residuals._ring.get_visible()


# The guess


def test_a_handle_drags_the_guess_at_every_motion(hand: Hand) -> None:
    hand.plots.show_guess((30.0, 400.0), 0.05, True)
    at = hand.handle(1)
    other = hand.handle(0)
    hand.move(at)
    assert hand.cursors == [Cursors.HAND]
    hand.press(hand.off(at, 3, 3))
    assert hand.dragged == []  # a press alone moves nothing
    for up in (10, 20, 30):
        hand.move(hand.off(at, 3, 3 + up))
        hand.plots.show_guess(hand.dragged[-1], 0.05, True)  # as the explorer answers
    hand.release(hand.off(at, 3, 3 + 30))
    assert len(hand.dragged) == 3  # the release adds nothing where the last motion has been
    assert hand.handle(1) == pytest.approx(hand.off(at, 0, 30), abs=0.5)  # the handle keeps its place under the mouse
    assert hand.handle(0) == pytest.approx(other, abs=0.5)
    hand.move(hand.empty)
    assert len(hand.dragged) == 3
    assert hand.clicked == []


def test_the_release_counts_where_the_last_motion_was_held_back(hand: Hand) -> None:
    hand.plots.show_guess((30.0, 400.0), 0.05, True)
    at = hand.handle(0)
    hand.press(at)
    hand.release(hand.off(at, 0, 40))
    assert len(hand.dragged) == 1


def test_a_handle_wins_over_a_galaxy_and_only_while_it_is_visible(hand: Hand) -> None:
    low, high = hand.plots.fit_axes.get_xlim()
    near = int(np.argmin(np.abs(WHOLE.distance - (low + 0.2 * (high - low)))))
    hand.plots.show_guess((0.0, float(WHOLE.velocity[near])), 0.05, True)
    at = hand.galaxy(WHOLE.names[near])
    assert hand.plots.fit_plot.guess.handle_at(*at, 12 * hand.canvas.device_pixel_ratio) == 0
    hand.click(at)
    assert hand.clicked == []
    hand.plots.show_guess((0.0, float(WHOLE.velocity[near])), 0.05, False)
    hand.click(at)
    assert len(hand.clicked) == 1


def test_leaving_the_figure_ends_a_drag(hand: Hand) -> None:
    hand.plots.show_guess((30.0, 400.0), 0.05, True)
    hand.press(hand.handle(0))
    hand.leave(hand.off(hand.handle(0), 0, 500))
    assert len(hand.dragged) == 1  # it goes as far as the mouse was seen
    hand.enter(hand.handle(0))
    hand.move(hand.handle(1))
    assert len(hand.dragged) == 1


# The loss plot


def test_the_loss_is_read_where_the_mouse_is(hand: Hand) -> None:
    hand.move(hand.iteration(320))
    assert [hand.plots.loss_plot.hovered] == near([320])
    assert (hand.frames, hand.cursors, hand.chosen) == (1, [Cursors.HAND], [])
    hand.move(hand.iteration(320))
    assert hand.frames == 1
    hand.move(hand.empty)
    assert hand.plots.loss_plot.hovered is None


def test_pressing_and_dragging_choose_the_iteration(hand: Hand) -> None:
    hand.press(hand.iteration(100))
    assert hand.chosen == near([100])
    hand.move(hand.iteration(100))
    hand.move(hand.iteration(200))
    hand.move(hand.empty)  # out of the axes, at left of its beginning
    hand.release(hand.iteration(9000))
    assert hand.chosen == near([100, 200, 0, 500])
    assert hand.chosen[2:] == [0, 500]  # the ends can be reached
    hand.move(hand.iteration(50))
    assert len(hand.chosen) == 4


def test_a_drag_over_the_end_chooses_the_last_iteration(hand: Hand) -> None:
    hand.press(hand.iteration(400))
    hand.leave(hand.iteration(600))
    assert hand.chosen == near([400, 500])
    assert hand.chosen[-1] == 500
    assert hand.plots.loss_plot.hovered is None


# What is not ours


@pytest.mark.parametrize("button", [MouseButton.LEFT, MouseButton.RIGHT])
def test_the_toolbar_pans_to_where_the_button_is_released(hand: Hand, button: MouseButton) -> None:
    """The page may have held back every motion of a quick drag."""
    axes = hand.plots.fit_axes
    before = axes.get_xlim()
    hand.canvas.toolbar.pan()
    hand.press(hand.empty, button)
    hand.release(hand.off(hand.empty, 40), button)
    hand.move(hand.off(hand.empty, 80))
    per_pixel = (before[1] - before[0]) / axes.bbox.width * hand.canvas.device_pixel_ratio
    if button is MouseButton.LEFT:
        assert axes.get_xlim() == pytest.approx([limit - 40 * per_pixel for limit in before])
    else:
        assert axes.get_xlim()[1] - axes.get_xlim()[0] < before[1] - before[0]  # the right button zooms


@pytest.mark.parametrize("mode", ["zoom", "pan"])
def test_the_toolbar_s_modes_go_first(hand: Hand, mode: str) -> None:
    hand.plots.show_guess((30.0, 400.0), 0.05, True)
    hand.move(hand.galaxy("NGC 300"))
    getattr(hand.canvas.toolbar, mode)()
    hand.move(hand.galaxy("NGC 300"))
    assert hand.plots.fit_plot.hovered is None
    hand.click(hand.galaxy("NGC 300"))
    hand.press(hand.handle(0))
    hand.move(hand.off(hand.handle(0), 0, 30))
    hand.release(hand.off(hand.handle(0), 0, 30))
    hand.click(hand.iteration(100))
    assert (hand.clicked, hand.dragged, hand.chosen) == ([], [], [])
    getattr(hand.canvas.toolbar, mode)()
    hand.click(hand.iteration(100))
    assert hand.chosen == near([100])


@pytest.mark.parametrize("button", [MouseButton.RIGHT, MouseButton.MIDDLE])
def test_other_buttons_do_nothing(hand: Hand, button: MouseButton) -> None:
    hand.click(hand.galaxy("NGC 300"), button)
    hand.click(hand.iteration(100), button)
    assert (hand.clicked, hand.chosen) == ([], [])


def test_a_double_click_is_two_clicks(hand: Hand) -> None:
    at = hand.iteration(100)
    hand.click(at)
    hand.click(at)
    hand.end_double_click(at)
    hand.move(hand.iteration(200))
    assert hand.chosen == near([100, 100])


def test_nothing_happens_before_there_is_a_path() -> None:
    plots = Plots(880)
    show_data(plots, WHOLE)
    hand = Hand(plots, make_canvas(plots))
    hand.move(hand.iteration(0.5))
    hand.click(hand.iteration(0.5))
    assert (hand.chosen, plots.loss_plot.hovered) == ([], None)


def test_a_galaxy_is_found_in_a_crowd() -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 20_000)
    plots = Plots(880)
    show_data(plots, hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 500, distance.size)))
    hand = Hand(plots, make_canvas(plots))
    middle = plots.fit_axes.transAxes.transform((0.5, 0.5))
    hand.move(tuple(middle))
    assert plots.fit_plot.hovered is not None
