"""What is taken away as a file: a picture, the numbers, the script."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from hubble_widget.display import words
from hubble_widget.display.picture import PICTURES, save_picture
from hubble_widget.regression.dataset import datasets, load_dataset
from hubble_widget.regression.plausibility import warning_of

if TYPE_CHECKING:
    from hubble_widget.display.plots import Plots
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.labels import Labels
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.result import Result

Value = str | int | float | None
Row = tuple[str, str, Value, str]
"""Of the table of results: part, quantity, value, unit."""

COLUMNS = ("part", "quantity", "value", "unit")
KINDS = (*PICTURES, "csv", "py")
"""Endings of names, and so kinds of files."""

_LONGEST_NAME = 40  # characters


def save(path: Path, result: Result, plots: Callable[[], Plots]) -> None:
    """Save one state of an explorer; see `RegressionExplorer.save`."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        known = ", ".join(f".{each}" for each in KINDS)
        raise ValueError(f"the name of the file must end with one of {known}, got {path.name!r}.")
    if kind in PICTURES:
        summary, shown = result.summary(), plots()
        with path.open("wb") as file:
            save_picture(shown, summary, file, kind)
    else:
        path.write_text(as_csv(results_of(result)) if kind == "csv" else f"{result.code()}\n", encoding="utf-8")


def file_name(data: Galaxies, kind: str) -> str:
    """Return what a file about some galaxies is called where nobody says so: by their catalogue, else their title."""
    catalogue = next((name for name in datasets() if load_dataset(name) is data.whole), "")
    title = re.sub(r"\W+", "-", words.title(data).lower())[:_LONGEST_NAME].strip("-")
    return f"hubble-{catalogue or title or 'data'}.{kind}"


def as_csv(rows: Sequence[Row]) -> str:
    """Return the table as text, under the names of its columns. The page does the same (js/src/take_away.ts)."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)  # None is written as nothing
    return text.getvalue()


def results_of(result: Result) -> list[Row]:
    """Return data, settings, learned and exact numbers as a table; what does not exist is None.

    Those that the page may know better than the kernel are called as in `Readout.learned` and `Readout.settings`.
    """
    data, path, labels = result.data, result.trajectory, result.data.labels
    slope, intercept, loss = path.state(result.iteration)
    excluded = "; ".join(data.left_out)
    return [
        ("data", "title", words.title(data), ""),
        ("data", "reference", data.reference, ""),
        ("data", "note", data.note, ""),
        ("data", "warning", warning_of(data), ""),
        ("data", labels.rows, len(data), ""),
        ("data", "excluded", excluded, ""),
        ("settings", "learning_rate", path.learning_rate, ""),
        ("settings", "start_slope", path.start[0], labels.slope_unit),
        ("settings", "start_intercept", path.start[1], labels.y_unit),
        ("settings", "optimizer", path.optimizer, ""),
        ("settings", "loss_function", path.loss_function, ""),
        ("learned", "source", path.source, ""),
        ("learned", "iteration", result.iteration, ""),
        ("learned", "slope", _finite(slope), labels.slope_unit),
        ("learned", "intercept", _finite(intercept), labels.y_unit),
        ("learned", "r", _finite(path.r_at(result.iteration)), ""),
        *_age("learned", age=path.age_at(result.iteration), labels=labels),
        ("learned", "loss", _finite(loss), ""),
        *_exact(result.fit, result.exact_loss, labels),
    ]


def _exact(fit: LineFit, loss: float, labels: Labels) -> list[Row]:
    powers = enumerate(reversed(fit.coefficients))
    unit = f"{labels.y_unit or '1'}/{labels.x_unit or '1'}^"
    return [
        ("exact", "degree", fit.degree, ""),
        ("exact", "slope", _finite(fit.slope), labels.slope_unit),
        ("exact", "slope_standard_error", _finite(fit.slope_stderr), labels.slope_unit),
        ("exact", "intercept", _finite(fit.intercept), labels.y_unit),
        ("exact", "intercept_standard_error", _finite(fit.intercept_stderr), labels.y_unit),
        *(("exact", f"coefficient_{power}", _finite(each), f"{unit}{power}") for power, each in powers if power > 1),
        ("exact", "r", _finite(fit.multiple_r), ""),
        *_age("exact", age=fit.age, age_standard_error=fit.age_stderr, labels=labels),
        ("exact", "f_statistic", _finite(fit.f_statistic), ""),
        ("exact", "loss", _finite(loss), ""),
    ]


def _age(part: str, *, labels: Labels, **ages: float | None) -> list[Row]:
    return [(part, name, _finite(value), "Gyr") for name, value in ages.items()] if labels.has_age else []


def _finite(value: float | None) -> float | None:
    """Return None for a number that is none, or was too large to hold."""
    return float(value) if value is not None and math.isfinite(value) else None
