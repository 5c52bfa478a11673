"""What the tests of the explorer share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict

import numpy as np

import hubble_widget as hw
from hubble_widget.fit.trajectory import RUN_SETTINGS

Live = Callable[..., hw.RegressionExplorer]
"""The fixture of this name in lower case."""


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the loop run until `condition()` holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.001)


def shown(explorer: hw.RegressionExplorer) -> dict[str, object]:
    return dict(explorer._view.readout.learned)


def expect_in_step(explorer: hw.RegressionExplorer) -> None:
    """Expect that traits, controls, readout and plots tell one and the same state, and that this is the path's own."""
    controls, readout, plots = explorer._view.controls, explorer._view.readout, explorer._view.plots
    playback = explorer._playback
    plots.update_artists()
    scrubber = controls.scrubber
    assert not explorer.running
    assert (controls.train.disabled, controls.train.description, readout.running) == (False, "Train", False)
    places = [scrubber.slider.value, scrubber.entry.value, playback.iteration, readout.learned["iteration"]]
    assert places == [explorer.iteration] * len(places)
    assert scrubber.slider.max == scrubber.entry.max == explorer.iterations
    present_rate = dict(explorer.rate_changes or ((1, explorer.learning_rate),)).popitem()[1]
    assert (controls.learning_rate.entry.value, controls.iterations.entry.value) == (present_rate, explorer.iterations)
    for name in ("learning_rate", "iterations"):
        assert readout.settings[name] == getattr(explorer, name)
    state = explorer.trajectory.state(explorer.iteration)
    told = explorer.slope, explorer.intercept, explorer.loss
    assert [repr(number) for number in told] == [repr(number) for number in state]
    shown_slope = readout.learned["slope"]
    assert shown_slope == (state.slope if np.isfinite(state.slope) else None)
    assert plots.loss_plot._caption.get_text().startswith(f"iteration {explorer.iteration:,} ")
    path, settings = explorer.trajectory, [name for name in RUN_SETTINGS if name != "iterations"]  # it may be at a stop
    assert [getattr(path, name) for name in settings] == [getattr(explorer, name) for name in settings]
    galaxies = hw.solar_motion(explorer.data).corrected if explorer.solar_motion else explorer.data
    assert path.moments == galaxies.weighted(explorer.weights).moments
    model = {"fit_intercept": explorer.fit_intercept, "weights": explorer.weights}
    fits = explorer.exact_fit, hw.polyfit(galaxies, explorer.degree, **model)
    assert len({repr(asdict(fit)) for fit in fits}) == 1  # nan is not nan
