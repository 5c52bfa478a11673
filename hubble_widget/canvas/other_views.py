"""The views that are not shown, for a page without a kernel: their pictures, and the scenes that belong to them.

The page does the rest (js/src/host/saved_views.ts). Why: docs/adr/0007.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from hubble_widget.canvas.png import encode_small_png
from hubble_widget.figure.scene import describe
from hubble_widget.figure.views import VIEWS

if TYPE_CHECKING:
    from hubble_widget.canvas.live_canvas import LiveCanvas
    from hubble_widget.figure.plots import Plots


def other_views(canvas: LiveCanvas, plots: Plots) -> dict[str, dict[str, Any]]:
    """Return picture, scene and, of the universe, its times, for each view that is not shown, by name.

    The scene lacks what is as in the scene of the shown view. The figure is as before afterwards, and no page is
    notified.
    """
    with canvas.unseen():
        shown = describe(plots)
        return {view: _described(canvas, plots, view, shown) for view in VIEWS if view != plots.view}


def _described(canvas: LiveCanvas, plots: Plots, view: str, shown: dict[str, Any]) -> dict[str, Any]:
    before, plots.view = plots.view, view
    try:
        picture = b64encode(encode_small_png(canvas.render_background())).decode("ascii")
        scene, universe = describe(plots), plots.universe_plot.described
    finally:
        plots.view = before
    parts = {name: part for name, part in scene.items() if part != shown[name]}
    for name in ("axes", "marks"):
        parts[name] = {key: part for key, part in scene[name].items() if part != shown[name][key]}
    return {"picture": f"data:image/png;base64,{picture}", "scene": parts, "universe": universe}
