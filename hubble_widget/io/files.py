"""Files as tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from hubble_widget.io.csv_reader import read_text_table
from hubble_widget.io.parquet import open_parquet
from hubble_widget.io.tables import Table, table_of_astropy

COMPRESSED = {".gz", ".bz2", ".xz"}

MOST_PARTS = 1000
"""Parts (header and data units) that a FITS file may have."""


def is_file_name(text: str) -> bool:
    """Return whether a text is the name of a file, there or not, and no word."""
    suffix, has_folder = Path(text).suffix.lower(), not {os.sep, os.altsep}.isdisjoint(text)
    return suffix in _READERS or suffix in COMPRESSED or has_folder or os.path.isfile(text)  # noqa: PTH113  # Path asks no name of 300 letters


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
    file = Path(os.path.expanduser(path))  # noqa: PTH111  # Path raises for a user that there is not
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


def _astropy_reader(kind: str) -> Callable[[Path], Table]:
    def read(file: Path) -> Table:
        from astropy.table import Table as AstropyTable

        return table_of_astropy(AstropyTable.read(str(file), format=kind))

    return read


def _read_fits(file: Path) -> Table:
    from astropy.io import fits
    from astropy.table import Table as AstropyTable

    with fits.open(_unpacked(file), memmap=False) as parts:
        tables: dict[int, fits.BinTableHDU | fits.TableHDU] = {}
        for place, part in enumerate(parts):
            if place == MOST_PARTS:  # a broken one may lead back to its beginning, for ever
                raise ValueError(f"it is broken, or has more than {MOST_PARTS:,} parts.")
            if isinstance(part, fits.BinTableHDU | fits.TableHDU):
                tables[place] = part
        if not tables:
            raise ValueError("it holds no table.")
        names = [part.name or str(place) for place, part in tables.items()]
        if len(names) > 1:
            raise ValueError(
                f"it holds {len(names)} tables, {', '.join(map(repr, names))}; hand in one of them, as in "
                f"astropy.table.Table.read({file.name!r}, hdu={names[0]!r})."
            )
        (part,) = tables.values()
        return table_of_astropy(AstropyTable.read(part, format="fits"))


def _unpacked(file: Path) -> Path | BytesIO:
    """Return a file, or what was packed in it: as a whole, for a broken one is told from a good one at its end."""
    from astropy.utils.data import get_readable_fileobj

    if file.suffix.lower() not in COMPRESSED:
        return file
    with get_readable_fileobj(str(file), encoding="binary") as packed:
        return BytesIO(packed.read())


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": read_text_table,
    ".tsv": read_text_table,
    ".txt": read_text_table,
    ".dat": read_text_table,
    ".ecsv": _astropy_reader("ascii.ecsv"),
    ".vot": _astropy_reader("votable"),
    ".xml": _astropy_reader("votable"),
    ".fits": _read_fits,
    ".fit": _read_fits,
    ".parquet": open_parquet,
    ".pq": open_parquet,
}
