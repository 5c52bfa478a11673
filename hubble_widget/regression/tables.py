"""Small tables of results: aligned text for a terminal, HTML for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

NO_MATHEMATICS = ("tex2jax_ignore", "mathjax_ignore")
"""Classes of what MathJax, 2 and 3, leaves alone: the classic notebook and saved pages have it look through outputs."""


def as_text(heading: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """Return a heading and rows below it: quantities and units begin in line, numbers end in line."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    name, number, _ = (max(map(len, column)) for column in zip(*table, strict=True))
    lines = (f"  {row[0]:<{name}}  {row[1]:>{number}}  {row[2]}".rstrip() for row in table)
    return "\n".join([heading, *lines])


def as_html(
    heading: str, rows: Sequence[Sequence[str]], *, columns: Sequence[str] = (), notes: Sequence[str] = ()
) -> str:
    """Return the same as HTML, with the columns' names and what else is to be said; all text is escaped."""
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
