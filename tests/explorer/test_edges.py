"""At the edges of what numbers can be: few galaxies, none off the line, one far away, tiny, huge, falling, for ever."""

from __future__ import annotations

import math
import re
import tracemalloc
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget.fit.convergence import progress_of, zone_of
from hubble_widget.fit.gradient_descent import largest_stable_rate
from hubble_widget.fit.training_run import TrainingRun
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.formatting import MISSING
from hubble_widget.text import words
from hubble_widget.text.verdict import verdict
from tests.samples import LESSON, galaxies, to_thousandths

SMALL = np.array([1.0, 2.0, 3.0, 5.0, 7.0])
SCATTERED = np.array([10.0, 3.0, 2.0, 4.0, 5.0])
EDGES = {
    "two galaxies": hw.Dataset(distance=[1, 2], velocity=[70, 150]),
    "on a line": hw.Dataset(distance=[0.1, 0.2, 0.3, 0.7], velocity=[7, 14, 21, 49]),
    "on a line with a gap": hw.Dataset(distance=[1e-60, 1e60, 1, 2], velocity=[1e-60, 1e60, 1, 2]),
    "one far away": hw.Dataset(distance=[1, 2, 3, 4, 1e9], velocity=[70, 140, 210, 290, 1000]),
    "one as far as can be": hw.Dataset(distance=[1, 2, 3, 4, 1e60], velocity=[70, 140, 210, 290, 1000]),
    "one as fast as can be": hw.Dataset(distance=[1, 2, 3, 4, 5], velocity=[70, 140, 210, 290, 1e60]),
    "tiny": hw.Dataset(distance=SMALL * 1e-60, velocity=SCATTERED * 1e-60),
    "huge": hw.Dataset(distance=SMALL * 1e59, velocity=SCATTERED * 1e59),
    "steep": hw.Dataset(distance=SMALL * 1e-60, velocity=SCATTERED * 1e59),
    "flat": hw.Dataset(distance=SMALL * 1e59, velocity=SCATTERED * 1e-60),
    "falling": hw.Dataset(distance=[1, 2, 3, 4, 5], velocity=[-70, -150, -200, -290, -340]),
    "at rest": hw.Dataset(distance=[1, 2, 4], velocity=[0, 0, 0]),
}
every_edge = pytest.mark.parametrize("data", EDGES.values(), ids=EDGES)
LIMIT = largest_stable_rate(LESSON.moments)
MILLION = 10**6


def exact_line(data: hw.Dataset) -> tuple[Fraction, Fraction]:
    """Slope and intercept by rational numbers."""
    x, v = ([Fraction(value) for value in column] for column in (data.distance, data.velocity))
    x_mean, v_mean = sum(x) / len(x), sum(v) / len(v)
    slope = sum((a - x_mean) * (b - v_mean) for a, b in zip(x, v, strict=True)) / sum((a - x_mean) ** 2 for a in x)
    return slope, v_mean - slope * x_mean


@every_edge
def test_the_exact_fit_is_exact(data: hw.Dataset) -> None:
    fit, (slope, intercept) = hw.polyfit(data), exact_line(data)
    assert fit.slope == pytest.approx(float(slope), rel=1e-12)
    reach = float(np.abs(data.velocity).max())
    assert fit.intercept == pytest.approx(float(intercept), rel=1e-12, abs=1e-14 * reach)


@every_edge
def test_torch_and_closed_form_walk_the_same_path(data: hw.Dataset) -> None:
    rate = 0.45 * largest_stable_rate(data.moments)
    learned, path = (walk(data, learning_rate=rate, iterations=300) for walk in (hw.train, hw.gradient_descent))
    assert learned.diverged is path.diverged is None
    reach = float(np.abs(data.velocity).max())
    np.testing.assert_allclose(path.slopes, learned.slopes, rtol=1e-9)
    np.testing.assert_allclose(path.intercepts, learned.intercepts, rtol=1e-9, atol=1e-12 * reach)
    np.testing.assert_allclose(path.losses, learned.losses, rtol=1e-9, atol=1e-15)


@every_edge
def test_every_number_and_sentence_is_one(data: hw.Dataset) -> None:
    fit, path = hw.polyfit(data), hw.gradient_descent(data, iterations=300)
    for iteration in (0, 1, 300):
        rows = words.rows(path, iteration, fit, fit.loss)
        told = [row.learned for row in rows] + [row.exact for row in rows]
        told += verdict(progress_of(path, iteration))
        assert all(text and "nan" not in text and "inf" not in text and "-0.0 " not in text for text in told), told


def test_through_two_galaxies_goes_one_line_whose_errors_nobody_knows() -> None:
    fit = hw.polyfit(EDGES["two galaxies"])
    assert (fit.slope, fit.intercept, fit.r, fit.loss) == (80.0, -10.0, 1.0, 0.0)
    assert math.isnan(fit.slope_stderr)
    slope, *_ = words.rows(hw.gradient_descent(EDGES["two galaxies"]), 500, fit, fit.loss)
    assert slope.exact == "80.00"


