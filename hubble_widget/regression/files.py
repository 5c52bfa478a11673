"""Files, and pasted rows, as tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hubble_widget.regression.parquet import open_parquet
from hubble_widget.regression.tables import Table, table_of_astropy

COMPRESSED = {".gz", ".bz2", ".xz"}
MISSING_WORDS = ("", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "None", "-", "--", "...")
LONGEST_LINE = 20_000
"""Characters; astropy takes time that grows with the square of a line's length."""


def is_file_name(text: str) -> bool:
    """Return whether a text is the name of a file, there or not, and no word."""
    suffix = Path(text).suffix.lower()
    return suffix in _READERS or suffix in COMPRESSED or os.sep in text or os.path.isfile(text)  # noqa: PTH113  # Path asks no name of 300 letters


def read_table(path: os.PathLike[str] | str) -> Table:
    """Read a table from a file, compressed or not.

    Parameters
    ----------
    path : path-like
        CSV, TSV or other text (.csv, .tsv, .txt, .dat), ECSV (.ecsv), VOTable (.vot, .xml), FITS (.fits, .fit) or
        Parquet (.parquet, .pq); all but the last may be packed (.gz, .bz2, .xz).

    Raises
    ------
    ValueError
        If there is no such file, or it cannot be read as what its name says.
    """
    file = Path(path).expanduser()
    if not os.path.isfile(file):  # noqa: PTH113
        raise ValueError(f"there is no file {str(path)!r} in {Path.cwd()}.")
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    reader = _READERS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        raise ValueError(f"{file.name!r} is of no known kind; its name must end in one of {', '.join(_READERS)}.")
    try:
        return reader(file)
    except Exception as error:  # each library has its own ways to say that a file is broken
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ValueError(f"{file.name!r} could not be read as {suffixes[-1]}: {reason}") from error


def parse_table(text: str) -> Table:
    """Return the table of a text: columns between commas, semicolons, tabs or blanks, with or without a header.

    Raises
    ------
    ValueError
        If it is no table.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("there are no rows; paste columns of distance (Mpc) and velocity (km/s), one galaxy a line.")
    first = _checked_first_line(lines)
    try:
        return _read_text(lines, first)
    except Exception as error:  # astropy lists all that it has tried
        raise ValueError(f"these {len(lines)} lines are no table; the first is {lines[0][:60]!r}.") from error


def _read_text_file(file: Path) -> Table:
    from astropy.utils.data import get_readable_fileobj

    with get_readable_fileobj(str(file)) as lines:  # whatever it is packed with
        first = _checked_first_line(lines)
    return _read_text(str(file), first)


def _read_text(source: str | list[str], first_line: str) -> Table:
    from astropy.io import ascii as text_tables

    # A header that leaves out a name, as pandas writes one for its index, would be taken for a row.
    named = _with_all_names(first_line)
    source_of_astropy: Any = source if named == first_line else [named, *_rows_below(source, first_line)]
    missing = [(word, "0") for word in MISSING_WORDS]  # the 0 is masked
    # Astropy guesses format and delimiter, but semicolons are none of those that it tries.
    delimiter = {"delimiter": ";"} if first_line.count(";") > first_line.count(",") else {}
    return table_of_astropy(text_tables.read(source_of_astropy, fill_values=missing, **delimiter))


def _with_all_names(header: str) -> str:
    """Return a first line with a name in the place of each that is empty; as it is where it holds no names at all."""
    delimiter = max(",;\t", key=header.count)
    names = header.strip("\r\n").split(delimiter)
    if '"' in header or len(names) < 2 or all(map(str.strip, names)) or not any(map(_is_name, names)):
        return header
    return delimiter.join(name if name.strip() else f"unnamed: {place}" for place, name in enumerate(names))


def _is_name(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return word.strip() not in MISSING_WORDS
    return False


def _rows_below(source: str | list[str], first_line: str) -> list[str]:
    from astropy.utils.data import get_readable_fileobj

    if isinstance(source, str):
        with get_readable_fileobj(source) as lines:
            return _rows_below(list(lines), first_line)
    return source[source.index(first_line) + 1 :]


def _checked_first_line(lines: Iterable[str]) -> str:
    """Return the header, or the first row where there is none, of lines of which none is too long."""
    first = ""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"line {number} has {len(line):,} characters; a table may have {LONGEST_LINE:,}.")
        if not first and line.strip() and line[0] != "#":
            first = line
    return first


def _astropy_reader(kind: str) -> Callable[[Path], Table]:
    def read(file: Path) -> Table:
        from astropy.table import Table as AstropyTable

        return table_of_astropy(AstropyTable.read(str(file), format=kind))

    return read


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _read_text_file,
    ".tsv": _read_text_file,
    ".txt": _read_text_file,
    ".dat": _read_text_file,
    ".ecsv": _astropy_reader("ascii.ecsv"),
    ".vot": _astropy_reader("votable"),
    ".xml": _astropy_reader("votable"),
    ".fits": _astropy_reader("fits"),
    ".fit": _astropy_reader("fits"),
    ".parquet": open_parquet,
    ".pq": open_parquet,
}
