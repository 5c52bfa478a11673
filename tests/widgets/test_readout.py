"""What the readout hands to the page."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.widgets.readout import Readout


@pytest.fixture
def readout() -> Readout:
    return Readout()


def test_the_page_gets_every_moment(readout: Readout) -> None:
    moments = hw.load_dataset("key_project").moments
    readout.show_data(moments)
    known = asdict(moments)
    del known["labels"], known["weighted"]  # the moments are all that the page needs of weights
    assert {name: readout.moments[name] for name in known} == known
    assert (readout.moments["scaling"], readout.moments["fit_intercept"], readout.moments["r"]) == (
        "max",
        True,
        moments.r,
    )


def test_the_page_gets_what_a_scaled_line_through_the_origin_depends_on(readout: Readout) -> None:
    moments = hw.load_dataset("key_project").moments
    readout.show_data(moments, "standard")
    assert readout.moments["distance_offset"] == readout.moments["distance_mean"] == moments.distance_mean
    readout.show_data(moments, "none", fit_intercept=False)
    assert (readout.moments["distance_mean"], readout.moments["distance_scale"]) == (0.0, 1.0)
    assert (readout.moments["r"], readout.moments["fit_intercept"]) == (moments.r, False)


def test_settings_are_plain_values(readout: Readout) -> None:
    readout.show_settings(learning_rate=0.05, iterations=500, start=(1.0, 2.0), optimizer="Adam", degree=2)
    assert readout.settings == {
        "learning_rate": 0.05,
        "iterations": 500,
        "start": [1.0, 2.0],
        "optimizer": "Adam",
        "loss_function": "MSE",
        "batch_size": None,
        "degree": 2,
        "show_start": False,
        "show_exact": True,
        "rate_changes": [],
    }


def test_the_exact_loss_is_under_the_chosen_loss_function(readout: Readout) -> None:
    fit = hw.polyfit("key_project")
    readout.show_fit(fit)
    assert readout.exact["loss"] == fit.loss
    readout.show_fit(fit, loss=0.25)
    assert readout.exact["loss"] == 0.25
    assert readout.exact["slope"] == fit.slope


def test_numbers_that_do_not_exist_are_none(readout: Readout) -> None:
    path = hw.gradient_descent("key_project", learning_rate=5.0, iterations=500)
    readout.show_state(500, path.source, path.results_at(500))
    assert readout.learned == {
        "iteration": 500,
        "source": "closed form",
        "slope": None,
        "intercept": None,
        "r": None,
        "age": None,
        "loss": None,
    }
    readout.show_fit(hw.polyfit(hw.Dataset(distance=[1, 2], velocity=[5, 5])))
    json.dumps([readout.learned, readout.exact], allow_nan=False)


def test_a_path_travels_as_three_columns_of_doubles(readout: Readout) -> None:
    assert readout.path is None
    path = hw.gradient_descent("key_project", learning_rate=5.0, iterations=500)
    readout.show_path(path)
    slopes, intercepts, losses = np.frombuffer(readout.path, dtype="<f8").reshape(3, -1)
    np.testing.assert_array_equal(slopes, path.slopes)
    np.testing.assert_array_equal(intercepts, path.intercepts)
    np.testing.assert_array_equal(losses, path.losses)
    assert math.isinf(losses[-1])
    readout.show_path(None)
    assert readout.path == b""  # what keeps the bytes of a trait that becomes None has an earlier path


def test_a_notice_goes_before_the_verdict_until_it_is_taken_back(readout: Readout) -> None:
    readout.show_notice("Loading torch.", "It takes some seconds.")
    assert readout.notice == {"headline": "Loading torch.", "sentence": "It takes some seconds."}
    readout.show_notice()
    assert readout.notice == {}


def test_only_json_and_one_binary_column_go_over_the_wire(readout: Readout) -> None:
    readout.show_data(hw.load_dataset("key_project").moments)
    state = readout.get_state()
    names = {name for name in Readout.class_own_traits(sync=True) if name != "page"}
    assert {"moments", "settings", "learned", "controls", "path"} < names
    json.dumps({name: state[name] for name in names - {"path"}}, allow_nan=False)
