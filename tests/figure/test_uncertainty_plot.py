"""How sure?: what the plot shows of data and state, and what the fit plot gains."""

from __future__ import annotations

import pickle
import re
import sys

import numpy as np
import pytest
from matplotlib.transforms import Bbox

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.palette import LIGHT
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.scene import describe
from tests.figures import LESSON, WHOLE, holds_color, make_canvas, show, show_data


@pytest.fixture
def sure(plots: Plots) -> Plots:
    """A figure that shows how sure the age of the lesson is."""
    plots.view = "uncertainty"
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 300)
    return plots


def text(plots: Plots) -> str:
    return plots.uncertainty_plot._words.text.get_text().replace("\n", " ")


def test_the_histogram_holds_nearly_all_resamples(sure: Plots) -> None:
    plot, scene = sure.uncertainty_plot, describe(sure)["uncertainty"]
    first, width, count = scene["bins"]
    ages = hw.bootstrap(LESSON, seed=scene["seed"]).ages
    tallies, _ = np.histogram(ages, bins=first + width * np.arange(count + 1))
    assert tallies.sum() > 0.99 * scene["resamples"]
    heights = [corners.vertices[2, 1] for corners in plot._bars.get_paths()]
    np.testing.assert_allclose(heights, scene["heights"][0] * tallies[tallies > 0] / tallies.max())
    assert plot.axes.get_xlim() == pytest.approx((first, first + count * width))
    assert [label.get_text() for label in plot._labels] == ["68\xa0%: 10.7 to 13.8", "95\xa0%: 9.6 to 16.0"]


def test_the_ages_of_torch_and_of_the_exact_line_are_marked(sure: Plots, canvas: LiveCanvas) -> None:
    plot, path = sure.uncertainty_plot, hw.gradient_descent("key_project")
    assert plot._exact.get_xdata()[0] == pytest.approx(12.16497, abs=1e-5)
    assert plot._learned.get_xdata()[0] == pytest.approx(path.age_at(300))
    sure.show_state(path, 0)  # a flat line
    sure.update_artists()
    assert not plot._learned.get_visible()
    sure.show_state(path, 20)
    canvas.render()
    assert plot._beyond.head == ">"


