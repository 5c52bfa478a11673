"""The torch loop is the lesson's loop, leaves no trace, and walks the path of the closed form."""

import math
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hubble_widget.api import gradient_descent, polyfit, train
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.moments import Moments
from hubble_widget.fit.gradient_descent import largest_stable_rate
from hubble_widget.fit.hyperparameters import OPTIMIZERS
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.torch_training import ROWS_OF_A_LESSON, torch_states
from hubble_widget.fit.trajectory import State, Trajectory
from tests.lesson import WAYS, lesson_loop
from tests.samples import CATALOGS, LESSON, galaxies, title


@pytest.mark.parametrize("rate", [0.003, 0.05, 0.7, 0.9])
@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_the_loop_equals_the_lessons_bit_for_bit(data: Dataset, optimizer: str, loss_function: str, rate: float):
    states = torch_states(data, learning_rate=rate, optimizer=optimizer, loss_function=loss_function)
    assert list(islice(states, 101)) == lesson_loop(data, rate, 100, optimizer, loss_function)


@settings(max_examples=20)
@given(data=galaxies(), way=st.sampled_from(WAYS), rate=st.floats(1e-4, 0.5))
def test_the_loop_equals_the_lessons_on_random_data(data: Dataset, way: tuple[str, str], rate: float) -> None:
    states = torch_states(data, learning_rate=rate, optimizer=way[0], loss_function=way[1])
    assert list(islice(states, 101)) == lesson_loop(data, rate, 100, *way)


@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_more_galaxies_than_a_lesson_has_walk_the_same_path_up_to_rounding(optimizer: str, loss_function: str) -> None:
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, ROWS_OF_A_LESSON + 1)
    data = Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, distance.size))
    walked = list(islice(torch_states(data, optimizer=optimizer, loss_function=loss_function), 101))
    np.testing.assert_allclose(walked, lesson_loop(data, 0.05, 100, optimizer, loss_function), rtol=1e-11)


def test_unless_told_otherwise_the_loop_is_sgd_on_the_mean_squared_error() -> None:
    plain, told = train(LESSON), train(LESSON, optimizer="SGD", loss_function="MSE")
    assert plain.losses.tolist() == told.losses.tolist()
    assert (plain.optimizer, plain.loss_function) == ("SGD", "MSE")


@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_every_way_leads_downhill_and_is_remembered(optimizer: str, loss_function: str) -> None:
    run = train(LESSON, learning_rate=0.02, iterations=2000, optimizer=optimizer, loss_function=loss_function)
    assert (run.optimizer, run.loss_function) == (optimizer, loss_function)
    assert run.loss < run.losses[0] / 2


@pytest.mark.parametrize("loss_function", ["L1", "Huber"])
def test_another_loss_function_has_another_best_line(loss_function: str) -> None:
    run, fit = train(LESSON, iterations=3000, optimizer="Adam", loss_function=loss_function), polyfit(LESSON)
    assert run.loss < loss_of(LESSON, fit.slope, fit.intercept, loss_function)
    assert loss_of(LESSON, run.slope, run.intercept) > fit.loss


