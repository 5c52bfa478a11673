"""What is sent to ipywidgets: no word of a user's where a front end takes words for HTML or for mathematics.

ipywidgets 7 (Colab, the classic notebook) sets a description as innerHTML; 7 and 8 typeset descriptions and Labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import polars as pl
import pytest
from ipywidgets import HTML, HTMLMath, Label, Widget

import hubble_widget as hw
from hubble_widget.figure.artists.note import one_line, shorten
from hubble_widget.widgets.advanced_panel import MAX_UNIT_LENGTH
from hubble_widget.widgets.progress import ProgressRow

HOSTILE = r"<img src=x onerror='window.ran = 1'> $\href{javascript:window.ran=2}{x}$ &amp; </script><script>"
WORDS = {name: f"{HOSTILE} {name}" for name in ("x_label", "x_unit", "y_label", "y_unit")}
OUR_OWN = {"div", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td", "style", "img"}


def of_lists() -> hw.Dataset:
    names = [f"{HOSTILE} {number}" for number in range(4)]
    return hw.Dataset(
        distance=[1, 2, 3, 4],
        velocity=[90, 120, 230, 290],
        names=names,
        title=HOSTILE,
        reference=HOSTILE,
        note=HOSTILE,
        labels=hw.Labels(**WORDS),
    ).exclude(names[2])


def of_a_table() -> hw.Dataset:
    x, y, names = (f"{HOSTILE} {column}" for column in ("x", "y", "name"))
    table = pl.DataFrame({x: [1.0, 2, 3, None], y: [90.0, 120, 230, 290], names: [HOSTILE, "a", "b", "c"]})
    return hw.as_dataset(table, x=x, y=y, names=names, x_label=x, y_label=y)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def all_of(widget: Widget) -> Iterator[Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_of(child)


def is_ours(html: str) -> bool:
    """Return whether no tag and no attribute came from the words."""
    tags = Tags(html).tags
    return {tag for tag, _ in tags} <= OUR_OWN and not any({"onerror", "href"} & each.keys() for _, each in tags)


def check(widgets: Iterator[Widget]) -> str:
    """Hold all that is typeset or taken for HTML to be harmless; return all that HTML shows."""
    shown = ""
    for widget in widgets:
        typeset = [str(getattr(widget, "description", ""))]
        typeset += [widget.value] if isinstance(widget, Label | HTMLMath) else []
        for words in typeset:
            assert not set("<$\\&") & set(words), (widget, words)
        if isinstance(widget, HTML):
            assert is_ours(widget.value), widget
            shown += Tags(widget.value).text
    return shown


@pytest.mark.parametrize("made", [of_lists, of_a_table])
def test_an_explorer_sends_no_words_where_they_would_be_more(made: Callable[[], hw.Dataset]) -> None:
    explorer = hw.RegressionExplorer(made())
    explorer._view.fallback._show()
    explorer._view.show_error(ValueError(HOSTILE))
    explorer._view.fallback._show()
    shown = check(all_of(explorer))
    assert shown.count(HOSTILE) >= 3
    unit = explorer.data.labels.y_unit  # behind More, shortened
    assert not unit or shorten(one_line(unit), MAX_UNIT_LENGTH) in shown
    explorer.close()


def test_nor_does_what_is_seen_while_an_engine_works() -> None:
    row = ProgressRow(lambda: None)
    row.show_stopped(f"There is no column {HOSTILE}.")
    assert HOSTILE in check(all_of(row))
    assert HOSTILE in row.sentence
    row.close()


def test_html_without_widgets_shows_words_as_they_are() -> None:
    explorer = hw.RegressionExplorer(of_lists())
    summary = explorer.result._summary()
    picture = summary.picture(b"", 10)
    html = summary.as_html(picture)
    no_mathematics = {"tex2jax_ignore", "mathjax_ignore"}
    assert no_mathematics < set(explorer._dom_classes)
    explorer.close()
    assert is_ours(html)
    assert set((Tags(html).tags[0][1]["class"] or "").split()) == no_mathematics
    ((_, attributes),) = [each for each in Tags(html).tags if each[0] == "img"]
    for words in (WORDS["y_unit"], summary.rows[0].unit):
        assert f"({words})" in (attributes["alt"] or "")
        assert f"({words})" in Tags(html).text
