"""Tab completion for %hubblefit."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence, Sized
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from hubble_widget.data.base_dataset import are_many
from hubble_widget.data.catalogs import datasets, load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.redshift import EXPANSIONS
from hubble_widget.explorer.magic_options import COMMAND, EXPANSION, NAMES, OPTIONS, SETTINGS
from hubble_widget.figure.views import VIEWS
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS, RANDOM, SCALINGS
from hubble_widget.io.tables import as_table
from hubble_widget.io.unnamed_columns import two_columns
from hubble_widget.widgets.hiding import CONTROLS
from hubble_widget.widgets.pace import SPEEDS

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext
    from IPython.core.interactiveshell import InteractiveShell


def _after(*options: str) -> re.Pattern[str]:
    """Return a pattern for a line that ends in one of these options and, perhaps, the beginning of its value."""
    return re.compile(
        rf"""(?P<option>{"|".join(options)})(?P<sign>[ =])(?:(?P<begun>[^"'\s]*)|(?P<quote>["'])(?P<quoted>[^"']*))$"""
    )


_EXCLUDING = _after("--exclude")
_COLUMN = _after(*NAMES.values())
_WORDS = {
    SETTINGS["optimizer"]: OPTIMIZERS,
    SETTINGS["loss_function"]: LOSS_FUNCTIONS,
    SETTINGS["speed"]: SPEEDS,
    SETTINGS["view"]: tuple(VIEWS),
    SETTINGS["scaling"]: SCALINGS,
    SETTINGS["degree"]: ("1", "2", "3"),
    EXPANSION["expansion"]: EXPANSIONS,
    SETTINGS["hide"]: CONTROLS,
    SETTINGS["start"]: (RANDOM,),
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
    """The matcher for IPython 8.6 and later, which would mix the words of a hook with Python names."""

    matcher_identifier = "hubble_widget"
    matcher_api_version = 2

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self.__qualname__ = self.matcher_identifier  # IPython assumes that matchers are functions

    def __call__(self, context: CompletionContext) -> dict[str, Any]:
        """Return the completions at the cursor on a line of %hubblefit, and suppress all others."""
        from IPython.core.completer import SimpleCompletion

        line, words = context.text_until_cursor, list[str]()
        if _OUR_LINE.match(line):
            words = complete(self._shell, _Line(line, context.token))
        return {"completions": [SimpleCompletion(word) for word in words], "ordered": True, "suppress": bool(words)}


def complete(shell: InteractiveShell, event: _Event) -> list[str]:
    """Return the completions at the cursor: options, catalogs, the user's data sets, galaxies to exclude."""
    own = {name: value for name, value in shell.user_ns.items() if isinstance(value, Dataset)}
    tables = {name: columns for name, value in _variables(shell).items() if (columns := _columns_of(value))}
    choosing = _WORD.search(event.text_until_cursor)
    if choosing is not None:
        return _completed(_lists(_WORDS[choosing["option"]], choosing), choosing, event.symbol)
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
    pairs = [name for name, value in _variables(shell).items() if _has_two_columns(value)]
    words = OPTIONS if event.symbol.startswith("-") else (*datasets(), *own, *tables, *pairs, *OPTIONS)
    return [word for word in words if word.startswith(event.symbol)]


def _lists(words: Sequence[str], match: re.Match[str]) -> Sequence[str]:
    """Return the words, each after those that already stand before it, with commas between them."""
    before, comma, _ = (match["begun"] or "").rpartition(",")
    return [f"{before},{word}" for word in words if word not in before.split(",")] if comma else words


def _variables(shell: InteractiveShell) -> dict[str, Any]:
    """Return the user's variables, without those of IPython."""
    hidden = shell.user_ns_hidden
    return {name: value for name, value in shell.user_ns.items() if name not in hidden and not name.startswith("_")}


def _columns_of(value: object) -> tuple[str, ...]:
    """Return the column names of a table; empty if the value is no table."""
    if isinstance(value, Dataset | str | int | float | ModuleType | type) or callable(value):
        return ()
    if isinstance(value, Mapping):  # do not convert it to a table just for completion
        return tuple(name for name, column in value.items() if isinstance(name, str) and isinstance(column, Sized))
    try:
        table = as_table(value)
    except Exception:  # completion never raises, whatever the variable is
        return ()
    return () if table is None else table.names


def _has_two_columns(value: object) -> bool:
    """Return whether a variable is a pair of columns without names, or an array with two columns."""
    if not isinstance(value, tuple) and len(getattr(value, "shape", ())) != 2:
        return False
    try:
        columns = two_columns(value)
    except Exception:  # as above
        return False
    return columns is not None and all(isinstance(each, Sized) and not isinstance(each, str) for each in columns)


def _completed(names: Sequence[str], match: re.Match[str], symbol: str) -> list[str]:
    """Return the names that continue the beginning, quoted as the line needs them.

    The editor replaces only `symbol`, the end of the beginning, and accepts only words that start with it.
    """
    quote, begun = match["quote"], match["quoted"] if match["quote"] else match["begun"]
    can_be_dashed = match["sign"] == "="  # otherwise it would look like an option
    return [
        _continued(name, begun, quote, symbol)
        for name in names
        if name.startswith(begun) and len(name.splitlines()) == 1 and (can_be_dashed or not name.startswith("-"))
    ]


def _continued(name: str, begun: str, quote: str | None, symbol: str) -> str:
    rest = name[len(begun) :]
    if quote:
        ends_in_between = re.compile(r"""["\\]""" if quote == '"' else "'")
        return symbol + ends_in_between.sub(lambda sign: f"{quote}{_in_other_quotes(sign[0])}{quote}", rest) + quote
    return symbol + shlex.quote(rest) if rest else symbol


def _in_other_quotes(sign: str) -> str:
    """Quote a quotation mark or backslash with the other kind of quotation mark."""
    return f'"{sign}"' if sign == "'" else f"'{sign}'"
