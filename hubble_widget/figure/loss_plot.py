"""The loss plot: the loss of each iteration, the loss of the exact fit (the floor), and pinned runs."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib.ticker import AutoLocator, FuncFormatter, LogLocator, NullLocator, ScalarFormatter

from hubble_widget.figure.artists.arrowheads import ROOM, Arrowheads
from hubble_widget.figure.artists.note import Note
from hubble_widget.figure.artists.pinned_runs import OPACITY, Pins
from hubble_widget.figure.artists.visibility import show
from hubble_widget.figure.axis_limits import (
    RoundTicks,
    StableLimits,
    decades,
    extremes,
    from_zero,
    round_up_iterations,
    with_room_above,
    with_room_below,
)
from hubble_widget.figure.sizes import SMALL
from hubble_widget.fit.gradient_descent import full_batch_of
from hubble_widget.formatting import with_minus
from hubble_widget.messages import grouped, localized, message
from hubble_widget.text import words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.figure.palette import Palette
    from hubble_widget.fit.trajectory import Trajectory

_iterations, _losses = attrgetter("iterations"), attrgetter("losses")
_MARGIN = 0.03  # fraction of the axis at either end: room for the marker
_ROOM_BELOW = 0.12  # fraction of the axis below the floor: room for its label, where no curve comes
_CAPTION_FROM, _ROOM_ABOVE = 0.4, 0.13  # where the caption begins, and its height, as fractions of the axes
_CAPTION = 20  # points from the top of the plot to the first item under the caption, an arrowhead
_End: TypeAlias = Literal["right", "left"]
_ENDS: dict[_End, float] = {"right": 0.985, "left": 0.015}
"""Where the floor's label may be, as fractions of the axis; the best one first."""

_UNDER_FLOOR = 6  # points from the floor to its label: room for the marker, which L1 takes a little under the floor

LABELS = {
    "MSE": message("Loss (mean squared error)"),
    "L1": message("Loss (mean absolute error)"),
    "Huber": message("Loss (Huber)"),
}


