"""What galaxies are called."""

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
        If a name is not text, or all of `names` is one text.
    ValueError
        If they are too many, too few or not unique.
    """
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence with one name for each galaxy, got {names!r}.")
    given = tuple(islice(names, count + 1))  # they may have no end
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"each of names must be text, got {name!r} ({type(name).__name__}).")
    if len(given) != count:
        told = "more" if len(given) > count else f"only {len(given)}"
        raise ValueError(f"there are {told} names for {count} galaxies; pass one for each.")
    if len(set(given)) != count:
        twice, _ = Counter(given).most_common(1)[0]
        raise ValueError(f"names must differ, but {twice!r} occurs more than once.")
    return tuple(str(name) for name in given)


def numbered(noun: str, count: int) -> tuple[str, ...]:
    """Return ``"supernova 1"``, ``"supernova 2"``, ... for a noun."""
    return tuple(f"{noun} {number}" for number in range(1, count + 1))
