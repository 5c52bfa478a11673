"""The loss plot: curve, floor, scales, the iteration under the mouse, pinned runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.transforms import Bbox

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.artists.pinned_runs import MAX_PINNED
from hubble_widget.figure.artists.run_labels import distinct_labels, number_repeated, without_shared_parts
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.palette import DARK, LIGHT
from hubble_widget.figure.plots import Plots
from hubble_widget.fit.loss import loss_of_fit
from tests.figures import LESSON, WHOLE, holds_color, make_canvas, show, show_data


def test_curve_marker_and_caption_show_the_state(plots: Plots) -> None:
    path = show(plots, 0.05, 500, 300)
    plot = plots.loss_plot
    assert plot._marker.get_data() == ([300], [path.losses[300]])
    assert plot._losses.get_xdata()[-1] == 300
    assert plot._ahead.get_xdata()[-1] == 500
    assert plot._caption.get_text() == f"iteration 300   loss {path.losses[300]:.4g}"
    low, high = plots.loss_axes.get_ylim()
    assert low < hw.polyfit("key_project").loss < 0.33 < high


@pytest.mark.parametrize(
    ("loss_function", "label"),
    [
        ("MSE", "Loss (mean squared error)"),
        ("L1", "Loss (mean absolute error)"),
        ("Huber", "Loss (Huber)"),
    ],
)
def test_the_axis_names_the_loss_function(plots: Plots, loss_function: str, label: str) -> None:
    plots.show_path(replace(hw.gradient_descent("key_project"), loss_function=loss_function))
    assert plots.loss_axes.get_ylabel() == label


@pytest.mark.parametrize("loss", [0.0, np.nan, np.inf])
def test_no_floor_is_shown_where_there_is_none(plots: Plots, canvas: LiveCanvas, loss: float) -> None:
    show(plots, 0.05, 500, 500)
    plots.loss_plot.show_floor(loss)
    canvas.render()
    assert not plots.loss_plot._floor.get_visible()
    assert not plots.loss_plot._floor_note.get_visible()
    plots.loss_plot.show_floor(0.0196)
    assert plots.loss_plot._floor_note.get_text() == "exact fit 0.0196"
    assert plots.loss_plot._floor.get_visible()


def test_the_same_floor_keeps_the_background(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    canvas.render()
    plots.loss_plot.show_floor(hw.polyfit("key_project").loss)
    assert not plots.figure.stale


def test_a_linear_scale_begins_about_zero_and_caps_what_diverges(plots: Plots, canvas: LiveCanvas) -> None:
    start = show(plots, 0.05, 500, 500).losses[0]
    assert plots.loss_plot.log
    plots.loss_plot.log = False
    assert not plots.loss_plot.log
    low, high = plots.loss_axes.get_ylim()
    floor = hw.polyfit("key_project").loss
    assert (floor - low) / (high - low) == pytest.approx(0.12)  # room for the words under it
    assert start < high <= 1.5 * start
    show(plots, 0.9, 500, 500)
    assert plots.loss_axes.get_ylim()[1] < 3 * start
    canvas.render()
    plots.loss_plot.log = True
    show(plots, 0.05, 500, 500)
    assert plots.loss_axes.get_ylim() == (0.01, 1.0)


@pytest.mark.parametrize("linear", [False, True])
def test_limits_stay_while_a_guess_or_a_slider_moves(plots: Plots, canvas: LiveCanvas, linear: bool) -> None:
    plots.loss_plot.log = not linear
    show(plots, 0.05, 500, 500)
    canvas.render()
    limits = plots.loss_axes.get_xlim(), plots.loss_axes.get_ylim()
    for number in range(20):
        path = hw.gradient_descent("key_project", start=(0.1 * number, 0.0), iterations=500 - 5 * number)
        plots.show_path(path)
        plots.show_state(path, path.iterations)
    assert (plots.loss_axes.get_xlim(), plots.loss_axes.get_ylim()) == limits
    assert not plots.figure.stale


def test_a_zoom_survives_new_paths(plots: Plots) -> None:
    show(plots, 0.05, 500, 500)
    plots.loss_axes.set_xlim(50, 100)
    plots.fit_axes.set_xlim(5, 10)
    show(plots, 0.06, 450, 450)
    assert plots.loss_axes.get_xlim() == (50, 100)
    assert plots.fit_axes.get_xlim() == (5, 10)


def test_the_axis_says_that_pinned_runs_have_other_losses(plots: Plots) -> None:
    path = hw.gradient_descent("key_project")
    plots.show_path(path)
    plots.pin(path)
    assert plots.loss_axes.get_ylabel() == "Loss (mean squared error)"
    plots.show_path(replace(path, loss_function="L1"))
    assert plots.loss_axes.get_ylabel() == "Loss (of each run's own kind)"
    plots.unpin_all()
    assert plots.loss_axes.get_ylabel() == "Loss (mean absolute error)"


@pytest.mark.parametrize("width", [900, 480])
@pytest.mark.parametrize("loss_function", ["MSE", "L1", "Huber"])
def test_the_words_under_the_floor_touch_neither_curve_nor_marker(loss_function: str, width: int) -> None:
    plots = Plots(width)
    show_data(plots, LESSON)
    path = hw.train(LESSON, loss_function=loss_function)
    plots.loss_plot.show_floor(loss_of_fit(LESSON, hw.polyfit(LESSON), loss_function))
    plots.show_path(path)
    plots.show_state(path, path.iterations)
    make_canvas(plots).render()
    marker, point = plots.loss_plot._marker, plots.figure.dpi / 72
    curve = plots.loss_axes.transData.transform(np.column_stack([np.arange(len(path.losses)), path.losses]))
    words = plots.loss_plot._floor_note.get_window_extent()
    for places, diameter in ((curve, 2.2), (curve[-1:], marker.get_markersize() + marker.get_markeredgewidth())):
        around = words.padded(diameter / 2 * point)
        assert not any(around.contains(*place) for place in places)


# The iteration under the mouse


def test_an_iteration_is_read_off_the_shown_curve(plots: Plots, canvas: LiveCanvas) -> None:
    path = show(plots, 0.05, 500, 500)
    canvas.render()
    plots.hover_loss(320)
    plot = plots.loss_plot
    assert plot._note.get_text() == f"iteration 320: loss {path.losses[320]:.4g}"
    assert plot._dot.get_data() == ([320], [path.losses[320]])
    assert not plots.figure.stale
    other = hw.gradient_descent("key_project", learning_rate=0.02)
    plots.show_state(other, 100)
    plots.update_artists()
    assert plot._note.get_text() == f"iteration 320: loss {other.losses[320]:.4g}"
    trained = hw.gradient_descent("key_project", learning_rate=0.04, iterations=200)  # a run that is not there yet
    plots.show_state(trained, 200)
    plots.update_artists()
    assert plot._note.get_text() == f"iteration 320: loss {path.losses[320]:.4g}"
    show(plots, 0.05, 300, 300)
    assert not plot._note.get_visible()
    show(plots, 0.05, 500, 500)
    assert plot._note.get_visible()  # the pointer is where it was, and the page shows it again, too


@pytest.mark.parametrize("iteration", [0, 1, 12, 30, 3000])
def test_what_is_out_of_sight_is_told_under_the_caption(plots: Plots, canvas: LiveCanvas, iteration: int) -> None:
    show(plots, 0.9, 3000, 3000)
    plots.hover_loss(iteration)
    canvas.render()
    box, axes = plots.loss_plot._note.get_bbox_patch().get_window_extent(), plots.loss_axes.bbox
    assert axes.y0 - 1 <= box.y0 < box.y1 <= axes.y1
    assert axes.x0 - 1 <= box.x0 < box.x1 <= axes.x1 + 1


def test_a_diverged_loss_is_told_as_the_cards_do_and_pointed_to(plots: Plots, canvas: LiveCanvas) -> None:
    beyond = plots.loss_plot._beyond
    show(plots, 0.05, 500, 500)
    canvas.render()
    assert beyond.above.size == beyond.below.size == 0
    show(plots, 1.5, 500, 20)  # finite, but out of sight
    canvas.render()
    assert beyond.above == pytest.approx(plots.loss_axes.transData.transform((20, 1))[0])
    show(plots, 1.5, 3000, 3000)
    plots.hover_loss(2900)
    canvas.render()
    assert beyond.above.size == 1
    caption = plots.loss_plot._caption
    assert caption.get_text() == "iteration 3,000   loss too large"
    assert beyond.get_ydata()[0] < caption.get_window_extent().y0
    assert plots.loss_plot._note.get_text() == "iteration 2,900: loss too large"


def test_a_guess_whose_loss_is_too_large_to_hold_leaves_the_scale_as_it_is(plots: Plots, canvas: LiveCanvas) -> None:
    floor = hw.polyfit(WHOLE).loss
    plots.loss_plot.show_floor(floor)
    plots.show_path(hw.gradient_descent(WHOLE, start=(1e300, 0.0)))
    canvas.render()
    assert plots.loss_plot.log
    assert plots.loss_plot.limits.warning == ""
    low, high = plots.loss_axes.get_ylim()
    assert low < floor < high


@pytest.mark.parametrize("width", [900, 480])
def test_the_marker_is_whole_at_either_end(width: int) -> None:
    plots = Plots(width)
    show_data(plots, WHOLE)
    show(plots, 0.05, 500, 500)
    marker = plots.loss_plot._marker
    radius = (marker.get_markersize() + marker.get_markeredgewidth()) / 2 * plots.figure.dpi / 72
    for iteration in (0, 500):
        x, _ = plots.loss_axes.transData.transform((iteration, 0.1))
        assert plots.loss_axes.bbox.x0 <= x - radius
        assert x + radius <= plots.loss_axes.bbox.x1


# Pinned runs


def test_pinned_runs_stay_and_are_listed(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    canvas.render()
    plots.pin(hw.gradient_descent("key_project", learning_rate=0.01, iterations=1500))
    plots.pin(replace(hw.gradient_descent("key_project", learning_rate=0.1, iterations=1), optimizer="Adam"))
    plots.pin(hw.gradient_descent("key_project"), "mine: $x^$")
    assert plots.figure.stale
    assert plots.loss_plot.pins.labels == ("0.01, 1,500 iterations, SGD", "0.1, 1 iteration, Adam", "mine: $x^$")
    assert plots.loss_axes.get_xlim()[1] > 1500  # an axis that holds them all
    pixels = canvas.render()
    assert holds_color(pixels, LIGHT.pinned[0])
    legend = plots.loss_axes.get_legend()
    assert [text.get_text().replace("\xa0", " ") for text in legend.get_texts()] == list(plots.loss_plot.pins.labels)
    caption = plots.loss_plot._caption.get_window_extent()
    assert legend.get_window_extent().y1 <= caption.y0
    show(plots, 0.06, 500, 400)
    assert not plots.figure.stale
    plots.unpin_all()
    assert plots.loss_plot.pins.labels == ()
    assert plots.loss_axes.get_xlim()[1] < 600
    assert not holds_color(canvas.render(), LIGHT.pinned[0])


def test_no_more_runs_are_pinned_than_there_are_colors(plots: Plots) -> None:
    assert MAX_PINNED == len(LIGHT.pinned) == len(DARK.pinned) == 6
    runs = [hw.gradient_descent("key_project", iterations=count) for count in range(1, MAX_PINNED + 2)]
    for run in runs[:-1]:
        plots.pin(run)
    with pytest.raises(ValueError, match="6 runs are pinned already"):
        plots.pin(runs[-1])
    assert len(plots.loss_plot.pins.labels) == 6
    legend = plots.loss_axes.get_legend()
    curves = [line for line in plots.loss_axes.lines if line.get_label() in plots.loss_plot.pins.labels]
    dashes = [tuple(line._dash_pattern[1]) for line in curves]
    assert len(set(dashes)) == 6  # some eyes see no hues
    assert [tuple(line._dash_pattern[1]) for line in legend.get_lines()] == dashes


def test_labels_name_what_differs(plots: Plots, canvas: LiveCanvas) -> None:
    def learn(data: hw.Dataset, **settings: object) -> hw.Trajectory:
        show_data(plots, data)
        path = hw.gradient_descent(data, **settings)
        plots.show_path(path)
        plots.show_state(path, 500)
        return path

    plots.pin(learn(WHOLE))
    assert plots.loss_plot.pins.labels == ("0.05, 500 iterations",)
    plots.pin(learn(LESSON))
    assert plots.loss_plot.pins.labels == (
        "0.05, 500 iterations, all 24 galaxies",
        "0.05, 500 iterations, without NGC 4639",
    )
    learn(LESSON, start=(30.0, -400.0))
    assert [label.rsplit(", ", 1)[1] for label in plots.loss_plot.pins.labels] == ["flat start"] * 2
    plots.unpin_all()
    plots.pin(learn(WHOLE, start=(30.0, -400.0)))
    learn(WHOLE, start=(20.0, 0.0))
    assert plots.loss_plot.pins.labels == ("0.05, 500 iterations, guess 30, −400",)
    canvas.render()
    learn(WHOLE, start=(40.0, 0.0))
    assert not plots.figure.stale  # a drag of the guess is blitted
    plots.unpin_all()
    plots.pin(learn(WHOLE))
    learn(hw.load_dataset("hubble_1929"))
    assert plots.loss_plot.pins.labels == ("0.05, 500 iterations, HST Key Project (24)",)


def test_runs_that_differ_in_one_thing_alone_are_told_apart() -> None:
    usual = hw.gradient_descent(WHOLE)

    def labels(*runs: tuple[hw.Trajectory, hw.Dataset]) -> list[str]:
        told = number_repeated(distinct_labels(runs))
        assert len(set(told)) == len(runs)
        return [label.removeprefix("0.05, 500 iterations").removeprefix(", ") for label in told]

    def of(**settings: object) -> tuple[hw.Trajectory, hw.Dataset]:
        return replace(usual, **settings), WHOLE

    assert labels(of()) == [""]
    assert labels(of(), of(optimizer="Adam")) == ["SGD", "Adam"]
    assert labels(of(optimizer="Adam"), of(optimizer="Adam", loss_function="L1")) == ["Adam, MSE", "Adam, L1"]
    assert labels(of(), of(learning_rate=0.050001)) == ["", "0.050001, 500 iterations"]
    assert labels(of(start=(9.0, 1.0)), of(start=(9.0, 1.00001))) == ["guess 9, 1.0", "guess 9, 1.00001"]
    assert labels(of(), of()) == ["", " (2)"]
    names = WHOLE.names[:5]
    lacking = [(usual, WHOLE.exclude(*names[:4], name)) for name in WHOLE.names[4:6]]
    assert labels(*lacking) == [f"without 5 galaxies: {name}, {names[0]} …" for name in WHOLE.names[4:6]]
    other = usual, hw.load_dataset("hubble_1929")
    counted = ["HST Key Project (24)", "HST Key Project (23), without NGC 4639", "Hubble 1929 (24)"]
    assert labels(of(), (usual, LESSON), other) == counted
    again = hw.Dataset(distance=WHOLE.distance, velocity=WHOLE.velocity, title=WHOLE.title)
    assert labels((usual, WHOLE), (usual, again)) == ["HST Key Project 1 (24)", "HST Key Project 2 (24)"]


def test_a_run_is_pinned_once(plots: Plots) -> None:
    plots.pin(hw.gradient_descent("key_project", iterations=20))
    with pytest.raises(ValueError, match="pinned already"):
        plots.pin(hw.train("key_project", iterations=20))
    show_data(plots, LESSON)
    plots.pin(hw.gradient_descent(LESSON, iterations=20))
    assert len(set(plots.loss_plot.pins.labels)) == 2


@pytest.mark.parametrize("width", [900, 620, 480, 300])
def test_the_legend_of_pinned_runs_stays_inside_the_axes(plots: Plots, canvas: LiveCanvas, width: int) -> None:
    for name in ("one set of galaxies", "the other set of galaxies"):
        data = hw.Dataset(distance=WHOLE.distance, velocity=WHOLE.velocity, title=f"A long title of {name}")
        show_data(plots, data)
        for optimizer in ("SGD", "SGD with momentum", "Adam"):
            run = replace(
                hw.gradient_descent(data, start=(123.456, -1234.5)), optimizer=optimizer, loss_function="Huber"
            )
            plots.pin(run)
    for size in (figure_size(900), figure_size(width)):
        plots.arrange(*size)
    canvas.render()
    axes, legend = plots.loss_axes.bbox, plots.loss_axes.get_legend().get_window_extent()
    assert axes.x0 <= legend.x0
    assert legend.x1 <= axes.x1
    assert axes.y0 <= legend.y0
    texts = [re.sub(r"\s", " ", text.get_text()) for text in plots.loss_axes.get_legend().get_texts()]
    if width in (900, 480):
        assert texts == list(plots.loss_plot.pins.labels)
    elif width == 620:
        assert texts == without_shared_parts(plots.loss_plot.pins.labels)
        assert texts[0] == "SGD, A long title o…t of galaxies 1 (24)"


@pytest.mark.parametrize("width", [900, 640, 480, 400])
def test_the_legend_of_six_runs_lies_over_none_of_their_curves(plots: Plots, canvas: LiveCanvas, width: int) -> None:
    plots.arrange(*figure_size(width))
    show_data(plots, WHOLE)
    for rate in (0.01, 0.02, 0.03, 0.1, 0.2, 0.3):
        plots.pin(hw.gradient_descent(WHOLE, learning_rate=rate))
    show(plots, 0.05, 500, 500)
    canvas.render()
    axes, pins = plots.loss_axes, plots.loss_plot.pins
    legend = axes.get_legend().get_window_extent()
    assert legend.count_contains(axes.transAxes.transform(pins.places)) == 0
    texts = [text.get_text() for text in axes.get_legend().get_texts()]
    if width in (640, 400):
        assert texts == ["0.01", "0.02", "0.03", "0.1", "0.2", "0.3"]
    assert pins.labels[0] == "0.01, 500 iterations"  # in the list and in notes


@pytest.mark.parametrize("width", [900, 480])
@pytest.mark.parametrize(
    ("rates", "is_room"),
    [((0.3, 0.25, 0.2, 0.15, 0.1, 0.0001), True), ((0.1, 0.02, 0.01, 0.003, 0.001, 0.0003), False)],
    ids=["one is slow", "everywhere"],
)
def test_the_legend_of_pinned_runs_goes_where_no_curve_is(rates: tuple[float, ...], width: int, is_room: bool) -> None:
    plots = Plots(width)
    show_data(plots, WHOLE)
    path = show(plots, 0.12, 500, 500)
    runs = [hw.gradient_descent(WHOLE, learning_rate=rate) for rate in rates]
    for run in runs:
        plots.pin(run)
    plots.recolor(DARK)
    make_canvas(plots).render()
    legend, transform = plots.loss_axes.get_legend(), plots.loss_axes.transData.transform
    box = legend.get_window_extent()
    for words in (plots.loss_plot._caption, plots.loss_plot._floor_note):
        assert not box.overlaps(words.get_window_extent())
    curves = transform([(at, loss) for run in (path, *runs) for at, loss in enumerate(run.losses)])
    assert is_room == (not any(box.contains(*place) for place in curves))
    *color, opacity = legend.get_frame().get_facecolor()
    assert color == pytest.approx(to_rgb(DARK.background))
    assert 0.5 < opacity < 0.8  # the words are read, and the curves under them are seen


def test_the_losses_of_pinned_runs_are_read_too(plots: Plots) -> None:
    path = show(plots, 0.05, 500, 500)
    slow, short = (
        hw.gradient_descent("key_project", learning_rate=0.01),
        hw.gradient_descent("key_project", iterations=100),
    )
    plots.pin(slow)
    plots.pin(short)
    plots.hover_loss(320)
    first, second = plots.loss_plot._note.get_text().split("\n")
    assert first == f"iteration 320: loss {path.losses[320]:.4g}"
    assert second == f"0.01, 500 iterations: {slow.losses[320]:.4g}"
    plots.hover_loss(50)
    assert plots.loss_plot._note.get_text().endswith(f"0.05, 100 iterations: {short.losses[50]:.4g}")
    plots.unpin_all()
    assert "\n" not in plots.loss_plot._note.get_text()


@pytest.mark.parametrize("learning_rate", [0.9, 10.0])
def test_a_diverged_run_can_be_pinned(plots: Plots, learning_rate: float) -> None:
    show(plots, 0.05, 500, 500)
    plots.pin(hw.gradient_descent("key_project", learning_rate=learning_rate))
    for linear in (False, True):
        plots.loss_plot.log = not linear
        make_canvas(plots).render()
        assert np.isfinite(plots.loss_axes.get_ylim()).all()


def test_the_words_under_the_floor_go_where_no_curve_of_other_galaxies_is(plots: Plots) -> None:
    for name in ("hubble_1929", "key_project_sne", "sh0es_cepheids"):
        others = hw.load_dataset(name)
        show_data(plots, others)
        plots.pin(hw.gradient_descent(others))
    show_data(plots, WHOLE)
    show(plots, 1.2, 500, 500)  # it diverges, so that the axis is long and the curves of others are close to the floor
    make_canvas(plots).render()
    words = plots.loss_plot._floor_note.get_window_extent()
    places = [
        plots.loss_axes.transData.transform(np.column_stack([np.arange(len(run.losses)), run.losses]))
        for run in plots.loss_plot.pins.runs
    ]
    right_end = words.translated(plots.loss_axes.bbox.x1 - words.x1, 0)
    assert any(right_end.contains(*place) for curve in places for place in curve)  # where the words are as a rule
    assert not any(words.contains(*place) for curve in places for place in curve)
    assert plots.loss_axes.bbox.x0 < words.x0

    plots.unpin_all()
    assert plots.loss_plot._floor_note.get_window_extent().x1 == pytest.approx(plots.loss_axes.bbox.x1, abs=8)


def test_the_legend_is_under_the_arrowhead_of_a_run_that_diverges(plots: Plots) -> None:
    show_data(plots, WHOLE)
    plots.pin(hw.gradient_descent(WHOLE, learning_rate=0.1))
    show(plots, 1.2, 500, 500)
    make_canvas(plots).render()
    beyond, point = plots.loss_plot._beyond, plots.figure.dpi / 72
    ((x, y),) = np.column_stack([beyond.above, [beyond.get_ydata()[0]] * len(beyond.above)])
    around = Bbox.from_bounds(x, y, 0, 0).padded(beyond.get_markersize() / 2 * point)
    assert not around.overlaps(plots.loss_axes.get_legend().get_window_extent())


@pytest.mark.parametrize("width", [330, 640])
def test_the_caption_of_a_run_that_diverges_lies_inside_the_axes(width: int) -> None:
    plots = Plots(width)
    show_data(plots, WHOLE)
    show(plots, 1.5, 3000, 3000)
    make_canvas(plots).render()
    caption, axes = plots.loss_plot._caption.get_window_extent(), plots.loss_axes.bbox
    assert axes.x0 < caption.x0 < caption.x1 < axes.x1


def test_the_legend_of_pins_never_covers_more_than_with_whole_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    plots = Plots(880)
    show_data(plots, LESSON)
    for rate in (0.05, 0.3):
        plots.loss_plot.pin(hw.gradient_descent(LESSON, learning_rate=rate))
    covers = iter([3, 1, 2])  # whole labels, short ones in a column, and in two
    monkeypatch.setattr(plots.loss_plot.pins, "_place_legend", lambda: next(covers))
    plots.loss_plot.pins._show_legend()
    legend = plots.loss_axes.get_legend()
    assert legend is plots.loss_plot.pins._legend
    assert legend._ncols == 1
    assert next(covers, None) is None


def test_the_axis_of_iterations_may_be_numbered_anew_only_if_nothing_else_depends_on_it() -> None:
    def ticks_after(change: Callable[[hw.RegressionExplorer, Axes], object]) -> list[float]:
        explorer = hw.RegressionExplorer("key_project", iterations=500)
        change(explorer, explorer.axes[1])
        try:
            return [tick for tick in explorer._view.plots.iteration_ticks if 0 <= tick <= 500]
        finally:
            explorer.close()

    assert ticks_after(lambda _explorer, _axes: None) == [0, 100, 200, 300, 400, 500]
    changes: list[Callable[[hw.RegressionExplorer, Axes], object]] = [
        lambda _explorer, axes: axes.axvline(250),
        lambda _explorer, axes: axes.text(250, 0.1, "here"),
        lambda _explorer, axes: axes.set_xlim(0, 50),
        lambda _explorer, axes: axes.set_xticks([0, 500 / 3, 500]),
        lambda _explorer, axes: axes.set_xticks([0, 500], ["start", "end"]),
        lambda explorer, _axes: explorer._view.more.pin.click(),
        lambda _explorer, axes: (axes.lines[0].remove(), axes.axvline(250)),
        lambda _explorer, axes: axes.twinx().plot([0, 500], [1, 2]),
        lambda _explorer, axes: axes.set_xticks([125], ["here"], minor=True),
        lambda _explorer, axes: axes.tick_params(labelrotation=60),
        lambda _explorer, axes: axes.tick_params(labelsize=14),
        lambda _explorer, axes: axes.xaxis.tick_top(),
        lambda explorer, _axes: explorer.figure.text(0.7, 0.5, "here"),
        lambda explorer, axes: (
            axes.ticklabel_format(style="sci", axis="x", scilimits=(0, 0)),
            explorer.figure.canvas.draw(),
        ),
    ]
    for change in changes:
        assert ticks_after(change) == []
