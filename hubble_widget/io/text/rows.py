"""Rows of a text: splitting into cells, and the kinds of rows (names, numbers, rulers, comments)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice, pairwise
from typing import NamedTuple

from hubble_widget.io.number_parsing import MAX_INSPECTED, is_missing, is_number

MAX_LINE = 20_000
"""Longest line, in characters. A longer line is allowed if its cells have at most `MAX_CELL` characters on average."""

MAX_CELL = 200
MAX_COLUMNS = 5_000

_DELIMITERS = ("\t", ";", "|", ",", " ", "  ")
"""Two blanks or more separate the cells where a name or a cell holds a blank: Dist (Mpc), NGC 300."""

_SURE = ("\t", ";", "|", "  ")
"""Delimiters that stand in no cell. A comma does, where it is decimal."""

_COMMA_BETWEEN_WORDS = re.compile(r"[^\W\d_],[^\W\d_]")

COMMENT = re.compile(r"#|//|[%!]+(?:\s|$)")
"""Beginning of a comment. With # also begin names such as #1 and errors of a spreadsheet such as #N/A."""

_SURELY_COMMENT = re.compile(r"#(?:[#\s]|$)|//|[%!]+(?:\s|$)")
_RULER = re.compile(r" *[-=]{2,}(?: +[-=]{2,})+ *\n?")
_CELL = re.compile(r"\S+")
_NUMBER_OF_COLUMN = re.compile(r"\s*[(\[](\d{1,3})[)\]]\s*")
_TYPE_OF_COLUMN = re.compile(
    r"<(?:dbl|int|chr|char|fct|ord|lgl|date|dttm|num|int64)>|[fiu](?:8|16|32|64|128)|str\d*|cat|bool|date|datetime\[\w+\]|null"
    r"|(?:float|int|uint)(?:8|16|32|64)\??|double|bigint|integer|varchar|boolean|string\d*\??|object|-{3,}",
    re.IGNORECASE,
)
"""What tibble, Polars, DuckDB, astropy and Julia print below the names."""

_OF_JULIA = re.compile(r"(?:\s*\d+×\d+ DataFrame)?\s*Row │")
"""The beginning of a print of Julia, whose only bar stands behind the row numbers."""

_FRAMES = str.maketrans(
    dict.fromkeys("│┃┆┇┊┋╎╏║", "|") | dict.fromkeys("─━┄┅┈┉╌╍═┌┐└┘├┤┬┴┼╭╮╰╯╞╡╪╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋┡┩╇", "-")
)
"""Lines of the frames in which programs print tables, and what stands for them in a table of text."""

_QUOTED = re.compile(r"(?<![^,;\t|\s])'([^'\n]*)'(?![^,;\t|\s])")
"""A cell in single quotes, which mean the same as double ones."""

_FACTOR = re.compile(r"\s*\d\.\d+e[-+]\d+ \*\s*")
"""What MATLAB prints above numbers, all of which it has divided by it."""

COMMENTED_OUT = re.compile(r"[#%!]+\s*[-+]?[\d.]")
"""Beginning of a row that is commented out, if the other rows begin with numbers."""

COMMENT_SIGNS = "#%!/ \t"


class Row(NamedTuple):
    """Cells of a row. They may have spaces around: stripping millions of cells would take too long."""

    line: int
    cells: list[str]

    @property
    def is_marked(self) -> bool:
        """Whether the row begins like a comment; so do names such as #1 and errors of a spreadsheet such as #N/A."""
        return COMMENT.match(self.cells[0]) is not None

    @property
    def is_comment(self) -> bool:
        """Whether the row is surely a comment."""
        return _SURELY_COMMENT.match(self.cells[0]) is not None

    @property
    def filled(self) -> int:
        """Number of cells up to the last one that is not empty."""
        return max((place for place, cell in enumerate(self.cells, start=1) if cell.strip()), default=0)

    @property
    def is_of_names(self) -> bool:
        """Whether the row can be a header: it has names of columns, perhaps empty cells, and no numbers."""
        return not any(map(is_number, self.cells)) and not all(map(is_missing, self.cells))

    @property
    def is_ruler(self) -> bool:
        """Whether the row is a line of dashes between header and rows, as in Markdown and VizieR tables."""
        text = " ".join(self.cells)
        return any(dashes in text for dashes in ("---", "===", "___")) and not text.strip("-=_+|: #")

    @property
    def is_gap(self) -> bool:
        """Whether the row stands for others that a program has not printed."""
        text = "".join(self.cells)
        return any(dots in text for dots in ("..", "…", "⋮")) and not text.strip(".…⋮:| \t")

    @property
    def is_layout(self) -> bool:
        """Whether the row numbers the columns, (1) (2) (3), or holds their types, as below the names of a print."""
        if _is_of_types(self.cells[: self.filled]):
            return True
        numbers = [match[1] for cell in self.cells[: self.filled] if (match := _NUMBER_OF_COLUMN.fullmatch(cell))]
        return len(numbers) > 1 and numbers == [*map(str, range(1, self.filled + 1))]

    def fits(self, width: int) -> bool:
        """Return whether the row has `width` cells, not counting empty cells at its end."""
        return len(self.cells) == width or self.filled == width

    def is_data(self, width: int) -> bool:
        """Return whether the row can be the first row of numbers in a table of `width` columns."""
        return not self.is_comment and self.fits(width) and any(map(is_number, self.cells))

    def uncommented(self, width: int) -> Row:
        """Return a comment without its signs: it may hold names or units of the columns."""
        if not self.is_marked:
            return self
        cells = [cell.strip().lstrip(COMMENT_SIGNS) for cell in self.cells]
        is_before = not cells[0] and len(cells) == width + 1 and cells[-1] != ""
        return self._replace(cells=cells[1:] if is_before else cells)


