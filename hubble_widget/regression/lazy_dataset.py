"""Galaxies that stay in the engine that holds them: all that is known of them was computed there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, ClassVar

from hubble_widget.regression.columns import FEWEST_GALAXIES, LARGEST, SMALLEST
from hubble_widget.regression.curves import PowerSums
from hubble_widget.regression.dataset import UNITS
from hubble_widget.regression.moments import Moments

if TYPE_CHECKING:
    from hubble_widget.regression.curves import Curve
    from hubble_widget.regression.dataset import Dataset
    from hubble_widget.regression.engine import Census, EngineColumns, Extent

HIGHEST_DEGREE = 3

FEW = 20_000
"""Rows that an engine hands over as a `Dataset`: small points, but each can be pointed at and has a name."""


class LazyDataset:
    """Distances and recession velocities of galaxies in a lazy table, which never leave it.

    What is asked for is computed by the engine, once, and kept: a query of one row each for `moments` and the curves,
    at most as many rows as a picture has cells for `density`, a bounded number for `sample`. Made by `as_dataset`.

    Parameters
    ----------
    columns : EngineColumns
        Where the numbers are.
    census : Census
        What the engine has counted of them.
    engine : str
        Its name, for people.
    title, note : str
        As of a `Dataset`.

    Raises
    ------
    ValueError
        If there are fewer than 2 galaxies, all distances are equal, or a number is outside 1e-60 to 1e60 in magnitude.
    """

    units: ClassVar[Mapping[str, str]] = UNITS

    def __init__(self, columns: EngineColumns, census: Census, *, engine: str, title: str = "", note: str = "") -> None:
        _check_extent("distance", census.distance)
        _check_extent("velocity", census.velocity)
        if census.n < FEWEST_GALAXIES:
            raise ValueError(f"a line needs at least {FEWEST_GALAXIES} galaxies, got {census.n}.")
        if census.distance.low == census.distance.high:
            raise ValueError(
                f"all {census.n:,} distances are {census.distance.low} Mpc, so that no slope is defined; "
                "pass at least two different distances."
            )
        self.engine, self.title, self.note = engine, title, note
        self._columns, self._census = columns, census
        self._power_sums: PowerSums | None = None
        self._curves: tuple[Curve, ...] | None = None

    def __len__(self) -> int:
        """Return the number of galaxies."""
        return self._census.n

    def __repr__(self) -> str:
        """Return title, size and engine, in one line."""
        title = f" {self.title!r}" if self.title else ""
        return f"<LazyDataset{title}: {len(self):,} galaxies in {self.engine}>"

    def _sums(self, degree: int) -> PowerSums:
        if self._power_sums is None or self._power_sums.degree < degree:
            self._power_sums = self._columns.power_sums(self._census, degree)
        return self._power_sums

    @property
    def moments(self) -> Moments:
        """All that a straight line and its descent depend on; one query, the first time."""
        sums, census = self._sums(1), self._census
        x, y = census.distance, census.velocity
        u_mean, w_mean = sums.of_u[1] / census.n, sums.of_uw[0] / census.n
        return Moments(
            n=census.n,
            distance_mean=x.centre + u_mean / x.scale,
            velocity_mean=y.centre + w_mean / y.scale,
            distance_ss=(sums.of_u[2] - sums.of_u[1] * u_mean) / x.scale / x.scale,
            velocity_ss=(sums.of_ww - sums.of_uw[0] * w_mean) / y.scale / y.scale,
            cross_ss=(sums.of_uw[1] - sums.of_u[1] * w_mean) / x.scale / y.scale,
            distance_scale=x.largest or 1.0,
            velocity_scale=y.largest or 1.0,
        )


def _check_extent(name: str, extent: Extent) -> None:
    for value in (extent.largest, extent.smallest):
        if not (SMALLEST <= value <= LARGEST) and 0 < value < float("inf"):
            raise ValueError(
                f"{name} has {value!r} in magnitude, but each value must be 0 or from {SMALLEST} to {LARGEST} "
                f"{UNITS[name]}; filter such galaxies out of the table."
            )


class Arrival:
    """Galaxies in an engine that has not been asked anything yet.

    Parameters
    ----------
    columns : EngineColumns
    engine : str
        Its name, for people.
    title : str
    note : callable
        ``note(census)`` returns what was done to the rows, or raises where there are too few.
    fetch : callable
        Returns the galaxies as a `Dataset`, where they are few.
    """

    def __init__(
        self,
        columns: EngineColumns,
        *,
        engine: str,
        title: str,
        note: Callable[[Census], str],
        fetch: Callable[[], Dataset],
    ) -> None:
        self.engine = engine
        self._columns, self._title, self._note, self._fetch = columns, title, note, fetch

    def steps(self) -> Generator[str, None, Dataset | LazyDataset]:
        """Ask the engine, one question after the other: yield what it is about to do, return the galaxies."""
        yield f"{self.engine} counts the rows"
        census = self._columns.census()
        note = self._note(census)
        if census.lacking.rows <= FEW:
            yield f"{self.engine} hands over {census.lacking.rows:,} rows"
            return self._fetch()
        return LazyDataset(self._columns, census, engine=self.engine, title=self._title, note=note)

    def wait(self) -> Dataset | LazyDataset:
        """Return the galaxies when the engine has found them."""
        found: list[Dataset | LazyDataset] = []

        def run() -> Generator[str]:
            found.append((yield from self.steps()))

        for _ in run():
            pass
        return found[0]
