"""Calls that are nearly right: what is wrong with them, and which call works."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, signature
from reprlib import repr as shortened
from typing import Any, ParamSpec, TypeVar

from hubble_widget.regression.spelling import did_you_mean

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_TWO = frozenset({"distance", "distances", "d", "x", "velocity", "velocities", "v", "y"})
"""The keywords by which others take two arrays."""

_COLUMNS = "x", "y", "names"
"""The keywords for columns of a table, in the order in which they are mostly given."""


def takes_one_data_set(
    wanted: str, *, places: int, settings: Sequence[str] = (), others: Sequence[str] = ()
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Return a decorator that refuses calls which are nearly right, and tells the one that works.

    Refused are distances and velocities as two arguments, columns and settings without their keywords, keywords that
    a function has not, and a call without data.

    Parameters
    ----------
    wanted : str
        What the function takes, as the end of the error message.
    places : int
        How many arguments come before all that has a keyword: `self` counts, and the data set.
    settings : sequence of str
        The keywords of what is no column, in their order.
    others : sequence of str
        All that ``**`` takes in the function's signature.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        call = _Call(function, wanted, places, settings, others)

        @wraps(function)
        def checked(*args: Parameters.args, **keywords: Parameters.kwargs) -> Result:
            fault = call.fault(args, keywords)
            if fault:
                raise TypeError(f"{call.name} {fault}")
            return function(*args, **keywords)

        return checked

    return decorate


class _Call:
    """What is known of a function, and of calls of it."""

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
        """Return what is wrong with a call and which one works, "" where nothing is."""
        others = args[self._places :]
        two = (value for name, value in keywords.items() if name in _TWO and name not in self._required)
        if any(map(_is_column, two)) or (others and (_is_column(others[0]) or not self._takes_data)):
            return f"takes {self._wanted}."
        if others and (isinstance(others[0], str) or len(args) > len(self._by_place)):
            return self._by_keyword(others)
        unknown = next((name for name in keywords if name not in self._known), None)
        meant = did_you_mean(unknown, self._known) if unknown is not None else ""
        lacks_data = self._required.difference(self._by_place[: len(args)], keywords)
        if unknown is not None and (meant or not lacks_data):
            return f"knows no keyword {unknown!r}.{meant} It takes {', '.join(self._known)}."
        if lacks_data:
            needs = "needs data: a table, a file, the name of a catalogue, or" if self._takes_data else "takes"
            return f"{needs} {self._wanted}."
        return ""

    def _by_keyword(self, others: Sequence[Any]) -> str:
        are_columns = not self._settings or all(isinstance(value, str) for value in others)
        names = _COLUMNS if are_columns else self._settings
        given = ", ".join(f"{name}={shortened(value)}" for name, value in zip(names, others, strict=False))
        what = "the names of columns" if are_columns else "settings"
        return f"takes {what} by keyword: {self.name}(data, {given})."


def _is_column(value: Any) -> bool:
    is_list = isinstance(value, list | tuple)
    return hasattr(value, "__len__") and not (isinstance(value, str) or (is_list and _are_texts(value)))


def _are_texts(values: Sequence[Any]) -> bool:
    return len(values) > 0 and all(isinstance(value, str) for value in values)
