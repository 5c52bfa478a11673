"""Tables in text: files from people, catalogs and spreadsheets, and pasted rows.

This module finds the format of a text. `rows` finds the delimiter and splits the text into rows; `header` finds the
header. Libraries read the cells: Python's csv module, astropy and, for long texts, PyArrow or Polars.
"""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, takewhile
from typing import Any

import numpy as np

from hubble_widget.data.columns import FloatArray, shorten
from hubble_widget.io.columns.mentions import names_both
from hubble_widget.io.columns.words import DISTANCE_WORDS, VELOCITY_WORDS
from hubble_widget.io.json_tables import parse_json
from hubble_widget.io.number_parsing import (
    MAX_INSPECTED,
    DecimalSign,
    are_mostly_numbers,
    decimal_sign,
    is_missing,
    is_number,
    numbers_of,
)
from hubble_widget.io.table import Table
from hubble_widget.io.tables import table_of_astropy
from hubble_widget.io.text.header import Header, find_header
from hubble_widget.io.text.long_text import MIN_CHARACTERS, plain_numbers
from hubble_widget.io.text.rows import Row, check_aligned, delimiter_of, lines_of, split_at_ruler, split_rows
from hubble_widget.io.unit_names import plain, stated_unit
from hubble_widget.messages import message

_BEGINNING = 100_000
"""Number of characters at the beginning of a text that decide its format."""

_FIRST_LINES = 300
"""Number of lines of a long text that decide which columns hold numbers. To look at 1,500 took a tenth of all time."""

_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|script|meta|title|div|table(?! length=)|pre)\b",  # astropy: <Table length=4>
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = r"[-+]?[\d.]+(?:e[-+]?\d+)?"
_CODE = re.compile(
    rf"\s*(?:[a-z_][\w.]*\s*(?:=|<-)\s*(?:[a-z_][\w.]*\(|[\[({{])+\s*(?:{_NUMBER}[\s,;]+{_NUMBER}|['\"])"  # d = [10, 20
    rf"|[a-z_][\w.]*\([\[({{]+\s*(?:{_NUMBER}|['\"])"  # array([[10., 700.]
    rf"|\[+\s*(?:{_NUMBER}\s+{_NUMBER}|{_NUMBER}\s*;|[('])"  # [[10. 700.], which is no JSON without commas
    rf"|\(+\s*(?:{_NUMBER}\s*,|['\"])|\{{\s*'|\{{\{{\s*{_NUMBER})",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\s*0 +\S+ *\n *1 [^\0]*\n(?:Name: .*, )?dtype: \w+\s*")
"""The beginning of code or of the print of an array, and the print of a pandas Series behind its row numbers."""

_ASTROPY_FORMATS = (
    (re.compile(r"\A#\s*%ECSV"), "ascii.ecsv"),
    (re.compile(r"^Byte-by-byte Description", re.MULTILINE), "ascii.cds"),
    (re.compile(r"^\\begin\{deluxetable", re.MULTILINE), "ascii.aastex"),
    (re.compile(r"^\\begin\{", re.MULTILINE), "ascii.latex"),
)
"""Patterns of texts that astropy reads, and its names of these formats."""


_DECLARED_MISSING = re.compile(r"^ *(?:\d+ *- *)?\d+ +[AIFEDG]\d\S* +\S+ +(\S+) .*?\?=(\S+)", re.MULTILINE)
"""The name of a column and its missing number, in a byte-by-byte description."""

_BYTES = re.compile(r" *(?:\d+ *- *)?\d+ +[AIFEDG]\d")
_NOTE = re.compile(r"\s*Note\s*(?:\(\w+\))?\s*:\s*")
"""Lines of a byte-by-byte description: of a column, and the beginning of a note."""

_TABULAR = re.compile(r"\\begin\{(tabular[*xy]?|(?:long|super|x)table|supertabular|array)\}(.*?)\\end\{\1\}", re.DOTALL)
_DELUXETABLE = re.compile(r"\\begin\{(deluxetable\*?)\}.*?\\end\{\1\}", re.DOTALL)
_ARGUMENTS = re.compile(r"\s*(?:\[[^\]]*\]\s*|\{(?:[^{}]|\{[^{}]*\})*\}\s*)*")
_RULE = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|addlinespace|(?:c|cmid)(?:line|rule)(?:\([^)]*\))?\{[^{}]*\}"
    r"|end(?:first|last)?(?:head|foot))(?![a-zA-Z])(?:\[[^\]]*\])?|(?<!\\)%.*"
)
_END_OF_ROW = re.compile(r"\\\\\*?(?:\[[^\]]*\])?|\\tabularnewline(?![a-zA-Z])|\\cr(?![a-zA-Z])")
_SPAN = re.compile(r"\\multi(?:column|row)\{([^{}]*)\}\{(?:[^{}]|\{[^{}]*\})*\}\{((?:[^{}]|\{[^{}]*\})*)\}")
"""A table of LaTeX, what stands before its cells, what stands between rows, their ends, and cells that are joined."""

