"""A learning rate that is changed while a training runs, and runs with such changes afterwards."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from threading import Event

import numpy as np
import pytest
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer import playback, trainer
from hubble_widget.widgets.slider_with_entry import LEARNING_RATES
from tests.explorers import Live, expect_in_step, until

anyio = pytest.mark.anyio
CHANGES = ((20, 0.3), (40, 0.02))


def move(explorer: hw.RegressionExplorer, rate: float) -> None:
    """Move the learning rate's slider, as a page does."""
    explorer._view.controls.learning_rate.slider.set_state({"index": LEARNING_RATES.index(rate)})


def trains(explorer: hw.RegressionExplorer, after: int) -> Callable[[], bool]:
    return lambda: explorer.running and explorer.trajectory.source == "torch" and explorer.iteration > after


@anyio
@pytest.mark.parametrize("settings", [{}, {"optimizer": "Adam"}, {"batch_size": 4, "seed": 1}])
async def test_the_training_goes_on_with_the_new_rate(
    lesson: hw.Dataset, live: Live, settings: dict[str, object]
) -> None:
    explorer = live(iterations=3000, **settings)
    explorer.train()
    await until(trains(explorer, 200))
    at, seen = explorer.iteration, []
    explorer.observe(lambda change: seen.append((change["name"], change["new"])), ["iteration", "running"])
    move(explorer, 0.1)
    assert (explorer.running, explorer.learning_rate, explorer.rate_changes) == (True, 0.05, ((at, 0.1),))
    assert explorer._view.readout.learned["iteration"] == at
    assert explorer._view.readout.settings["rate_changes"] == [[at, 0.1]]
    explorer.speed = "real time"
    await until(lambda: not explorer.running)
    assert [new for name, new in seen if name == "running"] == [False]
    assert min(new for name, new in seen if name == "iteration") > at
    wanted = hw.train(lesson, iterations=3000, rate_changes=((at, 0.1),), **settings)
    np.testing.assert_array_equal(explorer.trajectory.losses, wanted.losses)
    assert explorer._playback.path.rate_changes == ((at, 0.1),)
    assert f"--lr 0.05 --lr-at {at}=0.1 --iterations 3000" in explorer.magic_line()
    controls = explorer._view.controls.learning_rate
    assert (controls.entry.value, LEARNING_RATES[controls.slider.index]) == (0.1, 0.1)
    move(explorer, 0.2)
    assert (explorer.running, explorer.learning_rate, explorer.rate_changes) == (False, 0.2, ())


@anyio
async def test_set_in_python_it_goes_on_too_and_each_time_is_a_change(lesson: hw.Dataset, live: Live) -> None:
    explorer, seen = live(iterations=3000), []
    explorer.observe(lambda change: seen.append(change["name"]), ["running", "learning_rate"])
    explorer.train()
    changes: list[tuple[int, float]] = []
    for rate in (0.1, 0.02):  # within a second
        await until(trains(explorer, (changes[-1][0] if changes else 100) + 5))
        changes.append((explorer.iteration, rate))
        explorer.learning_rate = rate
        assert (explorer.running, explorer.learning_rate) == (True, 0.05)
        assert explorer.rate_changes == tuple(changes)
    with pytest.raises(TraitError, match="learning_rate must be finite and above 0"):
        explorer.learning_rate = -1
    explorer.speed = "real time"
    await until(lambda: not explorer.running)
    assert seen == ["running", "running"]
    wanted = hw.train(lesson, iterations=3000, rate_changes=changes)
    np.testing.assert_array_equal(explorer.trajectory.losses, wanted.losses)
    explorer.learning_rate = 0.2
    assert (explorer.learning_rate, explorer.running) == (0.2, False)


@anyio
@pytest.mark.parametrize("by_hand", [True, False])
async def test_while_torch_is_being_loaded_the_whole_run_is_at_the_new_rate(
    lesson: hw.Dataset, live: Live, monkeypatch: pytest.MonkeyPatch, *, by_hand: bool
) -> None:
    loaded = Event()
    monkeypatch.setattr(trainer, "torch_is_warm", loaded.is_set)
    monkeypatch.setattr(trainer, "warm_up", loaded.wait)
    explorer = live(iterations=60)
    explorer.train()
    if by_hand:
        move(explorer, 0.1)
    else:
        explorer.learning_rate = 0.1
    assert (explorer.running, explorer.learning_rate, explorer.rate_changes) == (True, 0.1, ())
    loaded.set()
    await until(lambda: not explorer.running)
    wanted = hw.train(lesson, iterations=60, learning_rate=0.1)
    np.testing.assert_array_equal(explorer.trajectory.losses, wanted.losses)
    expect_in_step(explorer)


@anyio
async def test_set_together_with_other_settings_it_begins_again(live: Live) -> None:
    explorer = live(iterations=3000)
    explorer.train()
    await until(trains(explorer, 100))
    with explorer.hold_trait_notifications():
        explorer.learning_rate, explorer.iterations = 0.1, 2000
    assert (explorer.running, explorer.learning_rate, explorer.rate_changes) == (False, 0.1, ())


