"""A text file with a million rows: the exact fit from its path, against pandas.read_csv and numpy.polyfit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
import pandas as pd

import hubble_widget as hw
from hubble_widget.io.text import long_text

from .measure import Row, compare

ROWS = 1_000_000
RUNS = 7
LIBRARIES = {"pyarrow": "PyArrow", "polars": "Polars without PyArrow"}
"""What is installed, on both sides: pandas keeps texts in PyArrow's columns, too, where it can."""


def comparisons() -> Iterator[Row]:
    """Time the fit of a file of two columns, and of one with names and errors, too."""
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, ROWS)
    velocity = 70 * distance + random.normal(0, 300, ROWS)
    narrow = pd.DataFrame({"distance": distance, "velocity": velocity})
    wide = narrow.assign(name=[f"galaxy {row}" for row in range(ROWS)], v_err=random.uniform(1, 300, ROWS))
    with TemporaryDirectory() as folder:
        for columns, frame in (("two columns", narrow), ("names and errors, too", wide)):
            path = Path(folder) / "galaxies.csv"
            frame.to_csv(path, index=False)
            for library, name in LIBRARIES.items():
                yield _fit(path, columns, library, name)


def _fit(path: Path, columns: str, library: str, name: str) -> Row:
    def plain() -> np.ndarray:
        with pd.option_context("mode.string_storage", "pyarrow" if library == "pyarrow" else "python"):
            frame = pd.read_csv(path)
        return np.polyfit(frame["distance"], frame["velocity"], 1)

    def ours() -> np.ndarray:
        with mock.patch.object(long_text, "find_spec", lambda module: module == library):
            fit = hw.polyfit(path)
        return np.array([fit.slope, fit.intercept])

    np.testing.assert_allclose(ours(), plain(), rtol=1e-9)
    what = f"the exact fit of {ROWS:,} galaxies in a CSV file ({columns}), by {name}"
    return compare(what, "pandas.read_csv, numpy.polyfit", plain, ours, to_reach=1.0, runs=RUNS)
