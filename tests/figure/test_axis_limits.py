"""Limits of axes, and the thinning of curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget import messages
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.axis_limits import (
    around_zero,
    decades,
    extremes,
    from_zero,
    round_up,
    round_up_iterations,
    with_room_above,
    with_room_below,
)
from hubble_widget.figure.plots import Plots
from tests.figures import show, show_data

LOSSES = st.lists(st.floats(0, 1e300), min_size=1, max_size=50).map(np.array)


@given(values=st.lists(st.floats(0, 1e300), min_size=1, max_size=3000))
def test_thinning_keeps_the_ends_and_the_extremes(values: list[float]) -> None:
    array = np.array(values)
    kept = array[extremes(array, buckets=50)]
    assert (kept[0], kept[-1]) == (array[0], array[-1])
    assert (kept.min(), kept.max()) == (array.min(), array.max())
    assert kept.size <= 50 * 6


@given(iterations=st.integers(1, 10_000))
def test_the_axis_of_iterations_is_round_and_holds_them_all(iterations: int) -> None:
    end = round_up_iterations(iterations)
    assert iterations <= end < max(1.51 * iterations, 11)
    assert str(end).strip("0") in {"1", "15", "2", "3", "4", "5", "6", "8"}


@given(value=st.floats(1e-300, 1e300))
def test_a_round_number_is_just_above(value: float) -> None:
    assert value * (1 - 1e-9) <= round_up(value) <= 1.5001 * value


@example(runs=[np.array([5e-324])], floor=0.0)
@given(runs=st.lists(LOSSES, max_size=3), floor=st.floats(0, 10))
def test_limits_of_any_losses_are_in_order(runs: list[np.ndarray], floor: float) -> None:
    for limits in (decades(runs, floor), from_zero(runs, floor)):
        assert np.isfinite(limits).all()
        assert limits[0] < limits[1]
    assert decades(runs, floor)[0] > 0


@given(runs=st.lists(LOSSES, max_size=3), floor=st.floats(1e-300, 1e300))
def test_room_is_made_under_a_floor_that_is_in_sight(runs: list[np.ndarray], floor: float) -> None:
    for limits, is_log in ((decades(runs, floor), True), (from_zero(runs, floor), False)):
        low, high = with_room_below(limits, floor, 0.12, is_log=is_log)
        assert high == limits[1]
        if floor < limits[0]:
            assert low == limits[0]
        else:
            scale = np.log10 if is_log else np.float64
            assert low <= limits[0]
            assert (scale(floor) - scale(low)) / (scale(high) - scale(low)) >= 0.12 - 1e-9


def test_home_brings_back_the_newest_limits_of_every_plot(plots: Plots, canvas: LiveCanvas) -> None:
    toolbar = canvas.toolbar
    show(plots, 0.05, 500, 500)
    fit, loss, residual = plots.fit_axes, plots.loss_axes, plots._residual_axes
    wanted = fit.get_xlim(), fit.get_ylim(), residual.get_xlim(), residual.get_ylim()
    toolbar.push_current()
    fit.set_xlim(5, 10)
    residual.set_ylim(0, 1)
    loss.set_xlim(50, 100)
    toolbar.push_current()
    show(plots, 0.05, 530, 530)
    plots.loss_plot.log = False
    of_loss = loss.get_xlim(), loss.get_ylim()
    assert fit.get_xlim() == (5, 10)  # what was zoomed and has no new limits stays
    plots.residual_plot = True
    places = [axes.get_position().bounds for axes in plots.axes]
    for go in (toolbar.back, toolbar.forward, toolbar.home):
        go()
        assert (loss.get_xlim(), loss.get_ylim()) == of_loss
        assert [axes.get_position().bounds for axes in plots.axes] == places
    assert (fit.get_xlim(), fit.get_ylim(), residual.get_xlim(), residual.get_ylim()) == wanted
    other = hw.load_dataset("hubble_1929")
    show_data(plots, other)
    wanted = fit.get_xlim(), fit.get_ylim()
    fit.set_xlim(0, 1)
    toolbar.home()
    assert (fit.get_xlim(), fit.get_ylim()) == wanted
    assert residual.get_xlim() == wanted[0]


def test_limits_leave_out_what_diverges() -> None:
    diverging = np.array([0.3, 3.0, 3e10, np.inf])
    assert decades([diverging], 0.02) == (0.01, 1000.0)
    assert from_zero([diverging], 0.02) == (0.0, 0.8)


def test_limits_around_zero_are_symmetrical_and_round() -> None:
    assert around_zero(np.array([-736.0, 300.0, np.nan]), 1.0) == (-800.0, 800.0)
    assert around_zero(np.zeros(3), 1.5) == (-1.0, 1.0)


def test_numbers_on_the_axes_are_written_as_in_the_chosen_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_AS_IN_ENGLISH", False)
    monkeypatch.setattr(messages, "_SIGNS", str.maketrans({",": ".", ".": ","}))
    plots = Plots(880)
    show_data(plots, hw.load_dataset("hubble_1929"))
    plots.residual_plot = True
    plots.figure.draw_without_rendering()
    residuals, losses = plots.named_axes["residual"], plots.loss_axes
    assert "0,25" in [label.get_text() for label in residuals.get_xticklabels()]
    assert "0,1" in [label.get_text() for label in losses.get_yticklabels()]
    plots.fit_axes.set_xscale("log")
    plots.figure.draw_without_rendering()
    plots.fit_axes.set_xscale("linear")
    plots.figure.draw_without_rendering()
    assert "0,25" in [label.get_text() for label in residuals.get_xticklabels()]


@pytest.mark.parametrize("is_log", [True, False])
def test_a_run_that_rises_slowly_ends_below_the_caption(is_log: bool) -> None:
    rising = 0.5 * (1.01 if is_log else 1.001) ** np.arange(501)
    limits = (decades if is_log else from_zero)([rising], 0.02)
    low, high = with_room_above(limits, rising, 250, 0.13, is_log=is_log)
    assert low == limits[0]
    bottom, top, end = (np.log10(each) if is_log else each for each in (low, high, rising[-1]))
    assert (end - bottom) / (top - bottom) <= 0.87 + 1e-9


@pytest.mark.parametrize("is_log", [True, False])
def test_a_run_that_leaves_the_plot_at_once_changes_no_limits(is_log: bool) -> None:
    limits = (1e-3, 1.0) if is_log else (0.0, 1.0)
    for losses in (3.0 ** np.arange(501), np.geomspace(0.5, 0.02, 501), np.full(501, np.nan), np.zeros(501)):
        assert with_room_above(limits, losses, 250, 0.13, is_log=is_log) == limits


@pytest.mark.parametrize("is_log", [True, False])
def test_a_run_that_diverges_late_leaves_the_plot(is_log: bool) -> None:
    losses = np.append(np.geomspace(0.5, 0.02, 300), 0.02 * 10.0 ** np.arange(1, 300))
    limits = (1e-3, 1.0) if is_log else (0.0, 1.0)
    assert with_room_above(limits, losses, 250, 0.13, is_log=is_log) == limits
    explorer = hw.RegressionExplorer("key_project", learning_rate=0.1, iterations=500)
    explorer.rate_changes = ((300, 5.0),)
    assert explorer.axes[1].get_ylim()[1] <= 1e4
    explorer.close()
