"""The numbers without a widget, from whatever a user hands in: the only place that turns it into galaxies for a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from hubble_widget.fit.bootstrap import N_RESAMPLES, bootstrap_of
from hubble_widget.fit.fit_with_errors import fit_galaxies_with_errors
from hubble_widget.fit.gradient_descent import gradient_descent_of
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    LossFunction,
    Optimizer,
    RateChanges,
    Scaling,
    Start,
    check_weights,
)
from hubble_widget.fit.influence import influence_of
from hubble_widget.fit.least_squares import fit_polynomial
from hubble_widget.fit.torch_training import train_galaxies
from hubble_widget.io.convert import COLUMNS, ColumnNames, galaxies_of
from hubble_widget.suggestions import takes_one_data_set

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.bootstrap import Bootstrap
    from hubble_widget.fit.fit_with_errors import FitWithErrors
    from hubble_widget.fit.influence import Influence
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory

_OF_DESCENT = ("learning_rate", "iterations", "start")
_OF_MODEL = ("scaling", "fit_intercept", "weights", "seed", "rate_changes")
_OF_TRAINING = (*_OF_DESCENT, "optimizer", "loss_function", "batch_size", *_OF_MODEL)


def _galaxies(data: object, columns: ColumnNames, *, weights: bool) -> BaseDataset:
    """Convert a user's data to galaxies, with or without weights."""
    weights = check_weights(weights)
    return galaxies_of(data, columns).weighted(weights)


@takes_one_data_set("distances and velocities as one tuple: polyfit((distance, velocity))", places=1, others=COLUMNS)
def polyfit(
    data: object,
    degree: int = 1,
    *,
    fit_intercept: bool = True,
    weights: bool = False,
    **columns: Unpack[ColumnNames],
) -> PolynomialFit:
    """Fit a polynomial to velocity against distance by least squares.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies: whatever `as_dataset` takes.
    degree : {1, 2, 3}
        A straight line, parabola or cubic.
    fit_intercept : bool
        False holds a straight line at the origin, as Hubble's law has it: velocity = slope · distance. Its errors are
        smaller, because the intercept is taken as known.
    weights : bool
        True lets each galaxy count by 1/σ² of its velocity's error, scaled to the mean 1; the data must have these
        errors. Only the ratios of the weights matter, because the errors of the fit are those of the observed scatter.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    PolynomialFit
        The curve with its errors.

    Raises
    ------
    TypeError
        If the degree is not an int, `fit_intercept` is not a bool, or the data cannot be converted.
    ValueError
        If the degree is not 1, 2 or 3, or the data have no more than that many different distances; if a curve is to go
        through the origin.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> fit = hw.polyfit(hw.load_dataset("key_project").exclude("NGC 4639"))
    >>> print(f"{fit.slope:.2f} km/s/Mpc, {fit.age:.2f} Gyr")
    80.38 km/s/Mpc, 12.16 Gyr
    >>> hw.polyfit(([2.0, 9.2, 16.1], [133, 664, 1794]), degree=2).degree
    2
    >>> for fit_intercept in (True, False):
    ...     fit = hw.polyfit("key_project", fit_intercept=fit_intercept)
    ...     print(f"{fit.slope:.1f} ± {fit.slope_stderr:.1f}")
    76.1 ± 9.5
    76.6 ± 4.0
    """
    return fit_polynomial(_galaxies(data, columns, weights=weights), degree, fit_intercept=fit_intercept)


