"""The user's guess: the line that the descent starts from, with two handles to drag it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from hubble_widget.figure.artists.note import Note
from hubble_widget.figure.artists.visibility import show
from hubble_widget.formatting import number
from hubble_widget.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    from hubble_widget.figure.palette import Palette

HANDLE_POSITIONS = np.array([0.2, 0.8])
"""Positions of the handles, as fractions of the distance axis."""

_SIZE = 9.0  # points, the diameter of a handle
TOO_STEEP = 1e30
"""Above such velocities the renderer overflows."""

_MIN_SEPARATION = 0.6  # smallest distance between the handles, as a fraction of the visible part of the line


class Handles(Line2D):
    """Two round handles on a line; where the line leaves the axes, they move along it to stay visible.

    Attributes
    ----------
    line : tuple of float
        Slope and intercept.
    at_origin : bool
        Whether the line is held at the origin; then only the right handle is drawn.
    """

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__([], [], linestyle="none", marker="o", markersize=_SIZE, markeredgewidth=1.6, zorder=zorder)
        self.line = (0.0, 0.0)
        self.at_origin = False
        self._host = axes
        self.set_transform(IdentityTransform())
        axes.add_line(self)

    def distances(self) -> NDArray[np.float64]:
        """Return the distances (x) of the handles at the present zoom."""
        low, high = self._host.get_xlim()
        places = low + HANDLE_POSITIONS * (high - low)
        seen = self._visible_range()
        if seen is None:
            return places
        first, last = seen
        shorter = (1 - _MIN_SEPARATION) * (last - first)
        return np.clip(places, [first, last - shorter], [first + shorter, last])

    def _visible_range(self) -> tuple[float, float] | None:
        """Return the first and last distance (x) at which a handle on the line is inside the axes, or None."""
        box, inside = self._host.bbox, self._edge_distance
        corners = [(box.x0 + inside, box.y0 + inside), (box.x1 - inside, box.y1 - inside)]
        (left, bottom), (right, top) = self._host.transData.inverted().transform(corners)
        slope, intercept = self.line
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            crossings = (np.array([bottom, top]) - intercept) / slope  # a flat line: both at one end, or far apart
        first, last = np.clip(np.sort(crossings), left, right)
        return (float(first), float(last)) if first < last else None

    @property
    def _edge_distance(self) -> float:
        """The smallest distance of a handle from the edges, in pixels."""
        return 0.75 * _SIZE * self._host.figure.dpi / 72

    def velocities(self) -> NDArray[np.float64]:
        """Return the velocities of the line at the handles."""
        slope, intercept = self.line
        return slope * self.distances() + intercept

    def pixels(self) -> NDArray[np.float64]:
        """Return x and y of each handle in the figure, in pixels, shape (2, 2)."""
        places = self._host.transData.transform(np.column_stack([self.distances(), self.velocities()]))
        box, inside = self._host.bbox, self._edge_distance
        places[:, 1] = np.clip(places[:, 1], box.y0 + inside, box.y1 - inside)
        return np.asarray(places, dtype=np.float64)

    def draw(self, renderer: RendererBase) -> None:
        """Compute the positions, then draw."""
        if self.get_visible():
            self.set_data(*self.pixels()[int(self.at_origin) :].T)
        super().draw(renderer)


class Guess:
    """The line, its handles and a note with its loss.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    lines, is_near : callable
        Return what the note keeps off, and whether it stays near its handle, see `Note`.

    Attributes
    ----------
    line : matplotlib.lines.Line2D
    painted : dict of Artist
        The artists that the page paints, by their ids in the scene.
    """

    def __init__(
        self, axes: Axes, lines: Callable[[], Iterable[NDArray[np.float64]]], is_near: Callable[[], bool]
    ) -> None:
        self._axes = axes
        (self.line,) = axes.plot([], [], ":", lw=1.6, zorder=4.5, visible=False)
        self._handles = Handles(axes, zorder=6.5)
        self._handles.set_visible(False)
        self._note = Note(axes, self._right_handle, zorder=6.6, below=True, lines=lines, is_near=is_near)
        self._words, self._names_loss = "", True
        self.painted: dict[str, Artist] = {"start_line": self.line, "handles": self._handles, "start_note": self._note}

    def _right_handle(self) -> tuple[float, float]:
        x, y = self._handles.pixels()[1]
        return float(x), float(y)

    def show(
        self,
        start: tuple[float, float],
        loss: float,
        line_at: NDArray[np.float64],
        *,
        visible: bool,
        at_origin: bool = False,
    ) -> None:
        """Show the line at the distances `line_at`, or hide it; `at_origin` says that it is held there."""
        slope, intercept = self._handles.line = start
        self._handles.at_origin = at_origin
        with np.errstate(over="ignore", invalid="ignore"):
            velocities = slope * line_at + intercept
        visible = visible and bool(np.all(np.abs(velocities) < TOO_STEEP))
        show(self.line, visible)
        show(self._handles, visible)
        if visible:
            self.line.set_data(line_at, velocities)
        self._words = message("your guess: loss {loss}", loss=number(loss, ".4g")) if visible else ""
        self.name_loss(shown=self._names_loss)

    @property
    def is_named(self) -> bool:
        """Whether its note is shown."""
        return self._note.get_visible()

    def name_loss(self, *, shown: bool) -> None:
        """Show or hide the note with the loss, while the line is shown."""
        self._names_loss = shown
        self._note.show_text(*([self._words] if shown and self._words else []))

    def recolor(self, palette: Palette) -> None:
        """Paint all of it in the colors of one theme."""
        self.line.set_color(palette.guess)
        self._handles.set(markerfacecolor=palette.background, markeredgecolor=palette.guess)
        self._note.recolor(palette, palette.guess)
