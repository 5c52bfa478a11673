"""Presets: each does what its sentence says."""

import math

import pytest

import hubble_widget as hw
from hubble_widget.explorer.presets import PRESETS, USUAL, preset_of
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from tests.samples import CATALOGS, LESSON, title


def chosen(name: str, data: object = LESSON) -> hw.RegressionExplorer:
    explorer = hw.RegressionExplorer(data, optimizer="Adam", loss_function="L1", iterations=7)
    explorer.try_preset(name)
    return explorer


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_sets_the_explorer_and_says_one_sentence_until_something_changes(name: str) -> None:
    explorer = chosen(name)
    sentence = explorer._view.readout.comment
    assert sentence.startswith(("Watch ", "Roll "))
    assert sentence.endswith(".")
    assert explorer._view.controls.presets.value == name
    preset = preset_of(name, LESSON)
    assert preset.settings.keys() >= USUAL.keys()
    for setting in preset.settings.keys() - {"start", "data"}:
        assert getattr(explorer, setting) == preset.settings[setting]
    explorer.iterations = 33
    assert (explorer._view.readout.comment, explorer._view.controls.presets.value) == ("", "")


@pytest.mark.parametrize("data", CATALOGS, ids=title)
@pytest.mark.parametrize(
    ("name", "zone"),
    [("too slow", "slow"), ("just right", "fast"), ("swings", "oscillating"), ("diverges", "diverging")],
)
def test_learning_rates_lie_in_their_zones_whatever_the_data(name: str, zone: str, data: hw.Dataset) -> None:
    settings = preset_of(name, data).settings
    path = hw.gradient_descent(data, learning_rate=settings["learning_rate"], iterations=settings["iterations"])
    assert progress_of(path, path.iterations).zone == zone
    if name == "diverges":
        assert path.losses[-1] > path.losses[-2] > path.losses[0]


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_raw_data_diverge_whatever_they_are(data: hw.Dataset) -> None:
    settings = preset_of("raw data", data).settings
    path = hw.gradient_descent(data, learning_rate=settings["learning_rate"], iterations=60, scaling="none")
    assert progress_of(path, 60).zone == "diverging"
    assert path.losses[60] > path.losses[0]


def test_standardized_data_arrive_at_once() -> None:
    explorer = chosen("standardized data")
    exact = explorer.exact_fit.slope
    assert math.isclose(explorer.trajectory.slopes[1], exact, rel_tol=1e-9)


def test_the_influential_galaxy_is_the_one_with_the_largest_distance_of_cook() -> None:
    explorer = chosen("an influential point")
    assert explorer.data.excluded == ("NGC 4639", "NGC 4414")
    assert "without NGC 4414 its slope is 88.1 km/s/Mpc, not 80.4" in explorer._view.readout.comment.replace(
        "\xa0", " "
    )
    assert "88.1" in f"{explorer.exact_fit.slope:.1f}"


def test_the_list_tries_one_and_a_wrong_name_leads_to_the_right_one() -> None:
    explorer = hw.RegressionExplorer(LESSON)
    explorer._view.controls.presets.value = "swings"
    assert explorer.iterations == 60
    with pytest.raises(ValueError, match="Did you mean 'swings'"):
        explorer.try_preset("swing")
    assert explorer.iterations == 60


def test_two_galaxies_have_no_influential_one() -> None:
    explorer = hw.RegressionExplorer(([1.0, 2.0], [70.0, 150.0]))
    with pytest.raises(ValueError, match="at least 4 galaxies in memory, got 2"):
        explorer.try_preset("an influential point")


def test_a_batch_of_four_is_not_all_there_is() -> None:
    explorer = hw.RegressionExplorer(([1.0, 2, 3, 5], [70.0, 150, 200, 380]))
    with pytest.raises(ValueError, match="more than 4 galaxies, got 4"):
        explorer.try_preset("batches of 4")


@pytest.mark.parametrize("data", CATALOGS, ids=title)
def test_momentum_swings_across_the_valley_whatever_the_data(data: hw.Dataset) -> None:
    preset = preset_of("momentum", data)
    path = hw.train(data, learning_rate=preset.settings["learning_rate"], optimizer="SGD with momentum", iterations=30)
    bowl = QuadraticLoss.of(data.moments)
    best = bowl.best_components()[1]
    lines = zip(path.slopes, path.intercepts, strict=True)
    sides = {bowl.components(slope, intercept)[1] > best for slope, intercept in lines}
    assert sides == {True, False}


def test_a_preset_fits_a_line_as_the_loss_surface_needs() -> None:
    explorer = hw.RegressionExplorer(LESSON, degree=2)
    explorer.try_preset("just right")
    assert (explorer.view, explorer.degree) == ("loss_surface", 1)


def test_a_hidden_exact_fit_stays_hidden() -> None:
    explorer = hw.RegressionExplorer(LESSON, show_exact=False)
    for name in ("too slow", "diverges"):
        explorer.try_preset(name)
        assert explorer.view == "loss"
    for name in PRESETS.keys() - {"too slow", "diverges"}:
        with pytest.raises(ValueError, match="which is hidden: show it first"):
            explorer.try_preset(name)
    assert not explorer.show_exact


def test_other_data_are_not_called_galaxies() -> None:
    explorer = hw.RegressionExplorer(([1.0, 2, 3, 5, 8], [2.0, 3, 5, 7, 9]), x_label="Hours", y_label="Mark")
    for name in PRESETS:
        explorer.try_preset(name)
        assert not any(word in explorer._view.readout.comment for word in ("galax", "age ", "km/s"))
