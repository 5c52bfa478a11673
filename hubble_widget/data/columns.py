"""Checks of columns of measurements, of any type, and of a pair of columns."""

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hubble_widget.data.labels import HUBBLE, Labels, in_brackets
from hubble_widget.data.real_numbers import to_float
from hubble_widget.data.units import in_unit
from hubble_widget.messages import grouped, message

FloatArray: TypeAlias = NDArray[np.float64]

# Outside these limits, a product of two sums of squares could overflow or underflow float64.
MIN_MAGNITUDE, MAX_MAGNITUDE = 1e-60, 1e60

MIN_GALAXIES = 2

BLOCK = 1 << 13
"""Number of values that are processed at a time. Their intermediate results fit the processor's cache.

For a scalar product of more than 10,000 values, OpenBLAS wakes other threads, which takes longer than the product.
"""

_COPIED_AT_A_TIME = 4 * BLOCK
"""Number of values that are copied at a time: no scalar product limits it, and these fit the cache, too."""

_KINDS_OF_NUMBERS = "iuf"
_KINDS_IN_WORDS = {"b": "bool", "c": "complex numbers", "U": "text", "S": "text", "T": "text"}


class Column(NamedTuple):
    """Checked measurements.

    Attributes
    ----------
    values : numpy.ndarray
        float64, shape (n,), read-only; no other object can change them.
    least, greatest : float
        Extremes of the values; inf and -inf if there are no values.
    """

    values: FloatArray
    least: float
    greatest: float


class Refused(NamedTuple):
    """How many numbers of a column mean "missing", and which they are, in words."""

    number: int
    which: str


class MissingCounts(NamedTuple):
    """How many rows of a table have both numbers, and what is missing in the other rows.

    Attributes
    ----------
    n : int
        Rows with two finite numbers.
    no_velocity, no_distance, neither : int
        The other rows, by what is missing.
    refused : tuple of Refused
        Numbers that count as missing: of distances, then of velocities. Empty if there are none.
    """

    n: int
    no_velocity: int
    no_distance: int
    neither: int
    refused: tuple[Refused, ...] = ()

    @property
    def rows(self) -> int:
        """Number of all rows."""
        return self.n + self.no_velocity + self.no_distance + self.neither

    def describe(self, labels: Labels, *, beside_guess: bool = False) -> list[str]:
        """Return a phrase about the rows without two numbers, as a list; an empty list if all rows have both.

        With `beside_guess`, it follows a phrase about guessed columns. Then it says how many rows were used, else how
        many were left out.
        """
        y, x = labels.y_name, labels.x_name
        y_count, x_count, neither = map(grouped, (self.no_velocity, self.no_distance, self.neither))
        reasons = [
            (self.no_velocity, message("no {name}", name=y), message("{count} no {name}", count=y_count, name=y)),
            (self.no_distance, message("no {name}", name=x), message("{count} no {name}", count=x_count, name=x)),
            (self.neither, message("neither"), message("{count} neither", count=neither)),
        ]
        reasons = [reason for reason in reasons if reason[0]]
        if not reasons:
            return []
        each = ", ".join(alone if len(reasons) == 1 else with_count for _, alone, with_count in reasons)
        used, left_out, rows = map(grouped, (self.n, self.rows - self.n, self.rows))
        phrase = (
            message("{count} of {rows} rows; left out: {reasons}", count=used, rows=rows, reasons=each)
            if beside_guess
            else message("{count} of {rows} rows left out: {reasons}", count=left_out, rows=rows, reasons=each)
        )
        refused = [
            message("{count} with {which}", count=grouped(number), which=which)
            for number, which in self.refused
            if number
        ]
        return [in_brackets(phrase, ", ".join(refused))]


def as_column(name: str, values: object, unit: str, rows: str = HUBBLE.rows) -> Column:
    """Return measurements as a checked, read-only copy.

    Parameters
    ----------
    name : str
        Name of the column in error messages.
    values : array_like
        Real numbers, shape (n,): a list, a tuple, an array, a pandas or Polars Series, an astropy
        Quantity or Column. Values with an astropy unit are converted; all other values must be in
        `unit`. A `Column` is returned unchanged.
    unit : str
        The required unit, in astropy's spelling.
    rows : str
        Word for the rows in error messages.

    Returns
    -------
    Column
        n numbers and their extremes.

    Raises
    ------
    TypeError
        If the values are not real numbers: text, bool, complex, None.
    ValueError
        If they are not one-dimensional, in a unit that does not convert, masked, not finite, or
        outside 1e-60 to 1e60 in magnitude (0 is allowed).
    """
    if isinstance(values, Column):
        return values
    _refuse_masked(name, values, rows)
    given = _as_numbers(name, in_unit(name, values, unit), unit)
    column = own_column(given)
    if column is None:
        raise ValueError(_refusal(name, given, unit, rows))
    return column


def own_column(numbers: NDArray[Any], *, is_own: bool = False) -> Column | None:
    """Return a read-only copy of real numbers, shape (n,); None if one is not finite, or too large or too small.

    The copy is made and checked piece by piece, so that each piece stays in the processor's cache. With `is_own`, the
    numbers are float64 and belong to the caller alone; they are not copied.
    """
    values: FloatArray = numbers if is_own else np.empty(numbers.size)
    least, greatest = math.inf, -math.inf
    with np.errstate(over="ignore"):  # a long double may become infinite, which is refused below
        for first in range(0, values.size, _COPIED_AT_A_TIME):
            part = values[first : first + _COPIED_AT_A_TIME]
            if not is_own:
                part[:] = numbers[first : first + _COPIED_AT_A_TIME]
            low, high = float(part.min()), float(part.max())
            if not (low >= -MAX_MAGNITUDE and high <= MAX_MAGNITUDE):  # nan fails both comparisons
                return None
            if low < MIN_MAGNITUDE and _has_too_small(part):
                return None
            least, greatest = min(least, low), max(greatest, high)
    values.flags.writeable = False
    return Column(values, least, greatest)


