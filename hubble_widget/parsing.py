"""The line of %hubblefit as words, and as settings."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from typing import Protocol

from IPython.core.error import UsageError

from hubble_widget.options import COMMAND, DEFAULT_DATA, OPTIONS, SETTINGS
from hubble_widget.regression.spelling import ELSEWHERE, bare, did_you_mean

NUMBERS_OF_START = 2

_ELSEWHERE = {
    **{word: SETTINGS[name] for word, name in ELSEWHERE.items() if name in SETTINGS},
    **SETTINGS,
    **dict.fromkeys(("without", "leave_out", "drop", "omit", "skip"), "--exclude"),
}
"""What others, and the explorer itself, call the options."""


class _Parser(Protocol):
    def parse_known_args(self, args: list[str]) -> tuple[Namespace, list[str]]: ...


def parse(parser: _Parser, line: str) -> Namespace:
    """Return what stands on a line; a UsageError where a word is not known."""
    try:
        arguments, unknown = parser.parse_known_args(_with_numbers_apart(_words_of(line)))
    except ValueError as error:  # a quotation mark without its second
        raise UsageError(f'%{COMMAND} {line}: {error}; quote a name as in --exclude "NGC 4639".') from None
    for word in unknown:
        name = word.partition("=")[0]
        if word.startswith("-"):
            raise UsageError(f"%{COMMAND} does not know {name!r}.{_nearest(name)}")
        raise UsageError(f"%{COMMAND} does not know {word!r}.{quoting(line, word) or _nearest(word)}")
    return arguments


def _nearest(name: str) -> str:
    if bare(name) in {"data", "dataset"}:
        return f" The data stand alone, as in %{COMMAND} {DEFAULT_DATA}."
    return did_you_mean(name, OPTIONS, _ELSEWHERE) or f" It takes DATA and {', '.join(OPTIONS)}."


def quoting(line: str, word: str) -> str:
    """Return how to quote a name of several words that an option has got only the first of; empty where there is none.

    Parameters
    ----------
    line : str
        The whole line.
    word : str
        One that nothing is known of: it may be the second of a galaxy's name.
    """
    words = _words_of(line)
    at = words.index(word)
    begins = next((place for place in reversed(range(at)) if words[place].startswith("-")), at)
    option, sign, value = words[begins].partition("=")
    if option not in OPTIONS or (not sign and begins == at - 1):
        return ""
    ends = next((place for place in range(at, len(words)) if words[place].startswith("-")), len(words))
    name = " ".join(filter(None, [value, *words[begins + 1 : ends]]))
    return f' A name with a blank is quoted: {option}{sign or " "}"{name}".'


def _words_of(line: str) -> list[str]:
    """Return the words of a line, by the rules of a shell; where folders stand between backslashes, these are signs."""
    words = shlex.shlex(line, posix=True)
    words.whitespace_split, words.commenters = True, ""
    if os.sep == "\\":
        words.escape = ""
    return list(words)


def _with_numbers_apart(words: list[str]) -> list[str]:
    """Return the words with a blank before the numbers of the start: argparse takes -1e-05 for an option."""
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
