"""Letters that matplotlib's fonts lack: names of galaxies may be in any language."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def missing_glyphs_allowed() -> Iterator[None]:
    """Draw boxes for missing glyphs without a warning, as on the page; also where a text is only measured."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield
