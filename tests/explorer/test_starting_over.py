"""Reset goes back to the start of a run, Start over to where the explorer began; a guess belongs to its galaxies."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import hubble_widget as hw
from tests.explorers import Live, expect_in_step, until

BEGUN = {"learning_rate": 0.1, "iterations": 60, "start": (10.0, 5.0), "degree": 2, "optimizer": "Adam"}
OTHER = {"learning_rate": 0.5, "iterations": 90, "start": (1.0, 2.0), "degree": 1, "loss_function": "L1"}
TOGGLES = "residual_lines", "residual_squares", "residual_plot", "linear_loss", "guess"


@pytest.fixture
def begun(lesson: hw.Dataset) -> hw.RegressionExplorer:
    return hw.RegressionExplorer(lesson, **BEGUN)


def test_reset_keeps_the_settings(begun: hw.RegressionExplorer) -> None:
    begun._view.controls.reset.click()
    assert (begun.iteration, begun.slope, begun.intercept) == (0, 10.0, 5.0)
    assert {name: getattr(begun, name) for name in BEGUN} == BEGUN
    expect_in_step(begun)


def test_start_over_takes_everything_back(begun: hw.RegressionExplorer, lesson: hw.Dataset) -> None:
    begun.train()
    begun.data = "hubble_1929"
    for name, value in OTHER.items():
        setattr(begun, name, value)
    begun._view.controls.start_over.click()
    assert {name: getattr(begun, name) for name in BEGUN} == BEGUN
    assert (begun.data, begun.loss_function, begun.iteration) == (lesson, "MSE", 0)
    expect_in_step(begun)
    begun.start_over()  # with nothing to take back
    assert begun.iteration == 0
    expect_in_step(begun)


def test_start_over_shows_plots_and_controls_as_at_first(explorer: hw.RegressionExplorer) -> None:
    more, plots, controls = explorer._view.more, explorer._view.plots, explorer._view.controls
    toggles = {name: getattr(more, name) for name in TOGGLES}

    def seen() -> dict[str, object]:
        marks, settings = plots.fit_plot.marks, explorer._view.readout.settings
        return {
            "toggles": [toggle.value for toggle in toggles.values()],
            "residuals": (marks.lines, marks.squares, plots.residual_plot),
            "scale": plots.loss_plot.log,
            "start": settings["show_start"],
            "view": (plots.fit_axes.get_xlim(), plots.fit_axes.get_ylim()),
            "pins": (more.pins.value, explorer._view.readout.pins, len(explorer.runs)),
            "galaxy": (more.chosen_galaxy, explorer._view.readout.galaxy, more.undo.disabled),
            "step": controls.step_size.value,
        }

    at_first = seen()
    for toggle in toggles.values():
        toggle.value = True
    for click in (more.pin, more.zoom_in, more.moves["left"]):
        click.click()
    more.galaxy.value = "NGC 300"
    more.leave_out.click()
    controls.step_size.value = 10
    changed = seen()
    assert [name for name in at_first if changed[name] == at_first[name]] == []
    controls.start_over.click()
    assert seen() == at_first
    expect_in_step(explorer)


def test_the_line_still_names_the_file_that_the_explorer_began_with(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("distance,velocity\n1,70\n2,150\n3,200\n")
    explorer = hw.RegressionExplorer(str(file))
    before = explorer.magic_line().partition(" --")[0]
    for data in ("hubble_1929", pd.DataFrame({"distance": [1, 2, 3], "velocity": [70, 150, 210]}), "key_project"):
        explorer.data = data
    explorer.start_over()
    assert explorer.magic_line().partition(" --")[0] == before
    explorer.close()


def test_a_guess_is_dropped_with_its_galaxies(explorer: hw.RegressionExplorer) -> None:
    explorer.start = (90.0, -10.0)
    explorer.data = explorer.data.whole.exclude("NGC 300")  # more of the same
    assert explorer.start == (90.0, -10.0)
    explorer.data = "hubble_1929"
    assert (explorer.start, explorer.iteration) == ((0.0, 0.0), 500)
    assert (explorer._view.more.slope.value, explorer._view.readout.settings["start"]) == (0.0, [0.0, 0.0])
    expect_in_step(explorer)


def test_a_guess_that_comes_with_its_galaxies_stays(explorer: hw.RegressionExplorer) -> None:
    with explorer.hold_trait_notifications():
        explorer.data, explorer.start = "hubble_1929", (400.0, 0.0)
    assert (explorer.start, explorer.iteration) == ((400.0, 0.0), 0)
    explorer.data = "key_project"
    explorer.start = (70.0, 0.0)
    assert explorer.start == (70.0, 0.0)


@pytest.mark.parametrize("start", [(10.0, 5.0), (0.0, 0.0), (60.0, 10.0)], ids=str)
def test_the_start_that_the_explorer_began_with_comes_back_whatever_was_set(
    begun: hw.RegressionExplorer, start: tuple[float, float]
) -> None:
    begun.data = "hubble_1929"
    begun.start = start
    for _again in range(2):
        begun.start_over()
        assert begun.start == BEGUN["start"]
        expect_in_step(begun)


@pytest.mark.parametrize("data_first", [True, False])
def test_a_guess_that_is_set_with_its_galaxies_stays_also_where_it_is_no_other(
    explorer: hw.RegressionExplorer, *, data_first: bool
) -> None:
    explorer.start = (60.0, 10.0)
    together = [("data", "hubble_1929"), ("start", (60.0, 10.0))]
    with explorer.hold_trait_notifications():
        for name, value in together if data_first else together[::-1]:
            setattr(explorer, name, value)
    assert explorer.start == (60.0, 10.0)
    expect_in_step(explorer)
    explorer.start = (60.0, 10.0)  # of these galaxies, too
    explorer.data = "key_project"
    assert explorer.start == (0.0, 0.0)
    expect_in_step(explorer)


@pytest.mark.anyio
async def test_a_guess_for_galaxies_that_are_still_to_come_stays(live: Live) -> None:
    explorer = live(start=(90.0, 0.0))
    distance = [float(each % 97 + 1) for each in range(30_000)]
    many = pl.LazyFrame({"distance": distance, "velocity": [70 * each for each in distance]})
    explorer.data = many
    await explorer.ready()
    assert explorer.start == (0.0, 0.0)
    explorer.data = "hubble_1929"
    explorer.data = many
    explorer.start = (60.0, 0.0)
    await explorer.ready()
    await until(lambda: len(explorer.data) == 30_000)
    assert explorer.start == (60.0, 0.0)
    assert explorer.iteration == 0
    explorer.data = "hubble_1929"
    assert explorer.start == (0.0, 0.0)


@pytest.mark.anyio
@pytest.mark.parametrize("before", [(0.0, 0.0), (60.0, 0.0)], ids=str)
async def test_a_guess_that_is_set_while_galaxies_come_is_about_these(live: Live, before: tuple[float, float]) -> None:
    explorer = live(start=before)
    distance = [float(each % 97 + 1) for each in range(30_000)]
    many = pl.LazyFrame({"distance": distance, "velocity": [70 * each for each in distance]})
    explorer.data = many
    explorer.start = (60.0, 0.0)
    await explorer.ready()
    assert (len(explorer.data), explorer.start) == (30_000, (60.0, 0.0))
    explorer.data = "hubble_1929"
    explorer.data = many
    explorer.start = (60.0, 0.0)
    explorer.data = many.head(25_000)  # the others, and the guess about them, are given up
    await explorer.ready()
    assert (len(explorer.data), explorer.start) == (25_000, (0.0, 0.0))
    expect_in_step(explorer)
