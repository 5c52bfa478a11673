"""The tables in the package: comment lines of the form ``# key: value``, then CSV."""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

CATALOGS = (
    "key_project",
    "hubble_1929",
    "key_project_sne",
    "sh0es_cepheids",
    "sh0es_cepheids_cmb",
    "sh0es_cepheids_sun",
    "sh0es_hubble_flow",
    "lemaitre_1927",
)

VARIANTS = {
    "sh0es_cepheids_cmb": ("sh0es_cepheids", "velocity_cmb_km_s"),
    "sh0es_cepheids_sun": ("sh0es_cepheids", "velocity_helio_km_s"),
}
"""Catalogs that are another one with other velocities: its name, and the column of these."""


class Catalog(NamedTuple):
    """A table of the package, unconverted.

    Attributes
    ----------
    header : dict of str to str
        The comment lines by key. If a key occurs on several lines, spaces join their values. Every
        table has ``title``, ``reference``, ``provenance``, the ``group`` in which a menu lists it, and
        what it ``teaches``, in a sentence that gives no number away. A table without a ``name`` column has
        ``noun``, the word for one of its rows.
    rows : list of dict of str to str
        One mapping of column to text for each galaxy, in the order of the file. Every table has
        ``distance_mpc`` and ``velocity_km_s``.
    """

    header: dict[str, str]
    rows: list[dict[str, str]]


@cache
def read_catalog(name: str) -> Catalog:
    """Read one of `CATALOGS`.

    Parameters
    ----------
    name : str
        A name in `CATALOGS`.

    Returns
    -------
    Catalog
        Header and rows as text. The header of a variant has its own ``title``, ``teaches`` and ``check ...``, which
        the table names with the variant behind them: ``title sh0es_cepheids_cmb``.
    """
    if name not in VARIANTS:
        return read_table(files("hubble_widget.data") / "catalogs" / f"{name}.csv")
    original, column = VARIANTS[name]
    header, rows = read_catalog(original)
    own = {key.removesuffix(f" {name}"): value for key, value in header.items() if key.endswith(f" {name}")}
    return Catalog(header | own, [row | {"velocity_km_s": row[column]} for row in rows])


def read_table(path: Traversable) -> Catalog:
    """Read a table of the package, which need not hold galaxies."""
    header: dict[str, str] = {}
    table: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            key, _, value = line.removeprefix("#").partition(":")
            key, value = key.strip(), value.strip()
            header[key] = f"{header[key]} {value}" if key in header else value
        else:
            table.append(line)
    return Catalog(header, list(csv.DictReader(table)))
