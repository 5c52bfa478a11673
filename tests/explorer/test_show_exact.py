"""A guess before a look: what gives the exact line away is hidden until somebody asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.text.words import guess
from tests.explorers import expect_in_step

LESSON = hw.load_dataset("key_project").exclude("NGC 4639")
EXACT = re.compile(r"80\.3[78]|-30\.6|12\.16|0\.01958|\d+\xa0% of the way|within 1\xa0%|polyfit\(")


@pytest.fixture
def explorer() -> Iterator[hw.RegressionExplorer]:
    with_guess = hw.RegressionExplorer(LESSON, show_exact=False, start=(90, 0), learning_rate=0.001)
    yield with_guess
    with_guess.close()


def everything_shown(explorer: hw.RegressionExplorer, folder: Path) -> str:
    """Return all texts that a page, a saved notebook or a saved file would have, without the figure's pixels."""
    readout = explorer._view.readout
    programs = {"front_end", "on_demand"}
    sent = {
        name: getattr(readout, name) for name in readout.traits(sync=True) if name[0] != "_" and name not in programs
    }
    sent["moments"] = {}  # the page computes the path from them
    bundle, _ = explorer._repr_mimebundle_()
    texts = [json.dumps(sent, default=str), bundle["text/plain"], re.sub('base64,[^"]*', "", bundle["text/html"])]
    texts += [explorer.save(folder / name).read_text(encoding="utf-8") for name in ("fit.csv", "fit.svg")]
    controls = explorer._view.controls
    return "\n".join([*texts, controls.title.value, controls.source.value])


def test_nothing_that_is_shown_gives_the_exact_line_away(explorer: hw.RegressionExplorer, tmp_path: Path) -> None:
    for iteration in (0, 500):
        explorer.iteration = iteration
        assert not EXACT.search(everything_shown(explorer, tmp_path))
    plots = explorer._view.plots
    assert plots.fit_plot.exact_line == {"x": [], "y": []}
    assert not any(artist.get_visible() for artist in (plots.fit_plot._exact, plots.loss_plot._floor))
    assert not plots.loss_plot._floor_note.get_visible()
    explorer.data = "hubble_1929"
    assert "454.1" not in everything_shown(explorer, tmp_path)
    expect_in_step(explorer)


def test_the_loss_surface_is_hidden_with_its_lowest_point(explorer: hw.RegressionExplorer) -> None:
    plot = explorer._view.plots.loss_surface_plot
    explorer.view = "loss_surface"
    assert not plot.is_drawn
    assert not plot.parameters
    assert not plot._ground.exact.get_visible()
    assert "hidden" in plot._words.text.get_text()
    explorer.show_exact = True
    assert plot.is_drawn
    assert plot._ground.exact.get_visible()
    explorer.show_exact = False
    assert not plot.is_drawn
    assert not plot._ground.exact.get_visible()
    explorer.view = "loss"
    explorer.show_exact = True
    explorer.view = "loss_surface"
    assert plot.is_drawn
    assert plot._ground.exact.get_visible()


def test_how_sure_the_age_is_is_hidden_with_it(explorer: hw.RegressionExplorer, tmp_path: Path) -> None:
    explorer.view = "uncertainty"
    plots = explorer._view.plots
    assert not plots.uncertainty_plot.is_drawn
    explorer._view.canvas.store_picture()
    texts = everything_shown(explorer, tmp_path)
    assert "both are hidden" in texts
    assert not EXACT.search(texts)
    assert not re.search(r"10\.7 to 13\.8|without it", texts)
    explorer.show_exact = True
    assert plots.uncertainty_plot.is_drawn
    explorer.degree = 2
    assert "no age" in plots.uncertainty_plot._words.text.get_text()
    explorer.degree = 1
    explorer.fit_intercept = False
    found = plots.uncertainty_plot.uncertainty
    assert found is not None
    assert found.value == explorer.exact_fit.age
    explorer.show_exact = False
    assert not plots.uncertainty_plot.is_drawn


def test_in_python_it_can_be_known_all_the_same(explorer: hw.RegressionExplorer) -> None:
    assert f"{explorer.exact_fit.slope:.2f}" == "80.38"
    assert explorer.result.to_dict()["exact"]["slope"] == explorer.exact_fit.slope
    assert "polyfit" in explorer.code()


def test_the_button_shows_it_and_compares_the_guess(explorer: hw.RegressionExplorer, tmp_path: Path) -> None:
    controls, readout = explorer._view.controls, explorer._view.readout
    assert controls.exact.description == "Show the exact fit"
    controls.exact.click()
    assert explorer.show_exact
    said = "Your guess, 90.00\xa0km/s/Mpc, is 12\xa0% above the exact slope, 80.38\xa0km/s/Mpc."
    assert readout.comment == said
    assert said in repr(explorer)
    assert readout.settings["show_exact"]
    assert readout.exact["slope"] == explorer.exact_fit.slope
    assert EXACT.search(everything_shown(explorer, tmp_path))
    assert explorer._view.plots.loss_plot._floor.get_visible()
    controls.exact.click()
    assert (explorer.show_exact, readout.comment) == (False, "")
    explorer.show_exact = True
    explorer.data = "key_project"
    assert readout.comment == ""  # the guess was for other data
    explorer.start_over()
    assert not explorer.show_exact


def test_a_flat_start_is_no_guess() -> None:
    explorer = hw.RegressionExplorer(LESSON)
    assert explorer._view.controls.exact.layout.display == "none"
    explorer.show_exact = False
    assert explorer._view.controls.exact.layout.display is None
    explorer.show_exact = True
    assert explorer._view.readout.comment == ""
    explorer.close()


@pytest.mark.parametrize(
    ("slope", "exact", "words"),
    [
        (90.0, 80.4, "12\xa0% above the exact slope, 80.40\xa0km/s/Mpc."),
        (60.3, 80.4, "25\xa0% below"),
        (80.0, 80.4, "is within 1\xa0% of the exact slope"),
        (-90.0, 80.4, "212\xa0% below"),
        (3.0, -2.0, "differs from the exact slope, -2.00\xa0km/s/Mpc, by 5.00"),
        (3.0, 0.0, "by 3.00"),
    ],
)
def test_a_guess_is_compared_in_words(slope: float, exact: float, words: str) -> None:
    assert words in guess(slope, exact)


def test_a_warning_about_the_slope_is_hidden_too() -> None:
    meters = hw.Dataset(distance=[1, 2, 3], velocity=[70e3, 150e3, 209e3])
    explorer = hw.RegressionExplorer(meters, show_exact=False)
    assert "Warning" not in explorer._view.controls.title.value
    explorer.show_exact = True
    assert "No universe has a slope" in explorer._view.controls.title.value
    explorer.close()


@pytest.mark.parametrize("value", ["no", 0, None])
def test_it_is_true_or_false(explorer: hw.RegressionExplorer, value: object) -> None:
    with pytest.raises(TraitError, match="show_exact must be True, or False"):
        explorer.show_exact = value
