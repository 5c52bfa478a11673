"""Labels of runs in a legend: learning rate, iterations, and what else differs among the runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hubble_widget.figure.artists.note import one_line, shorten
from hubble_widget.fit.hyperparameters import DEFAULT_LOSS_FUNCTION, DEFAULT_OPTIMIZER, DEFAULT_SCALING, FLAT_START
from hubble_widget.formatting import with_minus
from hubble_widget.messages import grouped, localized, message
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.trajectory import Trajectory

_BETWEEN = ", "
_MAX_TITLE_LENGTH, _MAX_NAME_LENGTH = 28, 18  # characters: of a data set, of a galaxy
_MAX_NAMES = 3


def distinct_labels(runs: Sequence[tuple[Trajectory, BaseDataset]]) -> list[str]:
    """Return one label for each run."""
    paths, data = [path for path, _ in runs], [each for _, each in runs]
    parts = (
        _distinct_numbers([path.learning_rate for path in paths]),
        [words.rates(path, separator=message(" and ")) for path in paths],
        [words.iterations(path.iterations) for path in paths],
        _unusual([path.optimizer for path in paths], DEFAULT_OPTIMIZER),
        _unusual([path.loss_function for path in paths], DEFAULT_LOSS_FUNCTION),
        [
            "" if path.batch_size is None else message("batches of {size}", size=grouped(path.batch_size))
            for path in paths
        ],
        _unusual([words.SCALINGS[path.scaling] for path in paths], words.SCALINGS[DEFAULT_SCALING]),
        ["" if path.fit_intercept else message("through the origin") for path in paths],
        [message("weighted") if path.weights else "" for path in paths],
        _titles(data),
        _excluded(data),
        _starts([path.start for path in paths]),
    )
    return [_BETWEEN.join(filter(None, each)) for each in zip(*parts, strict=True)]


def number_repeated(labels: Sequence[str]) -> list[str]:
    """Return labels of which no two are equal: repeated ones have a number."""
    return [
        label if label not in labels[:at] else f"{label} ({labels[: at + 1].count(label)})"
        for at, label in enumerate(labels)
    ]


def without_shared_parts(labels: Sequence[str]) -> list[str]:
    """Return labels without the parts that all of them share."""
    parts = [label.split(_BETWEEN) for label in labels]
    shared = set.intersection(*map(set, parts))
    return [_BETWEEN.join(part for part in each if part not in shared) or _BETWEEN.join(each) for each in parts]


def _distinct_numbers(numbers: Sequence[float]) -> list[str]:
    """Return numbers with four digits, or with all digits if four do not distinguish them."""
    short = [f"{number:.4g}" for number in numbers]
    is_enough = len(set(short)) == len(set(numbers))
    return [with_minus(localized(text)) for text in (short if is_enough else map(repr, numbers))]


def _unusual(values: Sequence[str], usual: str) -> list[str]:
    """Return values that are not the usual one, and all values if they differ."""
    differ = len(set(values)) > 1
    return [value if differ or value != usual else "" for value in values]


def _titles(data: Sequence[BaseDataset]) -> list[str]:
    """Return the data set of each run if they differ; data sets with the same title are numbered."""
    wholes = list({id(each.whole): each.whole for each in data}.values())
    titles = [shorten(one_line(words.title(whole)), _MAX_TITLE_LENGTH) for whole in wholes]
    names = [title if titles.count(title) == 1 else f"{title} {at}" for at, title in enumerate(titles, start=1)]
    name_of = dict(zip(map(id, wholes), names, strict=True))
    return [f"{name_of[id(each.whole)]} ({grouped(len(each))})" if len(wholes) > 1 else "" for each in data]


def _excluded(data: Sequence[BaseDataset]) -> list[str]:
    """Return the excluded galaxies of each run if they differ among the runs on the same data set."""
    texts = []
    for each in data:
        others = [set(other.excluded) for other in data if other.whole is each.whole]
        differ = any(other != set(each.excluded) for other in others)
        is_counted = len(others) < len(data) and not each.excluded  # the title gives their number
        texts.append(_without(each, set.intersection(*others)) if differ and not is_counted else "")
    return texts


def _without(data: BaseDataset, by_all: set[str]) -> str:
    """Return the excluded galaxies; if many, their number and a few names, those first that only some runs exclude."""
    rows = data.labels.rows
    if not data.excluded:
        return message("all {count} {rows}", count=grouped(len(data)), rows=rows)
    names = [shorten(one_line(name), _MAX_NAME_LENGTH) for name in sorted(data.excluded, key=by_all.__contains__)]
    if len(names) <= _MAX_NAMES:
        return message("without {names}", names=", ".join(names))
    return message(
        "without {count} {rows}: {names} …",
        count=grouped(len(names)),
        rows=rows,
        names=", ".join(names[: _MAX_NAMES - 1]),
    )


def _starts(starts: Sequence[tuple[float, float]]) -> list[str]:
    """Return the line that each run starts from, if they differ."""
    if len(set(starts)) == 1:
        return [""] * len(starts)
    slopes, intercepts = (_distinct_numbers(column) for column in zip(*starts, strict=True))
    return [
        message("flat start")
        if start == FLAT_START
        else message("guess {slope}, {intercept}", slope=slope, intercept=intercept)
        for start, slope, intercept in zip(starts, slopes, intercepts, strict=True)
    ]
