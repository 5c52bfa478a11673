"""A run that can be stopped is the same training."""

from collections.abc import Iterator
from itertools import islice

import pytest

from hubble_widget.api import train
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS
from hubble_widget.fit.torch_training import AT_A_TIME, torch_states
from hubble_widget.fit.training_run import TrainingRun
from hubble_widget.fit.trajectory import State
from tests.lesson import WAYS
from tests.samples import LESSON

SETTINGS = {"learning_rate": 0.05, "iterations": 20, "start": (70.0, 250.0)}


@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_a_run_that_was_stopped_and_continued_is_the_training(optimizer: str, loss_function: str) -> None:
    run = TrainingRun(LESSON, **SETTINGS, optimizer=optimizer, loss_function=loss_function)
    run.advance(7)
    run.advance(100, deadline=0)  # long past: the next few, and no more
    half = run.trajectory()
    assert (run.iteration, run.finished, half.iterations) == (6 + AT_A_TIME, False, 6 + AT_A_TIME)
    run.advance()
    assert (run.iteration, run.finished) == (20, True)
    whole, trained = run.trajectory(), train(LESSON, **SETTINGS, optimizer=optimizer, loss_function=loss_function)
    for path in (half, whole):
        assert path.losses.tolist() == trained.losses[: path.iterations + 1].tolist()
        assert path.slopes.tolist() == trained.slopes[: path.iterations + 1].tolist()
        assert (path.optimizer, path.loss_function) == (optimizer, loss_function)


def test_unless_told_otherwise_a_run_is_sgd_on_the_mean_squared_error() -> None:
    run = TrainingRun(LESSON, **SETTINGS)
    run.advance()
    assert run.trajectory().has_closed_form
    assert run.trajectory().losses.tolist() == train(LESSON, **SETTINGS).losses.tolist()


@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_before_it_has_begun_a_run_knows_its_start(loss_function: str) -> None:
    run = TrainingRun(LESSON, learning_rate=0.05, iterations=20, start=(60.0, 30.0), loss_function=loss_function)
    before = run.trajectory()
    assert run.iteration == -1
    run.advance(1)
    assert run.iteration == 0
    assert before.iterations == 0
    assert before.state(0) == pytest.approx(run.trajectory().state(0), rel=1e-12)


def test_a_run_ends_where_it_leaves_the_finite_range_or_its_end() -> None:
    run = TrainingRun(LESSON, learning_rate=10.0, iterations=1000, start=(0.0, 0.0))
    run.advance()
    assert run.finished
    assert run.trajectory().diverged == run.iteration < 1000
    for ended in (run, TrainingRun(LESSON, **SETTINGS)):
        ended.advance()
        reached = ended.iteration
        ended.advance(5)
        assert (ended.iteration, ended.finished) == (reached, True)


def test_a_run_that_was_interrupted_keeps_what_it_has_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **settings: object) -> Iterator[State]:
        yield from islice(torch_states(*arguments, **settings), 6)
        raise KeyboardInterrupt

    monkeypatch.setattr("hubble_widget.fit.training_run.torch_states", interrupted)
    run = TrainingRun(LESSON, **SETTINGS)
    with pytest.raises(KeyboardInterrupt):
        run.advance()
    assert run.trajectory().losses.tolist() == train(LESSON, **SETTINGS).losses[:6].tolist()
    assert run.finished  # a loop that was interrupted cannot go on: the next training begins a new one
    run.advance()
    assert (run.iteration, run.finished) == (5, True)
