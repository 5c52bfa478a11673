"""The galaxies that the page can highlight, and draw residuals of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hubble_widget.data.base_dataset import are_many

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset

CROWD = 1000
"""With more galaxies than this, each is a small translucent dot, and no residuals are drawn.

With more than `MAX_ROWS`, an image of their density replaces the dots.
"""


def thinned(rows: int) -> slice:
    """Return which rows have a dot in the residual plot: all, or each n-th above `CROWD`."""
    return slice(None, None, max(1, -(-rows // CROWD)))


def describe_rows(data: BaseDataset) -> tuple[dict[str, Any], bytes]:
    """Return the description of the galaxies for the page, and their values.

    Returns
    -------
    dict
        `names` (empty if they cannot be highlighted); `excluded`, the indices of excluded galaxies; whether they are
        `pointable` and a `crowd`; `residual_step`: the residual plot shows each n-th of the included galaxies.
    bytes
        All distances, then all velocities, float64, little-endian.
    """
    pointable = not are_many(data.whole)
    rows = data.whole.sample if pointable else data.sample
    out = set(data.excluded) if pointable else set()
    about = {
        "names": list(rows.names) if pointable else [],
        "excluded": [index for index, name in enumerate(rows.names) if name in out] if out else [],
        "pointable": pointable,
        "crowd": len(data.whole) > CROWD,
        "residual_step": thinned(len(data.sample)).step,
    }
    return about, np.concatenate([rows.distance, rows.velocity]).astype("<f8").tobytes()
