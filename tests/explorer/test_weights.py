"""Weights of the velocities' errors, as a setting of the explorer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from traitlets import TraitError

import hubble_widget as hw
from tests.explorers import expect_in_step
from tests.samples import LESSON

MEASURED = hw.Dataset(
    distance=LESSON.whole.distance,
    velocity=LESSON.whole.velocity,
    names=LESSON.whole.names,
    title="Measured",
    velocity_error=np.linspace(30, 400, 24),
).exclude("NGC 4639")


@pytest.fixture
def measured() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer(MEASURED, learning_rate=0.1, iterations=60)
    yield explorer
    explorer.close()


def test_everything_follows_and_comes_back(measured: hw.RegressionExplorer) -> None:
    before = measured.slope, measured.intercept, measured.loss
    measured.weights = True
    assert measured.data is MEASURED
    predicted = hw.gradient_descent(MEASURED, learning_rate=0.1, iterations=60, weights=True)
    assert (measured.slope, measured.intercept, measured.loss) == predicted.state(60)
    assert measured.exact_fit == hw.polyfit(MEASURED, weights=True)
    assert measured.result.exact_loss == measured.exact_fit.loss
    assert measured.result.to_dict()["settings"]["weights"] is True
    expect_in_step(measured)
    measured.train()
    assert measured.trajectory.source == "torch"
    np.testing.assert_allclose(measured.trajectory.losses, predicted.losses, rtol=1e-9)
    measured.weights = False
    assert (measured.slope, measured.intercept, measured.loss) == before
    assert measured.exact_fit == hw.polyfit(MEASURED)


def test_it_is_said(measured: hw.RegressionExplorer) -> None:
    said = "weighted by the error of the velocity"
    assert said not in measured._view.controls.title.value + str(measured.result)
    measured.weights = True
    assert said in measured._view.controls.title.value
    assert said in str(measured.result)
    assert said in measured._summary_as_html()


def test_the_page_gets_the_weights_of_all_rows(measured: hw.RegressionExplorer) -> None:
    readout = measured._view.readout
    assert readout.rows["weighted"] is False
    assert len(readout.row_values) == 2 * 24 * 8
    measured.weights = True
    assert readout.rows["weighted"] is True
    weights = np.frombuffer(readout.row_values)[48:]
    included = np.delete(weights, readout.rows["excluded"])
    np.testing.assert_allclose(included, MEASURED.weighted().weights, rtol=1e-12)
    np.testing.assert_allclose(weights * MEASURED.whole.velocity_error**2, (included * MEASURED.velocity_error**2)[0])


def test_a_galaxy_is_left_out_and_taken_back(measured: hw.RegressionExplorer) -> None:
    measured.weights = True
    measured._interaction.toggle_galaxy("NGC 300")
    assert measured.exact_fit == hw.polyfit(MEASURED.exclude("NGC 300"), weights=True)
    measured._view.more.undo.click()
    assert measured.data is MEASURED
    assert measured.exact_fit == hw.polyfit(MEASURED, weights=True)


def test_results_that_are_taken_away(measured: hw.RegressionExplorer, tmp_path: Path) -> None:
    measured._view.more.pin.click()
    assert "weights" not in measured.runs[0]
    assert "settings,weights" not in measured.save(tmp_path / "plain.csv").read_text()
    measured.weights = True
    measured._view.more.pin.click()
    assert [run["weights"] for run in measured.runs] == [False, True, True]
    assert measured.runs[1]["run"].endswith("weighted")
    assert "settings,weights,True," in measured.save(tmp_path / "weighted.csv").read_text()
    measured.train()
    numbers: dict[str, float] = {}
    exec(measured.code(), numbers)  # our own script
    shown = (measured.slope, measured.intercept, measured.loss)
    assert [numbers[name] for name in ("slope", "intercept", "loss")] == pytest.approx(shown, rel=1e-9)


def test_data_without_errors_have_no_weights(measured: hw.RegressionExplorer) -> None:
    plain = hw.RegressionExplorer(LESSON)
    assert plain._view.more.weights.disabled
    with pytest.raises(TraitError, match="weights need the error of each velocity"):
        plain.weights = True
    with pytest.raises(TraitError, match="weights need the error of each velocity"):
        hw.RegressionExplorer(LESSON, weights=True)
    plain._trait_values["weights"] = True  # traitlets checks settings that are given at once in any order
    for name, value in (("degree", 2), ("fit_intercept", False)):
        with pytest.raises(TraitError, match="weights need the error of each velocity"):
            setattr(plain, name, value)
    plain._trait_values["weights"] = False
    measured.weights = True
    with pytest.raises(TraitError, match="weights need the error of each velocity"):
        measured.data = LESSON
    assert measured.data is MEASURED
    plain.close()


def test_the_check_mark_sets_them(measured: hw.RegressionExplorer) -> None:
    more = measured._view.more
    assert not more.weights.disabled
    more.weights.value = True
    assert measured.weights
    measured.weights = False
    assert more.weights.value is False


def test_a_catalog_that_is_chosen_comes_without_weights(measured: hw.RegressionExplorer) -> None:
    measured.weights = True
    chooser = measured._view.controls.chooser
    assert chooser.value is MEASURED
    chooser.value = hw.load_dataset("hubble_1929")
    assert not measured.weights
    assert measured.exact_fit == hw.polyfit("hubble_1929")
    measured.start_over()
    assert measured.data is MEASURED


def test_a_random_start_of_standardized_data_is_drawn_again() -> None:
    explorer = hw.RegressionExplorer(MEASURED, start="random", seed=3, scaling="standard")
    plain = explorer.start
    explorer.weights = True
    assert explorer.start != plain
    again = hw.train(MEASURED, start="random", seed=3, scaling="standard", iterations=1, weights=True)
    assert explorer.start == again.start
    explorer.close()


def test_the_result_may_be_given_back(measured: hw.RegressionExplorer) -> None:
    measured.weights = True
    other = hw.RegressionExplorer(measured.result.data)
    assert other.data is MEASURED
    assert other.exact_fit == hw.polyfit(MEASURED)
    other.close()


@pytest.mark.parametrize("name", ["just right", "an influential point"])
def test_presets_are_chosen_for_weighted_data(measured: hw.RegressionExplorer, name: str) -> None:
    measured.weights = True
    measured.try_preset(name)
    assert measured.weights
    if name == "an influential point":
        found = hw.influence(MEASURED, weights=True)
        assert measured.data.excluded == ("NGC 4639", found.names[found.cooks_distance.argmax()])


def test_galaxies_that_run_back_are_as_close_as_they_are(measured: hw.RegressionExplorer) -> None:
    measured.view = "universe"
    before = measured._view.readout.universe["variances"]
    measured.weights = True
    assert measured._view.readout.universe["variances"] == before


def test_data_in_an_engine_are_refused_in_words() -> None:
    many = pl.LazyFrame({"distance": np.arange(1.0, 30_001), "velocity": np.arange(1.0, 30_001)})
    with pytest.raises(TraitError, match="weights need the errors of galaxies in memory, but these 30,000 stay"):
        hw.RegressionExplorer(many, weights=True)
    explorer = hw.RegressionExplorer(many)
    assert explorer._view.more.weights.disabled
    with pytest.raises(TraitError, match="stay in their engine"):
        explorer.weights = True
    explorer.close()


def test_many_galaxies_are_weighted_by_their_moments() -> None:
    distance = np.linspace(1, 100, 30_000)
    data = hw.Dataset(distance=distance, velocity=70 * distance + np.sin(distance), velocity_error=1 + distance)
    explorer = hw.RegressionExplorer(data, weights=True, iterations=20)
    assert explorer._view.readout.rows["weighted"] is False  # the page draws none of them
    closed = explorer.slope, explorer.loss
    explorer.train()
    assert (explorer.slope, explorer.loss) == pytest.approx(closed, rel=1e-9)
    assert explorer.exact_fit == hw.polyfit(data, weights=True)
    explorer.close()
