"""Which columns were guessed is visible on the widget, and wherever its numbers are text."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import polars as pl
import pytest
from ipywidgets import Box, Widget

import hubble_widget as hw

ROWS = range(1, 28)
TABLE = {
    "Dist (Mpc)": [math.nan if row == 4 else float(row) for row in ROWS],
    "Vhel (km/s)": [-9999.0 if row == 8 else 70.0 * row + 30 * (-1) ** row for row in ROWS],
}
MADE: dict[str, Callable[[dict[str, list[float]]], Any]] = {
    "a mapping": dict,
    "pandas": pd.DataFrame,
    "a lazy table": pl.LazyFrame,
    "a file": lambda table: io.StringIO(pd.DataFrame(table).to_csv(index=False)),
}


def texts(widget: Widget) -> Iterator[str]:
    """All texts below a widget, without their tags."""
    value = getattr(widget, "value", "")
    if isinstance(value, str):
        yield html.unescape(re.sub(r"<[^>]+>", "", value))
    if isinstance(widget, Box):
        for child in widget.children:
            yield from texts(child)


def places(explorer: hw.RegressionExplorer) -> dict[str, str]:
    """The title line, and every text of the result."""
    (title,) = [text for text in texts(explorer) if text.startswith(explorer.data.title or "Your data")]
    result = explorer.result
    return {
        "title": title.replace("\N{NO-BREAK SPACE}", " "),
        "explorer": repr(explorer),
        "repr": repr(result),
        "str": str(result),
        "HTML": html.unescape(result._repr_html_()),
        "numbers": result.to_dict()["data"]["note"],
    }


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_guessed_columns_and_rows_left_out_are_visible(make: Callable[[dict[str, list[float]]], Any]) -> None:
    explorer = hw.RegressionExplorer(make(TABLE), iterations=3)
    said = "distance: 'Dist (Mpc)', velocity: 'Vhel (km/s)'; 25 of 27 rows; left out: 1 no velocity, 1 no distance"
    assert all(said in text for text in places(explorer).values())
    explorer.data = "key_project"
    assert not any("Dist (Mpc)" in text for text in places(explorer).values())
    explorer.close()


def test_columns_without_a_header_are_visible() -> None:
    explorer = hw.RegressionExplorer(io.StringIO("30.0,700\n31.5,1500\n33.0,2800\n"), iterations=3)
    said = "no header: column 1 as distance in Mpc, column 2 as velocity in km/s"
    assert all(said in text for text in places(explorer).values())
    explorer.close()


def test_columns_that_were_named_are_no_guess() -> None:
    explorer = hw.RegressionExplorer(TABLE, x="Dist (Mpc)", y="Vhel (km/s)", iterations=3)
    for text in places(explorer).values():
        assert "2 of 27 rows left out" in text
        assert "Vhel" not in text
    explorer.close()
