"""The explorer without a page: its traits, its methods, its errors, and what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import math
import re
import threading
import weakref
from collections.abc import Iterator

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError, link

import hubble_widget as hw
from hubble_widget.regression.loss import loss_of


@pytest.fixture
def lesson() -> hw.Dataset:
    return hw.load_dataset("key_project").without("NGC 4639")


@pytest.fixture
def explorer(lesson: hw.Dataset) -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer(lesson)
    yield explorer
    explorer.close()


async def until(condition: object, seconds: float = 60.0) -> None:
    """Let the loop run until `condition()` holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.001)


def shown(explorer: hw.RegressionExplorer) -> dict[str, object]:
    return dict(explorer._face.readout.learned)


def test_it_answers_with_the_closed_form_at_once(explorer: hw.RegressionExplorer) -> None:
    assert explorer.slope == pytest.approx(74.5887, abs=5e-5)
    assert explorer.age == pytest.approx(13.109, abs=5e-4)
    assert explorer.best_fit.slope == pytest.approx(80.37767, abs=5e-6)
    assert (explorer.iteration, explorer.trajectory.source) == (500, "closed form")
    explorer.learning_rate = 0.1
    assert explorer.slope == hw.descend(explorer.data, learning_rate=0.1, iterations=500).slope
    explorer.iterations = 1000
    assert explorer.iteration == 1000
    assert explorer.trajectory.iterations == 1000


def test_every_setting_reaches_every_part(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate, explorer.iterations = 0.3, 250
    controls, readout = explorer._face.controls, explorer._face.readout
    assert controls.learning_rate.entry.value == 0.3
    assert controls.learning_rate.scale[controls.learning_rate.slider.index] == 0.3
    assert controls.iterations.entry.value == 250
    assert (readout.settings["learning_rate"], readout.settings["iterations"]) == (0.3, 250)
    assert (controls.scrubber.slider.max, controls.scrubber.slider.value, controls.scrubber.entry.value) == (250,) * 3
    assert readout.learned["slope"] == explorer.slope


def test_the_sliders_and_entries_set_the_traits(explorer: hw.RegressionExplorer) -> None:
    controls = explorer._face.controls
    controls.learning_rate.slider.index += 1
    assert explorer.learning_rate == 0.053
    controls.iterations.entry.value = 777
    assert explorer.iterations == 777
    controls.iterations.slider.index = 0
    assert explorer.iterations == 1


def test_a_value_between_two_positions_of_the_slider_stays(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate = 0.0512345
    assert explorer.learning_rate == 0.0512345
    assert explorer._face.controls.learning_rate.entry.value == 0.0512345


def test_what_was_typed_wrong_is_refused_with_reason(explorer: hw.RegressionExplorer) -> None:
    entry = explorer._face.controls.learning_rate.entry
    entry.value = -3.0
    assert explorer.learning_rate == 0.05
    assert entry.value == 0.05
    assert "above 0, got -3.0" in explorer._face.readout.error
    entry.value = 0.06
    assert explorer._face.readout.error == ""


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("learning_rate", 0.0, "above 0, got 0.0"),
        ("learning_rate", math.nan, "finite and above 0, got nan"),
        ("learning_rate", "fast", "number above 0, such as 0.05, got 'fast'"),
        ("iterations", 0, "at least 1"),
        ("iterations", 10_001, "at most 10,000, got 10,001"),
        ("iterations", 2.5, "2.5"),
        ("iteration", 501, "one of 0 to 500, got 501"),
        ("iteration", -1, "one of 0 to 500, got -1"),
        ("start", (math.inf, 0.0), "km/s/Mpc"),
        ("degree", 4, "1, 2 or 3, got 4"),
        ("optimizer", "adam", "Did you mean 'Adam'"),
        ("loss_function", "L2", "'MSE', 'L1', 'Huber'"),
        ("speed", "slow motoin", "Did you mean 'slow motion'"),
        ("data", "key_projct", "Did you mean 'key_project'"),
        ("data", [1, 2, 3], "Dataset or the name of a catalogue, got list"),
    ],
)
def test_settings_are_checked_and_keep_their_value(
    explorer: hw.RegressionExplorer, name: str, value: object, message: str
) -> None:
    before = getattr(explorer, name), explorer.slope
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert (getattr(explorer, name), explorer.slope) == before


