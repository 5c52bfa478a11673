"""How fast a training is shown."""

from __future__ import annotations

from typing import NamedTuple

from hubble_widget.regression.spelling import one_of

FRAME = 0.1
"""Seconds from one batch of states to the next while a training runs; the page plays them out at its own rate."""

WATCHED_SECONDS = 3.0
"""How long a training at normal speed takes at least, so that a person can watch it."""

SLOW_MOTION = 0.1
"""Seconds that each iteration takes in slow motion."""

SPEEDS = ("normal", "real time", "slow motion")
"""normal: as fast as can be watched; real time: as fast as torch goes; slow motion: ten iterations a second."""


def check_speed(value: object) -> str:
    """Return one of `SPEEDS`.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of them.
    """
    return one_of("speed", value, SPEEDS)


class Pace(NamedTuple):
    """How many iterations a batch may have, and how long it takes, in seconds."""

    most_per_frame: int
    frame: float


def pace_of(speed: str, iterations: int) -> Pace:
    """Return the pace at which so many iterations are walked at one of `SPEEDS`."""
    if speed == "slow motion":
        return Pace(1, SLOW_MOTION)
    if speed == "real time":
        return Pace(iterations + 1, FRAME)
    return Pace(max(1, round(iterations * FRAME / WATCHED_SECONDS)), FRAME)
