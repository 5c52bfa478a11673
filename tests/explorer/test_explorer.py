"""The explorer without a page: its traits, its methods, its errors, and what it leaves behind."""

from __future__ import annotations

import asyncio
import copy
import gc
import math
import pickle
import re
import subprocess
import sys
import weakref
from collections.abc import Callable

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError, link

import hubble_widget as hw
from hubble_widget.explorer.settings import SETTINGS
from hubble_widget.fit.loss import loss_of


def test_it_answers_with_the_closed_form_at_once(explorer: hw.RegressionExplorer) -> None:
    assert explorer.slope == pytest.approx(74.5887, abs=5e-5)
    assert explorer.age == pytest.approx(13.109, abs=5e-4)
    assert explorer.exact_fit.slope == pytest.approx(80.37767, abs=5e-6)
    assert (explorer.iteration, explorer.trajectory.source) == (500, "closed form")
    explorer.learning_rate = 0.1
    assert explorer.slope == hw.gradient_descent(explorer.data, learning_rate=0.1, iterations=500).slope
    explorer.iterations = 1000
    assert explorer.iteration == 1000
    assert explorer.trajectory.iterations == 1000


def test_every_setting_reaches_every_part(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate, explorer.iterations = 0.3, 250
    controls, readout = explorer._view.controls, explorer._view.readout
    assert controls.learning_rate.entry.value == 0.3
    assert controls.learning_rate.scale[controls.learning_rate.slider.index] == 0.3
    assert controls.iterations.entry.value == 250
    assert (readout.settings["learning_rate"], readout.settings["iterations"]) == (0.3, 250)
    assert (controls.scrubber.slider.max, controls.scrubber.slider.value, controls.scrubber.entry.value) == (250,) * 3
    assert readout.learned["slope"] == explorer.slope


def test_the_sliders_and_entries_set_the_traits(explorer: hw.RegressionExplorer) -> None:
    controls = explorer._view.controls
    controls.learning_rate.slider.index += 1
    assert explorer.learning_rate == 0.053
    controls.iterations.entry.value = 777
    assert explorer.iterations == 777
    controls.iterations.slider.index = 0
    assert explorer.iterations == 1


def test_a_value_between_two_positions_of_the_slider_stays(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate = 0.0512345
    assert explorer.learning_rate == 0.0512345
    assert explorer._view.controls.learning_rate.entry.value == 0.0512345


def test_what_was_typed_wrong_is_refused_with_reason(explorer: hw.RegressionExplorer) -> None:
    entry = explorer._view.controls.learning_rate.entry
    entry.value = -3.0
    assert explorer.learning_rate == 0.05
    assert entry.value == 0.05
    assert "above 0, got -3.0" in explorer._view.readout.error
    entry.value = 0.06
    assert explorer._view.readout.error == ""


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("learning_rate", 0.0, "above 0, got 0.0"),
        ("learning_rate", math.nan, "finite and above 0, got nan"),
        ("learning_rate", "fast", "number above 0, such as 0.05, got 'fast'"),
        ("iterations", 0, "at least 1"),
        ("iterations", 10_001, "at most 10,000, got 10,001"),
        ("iterations", 2.5, "2.5"),
        ("iteration", 10_001, "one of 0 to 10,000, got 10,001"),
        ("iteration", -1, "one of 0 to 10,000, got -1"),
        ("start", (math.inf, 0.0), "km/s/Mpc"),
        ("degree", 4, "1, 2 or 3, got 4"),
        ("optimizer", "adam", "Did you mean 'Adam'"),
        ("loss_function", "L2", "'MSE', 'L1', 'Huber'"),
        ("speed", "slow motoin", "Did you mean 'slow motion'"),
        ("view", "surface", "Did you mean 'loss_surface'"),
        ("data", "key_projct", "Did you mean 'key_project'"),
        ("data", [1, 2, 3], "Dataset, .* got list"),
    ],
)
def test_settings_are_checked_and_keep_their_value(
    explorer: hw.RegressionExplorer, name: str, value: object, message: str
) -> None:
    before = getattr(explorer, name), explorer.slope
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert (getattr(explorer, name), explorer.slope) == before


def test_beyond_its_last_iteration_the_path_grows(explorer: hw.RegressionExplorer) -> None:
    explorer.iteration = 700
    assert (explorer.iteration, explorer.iterations) == (700, 700)
    assert explorer.slope == hw.gradient_descent(explorer.data, iterations=700).slope


def test_two_explorers_may_be_linked_in_all_that_can_be_set(explorer: hw.RegressionExplorer) -> None:
    other = hw.RegressionExplorer("hubble_1929")
    for name in (*SETTINGS, "iteration"):
        link((explorer, name), (other, name))
    changes = {"iteration": 50, "iterations": 200, "learning_rate": 0.1, "start": (50.0, 0.0), "optimizer": "Adam"}
    for one, two in ((explorer, other), (other, explorer)):
        for name, value in changes.items():
            setattr(one, name, value)
            assert [getattr(two, each) for each in (*SETTINGS, "iteration")] == [
                getattr(one, each) for each in (*SETTINGS, "iteration")
            ]
        one.reset()
        one.iterations = 500
        assert (one.iteration, two.iteration) == (500, 500)
        one.optimizer = "SGD"
        one.start = (0.0, 0.0)
    other.close()