@pytest.mark.parametrize("name", ["slope", "intercept", "r", "age", "loss", "running"])
def test_results_are_read_only_and_observable(explorer: hw.RegressionExplorer, name: str) -> None:
    with pytest.raises(TraitError, match="read-only"):
        setattr(explorer, name, 1.0)
    assert explorer.has_trait(name)


def test_observers_see_all_results_of_one_state(explorer: hw.RegressionExplorer) -> None:
    seen = []
    explorer.observe(lambda _: seen.append((explorer.iteration, explorer.slope, explorer.loss)), "slope")
    explorer.iteration = 300
    state = explorer.trajectory.state(300)
    assert seen == [(300, state.slope, state.loss)]


def test_unknown_words_name_the_nearest_known() -> None:
    with pytest.raises(TypeError, match=r"no keyword 'learning_rte'\. Did you mean 'learning_rate'"):
        hw.RegressionExplorer(learning_rte=0.1)
    with pytest.raises(ValueError, match="Did you mean 'key_project'"):
        hw.RegressionExplorer("key_projct")
    with pytest.raises(TraitError, match="above 0, got -1"):
        hw.RegressionExplorer(learning_rate=-1)


def test_step_and_reset_walk_the_path(explorer: hw.RegressionExplorer) -> None:
    explorer.reset()
    assert (explorer.iteration, explorer.slope, explorer.intercept) == (0, 0.0, 0.0)
    assert explorer.age is None
    explorer.step()
    assert explorer.iteration == 1
    assert explorer.slope == hw.descend(explorer.data, iterations=1).slope
    explorer.iteration = 500
    explorer.step()
    assert (explorer.iteration, explorer.iterations) == (501, 501)


def test_a_step_takes_as_many_iterations_as_it_is_told(explorer: hw.RegressionExplorer) -> None:
    explorer.reset()
    explorer._face.controls.step_size.value = 100
    explorer._face.controls.step.click()
    assert explorer.iteration == 100
    explorer.step(10)
    assert explorer.iteration == 110
    explorer.iterations = 10_000
    explorer.step(100)
    assert (explorer.iteration, explorer.iterations) == (10_000, 10_000)
    with pytest.raises(ValueError, match="at least 1"):
        explorer.step(0)


def test_the_scrubber_goes_back_and_forth(explorer: hw.RegressionExplorer) -> None:
    scrubber = explorer._face.controls.scrubber
    explorer.train()
    for widget, iteration in ((scrubber.slider, 320), (scrubber.entry, 7), (scrubber.slider, 0)):
        widget.value = iteration
        assert explorer.iteration == iteration
        assert explorer.slope == hw.train(explorer.data).slopes[iteration]
        assert (scrubber.slider.value, scrubber.entry.value) == (iteration, iteration)


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
    path = np.frombuffer(explorer._face.readout.path, "<f8").reshape(3, -1)
    np.testing.assert_array_equal(path, [expected.slopes, expected.intercepts, expected.losses])
    explorer.learning_rate = 0.01
    assert (
        explorer.loss
        == hw.train(explorer.data, learning_rate=0.01, optimizer=optimizer, loss_function=loss_function).loss
    )


def test_the_newest_setting_wins_while_torch_walks_in_the_background(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000, optimizer="Adam")
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
        explorer.close()

    asyncio.run(main())


def test_training_before_the_path_is_known_shows_all_of_it(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, optimizer="Adam")
        explorer.train(wait=True)
        assert explorer.axes[1].get_xlim()[1] > 500
        assert explorer._face.readout.path is not None
        explorer.close()

    asyncio.run(main())


def test_steps_taken_while_torch_walks_the_path_are_all_taken(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, optimizer="Adam", iterations=2000)
        await until(lambda: explorer.iteration == 2000)
        for _ in range(3):
            explorer.step()
        await until(lambda: explorer.iteration == 2003)
        explorer._face.more.guess.value = True  # drawn anew while torch walks on
        assert explorer.iterations == 2003
        explorer.close()

    asyncio.run(main())


