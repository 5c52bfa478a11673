"""What the views beside the loss have in common: each is a plot at the place of the loss plot, mostly hidden."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from hubble_widget.figure.axis_limits import StableLimits
from hubble_widget.figure.own_axes import Part

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class ViewPlot(Part):
    """A plot for which nothing is computed while it is hidden.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    limits : StableLimits
    painted : dict of Artist
        The artists that change with the state, with the mouse or on the page alone, by their ids in the scene; the page
        paints them.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.limits = StableLimits(axes)

    @property
    def visible(self) -> bool:
        """Whether the plot is shown."""
        return bool(self.axes.get_visible())

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.axes.set_visible(visible)
        self.axes.set_navigate(visible)  # otherwise the toolbar would zoom it together with the plot at its place
        self.update()
        self.update_moving()

    @abstractmethod
    def update(self) -> None:
        """Compute and show what has changed of what stays, unless the plot is hidden."""

    @abstractmethod
    def update_moving(self) -> None:
        """Show or hide what moves."""