@pytest.mark.parametrize(
    "name", [*(name for name in SETTINGS if name not in {"seed", "batch_size", "omega_matter"}), "data", "iteration"]
)
def test_nothing_is_no_setting(explorer: hw.RegressionExplorer, name: str) -> None:
    before = getattr(explorer, name)
    with pytest.raises(TraitError, match="None"):
        setattr(explorer, name, None)
    assert getattr(explorer, name) is before
    if name not in {"data", "iteration"}:
        with pytest.raises(TraitError, match="None"):
            hw.RegressionExplorer(**{name: None})


@pytest.mark.parametrize("name", ["slope", "intercept", "r", "age", "loss", "running"])
def test_results_are_read_only_and_observable(explorer: hw.RegressionExplorer, name: str) -> None:
    with pytest.raises(TraitError, match=f"{name!r} is a result, which follows from the settings"):
        setattr(explorer, name, 1.0)
    assert explorer.has_trait(name)


def test_observers_see_all_results_of_one_state(explorer: hw.RegressionExplorer) -> None:
    seen = []
    explorer.observe(lambda _: seen.append((explorer.iteration, explorer.slope, explorer.loss)), "slope")
    explorer.iteration = 300
    state = explorer.trajectory.state(300)
    assert seen == [(300, state.slope, state.loss)]


def test_unknown_words_name_the_nearest_known() -> None:
    with pytest.raises(TypeError, match=r"no keyword 'learning_rte'\. Did you mean 'learning_rate'"):
        hw.RegressionExplorer(learning_rte=0.1)
    with pytest.raises(ValueError, match="Did you mean 'key_project'"):
        hw.RegressionExplorer("key_projct")
    with pytest.raises(TraitError, match="above 0, got -1"):
        hw.RegressionExplorer(learning_rate=-1)


def test_the_summary_compares_losses_of_one_kind() -> None:
    explorer = hw.RegressionExplorer("key_project", optimizer="Adam", loss_function="L1")
    fit = explorer.exact_fit
    exact = loss_of(explorer.data, fit.slope, fit.intercept, "L1")
    assert "Adam on the L1 loss" in repr(explorer)
    assert re.search(rf"Loss \(L1\) +{explorer.loss:.4g} +{exact:.4g}", repr(explorer))
    explorer.close()


def test_a_start_beyond_all_numbers_is_shown_without_a_warning(explorer: hw.RegressionExplorer) -> None:
    explorer.start = (1e308, 1e308)
    explorer.figure.canvas.render()
    assert explorer.iteration == 0
    explorer.start_over()
    assert explorer.slope == 0.0


