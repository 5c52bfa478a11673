"""How fast a training is shown."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias, get_args

from hubble_widget.messages import message
from hubble_widget.suggestions import one_of

FRAME = 0.1
"""Seconds between two batches of states in a training; the page plays them at its own rate."""

WATCHED_SECONDS = 3.0
"""Shortest duration of a training at normal speed, in seconds, so that a person can watch it."""

SLOW_MOTION = 0.1
"""Seconds per iteration in slow motion."""

Speed: TypeAlias = Literal["normal", "real time", "slow motion"]
SPEEDS: tuple[Speed, ...] = get_args(Speed)
"""normal: as fast as a person can watch; real time: as fast as torch; slow motion: ten iterations per second."""

SPEED_TITLES = {
    "normal": message("normal"),
    "real time": message("real time"),
    "slow motion": message("slow motion"),
}
"""The names of the speeds on the screen, by their names in Python."""

DEFAULT_SPEED: Speed = "normal"


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
    """The largest number of iterations in a batch, and its duration in seconds."""

    max_per_frame: int
    frame: float


def pace_of(speed: str, iterations: int) -> Pace:
    """Return the pace of a run with this number of iterations at one of `SPEEDS`."""
    if speed == "slow motion":
        return Pace(1, SLOW_MOTION)
    if speed == "real time":
        return Pace(iterations + 1, FRAME)
    return Pace(max(1, round(iterations * FRAME / WATCHED_SECONDS)), FRAME)
