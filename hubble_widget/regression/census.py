"""What an engine counts first: rows, what they lack, and where the galaxies lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hubble_widget.regression.columns import Lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where the values of one column lie; nan where there are none.

    Attributes
    ----------
    low, high : float
        The extremes.
    centre : float
        About their mean, as the engine adds up, yet never outside the extremes: what deviations are counted from.
    smallest : float
        The smallest magnitude that is not 0; inf where all are 0.
    """

    low: float
    high: float
    centre: float
    smallest: float

    @property
    def largest(self) -> float:
        """The largest magnitude."""
        return max(abs(self.low), abs(self.high))

    @property
    def width(self) -> float:
        """From one extreme to the other; 1 where they are equal."""
        return self.high - self.low or 1.0

    @property
    def scale(self) -> float:
        """A power of 2, by which deviations from the centre are multiplied without error to be within 1 of 0."""
        reach = max(self.high - self.centre, self.centre - self.low)
        return math.ldexp(1.0, -math.frexp(reach)[1]) if reach > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How many rows there are, what they lack, and where those lie that lack nothing.

    Attributes
    ----------
    lacking : Lacking
    distance, velocity : Span
        Of the rows that have both.
    repeated : pair of tuple of float
        Numbers in the columns of distances and of velocities that stand for none, and were counted as numbers still.
    """

    lacking: Lacking
    distance: Span
    velocity: Span
    repeated: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @property
    def n(self) -> int:
        """Galaxies: rows that have both numbers."""
        return self.lacking.n
