"""What users set in matplotlib and draw, clear or remove on our figure: it is kept, or the widget says what to do."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import matplotlib
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.lines import Line2D
from matplotlib.path import Path as MarkPath
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

import hubble_widget as hw
from hubble_widget.figure.plot_figure import KEEPS_RESOLUTION
from hubble_widget.figure.scene import describe
from tests.explorers import expect_in_step
from tests.samples import LESSON

Take = Callable[[hw.RegressionExplorer], object]
AWAY: dict[str, Take] = {
    "fit plot": lambda explorer: explorer.axes[0].clear(),
    "loss plot": lambda explorer: explorer.axes[1].clear(),
    "figure": lambda explorer: explorer.figure.clear(),
    "delaxes": lambda explorer: explorer.figure.delaxes(explorer.axes[1]),
    "all": lambda explorer: [axes.remove() for axes in explorer.figure.axes],
    "twice": lambda explorer: (explorer.figure.clf(), explorer.figure.clear(), explorer.axes[0].cla()),
}


def use(explorer: hw.RegressionExplorer) -> np.ndarray:
    """Do something of each kind, and return the picture at its end."""
    more = explorer._view.more
    more.residual_plot.value = more.residual_squares.value = more.guess.value = True
    explorer.data, explorer.learning_rate, explorer.iterations = "hubble_1929", 0.3, 200
    more.pin.click()
    explorer.start = (100.0, 10.0)
    explorer._interaction.toggle_galaxy("SMC")
    more.galaxy.value = "NGC 6822"
    explorer.iteration = 30
    explorer.degree = 2
    picture(explorer)
    more.linear_loss.value = True
    more.zoom_in.click()
    more.unpin.click()
    assert explorer._view.readout.error == ""
    expect_in_step(explorer)
    return picture(explorer)


def picture(explorer: hw.RegressionExplorer) -> np.ndarray:
    return np.array(explorer._view.canvas.render())


@pytest.fixture(scope="module")
def untouched() -> tuple[np.ndarray, np.ndarray]:
    """Pictures of an explorer of the lesson that nobody draws on: at first, and when it has been used."""
    explorer = hw.RegressionExplorer(LESSON)
    pictures = picture(explorer), use(explorer)
    explorer.close()
    return pictures


@pytest.mark.parametrize("take_away", AWAY.values(), ids=AWAY)
def test_what_is_cleared_or_removed_comes_back_as_it_was(
    lesson: hw.Dataset, untouched: tuple[np.ndarray, np.ndarray], take_away: Take
) -> None:
    explorer, (before, used) = hw.RegressionExplorer(lesson), untouched
    axes = explorer.axes
    take_away(explorer)  # not drawn yet
    assert np.array_equal(picture(explorer), before)
    explorer.axes[0].plot([1, 2], [100, 1000], "r-", lw=9)  # a user's own goes
    for index in range(2):
        explorer.axes[index].clear()
        take_away(explorer)
    assert explorer.axes == axes
    assert np.array_equal(picture(explorer), before)
    take_away(explorer)
    assert np.array_equal(use(explorer), used)
    take_away(explorer)
    fit_axes, _, residual_axes = explorer.axes
    assert fit_axes.get_shared_x_axes().joined(fit_axes, residual_axes)
    explorer.close()


def own_artists(explorer: hw.RegressionExplorer) -> list[Artist]:
    sentinels = {own.sentinel for own in explorer._view.plots._own}
    return [artist for artist in explorer._view.plots.figure.own_artists() if artist not in sentinels]


@pytest.mark.parametrize("group", range(3))
def test_an_artist_that_is_removed_stays_away_and_all_else_works(lesson: hw.Dataset, group: int) -> None:
    explorer = hw.RegressionExplorer(lesson)
    picture(explorer)
    removed = own_artists(explorer)[group::3]
    for artist in removed:
        artist.remove()
    use(explorer)
    assert not {*removed} & {*explorer.figure.findobj(include_self=False)}
    explorer.figure.savefig(io.BytesIO(), dpi=300)
    explorer.figure.clear()
    picture(explorer)
    assert all(artist.axes in explorer.figure.axes for artist in removed)
    explorer.close()


def test_all_that_the_axes_have_may_be_removed(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson)
    for axes in explorer.axes:
        for artist in [*axes.lines, *axes.texts, *axes.collections, *axes.images, axes.get_legend()]:
            if artist is not None:
                artist.remove()
    use(explorer)
    explorer.close()


SCALES = [("log", "log"), ("log", "linear"), ("linear", "log"), ("symlog", "asinh")]


@pytest.fixture(scope="module")
def curve() -> np.ndarray:
    """Picture of an explorer of the lesson at this rate and degree, with its own scales."""
    explorer = hw.RegressionExplorer(LESSON, learning_rate=0.3, degree=2)
    drawn = picture(explorer)
    explorer.close()
    return drawn


@pytest.mark.parametrize(("x_scale", "y_scale"), SCALES)
@pytest.mark.parametrize("which", [0, 1])
def test_a_scale_of_the_users_is_kept_and_shows_the_data(
    lesson: hw.Dataset, curve: np.ndarray, which: int, x_scale: str, y_scale: str
) -> None:
    explorer = hw.RegressionExplorer(lesson)
    picture(explorer)
    axes = explorer.axes[which]
    axes.set_xscale(x_scale)
    axes.set_yscale(y_scale)
    for _ in range(2):
        picture(explorer)
        assert (axes.get_xscale(), axes.get_yscale()) == (x_scale, y_scale)
        assert explorer._view.readout.error == ""
        for scale, limits in ((x_scale, axes.get_xlim()), (y_scale, axes.get_ylim())):
            assert limits[0] < limits[1]
            assert scale != "log" or limits[0] > 0
        if which == 0:
            expect_shown(explorer, axes)
        explorer.learning_rate, explorer.degree = 0.3, 2
    axes.set_xscale("linear")
    axes.set_yscale("log" if which else "linear")
    if which == 0:
        assert np.array_equal(picture(explorer), curve)
    explorer.close()


def expect_shown(explorer: hw.RegressionExplorer, axes: Axes) -> None:
    """Expect that every galaxy is within the axes, and that the learned line goes where its numbers say."""
    plot, data = explorer._view.plots.fit_plot, explorer.data
    places = axes.transAxes.inverted().transform(
        axes.transData.transform(np.column_stack([data.distance, data.velocity]))
    )
    assert np.all((places > 0) & (places < 1))
    x, y = np.asarray(plot._line.get_xdata()), np.asarray(plot._line.get_ydata())
    at = np.linspace(max(1.0, data.distance.min()), data.distance.max(), 50)
    assert np.interp(at, x, y) == pytest.approx(explorer.slope * at + explorer.intercept, rel=1e-9)
    if axes.get_xscale() != "linear":
        pixels = axes.transData.transform(np.column_stack([x, y]))[
            (x > data.distance.min()) & (x < data.distance.max())
        ]
        assert np.diff(pixels[:, 0]).max() < 12  # a curve on such axes


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_scale_that_can_show_nothing_is_undone_and_that_is_told(axis: str) -> None:
    data = hw.Dataset(distance=[-3, -2, -1], velocity=[-300, -180, -120])
    explorer = hw.RegressionExplorer(data)
    picture(explorer)
    getattr(explorer.axes[0], f"set_{axis}scale")("log")
    picture(explorer)
    assert getattr(explorer.axes[0], f"get_{axis}scale")() == "linear"
    assert f'can show nothing of these data on {axis}: it is linear again. Call set_{axis}scale("symlog")' in (
        explorer._view.readout.error
    )
    explorer.close()


SETTINGS: list[dict[str, Any]] = [
    {"figure.autolayout": True},
    {"figure.constrained_layout.use": True},
    {"text.usetex": True},
    {"figure.dpi": 300, "savefig.dpi": 300},
    {"text.usetex": True, "figure.autolayout": True, "savefig.bbox": "tight"},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_settings_of_the_users_leave_our_figure_as_it_is(
    lesson: hw.Dataset, untouched: tuple[np.ndarray, np.ndarray], settings: dict[str, Any]
) -> None:
    with matplotlib.rc_context(settings):
        explorer = hw.RegressionExplorer(lesson)
        assert np.array_equal(picture(explorer), untouched[0])
        assert np.array_equal(use(explorer), untouched[1])
        explorer.figure.savefig(io.BytesIO())
        assert "<img" in explorer._repr_mimebundle_()[0]["text/html"]
        explorer.close()
        assert all(matplotlib.rcParams[name] == value for name, value in settings.items())


class Broken(Line2D):
    """What a user may draw."""

    def draw(self, _renderer: object) -> None:
        raise ZeroDivisionError("no luck")


class BrokenWhileVisible(Broken):
    """The same, of one that asks whether it is visible."""

    def draw(self, renderer: object) -> None:
        if self.get_visible():
            super().draw(renderer)


@pytest.mark.parametrize(("kind", "said"), [(Broken, "was removed"), (BrokenWhileVisible, "is hidden")])
def test_what_cannot_be_drawn_is_left_out_and_told_and_all_else_goes_on(
    explorer: hw.RegressionExplorer, kind: type[Line2D], said: str
) -> None:
    broken = explorer.axes[0].add_line(kind([1, 2], [3, 4]))
    (fine,) = explorer.axes[0].plot([1, 20], [0, 1500], color="#ff00ff", lw=8)
    pixels = picture(explorer)
    assert (pixels[:, :, :3] == [255, 0, 255]).all(axis=2).any()
    told = f"{kind.__name__}, which you drew, cannot be drawn (ZeroDivisionError: no luck) and {said}."
    assert explorer._view.readout.error.startswith(told)
    assert not broken.get_visible()
    assert fine.get_visible()
    explorer._view.controls.learning_rate.slider.index += 1
    assert not np.array_equal(picture(explorer), pixels)
    assert explorer._view.readout.error == ""


WORDS = pytest.mark.parametrize("words", ["slope $H_0$", "50 % of a_b"])


@WORDS
def test_without_latex_words_are_typeset_by_matplotlib(
    explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # where there is no latex
    own = f"{words} {uuid4()}"  # which no LaTeX has typeset before: matplotlib keeps what it has
    title = explorer.axes[0].set_title(own, usetex=True)
    explorer.figure.text(0.5, 0.5, own, usetex=True)
    picture(explorer)
    assert not title.get_usetex()
    assert title.get_visible()
    assert explorer._view.readout.error.startswith("LaTeX cannot typeset what you wrote")


@WORDS
def test_with_latex_words_are_left_to_it(
    explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """In place of LaTeX, which few machines have, something that draws a box."""
    measured = RendererAgg.get_text_width_height_descent

    def measure(self: RendererAgg, s: str, prop: object, ismath: object) -> tuple[float, float, float]:
        return (80.0, 10.0, 0.0) if ismath == "TeX" else measured(self, s, prop, ismath)

    def draw(self: RendererAgg, gc: Any, x: float, y: float, *_words: object, **_options: object) -> None:
        self.draw_path(gc, MarkPath.unit_rectangle(), Affine2D().scale(80, 10).translate(x, self.height - y), (1, 0, 1))

    monkeypatch.setattr(RendererAgg, "get_text_width_height_descent", measure)
    monkeypatch.setattr(RendererAgg, "draw_tex", draw)
    title = explorer.axes[0].set_title(words, usetex=True)
    pixels = picture(explorer)
    assert (pixels[:, :, :3] == [255, 0, 255]).all(axis=2).any()
    assert title.get_usetex()
    assert explorer._view.readout.error == ""


def test_the_page_keeps_its_resolution_and_that_is_told(explorer: hw.RegressionExplorer) -> None:
    before = picture(explorer)
    explorer.figure.set_dpi(300)
    assert np.array_equal(picture(explorer), before)
    assert explorer._view.readout.error == KEEPS_RESOLUTION
    saved = io.BytesIO()
    explorer.figure.savefig(saved, dpi=300, format="png")
    saved.seek(0)
    width = matplotlib.image.imread(saved).shape[1]
    assert abs(width - 3 * before.shape[1]) <= 1
    assert np.array_equal(picture(explorer), before)


def test_the_figure_can_be_pickled_and_shows_the_same(explorer: hw.RegressionExplorer) -> None:
    use(explorer)
    explorer.axes[0].set_title("mine")
    figure = explorer.figure
    explorer.learning_rate, explorer.iteration = 0.1, 20  # after it was asked for
    copy = pickle.loads(pickle.dumps(figure))
    pictures = []
    for figure in (explorer.figure, copy):
        saved = io.BytesIO()
        figure.savefig(saved, dpi=100, format="rgba")
        pictures.append(saved.getvalue())
    assert pictures[0] == pictures[1]
    copy.canvas.draw()
    assert any(text.get_text() == "mine" for text in copy.findobj(Text))
    assert not any(artist.get_animated() for artist in copy.findobj())


def test_the_page_paints_no_mark_that_was_removed_until_it_is_back(explorer: hw.RegressionExplorer) -> None:
    plots = explorer._view.plots
    line, marker = plots.fit_plot.painted["learned"], plots.loss_plot.painted["loss_marker"]

    def painted() -> tuple[bool, bool]:
        marks = describe(plots)["marks"]
        return marks["learned"]["visible"], marks["loss_marker"]["visible"]

    line.remove()
    marker.remove()
    explorer.iteration = 7
    picture(explorer)
    assert painted() == (False, False)
    for axes in explorer.axes:
        axes.clear()
    picture(explorer)
    assert painted() == (True, True)


@pytest.mark.parametrize("take_away", AWAY.values(), ids=AWAY)
def test_what_was_to_be_drawn_when_all_was_cleared_is(lesson: hw.Dataset, take_away: Take) -> None:
    untouched, explorer = hw.RegressionExplorer(lesson), hw.RegressionExplorer(lesson)
    take_away(explorer)
    for each in (untouched, explorer):
        each.iterations, each.iteration, each.start = 300, 12, (100.0, 10.0)
    figure = explorer.figure
    explorer.iteration = 12
    untouched.iteration = 12
    figure.clear()
    assert explorer.figure is figure
    assert np.array_equal(picture(explorer), picture(untouched))
    untouched.close()
    explorer.close()
