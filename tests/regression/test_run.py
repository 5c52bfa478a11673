"""A run that can be stopped is the same training."""

from itertools import islice

import pytest

from hubble_widget.regression.parameters import LOSS_FUNCTIONS
from hubble_widget.regression.run import TrainingRun
from hubble_widget.regression.training import train

from .lesson import WAYS
from .samples import LESSON

SETTINGS = {"learning_rate": 0.05, "iterations": 20, "start": (70.0, 250.0)}


@pytest.mark.parametrize(("optimizer", "loss_function"), WAYS)
def test_a_run_that_was_stopped_and_continued_is_the_training(optimizer: str, loss_function: str) -> None:
    run = TrainingRun(LESSON, **SETTINGS, optimizer=optimizer, loss_function=loss_function)
    assert list(islice(run, 8)) == list(range(8))
    half = run.trajectory()
    assert list(run) == list(range(8, 21))
    whole, trained = run.trajectory(), train(LESSON, **SETTINGS, optimizer=optimizer, loss_function=loss_function)
    for path in (half, whole):
        assert path.losses.tolist() == trained.losses[: path.iterations + 1].tolist()
        assert path.slopes.tolist() == trained.slopes[: path.iterations + 1].tolist()
        assert (path.optimizer, path.loss_function) == (optimizer, loss_function)


def test_unless_told_otherwise_a_run_is_sgd_on_the_mean_squared_error() -> None:
    run = TrainingRun(LESSON, **SETTINGS)
    assert list(run)[-1] == 20
    assert run.trajectory().has_closed_form
    assert run.trajectory().losses.tolist() == train(LESSON, **SETTINGS).losses.tolist()


@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_before_it_has_begun_a_run_knows_its_start(loss_function: str) -> None:
    run = TrainingRun(LESSON, learning_rate=0.05, iterations=20, start=(60.0, 30.0), loss_function=loss_function)
    before = run.trajectory()
    next(run)
    assert before.iterations == 0
    assert before.state(0) == pytest.approx(run.trajectory().state(0), rel=1e-12)
