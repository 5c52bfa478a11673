"""A call or an assignment that is nearly right is refused, and the error tells the one that works."""

from __future__ import annotations

import gc
import inspect
import sys

import pytest
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

import hubble_widget as hw

X, Y = [1.0, 2.0, 3.0], [70.0, 150.0, 210.0]
TOGETHER = r"takes distances and velocities as one tuple: {}\(\(distance, velocity\)\)\.$"


@pytest.mark.parametrize("name", ["polyfit", "descend", "train", "as_dataset", "RegressionExplorer"])
def test_two_arrays_are_one_tuple(name: str) -> None:
    with pytest.raises(TypeError, match=name + " " + TOGETHER.format(name)):
        getattr(hw, name)(X, Y)


def test_a_data_set_has_keywords() -> None:
    for columns in ((X, Y), (X,)):
        with pytest.raises(TypeError, match=r"Dataset takes keywords: Dataset\(distance=\[\.\.\.\], velocity"):
            hw.Dataset(*columns)


def test_the_calls_that_are_advised_work() -> None:
    assert hw.polyfit((X, Y)).n == hw.train((X, Y), iterations=1).moments.n == len(hw.as_dataset((X, Y))) == 3
    assert hw.polyfit((X, Y), 2).degree == 2


def test_signatures_are_still_the_functions_own() -> None:
    assert list(inspect.signature(hw.polyfit).parameters) == ["data", "degree", "columns"]
    assert next(iter(inspect.signature(hw.Dataset).parameters)) == "distance"
    assert next(iter(inspect.signature(hw.RegressionExplorer).parameters)) == "data"


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


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [("lr", "learning_rate"), ("epochs", "iterations"), ("loss", "loss_function"), ("Learning_Rate", "learning_rate")],
)
def test_keywords_of_others_lead_to_ours(keyword: str, meant: str) -> None:
    for function in (hw.train, hw.RegressionExplorer):
        name = function.__name__
        with pytest.raises(TypeError, match=rf"{name} knows no keyword '{keyword}'. Did you mean '{meant}'\?"):
            function("key_project", **{keyword: 1})
    with pytest.raises(TypeError, match=r"polyfit knows no keyword 'deg'. Did you mean 'degree'\?"):
        hw.polyfit("key_project", deg=2)


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
