"""A start as torch makes it: the weight and the bias with which a new ``nn.Linear(1, 1)`` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.fit.hyperparameters import (
    DEFAULT_SCALING,
    RANDOM,
    check_fit_intercept,
    check_seed,
    check_start,
)
from hubble_widget.fit.scaling import scales_of

if TYPE_CHECKING:
    from hubble_widget.data.moments import Moments
    from hubble_widget.fit.hyperparameters import Start
    from hubble_widget.fit.trajectory import Trajectory

_DIGITS = 24  # binary, of a float32
_FEW = 1_000_000
"""A new seed is below this number, so that a person can read it out."""


def new_seed() -> int:
    """Return a seed that nobody has chosen, of at most six digits."""
    return check_seed(None) % _FEW


def random_parameters(seed: int) -> tuple[float, float]:
    """Return the weight and the bias of ``torch.manual_seed(seed); torch.nn.Linear(1, 1)``, between -1 and 1.

    torch and NumPy have the same generator, MT19937 (Matsumoto & Nishimura 1998, ACM TOMACS 8, 3). torch makes a number
    between -1 and 1 of the last 24 bits of each word. So torch need not be imported, and nobody's random state changes.
    """
    words = np.random.RandomState(seed & 0xFFFFFFFF).randint(0, 2**32, size=2, dtype=np.uint32)
    weight, bias = (2.0 * (int(word) % 2**_DIGITS) / 2**_DIGITS - 1.0 for word in words)
    return weight, bias


def random_line(
    moments: Moments, seed: int, *, scaling: str = DEFAULT_SCALING, fit_intercept: bool = True
) -> tuple[float, float]:
    """Return slope (km/s/Mpc) and intercept (km/s) of a new ``nn.Linear`` on data that are scaled so."""
    weight, bias = random_parameters(seed)
    line = scales_of(moments, scaling, fit_intercept=fit_intercept).line(weight, bias)
    return line if fit_intercept else (line[0], 0.0)


def begins_at_random(path: Trajectory) -> bool:
    """Return whether a path begins with what its seed gives."""
    if path.seed is None:
        return False
    return path.start == random_line(path.moments, path.seed, scaling=path.scaling, fit_intercept=path.fit_intercept)


def first_line(
    start: Start | str,
    seed: object,
    moments: Moments,
    *,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
) -> tuple[tuple[float, float], int | None]:
    """Return the line that a start stands for, and the seed that it was drawn from, if it was.

    Raises
    ------
    TypeError, ValueError
        If the start is neither a line nor "random", or the seed is none.
    """
    fit_intercept = check_fit_intercept(fit_intercept)
    if isinstance(start, str) and start == RANDOM:
        drawn = new_seed() if seed is None else check_seed(seed)
        return random_line(moments, drawn, scaling=scaling, fit_intercept=fit_intercept), drawn
    if seed is not None:
        check_seed(seed)
    return check_start(start, fit_intercept=fit_intercept), None
