"""A call or an assignment that is nearly right is refused, and the error tells the one that works."""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import ipywidgets
import pandas as pd
import pytest
from ipywidgets import VBox, Widget
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.cleanup import close_widgets_on_error

X, Y = [1.0, 2.0, 3.0], [70.0, 150.0, 210.0]
TOGETHER = r"takes distances and velocities as one tuple: {}\(\(distance, velocity\)\)\.$"


@pytest.mark.parametrize(
    "name", ["polyfit", "gradient_descent", "train", "as_dataset", "influence", "bootstrap", "RegressionExplorer"]
)
def test_two_arrays_are_one_tuple(name: str) -> None:
    with pytest.raises(TypeError, match=name + " " + TOGETHER.format(name)):
        getattr(hw, name)(X, Y)


def test_a_data_set_has_keywords() -> None:
    for columns in ((X, Y), (X,)):
        with pytest.raises(TypeError, match=r"Dataset takes keywords: Dataset\(distance=\[\.\.\.\], velocity"):
            hw.Dataset(*columns)


FRAME = pd.DataFrame({"d": X, "v": Y, "name": ["A", "B", "C"]})
NEARLY = [
    *[
        (name, ([FRAME, "d", "v"], {}), rf"takes the names of columns by keyword: {name}\(data, x='d', y='v'\)\.$")
        for name in ("as_dataset", "polyfit", "gradient_descent", "train", "RegressionExplorer")
    ],
    ("as_dataset", ([FRAME, "d", "v", "name"], {}), r"x='d', y='v', names='name'\)\.$"),
    ("as_dataset", ([FRAME, 0, 1], {}), r"as_dataset\(data, x='d', y='v'\)\.$"),
    ("as_dataset", ([pd.DataFrame({0: X, 1: Y}), 0, 1], {}), r"as_dataset\(data, x='0', y='1'\)\.$"),
    ("as_dataset", (["galaxies.csv", 0, 1], {}), r"as_dataset\(data, x='\.\.\.', y='\.\.\.'\)\.$"),
    ("polyfit", ([FRAME, 0, 1], {}), r"polyfit\(data, x='d', y='v'\)\.$"),
    *[
        (name, ([FRAME, 0.05, 500], {}), rf"settings by keyword: {name}\(data, learning_rate=0.05, iterations=500\)\.$")
        for name in ("gradient_descent", "train", "RegressionExplorer")
    ],
    ("train", ([FRAME, 0.05, 500, (0, 0), "Adam"], {}), r"iterations=500, start=\(0, 0\), optimizer='Adam'\)\.$"),
    *[
        (name, ([], {x: X, y: Y}), TOGETHER.format(name))
        for name in ("as_dataset", "polyfit", "gradient_descent", "train", "RegressionExplorer")
        for x, y in (("x", "y"), ("distance", "velocity"), ("distances", "velocities"))
    ],
    ("as_dataset", ([FRAME], {"x": FRAME["d"], "y": FRAME["v"]}), TOGETHER.format("as_dataset")),
    ("as_dataset", ([], {"data": FRAME}), r"has no keyword 'data'\. Did you mean 'value'\? It takes value, x, y"),
    ("as_dataset", ([FRAME], {"nmes": "name"}), r"has no keyword 'nmes'\. Did you mean 'names'\?"),
    *[
        (name, ([], {}), rf"{name} needs data: a table, .*, or distances")
        for name in ("as_dataset", "polyfit", "train")
    ],
    ("polyfit", ([], {"df": FRAME}), "polyfit needs data: a table"),
    ("Dataset", ([], {"x": X, "y": Y}), "Dataset takes keywords: Dataset"),
    ("Dataset", ([], {"distance": X}), "Dataset takes keywords: Dataset"),
    ("Dataset", (["hubble_1929"], {}), "Dataset takes keywords: Dataset"),
    ("Dataset", ([], {}), "Dataset takes keywords: Dataset"),
    ("Dataset", ([], {"distance": X, "velocity": Y, "name": "ABC"}), r"no keyword 'name'\. Did you mean 'names'\?"),
    *[
        (
            "Dataset",
            ([], {"distance": X, "velocity": Y, "labels": labels}),
            r"labels must be Labels\(x_label=\.\.\., x_u",
        )
        for labels in ({"x_label": "time"}, None, "time")
    ],
    *[
        (name, ([kind], {}), f"got the class {kind.__name__} itself")
        for name in ("as_dataset", "polyfit", "RegressionExplorer")
        for kind in (pd.DataFrame, dict, hw.Dataset)
    ],
    ("as_dataset", ([FRAME], {"x": ["d"]}), r"x must be the name of a column, got \['d'\] \(list\)\.$"),
    ("as_dataset", ([FRAME], {"y": 1}), r"y must be the name of a column, got 1 \(int\): y='v'\.$"),
]


