"""How far the data allow the line to vary: lines through galaxies that are drawn from them again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from hubble_widget.data.base_dataset import MAX_ROWS, BaseDataset, are_many
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.moments import Moments
from hubble_widget.data.real_numbers import as_whole
from hubble_widget.fit.cosmology import ages_of
from hubble_widget.fit.hyperparameters import check_fit_intercept, check_seed
from hubble_widget.fit.intervals import ConfidenceIntervals, Interval, age_interval, check_confidence_level
from hubble_widget.formatting import limits, with_unit
from hubble_widget.messages import grouped, message

N_RESAMPLES = 5000
MIN_GALAXIES = 3
"""A resample of two galaxies has the same line or none."""

_AT_A_TIME = 2**17
"""So many draws are kept in memory at once."""

_ONE_DISTANCE = 1e-12
"""Where distances vary by a smaller share of their mean square, they are one distance but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Bootstrap:
    """Least-squares lines through resamples of the galaxies; see `hubble_widget.bootstrap`.

    Attributes
    ----------
    slopes, intercepts : numpy.ndarray
        One for each resample, shape (n_resamples,), in km/s/Mpc and km/s; nan where a resample has galaxies at one
        distance only, and hence no line.
    ages : numpy.ndarray
        The slopes as ages, in Gyr; nan where the slope gives no age, and for data with labels of their own.
    seed : int
        Seed that draws the same resamples again.
    moments : Moments
        The moments of the data; about 0 for lines through the origin.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> result = hw.bootstrap("key_project", n_resamples=2000, seed=1)
    >>> result.ages.shape
    (2000,)
    >>> limits = result.interval(0.68).age
    >>> print(f"{limits.low:.0f} to {limits.high:.0f} Gyr")
    11 to 14 Gyr
    """

    slopes: FloatArray
    intercepts: FloatArray
    ages: FloatArray
    seed: int
    moments: Moments

    def __repr__(self) -> str:
        """Return size, seed and 95 % intervals in one line."""
        labels, (slope, _, age) = self.moments.labels, self.interval(0.95)
        slopes = with_unit(limits(slope.low, slope.high, 2), labels.slope_unit)
        found = message("95 % slope {slopes}", slopes=slopes)
        if age is not None:
            ages = limits(age.low, age.high, 2)
            found = message("95 % slope {slopes}, age {ages} billion years", slopes=slopes, ages=ages)
        if self.moments.residual_ss <= 0:
            found = message("no error: the line meets all {rows}", rows=labels.rows)
        heading = message(
            "Bootstrap of {resamples} resamples of {count} {rows} (seed {seed}): {found}",
            resamples=grouped(self.slopes.size),
            count=grouped(self.moments.n),
            rows=labels.rows,
            seed=self.seed,
            found=found,
        )
        return f"<{heading}>"

    def interval(self, confidence_level: float = 0.95) -> ConfidenceIntervals:
        """Return between which limits the middle share of the resamples lies: the percentile method.

        Parameters
        ----------
        confidence_level : float
            Between 0 and 1.

        Returns
        -------
        ConfidenceIntervals
            `slope` in km/s/Mpc, `intercept` in km/s, `age` in Gyr; each with `low` and `high`. The age's is the slope's
            read as 1 / slope, without `high` (None) where that reaches 0, and None where the data have no age.

        Raises
        ------
        TypeError, ValueError
            If the confidence level is not a number between 0 and 1.
        """
        level = check_confidence_level(confidence_level)
        slope, intercept = (_middle(values, level) for values in (self.slopes, self.intercepts))
        has_age = self.moments.labels.has_age and self.moments.slope > 0
        return ConfidenceIntervals(slope, intercept, age_interval(slope) if has_age else None)


