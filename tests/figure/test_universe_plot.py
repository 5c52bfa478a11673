"""The universe run back: tracks, times, words, a wrong ruler, and when it is redrawn."""

from __future__ import annotations

import io
import pickle

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.data.labels import Labels
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.scene import describe
from tests.figures import LESSON, show, show_data


@pytest.fixture
def universe(plots: Plots) -> Plots:
    """A figure that shows the universe of the lesson's galaxies."""
    plots.view = "universe"
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 500)
    return plots


def words(plots: Plots) -> str:
    return plots.universe_plot._words.text.get_text().replace("\n", " ")


def numbers(plots: Plots, axis: str) -> list[str]:
    plots.figure.draw_without_rendering()
    axes = plots.fit_axes if axis == "fit" else plots.universe_plot.axes
    labels = axes.get_yticklabels() if axis == "y" else axes.get_xticklabels()
    return [label.get_text() for label in labels]


def test_each_galaxy_has_a_track_to_the_end_of_the_axis(universe: Plots) -> None:
    plot = universe.universe_plot
    tracks = np.array([path.vertices for path in plot._tracks.get_paths()])
    assert tracks.shape == (23, 2, 2)
    assert plot.described["span"] == 15
    np.testing.assert_allclose(tracks[:, 1], np.column_stack([np.zeros(23), LESSON.distance]))
    np.testing.assert_allclose(tracks[:, 0, 1], LESSON.distance - LESSON.velocity * 15 / hw.hubble_time(1.0))
    assert plot._closest.get_xdata()[0] == pytest.approx(-9.13, abs=0.005)
    assert plot._exact.get_xdata()[0] == pytest.approx(-12.165, abs=0.001)
    assert plot._learned.get_xdata()[0] == -hw.hubble_time(hw.gradient_descent("key_project").slope)
    assert words(universe).startswith("Closest together 9.1\xa0billion years ago")


@pytest.mark.parametrize(("slope", "head"), [(70.0, ""), (60.0, "<"), (1e-300, "<"), (-5.0, ""), (0.0, "")])
def test_an_arrowhead_points_to_an_age_before_the_axis_begins(universe: Plots, slope: float, head: str) -> None:
    plot = universe.universe_plot
    plot.show_slope(slope)
    universe.figure.savefig(io.BytesIO(), dpi="figure")
    assert plot._beyond.head == head
    assert plot._learned.get_visible() is (slope == 70.0)
    x, _ = np.ravel(plot._beyond.get_data()) if head else (plot.axes.bbox.x0, 0)
    assert 0 <= x - plot.axes.bbox.x0 < 20


@pytest.mark.parametrize("width", [1300, 900, 640, 480, 400])
@pytest.mark.parametrize("name", ["key_project", "hubble_1929", "sh0es_hubble_flow", "lemaitre_1927"])
def test_its_words_stand_under_tracks_and_times(name: str, width: int) -> None:
    plots = Plots(width)
    plots.view = "universe"
    plots.arrange(*figure_size(width))
    show_data(plots, hw.load_dataset(name))
    plots.figure.savefig(io.BytesIO(), dpi="figure")
    plot = plots.universe_plot
    box, axes = plot._words.text.get_window_extent(), plot.axes
    assert axes.bbox.x0 <= box.x0 < box.x1 <= axes.bbox.x1
    assert axes.bbox.y0 <= box.y0
    lowest = axes.transData.transform([(0, path.vertices[:, 1].min()) for path in plot._tracks.get_paths()])[:, 1].min()
    assert box.y1 <= lowest
    for line in (plot._closest, plot._exact, plot._learned, plot._now):
        assert box.y1 <= axes.transAxes.transform((0, line.get_ydata()[0]))[1]
    assert describe(plots)["marks"]["universe_learned"]["foot"] == plot._learned.get_ydata()[0]


def test_the_fit_plot_has_room_for_galaxies_that_run_back(universe: Plots) -> None:
    low, high = universe.fit_axes.get_xlim()
    assert (low, high) == pytest.approx((universe.universe_plot.reach, 22.76), abs=0.1)
    universe.view = "loss"
    assert universe.fit_axes.get_xlim()[0] > -2


def test_a_zoom_is_there_again_when_another_view_is_chosen(universe: Plots) -> None:
    universe.view = "loss"
    universe.fit_axes.set(xlim=(3, 9), ylim=(100, 700))
    universe.view = "universe"
    assert universe.fit_axes.get_xlim()[0] < -2
    universe.view = "uncertainty"
    assert (universe.fit_axes.get_xlim(), universe.fit_axes.get_ylim()) == ((3, 9), (100, 700))
    universe.view = "universe"
    universe.fit_axes.set(xlim=(-5, 9), ylim=(100, 700))
    universe.view = "loss"
    assert universe.fit_axes.get_xlim() == (3, 9)
    universe.view = "universe"
    assert universe.fit_axes.get_xlim() == (-5, 9)


