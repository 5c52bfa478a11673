"""From the slope of Hubble's law to the age of the universe, with its error."""

import math
from typing import TYPE_CHECKING, Any

from hubble_widget.regression.parameters import as_real
from hubble_widget.regression.quantities import in_unit

if TYPE_CHECKING:
    from astropy.units import Quantity

_SLOPE_UNIT = "km / (s Mpc)"

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the metre."""

Q0, J0 = -0.55, 1.0
"""Deceleration and jerk today of a flat universe with 30 % matter and a cosmological constant: q0 = 3 Ω_m / 2 - 1."""

EXPANSIONS = ("linear", "kinematic")
"""How a redshift becomes a velocity: c z, or with the terms by which the expansion has changed meanwhile."""

BEYOND_LINEAR = 0.02
"""A redshift, beyond which c z and a luminosity distance no longer go together."""

_KINEMATIC = (1 - Q0) / 2, (1 - Q0 - 3 * Q0**2 + J0) / 6


# 1 Mpc/km in 10⁹ Julian years, exact by definition: IAU 2012 B2 (astronomical unit), IAU 2015 B2 (parsec). astropy has
# the same number, but to import it takes a tenth of a second, for which the first picture would have to wait.
_KM_PER_MPC = 1e6 * 648_000 / math.pi * 149_597_870.7
_SECONDS_PER_GYR = 1e9 * 365.25 * 86_400
_GYR_AT_UNIT_SLOPE = _KM_PER_MPC / _SECONDS_PER_GYR


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
    """
    value = as_real("slope", in_unit("slope", slope, _SLOPE_UNIT), "a number in km/s/Mpc, such as 70.0")
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"slope must be finite and above 0 km/s/Mpc to give an age, got {value!r}.")
    return _GYR_AT_UNIT_SLOPE / value


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


def kinematic_factor(redshift: Any) -> Any:
    """Return 1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6, by which c z is multiplied to be H₀ times a distance.

    The distance is one by luminosity (a modulus). Visser, Classical and Quantum Gravity 21 (2004) 2603.

    Parameters
    ----------
    redshift : float, numpy.ndarray or expression
        z, without a unit; good to about 0.3.
    """
    first, second = _KINEMATIC
    return 1.0 + redshift * (first - redshift * second)
