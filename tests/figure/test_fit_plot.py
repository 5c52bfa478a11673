"""The fit plot and its residual plot: galaxies, lines, guess, residuals, and what is said of a galaxy."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from matplotlib.colors import to_rgb

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.artists.note import Note, shorten
from hubble_widget.figure.fit_plot import CROWD
from hubble_widget.figure.layout import figure_size
from hubble_widget.figure.palette import DARK, LIGHT
from hubble_widget.figure.plots import Plots
from tests.figures import LESSON, WHOLE, holds_color, make_canvas, show, show_data


def place(plots: Plots, name: str) -> np.ndarray:
    """Return where a galaxy is in the figure, in pixels."""
    index = WHOLE.names.index(name)
    return plots.fit_axes.transData.transform((WHOLE.distance[index], WHOLE.velocity[index]))


def note(plots: Plots) -> Note:
    return plots.fit_plot._note


def crowd(size: int = 5000) -> hw.Dataset:
    distance = np.linspace(1, 100, size)
    return hw.Dataset(distance=distance, velocity=70 * distance)


def test_the_line_is_that_of_the_state(plots: Plots) -> None:
    state = show(plots, 0.05, 500, 500).state(500)
    x, y = plots.fit_plot._line.get_data()
    np.testing.assert_allclose(np.diff(y) / np.diff(x), state.slope)


def test_a_galaxy_left_out_is_hollow_and_nothing_jumps(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    limits = plots.fit_axes.get_xlim(), plots.fit_axes.get_ylim()
    canvas.render()
    show_data(plots, LESSON)
    assert plots.figure.stale
    assert (plots.fit_axes.get_xlim(), plots.fit_axes.get_ylim()) == limits
    assert len(plots.fit_plot._galaxies.get_xdata()) == 23
    assert plots.fit_plot._left_out.get_xdata() == WHOLE.distance[WHOLE.names.index("NGC 4639")]
    assert LESSON.whole is WHOLE.whole is WHOLE
    assert LESSON.exclude("NGC 300").whole is WHOLE


def test_a_galaxy_near_the_line_stays_full(plots: Plots, canvas: LiveCanvas) -> None:
    """A light hole is the sign of one that is left out."""
    fit = hw.polyfit(WHOLE)
    show(plots, 0.05, 5000, 5000)
    pixels = canvas.render()
    places = plots.fit_axes.transData.transform(np.column_stack([WHOLE.distance, WHOLE.velocity]))
    feet = plots.fit_axes.transData.transform(np.column_stack([WHOLE.distance, fit.predict(WHOLE.distance)]))
    colors = np.array([pixels[len(pixels) - 1 - int(y), int(x), :3] for x, y in places])
    galaxy = [int(LIGHT.galaxy[at : at + 2], 16) for at in (1, 3, 5)]
    is_off_the_line = np.abs(places - feet)[:, 1] > 4
    assert 10 < is_off_the_line.sum() < len(WHOLE)
    assert (colors[is_off_the_line] == galaxy).all()
    assert (colors.min(axis=1) < 100).all()  # where a line lies over one, its color


def test_the_exact_line_is_seen_on_the_learned_one(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 5000, 5000)
    pixels = canvas.render()
    box = plots.fit_axes.bbox
    height = len(pixels)
    middle = pixels[height - int(box.y1) : height - int(box.y0), int(box.x0 + box.width / 2) : int(box.x1)]
    assert holds_color(middle, LIGHT.exact)
    assert holds_color(middle, LIGHT.learned)


def test_zoomed_out_the_exact_line_crosses_the_whole_axes(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    for axis in (plots.fit_axes.xaxis, plots.fit_axes.yaxis):
        low, high = axis.get_view_interval()
        axis.set_view_interval(low - 2 * (high - low), high + 3 * (high - low), ignore=True)
    pixels = canvas.render()
    box = plots.fit_axes.bbox
    inside = pixels[len(pixels) - int(box.y1) : len(pixels) - int(box.y0), int(box.x0) : int(box.x1)]
    for columns in (inside[:, :20], inside[:, -20:]):
        assert holds_color(columns, LIGHT.exact)


@pytest.mark.parametrize(
    ("distance", "velocity", "corner"),
    [
        (WHOLE.distance, WHOLE.velocity, "upper left"),
        (WHOLE.distance, 1600 - 70 * WHOLE.distance, "upper right"),
        ([*WHOLE.distance, 2.0], [*WHOLE.velocity, 1750.0], "lower right"),
    ],
    ids=["rising", "falling", "one in the corner"],
)
def test_the_legend_is_where_no_galaxy_is(distance: np.ndarray, velocity: np.ndarray, corner: str) -> None:
    plots = Plots(880)
    data = hw.Dataset(distance=distance, velocity=velocity)
    show_data(plots, data)
    make_canvas(plots).render()
    assert plots.fit_plot.legend_at == corner
    box = plots.fit_axes.get_legend().get_window_extent()
    places = plots.fit_axes.transData.transform(np.column_stack([data.distance, data.velocity]))
    assert not any(box.contains(*place) for place in places)


def test_the_legend_has_a_background_where_it_must_cover_galaxies() -> None:
    plots = Plots(480)
    legend = plots.fit_axes.get_legend
    show_data(plots, WHOLE)
    assert not legend().get_frame_on()
    distance, velocity = np.meshgrid(np.linspace(1, 100, 20), np.linspace(1, 7000, 20))
    show_data(plots, hw.Dataset(distance=distance.ravel(), velocity=velocity.ravel()))
    make_canvas(plots).render()
    assert legend().get_frame_on()
    plots.recolor(DARK)
    assert to_rgb(legend().get_frame().get_facecolor()) == to_rgb(DARK.background)
    galaxies = plots.fit_plot._galaxies
    assert galaxies.get_zorder() < legend().get_zorder()
    show_data(plots, WHOLE)
    assert not legend().get_frame_on()


def test_the_legend_leaves_the_exact_line_free_and_stays_while_the_learned_one_moves() -> None:
    plots = Plots(880)
    show_data(plots, hw.Dataset(distance=[0, 5, 10, 10], velocity=[700, 1000, 0, 100]))  # none where the line begins
    assert plots.fit_plot.legend_at == "upper right"
    canvas = make_canvas(plots)
    canvas.render()
    for slope, intercept in ((0.0, 0.0), (100.0, 0.0), (0.0, 950.0)):
        plots.fit_plot.show_line(slope, intercept)
    assert not plots.figure.stale
    plots.fit_plot.show_exact(shown=False)
    assert plots.fit_plot.legend_at == "upper left"


@pytest.mark.parametrize("iteration", [3, 4, 3000])
def test_a_line_out_of_sight_is_said_to_be(plots: Plots, canvas: LiveCanvas, iteration: int) -> None:
    said = plots.fit_plot._out_of_sight
    show(plots, 0.05, 500, 500)
    canvas.render()
    assert not said.get_visible()
    show(plots, 1.5, 3000, iteration)
    canvas.render()
    assert said.get_visible()
    assert said.get_text() == "learned:\nout of sight"
    assert not said.get_bbox_patch().get_window_extent().overlaps(plots.fit_axes.get_legend().get_window_extent())
    show(plots, 0.05, 500, 500)
    plots.fit_axes.set_ylim(5000, 6000)  # zoomed to where nothing is
    canvas.render()
    assert said.get_visible()
    plots.fit_axes.set_ylim(0, 2000)
    canvas.render()
    assert not said.get_visible()


@pytest.mark.parametrize("view", ["loss", "uncertainty"])
@pytest.mark.parametrize("width", [1300, 880, 640, 480, 400])
@pytest.mark.parametrize("slope", [0.0, 60.0])
def test_the_words_of_a_guess_the_line_out_of_sight_and_the_legends_lie_apart(
    view: str, width: int, slope: float
) -> None:
    plots = Plots(width)
    plots.view = view
    plots.arrange(*figure_size(width))
    show_data(plots, LESSON)
    show(plots, 1.5, 3000, 3000)  # it has diverged
    plots.show_guess((slope, 0.0), 0.3322, True)
    plots.update_artists()
    make_canvas(plots).render()
    plot = plots.fit_plot
    key = plot._influence_marks.key
    texts = [text for legend in (plots.fit_axes.get_legend(), key) if legend for text in legend.get_texts()]
    assert plot.guess._note.get_visible() is (view == "loss")  # there the key takes its room
    notes = [note for note in (plot.guess._note, plot._out_of_sight) if note.get_visible()]
    assert plot._out_of_sight in notes
    boxes = [note.get_bbox_patch().get_window_extent() for note in notes]
    boxes += [text.get_window_extent() for text in texts]
    for at, box in enumerate(boxes):
        assert box.count_overlaps(boxes[at + 1 :]) == 0
    plots.view = "loss"
    assert plot.guess._note.get_visible()


def test_a_crowd_has_nothing_that_moves_for_each_galaxy() -> None:
    plots = Plots(880)
    plots.fit_plot.show_residuals(lines=True, squares=True)
    plots.residual_plot = True
    show_data(plots, crowd())
    show(plots, 0.05, 500, 500)
    assert plots.fit_plot.marks._squares.ends.size == 0
    assert len(plots._residuals._dots.get_xdata()) <= CROWD
    make_canvas(plots).render()


# The guess


def test_a_guess_has_two_handles_on_its_line(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    canvas.render()
    plots.show_guess((60.0, 100.0), 0.123, True)
    plots.update_artists()
    assert not plots.figure.stale  # so that a drag needs no picture
    guess = plots.fit_plot.guess
    assert guess._note.get_text() == "your guess: loss 0.123"
    for handle, share in zip(guess._handles.pixels(), (0.2, 0.8), strict=True):
        x, y = plots.fit_axes.transData.inverted().transform(handle)
        low, high = plots.fit_axes.get_xlim()
        assert x == pytest.approx(low + share * (high - low))
        assert y == pytest.approx(60 * x + 100)
    plots.show_guess((60.0, 100.0), 0.123, False)
    plots.update_artists()
    assert not any(artist.get_visible() for artist in guess.painted.values())


@pytest.mark.parametrize("slope", [3000.0, -3000.0])
def test_handles_of_a_steep_line_go_along_it_into_sight(plots: Plots, slope: float) -> None:
    plots.show_guess((slope, 300.0), 5.0, True)
    plots.update_artists()
    places = plots.fit_plot.guess._handles.pixels()
    for x, y in plots.fit_axes.transData.inverted().transform(places):
        assert y == pytest.approx(slope * x + 300)
    assert abs(places[0][1] - places[1][1]) > 30  # pixels: either can be grabbed
    box = plots.fit_axes.bbox
    for x, y in places:
        assert box.x0 < x < box.x1
        assert box.y0 < y < box.y1


def test_a_guess_too_steep_to_draw_is_hidden(plots: Plots, canvas: LiveCanvas) -> None:
    plots.show_guess((1e300, 0.0), np.inf, True)
    canvas.render()
    assert not plots.fit_plot.guess.line.get_visible()


# The galaxy under the mouse


def test_a_galaxy_is_described(plots: Plots, canvas: LiveCanvas) -> None:
    state = show(plots, 0.05, 500, 500).state(500)
    canvas.render()
    plots.hover_galaxy("NGC 4639")
    residual = 1403 - (state.slope * 21.98 + state.intercept)
    assert residual < 0
    assert note(plots).get_text() == f"NGC 4639\n21.98 Mpc, 1403 km/s\nresidual −{-residual:.0f} km/s"
    assert not plots.figure.stale
    later = show(plots, 0.05, 500, 100).state(100)  # the line moves on under the mouse
    assert f"+{1403 - (later.slope * 21.98 + later.intercept):.0f}" in note(plots).get_text()
    show_data(plots, LESSON)
    assert note(plots).get_text().startswith("NGC 4639, left out\n")
    show_data(plots, hw.load_dataset("hubble_1929"))
    assert plots.fit_plot.hovered is None
    assert not note(plots).get_visible()


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("width", [900, 480])
def test_every_galaxy_s_note_stays_inside_the_axes(width: int, ratio: int) -> None:
    plots = Plots(width)
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 500)
    canvas = make_canvas(plots)
    canvas._set_device_pixel_ratio(ratio)
    for name in WHOLE.names:
        plots.hover_galaxy(name)
        canvas.render()
        box, axes = note(plots).get_bbox_patch().get_window_extent(), plots.fit_axes.bbox
        assert box.x0 >= axes.x0 - 1
        assert box.y0 >= axes.y0 - 1
        assert box.x1 <= axes.x1 + 1
        assert box.y1 <= axes.y1 + 1
        assert not box.contains(*place(plots, name))


@pytest.mark.parametrize("width", [900, 480])
@pytest.mark.parametrize("data", [LESSON, hw.load_dataset("hubble_1929")], ids=["lesson", "1929"])
def test_a_note_covers_a_line_only_where_each_corner_of_its_galaxy_does(data: hw.Dataset, width: int) -> None:
    plots, galaxies = Plots(width), data.whole
    show_data(plots, data)
    path = hw.gradient_descent(data)
    plots.show_state(path, path.iterations)
    canvas = make_canvas(plots)
    canvas.render()
    transform, axes, gap = plots.fit_axes.transData.transform, plots.fit_axes.bbox, 8 * plots.figure.dpi / 72
    x = np.linspace(*plots.fit_axes.get_xlim(), 5000)
    slope, intercept, _ = path.state(path.iterations)
    velocities = np.concatenate([slope * x + intercept, hw.polyfit(data).predict(x)])
    lines = transform(np.column_stack([np.tile(x, 2), velocities]))

    def covers_a_line(corner: np.ndarray, size: np.ndarray, margin: float) -> bool:
        return bool(((corner - margin < lines) & (lines < corner + size + margin)).all(axis=1).any())

    free = 0
    for name, at in zip(
        galaxies.names, transform(np.column_stack([galaxies.distance, galaxies.velocity])), strict=True
    ):
        plots.hover_galaxy(name)
        canvas.render()
        box = note(plots).get_bbox_patch().get_window_extent()
        lefts, bottoms = (at[0] + gap, at[0] - gap - box.width), (at[1] + gap, at[1] - gap - box.height)
        corners = [
            corner
            for corner in product(lefts, bottoms)
            if (corner >= axes.min).all() and (corner + box.size <= axes.max).all()
        ]
        assert not box.padded(4).contains(*at)
        if covers_a_line(box.min, box.size, 0):
            assert all(covers_a_line(np.array(corner), box.size, gap / 4 + 1) for corner in corners)
        else:
            free += 1
    assert free >= 2 / 3 * len(galaxies)


@pytest.mark.parametrize("name", ["$x^$", "a_b $\\frac$", "W" * 300, "two\nlines " * 20, "%s {} \\n"])
def test_any_name_is_shown_literally_and_inside(name: str) -> None:
    plots = Plots(640)
    show_data(plots, hw.Dataset(distance=[1, 2, 3], velocity=[70, 150, 200], names=["a", name, "c"]))
    canvas = make_canvas(plots)
    plots.hover_galaxy(name)
    canvas.render()
    first = note(plots).get_text().split("\n")[0]
    whole = " ".join(name.split())
    assert first == whole or (first[0] == whole[0] and "…" in first and first[-1] == whole[-1])
    assert note(plots).get_bbox_patch().get_window_extent().width <= plots.fit_axes.bbox.width + 1


def test_long_text_is_cut_in_the_middle() -> None:
    assert shorten("NGC 4639", 8) == "NGC 4639"
    assert shorten("NGC 4639", 6) == "NGC…39"
    assert shorten("NGC 4639", 1) == "…"


def test_long_names_that_differ_at_the_end_read_differently() -> None:
    plots = Plots(880)
    names = [f"HST Key Project Cepheid sample {number}" for number in range(3)]
    show_data(plots, hw.Dataset(distance=[1, 2, 3], velocity=[70, 150, 200], names=names))
    canvas = make_canvas(plots)
    for name in names:
        plots.hover_galaxy(name)
        canvas.render()
        assert note(plots).get_text().split("\n")[0] == name  # there is room for all of it


# Residuals


def test_residuals_lead_from_the_galaxies_to_the_line(plots: Plots, canvas: LiveCanvas) -> None:
    state = show(plots, 0.05, 500, 500).state(500)
    canvas.render()
    plots.fit_plot.show_residuals(lines=True, squares=True)
    assert plots.fit_plot.marks.lines
    assert plots.fit_plot.marks.squares
    assert not plots.figure.stale
    segments = np.array(plots.fit_plot.marks._lines.get_segments())
    np.testing.assert_allclose(segments[:, 0], np.column_stack([WHOLE.distance, WHOLE.velocity]))
    np.testing.assert_allclose(segments[:, 1, 1], state.slope * WHOLE.distance + state.intercept)


@pytest.mark.parametrize("ratio", [1, 2])
def test_squares_are_square_on_the_screen_and_inside_where_there_is_room(plots: Plots, ratio: int) -> None:
    canvas = make_canvas(plots)
    canvas._set_device_pixel_ratio(ratio)
    plots.fit_plot.show_residuals(squares=True)
    state = show(plots, 0.05, 500, 500).state(500)
    canvas.render()
    ends = np.column_stack([WHOLE.distance, state.slope * WHOLE.distance + state.intercept])
    feet, galaxies = (
        plots.fit_axes.transData.transform(at) for at in (ends, np.column_stack([WHOLE.distance, WHOLE.velocity]))
    )
    for path, foot, galaxy in zip(plots.fit_plot.marks._squares.get_paths(), feet, galaxies, strict=True):
        extent = path.get_extents()
        assert extent.width == pytest.approx(abs(foot[1] - galaxy[1]))
        assert extent.height == pytest.approx(extent.width)
        assert extent.x0 >= plots.fit_axes.bbox.x0
        assert extent.x1 <= plots.fit_axes.bbox.x1


@pytest.mark.parametrize("iteration", [0, 100, 500])
def test_the_mean_area_of_the_squares_is_the_loss(plots: Plots, canvas: LiveCanvas, iteration: int) -> None:
    plots.fit_plot.show_residuals(squares=True)
    path = show(plots, 0.05, 500, iteration)
    canvas.render()
    low, high = plots.fit_axes.get_ylim()
    sides = [square.get_extents().height for square in plots.fit_plot.marks._squares.get_paths()]  # pixels
    areas = (np.array(sides) * (high - low) / plots.fit_axes.bbox.height) ** 2
    assert areas.mean() == pytest.approx(path.losses[iteration] * WHOLE.velocity.max() ** 2)


@pytest.mark.parametrize("iteration", [0, 20, 200, 3000])
def test_squares_of_a_diverging_line_can_be_drawn(plots: Plots, canvas: LiveCanvas, iteration: int) -> None:
    plots.fit_plot.show_residuals(lines=True, squares=True)
    plots.residual_plot = True
    show(plots, 0.9, 3000, iteration)
    assert (canvas.render()[:, :, 3] == 255).all()


def test_the_residual_plot_moves_with_the_line(plots: Plots, canvas: LiveCanvas) -> None:
    show_data(plots, LESSON)
    plots.residual_plot = True
    residuals = plots._residuals
    show(plots, 0.05, 500, 500)
    canvas.render()
    state = show(plots, 0.05, 500, 200).state(200)
    assert not plots.figure.stale
    np.testing.assert_allclose(
        residuals._dots.get_ydata(), LESSON.velocity - (state.slope * LESSON.distance + state.intercept)
    )
    assert len(residuals._left_out.get_ydata()) == 1
    assert residuals.axes.get_ylabel() == "Residual (km/s)"
    plots.fit_axes.set_xlim(5, 10)
    assert residuals.axes.get_xlim() == (5, 10)
    show_data(plots, LESSON.exclude("NGC 300"))
    assert plots.fit_axes.get_xlim() == (5, 10)
    plots.residual_plot = False
    assert not any(artist.get_visible() for artist in residuals.painted.values())


def test_the_residual_plot_fits_the_learned_line_and_points_to_what_lies_beyond(
    plots: Plots, canvas: LiveCanvas
) -> None:
    plots.residual_plot = True
    beyond = plots._residuals._beyond
    slope, intercept, _ = show(plots, 0.05, 500, 500).state(500)
    canvas.render()
    largest = np.abs(WHOLE.velocity - (slope * WHOLE.distance + intercept)).max()
    assert 0.5 < largest / plots.axes[2].get_ylim()[1] < 1
    assert beyond.above.size == beyond.below.size == 0
    show(plots, 0.05, 500, 0)
    canvas.render()
    far = WHOLE.velocity > plots.axes[2].get_ylim()[1]
    assert 0 < far.sum() < len(WHOLE)
    wanted = plots.axes[2].transData.transform(np.column_stack([WHOLE.distance[far], WHOLE.distance[far]]))[:, 0]
    np.testing.assert_allclose(beyond.above, wanted)
    assert (plots.axes[2].bbox.y1 - beyond.get_ydata() < 8).all()
    assert beyond.below.size == 0
    plots.axes[2].set_ylim(-5000, 5000)
    canvas.render()
    assert beyond.above.size == 0


def test_a_crooked_start_does_not_flatten_the_residuals() -> None:
    plots = Plots(880)
    plots.residual_plot = True
    x = np.linspace(0, 10, 20)
    show_data(plots, hw.Dataset(distance=x, velocity=1e6 + x + np.sin(50 * x)))
    assert plots.axes[2].get_ylim()[1] < 10
