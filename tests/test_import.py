"""What an import loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hubble_widget as hw

PACKAGE = Path(hw.__file__).parent


def loaded_after(code: str) -> set[str]:
    """The modules that a clean process has loaded after running `code`."""
    report = f"{code}\nimport sys; print(*sys.modules, sep='\\n')"
    return set(
        subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True).stdout.split()
    )


def test_importing_the_package_loads_no_heavy_library() -> None:
    loaded = loaded_after("import hubble_widget")
    assert loaded.isdisjoint({"torch", "ipympl", "matplotlib", "matplotlib.pyplot", "ipywidgets", "numpy"})


def test_numbers_need_no_display() -> None:
    code = (
        "import hubble_widget as hw\nhw.gradient_descent('key_project'); hw.polyfit('key_project'); hw.hubble_time(70)"
    )
    assert loaded_after(code).isdisjoint({"torch", "ipympl", "matplotlib", "ipywidgets", "IPython"})


def test_the_first_picture_needs_few_libraries_and_leaves_the_backend() -> None:
    code = """
import matplotlib
matplotlib.use("svg")
import hubble_widget as hw
hw.RegressionExplorer()._repr_mimebundle_()
assert matplotlib.get_backend() == "svg"
"""
    assert loaded_after(code).isdisjoint({"torch", "matplotlib.pyplot", "scipy", "astropy"})


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-c", "import hubble_widget as hw; print(hw.RegressionExplorer())"],
        [sys.executable, "-m", "IPython", "--no-banner", "--quick", "-c", "%load_ext hubble_widget\n%hubblefit"],
    ],
    ids=["plain Python", "IPython in a terminal"],
)
def test_where_there_is_no_notebook_a_table_of_text_is_shown(command: list[str]) -> None:
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.count("Slope (Hubble constant) (km/s/Mpc)") == 1
    assert "76.13 ± 9.49" in shown.stdout
    assert "VBox" not in shown.stdout


def test_only_the_readout_has_synced_traits_of_ours_but_for_the_scrubbers_hand() -> None:
    """What a hand does to a control goes with its value, in one message: it can be a trait of that control alone."""
    synced = {
        path.relative_to(PACKAGE).as_posix(): path.read_text().count("sync=True") for path in PACKAGE.rglob("*.py")
    }
    readout = synced.pop("widgets/readout.py")
    assert readout > 1
    assert {name: count for name, count in synced.items() if count} == {"widgets/controls.py": 1}


def test_every_public_name_is_there_and_a_wrong_one_is_corrected() -> None:
    for name in hw.__all__:
        assert getattr(hw, name) is not None
        assert name in dir(hw)
    with pytest.raises(AttributeError, match=r"no 'polyfitt'\. Did you mean 'polyfit'"):
        hw.polyfitt  # noqa: B018  # type: ignore[attr-defined]
