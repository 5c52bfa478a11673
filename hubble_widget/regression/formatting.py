"""Numbers as people read them.

The page writes them by the same rules (js/src/decimal.ts); tests/vectors.py holds the two together.
"""

from __future__ import annotations

import math

MISSING = "–"

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Between a number and its unit or its per cent, which never part."""

LONG = 1e6
"""From here on a number is written in two digits and a power of ten."""

MOST_DECIMALS = 6
"""An error that needs more has an exponent of its own."""


def number(value: float | None, digits: str) -> str:
    """Format a number, or show a dash where there is none; none looks like 0 that is not.

    Parameters
    ----------
    value : float or None
    digits : str
        As of `format`: ".2f", ".4g". What is too long for that, or would look like 0, has two digits.
    """
    if value is None or not math.isfinite(value):
        return MISSING
    text = f"{value:{digits}}"
    vanishes = value != 0 and float(text) == 0
    return f"{value:.2g}" if vanishes or abs(value) >= LONG else text


def with_error(value: float | None, error: float | None, digits: str) -> str:
    """Format a number with its standard error, both with more decimals where the error would vanish: 13.970 ± 0.003."""
    if value is None or error is None or not math.isfinite(error):
        return number(value, digits)
    if 0 < error < 1 and digits.endswith("f"):
        decimals = max(int(digits[1:-1]), -math.floor(math.log10(error)))
        if decimals <= MOST_DECIMALS:
            digits = f".{decimals}f"
    return f"{number(value, digits)} ± {number(error, digits)}"


def percent(share: float) -> str:
    """Return a share of 1 in whole per cent."""
    return f"{100 * share:.0f}{NO_BREAK}%"


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit, if it has one: ``"3.2 Mpc"``."""
    return f"{text}{NO_BREAK}{unit}" if unit else text


def with_minus(text: str) -> str:
    """Return a number with the minus sign of the axes and the cards, which is longer than a hyphen."""
    return text.replace("-", "\N{MINUS SIGN}")
