"""Error bars in the fit plot."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.palette import DARK, LIGHT
from hubble_widget.figure.plots import Plots
from tests.figures import WHOLE, show_data

MEASURED = hw.Dataset(
    distance=WHOLE.distance,
    velocity=WHOLE.velocity,
    names=WHOLE.names,
    distance_error=0.05 * WHOLE.distance,
    velocity_error=np.full(len(WHOLE), 60.0),
)


def bars(plots: Plots) -> list[np.ndarray]:
    return plots.fit_plot._error_bars._bars.get_segments()


def test_each_galaxy_has_a_bar_of_one_standard_error_to_either_side(plots: Plots) -> None:
    show_data(plots, MEASURED)
    of_distance, of_velocity = np.split(np.array(bars(plots)), 2)
    np.testing.assert_allclose(of_distance.mean(axis=1), np.column_stack([WHOLE.distance, WHOLE.velocity]))
    np.testing.assert_allclose(np.diff(of_distance, axis=1)[:, 0, 0], 2 * MEASURED.distance_error)
    np.testing.assert_allclose(np.diff(of_velocity, axis=1)[:, 0, 1], 2 * MEASURED.velocity_error)


def test_without_errors_there_are_none(plots: Plots) -> None:
    show_data(plots, MEASURED)
    show_data(plots, WHOLE)
    assert not bars(plots)


def test_a_galaxy_left_out_loses_its_bars(plots: Plots) -> None:
    show_data(plots, MEASURED.exclude("NGC 4639"))
    assert len(bars(plots)) == 2 * 23


def test_a_crowd_has_none(plots: Plots) -> None:
    distance = np.linspace(1, 100, 1001)
    show_data(plots, hw.Dataset(distance=distance, velocity=distance, velocity_error=distance))
    assert not bars(plots)


def test_they_are_in_the_picture_in_a_subdued_color_of_each_theme(plots: Plots, canvas: LiveCanvas) -> None:
    for palette in (LIGHT, DARK):
        plots.recolor(palette)
        show_data(plots, WHOLE)
        without = canvas.render().copy()
        show_data(plots, MEASURED)
        plots.fit_axes.set(xlim=(0, 23), ylim=(-100, 2000))
        color = plots.fit_plot._error_bars._bars.get_color()[0]
        assert 0 < color[3] < 0.6
        assert not np.array_equal(canvas.render(), without)


def test_the_axes_hold_them_unless_they_are_far_too_long(plots: Plots) -> None:
    show_data(plots, MEASURED)
    _low, high = plots.fit_axes.get_xlim()
    assert high >= (WHOLE.distance + MEASURED.distance_error).max()
    span = np.ptp(WHOLE.velocity)
    wide = hw.Dataset(distance=WHOLE.distance, velocity=WHOLE.velocity, velocity_error=np.full(len(WHOLE), 100 * span))
    show_data(plots, wide)
    assert np.ptp(plots.fit_axes.get_ylim()) < 2 * span


@pytest.mark.parametrize("scale", ["log", "symlog"])
def test_they_follow_a_scale(plots: Plots, canvas: LiveCanvas, scale: str) -> None:
    show_data(plots, MEASURED)
    plots.fit_axes.set_yscale(scale)
    canvas.render()
    assert plots.fit_axes.get_yscale() == scale
