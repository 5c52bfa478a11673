"""Two ways of doing one thing, measured in turn, and the table of what came out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Protocol

COLUMNS = ("what", "the plain way", "plain: median (95 %)", "ours: median (95 %)", "ratio", "to reach", "")
HEADER = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|"

Values = Sequence[float]


class Row(Protocol):
    """One line of the table."""

    def row(self) -> str:
        """Return the line, in Markdown."""
        ...


@dataclass(frozen=True)
class Comparison:
    """Seconds that the plain way and ours took, pair by pair.

    Attributes
    ----------
    what, plain_way : str
        What is done, and how one would do it without this package.
    plain, ours : sequence of float
        Seconds of each run.
    to_reach : float
        The ratio of medians, ours to plain, that is aimed at; inf where it is only told.
    """

    what: str
    plain_way: str
    plain: Values
    ours: Values
    to_reach: float

    @property
    def ratio(self) -> float:
        """Median of ours divided by median of the plain way."""
        return median(self.ours) / median(self.plain)

    def row(self) -> str:
        """Return one line of the table."""
        cells = (self.what, self.plain_way, _spread(self.plain), _spread(self.ours))
        goal = f"≤ {self.to_reach:.3g}" if math.isfinite(self.to_reach) else ""
        return _line(
            *cells, f"{self.ratio:.3g}", goal, reached=self.ratio <= self.to_reach, of=(*self.plain, *self.ours)
        )


@dataclass(frozen=True)
class Limit:
    """A quantity that has to stay below a bound, or above one, whatever the plain way reaches.

    Attributes
    ----------
    what, plain_way : str
        What is measured, and how one would do it without this package ("" where there is no such way).
    plain, ours : sequence of float
        What each run gave, in `unit`.
    unit : str
        "s" is written with the prefix that suits it, anything else as it is.
    at_most, at_least : float
        The bound, in `unit`; one of the two.
    of_95 : bool
        Whether 95 % of the runs have to keep it instead of the median.
    """

    what: str
    plain_way: str
    plain: Values
    ours: Values
    unit: str = "s"
    at_most: float = math.inf
    at_least: float = -math.inf
    of_95: bool = False

    def row(self) -> str:
        """Return one line of the table."""
        more_is_better = math.isfinite(self.at_least)
        plain, ours = (
            _spread(values, self.unit, more_is_better=more_is_better) if values else ""
            for values in (self.plain, self.ours)
        )
        comparable = bool(self.plain) and min(median(self.plain), median(self.ours)) > 0
        ratio = f"{median(self.ours) / median(self.plain):.3g}" if comparable else ""
        decisive = _tail(self.ours, more_is_better=more_is_better) if self.of_95 else median(self.ours)
        bound, sign = (self.at_least, "≥") if more_is_better else (self.at_most, "≤")
        goal = f"{'95 %: ' if self.of_95 else ''}{sign} {_with_unit(bound, self.unit)}"
        reached = self.at_least <= decisive <= self.at_most
        return _line(self.what, self.plain_way, plain, ours, ratio, goal, reached=reached, of=self.ours)


def compare(
    what: str,
    plain_way: str,
    plain: Callable[[], object],
    ours: Callable[[], object],
    *,
    to_reach: float,
    runs: int,
) -> Comparison:
    """Time both ways in turn, after one run of each that does not count."""
    timed: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for seconds, function in zip(timed, (plain, ours), strict=True):
            began = perf_counter()
            function()
            if run:
                seconds.append(perf_counter() - began)
    return Comparison(what, plain_way, *timed, to_reach)


def _line(*cells: str, reached: bool, of: Values) -> str:
    """Return a line with its verdict; what is no number was not measured, and then no goal is reached or missed."""
    *_, goal = cells
    verdict = ("reached" if reached else "MISSED") if goal else ""
    if not (of and all(map(math.isfinite, of))):
        verdict = "NOT MEASURED"
    return f"| {' | '.join((*cells, verdict))} |"


def _tail(values: Values, *, more_is_better: bool = False) -> float:
    """Return what 95 % of the values reach, never beyond what was measured."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=20, method="inclusive")[0 if more_is_better else -1]


def _spread(values: Values, unit: str = "s", *, more_is_better: bool = False) -> str:
    scale, shown = _scale(median(values), unit)
    return f"{median(values) / scale:.3g} ({_tail(values, more_is_better=more_is_better) / scale:.3g}) {shown}"


def _with_unit(value: float, unit: str) -> str:
    scale, shown = _scale(value, unit)
    return f"{value / scale:.3g} {shown}"


def _scale(value: float, unit: str) -> tuple[float, str]:
    if unit != "s" or value == 0:
        return 1.0, unit
    prefixes = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
    return next((each for each in prefixes if abs(value) >= each[0]), (1e-9, "ns"))
