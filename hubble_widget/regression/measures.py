"""A column of a table as a measurement: how its numbers are converted, and which of them stand for none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hubble_widget.regression.columns import BLOCK, Refused
from hubble_widget.regression.cosmology import SPEED_OF_LIGHT, kinematic_factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hubble_widget.regression.columns import FloatArray

_TOLERANCE = 1e-6
"""As a share: a file of float32 has -999.9899902."""


def near(value: float) -> tuple[float, float]:
    """Return the limits within which numbers are a stand-in."""
    reach = min(_TOLERANCE * abs(value), 0.4)  # less than to the next whole number
    return value - reach, value + reach


ALWAYS_STAND_INS = tuple(
    near(-float(f"{nines}{decimals}")) for nines in (99999, 9999, 999) for decimals in ("", ".9", ".99", ".999")
)
"""Limits of velocities that always stand for none: -999 as well as -999.9. No galaxy approaches so fast."""

STAND_INS = tuple(
    sign * value
    for sign in (1, -1)
    for value in (9.99, 99.9, 99.99, 99.999, 999.0, 999.9, 999.99, 9999.0, 9999.9, 9999.99, 99999.0, 999999.0)
)
SMALL_STAND_INS = (-9.0, -9.9, -99.0)
"""What stands for "missing" where a column repeats it: alone it may be a number like any other."""

_LOOKED_AT = 100_000
"""Rows; of many more, so many are looked at."""

_AT_ONCE = 5_000
"""Of these rows, which are copied and sorted: the numbers of a table are in memory once already."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of distances, moduli, velocities or redshifts, as it stands in a table.

    Attributes
    ----------
    name : str
        Of the column.
    factor : float
        By which its numbers are multiplied to be in Mpc, mag, km/s or without a unit.
    law : {"", "modulus", "redshift", "kinematic"}
        How they become distances or velocities; not at all, 10^((μ - 25)/5), c z, and c z with two terms more.
    above : float
        Numbers that are not above stand for none.
    is_checked : bool
        Whether stand-ins are looked for at all: not in data of the user's own labels.
    """

    name: str
    factor: float = 1.0
    law: str = ""
    above: float = -math.inf
    is_checked: bool = False

    @classmethod
    def of(cls, column: Measure | tuple[str, float]) -> Measure:
        """Return a column that may be given by its name and factor alone."""
        return column if isinstance(column, Measure) else cls(*column)

    def converted(self, numbers: Any) -> Any:
        """Return numbers, an array or an expression of narwhals, as distances (Mpc) or velocities (km/s)."""
        numbers = numbers if self.factor == 1 else numbers * self.factor
        if self.law == "modulus":
            return _power_of_ten(numbers)
        if self.law == "redshift":
            return numbers * SPEED_OF_LIGHT
        return numbers * SPEED_OF_LIGHT * kinematic_factor(numbers) if self.law == "kinematic" else numbers

    def value(self, number: float) -> float:
        """Return one number converted."""
        return float(self.converted(np.float64(number)))

    @property
    def is_as_it_stands(self) -> bool:
        """Whether its numbers are distances or velocities already."""
        return self.factor == 1 and not self.law

    @property
    def is_velocity(self) -> bool:
        """Whether negative numbers are measurements too."""
        return self.is_checked and self.above == -math.inf

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """Above which and up to which numbers always stand for none."""
        low = () if self.above == -math.inf else ((-math.inf, self.above),)
        return low + (ALWAYS_STAND_INS if self.is_velocity else ())

    @property
    def candidates(self) -> tuple[float, ...]:
        """Numbers that stand for none where they are repeated."""
        if not self.is_checked:
            return ()
        values = STAND_INS + SMALL_STAND_INS if self.is_velocity else tuple(each for each in STAND_INS if each > 0)
        return tuple(each for each in values if math.isfinite(self.value(each)))

    def which(self, repeated: tuple[float, ...] = (), found: FloatArray | None = None) -> str:
        """Return in words what stands for none.

        Parameters
        ----------
        repeated : tuple of float
            What does because it is repeated.
        found : numpy.ndarray, optional
            All numbers that do, where they are here.
        """
        told = []
        if self.is_velocity:
            alone = (-999.0, -9999.0) if found is None else sorted({*found.tolist()} - {*repeated}, reverse=True)[:3]
            values = [f"{each:g}" for each in alone]
        else:
            values = []
            if found is None or (found <= self.above).any():
                told.append(f"not above {self.above:g}")
        values += [f"{each:g}" for each in repeated if f"{each:g}" not in values]
        if values:
            told.append(f"of {', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else f"of {values[0]}")
        return f"a {self.quantity} {' or '.join(told)}"

    @property
    def quantity(self) -> str:
        """What the column holds, in words."""
        names = {"modulus": "distance modulus", "redshift": "redshift", "kinematic": "redshift"}
        return names.get(self.law, "velocity" if self.is_velocity else "distance")


def _power_of_ten(modulus: Any) -> Any:
    exponent = (modulus - 25.0) * (math.log(10) / 5)
    if hasattr(exponent, "exp"):
        return exponent.exp()
    with np.errstate(over="ignore"):  # what is infinite is left out
        return np.exp(exponent)


def is_repeated(count: int, beside: int, rows: int) -> bool:
    """Return whether a stand-in is repeated as such, and not by chance.

    It comes more often than the whole numbers beside it, and in more than one of 30,000 rows: among millions of numbers
    a few are alike.
    """
    return count > 1 and count > 2 * beside and 30_000 * count > rows


def without_stand_ins(measure: Measure, numbers: FloatArray, least: float | None = None) -> tuple[FloatArray, Refused]:
    """Return a column's numbers as they stand, nan where they stand for none, and how many do.

    Parameters
    ----------
    measure : Measure
    numbers : numpy.ndarray
        float64, shape (n,), not changed.
    least : float, optional
        The least of them, where it is known.
    """
    ranges = measure.ranges
    if not ranges:
        return numbers, Refused(0, "")
    repeated = _repeated(measure, numbers)
    highest = max(high for _low, high in ranges)
    least = np.fmin.reduce(numbers, initial=np.inf) if least is None else least
    if not repeated and not least <= highest:  # as with nearly all columns
        return numbers, Refused(0, "")
    limits = (*ranges, *map(near, repeated))
    highest = max(high for _low, high in limits)
    rows = _rows_up_to(highest, numbers)  # few, of which each range is a pass
    few = numbers[rows]
    refused = np.zeros(few.shape, dtype=bool)
    for low, high in limits:
        refused |= (few > low) & (few <= high)
    refused &= np.isfinite(few)
    if not refused.any():
        return numbers, Refused(0, "")
    left = numbers.copy()
    left[rows[refused]] = np.nan
    return left, Refused(int(np.count_nonzero(refused)), measure.which(repeated, few[refused]))


def _rows_up_to(highest: float, numbers: FloatArray) -> NDArray[np.intp]:
    """Return which numbers are not greater, looked for where the least of a block in the processor's cache is not."""
    found = [np.empty(0, dtype=np.intp)]
    for first in range(0, numbers.size, BLOCK):
        part = numbers[first : first + BLOCK]
        if not part.min() > highest:  # nan is neither
            found.append(first + np.flatnonzero(part <= highest))
    return np.concatenate(found)


