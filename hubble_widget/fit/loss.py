"""The loss of any line, without torch."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset, are_many
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.real_numbers import as_real
from hubble_widget.fit.hyperparameters import (
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_SCALING,
    HUBER_DELTA,
    check_fit_intercept,
    check_loss_function,
)
from hubble_widget.fit.polynomial_fit import PolynomialFit
from hubble_widget.fit.scaling import scales_of


def is_sampled(data: BaseDataset, loss_function: str, batch_size: int | None = None) -> bool:
    """Return whether the loss is that of a sample: of many galaxies, moments tell only their mean squared error."""
    return are_many(data) and (loss_function != "MSE" or batch_size is not None)


class LossColumns(NamedTuple):
    """The galaxies of which the loss is.

    Attributes
    ----------
    distance, velocity : numpy.ndarray
        In Mpc and km/s.
    weights : numpy.ndarray or None
        What each of them counts, with the mean 1; None where all count alike.
    """

    distance: FloatArray
    velocity: FloatArray
    weights: FloatArray | None = None

    def mean(self, penalties: FloatArray) -> FloatArray:
        """Return the mean of penalties over the last axis, those of the galaxies."""
        if self.weights is None:
            return np.asarray(penalties.mean(axis=-1))
        return np.asarray(penalties @ self.weights / self.weights.size)


def columns_for(data: BaseDataset, loss_function: str, batch_size: int | None = None) -> LossColumns:
    """Return the galaxies of which the loss is.

    Parameters
    ----------
    data : BaseDataset
    loss_function : {"MSE", "L1", "Huber"}
    batch_size : int, optional
        Galaxies for each update, if not all.

    Returns
    -------
    LossColumns
        The columns of all galaxies. With many: of those that stand for all under the mean squared error, see
        `Moments.equivalent_galaxies`; of the sample under another loss, and for batches.
    """
    if are_many(data) and not is_sampled(data, loss_function, batch_size):
        return LossColumns(*data.moments.equivalent_galaxies())
    rows = data.sample
    return LossColumns(rows.distance, rows.velocity, rows.weights)


def loss_of(
    data: BaseDataset,
    slope: float,
    intercept: float,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
    *,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    batch_size: int | None = None,
) -> float:
    """Return the loss of a line as the descent counts it.

    Parameters
    ----------
    data : BaseDataset
    slope, intercept : float
        In km/s/Mpc and km/s.
    loss_function, scaling, fit_intercept, batch_size
        As in `hubble_widget.train`.

    Returns
    -------
    float
        Mean over the galaxies, weighted if they are, of a penalty of the residual z, in scaled data: z² for MSE; abs(z)
        for L1; for Huber, with d = 0.1, z² / 2 where abs(z) is below d and d (abs(z) - d / 2) beyond, as in
        ``torch.nn.HuberLoss``. inf where it leaves the range of float64, as where the line itself has. Of many
        galaxies see `columns_for`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    penalty = PENALTIES[check_loss_function(loss_function)]
    scales = scales_of(data.moments, scaling, fit_intercept=check_fit_intercept(fit_intercept))
    columns = columns_for(data, loss_function, batch_size)
    with np.errstate(over="ignore", invalid="ignore"):
        x, v = scales.columns(*columns)
        weight, bias = scales.parameters(
            np.float64(as_real("slope", slope, "a number in km/s/Mpc")),
            np.float64(as_real("intercept", intercept, "a number in km/s")),
        )
        residuals = weight * x + bias
        residuals -= v
        loss = float(columns.mean(penalty(np.abs(residuals))))
    # Numbers that are too large can also meet as inf - inf or 0 · inf.
    return loss if np.isfinite(loss) else np.inf


def loss_of_fit(
    data: BaseDataset,
    fit: PolynomialFit,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
    *,
    scaling: str = DEFAULT_SCALING,
    batch_size: int | None = None,
) -> float:
    """Return the loss of an exact fit, a line or a curve, as the descent counts it; see `loss_of`.

    Parameters
    ----------
    data : BaseDataset
        Those that were fitted.
    fit : PolynomialFit
    loss_function, scaling, batch_size
        As in `hubble_widget.train`.
    """
    scale = scales_of(data.moments, scaling, fit_intercept=fit.fit_intercept).velocity_scale
    if loss_function == "MSE" and not is_sampled(data, loss_function, batch_size):
        return fit.loss * (data.moments.velocity_scale / scale) ** 2
    columns = columns_for(data, loss_function, batch_size)
    residuals = columns.velocity - fit.predict(columns.distance)
    return float(columns.mean(PENALTIES[loss_function](np.abs(residuals / scale))))


def _huber(distance: FloatArray) -> FloatArray:
    return np.where(distance < HUBER_DELTA, distance**2 / 2, HUBER_DELTA * (distance - HUBER_DELTA / 2))


PENALTIES: dict[str, Callable[[FloatArray], FloatArray]] = {"MSE": np.square, "L1": np.positive, "Huber": _huber}
"""What each loss function takes the mean of, as a function of the magnitude of a residual."""