_HEAD = re.compile(r"\\tablehead\s*\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}")
_COLUMN_HEAD = re.compile(r"\\colhead\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_BETWEEN_ROWS = re.compile(r"^\\(?:cutinhead|sidehead|tablebreak).*$", re.MULTILINE)
_MARK = re.compile(
    r"\\(?:(?:tablenotemark|tablefootmark|tnote|footnote|label|[hv]?phantom)\{[^{}]*\}|footnotemark\[[^\]]*\]|nodata|phn\b)"
)
_SIGN = re.compile(r"\\(?:(dag(?:ger)?)|ast)(?![a-zA-Z])")
_COMMAND_BEHIND = re.compile(r"(?<=\d)([$}]*)\\(?!pm)[a-zA-Z]+\{([^{}]+)\}")
"""Behind a number, where its argument is no more of its digits: 700\\textsuperscript{1} is not 7001."""

_COMMAND = re.compile(r"\\(?!pm)[a-zA-Z]+\{([^{}]*)\}")
"""Commands of LaTeX whose argument is shown, such as \\textbf, and before them some whose argument is not."""


class _TextTable(Table):
    """Columns of words."""

    def __init__(self, header: Header, delimiter: str) -> None:
        columns = zip(*(row.cells for row in header.rows), strict=True)
        self._columns = dict(zip(header.names, columns, strict=False)) or dict.fromkeys(header.names, ())
        self._units = dict(zip(header.names, header.units, strict=True))
        self._delimiter, self.left_out, self._comments = delimiter, header.left_out, header.comments
        self._is_numeric: dict[str, bool] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._columns)

    @property
    def comments(self) -> Sequence[str]:
        return self._comments

    @cached_property
    def _decimal_sign(self) -> DecimalSign:
        # In comma-separated text, a quoted number with a comma has commas between thousands: spreadsheets write so.
        words = (cell for column in self._columns.values() for cell in column)
        return decimal_sign(words, "." if self._delimiter == "," else "?")

    def is_numeric(self, name: str) -> bool:
        if name not in self._is_numeric:
            self._is_numeric[name] = are_mostly_numbers(self._columns[name])
        return self._is_numeric[name]

    def first(self, name: str) -> list[object]:
        return [*self._columns[name][:MAX_INSPECTED]]

    def unit(self, name: str) -> Any | None:
        return stated_unit(self._units[name])

    def numbers(self, name: str) -> FloatArray:
        return numbers_of(name, self._columns[name], self._decimal_sign)

    def texts(self, name: str) -> list[str | None]:
        return [None if is_missing(cell) else cell.strip() for cell in self._columns[name]]


