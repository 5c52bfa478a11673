"""A century of published Hubble constants."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hubble_widget.data.catalogs import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class HubbleConstant:
    """One published value of the Hubble constant.

    Attributes
    ----------
    year : int
        Year of the publication.
    name : str
        Name of its authors or of their project.
    value : float
        In km/s/Mpc.
    lower, upper : float or None
        Its error to either side, one sigma, in km/s/Mpc; statistical and systematic errors are combined. None where no
        error was found in two sources.
    kind : {"ladder", "early", "one step"}
        From distances of galaxies, from the early universe, or from distances without a ladder.
    method, reference : str
        What was measured, and the publication.
    identifier : str
        The publication's ADS bibcode, DOI (``doi:``) or arXiv number (``arXiv:``).
    sources : tuple of str
        The two public sources in which the value was checked.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> first = hw.hubble_constants()[0]
    >>> print(f"{first.name} {first.year}: {first.value:.0f} km/s/Mpc, {hw.hubble_time(first.value):.1f} Gyr")
    Lemaître 1927: 625 km/s/Mpc, 1.6 Gyr
    """

    year: int
    name: str
    value: float
    lower: float | None
    upper: float | None
    kind: str
    method: str
    reference: str
    identifier: str
    sources: tuple[str, str]


@cache
def hubble_constants() -> tuple[HubbleConstant, ...]:
    """Return 29 published values of the Hubble constant, from 1927 to 2025, in the order of time.

    They are a selection that shows how the value changed and by which methods it was measured; no average of them
    means anything.

    Returns
    -------
    tuple of HubbleConstant
        Each checked in the two public sources that it names. ``pandas.DataFrame(hw.hubble_constants())`` is a table.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> for each in hw.hubble_constants()[-2:]:
    ...     print(f"{each.name} {each.year}: {each.value} +{each.upper} -{each.lower} ({each.method})")
    DESI 2025: 68.51 +0.58 -0.58 (sound waves in the distribution of galaxies)
    SPT-3G 2025: 66.66 +0.6 -0.6 (cosmic microwave background)
    """
    rows = read_table(files("hubble_widget.data") / "hubble_constants.csv").rows
    return tuple(
        HubbleConstant(
            year=int(row["year"]),
            value=float(row["value"]),
            lower=float(row["lower"]) if row["lower"] else None,
            upper=float(row["upper"]) if row["upper"] else None,
            sources=(row["source_1"], row["source_2"]),
            **{key: row[key] for key in ("name", "kind", "method", "reference", "identifier")},
        )
        for row in rows
    )
