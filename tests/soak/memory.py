"""Whether memory is flat: what is held late in a soak against what was held early."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Memory(NamedTuple):
    """What is held after a collection, in MB."""

    kernel: float
    page: float


AT_MOST = Memory(kernel=20, page=20)
"""By how many MB the later median may lie above the earlier one.

What a kernel holds comes and goes by about as much, with the paths that are shown. In ten minutes some 1,500 actions
lie between the two medians, and some six new explorers in place of the second. If of each action 14 kB were kept, or
the explorers, of 4.7 MB each, it would be more. The page is loaded anew as often, and gains some 15 MB in between: that
is JupyterLab's own, 0.1 MB for each time that another cell is clicked.
"""


class Growth(NamedTuple):
    """Medians of some first and some last looks, in MB."""

    early: float
    late: float
    at_most: float

    @property
    def is_flat(self) -> bool:
        """Whether there is no more than there may be."""
        return self.late - self.early <= self.at_most


def growths(looks: Sequence[Memory]) -> dict[str, Growth]:
    """Compare the first third of all looks with the last, for the kernel and for the page.

    One look may fall on a moment at which much is held, such as a path of 10,000 states; medians pass over it.

    Raises
    ------
    ValueError
        If there are fewer than three looks.
    """
    if len(looks) < 3:
        raise ValueError(f"{len(looks)} looks tell nothing of a growth; take 3 or more.")
    third = len(looks) // 3
    return {
        name: Growth(median(held[:third]), median(held[-third:]), at_most)
        for name, held, at_most in zip(Memory._fields, zip(*looks, strict=True), AT_MOST, strict=True)
    }
