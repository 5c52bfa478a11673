"""The words that users read, as messages of gettext: English stands in the code, other languages in locale/.

The page has the same two functions (js/src/text/messages.ts). scripts/messages.py collects the messages of both sides.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGE = os.environ.get("HUBBLE_WIDGET_LANGUAGE", "")
"""Name of a language in locale/; empty for English."""

_LOCALE = Path(__file__).parent / "locale"


def _read(language: str) -> gettext.NullTranslations:
    if not language:
        return gettext.NullTranslations()
    files = {path.parts[-3]: path for path in _LOCALE.glob("*/LC_MESSAGES/hubble_widget.mo")}
    if language not in files:  # exactly: the page's files have the same name
        raise FileNotFoundError(
            f"HUBBLE_WIDGET_LANGUAGE names no language of hubble_widget: {language!r}. Unset it for English; others "
            f"that are there: {', '.join(sorted(files)) or 'none'}."
        )
    with files[language].open("rb") as file:
        return gettext.GNUTranslations(file)


_catalog = _read(LANGUAGE)


def message(text: str, /, **values: object) -> str:
    """Return a message in the chosen language.

    Parameters
    ----------
    text : str
        The English message, as a literal: a whole sentence or a label, with names in braces where values stand.
    **values : object
        The values, formatted already.

    Examples
    --------
    >>> message("Your guess is {share} above the exact slope.", share="3 %")
    'Your guess is 3 % above the exact slope.'
    """
    return _filled(_catalog.gettext(text), values)


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """Return a message in the form that belongs to a number, which stands for ``{count}``.

    Examples
    --------
    >>> counted("{count} iteration", "{count} iterations", 1200)
    '1,200 iterations'
    """
    return _filled(_catalog.ngettext(one, many, count), {"count": grouped(count), **values})


def translated(text: str) -> str:
    """Return a text of a table of the package, whose column or key scripts/messages.py collects as messages."""
    return _catalog.gettext(text) if text else ""


def grouped(count: float) -> str:
    """Return a whole number with its digits in groups: 12,000."""
    return localized(f"{count:,}")


def localized(number: str) -> str:
    """Return a formatted number, ``"12,345.6"``, as the chosen language writes it."""
    if _AS_IN_ENGLISH:
        return number
    return number.translate(_SIGNS)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format_map(values) if values else text


# Translators: how your language writes this number; for "12.345,6" all numbers have a comma for the point.
_EXAMPLE = message("12,345.6")
_AS_IN_ENGLISH = _EXAMPLE == "12,345.6"
_SIGNS = str.maketrans({",": _EXAMPLE[2], ".": _EXAMPLE[-2]})
