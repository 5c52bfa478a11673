"""A million iterations.

Torch itself would take minutes for them: its loop walks the first of them here, and the closed form, which is held to
it elsewhere, stands in for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from hubble_widget.api import gradient_descent, polyfit, train
from hubble_widget.fit import torch_training, training_run
from hubble_widget.fit.training_run import TrainingRun
from hubble_widget.fit.trajectory import State, Trajectory
from tests.samples import LESSON

MILLION = 1_000_000
SETTINGS = {"learning_rate": 2e-5, "start": (70.0, 250.0)}
"""Under way to the end: at 0.05 nothing moves after some thousand iterations."""


@pytest.fixture(scope="module")
def path() -> Trajectory:
    return gradient_descent(LESSON, **SETTINGS, iterations=MILLION)


@pytest.fixture
def in_place_of_torch(path: Trajectory, monkeypatch: pytest.MonkeyPatch) -> None:
    def states(data: object, **settings: object) -> Iterator[State]:
        return map(State, path.slopes.tolist(), path.intercepts.tolist(), path.losses.tolist())

    for module in (training_run, torch_training):
        monkeypatch.setattr(module, "torch_states", states)


def test_the_closed_form_walks_them_all(path: Trajectory) -> None:
    assert path.slopes.shape == path.intercepts.shape == path.losses.shape == (MILLION + 1,)
    assert (np.diff(path.losses) < 0).all()
    half = gradient_descent(LESSON, **SETTINGS, iterations=MILLION // 2)
    rest = gradient_descent(LESSON, learning_rate=2e-5, start=(half.slope, half.intercept), iterations=MILLION // 2)
    assert rest.state(MILLION // 2) == pytest.approx(path.state(MILLION), rel=1e-9)
    converged = gradient_descent(LESSON, learning_rate=0.05, iterations=MILLION)
    assert converged.slope == pytest.approx(polyfit(LESSON).slope, rel=1e-12)


def test_torch_begins_them_as_the_closed_form_does(path: Trajectory) -> None:
    begun = TrainingRun(LESSON, **SETTINGS, iterations=MILLION)
    begun.advance(1001)
    walked = begun.trajectory()
    assert (begun.iteration, begun.finished, walked.iterations) == (1000, False, 1000)
    for name in ("slopes", "intercepts", "losses"):
        np.testing.assert_allclose(getattr(walked, name), getattr(path, name)[:1001], rtol=1e-9)


@pytest.mark.usefixtures("in_place_of_torch")
def test_a_run_keeps_them_all_however_it_is_divided(path: Trajectory) -> None:
    divided = TrainingRun(LESSON, **SETTINGS, iterations=MILLION)
    for block in (1, 999, 300_000, 0, 400_000):
        divided.advance(block)
    assert (divided.iteration, divided.finished) == (700_999, False)
    divided.advance()
    assert (divided.iteration, divided.finished) == (MILLION, True)
    for walked in (divided.trajectory(), train(LESSON, **SETTINGS, iterations=MILLION)):
        assert walked.source == "torch"
        np.testing.assert_array_equal(walked.losses, path.losses)
        np.testing.assert_array_equal(walked.slopes, path.slopes)
