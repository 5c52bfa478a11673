"""The settings of the view "universe": checked, shown, written on the line, and hidden with the exact fit."""

from __future__ import annotations

import numpy as np
import pytest
from traitlets import TraitError

import hubble_widget as hw


@pytest.fixture
def explorer() -> hw.RegressionExplorer:
    return hw.RegressionExplorer("hubble_1929", view="universe")


def test_what_is_supposed_is_shown_in_this_view_alone(explorer: hw.RegressionExplorer) -> None:
    readout = explorer._view.readout
    assert (readout.universe["omega_matter"], readout.universe["distance_factor"]) == (None, 1.0)
    before = explorer.exact_fit.slope, explorer.slope, explorer.data
    explorer.omega_matter, explorer.distance_factor = np.float32(0.5), 7
    assert (readout.universe["omega_matter"], readout.universe["distance_factor"]) == (0.5, 7.0)
    assert explorer.axes[0].get_xlabel() == "Distance × 7 (Mpc)"
    assert (explorer.exact_fit.slope, explorer.slope, explorer.data) == before
    assert explorer.magic_line().endswith("--view universe --omega-matter 0.5 --distance-factor 7.0")
    explorer.view = "loss"
    assert readout.universe == {}
    assert explorer.axes[0].get_xlabel() == "Distance (Mpc)"
    explorer.start_over()
    assert (explorer.view, explorer.omega_matter, explorer.distance_factor) == ("universe", None, 1.0)


def test_matter_makes_another_age_of_the_same_slope(explorer: hw.RegressionExplorer) -> None:
    assert explorer.cosmic_age is None
    explorer.omega_matter = 1
    assert explorer.cosmic_age == pytest.approx(2 / 3 * explorer.age, rel=1e-15)
    explorer.omega_matter = 0.315
    assert explorer.cosmic_age == pytest.approx(hw.age_of_universe(explorer.slope, omega_matter=0.315), rel=1e-14)
    explorer.start = (-5.0, 0.0)
    assert (explorer.age, explorer.cosmic_age) == (None, None)
    with pytest.raises(AttributeError):
        explorer.cosmic_age = 13.8


def test_the_page_sets_both_at_once(explorer: hw.RegressionExplorer) -> None:
    explorer._view._on_message({"type": "what if", "omega_matter": 0.315, "distance_factor": 2.0})
    assert (explorer.omega_matter, explorer.distance_factor) == (0.315, 2.0)
    explorer._view._on_message({"type": "what if", "omega_matter": None, "distance_factor": 99})
    assert "All distances must be from 0.5 to 10" in explorer._view.readout.error
    assert (explorer.omega_matter, explorer.distance_factor) == (0.315, 2.0)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("omega_matter", 0, r"omega_matter must be above 0 and at most 1, .* or None, got 0\.0 \(.* no beginning\)"),
        ("omega_matter", 1.01, "omega_matter must be above 0 and at most 1"),
        ("omega_matter", "0.3", r"omega_matter must be a number above 0 .*, got '0\.3' \(str\)"),
        ("omega_matter", True, "omega_matter must be a number"),
        ("distance_factor", 0.4, r"distance_factor must be from 0\.5 to 10, .*; got 0\.4"),
        ("distance_factor", float("nan"), "distance_factor must be from"),
        ("distance_factor", None, "distance_factor must be a number from"),
    ],
)
def test_other_values_are_refused_in_words(
    explorer: hw.RegressionExplorer, name: str, value: object, message: str
) -> None:
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    with pytest.raises(TraitError, match=message):
        hw.RegressionExplorer(**{name: value})


def test_a_hidden_exact_fit_is_not_on_the_page(explorer: hw.RegressionExplorer) -> None:
    explorer.show_exact = False
    assert explorer._view.readout.universe["closest"] is None
    explorer.degree = 2
    explorer.show_exact = True
    assert explorer._view.readout.universe["closest"] == pytest.approx(1.343, abs=1e-3)
