"""The galaxies that the page can highlight, and draw residuals of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hubble_widget.data.base_dataset import are_many
from hubble_widget.data.errors_of_measurement import weights_of

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset, Rows
    from hubble_widget.data.columns import FloatArray

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
        `pointable` and a `crowd`; `residual_step`: the residual plot shows each n-th of the included galaxies; whether
        they are `weighted`.
    bytes
        All distances, then all velocities, float64, little-endian; then all weights if they are weighted.
    """
    pointable = not are_many(data.whole)
    rows = data.whole.sample if pointable else data.sample
    out = set(data.excluded) if pointable else set()
    weights = _weights(data, rows)
    about = {
        "names": list(rows.names) if pointable else [],
        "excluded": [index for index, name in enumerate(rows.names) if name in out] if out else [],
        "pointable": pointable,
        "crowd": len(data.whole) > CROWD,
        "residual_step": thinned(len(data.sample)).step,
        "weighted": bool(weights),
    }
    return about, np.concatenate([rows.distance, rows.velocity, *weights]).astype("<f8").tobytes()


def _weights(data: BaseDataset, rows: Rows) -> list[FloatArray]:
    """Return the weights of rows, of which the included ones have the mean 1; an empty list if all count alike."""
    errors = rows.velocity_error
    if data.weights is None or errors is None or len(data) > len(rows):
        return []
    weights = weights_of(errors)
    is_out = np.isin(rows.names, data.excluded) if data.excluded else np.zeros(len(rows), dtype=bool)
    return [weights / weights[~is_out].mean()]