class _LongTable(_TextTable):
    """A long text in UTF-8. Its header holds only the first rows; the others are read when they are needed."""

    def __init__(self, header: Header, delimiter: str, content: bytes, start: int) -> None:
        super().__init__(header, delimiter)
        self._content, self._start = content, start
        self._read: dict[str, FloatArray] = {}

    @cached_property
    def _all(self) -> Table:
        return _parse_rows(_decoded(self._content))

    def collect(self, names: Iterable[str]) -> Table:
        """Read the numeric ones of these columns together."""
        numeric = {name: place for place, name in enumerate(self.names) if name in {*names} and self.is_numeric(name)}
        read = plain_numbers(self._content, self._start, self._delimiter, [*numeric.values()]) if numeric else None
        if read is None:
            return self._all
        self._read = dict(zip(numeric, read, strict=True))
        return self

    def numbers(self, name: str) -> FloatArray:
        return self._read[name] if name in self._read else self._all.numbers(name)

    def texts(self, name: str) -> list[str | None]:
        return self._all.texts(name)


def parse_table(text: str) -> Table:
    """Return the table in a text.

    Parameters
    ----------
    text : str
        Columns separated by commas, semicolons, tabs, bars or spaces, with or without a header; byte-by-byte tables of
        CDS and the AAS journals; or a table in IPAC, ECSV, VizieR, EDD, Markdown, LaTeX or JSON format.

    Raises
    ------
    ValueError
        If the text is not a table.
    """
    return parse_content(text.encode(errors="replace"))


def parse_content(content: bytes) -> Table:
    """Return the table in the content of a text file, in UTF-8, UTF-16 or else the Windows code page 1252.

    Raises
    ------
    ValueError
        If the text is not a table.
    """
    if len(content) >= MIN_CHARACTERS and (table := _parse_long(content)) is not None:
        return table
    text = _decoded(content).removeprefix("\N{BYTE ORDER MARK}")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"line {line} holds a zero byte, so this is not text; save the table again, as CSV in UTF-8.")
    kind = _kind_of(text[:_BEGINNING])
    if kind == "page":
        raise ValueError(
            "this is a web page, not the data that it shows; use the link of its button Raw or Download (on GitHub "
            "this link begins with https://raw.githubusercontent.com), or save the data themselves as a file. A table "
            "within the page: pandas.read_html(path)[0]."
        )
    if kind == "code" or _SERIES.fullmatch(text):
        raise ValueError(
            f"{shorten(text.strip().splitlines()[0])} is code, or the print of an array; save the columns as CSV, "
            "for example by numpy.savetxt('galaxies.csv', array, delimiter=','), or pass them themselves: (distance, "
            "velocity)."
        )
    if kind == "json" and (found := parse_json(text)) is not None:
        return found
    return _parsed_by_astropy(text.lstrip("\n"), kind) if kind.startswith("ascii") else _parse_rows(text)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_encoding_of(content[:_BEGINNING]), errors="replace")


def _encoding_of(beginning: bytes) -> str:
    """Return the encoding in which a text has a word for distances or velocities; else that of Western Europe."""
    words = [word for word in DISTANCE_WORDS | VELOCITY_WORDS if len(word) > 5 or not word.isascii()]
    for encoding in ("cp1252", "cp1250", "cp1251", "gb18030", "shift_jis", "big5"):
        text = plain(beginning.decode(encoding, errors="ignore"))
        if any(word in text for word in words):
            return encoding
    return "cp1252"


def _kind_of(beginning: str) -> str:
    """Return "page", "json", "code", "rows" or astropy's name of a format."""
    if is_web_page(beginning):
        return "page"
    found = next((kind for mark, kind in _ASTROPY_FORMATS if mark.search(beginning)), "")
    if found or _is_ipac(beginning):
        return found or "ascii.ipac"
    if _CODE.match(beginning):
        return "code"
    return "json" if beginning.lstrip()[:1] in ("[", "{") else "rows"


def is_web_page(beginning: str) -> bool:
    """Return whether a text begins like HTML."""
    return _WEB_PAGE.match(beginning) is not None


