"""Data sets that the tests share, and a strategy for random ones."""

import numpy as np
from hypothesis import strategies as st

from hubble_widget.data.catalogs import VARIANTS, datasets, load_dataset
from hubble_widget.data.dataset import Dataset

LESSON = load_dataset("key_project").exclude("NGC 4639")

CATALOGS = [
    *(load_dataset(name) for name in datasets() if len(load_dataset(name)) < 40 and name not in VARIANTS),
    LESSON,
]
"""Not the longer ones, nor one galaxies twice: the torch loop walks thousands of paths over these."""


def title(data: Dataset) -> str:
    """Return what a parametrized test is called by."""
    return repr(data)


def to_thousandths(low: float, high: float) -> st.SearchStrategy[float]:
    return st.integers(round(low * 1000), round(high * 1000)).map(lambda number: number / 1000)


@st.composite
def galaxies(draw: st.DrawFn, *, fewest: int = 4) -> Dataset:
    """Draw Hubble's law with some slope, scatter and offset; distances differ by 0.1 Mpc or more."""
    count = draw(st.integers(fewest, 30))
    tenths = draw(st.lists(st.integers(0, 5000), min_size=count, max_size=count, unique=True))
    scatter = draw(st.lists(to_thousandths(-500, 500), min_size=count, max_size=count))
    slope, offset = draw(to_thousandths(-500, 500)), draw(to_thousandths(-3000, 3000))
    distance = np.array(tenths) / 10
    return Dataset(distance=distance, velocity=slope * distance + offset + np.array(scatter))
