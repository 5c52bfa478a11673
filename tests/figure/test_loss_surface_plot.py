"""The loss surface: what it shows of data, path and state, and when it is redrawn."""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.artists.contours import contours
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.scene import describe
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import LossSurface
from tests.figures import LESSON, show, show_data


@pytest.fixture
def surface(plots: Plots) -> Plots:
    """A figure that shows the loss surface of the lesson's galaxies."""
    plots.view = "loss_surface"
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 300)
    return plots


def words(plots: Plots) -> str:
    return plots.loss_surface_plot._words.text.get_text().replace("\n", " ")


def test_it_says_how_long_and_how_steep_the_valley_is(surface: Plots) -> None:
    said = "27 times steeper across than along the valley (5 times as long as wide); largest stable rate\xa00.77"
    assert words(surface) == said
    surface.show_path(hw.gradient_descent(LESSON, scaling="standard"))
    assert words(surface) == "Equally steep in all directions; largest stable rate\xa01"
    surface.show_path(hw.train(LESSON, iterations=1, optimizer="Adam"))
    assert words(surface) == said.partition(";")[0]
    surface.show_path(hw.train(LESSON, iterations=1, loss_function="L1"))
    assert words(surface).startswith("The L1 loss is made of flat pieces: its gradient changes only at the creases")


@pytest.mark.parametrize("scaling", ["max", "standard", "none"])
def test_start_and_exact_fit_are_shown_in_equal_units(surface: Plots, scaling: str) -> None:
    path, plot = hw.gradient_descent(LESSON, scaling=scaling, start=(20.0, 500.0)), surface.loss_surface_plot
    surface.show_path(path)
    surface.update_artists()
    fit = hw.polyfit(LESSON)
    for artist, line in ((plot._ground.exact, (fit.slope, fit.intercept)), (plot._start, path.start)):
        place = LossSurface(data=LESSON, scaling=path.scaling).scales.parameters(*line)
        np.testing.assert_allclose(np.ravel(artist.get_data()), place, atol=1e-12)
        assert plot.axes.get_xlim()[0] < place[0] < plot.axes.get_xlim()[1]
        assert plot.axes.get_ylim()[0] < place[1] < plot.axes.get_ylim()[1]
    width, height = np.ptp(plot.axes.get_xlim()), np.ptp(plot.axes.get_ylim())
    assert width / height == pytest.approx(plot.axes.bbox.width / plot.axes.bbox.height)


@pytest.mark.parametrize("width", [3.2, 4.2, 6.4, 9.0, 12.0])
def test_the_label_of_the_exact_fit_stays_in_the_axes(surface: Plots, width: float) -> None:
    surface.figure.set_size_inches(width, 3.0)
    for start in ((0.0, 0.0), (60.0, 100.0), (160.0, -900.0)):
        surface.show_path(hw.gradient_descent(LESSON, start=start))
        surface.figure.savefig(io.BytesIO(), dpi="figure")
        plot = surface.loss_surface_plot
        box = plot._ground._exact_label.get_window_extent()
        assert plot.axes.bbox.x0 < box.x0 < box.x1 <= plot.axes.bbox.x1
        assert plot.axes.bbox.y0 < box.y0 < box.y1 <= plot.axes.bbox.y1
        x, y = plot.axes.transData.transform(np.ravel(plot._ground.exact.get_data()))
        assert not (box.x0 < x < box.x1 and box.y0 < y < box.y1)


@pytest.mark.parametrize("width", [380, 620, 900, 1300])
@pytest.mark.parametrize("name", ["key_project", "hubble_1929", "sh0es_cepheids", "lemaitre_1927"])
@pytest.mark.parametrize(
    "settings",
    [{}, {"scaling": "standard"}, {"start": (40.0, 300.0)}, {"learning_rate": 0.5}, {"fit_intercept": False}],
    ids=str,
)
def test_its_words_lie_neither_over_the_path_nor_over_its_ends(
    plots: Plots, name: str, width: int, settings: dict[str, Any]
) -> None:
    data = hw.load_dataset(name)
    height = figure_size(width)[1]
    plots.figure.set_size_inches(width / plots.figure.dpi, height / plots.figure.dpi)
    plots.arrange(width, height)
    plots.view = "loss_surface"
    show_data(plots, data)
    plots.show_path(hw.gradient_descent(data, **settings))
    plots.update_artists()
    plots.figure.savefig(io.BytesIO(), dpi="figure")
    plot = plots.loss_surface_plot
    box, axes = plot._words.text.get_window_extent(), plot.axes.bbox
    assert axes.x0 <= box.x0 < box.x1 <= axes.x1
    assert axes.y0 <= box.y0 < box.y1 <= axes.y1
    for mark in (plot._ahead, plot._start, plot._ground.exact):
        places = plot.axes.transData.transform(np.column_stack(mark.get_data()))
        assert box.count_contains(places) == 0
    for label in (plot._ground._exact_label, plot._start_note):
        assert box.count_overlaps([label.get_window_extent()]) == 0
    path = plot.axes.transData.transform(np.column_stack(plot._ahead.get_data()))
    assert plot._start_note.get_bbox_patch().get_window_extent().count_contains(path) == 0


