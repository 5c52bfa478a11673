"""The line of %hubblefit as words, and as settings."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from typing import Protocol

from IPython.core.error import UsageError

from hubble_widget.options import COMMAND, OPTIONS, SETTINGS
from hubble_widget.regression.parameters import OPTIMIZERS
from hubble_widget.regression.spelling import did_you_mean

NUMBERS_OF_START = 2


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
        nearest = did_you_mean(name, OPTIONS) or f" It takes DATA and {', '.join(OPTIONS)}."
        quotes = "" if word.startswith("-") else f' What has blanks is quoted: --optimizer "{OPTIMIZERS[1]}".'
        raise UsageError(f"%{COMMAND} does not know {name!r}.{nearest}{quotes}")
    return arguments


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
