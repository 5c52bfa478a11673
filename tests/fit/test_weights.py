"""Weights: 1/σ² of the velocities' errors, scaled to the mean 1, in everything that follows from the galaxies."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

import hubble_widget as hw
from hubble_widget.data.base_dataset import MAX_ROWS
from hubble_widget.fit.bootstrap import resamples
from hubble_widget.fit.export_script import script
from hubble_widget.fit.hyperparameters import HUBER_DELTA, LOSS_FUNCTIONS, OPTIMIZERS, SCALINGS
from hubble_widget.fit.loss import loss_of, loss_of_fit
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import LossSurface
from hubble_widget.fit.scaling import scales_of
from hubble_widget.fit.torch_training import ROWS_OF_A_LESSON, train_galaxies

PLAIN = hw.load_dataset("key_project")
ERRORS = np.random.default_rng(7).uniform(20.0, 400.0, len(PLAIN))
DATA = hw.Dataset(distance=PLAIN.distance, velocity=PLAIN.velocity, names=PLAIN.names, velocity_error=ERRORS)
WEIGHTS = ERRORS**-2.0 / np.mean(ERRORS**-2.0)
FAR = hw.Dataset(distance=PLAIN.distance + 1e6, velocity=PLAIN.velocity + 1e7, velocity_error=ERRORS)


def of_statsmodels(data: hw.Dataset, degree: int = 1, *, fit_intercept: bool = True) -> Any:
    powers = np.vander(data.distance, degree + 1) if fit_intercept else data.distance[:, np.newaxis]
    return sm.WLS(data.velocity, powers, weights=data.weighted().weights).fit()


def test_weights_are_of_the_errors_and_have_the_mean_1() -> None:
    assert DATA.weights is None
    np.testing.assert_allclose(DATA.weighted().weights, WEIGHTS, rtol=1e-14)
    rest = DATA.weighted().exclude("NGC 4639", "NGC 300")
    assert rest.weights.mean() == pytest.approx(1, rel=1e-14)
    np.testing.assert_allclose(rest.weights * rest.velocity_error**2, (rest.weights * rest.velocity_error**2)[0])


def test_data_are_weighted_and_not_weighted_again_without_losing_what_they_are() -> None:
    weighted = DATA.weighted()
    assert DATA.weighted() is weighted
    assert weighted.weighted(False) is DATA
    assert weighted.whole is DATA
    rest = DATA.exclude("NGC 300")
    assert rest.weighted().weighted(False) is rest
    assert rest.weighted().whole is DATA
    assert rest.weighted().excluded == ("NGC 300",)
    assert weighted.exclude("NGC 300").include("NGC 300") is weighted
    labeled = weighted.labeled(hw.Labels(x_label="a"))
    assert labeled.weighted(False).weights is None
    assert labeled.moments.slope == weighted.moments.slope


@pytest.mark.parametrize("data", [DATA, DATA.exclude("NGC 4414", "NGC 300")], ids=["all", "22"])
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_a_fit_is_that_of_statsmodels(data: hw.Dataset, degree: int) -> None:
    fit, wanted = hw.polyfit(data, degree, weights=True), of_statsmodels(data, degree)
    np.testing.assert_allclose(fit.coefficients, wanted.params, rtol=1e-9)
    np.testing.assert_allclose([fit.slope_stderr, fit.intercept_stderr], wanted.bse[-2:], rtol=1e-9)
    assert fit.f_statistic == pytest.approx(wanted.fvalue, rel=1e-9)
    assert fit.p_value == pytest.approx(wanted.f_pvalue, rel=1e-6)
    assert fit.r**2 == pytest.approx(wanted.rsquared, rel=1e-9)
    np.testing.assert_allclose(fit.conf_int(0.9).slope, wanted.conf_int(0.1)[-2], rtol=1e-9)
    at = np.array([0.0, 5.0, 30.0])
    band = wanted.get_prediction(np.vander(at, degree + 1)).summary_frame(0.05)
    mean, of_mean, of_galaxy = fit.predict(at, 0.95)
    np.testing.assert_allclose(mean, band["mean"], rtol=1e-9)
    np.testing.assert_allclose(of_mean.low, band["mean_ci_lower"], rtol=1e-9)
    np.testing.assert_allclose(of_galaxy.high, band["obs_ci_upper"], rtol=1e-9)
    assert fit.weighted
    assert fit.n == len(data)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_no_digits_are_lost_far_away(degree: int) -> None:
    fit, moved = (hw.polyfit(data, degree, weights=True) for data in (DATA, FAR))
    assert moved.f_statistic == pytest.approx(fit.f_statistic, rel=1e-8)
    assert moved.coefficients[0] == pytest.approx(fit.coefficients[0], rel=1e-8)


def test_a_line_through_the_origin_is_that_of_statsmodels() -> None:
    fit, wanted = hw.polyfit(DATA, fit_intercept=False, weights=True), of_statsmodels(DATA, fit_intercept=False)
    assert fit.slope == pytest.approx(wanted.params[0], rel=1e-12)
    assert fit.slope_stderr == pytest.approx(wanted.bse[0], rel=1e-12)
    assert fit.f_statistic == pytest.approx(wanted.fvalue, rel=1e-12)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_influence_is_that_of_statsmodels_and_of_fits_without_each(fit_intercept: bool) -> None:
    found = hw.influence(DATA, fit_intercept=fit_intercept, weights=True)
    model = of_statsmodels(DATA, fit_intercept=fit_intercept).model
    wanted = sm.OLS(model.wendog, model.wexog).fit().get_influence()
    np.testing.assert_allclose(found.leverage, wanted.hat_matrix_diag, rtol=1e-9)
    np.testing.assert_allclose(found.cooks_distance, wanted.cooks_distance[0], rtol=1e-9)
    for name, slope in zip(DATA.names, found.slope_without, strict=True):
        alone = hw.polyfit(DATA.exclude(name), fit_intercept=fit_intercept, weights=True)
        assert slope == pytest.approx(alone.slope, rel=1e-10)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_each_resample_is_a_fit_of_pairs_with_their_weights(fit_intercept: bool) -> None:
    drawn = hw.bootstrap(DATA, n_resamples=20, seed=4, fit_intercept=fit_intercept, weights=True)
    counts = np.concatenate(list(resamples(len(DATA), 20, 4)))
    powers = np.vander(DATA.distance, 2) if fit_intercept else DATA.distance[:, np.newaxis]
    for slope, intercept, count in zip(drawn.slopes, drawn.intercepts, counts, strict=True):
        rows = np.repeat(np.arange(len(DATA)), count)
        wanted = sm.WLS(DATA.velocity[rows], powers[rows], weights=WEIGHTS[rows]).fit().params
        np.testing.assert_allclose([slope, intercept][: len(wanted)], wanted, rtol=1e-9)


@pytest.mark.parametrize(
    ("data", "scaling", "fit_intercept"),
    [(FAR, "standard", True), *((DATA, scaling, free) for scaling in SCALINGS for free in (True, False))],
)
def test_torch_walks_the_closed_form(data: hw.Dataset, scaling: str, fit_intercept: bool) -> None:
    settings = {"iterations": 300, "scaling": scaling, "fit_intercept": fit_intercept, "weights": True}
    rate = 0.001 if scaling == "none" else 0.1
    closed, walked = (call(data, learning_rate=rate, **settings) for call in (hw.gradient_descent, hw.train))
    for name in ("slopes", "intercepts", "losses"):
        wanted = getattr(closed, name)
        tolerance = 1e-9 * np.abs(wanted).max()
        np.testing.assert_allclose(getattr(walked, name), wanted, rtol=1e-9, atol=tolerance, err_msg=name)
    assert walked.weights
    assert closed.weights


def penalty(loss_function: str, residuals: np.ndarray) -> np.ndarray:
    size = np.abs(residuals)
    huber = np.where(size < HUBER_DELTA, size**2 / 2, HUBER_DELTA * (size - HUBER_DELTA / 2))
    return {"MSE": size**2, "L1": size, "Huber": huber}[loss_function]


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_the_loss_is_the_weighted_mean_of_penalties(loss_function: str, scaling: str) -> None:
    data = DATA.weighted()
    scale = scales_of(data.moments, scaling).velocity_scale
    wanted = np.mean(WEIGHTS * penalty(loss_function, (70 * DATA.distance + 20 - DATA.velocity) / scale))
    assert loss_of(data, 70, 20, loss_function, scaling=scaling) == pytest.approx(wanted, rel=1e-10)
    start = {"start": (70, 20), "iterations": 1, "learning_rate": 1e-6}
    run = hw.train(DATA, loss_function=loss_function, scaling=scaling, weights=True, **start)
    assert run.losses[0] == pytest.approx(wanted, rel=1e-10)
    fit = hw.polyfit(DATA, degree=2, weights=True)
    of_fit = np.mean(WEIGHTS * penalty(loss_function, (fit.predict(DATA.distance) - DATA.velocity) / scale))
    assert loss_of_fit(data, fit, loss_function, scaling=scaling) == pytest.approx(of_fit, rel=1e-9)


@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_the_loss_surface_and_the_loss_curve_have_the_same_losses(loss_function: str) -> None:
    data = DATA.weighted()
    surface = LossSurface(data=data, loss_function=loss_function)
    weight, bias = surface.place(70, 20)
    wanted = loss_of(data, 70, 20, loss_function)
    grid = surface.losses(np.array([weight, 0.0]), np.array([bias]))
    assert grid[0, 0] == pytest.approx(wanted, rel=1e-10)
    curve = LossCurve(data=data, loss_function=loss_function)
    assert curve.place(70)[1] == pytest.approx(loss_of(data, 70, 0, loss_function, fit_intercept=False), rel=1e-9)


def test_a_batch_brings_the_weights_of_its_galaxies() -> None:
    """In batches of all, the order alone differs; of one, a step is that of its own weighted residual."""
    whole = hw.gradient_descent(DATA, iterations=40, weights=True)
    batch = hw.train(DATA, iterations=40, batch_size=len(DATA), seed=1, weights=True)
    np.testing.assert_allclose(batch.slopes, whole.slopes, rtol=1e-10)
    one = hw.train(DATA, iterations=1, batch_size=1, seed=1, weights=True, learning_rate=0.1)
    scale = DATA.moments.velocity_scale
    steps = 2 * 0.1 * WEIGHTS * DATA.velocity / scale  # of the bias, from the flat line
    assert np.abs(steps - one.intercept / scale).min() < 1e-12


@pytest.mark.parametrize("n", [ROWS_OF_A_LESSON + 50, MAX_ROWS + 500])
def test_more_galaxies_than_torch_gets_are_weighted_too(n: int) -> None:
    random = np.random.default_rng(3)
    distance = random.uniform(1, 100, n)
    errors = random.uniform(50, 500, n)
    velocity = 70 * distance + errors * random.standard_normal(n)
    data = hw.Dataset(distance=distance, velocity=velocity, velocity_error=errors)
    fit, wanted = hw.polyfit(data, weights=True), of_statsmodels(data)
    np.testing.assert_allclose([fit.slope, fit.intercept], wanted.params, rtol=1e-9)
    np.testing.assert_allclose([fit.slope_stderr, fit.intercept_stderr], wanted.bse, rtol=1e-9)
    cubic, cubic_wanted = hw.polyfit(data, 3, weights=True), of_statsmodels(data, 3)
    np.testing.assert_allclose(cubic.predict(50.0), np.polyval(cubic_wanted.params, 50.0), rtol=1e-9)
    closed, walked = (call(data, iterations=20, weights=True) for call in (hw.gradient_descent, hw.train))
    np.testing.assert_allclose(walked.slopes, closed.slopes, rtol=1e-9)
    np.testing.assert_allclose(walked.losses, closed.losses, rtol=1e-9)
    absolute = hw.train(data, iterations=1, loss_function="L1", weights=True)
    rows = data.weighted().sample
    assert rows.weights.mean() == pytest.approx(1)
    scale = data.moments.velocity_scale
    assert absolute.losses[0] == pytest.approx(np.mean(rows.weights * np.abs(rows.velocity)) / scale, rel=1e-9)


def test_a_line_that_meets_all_galaxies_has_no_residuals() -> None:
    distance = np.array([0.1, 0.9, 2.3, 3.1])
    data = hw.Dataset(distance=distance, velocity=70 * distance + 7, velocity_error=[1.0, 20.0, 3.0, 4.0])
    assert data.weighted().moments.residual_ss == 0
    assert hw.polyfit(data, weights=True).slope == pytest.approx(70, rel=1e-12)


def test_one_galaxy_may_count_a_million_times_as_much_as_the_others() -> None:
    errors = np.where(np.arange(len(DATA)) == 5, 0.3, 300.0)
    data = hw.Dataset(distance=DATA.distance, velocity=DATA.velocity, velocity_error=errors)
    fit, wanted = hw.polyfit(data, weights=True), of_statsmodels(data)
    np.testing.assert_allclose([fit.slope, fit.intercept, fit.slope_stderr], [*wanted.params, wanted.bse[0]], rtol=1e-9)


@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
@pytest.mark.parametrize("how", [{}, {"batch_size": 5, "seed": 2}, {"scaling": "standard"}, {"fit_intercept": False}])
@pytest.mark.parametrize("degree", [1, 2])
def test_the_script_gives_the_same_numbers(loss_function: str, how: dict[str, Any], degree: int) -> None:
    if degree > 1 and "fit_intercept" in how:
        degree = 1
    data = DATA.exclude("NGC 300").weighted()
    run = train_galaxies(data, iterations=30, loss_function=loss_function, optimizer=OPTIMIZERS[1], **how)
    names: dict[str, Any] = {}
    text = script(data, run, 30, degree)
    assert max(map(len, text.splitlines())) > 120  # the data
    exec(text, names)
    for name in ("slope", "intercept", "loss"):
        assert names[name] == pytest.approx(getattr(run, name), rel=1e-9, abs=1e-9), name
    fit = hw.polyfit(data, degree, fit_intercept=run.fit_intercept, weights=True)
    np.testing.assert_allclose(names["coefficients"], fit.coefficients, rtol=1e-8, atol=1e-9)


def test_a_script_of_many_has_what_stands_for_them() -> None:
    distance = np.linspace(1, 100, MAX_ROWS + 1)
    data = hw.Dataset(distance=distance, velocity=70 * distance + np.sin(distance), velocity_error=1 + distance)
    for how in ({}, {"fit_intercept": False}, {"loss_function": "L1"}, {"loss_function": "L1", "fit_intercept": False}):
        run = train_galaxies(data.weighted(), iterations=3, **how)
        names: dict[str, Any] = {}
        exec(script(data.weighted(), run, 3, 1), names)
        assert names["slope"] == pytest.approx(run.slope, rel=1e-9)
        assert names["loss"] == pytest.approx(run.loss, rel=1e-9)
        fit = hw.polyfit(data, fit_intercept=run.fit_intercept, weights=True)
        np.testing.assert_allclose(names["coefficients"], fit.coefficients, rtol=1e-8, atol=1e-8)


CALLS = (hw.polyfit, hw.gradient_descent, hw.train, hw.influence, hw.bootstrap)


@pytest.mark.parametrize("call", CALLS)
def test_weights_are_on_request_only(call: Any) -> None:
    few = {"iterations": 2} if call in (hw.gradient_descent, hw.train) else {}
    more = few | ({"seed": 1, "n_resamples": 50} if call is hw.bootstrap else {})
    slopes = [
        np.ravel(getattr(found, next(name for name in ("slopes", "slope_without", "slope") if hasattr(found, name))))
        for found in (
            call(DATA, **more),
            call(PLAIN, **more),
            call(DATA.weighted(), **more),
            call(DATA, weights=True, **more),
            call(DATA.weighted(), weights=True, **more),
        )
    ]
    np.testing.assert_array_equal(slopes[0], slopes[1])
    np.testing.assert_array_equal(slopes[0], slopes[2])
    np.testing.assert_array_equal(slopes[3], slopes[4])
    assert not np.array_equal(slopes[0], slopes[3])
    with pytest.raises(ValueError, match=r"weights need the error of each velocity, which these data lack.*y_error="):
        call(PLAIN, weights=True, **more)
    with pytest.raises(TypeError, match=r"weights must be True, .* got 'yes'"):
        call(DATA, weights="yes", **more)


def test_data_in_an_engine_are_refused() -> None:
    many = pl.LazyFrame({"distance": np.arange(1.0, 30_001), "velocity": np.arange(1.0, 30_001)})
    with pytest.raises(ValueError, match="weights need the errors of galaxies in memory, but these 30,000 stay"):
        hw.polyfit(many, weights=True)


def test_what_is_said() -> None:
    assert repr(hw.polyfit(DATA, weights=True)).startswith("Weighted least-squares line through 24 galaxies")
    path = hw.gradient_descent(DATA, iterations=5, weights=True)
    assert repr(path).startswith("<Trajectory of 5 iterations at 0.05 (closed form, weighted): slope")
