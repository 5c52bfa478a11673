"""More galaxies than can be drawn one by one are a picture of their density."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.figure.palette import DARK, LIGHT, Palette
from hubble_widget.figure.plots import Plots
from hubble_widget.text.words import galaxies, label
from hubble_widget.widgets.advanced_panel import AdvancedPanel
from tests.figures import WHOLE, make_canvas, show, show_data

MANY = 100_000


def many(scale: float = 1.0, **texts: str) -> hw.Dataset:
    """Two crowds of galaxies with nothing between them, and one galaxy far away."""
    random = np.random.default_rng(1)
    distance = np.concatenate([random.uniform(10, 20, MANY // 2), random.uniform(60, 80, MANY // 2), [100.0]])
    velocity = 70 * distance + random.normal(0, 200, MANY + 1)
    return hw.Dataset(distance=scale * distance, velocity=scale * velocity, **texts)


def color_at(plots: Plots, canvas: LiveCanvas, distance: float, velocity: float) -> tuple[int, ...]:
    """Return the color of the pixel at a place in the fit plot."""
    pixels = canvas.render()
    x, y = plots.fit_axes.transData.transform((distance, velocity))
    return tuple(int(part) for part in pixels[len(pixels) - 1 - int(y), int(x), :3])


def rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_where_there_are_galaxies_their_color_shows_and_elsewhere_the_background(palette: Palette) -> None:
    plots = Plots(880)
    show_data(plots, many())
    canvas = make_canvas(plots)
    plots.recolor(palette)
    crowd, empty = color_at(plots, canvas, 15, 1200), color_at(plots, canvas, 41, 3100)
    assert empty == rgb(palette.background)
    galaxy, background = np.array(rgb(palette.galaxy)), np.array(rgb(palette.background))
    share = (np.array(crowd) - background) / (galaxy - background)
    assert 0.5 < share.min() <= share.max() <= 1
    thin = color_at(plots, canvas, 15, 550)  # outside of three standard deviations
    assert abs(np.array(thin) - background).sum() < abs(np.array(crowd) - background).sum()


def test_a_density_stands_still_and_keeps_what_a_person_zoomed_to() -> None:
    plots, data = Plots(880), many()
    show_data(plots, data)
    show(plots, 0.05, 500, 500)
    canvas = make_canvas(plots)
    canvas.render()
    plots.fit_axes.set_xlim(5, 25)
    canvas.render()
    show_data(plots, data)
    plots.hover_galaxy(None)
    show(plots, 0.06, 500, 400)
    assert plots.fit_axes.get_xlim() == (5, 25)
    assert not plots.figure.stale  # so that only what moves is drawn
    assert color_at(plots, canvas, 15, 1200) != rgb(LIGHT.background)


def test_no_galaxy_of_many_is_drawn_named_or_found_by_itself() -> None:
    plots, data = Plots(880), many()
    plots.fit_plot.show_residuals(lines=True, squares=True)
    plots.residual_plot = True
    show_data(plots, data)
    show(plots, 0.05, 500, 500)
    make_canvas(plots).render()
    assert not plots.fit_plot.can_be_pointed_at
    assert len(plots.fit_plot._galaxies.get_xdata()) == 0
    assert len(plots._residuals._dots.get_xdata()) <= 1000
    more = AdvancedPanel()
    more.show_galaxies(data)
    assert [label for label, _ in more.galaxy.options] == ["too many to list"]
    assert more.galaxy.label == "too many to list"
    assert more.chosen_galaxy is None
    assert more.galaxy.disabled
    assert more.leave_out.disabled
    assert not {"names"} & data._cache.keys()
    more.show_galaxies(WHOLE)
    assert len(more.galaxy.options) == 25
    assert not more.galaxy.disabled


def test_few_galaxies_after_many_are_dots_again_and_the_pointed_out_one_is_forgotten() -> None:
    plots, data = Plots(880), many()
    show_data(plots, WHOLE)
    plots.hover_galaxy("NGC 300")
    show_data(plots, data)
    assert plots.fit_plot.hovered is None
    assert plots.fit_plot._density.get_visible()
    show_data(plots, WHOLE)
    assert not plots.fit_plot._density.get_visible()
    assert len(plots.fit_plot._galaxies.get_xdata()) == 24


@pytest.mark.parametrize("scale", [1e-50, 1e50])
def test_a_density_of_any_magnitude_can_be_drawn(scale: float) -> None:
    plots = Plots(880)
    show_data(plots, many(scale))
    canvas = make_canvas(plots)
    assert color_at(plots, canvas, 15 * scale, 1200 * scale) != rgb(LIGHT.background)


@pytest.mark.parametrize("velocity", [0.0, -300.0])
def test_many_galaxies_of_one_velocity_can_be_drawn(velocity: float) -> None:
    plots = Plots(880)
    show_data(plots, hw.Dataset(distance=np.linspace(1, 100, 30_000), velocity=np.full(30_000, velocity)))
    make_canvas(plots).render()
    bottom, top = plots.fit_plot._density.get_extent()[2:]
    assert bottom == velocity < top


def test_words_say_how_many_and_of_how_many_the_loss_is() -> None:
    data = many(title="Survey", note="z > 0")
    assert label(data) == "Survey (100,001)"
    assert galaxies(data) == "100,001 galaxies (z > 0)"
    assert galaxies(data, "Huber") == "100,001 galaxies (z > 0; Huber loss of 20,000 of them)"
    assert galaxies(WHOLE, "Huber") == "24 galaxies"
