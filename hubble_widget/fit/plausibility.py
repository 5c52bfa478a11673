"""What cannot be: a slope that no universe has, and distances that no galaxy has. Of galaxies alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.redshift import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.labels import Labels

LEAST_SLOPE, GREATEST_SLOPE = 10.0, 1000.0
"""In km/s/Mpc; Lemaître and Hubble found 500 and more, and nobody less than 40."""

_MISTAKES = (
    (1e3, "are the distances in kpc?"),
    (SPEED_OF_LIGHT, "are these redshifts in place of velocities (redshift='...')?"),
    (1e6, "are the distances in pc?"),
    (1e-3, "are the velocities in m/s?"),
)
"""By what a slope is multiplied where the columns are in a wrong unit."""


def implausible_slope(slope: float, labels: Labels) -> str:
    """Return a warning of an exact fit that no universe has, with what may be wrong; empty where it is a usual one.

    Parameters
    ----------
    slope : float
        Of the least-squares line, in km/s/Mpc.
    labels : Labels
        Nothing is said of data that are no galaxies.
    """
    if not labels.has_age or not math.isfinite(slope) or LEAST_SLOPE <= slope <= GREATEST_SLOPE:
        return ""
    if slope <= 0:
        course = "is flat" if slope == 0 else "falls"
        return (
            f"the exact fit {course} ({slope:.3g} km/s/Mpc), but in a universe that expands, farther galaxies recede "
            f"faster. Are these the columns of distances and velocities?"
        )
    guesses = [
        f"It is about {_about(factor)}: {question}"
        for factor, question in _MISTAKES
        if LEAST_SLOPE <= slope * factor <= GREATEST_SLOPE
    ]
    if LEAST_SLOPE <= 1 / slope <= GREATEST_SLOPE:
        guesses.append("Are distances and velocities swapped?")
    return (
        f"no universe has a slope of {slope:.3g} km/s/Mpc; {LEAST_SLOPE:.0f} to {GREATEST_SLOPE:,.0f} are possible. "
        + (" ".join(guesses) or "Are the columns in Mpc and km/s?")
    )


def _about(factor: float) -> str:
    """Return how far a slope is off, in words."""
    times = f"{factor if factor > 1 else 1 / factor:.0f}"
    return f"{times} times too {'small' if factor > 1 else 'large'}"


def warning_of(galaxies: BaseDataset, *, show_exact: bool = True) -> str:
    """Return what cannot be about some galaxies, in a sentence; empty where all is as usual.

    Without `show_exact` nothing is said about the slope of the exact fit.
    """
    if not galaxies.labels.has_age:
        return ""
    nearest = galaxies.extent.distance[0]
    reasons = [
        f"the nearest distance is {nearest:.4g} Mpc, and no galaxy is there" if nearest <= 0 else "",
        implausible_slope(galaxies.moments.slope, galaxies.labels) if show_exact else "",
    ]
    sentence = "; ".join(filter(None, reasons))
    return f"{sentence[:1].upper()}{sentence[1:]}{'' if sentence.endswith('?') else '.'}" if sentence else ""
