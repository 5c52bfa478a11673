"""What each galaxy does to the line: its leverage, and slope and age without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import Labels, in_brackets
from hubble_widget.fit.cosmology import ages_of
from hubble_widget.fit.hyperparameters import check_fit_intercept
from hubble_widget.formatting import as_html, number
from hubble_widget.messages import grouped, localized, message

_MOST_ALONE = 1e-10
"""Where 1 - leverage is smaller, the others are too close together for a line without this galaxy."""

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Influence:
    """What each galaxy does to the least-squares line, in the order of the data.

    Attributes
    ----------
    names : tuple of str
        Names of the galaxies.
    leverage : numpy.ndarray
        How far each galaxy draws the line to itself, shape (n,): the derivative of the fitted velocity there with
        respect to the observed one; from 1/n at the mean distance to 1 (from 0 at distance 0 for a line through the
        origin), times its weight if there are weights. They add up to 2 (to 1).
    cooks_distance : numpy.ndarray
        How far all fitted velocities move without it, in units of what their errors allow, shape (n,). Above 1 a galaxy
        is called influential. nan where there is no error to compare with: on a line, and for two galaxies.
    slope_without : numpy.ndarray
        Slope of the line through the others, in km/s/Mpc, shape (n,); nan where they determine none.
    age_without : numpy.ndarray
        The same as an age, in Gyr, shape (n,); nan where the slope gives no age, and for data with labels of their own.
    labels : Labels
        The labels of the data.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> hw.influence("key_project")
    <Influence of 24 galaxies: without NGC 4414 the slope is 81.9448 km/s/Mpc>
    """

    names: tuple[str, ...]
    leverage: FloatArray
    cooks_distance: FloatArray
    slope_without: FloatArray
    age_without: FloatArray
    labels: Labels

    def __repr__(self) -> str:
        """Return the galaxy without which the line is another one, in one line."""
        if not len(self._by_influence):
            return f"<{self._heading}>"
        first = self._by_influence[0]
        slope = f"{localized(f'{self.slope_without[first]:.6g}')} {self.labels.slope_unit}".rstrip()
        name = self.names[first]
        found = message("{heading}: without {name} the slope is {slope}", heading=self._heading, name=name, slope=slope)
        return f"<{found}>"

    @property
    def _heading(self) -> str:
        return message("Influence of {count} {rows}", count=grouped(len(self.names)), rows=self.labels.rows)

    def _repr_html_(self) -> str:
        slope = in_brackets(message("Slope without it"), self.labels.slope_unit)
        columns = ["", message("Leverage"), message("Cook's distance"), slope]
        if self.labels.has_age:
            columns.append(message("Age without it (billion years)"))
        rows = [self._row(at) for at in self._by_influence[:_SHOWN]]
        left = len(self.names) - len(rows)
        more = message("and {count} more, with less influence", count=grouped(left)) if rows and left else ""
        return as_html(self._heading, rows, columns=columns, notes=[more])

    @property
    def _by_influence(self) -> np.ndarray:
        """Which galaxies have a Cook's distance, the largest first."""
        order = np.argsort(-self.cooks_distance, kind="stable")  # nan comes last
        return order[: np.count_nonzero(~np.isnan(self.cooks_distance))]

    def _row(self, at: int) -> list[str]:
        numbers = ((self.leverage, ".3f"), (self.cooks_distance, ".3f"), (self.slope_without, ".2f"))
        row = [self.names[at], *(number(float(values[at]), digits) for values, digits in numbers)]
        return [*row, number(float(self.age_without[at]), ".2f")] if self.labels.has_age else row


def influence_of(galaxies: BaseDataset, *, fit_intercept: bool = True) -> Influence:
    """Return what each galaxy does to the least-squares line; see `hubble_widget.influence`.

    Parameters
    ----------
    galaxies : BaseDataset
    fit_intercept : bool

    Raises
    ------
    ValueError
        If they are not in memory.
    """
    if not isinstance(galaxies, Dataset):
        raise ValueError(
            f"influence is that of single {galaxies.labels.rows}, but these {len(galaxies):,} stay in their engine; "
            "pass those that matter as a table in memory. How sure the line through all is: polyfit(data).conf_int()."
        )
    fit_intercept = check_fit_intercept(fit_intercept)
    moments = galaxies.moments if fit_intercept else galaxies.moments.through_origin()  # its means are 0
    parameters = 1 + fit_intercept
    away = galaxies.distance - moments.distance_mean
    residual = (galaxies.velocity - moments.velocity_mean) - moments.slope * away
    weights = np.float64(1.0) if galaxies.weights is None else galaxies.weights
    leverage = np.minimum(weights * (fit_intercept / moments.n + away**2 / moments.distance_ss), 1.0)
    others = np.where(1 - leverage > _MOST_ALONE, 1 - leverage, np.nan)
    variance = moments.residual_ss / (moments.n - parameters) if moments.n > parameters else 0.0
    slope_without = moments.slope - weights * away * residual / (moments.distance_ss * others)
    with np.errstate(all="ignore"):
        scatter = variance if variance > 0 else np.nan
        cooks_distance = weights * residual**2 / (parameters * scatter) * leverage / others**2
    return Influence(
        names=galaxies.names,
        leverage=leverage,
        cooks_distance=cooks_distance,
        slope_without=slope_without,
        age_without=ages_of(slope_without, galaxies.labels),
        labels=galaxies.labels,
    )