@pytest.mark.parametrize(("name", "call", "told"), NEARLY, ids=str)
def test_a_call_that_is_nearly_right_leads_to_the_one_that_works(
    name: str, call: tuple[list[object], dict[str, object]], told: str
) -> None:
    arguments, keywords = call
    with pytest.raises(TypeError, match=told):
        getattr(hw, name)(*arguments, **keywords)


def test_a_class_is_no_data_for_an_explorer_that_is_there(explorer: hw.RegressionExplorer) -> None:
    with pytest.raises(TraitError, match="got the class DataFrame itself"):
        explorer.data = pd.DataFrame


def test_the_calls_that_are_advised_work() -> None:
    assert hw.polyfit((X, Y)).n == hw.train((X, Y), iterations=1).moments.n == len(hw.as_dataset((X, Y))) == 3
    assert hw.polyfit((X, Y), 2).degree == 2


COLUMNS = ["x", "y", "modulus", "redshift", "names", "x_error", "y_error"]
READING = [*COLUMNS, "expansion", "x_label", "x_unit", "y_label", "y_unit"]
DESCENT = ["learning_rate", "iterations", "start"]
MODEL = ["scaling", "fit_intercept", "weights"]
TRAINING = [*DESCENT, "optimizer", "loss_function", "batch_size", *MODEL, "seed", "rate_changes"]
EXPLORER = [
    *DESCENT,
    "degree",
    "optimizer",
    "loss_function",
    "speed",
    "batch_size",
    *MODEL,
    "view",
    "omega_matter",
    "distance_factor",
]


@pytest.mark.parametrize(
    ("call", "own"),
    [
        (hw.as_dataset, ["value"]),
        (hw.polyfit, ["data", "degree", "fit_intercept", "weights"]),
        (hw.influence, ["data", "fit_intercept", "weights"]),
        (hw.bootstrap, ["data", "n_resamples", "seed", "fit_intercept", "weights"]),
        (hw.fit_with_errors, ["data", "scatter", "fit_intercept"]),
        (hw.gradient_descent, ["data", *DESCENT, *MODEL, "seed", "rate_changes"]),
        (hw.train, ["data", *TRAINING]),
        (
            hw.RegressionExplorer,
            ["data", *EXPLORER, "seed", "show_exact", "hide", "rate_changes", "solar_motion", "layout"],
        ),
    ],
)
def test_every_keyword_is_seen_with_shift_tab(call: Callable[..., object], own: list[str]) -> None:
    assert list(inspect.signature(call).parameters) == [*own, *READING]


def test_what_is_offered_is_what_is_documented() -> None:
    assert dir(hw) == sorted(hw.__all__)
    assert all(inspect.getdoc(getattr(hw, name)) for name in hw.__all__)


def test_an_explorer_has_nothing_public_that_its_documentation_does_not_name() -> None:
    public = {name for name in dir(hw.RegressionExplorer()) if not name.startswith("_")} - set(dir(VBox))
    assert {name for name in public if name not in hw.RegressionExplorer.__doc__} == set()