TENTHS = st.lists(st.integers(0, 5000), min_size=3, max_size=40, unique=True)


@given(TENTHS, to_thousandths(-500, 500), to_thousandths(-3000, 3000))
def test_where_all_galaxies_lie_on_a_line_the_errors_are_0(tenths: list[int], slope: float, offset: float) -> None:
    assume(abs(slope) > 0.01)
    distance = np.array(tenths) / 10
    data = hw.Dataset(distance=distance, velocity=slope * distance + offset)
    fit = hw.polyfit(data)
    assert (fit.slope_stderr, fit.intercept_stderr, fit.loss, fit.p_value) == (0, 0, 0, 0)
    assert fit.f_statistic == math.inf
    assert fit.slope == pytest.approx(slope, rel=1e-9)
    assert fit.age_stderr == (0 if slope > 0 else None)


def test_scatter_of_a_millionth_is_no_rounding() -> None:
    scatter = 1e-6 * np.array([1.0, -2.0, 1.0, 3.0, -3.0])
    fit = hw.polyfit(hw.Dataset(distance=SMALL, velocity=SMALL + scatter))
    assert fit.slope_stderr == pytest.approx(
        np.sqrt(np.polyfit(SMALL, SMALL + scatter, 1, cov=True)[1][0, 0]), rel=0.01
    )


@pytest.mark.parametrize("column", ["distance", "velocity"])
@pytest.mark.parametrize("value", [1e-300, 1e300, -1e-300, -1e300, 9.9e-61, 1.1e60, 5e-324, math.inf, math.nan])
def test_what_the_squares_of_numbers_could_not_hold_is_refused(column: str, value: float) -> None:
    """A slope of 1e300 km/s over 1e-300 Mpc is no number any more."""
    columns = {"distance": [1.0, 2.0, 3.0], "velocity": [70.0, 140.0, 210.0]}
    columns[column][1] = value
    wanted = "0 or from 1e-60 to 1e+60" if math.isfinite(value) else "a finite number in"
    told = f"{column} has {value!r} at position 1, but each value must be {wanted}"
    with pytest.raises(ValueError, match=re.escape(told)):
        hw.Dataset(**columns)


@given(galaxies())
def test_a_falling_line_mirrors_a_rising_one(data: hw.Dataset) -> None:
    mirrored = hw.Dataset(distance=data.distance, velocity=-data.velocity)
    path, other = hw.gradient_descent(data), hw.gradient_descent(mirrored)
    assert (-other.slopes).tolist() == path.slopes.tolist()
    assert other.losses.tolist() == path.losses.tolist()
    for fit in map(hw.polyfit, (data, mirrored)):
        assert (fit.age is None) is (fit.slope <= 0)
        assert (words.rows(path, 0, fit, fit.loss)[3].exact == MISSING) is (fit.slope <= 0)


@pytest.mark.parametrize(
    ("rate", "zone"),
    [
        (math.nextafter(LIMIT, 0), "oscillating"),
        (LIMIT, "diverging"),
        (math.nextafter(LIMIT, math.inf), "diverging"),
    ],
    ids=["just below", "on it", "just above"],
)
def test_at_the_edge_of_stability_the_last_digit_decides(rate: float, zone: str) -> None:
    assert zone_of(LESSON.moments, rate) == zone
    path, learned = (walk(LESSON, learning_rate=rate, iterations=3000) for walk in (hw.gradient_descent, hw.train))
    for name in ("slopes", "intercepts", "losses"):
        np.testing.assert_allclose(getattr(path, name), getattr(learned, name), rtol=1e-9)
    headline, _ = verdict(progress_of(path, 3000))
    assert (headline == "Diverging.") is (zone == "diverging")
    far = hw.gradient_descent(LESSON, learning_rate=rate, iterations=MILLION)
    assert far.diverged is None  # it swings for ever, by as much as at first
    assert far.losses[2:].max() <= path.losses[0] * (1 + 1e-9)


def test_a_million_iterations_are_foretold_at_once() -> None:
    tracemalloc.start()
    try:
        path = hw.gradient_descent(LESSON, iterations=MILLION)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 25 * path.slopes.nbytes
    assert path.slopes.shape == (MILLION + 1,)
    assert path.slope == pytest.approx(hw.polyfit(LESSON).slope, rel=1e-13)
    headline, sentence = verdict(progress_of(path, MILLION))
    assert headline == "Converged."
    assert sentence.startswith("1,000,000 iterations at 0.05")


def test_torch_walks_as_many_iterations_as_it_is_asked_for() -> None:
    run = TrainingRun(LESSON, learning_rate=0.05, iterations=MILLION, start=(0.0, 0.0))
    run.advance(1000)
    assert not run.finished
    np.testing.assert_array_equal(run.trajectory().losses, hw.train(LESSON, iterations=999).losses)


@pytest.mark.parametrize("walk", [hw.train, hw.gradient_descent])
def test_a_million_iterations_may_diverge(walk) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path: Trajectory = walk(LESSON, learning_rate=2.0, iterations=MILLION)
    assert path.diverged == 248
    assert (path.iterations, path.loss) == (MILLION, math.inf)
