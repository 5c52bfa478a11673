"""The explorer of a million galaxies: once the first picture is there, nothing looks at the rows again."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS
from tests.clean_process import CleanProcess
from tests.explorer.test_result import results_of

MILLION = 1_000_000


class Gone:
    """What is left of a column that must not be used again."""

    size = MILLION


@pytest.fixture
def million() -> hw.Dataset:
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, MILLION)
    return hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, MILLION), title="A million")


def test_nothing_that_a_person_does_depends_on_the_rows(million: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(million, learning_rate=0.05, iterations=200)
    assert explorer.data is million  # and no copy
    explorer.figure.canvas.render()
    explorer.loss_function = "Huber"  # looks at the rows once, for the sample
    explorer.loss_function = "MSE"
    explorer.degree = 2
    million._set(distance=Gone, velocity=Gone)
    for setting, value in (
        ("degree", 2),
        ("learning_rate", 0.3),
        ("start", (50.0, 100.0)),
        ("optimizer", "Adam"),
        ("optimizer", "SGD"),
        ("iterations", 100),
        ("loss_function", "Huber"),
    ):
        setattr(explorer, setting, value)
        explorer.figure.canvas.render()
    assert "Huber loss of 20,000 of them" in repr(explorer)
    more = explorer._view.more
    for toggle in (more.residual_lines, more.residual_squares, more.residual_plot, more.guess):
        toggle.value = True
        explorer.figure.canvas.render()
    explorer.loss_function = "MSE"
    explorer.train(wait=True)
    assert explorer.trajectory.source == "torch"
    told = json.dumps(explorer.result.to_dict())
    assert '"galaxies": 1000000' in told
    assert len(explorer.code().splitlines()) < 60
    assert len(explorer.code()) < 5000
    assert "A million: 1,000,000 galaxies" in repr(explorer)
    assert "names" not in million._cache
    explorer.close()


def test_the_script_of_many_leads_to_the_same_numbers(million: hw.Dataset, clean_process: CleanProcess) -> None:
    explorer = hw.RegressionExplorer(million, iterations=30)
    scripts, wanted = [], []
    for loss_function, degree in product(LOSS_FUNCTIONS, (1, 2, 3)):
        explorer.loss_function, explorer.degree = loss_function, degree
        explorer.train(wait=True)
        scripts.append(explorer.code())
        wanted.append([explorer.slope, explorer.intercept, explorer.loss, *explorer.exact_fit.coefficients])
    explorer.close()
    for mine, theirs in zip(wanted, results_of(scripts, clean_process), strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-9)
