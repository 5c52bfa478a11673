"""What is said about galaxies that are run back, and about a ruler that is wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.labels import in_brackets
from hubble_widget.formatting import number, with_minus, with_unit
from hubble_widget.messages import counted, grouped, localized, message

if TYPE_CHECKING:
    from hubble_widget.data.labels import Labels
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.run_back import RunBack

ONLY_GALAXIES = message("Only galaxies are run back: these data are no distances and velocities.")
GUESS = message("Run the galaxies back: when are they closest together? The answer is hidden with the exact fit.")
OLDEST = 20.0
"""The end of the ruler, in Gyr (js/src/text/ages.ts)."""


def problem(labels: Labels) -> str:
    """Return why these data cannot be run back, or ""."""
    return "" if labels.has_age else ONLY_GALAXIES


def years(time: float | None, digits: str = ".1f") -> str:
    """Return a time in Gyr with its unit."""
    return with_unit(number(time, digits), message("billion years"))


def course(past: RunBack, fit: PolynomialFit, factor: float, *, show_exact: bool) -> str:
    """Return when galaxies were closest together, compared with 1/slope; times are multiplied by a factor."""
    closest, moments = past.closest, past.data.moments
    if not show_exact:
        return GUESS
    if moments.velocity_ss == 0:
        return message("All have the same velocity: run back, they stay as far apart as today.")
    if closest is None:
        return message("Run back, these galaxies move apart: they were never closer together than today.")
    age, time = fit.age, years(factor * closest)
    if past.meet:
        is_age = age is not None and math.isclose(age, closest, rel_tol=1e-6)
        return (
            message("All are in one place {time} ago: 1/slope, for they lie on a line.", time=time)
            if is_age
            else message("All meet {time} ago.", time=time)
        )
    if age is None:
        return message("Closest together {time} ago (dotted); they are never all in one place.", time=time)
    return message(
        "Closest together {time} ago (dotted), not at 1/slope, {age} (dashed): they are never all in one place.",
        time=time,
        age=number(factor * age, ".1f"),
    )


def own_times(past: RunBack, factor: float, tracks: int) -> str:
    """Return what distance / velocity of the galaxies is, one by one, and how many have no such time or no track."""
    times, rows = factor * past.times, past.data.sample
    name = past.data.labels.rows
    none = len(rows) - times.size
    sentences = []
    if times.size:
        low, middle, high = times[0], times[times.size // 2], times[-1]
        if times.size % 2 == 0:
            middle = (times[times.size // 2 - 1] + middle) / 2
        beyond = int((times > OLDEST).sum())
        sentences = [
            _ticks(len(rows), name, beyond, are_all=len(rows) == len(past.data)),
            message(
                "They go from {low} to {high}, with the median {median}.",
                low=number(low, ".1f"),
                high=years(high),
                median=years(middle),
            ),
        ]
    if none:
        sentences.append(counted("{count} does not recede and has none.", "{count} do not recede and have none.", none))
    if tracks < len(past.data):
        count, of_all = grouped(tracks), grouped(len(past.data))
        sentences.append(
            message("Tracks and ticks are those of {count} of {all} {rows}.", count=count, all=of_all, rows=name)
        )
    return " ".join(sentences)


def _ticks(count: int, name: str, beyond: int, *, are_all: bool) -> str:
    """Return what the ticks on the ruler are, and how many lie beyond its end."""
    values = {"count": grouped(count), "rows": name, "beyond": grouped(beyond)}
    if are_all:
        if not beyond:
            return message("Each galaxy has a time of its own, distance/velocity: a tick on the ruler.")
        return message(
            "Each galaxy has a time of its own, distance/velocity: a tick on the ruler ({beyond} beyond its end).",
            **values,
        )
    if not beyond:
        return message(
            "Each of {count} {rows} that stand for all has a time of its own, distance/velocity: a tick on the ruler.",
            **values,
        )
    return message(
        "Each of {count} {rows} that stand for all has a time of its own, distance/velocity: a tick on the ruler "
        "({beyond} beyond its end).",
        **values,
    )


def distances(label: str, unit: str, factor: float) -> str:
    """Return the label of an axis of distances that are multiplied by a factor."""
    return in_brackets(label if factor == 1 else f"{label} × {with_minus(localized(f'{factor:g}'))}", unit)
