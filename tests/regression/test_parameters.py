"""One rule for the settings, whoever walks the path."""

import math
from fractions import Fraction

import numpy as np
import pytest

from hubble_widget.regression.descent import descend
from hubble_widget.regression.parameters import check_iterations, check_learning_rate, check_start
from hubble_widget.regression.training import descend_by_autograd, train


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
        lambda value: descend("key_project", iterations=value),
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


def users_of(name: str):
    for walk in (train, descend, descend_by_autograd):
        yield lambda value, walk=walk: walk("key_project", **{name: value})
