"""%hubblefit, run as a user's line in a real IPython shell."""

from __future__ import annotations

import atexit
import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
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
    history = shell.history_manager
    history.end_session()
    if history.save_thread is not None:
        history.save_thread.stop()
    atexit.unregister(shell.atexit_operations)  # else all shells live to the end, and each collects garbage there
    InteractiveShell.clear_instance()
    del builtins.__IPYTHON__  # type: ignore[attr-defined]  # astropy would look for a shell when it is imported


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a notebook runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    for number in (
        "74.59",
        "80.38 ± 10.11",
        "13.11",
        "12.2, 68\xa0%: 10.8 to 14.0",
        "0.01989",
        "93\N{NO-BREAK SPACE}% of the way",
    ):
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


def test_every_setting_can_be_given(shell: InteractiveShell) -> None:
    line = '--start -1e-05 -2.5E+2 --optimizer "SGD with momentum" --loss Huber --speed "real time" --iterations 60'
    line += " --view loss_surface"
    explorer = shell.run_line_magic("hubblefit", f"{line} --show 40")
    assert explorer.start == (-1e-05, -250.0)
    assert (explorer.optimizer, explorer.loss_function) == ("SGD with momentum", "Huber")
    assert (explorer.speed, explorer.iterations, explorer.iteration) == ("real time", 60, 40)
    assert explorer.view == "loss_surface"
    assert (explorer.scaling, explorer.fit_intercept) == ("max", True)
    explorer.close()
    explorer = shell.run_line_magic("hubblefit", "--scaling standard --through-origin --show 40")
    assert (explorer.scaling, explorer.fit_intercept) == ("standard", False)
    explorer.close()


@pytest.mark.parametrize(
    "model",
    ["--optimizer Adam --loss L1", "--optimizer Adam --through-origin", "--scaling standard --loss L1 --degree 3"],
)
def test_the_table_of_text_is_of_the_same_settings(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    settings = f"{model} --start 90 0 --iterations 60 --show 40"
    explorer = shell.run_line_magic("hubblefit", settings)
    capsys.readouterr()
    run(shell, f"%hubblefit {settings} --text")
    assert capsys.readouterr().out.strip() == repr(explorer)
    explorer.close()


def test_nothing_in_the_line_is_evaluated(shell: InteractiveShell) -> None:
    shell.user_ns.update(called=[], word="key_project")
    for line in ("{called.append(1)}", "$word", '--exclude "{called.append(1)}"'):
        with pytest.raises(UsageError, match=r"no data set '\{|no data set '\$word'|no galaxy '\{"):
            shell.run_line_magic("hubblefit", line)
    assert shell.user_ns["called"] == []


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


FRAME = {
    "my distances": [1, 2, 3],
    "v (m/s)": [70e3, 140e3, 210e3],
    "z": [0.001, 0.002, 0.003],
    "mu": [25.0, 26.505149978319906, 27.385606273598312],
    "who": ["A", "B", "C"],
}


@pytest.mark.parametrize(
    ("line", "slope"),
    [
        ("frame --x 'my distances' --y 'v (m/s)' --names who", "70.00"),
        ('frame --x="my distances" --redshift z', "299.79"),
        ("frame --modulus mu --redshift z", "299.79"),
        ("frame --modulus mu --redshift z --expansion kinematic", "300.72"),
        ("galaxies.csv", "70.00"),
        ('"two words.csv" --y v', "70.00"),
    ],
)
def test_tables_and_files_of_the_users_own(
    shell: InteractiveShell,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    slope: str,
) -> None:
    for name in ("galaxies.csv", "two words.csv"):
        (folder / name).write_text("d,v\n1,70\n2,140\n3,\n4,280\n")
    shell.user_ns["frame"] = pd.DataFrame(FRAME)
    run(shell, f"%hubblefit {line} --text")
    printed = capsys.readouterr().out
    assert slope in printed
    assert ("velocity = c × z" in printed) is ("redshift" in line and "kinematic" not in line)
    assert ("assume a flat universe with 30 % matter" in printed) is ("kinematic" in line)
    assert ("distance = 10^((μ - 25)/5) Mpc" in printed) is ("modulus" in line)
    assert ("distance: 'd'" in printed) is (".csv" in line)
    assert ("3 of 4 rows; left out: no velocity" in printed) is (".csv" in line)


@pytest.mark.parametrize(
    "rows",
    [
        "distance,velocity\n1,70\n2,140\n3,210\n",
        "d\tv\tname\n1\t70\tA\n2\t140\tB\n3\t210\tC\n",
        "1 70\n2 140\n\n3 210\n",
        "  d;v\n 1;70\n2;140\n3;210",
    ],
    ids=["CSV", "TSV", "blanks without a header", "semicolons"],
)
def test_rows_that_are_pasted(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], rows: str) -> None:
    run(shell, f"%%hubblefit --text\n{rows}")
    printed = capsys.readouterr().out
    assert "Your data: 3 galaxies" in printed
    assert "70.00" in printed


