"""How fast a training is shown."""

from __future__ import annotations

from typing import NamedTuple

from hubble_widget.regression.spelling import did_you_mean

FRAME = 1 / 25
"""Seconds between two states that are shown while a training runs."""

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
    ValueError
        If it is none of them.
    """
    if value not in SPEEDS:
        listed = ", ".join(map(repr, SPEEDS))
        raise ValueError(f"speed must be one of {listed}, got {value!r}.{did_you_mean(str(value), SPEEDS)}")
    return str(value)


class Pace(NamedTuple):
    """How many iterations a frame may take, and how long it lasts, in seconds."""

    most_per_frame: int
    frame: float


def pace_of(speed: str, iterations: int) -> Pace:
    """Return the pace at which so many iterations are shown at one of `SPEEDS`."""
    if speed == "slow motion":
        return Pace(1, SLOW_MOTION)
    if speed == "real time":
        return Pace(iterations + 1, FRAME)
    return Pace(max(1, round(iterations * FRAME / WATCHED_SECONDS)), FRAME)
