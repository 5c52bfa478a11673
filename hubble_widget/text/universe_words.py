"""What is said about galaxies that are run back, and about a ruler that is wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.labels import in_brackets
from hubble_widget.formatting import number, with_minus, with_unit

if TYPE_CHECKING:
    from hubble_widget.data.labels import Labels
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.run_back import RunBack

ONLY_GALAXIES = "Only galaxies are run back: these data are no distances and velocities."
GUESS = "Run the galaxies back: when are they closest together? The answer is hidden with the exact fit."
OLDEST = 20.0
"""The end of the ruler, in Gyr (js/src/text/ages.ts)."""


def problem(labels: Labels) -> str:
    """Return why these data cannot be run back, or ""."""
    return "" if labels.has_age else ONLY_GALAXIES


def years(time: float | None, digits: str = ".1f") -> str:
    """Return a time in Gyr with its unit."""
    return with_unit(number(time, digits), "billion years")


def course(past: RunBack, fit: PolynomialFit, factor: float, *, show_exact: bool) -> str:
    """Return when galaxies were closest together, compared with 1/slope; times are multiplied by a factor."""
    closest, moments = past.closest, past.data.moments
    if not show_exact:
        return GUESS
    if moments.velocity_ss == 0:
        return "All have the same velocity: run back, they stay as far apart as today."
    if closest is None:
        return "Run back, these galaxies move apart: they were never closer together than today."
    age = fit.age
    when = f"{years(factor * closest)} ago"
    if past.meet:
        is_age = age is not None and math.isclose(age, closest, rel_tol=1e-6)
        return f"All are in one place {when}: 1/slope, for they lie on a line." if is_age else f"All meet {when}."
    never = "they are never all in one place"
    if age is None:
        return f"Closest together {when} (dotted); {never}."
    return f"Closest together {when} (dotted), not at 1/slope, {number(factor * age, '.1f')} (dashed): {never}."


def own_times(past: RunBack, factor: float, tracks: int) -> str:
    """Return what distance / velocity of the galaxies is, one by one, and how many have no such time or no track."""
    times, rows = factor * past.times, past.data.sample
    name = past.data.labels.rows
    whose = f"Each of {len(rows):,} {name} that stand for all" if len(rows) < len(past.data) else "Each galaxy"
    none = len(rows) - times.size
    sentences = []
    if times.size:
        low, middle, high = times[0], times[times.size // 2], times[-1]
        if times.size % 2 == 0:
            middle = (times[times.size // 2 - 1] + middle) / 2
        beyond = int((times > OLDEST).sum())
        cut = f" ({beyond:,} beyond its end)" if beyond else ""
        ticks = f"{whose} has a time of its own, distance/velocity: a tick on the ruler{cut}."
        sentences = [ticks, f"They go from {number(low, '.1f')} to {years(high)}, with the median {years(middle)}."]
    if none:
        sentences.append(
            f"{none:,} do{'es' if none == 1 else ''} not recede and {'has' if none == 1 else 'have'} none."
        )
    if tracks < len(past.data):
        sentences.append(f"Tracks and ticks are those of {tracks:,} of {len(past.data):,} {name}.")
    return " ".join(sentences)


def distances(label: str, unit: str, factor: float) -> str:
    """Return the label of an axis of distances that are multiplied by a factor."""
    return in_brackets(label if factor == 1 else f"{label} × {with_minus(f'{factor:g}')}", unit)
