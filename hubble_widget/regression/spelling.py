"""Words of a known list, and near matches for those that are not on it."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

ELSEWHERE = MappingProxyType(
    {
        "lr": "learning_rate",
        "rate": "learning_rate",
        "alpha": "learning_rate",
        "eta": "learning_rate",
        "step_size": "learning_rate",
        "epochs": "iterations",
        "n_epochs": "iterations",
        "steps": "iterations",
        "max_iter": "iterations",
        "n_iter": "iterations",
        "loss": "loss_function",
        "criterion": "loss_function",
        "loss_fn": "loss_function",
        "optim": "optimizer",
        "solver": "optimizer",
        "deg": "degree",
        "guess": "start",
        "initial": "start",
        "init": "start",
        "dataset": "data",
        "data": "value",
    }
)
"""What torch, Keras, scikit-learn and NumPy call the settings."""


def did_you_mean(word: str, known: Iterable[str], elsewhere: Mapping[str, str] = ELSEWHERE) -> str:
    """Return the question that ends an error message about an unknown word.

    Parameters
    ----------
    word : str
        What arrived.
    known : iterable of str
        What would have been accepted. Upper and lower case count as equal.
    elsewhere : mapping of str to str
        What others call the known words. It decides before likeness does: "mae" looks like "MSE" and is "L1".

    Returns
    -------
    str
        ``" Did you mean 'NGC 4639' or 'NGC 4536'?"`` with its leading space, or ``""`` where
        nothing is near.
    """
    by_lower_case = {candidate.casefold(): candidate for candidate in known}
    meant = next((name for other, name in elsewhere.items() if bare(other) == bare(word)), None)
    if meant is not None and meant in by_lower_case.values():
        near = [meant.casefold()]
    else:
        near = get_close_matches(word.casefold(), by_lower_case, n=3)
    if not near:
        return ""
    return f" Did you mean {' or '.join(repr(by_lower_case[match]) for match in near)}?"


def bare(word: str) -> str:
    """Return the letters and digits of a word: "SmoothL1", "smooth_l1" and "smooth L1" are one."""
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def renamed(message: str, names: Mapping[str, str]) -> str:
    """Return an error's message about a setting, which it begins with, by the name that its reader knows."""
    name, blank, rest = message.partition(" ")
    return f"{names[name]}{blank}{rest}" if name in names else message


def one_of(name: str, value: object, known: Sequence[str], elsewhere: Mapping[str, str] = ELSEWHERE) -> str:
    """Return a setting that is one of a few words.

    Parameters
    ----------
    name : str
        Of the setting, for the error.
    value : object
        What arrived.
    known : sequence of str
        What is accepted, letter by letter.
    elsewhere : mapping of str to str
        What others call these words.

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
        raise ValueError(f"{wanted}, got {value!r}.{did_you_mean(value, known, elsewhere)}")
    return known[known.index(value)]  # plain text, whatever kind of text arrived
