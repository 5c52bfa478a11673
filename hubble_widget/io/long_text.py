"""Long texts of plain numbers, which PyArrow, Polars or astropy read at once: of millions, nobody waits for more."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from hubble_widget.io.number_parsing import MISSING_WORDS, is_missing
from hubble_widget.regression.columns import FloatArray

MIN_CHARACTERS = 500_000
"""A shorter text is read cell by cell, in the blink of an eye."""

_COMMENTS = (b"#", b"%", b"!", b"//")
"""How a line may begin that is left out; where the first column is one of numbers, it is none and gives itself away."""

_MISSING = sorted({form for word in MISSING_WORDS for form in (word, word.upper(), word.title())})


def plain_numbers(content: bytes, start: int, delimiter: str, wanted: Sequence[int]) -> list[FloatArray] | None:
    """Return columns of rows that hold nothing but plain cells, as many in each; None for all others.

    Parameters
    ----------
    content : bytes
        The text, in UTF-8, its lines with line feeds at their ends.
    start : int
        Where the rows begin, below the header.
    delimiter : str
    wanted : sequence of int
        Which columns, counted from 0.

    Returns
    -------
    list of numpy.ndarray or None
        float64, shape (n,), nan where a number is missing.
    """
    signs = (() if 0 in wanted else _COMMENTS) + ((b",",) if delimiter != "," else ())
    first = next((line for line in content[start : start + MIN_CHARACTERS].split(b"\n") if line.strip()), b"")
    width = first.count(delimiter.encode()) + 1
    signs += () if len(wanted) == width else (b'"',)
    if first.startswith(b"|") or any(content.find(sign, start) >= 0 for sign in signs):
        return None
    try:
        if delimiter in ",;\t|":
            for library, read in (("pyarrow", _by_pyarrow), ("polars", _by_polars)):
                if find_spec(library):
                    return read(content, start, delimiter, width, wanted)
        return _by_astropy(content[start:].decode(), delimiter, wanted)
    except Exception:  # a cell that is no number, a row of another length: whoever reads it cell by cell says where
        return None


def _by_pyarrow(content: bytes, start: int, delimiter: str, width: int, wanted: Sequence[int]) -> list[FloatArray]:
    import pyarrow as pa
    from pyarrow import csv

    names = [str(place) for place in range(width)]
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(content).slice(start)),
        read_options=csv.ReadOptions(column_names=names),
        parse_options=csv.ParseOptions(delimiter=delimiter, quote_char=False),
        convert_options=csv.ConvertOptions(
            include_columns=[names[place] for place in wanted],
            column_types=dict.fromkeys(names, pa.float64()),
            null_values=_MISSING,
        ),
    )
    columns = [np.asarray(column.to_numpy(), dtype=np.float64) for column in table.columns]
    if b"(" in content and any(np.isnan(column).any() for column in columns):
        raise ValueError("perhaps a nan(1)")
    return columns


def _by_polars(content: bytes, start: int, delimiter: str, width: int, wanted: Sequence[int]) -> list[FloatArray]:
    import polars as pl

    names = [str(place) for place in range(width)]
    numeric = [names[place] for place in wanted]

    def read(kind: type[pl.DataType]) -> pl.DataFrame:
        return pl.read_csv(
            content,
            has_header=False,
            separator=delimiter,
            schema={name: kind if name in numeric else pl.String for name in names},
            quote_char=None,
            skip_rows=content.count(b"\n", 0, start),
        )

    try:
        frame = read(pl.Float64)
    except pl.exceptions.PolarsError:  # words for what is missing, which it would compare with each cell, one by one
        words = read(pl.String)
        frame = words.with_columns(pl.col(numeric).cast(pl.Float64, strict=False))
        for name in numeric:
            if not all(map(is_missing, words[name].filter(frame[name].is_null()).drop_nulls().unique())):
                raise
    last_is_missing = frame[names[-1]].null_count() > 0  # so it fills what a short row lacks, too
    if last_is_missing and content.count(delimiter.encode(), start) != (width - 1) * len(frame):
        raise ValueError("rows of different lengths")
    return [np.asarray(frame[name].to_numpy(), dtype=np.float64) for name in numeric]


def _by_astropy(text: str, delimiter: str, wanted: Sequence[int]) -> list[FloatArray] | None:
    from astropy.io import ascii as text_tables

    if any(sign in text for sign in ('"', "#", "0x", "0X", "(")):  # the last are numbers for C: 0x1F, nan(1)
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
