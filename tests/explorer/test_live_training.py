"""Training without a page: torch in the background or here, stopped, continued, interrupted, closed."""

from __future__ import annotations

import asyncio
import threading

import numpy as np
import pytest

import hubble_widget as hw
from tests.explorers import Live, shown, until

pytestmark = pytest.mark.anyio  # the tests that are coroutines


async def test_a_training_that_was_paused_goes_on_whatever_was_known_of_its_path(live: Live) -> None:
    explorer = live(optimizer="Adam", iterations=5000)
    explorer.train()
    await until(lambda: 200 < explorer.iteration < 5000)
    explorer.stop()
    paused = explorer.iteration
    explorer.train()
    await until(lambda: explorer.iteration > paused)
    assert explorer.iteration < paused + 500
    explorer.iteration = 10
    assert not explorer.running
    explorer.iteration = 4000  # farther than torch has come: it walks there
    await until(lambda: explorer.iteration == 4000)


@pytest.mark.parametrize("control", ["slider", "entry"])
async def test_a_hand_on_the_scrubber_stops_a_training_where_it_put_it(live: Live, control: str) -> None:
    explorer = live(iterations=10_000, speed="real time")
    moved = getattr(explorer._view.controls.scrubber, control)
    for turn, put in enumerate((7, 8, 8)):
        explorer.train()
        await until(lambda: explorer.running and explorer.iteration > 100)
        said = {"value": put, "hand": [put, turn]}
        await asyncio.to_thread(moved.set_state, said)  # as a message does on another thread
        await until(lambda: not explorer.running)
        assert (explorer.iteration, moved.value) == (put, put)


@pytest.mark.parametrize("has_code", [True, False])
async def test_what_a_page_sends_back_stops_no_training(lesson: hw.Dataset, live: Live, has_code: bool) -> None:
    explorer = live(iterations=475)
    scrubber = explorer._view.controls.scrubber
    if has_code:
        explorer._view._on_message({"type": "knows hands"})
    explorer.train()
    while explorer.running:
        for control in (scrubber.slider, scrubber.entry):
            control.set_state({"value": max(explorer.iteration - 1, 0)})
        await asyncio.sleep(0.001)
    assert explorer.iteration == 475
    np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(lesson, iterations=475).losses)


async def test_the_speed_may_be_changed_while_a_training_runs(lesson: hw.Dataset, live: Live) -> None:
    explorer = live(iterations=10_000, speed="slow motion")
    assert explorer._view.more.speed.value == "slow motion"
    explorer.train()
    await until(lambda: explorer.trajectory.source == "torch" and explorer.iteration > 0)
    explorer._view.more.speed.value = "real time"
    await until(lambda: explorer.iteration == 10_000)
    np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(lesson, iterations=10_000).losses)


@pytest.mark.parametrize("trait", ["running", "slope"])
async def test_an_observer_may_close_it_whatever_is_asked_next(live: Live, trait: str) -> None:
    for ask in ("stop", "reset", "step"):
        explorer = live()
        explorer.train()
        explorer.observe(lambda _, explorer=explorer: explorer.close(), trait)
        getattr(explorer, ask)()
    explorer = live()
    explorer.train()
    explorer.observe(lambda _: explorer.close(), trait)
    explorer.data = "hubble_1929"
    assert repr(explorer) == "RegressionExplorer (closed)"


async def test_an_observer_that_raises_at_the_end_hides_nothing(live: Live) -> None:
    def refuse(change: dict[str, object]) -> None:
        if not change["new"]:
            raise ZeroDivisionError("of the user's own")

    explorer = live(iterations=20)
    explorer.observe(refuse, "running")
    explorer.train()
    await until(lambda: not explorer.running)
    await until(lambda: "ZeroDivisionError" in explorer._view.readout.error)
    assert explorer._view.readout.path is not None


