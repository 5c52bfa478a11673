"""The line that reproduces an explorer: written, read by the magic, run by IPython."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw
from hubble_widget.explorer.magic_line import line_of
from hubble_widget.explorer.magic_options import SETTINGS
from hubble_widget.explorer.state import ExplorerState
from hubble_widget.figure.views import VIEWS
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS, SCALINGS
from hubble_widget.magic.hubblefit import HubbleMagics
from hubble_widget.magic.parser import parse
from hubble_widget.widgets.pace import SPEEDS
from tests.magic.test_hubblefit import folder, shell

__all__ = ["folder", "shell"]

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def _possible(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return settings that go together: through the origin there is neither a curve nor an intercept."""
    return chosen if chosen["fit_intercept"] else {**chosen, "degree": 1, "start": (chosen["start"][0], 0.0)}


CHOSEN = st.fixed_dictionaries(
    {
        "learning_rate": st.floats(min_value=0, exclude_min=True, allow_infinity=False),
        "rate_changes": st.dictionaries(
            st.integers(1, 10_000), st.floats(min_value=0, exclude_min=True, allow_infinity=False), max_size=3
        ).map(lambda changes: tuple(sorted(changes.items()))),
        "iterations": st.integers(1, 10_000),
        "start": st.tuples(NUMBERS, NUMBERS),
        "degree": st.sampled_from([1, 2, 3]),
        "optimizer": st.sampled_from(OPTIMIZERS),
        "loss_function": st.sampled_from(LOSS_FUNCTIONS),
        "speed": st.sampled_from(SPEEDS),
        "view": st.sampled_from(list(VIEWS)),
        "scaling": st.sampled_from(SCALINGS),
        "fit_intercept": st.booleans(),
    }
).map(_possible)
NAMES = st.text(min_size=1).filter(lambda name: len(f".{name}.".splitlines()) == 1 and "\0" not in name)


@settings(max_examples=300, deadline=None)
@given(CHOSEN, NAMES, st.integers(0, 10_000))
def test_every_setting_and_name_comes_back_to_the_last_bit(chosen: dict[str, Any], name: str, shown: int) -> None:
    assume(name not in "BCDEF")
    mine = hw.Dataset(distance=[1, 2, 3, 4, 5, 6], velocity=[1, 2, 2, 5, 4, 7], names=[name, *"BCDEF"])
    state = ExplorerState(data=mine.exclude(name, "B"), **chosen)
    with patch("hubble_widget.explorer.magic_line.get_ipython", lambda: SimpleNamespace(user_ns={"mine": mine})):
        line = line_of(state).at(state.learning_rate, state.rate_changes, state.iterations, shown)
    call: Any = ast.parse(TransformerManager().transform_cell(line)).body[0]  # as IPython reads it
    magic, words = (ast.literal_eval(argument) for argument in call.value.args)
    assert (magic, call.value.func.attr) == ("hubblefit", "run_line_magic")
    arguments = parse(HubbleMagics.hubblefit.parser, words)
    for setting in SETTINGS:
        read = getattr(arguments, setting)
        assert (tuple(read) if setting in ("start", "rate_changes") else read) == getattr(state, setting)
    assert arguments.data == "mine"
    assert arguments.exclude == [name, "B"]
    assert arguments.iteration == shown


@pytest.fixture
def made(shell: InteractiveShell) -> Iterator[list[hw.RegressionExplorer]]:
    """Explorers that are closed in the end."""
    explorers: list[hw.RegressionExplorer] = []
    yield explorers
    for explorer in explorers:
        explorer.close()


def expect_the_same(
    shell: InteractiveShell, made: list[hw.RegressionExplorer], explorer: hw.RegressionExplorer, begin: str
) -> None:
    """Run the explorer's line as a cell of its own; what it shows has the same numbers."""
    line = explorer.magic_line()
    assert line.startswith(begin)
    before = set(map(id, made))
    if line.startswith("%%"):
        words, _, rows = line.removeprefix("%%hubblefit ").partition("\n")
        again = shell.run_cell_magic("hubblefit", words, rows)
    else:
        shell.run_cell(f"again = {line}").raise_error()
        again = shell.user_ns["again"]
    made += [each for each in (explorer, again) if id(each) not in before]
    assert again is not explorer
    assert again.data.names == explorer.data.names
    assert again.data.excluded == explorer.data.excluded
    np.testing.assert_array_equal(again.data.whole.distance, explorer.data.whole.distance)
    np.testing.assert_array_equal(again.data.whole.velocity, explorer.data.whole.velocity)
    for setting in (*SETTINGS, "iteration"):
        assert getattr(again, setting) == getattr(explorer, setting), setting
    for number in ("slope", "intercept", "loss", "r", "age"):
        wanted = getattr(explorer, number)
        assert getattr(again, number) == (wanted and pytest.approx(wanted, rel=1e-9)), number
    assert again.exact_fit.coefficients == explorer.exact_fit.coefficients
    assert again.magic_line() == line


