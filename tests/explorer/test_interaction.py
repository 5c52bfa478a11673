"""What the mouse and the panel "More" ask of an explorer, without a page."""

from __future__ import annotations

import pytest

import hubble_widget as hw
from hubble_widget.explorer.interaction import ZOOM
from tests.explorers import Live, until


def test_the_guess_is_where_training_starts(explorer: hw.RegressionExplorer) -> None:
    more, starts = explorer._view.more, []
    explorer.observe(lambda change: starts.append(change["new"]), "start")
    explorer._interaction._set_start(100.0, -200.0)
    assert starts == [(100.0, -200.0)]  # showing it in the entries is not a guess of its own
    assert (explorer.start, explorer.iteration) == ((100.0, -200.0), 0)
    assert (more.slope.value, more.intercept.value) == (100.0, -200.0)
    assert explorer.loss == explorer.trajectory.losses[0]
    explorer.train()
    assert explorer.slope == hw.train(explorer.data, start=(100.0, -200.0)).slope
    more.slope.value = 40.0
    assert (explorer.start, explorer.slope) == ((40.0, -200.0), 40.0)
    explorer.start_over()
    assert (more.slope.value, explorer.start) == (0.0, (0.0, 0.0))


def test_galaxies_are_left_out_and_taken_back() -> None:
    explorer = hw.RegressionExplorer("key_project")
    more, instrument = explorer._view.more, explorer._interaction
    instrument.toggle_galaxy("NGC 4639")
    assert explorer.exact_fit.slope == pytest.approx(80.37767, abs=5e-6)
    assert "23\xa0of 24\xa0galaxies" in explorer._view.controls.title.value
    more.galaxy.value = "NGC 4639"
    assert more.leave_out.description == "Take back"
    more.leave_out.click()
    assert explorer.data is hw.load_dataset("key_project")
    more.leave_out.click()
    more.galaxy.value = "NGC 300"
    more.leave_out.click()
    assert explorer.data.excluded == ("NGC 4639", "NGC 300")
    for excluded in (("NGC 4639",), (), ("NGC 4639",), ()):
        more.undo.click()
        assert explorer.data.excluded == excluded
    assert more.undo.disabled
    explorer.close()


def test_undo_passes_over_what_was_undone_by_other_means() -> None:
    explorer = hw.RegressionExplorer("key_project")
    explorer._interaction.toggle_galaxy("NGC 4639")
    explorer.data = "key_project"
    assert explorer._view.more.undo.disabled
    explorer.close()


def test_undo_forgets_other_galaxies() -> None:
    explorer = hw.RegressionExplorer("key_project")
    explorer._interaction.toggle_galaxy("NGC 4639")
    explorer.data = "hubble_1929"
    assert explorer._view.more.undo.disabled
    assert explorer.data is hw.load_dataset("hubble_1929")
    explorer.close()


def test_runs_are_pinned_to_compare_them(explorer: hw.RegressionExplorer) -> None:
    more, plots = explorer._view.more, explorer._view.plots
    for rate in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3):
        explorer.learning_rate = rate
        more.pin.click()
    assert plots.loss_plot.pins.labels[0] == "0.01, 500 iterations"
    assert len(plots.loss_plot.pins.labels) == 6
    more.pin.click()
    assert "6" in explorer._view.readout.error
    assert more.pins.value.replace("\xa0", " ").split("; ") == list(plots.loss_plot.pins.labels)
    more.unpin.click()
    assert len(plots.loss_plot.pins.labels) == 0
    assert more.pins.value == ""


def test_pins_can_be_cleared_only_where_there_are_some(explorer: hw.RegressionExplorer) -> None:
    more = explorer._view.more
    assert more.unpin.disabled
    more.pin.click()
    assert not more.unpin.disabled
    more.unpin.click()
    assert more.unpin.disabled


def test_the_list_of_galaxies_begins_with_none_and_goes_back_to_it() -> None:
    explorer = hw.RegressionExplorer("key_project")
    more = explorer._view.more
    assert (more.galaxy.index, more.galaxy.label, more.chosen_galaxy) == (0, "none", None)
    more.galaxy.index = 3
    assert more.chosen_galaxy == explorer.data.names[2]
    assert not more.leave_out.disabled
    more.galaxy.index = 0
    assert (more.galaxy.label, more.chosen_galaxy) == ("none", None)
    assert more.leave_out.disabled
    explorer.close()


def test_the_galaxy_that_is_pointed_out_is_told_to_the_page() -> None:
    explorer = hw.RegressionExplorer("key_project")
    face = explorer._view
    assert face.readout.galaxy is None
    face.more.galaxy.value = "NGC 4639"
    assert face.readout.galaxy == "NGC 4639"
    explorer.data = "hubble_1929"
    assert face.readout.galaxy is None
    explorer.close()