@takes_one_data_set(
    "distances and velocities as one tuple: gradient_descent((distance, velocity))",
    places=1,
    settings=(*_OF_DESCENT, *_OF_MODEL),
    others=COLUMNS,
)
def gradient_descent(
    data: object,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    scaling: Scaling = DEFAULT_SCALING,
    fit_intercept: bool = True,
    weights: bool = False,
    seed: int | None = None,
    rate_changes: RateChanges = (),
    **columns: Unpack[ColumnNames],
) -> Trajectory:
    """Return the path of gradient descent by its closed form.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies: whatever `as_dataset` takes.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    iterations : int
        Number of updates, at least 1.
    start : pair of float, or "random"
        (slope, intercept) in km/s/Mpc and km/s, whatever the scaling; the intercept is 0 without `fit_intercept`.
        "random" begins as ``torch.nn.Linear(1, 1)`` does, with a weight and a bias between -1 and 1.
    scaling : {"max", "standard", "none"}
        What the data are before they are learned from: divided by their largest magnitudes; standardized, less the mean
        and divided by the standard deviation (of n, not n - 1); or as they are. It decides which learning rates are
        slow and which diverge. Losses of different scalings cannot be compared.
    fit_intercept : bool
        False holds the line at the origin, as ``nn.Linear(1, 1, bias=False)`` does; then "standard" subtracts nothing
        and divides by the root mean square.
    weights : bool
        True lets each galaxy count by 1/σ² of its velocity's error: the loss is the mean of w times the penalty of a
        residual, with weights w of the mean 1. The means of a standardization are weighted, too.
    seed : int, optional
        Seed of a random start, as in ``torch.manual_seed(seed)``; by default a new one, kept in ``Trajectory.seed``.
        Neither your own random numbers nor torch's are touched.
    rate_changes : sequence of (int, float)
        Iterations from which on another learning rate holds, and these rates, in order: ``((200, 0.1),)``.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Trajectory
        iterations + 1 states, equal to those of `train` up to
        rounding.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Notes
    -----
    Each update multiplies what separates the line from the exact one, along the axes of the quadratic loss, by
    1 - learning_rate · curvature: https://distill.pub/2017/momentum, "first steps: gradient descent".

    Examples
    --------
    >>> import hubble_widget as hw
    >>> lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    >>> path = hw.gradient_descent(lesson, learning_rate=0.05, iterations=500)
    >>> print(f"{path.slope:.2f} of {hw.polyfit(lesson).slope:.2f} km/s/Mpc: {path.age:.1f} Gyr")
    74.59 of 80.38 km/s/Mpc: 13.1 Gyr
    >>> path = hw.gradient_descent(lesson, learning_rate=0.5, iterations=1, scaling="standard")
    >>> print(f"{path.slope:.2f} after one step")
    80.38 after one step
    """
    return gradient_descent_of(
        _galaxies(data, columns, weights=weights).moments,
        learning_rate=learning_rate,
        iterations=iterations,
        start=start,
        scaling=scaling,
        fit_intercept=fit_intercept,
        seed=seed,
        rate_changes=rate_changes,
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
    optimizer: Optimizer = DEFAULT_OPTIMIZER,
    loss_function: LossFunction = DEFAULT_LOSS_FUNCTION,
    batch_size: int | None = None,
    scaling: Scaling = DEFAULT_SCALING,
    fit_intercept: bool = True,
    weights: bool = False,
    seed: int | None = None,
    rate_changes: RateChanges = (),
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
    start : pair of float, or "random"
        (slope, intercept) in km/s/Mpc and km/s, whatever the scaling; the intercept is 0 without `fit_intercept`.
        "random" begins as ``torch.nn.Linear(1, 1)`` does, with a weight and a bias between -1 and 1.
    optimizer : {"SGD", "SGD with momentum", "Adam"}
        How the line follows the gradient: the momentum is 0.9, and Adam has torch's defaults.
    loss_function : {"MSE", "L1", "Huber"}
        What the gradient is of: the mean squared residual, the mean absolute one, or the first for
        residuals below 0.1 (in scaled data) and the second beyond.
    batch_size : int, optional
        Galaxies for each update, drawn by torch's DataLoader, which goes through all of them in a new order in each
        epoch; by default all at once. An iteration is one update, and the losses are those of all galaxies. With more
        than 20,000 galaxies, a sample of 20,000 is used.
    scaling : {"max", "standard", "none"}
        What the data are before they are learned from: divided by their largest magnitudes; standardized, less the mean
        and divided by the standard deviation (of n, not n - 1); or as they are. It decides which learning rates are
        slow and which diverge. Losses of different scalings cannot be compared.
    fit_intercept : bool
        False holds the line at the origin, as ``nn.Linear(1, 1, bias=False)`` does; then "standard" subtracts nothing
        and divides by the root mean square.
    weights : bool
        True lets each galaxy count by 1/σ² of its velocity's error: the loss is the mean of w times the penalty of a
        residual, with weights w of the mean 1. The means of a standardization are weighted, too.
    seed : int, optional
        Seed of a random start, as in ``torch.manual_seed(seed)``, and of the order of the batches; by default a new
        one, kept in ``Trajectory.seed``. Neither your own random numbers nor torch's are touched.
    rate_changes : sequence of (int, float)
        Iterations from which on another learning rate holds, and these rates, in order: ``((200, 0.1),)``. The
        optimizer keeps what it has gathered, such as its momentum.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Trajectory
        iterations + 1 states. Where a descent diverges, the remaining states are nan, and their losses inf.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> run = hw.train("key_project", learning_rate=0.05, iterations=500)
    >>> print(f"{run.slope:.4f} km/s/Mpc, {run.age:.2f} Gyr")
    71.6939 km/s/Mpc, 13.64 Gyr
    """
    return train_galaxies(
        _galaxies(data, columns, weights=weights),
        learning_rate=learning_rate,
        iterations=iterations,
        start=start,
        optimizer=optimizer,
        loss_function=loss_function,
        batch_size=batch_size,
        scaling=scaling,
        fit_intercept=fit_intercept,
        seed=seed,
        rate_changes=rate_changes,
    )


@takes_one_data_set(
    "distances and velocities as one tuple: bootstrap((distance, velocity))",
    places=1,
    settings=("n_resamples", "seed", "fit_intercept", "weights"),
    others=COLUMNS,
)
def bootstrap(
    data: object,
    *,
    n_resamples: int = N_RESAMPLES,
    seed: int | None = None,
    fit_intercept: bool = True,
    weights: bool = False,
    **columns: Unpack[ColumnNames],
) -> Bootstrap:
    """Return least-squares lines through galaxies that are drawn from the data again and again.

    Each resample draws n of the n galaxies, each time any of them; so some come twice and some not at all. How far the
    lines differ shows how far the data allow the line to vary, whatever the scatter's shape.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies, 3 to 20,000: whatever `as_dataset` takes.
    n_resamples : int
        At least 1.
    seed : int, optional
        Seed of NumPy's generator; by default a new one. Your own random numbers are left alone. Seeds that differ by
        2**32 draw the same.
    fit_intercept : bool
        False holds the lines at the origin.
    weights : bool
        True lets each galaxy count by 1/σ² of its velocity's error; a galaxy that is drawn brings its weight.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Bootstrap
        `slopes` (km/s/Mpc), `intercepts` (km/s) and `ages` (Gyr), each of shape (n_resamples,), and the `seed`;
        ``interval(0.95)`` gives limits.

    Raises
    ------
    TypeError
        If an argument is of a wrong type.
    ValueError
        If an argument is out of range, or there are fewer galaxies than 3 or more than 20,000. For more galaxies use
        ``polyfit(data).conf_int()``.

    Notes
    -----
    Resampling of pairs, limits by the percentile method: Efron & Tibshirani, An Introduction to the Bootstrap (1993);
    https://en.wikipedia.org/wiki/Bootstrapping_(statistics).

    Examples
    --------
    >>> import hubble_widget as hw
    >>> lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    >>> ages = hw.bootstrap(lesson, seed=1).interval(0.68).age
    >>> print(f"{ages.low:.0f} to {ages.high:.0f} Gyr")
    11 to 14 Gyr
    """
    galaxies = _galaxies(data, columns, weights=weights)
    return bootstrap_of(galaxies, n_resamples=n_resamples, seed=seed, fit_intercept=fit_intercept)


@takes_one_data_set(
    "distances and velocities as one tuple: influence((distance, velocity))",
    places=1,
    settings=("fit_intercept", "weights"),
    others=COLUMNS,
)
def influence(
    data: object, *, fit_intercept: bool = True, weights: bool = False, **columns: Unpack[ColumnNames]
) -> Influence:
    """Return what each galaxy does to the least-squares line.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies in memory: whatever `as_dataset` takes, except lazy tables of more than 20,000 rows.
    fit_intercept : bool
        False holds the line at the origin.
    weights : bool
        True lets each galaxy count by 1/σ² of its velocity's error.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    Influence
        For each galaxy `leverage`, `cooks_distance`, `slope_without` (km/s/Mpc) and `age_without` (Gyr).

    Raises
    ------
    TypeError, ValueError
        If the data cannot be converted, or stay in an engine.

    Notes
    -----
    With the residual e, the leverage h = 1/n + (distance - mean)² / distance_ss and the residuals' variance s²: the
    slope without a galaxy is slope - (distance - mean) e / (distance_ss (1 - h)), and Cook's distance is
    e² h / (2 s² (1 - h)²): Cook, Technometrics 19 (1977) 15; https://en.wikipedia.org/wiki/Cook%27s_distance. Through
    the origin, means and 1/n are 0, and 2 is 1. Nothing is fitted again.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> lesson = hw.load_dataset("key_project").exclude("NGC 4639")
    >>> result = hw.influence(lesson)
    >>> at = result.cooks_distance.argmax()
    >>> print(f"without {result.names[at]}: {result.slope_without[at]:.1f} km/s/Mpc, {result.age_without[at]:.1f} Gyr")
    without NGC 4414: 88.1 km/s/Mpc, 11.1 Gyr
    """
    return influence_of(_galaxies(data, columns, weights=weights), fit_intercept=fit_intercept)


@takes_one_data_set(
    "a table with columns of errors: fit_with_errors(table, x_error='...', y_error='...')",
    places=1,
    settings=("scatter", "fit_intercept"),
    others=COLUMNS,
)
def fit_with_errors(
    data: object, *, scatter: float = 0.0, fit_intercept: bool = True, **columns: Unpack[ColumnNames]
) -> FitWithErrors:
    """Fit a straight line to galaxies whose distances and velocities both have errors.

    `polyfit` takes distances to be exact and minimizes residuals along the axis of velocities; errors of distances make
    its slope too flat. Here the line and the true distances are found together: the sum of
    (distance - true)² / σ_distance² + (velocity - line there)² / σ_velocity² is smallest. Needs odrpack:
    ``pip install "hubble_widget[errors]"``.

    Parameters
    ----------
    data : Dataset, str, table ...
        n galaxies, 3 to 20,000, with errors of both: whatever `as_dataset` takes.
    scatter : float
        Peculiar velocities in km/s, at least 0, that are added in quadrature to the errors of the velocities: galaxies
        move on their own by some 100 to 300 km/s, which no error of a measurement tells.
    fit_intercept : bool
        False holds the line at the origin.
    **columns : str
        x, y, modulus, redshift, names, x_error, y_error, expansion: how a table is read, see `as_dataset`.

    Returns
    -------
    FitWithErrors
        `slope` (km/s/Mpc), `intercept` (km/s) and `age` (Gyr); their standard errors, and ``conf_int(0.95)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, an error is missing, or no line is found.
    ImportError
        If odrpack is missing.

    Notes
    -----
    The standard errors are scaled by the root of the residual variance χ² / (n - 2), as those of `polyfit` are: they
    are as large as the scatter about the line demands. Those of York are not, and follow from the errors of the
    measurements alone; ``slope_stderr / residual_variance**0.5`` is York's. ODRPACK95: Zwolak, Boggs & Watson, ACM
    Transactions on Mathematical Software 33 (2007) 27. York et al., American Journal of Physics 72 (2004) 367.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> galaxies = {
    ...     "Dist": [2.0, 9.2, 16.1, 20.0],
    ...     "e_Dist": [0.1, 0.5, 0.8, 1.0],
    ...     "cz": [133, 664, 1294, 1500],
    ...     "e_cz": [20, 20, 20, 20],
    ... }
    >>> for scatter in (0.0, 300.0):
    ...     fit = hw.fit_with_errors(galaxies, scatter=scatter)
    ...     print(f"{fit.slope:.1f} km/s/Mpc, {fit.age:.2f} Gyr, residual variance {fit.residual_variance:.2f}")
    78.3 km/s/Mpc, 12.49 Gyr, residual variance 0.77
    78.3 km/s/Mpc, 12.49 Gyr, residual variance 0.03
    """
    return fit_galaxies_with_errors(galaxies_of(data, columns), scatter=scatter, fit_intercept=fit_intercept)
