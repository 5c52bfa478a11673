"""Recession velocities from redshifts."""

from typing import Any

SPEED_OF_LIGHT = 299_792.458
"""In km/s; exact by the definition of the meter."""

Q0, J0 = -0.55, 1.0
"""Today's deceleration and jerk of a flat universe with 30 % matter and a cosmological constant: q0 = 3 Ω_m / 2 - 1."""

EXPANSIONS = ("linear", "kinematic")
"""How a redshift becomes a velocity: by c z, or with terms for the change of the expansion since then."""

BEYOND_LINEAR = 0.02
"""Above this redshift, c z does not agree with luminosity distances."""

_KINEMATIC = (1 - Q0) / 2, (1 - Q0 - 3 * Q0**2 + J0) / 6


def kinematic_factor(redshift: Any) -> Any:
    """Return 1 + (1 - q0) z/2 - (1 - q0 - 3 q0² + j0) z²/6.

    c z times this factor is H₀ times the luminosity distance. Visser, Classical and Quantum Gravity 21 (2004) 2603.

    Parameters
    ----------
    redshift : float, numpy.ndarray or expression
        z, without a unit; the series is good up to about 0.3.
    """
    first, second = _KINEMATIC
    return 1.0 + redshift * (first - redshift * second)


def kinematic_derivative(redshift: Any) -> Any:
    """Return the derivative of z times `kinematic_factor`: how much more an error of z counts than at z = 0."""
    first, second = _KINEMATIC
    return 1.0 + redshift * (2 * first - redshift * 3 * second)
