"""The galaxies that the page may point out and measure residuals of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hubble_widget.regression.galaxies import are_many

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies

CROWD = 1000
"""With more galaxies than these, each is a small translucent dot; residuals are left out.

With more than `MOST_ROWS` there are no dots, but one picture of their density.
"""


def thinned(rows: int) -> slice:
    """Return which of so many rows have a dot in the residual plot: all, or of a crowd some."""
    return slice(None, None, max(1, -(-rows // CROWD)))


def describe_rows(data: Galaxies) -> tuple[dict[str, Any], bytes]:
    """Return what the page has to know of the galaxies, and their numbers.

    Returns
    -------
    dict
        `names`, empty where none can be pointed out; `left_out`, their indices; whether they are `pointable` and a
        `crowd`; `residual_step`: the residual plot shows each so many-th of those that are not left out.
    bytes
        All distances, then all velocities, float64, little-endian.
    """
    pointable = not are_many(data.whole)
    rows = data.whole.sample if pointable else data.sample
    out = set(data.left_out) if pointable else set()
    about = {
        "names": list(rows.names) if pointable else [],
        "left_out": [index for index, name in enumerate(rows.names) if name in out] if out else [],
        "pointable": pointable,
        "crowd": len(data.whole) > CROWD,
        "residual_step": thinned(len(data.sample)).step,
    }
    return about, np.concatenate([rows.distance, rows.velocity]).astype("<f8").tobytes()