def _is_of_types(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(_TYPE_OF_COLUMN.fullmatch(cell.strip()) for cell in cells)


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text, with bars and dashes for the frames of a print.

    Raises
    ------
    ValueError
        If a line is too long for a row of a table, or is a factor of the numbers below it.
    """
    text = text.replace("│", " ") if _OF_JULIA.match(text) else text
    plain = text.translate(_FRAMES) if any(sign in text for sign in "│┃┆║─━═") else text
    for number, line in enumerate(StringIO(plain, newline=None), start=1):
        if len(line) > MAX_LINE and len(line) > MAX_CELL * min(MAX_COLUMNS, 1 + sum(map(line.count, _DELIMITERS))):
            raise ValueError(f"line {number} has {len(line):,} characters; a table may have {MAX_LINE:,}.")
        if number <= MAX_INSPECTED and _FACTOR.fullmatch(line):
            raise ValueError(
                f"line {number}, {line.strip()!r}, is a factor of all numbers below, as MATLAB prints them; print them "
                "without it (format long g), or save the table by writetable."
            )
        yield _QUOTED.sub(r'"\1"', line) if "'" in line and '"' not in line else line


def delimiter_of(lines: Sequence[str]) -> str:
    """Return the delimiter that gives most lines the same number of cells; of several, the one with most numbers."""
    if lines and (declared := re.fullmatch(r"sep=(.)\s*", lines[0])):
        return declared[1]
    filled = list(islice((line for line in lines if line.strip()), MAX_INSPECTED // 4))
    sample = [line for line in filled if not (COMMENT.match(line) or _is_of_types(line.replace("|", " ").split()))]
    sample = sample or filled

    def fitness(delimiter: str) -> tuple[int, bool, float]:
        rows = [row.cells for row in split_rows(sample, delimiter) if len(row.cells) > 1]
        if delimiter.isspace() and delimiter != "\t":  # "1, 70" is not separated by a space
            rows = [row for row in rows if not any(cell[-1:] == "," and is_number(cell[:-1]) for cell in row[:-1])]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (1, 0))
        cells = [cell.strip() for row in rows if len(row) == width for cell in row]
        # "1,5 700,25" are two numbers with decimal commas, not three cells with "5 700" in the middle.
        numbers = [cell for cell in cells if is_number(cell) and not (delimiter == "," and " " in cell)]
        return count, _keeps_numbers(cells, rows, delimiter), len(numbers) / max(len(cells), 1)

    text = "".join(sample)  # to try a delimiter takes longer than to look for it
    blanks = text.expandtabs(1)
    candidates = [each for each in _DELIMITERS if each in (text if each.strip(" ") else blanks)]
    best = max(candidates, key=fitness, default=_DELIMITERS[0])
    if best == " ":  # may also stand within names: "M 31", "Radial velocity"
        sure = (*_SURE, ",") if _COMMA_BETWEEN_WORDS.search(text) else _SURE
        return next((each for each in candidates if each in sure and _splits_all(sample, each)), best)
    return best


def _splits_all(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether a delimiter splits all lines but notes into the same number of cells, and a blank would not."""
    rows = split_rows(map(_without_remark, lines), delimiter)
    notes = [row for row in rows if row.filled == 1 and not _has_two_numbers(row.cells[0])]
    table = [row for row in rows if row not in notes]
    width = Counter(len(row.cells) for row in table).most_common(1)[0][0] if len(table) > 2 else 1
    if table and len(table[0].cells) == width - 1 and " " not in "".join(table[0].cells).strip():  # as pandas prints
        del table[0]
    has_blanks = any(" " in cell.strip() for row in table for cell in row.cells)
    return has_blanks and width > 1 and all(row.fits(width) or row.filled < len(row.cells) == width for row in table)


def _keeps_numbers(cells: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Return whether numbers contain spaces or commas, so that another delimiter would split them."""
    within = [cell for cell in cells if cell[:1].isdigit() and (" " in cell or "," in cell)]
    if not within or not all(map(is_number, within)):
        return False
    if delimiter == " ":  # "NGC 1,100" is a name and a number
        return len(within) > len(rows)
    words = (word for row in rows for word in ",".join(row).split() if "," in word and any(map(str.isdigit, word)))
    return delimiter != "," or not all(map(is_number, words))


def split_rows(lines: Iterable[str], delimiter: str) -> list[Row]:
    """Split lines into rows of cells. Empty lines are left out."""
    if delimiter in (" ", "  "):
        # A comment may separate its names by tabs.
        plain = (line if _SURELY_COMMENT.match(line) else _without_remark(line.expandtabs(1)) for line in lines)
        lines = (line.strip(" \n") for line in plain)
    if delimiter == "  ":
        lines, delimiter = (re.sub(" {2,}", "\t", line) for line in lines), "\t"
    reader, rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=True), []
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise ValueError(
                    f"line {reader.line_num} has {len(cells):,} cells; a table may have {MAX_COLUMNS:,} columns."
                )
            states_delimiter = reader.line_num == 1 and cells[:1] == ["sep="]  # for Excel
            if not states_delimiter and (len(cells) > 1 or (cells and cells[0].strip())):
                rows.append(Row(reader.line_num, cells))
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} is not a row of a table: {error}.") from None
    return _unframed(rows) if delimiter == "|" else rows


def _without_remark(line: str) -> str:
    """Return a line without the comment behind a row that ends in a number: 10 700 # good."""
    row, sign, _ = line.partition(" # ")
    is_remark = sign and "#" not in row and any(map(str.isdigit, "".join(row.split()[-1:])))
    return row if is_remark else line


def split_at_ruler(lines: Sequence[str]) -> list[Row] | None:
    """Split lines where a ruler such as "------ -----" has blanks; return None if there is none, or it does not fit."""
    ruler = next((line for line in lines[:MAX_INSPECTED] if _RULER.fullmatch(line)), None)
    if ruler is None:
        return None
    starts = [match.start() for match in re.finditer("[-=]+", ruler)]
    spans = [*zip(starts, [*starts[1:], None], strict=True)]
    rows = []
    for number, line in enumerate(lines, start=1):
        expanded = line.expandtabs().rstrip()
        if _SURELY_COMMENT.match(line):
            rows.append(Row(number, [expanded]))
        elif any(expanded[start - 1 : start].strip() for start in starts[1:]):
            is_note = any(is_number(cell) for row in rows for cell in row.cells) and not _has_two_numbers(expanded)
            if not is_note:
                return None
            rows.append(Row(number, [expanded.strip()]))  # a note
        elif expanded:
            rows.append(
                Row(number, [expanded[0 if start == starts[0] else start : end].strip() for start, end in spans])
            )
    return rows


def check_aligned(lines: Sequence[str]) -> None:
    """Raise a ValueError if a cell of aligned columns is empty, so that a part of a name stands for it: Leo 1   264."""
    rows = [
        (number, [match.span() for match in _CELL.finditer(line.expandtabs())])
        for number, line in enumerate(lines[:MAX_INSPECTED], start=1)
        if _has_two_numbers(line) and not COMMENT.match(line)
    ]
    width = Counter(len(spans) for _, spans in rows).most_common(1)[0][0] if rows else 0
    of_width = [(number, spans) for number, spans in rows if len(spans) == width > 2]
    column = min((spans[1][0] for _, spans in of_width if spans[1][0] > spans[0][1] + 1), default=0)
    for number, spans in of_width:
        first, second, *_ = lines[number - 1].split()
        is_beside = spans[1][0] == spans[0][1] + 1 and spans[1][1] <= column
        may_be_one = is_beside and second.isdigit() and not is_number(first)
        if may_be_one and any(after[0] > before[1] + 2 for before, after in pairwise(spans[1:])):
            name = f"{first} {second}"
            raise ValueError(
                f"line {number} has {width} cells, but the second one does not stand in its column: {name!r} may be "
                "one name, and a cell empty; separate the cells by tabs or commas."
            )


def _has_two_numbers(text: str) -> bool:
    return sum(map(is_number, text.split())) > 1


def _unframed(rows: list[Row]) -> list[Row]:
    """Return the rows without the empty cells at both ends, if most rows begin and end with a bar."""
    framed = [len(row.cells) > 2 and not row.cells[0].strip() and not row.cells[-1].strip() for row in rows]
    if 2 * sum(framed) <= sum(len(row.cells) > 1 for row in rows):
        return rows
    return [
        row._replace(cells=row.cells[1:-1]) if is_framed else row for row, is_framed in zip(rows, framed, strict=True)
    ]
