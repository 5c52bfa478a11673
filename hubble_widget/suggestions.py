"""Suggestions for error messages: similar known words, and a call that works."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import wraps
from inspect import Parameter, Signature, signature
from reprlib import repr as shortened
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

SYNONYMS = MappingProxyType(
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
        "intercept": "fit_intercept",
        "bias": "fit_intercept",
        "scale": "scaling",
        "normalize": "scaling",
        "random_state": "seed",
        "n_boot": "n_resamples",
        "guess": "start",
        "initial": "start",
        "init": "start",
        "sample_weight": "weights",
        "w": "weights",
        "xerr": "x_error",
        "yerr": "y_error",
        "x_error": "distance_error",
        "y_error": "velocity_error",
        "dataset": "data",
        "data": "value",
    }
)
"""Names of the settings in torch, Keras, scikit-learn and NumPy, and ours."""

_OTHER_WAYS = {"exclude": " Leave galaxies out of the data: as_dataset(data).exclude('NGC 4639')."}
"""What is no keyword of a function, though an option of the magic."""


def did_you_mean(word: str, known: Iterable[str], synonyms: Mapping[str, str] = SYNONYMS) -> str:
    """Return a question about similar words, for the end of an error message.

    Parameters
    ----------
    word : str
        The unknown word.
    known : iterable of str
        The words that are accepted. Upper and lower case count as equal.
    synonyms : mapping of str to str
        Names of the known words in other libraries. They are looked up first: "mae" is similar to "MSE", but it is
        "L1".

    Returns
    -------
    str
        ``" Did you mean 'NGC 4639' or 'NGC 4536'?"`` with a space at its beginning; ``""`` if no
        known word is similar.
    """
    by_lower_case = {candidate.casefold(): candidate for candidate in known}
    plain = normalized(word)
    synonym = next((name for other, name in synonyms.items() if normalized(other) == plain), None)
    if synonym is not None and synonym in by_lower_case.values():
        matches = [synonym.casefold()]
    else:
        matches = get_close_matches(word.casefold(), by_lower_case, n=3)
    if not matches:
        return ""
    return f" Did you mean {' or '.join(repr(by_lower_case[match]) for match in matches)}?"


def normalized(word: str) -> str:
    """Return a word's letters and digits in lower case: "SmoothL1", "smooth_l1" and "smooth L1" are equal."""
    return "".join(character for character in word.casefold() if character.isalnum())


def renamed(message: str, names: Mapping[str, str]) -> str:
    """Return an error message with another name of the setting that is its first word."""
    name, blank, rest = message.partition(" ")
    return f"{names[name]}{blank}{rest}" if name in names else message


def one_of(name: str, value: object, known: Sequence[str], synonyms: Mapping[str, str] = SYNONYMS) -> str:
    """Check a setting that must be one of a few words, and return it.

    Parameters
    ----------
    name : str
        Name of the setting, for the error message.
    value : object
        The value to check.
    known : sequence of str
        The accepted words.
    synonyms : mapping of str to str
        Names of these words in other libraries.

    Raises
    ------
    TypeError
        If the value is not text.
    ValueError
        If the value is not one of the accepted words.
    """
    wanted = f"{name} must be one of {', '.join(map(repr, known))}"
    if not isinstance(value, str):
        raise TypeError(f"{wanted}, got {value!r} ({type(value).__name__}).")
    if value not in known:
        raise ValueError(f"{wanted}, got {value!r}.{did_you_mean(value, known, synonyms)}")
    return known[known.index(value)]  # a plain str, even if the value is of a subclass


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_ARRAY_KEYWORDS = frozenset({"distance", "distances", "d", "x", "velocity", "velocities", "v", "y"})
"""Keywords for two arrays in other libraries."""

_COLUMNS = "x", "y", "names"
"""Keywords for columns of a table, in their usual order."""