def table_of_rows(rows: Sequence[Row], delimiter: str) -> Table:
    """Return the table of rows of cells. The first rows may be a header.

    Raises
    ------
    ValueError
        If the rows are not a table.
    """
    if not rows:
        raise ValueError("there are no rows; the table needs columns of distance (Mpc) and velocity (km/s).")
    upright = _upright(rows)
    table = _TextTable(find_header(upright, delimiter), delimiter)
    if upright is not rows:
        table.left_out = "; ".join(filter(None, (message("rows and columns exchanged"), table.left_out)))
    return table


def _upright(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the columns as rows if the first column, and no row, names distances and velocities."""
    lying = [row for row in rows[:MAX_INSPECTED] if not row.is_comment and row.filled > 1]
    width = min((len(row.cells) for row in lying), default=0)
    labels = [row.cells[0] for row in lying if not row.cells[0][-1:].isdigit()]
    if len(lying) >= min(width, MAX_INSPECTED) or not names_both(labels) or any(names_both(row.cells) for row in lying):
        return rows
    return [
        Row(line, list(cells)) for line, cells in enumerate(zip(*(row.cells for row in lying), strict=False), start=1)
    ]


def _parsed_by_astropy(text: str, kind: str) -> Table:
    from astropy.table import Table as AstropyTable

    _check_single(text)
    if kind == "ascii.latex" and (rows := _rows_of_latex(text)):
        return _of_latex(rows, text)
    if kind == "ascii.aastex":
        text = _with_one_head(text)
    try:
        with warnings.catch_warnings():  # astropy warns about unknown units of other columns
            warnings.simplefilter("ignore")
            table = AstropyTable.read(text.splitlines(), format=kind)
        if not table.colnames:
            raise ValueError("it has no columns")
        if kind == "ascii.cds":
            _mask_missing(table, text)
            description = [line for line in text[: text.rfind("\n---")].splitlines() if not _BYTES.match(line)]
            table.meta["comments"] = [_NOTE.sub("", line) for line in description]
        if kind in {"ascii.latex", "ascii.aastex"}:
            return _of_latex([table.colnames, *([str(cell) for cell in row] for row in table.iterrows())], text)
        return table_of_astropy(table)
    except Exception as error:  # astropy raises many kinds of errors for a broken table
        reason = f"{shorten(str(error))}; correct it, or save its names and rows as CSV"
        raise ValueError(f"this is not a table in the format {kind}: {reason}") from error


def _check_single(text: str) -> None:
    """Raise a ValueError if several tables of LaTeX hold rows of numbers."""
    uncommented = re.sub(r"(?<!\\)%.*", "", text)
    found = [match[0] for pattern in (_TABULAR, _DELUXETABLE) for match in pattern.finditer(uncommented)]
    tables = [table for table in found if sum(map(_has_two_cells_of_numbers, _END_OF_ROW.split(table))) > 1]
    if len(tables) > 1:
        raise ValueError(f"it holds {len(tables)} tables; keep one of them, with its \\begin and \\end.")


def _has_two_cells_of_numbers(row: str) -> bool:
    return sum(is_number(_without_commands(cell).strip("$ \n")) for cell in row.split("&")) > 1


def _mask_missing(table: Any, text: str) -> None:
    """Mask the numbers that a byte-by-byte description declares as missing: of "?=-99" astropy masks no -99.0."""
    from astropy.table import MaskedColumn

    for name, missing in _DECLARED_MISSING.findall(text):
        if name in table.colnames and table[name].dtype.kind in "fiu" and is_number(missing):
            column = MaskedColumn(table[name])
            column.mask |= np.asarray(column) == numbers_of(name, [missing], ".")
            table.replace_column(name, column)


def _rows_of_latex(text: str) -> list[list[str]]:
    """Return the cells of a table of LaTeX, wherever its rules and the ends of its lines stand; [] if there is none."""
    found = _TABULAR.search(text)
    if found is None:
        return []
    body = _RULE.sub(" ", _ARGUMENTS.sub("", found[2], count=1))
    rows = [" ".join(_SPAN.sub(_unjoined, row).split()) for row in _END_OF_ROW.split(body)]
    first, *others = [row for row in rows if "&" in row] or [""]
    if "\\endhead" in found[2]:  # which a long table repeats on each page
        others = [row for row in others if row != first]
    return [re.split(r"(?<!\\)&", row) for row in (first, *others) if row]


def _unjoined(span: re.Match[str]) -> str:
    """Return the text of joined cells, followed by empty ones."""
    return span[2] + "&" * (int(span[1]) - 1 if "column" in span[0] and span[1].isdigit() else 0)


def _of_latex(cells: Sequence[Sequence[str]], text: str) -> Table:
    """Return the table of cells of LaTeX, whose first row may hold units."""
    cleaned = [[_without_commands(cell).replace("~", " ").replace("$", "").strip() for cell in row] for row in cells]
    prose = [_without_commands(line).strip("{}% ") for line in text.splitlines() if "&" not in line]
    comments = [[f"# {line}"] for line in prose if " " in line and "\\" not in line]  # captions and notes
    return table_of_rows([Row(line, row) for line, row in enumerate([*comments, *cleaned], start=1)], "&")


def _with_one_head(text: str) -> str:
    """Return a deluxetable whose head is one line of names, which astropy needs, with the units as its first row."""
    head = _HEAD.search(text)
    if head is None:
        return text
    names, *others = [row for row in " ".join(head[1].split()).split("\\\\") if "&" in row] or [head[1]]
    text = f"{text[: head.start()]}\\tablehead{{{names.strip()}}}\n{text[head.end() :]}"
    cells_of_units = [_COLUMN_HEAD.sub(r"\1", row.strip()) for row in others[:1]]
    units = [f"{row} \\\\\n" for row in cells_of_units]
    return _BETWEEN_ROWS.sub("", re.sub(r"\\startdata\s*\n", lambda start: start[0] + "".join(units), text, count=1))


def _without_commands(text: str) -> str:
    spaced = re.sub(r"\\[,;: ]", " ", text.replace("{,}", ""))
    signed = _SIGN.sub(lambda sign: "†" if sign[1] else "*", _MARK.sub("", spaced))
    return _COMMAND.sub(r"\1", _COMMAND_BEHIND.sub(r"\1^{\2}", signed))


def _is_ipac(beginning: str) -> bool:
    """Return whether bars separate the names but not the rows, as in IPAC tables."""
    lines = [line for line in beginning.splitlines() if line.strip() and not line.startswith("\\")]
    bars = [*takewhile(lambda line: line.startswith("|"), lines)]
    return 0 < len(bars) <= 4 and len(bars) < len(lines) and "|" not in lines[len(bars)] and "---" not in bars[-1]


def _parse_rows(text: str) -> Table:
    """Read all lines cell by cell."""
    lines = [*lines_of(text)]
    delimiter = delimiter_of(lines[: 2 * MAX_INSPECTED])
    at_ruler = split_at_ruler(lines) if delimiter in {" ", "  "} else None
    if delimiter == " " and not at_ruler:
        check_aligned(lines)
    return table_of_rows(at_ruler or split_rows(lines, delimiter), delimiter)


def _parse_long(content: bytes) -> Table | None:
    """Return the table in a long text of rows, from its beginning alone; None for a text of any other kind."""
    content = content.removeprefix(codecs.BOM_UTF8)
    content = content.replace(b"\r\n", b"\n") if b"\r" in content[:_BEGINNING] else content
    beginning = content[: content.rfind(b"\n", 0, _BEGINNING) + 1]
    try:
        text = beginning.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in text or "\r" in text or _kind_of(text) != "rows":
        return None
    lines = [*islice(lines_of(text), _FIRST_LINES)]
    delimiter = delimiter_of(lines)
    if delimiter == "  " or (delimiter == " " and split_at_ruler(lines)):
        return None
    rows = split_rows(lines, delimiter)
    header = find_header(rows, delimiter) if rows else None
    if header is None or not header.rows:
        return None
    first = header.rows[0]
    if first not in rows:  # names of two words were joined
        return None
    start = sum(len(line.encode()) for line in lines[: header.rows[0].line - 1])
    return _LongTable(header, delimiter, content, start)
