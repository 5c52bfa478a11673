"""Two ways of doing one thing, timed in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Comparison:
    """Seconds that the plain way and ours took, pair by pair.

    Attributes
    ----------
    what, plain_way : str
        What is done, and how one would do it without this package.
    plain, ours : list of float
        Seconds of each run.
    to_reach : float
        The ratio of medians, ours to plain, that is aimed at.
    """

    what: str
    plain_way: str
    plain: list[float]
    ours: list[float]
    to_reach: float

    @property
    def ratio(self) -> float:
        """Median of ours divided by median of the plain way."""
        return median(self.ours) / median(self.plain)

    def row(self) -> str:
        """Return one line of the table."""
        cells = (self.what, self.plain_way, _spread(self.plain), _spread(self.ours))
        verdict = "reached" if self.ratio <= self.to_reach else "MISSED"
        return f"| {' | '.join(cells)} | {self.ratio:.3g} | {self.to_reach:.3g} | {verdict} |"


COLUMNS = ("what", "the plain way", "plain: median (95 %)", "ours: median (95 %)", "ratio", "to reach", "")
HEADER = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|"


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


def _spread(seconds: list[float]) -> str:
    high = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    scale, unit = next(
        ((scale, unit) for scale, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if median(seconds) >= scale),
        (1e-9, "ns"),
    )
    return f"{median(seconds) / scale:.3g} ({high / scale:.3g}) {unit}"
