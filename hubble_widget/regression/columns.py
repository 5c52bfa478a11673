"""One rule for what counts as a column of measurements, whatever it arrives as, and one for two of them."""

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hubble_widget.regression.labels import HUBBLE, Labels, in_brackets
from hubble_widget.regression.parameters import to_float
from hubble_widget.regression.quantities import in_unit

FloatArray: TypeAlias = NDArray[np.float64]

# Products of two sums of squares of anything beyond these could leave the range of float64.
SMALLEST, LARGEST = 1e-60, 1e60

FEWEST_GALAXIES = 2

BLOCK = 1 << 13
"""Values that are worked on at a time: what is computed from them stays in the processor's cache.

And for the scalar product of more than 10,000 OpenBLAS wakes other threads, which takes longer than the sum.
"""

_COPIED_AT_A_TIME = 4 * BLOCK
"""Here no scalar product sets a bound, and these fit into the cache, too."""

_KINDS_OF_NUMBERS = "iuf"
_KINDS_IN_WORDS = {"b": "bool", "c": "complex numbers", "U": "text", "S": "text", "T": "text"}


class Column(NamedTuple):
    """Checked measurements.

    Attributes
    ----------
    values : numpy.ndarray
        float64, shape (n,), not writeable; nobody else holds them.
    least, greatest : float
        Their extremes; inf and -inf where there are none.
    """

    values: FloatArray
    least: float
    greatest: float


class Refused(NamedTuple):
    """How many numbers of a column stand for none, and which they are, in words."""

    number: int
    which: str


class Lacking(NamedTuple):
    """How many rows of a table have both numbers, and what the others lack.

    Attributes
    ----------
    n : int
        Rows that have both, finite.
    no_velocity, no_distance, neither : int
        Rows that have not.
    refused : tuple of Refused
        Which numbers were counted as none: of distances, then of velocities; empty where none was.
    """

    n: int
    no_velocity: int
    no_distance: int
    neither: int
    refused: tuple[Refused, ...] = ()

    @property
    def rows(self) -> int:
        """All of them."""
        return self.n + self.no_velocity + self.no_distance + self.neither

    def told(self, labels: Labels, *, beside_guess: bool = False) -> list[str]:
        """Return the words for the rows that lack a number; none where none does.

        Beside columns that were guessed, it is how many rows were taken that counts, else how many were not.
        """
        counts = {
            f"no {labels.y_name}": self.no_velocity,
            f"no {labels.x_name}": self.no_distance,
            "neither": self.neither,
        }
        reasons = {reason: count for reason, count in counts.items() if count}
        if not reasons:
            return []
        each = reasons if len(reasons) == 1 else [f"{count:,} {why}" for why, count in reasons.items()]
        stand_ins = [f"{number:,} with {which}" for number, which in self.refused if number]
        left_out = (
            f"{self.n:,} of {self.rows:,} rows;" if beside_guess else f"{self.rows - self.n:,} of {self.rows:,} rows"
        )
        told = f"{left_out} left out: {', '.join(each)}"
        return [f"{told} ({', '.join(stand_ins)})" if stand_ins else told]


