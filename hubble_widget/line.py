"""The line %hubblefit ... that leads to what an explorer shows."""

from __future__ import annotations

import csv
import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np
from IPython.core.getipython import get_ipython

from hubble_widget.io.convert import as_dataset
from hubble_widget.io.csv_reader import parse_table
from hubble_widget.options import COMMAND, READING, SETTINGS
from hubble_widget.regression.dataset import Dataset, datasets, load_dataset
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE

if TYPE_CHECKING:
    from hubble_widget.regression.trajectory import Trajectory
    from hubble_widget.state import ExplorerState

MOST_PASTED = 100
"""As many rows as a person wants to see below a line."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a data set was made of: a table or a file, and which of its columns.

    Attributes
    ----------
    whole : Galaxies
        What was made.
    value : callable
        Returns what was handed in, or None where that is no more.
    columns : mapping
        The columns that were named, by keyword.
    """

    whole: Galaxies
    value: Callable[[], object]
    columns: Mapping[str, Any]

    @classmethod
    def of(cls, data: Galaxies, value: object, columns: Mapping[str, Any]) -> Origin:
        """Note where a data set comes from; a large table is not kept alive for that, where it can be helped."""
        try:
            held: Callable[[], object] = ref(value)
        except TypeError:  # texts, dictionaries and tuples
            held = lambda: value  # noqa: E731
        return cls(data.whole, held, columns)


@dataclass(frozen=True, slots=True)
class MagicLine:
    """A line but for the settings that the sliders choose, which the page may know better than the kernel.

    Attributes
    ----------
    before, after : str
        What stands before them, and after; with rows to paste, where the data have no name.
    """

    before: str
    after: str

    def __str__(self) -> str:
        """Return it without those settings."""
        return f"{self.before}{self.after}"

    def at(self, learning_rate: float, iterations: int, shown: int | None) -> str:
        """Return the whole line; `shown` is the state to show, None where it is the path's end.

        The page does the same (js/src/copy.ts).
        """
        rate, count = SETTINGS["learning_rate"], SETTINGS["iterations"]
        state = "" if shown is None else f" --show {shown}"
        return f"{self.before} {rate} {learning_rate!r} {count} {iterations}{state}{self.after}"


def line_of(state: ExplorerState) -> MagicLine:
    """Return the line of an explorer's present data and settings.

    Raises
    ------
    ValueError
        If the data have no name that a line could call them by, and are too many to be pasted below it.
    """
    words, left_out, rows = _data_words(state.data, state.origin)
    magic = f"%%{COMMAND}" if rows else f"%{COMMAND}"
    after = []
    if any(state.start):
        after += [SETTINGS["start"], *map(repr, state.start)]
    for name in ("degree", "optimizer", "loss_function", "speed"):
        value = getattr(state, name)
        if value != state.trait_defaults(name):
            after += _option(SETTINGS[name], str(value))
    for name in left_out:
        after += _option("--exclude", name)
    line = MagicLine(_joined([magic, *words]), "".join(f" {word}" for word in map(_quoted, after)))
    if len(str(line).splitlines()) > 1 or "\0" in str(line):
        raise ValueError(
            "a name in these data has a line break or another sign that no line can hold; keep explorer.code() instead."
        )
    return MagicLine(line.before, f"{line.after}\n{rows}" if rows else line.after)


def magic_line(state: ExplorerState, path: Trajectory) -> str:
    """Return the whole line of an explorer that shows a path.

    Raises
    ------
    ValueError
        As `line_of`.
    """
    at = state.iteration
    is_end = at == state.iterations or (path.diverged is not None and at >= path.diverged)
    return line_of(state).at(state.learning_rate, state.iterations, None if is_end else at)


def _quoted(word: str) -> str:
    return shlex.quote(word)


def _joined(words: list[str]) -> str:
    magic, *others = words
    return " ".join([magic, *map(_quoted, others)])


