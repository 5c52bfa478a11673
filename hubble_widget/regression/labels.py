"""What the two columns are called, and in which units they are: the one place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names and units of x and y; where nothing else is said, those of Hubble's law.

    Parameters
    ----------
    x_label, y_label : str
        As the axes show them.
    x_unit, y_unit : str
        Empty where there is none.

    Raises
    ------
    TypeError
        If one is not text.
    """

    x_label: str = "x"
    x_unit: str = ""
    y_label: str = "y"
    y_unit: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not text."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, str):
                raise TypeError(f"{field.name} must be text, got {value!r} ({type(value).__name__}).")

    @property
    def has_age(self) -> bool:
        """Whether 1 / slope is an age of the universe: only of distances and velocities."""
        return self in (HUBBLE, FROM_MODULUS)

    @property
    def units(self) -> Mapping[str, str]:
        """Of both columns, by the names that a data set has for them."""
        return MappingProxyType({"distance": self.x_unit, "velocity": self.y_unit})

    @property
    def slope_unit(self) -> str:
        """Unit of y per unit of x."""
        return f"{self.y_unit or '1'}/{self.x_unit}" if self.x_unit else self.y_unit

    @property
    def slope_name(self) -> str:
        """What the slope is called."""
        return "Slope (Hubble constant)" if self.has_age else "Slope"

    @property
    def row(self) -> str:
        """What one pair of numbers is called."""
        return "galaxy" if self.has_age else "point"

    @property
    def rows(self) -> str:
        """What several are called."""
        return "galaxies" if self.has_age else "points"

    @property
    def x_name(self) -> str:
        """What x is called in a sentence."""
        return "distance" if self.has_age else self.x_label

    @property
    def y_name(self) -> str:
        """What y is called in a sentence."""
        return "velocity" if self.has_age else self.y_label

    @property
    def x_values(self) -> str:
        """What several of x are called."""
        return "distances" if self.has_age else f"values of {self.x_label}"

    @property
    def x_axis(self) -> str:
        """Label of the axis of x."""
        return in_brackets(self.x_label, self.x_unit)

    @property
    def y_axis(self) -> str:
        """Label of the axis of y."""
        return in_brackets(self.y_label, self.y_unit)


HUBBLE = Labels(x_label="Distance", x_unit="Mpc", y_label="Recession velocity", y_unit="km/s")

FROM_MODULUS = replace(HUBBLE, x_label="Distance from modulus")
"""Of galaxies too: says that their distances are 10^((μ - 25)/5) Mpc, by luminosity."""


def check_labels(value: object) -> None:
    """Refuse what is no `Labels`.

    Raises
    ------
    TypeError
    """
    if not isinstance(value, Labels):
        calls = ", ".join(f"{field.name}=..." for field in fields(Labels))
        raise TypeError(f"labels must be Labels({calls}), got {value!r} ({type(value).__name__}).")


def in_brackets(name: str, unit: str) -> str:
    """Return a name with its unit, if it has one: ``"Distance (Mpc)"``."""
    return f"{name} ({unit})" if unit else name