def test_what_is_chosen_while_torch_walks_does_not_stop_it(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, optimizer="Adam", iterations=3000)
        explorer._face.more.guess.value = True
        await until(lambda: explorer.iteration == 3000)
        explorer.iterations = 1000
        seen = []
        explorer.observe(lambda change: seen.append(change["new"]), "iteration")
        await until(lambda: explorer.iteration == 1000)
        assert 0 not in seen  # no start is shown in between
        explorer.close()

    asyncio.run(main())


def test_new_settings_never_stand_beside_old_numbers(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson)
        explorer.train(wait=True)  # torch is loaded by now
        explorer.start = (50.0, 0.0)
        explorer.optimizer = "Adam"
        assert shown(explorer)["source"] == "torch"
        path = hw.train(lesson, optimizer="Adam", start=(50.0, 0.0))
        assert explorer.slope == path.slopes[explorer.iteration]
        explorer.loss_function = "L1"
        path = hw.train(lesson, optimizer="Adam", loss_function="L1", start=(50.0, 0.0))
        assert shown(explorer)["loss"] == path.losses[explorer.iteration]
        explorer.close()

    asyncio.run(main())


def test_a_training_that_was_paused_goes_on_whatever_was_known_of_its_path(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, optimizer="Adam", iterations=5000)
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
        explorer.close()

    asyncio.run(main())


def test_the_scrubber_stops_a_training_where_it_was_put(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000, speed="real time")
        slider = explorer._face.controls.scrubber.slider
        for put in (7, 8, 9):
            explorer.train()
            await until(lambda: explorer.running and explorer.iteration > 100)
            await asyncio.to_thread(slider.set_state, {"value": put})  # as a message does on another thread
            await until(lambda: not explorer.running)
            assert (explorer.iteration, slider.value) == (put, put)
        explorer.close()

    asyncio.run(main())


def test_the_speed_may_be_changed_while_a_training_runs(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000, speed="slow motion")
        assert explorer._face.more.speed.value == "slow motion"
        explorer.train()
        await until(lambda: explorer.trajectory.source == "torch" and explorer.iteration > 0)
        explorer._face.more.speed.value = "real time"
        await until(lambda: explorer.iteration == 10_000)
        np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(lesson, iterations=10_000).losses)
        explorer.close()

    asyncio.run(main())


@pytest.mark.parametrize("trait", ["running", "slope"])
def test_an_observer_may_close_it_whatever_is_asked_next(lesson: hw.Dataset, trait: str) -> None:
    async def main() -> None:
        for ask in ("stop", "reset", "step"):
            explorer = hw.RegressionExplorer(lesson)
            explorer.train()
            explorer.observe(lambda _, explorer=explorer: explorer.close(), trait)
            getattr(explorer, ask)()
        explorer = hw.RegressionExplorer(lesson)
        explorer.train()
        explorer.observe(lambda _: explorer.close(), trait)
        explorer.data = "hubble_1929"
        assert repr(explorer) == "RegressionExplorer (closed)"

    asyncio.run(main())


def test_an_observer_that_raises_at_the_end_hides_nothing(lesson: hw.Dataset) -> None:
    def refuse(change: dict[str, object]) -> None:
        if not change["new"]:
            raise ZeroDivisionError("of the user's own")

    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=20)
        explorer.observe(refuse, "running")
        explorer.train()
        await until(lambda: not explorer.running)
        await until(lambda: "ZeroDivisionError" in explorer._face.readout.error)
        assert explorer._face.readout.path is not None
        explorer.close()

    asyncio.run(main())


def test_the_summary_compares_losses_of_one_kind() -> None:
    explorer = hw.RegressionExplorer("key_project", optimizer="Adam", loss_function="L1")
    fit = explorer.best_fit
    exact = loss_of(explorer.data, fit.slope, fit.intercept, "L1")
    assert "Adam on the L1 loss" in repr(explorer)
    assert re.search(rf"Loss \(L1\) +{explorer.loss:.4g} +{exact:.4g}", repr(explorer))
    explorer.close()


