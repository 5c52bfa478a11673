"""Another learning rate from an iteration on: torch keeps its optimizer's state, and the closed form goes on."""

import re
from contextlib import redirect_stdout
from io import StringIO
from itertools import product
from typing import Any

import numpy as np
import pytest

from hubble_widget.api import gradient_descent, train
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.export_script import script
from hubble_widget.fit.gradient_descent import iterations_to_reach
from hubble_widget.fit.hyperparameters import OPTIMIZERS, SCALINGS
from hubble_widget.text.verdict import verdict
from tests.lesson import lesson_loop
from tests.samples import LESSON

CHANGES = ((3, 0.3), (60, 0.01), (61, 0.7))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_torch_goes_on_as_after_a_change_of_its_own_optimizer(optimizer: str) -> None:
    run = train(LESSON, iterations=100, optimizer=optimizer, rate_changes=CHANGES)
    wanted = lesson_loop(LESSON, 0.05, 100, optimizer, changes=CHANGES)
    assert [run.state(each) for each in range(101)] == wanted
    before = train(LESSON, iterations=60, optimizer=optimizer, rate_changes=CHANGES[:1])
    assert run.slopes[:61].tolist() == before.slopes.tolist()


@pytest.mark.parametrize(("scaling", "fit_intercept"), list(product(SCALINGS, (True, False))))
def test_torch_and_closed_form_walk_the_same_path(scaling: str, fit_intercept: bool) -> None:
    model: dict[str, Any] = {"scaling": scaling, "fit_intercept": fit_intercept, "rate_changes": CHANGES}
    start = (120.0, -300.0 * fit_intercept)
    learned, path = (walk(LESSON, iterations=500, start=start, **model) for walk in (train, gradient_descent))
    assert path.rate_changes == learned.rate_changes == CHANGES
    assert path.diverged == learned.diverged
    for name in ("slopes", "intercepts", "losses"):
        np.testing.assert_allclose(getattr(path, name), getattr(learned, name), rtol=1e-9, atol=1e-9)


def test_a_path_that_has_diverged_does_not_come_back() -> None:
    path = gradient_descent(LESSON, learning_rate=10.0, iterations=3000, rate_changes=((2000, 0.05),))
    run = train(LESSON, learning_rate=10.0, iterations=3000, rate_changes=((2000, 0.05),))
    assert path.diverged == run.diverged
    assert path.diverged is not None
    assert path.diverged < 2000
    assert not np.isfinite(path.slope)
    rescued = gradient_descent(LESSON, learning_rate=1.0, iterations=3000, rate_changes=((5, 0.5),))
    assert rescued.slope == pytest.approx(80.37767, abs=1e-4)


def test_what_is_needed_counts_from_the_last_change() -> None:
    rates: dict[str, Any] = {"learning_rate": 0.05, "rate_changes": ((100, 0.5),)}
    needed = iterations_to_reach(LESSON.moments, **rates)
    assert needed is not None
    assert 100 < needed < 190
    slopes = gradient_descent(LESSON, iterations=1000, **rates).slopes
    away = np.flatnonzero(abs(slopes / 80.377669 - 1) > 0.01)
    assert away[-1] + 1 == pytest.approx(needed, abs=1)
    assert iterations_to_reach(LESSON.moments, learning_rate=0.05, rate_changes=((100, 2.0),)) is None


def test_words_name_the_rate_of_the_last_iterations() -> None:
    path = gradient_descent(LESSON, iterations=500, rate_changes=((200, 0.5),))
    said = [" ".join(verdict(progress_of(path, at))) for at in (200, 201, 500)]
    assert "200 iterations at 0.05 (a steady rate) have not converged: about 920 would" in said[0]
    assert "201 iterations, the last 1 at 0.5 (a rate that swings), have not converged: about 2" in said[1]
    assert said[2].startswith("Converged. 500 iterations, the last 300 at 0.5 (a rate that swings), brought")
    run = train(LESSON, iterations=90, optimizer="Adam", rate_changes=((40, 0.01),))
    assert "90 iterations of Adam, the last 50 at 0.01, brought" in verdict(progress_of(run, 90))[1]


@pytest.mark.parametrize("batch_size", [None, 5])
def test_a_script_changes_it_as_a_user_of_torch_would(batch_size: int | None) -> None:
    path = train(LESSON, iterations=70, batch_size=batch_size, seed=3, rate_changes=CHANGES, optimizer="Adam")
    text = script(LESSON, path, 70, 1)
    assert "learning_rates = {3: 0.3, 60: 0.01, 61: 0.7}" in text
    assert 'optimizer.param_groups[0]["lr"] = learning_rates[iteration]' in text
    names: dict[str, Any] = {}
    with redirect_stdout(StringIO()):
        exec(text, names)
    learned = (names["slope"], names["intercept"], names["loss"])
    assert learned == pytest.approx(path.state(70), rel=1e-12)
    assert "param_groups" not in script(LESSON, train(LESSON, iterations=2), 2, 1)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (0.1, "rate_changes must be pairs of an iteration and the learning rate from there on"),
        ((200, 0.1), "such as ((200, 0.1),), got (200, 0.1)"),
        (((1.5, 0.1),), "rate_changes must be pairs"),
        (((0, 0.1),), "ascending iterations of at least 1, got 0 after 0"),
        (((9, 0.1), (9, 0.2)), "got 9 after 9"),
        (((9, -0.1),), "learning_rate must be finite and above 0, got -0.1"),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(changes: Any, error: str) -> None:
    for walk in (train, gradient_descent):
        with pytest.raises((TypeError, ValueError), match=re.escape(error)):
            walk(LESSON, rate_changes=changes)


def test_equal_velocities_give_torch_no_age_either() -> None:
    data = ([1.0, 2.5, 4.3, 7.7, 9.1], [70.1] * 5)
    run = train(data, scaling="standard", iterations=200)
    assert (run.slope, run.age) == (0.0, None)
    names: dict[str, Any] = {}
    from hubble_widget.io.convert import as_dataset

    with redirect_stdout(StringIO()) as printed:
        exec(script(as_dataset(data), run, 200, 1), names)
    assert "age" not in printed.getvalue()
