"""From the slope of Hubble's law to the age of the universe, with its error."""

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.columns import FloatArray
from hubble_widget.data.labels import Labels
from hubble_widget.data.real_numbers import as_real
from hubble_widget.data.units import in_unit

if TYPE_CHECKING:
    from astropy.units import Quantity

_SLOPE_UNIT = "km / (s Mpc)"

# 1 Mpc/km in 10⁹ Julian years, exact by definition: IAU 2012 B2 (astronomical unit), IAU 2015 B2 (parsec). astropy has
# the same number, but to import it takes a tenth of a second, for which the first picture would have to wait.
_KM_PER_MPC = 1e6 * 648_000 / math.pi * 149_597_870.7
_SECONDS_PER_GYR = 1e9 * 365.25 * 86_400
_GYR_AT_UNIT_SLOPE = _KM_PER_MPC / _SECONDS_PER_GYR

DISTANCE_FACTORS = 0.5, 10.0
"""The smallest and the largest factor by which a wrong ruler changes all distances."""


def hubble_time(slope: "float | Quantity") -> float:
    """Return the Hubble time 1 / H₀: the age of a universe that always expanded as fast as today.

    Parameters
    ----------
    slope : float or astropy.units.Quantity
        Hubble constant H₀ in km/s/Mpc, or with a unit that converts to it.

    Returns
    -------
    float
        In Gyr (10⁹ Julian years): 977.7922 / slope.

    Raises
    ------
    TypeError
        If the slope is not a real number.
    ValueError
        If it is not finite and above 0, or in another unit.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> print(f"{hw.hubble_time(70.0):.2f} Gyr")
    13.97 Gyr
    """
    value = as_real("slope", in_unit("slope", slope, _SLOPE_UNIT), "a number in km/s/Mpc, such as 70.0")
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"slope must be finite and above 0 km/s/Mpc to give an age, got {value!r}.")
    return _GYR_AT_UNIT_SLOPE / value


def age_of_universe(slope: "float | Quantity", *, omega_matter: float = 0.3) -> float:
    """Return the age of a flat universe of matter and a cosmological constant.

    Parameters
    ----------
    slope : float or astropy.units.Quantity
        Hubble constant H₀ in km/s/Mpc, or with a unit that converts to it.
    omega_matter : float
        Share Ω_m of matter in today's density, above 0 and at most 1; the rest is a cosmological constant.

    Returns
    -------
    float
        In Gyr. It is the Hubble time where Ω_m is 0.262875, and 2/3 of it where all is matter.

    Raises
    ------
    TypeError
        If an argument is not a real number.
    ValueError
        If the slope is not finite and above 0, or in another unit; if Ω_m is outside its range.

    Notes
    -----
    Age · H₀ = 2/3 · arsinh(√((1 - Ω_m) / Ω_m)) / √(1 - Ω_m): https://en.wikipedia.org/wiki/Lambda-CDM_model has the
    scale factor a(t) as a power of a sinh, which is 1 today. Radiation is left out: it takes less than 0.1 % off.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> print(f"{hw.age_of_universe(67.4, omega_matter=0.315):.2f} Gyr, 1/slope is {hw.hubble_time(67.4):.2f}")
    13.80 Gyr, 1/slope is 14.51
    """
    return hubble_time(slope) * age_factor(omega_matter)


def age_factor(omega_matter: float) -> float:
    """Return the age of a flat universe as a multiple of its Hubble time; see `age_of_universe`.

    Raises
    ------
    TypeError
        If Ω_m is not a real number.
    ValueError
        If it is not above 0 and at most 1.
    """
    share = _share("omega_matter", omega_matter, "above 0 and at most 1, such as 0.3")
    root = math.sqrt((1 - share) / share)
    return 2 / 3 * (math.asinh(root) / root if root else 1.0) / math.sqrt(share)


def _share(name: str, value: object, wanted: str) -> float:
    share = as_real(name, value, f"a number {wanted}")
    if not 0 < share <= 1:
        cure = " (a flat universe without matter has no beginning)" if share == 0 else ""
        raise ValueError(f"{name} must be {wanted}, got {share!r}{cure}.")
    return share


def check_omega_m(value: object) -> float | None:
    """Return the share of matter in a flat universe; None stands for 1/slope, as in an empty universe.

    Raises
    ------
    TypeError
        If it is neither a real number nor None.
    ValueError
        If it is not above 0 and at most 1.
    """
    return None if value is None else _share("omega_matter", value, "above 0 and at most 1, such as 0.315, or None")


def check_distance_factor(value: object) -> float:
    """Return the factor by which all distances are too short.

    Raises
    ------
    TypeError
        If it is not a real number.
    ValueError
        If it is not from 0.5 to 10.
    """
    low, high = DISTANCE_FACTORS
    wanted = f"from {low:g} to {high:g}, such as 7.0; 1.0 leaves the distances as they are"
    factor = as_real("distance_factor", value, f"a number {wanted}")
    if not low <= factor <= high:
        raise ValueError(f"distance_factor must be {wanted}; got {factor!r}.")
    return factor


def age_of(slope: float) -> float | None:
    """Return the Hubble time in Gyr, or None where a slope gives no age.

    Parameters
    ----------
    slope : float
        In km/s/Mpc. There is no age at 0 or below, nor for nan or infinity.
    """
    if not (math.isfinite(slope) and slope > 0):
        return None
    age = _GYR_AT_UNIT_SLOPE / slope
    return age if math.isfinite(age) else None


def ages_of(slopes: FloatArray, labels: Labels) -> FloatArray:
    """Return the Hubble times in Gyr of many slopes at once; nan where `age_of` is None, and for data without ages.

    Parameters
    ----------
    slopes : numpy.ndarray
        In km/s/Mpc, any shape.
    labels : Labels
        The labels of the data.
    """
    have_age = np.isfinite(slopes) & (slopes > 0) & labels.has_age
    ages = np.full(slopes.shape, np.nan)
    np.divide(_GYR_AT_UNIT_SLOPE, slopes, out=ages, where=have_age)
    return ages


def age_stderr_of(slope: float, slope_stderr: float) -> float | None:
    """Return the first-order standard error of the Hubble time, age · slope_stderr / slope, in Gyr.

    Parameters
    ----------
    slope, slope_stderr : float
        In km/s/Mpc.

    Returns
    -------
    float or None
        None where the slope gives no age; nan where its standard error is nan.
    """
    age = age_of(slope)
    return None if age is None else age * slope_stderr / slope
