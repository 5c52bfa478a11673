"""Figure and canvas without a page: layout, colors, and that blitting draws the same as drawing anew."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axis import Axis
from matplotlib.text import Text

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.layout import STACKED_BELOW, figure_size
from hubble_widget.figure.palette import DARK, LIGHT, Palette
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.views import VIEWS
from tests.figures import LESSON, WHOLE, holds_color, make_canvas, show, show_data, turn_everything_on

CSS = Path(__file__).parents[2] / "js" / "src" / "styles" / "palette.css"


@pytest.mark.parametrize("everything", [False, True])
def test_blitting_draws_what_drawing_anew_draws(plots: Plots, canvas: LiveCanvas, everything: bool) -> None:
    if everything:
        turn_everything_on(plots)
    show(plots, 0.05, 500, 500)
    first = canvas.render().copy()
    path = show(plots, 0.053, 500, 430)
    if everything:
        plots.show_guess((35.0, 300.0), path.losses[0], True)
        plots.hover_galaxy("NGC 300")
        plots.hover_loss(30)
    assert not plots.figure.stale  # nothing but the moving artists has changed: the next frame is blitted
    blitted = canvas.render().copy()
    assert not plots.figure.stale  # and drawing them has not changed that
    canvas.draw()
    np.testing.assert_array_equal(blitted, canvas.render())
    assert (blitted != first).any()


def test_moving_artists_are_drawn_in_the_order_of_a_saved_picture(plots: Plots) -> None:
    for axes in plots.figure.axes:
        order = [artist.get_zorder() for artist in plots.moving if artist.axes is axes]
        assert order == sorted(order)


def test_a_saved_picture_has_the_legends_under_what_moves(plots: Plots) -> None:
    turn_everything_on(plots)
    for axes in (plots.fit_axes, plots.loss_axes):
        legend = axes.get_legend()
        assert legend is not None
        assert legend.get_zorder() < min(artist.get_zorder() for artist in plots.moving if artist.axes is axes)


def test_every_pixel_is_opaque_in_both_themes(plots: Plots, canvas: LiveCanvas) -> None:
    turn_everything_on(plots)
    for palette in (LIGHT, DARK):
        plots.recolor(palette)
        pixels = canvas.render()
        assert (pixels[:, :, 3] == 255).all()
        assert "#{:02x}{:02x}{:02x}".format(*pixels[0, 0]) == palette.background


def test_recoloring_reaches_every_artist(plots: Plots, canvas: LiveCanvas) -> None:
    turn_everything_on(plots)
    light = canvas.render().copy()
    color = "#123456"
    one_color = {field.name: color for field in fields(Palette)} | {"pinned": (color,) * 6}
    plots.recolor(Palette(**one_color))
    assert (canvas.render() == (0x12, 0x34, 0x56, 255)).all()  # everything is invisible
    plots.recolor(LIGHT)
    np.testing.assert_array_equal(canvas.render(), light)
    for color in (LIGHT.text, LIGHT.galaxy, LIGHT.learned, LIGHT.exact, LIGHT.guess, LIGHT.grid, *LIGHT.pinned[:3]):
        assert holds_color(light, color), color


@pytest.mark.parametrize("learning_rate", [0.0001, 0.7, 0.9, 10.0])
def test_no_learning_rate_breaks_the_picture(plots: Plots, canvas: LiveCanvas, learning_rate: float) -> None:
    path = hw.gradient_descent("key_project", learning_rate=learning_rate, iterations=3000)
    plots.show_path(path)
    for iteration in (0, 1, 40, 3000):
        plots.show_state(path, iteration)
        assert holds_color(canvas.render(), LIGHT.learned)  # something learned is in sight


# Layout


@pytest.mark.parametrize("residuals", [False, True])
def test_the_figure_fits_wide_and_narrow_pages(plots: Plots, canvas: LiveCanvas, residuals: bool) -> None:
    plots.residual_plot = residuals
    for width in (480, 900, 1400, 100):
        size = figure_size(width, residuals)
        plots.arrange(*size)
        assert canvas.get_width_height() == size
        stacked = plots.fit_axes.get_position().x0 == plots.loss_axes.get_position().x0
        assert stacked == (size[0] < STACKED_BELOW)
        assert canvas.render().shape == (size[1], size[0], 4)
        boxes = [axes.bbox for axes in plots.axes]
        assert len(boxes) == 2 + residuals
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("width", [900, 480])
def test_the_residual_plot_takes_its_share_and_gives_it_back(plots: Plots, width: int) -> None:
    plots.arrange(*figure_size(width))
    before = plots.fit_axes.get_position().bounds
    plots.residual_plot = True
    fit, _loss, residuals = (axes.bbox for axes in plots.axes)
    assert 0.3 * fit.height <= residuals.height < 0.6 * fit.height
    assert residuals.y1 < fit.y0
    assert (residuals.x0, residuals.x1) == (fit.x0, fit.x1)
    assert [axes.get_xlabel() for axes in plots.axes] == ["", "Iteration", "Distance (Mpc)"]
    plots.residual_plot = False
    assert plots.fit_axes.get_position().bounds == pytest.approx(before)
    assert [axes.get_xlabel() for axes in plots.axes] == ["Distance (Mpc)", "Iteration"]


@pytest.mark.parametrize("width", [240, 400, 480, 619, 620, 900, 1100])
def test_the_labels_of_velocities_and_residuals_lie_apart(plots: Plots, canvas: LiveCanvas, width: int) -> None:
    plots.residual_plot = True
    plots.arrange(*figure_size(width, residuals=True))
    canvas.render()
    velocities, _losses, residuals = (axes.yaxis.label.get_window_extent() for axes in plots.axes)
    assert residuals.y1 + 5 < velocities.y0


def _ticks_in_sight(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    shown = (tick for tick in axis.get_major_ticks() if tick.label1.get_visible())
    return [tick.label1 for tick in shown if low <= tick.get_loc() <= high]


@pytest.mark.parametrize("name", hw.datasets())
@pytest.mark.parametrize("width", [900, 480])
@pytest.mark.parametrize("everything", [False, True])
def test_every_text_lies_inside_the_figure(name: str, width: int, everything: bool) -> None:
    plots = Plots(width)
    if everything:
        turn_everything_on(plots, width)
    data = hw.load_dataset(name)
    show_data(plots, data)
    plots.show_path(hw.gradient_descent(data))
    plots.show_state(hw.gradient_descent(data), 500)
    height, width = make_canvas(plots).render().shape[:2]
    texts = [plots.loss_plot._floor_note, plots.loss_plot._caption, plots.loss_plot._note, plots.fit_plot.guess._note]
    for axes in plots.axes:
        for axis in (axes.xaxis, axes.yaxis):
            texts += [*_ticks_in_sight(axis), axis.label, axis.get_offset_text()]
        legend = axes.get_legend()
        texts += legend.get_texts() if legend is not None else []
    assert len(texts) > 20
    for text in texts:
        if text.get_visible() and text.get_text():
            box = text.get_window_extent()
            assert box.x0 >= 0, text
            assert box.y0 >= 0, text
            assert box.x1 <= width, text
            assert box.y1 <= height, text


@pytest.mark.parametrize("width", [900, 640, 480, 330])
@pytest.mark.parametrize("view", VIEWS)
def test_no_two_numbers_on_an_axis_touch(view: str, width: int) -> None:
    plots = Plots(width)
    plots.view = view
    plots.arrange(*figure_size(width))
    show_data(plots, LESSON)
    show(plots, 0.05, 500, 400)
    make_canvas(plots).render()
    counted = 0
    for axes in plots.figure.axes:
        ticks = [tick.get_window_extent() for tick in _ticks_in_sight(axes.xaxis)] if axes.get_visible() else []
        counted += len(ticks)
        for left, right in pairwise(sorted(ticks, key=lambda box: box.x0)):
            assert right.x0 - left.x1 >= 4
    assert counted >= 6


@pytest.mark.parametrize("width", [1100, 900, 480])
def test_the_longest_number_of_iterations_is_whole(width: int) -> None:
    plots = Plots(width)
    show_data(plots, WHOLE)
    show(plots, 0.05, 10_000, 10_000)
    pixels = make_canvas(plots).render()
    last = _ticks_in_sight(plots.loss_axes.xaxis)[-1]
    assert last.get_text() == "10000"
    assert last.get_window_extent().x1 <= pixels.shape[1] - 1


# Colors


@pytest.mark.parametrize(
    ("palette", "selector"), [(LIGHT, ".hubble-readout {"), (DARK, ".hubble-readout.hubble-dark {")]
)
def test_figure_and_page_share_their_colors(palette: Palette, selector: str) -> None:
    block = CSS.read_text().split(selector, 1)[1].split("}", 1)[0]
    css = dict(re.findall(r"--hubble-([\w-]+): (#\w+);", block))
    ours = (palette.learned, palette.exact, palette.text, palette.muted, palette.grid, palette.background)
    assert ours == tuple(css[name] for name in ("learned", "exact", "text", "muted", "line", "page"))


def _channels(color: str) -> np.ndarray:
    """Return linear red, green and blue (IEC 61966-2-1)."""
    value = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(_channels(color) @ (0.2126, 0.7152, 0.0722) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def _lab(color: str) -> np.ndarray:
    """Return L*, a*, b* (CIE 1976, white D65)."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ _channels(color) / (0.9505, 1, 1.089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_lines_are_told_from_the_background_and_from_each_other(palette: Palette) -> None:
    lines = (palette.learned, palette.exact, *palette.pinned)
    assert min(_contrast(color, palette.background) for color in lines) >= 3
    assert min(np.linalg.norm(_lab(one) - _lab(other)) for one, other in combinations(lines, 2)) > 20
    texts = (palette.text, palette.muted, palette.learned, palette.exact, palette.guess)
    assert min(_contrast(color, palette.background) for color in texts) >= 4.5
