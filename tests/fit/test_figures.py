"""The published figures of the lesson, to every digit."""

import pytest

from hubble_widget.api import gradient_descent, polyfit, train
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.gradient_descent import eigenvalues, fraction_of_the_way, iterations_to_reach
from tests.samples import LESSON

DATA = {
    "key_project": load_dataset("key_project"),
    "lesson": LESSON,
    "hubble_1929": load_dataset("hubble_1929"),
}

EXACT = {
    "key_project": "24 76.12696 9.49347 6.69625 126.557 0.863181 64.3023 12.84423",
    "lesson": "23 80.37767 10.11393 -30.66790 129.693 0.866297 63.1584 12.16497",
    "hubble_1929": "24 454.15844 75.2371 -40.78365 83.4389 0.789639 36.4377 2.152976",
}

LEARNED = {
    "key_project": "63.819 71.6939 75.7818 76.1269",
    "lesson": "65.4406 74.5887 79.8364 80.3776",
    "hubble_1929": "422.0906 447.9072 454.0536 454.1584",
}


def printed_like(value: float, digits: str) -> str:
    return f"{value:.{len(digits.partition('.')[2])}f}"


@pytest.mark.parametrize("name", DATA)
def test_exact_fit(name: str) -> None:
    fit, expected = polyfit(DATA[name]), EXACT[name].split()
    assert fit.age is not None
    numbers = (
        fit.n,
        fit.slope,
        fit.slope_stderr,
        fit.intercept,
        fit.intercept_stderr,
        fit.r,
        fit.f_statistic,
        fit.age,
    )
    assert [printed_like(*pair) for pair in zip(numbers, expected, strict=True)] == expected


@pytest.mark.parametrize("walk", [train, gradient_descent])
@pytest.mark.parametrize("name", DATA)
def test_what_descent_has_learned_on_its_way(walk, name: str) -> None:
    path, expected = walk(DATA[name], iterations=3000), LEARNED[name].split()
    slopes = [path.state(iteration).slope for iteration in (300, 500, 1000, 3000)]
    assert [printed_like(*pair) for pair in zip(slopes, expected, strict=True)] == expected


@pytest.mark.parametrize("walk", [train, gradient_descent])
def test_the_lesson_read_13_billion_years_because_training_had_not_converged(walk) -> None:
    run = walk(LESSON)
    assert run.iterations == 500
    assert f"{run.slope:.4f}, {run.age:.2f}" == "74.5887, 13.11"
    moments = LESSON.moments
    assert f"{fraction_of_the_way(moments, run.slope):.3f}" == "0.928"
    assert iterations_to_reach(moments) == 917


def test_eigenvalues_are_those_of_the_hessian_of_scaled_data() -> None:
    assert eigenvalues(LESSON.moments) == pytest.approx((0.0945659, 2.5923947), abs=1e-7)


def test_a_data_set_of_ones_own_gives_the_same_figures() -> None:
    own = Dataset(distance=list(LESSON.distance), velocity=list(LESSON.velocity))
    assert polyfit(own) == polyfit(LESSON)
