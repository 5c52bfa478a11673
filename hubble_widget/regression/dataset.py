"""Distances and velocities of galaxies, checked once: what everything else is computed from."""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike

from hubble_widget.regression.calls import takes_one_data_set
from hubble_widget.regression.catalogue import CATALOGUES, read_catalogue
from hubble_widget.regression.columns import Column, FloatArray, as_column, check_aligned, check_columns
from hubble_widget.regression.density import Density, Extent
from hubble_widget.regression.galaxies import MOST_ROWS, Galaxies, are_many
from hubble_widget.regression.labels import HUBBLE, Labels, check_labels
from hubble_widget.regression.moments import Moments, summarized
from hubble_widget.regression.names import as_names, numbered
from hubble_widget.regression.sampling import spread_evenly
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.triangle import triangle_of_columns

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Dataset(Galaxies):
    """Distances and recession velocities of galaxies; nothing in it ever changes.

    Parameters
    ----------
    distance : array_like
        Distances in Mpc, shape (n,), n at least 2 and not all equal. An astropy Quantity is
        converted. The data are copied.
    velocity : array_like
        Recession velocities in km/s, shape (n,), likewise.
    names : iterable of str, optional
        One name for each galaxy, no two alike; ``"galaxy 1"``, ``"galaxy 2"``, ... where left out.
    title : str, optional
        What plots are headed with.
    reference : str, optional
        The publication to cite.
    provenance : str, optional
        How the numbers came here.
    note : str, optional
        What was done to them, shown beside the number of galaxies.
    labels : Labels, optional
        Of data that are no galaxies: names and units of x, given as `distance`, and of y, given as `velocity`.

    Attributes
    ----------
    distance, velocity : numpy.ndarray
        float64, shape (n,), read-only, in Mpc and in km/s.
    names : tuple of str
        n names.
    title, reference, provenance, note : str
        As given.
    left_out : tuple of str
        The galaxies that `without` or `toggled` removed, in the order of removal.
    whole : Dataset
        The data set before any galaxy was left out; itself where none was.
    units : mapping of str to str
        ``{"distance": "Mpc", "velocity": "km/s"}``, or as `labels` say.
    moments, extent, density, sample
        As in `Galaxies`.

    Raises
    ------
    TypeError
        If a column does not hold real numbers, a text is not text, or the labels are no `Labels`.
    ValueError
        If a column is not one-dimensional, not finite, masked or in a wrong unit; if the columns
        differ in length; with fewer than 2 galaxies; if all distances are equal; if the names are
        too many, too few or not unique.
    """

    distance: FloatArray
    velocity: FloatArray
    title: str
    reference: str
    provenance: str
    note: str
    labels: Labels
    left_out: tuple[str, ...]
    _whole: "Dataset | None"
    _kept: dict[Hashable, Any]

    @takes_one_data_set("keywords: Dataset(distance=[...], velocity=[...]), in Mpc and km/s", places=1)
    def __init__(
        self,
        *,
        distance: ArrayLike | Column,
        velocity: ArrayLike | Column,
        names: Iterable[str] | None = None,
        title: str = "",
        reference: str = "",
        provenance: str = "",
        note: str = "",
        labels: Labels = HUBBLE,
    ) -> None:
        check_labels(labels)
        check_aligned({"distance": distance, "velocity": velocity})
        distances = as_column(labels.x_name, distance, labels.x_unit, labels.rows)
        velocities = as_column(labels.y_name, velocity, labels.y_unit, labels.rows)
        check_columns(distances, velocities, labels)
        texts = {"title": title, "reference": reference, "provenance": provenance, "note": note}
        for key, text in texts.items():
            if not isinstance(text, str):
                raise TypeError(f"{key} must be text, got {text!r} ({type(text).__name__}).")
        kept: dict[Hashable, Any] = {"extent": Extent(distances[1:], velocities[1:])}
        if names is not None:
            kept["names"] = as_names(names, distances.values.size)
        self._set(
            distance=distances.values,
            velocity=velocities.values,
            left_out=(),
            _whole=None,
            _kept=kept,
            labels=labels,
            **texts,
        )

    def _set(self, **fields: object) -> None:
        for field, value in fields.items():
            object.__setattr__(self, field, value)

    def __len__(self) -> int:
        """Return the number of galaxies."""
        return self.distance.size

    def __repr__(self) -> str:
        """Return title, size and what was left out, in one line."""
        title = f" {self.title!r}" if self.title else ""
        left_out = f", without {', '.join(self.left_out)}" if self.left_out else ""
        return f"<Dataset{title}: {len(self)} {self.labels.rows}{left_out}>"

    def _once(self, what: Hashable, compute: Callable[[], Value]) -> Value:
        """Return what is computed when it is first asked for, and kept."""
        if what not in self._kept:
            self._kept[what] = compute()
        return cast("Value", self._kept[what])

    @property
    def names(self) -> tuple[str, ...]:
        """One name for each galaxy; of millions that nobody has named, none is made up before it is asked for."""
        return self._once("names", lambda: numbered(self.labels.row, len(self)))

    @property
    def moments(self) -> Moments:
        """All that a straight line and its descent depend on."""
        return self._once("moments", lambda: summarized(self.distance, self.velocity, self.extent, self.labels))

    @property
    def extent(self) -> Extent:
        """The least and the greatest distance and velocity."""
        return self._once("extent", lambda: Extent.of_columns(self.distance, self.velocity))

    @property
    def density(self) -> Density:
        """How many galaxies there are in each of many equal rectangles of the extent."""
        return self._once("density", lambda: Density.of_columns(self.distance, self.velocity, self.extent))

    @property
    def sample(self) -> "Dataset":
        """Itself up to `MOST_ROWS` galaxies; of more so many, without names, one out of each of equal parts."""
        return self._once("sample", self._sampled) if are_many(self) else self

    def _sampled(self) -> "Dataset":
        rows = spread_evenly(self.distance, MOST_ROWS)
        return Dataset(
            distance=self.distance[rows],
            velocity=self.velocity[rows],
            title=self.title,
            reference=self.reference,
            provenance=self.provenance,
            note=self.note,
            labels=self.labels,
        )

    def triangle(self, degree: int) -> FloatArray:
        """Return all that a curve of degree 2 or 3 depends on; see `hubble_widget.regression.triangle`."""
        return self._once(
            ("triangle", degree),
            lambda: triangle_of_columns(self.distance, self.velocity, degree, self.moments, self.extent),
        )

    def labelled(self, labels: Labels) -> "Dataset":
        """Return the same numbers with other labels; nothing is converted. The galaxies keep their names."""
        check_labels(labels)
        other = copy(self)
        is_named = "names" in self._kept or not are_many(self)
        other._set(
            labels=labels,
            _whole=None if self._whole is None else self._whole.labelled(labels),
            _kept={"extent": self.extent} | ({"names": self.names} if is_named else {}),
        )
        return other

    def without(self, *names: str) -> "Dataset":
        """Return a new data set that lacks the named galaxies.

        Parameters
        ----------
        *names : str
            Names out of `names`, as they are written there.

        Returns
        -------
        Dataset
            The remaining galaxies in their order; its `left_out` lists the names.

        Raises
        ------
        TypeError
            If a name is not text.
        ValueError
            If a name is unknown, or the rest is no data set (fewer than 2 galaxies, all distances
            equal).
        """
        for name in names:
            self._check_known(name)
        return self.whole._lacking((*self.left_out, *dict.fromkeys(names)))

    def toggled(self, name: str) -> "Dataset":
        """Return a new data set in which a galaxy is left out, or taken back where it was left out.

        Parameters
        ----------
        name : str
            Out of the `names` of `whole`, as it is written there.

        Returns
        -------
        Dataset
            The galaxies in the order of `whole`; `whole` itself where the last one was taken back.

        Raises
        ------
        TypeError, ValueError
            As `without`.
        """
        _check_text(name)
        if name not in self.left_out:
            return self.without(name)
        return self.whole._lacking(tuple(other for other in self.left_out if other != name))

    @property
    def whole(self) -> "Dataset":
        """The data set before any galaxy was left out; itself where none was."""
        return self if self._whole is None else self._whole

    def _lacking(self, left_out: tuple[str, ...]) -> "Dataset":
        if not left_out:
            return self
        keep = np.array([name not in left_out for name in self.names])
        rest = Dataset(
            distance=self.distance[keep],
            velocity=self.velocity[keep],
            names=(name for name in self.names if name not in left_out),
            title=self.title,
            reference=self.reference,
            provenance=self.provenance,
            note=self.note,
            labels=self.labels,
        )
        rest._set(left_out=left_out, _whole=self)
        return rest

    def _check_known(self, name: str) -> None:
        _check_text(name)
        if name in self.left_out:
            raise ValueError(f"{name!r} is left out already.")
        if name not in self.names:
            raise ValueError(
                f"there is no {self.labels.row} {name!r} in this data set."
                f"{did_you_mean(name, self.whole.names)} Its `names` lists all {len(self)}."
            )


