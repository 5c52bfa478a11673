"""How sure a straight line is, as the view "How sure?" shows it: resamples, or Student's t where they are too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubble_widget.fit.bootstrap import MIN_GALAXIES, Bootstrap, bootstrap_of
from hubble_widget.fit.fit_with_errors import found_with_errors
from hubble_widget.fit.intervals import Interval

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.columns import FloatArray
    from hubble_widget.fit.fit_with_errors import FitWithErrors
    from hubble_widget.fit.polynomial_fit import PolynomialFit

MAX_RESAMPLED = 1000
"""With more galaxies the intervals are analytic, because drawing would take longer than a person waits."""

LEVELS = (0.68, 0.95)

PECULIAR_VELOCITY = 300.0
"""How far, in km/s, velocities of galaxies typically scatter about Hubble's law, beyond their errors of measurement.

The distances of `sh0es_cepheids`, known to a few per cent, leave 243 to 352 km/s, depending on the frame.
"""

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uncertainty:
    """How far the data allow the age of a straight line to vary; its slope, where there is no age.

    Attributes
    ----------
    fit : PolynomialFit
        The line.
    bootstrap : Bootstrap or None
        Lines through resamples; None where the galaxies are too many, or too few, to be drawn again.
    with_errors : FitWithErrors or str
        The line with errors on both axes, or why there is none; "" where such errors are not known.
    with_scatter : FitWithErrors or None
        The same with `PECULIAR_VELOCITY` added to the errors of the velocities; None where there is none, and of data
        that are no galaxies.
    """

    fit: PolynomialFit
    bootstrap: Bootstrap | None
    with_errors: FitWithErrors | str = ""
    with_scatter: FitWithErrors | None = None

    @property
    def is_age(self) -> bool:
        """Whether this is about the age, in Gyr; otherwise about the slope, in km/s/Mpc."""
        return self.fit.age is not None

    @property
    def value(self) -> float:
        """Age or slope of the line."""
        return self.fit.slope if self.fit.age is None else self.fit.age

    @property
    def value_with_errors(self) -> float | None:
        """Age or slope of the line with errors on both axes; None where there is none."""
        if isinstance(self.with_errors, str):
            return None
        return self.with_errors.age if self.is_age else self.with_errors.slope

    @property
    def values(self) -> FloatArray | None:
        """Ages or slopes of the resamples, shape (n_resamples,), nan where there is none."""
        if self.bootstrap is None:
            return None
        return self.bootstrap.ages if self.is_age else self.bootstrap.slopes

    def interval(self, confidence_level: float) -> Interval[float] | Interval[float | None]:
        """Return the limits of age or slope; without `high` where nothing bounds an age."""
        intervals = (self.fit.conf_int if self.bootstrap is None else self.bootstrap.interval)(confidence_level)
        if self.is_age and intervals.age is not None:
            return intervals.age
        return intervals.slope


def uncertainty_of(galaxies: BaseDataset, fit: PolynomialFit, seed: int = DEFAULT_SEED) -> Uncertainty:
    """Return how sure a straight line through galaxies is.

    Parameters
    ----------
    galaxies : BaseDataset
    fit : PolynomialFit
        Their least-squares line.
    seed : int
        Seed of the resamples.
    """
    fit_intercept = fit.fit_intercept
    scattered: FitWithErrors | str = ""
    if galaxies.labels.has_age:
        scattered = found_with_errors(galaxies, scatter=PECULIAR_VELOCITY, fit_intercept=fit_intercept)
    is_resampled = MIN_GALAXIES <= len(galaxies) <= MAX_RESAMPLED
    return Uncertainty(
        fit=fit,
        bootstrap=bootstrap_of(galaxies, seed=seed, fit_intercept=fit_intercept) if is_resampled else None,
        with_errors=found_with_errors(galaxies, fit_intercept=fit_intercept),
        with_scatter=None if isinstance(scattered, str) else scattered,
    )
