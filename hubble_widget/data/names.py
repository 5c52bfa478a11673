"""Names of galaxies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice


def as_names(names: Iterable[str], count: int) -> tuple[str, ...]:
    """Return one name for each galaxy.

    Parameters
    ----------
    names : iterable of str
    count : int
        Number of galaxies.

    Raises
    ------
    TypeError
        If a name is not text, or `names` itself is a text.
    ValueError
        If there are too many or too few names, or one occurs twice.
    """
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence with one name for each galaxy, got {names!r}.")
    given = tuple(islice(names, count + 1))  # an iterator may be infinite
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"each of names must be text, got {name!r} ({type(name).__name__}).")
    if len(given) != count:
        found = f"more than {count}" if len(given) > count else f"only {len(given)}"
        raise ValueError(f"there are {found} names for {count} galaxies; pass one name for each galaxy.")
    if len(set(given)) != count:
        repeated, _ = Counter(given).most_common(1)[0]
        raise ValueError(f"names must differ, but {repeated!r} occurs more than once.")
    return tuple(str(name) for name in given)


def numbered(noun: str, count: int) -> tuple[str, ...]:
    """Return ``"supernova 1"``, ``"supernova 2"``, ... for a noun."""
    return tuple(f"{noun} {number}" for number in range(1, count + 1))