def test_the_power_of_ten_of_the_biases_stands_below_the_buttons_of_the_page(surface: Plots) -> None:
    surface.show_path(hw.gradient_descent(LESSON, start=(1e12, 1e12)))
    surface.update_artists()
    surface.figure.savefig(io.BytesIO(), dpi="figure")
    axes = surface.loss_surface_plot.axes
    power = axes.yaxis.get_offset_text()
    assert power.get_text()
    assert power.get_window_extent().y0 < axes.bbox.y1
    assert power.get_window_extent().y1 < axes.bbox.y1 + 8


def test_the_path_goes_to_the_present_state(surface: Plots) -> None:
    plot, path = surface.loss_surface_plot, hw.gradient_descent("key_project")
    assert plot._way.get_xdata().size == 301
    place = LossSurface(data=LESSON, scaling=path.scaling).scales.parameters(path.slopes[300], path.intercepts[300])
    np.testing.assert_allclose(np.ravel(plot._marker.get_data()), place)
    assert plot._ahead.get_xdata().size == 501


def test_a_state_outside_the_axes_is_pointed_to(surface: Plots, canvas: LiveCanvas) -> None:
    beyond, axes = surface.loss_surface_plot._beyond, surface.loss_surface_plot.axes
    canvas.render()
    assert beyond.head == ""
    heads = set()
    for iteration in range(20, 30):
        show(surface, 1.5, 500, iteration)  # it swings farther and farther
        canvas.render()
        heads.add(beyond.head)
        assert axes.bbox.contains(*np.ravel(beyond.get_data()))
        assert beyond.get_marker() == "^"  # as the scene tells the page
    assert heads == {"<", ">"}
    show(surface, 1.5, 3000, 3000)  # diverged: nowhere
    canvas.render()
    assert beyond.head == ""


def test_batches_have_the_full_batch_path_as_a_guide(surface: Plots, canvas: LiveCanvas) -> None:
    run = hw.train(LESSON, batch_size=4, seed=1, iterations=50, rate_changes=((20, 0.2),))
    surface.show_path(run)
    canvas.render()
    guide = hw.gradient_descent(LESSON, iterations=50, rate_changes=((20, 0.2),))
    places = LossSurface(data=LESSON).places(guide)
    np.testing.assert_allclose(surface.loss_surface_plot._full_batch.get_data(), places)
    np.testing.assert_array_equal(surface.loss_plot._full_batch.get_ydata(), guide.losses)
    for other in (hw.train(LESSON, iterations=3), hw.train(LESSON, iterations=3, batch_size=4, optimizer="Adam")):
        surface.show_path(other)
        canvas.render()
        assert surface.loss_plot._full_batch.get_xdata().size == 0
        assert surface.loss_surface_plot._full_batch.get_xdata().size == 0


def test_a_slider_move_redraws_nothing_that_stays(surface: Plots, canvas: LiveCanvas) -> None:
    surface.pin(hw.gradient_descent(LESSON, learning_rate=0.7))
    show(surface, 0.05, 500, 300)
    canvas.render()
    show(surface, 0.053, 500, 200)
    surface.hover_line((60.0, 100.0))
    assert not surface.figure.stale


def test_a_start_dragged_about_leaves_the_limits_where_they_are(surface: Plots) -> None:
    axes = surface.loss_surface_plot.axes
    before = axes.get_xlim(), axes.get_ylim()
    surface.show_path(hw.gradient_descent(LESSON, start=(90.0, 600.0)))
    assert (axes.get_xlim(), axes.get_ylim()) == before
    surface.show_path(hw.gradient_descent(LESSON, start=(400.0, 600.0)))
    assert axes.get_xlim()[1] > 4


