"""Files as tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hubble_widget.regression.parquet import open_parquet
from hubble_widget.regression.tables import Table, table_of_astropy
from hubble_widget.regression.text_tables import read_text_table

COMPRESSED = {".gz", ".bz2", ".xz"}


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

    with fits.open(file) as parts:
        tables = [part.name or str(place) for place, part in enumerate(parts) if isinstance(part, fits.BinTableHDU)]
    if len(tables) > 1:
        raise ValueError(
            f"it holds {len(tables)} tables, {', '.join(map(repr, tables))}; hand in one of them, as in "
            f"astropy.table.Table.read({file.name!r}, hdu={tables[0]!r})."
        )
    return _astropy_reader("fits")(file)


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
