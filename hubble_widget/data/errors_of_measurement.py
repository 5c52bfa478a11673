"""Errors of measurement: their checks, and the weights that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubble_widget.data.columns import Column, FloatArray, as_column

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from hubble_widget.data.labels import Labels

NO_ERRORS = (
    "weights need the error of each {name}, which these data lack: name their column, y_error='...', pass "
    "Dataset(..., velocity_error=[...]), or leave weights=False."
)


def checked_errors(
    name: str, unit: str, errors: ArrayLike | Column | None, n: int, labels: Labels
) -> FloatArray | None:
    """Return the errors of n measurements as a checked, read-only copy; None if there are none.

    Parameters
    ----------
    name, unit : str
        Name and unit of the measured quantity.
    errors : array_like, Column or None
        One-sigma standard errors, shape (n,), in this unit or with an astropy unit.
    n : int
    labels : Labels

    Raises
    ------
    TypeError, ValueError
        As `as_column`; if there are not n of them, or one is not above 0.
    """
    if errors is None:
        return None
    column = as_column(f"error of {name}", errors, unit, labels.rows)
    values = column.values
    if values.size != n:
        raise ValueError(
            f"error of {name} has {values.size} values but {name} has {n}; pass one for each of the {labels.rows}."
        )
    if not column.least > 0:
        position = int((values <= 0).argmax())
        raise ValueError(
            f"error of {name} has {float(values[position])!r} at position {position}, but each error must be above 0; "
            f"leave {labels.rows} without an error out, or all errors of {name}."
        )
    return values


def weights_of(errors: FloatArray) -> FloatArray:
    """Return 1/σ² of each error, scaled to the mean 1, shape (n,), read-only."""
    weights: FloatArray = (errors.min() / errors) ** 2
    weights /= weights.mean()
    weights.flags.writeable = False
    return weights
