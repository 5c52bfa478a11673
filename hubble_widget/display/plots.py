"""The figure: the fit plot, the loss plot and, where wanted, the residual plot; artists made once, updated in place.

The page paints what changes with the state (`Plots.moving`). Here it is brought up to date when somebody looks, not at
each state.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from hubble_widget.canvas.scene import SMALL, inches
from hubble_widget.canvas.visibility import may_be_seen
from hubble_widget.display.fit_plot import FitPlot
from hubble_widget.display.layout import LABEL, arranged, figure_size
from hubble_widget.display.loss_plot import LossPlot
from hubble_widget.display.note import show_label
from hubble_widget.display.own_axes import OwnAxes, Part
from hubble_widget.display.palette import LIGHT, Palette
from hubble_widget.display.plot_figure import DPI, PlotFigure, own_settings
from hubble_widget.display.residual_plot import ResidualPlot
from hubble_widget.display.scales import renew_positions
from hubble_widget.regression.labels import HUBBLE

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory


class Plots:
    """One figure with the galaxies and lines at left (or on top), the loss at right (or below).

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    fit_plot : FitPlot
    loss_plot : LossPlot
    fit_axes, loss_axes : matplotlib.axes.Axes
    pins : Pins
        The runs that are pinned in the loss plot.
    palette : Palette
        The colours of the theme.
    moving : tuple of Artist
        What changes with every state that is shown and with the mouse, in the order in which to draw it.
    """

    def __init__(self, width: int) -> None:
        with own_settings():
            self._make(width)

    def _make(self, width: int) -> None:
        self.figure = PlotFigure()
        self.fit_axes, self.loss_axes = self.figure.subplots(1, 2)
        self._late: dict[str, Callable[[], None]] = {}
        self._residual_axes = self.figure.add_axes((0.1, 0.1, 0.1, 0.1), sharex=self.fit_axes)
        self._own = [OwnAxes(axes) for axes in self.named_axes.values()]
        self.fit_plot, self.loss_plot = FitPlot(self.fit_axes), LossPlot(self.loss_axes)
        self._residuals, self.pins = ResidualPlot(self._residual_axes), self.loss_plot.pins
        self._parts: list[Part] = [self.fit_plot, self._residuals, self.loss_plot]
        for own, part in zip(self._own, self._parts, strict=True):
            own.keep(part)
            self._dress(own.axes)
        moving = (sorted(part.painted.values(), key=lambda artist: artist.get_zorder()) for part in self._parts)
        self.moving: tuple[Artist, ...] = tuple(chain.from_iterable(moving))
        for artist in self.moving:
            may_be_seen(artist)
        self._size = figure_size(width)
        self._x_axis = HUBBLE.x_axis
        self.palette = LIGHT
        self.residual_plot = False
        self.recolour(LIGHT)
        self.figure.before_drawing, self.figure.before_pickling = self.mend, self.bring_up_to_date
        self.figure.ours = self._ours

    def _ours(self) -> list[Artist]:
        return [artist for own in self._own for artist in own.ours]

    @staticmethod
    def _dress(axes: Axes) -> None:
        axes.tick_params(labelsize=SMALL, length=0, pad=5)
        axes.grid(visible=True, linewidth=0.8)
        axes.set_axisbelow(True)

    def mend(self) -> str:
        """Put back what a user has cleared or removed, and set limits that suit the scales that a user has chosen.

        Returns
        -------
        str
            What there is to tell a person, or "".
        """
        self._put_back()
        for own in self._own:
            if not own.has_its_scale():
                if own.axes is self.loss_axes:
                    self.loss_plot.set_limits()
                else:
                    own.dress()
        return self._refused()

    def _put_back(self) -> None:
        there, lost = self.figure.axes, []
        for own in self._own:
            if own.sign.axes is not own.axes or own.axes not in there:
                own.put_back()
                lost.append(own)
        if lost:
            self._share_x()
            for own in lost:
                self._dress(own.axes)
                own.dress()
            self.residual_plot = self.residual_plot  # the labels between the two
            self.recolour(self.palette)

    def _share_x(self) -> None:
        """Let fit plot and residual plot share x again, which matplotlib ends for axes that are removed."""
        fit, residuals = self.fit_axes, self._residual_axes
        if not fit.get_shared_x_axes().joined(fit, residuals):
            fit._shared_axes["x"].join(fit, residuals)
        if residuals.get_xscale() != fit.get_xscale():
            fit.set_xscale(fit.get_xscale())  # of both
        for axes in (residuals, fit, self.loss_axes):  # the ticks of the two ask the fit plot, as before
            for axis in (axes.xaxis, axes.yaxis):
                axis.get_major_locator().set_axis(axis)
                axis.get_minor_locator().set_axis(axis)
                axis.get_major_formatter().set_axis(axis)
                axis.get_minor_formatter().set_axis(axis)

    def _refused(self) -> str:
        """Return what there is to tell of scales that were undone, once."""
        kept = [part.limits for part in self._parts]
        told = " ".join(filter(None, (limits.refused for limits in kept)))
        for limits in kept:
            limits.refused = ""
        return told

    # How it looks

    @property
    def axes(self) -> tuple[Axes, ...]:
        """All axes in use: of the fit plot, of the loss plot and, where shown, of the residual plot."""
        shown = (self._residual_axes,) if self.residual_plot else ()
        return self.fit_axes, self.loss_axes, *shown

    @property
    def residual_plot(self) -> bool:
        """Whether the residual plot is shown, under the fit plot."""
        return self._residuals.visible

    @residual_plot.setter
    def residual_plot(self, shown: bool) -> None:
        self._residuals.visible = shown
        self._show_x_label()
        self.fit_axes.tick_params(labelbottom=not shown)
        self.arrange(*self._size)

    def _show_x_label(self) -> None:
        """Under the lower of the plots that share the axis."""
        lowest = self._residual_axes if self.residual_plot else self.fit_axes
        for axes in (self.fit_axes, self._residual_axes):
            show_label(axes.xaxis, self._x_axis if axes is lowest else "")

    def arrange(self, width: int, height: int) -> None:
        """Lay the plots out for a figure of width x height pixels: side by side, or stacked where it is narrow."""
        self._size = width, height
        self.figure.set_size_inches(inches(width, DPI), inches(height, DPI), forward=False)
        places = arranged(width, height, residuals=self.residual_plot)
        for axes, (left, bottom, across, high) in zip(self.named_axes.values(), places, strict=True):
            axes.set_position((left / width, bottom / height, across / width, high / height))
            axes.yaxis.set_label_coords(LABEL / across, 0.5)
            renew_positions(axes)
        self.pins.keep_inside()

    def recolour(self, palette: Palette) -> None:
        """Paint everything in the colours of one theme."""
        self.palette = palette
        self.figure.set_facecolor(palette.background)
        for axes in self.named_axes.values():
            axes.set_facecolor(palette.background)
            axes.grid(visible=True, color=palette.grid)
            axes.tick_params(labelcolor=palette.text)
            axes.xaxis.label.set_color(palette.text)
            axes.yaxis.label.set_color(palette.text)
            for spine in axes.spines.values():
                spine.set_color(palette.grid)
        for part in self._parts:
            part.recolour(palette)

    # What the page has to know, for the scene

    @property
    def named_axes(self) -> dict[str, Axes]:
        """The axes, by their names in the scene."""
        return {"fit": self.fit_axes, "residual": self._residual_axes, "loss": self.loss_axes}

    @property
    def painted(self) -> dict[str, dict[str, Artist]]:
        """What the page paints in each of them, by its id."""
        return dict(zip(self.named_axes, (part.painted for part in self._parts), strict=True))

    def is_wanted(self, mark: str) -> bool:
        """Return whether a kind of marks is turned on."""
        return {"residual_lines": self.residual_lines, "squares": self.residual_squares}.get(mark, True)

    # What is shown

    def bring_up_to_date(self) -> None:
        """Have what moves show the path and the state that were told last."""
        if self._late:
            self._put_back()
        for name in ("path", "guess", "state"):
            if name in self._late:
                self._late.pop(name)()

    def show_data(self, data: Galaxies, best_fit: LineFit) -> None:
        """Show the galaxies, hollow those left out, and the exact fit."""
        self._put_back()
        self.fit_plot.show_data(data, best_fit)
        self.loss_plot.show_data(data)
        self._residuals.show_data(data, best_fit)
        self._residuals.hover_galaxy(self.fit_plot.hovered)
        self._x_axis = data.labels.x_axis
        self._show_x_label()

    def show_path(self, path: Trajectory, iterations: int | None = None) -> None:
        """Show the losses that the settings lead to; see `LossPlot.show_path`."""
        self._put_back()
        self.loss_plot.show_path(path, iterations)
        self._late["path"] = self.loss_plot.draw_path

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Show the line, the residuals and the loss of one state of a trajectory."""
        self._late["state"] = lambda: self._draw_state(trajectory, iteration)

    def _draw_state(self, trajectory: Trajectory, iteration: int) -> None:
        state = trajectory.state(iteration)
        self.fit_plot.show_line(state.slope, state.intercept)
        self._residuals.show_line(state.slope, state.intercept)
        self.loss_plot.show_state(trajectory, iteration)

    def show_guess(self, start: tuple[float, float], loss: float, visible: bool) -> None:
        """Show the line (slope, intercept) that the descent starts from, with handles to drag it by, or hide it."""
        self._late["guess"] = lambda: self.fit_plot.show_guess(start, loss, visible=visible)

    def hover_galaxy(self, name: str | None) -> None:
        """Point out one galaxy, or none."""
        self.fit_plot.hover_galaxy(name)
        self._residuals.hover_galaxy(self.fit_plot.hovered)

    def hover_loss(self, iteration: int | None) -> None:
        """Point out one iteration on the curve of the loss, or none."""
        self.bring_up_to_date()
        self.loss_plot.hover_loss(iteration)

    # What can be turned on

    @property
    def residual_lines(self) -> bool:
        """Whether a segment joins each galaxy to the shown line."""
        return self.fit_plot.marks.lines

    @residual_lines.setter
    def residual_lines(self, shown: bool) -> None:
        self.fit_plot.show_residuals(lines=shown)

    @property
    def residual_squares(self) -> bool:
        """Whether each galaxy has the square of its residual."""
        return self.fit_plot.marks.squares

    @residual_squares.setter
    def residual_squares(self, shown: bool) -> None:
        self.fit_plot.show_residuals(squares=shown)

    @property
    def linear_loss(self) -> bool:
        """Whether the loss has a linear scale, else a logarithmic one."""
        return not self.loss_plot.log

    @linear_loss.setter
    def linear_loss(self, linear: bool) -> None:
        self.loss_plot.log = not linear

    def pin(self, trajectory: Trajectory, label: str | None = None) -> None:
        """Keep the loss curve of a run on the galaxies that are shown for comparison; see `LossPlot.pin`."""
        self._put_back()
        self.bring_up_to_date()
        self.loss_plot.pin(trajectory, label)

    def unpin_all(self) -> None:
        """Remove all pinned runs."""
        self._put_back()
        self.bring_up_to_date()
        self.loss_plot.unpin_all()
