"""Parses the line of %hubblefit."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from collections.abc import Sequence
from typing import Protocol

from IPython.core.error import UsageError

from hubble_widget.explorer.magic_options import COMMAND, DEFAULT_DATA, OPTIONS, SETTINGS
from hubble_widget.fit.hyperparameters import RANDOM
from hubble_widget.suggestions import SYNONYMS, did_you_mean, normalized

NUMBERS_OF_START = 2

_SYNONYMS = {
    **{word: SETTINGS[name] for word, name in SYNONYMS.items() if name in SETTINGS},
    **SETTINGS,
    **dict.fromkeys(("no_intercept", "no_bias", "origin"), SETTINGS["fit_intercept"]),
    **dict.fromkeys(("without", "leave_out", "drop", "omit", "skip"), "--exclude"),
}
"""Other names of the options: those of other libraries and of the explorer."""


class _Parser(Protocol):
    def parse_known_args(self, args: list[str]) -> tuple[Namespace, list[str]]: ...


def parse(parser: _Parser, line: str) -> Namespace:
    """Return the arguments on a line; raise a UsageError if a word is not known."""
    try:
        words = _split(line)
        is_random = _take_random_start(words)
        arguments, unknown = parser.parse_known_args(_protect_numbers(words))
    except ValueError as error:  # a missing closing quotation mark
        raise UsageError(f'%{COMMAND} {line}: {error}; quote a name as in --exclude "NGC 4639".') from None
    if is_random:
        arguments.start = RANDOM
    for word in unknown:
        name = word.partition("=")[0]
        if word.startswith("-"):
            raise UsageError(f"%{COMMAND} does not know {name!r}.{_suggestion(name)}")
        raise UsageError(f"%{COMMAND} does not know {word!r}.{quoting_hint(line, word) or _suggestion(name)}")
    name, sign, _ = (arguments.data or "").partition("=")
    if sign and name in _SYNONYMS:  # lr=0.1, as in a call
        raise UsageError(f"%{COMMAND} does not know {arguments.data!r}.{_suggestion(name)}")
    return arguments


def _suggestion(name: str) -> str:
    if normalized(name) in {"data", "dataset"}:
        return f" Name the data without an option, as in %{COMMAND} {DEFAULT_DATA}."
    return did_you_mean(name, OPTIONS, _SYNONYMS) or f" It takes DATA and {', '.join(OPTIONS)}."


def quoting_hint(line: str, word: str) -> str:
    """Return how to quote names of several words of which an option has got only the first; empty if there are none.

    Parameters
    ----------
    line : str
        The whole line.
    word : str
        An unknown word: perhaps the second word of a galaxy's name.
    """
    words = _split(line)
    for at in (place for place, each in enumerate(words) if each == word):
        begins = next((place for place in reversed(range(at)) if words[place].startswith("-")), at)
        option, sign, value = words[begins].partition("=")
        if option in OPTIONS and (sign or begins < at - 1):
            ends = next((place for place in range(at, len(words)) if words[place].startswith("-")), len(words))
            quoted = [f'{option}{sign or " "}"{name}"' for name in _names([value, *words[begins + 1 : ends]])]
            return f" Quote {'a name' if len(quoted) == 1 else 'each name'} with a space: {' '.join(quoted)}."
    return ""


def _names(words: Sequence[str]) -> list[str]:
    """Return names of galaxies, each of a word and a number, such as NGC 4639."""
    names: list[str] = []
    for word in filter(None, words):
        if not names or " " in word or (names[-1][-1:].isdigit() and word[0].isalpha()):
            names.append(word)
        else:
            names[-1] += f" {word}"
    return names


def _split(line: str) -> list[str]:
    """Split a line like a shell does; on Windows a backslash is an ordinary character of a path."""
    words = shlex.shlex(line, posix=True)
    words.whitespace_split, words.commenters = True, ""
    if os.sep == "\\":
        words.escape = ""
    return list(words)


def _take_random_start(words: list[str]) -> bool:
    """Remove ``--start random``, because argparse expects two numbers there; return whether it was there."""
    option = SETTINGS["start"]
    for at, word in enumerate(words):
        if word == f"{option}={RANDOM}" or words[at : at + 2] == [option, RANDOM]:
            del words[at : at + (1 if "=" in word else 2)]
            return True
    return False


def _protect_numbers(words: list[str]) -> list[str]:
    """Put a space before the numbers of the start, because argparse treats -1e-05 as an option."""
    option = SETTINGS["start"]
    return [
        f" {word}" if _is_number(word) and option in words[max(0, at - NUMBERS_OF_START) : at] else word
        for at, word in enumerate(words)
    ]


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
