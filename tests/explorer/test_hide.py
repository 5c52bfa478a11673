"""Controls that a class does not need can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ipywidgets import DOMWidget
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.widgets.hiding import CONTROLS


@pytest.fixture
def explorer() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer()
    yield explorer
    explorer.close()


def hidden_widgets(explorer: hw.RegressionExplorer) -> set[DOMWidget]:
    parts = explorer._view._parts()
    return {part for part in parts if isinstance(part, DOMWidget) and part.layout.display == "none"}


def test_each_name_hides_something_and_gives_it_back(explorer: hw.RegressionExplorer) -> None:
    explorer.show_exact = False
    before = hidden_widgets(explorer)
    for name in CONTROLS:
        explorer.hide = [name]
        assert explorer.hide == (name,)
        assert hidden_widgets(explorer) > before, name
        explorer.hide = ()
        assert hidden_widgets(explorer) == before, name


def test_a_row_without_controls_is_hidden_with_them(explorer: hw.RegressionExplorer) -> None:
    more = explorer._view.more
    training = next(row for row in more.panel.children if more.speed in row.children)
    explorer.hide = ("optimizer", "loss_function")
    assert training.layout.display is None
    explorer.hide = "optimizer, speed,loss_function,batch_size"
    assert training.layout.display == "none"
    assert "optimizer" not in more.toggle.description
    more.toggle.value = True
    explorer.hide = ("more",)
    assert (more.toggle.layout.display, more.panel.layout.display) == ("none", "none")


def test_the_line_and_the_constructor_leave_out_the_same() -> None:
    explorer = hw.RegressionExplorer(hide={"pins", "optimizer"})
    assert explorer.hide == ("pins", "optimizer")
    assert explorer._view.more.optimizer.layout.display == "none"
    assert explorer.magic_line().endswith(" --hide pins,optimizer")
    explorer.hide = ()
    explorer.start_over()
    assert explorer.hide == ("pins", "optimizer")
    explorer.close()


def test_the_documentation_names_every_control() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "class.md"
    for text in (page.read_text(encoding="utf-8").replace("`", '"'), hw.RegressionExplorer.__doc__ or ""):
        assert not [name for name in CONTROLS if f'"{name}"' not in text]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            ("optimiser",),
            r"hide must be names of controls, got 'optimiser'\. Did you mean 'optimizer'\? There are presets,",
        ),
        (3, r"hide must be names of controls, such as \('optimizer', 'pins'\), got 3 \(int\)"),
        ((1, "pins"), "hide must be names of controls"),
    ],
)
def test_other_names_are_refused(explorer: hw.RegressionExplorer, value: object, message: str) -> None:
    with pytest.raises(TraitError, match=message):
        explorer.hide = value
