"""The figure: the fit plot, the loss plot or another view, and, if turned on, the residual plot.

Artists are made once and updated. The page paints the artists that change with the state (`Plots.moving`). They are
updated here only when a picture or the user needs them, not at each state.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from hubble_widget.data.labels import HUBBLE
from hubble_widget.figure.artists.note import show_label
from hubble_widget.figure.artists.visibility import may_be_seen
from hubble_widget.figure.artists.wrong_ruler import WrongRuler
from hubble_widget.figure.axis_limits import update_saved_positions
from hubble_widget.figure.fit_plot import FitPlot
from hubble_widget.figure.layout import LABEL, figure_size, plot_boxes
from hubble_widget.figure.loss_plot import LossPlot
from hubble_widget.figure.loss_surface_plot import LossSurfacePlot
from hubble_widget.figure.matplotlib_private import share_x_again
from hubble_widget.figure.own_axes import OwnAxes, Part
from hubble_widget.figure.palette import LIGHT, Palette
from hubble_widget.figure.plot_figure import DPI, PlotFigure, own_settings
from hubble_widget.figure.residual_plot import ResidualPlot
from hubble_widget.figure.sizes import SMALL, inches
from hubble_widget.figure.uncertainty_plot import UncertaintyPlot
from hubble_widget.figure.universe_plot import UniversePlot
from hubble_widget.figure.view_plot import ViewPlot
from hubble_widget.figure.views import DEFAULT_VIEW
from hubble_widget.text import universe_words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory


class Plots:
    """One figure: galaxies and lines on the left (or on top), the loss or another view on the right (or below).

    Each plot's own settings are its attributes, as `loss_plot.log` and `fit_plot.show_residuals`. This class does what
    concerns several plots, or what has to restore axes first.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    fit_plot : FitPlot
    loss_plot : LossPlot
    loss_surface_plot : LossSurfacePlot
    uncertainty_plot : UncertaintyPlot
    universe_plot : UniversePlot
        They lie where the loss plot is; one of the four is visible.
    fit_axes, loss_axes : matplotlib.axes.Axes
    palette : Palette
        The colors of the theme.
    moving : tuple of Artist
        The artists that change with the state or the mouse, in drawing order.
    """

    def __init__(self, width: int) -> None:
        with own_settings():
            self._make(width)

    def _make(self, width: int) -> None:
        self.figure = PlotFigure()
        self.fit_axes, self.loss_axes = self.figure.subplots(1, 2)
        self._pending: dict[str, Callable[[], None]] = {}
        self._residual_axes = self.figure.add_axes((0.1, 0.1, 0.1, 0.1), sharex=self.fit_axes)
        self._surface_axes = self.figure.add_axes((0.1, 0.1, 0.1, 0.1))
        self._uncertainty_axes = self.figure.add_axes((0.1, 0.1, 0.1, 0.1))
        self._universe_axes = self.figure.add_axes((0.1, 0.1, 0.1, 0.1))
        self._own = [OwnAxes(axes) for axes in self.named_axes.values()]
        self.fit_plot, self.loss_plot = FitPlot(self.fit_axes), LossPlot(self.loss_axes)
        self._residuals = ResidualPlot(self._residual_axes)
        self.loss_surface_plot = LossSurfacePlot(self._surface_axes)
        self.uncertainty_plot = UncertaintyPlot(self._uncertainty_axes)
        self.universe_plot = UniversePlot(self._universe_axes)
        self._ruler = WrongRuler(self.fit_axes.xaxis)
        self._other_views: dict[str, ViewPlot] = {
            "loss_surface": self.loss_surface_plot,
            "uncertainty": self.uncertainty_plot,
            "universe": self.universe_plot,
        }
        self._shown_view: ViewPlot | None = None  # None for the loss
        other_views = self._other_views.values()
        self._parts: list[Part] = [self.fit_plot, self._residuals, self.loss_plot, *other_views]
        for own, part in zip(self._own, self._parts, strict=True):
            own.register(part)
            self._style_axes(own.axes)
        moving = (sorted(part.painted.values(), key=lambda artist: artist.get_zorder()) for part in self._parts)
        self.moving: tuple[Artist, ...] = tuple(chain.from_iterable(moving))
        for artist in self.moving:
            may_be_seen(artist)
        self._size = figure_size(width)
        self._labels = HUBBLE
        self.palette = LIGHT
        self.view = DEFAULT_VIEW
        self.residual_plot = False
        self.recolor(LIGHT)
        self.figure.before_drawing, self.figure.before_pickling = self.repair, self.update_artists
        self.figure.own_artists = self._own_artists

    def _own_artists(self) -> list[Artist]:
        return [artist for own in self._own for artist in own.artists]

    @property
    def iteration_ticks(self) -> list[float]:
        """The numbers on the axis of iterations, if a page without a kernel may replace them by those of another axis.

        There are none where that would move more than what the page paints.
        """
        figure, own_axes = self.figure, set(self.named_axes.values())
        is_ours = set(figure.axes) <= own_axes and set(figure.get_children()) <= {figure.patch, *figure.axes}
        has_others = any(own.has_others for own in self._own if own.axes is self.loss_axes)
        return self.loss_plot.iteration_ticks if is_ours and not has_others else []

    @staticmethod
    def _style_axes(axes: Axes) -> None:
        axes.tick_params(labelsize=SMALL, length=0, pad=5)
        axes.grid(visible=True, linewidth=0.8)
        axes.set_axisbelow(True)

    def repair(self) -> str:
        """Restore what a user has cleared or removed, and set limits that fit the scales that a user has chosen.

        Returns
        -------
        str
            A message for the user, or "".
        """
        self._restore()
        for own in self._own:
            if not own.limits_match_scale():
                if own.axes is self.loss_axes:
                    self.loss_plot.set_limits()
                else:
                    own.format_axes()
        return self._collect_warnings()

    def _restore(self) -> None:
        there, lost = self.figure.axes, []
        for own in self._own:
            if own.sentinel.axes is not own.axes or own.axes not in there:
                own.restore()
                lost.append(own)
        if lost:
            self._share_x()
            for own in lost:
                self._style_axes(own.axes)
                own.format_axes()
            self.residual_plot = self.residual_plot  # sets the labels of the shared axis again
            self.recolor(self.palette)

    def _share_x(self) -> None:
        """Share x again between fit plot and residual plot: matplotlib stops that when axes are removed."""
        fit, residuals = self.fit_axes, self._residual_axes
        share_x_again(fit, residuals)
        if residuals.get_xscale() != fit.get_xscale():
            fit.set_xscale(fit.get_xscale())  # sets both
        other_views = (plot.axes for plot in self._other_views.values())
        for axes in (residuals, fit, self.loss_axes, *other_views):  # shared ticks belong to the fit plot again
            for axis in (axes.xaxis, axes.yaxis):
                axis.get_major_locator().set_axis(axis)
                axis.get_minor_locator().set_axis(axis)
                axis.get_major_formatter().set_axis(axis)
                axis.get_minor_formatter().set_axis(axis)

    def _collect_warnings(self) -> str:
        """Return the warnings about scales that were undone, and clear them."""
        limits_of_parts = [part.limits for part in self._parts]
        warnings = " ".join(filter(None, (limits.warning for limits in limits_of_parts)))
        for limits in limits_of_parts:
            limits.warning = ""
        return warnings

    # Layout and colors

    @property
    def axes(self) -> tuple[Axes, ...]:
        """The axes of the fit plot, of the shown view and, if shown, of the residual plot."""
        shown = (self._residual_axes,) if self.residual_plot else ()
        return self.fit_axes, self.loss_axes if self._shown_view is None else self._shown_view.axes, *shown

    @property
    def view(self) -> str:
        """What the right-hand plot shows: one of `VIEWS`."""
        return next((name for name, plot in self._other_views.items() if plot is self._shown_view), "loss")

    @view.setter
    def view(self, view: str) -> None:
        self._shown_view = self._other_views.get(view)
        self.loss_axes.set_visible(self._shown_view is None)
        self.loss_axes.set_navigate(self._shown_view is None)
        for plot in self._other_views.values():
            plot.visible = plot is self._shown_view
        self.fit_plot.show_uncertainty(shown=view == "uncertainty")
        self.fit_plot.show_pointed_line(self.loss_surface_plot.pointed_line)
        self._run_back()

    def show_distance_factor(self, factor: float) -> None:
        """Multiply all distances by a factor while the universe is shown: the numbers on the axes, nothing else."""
        self.universe_plot.factor = factor
        self.universe_plot.update()
        self._run_back()

    def _run_back(self) -> None:
        """Make room in the fit plot for galaxies that run back, and number its distances by the chosen ruler."""
        plot = self.universe_plot
        if self.fit_plot.reach != plot.reach:
            self.fit_plot.run_back_to(plot.reach)
        self._ruler.multiply(self._factor)
        self._show_x_label()

    @property
    def _factor(self) -> float:
        return self.universe_plot.factor if self.universe_plot.is_drawn else 1.0

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
        """Show the x label under the lower of the plots that share the axis."""
        lowest = self._residual_axes if self.residual_plot else self.fit_axes
        label = universe_words.distances(self._labels.x_title, self._labels.x_unit, self._factor)
        for axes in (self.fit_axes, self._residual_axes):
            show_label(axes.xaxis, label if axes is lowest else "")

    def arrange(self, width: int, height: int) -> None:
        """Lay the plots out for a figure of width x height pixels: side by side, or stacked where it is narrow."""
        self._size = width, height
        self.figure.set_size_inches(inches(width, DPI), inches(height, DPI), forward=False)
        places = plot_boxes(width, height, residuals=self.residual_plot)
        places += [places[-1]] * len(self._other_views)
        for axes, (left, bottom, across, high) in zip(self.named_axes.values(), places, strict=True):
            axes.set_position((left / width, bottom / height, across / width, high / height))
            axes.yaxis.set_label_coords(LABEL / across, 0.5)
            update_saved_positions(axes)
        self.fit_plot.place_legend()
        self.loss_plot.pins.refit_legend()
        self.loss_surface_plot.update()
        self.uncertainty_plot.update()
        self.universe_plot.format_axes()  # its words are wrapped to its width

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
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
            part.recolor(palette)

    # For the scene

    @property
    def named_axes(self) -> dict[str, Axes]:
        """The axes by their names in the scene."""
        return {
            "fit": self.fit_axes,
            "residual": self._residual_axes,
            "loss": self.loss_axes,
            "surface": self._surface_axes,
            "uncertainty": self._uncertainty_axes,
            "universe": self._universe_axes,
        }

    @property
    def painted(self) -> dict[str, dict[str, Artist]]:
        """The artists that the page paints, by axes and by id."""
        return dict(zip(self.named_axes, (part.painted for part in self._parts), strict=True))

    def is_turned_on(self, mark: str) -> bool:
        """Return whether this kind of mark is turned on."""
        marks = self.fit_plot.marks
        if mark in self.loss_surface_plot.painted:
            return self.loss_surface_plot.is_drawn
        if mark in self.uncertainty_plot.painted:
            return self.uncertainty_plot.is_drawn
        if mark in self.fit_plot.run_back.painted:
            return self.universe_plot.is_drawn
        return {"residual_lines": marks.lines, "squares": marks.squares}.get(mark, True)

    # Data and state

    def update_artists(self) -> None:
        """Update the moving artists to the newest path, guess and state."""
        if self._pending:
            self._restore()
        for name in ("path", "guess", "state"):
            if name in self._pending:
                self._pending.pop(name)()

    def show_data(self, data: BaseDataset, exact_fit: PolynomialFit) -> None:
        """Show the galaxies (excluded ones hollow) and the exact fit."""
        self._restore()
        self.fit_plot.show_data(data, exact_fit)
        self.loss_plot.show_data(data)
        self.loss_surface_plot.show_data(data, exact_fit.degree)
        self.uncertainty_plot.show_data(data, exact_fit)
        self.universe_plot.show_data(data.weighted(False), exact_fit)  # they are as close as they are
        self._labels = data.labels
        self._run_back()
        self._residuals.show_data(data, exact_fit)
        self._residuals.hover_galaxy(self.fit_plot.hovered)

    def show_path(self, path: Trajectory, iterations: int | None = None) -> None:
        """Show a path; see `LossPlot.show_path`."""
        self._restore()
        self.loss_plot.show_path(path, iterations)
        self.loss_surface_plot.path = self.uncertainty_plot.path = path
        if isinstance(self._shown_view, LossSurfacePlot | UncertaintyPlot):
            self._shown_view.show_path(path)
        self._pending["path"] = self._draw_path

    def _draw_path(self) -> None:
        self.loss_plot.draw_path()
        self.loss_surface_plot.update_moving()

    def show_state(self, trajectory: Trajectory, iteration: int) -> None:
        """Show the line, the residuals and the loss of one state of a trajectory."""
        self._pending["state"] = lambda: self._draw_state(trajectory, iteration)

    def _draw_state(self, trajectory: Trajectory, iteration: int) -> None:
        state = trajectory.state(iteration)
        self.fit_plot.show_line(state.slope, state.intercept)
        self._residuals.show_line(state.slope, state.intercept)
        self.loss_plot.show_state(trajectory, iteration)
        self.loss_surface_plot.show_state(trajectory, iteration)
        self.uncertainty_plot.show_state(trajectory, iteration)
        self.universe_plot.show_slope(state.slope)
        self.fit_plot.show_pointed_line(self.loss_surface_plot.pointed_line)

    def show_guess(self, start: tuple[float, float], loss: float, visible: bool, *, at_origin: bool = False) -> None:
        """Show or hide the line (slope, intercept) that the descent starts from, with handles to drag it."""
        self._pending["guess"] = lambda: self.fit_plot.show_guess(start, loss, visible=visible, at_origin=at_origin)

    def hover_galaxy(self, name: str | None) -> None:
        """Highlight one galaxy, or none."""
        self.fit_plot.hover_galaxy(name)
        self._residuals.hover_galaxy(self.fit_plot.hovered)

    def hover_loss(self, iteration: int | None) -> None:
        """Highlight one iteration on the loss curve, or none."""
        self.update_artists()
        self.loss_plot.hover_loss(iteration)

    def hover_line(self, line: tuple[float, float] | None) -> None:
        """Highlight one line (slope, intercept) at its place on the loss surface and in the fit plot, or none."""
        self.update_artists()
        self.loss_surface_plot.hover_line(line)
        self.fit_plot.show_pointed_line(self.loss_surface_plot.pointed_line)

    # Pinned runs

    def pin(self, trajectory: Trajectory, label: str | None = None) -> None:
        """Keep the loss curve of a run on the shown galaxies, to compare other runs with it; see `LossPlot.pin`."""
        self._restore()
        self.update_artists()
        self.loss_plot.pin(trajectory, label)
        self.loss_surface_plot.show_pins(self.loss_plot.pins)

    def unpin_all(self) -> None:
        """Remove all pinned runs."""
        self._restore()
        self.update_artists()
        self.loss_plot.unpin_all()
        self.loss_surface_plot.show_pins(self.loss_plot.pins)
