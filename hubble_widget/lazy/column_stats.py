"""Statistics of two columns in an engine, from the first query: counts of rows and missing numbers, and ranges."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hubble_widget.data.columns import MissingCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Range of the values of one column; nan if there are none.

    Attributes
    ----------
    low, high : float
        The extremes.
    center : float
        The mean with the engine's rounding errors, but always between the extremes. Deviations are measured from it.
    smallest : float
        The smallest magnitude above 0; inf if all values are 0.
    """

    low: float
    high: float
    center: float
    smallest: float

    @property
    def largest(self) -> float:
        """The largest magnitude."""
        return max(abs(self.low), abs(self.high))

    @property
    def width(self) -> float:
        """Distance between the extremes; 1 if they are equal."""
        return self.high - self.low or 1.0

    @property
    def scale(self) -> float:
        """A power of 2 that scales deviations from the center to magnitudes up to 1, without rounding errors."""
        deviation = max(self.high - self.center, self.center - self.low)
        return math.ldexp(1.0, -math.frexp(deviation)[1]) if deviation > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnStats:
    """Counts of rows and missing numbers, and the ranges of the complete rows.

    Attributes
    ----------
    missing : MissingCounts
    distance, velocity : Span
        Ranges of the rows that have both numbers.
    repeated : pair of tuple of float
        Repeated missing codes in the columns of distances and velocities. These statistics still count them as numbers.
    """

    missing: MissingCounts
    distance: Span
    velocity: Span
    repeated: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @property
    def n(self) -> int:
        """Number of galaxies: of rows that have both numbers."""
        return self.missing.n
