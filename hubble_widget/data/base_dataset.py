"""The interface of all data sets, in memory or in an engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from hubble_widget.formatting import as_html
from hubble_widget.messages import grouped, localized, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hubble_widget.data.binning import Density, Extent
    from hubble_widget.data.columns import FloatArray
    from hubble_widget.data.labels import Labels
    from hubble_widget.data.moments import Moments

MAX_ROWS = 20_000
"""The largest number of galaxies that are used and drawn one by one.

Larger data sets are represented by their moments, a density and a sample of this size. More rows would make each step
of torch slow, and more dots would hide how many galaxies lie where.
"""

SHOWN = 6
"""Number of galaxies in the table that a notebook shows for a data set."""


class Rows(Protocol):
    """Galaxies in memory, as a `Dataset` has them."""

    @property
    def distance(self) -> FloatArray:
        """Distances in Mpc, float64, shape (n,)."""

    @property
    def velocity(self) -> FloatArray:
        """Velocities in km/s, float64, shape (n,)."""

    @property
    def distance_error(self) -> FloatArray | None:
        """Errors of the distances in Mpc, float64, shape (n,); None where they are not known."""

    @property
    def velocity_error(self) -> FloatArray | None:
        """Errors of the velocities in km/s, likewise."""

    @property
    def weights(self) -> FloatArray | None:
        """What each galaxy counts, float64, shape (n,), with the mean 1; None where all count alike."""

    @property
    def names(self) -> tuple[str, ...]:
        """The galaxies' names."""

    def __len__(self) -> int:
        """Return the number of galaxies."""


class BaseDataset(ABC):
    """Immutable distances in Mpc and recession velocities in km/s.

    A `Dataset` keeps them in memory. Other subclasses keep them elsewhere and compute the same properties there. Each
    property is computed at its first use and then kept. Up to `MAX_ROWS` galaxies should become a `Dataset`.

    Attributes
    ----------
    title, reference, provenance, note : str
        As in `Dataset`.
    labels : Labels
        Names and units of both columns.
    excluded : tuple of str
        Names of excluded galaxies; empty where galaxies cannot be excluded one by one.
    """

    __slots__ = ()

    title: str
    reference: str
    provenance: str
    note: str
    labels: Labels
    excluded: tuple[str, ...]

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of galaxies that have both numbers."""

    def _repr_html_(self) -> str | None:
        rows, labels = self.sample, self.labels
        few = min(len(rows), SHOWN)
        names = [f"{at + 1}" for at in range(few)] if are_many(self) else rows.names
        columns_shown = (rows.distance, rows.velocity)
        cells = [[names[at], *(localized(f"{column[at]:.6g}") for column in columns_shown)] for at in range(few)]
        more = message("and {count} more", count=grouped(len(self) - few)) if len(self) > few else ""
        excluded = message("without {names}", names=", ".join(self.excluded)) if self.excluded else ""
        title, n = self.title or message("Your data"), grouped(len(self))
        heading = message("{title}: {count} {rows}", title=title, count=n, rows=labels.rows)
        columns = ("", labels.x_axis, labels.y_axis)
        return as_html(heading, cells, columns=columns, notes=[more, excluded, self.note, self.reference])

    @property
    def whole(self) -> BaseDataset:
        """The data set before any galaxy was excluded; this one if none was."""
        return self

    @property
    def units(self) -> Mapping[str, str]:
        """The units of both columns."""
        return self.labels.units

    @abstractmethod
    def labeled(self, labels: Labels) -> BaseDataset:
        """Return the same numbers with other labels; nothing is converted."""

    @property
    def weights(self) -> FloatArray | None:
        """What each galaxy counts, shape (n,), with the mean 1; None where all count alike."""
        return None

    def weighted(self, weights: bool = True) -> BaseDataset:
        """Return the same galaxies, weighted by the errors of their velocities, or (False) each like the others.

        Raises
        ------
        ValueError
            If the errors are not in memory.
        """
        if weights:
            raise ValueError(
                f"weights need the errors of {self.labels.rows} in memory, but these {len(self):,} stay in their "
                "engine; fetch those that matter first."
            )
        return self

    @property
    @abstractmethod
    def moments(self) -> Moments:
        """The sums that determine a straight-line fit and its gradient descent."""

    @property
    @abstractmethod
    def extent(self) -> Extent:
        """The smallest and the largest distance and velocity."""

    @property
    @abstractmethod
    def density(self) -> Density:
        """Number of galaxies in each cell of a regular grid over the extent."""

    @property
    @abstractmethod
    def sample(self) -> Rows:
        """At most `MAX_ROWS` galaxies, spread evenly and the same each time; all of them if there are no more."""

    @abstractmethod
    def triangle(self, degree: int) -> FloatArray:
        """Return the R factor of a polynomial fit of degree 1 to 3; see `hubble_widget.data.r_factor`.

        Parameters
        ----------
        degree : int

        Returns
        -------
        numpy.ndarray
            float64, shape (degree + 2, degree + 2), upper triangular.
        """

    def __deepcopy__(self, memo: object) -> BaseDataset:
        """Return itself: a data set is immutable."""
        return self


def are_many(galaxies: BaseDataset) -> bool:
    """Return whether there are too many galaxies to use them one by one; see `MAX_ROWS`."""
    return len(galaxies) > MAX_ROWS
