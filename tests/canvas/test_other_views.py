"""The views that are not shown, for a page without a kernel: pictures as if they were shown, of a figure that stays."""

from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

import hubble_widget as hw
from hubble_widget.canvas.other_views import other_views
from hubble_widget.environment import Host
from hubble_widget.figure.scene import describe
from hubble_widget.figure.views import VIEWS

WANTED = {"type": "views wanted"}


def ask(explorer: hw.RegressionExplorer) -> dict[str, dict[str, object]]:
    """Ask for the views as a page does, and return them."""
    explorer._view._on_message(WANTED)
    others: dict[str, dict[str, object]] = explorer._view.readout.views["others"]
    return others


@pytest.mark.parametrize("shown", VIEWS)
def test_each_view_is_as_if_it_were_shown(explorer: hw.RegressionExplorer, shown: str) -> None:
    explorer.view = shown
    explorer.omega_matter = 0.3
    view = explorer._view
    before, others = describe(view.plots), ask(explorer)
    assert [*others] == [name for name in VIEWS if name != shown]
    for name, other in others.items():
        explorer.view = name
        picture = Image.open(io.BytesIO(b64decode(str(other["picture"]).partition(",")[2])))
        off = np.asarray(picture.convert("RGB")).astype(int) - view.canvas.render_background()[..., :3]
        assert abs(off).max() < 16  # of 255: no eye sees the difference, least of all at the edges of letters
        assert abs(off).mean() < 0.5
        scene, parts = describe(view.plots), dict(other["scene"])  # type: ignore[call-overload]
        for part in ("axes", "marks"):
            parts[part] = {**before[part], **parts[part]}
        seen = {**before, **parts}
        for part in (scene, seen):
            part["axes"] = {key: axes for key, axes in part["axes"].items() if axes["visible"]}
        assert seen == scene
        assert other["universe"] == view.readout.universe


def test_the_figure_stays_as_it_was(explorer: hw.RegressionExplorer) -> None:
    canvas, plots = explorer._view.canvas, explorer._view.plots
    explorer.axes[0].set_xlim(3, 9)  # a zoom
    explorer.axes[0].set_title("of my own")
    pixels, limits = canvas.render_background().copy(), [(axes.get_xlim(), axes.get_ylim()) for axes in plots.axes]
    announced: list[bool] = []
    plots.figure.stale_callback = lambda _figure, is_stale: announced.append(is_stale)
    other_views(canvas, plots)
    assert announced == []
    assert not plots.figure.stale
    assert [(axes.get_xlim(), axes.get_ylim()) for axes in plots.axes] == limits
    np.testing.assert_array_equal(np.asarray(canvas.get_renderer().buffer_rgba()), pixels)
    canvas.draw()
    np.testing.assert_array_equal(canvas.render_background(), pixels)


def test_they_are_stored_where_nobody_watches_and_anew_when_something_has_changed(
    explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = {"content": {"allow_stdin": False}}  # as nbconvert sends it
    monkeypatch.setattr("hubble_widget.environment.current_request", lambda: request)
    explorer._repr_mimebundle_()
    readout = explorer._view.readout
    first = readout.views
    assert [*first["others"]] == ["loss_surface", "uncertainty", "universe"]
    explorer._cell_has_ended()
    assert readout.views is first
    explorer.show_exact = False
    explorer._cell_has_ended()
    assert readout.views["of"]["settings"]["show_exact"] is False
    assert readout.views["others"]["universe"]["universe"]["closest"] is None
    assert "value" not in readout.views["others"]["uncertainty"]["scene"]["uncertainty"]


def test_a_page_that_cannot_be_saved_gets_none(
    explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubble_widget.widgets.explorer_view.this_host", lambda: Host.COLAB)
    explorer._view._on_message(WANTED)
    assert explorer._view.readout.views == {}
    monkeypatch.undo()
    explorer.axes[1].set_yscale("symlog")  # the page paints nothing there
    explorer._view.overlay.check_page()
    explorer._view._on_message(WANTED)
    assert explorer._view.readout.views == {}