@pytest.mark.parametrize(
    ("line", "rows", "message"),
    [
        ("", "\n  \n", "there are no rows"),
        ("", "no table at all", "which column holds the distance|are no table"),
        (
            "key_project",
            "1 70\n2 140\n",
            "reads the rows below it, so it takes no 'key_project'; use %hubblefit for that",
        ),
    ],
)
def test_pasted_rows_that_cannot_be_taken(shell: InteractiveShell, line: str, rows: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        shell.run_cell_magic("hubblefit", line, rows)


def test_tab_knows_tables_and_their_columns(shell: InteractiveShell) -> None:
    shell.user_ns.update(my_frame=pd.DataFrame(FRAME), my_columns=FRAME, my_number=3, my_function=run)
    assert sorted(completions(shell, "%hubblefit my_")) == ["my_columns", "my_frame"]
    assert completions(shell, "%hubblefit my_frame --x 'my d") == ["distances'"]
    assert completions(shell, "%hubblefit my_columns --names w") == ["who"]
    assert completions(shell, "%hubblefit my_columns --modulus z") == ["z"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("key_projct", r"no data set 'key_projct'. Did you mean 'key_project'"),
        ("mein", r"no data set 'mein'. Did you mean 'mine'"),
        ("number", r"data must be a Dataset, .* got int; make one by Dataset"),
        ("frame", r"which column holds the distance .* 'a', 'b'; name two of them"),
        ("frame --x a --y c", r"no column 'c'"),
        ("frame --x a --y b --expansion kinematic", r"says how redshifts become velocities: name them, redshift="),
        ("frame --redshift b --expansion fast", r"expansion must be one of 'linear', 'kinematic', got 'fast'"),
        ("key_project --x a", r"x names a column of a table, but data is str"),
        ("no_such.csv", r"there is no file 'no_such.csv'"),
        ("--itertions 5", r"does not know '--itertions'. Did you mean '--iterations'"),
        ("--itertions=5", r"does not know '--itertions'. Did you mean '--iterations'"),
        ("key_project hubble_1929", r"does not know 'hubble_1929'"),
        ("--lr fast", r"--lr: takes a number, such as 0\.05, not 'fast'"),
        ("--lr 0,1", r"--lr: takes a number, such as 0\.1, not '0,1'"),
        ("--iterations 1,000", r"--iterations: takes a whole number, such as 1000, not '1,000'"),
        ("--iterations 1.5", r"--iterations: takes a whole number, such as 500, not '1\.5'"),
        ("--lr-at 200", r"--lr-at: takes ITERATION=RATE, such as 200=0\.1, not '200'"),
        ("--lr-at 9=0.1 --lr-at 5=0.2", r"--lr-at must have ascending iterations of at least 1, got 5 after 9"),
        ("--lr -1", r"--lr must be finite and above 0, got -1.0"),
        ("--iterations 0", r"iterations must be a whole number of at least 1"),
        ("--iterations 20000", r"iterations must be at most 10,000, got 20,000"),
        ("--start 3", r"--start: expected 2 arguments"),
        ("--start 3 steep", r"--start: takes a number, such as 0\.05, not 'steep'"),
        ("--start -1e-05 nan", r"start must be a pair .*, both finite, got \(-1e-05, nan\)"),
        ("--optimizer Adm", r"optimizer must be one of .*, got 'Adm'. Did you mean 'Adam'"),
        ("--optimizer SGD with momentum", r"not know 'momentum'. Quote .*: --optimizer \"SGD with momentum\"\.$"),
        ("--loss L2", r"--loss must be one of 'MSE', 'L1', 'Huber', got 'L2'. Did you mean 'MSE'"),
        ("--loss mae", r"--loss must be one of .*, got 'mae'. Did you mean 'L1'"),
        ("--learning-rate 0.1", r"does not know '--learning-rate'. Did you mean '--lr'"),
        ("key_project lr=0.1", r"does not know 'lr=0.1'. Did you mean '--lr'"),
        ("learning_rate=0.1", r"does not know 'learning_rate=0.1'. Did you mean '--lr'"),
        ("--learning_rate=0.1", r"does not know '--learning_rate'. Did you mean '--lr'"),
        ("--loss-function L1", r"does not know '--loss-function'. Did you mean '--loss'"),
        ("--epochs 3", r"does not know '--epochs'. Did you mean '--iterations'"),
        ("--without SMC", r"does not know '--without'. Did you mean '--exclude'"),
        (
            "--data key_project",
            r"does not know '--data'. Name the data without an option, as in %hubblefit key_project",
        ),
        ("--exclude NGC 4639", r"no data set '4639'. Quote a name with a space: --exclude \"NGC 4639\"\.$"),
        ("key_project --exclude=NGC 4639 --lr 1", r"not know '4639'. Quote a name .*: --exclude=\"NGC 4639\"\.$"),
        ("--exclude NGC 4639 --exclude NGC 925", r"not know '925'. Quote a name .*: --exclude \"NGC 925\"\.$"),
        (
            "--exclude NGC 4639 NGC 300",
            r"not know 'NGC'. Quote each name .*: --exclude \"NGC 4639\" --exclude \"NGC 300\"\.$",
        ),
        (
            "key_project --exclude 'NGC 4639' 'NGC 300'",
            r"not know 'NGC 300'. Quote each name .*: --exclude \"NGC 4639\" --exclude \"NGC 300\"\.$",
        ),
        ("--speed fast", r"speed must be one of 'normal', .*, got 'fast'"),
        (
            "--view losses",
            r"view must be one of 'loss', 'loss_surface', 'uncertainty', 'universe', got .*\. Did you mean 'loss'\?",
        ),
        ("--show 501", r"--show must be one of 0 to 500, got 501"),
        ("--show 501 --text", r"--show must be one of 0 to 500, got 501"),
        ("--scaling standardized", r"scaling must be one of .*, got 'standardized'. Did you mean 'standard'"),
        ("--no-intercept", r"does not know '--no-intercept'. Did you mean '--through-origin'"),
        ("--through-origin --degree 2", r"only a straight line can be held at the origin, got degree 2; use degree 1"),
        ("--through-origin --start 90 -100", r"start has an intercept of -100.0 km/s.*start from \(90\.0, 0\.0\)"),
        ("--degree 7", r"degree must be 1, 2 or 3, got 7"),
        ('--exclude "NGC 463"', r"no galaxy 'NGC 463'.*'NGC 4639'"),
        ('--exclude "NGC 4639', r"No closing quotation; quote a name"),
        ("__import__('os').getcwd()", r"no data set '__import__\(os\).getcwd\(\)'"),
    ],
)
def test_a_wrong_word_is_a_usage_error_that_helps(shell: InteractiveShell, line: str, message: str) -> None:
    shell.user_ns.update(mine=hw.load_dataset("hubble_1929"), number=3, frame={"a": [1, 2, 3], "b": [3, 4, 9]})
    with pytest.raises(UsageError, match=message):
        shell.run_line_magic("hubblefit", line)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("%hubblefit hub", ["hubble_1929"]),
        ("%hubblefit my_", ["my_galaxies"]),
        ("%hubblefit --exc", ["--exclude"]),
        ("%hubblefit --mo", ["--modulus"]),
        ("%hubblefit --redshift z --exp", ["--expansion"]),
        ("%hubblefit --expansion ", ["kinematic", "linear"]),
        ("explorer = %hubblefit key_project --it", ["--iterations"]),
        ("hubblefit key_project_", ["key_project_sne"]),
        ('%hubblefit key_project --exclude "NGC 46', ['4639"']),
        ("%hubblefit hubble_1929 --exclude SM", ["SMC"]),
        ("%hubblefit --optimizer A", ["Adam"]),
        ('%hubblefit --optimizer "SGD wi', ['with momentum"']),
        ("%hubblefit --loss H", ["Huber"]),
        ("%hubblefit --optimizer ", ["'SGD with momentum'", "Adam", "SGD"]),
        ("%hubblefit --degree ", ["1", "2", "3"]),
        ("%hubblefit --scaling ", ["max", "none", "standard"]),
        ("%hubblefit --thr", ["--through-origin"]),
    ],
)
def test_tab_completes(shell: InteractiveShell, line: str, offered: list[str]) -> None:
    shell.user_ns["my_galaxies"] = hw.load_dataset("hubble_1929")
    assert sorted(completions(shell, line)) == offered


