"""What a training moves on: contours of the loss with the valley's axes, or its curve, and the exact fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.contours import Contours
from hubble_widget.figure.axis_limits import evenly_spaced
from hubble_widget.figure.sizes import SMALL
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import LossSurface
from hubble_widget.messages import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    from hubble_widget.figure.palette import Palette

    _Offset = tuple[float, float]

_FINE, _COARSE = 200, 40
"""Points of the curve in the axes, of a loss that is computed quickly and of one that is not."""
_FEW = 1000
_BESIDE = 7.0, 5.0
"""Points from the exact fit to its label."""


class SurfaceGround:
    """The artists of a loss surface, or of a loss curve, that stay while a training goes on.

    Attributes
    ----------
    exact : matplotlib.lines.Line2D
        The place of the exact fit.
    """

    def __init__(self, axes: Axes) -> None:
        self._contours = Contours(axes, zorder=2)
        self._curve = _Curve(axes, zorder=2)
        (self._valley,) = axes.plot([], [], "-", lw=1, zorder=2.2)
        (self.exact,) = axes.plot([], [], "D", ms=7, zorder=2.8)
        self._exact_label = _ExactLabel(axes, zorder=2.8)

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._contours.recolor(palette.muted)
        self._curve.set_color(palette.muted)
        for artist in (self._valley, self.exact, self._exact_label):
            artist.set_color(palette.exact)

    def show(self, surface: LossSurface | LossCurve | None) -> None:
        """Show contours or curve, and the exact fit; None shows nothing."""
        self._contours.show(surface if isinstance(surface, LossSurface) else None)
        self._curve.show(surface if isinstance(surface, LossCurve) else None)
        for artist in (self.exact, self._exact_label, self._valley):
            artist.set_visible(surface is not None)
        if surface is not None:
            self.exact.set_data(*([each] for each in surface.least_squares))
            self._exact_label.xy = surface.least_squares

    def show_valley(self, ends: NDArray[np.float64]) -> None:
        """Show the valley's axes, shape (2, n)."""
        self._valley.set_data(*ends)


class _ExactLabel(Annotation):
    """At the upper right of its point, or at the lower left where the axes end: the valley runs between the two."""

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        literal: dict[str, Any] = {"parse_math": False, "usetex": False, "size": SMALL}
        beside: dict[str, Any] = {"xytext": _BESIDE, "textcoords": "offset points", "annotation_clip": True}
        super().__init__(message("exact"), (0, 0), zorder=zorder, clip_on=False, **beside, **literal)
        self.set_transform(IdentityTransform())  # as Axes.annotate does
        self._host = axes
        axes.add_artist(self)

    def draw(self, renderer: RendererBase) -> None:
        """Choose the side, then draw."""
        self._stand("left", "baseline", _BESIDE)
        if self.get_window_extent(renderer).x1 > self._host.bbox.x1:
            self._stand("right", "top", (-_BESIDE[0], -_BESIDE[1]))
        super().draw(renderer)

    def _stand(self, across: Literal["left", "right"], down: Literal["baseline", "top"], away: _Offset) -> None:
        if away != self.xyann:
            self.set(horizontalalignment=across, verticalalignment=down)
            self.xyann = away


class _Curve(Line2D):
    """The loss over the weight. Each drawing computes it for the present limits, so that it follows the zoom."""

    def __init__(self, axes: Axes, *, zorder: float) -> None:
        super().__init__([], [], linewidth=1.4, zorder=zorder)
        self._host = axes
        self._loss: LossCurve | None = None
        self._drawn: tuple[object, ...] = ()
        axes.add_line(self)

    def show(self, curve: LossCurve | None) -> None:
        """Set the curve; None shows none."""
        if curve is not self._loss:
            self._loss = curve
            self.stale = True

    def draw(self, renderer: RendererBase) -> None:
        """Compute the points if curve, limits or scale are new, then draw."""
        axis, limits = self._host.xaxis, self._host.get_xlim()
        wanted = self._loss, limits, axis.get_scale()
        if wanted != self._drawn:
            self._drawn = wanted
            self.set_data([], [])
            if self._loss is not None:
                is_quick = self._loss.loss_function == "MSE" or len(self._loss.data.sample) <= _FEW
                weights = evenly_spaced(axis, limits, _FINE if is_quick else _COARSE)
                self.set_data(weights, self._loss.losses(weights))
        if np.size(self.get_xdata()):
            super().draw(renderer)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the galaxies when pickled: they may be in an engine."""
        own: Any = super()
        drawn = (None, self._host.get_xlim(), self._host.xaxis.get_scale())
        return {**own.__getstate__(), "_loss": None, "_drawn": drawn}
