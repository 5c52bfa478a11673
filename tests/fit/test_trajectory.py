"""A trajectory is the same thing whether torch or the closed form has computed it."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.cosmology import hubble_time
from hubble_widget.fit.trajectory import State, Trajectory
from tests.samples import LESSON


def path(states: list[tuple[float, float, float]], data: Dataset = LESSON, **how: str) -> Trajectory:
    slopes, intercepts, losses = np.array(states).T
    return Trajectory(
        slopes=slopes,
        intercepts=intercepts,
        losses=losses,
        moments=data.moments,
        learning_rate=0.05,
        start=(slopes[0], intercepts[0]),
        source="torch",
        **how,
    )


def test_every_state_can_be_read() -> None:
    trajectory = path([(0.0, 0.0, 0.3), (-20.0, 4.0, 0.2), (70.0, 9.0, 0.1)])
    assert trajectory.iterations == 2
    assert trajectory.diverged is None
    assert trajectory.state(1) == State(slope=-20.0, intercept=4.0, loss=0.2)
    assert trajectory.state(-1) == (trajectory.slope, trajectory.intercept, trajectory.loss) == (70.0, 9.0, 0.1)
    assert (trajectory.age, trajectory.age_at(1), trajectory.age_at(0)) == (hubble_time(70.0), None, None)
    with pytest.raises(IndexError):
        trajectory.state(3)


def test_r_takes_the_sign_of_the_slope() -> None:
    trajectory = path([(0.0, 5.0, 0.3), (-20.0, 0.0, 0.2), (70.0, 0.0, 0.1)])
    predicted = 70.0 * LESSON.distance
    assert trajectory.r == pytest.approx(np.corrcoef(LESSON.velocity, predicted)[0, 1])
    assert trajectory.r_at(1) == -trajectory.r
    assert math.isnan(trajectory.r_at(0))


def test_r_of_equal_velocities_is_nan() -> None:
    same = Dataset(distance=[1.0, 2.0], velocity=[70.0, 70.0])
    assert math.isnan(path([(0.0, 0.0, 1.0), (3.0, 4.0, 0.1)], same).r)


@pytest.mark.parametrize("lost", [(math.inf, 0.0, 1.0), (1.0, -math.inf, 1.0), (1.0, 1.0, math.inf), (math.nan,) * 3])
def test_from_the_first_number_that_is_not_finite_all_is_lost(lost) -> None:
    trajectory = path([(0.0, 0.0, 0.3), (9.0, 0.0, 0.9), lost, (5.0, 5.0, 5.0)])
    assert trajectory.diverged == 2
    assert trajectory.state(1) == (9.0, 0.0, 0.9)
    for iteration in (2, 3):
        slope, intercept, loss = trajectory.state(iteration)
        assert math.isnan(slope)
        assert math.isnan(intercept)
        assert loss == math.inf
    assert trajectory.age is None
    assert math.isnan(trajectory.r)
    assert repr(trajectory) == "<Trajectory of 3 iterations at 0.05 (torch): diverged at iteration 2>"


def test_nothing_in_a_path_changes() -> None:
    slopes = np.array([1.0, 2.0])
    trajectory = Trajectory(
        slopes=slopes,
        intercepts=slopes,
        losses=slopes,
        moments=LESSON.moments,
        learning_rate=0.05,
        start=(1.0, 1.0),
        source="closed form",
    )
    slopes[0] = 99.0
    assert trajectory.slopes.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        trajectory.losses[0] = 0.0
    with pytest.raises(FrozenInstanceError):
        trajectory.learning_rate = 1.0  # type: ignore[misc]
    assert repr(trajectory) == "<Trajectory of 1 iteration at 0.05 (closed form): slope 2 km/s/Mpc>"


def test_a_path_says_by_which_way_it_went() -> None:
    states = [(0.0, 0.0, 0.3), (70.0, 0.0, 0.1)]
    plain = path(states)
    assert (plain.optimizer, plain.loss_function, plain.has_closed_form) == ("SGD", "MSE", True)
    for how in ({"optimizer": "Adam"}, {"loss_function": "L1"}):
        assert not path(states, **how).has_closed_form
    other = path(states, optimizer="SGD with momentum", loss_function="Huber")
    assert repr(other) == "<Trajectory of 1 iteration at 0.05 (torch, SGD with momentum, Huber): slope 70 km/s/Mpc>"