@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_no_rate_is_too_large_for_any_way(optimizer: str, loss_function: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = train(LESSON, learning_rate=1.7e308, iterations=50, optimizer=optimizer, loss_function=loss_function)
    assert run.diverged == 1
    assert (run.loss, run.age) == (math.inf, None)


@pytest.mark.parametrize("share", [1e-6, 0.066, 0.3, 0.5, 0.6, 0.9, 0.99, 1.05, 1.1, 2.0, 1e3, 1e155, 1e300])
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_torch_and_closed_form_walk_the_same_path(data: Dataset, share: float) -> None:
    rate = share * largest_stable_rate(data.moments)
    learned = train(data, learning_rate=rate, iterations=3000)
    path = gradient_descent(data, learning_rate=rate, iterations=3000)
    assert learned.diverged == path.diverged
    for name in ("slopes", "intercepts", "losses"):
        np.testing.assert_allclose(getattr(path, name), getattr(learned, name), rtol=1e-9)


@settings(max_examples=40)
@given(
    data=galaxies(),
    share=st.sampled_from([0.001, 0.05, 0.3, 0.5, 0.8, 0.97, 1.03, 1.2, 3.0, 1e4]),
    start=st.tuples(st.floats(-1000, 1000), st.floats(-5000, 5000)),
)
def test_torch_and_closed_form_walk_the_same_path_on_random_data(data, share, start) -> None:
    moments = data.moments
    rate = share * largest_stable_rate(moments)
    # A divergence that begins with nothing but rounding errors grows out of different ones.
    assume(share < 1 or steep_error(moments, start) > 1e-3)
    learned = train(data, learning_rate=rate, iterations=1000, start=start)
    path = gradient_descent(data, learning_rate=rate, iterations=1000, start=start)
    assert learned.diverged == path.diverged
    # Relative to each number where it does not pass through zero, and there to the size of the line
    # in scaled data, whose columns are of size 1.
    weights, biases = scaled(learned)
    size = 1 + np.abs(weights) + np.abs(biases)
    for ours, theirs in zip(scaled(path), (weights, biases), strict=True):
        assert_close(ours, theirs, allowed=1e-9 * np.abs(theirs) + 1e-12 * size)
    assert_close(path.losses, learned.losses, allowed=1e-9 * np.abs(learned.losses) + 1e-14 * size**2)


def steep_error(moments: Moments, start: tuple[float, float]) -> float:
    """Return how far the start is from the best line along the steep axis, in scaled data."""
    mean = moments.distance_mean / moments.distance_scale
    square = mean**2 + moments.distance_ss / moments.n / moments.distance_scale**2
    steep_axis = np.linalg.eigh([[square, mean], [mean, 1.0]]).eigenvectors[:, 1]
    error = [
        (start[0] - moments.slope) / moments.slope_scale,
        (start[1] - moments.intercept) / moments.velocity_scale,
    ]
    return float(np.abs(steep_axis @ error))


def scaled(path: Trajectory) -> tuple[np.ndarray, np.ndarray]:
    moments = path.moments
    return path.slopes / moments.slope_scale, path.intercepts / moments.velocity_scale


def assert_close(ours: np.ndarray, theirs: np.ndarray, *, allowed: np.ndarray) -> None:
    finite = np.isfinite(theirs)
    assert np.array_equal(finite, np.isfinite(ours))
    assert np.all(np.abs(ours[finite] - theirs[finite]) <= allowed[finite])


@pytest.mark.parametrize("rate", [0.8, 5.0, 1e155])
def test_divergence_is_a_result(rate: float, capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = train(LESSON, learning_rate=rate, iterations=20_000)
    assert run.diverged is not None
    assert run.iterations == 20_000
    assert math.isnan(run.slope)
    assert (run.loss, run.age) == (math.inf, None)
    assert capfd.readouterr() == ("", "")


def test_a_loop_can_be_stopped_at_any_state_and_continued() -> None:
    states = torch_states(LESSON)
    first, then = list(islice(states, 11)), list(islice(states, 10))
    run = train(LESSON, iterations=20)
    assert [state.slope for state in first + then] == run.slopes.tolist()
    assert [state.loss for state in first + then] == run.losses.tolist()
    assert run.source == "torch"


def test_two_loops_do_not_disturb_each_other() -> None:
    alone = list(islice(torch_states(LESSON), 20))
    pairs = zip(torch_states(LESSON), torch_states(load_dataset("hubble_1929")), range(20), strict=False)
    assert [state for state, _, _ in pairs] == alone


def test_the_first_state_is_the_start() -> None:
    first = next(torch_states(LESSON, start=(70.0, 250.0)))
    assert (first.slope, first.intercept) == pytest.approx((70.0, 250.0), rel=1e-15)
    errors = LESSON.velocity - (70.0 * LESSON.distance + 250.0)
    assert first.loss == pytest.approx(np.mean(errors**2) / LESSON.velocity.max() ** 2)


def torch_state() -> tuple[object, ...]:
    return (
        torch.get_rng_state().tolist(),
        torch.get_num_threads(),
        torch.get_num_interop_threads(),
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.is_anomaly_enabled(),
        torch.are_deterministic_algorithms_enabled(),
    )


MODES = {
    "as torch comes": nullcontext,
    "no_grad": torch.no_grad,
    "inference_mode": torch.inference_mode,
    "another default device": lambda: torch.device("meta"),
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16])
@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_the_users_torch_is_as_it_was_even_between_two_states(mode: str, dtype, optimizer, loss_function) -> None:
    def first_states() -> Iterator[State]:
        return islice(torch_states(LESSON, optimizer=optimizer, loss_function=loss_function), 5)

    expected = list(first_states())
    threads = torch.get_num_threads()
    try:
        torch.set_default_dtype(dtype)
        torch.set_num_threads(1)
        with MODES[mode]():
            before, states = torch_state(), []
            for state in first_states():
                assert torch_state() == before
                states.append(state)
            assert torch_state() == before
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_num_threads(threads)
    assert states == expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_loop_that_began_in_inference_mode_goes_on_outside_and_back(optimizer: str) -> None:
    states = torch_states(LESSON, optimizer=optimizer)
    with torch.inference_mode():
        walked = [next(states)]
    walked.append(next(states))
    with torch.inference_mode():
        walked.append(next(states))
    assert walked == list(islice(torch_states(LESSON, optimizer=optimizer), 3))


def test_training_leaves_the_data_alone() -> None:
    distance, velocity = LESSON.distance.copy(), LESSON.velocity.copy()
    train(LESSON, iterations=3)
    assert np.array_equal(LESSON.distance, distance)
    assert np.array_equal(LESSON.velocity, velocity)


def test_torch_is_imported_when_the_first_state_is_asked_for() -> None:
    code = """
import sys
import hubble_widget.api, hubble_widget.fit.convergence
from hubble_widget.data import catalogs
from hubble_widget.fit import gradient_descent, least_squares, loss, torch_training
data = catalogs.load_dataset("key_project")
gradient_descent.gradient_descent_of(data.moments), least_squares.fit_polynomial(data)
states = torch_training.torch_states(data, optimizer="Adam", loss_function="Huber")
loss.loss_of(data, 70.0, 0.0)
numbers_only = {"torch", "matplotlib", "ipywidgets", "IPython"}
assert not numbers_only & set(sys.modules), numbers_only & set(sys.modules)
next(states)
assert "torch" in sys.modules
assert "torch._dynamo" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
