"""Formats of numbers, and small tables: text for a terminal, HTML for a notebook.

The page formats numbers by the same rules (js/src/text/decimal.ts); tests/vectors.py checks that both agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape

from hubble_widget.messages import localized, message

MISSING = "–"

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Space between a number and its unit or percent sign, where no line may break."""

LONG = 1e6
"""From this magnitude on, a number is written with two digits and a power of ten."""

NOTHING = 1e-9
"""Beside an error of 0, a smaller number is what rounding has left of 0."""

MAX_DECIMALS = 6
"""A standard error that needs more decimals is written with a power of ten."""


def number(value: float | None, digits: str) -> str:
    """Format a number; return a dash for None, nan and infinity.

    Parameters
    ----------
    value : float or None
    digits : str
        A format specification such as ".2f" or ".4g". A number that is too long for it, or would look like 0 but is
        not, is written with two digits and, if needed, a power of ten.
    """
    if value is None or not math.isfinite(value):
        return MISSING
    text = f"{value:{digits}}"
    vanishes = value != 0 and float(text) == 0
    return localized(f"{value:.2g}" if vanishes or abs(value) >= LONG else text)


def with_error(value: float | None, error: float | None, digits: str) -> str:
    """Format a number with its standard error. If the error is small, both get more decimals: 13.970 ± 0.003."""
    if value is None or error is None or not math.isfinite(error):
        return number(value, digits)
    if error == 0 and abs(value) < NOTHING:
        value = 0.0
    if 0 < error < 1 and digits.endswith("f"):
        decimals = max(int(digits[1:-1]), -math.floor(math.log10(error)))
        if decimals <= MAX_DECIMALS:
            digits = f".{decimals}f"
    return f"{number(value, digits)} ± {number(error, digits)}"


def decimals_of(value: float, low: float | None, high: float | None) -> int:
    """Return how many decimals show two digits of the width of an interval around a value; at most `MAX_DECIMALS`."""
    width = (value if high is None else high) - (value if low is None else low)
    return min(max(1 - math.floor(math.log10(width)), 0), MAX_DECIMALS) if width > 0 else 2


def limits(low: float | None, high: float | None, decimals: int) -> str:
    """Return an interval as text, ``"10.7 to 13.8"``; ``"above 10.7"`` where nothing bounds it."""
    low_text, high_text = (number(limit, f".{decimals}f") for limit in (low, high))
    if high is None:
        return message("above {low}", low=low_text)
    return message("{low} to {high}", low=low_text, high=high_text)


def percent(share: float) -> str:
    """Format a fraction of 1 as a whole percentage."""
    return f"{100 * share:.0f}{NO_BREAK}%"


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit, ``"3.2 Mpc"``; the number alone if the unit is empty."""
    return f"{text}{NO_BREAK}{unit}" if unit else text


def alternatives(names: Sequence[str]) -> str:
    """Return names as a choice among them: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return message("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])


def unparted(name: str) -> str:
    """Return a name whose words stay on one line."""
    return name.replace(" ", NO_BREAK)


def keep_numbers_with_words(text: str) -> str:
    r"""Return a text in which each number stays on one line with its noun or unit.

    Examples
    --------
    >>> keep_numbers_with_words("24 galaxies, 70.1 km/s/Mpc")
    '24\xa0galaxies, 70.1\xa0km/s/Mpc'
    """
    return re.sub(r"(?<=\d) (?=[^\W\d])", NO_BREAK, text)


def with_minus(text: str) -> str:
    """Replace hyphens by minus signs, as the axes and the cards have them."""
    return text.replace("-", "\N{MINUS SIGN}")


NO_MATHEMATICS = ("tex2jax_ignore", "mathjax_ignore")
"""CSS classes that keep MathJax 2 and 3 from changing an output, in the classic notebook and in saved pages."""


def as_text(heading: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """Return a heading and a table: names and units are aligned left, numbers are aligned right."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    name_width, number_width, _ = (max(map(len, column)) for column in zip(*table, strict=True))
    lines = (f"  {row[0]:<{name_width}}  {row[1]:>{number_width}}  {row[2]}".rstrip() for row in table)
    return "\n".join([heading, *lines])


def as_html(
    heading: str, rows: Sequence[Sequence[str]], *, columns: Sequence[str] = (), notes: Sequence[str] = ()
) -> str:
    """Return a heading, a table and notes as HTML. All text is escaped."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(row[0])}</th>'
        + "".join(f'<td style="text-align:right">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="{" ".join(NO_MATHEMATICS)}"><p><strong>{escape(heading)}</strong></p>'
        f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"
        f"{''.join(f'<p>{escape(note)}</p>' for note in notes if note)}</div>"
    )