async def test_a_scrubber_that_is_moved_during_a_training_goes_back_even_if_the_training_is_still_at_its_start(
    live: Live,
) -> None:
    explorer = live(iterations=20)
    scrubber = explorer._view.controls.scrubber
    explorer.start_over()
    explorer.train()
    scrubber.slider.set_state({"value": 4})  # by a page without our code: this ends no training
    assert (explorer.running, scrubber.slider.value) == (True, 4)
    with explorer.hold_trait_notifications():  # this ends it
        explorer.start = -5.0, 3.0
        explorer.data = "hubble_1929"
    assert not explorer.running
    assert (explorer.iteration, scrubber.slider.value, scrubber.entry.value) == (0, 0, 0)


async def test_slow_motion_and_real_time(live: Live) -> None:
    explorer = live(iterations=10_000, speed="slow motion")
    explorer.train()
    await until(lambda: explorer.trajectory.source == "torch" and explorer.iteration == 2)
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "iteration")
    await until(lambda: len(seen) == 3)
    assert seen == [3, 4, 5]  # no iteration is passed over
    explorer.stop()
    explorer.speed = "real time"
    explorer.train()
    await until(lambda: explorer.iteration == 10_000)
    assert len(seen) < 2000  # many iterations at once


def test_without_a_loop_train_runs_to_the_end(explorer: hw.RegressionExplorer) -> None:
    explorer.train()
    assert not explorer.running
    assert explorer.trajectory.source == "torch"
    np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(explorer.data).losses)
    assert shown(explorer)["source"] == "torch"


async def _train_live(explorer: hw.RegressionExplorer) -> list[int]:
    iterations: list[int] = []
    explorer.observe(lambda change: iterations.append(change["new"]), "iteration")
    explorer.train()
    assert explorer.running
    await until(lambda: not explorer.running)
    return iterations


async def test_in_a_loop_the_training_is_watched(lesson: hw.Dataset, live: Live) -> None:
    explorer = live(iterations=90)
    seen = await _train_live(explorer)
    assert seen == sorted(seen)
    assert len(seen) > 15
    assert seen[-1] == 90
    assert explorer.trajectory.source == "torch"
    np.testing.assert_array_equal(explorer.trajectory.slopes, hw.train(lesson, iterations=90).slopes)


async def test_stop_stops_and_train_goes_on(lesson: hw.Dataset, live: Live) -> None:
    explorer = live(iterations=10_000)
    explorer.train()
    await until(lambda: explorer.trajectory.source == "torch" and explorer.iteration > 50)
    explorer.stop()
    stopped = explorer.iteration
    assert not explorer.running
    assert 50 < stopped < 10_000
    assert explorer.trajectory.iterations == stopped
    explorer.step()
    assert explorer.iteration == stopped + 1
    explorer.train()
    await until(lambda: explorer.iteration > stopped + 1)
    explorer.stop()
    expected = hw.train(lesson, iterations=explorer.iteration)
    np.testing.assert_array_equal(explorer.trajectory.losses, expected.losses)


async def test_new_settings_end_a_training(live: Live) -> None:
    explorer = live(iterations=10_000)
    explorer.train()
    explorer.iterations = 9_000
    assert not explorer.running
    assert explorer.trajectory.source == "closed form"
    explorer.train()
    await until(lambda: explorer.trajectory.source == "torch")
    explorer.data = "hubble_1929"
    assert not explorer.running
    assert explorer.exact_fit.slope == pytest.approx(454.15844)


async def test_an_observer_that_raises_ends_the_training_and_is_told_of(live: Live) -> None:
    def refuse(_change: object) -> None:
        raise ZeroDivisionError("of the user's own")

    explorer = live()
    explorer.observe(refuse, "slope")
    explorer.train()
    await until(lambda: not explorer.running)
    assert explorer._view.readout.error == "ZeroDivisionError: of the user's own"
    explorer.unobserve(refuse, "slope")
    explorer.learning_rate = 0.1  # still usable
    assert explorer._view.readout.error == ""


async def test_an_error_stays_in_sight_while_a_training_goes_on(live: Live) -> None:
    explorer = live(iterations=10_000)
    explorer.train()
    await until(lambda: explorer.iteration < 10_000)
    explorer._view.controls.learning_rate.entry.value = -3.0
    reached = explorer.iteration
    await until(lambda: explorer.iteration > reached + 100)
    assert "above 0, got -3.0" in explorer._view.readout.error


