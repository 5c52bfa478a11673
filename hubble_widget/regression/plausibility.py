"""What cannot be: a slope that no universe has, and distances that no galaxy has. Of galaxies alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.regression.cosmology import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.labels import Labels

LEAST_SLOPE, GREATEST_SLOPE = 10.0, 1000.0
"""In km/s/Mpc; Lemaître and Hubble found 500 and more, and nobody less than 40."""

_MISTAKES = (
    (1e3, "are the distances in kpc?"),
    (1e6, "are the distances in pc?"),
    (SPEED_OF_LIGHT, "are the velocities redshifts (redshift='...')?"),
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
            f"faster: are these the columns of distances and velocities?"
        )
    known = [
        f"{_about(factor)}: {question}"
        for factor, question in _MISTAKES
        if LEAST_SLOPE <= slope * factor <= GREATEST_SLOPE
    ]
    if LEAST_SLOPE <= 1 / slope <= GREATEST_SLOPE:
        known.append("are distances and velocities swapped?")
    told = (
        "; or ".join(known) or f"too {'small' if slope < LEAST_SLOPE else 'large'}: are both columns in Mpc and km/s?"
    )
    return (
        f"no universe has the exact fit's slope of {slope:.3g} km/s/Mpc (it is between {LEAST_SLOPE:.0f} and "
        f"{GREATEST_SLOPE:,.0f}), {told}"
    )


def _about(factor: float) -> str:
    """Return how far a slope is off, in words."""
    return f"{factor:.0f} times too small" if factor > 1 else f"{1 / factor:.0f} times too large"


def warning_of(galaxies: Galaxies) -> str:
    """Return what cannot be about some galaxies, in a sentence; empty where all is as usual."""
    if not galaxies.labels.has_age:
        return ""
    nearest = galaxies.extent.distance[0]
    told = [
        f"the nearest distance is {nearest:.4g} Mpc, and no galaxy is there" if nearest <= 0 else "",
        implausible_slope(galaxies.moments.slope, galaxies.labels),
    ]
    sentence = "; ".join(filter(None, told))
    return f"{sentence[:1].upper()}{sentence[1:]}{'' if sentence.endswith('?') else '.'}" if sentence else ""
