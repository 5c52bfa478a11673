"""The scene: places and looks as matplotlib has them, and what a user changes of them."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.text import Text

import hubble_widget as hw
from hubble_widget.figure.palette import DARK
from hubble_widget.figure.plots import Plots
from hubble_widget.figure.scene import can_be_painted, describe
from tests.figures import WHOLE, make_canvas, show_data, turn_everything_on


@pytest.fixture
def plots() -> Plots:
    plots = Plots(880)
    show_data(plots, WHOLE)
    turn_everything_on(plots)
    make_canvas(plots).render()
    return plots


def test_every_moving_artist_is_a_mark(plots: Plots) -> None:
    marks = describe(plots)["marks"]
    assert len(marks) == len(plots.moving)
    assert {mark["axes"] for mark in marks.values()} == set(plots.named_axes)


def test_places_are_found_as_matplotlib_finds_them(plots: Plots) -> None:
    scene = describe(plots)
    height = scene["size"][1]
    for name, axes in (("fit", plots.fit_axes), ("residual", plots.axes[2])):
        left, top, right, bottom = scene["axes"][name]["box"]
        (x0, x1), (y0, y1) = scene["axes"][name]["x"], scene["axes"][name]["y"]
        for x, y in ((3.0, 500.0), (20.0, -100.0)):
            at = left + (x - x0) / (x1 - x0) * (right - left), bottom + (y - y0) / (y1 - y0) * (top - bottom)
            x_there, y_there = axes.transData.transform((x, y))
            assert at == pytest.approx((x_there, height - y_there))
    assert scene["axes"]["loss"]["y_scale"] == "log"
    plots.loss_plot.log = False
    assert describe(plots)["axes"]["loss"]["y_scale"] == "linear"


@pytest.mark.parametrize("ratio", [1, 2])
def test_lengths_are_pixels_of_the_screen(plots: Plots, ratio: int) -> None:
    before = describe(plots)
    plots.figure.canvas._set_device_pixel_ratio(ratio)
    scene = describe(plots)
    assert scene["ratio"] == ratio
    for name in ("learned", "exact", "loss_dot"):
        assert scene["marks"][name]["width"] == ratio * before["marks"][name]["width"]
    assert scene["marks"]["galaxy_ring"]["size"] == pytest.approx(13 * ratio * 100 / 72)
    assert scene["marks"]["exact"]["dash"] == [ratio * length for length in before["marks"]["exact"]["dash"]]
    assert scene["text"]["size"] == pytest.approx(9 * ratio * 100 / 72)


def test_what_a_user_changes_is_told(plots: Plots) -> None:
    line = plots.fit_plot._line
    line.set(color="#102030", linewidth=7.2, linestyle=":", zorder=9, alpha=0.5)
    mark = describe(plots)["marks"]["learned"]
    assert (mark["color"], mark["zorder"]) == ("rgba(16, 32, 48, 0.5)", 9)
    assert mark["width"] == pytest.approx(10)
    assert len(mark["dash"]) == 2
    line.set_visible(False)
    assert not describe(plots)["marks"]["learned"]["visible"]
    plots.show_state(hw.gradient_descent(WHOLE), 3)
    plots.update_artists()
    assert not line.get_visible()  # the next state does not bring back what a user has hidden
    line.set_visible(True)
    assert describe(plots)["marks"]["learned"]["visible"]


def test_what_the_state_hides_may_still_be_seen(plots: Plots) -> None:
    plots.hover_galaxy(None)
    plots.hover_loss(None)
    marks = describe(plots)["marks"]
    assert not plots.fit_plot._ring.get_visible()
    for name in ("galaxy_ring", "galaxy_note", "guide", "loss_dot", "loss_note", "start_line", "handles"):
        assert marks[name]["visible"]


def test_toggles_are_told(plots: Plots) -> None:
    for name in ("residual_lines", "squares"):
        assert describe(plots)["marks"][name]["visible"]
    plots.fit_plot.show_residuals(lines=False, squares=False)
    plots.residual_plot = False
    scene = describe(plots)
    assert not any(scene["marks"][name]["visible"] for name in ("residual_lines", "squares"))
    assert not scene["axes"]["residual"]["visible"]


def test_the_theme_is_told(plots: Plots) -> None:
    plots.recolor(DARK)
    scene = describe(plots)
    assert scene["text"] | {"color": DARK.text, "background": DARK.background, "border": DARK.grid} == scene["text"]
    red, green, blue = (int(DARK.learned[at : at + 2], 16) for at in (1, 3, 5))
    assert scene["marks"]["learned"]["color"] == f"rgba({red}, {green}, {blue}, 1)"


def test_the_exact_line_is_the_one_that_is_drawn(plots: Plots) -> None:
    fit = hw.polyfit(WHOLE, degree=3)
    plots.show_data(WHOLE, fit)
    line = describe(plots)["exact_line"]
    np.testing.assert_allclose(line["y"], fit.predict(np.array(line["x"])))


def test_axes_of_a_scale_that_the_page_does_not_know_cannot_be_painted(plots: Plots) -> None:
    assert can_be_painted(plots)
    plots.fit_axes.set_yscale("symlog")
    assert not can_be_painted(plots)


def test_what_is_no_mark_is_refused() -> None:
    from matplotlib.patches import Circle

    from hubble_widget.figure.scene import describe_mark

    with pytest.raises(TypeError, match="a Line2D, a Collection or a Text, not Circle"):
        describe_mark(Circle((0, 0)), "fit", visible=True, point=1.0)
    assert describe_mark(Text(), "fit", visible=True, point=1.0)["axes"] == "fit"
