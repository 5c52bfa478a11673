"""Words of a known list, and near matches for those that are not on it."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question that ends an error message about an unknown word.

    Parameters
    ----------
    word : str
        What arrived.
    known : iterable of str
        What would have been accepted. Upper and lower case count as equal.

    Returns
    -------
    str
        ``" Did you mean 'NGC 4639' or 'NGC 4536'?"`` with its leading space, or ``""`` where
        nothing is near.
    """
    by_lower_case = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word.casefold(), by_lower_case, n=3)
    if not near:
        return ""
    return f" Did you mean {' or '.join(repr(by_lower_case[match]) for match in near)}?"


def one_of(name: str, value: object, known: Sequence[str]) -> str:
    """Return a setting that is one of a few words.

    Parameters
    ----------
    name : str
        Of the setting, for the error.
    value : object
        What arrived.
    known : sequence of str
        What is accepted, letter by letter.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is none of the known words.
    """
    wanted = f"{name} must be one of {', '.join(map(repr, known))}"
    if not isinstance(value, str):
        raise TypeError(f"{wanted}, got {value!r} ({type(value).__name__}).")
    if value not in known:
        raise ValueError(f"{wanted}, got {value!r}.{did_you_mean(value, known)}")
    return known[known.index(value)]  # plain text, whatever kind of text arrived
