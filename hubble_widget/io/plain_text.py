"""Rows of plain numbers, which astropy reads in its compiled code: of millions nobody would wait for anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from hubble_widget.io.number_parsing import MISSING_WORDS
from hubble_widget.io.tables import Table
from hubble_widget.regression.columns import FloatArray

_DELIMITERS = ",;\t "
_SPELT = {spelt for word in MISSING_WORDS for spelt in (word, word.upper(), word.title())}
_NOT_PLAIN = ('"', "#", "0x", "0X", "(")  # quotation marks, comments, and what C takes for numbers: 0x1F, nan(1)
_MISSING = [(word, "0") for word in _SPELT if word.isascii()]  # the 0 is masked


class _PlainTable(Table):
    """Columns of a text, those of numbers read at once and all else only when it is asked for.

    Parameters
    ----------
    beginning : Table
        The table that the first rows make: it tells names, units and which columns are of numbers.
    numbers : mapping of str to numpy.ndarray
        All rows of these columns, float64, shape (n,), nan where a number is missing.
    read_all : callable
        Returns the table of all rows, read cell by cell.
    """

    def __init__(self, beginning: Table, numbers: Mapping[str, FloatArray], read_all: Callable[[], Table]) -> None:
        self._beginning, self._numbers, self._read_all = beginning, numbers, read_all

    @cached_property
    def _all(self) -> Table:
        return self._read_all()

    @property
    def names(self) -> tuple[str, ...]:
        return self._beginning.names

    def is_numeric(self, name: str) -> bool:
        return self._beginning.is_numeric(name)

    def unit(self, name: str) -> Any | None:
        return self._beginning.unit(name)

    def numbers(self, name: str) -> FloatArray:
        return self._numbers[name] if name in self._numbers else self._all.numbers(name)

    def texts(self, name: str) -> list[str | None]:
        return self._all.texts(name)


def plain_table(lines: Sequence[str], delimiter: str, beginning: Table, read_all: Callable[[], Table]) -> Table:
    """Return the table of lines that hold nothing but cells, as many in each; of others, what is read cell by cell.

    Parameters
    ----------
    lines : sequence of str
        Those below the header.
    delimiter : str
    beginning, read_all
        As of the table.
    """
    numbers = _numbers(lines, delimiter, beginning)
    return read_all() if numbers is None else _PlainTable(beginning, numbers, read_all)


def _numbers(lines: Sequence[str], delimiter: str, beginning: Table) -> dict[str, FloatArray] | None:
    """Return the columns of numbers, or None.

    Nothing that is `_NOT_PLAIN`, and no comma that may stand between units and tenths. A column with anything
    besides numbers in it, or words for what is missing, is left out.
    """
    text = "".join(lines)
    has_commas = delimiter != "," and "," in text
    if delimiter not in _DELIMITERS or has_commas or any(sign in text for sign in _NOT_PLAIN):
        return None
    from astropy.io import ascii as text_tables

    wanted = [name for name in beginning.names if beginning.is_numeric(name)]
    try:
        table = text_tables.read(
            text,
            format="fast_no_header",
            guess=False,
            delimiter=delimiter,
            names=list(beginning.names),
            include_names=wanted,
            fill_values=_MISSING,
        )
    except Exception:  # ragged, or empty: whoever reads it cell by cell says where
        return None
    return {name: _as_floats(table[name]) for name in wanted if table[name].dtype.kind in "iuf"}


def _as_floats(column: Any) -> FloatArray:
    values = np.asarray(getattr(column, "data", column), dtype=np.float64)
    missing = np.ma.getmaskarray(column)
    return np.where(missing, np.nan, values) if missing.any() else values