def test_buttons_zoom_and_move_the_fit_plot_and_show_it_whole_again(explorer: hw.RegressionExplorer) -> None:
    more, axes = explorer._view.more, explorer.axes[0]

    def limits() -> list[float]:
        return [*axes.get_xlim(), *axes.get_ylim()]

    left, right, bottom, top = before = limits()
    more.zoom_in.click()
    wide, high = (right - left) / ZOOM, (top - bottom) / ZOOM
    inner = [(left + right - wide) / 2, (left + right + wide) / 2, (bottom + top - high) / 2, (bottom + top + high) / 2]
    assert limits() == pytest.approx(inner)
    explorer.learning_rate = 0.2
    assert limits() == pytest.approx(inner)  # a view that was chosen stays
    more.moves["right"].click()
    more.moves["up"].click()
    moved = [inner[0] + wide / 4, inner[1] + wide / 4, inner[2] + high / 4, inner[3] + high / 4]
    assert limits() == pytest.approx(moved)
    more.moves["left"].click()
    more.moves["down"].click()
    more.zoom_out.click()
    assert limits() == pytest.approx(before)
    more.zoom_out.click()
    more.whole_view.click()
    assert limits() == before
    explorer.figure.canvas.toolbar.back()
    assert limits()[0] < before[0]


def test_one_cannot_zoom_in_for_ever(explorer: hw.RegressionExplorer) -> None:
    more, axes = explorer._view.more, explorer.axes[0]
    for _ in range(100):
        more.zoom_in.click()
    low, high = axes.get_xlim()
    assert 0 < high - low < 1e-6
    more.whole_view.click()
    assert axes.get_xlim()[1] > 20


@pytest.mark.anyio
async def test_a_pin_during_a_training_is_of_the_whole_path(live: Live) -> None:
    explorer = live(iterations=10_000, speed="slow motion")
    explorer.train()
    await until(lambda: explorer.trajectory.source == "torch" and explorer.iteration > 0)
    explorer._view.more.pin.click()
    assert explorer.running
    assert explorer._view.plots.loss_plot.pins.labels == ("0.05, 10,000 iterations",)
    assert explorer._view.plots.loss_plot.pins.runs[0].iterations == 10_000


@pytest.mark.anyio
async def test_a_path_that_torch_is_still_walking_is_pinned_when_it_has(live: Live) -> None:
    explorer = live(optimizer="Adam", iterations=5000)
    pin, plots = explorer._view.more.pin, explorer._view.plots
    pin.click()
    assert plots.loss_plot.pins.labels == ()
    assert "pin it when" in explorer._view.readout.error
    await until(lambda: explorer._playback.path.iterations == 5000)
    pin.click()
    assert plots.loss_plot.pins.labels == ("0.05, 5,000 iterations, Adam",)
    assert plots.loss_plot.pins.runs[0].iterations == 5000


def test_pins_say_on_which_galaxies_they_were_learned(explorer: hw.RegressionExplorer) -> None:
    more, plots = explorer._view.more, explorer._view.plots
    more.pin.click()
    assert plots.loss_plot.pins.labels == ("0.05, 500 iterations",)
    explorer._interaction.toggle_galaxy(explorer.data.names[0])
    assert plots.loss_plot.pins.labels[0] != "0.05, 500 iterations"
    explorer.data = "hubble_1929"
    assert plots.loss_plot.pins.labels == ("0.05, 500 iterations, HST Key Project (23)",)


def test_toggles_reach_the_plots(explorer: hw.RegressionExplorer) -> None:
    more, plots = explorer._view.more, explorer._view.plots
    height = explorer.figure.canvas.get_width_height()[1]
    for toggle in (more.residual_lines, more.residual_squares, more.residual_plot, more.linear_loss):
        toggle.value = True
    assert plots.fit_plot.marks.lines
    assert plots.fit_plot.marks.squares
    assert plots.residual_plot
    assert not plots.loss_plot.log
    assert len(explorer.axes) == 3
    assert explorer.figure.canvas.get_width_height()[1] >= height
    assert explorer.axes[1].get_yscale() == "linear"
    more.residual_plot.value = False
    assert len(explorer.axes) == 2


def test_more_is_folded_away_at_first(explorer: hw.RegressionExplorer) -> None:
    more = explorer._view.more
    assert more.panel.layout.display == "none"
    more.toggle.value = True
    assert more.panel.layout.display is None


def test_the_radio_buttons_and_the_trait_choose_the_same_view() -> None:
    explorer = hw.RegressionExplorer("key_project", iterations=20)
    buttons = explorer._view.controls.view
    buttons.value = "loss_surface"
    assert explorer.view == "loss_surface"
    assert explorer.axes[1].get_xlabel().startswith("Weight")
    assert explorer.magic_line().endswith("--view loss_surface")
    explorer.view = "loss"
    assert buttons.value == "loss"
    assert explorer.axes[1].get_xlabel() == "Iteration"
    explorer.close()


@pytest.mark.parametrize("line", [[60.0, 100], None, [60.0], "60", [True, None], [1e308, 1e308], {"slope": 1}])
def test_a_line_that_the_pointer_reads_on_the_surface_is_shown_in_both_plots(line: object) -> None:
    explorer = hw.RegressionExplorer("key_project", view="loss_surface")
    is_line = line == [60.0, 100]
    explorer._interaction._on_hover({"galaxy": None, "iteration": None, "line": line})
    plots = explorer._view.plots
    assert plots.loss_surface_plot._dot.get_visible() is is_line
    assert plots.fit_plot._pointed.get_visible() is is_line
    note = plots.loss_surface_plot._note
    assert note.get_visible() is is_line
    if is_line:
        assert note.get_text().splitlines()[1:] == ["slope 60.00 km/s/Mpc", "intercept 100.0 km/s"]
        explorer.view = "loss"
        assert not plots.fit_plot._pointed.get_visible()
    explorer.close()