SETTINGS_OF_ALL = {
    "learning_rate": 0.1,
    "rate_changes": ((9, 0.2), (30, 1e-05)),
    "iterations": 60,
    "start": (90.25, -1e-05),
    "degree": 2,
    "speed": "real time",
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss_function", LOSS_FUNCTIONS)
def test_a_catalog(
    shell: InteractiveShell, made: list[hw.RegressionExplorer], optimizer: str, loss_function: str
) -> None:
    data = hw.load_dataset("key_project").exclude("NGC 4639", "NGC 300")
    explorer = hw.RegressionExplorer(data, optimizer=optimizer, loss_function=loss_function, **SETTINGS_OF_ALL)
    explorer.iteration = 41
    expect_the_same(
        shell,
        made,
        explorer,
        "%hubblefit key_project --lr 0.1 --lr-at 9=0.2 --lr-at 30=1e-05 --iterations 60 --show 41 --start 90.25 -1e-05",
    )


def test_the_line_of_the_readme() -> None:
    explorer = hw.RegressionExplorer(hw.load_dataset("key_project").exclude("NGC 4639"), optimizer="Adam")
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert f"\n{explorer.magic_line()}\n" in readme
    explorer.close()


def test_the_line_of_the_defaults_is_short(explorer: hw.RegressionExplorer) -> None:
    assert explorer.magic_line() == "%hubblefit key_project --lr 0.05 --iterations 500 --exclude 'NGC 4639'"


def test_errors_of_measurement(shell: InteractiveShell, made: list[hw.RegressionExplorer]) -> None:
    """In the rows to paste, and as columns of a table."""
    errors = {"distance_error": [0.1, 0.2, 1 / 3], "velocity_error": [10.0, 20.0, 30.0]}
    mine = hw.Dataset(distance=[2, 9.2, 16.1], velocity=[133, 664, 1794], names=[*"ABC"], **errors)
    table = {"D": [2, 9.2, 16.1], "V": [133, 664, 1794], "s": [0.1, 0.2, 0.3], "e_V": [10, 20, 30]}
    shell.user_ns["table"] = table
    pasted = hw.RegressionExplorer(mine.exclude("B"))
    named = hw.RegressionExplorer(table, x="D", y="V", x_error="s")
    expect_the_same(shell, made, pasted, "%%hubblefit --x distance --y velocity --names name --x-error distance_error")
    expect_the_same(shell, made, named, "%hubblefit table --x D --y V --x-error s")
    for first, again in ((pasted, made[1]), (named, made[3])):
        np.testing.assert_array_equal(again.data.distance_error, first.data.distance_error)
        np.testing.assert_array_equal(again.data.velocity_error, first.data.velocity_error)


def test_a_variable_that_holds_the_data_set(shell: InteractiveShell, made: list[hw.RegressionExplorer]) -> None:
    mine = hw.Dataset(distance=[1, 2, 3, 4], velocity=[71, 139, 213, 281], names=["-a b", "B", "C", "D"])
    shell.user_ns.update(mine=mine, fewer=mine.exclude("-a b"), _=mine)
    explorer = hw.RegressionExplorer(mine)
    expect_the_same(shell, made, explorer, "%hubblefit mine --lr")
    explorer.data = mine.exclude("-a b", "C")
    expect_the_same(shell, made, explorer, "%hubblefit mine --lr 0.05 --iterations 500 '--exclude=-a b' --exclude C")
    del shell.user_ns["mine"]
    expect_the_same(shell, made, explorer, "%hubblefit fewer --lr 0.05 --iterations 500 --exclude C")


def test_a_table_and_a_file(shell: InteractiveShell, made: list[hw.RegressionExplorer], folder: Path) -> None:
    frame = pd.DataFrame({"my x": [1, 2, 3.5], "v": [70.5, 140, 250], "who": ["A", "B", "C"]})
    frame.rename(columns={"my x": "d"}).to_csv(folder / "two words.csv", index=False)
    shell.user_ns["frame"] = frame
    columns = {"x": "my x", "y": "v", "names": "who"}
    words = "--x 'my x' --y v --names who"
    expect_the_same(shell, made, hw.RegressionExplorer(frame, **columns), f"%hubblefit frame {words} --lr")
    by_magic = shell.run_line_magic("hubblefit", f"frame {words}")
    by_magic.data = by_magic.data.exclude("B")
    expect_the_same(shell, made, by_magic, f"%hubblefit frame {words} --lr")
    for path in ("two words.csv", Path("two words.csv")):
        explorer = hw.RegressionExplorer(path, y="v", names="who")
        expect_the_same(shell, made, explorer, "%hubblefit 'two words.csv' --y v --names who --lr")
    del shell.user_ns["frame"]
    by_magic.data = by_magic.data.whole
    expect_the_same(shell, made, by_magic, "%%hubblefit --x distance --y velocity --names name --lr")


def test_moduli_and_redshifts(shell: InteractiveShell, made: list[hw.RegressionExplorer]) -> None:
    table = {"mu": [31.0, 33.5, 35.0, 36.5], "zcmb": [0.004, 0.012, 0.025, 0.05], "SN": ["A", "B", "C", "D"]}
    shell.user_ns["sne"] = table
    columns = {"modulus": "mu", "redshift": "zcmb", "expansion": "kinematic"}
    explorer = hw.RegressionExplorer(table, **columns)
    words = "--modulus mu --redshift zcmb --expansion kinematic"
    expect_the_same(shell, made, explorer, f"%hubblefit sne {words} --lr")
    del shell.user_ns["sne"]
    expect_the_same(
        shell, made, explorer, "%%hubblefit --x distance --y velocity --names name --x-label 'Distance from modulus'"
    )
    numbers: dict[str, Any] = {}
    exec(compile(explorer.code(), "code", "exec"), numbers)
    assert numbers["slope"] == pytest.approx(explorer.slope, rel=1e-6)
    assert numbers["coefficients"][0] == pytest.approx(explorer.exact_fit.slope, rel=1e-9)


def test_numbers_that_would_count_as_missing_are_not_written_out() -> None:
    explorer = hw.RegressionExplorer(([-1.0, 2.5, 4], [70.0, 140, 250]), iterations=10)
    with pytest.raises(ValueError, match="because some of their numbers would count as missing; assign them"):
        explorer.magic_line()
    explorer.close()


def test_data_without_a_name_are_written_out_or_refused(
    shell: InteractiveShell, made: list[hw.RegressionExplorer]
) -> None:
    explorer = hw.RegressionExplorer(([0.1, 2.5, 4], [70, 1 / 3, -5e-7]), iterations=10)
    expect_the_same(shell, made, explorer, "%%hubblefit --x distance --y velocity")
    with pytest.raises(ValueError, match=r"these 101 galaxies have no name .* mine = explorer.data.whole"):
        hw.RegressionExplorer((range(101), range(101))).magic_line()
    for name in ("NA", " a"):
        explorer.data = hw.Dataset(distance=[1, 2], velocity=[3, 4], names=[name, "B"])
        with pytest.raises(ValueError, match="written below it"):
            explorer.magic_line()
    shell.user_ns["mine"] = explorer.data
    assert explorer.magic_line() == "%hubblefit mine --lr 0.05 --iterations 10"
    explorer.data = hw.Dataset(distance=[1, 2, 3], velocity=[3, 4, 6], names=["two\nlines", "B", "C"])
    shell.user_ns["mine"] = explorer.data
    explorer.data = explorer.data.exclude("two\nlines")
    with pytest.raises(ValueError, match="line break"):
        explorer.magic_line()


def test_a_variable_that_hides_a_catalog_is_not_taken_for_it(shell: InteractiveShell) -> None:
    shell.user_ns["key_project"] = hw.load_dataset("hubble_1929")
    explorer = hw.RegressionExplorer("key_project")
    assert explorer.magic_line().startswith("%%hubblefit")
    shell.user_ns["key_project"] = "a word"
    assert explorer.magic_line().startswith("%hubblefit key_project")


def test_a_path_that_diverged_is_shown_to_its_end(explorer: hw.RegressionExplorer) -> None:
    explorer.learning_rate = 5.0
    explorer.train()
    assert explorer.iteration < explorer.iterations
    assert explorer.magic_line() == "%hubblefit key_project --lr 5.0 --iterations 500 --exclude 'NGC 4639'"