def test_a_call_that_is_refused_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: ignored.append(unraisable.exc_value))
    before = set(_instances)
    for arguments, settings in (((X, Y), {}), (("key_project",), {"lr": 0.1})):
        with pytest.raises(TypeError):
            hw.RegressionExplorer(*arguments, **settings)
    gc.collect()
    assert ignored == []
    assert set(_instances) == before
    assert Widget._widget_construction_callback is None


def test_explorers_made_at_the_same_time_leave_nothing_behind_and_close_their_own() -> None:
    ours, other, seen = close_widgets_on_error(), close_widgets_on_error(), []
    Widget.on_widget_constructed(seen.append)
    try:
        ours.__enter__()
        kept = ipywidgets.Label()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(other.__enter__).result()
            lost = thread.submit(ipywidgets.Label).result()
            ours.__exit__(None, None, None)
            thread.submit(other.__exit__, ValueError, ValueError(), None).result()
        assert (lost.comm, kept.comm is None) == (None, False)
        assert [widget for widget in seen if isinstance(widget, ipywidgets.Label)] == [kept, lost]
        assert Widget._widget_construction_callback == seen.append
    finally:
        Widget.on_widget_constructed(None)


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [("lr", "learning_rate"), ("epochs", "iterations"), ("loss", "loss_function"), ("Learning_Rate", "learning_rate")],
)
def test_keywords_of_others_lead_to_ours(keyword: str, meant: str) -> None:
    for function in (hw.train, hw.RegressionExplorer):
        name = function.__name__
        with pytest.raises(TypeError, match=rf"{name} has no keyword '{keyword}'. Did you mean '{meant}'\?"):
            function("key_project", **{keyword: 1})
    with pytest.raises(TypeError, match=r"polyfit has no keyword 'deg'. Did you mean 'degree'\?"):
        hw.polyfit("key_project", deg=2)


def test_what_leaves_galaxies_out_is_said() -> None:
    for function in (hw.polyfit, hw.RegressionExplorer):
        with pytest.raises(
            TypeError, match=r"no keyword 'exclude'\. Leave .*: as_dataset\(data\)\.exclude\('NGC 4639'\)"
        ):
            function("key_project", exclude="NGC 4639")
    assert len(hw.as_dataset("key_project").exclude("NGC 4639")) == 23


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("iteratons", r"\. Did you mean 'iterations' or 'iteration'\?"),
        ("lr", r"\. Did you mean 'learning_rate'\?"),
        ("xyzzy", r"\.$"),
    ],
)
def test_an_attribute_that_nobody_knows_is_refused(explorer: hw.RegressionExplorer, name: str, ending: str) -> None:
    with pytest.raises(AttributeError, match=f"RegressionExplorer has no '{name}'" + ending):
        setattr(explorer, name, 3)
    assert not hasattr(explorer, name)


@pytest.mark.parametrize("name", ["train", "step", "code", "save", "start_over", "close", "magic_line"])
def test_a_method_cannot_be_replaced_by_a_value(explorer: hw.RegressionExplorer, name: str) -> None:
    with pytest.raises(AttributeError, match=rf"'{name}' is a method, to be called: explorer\.{name}\(\)\."):
        setattr(explorer, name, 3)
    assert callable(getattr(explorer, name))


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("loss", r" Did you mean 'loss_function'\?"),
        ("slope", r" A training starts from start=\(slope, intercept\)\."),
        ("running", "$"),
    ],
)
def test_a_result_cannot_be_set(explorer: hw.RegressionExplorer, name: str, ending: str) -> None:
    with pytest.raises(TraitError, match=rf"'{name}' is a result, which follows from the settings\.{ending}"):
        setattr(explorer, name, "mae")


def test_what_others_keep_on_an_explorer_stays_possible(explorer: hw.RegressionExplorer) -> None:
    explorer._mine = 1
    explorer.iterations, explorer.box_style = 3, "info"

    class Own(hw.RegressionExplorer):
        def __init__(self) -> None:
            super().__init__()
            self.answers = [1]

    own = Own()
    own.answers = [2]
    own.close()
