"""What cannot be: a slope that no universe has, and distances that no galaxy has. Of galaxies alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.redshift import SPEED_OF_LIGHT
from hubble_widget.messages import grouped, localized, message

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.labels import Labels

LEAST_SLOPE, GREATEST_SLOPE = 10.0, 1000.0
"""In km/s/Mpc; Lemaître and Hubble found 500 and more, and nobody less than 40."""

_MISTAKES = (
    (1e3, message("It is about 1000 times too small: are the distances in kpc?")),
    (
        SPEED_OF_LIGHT,
        message("It is about 299792 times too small: are these redshifts in place of velocities (redshift='...')?"),
    ),
    (1e6, message("It is about 1000000 times too small: are the distances in pc?")),
    (1e-3, message("It is about 1000 times too large: are the velocities in m/s?")),
)
"""By what a slope is multiplied where the columns are in a wrong unit, and how a user is asked."""


def implausible_slope(slope: float, labels: Labels) -> str:
    """Return a warning of an exact fit that no universe has, with what may be wrong; empty where it is a usual one.

    Parameters
    ----------
    slope : float
        Slope of the least-squares line, in km/s/Mpc.
    labels : Labels
        For data other than galaxies there is no warning.
    """
    if not labels.has_age or not math.isfinite(slope) or LEAST_SLOPE <= slope <= GREATEST_SLOPE:
        return ""
    shown = localized(f"{slope:.3g}")
    if slope <= 0:
        found = (
            message(
                "The exact fit is flat ({slope} km/s/Mpc), but in a universe that expands, farther galaxies recede "
                "faster.",
                slope=shown,
            )
            if slope == 0
            else message(
                "The exact fit falls ({slope} km/s/Mpc), but in a universe that expands, farther galaxies recede "
                "faster.",
                slope=shown,
            )
        )
        question = message("Are these the columns of distances and velocities?")
        return f"{found} {question}"
    found = message(
        "No universe has a slope of {slope} km/s/Mpc; {low} to {high} are possible.",
        slope=shown,
        low=grouped(round(LEAST_SLOPE)),
        high=grouped(round(GREATEST_SLOPE)),
    )
    guesses = [question for factor, question in _MISTAKES if LEAST_SLOPE <= slope * factor <= GREATEST_SLOPE]
    if LEAST_SLOPE <= 1 / slope <= GREATEST_SLOPE:
        guesses.append(message("Are distances and velocities swapped?"))
    return " ".join((found, *(guesses or [message("Are the columns in Mpc and km/s?")])))


def warning_of(galaxies: BaseDataset, *, show_exact: bool = True) -> str:
    """Return what cannot be about some galaxies, in sentences; empty where all is as usual.

    Without `show_exact` nothing is said about the slope of the exact fit.
    """
    if not galaxies.labels.has_age:
        return ""
    nearest = galaxies.extent.distance[0]
    sentences = [implausible_slope(galaxies.moments.slope, galaxies.labels) if show_exact else ""]
    if nearest <= 0:
        distance = localized(f"{nearest:.4g}")
        sentences.insert(
            0, message("The nearest distance is {distance} Mpc, and no galaxy is there.", distance=distance)
        )
    return " ".join(filter(None, sentences))
