"""Pinned runs and the present one as a table, with only those settings that differ."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hubble_widget.explorer.saving import rate_changes_of
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.trajectory import Trajectory

PRESENT = "present"
"""The name of the run that is shown now."""


def table_of(runs: Iterable[tuple[str, Trajectory, BaseDataset]]) -> list[dict[str, Any]]:
    """Return a row for each run: its name, the settings in which the runs differ, and its last state.

    Parameters
    ----------
    runs : iterable of (str, Trajectory, BaseDataset)
        Names, runs, and the data that they learned from.
    """
    named = [(name, _settings(run, data), _end(run)) for name, run, data in runs]
    every = named[0][1] if named else {}
    differing = [key for key in every if len({settings[key] for _, settings, _ in named}) > 1]
    return [{"run": name, **{key: settings[key] for key in differing}, **end} for name, settings, end in named]


def _settings(run: Trajectory, data: BaseDataset) -> dict[str, Any]:
    return {
        "data": words.title_in_files(data),
        "rows": len(data),
        "excluded": ", ".join(data.excluded),
        "optimizer": run.optimizer,
        "loss_function": run.loss_function,
        "batch_size": run.batch_size,
        "scaling": run.scaling,
        "fit_intercept": run.fit_intercept,
        "weights": run.weights,
        "learning_rate": run.learning_rate,
        "rate_changes": rate_changes_of(run),
        "iterations": run.iterations,
        "start_slope": run.start[0],
        "start_intercept": run.start[1],
        "seed": run.seed,
    }


def _end(run: Trajectory) -> dict[str, float | None]:
    age = {"age": run.age} if run.labels.has_age else {}
    numbers = {"slope": run.slope, "intercept": run.intercept, **age, "loss": run.loss}
    return {name: value if value is not None and math.isfinite(value) else None for name, value in numbers.items()}
