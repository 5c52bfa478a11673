"""Data sets in memory: checked distances and velocities of galaxies, from which all results are computed."""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubble_widget.data.base_dataset import MAX_ROWS, BaseDataset, are_many
from hubble_widget.data.binning import Density, Extent, spread_evenly
from hubble_widget.data.columns import Column, FloatArray, as_column, check_aligned, check_columns
from hubble_widget.data.errors_of_measurement import NO_ERRORS, checked_errors, weights_of
from hubble_widget.data.labels import HUBBLE, Labels, check_labels
from hubble_widget.data.moments import Moments, summarized
from hubble_widget.data.names import as_names, numbered
from hubble_widget.data.r_factor import r_factor_of_columns
from hubble_widget.messages import message
from hubble_widget.suggestions import did_you_mean, takes_one_data_set

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Dataset(BaseDataset):
    """Distances and recession velocities of galaxies. A data set is immutable.

    Parameters
    ----------
    distance : array_like
        Distances in Mpc, shape (n,), n at least 2 and not all equal. An astropy Quantity is
        converted. The data are copied.
    velocity : array_like
        Recession velocities in km/s, shape (n,), likewise.
    names : iterable of str, optional
        A different name for each galaxy; by default ``"galaxy 1"``, ``"galaxy 2"``, ...
    title : str, optional
        Title of the plots.
    reference : str, optional
        The publication to cite.
    provenance : str, optional
        Where the numbers come from.
    note : str, optional
        How the numbers were changed, shown beside the number of galaxies.
    labels : Labels, optional
        For data other than galaxies: names and units of x, passed as `distance`, and of y, passed as `velocity`.
    distance_error, velocity_error : array_like, optional
        One-sigma errors of the measurements, in Mpc and in km/s, shape (n,), above 0; likewise converted. They are
        drawn as error bars, and no fit depends on them unless it is asked for.

    Attributes
    ----------
    distance, velocity : numpy.ndarray
        float64, shape (n,), read-only, in Mpc and in km/s.
    distance_error, velocity_error : numpy.ndarray or None
        Likewise; None where they are not known.
    weights : numpy.ndarray or None
        What each galaxy counts, with the mean 1; None where all count alike, see `weighted`.
    names : tuple of str
        The n names.
    title, reference, provenance, note : str
        As given.
    excluded : tuple of str
        The galaxies that `exclude` removed, in the order of removal.
    whole : Dataset
        The data set before any galaxy was excluded; this one if none was.
    units : mapping of str to str
        ``{"distance": "Mpc", "velocity": "km/s"}``, or the units of `labels`.
    moments, extent, density, sample
        As in `BaseDataset`.

    Raises
    ------
    TypeError
        If a column does not hold real numbers, `title`, `reference`, `provenance`, `note` or a name
        is not text, or `labels` is not a `Labels`.
    ValueError
        If a column is not one-dimensional, not finite, masked or in a wrong unit; if the columns
        differ in length; if there are fewer than 2 galaxies; if all distances are equal; if an error is not above 0;
        if there are too many or too few names, or one occurs twice.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> galaxies = hw.Dataset(distance=[2.0, 9.2, 16.1], velocity=[133, 664, 1794], names=["A", "B", "C"])
    >>> galaxies
    <Dataset: 3 galaxies>
    >>> galaxies.exclude("B").names
    ('A', 'C')
    """

    distance: FloatArray
    velocity: FloatArray
    distance_error: FloatArray | None
    velocity_error: FloatArray | None
    weights: FloatArray | None
    title: str
    reference: str
    provenance: str
    note: str
    labels: Labels
    excluded: tuple[str, ...]
    _whole: "Dataset | None"
    _unweighted: "Dataset | None"
    _cache: dict[Hashable, Any]

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
        distance_error: ArrayLike | Column | None = None,
        velocity_error: ArrayLike | Column | None = None,
    ) -> None:
        check_labels(labels)
        errors = {"distance_error": distance_error, "velocity_error": velocity_error}
        check_aligned({"distance": distance, "velocity": velocity, **errors})
        distances = as_column(labels.x_name, distance, labels.x_unit, labels.rows)
        velocities = as_column(labels.y_name, velocity, labels.y_unit, labels.rows)
        check_columns(distances, velocities, labels)
        n = distances.values.size
        texts = {"title": title, "reference": reference, "provenance": provenance, "note": note}
        for key, text in texts.items():
            if not isinstance(text, str):
                raise TypeError(f"{key} must be text, got {text!r} ({type(text).__name__}).")
        computed: dict[Hashable, Any] = {"extent": Extent(distances[1:], velocities[1:])}
        if names is not None:
            computed["names"] = as_names(names, n)
        self._set(
            distance=distances.values,
            velocity=velocities.values,
            distance_error=checked_errors(labels.x_name, labels.x_unit, distance_error, n, labels),
            velocity_error=checked_errors(labels.y_name, labels.y_unit, velocity_error, n, labels),
            weights=None,
            excluded=(),
            _whole=None,
            _unweighted=None,
            _cache=computed,
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
        """Return title, size and excluded galaxies, in one line."""
        title = f" {self.title!r}" if self.title else ""
        values = {"count": len(self), "rows": self.labels.rows, "names": ", ".join(self.excluded)}
        rows = (
            message("{count} {rows}, without {names}", **values)
            if self.excluded
            else message("{count} {rows}", **values)
        )
        return f"<Dataset{title}: {rows}>"

    def _cached(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """Return a value that is computed at its first use and then kept."""
        if key not in self._cache:
            self._cache[key] = compute()
        return cast("Value", self._cache[key])

    @property
    def names(self) -> tuple[str, ...]:
        """One name for each galaxy. Default names are made at their first use, since there may be millions.

        They are English in every language, because code and magic lines name galaxies by them.
        """
        return self._cached("names", lambda: numbered("galaxy" if self.labels.has_age else "point", len(self)))

    @property
    def moments(self) -> Moments:
        """The sums that determine a straight-line fit and its gradient descent."""
        return self._cached("moments", self._summarized)

    def _summarized(self) -> Moments:
        return summarized(self.distance, self.velocity, self.extent, self.labels, self.weights)

    @property
    def extent(self) -> Extent:
        """The smallest and the largest distance and velocity."""
        return self._cached("extent", lambda: Extent.of_columns(self.distance, self.velocity))

    @property
    def density(self) -> Density:
        """Number of galaxies in each cell of a regular grid over the extent."""
        return self._cached("density", lambda: Density.of_columns(self.distance, self.velocity, self.extent))

    @property
    def sample(self) -> "Dataset":
        """The data set itself up to `MAX_ROWS` galaxies; else that many without names, spread evenly over the rows."""
        return self._cached("sample", self._sampled) if are_many(self) else self

    def _sampled(self) -> "Dataset":
        return self._part(spread_evenly(self.distance, MAX_ROWS)).weighted(self.weights is not None)

    def _part(self, rows: NDArray[Any], names: Iterable[str] | None = None) -> "Dataset":
        """Return some of the galaxies, which have these names."""
        x_error, y_error = self.distance_error, self.velocity_error
        return Dataset(
            distance=self.distance[rows],
            velocity=self.velocity[rows],
            names=names,
            title=self.title,
            reference=self.reference,
            provenance=self.provenance,
            note=self.note,
            labels=self.labels,
            distance_error=None if x_error is None else x_error[rows],
            velocity_error=None if y_error is None else y_error[rows],
        )

    def triangle(self, degree: int) -> FloatArray:
        """Return the R factor of a polynomial fit of degree 1 to 3; see `hubble_widget.data.r_factor`."""
        return self._cached(
            ("triangle", degree),
            lambda: r_factor_of_columns(
                self.distance, self.velocity, degree, self.moments, self.extent, weights=self.weights
            ),
        )

    def labeled(self, labels: Labels) -> "Dataset":
        """Return the same numbers with other labels. Nothing is converted, and the galaxies keep their names."""
        check_labels(labels)
        other = copy(self)
        is_named = "names" in self._cache or not are_many(self)
        other._set(
            labels=labels,
            _whole=None if self._whole is None else self._whole.labeled(labels),
            _unweighted=None if self._unweighted is None else self._unweighted.labeled(labels),
            _cache={"extent": self.extent} | ({"names": self.names} if is_named else {}),
        )
        return other

    def exclude(self, *names: str) -> "Dataset":
        """Return a new data set without the named galaxies.

        Parameters
        ----------
        *names : str
            Names in `names`, spelled the same.

        Returns
        -------
        Dataset
            The remaining galaxies in the same order; its `excluded` lists the names.

        Raises
        ------
        TypeError
            If a name is not text.
        ValueError
            If a name is unknown or excluded already, or the remaining galaxies determine no line
            (fewer than 2 galaxies, or all distances equal).
        """
        for name in names:
            self._check_known(name)
        return self._excluding((*self.excluded, *dict.fromkeys(names)))

    def include(self, *names: str) -> "Dataset":
        """Return a new data set with the named galaxies, which were excluded.

        Parameters
        ----------
        *names : str
            Names in `excluded`, spelled the same.

        Returns
        -------
        Dataset
            The galaxies in the order of `whole`; `whole` itself if no galaxy is excluded any more.

        Raises
        ------
        TypeError
            If a name is not text.
        ValueError
            If a name is not one of `excluded`.
        """
        for name in names:
            _check_text(name)
            if name not in self.excluded:
                known = f"Excluded are {', '.join(map(repr, self.excluded))}." if self.excluded else "None is excluded."
                raise ValueError(f"{name!r} is not excluded.{did_you_mean(name, self.excluded)} {known}")
        return self._excluding(tuple(name for name in self.excluded if name not in names))

    @property
    def whole(self) -> "Dataset":
        """The data set before any galaxy was excluded; this one if none was."""
        return self if self._whole is None else self._whole

    def _excluding(self, excluded: tuple[str, ...]) -> "Dataset":
        whole = self.whole
        if not excluded:
            return whole.weighted(self.weights is not None)
        keep = np.array([name not in excluded for name in whole.names])
        rest = whole._part(keep, (name for name in whole.names if name not in excluded))
        rest._set(excluded=excluded, _whole=whole)
        return rest.weighted(self.weights is not None)

    def weighted(self, weights: bool = True) -> "Dataset":
        """Return the same galaxies, weighted by 1/σ² of their velocities' errors, or (False) each like the others.

        The `weights` of the galaxies have the mean 1, of those that are left when some are excluded, too. All that
        follows from the galaxies is weighted: `moments`, fits and the loss of a training. `whole` never is.

        Raises
        ------
        ValueError
            If the errors of the velocities are not known.
        """
        if not weights or self._unweighted is not None:
            return self if weights or self._unweighted is None else self._unweighted
        if self.velocity_error is None:
            raise ValueError(NO_ERRORS.format(name=self.labels.y_name))
        errors = self.velocity_error
        return self._cached("weighted", lambda: self._with_weights(weights_of(errors)))

    def _with_weights(self, weights: FloatArray) -> "Dataset":
        other = copy(self)
        known = {key: self._cache[key] for key in ("extent", "names", "density") if key in self._cache}
        other._set(weights=weights, _whole=self.whole, _unweighted=self, _cache=known)
        return other

    def _check_known(self, name: str) -> None:
        _check_text(name)
        if name in self.excluded:
            raise ValueError(f"{name!r} is already excluded.")
        if name not in self.names:
            raise ValueError(
                f"there is no {self.labels.row} {name!r} in this data set."
                f"{did_you_mean(name, self.whole.names)} Its `names` lists all {len(self)}."
            )


def _check_text(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(
            f"names must be text, got {name!r} ({type(name).__name__}); pass several names as separate arguments: "
            f"'NGC 300', 'NGC 925'."
        )
