"""The interface of all tables, whatever library they come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from hubble_widget.data.columns import FloatArray


class Table(ABC):
    """Columns by name."""

    is_lazy: ClassVar = False
    """Whether the rows are in an engine. Such a table is a `LazyTable`."""

    repeated: frozenset[str] = frozenset()
    """Names of several columns. The table has only the first column of each; such a column cannot be chosen."""

    left_out: str = ""
    """What was left out on reading, and what was exchanged; a phrase for the note."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Names of the columns, from left to right."""

    @property
    def comments(self) -> Sequence[str]:
        """Lines of text beside the rows: comments, titles, descriptions ("Dist: distance, in kpc")."""
        return ()

    def collect(self, names: Iterable[str]) -> Table:  # noqa: ARG002
        """Return a table in memory that has these columns, and perhaps others."""
        return self

    @abstractmethod
    def is_numeric(self, name: str) -> bool:
        """Return whether a column holds real numbers, or text that is a number in most rows."""

    def first(self, name: str) -> list[object]:  # noqa: ARG002
        """Return the first cells of a column; none where the rows are not at hand."""
        return []

    @abstractmethod
    def unit(self, name: str) -> Any | None:
        """Return the astropy unit that the table states for a column; None if it states none."""

    @abstractmethod
    def numbers(self, name: str) -> FloatArray:
        """Return a column of numbers, shape (n,), with nan for missing ones.

        A writeable array belongs to the caller. An array that shares memory with the user's table is read-only.

        Raises
        ------
        TypeError
            If a value is neither a number nor missing.
        """

    @abstractmethod
    def texts(self, name: str) -> list[str | None]:
        """Return a column as text, with None for missing values."""