def test_the_help_has_every_option_and_examples(shell: InteractiveShell) -> None:
    text = shell.find_magic("hubblefit").__doc__
    assert text is not None
    for word in (
        "DATA",
        "--lr RATE",
        "--iterations N",
        "--exclude NAME",
        "--degree N",
        "--text",
        "--start SLOPE INTERCEPT",
        "--optimizer NAME",
        "SGD with momentum",
        "--loss NAME",
        "--speed NAME",
        "--view NAME",
        "--scaling NAME",
        "--through-origin",
        "--show N",
    ):
        assert word in text
    assert text.count("%hubblefit") >= 4
    for method in ("train()", "step(10)", "start_over()", "code()", "magic_line()"):
        assert method in text


def test_the_explorers_help_lists_its_methods_and_examples() -> None:
    text = hw.RegressionExplorer.__doc__ or ""
    for name in ("train", "stop", "step", "reset", "start_over", "code", "magic_line", "ready", "close"):
        assert callable(getattr(hw.RegressionExplorer, name))
        assert f"{name}(" in text
    for part in ("Methods", "Examples", "hw.RegressionExplorer(", "exact_fit", "trajectory", "result"):
        assert part in text


def test_unloading_takes_magic_and_completion_away(shell: InteractiveShell) -> None:
    shell.run_line_magic("unload_ext", "hubble_widget")
    assert shell.find_line_magic("hubblefit") is None
    assert completions(shell, "%hubblefit --e") == []
    shell.run_line_magic("load_ext", "hubble_widget")


