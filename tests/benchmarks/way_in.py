"""Ten million rows as people have them: from their columns to the exact fit, the whole way in included."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import hubble_widget as hw

from .measure import Limit, Row, compare

ROOT = Path(__file__).parents[2]
MANY = 10_000_000
RUNS = 5

Columns = tuple[Any, Any]


def columns(n: int) -> dict[str, np.ndarray]:
    """Return the columns that everything here is made of."""
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, n)
    return {"distance": distance, "velocity": 70 * distance + random.normal(0, 300, n)}


WAYS: dict[str, Callable[[dict[str, np.ndarray]], Any]] = {
    "a dict of arrays": dict,
    "a tuple of arrays": lambda columns: (columns["distance"], columns["velocity"]),
    "a pandas frame": pd.DataFrame,
    "a Polars frame": pl.DataFrame,
    "a PyArrow table": pa.table,
    "Dataset(...)": dict,
}
"""What is handed in; a `Dataset` is made anew of its arrays each time."""


def fit(way: str, value: Any) -> hw.PolynomialFit:
    """Return the exact fit of what is handed in."""
    return hw.polyfit(hw.Dataset(**value) if way == "Dataset(...)" else value)


def rows() -> Iterator[Row]:
    """Compare each way in with numpy.polyfit and with the sums of the same columns; then tell what memory it takes."""
    made = columns(MANY)
    x, y = made.values()
    for way, make in WAYS.items():
        value = make(made)
        what = f"{way}, {MANY:,} rows → the exact fit"
        np.testing.assert_allclose(fit(way, value).coefficients, np.polyfit(x, y, 1), rtol=1e-9)

        def ours(way: str = way, value: Any = value) -> hw.PolynomialFit:
            return fit(way, value)

        yield compare(what, "numpy.polyfit", lambda: np.polyfit(x, y, 1), ours, to_reach=1 / 6, runs=RUNS)
        sums = "distance.sum() + velocity.sum(): the memory's speed"
        yield compare(what, sums, lambda: x.sum() + y.sum(), ours, to_reach=9.0, runs=3 * RUNS)
    of_one_copy = (x.nbytes + y.nbytes) / 2**20
    for way in WAYS:
        command = [sys.executable, "-c", MORE_MEMORY, way, str(MANY)]
        told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
        what = f"{way}, {MANY:,} rows → the exact fit: more memory"
        yield Limit(
            what, "one copy of the columns", [of_one_copy], [float(told)], unit="MB", at_most=1.05 * of_one_copy
        )


# In a process of its own, whose memory is nobody else's; the first fit, of few rows, has imported what is needed.
MORE_MEMORY = """
import sys
from tests.benchmarks.way_in import WAYS, columns, fit
from tests.peak import forget_peak, peak_memory

way, rows = sys.argv[1], int(sys.argv[2])
fit(way, WAYS[way](columns(1000)))
value = WAYS[way](columns(rows))
before = forget_peak()
fit(way, value)
print(peak_memory() - before)
"""
