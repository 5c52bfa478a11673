"""Writes the line %hubblefit ... that gives the result an explorer shows."""

from __future__ import annotations

import csv
import os
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from IPython.core.getipython import get_ipython

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.catalogs import datasets, load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import HUBBLE
from hubble_widget.explorer.magic_options import COMMAND, READING, SETTINGS
from hubble_widget.fit.hyperparameters import RANDOM
from hubble_widget.io.convert import as_dataset
from hubble_widget.io.text.csv_reader import parse_table

if TYPE_CHECKING:
    from hubble_widget.explorer.data_source import DataSource
    from hubble_widget.explorer.state import ExplorerState
    from hubble_widget.fit.trajectory import Trajectory

_WRITTEN_APART = {"learning_rate", "rate_changes", "iterations", "start"}

MAX_PASTED_ROWS = 100
"""The largest number of rows that are written below a line."""


@dataclass(frozen=True, slots=True)
class MagicLine:
    """A line without the settings of the sliders: the page may have newer ones than the kernel.

    Attributes
    ----------
    before, after : str
        The parts before and after these settings; `after` ends with rows to paste if the data have no name.
    """

    before: str
    after: str

    def __str__(self) -> str:
        """Return the line without those settings."""
        return f"{self.before}{self.after}"

    def at(
        self, learning_rate: float, rate_changes: tuple[tuple[int, float], ...], iterations: int, shown: int | None
    ) -> str:
        """Return the whole line; `shown` is the state to show, or None for the end of the path.

        The page does the same (js/src/text/take_away.ts).
        """
        rate, count = SETTINGS["learning_rate"], SETTINGS["iterations"]
        changes = "".join(f" {SETTINGS['rate_changes']} {at}={later!r}" for at, later in rate_changes)
        state = "" if shown is None else f" --show {shown}"
        return f"{self.before} {rate} {learning_rate!r}{changes} {count} {iterations}{state}{self.after}"


def line_of(state: ExplorerState) -> MagicLine:
    """Return the line of an explorer's present data and settings.

    Raises
    ------
    ValueError
        If the data have no name that a line could call them by, and are too many to be pasted below it.
    """
    words, excluded, rows = _data_words(state.data, state._source)
    magic = f"%%{COMMAND}" if rows else f"%{COMMAND}"
    after = _settings_words(state)
    for name in excluded:
        after += _option("--exclude", name)
    line = MagicLine(
        " ".join([magic, *map(shlex.quote, words)]), "".join(f" {word}" for word in map(shlex.quote, after))
    )
    if len(str(line).splitlines()) > 1 or "\0" in str(line):
        raise ValueError(
            "a name in these data has a character that a line cannot contain, such as a line break; keep "
            "explorer.code() instead."
        )
    return MagicLine(line.before, f"{line.after}\n{rows}" if rows else line.after)


def _settings_words(state: ExplorerState) -> list[str]:
    """Return the options of all settings but those of the sliders, where they are not the default."""
    words: list[str] = []
    if state._start_seed is not None:
        words += [SETTINGS["start"], RANDOM]
    elif any(state.start):
        words += [SETTINGS["start"], *map(repr, state.start)]
    for name, option in SETTINGS.items():
        value = getattr(state, name)
        if name in _WRITTEN_APART or value == state.trait_defaults(name):
            continue
        if isinstance(value, bool):
            words.append(option)
        else:
            words += _option(option, ",".join(value) if isinstance(value, tuple) else str(value))
    return words


def magic_line(state: ExplorerState, path: Trajectory) -> str:
    """Return the whole line of an explorer that shows a path.

    Raises
    ------
    ValueError
        As `line_of`.
    """
    at = state.iteration
    is_end = at == state.iterations or (path.diverged is not None and at >= path.diverged)
    rates = state.learning_rate, state.rate_changes
    return line_of(state).at(*rates, state.iterations, None if is_end else at)


def _option(option: str, value: str) -> list[str]:
    """Return an option and its value, as one word if the value looks like an option."""
    return [f"{option}={value}"] if value.startswith("-") else [option, value]


