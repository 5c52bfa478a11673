"""How far a path has come, and which learning rates lead where."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hubble_widget.api import gradient_descent, train
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.convergence import ZONES, progress_of, zone_ends, zone_of
from hubble_widget.fit.gradient_descent import eigenvalues, largest_stable_rate
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from tests.lesson import WAYS
from tests.samples import CATALOGS, LESSON, galaxies, title

FORETOLD, *OTHERS = WAYS


def test_plain_descent_on_the_mean_squared_error_is_foretold() -> None:
    for walk in (gradient_descent, train):
        progress = progress_of(walk(LESSON, iterations=1000), 500)
        assert progress.has_closed_form
        assert (progress.zone, progress.stable) == ("fast", True)
        assert (progress.iterations_needed, progress.converged) == (917, False)
        assert progress_of(walk(LESSON, iterations=1000), 917).converged


@pytest.mark.parametrize(("optimizer", "loss_function"), OTHERS)
def test_no_other_path_is_foretold(optimizer: str, loss_function: str) -> None:
    path = train(LESSON, iterations=200, optimizer=optimizer, loss_function=loss_function)
    progress = progress_of(path, 200)
    assert not progress.has_closed_form
    assert (progress.zone, progress.iterations_needed, progress.converged) == (None, None, False)
    assert progress.fraction == pytest.approx(path.slope / progress.exact_slope)


@pytest.mark.parametrize(("optimizer", "loss_function"), OTHERS)
def test_a_rate_too_large_for_plain_descent_says_nothing_of_another(optimizer: str, loss_function: str) -> None:
    rate = 1.5 * largest_stable_rate(LESSON.moments)
    path = train(LESSON, learning_rate=rate, iterations=50, optimizer=optimizer, loss_function=loss_function)
    assert path.diverged is None
    assert progress_of(path, 50).stable


def test_what_has_diverged_is_not_stable_by_any_way() -> None:
    path = train(LESSON, learning_rate=1e300, iterations=5, optimizer="SGD with momentum")
    assert path.diverged == 1
    assert [progress_of(path, iteration).stable for iteration in (0, 1, 5)] == [True, False, False]


def test_stable_is_what_does_not_lie_in_the_last_zone() -> None:
    limit = largest_stable_rate(LESSON.moments)
    rates = [0.01, limit / 2, np.nextafter(limit, 0), limit, 2 * limit]
    found = [progress_of(gradient_descent(LESSON, learning_rate=rate, iterations=1), 1) for rate in rates]
    assert [progress.stable for progress in found] == [True, True, True, False, False]
    assert [progress.zone for progress in found] == ["slow", "fast", "oscillating", "diverging", "diverging"]


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_the_zones_follow_from_the_larger_eigenvalue(data: Dataset) -> None:
    moments = data.moments
    _, steep = eigenvalues(moments)
    assert zone_ends(moments) == (0.1 / steep, 1 / steep, 2 / steep)
    assert zone_ends(moments)[-1] == largest_stable_rate(moments)


@given(galaxies())
def test_a_rate_on_an_end_lies_in_the_zone_above(data: Dataset) -> None:
    moments = data.moments
    for end, below, above in zip(zone_ends(moments), ZONES, ZONES[1:], strict=False):
        if above != "oscillating":
            assert zone_of(moments, end) == zone_of(moments, np.nextafter(end, 9)) == above
            assert zone_of(moments, np.nextafter(end, 0)) == below


@given(galaxies())
def test_a_rate_that_is_there_in_one_step_does_not_swing(data: Dataset) -> None:
    moments = data.moments
    end = zone_ends(moments)[1]
    assert zone_of(moments, end) == zone_of(moments, np.nextafter(end, 9)) == "fast"
    assert zone_of(moments, 1.00001 * end) == "oscillating"
    assert zone_of(moments, 0.5, scaling="standard") == "fast"


@given(data=galaxies(), share=st.floats(0.001, 3), start=st.tuples(st.floats(-1e3, 1e3), st.floats(-5e3, 5e3)))
def test_the_steep_component_does_what_the_zone_is_called(data: Dataset, share: float, start) -> None:
    moments = data.moments
    bowl = QuadraticLoss.of(moments)
    _, best = bowl.best_components()
    rate = share / bowl.eigenvalues[1]
    # Within a thousandth of an end, rounding can hide which side it is.
    assume(min(abs(share / end - 1) for end in (0.1, 1, 2)) > 1e-3)
    path = gradient_descent(data, learning_rate=rate, iterations=1, start=start)
    before, after = (bowl.components(slope, intercept)[1] - best for slope, intercept, _ in map(path.state, (0, 1)))
    assume(abs(before) > 1e-2)
    assert (
        zone_of(moments, rate)
        == {
            0.9 < after / before < 1: "slow",
            0 < after / before < 0.9: "fast",
            -1 < after / before < 0: "oscillating",
            after / before < -1: "diverging",
        }[True]
    )


@pytest.mark.parametrize(("rate", "error"), [(0, ValueError), (float("nan"), ValueError), ("0.05", TypeError)])
def test_what_is_no_learning_rate_lies_in_no_zone(rate, error) -> None:
    with pytest.raises(error, match="learning_rate must be"):
        zone_of(LESSON.moments, rate)