def test_the_fit_plot_gains_the_band_and_what_each_galaxy_does(sure: Plots, canvas: LiveCanvas) -> None:
    marks, scene = sure.fit_plot._influence_marks, describe(sure)
    band = marks._band.get_paths()[0].vertices
    at_10 = hw.polyfit(LESSON).predict(10.0, 0.95).mean_interval
    below, above = (band[: len(band) // 2], band[len(band) // 2 : -1][::-1])
    for edge, limit in ((below, at_10.low), (above, at_10.high)):
        assert np.interp(10.0, *edge[np.argsort(edge[:, 0])].T) == pytest.approx(limit, rel=1e-3)
    largest = int(np.argmax(marks._dots.get_sizes()))
    assert LESSON.names[largest] == "NGC 4414"
    assert holds_color(canvas.render(), LIGHT.less_without)
    sure.hover_galaxy("NGC 4414")
    assert sure.fit_plot._note.get_text().startswith("without NGC 4414:\n11.10 billion years (−1.07)\n")
    sure.hover_galaxy("NGC 4639")
    assert sure.fit_plot._note.get_text().startswith("NGC 4639, left out")
    assert scene["marks"]["resample_line"]["visible"]
    sure.view = "loss"
    assert not marks._band.get_visible()
    assert not marks.without("NGC 4414", "")
    assert not holds_color(canvas.render(), LIGHT.less_without)


@pytest.mark.parametrize("width", [1100, 900, 712, 640, 480, 400, 330])
def test_legend_and_key_cover_neither_galaxies_nor_each_other(width: int) -> None:
    plots = Plots(width)
    plots.view = "uncertainty"
    plots.arrange(*figure_size(width))
    show_data(plots, LESSON)
    make_canvas(plots).render()
    legend, key = plots.fit_axes.get_legend(), plots.fit_plot._influence_marks.key
    assert key is not None
    places = plots.fit_axes.transData.transform(np.column_stack([WHOLE.distance, WHOLE.velocity]))
    texts = [text.get_window_extent() for each in (legend, key) for text in each.get_texts()]
    for box in texts:
        assert plots.fit_axes.bbox.contains(box.x0, box.y0)
        assert plots.fit_axes.bbox.contains(box.x1, box.y1)
        assert not box.padded(4).count_contains(places)
    assert Bbox.count_overlaps(texts[0], texts[1:]) == Bbox.count_overlaps(texts[3], texts[:3]) == 0
    x = plots.fit_axes.get_xlim()
    line = plots.fit_axes.transData.transform([(at, hw.polyfit(LESSON).predict(at)) for at in np.linspace(*x, 200)])
    assert not any(box.count_contains(line) for box in texts[2:])
    before = plots.fit_plot.legend_at, key.get_window_extent().bounds
    show_data(plots, LESSON.exclude("NGC 3031"))
    assert (plots.fit_plot.legend_at, key.get_window_extent().bounds) == before


def test_a_slider_move_redraws_nothing_that_stays(sure: Plots, canvas: LiveCanvas) -> None:
    canvas.render()
    show(sure, 0.053, 500, 200)
    sure.hover_galaxy("NGC 4414")
    assert not sure.figure.stale


def test_what_is_not_shown_is_not_computed(plots: Plots) -> None:
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 300)
    assert plots.uncertainty_plot._found is None
    assert describe(plots)["uncertainty"] == {}


def test_a_hidden_exact_fit_is_not_given_away(sure: Plots, canvas: LiveCanvas) -> None:
    sure.fit_plot.show_exact(shown=False)
    sure.uncertainty_plot.show_exact(shown=False)
    assert "hidden" in text(sure)
    scene = describe(sure)
    assert scene["uncertainty"] == {"problem": text(sure)}
    assert not scene["marks"]["age_exact"]["visible"]
    assert scene["axes"]["uncertainty"]["x"] == [0, 1]
    pixels = canvas.render()
    assert not any(holds_color(pixels, color) for color in (LIGHT.less_without, LIGHT.exact))
    sure.hover_galaxy("NGC 4414")
    assert sure.fit_plot._note.get_text().startswith("NGC 4414\n")


@pytest.mark.parametrize("velocity", [[70, 150], [70, 140, 210]])
def test_where_there_is_no_error_it_says_so(sure: Plots, canvas: LiveCanvas, velocity: list[float]) -> None:
    data = hw.Dataset(distance=range(1, len(velocity) + 1), velocity=velocity)
    show_data(sure, data)
    path = hw.gradient_descent(data)
    sure.show_path(path)
    sure.show_state(path, 5)
    canvas.render()
    assert "nothing is left" in text(sure)
    assert not sure.uncertainty_plot.is_drawn


def test_a_crowd_has_limits_without_resamples(sure: Plots, canvas: LiveCanvas) -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 1500)
    data = hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, distance.size))
    show_data(sure, data)
    path = hw.gradient_descent(data)
    sure.show_path(path)
    sure.show_state(path, 5)
    canvas.render()
    scene, low_high = describe(sure)["uncertainty"], hw.polyfit(data).conf_int(0.95).age
    assert scene["resamples"] == 0
    assert tuple(sure.uncertainty_plot._brackets[1].get_xdata()) == low_high
    assert not sure.uncertainty_plot._bars.get_paths()


@pytest.mark.parametrize("name", hw.datasets())
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_every_catalog_is_shown(sure: Plots, canvas: LiveCanvas, name: str, *, fit_intercept: bool) -> None:
    data = hw.load_dataset(name)
    fit = hw.polyfit(data, fit_intercept=fit_intercept)
    sure.show_data(data, fit)
    sure.show_path(hw.gradient_descent(data, fit_intercept=fit_intercept))
    canvas.render()
    low, high = sure.uncertainty_plot.axes.get_xlim()
    assert low < fit.age < high
    assert 15 < describe(sure)["uncertainty"]["bins"][2] < 60


def test_it_comes_back_when_its_axes_were_cleared(sure: Plots, canvas: LiveCanvas) -> None:
    before = canvas.render().copy()
    sure.uncertainty_plot.axes.clear()
    sure.repair()
    np.testing.assert_array_equal(canvas.render(), before)


def test_a_pickled_figure_shows_it(sure: Plots, canvas: LiveCanvas) -> None:
    canvas.render()
    figure = pickle.loads(pickle.dumps(sure.figure))
    figure.canvas.draw()
    assert any(text.get_text().startswith("95") for text in figure.axes[4].texts)