def _data_words(data: BaseDataset, source: DataSource | None) -> tuple[list[str], list[str], str]:
    """Return the words that name the data, the galaxies to exclude, and the rows to paste below."""
    shell = get_ipython()
    own: Mapping[str, Any] = {} if shell is None else shell.user_ns
    excluded = list(data.excluded)
    for name in datasets():
        if load_dataset(name) is data.whole and not isinstance(own.get(name), Dataset):
            return [name], excluded, ""
    name, bound = _nearest_variable(data, own)
    if bound is not None:
        return [name], [each for each in excluded if each not in bound.excluded], ""
    if source is not None and source.whole is data.whole:
        value = source.value()
        word = _word_of(value, own)
        if word:
            already = value.excluded if isinstance(value, BaseDataset) else ()
            excluded = [name for name in excluded if name not in already]
            given = [_option(READING[key], column) for key, column in source.columns.items() if column is not None]
            return [word, *(part for option in given for part in option)], excluded, ""
    rows, words = _pasted(data.whole)
    return words, excluded, rows


def _nearest_variable(data: BaseDataset, own: Mapping[str, Any]) -> tuple[str, BaseDataset | None]:
    """Return the variable with these data that needs the fewest further exclusions."""
    bound = [
        (name, value)
        for name, value in own.items()
        if isinstance(value, BaseDataset)
        and not name.startswith("_")
        and value.whole is data.whole
        and set(value.excluded) <= set(data.excluded)
    ]
    return min(bound, key=lambda item: len(item[1].excluded), default=("", None))


def _word_of(value: object, own: Mapping[str, Any]) -> str:
    """Return the path of a file, or the variable that holds a table; empty if there is neither."""
    if isinstance(value, str) and value in datasets():  # unless a variable hides the catalog
        return "" if isinstance(own.get(value), Dataset) else value
    if isinstance(value, str | os.PathLike):
        path = os.fspath(value)
        is_taken = path in own or path in datasets() or path.startswith("-")
        return os.path.join(os.curdir, path) if is_taken else str(path)  # noqa: PTH118  # Path drops the dot
    names = (name for name, bound in own.items() if bound is value and value is not None and not name.startswith("_"))
    return next((name for name in names if name not in datasets()), "")


@lru_cache(maxsize=4)
def _pasted(whole: BaseDataset) -> tuple[str, list[str]]:
    """Return rows that read back as exactly these data, and the words that name their columns."""
    advice = "assign them to a variable, as in mine = explorer.data.whole, and try again."
    count = f"these {len(whole):,} {whole.labels.rows} have no name that a line could use"
    if len(whole) > MAX_PASTED_ROWS or not isinstance(whole, Dataset):
        raise ValueError(f"{count}; {advice}")
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    columns = {"x": "distance", "y": "velocity", "names": "name"}
    if not whole.labels.has_age:
        columns = {"x": "x", "y": "y", "names": "name"}
    known = {"x_error": whole.distance_error, "y_error": whole.velocity_error}
    errors = {key: values.tolist() for key, values in known.items() if values is not None}
    columns |= {key: f"{columns[key[0]]}_error" for key in errors}
    writer.writerow(columns.values())
    words = columns if whole.labels == HUBBLE else {**columns, **asdict(whole.labels)}
    writer.writerows(zip(whole.distance.tolist(), whole.velocity.tolist(), whole.names, *errors.values(), strict=True))
    rows = text.getvalue().rstrip("\n")
    try:  # reading the text is the only sure test
        read: Any = as_dataset(parse_table(rows), **words)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{count}, nor can they be written below it ({error}); {advice}") from None
    if len(read) != len(whole):
        raise ValueError(
            f"{count}, nor can they be written below it, because some of their numbers would count as missing; {advice}"
        )
    measured = ("distance", "velocity", "distance_error", "velocity_error")
    is_same = all(np.array_equal(getattr(read, name), getattr(whole, name)) for name in measured)
    if not is_same or read.names != whole.names:
        raise ValueError(f"{count}, nor can their names be written below it; {advice}")
    return rows, [part for key, text in words.items() for part in _option(READING[key], text)]
