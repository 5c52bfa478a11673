"""Plots and canvas without a page: what is drawn, and that blitting draws the same as drawing anew."""

from __future__ import annotations

import operator
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axis import Axis
from matplotlib.text import Text

import hubble_widget as hw
from hubble_widget.display.live_canvas import LiveCanvas
from hubble_widget.display.palette import DARK, LIGHT, Palette
from hubble_widget.display.plots import STACKED_BELOW, Plots, _extremes, _round_up, figure_size

AT_ONCE = operator.call
CSS = Path(__file__).parents[2] / "js" / "src" / "palette.css"


@pytest.fixture
def plots() -> Plots:
    plots = Plots(880)
    data = hw.load_dataset("key_project")
    plots.show_data(data, hw.polyfit(data))
    return plots


@pytest.fixture
def canvas(plots: Plots) -> LiveCanvas:
    return LiveCanvas(plots.figure, plots.moving, AT_ONCE, AT_ONCE)


def show(plots: Plots, learning_rate: float, iterations: int, iteration: int) -> None:
    path = hw.descend("key_project", learning_rate=learning_rate, iterations=iterations)
    plots.show_path(path.losses)
    plots.show_state(iteration, path.state(iteration), path.losses[: iteration + 1])


def test_blitting_draws_what_drawing_anew_draws(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    first = canvas.render().copy()
    show(plots, 0.053, 500, 430)
    assert not plots.figure.stale  # nothing but the moving artists has changed: the next frame is blitted
    blitted = canvas.render().copy()
    canvas.draw()
    np.testing.assert_array_equal(blitted, canvas.render())
    assert (blitted != first).any()


def test_every_pixel_is_opaque_in_both_themes(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    for palette in (LIGHT, DARK):
        plots.recolour(palette)
        pixels = canvas.render()
        assert (pixels[:, :, 3] == 255).all()
        assert "#{:02x}{:02x}{:02x}".format(*pixels[0, 0]) == palette.background


def test_what_a_user_draws_stays(plots: Plots, canvas: LiveCanvas) -> None:
    show(plots, 0.05, 500, 500)
    before = canvas.render().copy()
    plots.fit_axes.axhline(900, color="lime", lw=5)
    drawn = canvas.render().copy()
    lime = (drawn[:, :, :3] == (0, 255, 0)).all(axis=2)
    assert lime.any()
    assert not (before[:, :, :3] == (0, 255, 0)).all(axis=2).any()
    show(plots, 0.06, 500, 400)
    assert ((canvas.render()[:, :, :3] == (0, 255, 0)).all(axis=2)).sum() > 0.9 * lime.sum()


def test_the_artists_show_the_numbers(plots: Plots) -> None:
    show(plots, 0.05, 500, 500)
    state = hw.descend("key_project").state(500)
    x, y = plots._line.get_data()
    np.testing.assert_allclose(np.diff(y) / np.diff(x), state.slope)
    np.testing.assert_allclose(
        plots._predicted.get_ydata(), state.slope * hw.load_dataset("key_project").distance + state.intercept
    )
    assert plots._marker.get_data() == ([500], [state.loss])
    assert "iteration 500" in plots._caption.get_text()
    low, high = plots.loss_axes.get_ylim()
    assert low < hw.polyfit("key_project").loss < 0.33 < high


def test_limits_stay_while_a_slider_moves_and_a_zoom_survives(plots: Plots) -> None:
    show(plots, 0.05, 500, 500)
    plots.fit_axes.set_xlim(5, 10)
    limits = plots.loss_axes.get_xlim(), plots.loss_axes.get_ylim()
    for iterations in (475, 450, 400, 300, 250, 212):
        show(plots, 0.06, iterations, iterations)
    assert (plots.loss_axes.get_xlim(), plots.loss_axes.get_ylim()) == limits
    assert plots.fit_axes.get_xlim() == (5, 10)


@pytest.mark.parametrize("learning_rate", [0.0001, 0.7, 0.9, 10.0])
def test_no_learning_rate_breaks_the_picture(plots: Plots, canvas: LiveCanvas, learning_rate: float) -> None:
    path = hw.descend("key_project", learning_rate=learning_rate, iterations=3000)
    plots.show_path(path.losses)
    for iteration in (0, 1, 40, 3000):
        plots.show_state(iteration, path.state(iteration), path.losses[: iteration + 1])
        pixels = canvas.render()[:, :, :3]
        assert (pixels == np.array([0xD1, 0x34, 0x4F])).all(axis=2).any()  # something learned is in sight


def test_the_figure_fits_wide_and_narrow_pages(plots: Plots, canvas: LiveCanvas) -> None:
    for width in (480, 900, 1400, 100):
        size = figure_size(width)
        plots.arrange(*size)
        assert canvas.size == size
        stacked = plots.fit_axes.get_position().x0 == plots.loss_axes.get_position().x0
        assert stacked == (size[0] < STACKED_BELOW)
        assert canvas.render().shape == (size[1], size[0], 4)


def _ticks_in_sight(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]


@pytest.mark.parametrize("name", hw.datasets())
@pytest.mark.parametrize("width", [900, 480])
def test_every_text_lies_inside_the_figure(name: str, width: int) -> None:
    plots = Plots(width)
    data = hw.load_dataset(name)
    plots.show_data(data, hw.polyfit(data))
    plots.show_path(hw.descend(data).losses)
    canvas = LiveCanvas(plots.figure, plots.moving, AT_ONCE, AT_ONCE)
    height, width = canvas.render().shape[:2]
    for axes in (plots.fit_axes, plots.loss_axes):
        ticks = [*_ticks_in_sight(axes.xaxis), *_ticks_in_sight(axes.yaxis)]
        assert len(ticks) > 5
        for text in (*ticks, axes.xaxis.label, axes.yaxis.label, axes.yaxis.get_offset_text(), plots._floor_note):
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert box.y0 >= 0
            assert box.x1 <= width
            assert box.y1 <= height


def test_a_crowd_of_galaxies_is_blitted_as_quickly_as_a_few() -> None:
    distance = np.linspace(1, 100, 5000)
    data = hw.Dataset(distance=distance, velocity=70 * distance)
    plots = Plots(880)
    plots.show_data(data, hw.polyfit(data))
    assert plots._predicted.get_markersize() == 0  # the only moving artist that grows with the galaxies


@given(values=st.lists(st.floats(0, 1e300), min_size=1, max_size=3000))
def test_thinning_keeps_the_ends_and_the_extremes(values: list[float]) -> None:
    array = np.array(values)
    kept = array[_extremes(array, buckets=50)]
    assert (kept[0], kept[-1]) == (array[0], array[-1])
    assert (kept.min(), kept.max()) == (array.min(), array.max())
    assert kept.size <= 50 * 6


@given(iterations=st.integers(1, 10_000))
def test_the_axis_of_iterations_is_round_and_holds_them_all(iterations: int) -> None:
    end = _round_up(iterations)
    assert iterations <= end < max(2.5 * iterations, 11)
    assert str(end).strip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("palette", "selector"), [(LIGHT, ".hubble-readout {"), (DARK, ".hubble-readout.hubble-dark {")]
)
def test_figure_and_page_share_their_colours(palette: Palette, selector: str) -> None:
    block = CSS.read_text().split(selector, 1)[1].split("}", 1)[0]
    css = dict(re.findall(r"--hubble-([\w-]+): (#\w+);", block))
    ours = (palette.learned, palette.exact, palette.text, palette.muted, palette.grid, palette.background)
    assert ours == tuple(css[name] for name in ("learned", "exact", "text", "muted", "line", "page"))