def test_a_start_beyond_all_numbers_is_shown_without_a_warning(explorer: hw.RegressionExplorer) -> None:
    explorer.start = (1e308, 1e308)
    explorer.figure.canvas.render()
    assert explorer.iteration == 0
    explorer.reset()
    assert explorer.slope == 0.0


def test_the_guess_is_where_training_starts(explorer: hw.RegressionExplorer) -> None:
    more, starts = explorer._face.more, []
    explorer.observe(lambda change: starts.append(change["new"]), "start")
    explorer._instrument._guess(100.0, -200.0)
    assert starts == [(100.0, -200.0)]  # showing it in the entries is not a guess of its own
    assert (explorer.start, explorer.iteration) == ((100.0, -200.0), 0)
    assert (more.slope.value, more.intercept.value) == (100.0, -200.0)
    assert explorer.loss == explorer.trajectory.losses[0]
    explorer.train()
    assert explorer.slope == hw.train(explorer.data, start=(100.0, -200.0)).slope
    more.slope.value = 40.0
    assert (explorer.start, explorer.slope) == ((40.0, -200.0), 40.0)
    explorer.reset()
    assert explorer.start == (0.0, 0.0)


def test_galaxies_are_left_out_and_taken_back() -> None:
    explorer = hw.RegressionExplorer("key_project")
    more, instrument = explorer._face.more, explorer._instrument
    instrument.toggle_galaxy("NGC 4639")
    assert explorer.best_fit.slope == pytest.approx(80.37767, abs=5e-6)
    assert "23 of 24 galaxies" in explorer._face.controls.title.value
    more.galaxy.value = "NGC 4639"
    assert more.leave_out.description == "Take back"
    more.leave_out.click()
    assert explorer.data is hw.load_dataset("key_project")
    more.leave_out.click()
    more.galaxy.value = "NGC 300"
    more.leave_out.click()
    assert explorer.data.left_out == ("NGC 4639", "NGC 300")
    for left_out in (("NGC 4639",), (), ("NGC 4639",), ()):
        more.undo.click()
        assert explorer.data.left_out == left_out
    assert more.undo.disabled
    explorer.close()


def test_undo_passes_over_what_was_undone_by_other_means() -> None:
    explorer = hw.RegressionExplorer("key_project")
    explorer._instrument.toggle_galaxy("NGC 4639")
    explorer.data = "key_project"
    assert explorer._face.more.undo.disabled
    explorer.close()


def test_undo_forgets_other_galaxies() -> None:
    explorer = hw.RegressionExplorer("key_project")
    explorer._instrument.toggle_galaxy("NGC 4639")
    explorer.data = "hubble_1929"
    assert explorer._face.more.undo.disabled
    assert explorer.data is hw.load_dataset("hubble_1929")
    explorer.close()


def test_runs_are_pinned_to_compare_them(explorer: hw.RegressionExplorer) -> None:
    more, plots = explorer._face.more, explorer._face.plots
    for rate in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3):
        explorer.learning_rate = rate
        more.pin.click()
    assert plots.pinned[0] == "0.01, 500 iterations"
    assert len(plots.pinned) == 6
    more.pin.click()
    assert "6" in explorer._face.readout.error
    more.unpin.click()
    assert len(plots.pinned) == 0


def test_toggles_reach_the_plots(explorer: hw.RegressionExplorer) -> None:
    more, plots = explorer._face.more, explorer._face.plots
    height = explorer.figure.canvas.size[1]
    for toggle in (more.residual_lines, more.residual_squares, more.residual_plot, more.linear_loss):
        toggle.value = True
    assert (plots.residual_lines, plots.residual_squares, plots.residual_plot, plots.log_loss) == (
        True,
        True,
        True,
        False,
    )
    assert len(explorer.axes) == 3
    assert explorer.figure.canvas.size[1] >= height
    assert explorer.axes[1].get_yscale() == "linear"
    more.residual_plot.value = False
    assert len(explorer.axes) == 2


def test_more_is_folded_away_at_first(explorer: hw.RegressionExplorer) -> None:
    more = explorer._face.more
    assert more.panel.layout.display == "none"
    more.toggle.value = True
    assert more.panel.layout.display is None


