"""How the data are scaled changes how fast gradient descent learns, not where it leads."""

import math
from itertools import product

import numpy as np
import pytest
import torch

from hubble_widget.api import gradient_descent, polyfit, train
from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.gradient_descent import eigenvalues, iterations_to_reach, largest_stable_rate
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.torch_training import ROWS_OF_A_LESSON
from tests.lesson import TORCH_LOSSES, TORCH_OPTIMIZERS
from tests.samples import LESSON

MODELS = list(product(("max", "standard", "none"), (True, False)))


@pytest.mark.parametrize(
    ("scaling", "curvatures", "ratio", "stable", "needed"),
    [
        ("max", ("0.094566", "2.592395"), "27.4", "0.771487", (917, 90)),
        ("standard", ("2.000000", "2.000000"), "1.0", "1.000000", (44, 1)),
        ("none", ("0.355089", "330.516589"), "930.8", "0.006051", (None, None)),
    ],
)
def test_curvatures_and_rates_of_the_lesson(scaling, curvatures, ratio, stable, needed) -> None:
    flat, steep = eigenvalues(LESSON.moments, scaling=scaling)
    assert (f"{flat:.6f}", f"{steep:.6f}") == curvatures
    assert f"{steep / flat:.1f}" == ratio
    assert f"{largest_stable_rate(LESSON.moments, scaling=scaling):.6f}" == stable
    for rate, iterations in zip((0.05, 0.5), needed, strict=True):
        assert iterations_to_reach(LESSON.moments, learning_rate=rate, scaling=scaling) == iterations


@pytest.mark.parametrize("walk", [train, gradient_descent])
def test_standardized_one_step_is_enough_and_raw_the_same_rate_diverges(walk) -> None:
    step = walk(LESSON, learning_rate=0.5, iterations=1, scaling="standard")
    assert (step.slope, step.intercept) == pytest.approx(polyfit(LESSON).coefficients, rel=1e-12)
    assert step.loss == pytest.approx(1 - LESSON.moments.r**2)
    assert walk(LESSON, scaling="none", iterations=1000).diverged is not None


@pytest.mark.parametrize("walk", [train, gradient_descent])
def test_the_descent_through_the_origin(walk) -> None:
    path = walk(LESSON, iterations=100, fit_intercept=False)
    assert [f"{path.slopes[at]:.5f}" for at in (50, 100)] == ["64.58628", "75.83678"]
    assert not path.intercepts.any()
    assert repr(path).endswith(", through the origin): slope 75.8368 km/s/Mpc>")
    assert f"{largest_stable_rate(LESSON.moments, fit_intercept=False):.5f}" == "2.91138"


@pytest.mark.parametrize("share", [1e-3, 0.5, 0.97, 1.05])
@pytest.mark.parametrize(("scaling", "fit_intercept"), MODELS)
@pytest.mark.parametrize("data", [LESSON, load_dataset("hubble_1929")], ids=["lesson", "1929"])
def test_torch_and_closed_form_walk_the_same_path(data, scaling: str, fit_intercept: bool, share: float) -> None:
    model = {"scaling": scaling, "fit_intercept": fit_intercept}
    rate, start = share * largest_stable_rate(data.moments, **model), (30.0, 100.0 * fit_intercept)
    learned = train(data, learning_rate=rate, iterations=300, start=start, **model)
    path = gradient_descent(data, learning_rate=rate, iterations=300, start=start, **model)
    assert learned.diverged == path.diverged
    assert learned.state(0)[:2] == path.state(0)[:2] == start
    assert (path.scaling, path.fit_intercept) == (learned.scaling, learned.fit_intercept) == (scaling, fit_intercept)
    ends = slice(0, path.diverged)
    predictions = np.abs(path.slopes[ends]) * data.distance.max() + np.abs(path.intercepts[ends])
    tolerance = 1e-9 * np.maximum.accumulate(np.maximum(predictions, data.velocity.max()))
    assert np.all(np.abs(path.slopes - learned.slopes)[ends] * data.distance.max() <= tolerance)
    assert np.all(np.abs(path.intercepts - learned.intercepts)[ends] <= tolerance)
    np.testing.assert_allclose(path.losses, learned.losses, rtol=1e-9)


