"""The Sun's motion on and off: for the nebulae of 1929, whose positions on the sky are known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import TraitError

import hubble_widget as hw
from tests.explorers import expect_in_step
from tests.magic.test_hubblefit import run, shell

__all__ = ["shell"]

VIRGO = "NGC 4382", "NGC 4472", "NGC 4486", "NGC 4649"


@pytest.fixture
def nebulae() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer("hubble_1929")
    yield explorer
    explorer.close()


def is_shown(explorer: hw.RegressionExplorer) -> bool:
    return explorer._view.controls.sun.layout.display != "none"


def test_everything_is_learned_from_the_velocities_less_the_motion(nebulae: hw.RegressionExplorer) -> None:
    box = nebulae._view.controls.sun
    measured = nebulae.slope
    assert is_shown(nebulae)
    box.value = True  # by hand
    assert nebulae.solar_motion
    fit = nebulae.exact_fit
    assert (fit.slope, fit.intercept, fit.r) == pytest.approx((454.184, 14.875, 0.838645), abs=5e-4)
    corrected = hw.solar_motion().corrected
    assert nebulae.slope == hw.gradient_descent(corrected).slope != measured
    assert "317\xa0km/s, was found with K = 465\xa0km/s/Mpc" in nebulae._view.controls.title.value
    np.testing.assert_array_equal(nebulae._view.plots.fit_plot._galaxies.get_ydata(), corrected.velocity)
    assert repr(corrected.velocity.tolist()[0]) in nebulae.code()
    assert nebulae.data is hw.load_dataset("hubble_1929")
    assert nebulae.result.to_dict()["data"]["note"].startswith("the Sun's motion, 317 km/s")
    expect_in_step(nebulae)
    nebulae.solar_motion = False
    assert (nebulae.slope, box.value) == (measured, False)


def test_the_nebulae_that_are_left_determine_the_motion(nebulae: hw.RegressionExplorer) -> None:
    with nebulae.hold_trait_notifications():
        nebulae.solar_motion, nebulae.fit_intercept = True, False
    assert nebulae.exact_fit.slope == pytest.approx(465.206, abs=5e-4)
    for name in VIRGO:
        nebulae._interaction.toggle_galaxy(name)
    assert nebulae.exact_fit.slope == pytest.approx(557.748, abs=5e-4)
    whole = hw.solar_motion(nebulae.data).corrected.whole
    shown = nebulae._view.plots.fit_plot
    np.testing.assert_array_equal(shown._whole.velocity, whole.velocity)
    nebulae._interaction._undo()
    assert nebulae.data.excluded == VIRGO[:3]
    with pytest.raises(TraitError, match="at least 4 nebulae, got 3"):
        nebulae.data = nebulae.data.whole.exclude(*nebulae.data.whole.names[3:])
    assert nebulae.data.excluded == VIRGO[:3]
    expect_in_step(nebulae)


def test_other_data_have_no_positions(nebulae: hw.RegressionExplorer, explorer: hw.RegressionExplorer) -> None:
    assert not is_shown(explorer)
    with pytest.raises(TraitError, match="solar_motion needs positions on the sky, which only 'hubble_1929' has"):
        explorer.solar_motion = True
    with pytest.raises(TraitError, match=r"solar_motion must be True to take .*, or False, got 1"):
        explorer.solar_motion = 1
    with pytest.raises(TraitError, match="needs positions"):
        hw.RegressionExplorer("key_project", solar_motion=True)
    nebulae.solar_motion = True
    nebulae.data = "key_project"
    assert not nebulae.solar_motion
    assert nebulae.exact_fit.slope == hw.polyfit("key_project").slope
    assert not is_shown(nebulae)
    nebulae.start_over()
    assert (nebulae.data, nebulae.solar_motion) == (hw.load_dataset("hubble_1929"), False)
    nebulae.hide = ("data",)
    assert not is_shown(nebulae)


def test_the_magic_takes_and_writes_it(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    run(shell, "explorer = %hubblefit hubble_1929 --solar-motion --exclude 'NGC 4382' --iterations 300")
    explorer = shell.user_ns["explorer"]
    assert explorer.solar_motion
    line = explorer.magic_line()
    assert "--solar-motion" in line
    run(shell, f"again = {line}")
    assert shell.user_ns["again"].slope == explorer.slope
    run(shell, "%hubblefit hubble_1929 --solar-motion --text")
    printed = capsys.readouterr().out
    assert "454.18" in printed
    assert "less the Sun's motion" in printed
    with pytest.raises(UsageError, match="no position on the sky is known for"):
        run(shell, "%hubblefit key_project --solar-motion --text")


def test_a_preset_leaves_out_a_nebula_as_measured(nebulae: hw.RegressionExplorer) -> None:
    nebulae.solar_motion = True
    nebulae.try_preset("swings")
    assert nebulae.solar_motion
    nebulae.try_preset("an influential point")
    assert not nebulae.solar_motion
    assert f"its slope is {nebulae.exact_fit.slope:.1f}" in nebulae._view.readout.comment