def _has_too_small(part: FloatArray) -> bool:
    magnitude = np.abs(part)
    return bool(magnitude.min() < MIN_MAGNITUDE and (magnitude[magnitude > 0] < MIN_MAGNITUDE).any())


def check_columns(distance: Column, velocity: Column, labels: Labels = HUBBLE) -> None:
    """Check that two columns determine a line.

    Raises
    ------
    ValueError
        If they differ in length, hold fewer than 2 galaxies, or all distances are equal.
    """
    x, y = labels.x_name, labels.y_name
    full_y_name = "recession velocity" if labels.has_age else y
    n = distance.values.size
    if n != velocity.values.size:
        raise ValueError(
            f"{x} has {n} values but {y} has {velocity.values.size}; "
            f"pass one {in_brackets(full_y_name, labels.y_unit)} for each {in_brackets(x, labels.x_unit)}."
        )
    if n < MIN_GALAXIES:
        needed = "distances in Mpc and recession velocities in km/s" if labels.has_age else f"{x} and {y} of each"
        raise ValueError(f"a line needs at least {MIN_GALAXIES} {labels.rows}, got {n}; pass {needed}.")
    if distance.least == distance.greatest:
        raise ValueError(no_slope(n, distance.least, labels))


def no_slope(n: int, distance: float, labels: Labels) -> str:
    """Return the error message for n equal distances."""
    return (
        f"all {n:,} {labels.x_values} are {f'{distance} {labels.x_unit}'.rstrip()}, so that no slope is defined; "
        f"pass at least two different {labels.x_values}."
    )


def _refuse_masked(name: str, values: object, rows: str) -> None:
    # The mask of a pandas Series is a method, not an array.
    mask = getattr(values, "mask", None)
    if isinstance(mask, np.ndarray | np.bool_) and mask.any():
        raise ValueError(
            f"{name} has masked values ({np.count_nonzero(mask)} of {mask.size}); "
            f"leave those {rows} out of both columns first."
        )


def as_array(values: Any) -> Any:
    """Return a torch tensor on any device, with or without gradient, as an array; other values unchanged."""
    if not hasattr(values, "detach"):
        return values
    tensor = values.detach().cpu()
    return (tensor.double() if tensor.is_floating_point() else tensor).numpy()  # numpy has no bfloat16


def check_aligned(columns: Mapping[str, Any]) -> None:
    """Check that pandas Series have the same index. Else their values would be paired by position, wrongly."""
    series = {name: column for name, column in columns.items() if hasattr(column, "index") and hasattr(column, "iloc")}
    first = next(iter(series), "")
    for name, column in series.items():
        if not column.index.equals(series[first].index):
            raise ValueError(
                f"{first} and {name} are pandas Series with different indexes; align them first, for example by "
                f"pandas.concat([{first}, {name}], axis=1), or pass plain arrays: {name}.to_numpy()."
            )


def _as_numbers(name: str, values: object, unit: str) -> NDArray[Any]:
    wanted = f"{name} must be a one-dimensional sequence of real numbers{f' in {unit}' if unit else ''}"
    try:
        array = _as_numpy(values)
    except Exception as error:  # each library raises its own errors
        raise TypeError(f"{wanted}, got {type(values).__name__}: {error}") from None
    if array.dtype.kind in _KINDS_IN_WORDS:
        raise TypeError(f"{wanted}, got {_KINDS_IN_WORDS[array.dtype.kind]}: {shorten(values)}.")
    if array.ndim != 1:
        got = f"an array of shape {array.shape}" if array.ndim else f"a {type(values).__name__}"
        raise ValueError(f"{wanted}, got {got}.")
    if array.dtype.kind == "O":
        return _from_objects(wanted, array)
    if array.dtype.kind not in _KINDS_OF_NUMBERS:
        raise TypeError(f"{wanted}, got {array.dtype}.")
    return array


def _as_numpy(values: Any) -> NDArray[Any]:
    try:
        return np.asarray(as_array(values))
    except Exception:
        if not hasattr(values, "to_list"):
            raise
        return np.asarray(values.to_list())  # numbers without a numpy type, such as 128-bit integers of Polars


def _from_objects(wanted: str, array: NDArray[Any]) -> FloatArray:
    for position, item in enumerate(array):
        if isinstance(item, bool) or not isinstance(item, Real | Decimal):
            raise TypeError(f"{wanted}, got {item!r} at position {position}.")
    return np.array([to_float(item) for item in array], dtype=np.float64)


def _refusal(name: str, numbers: NDArray[Any], unit: str, rows: str) -> str:
    """Return the error message about the first number that is refused."""
    with np.errstate(over="ignore"):
        magnitude = np.abs(numbers.astype(np.float64))
    refused = ~((magnitude >= MIN_MAGNITUDE) & (magnitude <= MAX_MAGNITUDE) | (magnitude == 0))
    position = int(np.argmax(refused))
    value = float(numbers[position])
    in_words = f" in {unit}" if unit else ""
    rule = (
        f"0 or from {MIN_MAGNITUDE} to {f'{MAX_MAGNITUDE} {unit}'.rstrip()} in magnitude"
        if np.isfinite(value)
        else f"a finite number{in_words}"
    )
    return (
        f"{name} has {value!r} at position {position}, but each value must be {rule}; "
        f"leave such {rows} out of both columns."
    )


def shorten(values: object, width: int = 60) -> str:
    """Return the repr of a value for an error message, cut after `width` characters."""
    text = repr(values)
    return text if len(text) <= width else f"{text[:width]}…"