def as_column(name: str, values: object, unit: str, rows: str = HUBBLE.rows) -> Column:
    """Return measurements as a read-only copy, which is checked while it is made.

    Parameters
    ----------
    name : str
        How error messages call the column.
    values : array_like
        Real numbers, shape (n,): a list, a tuple, an array, a pandas or Polars Series, an astropy
        Quantity or Column. What carries an astropy unit is converted; all else is taken to be in
        `unit` already. A `Column` is returned as it is.
    unit : str
        The unit wanted, as astropy spells it.
    rows : str
        What error messages call those that were measured.

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
        outside 1e-60 to 1e60 in magnitude (0 is welcome).
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
    """Return a read-only copy of real numbers, shape (n,); None if one is not finite, or beyond what is computed with.

    It is checked while it is made, piece by piece in the processor's cache. With `is_own` nobody else holds the
    numbers, which are float64: they are not copied.
    """
    values: FloatArray = numbers if is_own else np.empty(numbers.size)
    least, greatest = math.inf, -math.inf
    with np.errstate(over="ignore"):  # what long double loses to infinity is refused
        for first in range(0, values.size, _COPIED_AT_A_TIME):
            part = values[first : first + _COPIED_AT_A_TIME]
            if not is_own:
                part[:] = numbers[first : first + _COPIED_AT_A_TIME]
            low, high = float(part.min()), float(part.max())
            if not (low >= -LARGEST and high <= LARGEST):  # nan is neither
                return None
            if low < SMALLEST and _has_too_small(part):
                return None
            least, greatest = min(least, low), max(greatest, high)
    values.flags.writeable = False
    return Column(values, least, greatest)


def _has_too_small(part: FloatArray) -> bool:
    magnitude = np.abs(part)
    return bool(magnitude.min() < SMALLEST and (magnitude[magnitude > 0] < SMALLEST).any())


def check_columns(distance: Column, velocity: Column, labels: Labels = HUBBLE) -> None:
    """Refuse two columns that determine no line.

    Raises
    ------
    ValueError
        If they differ in length, hold fewer than 2 galaxies, or all distances are equal.
    """
    x, y = labels.x_name, labels.y_name
    y_in_full = "recession velocity" if labels.has_age else y
    n = distance.values.size
    if n != velocity.values.size:
        raise ValueError(
            f"{x} has {n} values but {y} has {velocity.values.size}; "
            f"pass one {in_brackets(y_in_full, labels.y_unit)} for each {in_brackets(x, labels.x_unit)}."
        )
    if n < FEWEST_GALAXIES:
        wanted = "distances in Mpc and recession velocities in km/s" if labels.has_age else f"{x} and {y} of each"
        raise ValueError(f"a line needs at least {FEWEST_GALAXIES} {labels.rows}, got {n}; pass {wanted}.")
    if distance.least == distance.greatest:
        raise ValueError(no_slope(n, distance.least, labels))


def no_slope(n: int, distance: float, labels: Labels) -> str:
    """Return what is said where all n distances are equal."""
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
    """Return a tensor of torch as an array, wherever it is and whatever asks for its gradient; all else as it is."""
    if not hasattr(values, "detach"):
        return values
    tensor = values.detach().cpu()
    return (tensor.double() if tensor.is_floating_point() else tensor).numpy()  # numpy has no bfloat16


def check_aligned(columns: Mapping[str, Any]) -> None:
    """Refuse Series of pandas that belong to different rows: their places would pair what does not belong together."""
    series = {name: column for name, column in columns.items() if hasattr(column, "index") and hasattr(column, "iloc")}
    first = next(iter(series), "")
    for name, column in series.items():
        if not column.index.equals(series[first].index):
            raise ValueError(
                f"{first} and {name} are Series of pandas with different indexes; align them first, as in "
                f"pandas.concat([{first}, {name}], axis=1), or hand in plain arrays: {name}.to_numpy()."
            )


def _as_numbers(name: str, values: object, unit: str) -> NDArray[Any]:
    wanted = f"{name} must be a one-dimensional sequence of real numbers{f' in {unit}' if unit else ''}"
    try:
        array = _as_numpy(values)
    except Exception as error:  # whichever the library of the values raises
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
        return np.asarray(values.to_list())  # numbers that numpy has no type for: Polars has some of 128 bits


def _from_objects(wanted: str, array: NDArray[Any]) -> FloatArray:
    for position, item in enumerate(array):
        if isinstance(item, bool) or not isinstance(item, Real | Decimal):
            raise TypeError(f"{wanted}, got {item!r} at position {position}.")
    return np.array([to_float(item) for item in array], dtype=np.float64)


def _refusal(name: str, numbers: NDArray[Any], unit: str, rows: str) -> str:
    """Return what is said of the first number that is refused."""
    with np.errstate(over="ignore"):
        magnitude = np.abs(numbers.astype(np.float64))
    refused = ~((magnitude >= SMALLEST) & (magnitude <= LARGEST) | (magnitude == 0))
    position = int(np.argmax(refused))
    value = float(numbers[position])
    in_words = f" in {unit}" if unit else ""
    rule = (
        f"0 or from {SMALLEST} to {f'{LARGEST} {unit}'.rstrip()} in magnitude"
        if np.isfinite(value)
        else f"a finite number{in_words}"
    )
    return (
        f"{name} has {value!r} at position {position}, but each value must be {rule}; "
        f"leave such {rows} out of both columns."
    )


def shorten(values: object, width: int = 60) -> str:
    """Return the Python text of a value for an error message, cut where it is long."""
    text = repr(values)
    return text if len(text) <= width else f"{text[:width]}…"