def bootstrap_of(
    galaxies: BaseDataset, *, n_resamples: int = N_RESAMPLES, seed: int | None = None, fit_intercept: bool = True
) -> Bootstrap:
    """Return lines through resamples of the galaxies; see `hubble_widget.bootstrap`.

    Parameters
    ----------
    galaxies : BaseDataset
    n_resamples, seed, fit_intercept
        As in `hubble_widget.bootstrap`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or the galaxies are too few or too many.
    """
    _check_number(galaxies)
    total, seed = check_n_resamples(n_resamples), check_seed(seed)
    moments, rows = galaxies.moments, galaxies.sample
    if not check_fit_intercept(fit_intercept):
        moments = moments.through_origin()  # its means are 0
    x, v = rows.distance - moments.distance_mean, rows.velocity - moments.velocity_mean
    weights = np.ones_like(x) if rows.weights is None else rows.weights
    columns = np.column_stack([x, v, x * x, x * v, np.ones_like(x)]) * weights[:, np.newaxis]
    lines_of = _lines if fit_intercept else _lines_through_origin
    lines = np.concatenate([lines_of(counts @ columns) for counts in resamples(len(x), total, seed)], axis=1)
    slopes = lines[0]
    return Bootstrap(
        slopes=slopes,
        intercepts=lines[1] + (moments.velocity_mean - slopes * moments.distance_mean),
        ages=ages_of(slopes, galaxies.labels),
        seed=seed,
        moments=moments,
    )


def resamples(n: int, n_resamples: int, seed: int) -> Iterator[np.ndarray[Any, np.dtype[np.int64]]]:
    """Yield how often each of n galaxies is drawn, for some resamples at a time; those of a seed begin alike.

    Parameters
    ----------
    n, n_resamples : int
    seed : int

    Yields
    ------
    numpy.ndarray
        Shape (some, n), each row with the sum n.

    Notes
    -----
    The page draws the same (js/src/gradient_descent/resamples.ts), with any version of NumPy: the stream of
    `RandomState` is frozen, see https://numpy.org/doc/stable/reference/random/compatibility.html. It takes seeds below
    2**32.
    """
    random = np.random.RandomState(seed % 2**32)
    most = max(1, _AT_A_TIME // n)
    for first in range(0, n_resamples, most):
        some = min(most, n_resamples - first)
        drawn = (random.random_sample((some, n)) * n).astype(np.intp) + n * np.arange(some)[:, np.newaxis]
        yield np.bincount(drawn.ravel(), minlength=some * n).reshape(some, n)


def check_n_resamples(value: object) -> int:
    """Return a number of resamples as an int.

    Raises
    ------
    TypeError
        If it is not an int.
    ValueError
        If it is below 1.
    """
    wanted = f"a whole number of at least 1, such as {N_RESAMPLES}"
    count = as_whole("n_resamples", value, wanted)
    if count < 1:
        raise ValueError(f"n_resamples must be {wanted}, got {count}.")
    return count


def _check_number(galaxies: BaseDataset) -> None:
    n, rows = len(galaxies), galaxies.labels.rows
    if n < MIN_GALAXIES:
        raise ValueError(f"a bootstrap needs at least {MIN_GALAXIES} {rows}, got {n}: a line through two has no error.")
    if are_many(galaxies):
        raise ValueError(
            f"a bootstrap draws up to {MAX_ROWS:,} {rows}, got {n:,}. Of so many, polyfit(data).conf_int() gives "
            "limits without drawing; a bootstrap of a sample would give wider ones, those of the sample."
        )


def _lines(sums: FloatArray) -> FloatArray:
    """Return slopes and heights over the mean distance, shape (2, k).

    `sums` are those of x, v, x² and x v, and the number of galaxies or their weight, shape (k, 5).
    """
    x, v, xx, xv = sums.T[:-1] / sums.T[-1]
    variance = xx - x * x
    slopes = np.full(len(x), np.nan)
    np.divide(xv - x * v, variance, out=slopes, where=variance > _ONE_DISTANCE * xx)
    return np.stack([slopes, v - slopes * x])


def _lines_through_origin(sums: FloatArray) -> FloatArray:
    """Return slopes and intercepts, which are 0, of the same sums, taken about 0."""
    _x, _v, xx, xv, _n = sums.T
    slopes = np.full(len(xx), np.nan)
    np.divide(xv, xx, out=slopes, where=xx > 0)
    return np.stack([slopes, np.where(np.isnan(slopes), np.nan, 0.0)])


def _middle(values: FloatArray, share: float) -> Interval[float]:
    known = values[~np.isnan(values)]
    if not known.size:
        return Interval(np.nan, np.nan)
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(low), float(high))
