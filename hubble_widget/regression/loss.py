"""The loss of any line, without torch."""

from collections.abc import Callable

import numpy as np

from hubble_widget.regression.columns import FloatArray
from hubble_widget.regression.galaxies import Galaxies, are_many
from hubble_widget.regression.parameters import (
    DEFAULT_LOSS_FUNCTION,
    HUBER_DELTA,
    as_real,
    check_loss_function,
)


def is_sampled(data: Galaxies, loss_function: str) -> bool:
    """Return whether the loss is that of a sample: of many galaxies, moments tell only the mean squared error."""
    return are_many(data) and loss_function != "MSE"


def columns_for(data: Galaxies, loss_function: str) -> tuple[FloatArray, FloatArray]:
    """Return the distances and velocities of which the loss is.

    Parameters
    ----------
    data : Galaxies
    loss_function : {"MSE", "L1", "Huber"}

    Returns
    -------
    tuple of numpy.ndarray
        Mpc and km/s. Of all galaxies, or of many: of those that stand for all under the mean squared error, see
        `Moments.stand_ins`; of the sample under another.
    """
    if are_many(data) and not is_sampled(data, loss_function):
        return data.moments.stand_ins()
    rows = data.sample
    return rows.distance, rows.velocity


def loss_of(data: Galaxies, slope: float, intercept: float, loss_function: str = DEFAULT_LOSS_FUNCTION) -> float:
    """Return the loss of a line as the descent counts it.

    Parameters
    ----------
    data : Galaxies
    slope, intercept : float
        In km/s/Mpc and km/s.
    loss_function : {"MSE", "L1", "Huber"}
        As in `hubble_widget.train`.

    Returns
    -------
    float
        Mean over the galaxies of a penalty of the residual z, in data divided by their largest
        magnitudes: z² for MSE; abs(z) for L1; for Huber, with d = 0.1, z² / 2 where abs(z) is below
        d and d (abs(z) - d / 2) beyond, as in ``torch.nn.HuberLoss``. inf where it leaves the range
        of float64, as where the line itself has. Of many galaxies see `columns_for`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    penalty = _PENALTIES[check_loss_function(loss_function)]
    moments = data.moments
    distance, velocity = columns_for(data, loss_function)
    with np.errstate(over="ignore", invalid="ignore"):
        weight = np.float64(as_real("slope", slope, "a number in km/s/Mpc")) / moments.slope_scale
        bias = np.float64(as_real("intercept", intercept, "a number in km/s")) / moments.velocity_scale
        residuals = weight * (distance / moments.distance_scale) + bias
        residuals -= velocity / moments.velocity_scale
        loss = float(penalty(np.abs(residuals)).mean())
    # Numbers that are too large can also meet as inf - inf or 0 · inf.
    return loss if np.isfinite(loss) else np.inf


def _huber(distance: FloatArray) -> FloatArray:
    return np.where(distance < HUBER_DELTA, distance**2 / 2, HUBER_DELTA * (distance - HUBER_DELTA / 2))


_PENALTIES: dict[str, Callable[[FloatArray], FloatArray]] = {"MSE": np.square, "L1": np.positive, "Huber": _huber}
