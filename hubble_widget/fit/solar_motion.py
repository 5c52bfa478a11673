"""The Sun's motion among the nebulae of 1929, found together with Hubble's law."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.catalogs import load_dataset, read_catalog
from hubble_widget.data.columns import FloatArray
from hubble_widget.data.dataset import Dataset
from hubble_widget.messages import message

NEBULAE = "hubble_1929"
"""The catalog with positions on the sky."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SolarMotion:
    """Hubble's solution of 1929: ``v = slope * r + x cos(ra) cos(dec) + y sin(ra) cos(dec) + z sin(dec)``.

    Attributes
    ----------
    slope : float
        Hubble's K, in km/s/Mpc; the line goes through the origin.
    x, y, z : float
        What the Sun's motion adds to the velocities towards right ascension 0, 6 h and the north pole, in km/s.
    mean_residual : float
        Mean magnitude of the residuals, in km/s.
    corrected : Dataset
        The nebulae with velocities less the Sun's motion, also those that are excluded from its solution.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> motion = hw.solar_motion()
    >>> print(f"X = {motion.x:.0f}, Y = {motion.y:.0f}, Z = {motion.z:.0f} km/s")
    X = -69, Y = 235, Z = -200 km/s
    """

    slope: float
    x: float
    y: float
    z: float
    mean_residual: float
    corrected: Dataset


def solar_motion(data: Dataset | None = None) -> SolarMotion:
    """Find the Sun's motion and Hubble's law together, by least squares, as Hubble did in 1929.

    Parameters
    ----------
    data : Dataset, optional
        ``load_dataset("hubble_1929")``, also without some nebulae; by default all of them. The positions on the sky are
        those of this catalog.

    Returns
    -------
    SolarMotion

    Raises
    ------
    TypeError
        If it is not a Dataset.
    ValueError
        If a nebula has no position in the catalog, or there are fewer than 4.

    Notes
    -----
    Hubble 1929, PNAS 15, 168, prints K = 465 ± 50, X = -65 ± 50, Y = 226 ± 95, Z = -195 ± 40 for the 24 nebulae, with a
    mean residual of 150 km/s.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> motion = hw.solar_motion()
    >>> print(f"K = {motion.slope:.0f} km/s/Mpc, mean residual {motion.mean_residual:.0f} km/s")
    K = 465 km/s/Mpc, mean residual 150 km/s
    >>> hw.RegressionExplorer(motion.corrected).exact_fit.slope > 454.1
    True
    """
    galaxies = load_dataset(NEBULAE) if data is None else data
    if not isinstance(galaxies, Dataset):
        raise TypeError(f"data must be a Dataset, such as load_dataset({NEBULAE!r}), got {type(data).__name__}.")
    directions = _directions(galaxies.names)
    columns = np.column_stack([galaxies.distance, directions])
    if len(galaxies) < columns.shape[1]:
        raise ValueError(f"four numbers need at least 4 nebulae, got {len(galaxies)}.")
    solution = np.linalg.lstsq(columns, galaxies.velocity, rcond=None)[0]
    slope, x, y, z = solution.tolist()
    mean_residual = float(np.abs(galaxies.velocity - columns @ solution).mean())
    whole = galaxies.whole
    corrected = Dataset(
        distance=whole.distance,
        velocity=whole.velocity - _directions(whole.names) @ solution[1:],
        names=whole.names,
        title=f"{whole.title}, less the Sun's motion",
        reference=whole.reference,
        provenance=whole.provenance,
        note=message(
            "the Sun's motion, {speed} km/s, was found with K = {slope} km/s/Mpc",
            speed=f"{math.hypot(x, y, z):.0f}",
            slope=f"{slope:.0f}",
        ),
    ).exclude(*galaxies.excluded)
    return SolarMotion(slope=slope, x=x, y=y, z=z, mean_residual=mean_residual, corrected=corrected)


@lru_cache(maxsize=16)
def less_solar_motion(data: Dataset) -> Dataset:
    """Return nebulae with velocities less the Sun's motion, the same object for the same data; see `solar_motion`."""
    return solar_motion(data).corrected


def has_positions(data: BaseDataset) -> bool:
    """Return whether each galaxy, excluded or not, has a position on the sky."""
    known = _positions()
    return len(data.whole) <= len(known) and isinstance(data, Dataset) and known.keys() >= set(data.whole.names)


@cache
def _positions() -> dict[str, tuple[float, float]]:
    """Return right ascension and declination of the nebulae of the catalog, in degrees."""
    return {row["name"]: (float(row["ra_deg"]), float(row["dec_deg"])) for row in read_catalog(NEBULAE).rows}


def _directions(names: tuple[str, ...]) -> FloatArray:
    """Return the unit vectors to nebulae of the catalog, shape (n, 3).

    Raises
    ------
    ValueError
        If one is not in it.
    """
    known = _positions()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"no position on the sky is known for {unknown[0]!r}; load_dataset({NEBULAE!r}) has them.")
    ra, dec = np.radians([known[name] for name in names]).T
    return np.column_stack([np.cos(ra) * np.cos(dec), np.sin(ra) * np.cos(dec), np.sin(dec)])
