"""A line of the user's own: where the descent starts, with two handles to drag it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from hubble_widget.canvas.visibility import show
from hubble_widget.display.note import Note
from hubble_widget.regression.formatting import number

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    from hubble_widget.display.palette import Palette

PLACES = np.array([0.2, 0.8])
"""Where the handles are, as shares of the distance axis."""

_SIZE = 9.0  # points, the diameter of a handle
TOO_STEEP = 1e30
"""Beyond such velocities the renderer's own arithmetic overflows."""


_APART = 0.6  # of what is seen of the line, at least, lies beyond either handle on the other's side


class Handles(Line2D):
    """Two round handles on a line of the plot; where the line leaves the axes, they go along it into sight."""

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__([], [], linestyle="none", marker="o", markersize=_SIZE, markeredgewidth=1.6, zorder=zorder)
        self.line = (0.0, 0.0)
        self._host = axes
        self.set_transform(IdentityTransform())
        axes.add_line(self)

    def distances(self) -> NDArray[np.float64]:
        """Return the distances of the handles, in the plot as it is zoomed now."""
        low, high = self._host.get_xlim()
        places = low + PLACES * (high - low)
        seen = self._seen()
        if seen is None:
            return places
        first, last = seen
        shorter = (1 - _APART) * (last - first)
        return np.clip(places, [first, last - shorter], [first + shorter, last])

    def _seen(self) -> tuple[float, float] | None:
        """Return from which distance to which the line is in the axes, and with it a handle; None where nowhere."""
        box, inside = self._host.bbox, self._inside
        corners = [(box.x0 + inside, box.y0 + inside), (box.x1 - inside, box.y1 - inside)]
        (left, bottom), (right, top) = self._host.transData.inverted().transform(corners)
        slope, intercept = self.line
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            crossings = (np.array([bottom, top]) - intercept) / slope  # for a flat line: both at one end, or far apart
        first, last = np.clip(np.sort(crossings), left, right)
        return (float(first), float(last)) if first < last else None

    @property
    def _inside(self) -> float:
        """How far a handle keeps from the edges, in pixels."""
        return 0.75 * _SIZE * self._host.figure.dpi / 72

    def velocities(self) -> NDArray[np.float64]:
        """Return the velocities of the line at the handles."""
        slope, intercept = self.line
        return slope * self.distances() + intercept

    def pixels(self) -> NDArray[np.float64]:
        """Return where the handles are in the figure, shape (2, 2): x and y of each, in pixels."""
        places = self._host.transData.transform(np.column_stack([self.distances(), self.velocities()]))
        box, inside = self._host.bbox, self._inside
        places[:, 1] = np.clip(places[:, 1], box.y0 + inside, box.y1 - inside)
        return np.asarray(places, dtype=np.float64)

    def draw(self, renderer: RendererBase) -> None:
        """Find the places, then draw."""
        if self.get_visible():
            self.set_data(*self.pixels().T)
        super().draw(renderer)


class Guess:
    """The line, its handles and a note that says what loss it has.

    Attributes
    ----------
    painted : dict of Artist
        What the page paints, by its id in the scene.
    """

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        (self._line,) = axes.plot([], [], ":", lw=1.6, zorder=4.5, visible=False)
        self._handles = Handles(axes, zorder=6.5)
        self._handles.set_visible(False)
        self._note = Note(axes, self._right_handle, zorder=6.6, below=True)
        self.painted: dict[str, Artist] = {"start_line": self._line, "handles": self._handles, "start_note": self._note}

    def _right_handle(self) -> tuple[float, float]:
        x, y = self._handles.pixels()[1]
        return float(x), float(y)

    def show(self, start: tuple[float, float], loss: float, line_at: NDArray[np.float64], *, visible: bool) -> None:
        """Show the line from one distance to another, or hide it."""
        slope, intercept = self._handles.line = start
        with np.errstate(over="ignore", invalid="ignore"):
            velocities = slope * line_at + intercept
        visible = visible and bool(np.all(np.abs(velocities) < TOO_STEEP))
        show(self._line, visible)
        show(self._handles, visible)
        if visible:
            self._line.set_data(line_at, velocities)
        self._note.say(*([f"your guess: loss {number(loss, '.4g')}"] if visible else []))

    def recolour(self, palette: Palette) -> None:
        """Paint all of it in the colours of one theme."""
        self._line.set_color(palette.guess)
        self._handles.set(markerfacecolor=palette.background, markeredgecolor=palette.guess)
        self._note.recolour(palette, palette.guess)