@anyio
async def test_a_drag_is_one_change_and_back_again_is_none(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "ONE_MOVE", 1e9)
    explorer = live(iterations=10_000)
    explorer.train()
    await until(trains(explorer, 10))
    move(explorer, 0.1)
    at = explorer.rate_changes[0][0]
    await until(trains(explorer, at + 5))
    for rate in (0.2, 0.212, 0.3):
        move(explorer, rate)
        assert (explorer.rate_changes, explorer.iteration) == (((at, rate),), at)
    await until(trains(explorer, at + 5))
    monkeypatch.setattr(playback, "ONE_MOVE", 0.0)
    explorer._view.controls.learning_rate.entry.value = 0.07  # typed
    (_, first), (later, second) = explorer.rate_changes
    assert (first, second) == (0.3, 0.07)
    assert later > at + 5
    monkeypatch.setattr(playback, "ONE_MOVE", 1e9)
    explorer._view.controls.learning_rate.entry.value = 0.3
    assert explorer.rate_changes == ((at, 0.3),)
    assert explorer.running
    explorer.stop()
    explorer.train()
    await until(trains(explorer, later))
    wanted = hw.gradient_descent(explorer.data, iterations=explorer.iteration, rate_changes=((at, 0.3),))
    assert explorer.slope == pytest.approx(wanted.slope, rel=1e-9)


@anyio
async def test_changes_that_are_set_for_later_leave_what_has_been_trained(live: Live) -> None:
    explorer = live(iterations=2000)
    explorer.train()
    await until(trains(explorer, 50))
    at = explorer.iteration
    explorer.rate_changes = ((1500, 0.2),)
    assert (explorer.running, explorer.iteration) == (True, at)
    explorer.rate_changes = ((30, 0.2),)  # this goes back
    assert (explorer.running, explorer.iteration) == (True, 30)
    explorer.speed = "real time"
    await until(lambda: not explorer.running)
    explorer.learning_rate = 0.1
    assert explorer.rate_changes == ((30, 0.2),)


def test_a_run_with_changes_can_be_pinned_copied_saved_and_begun_again(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson, iterations=60, rate_changes=CHANGES)
    assert explorer.slope == hw.gradient_descent(lesson, iterations=60, rate_changes=CHANGES).slope
    assert "the last 20 at 0.02" in repr(explorer)
    assert "learning rate 0.05, 0.3 from iteration 20, 0.02 from iteration 40" in repr(explorer)
    assert explorer.result.to_dict()["settings"]["rate_changes"] == [[20, 0.3], [40, 0.02]]
    assert "learning_rates = {20: 0.3, 40: 0.02}" in explorer.code()
    plots, more = explorer._view.plots, explorer._view.more
    explorer.figure.canvas.draw()
    marks = plots.loss_plot.painted["rate_changes"]
    assert list(marks.get_xdata()) == [20, 40]
    assert list(marks.get_ydata()) == explorer.trajectory.losses[[20, 40]].tolist()
    more.pin.click()
    explorer.rate_changes = CHANGES[:1]
    more.pin.click()
    assert plots.loss_plot.pins.labels[0] == "0.05, 0.3 from iteration 20 and 0.02 from iteration 40, 60 iterations"
    assert [run["rate_changes"] for run in explorer.runs] == ["20=0.3; 40=0.02", "20=0.3", "20=0.3"]
    saved: list[tuple[str, bytes]] = []
    explorer._view.overlay.save = lambda name, data: saved.append((name, data))  # type: ignore[method-assign]
    more.runs.click()
    ((name, data),) = saved
    assert name == "hubble-key_project-runs.csv"
    assert [row["rate_changes"] for row in csv.DictReader(StringIO(data.decode()))] == [
        "20=0.3; 40=0.02",
        "20=0.3",
        "20=0.3",
    ]
    explorer.try_preset("too slow")
    assert explorer.rate_changes == ()
    explorer.start_over()
    assert explorer.rate_changes == CHANGES
    expect_in_step_with_schedule(explorer)
    explorer.close()


def expect_in_step_with_schedule(explorer: hw.RegressionExplorer) -> None:
    """Expect that slider and entry show the last rate; without the schedule everything agrees as usual."""
    assert explorer._view.controls.learning_rate.entry.value == CHANGES[-1][1]
    explorer.rate_changes = ()
    expect_in_step(explorer)


def test_pins_of_another_scaling_are_listed_but_not_drawn(explorer: hw.RegressionExplorer) -> None:
    pins, more = explorer._view.plots.loss_plot.pins, explorer._view.more
    more.pin.click()
    explorer.scaling = "standard"
    assert pins.drawn == []
    assert more.pins.value.endswith("(not drawn: losses of another scaling)")
    assert explorer._view.readout.pins == {}
    more.pin.click()
    assert [run.scaling for _, run in pins.drawn] == ["standard"]
    texts = [text.get_text().replace("\xa0", " ") for text in explorer.axes[1].get_legend().get_texts()]
    assert texts == [pins.labels[1]]
    explorer.scaling = "max"
    assert [run.scaling for _, run in pins.drawn] == ["max"]
    assert [line.get_visible() for line in (pin.line for pin in pins._pins)] == [True, False]
