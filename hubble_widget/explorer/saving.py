"""Saves a result as a file: a picture, the numbers, or the script."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from hubble_widget.data.catalogs import datasets, load_dataset
from hubble_widget.explorer.result import limits_of_age, rows_key
from hubble_widget.figure.animation import ANIMATIONS
from hubble_widget.figure.picture import PICTURES, save_picture
from hubble_widget.fit.plausibility import warning_of
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.labels import Labels
    from hubble_widget.explorer.result import Result
    from hubble_widget.figure.plots import Plots
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory

Value = str | int | float | None
Row = tuple[str, str, Value, str]
"""A row of the table of results: part, quantity, value, unit."""

COLUMNS = ("part", "quantity", "value", "unit")
KINDS = (*PICTURES, "csv", "py")
"""File types, by the endings of names."""

_LONGEST_NAME = 40  # characters


def save(path: Path, result: Result, plots: Callable[[], Plots], *, show_exact: bool = True) -> None:
    """Save one state of an explorer; see `RegressionExplorer.save`."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        known = ", ".join(f".{each}" for each in KINDS)
        hint = " For an animation call save_animation." if kind in ANIMATIONS else ""
        raise ValueError(f"the name of the file must end with one of {known}, got {path.name!r}.{hint}")
    if kind in PICTURES:
        summary, shown = result._summary(show_exact=show_exact), plots()
        with path.open("wb") as file:
            save_picture(shown, summary, file, kind)
    else:
        csv = kind == "csv"
        text = as_csv(results_of(result, show_exact=show_exact)) if csv else f"{result.code()}\n"
        path.write_text(text, encoding="utf-8")


def file_name(data: BaseDataset, kind: str) -> str:
    """Return a default file name for a data set: by its catalog, otherwise by its title."""
    catalog = next((name for name in datasets() if load_dataset(name) is data.whole), "")
    title = re.sub(r"\W+", "-", words.title_in_files(data).lower())[:_LONGEST_NAME].strip("-")
    return f"hubble-{catalog or title or 'data'}.{kind}"


def as_csv(rows: Sequence[Row]) -> str:
    """Return the table of results as text. The page does the same (js/src/text/take_away.ts)."""
    return as_table(COLUMNS, rows)


def as_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table as text, with a header; None is an empty field."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def results_of(result: Result, *, show_exact: bool = True) -> list[Row]:
    """Return data, settings, learned and (with `show_exact`) exact numbers as a table; missing numbers are None.

    Values that the page may have newer than the kernel have the names of `Readout.learned` and `Readout.settings`.
    """
    data, path, labels = result.data, result.trajectory, result.data.labels
    slope, intercept, loss = path.state(result.iteration)
    excluded = "; ".join(data.excluded)
    return [
        ("data", "title", words.title_in_files(data), ""),
        ("data", "reference", data.reference, ""),
        ("data", "note", data.note, ""),
        ("data", "warning", warning_of(data, show_exact=show_exact), ""),
        ("data", rows_key(data), len(data), ""),
        ("data", "excluded", excluded, ""),
        ("settings", "learning_rate", path.learning_rate, ""),
        *([("settings", "rate_changes", rate_changes_of(path), "")] if path.rate_changes else []),
        ("settings", "start_slope", path.start[0], labels.slope_unit),
        ("settings", "start_intercept", path.start[1], labels.y_unit),
        *([] if path.seed is None else [("settings", "seed", path.seed, "")]),
        ("settings", "optimizer", path.optimizer, ""),
        ("settings", "loss_function", path.loss_function, ""),
        *([] if path.batch_size is None else [("settings", "batch_size", path.batch_size, "")]),
        ("settings", "scaling", path.scaling, ""),
        ("settings", "fit_intercept", str(path.fit_intercept), ""),
        *([("settings", "weights", str(path.weights), "")] if path.weights else []),
        ("learned", "source", path.source, ""),
        ("learned", "iteration", result.iteration, ""),
        ("learned", "slope", _finite(slope), labels.slope_unit),
        ("learned", "intercept", _finite(intercept), labels.y_unit),
        ("learned", "r", _finite(path.r_at(result.iteration)), ""),
        *_age("learned", age=path.age_at(result.iteration), labels=labels),
        ("learned", "loss", _finite(loss), ""),
        *(_exact(result.fit, result.exact_loss, labels) if show_exact else ()),
    ]


def rate_changes_of(path: Trajectory) -> str:
    """Return the changes of a learning rate in one cell; the page does the same."""
    return "; ".join(f"{at}={rate!r}" for at, rate in path.rate_changes)


def _exact(fit: PolynomialFit, loss: float, labels: Labels) -> list[Row]:
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
        *_age("exact", age=fit.age, **limits_of_age(fit), labels=labels),
        ("exact", "f_statistic", _finite(fit.f_statistic), ""),
        ("exact", "loss", _finite(loss), ""),
    ]


def _age(part: str, *, labels: Labels, **ages: float | None) -> list[Row]:
    return [(part, name, _finite(value), "Gyr") for name, value in ages.items()] if labels.has_age else []


def _finite(value: float | None) -> float | None:
    """Return None for a number that is missing, nan or infinite."""
    return float(value) if value is not None and math.isfinite(value) else None
