"""Everything a user may hand in becomes a `Dataset` here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from hubble_widget.regression.catalogue import CATALOGUES, read_catalogue
from hubble_widget.regression.columns import FloatArray, as_column
from hubble_widget.regression.spelling import did_you_mean

UNITS: Mapping[str, str] = MappingProxyType({"distance": "Mpc", "velocity": "km/s"})

FEWEST_GALAXIES = 2


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Dataset:
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

    Attributes
    ----------
    distance, velocity : numpy.ndarray
        float64, shape (n,), read-only, in Mpc and in km/s.
    names : tuple of str
        n names.
    title, reference, provenance : str
        As given.
    left_out : tuple of str
        The galaxies that `without` removed, in the order of removal.
    whole : Dataset
        The data set before any galaxy was left out.
    units : mapping of str to str
        ``{"distance": "Mpc", "velocity": "km/s"}``.

    Raises
    ------
    TypeError
        If a column does not hold real numbers, or a text is not text.
    ValueError
        If a column is not one-dimensional, not finite, masked or in a wrong unit; if the columns
        differ in length; with fewer than 2 galaxies; if all distances are equal; if the names are
        too many, too few or not unique.
    """

    distance: FloatArray
    velocity: FloatArray
    names: tuple[str, ...]
    title: str
    reference: str
    provenance: str
    left_out: tuple[str, ...]
    _whole: "Dataset | None"

    units: ClassVar[Mapping[str, str]] = UNITS

    def __init__(
        self,
        *,
        distance: ArrayLike,
        velocity: ArrayLike,
        names: Iterable[str] | None = None,
        title: str = "",
        reference: str = "",
        provenance: str = "",
    ) -> None:
        distances = as_column("distance", distance, UNITS["distance"])
        velocities = as_column("velocity", velocity, UNITS["velocity"])
        _check_columns(distances, velocities)
        texts = {"title": title, "reference": reference, "provenance": provenance}
        for key, text in texts.items():
            if not isinstance(text, str):
                raise TypeError(f"{key} must be text, got {text!r} ({type(text).__name__}).")
        self._set(
            distance=distances,
            velocity=velocities,
            names=_as_names(names, distances.size),
            left_out=(),
            _whole=None,
            **texts,
        )

    def _set(self, **fields: object) -> None:
        for field, value in fields.items():
            object.__setattr__(self, field, value)

    @property
    def whole(self) -> "Dataset":
        """The data set before any galaxy was left out: itself, or what `without` began with."""
        return self if self._whole is None else self._whole

    def __len__(self) -> int:
        """Return the number of galaxies."""
        return self.distance.size

    def __repr__(self) -> str:
        """Return title, size and what was left out, in one line."""
        title = f" {self.title!r}" if self.title else ""
        left_out = f", without {', '.join(self.left_out)}" if self.left_out else ""
        return f"<Dataset{title}: {len(self)} galaxies{left_out}>"

    def __deepcopy__(self, memo: object) -> "Dataset":
        """Return itself, for nothing in it ever changes."""
        return self

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
        keep = np.array([name not in names for name in self.names])
        rest = Dataset(
            distance=self.distance[keep],
            velocity=self.velocity[keep],
            names=(name for name in self.names if name not in names),
            title=self.title,
            reference=self.reference,
            provenance=self.provenance,
        )
        rest._set(left_out=(*self.left_out, *dict.fromkeys(names)), _whole=self.whole)
        return rest

    def _check_known(self, name: str) -> None:
        if not isinstance(name, str):
            raise TypeError(
                f"names are text, got {name!r} ({type(name).__name__}); pass several as without('NGC 300', 'NGC 925')."
            )
        if name in self.left_out:
            raise ValueError(f"{name!r} is left out already.")
        if name not in self.names:
            raise ValueError(
                f"there is no galaxy {name!r} in this data set."
                f"{did_you_mean(name, self.names)} Its `names` lists all {len(self)}."
            )


def _check_columns(distance: FloatArray, velocity: FloatArray) -> None:
    if distance.size != velocity.size:
        raise ValueError(
            f"distance has {distance.size} values but velocity has {velocity.size}; "
            "pass one recession velocity (km/s) for each distance (Mpc)."
        )
    if distance.size < FEWEST_GALAXIES:
        raise ValueError(
            f"a line needs at least {FEWEST_GALAXIES} galaxies, got {distance.size}; "
            "pass distances in Mpc and recession velocities in km/s."
        )
    if np.all(distance == distance[0]):
        raise ValueError(
            f"all {distance.size} distances are {distance[0]} Mpc, so that no slope is defined; "
            "pass at least two different distances."
        )


def _as_names(names: Iterable[str] | None, count: int) -> tuple[str, ...]:
    if names is None:
        return _numbered("galaxy", count)
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence with one name for each galaxy, got {names!r}.")
    given = tuple(names)
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"each of names must be text, got {name!r} ({type(name).__name__}).")
    if len(given) != count:
        raise ValueError(f"there are {len(given)} names for {count} galaxies; pass one for each.")
    if len(set(given)) != count:
        twice, _ = Counter(given).most_common(1)[0]
        raise ValueError(f"names must differ, but {twice!r} occurs more than once.")
    return tuple(str(name) for name in given)


def _numbered(noun: str, count: int) -> tuple[str, ...]:
    return tuple(f"{noun} {number}" for number in range(1, count + 1))


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
    names = _numbered(noun, len(rows)) if noun else tuple(row["name"] for row in rows)
    return Dataset(
        distance=[float(row["distance_mpc"]) for row in rows],
        velocity=[float(row["velocity_km_s"]) for row in rows],
        names=names,
        title=header["title"],
        reference=header["reference"],
        provenance=header["provenance"],
    )


def as_dataset(value: Dataset | str) -> Dataset:
    """Return a data set as it is, and a catalogue for its name.

    Parameters
    ----------
    value : Dataset or str
        A data set, or one of `datasets`.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If there is no catalogue of that name.
    """
    if isinstance(value, Dataset):
        return value
    if isinstance(value, str):
        return load_dataset(value)
    raise TypeError(
        f"data must be a Dataset or the name of a catalogue, got {type(value).__name__}; "
        "make one by Dataset(distance=[...], velocity=[...]) in Mpc and km/s."
    )
