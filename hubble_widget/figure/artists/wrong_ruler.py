"""The numbers on an axis, multiplied by one factor; what is drawn stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import Formatter, Locator, MaxNLocator

from hubble_widget.formatting import with_minus
from hubble_widget.messages import localized

if TYPE_CHECKING:
    from matplotlib.axis import Axis


class _RoundProducts(MaxNLocator):
    """Places whose products with a factor are round."""

    def __init__(self, factor: float) -> None:
        super().__init__(7, steps=[1, 2, 2.5, 5, 10])
        self._factor = factor

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Return the places between two values."""
        return np.asarray(super().tick_values(vmin * self._factor, vmax * self._factor)) / self._factor


class _Products(Formatter):
    """Numbers that are multiplied by a factor."""

    def __init__(self, factor: float) -> None:
        self._factor = factor

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002  # matplotlib passes the tick's number
        """Return the label of a place."""
        return with_minus(localized(f"{self._factor * x:.6g}"))


class WrongRuler:
    """Multiplies the numbers on one axis.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        A linear one gets round numbers.
    """

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._before: tuple[Locator, Formatter] | None = None
        self._ours: Formatter | None = None

    def multiply(self, factor: float) -> None:
        """Multiply the numbers by a factor; 1 leaves them as they are."""
        axis = self._axis
        if self._before is not None and axis.get_major_formatter() is self._ours:  # no new scale, no user's numbers
            axis.set_major_locator(self._before[0])
            axis.set_major_formatter(self._before[1])
        self._before = None
        if factor == 1:
            return
        self._before = axis.get_major_locator(), axis.get_major_formatter()
        if axis.get_scale() == "linear":
            axis.set_major_locator(_RoundProducts(factor))
        self._ours = _Products(factor)
        axis.set_major_formatter(self._ours)
