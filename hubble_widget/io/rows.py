"""The rows of a table that is text, and what the cells of one can be: names, numbers, a ruler, a comment."""

from __future__ import annotations

import re
from typing import NamedTuple

from hubble_widget.io.number_parsing import is_missing, is_number

COMMENT = re.compile(r"#|//|[%!]+(?:\s|$)")
"""How a comment begins; with the first sign a galaxy #1 does, too, and what a spreadsheet could not compute."""

_SURELY_COMMENT = re.compile(r"#(?:[#\s]|$)|//|[%!]+(?:\s|$)")
_COMMENTED_OUT = re.compile(r"[#%!]+\s*[-+]?[\d.]")
COMMENT_SIGNS = "#%!/ \t"


class Row(NamedTuple):
    """Cells as they stand, perhaps with blanks around: of millions, nobody needs them without."""

    line: int
    cells: list[str]

    @property
    def is_marked(self) -> bool:
        """Whether it begins as a comment does; so does a galaxy #1, and what a spreadsheet could not compute."""
        return COMMENT.match(self.cells[0]) is not None

    @property
    def is_comment(self) -> bool:
        """Whether it can be nothing but a comment."""
        return _SURELY_COMMENT.match(self.cells[0]) is not None

    @property
    def is_commented_out(self) -> bool:
        """Whether it begins with a sign of a comment and a number: a row left out, where others begin with numbers."""
        return _COMMENTED_OUT.match(self.cells[0]) is not None

    def uncommented_after(self, width: int) -> Row:
        """Return it without what a comment says behind its last cell: `10 700 # good`."""
        rest = self.cells[width:]
        return self._replace(cells=self.cells[:width]) if rest and rest[0].startswith(("#", "!", "//")) else self

    @property
    def filled(self) -> int:
        """How many cells there are up to the last that is not empty."""
        return max((place for place, cell in enumerate(self.cells, start=1) if cell.strip()), default=0)

    @property
    def is_of_names(self) -> bool:
        """Whether it can be a header: names of columns, some of them perhaps empty, and no number."""
        return not any(map(is_number, self.cells)) and not all(map(is_missing, self.cells))

    @property
    def is_ruler(self) -> bool:
        """Whether it is a line drawn between header and rows, as in Markdown and in VizieR's tables."""
        has_line = any("---" in cell or "===" in cell for cell in self.cells)
        return has_line and not "".join(self.cells).strip("-=+|: #")

    @property
    def is_prose(self) -> bool:
        """Whether there are several words in a cell, but for a unit in brackets."""
        return any(len(re.sub(r"[(\[][^()\[\]]*[)\]]", "", cell).split()) > 1 for cell in self.cells)

    def fits(self, width: int) -> bool:
        """Return whether it has so many cells, the last of them perhaps empty."""
        return len(self.cells) == width or self.filled == width

    def is_data(self, width: int) -> bool:
        """Return whether it can be the first row of numbers in a table so wide."""
        return not self.is_comment and self.fits(width) and any(map(is_number, self.cells))

    def uncommented(self, width: int) -> Row:
        """Return a comment without its signs: it may hold the names of the columns, or their units."""
        if not self.is_marked:
            return self
        cells = [cell.strip().lstrip(COMMENT_SIGNS) for cell in self.cells]
        return self._replace(cells=cells[1:] if not cells[0] and len(cells) == width + 1 else cells)