@pytest.mark.parametrize("intercept", [-1e308, None])
@pytest.mark.parametrize("scaling", ["max", "standard", "none"])
def test_no_start_is_too_far_off(surface: Plots, canvas: LiveCanvas, scaling: str, intercept: float | None) -> None:
    start = 1e308, intercept or 0.0
    path = hw.gradient_descent(LESSON, start=start, scaling=scaling, fit_intercept=intercept is not None)
    surface.show_path(path)
    surface.show_state(path, 0)
    canvas.render()
    assert np.isnan(surface.loss_surface_plot._start.get_data()).all()
    assert np.isfinite([surface.loss_surface_plot.axes.get_xlim(), surface.loss_surface_plot.axes.get_ylim()]).all()


@pytest.mark.parametrize("loss_function", ["MSE", "L1", "Huber"])
def test_contours_lie_around_the_lowest_place(loss_function: str) -> None:
    surface = LossSurface(data=LESSON, loss_function=loss_function)
    levels = contours(surface, (0.0, 2.0), (-0.5, 0.5))
    assert 6 < len(levels) < 12
    sizes = [np.ptp(level[0], axis=0).max() for level in levels[4:]]  # the outer ones are cut
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("loss_function", ["MSE", "L1", "Huber"])
def test_lines_through_the_origin_have_a_curve(surface: Plots, canvas: LiveCanvas, loss_function: str) -> None:
    path = hw.train(LESSON, iterations=20, loss_function=loss_function, fit_intercept=False)
    surface.show_path(path)
    surface.show_state(path, 10)
    surface.hover_line((60.0, 0.0))
    plot, curve = surface.loss_surface_plot, LossCurve(data=LESSON, loss_function=loss_function)
    canvas.render()
    for artist, slope in ((plot._ground.exact, hw.polyfit(LESSON, fit_intercept=False).slope), (plot._dot, 60.0)):
        np.testing.assert_allclose(np.ravel(artist.get_data()), curve.place(slope))
    np.testing.assert_allclose(np.ravel(plot._marker.get_data()), curve.place(path.slopes[10]), rtol=1e-5)
    weights, losses = plot._ground._curve.get_data()
    np.testing.assert_allclose(losses, curve.losses(weights))
    assert "slope alone" in words(surface)
    assert plot._note.get_text().splitlines()[1:] == ["slope 60.00 km/s/Mpc"]
    assert describe(surface)["parameters"]["is_curve"]
    canvas.render()
    show(surface, 0.05, 500, 300)
    canvas.render()
    assert not np.size(plot._ground._curve.get_xdata())


def test_where_there_is_no_surface_it_says_why(surface: Plots) -> None:
    surface.show_data(LESSON, hw.polyfit(LESSON, degree=2))
    path = hw.gradient_descent(LESSON)
    surface.show_path(path)
    surface.show_state(path, 5)
    surface.hover_line((60.0, 100.0))
    assert "straight lines" in words(surface)
    scene, plot = describe(surface), surface.loss_surface_plot
    assert scene["parameters"] == {}
    assert not any(scene["marks"][name]["visible"] or plot.painted[name].get_visible() for name in plot.painted)
    surface.figure.canvas.draw()


def test_the_scene_says_how_lines_become_places(surface: Plots) -> None:
    scene = describe(surface)
    assert scene["parameters"]["slope_scale"] == LESSON.moments.slope_scale
    assert (scene["axes"]["surface"]["visible"], scene["axes"]["loss"]["visible"]) == (True, False)
    surface.view = "loss"
    scene = describe(surface)
    assert scene["parameters"] == {}
    assert (scene["axes"]["surface"]["visible"], scene["axes"]["loss"]["visible"]) == (False, True)


def test_it_comes_back_when_its_axes_were_cleared(surface: Plots, canvas: LiveCanvas) -> None:
    before = canvas.render().copy()
    surface.loss_surface_plot.axes.clear()
    surface.repair()
    np.testing.assert_array_equal(canvas.render(), before)


def test_a_pickled_figure_shows_it(surface: Plots, canvas: LiveCanvas) -> None:
    canvas.render()
    figure = pickle.loads(pickle.dumps(surface.figure))
    figure.canvas.draw()
    kept = [artist for artist in figure.axes[3].collections if len(artist.get_paths()) > 6]
    assert len(kept) == 1