class LossPlot:
    """Loss against iteration, on a logarithmic scale or on a linear one from 0.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    painted : dict of Artist
        The artists that change with the state or the mouse, by their ids in the scene; the page paints them.
    pins : Pins
    hovered : int or None
        The highlighted iteration, also where the path is shorter.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.painted = self._make_artists(axes)
        self.hovered: int | None = None
        self._hovered_at = 0.0, 1.0
        self._path: Trajectory | None = None
        self._room = 0
        self._shown: Trajectory | None = None
        self._floor_loss = 0.0
        self._data: BaseDataset
        self.pins = Pins(axes, under=_CAPTION + ROOM, floor=self._floor)
        self.limits = StableLimits(axes)
        self._is_log = True
        self.format_axes()

    def _make_artists(self, axes: Axes) -> dict[str, Artist]:
        along, across = axes.get_xaxis_transform(), axes.get_yaxis_transform()
        at_right: dict[str, Any] = {"ha": "right", "va": "top", "size": SMALL}
        literal: dict[str, Any] = {"parse_math": False, "usetex": False}
        beside: dict[str, Any] = {"xytext": (0, -_UNDER_FLOOR), "textcoords": "offset points", "annotation_clip": False}
        (self._floor,) = axes.plot([0, 1], [1, 1], "--", lw=1.6, zorder=2, transform=across)
        self._floor_note = axes.annotate("", (0.985, 1), xycoords=across, **at_right, **beside)
        self._floor_note.set_bbox({"edgecolor": "none", "alpha": OPACITY, "pad": 0})
        (self._full_batch,) = axes.plot([], [], "-", lw=1.2, alpha=0.6, zorder=4.2)
        (self._ahead,) = axes.plot([], [], "-", lw=1.2, alpha=0.45, zorder=3)
        (self._losses,) = axes.plot([], [], "-", lw=2.2, zorder=4)
        (self._changes,) = axes.plot([], [], "D", ms=5, mew=1.2, zorder=4.5)
        (self._marker,) = axes.plot([], [], "o", ms=8, zorder=5)
        self._beyond = Arrowheads(axes, zorder=5, inset=_CAPTION)
        self._caption = axes.text(0.985, 0.975, "", transform=axes.transAxes, zorder=6, **at_right, **literal)
        (self._guide,) = axes.plot([], [], "-", lw=1, zorder=7, visible=False, transform=along)
        (self._dot,) = axes.plot([], [], "o", ms=6, mew=1.2, zorder=8, visible=False)
        self._note = Note(axes, self._hovered_place, zorder=9)
        return {
            "full_batch": self._full_batch,
            "loss_ahead": self._ahead,
            "loss": self._losses,
            "rate_changes": self._changes,
            "loss_marker": self._marker,
            "loss_beyond": self._beyond,
            "caption": self._caption,
            "guide": self._guide,
            "loss_dot": self._dot,
            "loss_note": self._note,
        }

    def format_axes(self) -> None:
        """Set labels and scale of axes that are new or were cleared."""
        self.axes.set_xlabel(message("Iteration"), size=10)
        self.log = self._is_log
        self.pins.restore()
        self._label = ""
        self._name_losses()

    @property
    def log(self) -> bool:
        """Whether the loss has a logarithmic scale; otherwise a linear one from 0."""
        return bool(self.axes.get_yscale() == "log")

    @log.setter
    def log(self, log: bool) -> None:
        self._is_log = log
        self.axes.set_yscale("log", nonpositive="mask") if log else self.axes.set_yscale("linear")
        axis = self.axes.yaxis
        axis.set_major_locator(LogLocator(numticks=6) if log else RoundTicks())
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(_format_tick))
        self.limits.reset()
        self.set_limits()

    def __getstate__(self) -> dict[str, object]:
        """Leave out the galaxies when pickled: they may be in an engine, and a pickled figure shows no other runs."""
        return {name: value for name, value in self.__dict__.items() if name != "_data"}

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._floor.set_color(palette.exact)
        self._floor_note.set_color(palette.exact)
        self._floor_note.set_backgroundcolor(palette.background)
        for line in (self._ahead, self._losses, self._marker, self._guide):
            line.set_color(palette.learned)
        self._caption.set_color(palette.learned)
        self._guide.set_color(palette.muted)
        self._full_batch.set_color(palette.text)
        self._dot.set(markerfacecolor=palette.background, markeredgecolor=palette.learned)
        self._changes.set(markerfacecolor=palette.background, markeredgecolor=palette.learned)
        self._beyond.set_color(palette.learned)
        self._note.recolor(palette, palette.text)
        self.pins.recolor(palette)

    def show_data(self, data: BaseDataset) -> None:
        """Set the galaxies that the next paths are learned from."""
        self._data = data

    def show_floor(self, loss: float) -> None:
        """Show the loss of the exact fit, the lowest that any descent can reach; nan shows none."""
        is_known = math.isfinite(loss) and loss > 0
        if loss != self._floor_loss or is_known != self._floor.get_visible():
            self._floor_loss = loss if is_known else 0.0
            self._floor.set_ydata([loss, loss])
            self._floor.set_visible(is_known)
            self._floor_note.set_visible(is_known)
            self._floor_note.set_text(message("exact fit {loss}", loss=localized(f"{loss:.4g}")))
            self._place_floor_note()
        self.set_limits()

    def show_path(self, path: Trajectory, iterations: int | None = None) -> None:
        """Set the path and make room for its losses; `draw_path` draws them.

        Parameters
        ----------
        path : Trajectory
            It may not be complete yet.
        iterations : int, optional
            How many iterations to make room for; by default those of the path.
        """
        before, self._path = self._path, path
        self.pins.path = path
        self._room = path.iterations if iterations is None else iterations
        if self.pins.runs:
            self.pins.show_scaling(path.scaling)
            self._update_pin_labels()
        elif before is None or before.loss_function != path.loss_function:
            self._name_losses()
        self.set_limits()

    def draw_path(self) -> None:
        """Draw the curve of the path and, faint, that of the same descent without batches."""
        path = self._path
        if path is None:
            return
        shown = extremes(path.losses)
        self._ahead.set_data(shown, path.losses[shown])
        guide = full_batch_of(path, self._room)
        losses = np.empty(0) if guide is None else guide.losses
        self._full_batch.set_data(shown := extremes(losses), losses[shown])
        changes = [at for at, _ in path.rate_changes if at <= path.iterations]
        self._changes.set_data(changes, path.losses[changes])
        self.hover_loss(self.hovered)

    def _name_losses(self) -> None:
        """Label the axis: curves of several loss functions share it, though their heights cannot be compared."""
        shown = "MSE" if self._path is None else self._path.loss_function
        if all(run.loss_function == shown for _, run in self.pins.drawn):
            label = LABELS.get(shown) or message("Loss ({loss})", loss=shown)
        else:
            label = message("Loss (of each run's own kind)")
        if label != self._label:  # a user's own stays, and nothing is redrawn for nothing
            self._label = label
            self.axes.set_ylabel(label, size=10)

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Show the losses of a trajectory from its start to one of its states."""
        self._shown = trajectory
        losses, loss = trajectory.losses[: iteration + 1], trajectory.state(iteration).loss
        shown = extremes(losses)
        self._losses.set_data(shown, losses[shown])
        self._marker.set_data([iteration], [loss])
        show(self._marker, math.isfinite(loss))
        self._beyond.show(np.array([iteration]), np.array([loss if math.isfinite(loss) else math.inf]))
        at = grouped(iteration)
        self._caption.set_text(message("iteration {iteration}   {loss}", iteration=at, loss=words.loss(loss)))
        self.hover_loss(self.hovered)

    def set_limits(self) -> None:
        """Set limits that fit the scale, the pinned runs and the path."""
        if self._path is not None:
            runs = [self._path]
            if self.pins.runs:
                runs += [run for _, run in self.pins.drawn]
            last = round_up_iterations(max(self._room, *map(_iterations, runs)))
            is_log = self.log
            limits = (decades if is_log else from_zero)(map(_losses, runs), self._floor_loss)
            if not self._path.losses[-1] < self._path.losses[0]:  # nan has diverged; one that falls ends far below
                begin = round(_CAPTION_FROM * last)
                limits = with_room_above(limits, self._path.losses, begin, _ROOM_ABOVE, is_log=is_log)
            if self._floor_loss > 0:
                limits = with_room_below(limits, self._floor_loss, _ROOM_BELOW, is_log=is_log)
            losses = np.append(self._path.losses[[0, -1]], limits[1])  # one above 0, also where none can be held
            self.limits.set_data_range(np.array([1.0, self._room]), losses)
            if self.limits.set((-_MARGIN * last, (1 + _MARGIN) * last), limits):
                self.pins.refit_legend()
                self._place_floor_note()

    @property
    def iteration_ticks(self) -> list[float]:
        """The numbers on the axis of iterations; none if it shows a part of them only, or if a user has other ones."""
        axis = self.axes.xaxis
        kinds = type(axis.get_major_locator()), type(axis.get_major_formatter()), type(axis.get_minor_locator())
        if kinds != (AutoLocator, ScalarFormatter, NullLocator) or not self.limits.are_shown():
            return []
        label = axis.get_major_ticks(1)[0].label1
        is_plain = (
            axis.get_ticks_position() in ("bottom", "default", "unknown") and not axis.get_offset_text().get_text()
        )
        is_ours = is_plain and (label.get_visible(), label.get_rotation(), label.get_fontsize()) == (True, 0, SMALL)
        return [float(tick) for tick in axis.get_majorticklocs()] if is_ours else []

    def _place_floor_note(self) -> None:
        """Put the floor's label to the end at which it lies on the least of the pinned curves, usually the right one.

        Curves of the same galaxies stay above the floor; those of others may go below it.
        """
        note = self._floor_note
        end: _End = "right"
        if self.pins.runs and note.get_visible() and note.axes is not None:  # a user may have removed it
            (left, low), (right, high) = self.axes.transAxes.inverted().transform(note.get_window_extent())
            across, up = self.pins.places.T
            beside = across[(up > low) & (up < high)]
            crowded = {"right": np.sum(beside > 1 - (right - left)), "left": np.sum(beside < right - left)}
            end = min(_ENDS, key=lambda each: crowded[each])
        note.xy = (_ENDS[end], self._floor_loss)
        note.set_horizontalalignment(end)

    def hover_loss(self, iteration: int | None) -> None:
        """Highlight one iteration and its loss on the shown curve; None highlights none."""
        run = self._shown if self._shown is not None else self._path
        if run is not None and iteration is not None and iteration > run.iterations:
            run = self._path  # torch has not computed it yet
        self.hovered = iteration
        if run is None or iteration is None or iteration > run.iterations:
            iteration = None
        show(self._guide, iteration is not None)
        if run is None or iteration is None:
            show(self._dot, False)
            self._note.show_text()
            return
        loss = run.state(iteration).loss
        self._guide.set_data([iteration, iteration], [0, 1])
        self._hovered_at = float(iteration), loss
        self._dot.set_data([iteration], [loss])
        show(self._dot, math.isfinite(loss))
        here = message("iteration {iteration}: {loss}", iteration=grouped(iteration), loss=words.loss(loss))
        self._note.show_text(here, *self.pins.losses_at(iteration))

    def _hovered_place(self) -> tuple[float, float]:
        """Return the position of the dot in pixels; if outside the axes, the nearest one on the guide line."""
        x, y = self.axes.transData.transform(self._hovered_at)
        low, high = self.axes.bbox.y0, self.axes.bbox.y1 - _CAPTION * self.axes.figure.dpi / 72
        return float(x), min(max(float(y), low), high) if math.isfinite(y) else high

    # Pinned runs

    def pin(self, run: Trajectory, label: str | None = None) -> None:
        """Keep the curve of a run on the shown galaxies, to compare other runs with it; see `Pins.add`.

        Without a label its name is made of its settings, and of what else differs among the pinned and the shown runs.
        """
        self.pins.add(run, self._data, label)
        self.pins.show_scaling(run.scaling if self._path is None else self._path.scaling)
        self._pins_changed()

    def unpin_all(self) -> None:
        """Remove the curves of all pinned runs."""
        self.pins.clear()
        self._pins_changed()

    def _pins_changed(self) -> None:
        self._update_pin_labels()
        self.set_limits()
        self._place_floor_note()
        self.hover_loss(self.hovered)

    def _update_pin_labels(self) -> None:
        self.pins.update_labels([] if self._path is None else [(self._path, self._data)])
        self._name_losses()


def _format_tick(value: float, _position: object) -> str:
    """Return the label of a tick."""
    return with_minus(localized(f"{value:g}"))
