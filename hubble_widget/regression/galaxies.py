"""What the rest of the package asks of its galaxies, wherever and however many they are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from hubble_widget.regression.tables import as_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hubble_widget.regression.columns import FloatArray
    from hubble_widget.regression.dataset import Dataset
    from hubble_widget.regression.density import Density, Extent
    from hubble_widget.regression.labels import Labels
    from hubble_widget.regression.moments import Moments

MOST_ROWS = 20_000
"""So many galaxies are worked on and drawn one by one; of more, what is computed once stands for them.

That is their moments, a density and a sample of so many. More rows than these make each step of torch slow, and more
dots hide how many lie where.
"""

SHOWN = 6
"""So many galaxies stand in a notebook's table of a data set."""


class Galaxies(ABC):
    """Distances in Mpc and recession velocities in km/s, of which nothing ever changes.

    A `Dataset` has them in memory. What has them elsewhere answers the same from there: each property is computed when
    it is first asked for, and kept. Up to `MOST_ROWS` galaxies should become a `Dataset`.

    Attributes
    ----------
    title, reference, provenance, note : str
        As in `Dataset`.
    labels : Labels
        What both columns are called, and their units.
    left_out : tuple of str
        The names of galaxies that were left out; of galaxies that cannot be left out one by one, none.
    """

    __slots__ = ()

    title: str
    reference: str
    provenance: str
    note: str
    labels: Labels
    left_out: tuple[str, ...]

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of galaxies that have both numbers."""

    def _repr_html_(self) -> str | None:
        rows, labels = self.sample, self.labels
        few = min(len(rows), SHOWN)
        names = [f"{at + 1}" for at in range(few)] if are_many(self) else rows.names
        cells = [[names[at], f"{rows.distance[at]:.6g}", f"{rows.velocity[at]:.6g}"] for at in range(few)]
        more = f"and {len(self) - few:,} more" if len(self) > few else ""
        left_out = f"without {', '.join(self.left_out)}" if self.left_out else ""
        heading = f"{self.title or 'Your data'}: {len(self):,} {labels.rows}"
        columns = ("", labels.x_axis, labels.y_axis)
        return as_html(heading, cells, columns=columns, notes=[more, left_out, self.note, self.reference])

    @property
    def whole(self) -> Galaxies:
        """The galaxies before any was left out; themselves where none was."""
        return self

    @property
    def units(self) -> Mapping[str, str]:
        """The units of both columns."""
        return self.labels.units

    @abstractmethod
    def labelled(self, labels: Labels) -> Galaxies:
        """Return the same numbers with other labels; nothing is converted."""

    @property
    @abstractmethod
    def moments(self) -> Moments:
        """All that a straight line and its descent depend on."""

    @property
    @abstractmethod
    def extent(self) -> Extent:
        """The least and the greatest distance and velocity."""

    @property
    @abstractmethod
    def density(self) -> Density:
        """How many galaxies there are in each of many equal rectangles of the extent."""

    @property
    @abstractmethod
    def sample(self) -> Dataset:
        """At most `MOST_ROWS` of the galaxies, spread evenly, the same each time; all where there are no more."""

    @abstractmethod
    def triangle(self, degree: int) -> FloatArray:
        """Return all that a curve of degree 2 or 3 depends on; see `hubble_widget.regression.triangle`.

        Parameters
        ----------
        degree : int

        Returns
        -------
        numpy.ndarray
            float64, shape (degree + 2, degree + 2), upper triangular.
        """

    def __deepcopy__(self, memo: object) -> Galaxies:
        """Return itself, for nothing in it ever changes."""
        return self


def are_many(galaxies: Galaxies) -> bool:
    """Return whether there are too many to work on them one by one; see `MOST_ROWS`."""
    return len(galaxies) > MOST_ROWS