def test_a_zoom_belongs_to_its_data(universe: Plots) -> None:
    universe.view = "loss"
    universe.fit_axes.set(xlim=(3, 9), ylim=(100, 700))
    universe.view = "universe"
    show_data(universe, hw.load_dataset("hubble_1929"))
    universe.view = "loss"
    assert universe.fit_axes.get_xlim() == pytest.approx((-0.08, 2.08), abs=0.05)


def test_a_wrong_ruler_changes_numbers_and_nothing_else(universe: Plots, canvas: LiveCanvas) -> None:
    tracks = universe.universe_plot._tracks.get_paths()
    limits = universe.fit_axes.get_xlim()
    universe.show_distance_factor(7.0)
    assert "150" in numbers(universe, "fit")
    assert "−100" in numbers(universe, "x")
    assert universe.fit_axes.get_xlabel() == "Distance × 7 (Mpc)"
    assert universe.universe_plot.axes.get_ylabel() == "Distance × 7 (Mpc)"
    assert universe.fit_axes.get_xlim() == limits
    for before, now in zip(tracks, universe.universe_plot._tracks.get_paths(), strict=True):
        np.testing.assert_array_equal(before.vertices, now.vertices)
    universe.view = "loss_surface"  # the other views show the data as they were measured
    assert universe.fit_axes.get_xlabel() == "Distance (Mpc)"
    assert "20" in numbers(universe, "fit")
    universe.view = "universe"
    universe.show_distance_factor(1.0)
    assert "−15.0" in numbers(universe, "x")


def test_a_hidden_exact_fit_is_given_away_by_nothing(universe: Plots) -> None:
    plot = universe.universe_plot
    plot.show_exact(shown=False)
    assert not plot._closest.get_visible()
    assert not plot._exact.get_visible()
    assert plot.described["closest"] is plot.described["variances"] is None
    assert "12.2" not in words(universe)
    assert "9.1" not in words(universe)
    plot.show_exact(shown=True)
    assert plot._exact.get_visible()


def test_what_is_no_galaxy_is_not_run_back(universe: Plots, canvas: LiveCanvas) -> None:
    marks = hw.Dataset(distance=[1, 2, 4], velocity=[50, 60, 75], labels=Labels(x_label="Hours", y_label="Mark"))
    show_data(universe, marks)
    assert words(universe).startswith("Only galaxies")
    assert universe.universe_plot.described == {}
    assert universe.fit_plot.reach is None
    canvas.render()
    axes = universe.universe_plot.axes
    assert not any(label.get_visible() for label in (*axes.get_xticklabels(), *axes.get_yticklabels()))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("", "")
    show_data(universe, LESSON)
    canvas.render()
    assert all(label.get_visible() for label in (*axes.get_xticklabels(), *axes.get_yticklabels()))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Time (billion years; now is 0)", "Distance (Mpc)")


@pytest.mark.parametrize(
    "velocity", [[70, 70, 70], [300, 100, -50], [0, 0, 0], [-1, -2, -4], [1e-9, 2e-9, 4e-9], [1e9, 2e9, 5e9]]
)
def test_other_galaxies_are_drawn_too(universe: Plots, canvas: LiveCanvas, velocity: list[float]) -> None:
    show_data(universe, hw.Dataset(distance=[1, 2, 4], velocity=velocity))
    canvas.render()
    assert np.isfinite([universe.universe_plot.axes.get_xlim(), universe.universe_plot.axes.get_ylim()]).all()


def test_many_galaxies_have_thinned_tracks(universe: Plots) -> None:
    generator = np.random.default_rng(1)
    distance = generator.uniform(1, 100, 30_000)
    show_data(universe, hw.Dataset(distance=distance, velocity=70 * distance + generator.normal(0, 300, 30_000)))
    assert 500 < len(universe.universe_plot._tracks.get_paths()) <= 1000
    said = universe.universe_plot.described["own_times"]
    assert "Each of 20,000 galaxies that stand for all" in said
    assert said.endswith("Tracks and ticks are those of 1,000 of 30,000 galaxies.")


def test_a_slider_move_redraws_nothing_that_stays(universe: Plots, canvas: LiveCanvas) -> None:
    show(universe, 0.05, 500, 300)
    canvas.render()
    show(universe, 0.053, 500, 200)
    assert not universe.figure.stale


def test_cleared_axes_come_back(universe: Plots, canvas: LiveCanvas) -> None:
    before = canvas.render().copy()
    universe.universe_plot.axes.clear()
    assert (canvas.render() == before).all()


def test_scene_and_pickle(universe: Plots) -> None:
    universe.show_distance_factor(2.0)
    scene = describe(universe)
    assert scene["axes"]["universe"]["visible"]
    assert not scene["axes"]["surface"]["visible"]
    assert {mark["axes"] for name, mark in scene["marks"].items() if name.startswith("universe")} == {"universe"}
    pickle.loads(pickle.dumps(universe.figure))
