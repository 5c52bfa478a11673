"""Playback without a page: every state of a path, whoever walks it and however it is asked for."""

from __future__ import annotations

import asyncio
import math

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.explorer import trainer
from hubble_widget.widgets.whole_numbers import truncated
from tests.explorers import Live, shown, until

pytestmark = pytest.mark.anyio  # the tests that are coroutines


def test_step_and_reset_walk_the_path(explorer: hw.RegressionExplorer) -> None:
    explorer.reset()
    assert (explorer.iteration, explorer.slope, explorer.intercept) == (0, 0.0, 0.0)
    assert explorer.age is None
    explorer.step()
    assert explorer.iteration == 1
    assert explorer.slope == hw.gradient_descent(explorer.data, iterations=1).slope
    explorer.iteration = 500
    explorer.step()
    assert (explorer.iteration, explorer.iterations) == (501, 501)


def test_a_scrubber_that_is_back_before_the_kernel_answers_stays(
    explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel is busy with a cell, and what a person does waits for its end."""
    waiting = []
    monkeypatch.setattr(explorer._dispatcher, "answer", lambda function: lambda: waiting.append(function))
    for turn, iteration in enumerate((499, 500)):
        explorer._view.controls.scrubber.slider.set_state({"hand": [iteration, turn]})
    for function in waiting:
        function()
    assert len(waiting) == 2
    assert explorer.iteration == 500


def test_a_step_takes_as_many_iterations_as_it_is_told(explorer: hw.RegressionExplorer) -> None:
    explorer.reset()
    explorer._view.controls.step_size.value = 100
    explorer._view.controls.step.click()
    assert explorer.iteration == 100
    explorer.step(10)
    assert explorer.iteration == 110
    explorer.iterations = 10_000
    explorer.step(100)
    assert (explorer.iteration, explorer.iterations) == (10_000, 10_000)
    with pytest.raises(ValueError, match="at least 1"):
        explorer.step(0)


def test_the_scrubber_goes_back_and_forth(explorer: hw.RegressionExplorer) -> None:
    scrubber = explorer._view.controls.scrubber
    explorer.train()
    for widget, iteration in ((scrubber.slider, 320), (scrubber.entry, 7), (scrubber.slider, 0)):
        widget.value = iteration
        assert explorer.iteration == iteration
        assert explorer.slope == hw.train(explorer.data).slopes[iteration]
        assert (scrubber.slider.value, scrubber.entry.value) == (iteration, iteration)


def test_a_page_without_our_code_is_believed_what_it_was_not_given(explorer: hw.RegressionExplorer) -> None:
    scrubber = explorer._view.controls.scrubber
    for control, iteration in ((scrubber.slider, 320), (scrubber.entry, 7), (scrubber.slider, 8)):
        control.set_state({"value": iteration})
        assert explorer.iteration == iteration


def test_what_a_page_cuts_and_sends_back_moves_nothing(explorer: hw.RegressionExplorer) -> None:
    """Colab's sends 12 for 13 of 475, because its slider stands at 12.999999999999998."""
    scrubber = explorer._view.controls.scrubber
    explorer.iterations = 475
    for iteration in (13, 100, 13, 473):
        explorer.iteration = iteration
        scrubber.slider.set_state({"value": truncated(iteration, 475)})
        assert explorer.iteration == iteration
    scrubber.slider.set_state({"value": 12})  # that of 13 comes late
    assert explorer.iteration == 473
    scrubber.entry.set_state({"value": 12})  # nothing but a person changes an entry
    assert explorer.iteration == 12
    scrubber.slider.set_state({"value": 99})  # whatever was cut before came before
    assert explorer.iteration == 99


def test_a_page_with_our_code_says_what_a_hand_does(explorer: hw.RegressionExplorer) -> None:
    scrubber = explorer._view.controls.scrubber
    explorer._view._on_message({"type": "knows hands"})
    for control in (scrubber.slider, scrubber.entry):
        control.set_state({"value": 100})
        assert explorer.iteration == 500
    for put, iteration in (([20, 0.1], 20), ([20.000000000000004, 0.2], 20), ([9999, 0.3], 500), ([-1, 0.4], 0)):
        scrubber.slider.set_state({"hand": put})
        assert explorer.iteration == iteration
    for nothing in ([], [None, 1], ["3", 2], [1.5, 3], [math.nan, 4], [True, 5]):
        scrubber.entry.set_state({"hand": nothing})
        assert explorer.iteration == 0
    explorer.iteration = 30
    scrubber.slider.value = 40  # from Python
    assert explorer.iteration == 40


@pytest.mark.parametrize(
    ("optimizer", "loss_function"), [("Adam", "MSE"), ("SGD", "L1"), ("SGD with momentum", "Huber")]
)
def test_what_has_no_closed_form_is_run_by_torch(
    explorer: hw.RegressionExplorer, optimizer: str, loss_function: str
) -> None:
    explorer.optimizer, explorer.loss_function = optimizer, loss_function
    expected = hw.train(explorer.data, optimizer=optimizer, loss_function=loss_function)
    assert (explorer.iteration, explorer.slope, explorer.loss) == (500, expected.slope, expected.loss)
    explorer.iteration = 100
    assert explorer.slope == expected.slopes[100]
    path = np.frombuffer(explorer._view.readout.path, "<f8").reshape(3, -1)
    np.testing.assert_array_equal(path, [expected.slopes, expected.intercepts, expected.losses])
    explorer.learning_rate = 0.01
    assert (
        explorer.loss
        == hw.train(explorer.data, learning_rate=0.01, optimizer=optimizer, loss_function=loss_function).loss
    )


async def test_the_newest_setting_wins_while_torch_walks_in_the_background(lesson: hw.Dataset, live: Live) -> None:
    explorer = live(iterations=10_000, optimizer="Adam")
    for rate in (0.01, 0.02, 0.03):
        explorer.learning_rate = rate
        await asyncio.sleep(0)
    assert not explorer.running
    await until(lambda: explorer.iteration == 10_000 and explorer.trajectory.learning_rate == 0.03)
    expected = hw.train(lesson, iterations=10_000, optimizer="Adam", learning_rate=0.03)
    np.testing.assert_array_equal(explorer.trajectory.losses, expected.losses)
    explorer.train()
    await until(lambda: 0 < explorer.iteration < 10_000)
    explorer.stop()
    assert explorer.trajectory.iterations == explorer.iteration


async def test_a_run_that_may_just_begin_gives_way_to_the_newest_setting(
    live: Live, lesson: hw.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer, "torch_is_warm", lambda: False)
    explorer = live(optimizer="Adam", iterations=2000)
    await asyncio.sleep(0)  # its run waits for the first picture
    explorer._view.canvas._on_first_shown()
    explorer.learning_rate = 0.02
    rates = set()
    explorer.observe(lambda _: rates.add(explorer.trajectory.learning_rate), "iteration")
    await until(lambda: explorer.iteration == 2000)
    expected = hw.train(lesson, iterations=2000, optimizer="Adam", learning_rate=0.02)
    np.testing.assert_array_equal(explorer.trajectory.losses, expected.losses)
    assert rates == {0.02}


async def test_training_before_the_path_is_known_shows_all_of_it(live: Live) -> None:
    explorer = live(optimizer="Adam")
    explorer.train(wait=True)
    assert explorer.axes[1].get_xlim()[1] > 500
    assert explorer._view.readout.path is not None


async def test_steps_taken_while_torch_walks_the_path_are_all_taken(live: Live) -> None:
    explorer = live(optimizer="Adam", iterations=2000)
    await until(lambda: explorer.iteration == 2000)
    for _ in range(3):
        explorer.step()
    await until(lambda: explorer.iteration == 2003)
    explorer._view.more.guess.value = True  # drawn anew while torch walks on
    assert explorer.iterations == 2003


async def test_what_is_chosen_while_torch_walks_does_not_stop_it(live: Live) -> None:
    explorer = live(optimizer="Adam", iterations=3000)
    explorer._view.more.guess.value = True
    await until(lambda: explorer.iteration == 3000)
    explorer.iterations = 1000
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "iteration")
    await until(lambda: explorer.iteration == 1000)
    assert 0 not in seen  # no start is shown in between


async def test_new_settings_never_stand_beside_old_numbers(lesson: hw.Dataset, live: Live) -> None:
    explorer = live()
    explorer.train(wait=True)  # torch is loaded by now
    explorer.start = (50.0, 0.0)
    explorer.optimizer = "Adam"
    assert shown(explorer)["source"] == "torch"
    path = hw.train(lesson, optimizer="Adam", start=(50.0, 0.0))
    assert explorer.slope == path.slopes[explorer.iteration]
    explorer.loss_function = "L1"
    path = hw.train(lesson, optimizer="Adam", loss_function="L1", start=(50.0, 0.0))
    assert shown(explorer)["loss"] == path.losses[explorer.iteration]
