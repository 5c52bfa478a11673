"""What Tab offers after %hubblefit."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence, Sized
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from hubble_widget.io.bare_columns import two_columns
from hubble_widget.io.tables import as_table
from hubble_widget.options import COMMAND, EXPANSION, NAMES, OPTIONS, SETTINGS
from hubble_widget.pace import SPEEDS
from hubble_widget.regression.cosmology import EXPANSIONS
from hubble_widget.regression.dataset import Dataset, datasets, load_dataset
from hubble_widget.regression.galaxies import are_many
from hubble_widget.regression.parameters import LOSS_FUNCTIONS, OPTIMIZERS

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext
    from IPython.core.interactiveshell import InteractiveShell


def _after(*options: str) -> re.Pattern[str]:
    """Return what matches a line that goes on after one of some options, with a word perhaps begun."""
    return re.compile(
        rf"""(?P<option>{"|".join(options)})(?P<sign>[ =])(?:(?P<begun>[^"'\s]*)|(?P<quote>["'])(?P<quoted>[^"']*))$"""
    )


_EXCLUDING = _after("--exclude")
_COLUMN = _after(*NAMES.values())
_WORDS = {
    SETTINGS["optimizer"]: OPTIMIZERS,
    SETTINGS["loss_function"]: LOSS_FUNCTIONS,
    SETTINGS["speed"]: SPEEDS,
    SETTINGS["degree"]: ("1", "2", "3"),
    EXPANSION["expansion"]: EXPANSIONS,
}
_WORD = _after(*_WORDS)


_OUR_LINE = re.compile(rf"\s*(?:%%?|[^%#\"']*=\s*%)?{COMMAND}\s")


class _Event(Protocol):
    @property
    def text_until_cursor(self) -> str: ...
    @property
    def symbol(self) -> str: ...


class _Line(NamedTuple):
    text_until_cursor: str
    symbol: str


class Matcher:
    """What IPython 8.6 and later asks; with a hook's words, which older ones take, it would mix Python's own."""

    matcher_identifier = "hubble_widget"
    matcher_api_version = 2

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self.__qualname__ = self.matcher_identifier  # IPython takes matchers for functions

    def __call__(self, context: CompletionContext) -> dict[str, Any]:
        """Return what may stand at the cursor, and that nothing else may, on a line of %hubblefit."""
        from IPython.core.completer import SimpleCompletion

        line, words = context.text_until_cursor, list[str]()
        if _OUR_LINE.match(line):
            words = complete(self._shell, _Line(line, context.token))
        return {"completions": [SimpleCompletion(word) for word in words], "ordered": True, "suppress": bool(words)}


def complete(shell: InteractiveShell, event: _Event) -> list[str]:
    """Return what may stand at the cursor: options, catalogues, the user's own data sets, galaxies to exclude."""
    own = {name: value for name, value in shell.user_ns.items() if isinstance(value, Dataset)}
    tables = {name: columns for name, value in _variables(shell).items() if (columns := _columns_of(value))}
    choosing = _WORD.search(event.text_until_cursor)
    if choosing is not None:
        return _completed(_WORDS[choosing["option"]], choosing, event.symbol)
    naming = _COLUMN.search(event.text_until_cursor)
    if naming is not None:
        named = [word for word in event.text_until_cursor.split() if word in tables]
        return _completed(tables[named[0]], naming, event.symbol) if named else []
    excluding = _EXCLUDING.search(event.text_until_cursor)
    if excluding is not None:
        named = [word for word in event.text_until_cursor.split() if word in own or word in datasets()]
        data = own.get(named[0]) or load_dataset(named[0]) if named else load_dataset("key_project")
        names = () if are_many(data) else data.names
        return _completed(names, excluding, event.symbol)
    bare = [name for name, value in _variables(shell).items() if _has_two_columns(value)]
    words = OPTIONS if event.symbol.startswith("-") else (*datasets(), *own, *tables, *bare, *OPTIONS)
    return [word for word in words if word.startswith(event.symbol)]


def _variables(shell: InteractiveShell) -> dict[str, Any]:
    """Return what the user has defined, without what IPython itself has."""
    hidden = shell.user_ns_hidden
    return {name: value for name, value in shell.user_ns.items() if name not in hidden and not name.startswith("_")}


def _columns_of(value: object) -> tuple[str, ...]:
    """Return the names of a table's columns; none for what is no table."""
    if isinstance(value, Dataset | str | int | float | ModuleType | type) or callable(value):
        return ()
    if isinstance(value, Mapping):  # not copied into a table for a Tab
        return tuple(name for name, column in value.items() if isinstance(name, str) and isinstance(column, Sized))
    try:
        table = as_table(value)
    except Exception:  # whatever a variable is, Tab tells of no error
        return ()
    return () if table is None else table.names


def _has_two_columns(value: object) -> bool:
    """Return whether a variable is a pair of columns without names, or an array of two."""
    if not isinstance(value, tuple) and len(getattr(value, "shape", ())) != 2:
        return False
    try:
        columns = two_columns(value)
    except Exception:  # as above
        return False
    return columns is not None and all(isinstance(each, Sized) and not isinstance(each, str) for each in columns)


def _completed(names: Sequence[str], match: re.Match[str], symbol: str) -> list[str]:
    """Return the names that go on from what is begun, as a line has to spell them.

    The editor replaces only `symbol`, the end of what is begun, and takes what begins with it alone.
    """
    quote, begun = match["quote"], match["quoted"] if match["quote"] else match["begun"]
    can_be_dashed = match["sign"] == "="  # else it would be taken for an option
    return [
        _spelt(name, begun, quote, symbol)
        for name in names
        if name.startswith(begun) and len(name.splitlines()) == 1 and (can_be_dashed or not name.startswith("-"))
    ]


def _spelt(name: str, begun: str, quote: str | None, symbol: str) -> str:
    rest = name[len(begun) :]
    if quote:
        ends_in_between = re.compile(r"""["\\]""" if quote == '"' else "'")
        return symbol + ends_in_between.sub(lambda sign: f"{quote}{_apart(sign[0])}{quote}", rest) + quote
    return symbol + shlex.quote(rest) if rest else symbol


def _apart(sign: str) -> str:
    """Return a sign in the quotation marks that it is not."""
    return f'"{sign}"' if sign == "'" else f"'{sign}'"
