"""An error about unclear columns prints a line of the magic, and this line works when it is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw
from tests.io.cases import CASES, Case
from tests.magic.test_hubblefit import folder, run, shell
from tests.suggested import Suggested, suggested

__all__ = ["folder", "shell"]

Columns = dict[str, list[float]]

DISTANCE, VELOCITY = [10.0, 20.0, 40.0], [700.0, 1500.0, 2800.0]
MODULI, REDSHIFTS = [30.0, 31.505, 33.0103], [0.002335, 0.005003, 0.00934]
SLOPE = "69.29"

UNCLEAR: list[tuple[Columns, str]] = [
    # columns, and the options of a line that leaves something open
    ({"first one": DISTANCE, 'it\'s "2"': VELOCITY}, ""),
    ({"-Dis": DISTANCE, "Vhelios (LEDA)": VELOCITY}, "--x=-Dis"),
    ({"distance": DISTANCE, "redshift z": REDSHIFTS}, "--y 'redshift z'"),
    ({"modulus mu": MODULI, "z": REDSHIFTS}, "--lr 0.1"),
    ({"D": DISTANCE, "Vhel": VELOCITY, "Vcmb": VELOCITY, "one sigma": [9.0, 9.0, 9.0]}, "--y-error 'one sigma'"),
    ({"D": DISTANCE, "redshift": REDSHIFTS, "my error": [1.0, 2.0, 3.0]}, "--y redshift --x-error 'my error'"),
]
KINDS: dict[str, Callable[[Columns], Any]] = {
    "pandas": pd.DataFrame,
    "Polars": pl.DataFrame,
    "a lazy table": pl.LazyFrame,
    "a dict": dict,
    "records": lambda columns: pd.DataFrame(columns).to_dict("records"),
    "an array with names": lambda columns: pd.DataFrame(columns).to_records(index=False),
}


def prints(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str, rows: str = "") -> str:
    """What a line prints as text, after two iterations."""
    run(shell, f"{line} --text --iterations 2\n{rows}")
    return capsys.readouterr().out


def refused(shell: InteractiveShell, cell: str) -> Suggested:
    """What the error of a cell prints."""
    with pytest.raises(UsageError) as error:
        run(shell, cell)
    printed = suggested(str(error.value))
    assert printed is not None
    return printed


@pytest.mark.parametrize(("columns", "options"), UNCLEAR)
@pytest.mark.parametrize("kind", KINDS)
def test_the_line_for_a_variable(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], columns: Columns, options: str, kind: str
) -> None:
    table = shell.user_ns["frame"] = KINDS[kind](columns)
    printed = refused(shell, f"%hubblefit frame {options}")
    assert SLOPE in prints(shell, capsys, printed.line)
    assert f"{hw.polyfit(printed.data(frame=table)).slope:.2f}" == SLOPE


@pytest.mark.parametrize(("columns", "options"), UNCLEAR)
def test_the_line_for_pasted_rows(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], columns: Columns, options: str
) -> None:
    rows = pd.DataFrame(columns).to_csv(index=False)
    printed = refused(shell, f"%%hubblefit {options}\n{rows}")
    assert SLOPE in prints(shell, capsys, printed.line, rows)


@pytest.mark.parametrize(("columns", "options"), UNCLEAR)
def test_the_line_for_a_file(
    shell: InteractiveShell, folder: Path, capsys: pytest.CaptureFixture[str], columns: Columns, options: str
) -> None:
    path = shell.user_ns["path"] = "it's of mine.csv"
    pd.DataFrame(columns).to_csv(folder / path, index=False)
    for word in (f'"{path}"', "path"):
        printed = refused(shell, f"%hubblefit {word} {options}")
        assert SLOPE in prints(shell, capsys, printed.line)
        assert f"{hw.polyfit(printed.data()).slope:.2f}" == SLOPE


@pytest.mark.parametrize("case", [case for case in CASES if case.refused and case.slope], ids=str)
def test_the_line_for_a_file_as_people_have_it(
    shell: InteractiveShell, folder: Path, capsys: pytest.CaptureFixture[str], case: Case
) -> None:
    (folder / case.file).write_text(case.text)
    printed = refused(shell, " ".join([f"%hubblefit {case.file}", *(f"--{k} {v}" for k, v in case.columns.items())]))
    assert f"{case.slope:.2f}" in prints(shell, capsys, printed.line)


def test_in_python_the_line_has_a_word_for_any_data() -> None:
    with pytest.raises(ValueError, match="which column holds the distance") as error:
        hw.as_dataset({"a": np.array(DISTANCE), "b": np.array(VELOCITY)})
    assert suggested(str(error.value)) == ("as_dataset(data, x='a', y='b')", "%hubblefit data --x a --y b")
