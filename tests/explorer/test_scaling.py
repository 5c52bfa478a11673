"""The scaling of the data and a line through the origin, as settings of the explorer."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from traitlets import TraitError

import hubble_widget as hw
from tests.explorers import expect_in_step
from tests.samples import LESSON

MODELS = list(product(("max", "standard", "none"), (True, False)))


@pytest.fixture
def lesson() -> hw.RegressionExplorer:
    return hw.RegressionExplorer(LESSON, learning_rate=0.004, iterations=60)


@pytest.mark.parametrize(("scaling", "fit_intercept"), MODELS)
def test_torch_and_closed_form_follow_the_model(lesson: hw.RegressionExplorer, scaling, fit_intercept) -> None:
    lesson.scaling, lesson.fit_intercept = scaling, fit_intercept
    model = {"scaling": scaling, "fit_intercept": fit_intercept}
    predicted = hw.gradient_descent(LESSON, learning_rate=0.004, iterations=60, **model)
    assert (lesson.slope, lesson.intercept, lesson.loss) == predicted.state(60)
    assert lesson.exact_fit == hw.polyfit(LESSON, fit_intercept=fit_intercept)
    expect_in_step(lesson)
    lesson.train()
    assert lesson.trajectory.source == "torch"
    np.testing.assert_allclose(lesson.trajectory.slopes, predicted.slopes, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(lesson.trajectory.losses, predicted.losses, rtol=1e-9)
    settings = lesson.result.to_dict()["settings"]
    assert (settings["scaling"], settings["fit_intercept"]) == (scaling, fit_intercept)
    line = lesson.magic_line()
    assert ("--through-origin" in line, f"--scaling {scaling}" in line) == (not fit_intercept, scaling != "max")
    expect_in_step(lesson)


@pytest.mark.parametrize("loss_function", ["MSE", "L1"])
@pytest.mark.parametrize(("scaling", "fit_intercept"), MODELS)
def test_the_script_leads_to_the_same_numbers(lesson, scaling, fit_intercept, loss_function) -> None:
    with lesson.hold_trait_notifications():
        lesson.scaling, lesson.fit_intercept, lesson.loss_function = scaling, fit_intercept, loss_function
        lesson.start = (90.0, -100.0 * fit_intercept)
    lesson.train()
    numbers: dict[str, float] = {}
    exec(lesson.code(), numbers)  # our own script
    shown = (lesson.slope, lesson.intercept, lesson.loss)
    assert [numbers[name] for name in ("slope", "intercept", "loss")] == pytest.approx(shown, rel=1e-9)


def test_the_exact_loss_is_that_of_the_scaled_data(lesson: hw.RegressionExplorer) -> None:
    lesson.scaling = "standard"
    assert lesson.result.exact_loss == pytest.approx(1 - LESSON.moments.r**2)
    lesson.degree = 3
    residuals = LESSON.velocity - lesson.exact_fit.predict(LESSON.distance)
    assert lesson.result.exact_loss == pytest.approx(np.mean(residuals**2) / LESSON.velocity.var())
    lesson.loss_function = "L1"
    assert lesson.result.exact_loss == pytest.approx(np.mean(np.abs(residuals)) / LESSON.velocity.std())


def test_standardized_is_exact_after_one_step_and_raw_diverges(lesson: hw.RegressionExplorer) -> None:
    lesson.scaling, lesson.learning_rate, lesson.iterations = "standard", 0.5, 1
    assert lesson.slope == pytest.approx(80.37767, abs=1e-5)
    lesson.scaling, lesson.learning_rate, lesson.iterations = "none", 0.05, 500
    verdict = lesson.result._summary().verdict
    assert verdict.startswith("Diverged.")
    assert verdict.endswith("on these galaxies, unscaled, the learning rate must stay below 0.0061.")


def test_what_a_line_through_the_origin_assumes_is_said(lesson: hw.RegressionExplorer) -> None:
    readout = lesson._view.readout
    assert readout.remark == ""
    lesson.fit_intercept = False
    assert readout.remark.replace("\N{NO-BREAK SPACE}", " ").endswith(
        "At 95 % the age is then 11.3 to 14.1 billion years, not 9.6 to 16.5."
    )
    assert readout.remark in repr(lesson)
    lesson.data = "key_project_sne"
    assert readout.remark.endswith("speak against it: their own intercept is 2.05 standard errors from 0.")
    distance = np.linspace(1.0, 300.0, 20_001)
    lesson.data = hw.Dataset(distance=distance, velocity=70 * distance + 500 * np.sin(distance**2))
    assert re.search(r"is then (13\.\d\d) to (?!\1)13\.\d\d\sbillion years, not 13\.\d\d to 13\.\d\d", readout.remark)
    lesson.data = hw.Dataset(distance=[1, 2], velocity=[70, 150])
    assert re.search(r"the age is then [\d.]+ to [\d.]+\sbillion years\.$", readout.remark)
    lesson.data = hw.as_dataset(([1, 2, 3], [3, 4, 5]), x_label="Hours", y_label="Mark")
    assert "assumes that Mark is 0 where Hours is 0." in readout.remark
    assert readout.remark.endswith("But these data lie on a line that misses the origin.")
    lesson.fit_intercept = True
    assert readout.remark == ""


def test_the_controls_choose_the_model(lesson: hw.RegressionExplorer) -> None:
    more = lesson._view.more
    lesson.start = (60.0, 250.0)
    more.scaling.value, more.through_origin.value = "standard", True
    assert (lesson.scaling, lesson.fit_intercept, lesson.start) == ("standard", False, (60.0, 0.0))
    assert (more.intercept.value, more.intercept.disabled) == (0.0, True)
    lesson.start_over()
    assert (lesson.scaling, lesson.fit_intercept) == ("max", True)
    assert (more.scaling.value, more.through_origin.value, more.intercept.disabled) == ("max", False, False)
    lesson.degree = 2
    assert more.through_origin.disabled
    more.through_origin.value = True  # from a page that does not know it yet
    assert (lesson.fit_intercept, more.through_origin.value) == (True, False)
    assert "only a straight line can be held at the origin" in lesson._view.readout.error
    expect_in_step(lesson)


@pytest.mark.parametrize(
    ("first", "then", "refusal"),
    [
        ({}, {"scaling": "raw"}, r"scaling must be one of 'max', .*, got 'raw'\. Did you mean 'none'\?"),
        ({}, {"fit_intercept": 0}, "fit_intercept must be True, or False"),
        ({"start": (90.0, -100.0)}, {"fit_intercept": False}, r"start from \(90\.0, 0\.0\)"),
        ({"fit_intercept": False}, {"start": (90.0, -100.0)}, r"start from \(90\.0, 0\.0\)"),
        ({"degree": 2}, {"fit_intercept": False}, "only a straight line can be held at the origin, got degree 2"),
        ({"fit_intercept": False}, {"degree": 3}, "only a straight line can be held at the origin, got degree 3"),
    ],
)
def test_what_does_not_go_together_is_refused(lesson: hw.RegressionExplorer, first, then, refusal) -> None:
    for name, value in first.items():
        setattr(lesson, name, value)
    [(name, value)] = then.items()
    before = getattr(lesson, name)
    with pytest.raises(TraitError, match=refusal):
        setattr(lesson, name, value)
    assert getattr(lesson, name) == before
    expect_in_step(lesson)
    with pytest.raises(TraitError, match=refusal):
        hw.RegressionExplorer(LESSON, **first, **then)


def test_pins_say_how_the_data_were_scaled(lesson: hw.RegressionExplorer) -> None:
    more = lesson._view.more
    more.pin.click()
    lesson.scaling, lesson.fit_intercept = "standard", False
    more.pin.click()
    assert more.pins.value.replace("\xa0", " ") == (
        "0.004, 60 iterations, divided by the maximum (not drawn: losses of another scaling); "
        "0.004, 60 iterations, standardized, through the origin"
    )