@pytest.mark.parametrize(("scaling", "fit_intercept"), MODELS)
def test_the_path_is_that_of_the_loop_that_one_would_write(scaling: str, fit_intercept: bool) -> None:
    x, v = LESSON.distance, LESSON.velocity
    if scaling == "max":
        x, v = x / x.max(), v / v.max()
    elif scaling == "standard":
        x, v = (column - column.mean() * fit_intercept for column in (x, v))
        x, v = (column / np.sqrt(np.mean(column**2)) for column in (x, v))
    inputs, targets = (torch.tensor(column).reshape(-1, 1) for column in (x, v))
    model = torch.nn.Linear(1, 1, bias=fit_intercept, dtype=torch.float64)
    run = {"learning_rate": 0.004, "iterations": 20, "scaling": scaling, "fit_intercept": fit_intercept}
    for optimizer, loss_function in product(TORCH_OPTIMIZERS, TORCH_LOSSES):
        path = train(LESSON, optimizer=optimizer, loss_function=loss_function, **run)
        first = gradient_descent(LESSON, **run)
        with torch.no_grad():
            model.weight.fill_(0.0)
            if fit_intercept:
                model.bias.fill_(-LESSON.velocity.mean() / LESSON.velocity.std() if scaling == "standard" else 0.0)
        updater = TORCH_OPTIMIZERS[optimizer](model.parameters(), 0.004)
        losses = []
        for _ in range(21):
            loss = TORCH_LOSSES[loss_function](model(inputs), targets)
            losses.append(loss.item())
            updater.zero_grad()
            loss.backward()
            updater.step()
        np.testing.assert_allclose(path.losses, losses, rtol=1e-10)
        assert loss_of(
            LESSON, path.slope, path.intercept, loss_function, scaling=scaling, fit_intercept=fit_intercept
        ) == pytest.approx(path.loss, rel=1e-9)
    assert first.losses[0] == pytest.approx(loss_of(LESSON, 0, 0, scaling=scaling, fit_intercept=fit_intercept))


@pytest.mark.parametrize(("scaling", "fit_intercept"), MODELS)
def test_a_descent_leads_to_the_exact_fit_when_it_is_said_to(scaling: str, fit_intercept: bool) -> None:
    model = {"scaling": scaling, "fit_intercept": fit_intercept}
    rate = 0.6 * largest_stable_rate(LESSON.moments, **model)
    exact = polyfit(LESSON, fit_intercept=fit_intercept).slope
    needed = iterations_to_reach(LESSON.moments, learning_rate=rate, **model)
    assert needed is not None
    path = gradient_descent(LESSON, learning_rate=rate, iterations=needed, **model)
    assert abs(path.slope - exact) <= 0.01 * exact
    progress = progress_of(path, needed)
    assert (progress.exact_slope, progress.iterations_needed) == (pytest.approx(exact), needed)
    assert (progress.largest_stable_rate, progress.zone) == (pytest.approx(rate / 0.6), "oscillating")


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_more_galaxies_than_a_lesson_has_walk_the_same_path(fit_intercept: bool) -> None:
    distance = np.linspace(1.0, 100.0, ROWS_OF_A_LESSON + 1)
    data = Dataset(distance=distance, velocity=70 * distance + 300 * np.sin(distance))
    run = {"iterations": 50, "scaling": "standard", "fit_intercept": fit_intercept}
    np.testing.assert_allclose(train(data, **run).slopes, gradient_descent(data, **run).slopes, rtol=1e-10)


def test_standardized_data_far_from_zero_lose_no_digits() -> None:
    far = Dataset(distance=1e9 + np.array([0.0, 0.125, 1.5, 2.25, 7.0]), velocity=[5, 7, 6, 9, 30])
    run = {"learning_rate": 0.05, "iterations": 60, "scaling": "standard"}
    learned, path = train(far, **run), gradient_descent(far, **run)
    np.testing.assert_allclose(learned.slopes, path.slopes, rtol=1e-12)
    np.testing.assert_allclose(learned.losses, path.losses, rtol=1e-9)


def test_equal_velocities_can_be_standardized() -> None:
    path = gradient_descent(([1, 2, 3], [7, 7, 7]), learning_rate=0.5, iterations=1, scaling="standard")
    assert (path.slope, path.intercept, path.loss) == (0, 7, 0)
    assert math.isnan(path.r)


@pytest.mark.parametrize("walk", [train, gradient_descent])
@pytest.mark.parametrize(
    ("settings", "error", "told"),
    [
        ({"scaling": "raw"}, ValueError, r"scaling must be one of 'max', 'standard', 'none', got 'raw'\. .* 'none'\?"),
        ({"scaling": None}, TypeError, r"scaling must be one of .*, got None"),
        ({"fit_intercept": "no"}, TypeError, "fit_intercept must be True, or False"),
        ({"fit_intercept": False, "start": (70.0, 250.0)}, ValueError, r"start from \(70\.0, 0\.0\)\.$"),
        ({"bias": False}, TypeError, r"no keyword 'bias'\. Did you mean 'fit_intercept'\?"),
    ],
)
def test_a_bad_model_is_refused_at_once(walk, settings, error, told) -> None:
    with pytest.raises(error, match=told):
        walk(LESSON, **settings)