def test_a_third_line_has_the_age_with_errors_on_both_axes(plots: Plots) -> None:
    data = hw.Dataset(
        distance=WHOLE.distance,
        velocity=WHOLE.velocity,
        names=WHOLE.names,
        distance_error=0.1 * WHOLE.distance,
        velocity_error=np.full(len(WHOLE), 80.0),
    )
    plots.view = "uncertainty"
    show_data(plots, data)
    show(plots, 0.05, 500, 500)
    fit, plot = hw.fit_with_errors(data), plots.uncertainty_plot
    low, high = fit.conf_int(0.95).age
    assert plot._with_errors.get_visible()
    assert list(plot._with_errors.get_xdata()) == [fit.age, fit.age]
    assert plot._on_both_axes.get_text() == f"dotted: errors on\nboth axes, {fit.age:.2f}"
    sentence = f"With errors on both axes the age is {fit.age:.2f} billion years (95 %: {low:.2f} to {high:.2f})."
    scattered = hw.fit_with_errors(data, scatter=300)
    low, high = scattered.conf_int(0.95).age
    sentence += " With 300 km/s of peculiar velocities added to the errors it is"
    sentence += f" {scattered.age:.2f} billion years (95 %: {low:.2f} to {high:.2f})."
    assert plot.description["allowed"].replace("\N{NO-BREAK SPACE}", " ").endswith(sentence)
    line = plots.fit_plot._error_bars._line
    np.testing.assert_allclose(line.get_ydata(), fit.slope * line.get_xdata() + fit.intercept)
    assert line.get_visible()
    plots.view = "loss"
    assert not line.get_visible()
    plots.view = "uncertainty"
    for other in (
        WHOLE,
        hw.Dataset(distance=data.distance, velocity=data.velocity, velocity_error=data.velocity_error),
    ):
        show_data(plots, other)
        show(plots, 0.05, 500, 500)
        assert not plot._with_errors.get_visible()
        assert not plot._on_both_axes.get_visible()
        assert not line.get_visible()
        assert "both axes" not in plot.description["allowed"]


def test_of_many_galaxies_the_line_with_errors_stands_beside_student_s_t(plots: Plots) -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(20, 400, 3000)
    data = hw.Dataset(
        distance=distance,
        velocity=70 * distance + random.normal(0, 300, distance.size),
        distance_error=0.05 * distance,
        velocity_error=np.full(distance.size, 50.0),
    )
    plots.view = "uncertainty"
    show_data(plots, data)
    show(plots, 0.05, 500, 500)
    allowed = plots.uncertainty_plot.description["allowed"].replace("\N{NO-BREAK SPACE}", " ")
    assert "by Student's t" in allowed
    assert f"With errors on both axes the age is {hw.fit_with_errors(data).age:.2f} billion years" in allowed


def test_where_no_line_with_errors_on_both_axes_is_found_it_says_why(
    plots: Plots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "odrpack", None)
    errors = {"distance_error": 0.1 * WHOLE.distance, "velocity_error": np.full(len(WHOLE), 80.0)}
    plots.view = "uncertainty"
    show_data(plots, hw.Dataset(distance=WHOLE.distance, velocity=WHOLE.velocity, **errors))
    show(plots, 0.05, 500, 500)
    assert not plots.uncertainty_plot._with_errors.get_visible()
    said = plots.uncertainty_plot.description["allowed"]
    advice = r"A fit with errors on both axes needs odrpack \(.*\): pip install 'hubble_widget\[errors\]'\.$"
    assert re.search(advice, said)


def test_while_the_exact_fit_is_hidden_so_is_the_line_with_errors(plots: Plots) -> None:
    errors = {"distance_error": 0.1 * WHOLE.distance, "velocity_error": np.full(len(WHOLE), 80.0)}
    plots.view = "uncertainty"
    show_data(plots, hw.Dataset(distance=WHOLE.distance, velocity=WHOLE.velocity, **errors))
    for part in (plots.fit_plot, plots.uncertainty_plot):
        part.show_exact(shown=False)
    show(plots, 0.05, 500, 500)
    assert not plots.uncertainty_plot._with_errors.get_visible()
    assert not plots.fit_plot._error_bars._line.get_visible()
