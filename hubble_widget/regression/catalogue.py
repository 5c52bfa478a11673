"""The tables that come with the package: comment lines of ``# key: value``, then CSV."""

import csv
from importlib.resources import files
from typing import NamedTuple

CATALOGUES = ("key_project", "hubble_1929", "key_project_sne")


class Catalogue(NamedTuple):
    """A shipped table as it stands in its file.

    Attributes
    ----------
    header : dict of str to str
        The commented lines; a key that occurs on several lines holds them joined by spaces. Every
        table has ``title``, ``reference`` and ``provenance``; one without a ``name`` column has
        ``noun``, what to call its rows.
    rows : list of dict of str to str
        One mapping of column to text for each galaxy, in the order of the file. Every table has
        ``distance_mpc`` and ``velocity_km_s``.
    """

    header: dict[str, str]
    rows: list[dict[str, str]]


def read_catalogue(name: str) -> Catalogue:
    """Read one of `CATALOGUES`.

    Parameters
    ----------
    name : str
        A name out of `CATALOGUES`.

    Returns
    -------
    Catalogue
        Header and rows, nothing converted.
    """
    path = files("hubble_widget") / "catalogues" / f"{name}.csv"
    header: dict[str, str] = {}
    table: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            key, _, value = line.removeprefix("#").partition(":")
            key, value = key.strip(), value.strip()
            header[key] = f"{header[key]} {value}" if key in header else value
        else:
            table.append(line)
    return Catalogue(header, list(csv.DictReader(table)))
