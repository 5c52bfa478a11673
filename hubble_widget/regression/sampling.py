"""Some galaxies in place of all."""

import numpy as np
from numpy.typing import NDArray

from hubble_widget.regression.columns import FloatArray


def spread_evenly(distance: FloatArray, count: int) -> NDArray[np.int64]:
    """Return so many rows out of more, in their order.

    One is drawn from each of `count` equal parts, so that they are spread evenly through a table that is sorted, and
    fall in with no period of one that is not; by the same random numbers each time.

    Parameters
    ----------
    distance : numpy.ndarray
        Shape (n,), n above `count`, not all equal: neither will be those of the rows.
    count : int
        At least 2.
    """
    edges = np.linspace(0, distance.size, count + 1).astype(np.int64)
    rows = np.random.default_rng(1929).integers(edges[:-1], edges[1:])
    if np.all(distance[rows] == distance[rows[0]]):
        rows[[0, -1]] = sorted((int(np.argmin(distance)), int(np.argmax(distance))))
    return rows
