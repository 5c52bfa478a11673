"""What Tab writes is a line that is understood, whatever a column or a galaxy is called."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw
from tests.magic.test_hubblefit import completions, run, shell
from tests.real_kernel import real_kernel

__all__ = ["shell"]

DISTANCE, VELOCITY = [1.0, 2.0, 3.0], [70.0, 140.0, 210.0]
HARD = [
    "my distances",
    "it's",
    'q"q',
    "both ' and \"",
    "tab\there",
    "back\\slash",
    'end\\"',
    "d (Mpc)",
    "$HOME",
    "-neg",
    "ü;x",
    "a=b",
]
"""Names that a line must quote."""


def completed(line: str, word: str) -> str:
    """Return the line when a word is taken: the editor replaces what stands after the last delimiter."""
    delimiters = " \t\n`!@#$^&*()=+[{]}\\|;:'\",<>?"
    symbol_begins = 1 + max(line.rfind(sign) for sign in delimiters)
    return line[:symbol_begins] + word


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("begun", [0, 1, 3])
@pytest.mark.parametrize("opening", [" ", "=", " '", "='", ' "', '="'])
def test_a_line_that_tab_has_completed_names_the_column(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], name: str, begun: int, opening: str
) -> None:
    start, sign, quote = name[:begun], opening[0], opening[1:]
    if (quote or " ") in start or "'" in start or '"' in start or "\\" in start or "\t" in start:
        return  # whoever begins so has to know how to go on
    shell.user_ns["frame"] = pd.DataFrame({name: DISTANCE, "other": VELOCITY})
    line = f"%hubblefit frame --text --y other --x{opening}{start}"
    words = [word for word in completions(shell, line) if word != "other" and not word.startswith("other")]
    if name.startswith("-") and sign == " ":
        assert words == []  # it would be taken for an option
        return
    assert len(words) == 1
    run(shell, completed(line, words[0]))
    assert "3 galaxies" in capsys.readouterr().out


def test_names_that_no_line_can_hold_are_not_offered(shell: InteractiveShell) -> None:
    shell.user_ns["frame"] = pd.DataFrame({"two\nlines": DISTANCE, "": DISTANCE, "d": VELOCITY})
    assert completions(shell, "%hubblefit frame --x ") == ["d"]
    assert "istances" not in "".join(completions(shell, "%hubblefit frame --x my d"))


def test_galaxies_are_spelled_likewise(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["mine"] = hw.Dataset(distance=DISTANCE, velocity=VELOCITY, names=["Barnard's star", "B", "C"])
    line = "%hubblefit mine --text --exclude Bar"
    (word,) = completions(shell, line)
    run(shell, completed(line, word))
    assert "without Barnard's star" in capsys.readouterr().out


def test_pairs_and_arrays_are_offered(shell: InteractiveShell) -> None:
    shell.user_ns.update(
        my_pair=(DISTANCE, VELOCITY),
        my_array=np.column_stack([DISTANCE, VELOCITY]),
        my_rows=np.array([DISTANCE, VELOCITY]),
        my_image=np.zeros((3, 4)),
        my_point=(1, 2),
        my_words=("a", "b"),
        my_three=(1, 2, 3),
    )
    assert sorted(completions(shell, "%hubblefit my_")) == ["my_array", "my_pair", "my_rows"]


@pytest.mark.parametrize("line", ["--help", "-h", "key_project --help", "--help --lr 0.1"])
def test_help_is_the_help(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert shell.run_line_magic("hubblefit", line) is None
    printed = capsys.readouterr().out
    for words in ("%hubblefit galaxies.csv", "--exclude NAME", "--x-label TEXT"):
        assert words in printed


def test_backslashes_stand_between_folders_where_they_do(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    for line in (r"C:\Users\me\data.csv", r"'C:\Users\me\data.csv'", r'"C:\Users\me\data.csv" --text'):
        with pytest.raises(UsageError, match=r"there is no file 'C:\\\\Users\\\\me\\\\data.csv'"):
            shell.run_line_magic("hubblefit", line)


def offered(shell: InteractiveShell, cell: str) -> list[str]:
    """What a Tab at the end of a cell offers, in this order, as kernels and terminals ask for it."""
    with provisionalcompleter():
        return [completion.text for completion in shell.Completer.completions(cell, len(cell))]


@pytest.mark.parametrize("begin", ["%hubblefit ", "x = 1\n%hubblefit ", "explorer = %hubblefit ", "%%hubblefit "])
def test_catalogs_come_first_and_no_python_names(shell: InteractiveShell, begin: str) -> None:
    shell.user_ns["land"] = 1
    assert offered(shell, begin)[: len(hw.datasets())] == list(hw.datasets())
    assert not {"and", "if", "print", "land"} & {*offered(shell, begin)}
    assert offered(shell, f"{begin}key_project --l") == ["--lr", "--lr-at", "--loss"]
    assert offered(shell, f"{begin}--loss ") == ["MSE", "L1", "Huber"]


def test_other_lines_are_pythons(shell: InteractiveShell) -> None:
    assert "print" in offered(shell, "prin")
    assert "key_project" not in offered(shell, "'%hubblefit ")
    shell.run_line_magic("unload_ext", "hubble_widget")
    assert "key_project" not in offered(shell, "%hubblefit ")
    shell.run_line_magic("load_ext", "hubble_widget")


def test_a_kernel_offers_the_same() -> None:
    with real_kernel() as session:
        session.run("%load_ext hubble_widget")
        assert session.complete("%hubblefit ")[: len(hw.datasets())] == list(hw.datasets())
        assert session.complete("%hubblefit --sp") == ["--speed"]