def _option(option: str, value: str) -> list[str]:
    """Return an option and its value; in one word where the value could be taken for an option itself."""
    return [f"{option}={value}"] if value.startswith("-") else [option, value]


def _data_words(data: Galaxies, origin: Origin | None) -> tuple[list[str], list[str], str]:
    """Return the words that name the data, the galaxies that are to be excluded, and rows to paste below."""
    shell = get_ipython()
    own: Mapping[str, Any] = {} if shell is None else shell.user_ns
    left_out = list(data.left_out)
    for name in datasets():
        if load_dataset(name) is data.whole and not isinstance(own.get(name), Dataset):
            return [name], left_out, ""
    name, bound = _nearest_variable(data, own)
    if bound is not None:
        return [name], [each for each in left_out if each not in bound.left_out], ""
    if origin is not None and origin.whole is data.whole:
        value = origin.value()
        word = _word_of(value, own)
        if word:
            gone = value.left_out if isinstance(value, Galaxies) else ()
            left_out = [name for name in left_out if name not in gone]
            given = [_option(READING[key], column) for key, column in origin.columns.items() if column is not None]
            return [word, *(part for option in given for part in option)], left_out, ""
    rows, words = _pasted(data.whole)
    return words, left_out, rows


def _nearest_variable(data: Galaxies, own: Mapping[str, Any]) -> tuple[str, Galaxies | None]:
    """Return the variable that holds these data, before as few galaxies as possible were left out."""
    bound = [
        (name, value)
        for name, value in own.items()
        if isinstance(value, Galaxies)
        and not name.startswith("_")
        and value.whole is data.whole
        and set(value.left_out) <= set(data.left_out)
    ]
    return min(bound, key=lambda item: len(item[1].left_out), default=("", None))


def _word_of(value: object, own: Mapping[str, Any]) -> str:
    """Return the path of a file, or the variable that holds a table; nothing where there is none."""
    if isinstance(value, str) and value in datasets():  # whose name another variable has taken
        return "" if isinstance(own.get(value), Dataset) else value
    if isinstance(value, str | os.PathLike):
        path = os.fspath(value)
        is_taken = path in own or path in datasets() or path.startswith("-")
        return os.path.join(os.curdir, path) if is_taken else str(path)  # noqa: PTH118  # Path drops the dot
    names = (name for name, bound in own.items() if bound is value and value is not None and not name.startswith("_"))
    return next((name for name in names if name not in datasets()), "")


@lru_cache(maxsize=4)
def _pasted(whole: Galaxies) -> tuple[str, list[str]]:
    """Return the rows that lead to these very data, and the words that name their columns."""
    advice = "bind them to a variable of yours, as in mine = explorer.data.whole, and ask again."
    count = f"these {len(whole):,} {whole.labels.rows} have no name that a line could call them by"
    if len(whole) > MOST_PASTED or not isinstance(whole, Dataset):
        raise ValueError(f"{count}; {advice}")
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    columns = {"x": "distance", "y": "velocity", "names": "name"}
    if not whole.labels.has_age:
        columns = {"x": "x", "y": "y", "names": "name"}
    writer.writerow(columns.values())
    words = columns if whole.labels == HUBBLE else {**columns, **asdict(whole.labels)}
    writer.writerows(zip(whole.distance.tolist(), whole.velocity.tolist(), whole.names, strict=True))
    rows = text.getvalue().rstrip("\n")
    try:  # no rule for what text may stand in a table is as sure as to read it
        read: Any = as_dataset(parse_table(rows), **words)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{count}, nor can they be written below it ({error}); {advice}") from None
    if len(read) != len(whole):
        raise ValueError(
            f"{count}, nor can they be written below it: there some of their numbers would count as missing; {advice}"
        )
    is_same = np.array_equal(read.distance, whole.distance) and np.array_equal(read.velocity, whole.velocity)
    if not is_same or read.names != whole.names:
        raise ValueError(f"{count}, nor can their names be written below it; {advice}")
    return rows, [part for key, text in words.items() for part in _option(READING[key], text)]