def test_what_an_engine_holds_stays_there(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    distance = np.linspace(1, 100, 30_000)
    shell.user_ns["catalog"] = pl.LazyFrame({"distance": distance, "velocity": 70 * distance})
    run(shell, "%hubblefit catalog --text")
    assert "30,000 galaxies" in capsys.readouterr().out
    with pytest.raises(UsageError, match="names, but these 30,000 rows have none"):
        run(shell, "%hubblefit catalog --exclude A")


def test_the_exact_fit_can_be_hidden(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    explorer = shell.run_line_magic("hubblefit", "--start 90 0 --hide-exact --show 300")
    assert not explorer.show_exact
    assert explorer.magic_line().endswith(" --show 300 --start 90.0 0.0 --hide-exact")
    explorer.close()
    capsys.readouterr()
    shell.run_line_magic("hubblefit", "--hide-exact --text")
    assert "76.1" not in capsys.readouterr().out


def test_controls_can_be_left_out(shell: InteractiveShell) -> None:
    explorer = shell.run_line_magic("hubblefit", "--hide pins,optimizer --show 300")
    assert explorer.hide == ("pins", "optimizer")
    assert explorer.magic_line().endswith(" --hide pins,optimizer")
    explorer.close()
    for options in ("--hide optimiser", "--hide optimiser --text"):
        with pytest.raises(UsageError, match="Did you mean 'optimizer'"):
            shell.run_line_magic("hubblefit", options)
    assert "optimizer" in completions(shell, "%hubblefit --hide opt")
    assert "pins" in completions(shell, "%hubblefit --hide optimizer,pi")
    assert completions(shell, "%hubblefit --hide optimizer,opt") == []


@pytest.mark.parametrize("options", ["--start random --seed 7", "--seed 7 --start=random"])
def test_a_random_start(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], options: str) -> None:
    explorer = shell.run_line_magic("hubblefit", f"{options} --show 500")
    path = hw.gradient_descent("key_project", start="random", seed=7)
    assert (explorer.start, explorer.slope) == (path.start, path.slope)
    assert explorer.magic_line() == "%hubblefit key_project --lr 0.05 --iterations 500 --start random --seed 7"
    explorer.close()
    capsys.readouterr()
    shell.run_line_magic("hubblefit", f"{options} --text")
    assert f"{path.slope:.2f}" in capsys.readouterr().out
    assert "random" in completions(shell, "%hubblefit --start ra")


def test_columns_of_errors_and_weights(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    errors = [0.1, 0.5, 1.0, 2.0], [20.0, 100.0, 30.0, 60.0]
    table = {"D": [2.0, 9.2, 16.1, 20.0], "V": [133, 664, 1794, 1500], "s": errors[0], "u": errors[1]}
    shell.user_ns["table"] = table
    assert {"s", "u"} <= {*completions(shell, "%hubblefit table --x-error ")}
    assert "--x-error" in completions(shell, "%hubblefit table --x-")
    assert "--weights" in completions(shell, "%hubblefit table --we")
    line = "%hubblefit table --x D --y V --x-error s --y-error u --weights"
    explorer = shell.run_line_magic("hubblefit", f"{line.removeprefix('%hubblefit ')} --iterations 20")
    np.testing.assert_array_equal(explorer.data.distance_error, errors[0])
    fit = hw.polyfit(table, x="D", y="V", y_error="u", weights=True)
    assert explorer.exact_fit.slope == fit.slope
    assert explorer.trajectory.source == "torch"
    assert explorer.magic_line().startswith("%hubblefit table --x D --y V --x-error s --y-error u --lr")
    assert explorer.magic_line().endswith(" --weights")
    explorer.close()
    capsys.readouterr()
    run(shell, f"{line} --text")
    said = capsys.readouterr().out
    assert f"{fit.slope:.2f}" in said
    assert "weighted by the error of the velocity" in said
    with pytest.raises(UsageError, match="weights need the error of each velocity"):
        run(shell, "%hubblefit table --x D --y V --weights")
