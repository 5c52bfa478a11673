"""A random start is torch's own, to the last bit, and touches nobody's random numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import hubble_widget as hw
from hubble_widget.fit.hyperparameters import MAX_SEED
from hubble_widget.fit.random_start import random_line, random_parameters
from hubble_widget.fit.scaling import scales_of
from hubble_widget.fit.start_spread import slopes_of_random_starts
from hubble_widget.text.words import random_start

LESSON = hw.load_dataset("key_project").exclude("NGC 4639")


@pytest.mark.parametrize("seed", [0, 7, 12345, 2**32 - 1, 2**32 + 5, MAX_SEED, *range(100, 120)])
def test_weight_and_bias_are_torchs(seed: int) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = torch.nn.Linear(1, 1, dtype=torch.float32)
    assert random_parameters(seed) == (model.weight.item(), model.bias.item())


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("scaling", ["max", "standard", "none"])
def test_it_is_the_same_line_whatever_the_scaling(scaling: str, *, fit_intercept: bool) -> None:
    line = random_line(LESSON.moments, 7, scaling=scaling, fit_intercept=fit_intercept)
    scales = scales_of(LESSON.moments, scaling, fit_intercept=fit_intercept)
    weight, bias = random_parameters(7)
    assert scales.parameters(*line) == pytest.approx((weight, bias if fit_intercept else 0), abs=1e-14)
    settings = {"start": "random", "seed": 7, "scaling": scaling, "fit_intercept": fit_intercept, "iterations": 20}
    settings["learning_rate"] = 0.005
    run, path = hw.train(LESSON, **settings), hw.gradient_descent(LESSON, **settings)
    assert run.start == path.start == line
    assert run.seed == path.seed == 7
    np.testing.assert_allclose(run.slopes, path.slopes, rtol=1e-9)


def test_nobodys_random_numbers_are_touched() -> None:
    before = torch.get_rng_state(), np.random.get_state()[1].tolist()  # noqa: NPY002  # the user's own
    runs = [hw.train(LESSON, start="random", iterations=1) for _ in range(2)]
    assert runs[0].seed != runs[1].seed
    assert hw.train(LESSON, start="random", seed=runs[0].seed, iterations=1).start == runs[0].start
    assert torch.equal(torch.get_rng_state(), before[0])
    assert np.random.get_state()[1].tolist() == before[1]  # noqa: NPY002


def test_everybodys_age_differs_after_500_iterations_and_nobodys_after_5000() -> None:
    path = hw.gradient_descent(LESSON, start="random", seed=7, iterations=500)
    low, high = slopes_of_random_starts(path, 500)
    ends = [hw.gradient_descent(LESSON, start="random", seed=seed, iterations=500).slope for seed in range(200)]
    assert low <= min(ends) < 70
    assert 80 < max(ends) <= high
    assert np.ptp(slopes_of_random_starts(path, 5000)) < 1e-6
    assert random_start(path, 500) == (
        "Seed 7. With all seeds, ages are 11.7 to 14.9\xa0billion years after 500 iterations, "
        "12.2\xa0billion years after 5,000."
    )
    assert random_start(path, 500, show_exact=False) == "Seed 7."
    assert random_start(hw.gradient_descent(LESSON, start="random", seed=7, learning_rate=1), 500) == "Seed 7."
    assert "slopes are" in random_start(hw.gradient_descent(LESSON, start="random", seed=7, iterations=2), 2)
    assert random_start(hw.gradient_descent(LESSON), 500) == ""


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_seeds_that_torch_does_not_take_are_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="seed must be a whole number"):
        hw.gradient_descent(LESSON, start="random", seed=seed)


def test_another_word_is_no_start() -> None:
    with pytest.raises(TypeError, match=r"start must be a pair .*, or 'random', got 'rand'"):
        hw.gradient_descent(LESSON, start="rand")
