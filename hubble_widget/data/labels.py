"""Names and units of the two columns. All other modules take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from hubble_widget.messages import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names and units of x and y.

    Parameters
    ----------
    x_label, y_label : str
        Names of the axes.
    x_unit, y_unit : str
        Units; empty for numbers without a unit.

    Raises
    ------
    TypeError
        If a label or a unit is not text.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> exam = hw.Labels(x_label="Study time", x_unit="h", y_label="Mark", y_unit="points")
    >>> exam.x_axis, exam.slope_unit, exam.has_age
    ('Study time (h)', 'points/h', False)
    >>> hw.Dataset(distance=[1, 2, 4], velocity=[50, 60, 75], labels=exam)
    <Dataset: 3 points>
    """

    x_label: str = "x"
    x_unit: str = ""
    y_label: str = "y"
    y_unit: str = ""

    def __post_init__(self) -> None:
        """Check that all fields are text."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, str):
                raise TypeError(f"{field.name} must be text, got {value!r} ({type(value).__name__}).")

    @property
    def has_age(self) -> bool:
        """Whether 1 / slope is an age of the universe. This is so only for distances and velocities."""
        return self in (HUBBLE, FROM_MODULUS)

    @property
    def units(self) -> Mapping[str, str]:
        """The units, by the attribute names of a data set: distance and velocity."""
        return MappingProxyType({"distance": self.x_unit, "velocity": self.y_unit})

    @property
    def slope_unit(self) -> str:
        """Unit of y per unit of x."""
        return f"{self.y_unit or '1'}/{self.x_unit}" if self.x_unit else self.y_unit

    @property
    def slope_name(self) -> str:
        """Name of the slope."""
        return message("Slope (Hubble constant)") if self.has_age else message("Slope")

    @property
    def row(self) -> str:
        """Word for one row, a pair of numbers."""
        return message("galaxy") if self.has_age else message("point")

    @property
    def rows(self) -> str:
        """Word for several rows."""
        return message("galaxies") if self.has_age else message("points")

    @property
    def x_name(self) -> str:
        """Name of x in a sentence."""
        return message("distance") if self.has_age else self.x_label

    @property
    def y_name(self) -> str:
        """Name of y in a sentence."""
        return message("velocity") if self.has_age else self.y_label

    @property
    def x_values(self) -> str:
        """Word for several values of x."""
        return message("distances") if self.has_age else message("values of {name}", name=self.x_label)

    @property
    def x_title(self) -> str:
        """Name of x on an axis. That of galaxies is in the chosen language; `x_label`, which code compares, is not."""
        if not self.has_age:
            return self.x_label
        return message("Distance") if self.x_label == HUBBLE.x_label else message("Distance from modulus")

    @property
    def y_title(self) -> str:
        """Name of y on an axis, likewise."""
        return message("Recession velocity") if self.has_age else self.y_label

    @property
    def x_axis(self) -> str:
        """Label of the x axis, with the unit."""
        return in_brackets(self.x_title, self.x_unit)

    @property
    def y_axis(self) -> str:
        """Label of the y axis, with the unit."""
        return in_brackets(self.y_title, self.y_unit)


HUBBLE = Labels(x_label="Distance", x_unit="Mpc", y_label="Recession velocity", y_unit="km/s")

FROM_MODULUS = replace(HUBBLE, x_label="Distance from modulus")
"""Labels of galaxies with luminosity distances from distance moduli μ: 10^((μ - 25)/5) Mpc."""


def check_labels(value: object) -> None:
    """Check that a value is a `Labels`.

    Raises
    ------
    TypeError
        If it is not.
    """
    if not isinstance(value, Labels):
        calls = ", ".join(f"{field.name}=..." for field in fields(Labels))
        raise TypeError(f"labels must be Labels({calls}), got {value!r} ({type(value).__name__}).")


def in_brackets(name: str, unit: str) -> str:
    """Return a name and its unit, ``"Distance (Mpc)"``; the name alone if the unit is empty."""
    return f"{name} ({unit})" if unit else name
