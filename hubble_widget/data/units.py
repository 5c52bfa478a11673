"""Conversion of values with an astropy unit. astropy is imported only when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_unit(name: str, value: object, unit: str) -> object:
    """Return plain numbers in a unit.

    Parameters
    ----------
    name : str
        Name of the value in the error message.
    value : object
        An astropy Quantity or Column is converted. A value without an astropy unit is returned
        unchanged.
    unit : str
        The required unit, in astropy's spelling.

    Raises
    ------
    ValueError
        If the value's unit does not convert.
    """
    if isinstance(value, list | tuple) and unit_of(value) is not None:
        return [in_unit(name, item, unit) for item in value]
    declared = unit_of(value)
    if declared is None:
        return value
    from astropy import units

    try:
        converted: object = units.Quantity(value).to_value(unit)
    except (units.UnitsError, ValueError):  # ValueError: astropy does not know the unit
        raise ValueError(f"{does_not_convert(name, declared, unit)}.") from None
    return converted


def unit_of(value: object) -> Any | None:
    """Return the astropy unit of a value, or of the first item of a list; None if it has no unit."""
    if isinstance(value, list | tuple):
        return unit_of(value[0]) if value and not isinstance(value[0], list | tuple) else None
    declared = getattr(value, "unit", None)
    if declared is None:
        return None
    from astropy import units

    return declared if isinstance(declared, units.UnitBase | units.function.FunctionUnitBase) else None


def conversion(name: str, unit: Any, wanted: str) -> float:
    """Return the factor that converts numbers from one unit to another.

    Parameters
    ----------
    name : str
        Name of the numbers in the error message.
    unit : astropy unit
    wanted : str
        The required unit, in astropy's spelling; empty for numbers without a unit.

    Raises
    ------
    ValueError
        If the unit does not convert.
    """
    from astropy import units

    try:
        return float(units.Quantity(1, unit).to_value(wanted))
    except (TypeError, units.UnitsError, ValueError):  # TypeError: a logarithmic unit; ValueError: an unknown unit
        raise ValueError(f"{does_not_convert(name, unit, wanted)}.") from None


def units_in_metadata(metadata: Mapping[bytes, bytes] | None) -> dict[str, Any]:
    """Return the units by column that astropy stores in a Parquet file; empty if there are none."""
    header = (metadata or {}).get(b"table_meta_yaml")
    if header is None:
        return {}
    from astropy import units
    from astropy.table import meta

    try:
        columns = meta.get_header_from_yaml(header.decode().split("\n"))["datatype"]
        return {column["name"]: units.Unit(column["unit"]) for column in columns if column.get("unit")}
    except Exception as error:  # another program may use the same key
        raise ValueError(f"the units in this file cannot be read: {error}") from None


def does_not_convert(name: str, unit: Any, wanted: str) -> str:
    """Return the words for a unit that does not convert, without a full stop."""
    return f"{name} is in {str(unit) or 'no unit'!r}, which does not convert to {wanted or 'a number without a unit'}"