def _check_text(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(
            f"names are text, got {name!r} ({type(name).__name__}); pass several as without('NGC 300', 'NGC 925')."
        )


def datasets() -> tuple[str, ...]:
    """Return the names of the catalogues that come with the package.

    Returns
    -------
    tuple of str
        What `load_dataset` takes.
    """
    return CATALOGUES


def load_dataset(name: str) -> Dataset:
    """Return a catalogue that comes with the package.

    Parameters
    ----------
    name : str
        One of `datasets`.

    Returns
    -------
    Dataset
        Distances in Mpc, velocities in km/s, with title, reference and provenance.

    Raises
    ------
    TypeError
        If the name is not text.
    ValueError
        If there is no such catalogue.
    """
    listed = ", ".join(repr(known) for known in CATALOGUES)
    if not isinstance(name, str):
        raise TypeError(f"the name of a catalogue must be one of {listed}, got {name!r}.")
    if name not in CATALOGUES:
        raise ValueError(
            f"there is no catalogue {name!r}.{did_you_mean(name, CATALOGUES)} The catalogues are {listed}."
        )
    return _load(name)


@cache
def _load(name: str) -> Dataset:
    header, rows = read_catalogue(name)
    noun = header.get("noun")
    names = numbered(noun, len(rows)) if noun else tuple(row["name"] for row in rows)
    return Dataset(
        distance=[float(row["distance_mpc"]) for row in rows],
        velocity=[float(row["velocity_km_s"]) for row in rows],
        names=names,
        title=header["title"],
        reference=header["reference"],
        provenance=header["provenance"],
    )
