"""Near matches for words that nobody knows."""

from collections.abc import Iterable
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
