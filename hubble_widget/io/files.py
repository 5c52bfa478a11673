"""Tables in files: on disk, at an address, or open. The content of a file decides its kind, or else its name."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import os
import re
from collections.abc import Callable
from functools import partial
from io import BytesIO, IOBase
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeGuard
from zipfile import ZipFile, is_zipfile

from hubble_widget.io.columns.catalogs import described
from hubble_widget.io.columns.errors import one_of_several
from hubble_widget.io.downloads import download, is_address, name_of
from hubble_widget.io.excel import read_excel
from hubble_widget.io.parquet import open_parquet
from hubble_widget.io.table import Table
from hubble_widget.io.tables import table_of_astropy, table_of_library
from hubble_widget.io.text.csv_reader import is_web_page, parse_content
from hubble_widget.suggestions import did_you_mean

COMPRESSED = {".gz", ".bz2", ".xz", ".zip"}

MAX_UNPACKED = 2_000_000_000
"""Largest size of a decompressed file, in bytes."""

MAX_PARTS = 1000
"""Largest number of parts (header and data units) of a FITS file."""

_MAX_ENTRIES = 10_000
"""Number of files in a folder that are compared with the name of one that does not exist."""

_BEGINNING = 100_000
"""Number of bytes in which a VOTable says that it is one."""

_VOTABLE = re.compile(rb"<(?:\w+:)?VOTABLE\b")
_SIGNATURES = {b"SIMPLE  =": ".fits", b"PAR1": ".parquet", b"PK\x03\x04": ".xlsx"}
_UNREADABLE = {
    b"\xd0\xcf\x11\xe0": "an old Excel file; open it in a spreadsheet and save it as .xlsx or CSV",
    b"\x89HDF": "an HDF5 file; read it by pandas.read_hdf or h5py and pass the table",
    b"\x93NUMPY": "an array of NumPy; read it by numpy.load and pass the array",
    b"ARROW1": "a Feather file; read it by pandas.read_feather and pass the frame",
    b"%PDF": "a PDF; copy the rows out of it, or look for the table in VizieR",
    b"{\\rtf": "an RTF document; save it as plain text",
}
"""Kinds of files that cannot be read, by their first bytes."""


def is_file(value: object) -> bool:
    """Return whether a value is a path, an address or an open file."""
    return isinstance(value, os.PathLike) or _is_open(value) or (isinstance(value, str) and is_file_name(value))


def is_file_name(text: str) -> bool:
    """Return whether a text is an address, or the name of a file that may or may not exist."""
    suffix, has_folder = Path(text).suffix.lower(), not {os.sep, os.altsep}.isdisjoint(text)
    return (suffix != "" and suffix in _READERS) or suffix in COMPRESSED or has_folder or os.path.isfile(text)  # noqa: PTH113  # Path raises for a name of 300 letters


def title_of(source: object) -> str:
    """Return the name of a file without its suffixes; an empty text if it has no name."""
    return _name_of(source).partition(".")[0]


def read_table(source: object) -> Table:
    """Read a table from a file, compressed or not.

    Parameters
    ----------
    source : path-like, str or file object
        A path, an address (http://, https://), or an open file of text or bytes, such as io.StringIO. Kinds of files:
        text of any dialect (.csv, .tsv, .txt, .dat, .data, .asc, .tab, .tbl, .mrt, .md or no suffix), JSON (.json,
        .jsonl), Excel (.xlsx), ECSV (.ecsv), VOTable (.vot, .xml), FITS (.fits, .fit) and Parquet (.parquet, .pq).
        Each may be compressed (.gz, .bz2, .xz, .zip).

    Raises
    ------
    ValueError
        If the file does not exist, or cannot be read as its kind.
    """
    name = _name_of(source)
    suffix = _suffix_of(name)
    read: Callable[[], str | bytes | Table]
    if _is_open(source):
        read = partial(_content_of_open, source)
    elif isinstance(source, str) and is_address(source):
        read = partial(bytes, download(source))
    else:
        file = Path(os.path.expanduser(str(source)))  # noqa: PTH111  # Path raises for an unknown user
        if not os.path.isfile(file):  # noqa: PTH113
            raise ValueError(f"there is no file {str(source)!r} in {Path.cwd()}.{_similar(file)}")
        read = partial(_read_file, file)
    try:
        content = read()
        if isinstance(content, str):
            content = content.encode(errors="replace")
        return content if isinstance(content, Table) else _of_content(_unpacked(content), suffix)
    except Exception as error:  # each library raises its own errors for a broken file
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        kind = suffix if suffix in _READERS and suffix else "text"
        raise ValueError(f"{name or 'the open file'!r} could not be read as {kind}: {reason}") from error


def _similar(file: Path) -> str:
    """Return a question about files with similar names in the same folder; an empty text if there are none."""
    try:
        names = [entry.name for entry in islice(os.scandir(file.parent), _MAX_ENTRIES)]
    except (OSError, ValueError):  # there is no such folder, or it cannot be read
        return ""
    return did_you_mean(file.name, names, {})


def _is_open(value: object) -> TypeGuard[IO[Any]]:
    return isinstance(value, IOBase) or (callable(getattr(value, "read", None)) and hasattr(value, "readline"))


def _name_of(source: object) -> str:
    """Return the last part of a path or an address; an empty text for an open file without a name."""
    path = getattr(source, "name", "") if _is_open(source) else str(source)
    return "" if not isinstance(path, str) else name_of(path) if is_address(path) else Path(path).name


def _read_file(file: Path) -> bytes | Table:
    with file.open("rb") as opened:
        is_parquet = opened.read(4) == b"PAR1" or file.suffix.lower() in (".parquet", ".pq")
    return open_parquet(file) if is_parquet else file.read_bytes()


def _content_of_open(source: IO[Any]) -> str | bytes:
    """Return the rest of an open file, and restore its position, so that it can be read again."""
    position = source.tell() if source.seekable() else None
    content = source.read()
    if position is not None:
        source.seek(position)
    if not isinstance(content, str | bytes):
        raise TypeError(f"its read() returns {type(content).__name__}; it must return text or bytes.")
    return content


def _suffix_of(name: str) -> str:
    """Return the suffix of the uncompressed file, in lower case: ".csv" for "a.CSV.gz"."""
    suffixes = [suffix for suffix in Path(name.lower()).suffixes if suffix not in COMPRESSED]
    return suffixes[-1] if suffixes else ""


def _of_content(content: bytes, suffix: str) -> Table:
    """Return the table in an uncompressed file."""
    if is_web_page(content[:1000].decode("utf-8-sig", "replace")):
        return parse_content(content)
    for signature, advice in _UNREADABLE.items():
        if content.startswith(signature):
            raise ValueError(f"this is {advice}.")
    if content[257:262] == b"ustar":
        raise ValueError("this is an archive (tar); unpack it and pass one of its files.")
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return _READERS[kind](content)
    if _READERS.get(suffix) is read_excel and not content.startswith((b"PK", b"\x09")):
        return parse_content(content)  # many programs write text with tabs under the name of a workbook
    text = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith(b"<") and _VOTABLE.search(text[:_BEGINNING]):
        return _read_votable(text)
    return _READERS.get(suffix, parse_content)(content)


def _unpacked(content: bytes) -> bytes:
    """Decompress a file. The whole file is read, because its checksum stands at its end."""
    packed = BytesIO(content)
    if content.startswith(b"PK\x03\x04"):
        return _only_member(packed) or content
    for signature, unpack in ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open)):
        if content.startswith(signature):
            with unpack(packed) as unpacked:
                return _limited(unpacked)
    return content


def _only_member(packed: BytesIO) -> bytes | None:
    """Return the only file in an archive; None if the archive is an Excel workbook, or broken."""
    if not is_zipfile(packed):
        return None
    with ZipFile(packed) as archive:
        members = [
            each for each in archive.infolist() if not each.is_dir() and not each.filename.startswith("__MACOSX")
        ]
        if any(each.filename == "[Content_Types].xml" for each in members):
            return None
        if len(members) != 1:
            raise ValueError(f"it is an archive of {len(members)} files; unpack it and pass one of them.")
        with archive.open(members[0]) as unpacked:
            return _limited(unpacked)


def _limited(unpacked: Any) -> bytes:
    content: bytes = unpacked.read(MAX_UNPACKED + 1)
    if len(content) > MAX_UNPACKED:
        raise ValueError(
            f"unpacked it has more than {MAX_UNPACKED // 1_000_000:,} MB; unpack it yourself and pass the file."
        )
    return content


def _read_ecsv(content: bytes) -> Table:
    from astropy.table import Table as AstropyTable

    return table_of_astropy(AstropyTable.read(BytesIO(content), format="ascii.ecsv"))


def _read_parquet(content: bytes) -> Table:
    import narwhals.stable.v2 as nw

    for library in ("pyarrow", "polars"):
        try:
            return table_of_library(nw.read_parquet(BytesIO(content), backend=library).to_native())
        except ImportError:
            continue
    raise ValueError("reading Parquet files needs pyarrow or polars: pip install pyarrow")


def _read_votable(content: bytes) -> Table:
    from astropy.io import votable

    file = votable.parse(BytesIO(content))
    tables = [*file.iter_tables()]
    if not tables:
        raise ValueError("it holds no table.")
    if len(tables) > 1:
        names = [table.ID or place for place, table in enumerate(tables)]
        raise ValueError(one_of_several("tables", names, f"astropy.table.Table.read(path, table_id={names[0]!r})"))
    table = tables[0].to_table()
    for column in table.columns.values():
        if str(column.unit) == "":  # unit="" gives none
            column.unit = None
    by_ucd = [text for field in tables[0].fields for text in described(field.name, "", field.ucd)]
    table.meta["comments"] = [file.description, *(resource.description for resource in file.resources), *by_ucd]
    return table_of_astropy(table)


def _read_fits(content: bytes) -> Table:
    from astropy.io import fits
    from astropy.table import Table as AstropyTable

    with fits.open(BytesIO(content), memmap=False) as parts:
        read = [*islice(parts, MAX_PARTS + 1)]
        if len(read) > MAX_PARTS:  # a broken file may be read in an endless circle
            raise ValueError(f"it is broken, or has more than {MAX_PARTS:,} parts.")
        tables = {place: part for place, part in enumerate(read) if isinstance(part, fits.BinTableHDU | fits.TableHDU)}
        if not tables:
            raise ValueError("it holds no table.")
        names = [part.name or str(place) for place, part in tables.items()]
        if len(names) > 1:
            raise ValueError(one_of_several("tables", names, f"astropy.table.Table.read(path, hdu={names[0]!r})"))
        return table_of_astropy(AstropyTable.read(*tables.values(), format="fits"))


_TEXTS = (".csv", ".tsv", ".txt", ".dat", ".data", ".asc", ".ascii", ".tab", ".tbl", ".mrt", ".cat", ".md", ".tex")
_READERS: dict[str, Callable[[bytes], Table]] = {
    **dict.fromkeys(_TEXTS, parse_content),
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".html", ".htm", ""), parse_content),
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".xls": read_excel,
    ".ods": read_excel,
    ".ecsv": _read_ecsv,
    ".vot": _read_votable,
    ".xml": _read_votable,
    ".fits": _read_fits,
    ".fit": _read_fits,
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
}