def test_slow_motion_and_real_time(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000, speed="slow motion")
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
        assert len(seen) < 200
        explorer.close()

    asyncio.run(main())


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


def test_in_a_loop_the_training_is_watched(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=90)
        seen = await _train_live(explorer)
        assert seen == sorted(seen)
        assert len(seen) > 30
        assert seen[-1] == 90
        assert explorer.trajectory.source == "torch"
        np.testing.assert_array_equal(explorer.trajectory.slopes, hw.train(lesson, iterations=90).slopes)
        explorer.close()

    asyncio.run(main())


def test_stop_stops_and_train_goes_on(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000)
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
        explorer.close()

    asyncio.run(main())


def test_new_settings_end_a_training(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000)
        explorer.train()
        explorer.learning_rate = 0.2
        assert not explorer.running
        assert explorer.trajectory.source == "closed form"
        explorer.train()
        await until(lambda: explorer.trajectory.source == "torch")
        explorer.data = "hubble_1929"
        assert not explorer.running
        assert explorer.best_fit.slope == pytest.approx(454.15844)
        explorer.close()

    asyncio.run(main())


def test_an_observer_that_raises_ends_the_training_and_is_told_of(lesson: hw.Dataset) -> None:
    def refuse(_change: object) -> None:
        raise ZeroDivisionError("of the user's own")

    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson)
        explorer.observe(refuse, "slope")
        explorer.train()
        await until(lambda: not explorer.running)
        assert explorer._face.readout.error == "ZeroDivisionError: of the user's own"
        explorer.unobserve(refuse, "slope")
        explorer.learning_rate = 0.1  # still usable
        assert explorer._face.readout.error == ""
        explorer.close()

    asyncio.run(main())


def test_an_error_stays_in_sight_while_a_training_goes_on(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000)
        explorer.train()
        await until(lambda: explorer.iteration < 10_000)
        explorer._face.controls.learning_rate.entry.value = -3.0
        reached = explorer.iteration
        await until(lambda: explorer.iteration > reached + 100)
        assert "above 0, got -3.0" in explorer._face.readout.error
        explorer.close()

    asyncio.run(main())


def test_any_thread_may_ask_and_everything_happens_at_home(lesson: hw.Dataset) -> None:
    threads: set[threading.Thread] = set()

    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=10_000)
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

    asyncio.run(main())
    assert threads == {threading.main_thread()}


def test_waiting_for_a_training_that_runs_waits_for_its_end(lesson: hw.Dataset) -> None:
    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson, iterations=3000)
        explorer.train()
        await until(lambda: 0 < explorer.iteration < 3000)
        explorer.train(wait=True)
        assert (explorer.running, explorer.iteration) == (False, 3000)
        np.testing.assert_array_equal(explorer.trajectory.losses, hw.train(lesson, iterations=3000).losses)
        explorer.close()

    asyncio.run(main())


def test_an_observer_may_close_the_explorer_while_it_trains(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson)
    explorer.observe(lambda _: explorer.close(), "age")
    explorer.iteration = 400
    with pytest.raises(RuntimeError, match="was closed"):
        _ = explorer.figure

    async def main() -> None:
        explorer = hw.RegressionExplorer(lesson)
        explorer.observe(lambda _: explorer.close(), "iteration")
        explorer.train()
        await until(lambda: repr(explorer) == "RegressionExplorer (closed)")

    asyncio.run(main())


def test_another_degree_keeps_what_torch_has_learned(explorer: hw.RegressionExplorer) -> None:
    explorer.train()
    explorer.degree = 2
    assert explorer.best_fit.degree == 2
    assert explorer.trajectory.source == "torch"
    assert shown(explorer)["source"] == "torch"
    assert explorer._face.readout.settings["degree"] == 2