def _repeated(measure: Measure, numbers: FloatArray) -> tuple[float, ...]:
    """Return the stand-ins that a column repeats; of millions of rows, some are looked at."""
    limits = np.array([[near(value + step) for step in (0, -1, 1)] for value in measure.candidates]).reshape(-1, 3, 2)
    counts, rows = np.zeros(limits.shape[:2], dtype=np.int64), 0
    for seen in map(np.sort, _some_of(numbers)):
        counts += np.searchsorted(seen, limits[..., 1], "right") - np.searchsorted(seen, limits[..., 0])
        rows += seen.size
    of_each = zip(measure.candidates, counts.tolist(), strict=True)
    return tuple(value for value, (often, below, above) in of_each if is_repeated(often, below + above, rows))


def _some_of(numbers: FloatArray) -> Iterator[FloatArray]:
    """Yield all numbers; of many, one from each stretch of rows, not at the same place: tables repeat a pattern."""
    stride, random = max(1, numbers.size // _LOOKED_AT), np.random.default_rng(0)
    for first in range(0, numbers.size, stride * _AT_ONCE):
        stretch = numbers[first : first + stride * _AT_ONCE]
        starts = np.arange(0, stretch.size - stride + 1, stride)
        yield stretch if stride == 1 else stretch[starts + random.integers(0, stride, starts.size)]
