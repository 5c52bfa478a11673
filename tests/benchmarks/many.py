"""Many galaxies: the exact fit against what others take for it, and the explorer against that of 24."""

from __future__ import annotations

import math
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from time import perf_counter

import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression, SGDRegressor

import hubble_widget as hw
from hubble_widget.fit.torch_training import torch_states

from .measure import Limit, Row, compare

GOALS = {100_000: (1 / 5, math.inf), 1_000_000: (1 / 10, math.inf), 10_000_000: (1 / 15, 5.0)}
"""Of each number of galaxies: the part of numpy.polyfit's time that is aimed at, and the multiple of the two sums'.

Fewer than ten million fit into the processor's cache, and what is added up there never waits for the memory.
"""

RUNS = 3
STEPS = 300

Line = tuple[float, float]


def comparisons() -> Iterator[Row]:
    """Time the exact fit of each size, then the explorer of the largest."""
    for n in GOALS:
        data = _galaxies(n)
        yield from _fits(data)
    yield from _explorer(data)


def _galaxies(n: int) -> hw.Dataset:
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, n)
    return hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, n))


def _anew(data: hw.Dataset) -> hw.Dataset:
    """Have the data set forget what a fit has computed before."""
    data._cache.pop("moments", None)
    return data


def _fits(data: hw.Dataset) -> Iterator[Row]:
    what = f"the exact fit of {len(data):,} galaxies"
    part_of_numpy, times_sums = GOALS[len(data)]
    wanted = hw.polyfit(data).coefficients
    for name, (fit, tolerance) in RIVALS.items():
        np.testing.assert_allclose(fit(data), wanted, rtol=tolerance, atol=tolerance)

        def theirs(fit: Callable[[hw.Dataset], Line] = fit) -> Line:
            return fit(data)

        goal = part_of_numpy if fit is _numpy else 1.0  # the others: no slower
        yield compare(what, name, theirs, lambda: hw.polyfit(_anew(data)), to_reach=goal, runs=RUNS)
    yield compare(
        what,
        "distance.sum() + velocity.sum(): the memory's speed",
        lambda: data.distance.sum() + data.velocity.sum(),
        lambda: hw.polyfit(_anew(data)),
        to_reach=times_sums,
        runs=15,
    )
    yield Limit(f"{what}: more memory", "", [], [_more_memory(data)], unit="MB", at_most=50)


def _more_memory(data: hw.Dataset) -> float:
    tracemalloc.start()
    try:
        hw.polyfit(_anew(data))
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def _numpy(data: hw.Dataset) -> Line:
    slope, intercept = np.polyfit(data.distance, data.velocity, 1)
    return slope, intercept


def _scipy(data: hw.Dataset) -> Line:
    fit = stats.linregress(data.distance, data.velocity)
    return fit.slope, fit.intercept


def _linear_regression(data: hw.Dataset) -> Line:
    fit = LinearRegression().fit(data.distance[:, np.newaxis], data.velocity)
    return fit.coef_[0], fit.intercept_


def _sgd_regressor(data: hw.Dataset) -> Line:
    """Fit by single galaxies in columns divided by their largest magnitudes, as our descent does."""
    x_scale, v_scale = data.distance.max(), data.velocity.max()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fit = SGDRegressor(max_iter=1, tol=None, penalty=None, random_state=1).fit(
            (data.distance / x_scale)[:, np.newaxis], data.velocity / v_scale
        )
    return fit.coef_[0] * v_scale / x_scale, fit.intercept_[0] * v_scale


def _statsmodels(data: hw.Dataset) -> Line:
    intercept, slope = sm.OLS(data.velocity, sm.add_constant(data.distance)).fit().params
    return slope, intercept


RIVALS: dict[str, tuple[Callable[[hw.Dataset], Line], float]] = {
    "numpy.polyfit(distance, velocity, 1)": (_numpy, 1e-9),
    "scipy.stats.linregress": (_scipy, 1e-9),
    "scikit-learn LinearRegression": (_linear_regression, 1e-9),
    "scikit-learn SGDRegressor, 1 epoch": (_sgd_regressor, 50.0),
    "statsmodels OLS": (_statsmodels, 1e-9),
}
"""Each with how closely it comes to the least-squares line: a descent on single galaxies does not come very close."""


def _explorer(data: hw.Dataset) -> Iterator[Row]:
    few = hw.load_dataset("key_project")
    at = f"{len(data):,} galaxies"
    yield Limit(f"arrays of {at} → first picture", "", [], _first_pictures(data), at_most=3)
    explorers = [hw.RegressionExplorer(each) for each in (few, data)]
    try:
        yield compare(
            f"new setting → what is sent, {at}", "24 galaxies", *map(_slider, explorers), to_reach=1.1, runs=31
        )
    finally:
        for explorer in explorers:
            explorer.close()
    yield compare(f"{STEPS} torch iterations, {at}", "24 galaxies", *map(_training, (few, data)), to_reach=1.1, runs=15)


def _first_pictures(data: hw.Dataset) -> list[float]:
    """Return the seconds from two arrays to the encoded picture of their explorer."""
    seconds = []
    for _ in range(RUNS):
        began = perf_counter()
        explorer = hw.RegressionExplorer((data.distance, data.velocity))
        explorer.figure.canvas.picture()
        seconds.append(perf_counter() - began)
        explorer.close()
    return seconds


def _slider(explorer: hw.RegressionExplorer) -> Callable[[], None]:
    rates = cycle((0.05, 0.053, 0.056))

    def move() -> None:
        explorer.learning_rate = next(rates)

    return move


def _training(data: hw.Dataset) -> Callable[[], list[object]]:
    return lambda: list(islice(torch_states(data, learning_rate=0.05), STEPS))
