"""Columns of a table as measurements: how their numbers are converted, and which numbers mean "missing"."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hubble_widget.data.columns import BLOCK, MAX_MAGNITUDE, Refused
from hubble_widget.data.redshift import SPEED_OF_LIGHT, kinematic_derivative, kinematic_factor
from hubble_widget.formatting import alternatives
from hubble_widget.messages import message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hubble_widget.data.columns import FloatArray

_TOLERANCE = 1e-6
"""Relative tolerance: a file of float32 numbers holds -999.9899902 for -999.99."""


def next_to(value: float) -> tuple[float, float]:
    """Return the next whole numbers of a missing code; for a very large code, the nearest clearly different floats."""
    step = max(1.0, 1e-3 * abs(value)) if abs(value) > 1e15 else 1.0
    return value - step, value + step


def limits_around(value: float) -> tuple[float, float]:
    """Return the limits between which numbers count as a missing code."""
    relative = _TOLERANCE * abs(value)
    tolerance = relative if abs(value) > 1e15 else min(relative, 0.4)  # not as far as the next whole number
    tolerance = tolerance or 1e-12  # around 0
    return value - tolerance, value + tolerance


ALWAYS_MISSING = tuple(
    limits_around(-float(f"{nines}{decimals}"))
    for nines in (99999, 9999, 999)
    for decimals in ("", ".9", ".99", ".999")
)
"""Limits of velocities that always mean "missing": -999, -999.9 and so on. No galaxy approaches so fast."""

_IMPOSSIBLE_APPROACH = 30_000.0
"""km/s, a tenth of the speed of light: no galaxy approaches so fast (the fastest known, by less than 1,000 km/s)."""

MISSING_CODES = (
    *(
        sign * value
        for sign in (1, -1)
        for value in (9.99, 99.9, 99.99, 99.999, 999.0, 999.9, 999.99, 9999.0, 9999.9, 9999.99, 99999.0, 999999.0)
    ),
    *(32767.0, 2147483647.0, 1e20, 1e30, 9.969209968386869e36),
)
SMALL_MISSING_CODES = (-9.0, -9.9, -99.0, -1.0)
"""Numbers that mean "missing" if a column repeats them. A single one may be a measurement.

