"""The loss of a line is the one torch computes, and a number for every line."""

import math
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from hubble_widget.api import polyfit, train
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS
from hubble_widget.fit.loss import loss_of
from tests.lesson import TORCH_LOSSES
from tests.samples import CATALOGS, LESSON, galaxies, title

LINES = {"slope": st.floats(-1e4, 1e4), "intercept": st.floats(-1e5, 1e5)}
ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(data=galaxies(), loss_function=st.sampled_from(LOSS_FUNCTIONS), **LINES)
def test_it_is_the_loss_of_torch(data: Dataset, loss_function: str, slope: float, intercept: float) -> None:
    scale = np.abs(data.velocity).max() or 1.0
    predicted = torch.tensor((slope * data.distance + intercept) / scale)
    torchs = TORCH_LOSSES[loss_function](predicted, torch.tensor(data.velocity / scale)).item()
    assert loss_of(data, slope, intercept, loss_function) == pytest.approx(torchs, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_every_state_of_a_training_has_the_loss_of_its_line(data: Dataset, loss_function: str) -> None:
    run = train(data, iterations=300, loss_function=loss_function, optimizer="Adam", start=(1000.0, 500.0))
    for slope, intercept, loss in map(run.state, range(301)):
        assert loss_of(data, slope, intercept, loss_function) == pytest.approx(loss, rel=1e-12)


@given(galaxies(), LINES["slope"], LINES["intercept"])
def test_no_line_has_a_smaller_mean_squared_error_than_the_exact_fit(data, slope: float, intercept: float) -> None:
    fit = polyfit(data)
    assert loss_of(data, fit.slope, fit.intercept) == pytest.approx(fit.loss, rel=1e-9, abs=1e-15)
    assert loss_of(data, slope, intercept) >= fit.loss * (1 - 1e-9) - 1e-15


@given(galaxies(), LINES["slope"], LINES["intercept"])
def test_the_huber_loss_is_below_both_of_its_halves(data: Dataset, slope: float, intercept: float) -> None:
    squared, absolute, huber = (loss_of(data, slope, intercept, name) for name in LOSS_FUNCTIONS)
    assert huber <= min(squared / 2, 0.1 * absolute) * (1 + 1e-12)
    assert huber >= (0.1 * absolute - 0.005) * (1 - 1e-12) - 1e-15


@given(ANY, ANY, st.sampled_from(LOSS_FUNCTIONS))
def test_every_line_has_a_loss_from_zero_to_infinity(slope: float, intercept: float, loss_function: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss = loss_of(load_dataset("key_project"), slope, intercept, loss_function)
    assert type(loss) is float
    assert loss >= 0


@pytest.mark.parametrize("line", [(1e308, -1e308), (math.nan, 0.0), (0.0, math.inf), (math.inf, -math.inf)])
@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_the_loss_of_a_line_out_of_range_is_infinite(line: tuple[float, float], loss_function: str) -> None:
    far = Dataset(distance=[0.0, 2e59, 1e60], velocity=[0.0, 1.0, 2e-60])
    assert loss_of(far, *line, loss_function) == math.inf


def test_it_is_the_mean_squared_error_unless_told_otherwise() -> None:
    errors = (70.0 * LESSON.distance + 250.0 - LESSON.velocity) / LESSON.velocity.max()
    assert loss_of(LESSON, 70.0, 250.0) == pytest.approx(np.mean(errors**2), rel=1e-14)
    assert loss_of(LESSON, 70.0, 250.0, "L1") == pytest.approx(np.mean(np.abs(errors)), rel=1e-14)


@pytest.mark.parametrize(("line", "name"), [(("70", 0.0), "slope"), ((70.0, None), "intercept")])
def test_a_line_that_is_no_pair_of_numbers_is_refused(line, name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} must be a number in km/s"):
        loss_of(LESSON, *line)
