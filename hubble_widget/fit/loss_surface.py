"""The loss over torch's own weight and bias."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.fit.line_loss import LineLoss
from hubble_widget.fit.loss import PENALTIES, columns_for
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from hubble_widget.fit.trajectory import Trajectory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LossSurface(LineLoss):
    """The loss of straight lines through scaled data, as a function of weight and bias.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> surface = LossSurface(data=hw.load_dataset("key_project").exclude("NGC 4639"))
    >>> print(f"{surface.steepness:.1f} times steeper across the valley than along it")
    27.4 times steeper across the valley than along it
    """

    fit_intercept: ClassVar[bool] = True

    @property
    def bowl(self) -> QuadraticLoss | None:
        """The same in closed form; only the mean squared error has one."""
        return self.mean_squares if self.loss_function == "MSE" else None

    @property
    def least_squares(self) -> tuple[float, float]:
        """Weight and bias of the least-squares line."""
        moments = self.data.moments
        return self.scales.parameters(moments.slope, moments.intercept)

    @property
    def steepness(self) -> float:
        """How many times the mean squared error is steeper across the valley than along it: the ratio of curvatures."""
        flat, steep = self.mean_squares.eigenvalues
        return steep / flat

    def place(self, slope: float, intercept: float) -> tuple[float, float]:
        """Return weight and bias of a line in km/s/Mpc and km/s."""
        return self.scales.parameters(slope, intercept)

    def places(self, path: Trajectory) -> tuple[FloatArray, FloatArray]:
        """Return weights and biases of the states of a path."""
        return self.scales.parameters(path.slopes, path.intercepts)

    def losses(self, weights: FloatArray, biases: FloatArray) -> FloatArray:
        """Return the losses at each pair, shape (biases, weights), computed from the galaxies.

        With many galaxies, the sample or those that stand for all are used; see `columns_for`.
        """
        columns = columns_for(self.data, self.loss_function)
        x, v = self.scales.columns(*columns)
        penalty, grid = PENALTIES[self.loss_function], np.empty((biases.size, weights.size))
        for column, weight in enumerate(weights):  # a column at a time: 20,000 galaxies at once would fill the memory
            residuals = biases[:, np.newaxis] + (weight * x - v)
            grid[:, column] = columns.mean(penalty(np.abs(residuals)))
        return grid


@dataclass(frozen=True, slots=True)
class Ellipses:
    """The contours of a quadratic loss, which are ellipses about the least-squares line.

    Parameters
    ----------
    bowl : QuadraticLoss
    center : tuple of float
        Weight and bias of that line.
    """

    bowl: QuadraticLoss
    center: tuple[float, float]

    def excess(self, weight: float, bias: float) -> float:
        """Return how far the loss there is above its minimum."""
        right, up = weight - self.center[0], bias - self.center[1]
        bowl, (flat, steep) = self.bowl, self.bowl.eigenvalues
        along, across = bowl.cosine * up - bowl.sine * right, bowl.cosine * right + bowl.sine * up
        return (flat * along * along + steep * across * across) / 2

    def semi_axes(self, excess: float) -> tuple[FloatArray, FloatArray]:
        """Return the vectors from the center to the ends of one contour's long and short axis, shape (2,) each."""
        flat, steep = self.bowl.eigenvalues
        cosine, sine = self.bowl.cosine, self.bowl.sine
        long, short = math.sqrt(2 * excess / flat), math.sqrt(2 * excess / steep)
        return long * np.array([-sine, cosine]), short * np.array([cosine, sine])

    def contour(self, excess: float, points: int = 180) -> FloatArray:
        """Return weight and bias of points on one contour, shape (points, 2)."""
        angle = np.linspace(0, 2 * math.pi, points)[:, np.newaxis]
        long, short = self.semi_axes(excess)
        return np.asarray(self.center + np.cos(angle) * long + np.sin(angle) * short)
