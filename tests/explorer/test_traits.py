"""Settings are checked and converted as soon as they are set, also while notifications are held back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.settings import SETTINGS
from tests.explorers import expect_in_step

OWN = [1.0, 2.0, 4.0], [70.0, 150.0, 300.0]
FRAME = pd.DataFrame({"distance": OWN[0], "velocity": OWN[1]})


@pytest.mark.parametrize("given", ["hubble_1929", OWN, FRAME, {"distance": OWN[0], "velocity": OWN[1]}], ids=type)
def test_data_of_any_kind_are_data_at_once_while_notifications_are_held(
    explorer: hw.RegressionExplorer, given: object
) -> None:
    wanted = hw.as_dataset(given)
    with explorer.hold_trait_notifications():
        explorer.data = given
        assert isinstance(explorer.data, hw.Dataset)
        explorer.degree = 2
    assert explorer.data.velocity.tolist() == wanted.velocity.tolist()
    assert repr(explorer.exact_fit) == repr(hw.polyfit(wanted, degree=2))
    assert explorer.slope == hw.gradient_descent(wanted).slope
    expect_in_step(explorer)
    named = isinstance(given, str)
    assert explorer.magic_line().startswith("%hubblefit hubble_1929 " if named else "%%hubblefit ")


EQUAL = [
    ("degree", 1.0),
    ("degree", True),
    ("iterations", 500.0),
    ("iteration", 500.0),
    ("iteration", True),
    ("learning_rate", True),
    ("learning_rate", np.True_),
    ("iterations", np.True_),
    ("iteration", np.False_),
    ("degree", np.True_),
    ("start", (False, 0.0)),
    ("start", np.array([True, False])),
    ("optimizer", b"SGD"),
    ("data", None),
    ("data", True),
]


@pytest.mark.parametrize(("name", "value"), EQUAL, ids=str)
def test_what_is_refused_is_refused_at_once_and_leaves_the_explorer_as_it_was(
    explorer: hw.RegressionExplorer, name: str, value: object
) -> None:
    before = {each: getattr(explorer, each) for each in (*SETTINGS, "data", "iteration", "slope")}
    for other in ({}, {"iterations": 40, "data": "hubble_1929"}):
        with pytest.raises(TraitError) as raised, explorer.hold_trait_notifications():  # noqa: PT012  # each must not reach
            for each, another in other.items():
                setattr(explorer, each, another)
            setattr(explorer, name, value)
            pytest.fail("it was taken")
        assert "must" in str(raised.value)
        assert {each: getattr(explorer, each) for each in before} == before
        with pytest.raises(TraitError):
            setattr(explorer, name, value)
        expect_in_step(explorer)
    explorer.learning_rate = 0.2
    explorer.train()
    assert explorer.trajectory.source == "torch"
    expect_in_step(explorer)


def test_data_and_a_degree_may_be_set_in_any_order_if_they_go_together(explorer: hw.RegressionExplorer) -> None:
    two = hw.Dataset(distance=[1, 2], velocity=[70, 150])
    explorer.degree = 3
    with pytest.raises(TraitError, match="degree 3"):
        explorer.data = two
    with explorer.hold_trait_notifications():
        explorer.data = two
        explorer.degree = 1
    assert explorer.exact_fit.n == 2
    with pytest.raises(TraitError, match="degree 2"), explorer.hold_trait_notifications():
        explorer.degree = 2
    assert (explorer.degree, explorer.data) == (1, two)
    expect_in_step(explorer)


SETS: list[Callable[[hw.RegressionExplorer], None]] = [
    lambda explorer: setattr(explorer, "iteration", 50),
    lambda explorer: setattr(explorer, "iterations", 100),
    lambda explorer: setattr(explorer, "learning_rate", 0.2),
    lambda explorer: setattr(explorer, "start", (10.0, 20.0)),
    lambda explorer: setattr(explorer, "data", "hubble_1929"),
    lambda explorer: setattr(explorer, "degree", 2),
]


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_what_is_set_together_is_of_no_matter(explorer: hw.RegressionExplorer, seed: int) -> None:
    with explorer.hold_trait_notifications():
        for turn in np.random.default_rng(seed).permutation(len(SETS)):
            SETS[turn](explorer)
    path = hw.gradient_descent("hubble_1929", learning_rate=0.2, iterations=100, start=(10.0, 20.0))
    assert (explorer.iteration, explorer.slope, explorer.iterations) == (50, path.slopes[50], 100)
    assert explorer.exact_fit == hw.polyfit("hubble_1929", degree=2)
    expect_in_step(explorer)


def test_an_observer_that_fails_among_held_notifications_leaves_what_is_shown_in_step(
    explorer: hw.RegressionExplorer,
) -> None:
    def fail(_change: object) -> None:
        raise ZeroDivisionError

    explorer.observe(fail, "learning_rate")
    with pytest.raises(ZeroDivisionError), explorer.hold_trait_notifications():  # noqa: PT012  # at its end
        explorer.learning_rate = 0.3
        explorer.start = (3.0, 4.0)
    explorer.unobserve(fail, "learning_rate")
    assert explorer.trajectory.start == (3.0, 4.0)
    expect_in_step(explorer)


@pytest.mark.parametrize("name", [*SETTINGS, "data", "iteration"])
def test_every_trait_says_what_it_takes(name: str) -> None:
    told = hw.RegressionExplorer.class_traits()[name].info()
    assert told != "any value"
    assert len(told) > 8


def test_no_keyword_takes_a_truth_value_for_a_number() -> None:
    for name in ("learning_rate", "iterations", "degree"):
        with pytest.raises(TraitError, match=r"got True \(bool\)"):
            hw.RegressionExplorer(**{name: True})
