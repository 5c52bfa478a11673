"""The numbers without a widget, from whatever a user hands in: the only place that turns it into galaxies for a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from hubble_widget.io.convert import COLUMNS, ColumnNames, galaxies_of
from hubble_widget.regression.calls import takes_one_data_set
from hubble_widget.regression.descent import descend_moments
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    FLAT_START,
    Start,
)
from hubble_widget.regression.polyfit import fit_polynomial
from hubble_widget.regression.training import train_galaxies

if TYPE_CHECKING:
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

_OF_DESCENT = ("learning_rate", "iterations", "start")
_OF_TRAINING = (*_OF_DESCENT, "optimizer", "loss_function")


@takes_one_data_set("distances and velocities as one tuple: polyfit((distance, velocity))", places=1, others=COLUMNS)
def polyfit(data: object, degree: int = 1, **columns: Unpack[ColumnNames]) -> LineFit:
    """Fit a polynomial to velocity against distance by least squares.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies: whatever `as_dataset` takes.
    degree : {1, 2, 3}
        A straight line, parabola or cubic.
    **columns : str
        x, y, modulus, redshift, names, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    LineFit
        The curve with its errors.

    Raises
    ------
    TypeError
        If the degree is not an int, or the data no data set.
    ValueError
        If the degree is not 1, 2 or 3, or the data have no more than that many different distances.
    """
    return fit_polynomial(galaxies_of(data, columns), degree)


@takes_one_data_set(
    "distances and velocities as one tuple: descend((distance, velocity))",
    places=1,
    settings=_OF_DESCENT,
    others=COLUMNS,
)
def descend(
    data: object,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    **columns: Unpack[ColumnNames],
) -> Trajectory:
    """Return the path of gradient descent without walking it.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies: whatever `as_dataset` takes.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    iterations : int
        Number of updates, at least 1.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    **columns : str
        x, y, modulus, redshift, names, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Trajectory
        iterations + 1 states, equal to those of `train` up to
        rounding.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    return descend_moments(
        galaxies_of(data, columns).moments,
        learning_rate=learning_rate,
        iterations=iterations,
        start=start,
    )


@takes_one_data_set(
    "distances and velocities as one tuple: train((distance, velocity))",
    places=1,
    settings=_OF_TRAINING,
    others=COLUMNS,
)
def train(
    data: object,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    optimizer: str = DEFAULT_OPTIMIZER,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
    **columns: Unpack[ColumnNames],
) -> Trajectory:
    """Walk the path of gradient descent with torch.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies: whatever `as_dataset` takes.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    iterations : int
        Number of updates, at least 1.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
        How the line follows the gradient: the momentum is 0.9, and Adam has torch's defaults.
    loss_function : {"MSE", "L1", "Huber"}
        What the gradient is of: the mean squared residual, the mean absolute one, or the first for
        residuals below 0.1 (in scaled data) and the second beyond.
    **columns : str
        x, y, modulus, redshift, names, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Trajectory
        iterations + 1 states. A descent that diverges ends early; the rest is filled up.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    return train_galaxies(
        galaxies_of(data, columns),
        learning_rate=learning_rate,
        iterations=iterations,
        start=start,
        optimizer=optimizer,
        loss_function=loss_function,
    )