The largest are what numpy.ma, IDL and netCDF fill in, and the largest numbers of 16 and 32 bits.
"""

FEW_ROWS = 100
"""Number of rows of a short table: in a longer one, a number of 99.9 or -99 is to be expected."""

_MODULI = 15.0, 50.0
"""The moduli (mag) of galaxies: at 10 kpc, and beyond all that are seen."""

_FEWEST_MODULI, _LEAST_R, _SLOPES = 8, 0.8, (0.14, 0.26)
"""Number of rows, correlation and slope for which numbers look like moduli."""

_INSPECTED_ROWS = 100_000
"""Number of rows that are inspected in a longer column."""

_ROWS_AT_ONCE = 5_000
"""Number of inspected rows that are copied and sorted at a time, to save memory."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A table's column of distances, distance moduli, velocities or redshifts, and its conversion.

    Attributes
    ----------
    name : str
        Name of the column.
    factor : float
        Converts its numbers to Mpc, mag, km/s or, for redshifts, numbers without a unit.
    law : {"", "modulus", "redshift", "kinematic"}
        How they become distances or velocities: unchanged, by 10^((μ - 25)/5), by c z, or by c z with two more terms.
    above : float
        Numbers up to this one mean "missing".
    is_checked : bool
        Whether to look for missing codes. This is not done in data with the user's own labels.
    """

    name: str
    factor: float = 1.0
    law: str = ""
    above: float = -math.inf
    is_checked: bool = False

    @classmethod
    def of(cls, column: Measure | tuple[str, float]) -> Measure:
        """Return a measure, or make one from the name and the factor of a column."""
        return column if isinstance(column, Measure) else cls(*column)

    def converted(self, numbers: Any) -> Any:
        """Convert numbers, an array or a narwhals expression, to distances (Mpc) or velocities (km/s)."""
        numbers = numbers if self.factor == 1 else numbers * self.factor
        if self.law == "modulus":
            return _power_of_ten(numbers)
        if self.law == "redshift":
            return numbers * SPEED_OF_LIGHT
        return numbers * SPEED_OF_LIGHT * kinematic_factor(numbers) if self.law == "kinematic" else numbers

    def converted_errors(self, errors: Any, numbers: Any) -> Any:
        """Convert one-sigma errors of numbers, to first order.

        Parameters
        ----------
        errors : numpy.ndarray
            In Mpc, mag, km/s or, of redshifts, without a unit.
        numbers : numpy.ndarray
            What was measured, unconverted.
        """
        if self.law == "modulus":
            return errors * self.converted(numbers) * (math.log(10) / 5)
        if not self.law:
            return errors
        of_factor = 1.0 if self.law == "redshift" else kinematic_derivative(numbers * self.factor)
        return errors * SPEED_OF_LIGHT * of_factor

    def value(self, number: float) -> float:
        """Convert one number."""
        return float(self.converted(np.float64(number)))

    @property
    def needs_no_conversion(self) -> bool:
        """Whether its numbers are distances in Mpc or velocities in km/s."""
        return self.factor == 1 and not self.law

    @property
    def is_velocity(self) -> bool:
        """Whether negative numbers are measurements, too."""
        return self.is_checked and self.above == -math.inf

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """Intervals (low, high] of numbers that always mean "missing"."""
        low = () if self.above == -math.inf else ((-math.inf, self.above),)
        if not self.is_velocity:
            return low
        too_fast = -MAX_MAGNITUDE / self.factor, -_IMPOSSIBLE_APPROACH / self.factor  # what is beyond is refused
        return (too_fast, *ALWAYS_MISSING)

    @property
    def candidates(self) -> tuple[float, ...]:
        """Numbers that mean "missing" if the column repeats them."""
        if not self.is_checked:
            return ()
        positive = tuple(code for code in MISSING_CODES if code > 0)
        codes = MISSING_CODES + SMALL_MISSING_CODES if self.is_velocity else positive
        if self.law in ("redshift", "kinematic"):
            codes = (*codes, 0.0)
        return tuple(code for code in codes if math.isfinite(self.value(code)))

    def which(self, repeated: tuple[float, ...] = (), found: FloatArray | None = None) -> str:
        """Describe the numbers that mean "missing".

        Parameters
        ----------
        repeated : tuple of float
            Numbers that mean "missing" because the column repeats them.
        found : numpy.ndarray, optional
            All numbers in the column that mean "missing", if they are known.
        """
        has_limit = not self.is_velocity and (found is None or bool((found <= self.above).any()))
        if self.is_velocity:
            single = (-999.0, -9999.0) if found is None else sorted({*found.tolist()} - {*repeated}, reverse=True)[:3]
            codes = [f"{code:g}" for code in single]
        else:
            codes = []
        codes += [f"{code:g}" for code in repeated if f"{code:g}" not in codes]
        values = {"quantity": self._quantity, "limit": f"{self.above:g}", "codes": alternatives(codes)}
        if not has_limit:
            return message("{quantity} of {codes}", **values)
        if not codes:
            return message("{quantity} not above {limit}", **values)
        return message("{quantity} not above {limit} or of {codes}", **values)

    @property
    def _quantity(self) -> str:
        """A word for one value of the column."""
        if self.law == "modulus":
            return message("a distance modulus")
        if self.law:
            return message("a redshift")
        return message("a velocity") if self.is_velocity else message("a distance")


def _power_of_ten(modulus: Any) -> Any:
    exponent = (modulus - 25.0) * (math.log(10) / 5)
    if hasattr(exponent, "exp"):
        return exponent.exp()
    with np.errstate(over="ignore"):  # infinite distances are left out later
        return np.exp(exponent)


def is_repeated(count: int, beside: int, rows: int) -> bool:
    """Return whether a column repeats a number as a missing code, and not by chance.

    A missing code occurs more often than the next numbers, one below and one above. It also occurs in more than one of
    30,000 rows, because among millions of numbers a few are equal by chance.

    Parameters
    ----------
    count, beside, rows : int
        How often the number and the next two numbers occur, and the number of rows.
    """
    return count > 1 and count > 2 * beside and 30_000 * count > rows


def without_missing_codes(
    measure: Measure, numbers: FloatArray, least: float | None = None
) -> tuple[FloatArray, Refused]:
    """Return a column's unconverted numbers, with nan for missing codes, and the number of codes.

    Parameters
    ----------
    measure : Measure
    numbers : numpy.ndarray
        float64, shape (n,). This array is not changed.
    least : float, optional
        The smallest number, if it is known.
    """
    ranges = measure.ranges
    if not ranges:
        return numbers, Refused(0, "")
    repeated = _repeated(measure, numbers)
    highest = max(high for _low, high in ranges)
    least = np.fmin.reduce(numbers, initial=np.inf) if least is None else least
    if not repeated and not least <= highest:  # true for nearly all columns
        return numbers, Refused(0, "")
    limits = (*ranges, *map(limits_around, repeated))
    highest = max(high for _low, high in limits)
    rows = _rows_up_to(highest, numbers)  # only these few are compared with each range
    few = numbers[rows]
    refused = np.zeros(few.shape, dtype=bool)
    for low, high in limits:
        refused |= (few > low) & (few <= high)
    refused &= np.isfinite(few)
    if not refused.any():
        return numbers, Refused(0, "")
    cleaned = numbers.copy()
    cleaned[rows[refused]] = np.nan
    return cleaned, Refused(int(np.count_nonzero(refused)), measure.which(repeated, few[refused]))


def stand_in(measure: Measure, numbers: FloatArray) -> str:
    """Return a number that often means "missing", but counts as a number here, since the column does not repeat it.

    Parameters
    ----------
    measure : Measure
    numbers : numpy.ndarray
        What is left of the column, unconverted, float64, shape (n,).

    Returns
    -------
    str
        Empty if there is none.
    """
    if not measure.is_checked:
        return ""
    codes = (*measure.candidates, 0.0) if measure.is_velocity else measure.candidates
    limits = [limits_around(code) for code in codes]
    return next((f"{each:g}" for each in numbers.tolist() for low, high in limits if low < each <= high), "")


def look_like_moduli(distance: FloatArray, velocity: FloatArray) -> bool:
    """Return whether numbers that were taken for distances are rather distance moduli.

    Five more of these mean ten times the velocity, so the logarithm of the velocities rises by 0.2 with each. That of
    velocities at distances between 15 and 50 Mpc does not rise by a fifth of that, unless few galaxies scatter much.

    Parameters
    ----------
    distance : numpy.ndarray
        In Mpc, shape (n,).
    velocity : numpy.ndarray
        In km/s, shape (n,).
    """
    x, y = distance, velocity
    if x.size < _FEWEST_MODULI or x.min() < _MODULI[0] or x.max() > _MODULI[1]:
        return False
    receding = (y > 0) & np.isfinite(y)
    x, y = x[receding], np.log10(y[receding])
    if x.size < _FEWEST_MODULI or np.ptp(x) == 0 or np.ptp(y) == 0:
        return False
    r = np.corrcoef(x, y)[0, 1]
    return bool(r > _LEAST_R and _SLOPES[0] < r * y.std() / x.std() < _SLOPES[1])


def _rows_up_to(highest: float, numbers: FloatArray) -> NDArray[np.intp]:
    """Return the positions of numbers up to `highest`. Blocks whose minimum is larger are skipped."""
    found = [np.empty(0, dtype=np.intp)]
    for first in range(0, numbers.size, BLOCK):
        part = numbers[first : first + BLOCK]
        if not part.min() > highest:  # a minimum of nan is not larger
            found.append(first + np.flatnonzero(part <= highest))
    return np.concatenate(found)


def _repeated(measure: Measure, numbers: FloatArray) -> tuple[float, ...]:
    """Return the missing codes that a column repeats. In a column of millions, a sample of rows is inspected."""
    limits = np.array([[limits_around(each) for each in (code, *next_to(code))] for code in measure.candidates])
    limits = limits.reshape(-1, 3, 2)
    counts, rows = np.zeros(limits.shape[:2], dtype=np.int64), 0
    for part in map(np.sort, _sampled_parts(numbers)):
        counts += np.searchsorted(part, limits[..., 1], "right") - np.searchsorted(part, limits[..., 0])
        rows += part.size
    of_each = zip(measure.candidates, counts.tolist(), strict=True)
    return tuple(code for code, (count, below, above) in of_each if is_repeated(count, below + above, rows))


def _sampled_parts(numbers: FloatArray) -> Iterator[FloatArray]:
    """Yield all numbers in parts; of a long column, one random number from each stride of rows.

    The position within a stride is random, because a table may repeat a pattern of rows.
    """
    stride, random = max(1, numbers.size // _INSPECTED_ROWS), np.random.default_rng(0)
    for first in range(0, numbers.size, stride * _ROWS_AT_ONCE):
        part = numbers[first : first + stride * _ROWS_AT_ONCE]
        starts = np.arange(0, part.size - stride + 1, stride)
        yield part if stride == 1 else part[starts + random.integers(0, stride, starts.size)]
