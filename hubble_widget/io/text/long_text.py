"""Long texts of plain numbers, which PyArrow, Polars or astropy read faster than cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.io.number_parsing import MISSING_WORDS, is_missing

MIN_CHARACTERS = 500_000
"""A shorter text is read cell by cell, in a fraction of a second."""

_COMMENTS = (b"#", b"%", b"!", b"//")
"""Beginnings of comments. In a first column of numbers, reading a comment fails by itself."""

_PART = 2**18
"""Number of bytes that a processor's cache holds."""

_BLOCK = 2**23
"""Number of bytes that a thread of PyArrow reads at a time: eight times its own number leaves fewer pieces to join."""

_MISSING = sorted({form for word in MISSING_WORDS for form in (word, word.upper(), word.title())})


def plain_numbers(content: bytes, start: int, delimiter: str, wanted: Sequence[int]) -> list[FloatArray] | None:
    """Return columns of numbers; None if the text needs to be read cell by cell.

    That is the case if it has comments, quotation marks, decimal commas or rows of different lengths.

    Parameters
    ----------
    content : bytes
        The text, in UTF-8, with line feeds at the ends of lines.
    start : int
        Position of the first row below the header, in bytes.
    delimiter : str
    wanted : sequence of int
        Positions of the columns, from 0.

    Returns
    -------
    list of numpy.ndarray or None
        float64, shape (n,), with nan for missing numbers.
    """
    signs = (() if 0 in wanted else _COMMENTS) + ((b",",) if delimiter != "," else ())
    first = next((line for line in content[start : start + MIN_CHARACTERS].split(b"\n") if line.strip()), b"")
    width = first.count(delimiter.encode()) + 1
    signs += () if len(wanted) == width else (b'"',)
    if first.startswith(b"|") or any(_holds(content, sign, start) for sign in signs):
        return None
    try:
        if delimiter in ",;\t|":
            for library, read in (("pyarrow", _by_pyarrow), ("polars", _by_polars)):
                if find_spec(library):
                    return read(content, start, delimiter, width, wanted)
        return _by_astropy(content[start:].decode(), delimiter, wanted)
    except Exception:  # reading cell by cell raises an error that names the line
        return None


def _holds(content: bytes, sign: bytes, start: int) -> bool:
    """Return whether a text holds a sign; Python finds one byte ten times as fast as two."""
    return content.find(sign[:1], start) >= 0 and content.find(sign, start) >= 0


def _count(content: bytes, sign: str, start: int) -> int:
    """Return how often a text holds a sign of one byte: five times as fast as Python counts a frequent one."""
    signs = np.frombuffer(content, dtype=np.uint8, offset=start)
    parts = range(0, len(signs), _PART)
    return sum(int(np.count_nonzero(signs[part : part + _PART] == ord(sign))) for part in parts)


def _by_pyarrow(content: bytes, start: int, delimiter: str, width: int, wanted: Sequence[int]) -> list[FloatArray]:
    import pyarrow as pa
    from pyarrow import csv

    names = [str(place) for place in range(width)]
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(content).slice(start)),
        read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=csv.ParseOptions(delimiter=delimiter, quote_char=False),
        convert_options=csv.ConvertOptions(
            include_columns=[names[place] for place in wanted],
            column_types=dict.fromkeys(names, pa.float64()),
            null_values=_MISSING,
        ),
    )
    columns = [np.asarray(column.to_numpy(), dtype=np.float64) for column in table.columns]
    if b"(" in content and any(np.isnan(column).any() for column in columns):
        raise ValueError("a cell may be nan(1)")
    return columns


def _by_polars(content: bytes, start: int, delimiter: str, width: int, wanted: Sequence[int]) -> list[FloatArray]:
    import polars as pl

    names = [str(place) for place in range(width)]
    numeric = [names[place] for place in wanted]
    some = sorted({*wanted, width - 1})

    def read(kind: type[pl.DataType], columns: Sequence[int]) -> pl.DataFrame:
        return pl.read_csv(
            content,
            has_header=False,
            separator=delimiter,
            schema={name: kind if name in numeric else pl.String for name in names},
            columns=[*columns],
            quote_char=None,
            skip_rows=content.count(b"\n", 0, start),
        )

    try:
        frame = read(pl.Float64, some)
    except pl.exceptions.PolarsError:  # `null_values` with so many words would be slow
        words = read(pl.String, some)
        frame = words.with_columns(pl.col(numeric).cast(pl.Float64, strict=False))
        for name in numeric:
            if not all(map(is_missing, words[name].filter(frame[name].is_null()).drop_nulls().unique())):
                raise
    # Polars fills short rows with null, and cuts long ones unless it reads all columns.
    if _count(content, delimiter, start) != (width - 1) * len(frame):
        raise ValueError("rows of different lengths")
    if frame[names[-1]].null_count() > 0 and len(some) < width:  # a long row may make up for a short one
        read(pl.String, range(width))
    return [np.asarray(frame[name].to_numpy(), dtype=np.float64) for name in numeric]


def _by_astropy(text: str, delimiter: str, wanted: Sequence[int]) -> list[FloatArray] | None:
    from astropy.io import ascii as text_tables

    if any(sign in text for sign in ('"', "#", "0x", "0X", "(")):  # C functions read 0x1F and nan(1) as numbers
        return None
    names = [f"col{place + 1}" for place in wanted]
    fill = [(word, "0") for word in _MISSING if word.isascii()]  # the 0 is masked
    table = text_tables.read(
        text, format="fast_no_header", guess=False, delimiter=delimiter, include_names=names, fill_values=fill
    )
    columns = [table[name] for name in names]
    if any(column.dtype.kind not in "iuf" for column in columns):
        return None
    return [np.ma.filled(np.ma.asarray(column.data, dtype=np.float64), np.nan) for column in columns]
