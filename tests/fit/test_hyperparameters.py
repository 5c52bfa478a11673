"""One rule for the settings, whoever walks the path."""

import math
from fractions import Fraction

import numpy as np
import pytest

from hubble_widget.api import gradient_descent, train
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.fit.hyperparameters import (
    LOSS_FUNCTIONS,
    OPTIMIZERS,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_start,
    has_closed_form,
)
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.torch_training import torch_states
from hubble_widget.fit.training_run import TrainingRun


@pytest.mark.parametrize("rate", [1, 0.05, np.float32(0.5), np.int64(1), Fraction(1, 20), 1e-300])
def test_any_number_above_zero_is_a_learning_rate(rate) -> None:
    checked = check_learning_rate(rate)
    assert type(checked) is float
    assert checked == float(rate)


@pytest.mark.parametrize(
    ("rate", "error"),
    [
        (math.nan, ValueError),
        (math.inf, ValueError),
        (0, ValueError),
        (-0.05, ValueError),
        ("0.05", TypeError),
        (None, TypeError),
        (True, TypeError),
        (np.True_, TypeError),
        (0.05j, TypeError),
    ],
)
def test_a_bad_learning_rate_is_refused_everywhere(rate, error) -> None:
    for use in (check_learning_rate, *users_of("learning_rate")):
        with pytest.raises(error, match=r"learning_rate must be .*above 0,.* got .*|.*such as 0\.05"):
            use(rate)


def test_the_message_of_a_bad_learning_rate_gives_the_fix() -> None:
    with pytest.raises(ValueError, match=r"^learning_rate must be finite and above 0, got nan; try 0\.05\.$"):
        check_learning_rate(math.nan)


def test_any_int_from_one_is_a_number_of_iterations() -> None:
    assert [check_iterations(value) for value in (1, np.int32(7), 10**6)] == [1, 7, 10**6]
    assert type(check_iterations(np.int32(7))) is int


@pytest.mark.parametrize(
    ("iterations", "error"),
    [(0, ValueError), (-1, ValueError), (500.0, TypeError), (True, TypeError), ("500", TypeError)],
)
def test_a_bad_number_of_iterations_is_refused_everywhere(iterations, error) -> None:
    uses = [
        check_iterations,
        lambda value: train("key_project", iterations=value),
        lambda value: gradient_descent("key_project", iterations=value),
    ]
    for use in uses:
        with pytest.raises(error, match="iterations must be a whole number of at least 1, such as 500"):
            use(iterations)


@pytest.mark.parametrize("start", [(70, 0), [70.0, 0.0], np.array([70.0, 0.0])])
def test_any_pair_is_a_start(start) -> None:
    assert check_start(start) == (70.0, 0.0)


@pytest.mark.parametrize(
    ("start", "error"),
    [
        (70.0, TypeError),
        ((70.0,), TypeError),
        ((70.0, 0.0, 0.0), TypeError),
        ("70", TypeError),
        ((70.0, None), TypeError),
        (np.zeros((2, 2)), TypeError),
        ((math.nan, 0.0), ValueError),
        ((70.0, math.inf), ValueError),
    ],
)
def test_a_bad_start_is_refused_everywhere(start, error) -> None:
    for use in (check_start, *users_of("start")):
        with pytest.raises(error, match=r"start must be a pair \(slope in km/s/Mpc, intercept in km/s\)"):
            use(start)


def test_the_ways_of_descent_are_accepted_as_they_are_listed() -> None:
    assert OPTIMIZERS == ("SGD", "SGD with momentum", "Adam")
    assert LOSS_FUNCTIONS == ("MSE", "L1", "Huber")
    assert tuple(map(check_optimizer, OPTIMIZERS)) == OPTIMIZERS
    assert tuple(map(check_loss_function, LOSS_FUNCTIONS)) == LOSS_FUNCTIONS
    assert type(check_optimizer(np.str_("Adam"))) is str


@pytest.mark.parametrize(
    ("value", "error", "ending"),
    [
        ("adam", ValueError, r"got 'adam'\. Did you mean 'Adam'\?"),
        ("momentum", ValueError, r"got 'momentum'\. Did you mean 'SGD with momentum'\?"),
        ("gd", ValueError, r"got 'gd'\. Did you mean 'SGD'\?"),
        ("RMSprop", ValueError, r"got 'RMSprop'\.$"),
        ("xyzzy", ValueError, r"got 'xyzzy'\.$"),
        ("", ValueError, r"got ''\.$"),
        (None, TypeError, r"got None \(NoneType\)\.$"),
        (["Adam"], TypeError, r"got \['Adam'\] \(list\)\.$"),
    ],
)
def test_an_unknown_optimizer_is_refused_everywhere(value, error, ending: str) -> None:
    listed = "optimizer must be one of 'SGD', 'SGD with momentum', 'Adam', "
    for use in (check_optimizer, *trainers_of("optimizer")):
        with pytest.raises(error, match=listed + ending):
            use(value)


@pytest.mark.parametrize(
    ("value", "error", "ending"),
    [
        ("mse", ValueError, r"got 'mse'\. Did you mean 'MSE'\?"),
        ("mae", ValueError, r"got 'mae'\. Did you mean 'L1'\?"),
        ("l2", ValueError, r"got 'l2'\. Did you mean 'MSE'\?"),
        ("smooth_l1", ValueError, r"got 'smooth_l1'\. Did you mean 'Huber'\?"),
        ("SmoothL1Loss", ValueError, r"got 'SmoothL1Loss'\. Did you mean 'Huber'\?"),
        ("hubert", ValueError, r"got 'hubert'\. Did you mean 'Huber'\?"),
        (1, TypeError, r"got 1 \(int\)\.$"),
        (True, TypeError, r"got True \(bool\)\.$"),
    ],
)
def test_an_unknown_loss_function_is_refused_everywhere(value, error, ending: str) -> None:
    def loss(value) -> float:
        return loss_of(load_dataset("key_project"), 70.0, 0.0, value)

    listed = "loss_function must be one of 'MSE', 'L1', 'Huber', "
    for use in (check_loss_function, loss, *trainers_of("loss_function")):
        with pytest.raises(error, match=listed + ending):
            use(value)


def test_one_way_of_descent_has_a_closed_form() -> None:
    ways = [
        (optimizer, loss) for optimizer in OPTIMIZERS for loss in LOSS_FUNCTIONS if has_closed_form(optimizer, loss)
    ]
    assert ways == [("SGD", "MSE")]


def trainers_of(name: str):
    yield lambda value: train("key_project", **{name: value})
    yield lambda value: torch_states(load_dataset("key_project"), **{name: value})
    yield lambda value: TrainingRun(
        load_dataset("key_project"), learning_rate=0.05, iterations=1, start=(0.0, 0.0), **{name: value}
    )


def users_of(name: str):
    for walk in (train, gradient_descent, torch_states):
        yield lambda value, walk=walk: walk(load_dataset("key_project"), **{name: value})
