"""What the loss surface and the loss curve have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.fit.hyperparameters import DEFAULT_LOSS_FUNCTION, DEFAULT_SCALING
from hubble_widget.fit.quadratic_loss import QuadraticLoss
from hubble_widget.fit.scaling import Scales


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineLoss:
    """The loss of lines through scaled data, over torch's own parameters.

    Parameters
    ----------
    data : BaseDataset
    loss_function : {"MSE", "L1", "Huber"}
    scaling : {"max", "standard", "none"}
    """

    fit_intercept: ClassVar[bool]

    data: BaseDataset
    loss_function: str = DEFAULT_LOSS_FUNCTION
    scaling: str = DEFAULT_SCALING

    @property
    def mean_squares(self) -> QuadraticLoss:
        """The mean squared error in closed form, whatever the loss function."""
        return QuadraticLoss.of(self.data.moments, self.scaling, self.fit_intercept)

    @property
    def scales(self) -> Scales:
        """How the data are scaled."""
        return self.mean_squares.scales

    @property
    def largest_stable_rate(self) -> float:
        """The learning rate from which plain gradient descent on the mean squared error diverges."""
        return 2 / self.mean_squares.curvatures[-1]
