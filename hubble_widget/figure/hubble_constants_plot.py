"""The published Hubble constants over time, with the user's own value among them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.hubble_constants import HubbleConstant, hubble_constants
from hubble_widget.data.real_numbers import as_real
from hubble_widget.figure.palette import LIGHT
from hubble_widget.fit.cosmology import hubble_time
from hubble_widget.fit.polynomial_fit import PolynomialFit
from hubble_widget.messages import localized, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

_KINDS = {
    "ladder": (message("distances of galaxies"), "o", LIGHT.galaxy),
    "early": (message("early universe"), "s", LIGHT.pinned[0]),
    "one step": (message("distances in one step"), "D", LIGHT.pinned[2]),
}
"""How each kind of measurement is called and drawn."""

_TICKS = (50, 70, 100, 200, 500)
_AGES = (2, 5, 10, 15, 20)
_CROWDED = 2000
"""From this year on the values are so many and so much alike that they have an inset with a scale of its own."""
_OF_INSET = (0.53, 0.47, 0.45, 0.5)


def plot_hubble_constants(own: float | PolynomialFit | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw published Hubble constants over time, on a logarithmic scale; those since 2000 again in an inset.

    Parameters
    ----------
    own : float or PolynomialFit, optional
        Your value in km/s/Mpc, or a straight-line fit, whose slope is drawn with its one-sigma standard error.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure of pyplot.

    Returns
    -------
    matplotlib.axes.Axes
        The scale at its right says which age 1 / H₀ belongs to each value.

    Raises
    ------
    TypeError
        If `own` is neither a number nor a fit.
    ValueError
        If it is not finite and above 0, or the fit is a curve.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> from matplotlib.figure import Figure
    >>> ax = hw.plot_hubble_constants(hw.polyfit("key_project"), ax=Figure().add_subplot())
    >>> ax.get_ylabel()
    'Hubble constant (km/s/Mpc)'
    """
    value, stderr = _value_of(own)
    if ax is None:
        from matplotlib import pyplot  # whose backend shows the figure: it is the user's choice

        ax = pyplot.subplots(figsize=(9, 5), layout="constrained")[1]
    inset = ax.inset_axes(_OF_INSET)
    for axes in (ax, inset):
        _draw_values(axes)
        if value is not None:
            axes.axhline(value, color=LIGHT.guess, linewidth=1.5)
            axes.axhspan(value - stderr, value + stderr, color=LIGHT.guess, alpha=0.2, linewidth=0)
    if value is not None:
        known = localized(f"{value:.1f} ± {stderr:.1f}" if stderr else f"{value:.1f}")
        yours = message("yours: {value}", value=known)
        ax.text(1923 if value < 300 else 1950, value, yours, color=LIGHT.guess, va="bottom")
    _scale(ax)
    inset.set(xlim=(_CROWDED - 0.5, 2026.5), ylim=(58, 84))
    inset.tick_params(labelsize="small")
    return ax


def _value_of(own: object) -> tuple[float | None, float]:
    """Return the user's value and its standard error, 0 where it has none."""
    if own is None:
        return None, 0.0
    if isinstance(own, PolynomialFit):
        if own.degree != 1:
            raise ValueError(f"own must be a straight line's fit, got one of degree {own.degree}: a curve has no H₀.")
        value, stderr = own.slope, own.slope_stderr
    else:
        value, stderr = as_real("own", own, "a number in km/s/Mpc, such as 70.0, or what polyfit returns"), 0.0
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"own must be finite and above 0 km/s/Mpc, got {value!r}.")
    return value, stderr if math.isfinite(stderr) else 0.0


def _draw_values(axes: Axes) -> None:
    for kind, (label, marker, color) in _KINDS.items():
        found = [each for each in hubble_constants() if each.kind == kind]
        axes.errorbar(
            [each.year for each in found],
            [each.value for each in found],
            yerr=[[each.lower or 0.0 for each in found], [each.upper or 0.0 for each in found]],
            fmt=marker,
            markersize=4,
            color=color,
            elinewidth=1,
            label=label,
        )


def _scale(ax: Axes) -> None:
    """Set scales, names and legend of the plot of the whole century."""
    ax.set_yscale("log")
    ax.set(xlim=(1922, 2030), ylim=(40, 900), xlabel=message("Year"), ylabel=message("Hubble constant (km/s/Mpc)"))
    ax.set_yticks(_TICKS, [str(tick) for tick in _TICKS])
    ax.minorticks_off()
    for each in hubble_constants():
        if each.year < _CROWDED:
            ax.annotate(_label(each), (each.year, each.value), (6, 3), textcoords="offset points", fontsize="small")
    ages = ax.secondary_yaxis("right", functions=(_other, _other))
    ages.set_yticks(_AGES, [str(age) for age in _AGES])
    ages.minorticks_off()
    ages.set_ylabel(message("1 / H₀ (billion years)"))
    ax.legend(loc="lower left", fontsize="small")


def _label(each: HubbleConstant) -> str:
    return f"{each.name} {each.year}"


def _other(values: ArrayLike) -> ArrayLike:
    """Return the ages of Hubble constants, or the Hubble constants of ages: each is 977.8 over the other."""
    with np.errstate(divide="ignore"):
        ages: ArrayLike = hubble_time(1.0) / np.asarray(values, dtype=np.float64)
        return ages
