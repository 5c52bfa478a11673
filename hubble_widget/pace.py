"""How fast a training is shown."""

from __future__ import annotations

from typing import NamedTuple

from hubble_widget.regression.spelling import one_of

FRAME = 1 / 17.6
"""Seconds between two states that are shown while a training runs."""

UNANSWERED_FRAME = 0.1
"""The same while a cell trains: the page cannot tell then which it has shown, and on a slow wire more would pile up."""

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
    """How many iterations a frame may take, and how long it lasts, in seconds."""

    most_per_frame: int
    frame: float


def pace_of(speed: str, iterations: int, frame: float = FRAME) -> Pace:
    """Return the pace at which so many iterations are shown at one of `SPEEDS`, with a state each `frame` seconds."""
    if speed == "slow motion":
        return Pace(1, SLOW_MOTION)
    if speed == "real time":
        return Pace(iterations + 1, frame)
    return Pace(max(1, round(iterations * frame / WATCHED_SECONDS)), frame)