def test_settings_take_what_numpy_gives(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate = np.float32(0.5)
    explorer.iterations = np.int64(40)
    explorer.start = np.array([10.0, 20.0])
    assert (explorer.learning_rate, explorer.iterations, explorer.start) == (0.5, 40, (10.0, 20.0))
    assert (explorer.iteration, explorer.slope, explorer.intercept) == (0, 10.0, 20.0)
    explorer.iteration = 40
    explorer.reset()
    assert (explorer.start, explorer.slope, explorer.intercept) == ((10.0, 20.0), 10.0, 20.0)


@pytest.mark.parametrize("loss_function", ["MSE", "L1", "Huber"])
@pytest.mark.parametrize("start", [(1e308, 1e308), (-1e308, 1e308), (5e306, 0.0)])
def test_numbers_too_large_to_draw_raise_no_warning(loss_function: str, start: tuple[float, float]) -> None:
    explorer = hw.RegressionExplorer("key_project", loss_function=loss_function, iterations=20)
    more, render = explorer._view.more, explorer.figure.canvas.render
    for toggle in (more.residual_plot, more.residual_lines, more.residual_squares, more.guess):
        toggle.value = True
    more.galaxy.value = "NGC 925"
    explorer.start = start
    render()
    explorer.train()
    more.pin.click()
    more.zoom_out.click()
    render()
    assert explorer._view.readout.error == ""
    assert explorer._repr_mimebundle_()[0]["text/html"]
    explorer.close()


def test_a_falling_line_has_one_correlation_on_both_sides() -> None:
    explorer = hw.RegressionExplorer(hw.Dataset(distance=[1, 2, 3, 4], velocity=[400, 300, 210, 90]), iterations=5000)
    readout = explorer._view.readout
    assert readout.learned["r"] == pytest.approx(readout.exact["r"])
    assert explorer.exact_fit.r < 0
    explorer.close()


@pytest.mark.parametrize("velocity", [[0.0, 0.0, 0.0], [300.0, 200.0, 100.0]])
def test_data_without_an_age_are_shown_as_such(velocity: list[float]) -> None:
    explorer = hw.RegressionExplorer(hw.Dataset(distance=[1, 2, 3], velocity=velocity), iterations=3000)
    explorer.train()
    assert explorer.age is None
    assert explorer.exact_fit.age is None
    assert "–" in repr(explorer)
    explorer.close()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_it_says_that_it_cannot_be_copied(explorer: hw.RegressionExplorer, copied: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        copied(explorer)
    for part in (explorer.trajectory, explorer.exact_fit, explorer.data):
        copied(part)


def test_two_explorers_can_be_linked(lesson: hw.Dataset) -> None:
    one, other = hw.RegressionExplorer(lesson), hw.RegressionExplorer("hubble_1929")
    link((one, "learning_rate"), (other, "learning_rate"))
    one.learning_rate = 0.2
    assert other.learning_rate == 0.2
    assert other.slope == hw.gradient_descent("hubble_1929", learning_rate=0.2).slope
    ipywidgets.VBox([one, other]).close()
    one.close()
    other.close()


def test_closing_frees_figure_widgets_and_task(lesson: hw.Dataset) -> None:
    async def main() -> None:
        before = set(_instances)
        explorer = hw.RegressionExplorer(lesson)
        explorer._repr_mimebundle_()
        explorer.train()
        figure = weakref.ref(explorer.figure)
        explorer.close()
        explorer.close()
        assert set(_instances) == before
        await asyncio.sleep(0)  # the cancelled task ends
        gc.collect()
        assert figure() is None
        assert asyncio.all_tasks() == {asyncio.current_task()}
        with pytest.raises(RuntimeError, match="this explorer was closed"):
            explorer.train()
        assert repr(explorer) == "RegressionExplorer (closed)"

    asyncio.run(main())


def test_without_widgets_there_is_a_table_with_a_picture_or_text(explorer: hw.RegressionExplorer) -> None:
    bundle, metadata = explorer._repr_mimebundle_()
    assert metadata == {}
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    assert '<img src="data:image/png;base64,iVBOR' in bundle["text/html"]
    assert "alt=" in bundle["text/html"]
    for number in ("74.59", "80.38 ± 10.11", "13.11", "93\N{NO-BREAK SPACE}% of the way."):
        assert number in bundle["text/html"]
        assert number in bundle["text/plain"]


COLAB = """
import sys
from types import ModuleType, SimpleNamespace

enabled = []
output = ModuleType("google.colab.output")
output.enable_custom_widget_manager = lambda: enabled.append(True)
output._widgets = SimpleNamespace(_installed_url="https://example.org/manager.js")
sys.modules["google"], sys.modules["google.colab"] = ModuleType("google"), ModuleType("google.colab")
sys.modules[output.__name__] = output

import hubble_widget as hw
bundle, metadata = hw.RegressionExplorer()._repr_mimebundle_()
view = "application/vnd.jupyter.widget-view+json"
assert enabled == [True]
assert view in bundle
assert metadata[view]["colab"]["custom_widget_manager"]["url"] == output._widgets._installed_url
"""


def test_colab_is_told_that_the_widgets_are_of_others() -> None:
    subprocess.run([sys.executable, "-c", COLAB], check=True)


def test_names_of_the_users_are_escaped() -> None:
    data = hw.Dataset(distance=[1, 2, 3], velocity=[70, 140, 200], title="<script>", reference="a & b")
    explorer = hw.RegressionExplorer(data)
    bundle, _ = explorer._repr_mimebundle_()
    controls = explorer._view.controls
    for html in (controls.title.value + controls.source.value, bundle["text/html"]):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "a &amp; b" in html
    explorer.close()


def test_the_chooser_offers_catalogs_and_the_users_own(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson)
    chooser = explorer._view.controls.chooser
    assert [label for label, _ in chooser.options] == [
        "Nearby · HST Key Project (24)",
        "Nearby · SH0ES Cepheids (37)",
        "Nearby · SH0ES Cepheids, CMB velocities (37)",
        "Nearby · SH0ES Cepheids, seen from the Sun (37)",
        "History · Hubble 1929 (24)",
        "History · Lemaître 1927 (reconstruction) (42)",
        "Far away · Key Project supernovae (36)",
        "Far away · SH0ES Hubble flow (238)",
        "HST Key Project (23)",
    ]
    assert chooser.value is lesson
    assert "ApJ 553, 47 · How sure is a line through scatter?" in explorer._view.controls.source.value
    chooser.value = hw.load_dataset("hubble_1929")
    assert explorer.data is hw.load_dataset("hubble_1929")
    assert explorer.slope == hw.gradient_descent("hubble_1929").slope
    chooser.value = lesson
    assert explorer.data is lesson
    explorer.close()