def test_settings_take_what_numpy_gives(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate = np.float32(0.5)
    explorer.iterations = np.int64(40)
    explorer.start = np.array([10.0, 20.0])
    assert (explorer.learning_rate, explorer.iterations, explorer.start) == (0.5, 40, (10.0, 20.0))
    assert (explorer.iteration, explorer.slope, explorer.intercept) == (0, 10.0, 20.0)
    explorer.reset()
    assert (explorer.start, explorer.slope, explorer.intercept) == ((0.0, 0.0), 0.0, 0.0)


def test_a_falling_line_has_one_correlation_on_both_sides() -> None:
    explorer = hw.RegressionExplorer(hw.Dataset(distance=[1, 2, 3, 4], velocity=[400, 300, 210, 90]), iterations=5000)
    readout = explorer._face.readout
    assert readout.learned["r"] == pytest.approx(readout.exact["r"])
    assert explorer.best_fit.r < 0
    explorer.close()


def test_divergence_is_a_result(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson, learning_rate=2.0)
    explorer.train()
    assert explorer.iteration == explorer.trajectory.diverged
    assert explorer.age is None
    assert shown(explorer)["slope"] is None
    assert "Diverged." in repr(explorer)
    explorer.close()


@pytest.mark.parametrize("velocity", [[0.0, 0.0, 0.0], [300.0, 200.0, 100.0]])
def test_data_without_an_age_are_shown_as_such(velocity: list[float]) -> None:
    explorer = hw.RegressionExplorer(hw.Dataset(distance=[1, 2, 3], velocity=velocity), iterations=3000)
    explorer.train()
    assert explorer.age is None
    assert explorer.best_fit.age is None
    assert "–" in repr(explorer)
    explorer.close()


def test_two_explorers_can_be_linked(lesson: hw.Dataset) -> None:
    one, other = hw.RegressionExplorer(lesson), hw.RegressionExplorer("hubble_1929")
    link((one, "learning_rate"), (other, "learning_rate"))
    one.learning_rate = 0.2
    assert other.learning_rate == 0.2
    assert other.slope == hw.descend("hubble_1929", learning_rate=0.2).slope
    ipywidgets.VBox([one, other]).close()
    one.close()
    other.close()


def test_closing_frees_figure_widgets_and_task(lesson: hw.Dataset) -> None:
    async def main() -> None:
        before = set(_instances)
        explorer = hw.RegressionExplorer(lesson)
        explorer._repr_mimebundle_()
        explorer.train()
        figure = weakref.ref(explorer.figure)
        explorer.close()
        explorer.close()
        assert set(_instances) == before
        await asyncio.sleep(0)  # the cancelled task ends
        gc.collect()
        assert figure() is None
        assert asyncio.all_tasks() == {asyncio.current_task()}
        with pytest.raises(RuntimeError, match="this explorer was closed"):
            explorer.train()
        assert repr(explorer) == "RegressionExplorer (closed)"

    asyncio.run(main())


def test_without_widgets_there_is_a_table_with_a_picture_or_text(explorer: hw.RegressionExplorer) -> None:
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    assert '<img src="data:image/png;base64,iVBOR' in bundle["text/html"]
    assert "alt=" in bundle["text/html"]
    for number in ("74.59", "80.38 ± 10.11", "13.11", "93 % of the way."):
        assert number in bundle["text/html"]
        assert number in bundle["text/plain"]


def test_names_of_the_users_are_escaped() -> None:
    data = hw.Dataset(distance=[1, 2, 3], velocity=[70, 140, 200], title="<script>", reference="a & b")
    explorer = hw.RegressionExplorer(data)
    for html in (explorer._face.controls.title.value, explorer._repr_mimebundle_()["text/html"]):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "a &amp; b" in html
    explorer.close()


def test_the_chooser_offers_catalogues_and_the_users_own(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson)
    chooser = explorer._face.controls.chooser
    assert [label for label, _ in chooser.options] == [
        "HST Key Project (24)",
        "Hubble 1929 (24)",
        "Key Project supernovae (36)",
        "HST Key Project (23)",
    ]
    assert chooser.value is lesson
    chooser.value = hw.load_dataset("hubble_1929")
    assert explorer.data is hw.load_dataset("hubble_1929")
    assert explorer.slope == hw.descend("hubble_1929").slope
    chooser.value = lesson
    assert explorer.data is lesson
    explorer.close()
