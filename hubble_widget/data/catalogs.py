"""The catalogs in the package. Their tables are comment lines of the form ``# key: value``, then CSV."""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.names import numbered
from hubble_widget.suggestions import did_you_mean

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


def datasets() -> tuple[str, ...]:
    """Return the names of the catalogs in the package.

    Returns
    -------
    tuple of str
        The names that `load_dataset` accepts.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> "key_project" in hw.datasets()
    True
    """
    return CATALOGS


def load_dataset(name: str) -> Dataset:
    """Return a catalog of the package.

    Parameters
    ----------
    name : str
        One of the names that `datasets` returns.

    Returns
    -------
    Dataset
        Distances in Mpc, velocities in km/s, with title, reference and provenance.

    Raises
    ------
    TypeError
        If the name is not text.
    ValueError
        If there is no such catalog.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> galaxies = hw.load_dataset("key_project")
    >>> len(galaxies), galaxies.reference
    (24, 'Freedman et al. 2001, ApJ 553, 47')
    >>> galaxies.exclude("NGC 4639")
    <Dataset 'HST Key Project': 23 galaxies, without NGC 4639>
    """
    listed = ", ".join(repr(known) for known in CATALOGS)
    if not isinstance(name, str):
        raise TypeError(f"the name of a catalog must be one of {listed}, got {name!r}.")
    if name not in CATALOGS:
        raise ValueError(f"there is no catalog {name!r}.{did_you_mean(name, CATALOGS)} The catalogs are {listed}.")
    return _load(name)


def catalog_of(data: BaseDataset) -> str | None:
    """Return the name of the catalog that a data set is, perhaps without some galaxies; None for other data."""
    return next((name for name in CATALOGS if _load(name) is data.whole), None)


@cache
def _load(name: str) -> Dataset:
    header, rows = read_catalog(name)
    noun = header.get("noun")
    names = numbered(noun, len(rows)) if noun else tuple(row["name"] for row in rows)
    return Dataset(
        distance=[float(row["distance_mpc"]) for row in rows],
        velocity=[float(row["velocity_km_s"]) for row in rows],
        names=names,
        title=header["title"],
        reference=header["reference"],
        provenance=header["provenance"],
    )
