"""The readout's sentence and numbers."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.formatting import number, with_error
from hubble_widget.text.remarks import remark
from hubble_widget.text.verdict import verdict
from hubble_widget.text.words import galaxies, label, title

NOTHING_TO_LEARN = "The start is within 1\xa0% of the exact slope already; only the intercept may have to move."


def said(
    data: hw.Dataset | str, learning_rate: float, iterations: int, iteration: int | None = None, degree: int = 1
) -> str:
    path = hw.gradient_descent(data, learning_rate=learning_rate, iterations=iterations)
    return " ".join(verdict(progress_of(path, iterations if iteration is None else iteration), degree))


def test_the_lesson_is_told_why_torch_and_polyfit_differ() -> None:
    lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    assert said(lesson, 0.05, 500) == (
        "93\xa0% of the way. 500 iterations at 0.05 (a steady rate) have not converged: "
        "about 920 would bring the slope within 1\xa0% of the exact fit."
    )


@pytest.mark.parametrize(
    ("learning_rate", "iterations", "iteration", "beginning"),
    [
        (0.05, 500, 0, "At the start. No step has been taken yet; at 0.05 (a steady rate) about 920 would"),
        (0.05, 500, 1, "3\xa0% of the way. 1 iteration at 0.05 (a steady rate) has not converged"),
        (
            0.001,
            500,
            500,
            "20\xa0% of the way. 500 iterations at 0.001 (a slow rate) have not",
        ),
        (
            0.05,
            3000,
            3000,
            "Converged. 3,000 iterations at 0.05 (a steady rate) brought the slope within 1\xa0%",
        ),
        (0.9, 20, 20, "Diverging. At 0.9 each step overshoots"),
        (2.0, 500, 500, "Diverged. At 2 each step overshoots by more than the last, and after 248 iterations"),
        (2.0, 500, 10, "Diverging. At 2"),
    ],
)
def test_every_situation_has_its_words(learning_rate: float, iterations: int, iteration: int, beginning: str) -> None:
    lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    assert said(lesson, learning_rate, iterations, iteration).startswith(beginning)


def test_a_start_that_has_the_exact_slope_needs_no_way() -> None:
    flat = hw.Dataset(distance=[1, 2, 3], velocity=[0, 0, 0])
    assert said(flat, 0.05, 10, 0).startswith("No slope to learn.")
    assert said(flat, 0.05, 10).startswith("Converged. 10 iterations at 0.05 (a steady rate) kept the slope")


@pytest.mark.parametrize("start", [(76.0, 0.0), (76.127, -5.0)])
def test_beside_equal_numbers_no_slope_has_not_converged(start: tuple[float, float]) -> None:
    path = hw.gradient_descent("key_project", start=start)
    assert verdict(progress_of(path, 0)) == ("No slope to learn.", NOTHING_TO_LEARN)
    for iteration in (1, 20, 500):
        headline, sentence = verdict(progress_of(path, iteration))
        assert headline == "Converged."
        assert sentence.endswith("at 0.05 (a steady rate) kept the slope within 1\xa0% of the exact fit.")


def test_a_start_at_the_exact_slope_has_no_way_but_may_leave_it() -> None:
    path = hw.gradient_descent("key_project", start=(76.127, 500.0), iterations=1000)
    headlines = [verdict(progress_of(path, iteration))[0] for iteration in (0, 20, 1000)]
    assert headlines == ["No slope to learn.", "The start was nearer.", "Converged."]
    assert path.slopes[20] == pytest.approx(67.9, abs=0.1)


def test_a_start_far_off_has_converged_within_a_hundredth_of_the_exact_slope() -> None:
    path = hw.gradient_descent("key_project", start=(500.0, 0.0), iterations=2000)
    for iteration in range(0, 2000, 50):
        near = abs(path.slopes[iteration] / path.moments.slope - 1) < 0.01
        assert (verdict(progress_of(path, iteration))[0] in {"Converged."}) == near


@pytest.mark.parametrize("rate", [0.01, 0.02, 0.05, 0.1, 0.4])
@pytest.mark.parametrize("data", ["key_project", "lemaitre_1927", "hubble_1929"])
def test_whoever_makes_as_many_iterations_as_are_advised_has_converged(data: str, rate: float) -> None:
    advised = re.search(r"about ([\d,]+) would", said(data, rate, 5))
    assert advised is not None
    assert said(data, rate, int(advised[1].replace(",", ""))).startswith("Converged.")


@pytest.mark.parametrize("start", [(77.65, 2000.0), (74.6, 2000.0), (100.0, -2000.0)])
def test_no_share_of_a_short_way_is_told(start: tuple[float, float]) -> None:
    path = hw.gradient_descent("key_project", start=start, iterations=400)
    for iteration in range(0, 400, 10):
        headline, _ = verdict(progress_of(path, iteration))
        assert int("".join(re.findall(r"\d", headline.partition("%")[0])) or 0) <= 100


def test_distances_far_from_zero_take_more_iterations_than_there_are() -> None:
    far = hw.Dataset(distance=[1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3], velocity=[0, 75, 140, 220])
    assert (
        "0\xa0% of the way. 500 iterations at 0.05 (a steady rate) have not converged: more than 10,000 would"
        in said(far, 0.05, 500)
    )


def test_a_swinging_slope_that_passes_the_exact_one_has_not_arrived() -> None:
    told = said("key_project", 0.74, 37)
    assert told.startswith("Nearly there. 37 iterations at 0.74 (a rate that swings) came within 1\xa0%")
    assert "still swings; about" in told


def test_a_curve_is_not_what_the_descent_goes_to() -> None:
    told = said("key_project", 0.5, 3000, degree=3)
    assert told == (
        "Converged. 3,000 iterations at 0.5 (a rate that swings) brought the slope within 1\xa0% of the exact "
        "straight line, 76.13\xa0km/s/Mpc; about 83 are enough."
    )


def test_who_took_more_iterations_than_needed_is_told_how_many_are_enough() -> None:
    assert said("key_project", 0.05, 3000).endswith("; about 850 are enough.")
    progress = progress_of(hw.gradient_descent("key_project", learning_rate=0.05, iterations=3000), 3000)
    enough = progress.iterations_needed
    assert enough is not None
    assert said("key_project", 0.05, enough).endswith("of the exact fit.")


def test_a_slope_that_has_not_moved_is_at_0_percent_whichever_way_it_has_to_go() -> None:
    falling = hw.Dataset(distance=[1, 2, 3], velocity=[6e9, 4e9, 2e9])
    path = hw.gradient_descent(falling, learning_rate=1e-30, iterations=3, start=(1e9, 0.0))
    assert verdict(progress_of(path, 3))[0] == "0\xa0% of the way."


def path_of(optimizer: str, loss_function: str, slopes: list[float]) -> Trajectory:
    return Trajectory(
        slopes=np.array(slopes),
        intercepts=np.zeros(len(slopes)),
        losses=np.abs(slopes),
        moments=hw.load_dataset("key_project").moments,
        learning_rate=0.05,
        start=(0.0, 0.0),
        source="torch",
        optimizer=optimizer,
        loss_function=loss_function,
    )


@pytest.mark.parametrize(
    ("optimizer", "loss_function", "slopes", "told"),
    [
        (
            "Adam",
            "MSE",
            [0.0, 61.23],
            "80\xa0% of the way. 1 iteration of Adam at 0.05 brought the slope to 61.23; "
            "the exact least-squares fit has 76.13.",
        ),
        (
            "SGD",
            "Huber",
            [0.0, 30.0, 76.0],
            "Within 1\xa0% of the exact slope. 2 iterations of SGD at 0.05 brought the slope to 76.00; the exact "
            "least-squares fit has 76.13, but the Huber loss has its lowest value at another line.",
        ),
        ("Adam", "MSE", [0.0], "At the start. No step has been taken yet; the exact least-squares fit has 76.13."),
        (
            "SGD with momentum",
            "MSE",
            [0.0, math.inf],
            "Diverged. After 1 iteration of SGD with momentum at 0.05 the numbers were too large to hold: "
            "a smaller learning rate may converge.",
        ),
    ],
)
def test_where_no_closed_form_tells_what_is_to_come_the_sentence_compares(
    optimizer: str, loss_function: str, slopes: list[float], told: str
) -> None:
    assert " ".join(verdict(progress_of(path_of(optimizer, loss_function, slopes), len(slopes) - 1))) == told


def test_numbers_that_do_not_exist_are_a_dash() -> None:
    assert number(None, ".2f") == number(math.nan, ".2f") == number(math.inf, ".2f") == "–"
    assert number(74.5887, ".2f") == "74.59"
    assert number(-4.5e120, ".2f") == "-4.5e+120"
    assert with_error(80.3777, 10.1139, ".2f") == "80.38 ± 10.11"
    assert with_error(80.3777, math.nan, ".2f") == "80.38"
    assert with_error(None, None, ".2f") == "–"


def test_headings_say_which_galaxies() -> None:
    lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    assert label(lesson) == "HST Key Project (23)"
    assert galaxies(lesson) == "23 of 24 galaxies, without NGC 4639"
    mine = hw.Dataset(distance=[1, 2], velocity=[70, 140])
    assert (title(mine), galaxies(mine), label(mine)) == ("Your data", "2 galaxies", "Your data (2)")
    wrong = hw.Dataset(distance=[1, 2], velocity=[1, 2], note="made up")
    assert galaxies(wrong).startswith("2 galaxies (made up). Warning: No universe has a slope of 1 km/s/Mpc;")


def test_a_guess_without_a_loss_is_to_blame_and_not_the_rate() -> None:
    for path in (hw.gradient_descent("key_project", start=(1e300, 0.0)), hw.train("key_project", start=(1e300, 0.0))):
        headline, sentence = verdict(progress_of(path, 0))
        assert headline == "No numbers."
        assert "guess" in sentence
        assert "rate" not in sentence


def test_what_has_not_converged_is_never_at_99_per_cent() -> None:
    path = hw.gradient_descent("key_project", learning_rate=0.05, iterations=2000)
    for iteration in range(600, 2000):
        headline, sentence = verdict(progress_of(path, iteration))
        if "not converged" in sentence:
            share, is_share, _ = headline.partition("\xa0%")
            assert int(share) <= 98 if is_share else headline == "Nearly there."
    past = path_of("Adam", "MSE", [0.0, 1.012 * path.moments.slope])
    assert verdict(progress_of(past, 1))[0] == "Nearly there."
    farther = path_of("Adam", "MSE", [0.0, 1.2 * path.moments.slope])
    assert verdict(progress_of(farther, 1))[0] == "Past the exact slope by 20\xa0%."


def test_without_zones_the_sentence_says_since_when_the_slope_is_there() -> None:
    exact = hw.load_dataset("key_project").moments.slope
    slopes = [0.0, 40.0, exact, 80.0, exact - 0.1, exact + 0.1, exact]
    for loss_function, told in (("MSE", "It has stayed within 1\xa0% of it since"), ("L1", "Since")):
        sentence = verdict(progress_of(path_of("Adam", loss_function, slopes), 6))[1]
        assert f" {told} iteration 4" in sentence
    assert "since" not in verdict(progress_of(path_of("Adam", "MSE", slopes), 3))[1]
    assert "since" not in verdict(progress_of(path_of("Adam", "MSE", slopes), 2))[1]  # just arrived


def test_a_walk_that_was_slow_at_its_last_steps_alone_has_not_arrived() -> None:
    path = hw.train("key_project", loss_function="Huber", learning_rate=0.06, iterations=500)
    progress = progress_of(path, 500)
    assert progress.settled is not None
    assert 450 < progress.settled < 500
    assert "Since iteration" not in verdict(progress)[1]
    assert "Since iteration 450" in verdict(replace(progress, settled=450))[1]


@pytest.mark.parametrize(("slope", "is_too_young"), [(454.2, True), (216.0, True), (215.0, False), (70.0, False)])
def test_no_universe_is_younger_than_the_earth(slope: float, is_too_young: bool) -> None:
    data = hw.Dataset(distance=[1, 2, 3], velocity=[slope, 2 * slope, 3 * slope])
    text = remark(data.moments, hw.polyfit(data))
    assert ("the universe would be younger than the Earth (4.5): the distances are too short" in text) is is_too_young
    points = data.labeled(hw.Labels(x_label="t", x_unit="s", y_label="h", y_unit="m"))
    assert remark(points.moments, hw.polyfit(points)) == ""


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (
            "hubble_1929",
            "At 2.15\xa0billion years the universe would be younger than the Earth (4.5): the dist",
        ),
        (
            "lemaitre_1927",
            "At 4.41\xa0billion years, that of the exact fit, the universe would be younger ",
        ),
        (
            hw.Dataset(distance=[1, 2, 3, 4], velocity=[0, 1100, 100, 1100]),
            "At 4.25\xa0billion years, that of the exact",
        ),
    ],
)
def test_an_age_that_scatter_may_explain_is_not_put_down_to_wrong_distances(data, beginning: str) -> None:
    data = hw.load_dataset(data) if isinstance(data, str) else data
    fit = hw.polyfit(data)
    text, allowed = remark(data.moments, fit), fit.conf_int(0.95).age
    assert text.startswith(beginning)
    assert allowed is not None
    assert ("the distances are too short" in text) is (allowed.high is not None and allowed.high < 4.54)
    high = "" if allowed.high is None else f" to {allowed.high:.1f}"
    assert ("these data allow" in text) is text.endswith(f"{allowed.low:.1f}{high}\xa0billion years.")


def test_digits_agree_with_their_error() -> None:
    assert with_error(13.9699, 0.00312, ".2f") == "13.970 ± 0.003"
    assert with_error(-5.1234e63, 2.2e61, ".2f") == "-5.1e+63 ± 2.2e+61"
    assert with_error(7.0, 0.0, ".2f") == "7.00 ± 0.00"