def takes_one_data_set(
    wanted: str, *, places: int, settings: Sequence[str] = (), others: Sequence[str] = ()
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Return a decorator that checks calls, and raises a TypeError with a call that works.

    It refuses distances and velocities as two arguments, columns and settings without keywords, unknown keywords, and
    calls without data.

    Parameters
    ----------
    wanted : str
        The data that the function takes, for the end of the error message.
    places : int
        Number of arguments without a keyword, with `self` and the data set.
    settings : sequence of str
        Keywords other than names of columns, in their order.
    others : sequence of str
        Keywords that ``**`` takes in the signature of the function.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        call = _Call(function, wanted, places, settings, others)

        @wraps(function)
        def checked(*args: Parameters.args, **keywords: Parameters.kwargs) -> Result:
            fault = call.fault(args, keywords)
            if fault:
                raise TypeError(f"{call.name} {fault}")
            return function(*args, **keywords)

        checked.__signature__ = _full_signature(function, others)  # type: ignore[attr-defined]
        return checked

    return decorate


def _full_signature(function: Callable[..., object], others: Sequence[str]) -> Signature:
    """Return the signature with explicit keywords in place of ``**``, for Shift-Tab and `help`."""
    known = signature(function)
    own = [each for each in known.parameters.values() if each.kind is not Parameter.VAR_KEYWORD]
    more = [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation="str | None") for name in others]
    return known.replace(parameters=[*own, *more])


class _Call:
    """Checks the calls of a function."""

    def __init__(
        self,
        function: Callable[..., object],
        wanted: str,
        places: int,
        settings: Sequence[str],
        others: Sequence[str],
    ) -> None:
        self.name = function.__qualname__.removesuffix(".__init__")
        self._wanted, self._places, self._settings = wanted, places, settings
        parameters = signature(function).parameters.values()
        self._by_place = [each.name for each in parameters if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
        own = [each for each in parameters if each.kind is not Parameter.VAR_KEYWORD and each.name != "self"]
        self._known = [*(each.name for each in own), *others]
        self._required = {each.name for each in own if each.default is Parameter.empty}
        self._takes_data = "self" not in self._by_place[places - 1 : places]

    def fault(self, args: Sequence[Any], keywords: Mapping[str, Any]) -> str:
        """Return what is wrong with a call, and a call that works; an empty text if nothing is wrong."""
        others = args[self._places :]
        arrays = (value for name, value in keywords.items() if name in _ARRAY_KEYWORDS and name not in self._required)
        if any(map(_is_column, arrays)) or (others and (_is_column(others[0]) or not self._takes_data)):
            return f"takes {self._wanted}."
        if others and (isinstance(others[0], str) or len(args) > len(self._by_place)):
            return self._by_keyword(args[self._places - 1], others)
        unknown = next((name for name in keywords if name not in self._known), None)
        suggestion = did_you_mean(unknown, self._known) or _OTHER_WAYS.get(unknown, "") if unknown is not None else ""
        needs_data = self._required.difference(self._by_place[: len(args)], keywords)
        if unknown is not None and (suggestion or not needs_data):
            return f"has no keyword {unknown!r}.{suggestion} It takes {', '.join(self._known)}."
        if needs_data:
            needs = "needs data: a table, a file, the name of a catalog, or" if self._takes_data else "takes"
            return f"{needs} {self._wanted}."
        return ""

    def _by_keyword(self, data: Any, others: Sequence[Any]) -> str:
        are_columns = not self._settings or all(isinstance(value, str) for value in others)
        names = _COLUMNS if are_columns else self._settings
        values = [column_called(data, value) for value in others] if are_columns else others
        given = ", ".join(f"{name}={shortened(value)}" for name, value in zip(names, values, strict=False))
        kind = "the names of columns" if are_columns else "settings"
        return f"takes {kind} by keyword: {self.name}(data, {given})."


def column_called(data: Any, given: object) -> str:
    """Return the name of the column that a user calls by a number: one of this name, or else at this position."""
    if isinstance(given, str):
        return given
    with warnings.catch_warnings():  # Polars warns that a lazy frame must find out its names
        warnings.simplefilter("ignore")
        found = [getattr(data, attribute, None) for attribute in ("column_names", "colnames", "columns")]
    listed = [*data] if isinstance(data, Mapping) else next((each for each in found if each is not None), [])
    names = [str(name) for name in listed]
    if isinstance(given, int) and given in range(len(names)) and str(given) not in names:
        return names[given]
    return str(given) if str(given) in names else "..."


def _is_column(value: Any) -> bool:
    is_list = isinstance(value, list | tuple)
    return hasattr(value, "__len__") and not (isinstance(value, str) or (is_list and _are_texts(value)))


def _are_texts(values: Sequence[Any]) -> bool:
    return len(values) > 0 and all(isinstance(value, str) for value in values)
