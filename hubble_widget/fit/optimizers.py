"""The updates of ``torch.optim``, bit for bit; importing that itself takes two seconds more.

The caller sees to it that tensors are made outside inference mode and without gradients.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor

MOMENTUM = 0.9
# torch's own defaults.
BETA_OF_MEAN, BETA_OF_SQUARE, EPSILON = 0.9, 0.999, 1e-8


class Optimizer(Protocol):
    """What changes the parameters after each look at the data.

    Attributes
    ----------
    learning_rate : float
        Step size; it may be changed between two steps, as ``optimizer.param_groups[0]["lr"]``.
    """

    learning_rate: float

    def step(self, gradients: Sequence[Tensor]) -> None:
        """Update the parameters in place, given the gradient of each."""


class SGD:
    """Plain gradient descent, ``optim.SGD(parameters, lr=learning_rate)``.

    Parameters
    ----------
    values : sequence of torch.Tensor
        The parameters as seen without gradients.
    learning_rate : float
        Step size.
    """

    def __init__(self, values: Sequence[Tensor], learning_rate: float) -> None:
        self._values = values
        self.learning_rate = learning_rate

    def step(self, gradients: Sequence[Tensor]) -> None:
        """Go against the gradient."""
        for value, gradient in zip(self._values, gradients, strict=True):
            value.add_(gradient, alpha=-self.learning_rate)


class MomentumSGD(SGD):
    """Gradient descent that gathers speed, ``optim.SGD(parameters, lr=learning_rate, momentum=0.9)``."""

    def __init__(self, values: Sequence[Tensor], learning_rate: float) -> None:
        super().__init__(values, learning_rate)
        self._sums = [value.clone().zero_() for value in values]

    def step(self, gradients: Sequence[Tensor]) -> None:
        """Go against the sum of all gradients so far, of which each fades by a tenth per step."""
        for total, gradient in zip(self._sums, gradients, strict=True):
            total.mul_(MOMENTUM).add_(gradient)
        super().step(self._sums)


class Adam:
    """Steps of about the size of the learning rate, ``optim.Adam(parameters, lr=learning_rate)``.

    Parameters
    ----------
    values : sequence of torch.Tensor
        The parameters as seen without gradients.
    learning_rate : float
        Step size.

    Notes
    -----
    Kingma & Ba (2015), arXiv:1412.6980, algorithm 1, in the order of operations of torch.
    """

    def __init__(self, values: Sequence[Tensor], learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self._values = values
        self._means = [value.clone().zero_() for value in values]
        self._squares = [value.clone().zero_() for value in values]
        self._steps = 0

    def step(self, gradients: Sequence[Tensor]) -> None:
        """Go against the mean gradient, divided by its root mean square."""
        self._steps += 1
        step_size = self.learning_rate / (1 - BETA_OF_MEAN**self._steps)
        correction: float = (1 - BETA_OF_SQUARE**self._steps) ** 0.5
        for value, gradient, mean, square in zip(self._values, gradients, self._means, self._squares, strict=True):
            mean.lerp_(gradient, 1 - BETA_OF_MEAN)
            square.mul_(BETA_OF_SQUARE).addcmul_(gradient, gradient, value=1 - BETA_OF_SQUARE)
            value.addcdiv_(mean, (square.sqrt() / correction).add_(EPSILON), value=-step_size)


_CLASSES: dict[str, type[SGD | Adam]] = {"SGD": SGD, "SGD with momentum": MomentumSGD, "Adam": Adam}


def make_optimizer(name: str, values: Sequence[Tensor], learning_rate: float) -> Optimizer:
    """Return an optimizer at its first step.

    Parameters
    ----------
    name : str
        One of `hubble_widget.fit.hyperparameters.OPTIMIZERS`.
    values : sequence of torch.Tensor
        The parameters as seen without gradients; they are updated in place.
    learning_rate : float
        Step size.
    """
    return _CLASSES[name](values, learning_rate)
