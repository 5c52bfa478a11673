"""What carries an astropy unit is converted; astropy itself is imported only where it is used."""


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
    declared = getattr(value, "unit", None)
    if declared is None:
        return value
    from astropy import units

    if not isinstance(declared, units.UnitBase | units.function.FunctionUnitBase):
        return value
    try:
        converted: object = units.Quantity(value).to_value(unit)
    except (units.UnitsError, ValueError):  # the second where astropy does not know the unit
        wanted = unit or "a number without unit"
        raise ValueError(f"{name} is in {str(declared) or 'no unit'!r}, which does not convert to {wanted}.") from None
    return converted
