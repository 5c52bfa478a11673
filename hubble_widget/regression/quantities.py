"""What carries an astropy unit is converted; astropy itself is imported only where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_unit(name: str, value: object, unit: str) -> object:
    """Return plain numbers in the unit wanted.

    Parameters
    ----------
    name : str
        How the error message calls the value.
    value : object
        An astropy Quantity or Column is converted; what carries no astropy unit is returned as it
        is, whatever it is.
    unit : str
        In astropy's spelling.

    Raises
    ------
    ValueError
        If the value is in a unit that does not convert.
    """
    if isinstance(value, list | tuple) and unit_of(value) is not None:
        return [in_unit(name, item, unit) for item in value]
    declared = unit_of(value)
    if declared is None:
        return value
    from astropy import units

    try:
        converted: object = units.Quantity(value).to_value(unit)
    except (units.UnitsError, ValueError):  # the second where astropy does not know the unit
        raise ValueError(_refusal(name, declared, unit)) from None
    return converted


def unit_of(value: object) -> Any | None:
    """Return the astropy unit that a value carries, or the first of a list; None where it carries none."""
    if isinstance(value, list | tuple):
        return unit_of(value[0]) if value and not isinstance(value[0], list | tuple) else None
    declared = getattr(value, "unit", None)
    if declared is None:
        return None
    from astropy import units

    return declared if isinstance(declared, units.UnitBase | units.function.FunctionUnitBase) else None


def conversion(name: str, unit: Any, wanted: str) -> float:
    """Return by what numbers in a unit are multiplied to have them in another.

    Parameters
    ----------
    name : str
        How the error message calls them.
    unit : astropy unit
    wanted : str
        In astropy's spelling; empty for numbers without unit.

    Raises
    ------
    ValueError
        If it does not convert.
    """
    from astropy import units

    try:
        return float(units.Quantity(1, unit).to_value(wanted))
    except (
        TypeError,
        units.UnitsError,
        ValueError,
    ):  # the first of logarithms, the last where astropy does not know it
        raise ValueError(_refusal(name, unit, wanted)) from None


def units_in_metadata(metadata: Mapping[bytes, bytes] | None) -> dict[str, Any]:
    """Return the units by column that astropy has written with a table into a Parquet file; none where it has not."""
    written = (metadata or {}).get(b"table_meta_yaml")
    if written is None:
        return {}
    from astropy import units
    from astropy.table import meta

    try:
        columns = meta.get_header_from_yaml(written.decode().split("\n"))["datatype"]
        return {column["name"]: units.Unit(column["unit"]) for column in columns if column.get("unit")}
    except Exception as error:  # whoever else has written there
        raise ValueError(f"the units in this file cannot be read: {error}") from None


def _refusal(name: str, unit: Any, wanted: str) -> str:
    return f"{name} is in {str(unit) or 'no unit'!r}, which does not convert to {wanted or 'a number without unit'}."
