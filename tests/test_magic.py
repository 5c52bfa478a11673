"""%hubblefit, run as a user's line in a real IPython shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell of its own with the extension loaded."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.run_line_magic("load_ext", "hubble_widget")
    yield shell
    shell.run_line_magic("unload_ext", "hubble_widget")
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> Any:
    """Run a cell and return its result, or raise what it raised."""
    outcome = shell.run_cell(cell)
    outcome.raise_error()
    return outcome.result


def completions(shell: InteractiveShell, line: str) -> list[str]:
    """What a Tab at the end of `line` offers."""
    with pytest.warns(PendingDeprecationWarning, match="complete"):  # the newer call mixes in every Python name
        return list(shell.complete(None, line, len(line))[1])


def test_the_lesson_is_printed(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shell, '%hubblefit key_project --exclude "NGC 4639" --text') is None
    printed = capsys.readouterr().out
    assert "23 of 24 galaxies, without NGC 4639" in printed
    assert "torch, iteration 500" in printed
    for number in ("74.59", "80.38 ± 10.11", "13.11", "12.16 ± 1.53", "0.01989", "93 % of the way"):
        assert number in printed


def test_the_explorer_is_handed_over_trained(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    run(shell, "explorer = %hubblefit hubble_1929 --lr 0.1 --iterations 40 --degree 2")
    explorer = shell.user_ns["explorer"]
    assert isinstance(explorer, hw.RegressionExplorer)
    assert explorer.data is hw.load_dataset("hubble_1929")
    assert (explorer.learning_rate, explorer.iterations, explorer.degree) == (0.1, 40, 2)
    assert explorer.trajectory.source == "torch"
    assert capsys.readouterr().out.count("torch, iteration 40") == 1  # shown once, though also assigned
    explorer.close()


def test_a_cell_that_ends_in_the_magic_shows_the_explorer_once(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, "%hubblefit")
    assert capsys.readouterr().out.count("HST Key Project") == 1
    run(shell, "explorer = %hubblefit\ndisplay(explorer)")
    assert capsys.readouterr().out.count("HST Key Project") == 2
    run(shell, "explorer")  # the result of any other cell
    assert capsys.readouterr().out.count("HST Key Project") == 1
    shell.user_ns["explorer"].close()


def test_a_semicolon_keeps_the_result_back(shell: InteractiveShell) -> None:
    assert run(shell, "%hubblefit key_project --iterations 3;") is None


def test_data_of_the_users_own(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["mine"] = hw.Dataset(distance=[1, 2, 3], velocity=[70, 140, 210], title="Mine")
    run(shell, "%hubblefit mine --text")
    assert "Mine: 3 galaxies" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("key_projct", r"no data set 'key_projct'. Did you mean 'key_project'"),
        ("mein", r"no data set 'mein'. Did you mean 'mine'"),
        ("number", r"number is of type int, not a Dataset"),
        ("--itertions 5", r"does not know '--itertions'. Did you mean '--iterations'"),
        ("--itertions=5", r"does not know '--itertions'. Did you mean '--iterations'"),
        ("key_project hubble_1929", r"does not know 'hubble_1929'"),
        ("--lr fast", r"--lr: invalid float value: 'fast'"),
        ("--lr -1", r"learning_rate must be finite and above 0, got -1.0"),
        ("--iterations 0", r"iterations must be a whole number of at least 1"),
        ("--iterations 20000", r"iterations must be at most 10,000, got 20,000"),
        ("--degree 7", r"degree must be 1, 2 or 3, got 7"),
        ('--exclude "NGC 463"', r"no galaxy 'NGC 463'.*'NGC 4639'"),
        ('--exclude "NGC 4639', r"No closing quotation; quote a name"),
        ("__import__('os').getcwd()", r"no data set '__import__\(os\).getcwd\(\)'"),
    ],
)
def test_a_wrong_word_is_a_usage_error_that_helps(shell: InteractiveShell, line: str, message: str) -> None:
    shell.user_ns.update(mine=hw.load_dataset("hubble_1929"), number=3)
    with pytest.raises(UsageError, match=message):
        shell.run_line_magic("hubblefit", line)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("%hubblefit hub", ["hubble_1929"]),
        ("%hubblefit my_", ["my_galaxies"]),
        ("%hubblefit --e", ["--exclude"]),
        ("explorer = %hubblefit key_project --it", ["--iterations"]),
        ("hubblefit key_project_", ["key_project_sne"]),
        ('%hubblefit key_project --exclude "NGC 46', ['4639"']),
        ("%hubblefit hubble_1929 --exclude SM", ["SMC"]),
    ],
)
def test_tab_completes(shell: InteractiveShell, line: str, offered: list[str]) -> None:
    shell.user_ns["my_galaxies"] = hw.load_dataset("hubble_1929")
    assert completions(shell, line) == offered


def test_the_help_has_every_option_and_examples(shell: InteractiveShell) -> None:
    text = shell.find_magic("hubblefit").__doc__
    assert text is not None
    for word in ("DATA", "--lr RATE", "--iterations N", "--exclude NAME", "--degree N", "--text"):
        assert word in text
    assert text.count("%hubblefit") >= 4


def test_unloading_takes_magic_and_completion_away(shell: InteractiveShell) -> None:
    shell.run_line_magic("unload_ext", "hubble_widget")
    assert shell.find_line_magic("hubblefit") is None
    assert completions(shell, "%hubblefit --e") == []
    shell.run_line_magic("load_ext", "hubble_widget")