async def test_any_thread_may_ask_and_everything_happens_at_home(live: Live) -> None:
    threads: set[threading.Thread] = set()

    explorer = live(iterations=10_000)
    explorer.observe(lambda _: threads.add(threading.current_thread()), ["slope", "running", "iteration"])
    await asyncio.to_thread(explorer.train)
    await until(lambda: explorer.running and 0 < explorer.iteration < 10_000)
    await asyncio.to_thread(explorer.stop)
    await until(lambda: not explorer.running)
    await asyncio.to_thread(explorer.reset)
    await until(lambda: explorer.iteration == 0)
    await asyncio.to_thread(explorer.step)
    await until(lambda: explorer.iteration == 1)
    await asyncio.to_thread(setattr, explorer, "iterations", 40)
    await until(lambda: explorer.trajectory.iterations == 40)
    await asyncio.to_thread(explorer.train, wait=True)
    assert explorer.trajectory.source == "torch"
    assert explorer.iteration == 40
    await asyncio.to_thread(explorer.close)
    await until(lambda: repr(explorer) == "RegressionExplorer (closed)")
    assert threads == {threading.main_thread()}


async def test_an_explorer_that_another_thread_closes_has_no_widget_left_for_home_to_close(live: Live) -> None:
    explorer = live(iterations=10_000)
    explorer.train()
    await until(lambda: explorer.running)
    widgets = [explorer, *explorer._view.widgets()]
    closing = threading.Thread(target=explorer.close)  # as Solara ends a session; the loop has no turn meanwhile
    closing.start()
    closing.join()
    assert [widget for widget in widgets if widget.comm is not None] == []
    await until(lambda: not explorer.running)


async def test_waiting_for_a_training_that_runs_waits_for_its_end(lesson: hw.Dataset, live: Live) -> None:
    explorer = live(iterations=3000)
    explorer.train()
    await until(lambda: 0 < explorer.iteration < 3000)
    explorer.train(wait=True)
    assert (explorer.running, explorer.iteration) == (False, 3000)
    np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(lesson, iterations=3000).losses)


async def test_a_pause_that_comes_after_the_end_begins_no_training(live: Live) -> None:
    explorer = live(iterations=20)
    take, button = explorer._view._on_message, explorer._view.controls.train
    explorer.train()
    take({"type": "running", "running": True})
    await until(lambda: not explorer.running)
    button.click()  # what the page still called Pause
    assert not explorer.running
    take({"type": "running", "running": False})
    button.click()
    assert explorer.running


async def test_while_a_cell_trains_the_button_says_that_it_cannot_be_heard(live: Live) -> None:
    explorer = live(iterations=200)
    button = explorer._view.controls.train
    said = set()
    explorer.observe(lambda _: said.add((button.disabled, "interrupt the kernel" in button.tooltip)), "slope")
    explorer._view.is_displayed = True
    explorer.train(wait=True)
    assert (True, True) in said
    assert not button.disabled
    said.clear()
    explorer.reset()
    explorer.train()
    await until(lambda: explorer.iteration == 200)
    assert said == {(False, False)}


async def test_an_observer_may_close_the_explorer_while_it_trains(live: Live) -> None:
    explorer = live()
    explorer.observe(lambda _: explorer.close(), "age")
    explorer.iteration = 400
    with pytest.raises(RuntimeError, match="was closed"):
        _ = explorer.figure

    explorer = live()
    explorer.observe(lambda _: explorer.close(), "iteration")
    explorer.train()
    await until(lambda: repr(explorer) == "RegressionExplorer (closed)")


def test_another_degree_keeps_what_torch_has_learned(explorer: hw.RegressionExplorer) -> None:
    explorer.train()
    explorer.degree = 2
    assert explorer.exact_fit.degree == 2
    assert explorer.trajectory.source == "torch"
    assert shown(explorer)["source"] == "torch"
    assert explorer._view.readout.settings["degree"] == 2


def test_divergence_is_a_result(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson, learning_rate=2.0)
    explorer.train()
    assert explorer.iteration == explorer.trajectory.diverged
    assert explorer.age is None
    assert shown(explorer)["slope"] is None
    assert "Diverged." in repr(explorer)
    explorer.close()
