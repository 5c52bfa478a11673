"""Whatever stands on the line of %hubblefit or below %%hubblefit ends in numbers or in a usage error, in words."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw
from hubble_widget.explorer.magic_options import OPTIONS
from hubble_widget.magic.completion import complete
from tests.fuzzing import bounded, is_in_words, outcome

# Of the user's own, with what may stand in a variable; the names are words of the lines below.
OWN = {
    "mine": hw.load_dataset("hubble_1929"),
    "frame": {"dist_kpc": [1e3, 2e3, 3e3], "v (m/s)": [7e4, 1.4e5, 2.1e5], "z": [0.1, 0.2, 0.3]},
    "curves": {"d": [1.0, 1.0, 2.0], "v": [0.0, 0.0, 0.0]},
    "number": 3,
    "text": "key_project",
    "pyplot": plt,
}
NOISE = st.text(max_size=8) | st.text("\"'\\-=;?%!$ {}[]()\t\n#,.0123456789eE", max_size=8)
NUMBERS = st.one_of(
    st.floats().map(str),
    st.integers(-3, 40).map(str),
    st.sampled_from(["0.05", "1e308", "5e-324", "nan", "inf", "-0", "1_0", "٣", "10001", "9" * 400, "1e400", "0x1"]),
)
WORDS = st.one_of(
    st.sampled_from([*hw.datasets(), *OWN, "galaxies.csv", "broken.fits", "no such.csv", ".", "/", "~", "*.csv"]),
    st.sampled_from(["dist_kpc", "'v (m/s)'", "z", "d", "v", '"NGC 4639"', "SMC", "LMC", "NGC"]),
    NUMBERS,
    NOISE,
)
LISTED = st.sampled_from([*OPTIONS, "--exclud", "--l", "-x", "-", "--", "--help", "-h"])
PAIRS = st.tuples(LISTED, st.sampled_from([" ", "=", "", "  "]), WORDS).map("".join)
LINES = st.lists(st.one_of(PAIRS, PAIRS, WORDS, NOISE), max_size=5).map(" ".join)
# Mostly as text, at first with few iterations, for the sake of the many cases that follow.
BEGINNINGS = st.sampled_from(["--text --iterations 3 "] * 19 + ["--iterations 3 "])
ROWS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 99), st.integers(-9, 999)).map("{0[0]} {0[1]}".format), max_size=6).map(
        "\n".join
    ),
    st.lists(st.lists(WORDS, max_size=4).map(",".join), max_size=6).map("\n".join),
    st.lists(st.tuples(NUMBERS, st.sampled_from([",", " ", "\t", ";", ", "]), NUMBERS).map("".join), max_size=6).map(
        "\n".join
    ),
)

pytestmark = pytest.mark.filterwarnings("ignore")  # astropy's, of texts that are no tables


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    """A shell in a folder of its own, with the extension, variables and files."""
    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "galaxies.csv").write_text("d,v\n1,70\n2,140\n3,\n4,280\n")
    (folder / "broken.fits").write_bytes(b"SIMPLE  =                    T")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.chdir(folder)
        InteractiveShell.clear_instance()
        shell = InteractiveShell.instance()
        shell.history_manager.enabled = False
        shell.run_line_magic("load_ext", "hubble_widget")
        shell.user_ns.update(OWN)
        yield shell
        shell.run_line_magic("unload_ext", "hubble_widget")
        shell.history_manager.end_session()
        InteractiveShell.clear_instance()
        del builtins.__IPYTHON__  # type: ignore[attr-defined]  # astropy would look for a shell when it is imported


def ends_well(capsys: pytest.CaptureFixture[str], magic: object, **arguments: str) -> bool:
    """Whether a call of the magic ends in a table, in an explorer, in the help, or in an error that a user can read."""
    result = outcome(magic, UsageError, magic_name="hubblefit", **arguments)
    printed = capsys.readouterr().out
    if isinstance(result, hw.RegressionExplorer):
        result.close()
    return is_in_words(result) or "learned" in printed or "%hubblefit galaxies.csv" in printed


@given(BEGINNINGS, LINES)
@example("", "~0/")  # a folder of a user that there is not
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], beginning: str, line: str) -> None:
    assert ends_well(capsys, shell.run_line_magic, line=beginning + line)
    begun = SimpleNamespace(text_until_cursor=f"%hubblefit {line}", symbol=line.rpartition(" ")[2])
    with bounded():
        assert all(isinstance(offered, str) for offered in complete(shell, begun))


@given(BEGINNINGS, st.just("") | LINES, ROWS)
@example("--text --iterations 3 ", "--names=", "0 0\r1 0")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cell(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], beginning: str, line: str, rows: str
) -> None:
    assert ends_well(capsys, shell.run_cell_magic, line=beginning + line, cell=rows)
