"""The loss of lines through the origin, over torch's own weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.fit.line_loss import LineLoss
from hubble_widget.fit.loss import PENALTIES, columns_for
from hubble_widget.fit.trajectory import Trajectory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LossCurve(LineLoss):
    """The loss of lines through the origin, of scaled data, as a function of the weight.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> curve = LossCurve(data=hw.load_dataset("key_project").exclude("NGC 4639"))
    >>> print(f"{curve.largest_stable_rate:.5f}")
    2.91138
    """

    fit_intercept: ClassVar[bool] = False

    @property
    def least_squares(self) -> tuple[float, float]:
        """Weight of the least-squares line, and its loss."""
        weight = self.mean_squares.best_components()[1]
        return weight, float(self.losses(np.array([weight]))[0])

    def losses(self, weights: FloatArray) -> FloatArray:
        """Return the losses at weights, shape (n,); inf or nan where they leave the range of float64.

        The mean squared error comes from the moments, another loss from the galaxies: of many, from those of the
        sample; see `columns_for`.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            if self.loss_function == "MSE":
                away = weights - self.mean_squares.best_components()[1]
                return self.mean_squares.loss(np.zeros_like(away), away)
            columns = columns_for(self.data, self.loss_function)
            x, v = self.scales.columns(*columns)
            penalty = PENALTIES[self.loss_function]
            # A weight at a time: 20,000 galaxies at once would fill the memory.
            return np.array([columns.mean(penalty(np.abs(weight * x - v))) for weight in weights])

    def place(self, slope: float, _intercept: float = 0.0) -> tuple[float, float]:
        """Return weight and loss of a line through the origin, whose slope is in km/s/Mpc."""
        weight = slope / self.scales.slope_scale
        return weight, float(self.losses(np.array([weight]))[0])

    def places(self, path: Trajectory) -> tuple[FloatArray, FloatArray]:
        """Return weights and losses of the states of a path; nan for lines that miss the origin."""
        weights = np.where(path.intercepts == 0, path.slopes / self.scales.slope_scale, np.nan)
        same_loss = (path.loss_function, path.scaling) == (self.loss_function, self.scaling)
        # A pinned run may be one on other galaxies.
        has_losses = same_loss and not path.fit_intercept and path.moments == self.data.moments
        return weights, path.losses if has_losses else self.losses(weights)
